"""Rules: a row for each with what it catches and what it lets pass, then errors planted in the items of the seeds."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import planted
import pytest
from factory import SEEDS

from extractor.arabic.scan import Scan, scan
from extractor.build import span
from extractor.drafting.grammar import draft_by_grammar
from extractor.judging import with_states
from extractor.validators.case import Case, Problem, Rule
from extractor.validators.rules import ALL, RULES_VERSION, check
from schemas.actor import Actor
from schemas.items import Items
from schemas.place import GazetteerEntry
from schemas.quantity import Bound, NumberForm
from schemas.record import Level
from schemas.state import State

PUBLISHED = date(2024, 3, 20)
GOOD = (
    "قال المرصد السوري إن ثلاثة جنود قتلوا وأصيب خمسة مدنيين بينهم طفلان، أمس الثلاثاء، بقصف روسي بثمانية صواريخ "
    "على مدينة الرقة.\n"
    "ونفت وزارة الدفاع الروسية مسؤوليتها عن القصف.\n"
    "وقصف مسلحون قاعدة قرب مدينة حماة الأحد دون وقوع إصابات.\n"
    "وشهدت المنطقة 40 هجوماً خلال العام الماضي."
)
SEEN = scan(GOOD, PUBLISHED)
ITEMS = draft_by_grammar(SEEN, SEEN.attacks)


def _rules(items: Items, seen: Scan = SEEN) -> set[str]:
    return {f.rule for f in check(seen, items) if f.level is not Level.NOTE}


def _casualty(**fields: Any) -> Items:
    return planted.swapped(ITEMS, ITEMS.casualties[0].model_copy(update=fields))


def _first(plant: planted.Plant) -> Items:
    return next(iter(plant(SEEN, ITEMS)))[1]


def _who(raw: str) -> Items:
    return _casualty(who=ITEMS.casualties[0].who.model_copy(update={"raw": raw}))


def _future() -> Items:
    return _dated(lambda d: {"start": date(2025, 1, 1), "end": date(2025, 1, 1)})


def _dated(change: Callable[[Any], dict[str, Any]]) -> Items:
    item = next(i for i in ITEMS.incidents if i.date)
    assert item.date
    return planted.swapped(ITEMS, item.model_copy(update={"date": item.date.model_copy(update=change(item.date))}))


def _place(**fields: Any) -> Items:
    item = next(i for i in ITEMS.incidents if i.places and i.places[0].gazetteer)
    return planted.swapped(ITEMS, item.model_copy(update={"places": [item.places[0].model_copy(update=fields)]}))


def _other_row(**fields: Any) -> Items:
    item = next(i for i in ITEMS.incidents if i.places and i.places[0].gazetteer)
    row = item.places[0].gazetteer
    assert row
    return _place(gazetteer=row.model_copy(update=fields))


def _denial() -> Items:
    item = next(c for c in ITEMS.claims if c.act == "denies")
    return planted.swapped(ITEMS, item.model_copy(update={"act": "confirms"}))


def _unanchored() -> Items:
    return planted.swapped(ITEMS, ITEMS.incidents[0].model_copy(update={"places": [], "date": None}))


def _place_as_attacker() -> Items:
    near = next(p for p in SEEN.places if p.relation)
    words = span(GOOD, near.start, near.end)
    actor = Actor(raw=words.quote, evidence=words)
    return planted.swapped(ITEMS, ITEMS.incidents[0].model_copy(update={"attackers": [actor]}))


CATCHES: dict[str, Callable[[], Items]] = {
    "quotes.exact": lambda: _first(planted.changed_quote),
    "quotes.who": lambda: _who("عمال مناجم"),
    "numbers.value": lambda: _first(planted.other_figure),
    "numbers.inside": lambda: _first(planted.other_sentence),
    "numbers.counted": lambda: _first(planted.things_as_people),
    "casualties.cue": lambda: _first(planted.other_harm),
    "casualties.status": lambda: _first(planted.other_status),
    "casualties.duplicate": lambda: replace(
        ITEMS, casualties=(*ITEMS.casualties, ITEMS.casualties[0].model_copy(update={"id": "k.twin"}))
    ),
    "casualties.part": lambda: _first(planted.larger_part),
    "dates.value": lambda: _first(planted.other_day),
    "dates.future": _future,
    "dates.near": lambda: _first(planted.other_date),
    "places.near": lambda: _first(planted.neighbouring_place),
    "places.entry": lambda: _other_row(id="nowhere:1"),
    "incidents.anchored": _unanchored,
    "incidents.attacker": _place_as_attacker,
    "claims.spoken": lambda: _first(planted.other_speaker),
    "claims.denied": _denial,
    "totals.metric": lambda: _first(planted.other_metric),
    "items.id": lambda: replace(ITEMS, claims=(*ITEMS.claims, ITEMS.claims[0].model_copy(update={"act": "reports"}))),
    "items.links": lambda: _first(planted.broken_link),
    "items.duplicate": lambda: replace(
        ITEMS, claims=(*ITEMS.claims, ITEMS.claims[0].model_copy(update={"id": "c.twin"}))
    ),
}


@pytest.mark.parametrize(("rule", "items"), CATCHES.items(), ids=CATCHES)
def test_a_rule_catches_its_error(rule: str, items: Callable[[], Items]) -> None:
    assert rule in _rules(items())


ROW_FIELDS: dict[str, Any] = {
    "name_en": "Elsewhere",
    "lat": 1.5,
    "lon": None,
    "admin1": "Elsewhere",
    "admin2": "Elsewhere",
    "country": "IQ",
    "source": "a guess",
}


def test_the_table_has_every_field_of_a_row() -> None:
    assert {"id", *ROW_FIELDS} == set(GazetteerEntry.model_fields)


@pytest.mark.parametrize("field", ROW_FIELDS)
def test_a_stored_row_is_the_gazetteers_in_every_field(field: str) -> None:
    assert "places.entry" in _rules(_other_row(**{field: ROW_FIELDS[field]}))


def test_both_items_of_one_id_are_rejected() -> None:
    twins = CATCHES["items.id"]()
    judged = with_states(twins, check(SEEN, twins))
    assert [c.state for c in judged.claims if c.id == twins.claims[0].id] == [State.REJECTED] * 2


@pytest.mark.parametrize("field", ["bound", "form", "unit"])
def test_a_figure_worded_otherwise_is_another_figure(field: str) -> None:
    other = {"bound": Bound.AT_LEAST, "form": NumberForm.DIGITS, "unit": "شاحنة"}[field]
    items = _casualty(count=ITEMS.casualties[0].count.model_copy(update={field: other}))
    rejected = {f.rule for f in check(SEEN, items) if f.level is Level.REJECT}
    assert "numbers.value" in rejected


@pytest.mark.parametrize("rule", [r.name for r in ALL])
def test_every_rule_lets_the_true_items_pass(rule: str) -> None:
    assert ITEMS.casualties
    assert ITEMS.aggregates
    assert rule not in _rules(ITEMS)


APART = {
    "places.contained": (
        "قصف الجيش بلدة الميادين في محافظة حلب أمس.",
        "قصف الجيش مدينة الميادين في محافظة دير الزور أمس.",
    ),
    "totals.sum": (
        "وقع 55 هجوماً بينها 60 في العراق خلال العام الماضي.",
        "وقع 55 هجوماً بينها 27 في العراق خلال العام الماضي.",
    ),
}


@pytest.mark.parametrize(("rule", "texts"), APART.items(), ids=APART)
def test_a_rule_about_the_text_itself(rule: str, texts: tuple[str, str]) -> None:
    wrong, right = (scan(text, PUBLISHED) for text in texts)
    assert rule in _rules(draft_by_grammar(wrong, wrong.attacks), wrong)
    assert rule not in _rules(draft_by_grammar(right, right.attacks), right)


IN_THEIR_OWN_FILE = {
    "incidents.told", "incidents.thin",  # test_incident_rules.py
    "dates.conflict", "dates.published",  # test_date_rules.py
    "casualties.unreal", "casualties.attack", "casualties.group",  # test_unreal_rules.py
}  # fmt: skip


def test_every_rule_has_a_row() -> None:
    assert {r.name for r in ALL} == {*CATCHES, *APART, *IN_THEIR_OWN_FILE}
    assert len({r.name for r in ALL}) == len(ALL)


def test_a_crashed_check_is_review_for_every_item() -> None:
    def broken(_: Case) -> Any:
        raise KeyError("gone")

    findings = Rule("rule.broken", 1, broken).run(Case(SEEN, ITEMS))
    assert {f.level for f in findings} == {Level.REVIEW}
    assert {f.item for f in findings} == {i.id for i in ITEMS.all()}
    assert all(i.state is State.REVIEW for i in with_states(ITEMS, findings).all())
    assert Rule("rule.broken", 1, broken).run(Case(SEEN, Items()))[0].level is Level.REVIEW


def test_a_rule_that_crashes_late_keeps_no_half_verdict() -> None:
    def late(_: Case) -> Any:
        yield Problem("k1", "", Level.NOTE, "first")
        raise ValueError

    assert "itself failed" in Rule("rule.late", 1, late).run(Case(SEEN, Items()))[0].message


def test_the_version_of_the_rules_is_of_their_names_and_versions() -> None:
    assert len(RULES_VERSION) == 12


@cache
def _seeds() -> tuple[tuple[Scan, Items, frozenset[str]], ...]:
    out = []
    for line in (SEEDS / "index.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        published = date.fromisoformat(row["published"]) if row["published"] else None
        seen = scan((SEEDS / row["file"]).read_text(encoding="utf-8"), published)
        items = draft_by_grammar(seen, seen.attacks)
        judged = with_states(items, check(seen, items))
        out.append((seen, items, frozenset(i.id for i in judged.all() if i.state is State.ACCEPTED)))
    return tuple(out)


def test_untouched_items_of_the_seeds_are_accepted() -> None:
    accepted = sum(len(good) for _, _, good in _seeds())
    assert accepted >= 0.9 * sum(len(list(items.all())) for _, items, _ in _seeds())


def _escaped(plant: planted.Plant) -> tuple[int, int]:
    escaped = total = 0
    for seen, items, good in _seeds():
        for name, wrong in plant(seen, items):
            if name.removesuffix(".9") in good or plant is planted.things_as_people:
                judged = with_states(wrong, check(seen, wrong))
                escaped += next(i for i in judged.all() if i.id == name).state is State.ACCEPTED
                total += 1
    return escaped, total


@pytest.mark.parametrize("plant", planted.VALUES, ids=lambda p: p.__name__)
def test_planted_values_do_not_pass(plant: planted.Plant) -> None:
    escaped, total = _escaped(plant)
    wider = plant is planted.neighbouring_place  # the governorate or country around the place is no error
    assert total > 5
    assert escaped <= (0.04 if wider else 0.01) * total


@pytest.mark.parametrize("plant", planted.LINKS, ids=lambda p: p.__name__)
def test_planted_links_seldom_pass(plant: planted.Plant) -> None:
    escaped, total = _escaped(plant)
    assert total > 5
    assert escaped <= 0.25 * total
