"""Sentence splitting: where a sentence ends, and that every offset is exact."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.arabic.sentences import MAX_LENGTH, split_sentences

CASES = {
    "stop": ("قصف الجيش البلدة. وأصيب طفل.", ["قصف الجيش البلدة.", "وأصيب طفل."]),
    "newline": ("عنوان الخبر\nقصف الجيش البلدة", ["عنوان الخبر", "قصف الجيش البلدة"]),
    "carriage return": ("سطر أول\r\n\r\nسطر ثان", ["سطر أول", "سطر ثان"]),
    "question and exclamation": ("من قصف؟ لا أحد! انتهى", ["من قصف؟", "لا أحد!", "انتهى"]),
    "closing quote": ('قال "لا نعرف شيئا." وأضاف أن الوضع صعب', ['قال "لا نعرف شيئا."', "وأضاف أن الوضع صعب"]),
    "decimal and clock": (
        "بعد 3.5 كلم عند 10.30 صباحا وقع القصف. انتهى",
        ["بعد 3.5 كلم عند 10.30 صباحا وقع القصف.", "انتهى"],
    ),
    "number at the end": ("بلغ العدد 5. ثم ارتفع", ["بلغ العدد 5.", "ثم ارتفع"]),
    "title": ("قال د. أحمد علي إن طفلا قتل. انتهى", ["قال د. أحمد علي إن طفلا قتل.", "انتهى"]),
    "clitic and title": ("التقى الوزير ود. سمير. انتهى", ["التقى الوزير ود. سمير.", "انتهى"]),
    "initials": ("كتب J. K. Smith تقريرا. انتهى", ["كتب J. K. Smith تقريرا.", "انتهى"]),
    "address": ("نشر على www.example.com/a.html صورا", ["نشر على www.example.com/a.html صورا"]),
    "two dots are a pause": ("قصف جديد.. ضربات متبادلة", ["قصف جديد.. ضربات متبادلة"]),
    "ellipsis": ("لم يعد أحد... قتل الجميع", ["لم يعد أحد...", "قتل الجميع"]),
    "ellipsis sign": ("لم يعد أحد… قتل الجميع", ["لم يعد أحد…", "قتل الجميع"]),
    "white space only": (" \n\t\n  ", []),
    "empty": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_split(text: str, expected: list[str]) -> None:
    assert [s.text for s in split_sentences(text)] == expected


def test_long_sentence_is_cut_at_the_border_nearest_its_middle() -> None:
    half = "كلمة " * 70 + "آخر"
    text = f"{half}، {half}"
    assert [s.text for s in split_sentences(text)] == [f"{half}،", half]


def test_long_sentence_without_border_stays_whole() -> None:
    assert len(split_sentences("كلمة " * (MAX_LENGTH // 4))) == 1


def test_ids_are_numbered_from_one() -> None:
    assert [s.id for s in split_sentences("أ أ\nب ب\nت ت")] == ["s1", "s2", "s3"]


@pytest.mark.parametrize("word", ["كلمة ", "كلمة،", "كلمة3"])
def test_sentence_far_beyond_any_news_is_cut(word: str) -> None:
    text = word * (MAX_LENGTH * 20)
    found = split_sentences(text)
    assert max(s.end - s.start for s in found) <= 2 * MAX_LENGTH
    assert "".join("".join(s.text for s in found).split()) == text.replace(" ", "")


@given(st.text(alphabet="اب،.؟!\n \u200f\"'1a", max_size=200))
def test_sentences_hold_every_visible_character_once_and_in_order(text: str) -> None:
    found = split_sentences(text)
    assert all(text[s.start : s.end] == s.text == s.text.strip() != "" for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(s.text for s in found).split()) == "".join(text.split())


@pytest.mark.parametrize("unit", ["ا", ".", "،", '"', "\n", " ", ". ", ". a ", "ا، "])
@pytest.mark.no_cover  # the tracer would be timed, too
def test_linear_time(unit: str) -> None:
    began = time.process_time()
    split_sentences(unit * (100_000 // len(unit)))
    assert time.process_time() - began < 2
