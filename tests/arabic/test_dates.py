"""Date mentions: tables by provenance, gold of the seed articles, laws."""

import json
from datetime import date
from pathlib import Path

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from extractor.arabic.dates import scan_dates
from extractor.arabic.published import infer_published

ROOT = Path(__file__).parents[2]
HOSTILE = ["آب ", "13 ", "و", "ُ", "1", "(", "ليل الثلاثاء ", "من ", "أمس،", "بين 3 و", "\n", "1/", "اليوم "]
WORDS = (
    "آب مارس الاثنين الأحد أمس اليوم ليل فجر مطلع الماضي المقبل الشهر العام عام شهر رمضان صفر قبل بعد بين من إلى و "
    "13 31 29 2024 1444 9999 3/4 31/2/2023 تشرين الثاني الليلة الماضية نفسه هذا يومين أيام ساعة آخر الساعة "
    "التاسعة ، - / ( )"
)


def rows(name: str) -> list[list[str]]:
    lines = (ROOT / "tests" / "tables" / f"dates_{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


def day(iso: str) -> date | None:
    return None if iso == "-" else date.fromisoformat(iso)


def cases(name: str) -> list[object]:
    return [pytest.param(row, id=f"{name}-{number}-{row[1]}") for number, row in enumerate(rows(name))]


@pytest.mark.parametrize("row", cases("developed_on") + cases("held_out"))
def test_expression(row: list[str]) -> None:
    published, text, raw, *expected = row
    found = [
        [m.raw, str(m.first or "-"), str(m.last or "-"), m.precision or "-", m.time_of_day or "-"]
        for m in scan_dates(text, day(published))
    ]
    assert found == ([] if raw == "-" else [[raw, *expected]])


@pytest.mark.parametrize("row", cases("conflicts"))
def test_planted_conflict(row: list[str]) -> None:
    assert any(mention.conflict for mention in scan_dates(row[1], day(row[0])))


@pytest.mark.parametrize("row", cases("developed_on") + cases("held_out"))
def test_no_conflict_where_none_is_planted(row: list[str]) -> None:
    assert not any(mention.conflict for mention in scan_dates(row[1], day(row[0])))


WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
DATED = (
    "{} 13 آذار", "{} 13 آذار 2023", "{}، 13 من آذار/مارس", "يوم {} الموافق 13 مارس 2023م", "مساء {} 13/3/2023",
    "{} 13/3", "{} الثالث عشر من آذار", "{} (13 آذار)", "13 آذار 2023، {}", "13 آذار ({})", "13 مارس 2023 يوم {}",
    "2023-03-13، {}", "{} 13\\3\\2023",
    "{} المصادف 13 آذار", "{} 13 و14 آذار", "{} 13 من الشهر الجاري", "{} 13 الجاري", "أمس {} 13 آذار", "أمس {}",
)  # fmt: skip


@pytest.mark.parametrize("shape", DATED)
@pytest.mark.parametrize("weekday", range(7))
def test_no_wrong_weekday_is_swallowed(shape: str, weekday: int) -> None:
    mentions = scan_dates(f"قتل ثلاثة {shape.format(WEEKDAYS[weekday])} في القصف", date(2023, 3, 14))
    assert any(m.conflict for m in mentions) == (weekday != 0)
    assert weekday or [m.first for m in mentions] == [date(2023, 3, 13)]


def seed_dates() -> list[object]:
    found: list[object] = []
    for path in sorted((ROOT / "seeds" / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (ROOT / "seeds" / "articles" / f"{path.stem}.txt").read_text(encoding="utf-8")
        for incident in gold["incidents"]:
            if incident["date"] and incident["date"]["raw"]:
                found.append(
                    pytest.param(text, gold["published"] or "-", incident["date"], id=f"{path.stem}-{incident['id']}")
                )
    return found


@pytest.mark.parametrize(("text", "published", "gold"), seed_dates())
def test_gold_incident_dates(text: str, published: str, gold: dict[str, str | None]) -> None:
    at = text.index(gold["raw"] or "")
    overlapping = [m for m in scan_dates(text, day(published)) if m.start < at + len(gold["raw"] or "") and m.end > at]
    ends = [(m.first and m.first.isoformat(), m.last and m.last.isoformat()) for m in overlapping]
    assert (gold["start"], gold["end"]) in ends


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("دمشق – 13 آذار 2023\nقتل مدنيان بانفجار لغم.", "2023-03-13"),
        ("تاريخ النشر: 14/3/2023\nقتل مدنيان بانفجار لغم.", "2023-03-14"),
        ("بغداد (وكالات) 3 كانون الثاني 2020: قتل القائد.", "2020-01-03"),
        ("قتل مدنيان أمس الاثنين 13 آذار 2023 بانفجار لغم.", "2023-03-14"),
        ("قتل مدنيان اليوم السبت 25 آذار في حصيلة هي الأعلى خلال عام 2023.", "2023-03-25"),
        ("قتل مدنيان اليوم السبت 25 آذار في حصيلة هي الأعلى منذ عام 2017 وحتى 2019.", None),
        ("قتل مدنيان اليوم السبت 25 آذار في البلدة.", None),
        ("قتل مدنيان في 13 آذار 2023 بانفجار لغم كبير قرب القرية الواقعة شرقا.", None),
        ("اندلعت الحرب أمس. بدأت عام 2015.", None),
        ("أمس الأحد 13 آذار 2023 قتل مدنيان بانفجار لغم.", None),
        ("", None),
    ],
)
def test_infer_published(text: str, expected: str | None) -> None:
    assert infer_published(text) == (date.fromisoformat(expected) if expected else None)


def test_weekday_leaves_candidate_years_without_any_anchor() -> None:
    (mention,) = scan_dates("وقع الهجوم الأربعاء 15 تشرين الثاني في البلدة", None)
    assert mention.first is None
    assert [d.year for d in mention.candidates] == [2000, 2006, 2017, 2023, 2028, 2034]


def test_weekday_fixes_the_year_that_the_text_names() -> None:
    text = "وقع الهجوم الأربعاء 15 تشرين الثاني في البلدة، وهو الأعنف خلال عام 2023."
    assert [m.first for m in scan_dates(text, None)] == [date(2023, 11, 15), date(2023, 1, 1)]


@pytest.mark.parametrize("weekday", [0, 1, 3, 4, 5, 6])
def test_another_weekday_near_that_year_stays_open(weekday: int) -> None:
    text = f"وقع الهجوم {WEEKDAYS[weekday]} 15 تشرين الثاني في البلدة، وهو الأعنف خلال عام 2023."
    found = scan_dates(text, None)[0]
    assert found.first is None
    assert all(day.weekday() == weekday for day in found.candidates)


def test_same_month_is_the_one_last_named() -> None:
    found = scan_dates("في آب 2022 قصفت القاعدة، ثم قصفت خلال الشهر نفسه مرتين.", date(2023, 3, 14))
    assert [(m.raw, m.first, m.basis) for m in found][1] == ("الشهر نفسه", date(2022, 8, 1), "relative_to_event")


def test_nights_that_do_not_follow_one_another_stay_two() -> None:
    found = scan_dates("في الثاني عشر من آذار، ثم ليل أمس قصفوا القرية", date(2023, 3, 14))
    assert [m.first for m in found] == [date(2023, 3, 12), date(2023, 3, 13)]


@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join) | st.text(max_size=60),
    st.none() | st.dates(date(1950, 1, 1), date(2100, 12, 31)),
)
def test_laws(text: str, published: date | None) -> None:
    infer_published(text)
    end = 0
    for mention in scan_dates(text, published):
        assert mention.start >= end
        assert mention.raw == text[mention.start : mention.end]
        assert (mention.first is None) == (mention.last is None)
        assert mention.first is None or mention.last is None or mention.first <= mention.last
        end = mention.end


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.no_cover  # the tracer would be timed, too
def test_linear_time(piece: str) -> None:
    assert_linear(lambda length: scan_dates(piece * (length // len(piece)), date(2023, 3, 14)), 5_000)
