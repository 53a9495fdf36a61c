"""Pairs of items: by evidence first, then by meaning; ids and order say nothing."""

import random

import factory
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.diff.matching import names_of, pairs
from schemas.base import Span
from schemas.casualty import Harm
from schemas.items import KINDS
from schemas.record import Record

OLD = factory.record()


def shuffled(record: Record, seed: int) -> Record:
    order = random.Random(seed)
    return record.model_copy(update={kind: order.sample(items := getattr(record, kind), len(items)) for kind in KINDS})


def moved(record: Record, by: int) -> Record:
    """The record of a text with `by` more characters in front: the same words elsewhere."""

    def shift(value: object) -> object:
        if isinstance(value, dict):
            again = {key: shift(each) for key, each in value.items()}
            if {"start", "end", "quote"} <= value.keys():
                again |= {"start": value["start"] + by, "end": value["end"] + by}
            return again
        return [shift(each) for each in value] if isinstance(value, list) else value

    changed = Record.model_validate(shift(record.model_dump(mode="json")))
    return changed.model_copy(update={"article": record.article.model_copy(update={"sha256": "f" * 64})})


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_every_item_pairs_with_itself_in_any_order(seed: int) -> None:
    found = pairs(OLD, shuffled(OLD, seed))
    assert all(pair.old == pair.new and pair.shared == 1 for pair in found)
    assert len(found) == sum(len(getattr(OLD, kind)) for kind in KINDS)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.data())
def test_each_item_stands_in_exactly_one_pair(seed: int, data: st.DataObject) -> None:
    new = shuffled(OLD, seed)
    for kind in KINDS:
        keep = data.draw(st.integers(0, len(getattr(new, kind))))
        new = new.model_copy(update={kind: getattr(new, kind)[:keep]})
    found = pairs(OLD, new)
    for kind in KINDS:
        mine = [pair for pair in found if pair.kind == kind]
        assert sorted(pair.old.id for pair in mine if pair.old) == sorted(each.id for each in getattr(OLD, kind))
        assert [pair.new.id for pair in mine if pair.new] == [each.id for each in getattr(new, kind)]


def test_evidence_goes_over_values() -> None:
    first, second = OLD.casualties[0], OLD.casualties[1]
    changed = first.model_copy(update={"harm": Harm.INJURED, "count": second.count, "id": "c1"})
    new = OLD.model_copy(update={"casualties": [changed, *OLD.casualties[1:]]})
    assert names_of(pairs(OLD, new))[first.id] == "c1"


def test_the_same_fact_in_other_words_pairs_and_shares_nothing() -> None:
    first = OLD.casualties[0]
    elsewhere = first.model_copy(update={"evidence": [Span(start=3000, end=3003, quote="abc")], "id": "c3000"})
    new = OLD.model_copy(update={"casualties": [elsewhere, *OLD.casualties[1:]]})
    (pair,) = (pair for pair in pairs(OLD, new) if pair.new == elsewhere)
    assert (pair.old, pair.shared) == (first, 0)


def test_in_another_text_words_pair_wherever_they_stand() -> None:
    new = moved(OLD, 40)
    assert all(pair.old and pair.new and (pair.old.id, pair.shared) == (pair.new.id, 1) for pair in pairs(OLD, new))


def test_twins_are_told_apart_by_what_they_refer_to() -> None:
    one = OLD.casualties[1]
    other = one.model_copy(update={"id": "c890.2", "incident_id": "i105"})
    old = OLD.model_copy(update={"casualties": [one, other]})
    new = OLD.model_copy(update={"casualties": [other, one]})
    assert names_of(pairs(old, new))["c890.2"] == "c890.2"
