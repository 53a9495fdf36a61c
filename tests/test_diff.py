"""Diff: nothing where only order or ids differ, each kind of change told once, all of them make the other record."""

from typing import Any

import factory
import pytest
from diff_cases import OLD, applied, changed_records, compared, ordered, renamed_and_shuffled, with_item
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.diff.changes import Change, ChangeKind, diff_records
from schemas.base import Span
from schemas.casualty import Harm
from schemas.items import KINDS
from schemas.record import Record, RecordStatus
from schemas.state import State


def changes(old: Record | None, new: Record | None) -> list[Change]:
    return [change for differing in diff_records(old, new) for change in differing.changes]


@pytest.mark.parametrize("record", [OLD, factory.failed(), None], ids=["record", "failed", "none"])
def test_a_record_does_not_differ_from_itself(record: Record | None) -> None:
    assert diff_records(record, record) == []


@settings(deadline=None)
@given(changed_records(), st.integers(0, 10_000))
def test_order_and_ids_do_not_matter(record: Record, seed: int) -> None:
    other = renamed_and_shuffled(record, seed)
    assert diff_records(record, other) == []
    assert diff_records(other, record) == []


@settings(max_examples=200, deadline=None)
@given(changed_records(), changed_records())
def test_the_changes_turn_one_record_into_the_other(old: Record, new: Record) -> None:
    assert applied(diff_records(old, new), old, new) == ordered(compared(new, {}))


@settings(deadline=None)
@given(changed_records(), changed_records(), st.integers(0, 10_000))
def test_the_changes_are_the_same_in_any_order_and_under_any_ids(old: Record, new: Record, seed: int) -> None:
    there = renamed_and_shuffled(new, seed)
    assert sorted(map(_kinds, changes(old, new))) == sorted(map(_kinds, changes(old, there)))


def _kinds(change: Change) -> tuple[str, str]:
    return change.kind, change.field


CHANGED = [
    ("number", with_item("casualties", 0, count=OLD.casualties[0].count.model_copy(update={"low": 9})), "count"),
    ("harm", with_item("casualties", 1, harm=Harm.INJURED), "harm"),
    ("link", with_item("casualties", 1, incident_id="i105"), "incident_id"),
    ("date", with_item("incidents", 0, date=None), "date"),
    ("place", with_item("incidents", 1, places=OLD.incidents[1].places[:1]), "places"),
    ("about", with_item("claims", 0, about=[]), "about"),
    ("title", OLD.model_copy(update={"article": factory.article(title="عنوان")}), "article.title"),
]


@pytest.mark.parametrize(("new", "field"), [row[1:] for row in CHANGED], ids=[row[0] for row in CHANGED])
def test_one_changed_value_is_one_change_and_back(new: Record, field: str) -> None:
    (change,) = changes(OLD, new)
    (back,) = changes(new, OLD)
    assert (change.kind, change.field) == (ChangeKind.VALUE, field)
    assert (back.old, back.new) == (change.new, change.old)


FIVE = OLD.casualties[2].count
ELSEWHERE = Span(start=FIVE.evidence.start + 6, end=FIVE.evidence.end + 6, quote=FIVE.raw)
ACTOR = OLD.incidents[0].attackers[0]
SHORTER = Span(start=ACTOR.evidence.start, end=ACTOR.evidence.start + 7, quote=ACTOR.raw[:7])
MOVED = {
    "the same number elsewhere": ("casualties", 2, {"count": FIVE.model_copy(update={"evidence": ELSEWHERE})}),
    "the same number in other words": (
        "casualties", 2,
        {"count": FIVE.model_copy(update={"raw": "5", "evidence": Span(start=3, end=4, quote="5")})},
    ),
    "the evidence of an item": ("claims", 0, {"evidence": OLD.incidents[0].evidence}),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "at", "update"), MOVED.values(), ids=MOVED.keys())
def test_the_same_value_at_other_words_is_evidence_that_moved(kind: str, at: int, update: dict[str, Any]) -> None:
    (change,) = changes(OLD, with_item(kind, at, **update))
    assert (change.kind, change.field) == (ChangeKind.EVIDENCE, next(iter(update)))


def test_other_words_of_which_nothing_was_read_are_another_value() -> None:
    named = ACTOR.model_copy(update={"raw": SHORTER.quote, "evidence": SHORTER})
    (change,) = changes(OLD, with_item("incidents", 0, attackers=[named]))
    assert (change.kind, change.field) == (ChangeKind.VALUE, "attackers")


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (with_item("claims", 0, state=State.REVIEW), "state"),
        (OLD.model_copy(update={"status": RecordStatus.ACCEPTED}), "status"),
    ],
    ids=["item", "record"],
)
def test_a_changed_state_is_told_as_such(new: Record, field: str) -> None:
    (change,) = changes(OLD, new)
    assert (change.kind, change.field, change.old != change.new) == (ChangeKind.STATE, field, True)


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_is_removed_or_added(kind: str) -> None:
    item = getattr(OLD, kind)[0]
    without = OLD.model_copy(update={kind: getattr(OLD, kind)[1:]})
    (gone,) = (each for each in changes(OLD, without) if each.kind is ChangeKind.REMOVED)
    (come,) = (each for each in changes(without, OLD) if each.kind is ChangeKind.ADDED)
    assert (gone.field, gone.new, come.field, come.old) == ("", None, "", None)
    assert come.new == gone.old == item.model_dump(mode="json")


def test_a_finding_appears_and_goes() -> None:
    without = OLD.model_copy(update={"findings": OLD.findings[1:]})
    (gone,), (come,) = diff_records(OLD, without), diff_records(without, OLD)
    assert gone.new
    assert gone.new.id == OLD.findings[0].item
    assert [each.kind for each in (*gone.changes, *come.changes)] == [
        ChangeKind.FINDING_GONE,
        ChangeKind.FINDING_APPEARED,
    ]
    assert gone.changes[0].old == come.changes[0].new == OLD.findings[0].model_dump(mode="json")


def test_a_finding_of_an_item_that_is_nowhere_is_told() -> None:
    stray = OLD.findings[0].model_copy(update={"item": "c1"})
    (differing,) = diff_records(OLD, OLD.model_copy(update={"findings": [*OLD.findings, stray]}))
    assert (differing.table, differing.changes[0].kind) == ("", ChangeKind.FINDING_APPEARED)


def test_a_tie_to_an_item_that_is_gone_is_not_one_to_another_of_its_id() -> None:
    first, second = OLD.incidents
    old = OLD.model_copy(update={"incidents": [first]})
    old = with_item("casualties", 1, old, incident_id="i105")
    other = second.model_copy(update={"id": "i105"})
    new = old.model_copy(update={"incidents": [other]})
    ties = [each for each in changes(old, new) if each.field == "incident_id"]
    assert {(each.old, each.new) for each in ties} == {("i105 (gone)", "i105")}


def test_a_record_of_another_text_is_compared_by_its_words() -> None:
    text = f"عاجل: {factory.TEXT}"

    def shifted(value: object) -> object:
        if isinstance(value, dict):
            again = {key: shifted(each) for key, each in value.items()}
            here = {"quote", "raw"} & value.keys() and isinstance(value.get("start"), int)
            return again | {"start": value["start"] + 6, "end": value["end"] + 6} if here else again
        return [shifted(each) for each in value] if isinstance(value, list) else value

    dumped = OLD.model_dump(mode="json") | {"article": factory.article(text).model_dump(mode="json")}
    (change,) = changes(OLD, Record.model_validate(shifted(dumped)))
    assert change.field == "article.sha256"


def test_what_a_record_was_made_with_is_no_difference() -> None:
    made = OLD.provenance.model_copy(update={"model": "another", "rules_version": "2"})
    ruled = [each.model_copy(update={"rule_version": 7}) for each in OLD.findings]
    assert changes(OLD, OLD.model_copy(update={"provenance": made, "findings": ruled})) == []


@pytest.mark.parametrize(("old", "new"), [(OLD, None), (None, OLD)], ids=["removed", "added"])
def test_a_record_on_one_side_alone_is_told_whole(old: Record | None, new: Record | None) -> None:
    (change,) = changes(old, new)
    kind = ChangeKind.REMOVED if new is None else ChangeKind.ADDED
    assert (change.kind, change.field, change.old or change.new) == (kind, "record", "review")


def test_items_that_share_an_id_are_told_apart() -> None:
    first, second = OLD.casualties[:2]
    old = OLD.model_copy(update={"casualties": [first, second.model_copy(update={"id": first.id})], "findings": []})
    (change,) = changes(old, with_item("casualties", 0, old, state=State.REJECTED))
    assert (change.kind, change.new) == (ChangeKind.STATE, "rejected")
