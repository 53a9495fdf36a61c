"""Number mentions against tables by provenance, three spellers, and laws that hold for any text."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st
from spelling import VARIANTS

from extractor.arabic.casualties import scan_casualties
from extractor.arabic.counted import counted_thing
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import NumberMention
from extractor.arabic.nouns import NOUNS, counted_noun
from extractor.arabic.numeral_words import CARDINALS, ORDINALS
from extractor.arabic.numerals import scan_numbers
from extractor.arabic.sentences import split_sentences

TABLES = Path(__file__).parents[1] / "tables"
TRAPS = {"name", "weekday", "adj2", "plural", "idiom", "homograph", "date_num", "time", "phone"}


def _rows(name: str) -> list[dict[str, str]]:
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


def _end(cell: str) -> float | None:
    return float(cell) if cell else None


def _ids(rows: list[dict[str, str]]) -> list[str]:
    return [f"{i:03d}-{row['phrase'][:30]}" for i, row in enumerate(rows, 1)]


DEVELOPED_ON = _rows("numbers_developed_on.tsv")
COMPOSED = _rows("numbers_composed.tsv")
NO_NUMBERS = _rows("numbers_traps.tsv")
BUGS_CAUGHT = _rows("numbers_bugs_caught.tsv")
SPELLED = _rows("numbers_spelled.tsv")


@pytest.mark.parametrize("row", DEVELOPED_ON, ids=_ids(DEVELOPED_ON))
def test_phrase_developed_on(row: dict[str, str]) -> None:
    start, end = int(row["start"]), int(row["end"])
    there = [m for m in scan_numbers(row["phrase"]) if m.start < end and start < m.end]
    if row["kind"] in TRAPS:
        assert [m.raw for m in there if m.kind == "quantity"] == []
        return
    assert [(m.start, m.end) for m in there] == [(start, end)]
    assert [(_round(m.low), _round(m.high)) for m in there] == [(_end(row["low"]), _end(row["high"]))]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


@pytest.mark.parametrize("row", COMPOSED, ids=_ids(COMPOSED))
def test_composed_phrase(row: dict[str, str]) -> None:
    found = [(m.raw, m.low, m.high, m.kind, m.bound) for m in scan_numbers(row["phrase"])]
    assert (row["raw"], _end(row["low"]), _end(row["high"]), row["kind"], row["bound"]) in found


@pytest.mark.parametrize("row", BUGS_CAUGHT, ids=_ids(BUGS_CAUGHT))
def test_bug_caught(row: dict[str, str]) -> None:
    text, numbers = row["phrase"], scan_numbers(row["phrase"])
    casualties = scan_casualties(text, split_sentences(text), numbers)
    found = [
        (m.raw, m.low, m.high, m.kind, m.bound, counted_thing(text, m, casualties).thing)
        for m in numbers
        if m.raw == row["raw"]
    ]
    assert found == [(row["raw"], _end(row["low"]), _end(row["high"]), row["kind"], row["bound"], row["thing"])]


@pytest.mark.parametrize("row", NO_NUMBERS, ids=_ids(NO_NUMBERS))
def test_no_quantity_in_names_and_idioms(row: dict[str, str]) -> None:
    assert [m.raw for m in scan_numbers(row["phrase"]) if m.kind == "quantity"] == []


@pytest.mark.parametrize("row", SPELLED, ids=[f"{row['speller']}-{row['value']}" for row in SPELLED])
@pytest.mark.parametrize("variant", VARIANTS)
def test_spelled_value_reads_back(row: dict[str, str], variant: str) -> None:
    words = VARIANTS[variant](row["words"])
    assert [(m.low, m.high) for m in scan_numbers(f"بلغ {words} شخص")] == [(int(row["value"]), int(row["value"]))]


@pytest.mark.parametrize(
    ("text", "unit", "phrase"),
    [
        ("إصابة خمسة عسكريين أمريكيين في الهجوم", "عسكريين", "خمسة عسكريين أمريكيين"),
        ("مقتل عشرة من عناصر الجيش", "عناصر", "عشرة من عناصر"),
        ("قصف بأربع قذائف هاون", "قذائف", "أربع قذائف هاون"),
        ("أصيب 60 بجروح", None, "60"),
        ("غارتين جويتين على البلدة", "غارتين", "غارتين جويتين"),
    ],
)
def test_counted_noun_and_its_phrase(text: str, unit: str | None, phrase: str) -> None:
    [mention] = [m for m in scan_numbers(text) if m.low is not None]
    assert mention.unit == unit
    assert text[mention.start : mention.phrase_end] == phrase


def test_part_counts_the_noun_of_its_whole() -> None:
    found = [(m.raw, m.unit, m.rule) for m in scan_numbers("مقتل 9 من أصل 12 جنديا")]
    assert found == [("9", "جنديا", "part"), ("12", "جنديا", "whole")]


def test_rise_from_one_number_to_another_is_no_range() -> None:
    assert [(m.low, m.high) for m in scan_numbers("ارتفع من 20 إلى 30 قتيلا")] == [(20, 20), (30, 30)]


def test_number_words_are_complete() -> None:
    assert set(ORDINALS.values()) == set(range(1, 100))
    assert {row.value for row in CARDINALS.values()} >= {*range(11), *range(20, 100, 10), *range(100, 1000, 100), 1000}


def test_sound_plural_is_no_dual() -> None:
    assert NOUNS[fold_key("مسلحين")].number == "plural"
    assert NOUNS[fold_key("صاروخين")].number == "dual"
    assert counted_noun("لبنان") is None


def _check(text: str, mentions: list[NumberMention]) -> None:
    assert all(m.raw == text[m.start : m.end] and m.start < m.end <= m.phrase_end <= len(text) for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert all(m.unit is None or m.unit == text[m.unit_start : m.unit_end] for m in mentions)


WORDS = st.sampled_from(
    [*CARDINALS, *ORDINALS, *NOUNS, "و", "بين", "من", "إلى", "-", "12", "3.5", ",", "%", "“", "ـ", "ِ", "\n"]
)


@given(st.text())
def test_any_text_is_scanned(text: str) -> None:
    _check(text, scan_numbers(text))


@given(st.lists(WORDS).flatmap(lambda words: st.sampled_from([" ", "", "و", " و"]).map(lambda gap: gap.join(words))))
def test_any_number_words_are_scanned(text: str) -> None:
    _check(text, scan_numbers(text))


@given(st.integers(0, 10**9))
def test_digits_keep_their_value(value: int) -> None:
    assert [m.low for m in scan_numbers(f"نزوح {value:,} شخص")] == [value]


@pytest.mark.parametrize(
    "piece", ["ا", "َ", "1", '"', "1-", "1,111", "1 ", "و", "خمسة ", "ألف و", "1.", "بين 1 و", "أكثر من ", "111 "]
)
@pytest.mark.no_cover  # the tracer would be timed, too
def test_hostile_text_takes_linear_time(piece: str) -> None:
    assert_linear(lambda length: _check_scanned(piece * (length // len(piece))), 5_000)


def _check_scanned(text: str) -> None:
    _check(text, scan_numbers(text))
