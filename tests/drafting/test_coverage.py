"""What the grammar could not read is asked about once, and what the model makes of it is for a person.

The texts are the project's own. What the grammar reads in them is hidden, so that they are unread whatever it learns,
and the offered readings can be compared with what it reads.
"""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from news import texts

from extractor.arabic.scan import Scan, scan
from extractor.arabic.unread import MOST_OFFERED, unread_harm, unread_speech
from extractor.drafting.asking import Question
from extractor.drafting.coverage import covered
from extractor.drafting.drafted import Drafted
from extractor.drafting.grammar import draft_by_grammar
from extractor.drafting.reading import Reader
from extractor.drafting.repeats import merged
from extractor.errors import BadAnswer
from extractor.judging import with_states
from extractor.validators.quotes import spans
from extractor.validators.rules import check
from schemas.state import State

TEXT = (
    "استهدفت غارة جوية مدينة الرقة أمس.\nوقال المرصد السوري إن القصف أدى إلى مقتل ثلاثة جنود.\n"
    "وأصيبت طفلة، ووصل جثث القتلى إلى المشفى."
)
READ = scan(TEXT, date(2024, 3, 20))
UNREAD = replace(READ, casualties=(), claims=())


def _no_statement(row: object) -> list[Any]:
    return []


NO_STATEMENT = patch("extractor.arabic.unread.statements_in", _no_statement)


class At:
    """Answers each question with the answer at a position, the last one being "none"; keeps the questions."""

    def __init__(self, *positions: int | None) -> None:
        self.positions, self.asked = positions, list[Question[Any]]()

    async def ask(self, question: Question[Any]) -> Any:
        at = self.positions[len(self.asked) % len(self.positions)]
        self.asked.append(question)
        offered = question.model.model_json_schema()["properties"]["answer"]["enum"]
        if at is None:
            raise BadAnswer("nothing usable came")
        return question.model.model_validate({"answer": offered[at if at < len(offered) else -1]})


def cover(seen: Scan, asker: At) -> tuple[Drafted, Drafted]:
    before = Drafted(merged(draft_by_grammar(seen, seen.attacks)))
    reader = Reader(seen, asker, {s.id: seen.sentences for s in seen.sentences})
    return before, asyncio.run(covered(reader, before))


def test_what_the_grammar_reads_is_not_asked_about() -> None:
    asker = At(0)
    before, after = cover(READ, asker)
    assert not asker.asked
    assert (after.items, after.findings) == (before.items, ())


def test_a_word_of_harm_is_offered_the_people_of_its_clause() -> None:
    offered = {TEXT[u.start : u.end]: [TEXT[m.start : m.end] for m in u.readings] for u in unread_harm(UNREAD)}
    assert offered == {"مقتل": ["ثلاثة جنود"], "أصيبت": ["طفلة"]}


def test_an_offered_reading_is_the_one_that_the_grammar_makes() -> None:
    chosen = {(m.start, m.end): m for u in unread_harm(UNREAD) for m in u.readings}
    for read in READ.casualties:
        offered = chosen[read.start, read.end]
        assert replace(offered, rule=read.rule) == read


@NO_STATEMENT
def test_a_verb_of_speech_is_offered_the_names_beside_it() -> None:
    (speech,) = unread_speech(UNREAD)
    assert TEXT[speech.start : speech.end] in ("وقال", "قال")
    names = [TEXT[m.speaker_start : m.speaker_end] for m in speech.readings]
    assert "المرصد السوري" in names
    assert {m.act for m in speech.readings} == {"reports"}


@NO_STATEMENT
def test_a_choice_becomes_an_item_for_a_person_and_nothing_else_changes() -> None:
    before, after = cover(UNREAD, asker := At(0))
    kinds = [q.key.partition(":")[0] for q in asker.asked]
    assert kinds == ["harmed", "harmed", "speaker"]
    assert [(k.count.raw, k.count.low) for k in after.items.casualties] == [("ثلاثة جنود", 3), ("طفلة", 1)]
    assert {k.incident_id for k in after.items.casualties} == {before.items.incidents[0].id}
    assert len(after.items.claims) == 1
    new = {item.id for item in (*after.items.casualties, *after.items.claims)}
    assert {f.item for f in after.findings} == new == set(after.given)
    judged = with_states(after.items, [*after.findings, *check(UNREAD, after.items)])
    assert all(item.state is State.REVIEW for item in judged.all() if item.id in new)
    assert after.items.incidents == before.items.incidents


@NO_STATEMENT
def test_a_stored_answer_is_kept_by_where_the_offered_words_stand() -> None:
    """A position among the offered words would point elsewhere once other words are offered."""
    cover(UNREAD, asker := At(0))
    harm, *_ = unread_harm(UNREAD)
    (speech,) = unread_speech(UNREAD)
    people = [f"{m.start}-{m.end}" for m in harm.readings]
    names = [f"{m.speaker_start}-{m.speaker_end}" for m in speech.readings]
    keys = [f"harmed:{harm.start}:{','.join(people)}", f"speaker:{speech.start}:{','.join(names)}"]
    assert [asker.asked[0].key, asker.asked[-1].key] == keys


def test_a_statement_that_is_read_and_judged_to_be_about_no_attack_is_left() -> None:
    assert not list(unread_speech(UNREAD))


@NO_STATEMENT
def test_a_verb_inside_a_claim_is_used() -> None:
    assert READ.claims
    assert not list(unread_speech(READ))


def test_people_of_two_words_of_harm_are_one_item() -> None:
    seen = replace(scan("قصف الجيش قرية أمس.\nوقتل رجل أصيب في القصف.", date(2024, 3, 20)), casualties=())
    _, after = cover(seen, asker := At(0))
    assert [k.count.raw for k in after.items.casualties] == ["رجل"]
    assert len(asker.asked) == 1


@NO_STATEMENT
def test_a_state_is_offered_as_speaker_only_behind_the_verb() -> None:
    text = "وقصف الجيش قرية في سوريا.\nوقالت إيران إن القصف قتل طفلاً في العراق."
    (speech,) = unread_speech(replace(scan(text, None), claims=()))
    assert [text[m.speaker_start : m.speaker_end] for m in speech.readings] == ["الجيش", "إيران"]


@NO_STATEMENT
@pytest.mark.parametrize("position", [9, None], ids=["none", "no usable answer"])
def test_what_is_not_chosen_stays_unused(position: int | None) -> None:
    before, after = cover(UNREAD, At(position))
    assert (after.items, after.findings) == (before.items, ())


@given(texts, st.lists(st.sampled_from([0, 1, 2, 9, None]), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_whatever_is_chosen_stands_in_the_text_and_leaves_the_rest(text: str, positions: list[int | None]) -> None:
    seen = scan(text, date(2024, 3, 20))
    for each in (seen, replace(seen, casualties=(), claims=())):
        offered = [*(u.readings for u in unread_harm(each)), *(u.readings for u in unread_speech(each))]
        assert all(0 < len(readings) <= MOST_OFFERED for readings in offered)
        with NO_STATEMENT:
            before, after = cover(each, At(*positions))
        old, new = ({item.id: item for item in drafted.items.all()} for drafted in (before, after))
        assert {name: new[name] for name in old} == old
        assert len(new) == len(list(after.items.all()))
        assert new.keys() - old.keys() == {f.item for f in after.findings}
        assert all(text[s.start : s.end] == s.quote for item in new.values() for s in spans(item))
