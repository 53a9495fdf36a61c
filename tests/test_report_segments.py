"""Overlapping spans as one row of pieces: the whole text, no more and no less, and every span exactly covered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.report.characters import odd_places
from extractor.report.segments import MENTION, Mark, segments

TEXT = "0123456789"


def mark(start: int, end: int, card: int, field: str = "", kind: str = "casualty") -> Mark:
    return Mark(start, end, card, f"k{card}", kind, "accepted", field)


@pytest.mark.parametrize(
    ("marks", "cuts", "expected"),
    [
        pytest.param([], [], [("0123456789", ())], id="nothing"),
        pytest.param([mark(2, 5, 1)], [], [("01", ()), ("234", (1,)), ("56789", ())], id="one"),
        pytest.param(
            [mark(0, 6, 1), mark(4, 10, 2)], [], [("0123", (1,)), ("45", (1, 2)), ("6789", (2,))], id="overlap"
        ),
        pytest.param(
            [mark(0, 10, 1), mark(3, 5, 2, "count")],
            [],
            [("012", (1,)), ("34", (2, 1)), ("56789", (1,))],
            id="the narrowest is on top",
        ),
        pytest.param([mark(0, 10, 1), mark(0, 10, 2, "count")], [], [(TEXT, (2, 1))], id="a value goes over evidence"),
        pytest.param(
            [mark(0, 2, 1, kind=MENTION), mark(0, 10, 2)], [], [("01", (2, 1)), ("23456789", (2,))], id="item"
        ),
        pytest.param(
            [mark(0, 10, 1), mark(2, 4, 1, "who")], [], [("01", (1,)), ("23", (1,)), ("456789", (1,))], id="own"
        ),
        pytest.param([], [(3, 4)], [("012", ()), ("3", ()), ("456789", ())], id="a finding only cuts"),
    ],
)
def test_pieces_and_their_cards(
    marks: list[Mark], cuts: list[tuple[int, int]], expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert [(each.text, each.cards) for each in segments(TEXT, marks, cuts)] == expected


def test_a_hidden_character_is_a_piece_of_its_own_and_offsets_stay() -> None:
    found = segments("قتل\u202e 20", [mark(0, 7, 1)])
    assert [(each.start, each.end, each.piece.label if each.piece else "") for each in found] == [
        (0, 3, ""), (3, 4, "RLO"), (4, 7, ""),
    ]  # fmt: skip
    assert {each.keys for each in found} == {("k1",)}


def test_a_span_that_ends_in_a_run_of_hidden_characters_cuts_it() -> None:
    found = segments("قتل\u202e\u202e\u202e 20", [mark(0, 5, 1)])
    assert [(each.start, each.end, each.piece.text if each.piece else "") for each in found] == [
        (0, 3, ""), (3, 5, "\u202e\u202e"), (5, 6, "\u202e"), (6, 9, ""),
    ]  # fmt: skip


def test_the_sign_of_an_item_stands_at_its_first_evidence_else_at_its_first_value() -> None:
    marks = [mark(0, 2, 1, "date"), mark(5, 9, 1), mark(3, 5, 1), mark(6, 8, 2, "count"), mark(0, 9, 3, kind=MENTION)]
    found = segments(TEXT, marks)
    assert [(each.start, begun.card) for each in found for begun in each.begins] == [(3, 1), (6, 2)]


def test_no_text_has_no_pieces() -> None:
    assert segments("", []) == []


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(alphabet="قتل 20\u202e\r\n\0۵", min_size=1, max_size=40))
    pairs = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=8))
    return text, [mark(min(pair), max(pair), card) for card, pair in enumerate(pairs) if pair[0] != pair[1]]


@given(marked())
def test_the_pieces_are_the_text_and_cover_every_span(given_: tuple[str, list[Mark]]) -> None:
    text, marks = given_
    found = segments(text, marks)
    assert "".join(each.text for each in found) == text
    assert all(each.text == text[each.start : each.end] for each in found)
    assert all(each.piece.text == each.text for each in found if each.piece)
    odd = {at + n for at, piece in odd_places(text) for n in range(len(piece.text))}
    assert {at for each in found if each.piece for at in range(each.start, each.end)} == odd
    for each in marks:
        assert "".join(s.text for s in found if each.card in s.cards) == text[each.start : each.end]
        assert sum(begun.card == each.card for s in found for begun in s.begins) == 1
