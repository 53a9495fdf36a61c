"""Rules: a row for each with what it catches and what it lets pass. The planted errors are in test_selftest.py."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from extractor.arabic.scan import Scan, scan
from extractor.build import place, quantity, span, when
from extractor.drafting.grammar import draft_by_grammar
from extractor.judging import with_states
from extractor.selftest.subject import replaced
from extractor.validators.case import Case, Problem, Rule
from extractor.validators.rules import ALL, RULES_VERSION, check
from schemas.actor import Actor
from schemas.aggregate import Metric
from schemas.casualty import CasualtyStatus, Harm
from schemas.incident import IncidentKind
from schemas.items import Items
from schemas.place import GazetteerEntry
from schemas.quantity import Bound, NumberForm
from schemas.record import Level
from schemas.state import Item, State

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


def _swapped(new: Item) -> Items:
    """The good items with one exchanged for the item of its id."""
    return replaced(ITEMS, new)


def _rules(items: Items, seen: Scan = SEEN) -> set[str]:
    return {f.rule for f in check(seen, items) if f.level is not Level.NOTE}


def _casualty(**fields: Any) -> Items:
    return _swapped(ITEMS.casualties[0].model_copy(update=fields))


def _who(raw: str) -> Items:
    return _casualty(who=ITEMS.casualties[0].who.model_copy(update={"raw": raw}))


def _counting(words: str) -> Items:
    number = next(n for n in SEEN.numbers if n.raw == words)
    return _casualty(count=quantity(GOOD, (number.start, number.phrase_end), number))


def _cited(quote: str) -> Items:
    item = ITEMS.casualties[0]
    first = item.evidence[0]
    wrong = first.model_copy(update={"quote": quote.ljust(len(first.quote))[: len(first.quote)]})
    return _casualty(evidence=[wrong, *item.evidence[1:]])


def _part_of(smaller: str) -> Items:
    whole = next(k for k in ITEMS.casualties if k.count.raw == smaller)
    return _casualty(subset_of=whole.id)


def _told_of_another_attack() -> Items:
    item = next(k for k in ITEMS.casualties if k.count.low is not None and k.count.low == k.count.high)
    count = item.count.model_copy(update={"high": None, "bound": Bound.AT_LEAST})
    again = item.model_copy(update={"id": "k.again", "count": count, "incident_id": "i.other"})
    return replace(ITEMS, casualties=(*ITEMS.casualties, again))


def _on_another_day() -> Items:
    day = next(d for d in SEEN.dates if d.raw == "الأحد")
    item = next(i for i in ITEMS.incidents if i.date)
    return _swapped(item.model_copy(update={"date": when(GOOD, day)}))


def _elsewhere() -> Items:
    there = next(p for p in SEEN.places if p.raw == "حماة")
    return _swapped(ITEMS.incidents[0].model_copy(update={"places": [place(SEEN, there)]}))


def _by_another() -> Items:
    first, second = ITEMS.claims[:2]
    return _swapped(first.model_copy(update={"speaker": second.speaker}))


def _total(**fields: Any) -> Items:
    return _swapped(ITEMS.aggregates[0].model_copy(update=fields))


def _more_than_read() -> Items:
    count = ITEMS.casualties[0].count
    return _casualty(count=count.model_copy(update={"low": 4, "high": 4}))


def _other_attack() -> Items:
    return _casualty(incident_id=ITEMS.incidents[-1].id)


def _other_claim() -> Items:
    return _casualty(claim_id=next(c for c in ITEMS.claims if c.act == "denies").id)


def _silent() -> Items:
    item = next(c for c in ITEMS.claims if c.act == "denies")
    return _swapped(item.model_copy(update={"act": "no_comment"}))


def _of_kind(kind: str) -> Items:
    return _swapped(ITEMS.incidents[0].model_copy(update={"kind": IncidentKind(kind)}))


def _future() -> Items:
    return _dated(lambda d: {"start": date(2025, 1, 1), "end": date(2025, 1, 1)})


def _dated(change: Callable[[Any], dict[str, Any]]) -> Items:
    item = next(i for i in ITEMS.incidents if i.date)
    assert item.date
    return _swapped(item.model_copy(update={"date": item.date.model_copy(update=change(item.date))}))


def _place(**fields: Any) -> Items:
    item = next(i for i in ITEMS.incidents if i.places and i.places[0].gazetteer)
    return _swapped(item.model_copy(update={"places": [item.places[0].model_copy(update=fields)]}))


def _other_row(**fields: Any) -> Items:
    item = next(i for i in ITEMS.incidents if i.places and i.places[0].gazetteer)
    row = item.places[0].gazetteer
    assert row
    return _place(gazetteer=row.model_copy(update=fields))


def _denial() -> Items:
    item = next(c for c in ITEMS.claims if c.act == "denies")
    return _swapped(item.model_copy(update={"act": "confirms"}))


def _unanchored() -> Items:
    return _swapped(ITEMS.incidents[0].model_copy(update={"places": [], "date": None}))


def _place_as_attacker() -> Items:
    near = next(p for p in SEEN.places if p.relation)
    words = span(GOOD, near.start, near.end)
    actor = Actor(raw=words.quote, evidence=words)
    return _swapped(ITEMS.incidents[0].model_copy(update={"attackers": [actor]}))


CATCHES: dict[str, Callable[[], Items]] = {
    "quotes.exact": lambda: _cited("قتلى"),
    "quotes.who": lambda: _who("عمال مناجم"),
    "numbers.value": _more_than_read,
    "numbers.inside": lambda: _counting("40"),
    "numbers.counted": lambda: _counting("40"),
    "casualties.cue": lambda: _casualty(harm=Harm.CAPTURED),
    "casualties.status": lambda: _casualty(status=CasualtyStatus.UNKNOWN_STATED),
    "casualties.duplicate": lambda: replace(
        ITEMS, casualties=(*ITEMS.casualties, ITEMS.casualties[0].model_copy(update={"id": "k.twin"}))
    ),
    "casualties.retold": _told_of_another_attack,
    "casualties.part": lambda: _part_of("طفلان"),
    "dates.value": lambda: _dated(lambda d: {"start": d.start - timedelta(1), "end": d.end - timedelta(1)}),
    "dates.future": _future,
    "dates.near": _on_another_day,
    "places.near": _elsewhere,
    "places.wording": lambda: _place(kind="camp"),
    "incidents.kind": lambda: _of_kind("abduction"),
    "claims.silence": _silent,
    "links.incident": _other_attack,
    "links.claim": _other_claim,
    "links.subset": lambda: _part_of("خمسة مدنيين"),
    "links.cumulative": lambda: _casualty(cumulative=True),
    "places.entry": lambda: _other_row(id="nowhere:1"),
    "incidents.anchored": _unanchored,
    "incidents.attacker": _place_as_attacker,
    "claims.spoken": _by_another,
    "claims.denied": _denial,
    "totals.metric": lambda: _total(metric=Metric.KILLED),
    "items.id": lambda: replace(ITEMS, claims=(*ITEMS.claims, ITEMS.claims[0].model_copy(update={"act": "reports"}))),
    "items.links": lambda: _casualty(incident_id="i99999"),
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


def test_the_people_of_another_count_go_to_a_person() -> None:
    first, second = ITEMS.casualties[:2]
    assert second.who.raw
    assert "quotes.who" in _rules(_swapped(first.model_copy(update={"who": second.who})))


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
    "totals.split": (
        "وقع 65 هجوماً منها 27 في العراق و28 في سوريا خلال العام الماضي.",
        "وقع 55 هجوماً منها 27 في العراق و28 في سوريا خلال العام الماضي.",
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
    "dates.clause", "links.anchor", "links.time",  # test_time_rules.py
    "casualties.unreal", "casualties.attack", "casualties.group",  # test_unreal_rules.py
    "incidents.sides", "places.elsewhere", "claims.act",  # test_sides_rules.py
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
