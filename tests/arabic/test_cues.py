"""Cue words: inflected forms, clitics, phrases, and exact spans."""

import pytest

from extractor.arabic.cues import Cue, cue_lexicon, cues_in
from extractor.arabic.number_tokens import words_of


def scan_cues(text: str) -> list[Cue]:
    return list(cues_in(words_of(text)))


FORMS = {
    "perfect with conjunction": ("وأصيبت طفلة", ("أصيبت", "injured", "passive")),
    "plural verb": ("جنود قتلوا", ("قتلوا", "killed", "passive")),
    "imperfect": ("يقتل المدنيون", ("يقتل", "killed", "passive")),
    "phrase": ("لقوا حتفهم", ("لقوا حتفهم", "killed", "passive")),
    "verbal noun with preposition": ("لمقتل جندي", ("مقتل", "killed", "masdar")),
    "noun with article": ("حصيلة الشهداء", ("الشهداء", "killed", "plural")),
    "human losses": ("وقوع خسائر بشرية", ("خسائر بشرية", "killed_or_injured", "mass")),
    "abduction": ("اختطاف ناشط", ("اختطاف", "captured", "masdar")),
    "missing": ("فقدان بحار", ("فقدان", "missing", "masdar")),
    "marks do not matter": ("قُتِلَ جندي", ("قُتِلَ", "killed", "passive")),
}


@pytest.mark.parametrize(("text", "expected"), FORMS.values(), ids=FORMS)
def test_harm_words(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in [(cue.raw, cue.harm, cue.role) for cue in scan_cues(text)]


@pytest.mark.parametrize(
    ("text", "cls"),
    [("دون إصابات", "deny"), ("ولم ترد", "deny"), ("أنباء", "news"), ("معلومات", "information"), ("ربما", "hedge"),
     ("من بينهم", "subset"), ("آخرين", "others"), ("حصيلة", "toll"), ("محاولة اغتيال", "unreal")],
)  # fmt: skip
def test_classes_around_harm(text: str, cls: str) -> None:
    assert cls in [cue.cls for cue in scan_cues(text)]


@pytest.mark.parametrize("text", ["صاروخ على قاعدة", "بيان صحفي", "وزارة الدفاع"])
def test_other_words_are_no_harm(text: str) -> None:
    assert not [cue for cue in scan_cues(text) if cue.cls == "harm"]


def test_spans_are_exact() -> None:
    text = "وأصيبت امرأة ولقوا حتفهم، من دون معلومات"
    assert all(text[cue.start : cue.end] == cue.raw for cue in scan_cues(text))


def test_every_row_has_a_class_and_every_harm_row_a_harm_and_a_role() -> None:
    senses = {sense for rows in cue_lexicon().values() for _, sense in rows}
    assert all(bool(sense.harm and sense.role) == (sense.cls == "harm") for sense in senses)
