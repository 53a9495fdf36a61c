"""Diff: nothing where only order or ids differ, and each kind of change told once."""

import random
from typing import Any

import factory
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.diff.changes import Change, ChangeKind, diff_folders, diff_records
from schemas.casualty import Harm
from schemas.items import KINDS
from schemas.record import Record, RecordStatus
from schemas.state import State

OLD = factory.record()


def with_item(kind: str, index: int, **changes: Any) -> Record:
    items = list(getattr(OLD, kind))
    items[index] = items[index].model_copy(update=changes)
    return OLD.model_copy(update={kind: items})


def renamed_and_shuffled(record: Record, seed: int) -> Record:
    """The same meaning under other ids and in another order."""
    content = record.model_dump_json()
    for number, item in enumerate(item for kind in KINDS for item in getattr(record, kind)):
        content = content.replace(f'"{item.id}"', f'"{item.id[0]}9{number}.2"')
    other = Record.model_validate_json(content)
    order = random.Random(seed)
    return other.model_copy(
        update={kind: order.sample(items := getattr(other, kind), len(items)) for kind in (*KINDS, "findings")}
    )


@pytest.mark.parametrize("record", [OLD, factory.failed(), None], ids=["record", "failed", "none"])
def test_a_record_does_not_differ_from_itself(record: Record | None) -> None:
    assert diff_records(record, record) == []


@given(st.integers(0, 10_000))
def test_order_and_ids_do_not_matter(seed: int) -> None:
    other = renamed_and_shuffled(OLD, seed)
    assert diff_records(OLD, other) == []
    assert diff_records(other, OLD) == []


@given(st.integers(0, 10_000))
def test_items_with_the_same_words_pair_with_their_twins(seed: int) -> None:
    first = OLD.casualties[1]
    twin = first.model_copy(update={"id": "c890.2", "cumulative": True})
    record = OLD.model_copy(update={"casualties": [*OLD.casualties, twin]})
    assert diff_records(record, renamed_and_shuffled(record, seed)) == []


CHANGED = [
    ("number", with_item("casualties", 0, count=OLD.casualties[0].count.model_copy(update={"low": 9})), "count.low"),
    ("harm", with_item("casualties", 1, harm=Harm.INJURED), "harm"),
    ("link", with_item("casualties", 1, incident_id="i105"), "incident_id"),
    ("date", with_item("incidents", 0, date=None), "date"),
    ("place", with_item("incidents", 1, places=OLD.incidents[1].places[:1]), "places"),
    ("about", with_item("claims", 0, about=[]), "about"),
    ("status", OLD.model_copy(update={"status": RecordStatus.ACCEPTED}), "status"),
]


@pytest.mark.parametrize(("new", "field"), [row[1:] for row in CHANGED], ids=[row[0] for row in CHANGED])
def test_one_changed_value_is_one_change_and_back(new: Record, field: str) -> None:
    (change,) = diff_records(OLD, new)
    (back,) = diff_records(new, OLD)
    assert (change.kind, change.field) == (ChangeKind.CHANGED, field)
    assert (back.old, back.new) == (change.new, change.old)


def test_a_changed_state_is_told_as_such() -> None:
    (change,) = diff_records(OLD, with_item("claims", 0, state=State.REVIEW))
    assert change == Change(factory.ARTICLE_ID, ChangeKind.STATE, "k541", "state", "accepted", "review")


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_is_removed_or_added(kind: str) -> None:
    item = getattr(OLD, kind)[0]
    without = OLD.model_copy(update={kind: getattr(OLD, kind)[1:]})
    (gone,) = diff_records(OLD, without)
    (come,) = diff_records(without, OLD)
    assert (gone.kind, gone.item, gone.new) == (ChangeKind.REMOVED, item.id, None)
    assert (come.kind, come.item, come.old) == (ChangeKind.ADDED, item.id, None)
    assert come.new == gone.old == item.model_dump(mode="json")


def test_a_finding_appears_and_goes() -> None:
    without = OLD.model_copy(update={"findings": OLD.findings[1:]})
    (gone,) = diff_records(OLD, without)
    (come,) = diff_records(without, OLD)
    assert (gone.kind, come.kind) == (ChangeKind.FINDING_GONE, ChangeKind.FINDING_APPEARED)
    assert gone.old == come.new == "review totals.incident: The text also gives six injured for this attack."


def test_folders_compare_by_article() -> None:
    failed = factory.failed()
    changes = diff_folders({"a": OLD, "b": OLD}, {"b": OLD, "c": failed})
    assert [(change.kind, change.old, change.new) for change in changes] == [
        (ChangeKind.REMOVED, "review", None),
        (ChangeKind.ADDED, None, "failed"),
    ]
