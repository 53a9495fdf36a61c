"""Statements of human harm: held-out sentences, bugs caught, and the laws of spans."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractor.arabic.casualties import CasualtyMention, scan_casualties
from extractor.arabic.numerals import scan_numbers
from extractor.arabic.sentences import split_sentences

HARMS = {"k": "killed", "i": "injured", "m": "missing", "c": "captured", "ki": "killed_or_injured"}
STATUSES = {"n": "counted", "0": "explicitly_none", "r": "none_reported", "u": "unknown_stated", "p": "possible_only"}
TABLES = Path(__file__).parents[1] / "tables"
HELD_OUT = yaml.safe_load((TABLES / "casualties_heldout.yaml").read_text("utf-8"))
CAUGHT = yaml.safe_load((TABLES / "casualties_caught.yaml").read_text("utf-8"))
Row = tuple[str, str, int | None, int | None, bool]


def scan(text: str) -> list[CasualtyMention]:
    return scan_casualties(text, split_sentences(text), scan_numbers(text))


def rows_of(text: str) -> list[Row]:
    return sorted(((m.harm, m.status, m.low, m.high, m.subset) for m in scan(text)), key=str)


def expected_rows(row: dict[str, Any]) -> list[Row]:
    return sorted(((HARMS[e[0]], STATUSES[e[1]], e[2], e[3], len(e) > 4) for e in row["expect"]), key=str)


def case(row: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=row["known"], strict=True)] if "known" in row else []
    return pytest.param(row, id=row["text"][:40], marks=marks)


@pytest.mark.parametrize("row", [case(row) for row in HELD_OUT])
def test_held_out(row: dict[str, Any]) -> None:
    assert rows_of(row["text"]) == expected_rows(row)


@pytest.mark.parametrize("row", [case(row) for row in CAUGHT])
def test_caught(row: dict[str, Any]) -> None:
    assert rows_of(row["text"]) == expected_rows(row)


SEEDS = {
    "coordination and singular": (
        "ما أدى إلى مقتل “متعاقد أمريكي، وإصابة خمسة عسكريين أمريكيين ومتعاقد أمريكي آخر”",
        [("injured", 1, 1), ("injured", 5, 5), ("killed", 1, 1)],
    ),
    "toll with its figure far off": (
        "ارتفاع حصيلة قتلى المليشيات الموالية لإيران جراء الغارات شرق سوريا إلى 19، بينهم عناصر من قوات النظام",
        [("killed", 19, 19), ("killed", None, None)],
    ),
    "verb after its subject, and a doubt": (
        "بأن سبعة أشخاص قتلوا في أحدث ضرباتها، مضيفاً أن شخصاً آخر ربما قتل في ضربة ثانية",
        [("killed", 1, 1), ("killed", 7, 7)],
    ),
}


@pytest.mark.parametrize(("text", "expected"), SEEDS.values(), ids=SEEDS)
def test_developed_on(text: str, expected: list[tuple[str, int | None, int | None]]) -> None:
    assert sorted(((m.harm, m.low, m.high) for m in scan(text)), key=str) == expected


WORDS = [
    "قتل",
    "مقتل",
    "وإصابة",
    "5",
    "ثلاثة",
    "جنود",
    "آخرين",
    "دون",
    "قتلى",
    "،",
    ".",
    "بينهم",
    "لم",
    "ترد",
    "أنباء",
    "عن",
    "إلى",
    "عدد",
    "(",
    ")",
    "و",
    "أحد",
    "أحدهما",
    "محمد",
    "جثة",
    "سقط",
    "بين",
    "القتلى",
    "منهم",
    "زوجته",
    "الذي",
    "أو",
    "قتلوا",
    "ثالث",
    "اثنين",
    "مسلحون",
    "جنديا",
    "سوى",
]

GROUPS = {
    "soldiers": ("مقتل ثلاثة جنود", "military"),
    "children": ("مقتل ثلاثة أطفال", "civilian"),
    "persons": ("مقتل ثلاثة أشخاص", "unknown"),
    "demonym": ("مقتل ثلاثة عراقيين", "unknown"),
    "of an armed body": ("مقتل 26 من قوات النظام", "military"),
    "dead of an armed body": ("سقوط قتلى من قوات الشرطة", "military"),
    "dead in the ranks of an armed body": ("خمسة قتلى في صفوف الجيش", "military"),
    "dead of members of an armed body": ("خمسة قتلى من أفراد الحرس", "military"),
    "dead of civilians": ("سقوط قتلى من المدنيين", "civilian"),
    "dead of both": ("سقوط قتلى من المدنيين والعسكريين", "mixed"),
    "dead with parts": ("خمسة قتلى من بينهم", "unknown"),
    "one of an armed body": ("مقتل أحد عناصر الأمن", "military"),
    "officer of a body": ("مقتل ضابط شرطة", "military"),
    "his wife": ("مقتل زوجته", "civilian"),
    "a name": ("مقتل محمود الراوي", "unknown"),
    "in brackets": ("مقتل (3) جنود", "military"),
    "members of a body that rescues": ("مقتل ثلاثة عناصر من الدفاع المدني", "civilian"),
    "members of an army beside a civilian": ("مقتل ثلاثة عناصر من قوات الأمن", "military"),
    "members of one family": ("مقتل خمسة أفراد من عائلة واحدة", "civilian"),
}


@pytest.mark.parametrize(("text", "group"), GROUPS.values(), ids=GROUPS)
def test_group_is_what_the_noun_says(text: str, group: str) -> None:
    assert [m.group for m in scan(text)] == [group]


def test_others_take_the_group_of_those_before_them() -> None:
    assert [m.group for m in scan("مقتل 3 جنود وطفل")] == ["military", "civilian"]


def test_parts_take_the_group_of_their_whole_where_they_name_none() -> None:
    assert [m.group for m in scan("مقتل خمسة جنود بينهم اثنان في كمين")] == ["military", "military"]


def test_evidence_begins_with_the_line_and_ends_with_the_clause() -> None:
    text = "عنوان الخبر\nأعلنت الشرطة مقتل خمسة عمال، وفتحت تحقيقا"
    assert [text[m.evidence_start : m.evidence_end] for m in scan(text)] == ["أعلنت الشرطة مقتل خمسة عمال"]


def test_raw_words_of_a_figure_and_of_a_denial() -> None:
    text = "إصابة خمسة عسكريين أمريكيين. ووقع هجوم آخر دون أضرار"
    assert [text[m.start : m.end] for m in scan(text)] == ["خمسة عسكريين أمريكيين", "دون أضرار"]


def test_a_toll_since_a_date_is_cumulative_and_a_single_attack_is_not_said_to_be() -> None:
    assert [m.cumulative for m in scan("قتل 92 عسكريا منذ بدء التدخل")] == [True]
    assert [m.cumulative for m in scan("قتل 92 عسكريا في هجوم")] == [None]


def test_the_definite_first_toll_is_of_the_attack_just_told() -> None:
    assert [m.cumulative for m in scan("الحصيلة الأولية للانفجارين مقتل شرطي")] == [None]
    assert [m.cumulative for m in scan("حصيلة الهجومين مقتل شرطي")] == [True]
    assert [m.cumulative for m in scan("الحصيلة الأولية منذ بدء الحرب 40 قتيلا")] == [True]


@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=25,
    )
)
def test_spans_lie_in_the_text_and_hold_their_parts(words: list[str]) -> None:
    text = " ".join(words)
    for m in scan(text):
        assert 0 <= m.evidence_start <= m.start < m.end <= m.evidence_end <= len(text)
        assert 0 <= m.cue_start < m.cue_end <= len(text)


@pytest.mark.parametrize(
    "unit",
    [
        "ا",
        "5 ",
        "قتل ",
        "لم ",
        "بينهم ",
        "قتلى ",
        "و",
        "، ",
        "مقتل 5 و",
        '"',
        "نفى ",
        "5 قتلى بينهم ",
        "عدد القتلى 5 ",
        "قتيل ",
        "سقط ",
        "جثة ",
        "قتل 5، ",
        "فقد 5 ",
        "(5) ",
        "أحدهم ",
        "مقتل جندي و",
        "لم يسفر ",
        "بين القتلى ",
    ],
)
@pytest.mark.no_cover  # the tracer would be timed, too
def test_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    sentences, numbers = split_sentences(text), scan_numbers(text[:200])
    began = time.process_time()
    scan_casualties(text, sentences, numbers)
    assert time.process_time() - began < 2


def test_a_denial_ends_with_its_sentence() -> None:
    text = "نفت الوزارة الخبر. ولم ترد أنباء عن سقوط ضحايا."
    found = scan_casualties(text, split_sentences(text), scan_numbers(text))
    assert [(m.status, text[m.start : m.end]) for m in found] == [("none_reported", "لم ترد أنباء عن سقوط ضحايا")]
