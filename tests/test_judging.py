"""States, the status of a record, and the mentions that nothing uses."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from extractor.arabic.scan import scan
from extractor.build import span
from extractor.drafting.grammar import draft_by_grammar
from extractor.judging import ATTACK, of_people, record_status, unused_mentions, with_states
from schemas.items import Items
from schemas.record import Finding, Level, Mention
from schemas.state import State

TEXT = (
    "قُتل ثلاثة جنود بقصف على مدينة الرقة أمس.\nوأصيب خمسة مدنيين بانفجار لغم في بلدة الميادين.\nوشهدت المنطقة 40 هجوماً."
)
SEEN = scan(TEXT, date(2024, 3, 20))
ITEMS = draft_by_grammar(SEEN, SEEN.attacks)


def _finding(item: str, level: Level) -> Finding:
    return Finding(item=item, field="", rule="r", rule_version=1, level=level, message="", span=None)


@pytest.mark.parametrize(
    ("levels", "state"),
    [
        ([], State.ACCEPTED),
        ([Level.NOTE], State.ACCEPTED),
        ([Level.NOTE, Level.REVIEW], State.REVIEW),
        ([Level.REVIEW, Level.REJECT], State.REJECTED),
        ([Level.REJECT, Level.REVIEW], State.REJECTED),
    ],
    ids=["none", "note", "review", "review then reject", "reject then review"],
)
def test_the_worst_finding_decides(levels: list[Level], state: State) -> None:
    name = ITEMS.casualties[0].id
    judged = with_states(ITEMS, [_finding(name, level) for level in levels])
    assert [i.state for i in judged.all() if i.id == name] == [state]
    assert all(i.state is State.ACCEPTED for i in judged.all() if i.id != name)


def _mention(kind: str, value: str | None) -> Mention:
    return Mention.model_validate({"type": kind, "raw": "x", "start": 0, "end": 1, "value": value})


@pytest.mark.parametrize(
    ("unused", "status"),
    [
        ([], "accepted"),
        ([("cue", "killed")], "review"),
        ([("cue", ATTACK)], "accepted"),
        ([("number", "3")], "accepted"),
        ([("place", None), ("date", None)], "accepted"),
    ],
    ids=["nothing", "a casualty", "an attack", "a number", "place and date"],
)
def test_only_unused_casualties_hold_a_record_back(unused: list[Any], status: str) -> None:
    assert record_status(ITEMS, [], [_mention(*u) for u in unused]) == status


def test_findings_on_the_whole_record_hold_it_back_unless_notes() -> None:
    assert record_status(ITEMS, [_finding("", Level.REVIEW)], []) == "review"
    assert record_status(ITEMS, [_finding("", Level.NOTE)], []) == "accepted"


def test_an_item_for_a_person_holds_the_record_back() -> None:
    findings = [_finding(ITEMS.casualties[0].id, Level.REVIEW)]
    assert record_status(with_states(ITEMS, findings), findings, []) == "review"


def test_with_no_items_everything_is_unused() -> None:
    unused = unused_mentions(SEEN, Items())
    cues = {(m.raw, m.value) for m in unused if m.type == "cue"}
    assert {("ثلاثة جنود", "killed"), ("خمسة مدنيين", "injured")} <= cues
    assert any(m.value == ATTACK and not of_people(m) for m in unused)
    assert {m.type for m in unused} == {"cue", "number", "date", "place"}
    assert [m.start for m in unused] == sorted(m.start for m in unused)
    assert all(TEXT[m.start : m.end] == m.raw for m in unused)


def test_what_items_hold_is_used() -> None:
    left = unused_mentions(SEEN, ITEMS)
    assert not [m for m in left if m.type == "cue"]
    assert {"ثلاثة", "أمس", "الرقة"}.isdisjoint(m.raw for m in left)


def test_a_wide_quote_does_not_use_what_it_runs_over() -> None:
    wide = [span(TEXT, 0, len(TEXT))]
    claims = tuple(c.model_copy(update={"evidence": wide}) for c in ITEMS.claims)
    incidents = tuple(i.model_copy(update={"evidence": wide, "places": [], "date": None}) for i in ITEMS.incidents)
    left = unused_mentions(SEEN, replace(Items(), incidents=incidents, claims=claims))
    kinds = {m.type for m in left}
    assert {"number", "date", "place"} <= kinds
    assert {m.value for m in left if m.type == "cue"} == {"killed", "injured"}


def test_a_count_told_again_is_used_by_the_item_that_it_repeats() -> None:
    first, second = ITEMS.casualties
    told_twice = first.model_copy(update={"evidence": [*first.evidence, second.count.evidence]})
    left = unused_mentions(SEEN, replace(ITEMS, casualties=(told_twice,)))
    assert not [m for m in left if m.type == "cue"]


def test_a_total_does_not_use_a_casualty() -> None:
    left = unused_mentions(SEEN, replace(ITEMS, casualties=()))
    assert {m.value for m in left if m.type == "cue"} == {"killed", "injured"}
