"""What holds for any text and any draft: no crash, every offset true, nothing accepted that does not stand in the text.

`python -m bench.fuzz` runs the same laws for as long as one likes.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from news import pieces, texts

from extractor.arabic.fold import Level, fold_key
from extractor.arabic.scan import Scan, scan
from extractor.drafting.grammar import draft_by_grammar
from extractor.drafting.grounded import Grounder
from extractor.grounding import ground, hint
from extractor.judging import unused_mentions, with_states
from extractor.validators.quotes import spans
from extractor.validators.rules import check
from schemas.aggregate import Metric
from schemas.casualty import CasualtyStatus, Group, Harm
from schemas.claim import Act
from schemas.draft import Draft, DraftAggregate, DraftCasualty, DraftClaim, DraftIncident
from schemas.incident import IncidentKind, Role
from schemas.state import State

days = st.none() | st.dates(date(2000, 1, 1), date(2030, 12, 31))


def ranges(mention: Any) -> Iterator[tuple[int, int]]:
    """Every range of a mention: `start:end`, `…_start:…_end`, and those of what it holds."""
    values = {field.name: getattr(mention, field.name) for field in fields(mention)}
    for name, start in values.items():
        if (name == "start" or name.endswith("_start")) and start is not None:
            end = values.get(name.removesuffix("start") + "end")
            if end is not None:
                yield start, end
    for value in values.values():
        for part in value if isinstance(value, tuple) else (value,):
            if is_dataclass(part):
                yield from ranges(part)


@given(texts, days)
def test_every_range_of_a_scan_lies_in_the_text(text: str, published: date | None) -> None:
    seen = scan(text, published)
    kinds = [getattr(seen, field.name) for field in fields(Scan) if isinstance(getattr(seen, field.name), tuple)]
    for mention in (mention for kind in kinds for mention in kind):
        for start, end in ranges(mention):
            assert 0 <= start < end <= len(text), mention
        raw = getattr(mention, "raw", None)
        assert raw is None or raw == text[mention.start : mention.end]


@given(texts)
def test_sentences_follow_each_other_and_leave_no_word_out(text: str) -> None:
    sentences = scan(text, None).sentences
    assert [s.text for s in sentences] == [text[s.start : s.end] for s in sentences]
    ends, starts = [0, *(s.end for s in sentences)], [*(s.start for s in sentences), len(text)]
    assert all(a <= b for a, b in zip(ends, starts, strict=True))
    assert not any(c.isalnum() for a, b in zip(ends, starts, strict=True) for c in text[a:b])


@given(texts, st.data())
def test_a_span_found_folds_to_its_query(text: str, data: st.DataObject) -> None:
    query = data.draw(pieces | st.just(text[: data.draw(st.integers(0, len(text)))]))
    found = ground(query, text)
    if found:
        words = text[found.start : found.end]
        assert stems(bare(words)) & stems(bare(query))


def stems(word: str) -> set[str]:
    """A word without the letters of clitics and article that it may begin with: those may differ."""
    first = len(word) - len(word.lstrip("وفبلكا"))
    return {word[start:] for start in range(min(first, 4) + 1)} - {""} or {word}


def bare(words: str) -> str:
    return "".join(character for character in fold_key(words, Level.FOLD) if character.isalnum())


@given(texts, texts)
def test_a_hint_is_never_a_crash(query: str, text: str) -> None:
    hint(query, text)


@given(texts, days)
def test_what_grammar_drafts_stands_in_the_text_and_can_be_checked(text: str, published: date | None) -> None:
    seen = scan(text, published)
    items = draft_by_grammar(seen, seen.attacks)
    judged = with_states(items, check(seen, items))
    for item in judged.all():
        assert all(text[span.start : span.end] == span.quote for span in spans(item))
    unused_mentions(seen, judged)


@st.composite
def drafts(draw: st.DrawFn, text: str) -> Draft:
    """A draft as a careless model would fill it: words of the text or of another, sentences that are not there."""
    cuts = st.tuples(st.integers(0, len(text)), st.integers(0, 40)).map(lambda cut: text[cut[0] : cut[0] + cut[1]])
    words = cuts | pieces
    maybe, some = st.none() | words, st.lists(words, max_size=2)
    sentence = st.integers(0, 5).map("s{}".format)
    incidents = st.builds(
        DraftIncident, s=sentence, kind=st.sampled_from(IncidentKind), role=st.sampled_from(Role), date=maybe,
        places=some, attackers=some, targets=some, munitions=maybe,
    )  # fmt: skip
    casualties = st.builds(
        DraftCasualty, s=sentence, words=words, harm=st.sampled_from(Harm), status=st.sampled_from(CasualtyStatus),
        who=maybe, group=st.sampled_from(Group), incident=st.integers(0, 3), cumulative=st.booleans(),
    )  # fmt: skip
    numbers = st.lists(st.integers(1, 3), max_size=2)
    claims = st.builds(DraftClaim, s=sentence, speaker=words, act=st.sampled_from(Act), about=numbers)
    aggregates = st.builds(DraftAggregate, s=sentence, words=words, metric=st.sampled_from(Metric))
    parts = [st.lists(part, max_size=3) for part in (incidents, casualties, claims, aggregates)]
    return draw(st.builds(Draft, incidents=parts[0], casualties=parts[1], claims=parts[2], aggregates=parts[3]))


@given(texts, days, st.data())
def test_a_careless_draft_gives_nothing_that_is_not_in_the_text(
    text: str, day: date | None, data: st.DataObject
) -> None:
    seen = scan(text, day)
    grounder = Grounder(seen)
    grounder.add(data.draw(drafts(text)))
    judged = with_states(grounder.items, [*grounder.findings, *check(seen, grounder.items)])
    for item in judged.all():
        assert all(text[span.start : span.end] == span.quote for span in spans(item))
    ids = [item.id for item in judged.all()]
    assert len(ids) == len(set(ids))
    read = {(n.low, n.high) for n in seen.numbers} | {(k.low, k.high) for k in seen.casualties}
    figures = {(k.count.low, k.count.high) for k in judged.casualties if k.state is State.ACCEPTED}
    assert figures <= read | {(None, None)}


SCRIPTS = {"Arabic-Indic": 0x660, "Persian": 0x6F0}


@pytest.mark.parametrize("zero", SCRIPTS.values(), ids=SCRIPTS)
@given(text=texts)
def test_digits_of_another_script_are_the_same_numbers(zero: int, text: str) -> None:
    latin = text.translate({base + digit: str(digit) for base in SCRIPTS.values() for digit in range(10)})
    other = latin.translate({ord(str(digit)): chr(zero + digit) for digit in range(10)})
    assert values(other) == values(latin)


def values(text: str) -> list[tuple[int, Any, Any, str]]:
    return [(n.start, n.low, n.high, n.kind) for n in scan(text, None).numbers]
