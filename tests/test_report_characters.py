"""Characters that cannot be seen, or may be taken for others: which, how they are named, and that none is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.report.characters import census, pieces


@pytest.mark.parametrize(
    ("character", "label", "name"),
    [
        ("\u202e", "RLO", "RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        ("\u2069", "PDI", "POP DIRECTIONAL ISOLATE (U+2069)"),
        ("\u200b", "ZWSP", "ZERO WIDTH SPACE (U+200B)"),
        ("\u061c", "ALM", "ARABIC LETTER MARK (U+061C)"),
        ("\0", "NUL", "NULL (U+0000)"),
        ("\r", "CR", "CARRIAGE RETURN (U+000D)"),
        ("\x07", "U+0007", "CONTROL CHARACTER (U+0007)"),
        ("\ue000", "U+E000", "UNNAMED CHARACTER (U+E000)"),
        ("\uffff", "U+FFFF", "UNNAMED CHARACTER (U+FFFF)"),
        ("\u2028", "U+2028", "LINE SEPARATOR (U+2028)"),
        ("\u3000", "U+3000", "IDEOGRAPHIC SPACE (U+3000)"),
        ("\ufe0f", "U+FE0F", "VARIATION SELECTOR-16 (U+FE0F)"),
        ("\u034f", "U+034F", "COMBINING GRAPHEME JOINER (U+034F)"),
        ("\U000e0041", "U+E0041", "TAG LATIN CAPITAL LETTER A (U+E0041)"),
    ],
    ids=lambda value: ascii(value) if len(value) == 1 else None,
)
def test_what_cannot_be_seen_is_named(character: str, label: str, name: str) -> None:
    (before, odd, after) = pieces(f"قتل{character}ستة")
    assert (before.kind, odd.kind, after.kind) == ("plain", "hidden", "plain")
    assert (odd.text, odd.label, odd.name) == (character, label, name)


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("۵ قتلى", "۵"),
        ("５ قتلى", "５"),
        ("قتل 1O", "O"),
        ("l5", "l"),
        ("٣٥о", "о"),
        ("²", "²"),
        ("𝟓", "𝟓"),
        ("①", "①"),
    ],
    ids=ascii,
)
def test_a_look_alike_digit_is_marked(text: str, odd: str) -> None:
    assert [(each.kind, each.text) for each in pieces(text) if each.kind != "plain"] == [("lookalike", odd)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "قُتِلَ ٣٥ و19 جندياً، في «حمص»…\nثم\tصمت",
        "F-15 إلى IL-76",
        "Ol Il",
        "سطر\r\nسطر",
        "٪ 5% – “نعم”",
        "\xa0",
        "\u06dd",
    ],
    ids=ascii,
)
def test_usual_text_is_plain(text: str) -> None:
    assert {each.kind for each in pieces(text)} <= {"plain"}


@given(st.text())
def test_no_character_is_lost(text: str) -> None:
    assert "".join(each.text for each in pieces(text)) == text


def test_one_hidden_character_many_times_is_one_piece() -> None:
    text = "قتل\u202e\u202e\u202e\u200f5\r\r\r\n۵۵"
    assert [(each.label, len(each.text)) for each in pieces(text) if each.kind != "plain"] == [
        ("RLO", 3), ("RLM", 1), ("CR", 2), ("۵", 1), ("۵", 1),
    ]  # fmt: skip
    assert {each.label: times for each, times in census(text)} == {"RLO": 3, "RLM": 1, "CR": 2, "۵": 2}


def test_the_census_counts_each_once() -> None:
    assert [(each.label, times) for each, times in census("\u200f1\u202e2\u200f3۴")] == [
        ("RLM", 2),
        ("RLO", 1),
        ("۴", 1),
    ]
