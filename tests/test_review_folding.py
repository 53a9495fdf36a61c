"""What decisions say together: undo, conflicts, later runs, and that order of unrelated ones does not matter."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reviewing import TEXT, Reviewer, draft, saved

from extractor import store
from extractor.errors import WrongChoice
from extractor.review.folding import CHANGED, GONE, REREAD, UNREAD, Standing, fold
from extractor.review.queue import doubtful
from schemas.casualty import Casualty
from schemas.decision import Decision, Verb
from schemas.incident import Incident
from schemas.quantity import Quantity
from schemas.record import Record
from schemas.state import State


@pytest.fixture
def ana(tmp_path: Path) -> Reviewer:
    return Reviewer(saved(tmp_path), "ana")


@pytest.fixture
def ben(ana: Reviewer) -> Reviewer:
    return Reviewer(ana.path, "ben")


def standing(reviewer: Reviewer, name: str) -> Standing:
    found = reviewer.look().folded.find(name)
    assert found is not None
    return found


def count(reviewer: Reviewer, name: str) -> Quantity:
    item = standing(reviewer, name).item
    assert isinstance(item, Casualty)
    return item.count


def lost(reviewer: Reviewer) -> list[tuple[Verb, str]]:
    return [(each.decision.verb, each.why) for each in reviewer.look().folded.lost]


def test_a_verdict_decides(ana: Reviewer) -> None:
    made = ana.do(Verb.REJECT, "k103", reason="told as fiction")
    assert standing(ana, "k103").decided == made
    assert standing(ana, "k123").decided is None


def test_the_last_verdict_of_one_who_saw_the_other_holds(ana: Reviewer, ben: Reviewer) -> None:
    ana.do(Verb.REJECT, "k103")
    made = ben.do(Verb.ACCEPT, "k103")
    assert standing(ana, "k103").decided == made


def test_undo_gives_back_what_was_before(ana: Reviewer) -> None:
    first = ana.do(Verb.ACCEPT, "k103")
    second = ana.do(Verb.REJECT, "k103")
    ana.do(Verb.UNDO, "k103", target=second.id)
    assert standing(ana, "k103").decided == first
    ana.do(Verb.UNDO, "k103", target=first.id)
    assert standing(ana, "k103").decided is None


def test_an_undo_can_be_undone(ana: Reviewer) -> None:
    made = ana.do(Verb.ACCEPT, "k103")
    undo = ana.do(Verb.UNDO, "k103", target=made.id)
    ana.do(Verb.UNDO, "k103", target=undo.id)
    assert standing(ana, "k103").decided == made


def test_nothing_is_undone_twice(ana: Reviewer) -> None:
    made = ana.do(Verb.ACCEPT, "k103")
    ana.do(Verb.UNDO, "k103", target=made.id)
    with pytest.raises(WrongChoice, match="undone already"):
        ana.do(Verb.UNDO, "k103", target=made.id)


def test_a_correction_is_read_from_its_words(ana: Reviewer) -> None:
    ana.do(Verb.CORRECT, "k174", target="count", words=ana.words("خمسة"))
    found = count(ana, "k174")
    assert (found.low, found.high, found.raw) == (5, 5, "خمسة آخرين")
    assert TEXT[found.evidence.start : found.evidence.end] == found.raw


def test_a_verdict_on_a_value_that_was_undone_is_lost(ana: Reviewer) -> None:
    correction = ana.do(Verb.CORRECT, "k174", target="count", words=ana.words("خمسة"))
    ana.do(Verb.ACCEPT, "k174")
    ana.do(Verb.UNDO, "k174", target=correction.id)
    assert standing(ana, "k174").decided is None
    assert lost(ana) == [(Verb.ACCEPT, CHANGED)]


CLASHES: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "accept, reject": ({"verb": Verb.ACCEPT}, {"verb": Verb.REJECT}, True),
    "accept, accept": ({"verb": Verb.ACCEPT}, {"verb": Verb.ACCEPT}, False),
    "accept, correct": ({"verb": Verb.ACCEPT}, {"verb": Verb.CORRECT, "target": "harm", "value": "injured"}, True),
    "two values": (
        {"verb": Verb.CORRECT, "target": "harm", "value": "missing"},
        {"verb": Verb.CORRECT, "target": "harm", "value": "injured"},
        True,
    ),
    "one value": (
        {"verb": Verb.CORRECT, "target": "harm", "value": "injured"},
        {"verb": Verb.CORRECT, "target": "harm", "value": "injured"},
        False,
    ),
    "two fields": (
        {"verb": Verb.CORRECT, "target": "harm", "value": "injured"},
        {"verb": Verb.CORRECT, "target": "group", "value": "mixed"},
        False,
    ),
    "a note": ({"verb": Verb.ACCEPT}, {"verb": Verb.NOTE, "reason": "?"}, False),
}


@pytest.mark.parametrize("clash", CLASHES.values(), ids=CLASHES.keys())
def test_two_who_did_not_see_each_other(
    ana: Reviewer, ben: Reviewer, clash: tuple[dict[str, Any], dict[str, Any], bool]
) -> None:
    first, second = ana.ask(item="k103", **clash[0]), ben.ask(item="k103", **clash[1])
    found = standing(ana, "k103")
    assert found.conflicts == (((first, second),) if clash[2] else ())
    if clash[2]:
        assert found.decided is None
        assert lost(ana) == []


def test_a_conflict_is_settled_by_one_who_saw_both(ana: Reviewer, ben: Reviewer) -> None:
    ana.ask(Verb.ACCEPT, "k103")
    ben.ask(Verb.REJECT, "k103")
    made = ben.do(Verb.REJECT, "k103")
    found = standing(ana, "k103")
    assert (found.conflicts, found.decided) == ((), made)


def test_a_conflict_is_settled_by_an_undo(ana: Reviewer, ben: Reviewer) -> None:
    first, second = ana.ask(Verb.ACCEPT, "k103"), ben.ask(Verb.REJECT, "k103")
    ana.do(Verb.UNDO, "k103", target=first.id)
    assert standing(ana, "k103").decided == second


def test_the_first_of_two_values_stands_until_the_conflict_is_settled(ana: Reviewer, ben: Reviewer) -> None:
    ana.ask(Verb.CORRECT, "k174", target="count", words=ana.words("خمسة"))
    ben.ask(Verb.CORRECT, "k174", target="count", words=ben.words("ثلاثة"))
    assert count(ana, "k174").low == 5


def test_a_page_of_another_record_is_refused(ana: Reviewer) -> None:
    store.save(ana.path.parent, _with_count(draft(), "k103", 9), TEXT, None)
    with pytest.raises(WrongChoice, match="changed since"):
        ana.ask(Verb.ACCEPT, "k103")


def _with_count(record: Record, name: str, low: int) -> Record:
    def changed(item: Casualty) -> Casualty:
        count = item.count.model_copy(update={"low": low, "high": low})
        return item.model_copy(update={"count": count}) if item.id == name else item

    return record.model_copy(update={"casualties": [changed(item) for item in record.casualties]})


def test_a_later_run_with_other_ids_and_order_keeps_decisions(ana: Reviewer) -> None:
    made = ana.do(Verb.ACCEPT, "k103")
    record = draft()
    renamed = [item.model_copy(update={"id": f"{item.id}.2"}) for item in reversed(record.casualties)]
    store.save(ana.path.parent, record.model_copy(update={"casualties": renamed}), TEXT, None)
    assert standing(ana, "k103.2").decided == made
    assert lost(ana) == []


def test_a_later_run_with_another_value_loses_the_verdict(ana: Reviewer) -> None:
    ana.do(Verb.ACCEPT, "k103")
    store.save(ana.path.parent, _with_count(draft(), "k103", 9), TEXT, None)
    assert standing(ana, "k103").decided is None
    assert lost(ana) == [(Verb.ACCEPT, CHANGED)]


def test_a_later_run_with_another_value_keeps_the_correction(ana: Reviewer) -> None:
    ana.do(Verb.CORRECT, "k103", target="count", words=ana.words("خمسة"))
    store.save(ana.path.parent, _with_count(draft(), "k103", 9), TEXT, None)
    assert count(ana, "k103").low == 5
    assert lost(ana) == []


def test_a_later_run_without_the_item_loses_what_was_accepted_and_not_what_was_rejected(ana: Reviewer) -> None:
    ana.do(Verb.ACCEPT, "k103")
    ana.do(Verb.REJECT, "k174")
    store.save(ana.path.parent, draft().model_copy(update={"casualties": []}), TEXT, None)
    assert lost(ana) == [(Verb.ACCEPT, GONE)]


def test_a_later_run_with_findings_alone_keeps_all(ana: Reviewer) -> None:
    made = ana.do(Verb.ACCEPT, "k103")
    record = draft()
    states = [item.model_copy(update={"state": State.REVIEW}) for item in record.casualties]
    store.save(ana.path.parent, record.model_copy(update={"casualties": states}), TEXT, None)
    assert standing(ana, "k103").decided == made


def test_an_added_item_that_a_later_run_finds_is_one(ana: Reviewer) -> None:
    record = draft()
    store.save(ana.path.parent, record.model_copy(update={"aggregates": []}), TEXT, None)
    made = ana.do(Verb.ADD, target="aggregates", words=ana.words("7"))
    assert standing(ana, "a245").decided == made
    store.save(ana.path.parent, record, TEXT, None)
    assert [s.item.id for s in ana.look().folded.standings if s.kind == "aggregates"] == ["a245"]
    assert standing(ana, "a245").decided == made


def test_an_added_item_keeps_its_decisions_and_goes_with_its_undo(ana: Reviewer) -> None:
    made = ana.do(Verb.ADD, target="incidents", words=ana.words("نزحوا"), value="other")
    assert made.item is not None
    name = made.item.id
    ana.do(Verb.CORRECT, name, target="places", words=ana.words("إدلب"))
    ana.do(Verb.CORRECT, "k174", target="incident_id", value=name)
    found = standing(ana, name).item
    assert isinstance(found, Incident)
    assert [place.raw for place in found.places] == ["إدلب"]
    ana.do(Verb.UNDO, name, target=made.id)
    assert ana.look().folded.find(name) is None
    assert lost(ana) == [(Verb.CORRECT, UNREAD)]


@pytest.mark.parametrize(
    ("verdict", "stays"), [(Verb.ACCEPT, False), (Verb.REJECT, True)], ids=["accepted waits", "rejected stays"]
)
def test_an_item_whose_correction_is_lost_is_not_decided_by_what_stood_before_it(
    ana: Reviewer, verdict: Verb, stays: bool
) -> None:
    for linked in ("i35", "c20"):
        ana.do(Verb.ACCEPT, linked)
    ana.do(verdict, "k103")
    ana.do(Verb.CORRECT, "k103", target="count", words=ana.words("4 مدنيين"))
    assert standing(ana, "k103").decided
    shifted = f"عاجل\n{TEXT}"
    saved(ana.path.parent, draft(shifted), shifted)
    found = standing(ana, "k108")
    assert (bool(found.decided), lost(ana)) == (stays, [(Verb.CORRECT, UNREAD)])
    assert doubtful(ana.page.record, ana.page.folded) == (set() if stays else {"k108"})
    again = ana.do(Verb.ACCEPT, "k108")
    assert standing(ana, "k108").decided == again


def test_a_correction_that_a_file_by_hand_bends_is_lost(ana: Reviewer) -> None:
    made = ana.do(Verb.CORRECT, "k174", target="count", words=ana.words("خمسة"))
    page = ana.page
    assert isinstance(made.new, dict)
    bent = made.model_copy(update={"new": made.new | {"low": 900, "high": 900}})
    folded = fold(page.stored, page.sha256, page.text, [bent])
    assert [each.why for each in folded.lost] == [REREAD]
    found = folded.find("k174")
    assert found is not None
    assert found.item == next(k for k in page.stored.casualties if k.id == "k174")


ASKED: list[dict[str, Any]] = [
    {"verb": Verb.ACCEPT, "item": "k103"},
    {"verb": Verb.REJECT, "item": "k123"},
    {"verb": Verb.CORRECT, "item": "k174", "target": "harm", "value": "injured"},
    {"verb": Verb.CORRECT, "item": "i35", "target": "role", "value": "background"},
    {"verb": Verb.NOTE, "item": "c20", "reason": "?"},
    {"verb": Verb.ACCEPT, "item": "a245"},
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(ASKED))))
def test_decisions_on_different_items_say_the_same_in_any_order(
    order: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    ana = Reviewer(saved(tmp_path_factory.mktemp("r")))
    made: list[Decision] = [ana.ask(**asked) for asked in ASKED]
    page = ana.page
    folded = fold(page.stored, page.sha256, page.text, [made[n] for n in order])
    assert folded == fold(page.stored, page.sha256, page.text, made)
