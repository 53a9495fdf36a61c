"""Claims: who says what, on sentences of our own and on laws that hold for every text."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.arabic.attribution import scan_claims
from extractor.arabic.sentences import split_sentences

TABLES = Path(__file__).parent.parent / "tables"


def rows(name: str) -> list[tuple[str, str]]:
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [(text, expected) for text, _, expected in (line.partition("\t") for line in lines if line[:1] != "#")]


def read(text: str) -> str:
    claims = scan_claims(text, split_sentences(text))
    return "; ".join(f"{text[c.speaker_start : c.speaker_end]}={c.act}" for c in claims)


@pytest.mark.parametrize(("text", "expected"), rows("attribution_developed_on.tsv"))
def test_developed_on(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("text", "expected"), rows("attribution_held_out.tsv"))
def test_held_out(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.xfail(strict=True, reason="known failure")
@pytest.mark.parametrize(("text", "expected"), rows("attribution_known_failures.tsv"))
def test_known_failures(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "قال المرصد السوري لحقوق الإنسان إن غارة قتلت خمسة. وأضاف المرصد أن منازل دمرت في القصف.",
            "المرصد السوري لحقوق الإنسان=reports; المرصد السوري لحقوق الإنسان=reports",
            id="short_name_of_a_body",
        ),
        pytest.param(
            "قال العقيد تركي المالكي إن الهجوم فشل. وأكد المالكي مقتل جندي.",
            "تركي المالكي=reports; تركي المالكي=reports",
            id="last_name",
        ),
        pytest.param("يذكر أن الهجوم أسفر عن مقتل خمسة.", "", id="impersonal_verb"),
    ],
)
def test_the_fullest_name_speaks(text: str, expected: str) -> None:
    assert read(text) == expected


def test_offsets_of_a_claim() -> None:
    text = "وقالت مصادر محلية إن القصف دمر منزلا."
    (claim,) = scan_claims(text, split_sentences(text))
    assert text[claim.verb_start : claim.verb_end] == "وقالت"
    assert text[claim.content_start : claim.content_end] == "إن القصف دمر منزلا."
    assert text[claim.start : claim.end] == text[:-1]
    assert not claim.speaker_anaphoric


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("واتهمت الشرطة جماعة الحوثي بقتل سبعة صيادين.", "جماعة الحوثي"),
        ("قالت مصادر طبية إن قوات الدعم السريع قصفت السوق.", "قوات الدعم السريع"),
        ("قالت مصادر طبية إن القصف الذي شنه المسلحون دمر السوق.", None),
        ("قالت مصادر طبية إن القصف دمر السوق.", None),
    ],
)
def test_the_accused_where_grammar_names_one(text: str, accused: str | None) -> None:
    (claim,) = scan_claims(text, split_sentences(text))
    assert (text[slice(*claim.accused)] if claim.accused else None) == accused


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("ونقلت وكالة رويترز عن مصدر طبي أن خمسة قتلوا.", "وكالة رويترز"),
        ("وأفادت قناة الشرق نقلا عن مصدر طبي بمقتل خمسة.", "قناة الشرق"),
        ("قال مصدر طبي إن خمسة قتلوا.", None),
    ],
)
def test_the_medium_that_passed_the_words_on(text: str, via: str | None) -> None:
    (claim,) = scan_claims(text, split_sentences(text))
    assert text[claim.speaker_start : claim.speaker_end] == "مصدر طبي"
    assert (text[slice(*claim.via)] if claim.via else None) == via


WORDS = st.sampled_from(
    [
        "قال",
        "وقالت",
        "أعلن",
        "نفى",
        "اتهم",
        "تبنت",
        "لم",
        "بحسب",
        "وفقا",
        "ل",
        "نقلت",
        "عن",
        "أن",
        "إن",
        "مقتل",
        "قصف",
        "الجيش",
        "حماس",
        "المرصد",
        "محمد",
        "علي",
        "رئيس",
        "،",
        ".",
        ":",
        '"',
        "(",
        ")",
        "مشيرا",
        "إلى",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_every_range_lies_in_the_text(text: str) -> None:
    for claim in scan_claims(text, split_sentences(text)):
        assert 0 <= claim.start < claim.end <= len(text)
        assert text[claim.speaker_start : claim.speaker_end].strip()
        assert claim.content_start < claim.content_end <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "ا",
        '"',
        "1",
        "َ",
        "قال ",
        "وفق ",
        "(",
        "إعلان ",
        "مقتل ",
        "محمد ",
        "وفق محمد ",
        "قال رئيس ",
        "اتهم ",
        "قال الجيش ",
        "نقلت عن ",
    ],
)
@pytest.mark.no_cover  # the tracer would be timed, too
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    scan_claims(text, split_sentences(text))
    assert time.process_time() - started < 2


@pytest.mark.no_cover  # the tracer would be timed, too
def test_many_names_of_one_head_noun_take_linear_time() -> None:
    letters = "بتجحدرسصطعفقكلمن"
    names = ("".join(letters[n // 16**k % 16] for k in range(4)) for n in range(1700))
    text = "".join(f"وقال تنظيم {name} إن خمسة قتلوا. وقال التنظيم إن القصف وقع. " for name in names)
    started = time.process_time()
    scan_claims(text, split_sentences(text))
    assert time.process_time() - started < 2
