"""Grounding: what is found is whole words of the untouched text, whatever the spelling of the query."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.arabic.fold import Level, fold_key
from extractor.arabic.word_start import cliticised
from extractor.grounding import Found, ground, hint

FOUND = {
    "as written": ("حقل العمر", "قرب حقل العمر.", "حقل العمر"),
    "clitic on the text": ("الحسكة", "هجوم بالحسكة", "الحسكة"),
    "lam with article on the text": ("الحسكة", "طريق للحسكة", "للحسكة"),
    "lam with article before a lam": ("اللواء", "تابعة للواء", "للواء"),
    "clitic on the query": ("بالحسكة", "مدينة الحسكة", "الحسكة"),
    "lam with article on the query": ("للحسكة", "مدينة الحسكة", "الحسكة"),
    "different clitics": ("للحسكة", "هجوم بالحسكة", "الحسكة"),
    "two clitics": ("حمص", "وبحمص", "حمص"),
    "conjunction before a word of the lexicon": ("فصائل", "وفصائل أخرى", "فصائل"),
    "Arabic-Indic digits": ("1,500", "نحو ١٬٥٠٠ قتيل", "١٬٥٠٠"),
    "Persian digits": ("۵", "قتل 5", "5"),
    "digit glued to a word": ("52", "مقتل52 شخصا", "52"),
    "digit glued to a long word": ("52", "استهدافهم52 شخصا", "52"),
    "mark glued to a long word": ("(52)", "استهدافهم(52) شخصا", "(52)"),
    "word glued to a digit": ("مقتل", "مقتل52 شخصا", "مقتل"),
    "digit behind a clitic": ("4", "ب4 صواريخ", "4"),
    "number before a comma": ("500", "500, 300", "500"),
    "number before a stop": ("500", "نحو 500.", "500"),
    "marks": ("قتل", "قَتَلَ جنديا", "قَتَلَ"),
    "tatweel": ("حقل", "حـــقل", "حـــقل"),
    "alef and ta marbuta": ("ادلب المدينه", "إدلب المدينة", "إدلب المدينة"),
    "alef maksura": ("علي", "على", "على"),
    "presentation forms": ("لاجئ", "ﻻﺟﺊ سوري", "ﻻﺟﺊ"),
    "bidi control inside": ("إيران", "إيرا\u200fن", "إيرا\u200fن"),
    "bidi control between": ("خمسة جنود", "خمسة \u200f جنود", "خمسة \u200f جنود"),
    "line break": ("خمسة جنود", "خمسة\nجنود", "خمسة\nجنود"),
    "CRLF": ("خمسة جنود", "خمسة\r\nجنود", "خمسة\r\nجنود"),
    "double space": ("مقتل ثلاثة", "ومقتل  ثلاثة", "مقتل  ثلاثة"),
    "other quotes": ("حقل “العمر”", "في حقل «العمر»", "حقل «العمر»"),
    "quotes the text has not": ("«حقل العمر»", "في حقل العمر", "حقل العمر"),
    "Latin case": ("Iran", "IRAN said", "IRAN"),
}  # fmt: skip

NOT_FOUND = {
    "first letter is no clitic: Baghdad": ("غداد", "في بغداد"),
    "first letter is no clitic: Lebanon": ("بنان", "جنوب لبنان"),
    "first letter is no clitic: behind one": ("غداد", "وببغداد"),
    "first letter is no clitic: ولاية": ("لاية", "ولاية"),
    "first letter is no clitic: وزارة": ("زارة", "وزارة الدفاع"),
    "first letter is no clitic: سوريا": ("وريا", "سوريا"),
    "end of a word missing": ("قذيف", "قذيفة"),
    "end of a word missing before a mark": ("قت", "قتلَ"),
    "start of a marked word": ("ق", "قَتل"),
    "inside a ligature": ("اجئ", "ﻻجئ"),
    "digit in a longer number": ("5", "55 قتيلا"),
    "Arabic-Indic digit in a longer number": ("٥", "٥٥"),
    "last group of a number": ("500", "1,500 قتيل"),
    "first group of a number": ("1", "١٬٥٠٠ قتيل"),
    "whole part of a decimal": ("3", "3.5 كيلومتر"),
    "year in a numeric date": ("2023", "14/3/2023"),
    "another digit": ("25", "إصابة 45 شخصا"),
    "empty": ("", "نص"),
    "white space": (" \n", "نص نص"),
    "only marks": ("\u0640\u0651", "قتل"),
    "only punctuation": ("،", "قتل، وجرح"),
    "translated": ("Baghdad", "بغداد"),
}


@pytest.mark.parametrize(("query", "text", "words"), FOUND.values(), ids=FOUND)
def test_found(query: str, text: str, words: str) -> None:
    found = ground(query, text)
    assert found
    assert text[found.start : found.end] == words
    assert bool(found.folds) == (query != words)


@pytest.mark.parametrize(("query", "text"), NOT_FOUND.values(), ids=NOT_FOUND)
def test_not_found(query: str, text: str) -> None:
    assert ground(query, text) is None


def test_the_given_range_decides_between_two_places() -> None:
    text = "قتل جندي في حمص. وقتل جندي في حماة."
    assert ground("جندي", text) == Found(4, 8, ())
    second = text.rindex("جندي")
    assert ground("جندي", text, (17, len(text))) == Found(second, second + 4, ())


def test_outside_the_range_is_better_than_nowhere() -> None:
    assert ground("حماة", "حماة. حمص.", (6, 10)) == Found(0, 4, ())


def test_the_range_cuts_no_word() -> None:
    text = "مقتل خمسة وخمسين"
    assert ground("خمس", text, (0, 8)) is None


def test_a_folded_spelling_inside_comes_before_an_exact_one_outside() -> None:
    text = "إدلب. ادلب."
    assert ground("ادلب", text, (0, 5)) == Found(0, 4, ("fold",))


def test_a_hint_is_never_found() -> None:
    text = "وأعلن قائد العمليات المشتركة"
    assert ground("قائد العمليات المشترك", text) is None
    assert hint("قائد العمليات المشترك", text) == "قائد العمليات المشترك"


@pytest.mark.parametrize(
    ("prefix", "rest", "clitics"),
    [("ب", "الحسكة", True), ("و", "محمد", True), ("س", "يقتل", True), ("س", "وريا", False), ("", "قتل", False),
     ("و", "بغداد", True), ("وب", "غداد", False), ("ت", "قتل", False), ("و", "ا", False), ("ب", "4", True)],
)  # fmt: skip
def test_clitics_in_front_of_a_word(prefix: str, rest: str, clitics: bool) -> None:
    assert cliticised(prefix, rest) is clitics


WORDS = st.text('اأإبتةثجحدرسلمنهويىئ ؤءقكفع05٥،.,"«»\n\r\u064e\u0640\u200fﻻﺟﺊ ', max_size=60)


@given(text=WORDS, at=st.tuples(st.integers(0, 60), st.integers(1, 12)))
@settings(max_examples=400, deadline=None)
def test_what_is_found_folds_to_the_query(text: str, at: tuple[int, int]) -> None:
    query = text[at[0] : at[0] + at[1]]
    found = ground(query, text)
    if found:
        assert 0 <= found.start < found.end <= len(text)
        there = text[found.start : found.end]
        assert there == query.strip() or _bare(there) in {_bare(query), *_cut(_bare(query))}


def _bare(words: str) -> str:
    return re.sub(r"[\s\"'.,،]+", "", fold_key(words, Level.FOLD))


def _cut(key: str) -> set[str]:
    """The query without up to three clitic letters, and with its article after ل or back from it."""
    forms = {key[n:] for n in (1, 2, 3)} | {"ال" + key[n:] for n in (1, 2, 3, 4)}
    return forms | {"ل" + key[1:], ("ل" + key[1:]).replace("للل", "لل", 1)}


NEWS = ["قتل", "بغداد", "ولاية", "لبنان", "سوريا", "وزارة", "قذيفة", "1500", "٥٥", "للحسكة"]


@given(words=st.lists(st.sampled_from(NEWS), min_size=1), data=st.data())
@settings(max_examples=200, deadline=None)
def test_a_part_of_a_word_is_no_word(words: list[str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(words))
    cut = data.draw(st.integers(1, len(word) - 1))
    part = data.draw(st.sampled_from([word[:cut], word[cut:]]))
    found = ground(part, " ".join(words))
    assert found is None or part in words or part in ("حسكة", "لحسكة")


@pytest.mark.parametrize("unit", ["ا", "\u064e", "5", '"', "5,", "و", " \u200f", "ال", "قتل ا "])
@pytest.mark.parametrize("query", ["ا", "اا ا", "5", "قتل ب", "و" * 120])
def test_hostile_texts_take_linear_time(unit: str, query: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()  # other work on the machine does not count
    ground(query, text)
    assert time.process_time() - started < 2
