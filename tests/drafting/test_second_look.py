"""What the checks doubt is put back once: an answer counts where they doubt less then, and accepted items stay.

The texts are the project's own; in each, one field of what grammar drafts is made wrong, as a model might have it.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from extractor.arabic.scan import scan
from extractor.drafting.asking import Question
from extractor.drafting.drafted import Drafted, with_item
from extractor.drafting.faults import Faults, better
from extractor.drafting.grammar import draft_by_grammar
from extractor.drafting.put_back import put_back
from extractor.drafting.reading import Reader
from extractor.drafting.repeats import merged
from extractor.drafting.second_look import second_look
from extractor.errors import BadAnswer
from extractor.judging import with_states
from extractor.prompting import load_prompt
from extractor.validators.rules import check
from schemas.casualty import Group
from schemas.items import Items
from schemas.record import Finding, Level
from schemas.state import State

T = TypeVar("T", bound=BaseModel)
TEXT = (
    "قتل ثلاثة جنود في غارة جوية على مدينة الرقة أمس الثلاثاء.\n"
    "وقال المرصد السوري إن خمسة مدنيين أصيبوا في قصف مدفعي على بلدة الميادين الأحد.\n"
    "وقتل 61 شخصاً في هجمات مماثلة منذ مطلع العام."
)
SEEN = scan(TEXT, date(2024, 3, 20))
ITEMS = merged(draft_by_grammar(SEEN, SEEN.attacks))


class Chooser:
    """Answers by a function of the offered answers; keeps the questions."""

    def __init__(self, choose: Callable[[str, list[str]], str | None]) -> None:
        self.choose = choose
        self.asked: list[Question[Any]] = []

    async def ask(self, question: Question[T]) -> T:
        self.asked.append(question)
        offered = question.model.model_json_schema()["properties"]["answer"]
        answer = self.choose(question.messages[-1]["content"], offered.get("enum") or [offered["const"]])
        if answer is None:
            raise BadAnswer("nothing usable came")
        return question.model.model_validate({"answer": answer})


def meaning(words: str) -> Callable[[str, list[str]], str | None]:
    """The answer whose listed words are these, or the answer itself."""

    def choose(asked: str, offered: list[str]) -> str | None:
        listed = dict(re.findall(r"(\d+): «([^»]*)»", asked.rpartition("\n")[2]))
        return next((n for n, each in listed.items() if words in each), words if words in offered else None)

    return choose


def look(items: Items, choose: Callable[[str, list[str]], str | None], rounds: int = 1) -> tuple[Drafted, Chooser]:
    asker = Chooser(choose)
    reader = Reader(SEEN, asker, {s.id: SEEN.sentences for s in SEEN.sentences})
    given = {item.id: 1 for item in items.all()}
    return asyncio.run(second_look(reader, Drafted(items, (), given), rounds)), asker


def states(items: Items) -> dict[str, State]:
    return {item.id: item.state for item in with_states(items, check(SEEN, items)).all()}


def changed(kind: str, at: int, **update: Any) -> Items:
    item = getattr(ITEMS, kind)[at]
    return with_item(ITEMS, item.model_copy(update=update), {item.id})


def _wrong() -> dict[str, tuple[str, Items, str, str]]:
    raqqa, mayadin = ITEMS.incidents[:2]
    claim = ITEMS.claims[0]
    raqqa_place, mayadin_place = raqqa.places[0], mayadin.places[0]
    who = ITEMS.casualties[0].who.model_copy(update={"group": Group.CIVILIAN})
    wrong = claim.speaker.model_copy(update={"raw": raqqa_place.raw, "evidence": raqqa_place.evidence})
    return {  # the kind of question, the items, the answer by its words, the list of the wrong item
        "attack": ("which", changed("casualties", 1, incident_id=raqqa.id), "قصف مدفعي", "casualties"),
        "group": ("people", changed("casualties", 0, who=who), "military", "casualties"),
        "toll": ("toll", changed("casualties", 2, cumulative=False, incident_id=raqqa.id), "several", "casualties"),
        "speaker": ("speaker", changed("claims", 0, speaker=wrong), "المرصد السوري", "claims"),
        "place": ("place", changed("incidents", 0, places=[mayadin_place]), "الرقة", "incidents"),
        "no place": ("place", changed("incidents", 0, places=[], date=None), "الرقة", "incidents"),
        "date": ("date", changed("incidents", 0, date=mayadin.date), "أمس", "incidents"),
    }


WRONG = _wrong()


def test_grammar_alone_leaves_nothing_to_ask() -> None:
    drafted, asker = look(ITEMS, meaning("none"))
    assert set(states(ITEMS).values()) == {State.ACCEPTED}
    assert drafted.items == ITEMS
    assert not asker.asked


@pytest.mark.parametrize("name", WRONG)
def test_a_right_answer_settles_the_doubt(name: str) -> None:
    kind, items, words, field = WRONG[name]
    drafted, asker = look(items, meaning(words))
    assert [q.key.partition(":")[0] for q in asker.asked] == [kind]
    assert all(q.key.endswith("#2") and q.attempt == 2 for q in asker.asked)
    assert set(states(drafted.items).values()) == {State.ACCEPTED}
    assert [(f.rule, f.level) for f in drafted.findings] == [("drafting.settled", Level.NOTE)]
    assert [n for n in drafted.given.values() if n != 1] == [2]
    assert getattr(drafted.items, field) != getattr(items, field)


@pytest.mark.parametrize("name", WRONG)
def test_an_answer_that_betters_nothing_is_not_taken(name: str) -> None:
    _, items, _, _ = WRONG[name]
    for at in range(5):

        def choose(_: str, offered: list[str], at: int = at) -> str | None:
            return offered[at] if at < len(offered) else None

        drafted, _ = look(items, choose)
        better = states(drafted.items) != states(items)
        assert better or drafted.items == items
        assert better or not drafted.findings


@pytest.mark.parametrize("rounds", [0, 1, 3])
def test_the_same_question_is_not_asked_twice(rounds: int) -> None:
    _, asker = look(WRONG["attack"][1], lambda *_: None, rounds)
    assert len(asker.asked) == min(rounds, 1)


def offered_by(asker: Chooser) -> list[list[str]]:
    return [re.findall("«([^»]*)»", q.messages[-1]["content"].rpartition("\n")[2])[:-1] for q in asker.asked]


def test_words_that_stand_twice_are_offered_once() -> None:
    """Which of two equal answers is meant nobody could tell."""
    text = "قصفت طائرات الرقة الأحد والميادين والميادين الأحد."
    seen = scan(text, date(2024, 3, 20))
    items = merged(draft_by_grammar(seen, seen.attacks))
    (item,) = items.incidents
    doubt = Finding(
        item=item.id, field="places", rule="r", rule_version=1, level=Level.REVIEW, message="", span=item.evidence[0]
    )
    bare = item.model_copy(update={"places": []})
    asker = Chooser(lambda *_: None)
    asyncio.run(put_back(Reader(seen, asker, {s.id: seen.sentences for s in seen.sentences}), items, bare, doubt))
    assert offered_by(asker) == [["الرقة", "الميادين"]]


def test_attacks_told_in_the_same_words_are_offered_once() -> None:
    raqqa, mayadin = ITEMS.incidents[:2]
    twin = mayadin.model_copy(update={"id": f"{mayadin.id}.2"})
    items = replace(changed("casualties", 1, incident_id=raqqa.id), incidents=(*ITEMS.incidents, twin))
    _, asker = look(items, lambda *_: None)
    (words,) = offered_by(asker)
    assert mayadin.evidence[0].quote in words
    assert len(words) == len(set(words))


def test_the_name_that_an_attack_has_already_is_not_offered_as_another_place() -> None:
    _, asker = look(WRONG["place"][1], lambda *_: None)
    (words,) = offered_by(asker)
    assert "الرقة" in " ".join(words)
    assert not [w for w in words if "الميادين" in w]


def _doubt(rule: str, field: str = "incident_id", level: Level = Level.REVIEW) -> Finding:
    item = ITEMS.casualties[1]
    return Finding(
        item=item.id, field=field, rule=rule, rule_version=1, level=level, message=rule, span=item.count.evidence
    )


STANDS = {  # the findings before, those after the answer, and the doubts that were settled
    "settled": ([_doubt("a")], [], ["a"]),
    "another went": ([_doubt("a"), _doubt("b")], [_doubt("a")], []),
    "milder": ([_doubt("a", level=Level.REJECT)], [_doubt("a")], []),
    "turned into a milder one": ([_doubt("a", level=Level.REJECT)], [_doubt("b")], ["a"]),
    "a note is left": ([_doubt("a")], [_doubt("a", level=Level.NOTE)], ["a"]),
}


@pytest.mark.parametrize(("before", "after", "settled"), STANDS.values(), ids=STANDS)
def test_what_is_said_to_be_settled_no_check_doubts(
    before: list[Finding], after: list[Finding], settled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that leaves the doubt it was asked about is not taken, even where another doubt went with it."""
    monkeypatch.setattr("extractor.drafting.second_look.check", lambda _, items: before if items == ITEMS else after)
    drafted, asker = look(ITEMS, meaning("غارة جوية"))
    assert len(asker.asked) == 1
    assert [f.message for f in drafted.findings] == [f"A second question settled {rule}: {rule}" for rule in settled]
    assert (drafted.items != ITEMS) is bool(settled)


def test_a_doubt_that_another_answer_settled_is_not_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    second, first = (k.id for k in ITEMS.casualties[:2])
    both = [_doubt("a").model_copy(update={"item": name}) for name in (first, second)]
    left = [_doubt("b", "harm").model_copy(update={"item": second})]
    monkeypatch.setattr("extractor.drafting.second_look.check", lambda _, items: both if items == ITEMS else left)
    _, asker = look(ITEMS, meaning("غارة جوية"))
    assert [q.key.split(":")[1] for q in asker.asked] == [str(ITEMS.casualties[1].count.evidence.start)]


BETTER: dict[str, tuple[Faults, Faults, bool]] = {
    "settled": ({"a": (0, 1)}, {}, True),
    "milder": ({"a": (1, 0)}, {"a": (0, 1)}, True),
    "fewer": ({"a": (0, 2)}, {"a": (0, 1)}, True),
    "the same": ({"a": (0, 1)}, {"a": (0, 1)}, False),
    "worse": ({"a": (0, 2)}, {"a": (1, 0)}, False),
    "another spoilt": ({"a": (0, 1)}, {"b": (0, 1)}, False),
    "another spoilt further": ({"a": (0, 1), "b": (0, 1)}, {"b": (1, 0)}, False),
    "another bettered too": ({"a": (0, 1), "b": (0, 1)}, {}, True),
}


@pytest.mark.parametrize(("before", "after", "expected"), BETTER.values(), ids=BETTER)
def test_better_is_less_wrong_with_the_item_and_no_more_with_others(
    before: Faults, after: Faults, expected: bool
) -> None:
    assert better(before, after, "a") is expected


def test_an_accepted_item_cannot_be_replaced() -> None:
    item = ITEMS.casualties[0]
    with pytest.raises(ValueError, match="accepted"):
        with_item(ITEMS, item.model_copy(update={"incident_id": None}), {"another"})


@given(
    names=st.lists(st.sampled_from(sorted(WRONG)), max_size=4, unique=True),
    answers=st.lists(st.integers(-1, 6), min_size=1, max_size=12),
    rounds=st.integers(0, 3),
)
@settings(max_examples=150, deadline=None)
def test_whatever_is_answered_accepted_items_stay_and_none_gets_worse(
    names: list[str], answers: list[int], rounds: int
) -> None:
    items = ITEMS
    for name in names:
        wrong = WRONG[name][1]
        for kind in ("incidents", "casualties", "claims"):
            merged_in = tuple(
                w if w != original else now
                for w, original, now in zip(
                    getattr(wrong, kind), getattr(ITEMS, kind), getattr(items, kind), strict=True
                )
            )
            items = replace(items, **{kind: merged_in})
    turn = iter(range(10**6))

    def choose(_: str, offered: list[str]) -> str | None:
        at = answers[next(turn) % len(answers)]
        return offered[at] if 0 <= at < len(offered) else None

    drafted, _ = look(items, choose, rounds)
    before, after = states(items), states(drafted.items)
    old = {item.id: item for item in items.all()}
    assert {i.id for i in drafted.items.all()} == old.keys()
    assert all(item == old[item.id] for item in drafted.items.all() if before[item.id] is State.ACCEPTED)
    rank = [State.ACCEPTED, State.REVIEW, State.REJECTED]
    assert all(rank.index(after[name]) <= rank.index(before[name]) for name in before)


EXAMPLES = load_prompt("stepwise").examples


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{n} {e['question'].split()[0]}" for n, e in enumerate(EXAMPLES)])
def test_an_example_quotes_its_sentence_and_is_of_a_kind_that_is_explained(example: dict[str, str]) -> None:
    quoted = [example["words"], *re.findall("«([^»]*)»", example["question"])]
    assert all(words in example["sentence"] for words in quoted)
    kinds = set(re.findall(r"\b[A-Z]{4,}\b", load_prompt("stepwise").system))
    assert example["question"].split()[0] in kinds
