"""Place scanner: names, extents, evidence, and which row a mention means."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.arabic.gazetteer import GAZETTEER_VERSION, contains, index, lookup
from extractor.arabic.mentions import Entry, PlaceMention
from extractor.arabic.place import resolve, scan_places

TABLES = Path(__file__).parents[1] / "tables"
SEEDS = sorted((Path(__file__).parents[2] / "seeds" / "articles").glob("*.txt"))
ALPHABET = "حقل قرية مدينة دير الزور بريف والمدن سوريا“”«»\"'،.ـ\u064b\u064e#_\n 123abﻻ"


def rows(name: str) -> list[object]:
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [pytest.param(text, [n for n in names.split("|") if n], id=key) for key, text, names in cells]


def found(text: str) -> list[str]:
    return [mention.raw for mention in scan_places(text)]


def resolved(text: str, raw: str) -> Entry | None:
    mentions = scan_places(text)
    return resolve(next(m for m in mentions if m.raw == raw), mentions)


def entry(text: str, kind: str) -> Entry:
    return next(e for e in lookup(text) if e.kind == kind)


@pytest.mark.parametrize(("text", "names"), rows("places_developed.tsv"))
def test_names_developed_on(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(("text", "names"), rows("places_held_out.tsv"))
def test_names_held_out(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("text", "names"), rows("places_known_failures.tsv"))
def test_names_known_failures(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "raw", "head", "relation"),
    [
        pytest.param("في ريف حلب الشمالي الشرقي", "حلب", "ريف", "الشمالي الشرقي", id="countryside-direction"),
        pytest.param("قرب مدينة الميادين", "الميادين", "مدينة", "قرب", id="relation-before-head"),
        pytest.param("وأطراف الميادين", "الميادين", None, "أطراف", id="relation-without-clitic"),
        pytest.param("شرقي سوريا", "سوريا", None, "شرقي", id="relation"),
    ],
)
def test_head_and_relation(text: str, raw: str, head: str | None, relation: str | None) -> None:
    [mention] = scan_places(text)
    assert (mention.raw, mention.head, mention.relation) == (raw, head, relation)


@pytest.mark.parametrize(
    ("text", "scenes", "parties"),
    [
        ("فصائل مرتبطة بإيران في سوريا", "سوريا", "إيران"),
        ("أعلنت تركيا مقتل جندي شمالي سوريا", "سوريا", "تركيا"),
        ("قصف بدعم من روسيا وإيران", "", "روسيا إيران"),
        ("هجمات في كل من سوريا والعراق", "سوريا العراق", ""),
        ("هجوم على لبنان واليمن", "لبنان اليمن", ""),
        ("مفاوضات بين تركيا وروسيا", "", "تركيا روسيا"),
        ("بسوريا قتل ثلاثة", "سوريا", ""),
        ("السودان: مقتل عشرين", "السودان", ""),
        ("قال رئيس السودان إنه باق", "", "السودان"),
        ("موالون لإيران", "", "إيران"),
        ("وتشهد ليبيا معارك", "ليبيا", ""),
    ],
)
def test_a_country_is_a_scene_or_a_party(text: str, scenes: str, parties: str) -> None:
    mentions = scan_places(text)
    assert [m.raw for m in mentions if not m.party] == scenes.split()
    assert [m.raw for m in mentions if m.party] == parties.split()


def test_a_party_proves_no_area() -> None:
    assert resolved("قصفت إسرائيل بلدة الطيبة", "الطيبة") is None


@pytest.mark.parametrize("name", ["ديرالزور", "دير الزور", "دير-الزور"])
def test_spellings_of_one_town(name: str) -> None:
    assert {e.admin1 for e in lookup(name)} == {"Dayr az Zawr"}


@pytest.mark.parametrize("name", ["البوكمال", "أبو كمال", "البو كمال", "ابوكمال"])
def test_spellings_of_abu_kamal(name: str) -> None:
    assert "geonames:174448" in {e.id for e in lookup(name)}


@pytest.mark.parametrize("name", ["كونيكو", "كونيو", "حقل كونيكو"])
def test_spellings_of_conoco(name: str) -> None:
    assert [e.id for e in lookup(name)] == ["supplement:field:conoco-gas-field"]


def test_unknown_name_has_no_row() -> None:
    assert lookup("لا وجود لهذا الاسم") == ()


@pytest.mark.parametrize(
    ("text", "raw", "expected"),
    [
        pytest.param("في مدينة الميادين", "الميادين", "geonames:173480", id="large-town"),
        pytest.param("في مدينة دير الزور", "دير الزور", "geonames:170794", id="head-noun-chooses-the-city"),
        pytest.param("في محافظة دير الزور", "دير الزور", "geonames:170792", id="head-noun-chooses-the-governorate"),
        pytest.param("في دير الزور", "دير الزور", "geonames:170792", id="bare-name-is-the-governorate"),
        pytest.param("في طرابلس", "طرابلس", None, id="two-countries"),
        pytest.param("في قرية سنجار", "سنجار", None, id="two-governorates"),
        pytest.param("في صنعاء", "صنعاء", None, id="two-governorates-of-one-name"),
        pytest.param("في طرابلس وبنغازي ودرنة في ليبيا", "طرابلس", "geonames:2210245", id="country-named"),
        pytest.param("في بلدة الزهراء في إدلب", "الزهراء", None, id="namesake-elsewhere"),
        pytest.param("في قرية المنسية", "المنسية", None, id="not-in-the-gazetteer"),
        pytest.param("في بلدات المسيفرة وصيدا وأم ولد", "صيدا", None, id="namesake-of-a-city-elsewhere"),
        pytest.param("بين صيدا والناقورة", "صيدا", "geonames:268064", id="city-with-a-neighbour"),
        pytest.param("بين عيترون وبغداد", "بغداد", "geonames:98180", id="great-city-elsewhere"),
    ],
)
def test_resolution(text: str, raw: str, expected: str | None) -> None:
    chosen = resolved(text, raw)
    assert (chosen.id if chosen else None) == expected


def test_small_place_needs_its_governorate() -> None:
    alone, supported = "في بلدة سرمين", "في بلدة سرمين بمحافظة إدلب"
    assert resolved(alone, "سرمين") is None
    town = resolved(supported, "سرمين")
    assert town is not None
    assert town.admin1 == "Idlib"


def test_containment() -> None:
    syria, iraq = entry("سوريا", "country"), entry("العراق", "country")
    governorate, town = entry("دير الزور", "governorate"), entry("الميادين", "populated_place")
    district, field = entry("الميادين", "district"), entry("حقل العمر", "field")
    sea = entry("البحر الأحمر", "water")
    assert contains(syria, town) is True
    assert contains(iraq, town) is False
    assert contains(governorate, town) is True
    assert contains(town, governorate) is False
    assert contains(town, town) is True
    assert contains(governorate, field) is None
    assert contains(district, town) is None
    assert contains(syria, sea) is None
    assert contains(entry("حلب", "governorate"), town) is False
    assert contains(governorate, entry("حلب", "governorate")) is False


def test_district_contains_its_subdistrict_only() -> None:
    uzlah = next(e for rows in index().entries.values() for e in rows if e.kind == "subdistrict")
    districts = {e.id: e for rows in index().entries.values() for e in rows if e.id.startswith("yemen-district")}
    own = [d for d in districts.values() if (d.admin1, d.admin2) == (uzlah.admin1, uzlah.admin2)]
    other = next(d for d in districts.values() if d.admin1 == uzlah.admin1 and d.admin2 != uzlah.admin2)
    assert contains(other, uzlah) is False
    assert all(contains(d, uzlah) for d in own)


def test_supplement_states_no_coordinates() -> None:
    sites = {e for rows in index().entries.values() for e in rows if e.source.startswith("supplement")}
    assert len(sites) >= 150
    assert all((e.lat, e.lon, e.admin1, e.admin2) == (None, None, None, None) for e in sites)


def test_version_is_a_hash() -> None:
    assert len(GAZETTEER_VERSION) == 21


@pytest.mark.parametrize("article", SEEDS, ids=lambda path: path.stem[:3])
def test_places_of_an_article_are_ordered(article: Path) -> None:
    text = article.read_text(encoding="utf-8")
    assert_sound(text, scan_places(text))


def assert_sound(text: str, mentions: list[PlaceMention]) -> None:
    assert all(m.raw == text[m.start : m.end] and m.raw for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@given(st.text(st.sampled_from(ALPHABET)))
def test_any_text_scans(text: str) -> None:
    assert_sound(text, scan_places(text))


@given(st.lists(st.sampled_from(["حقل", "قريتي", "مدينة", "وحلب", "بدير", "الزور", "“", "”", "في", "و", "،", "\n"])))
def test_any_sequence_of_place_words_scans(words: list[str]) -> None:
    text = " ".join(words)
    mentions = scan_places(text)
    assert_sound(text, mentions)
    for mention in mentions:
        chosen = resolve(mention, mentions)
        assert chosen is None or chosen in mention.entries


@pytest.mark.parametrize("unit", ["ا", "\u064b", "5", "“", "و", "حلب ", "قرى ", "وحلب ", "دير "])
@pytest.mark.no_cover  # the tracer would be timed, too
def test_hostile_repetition_is_linear(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    scan_places(text)
    assert time.process_time() - started < 2
