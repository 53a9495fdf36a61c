"""The frozen gazetteer: rows, their folded names, and what one row says about another.

Tables: `data/gazetteer.tsv.gz` (GeoNames, CLDR, yemen-regions; built by tools/build_gazetteer.py) and
`data/places_supplement.tsv` (sites, quarters, regions; names without coordinates).
"""

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import Entry

_DATA = files("extractor.arabic") / "data"
_FROZEN = _DATA / "gazetteer.tsv.gz"
_SUPPLEMENT = _DATA / "places_supplement.tsv"
_SUPPLEMENT_SOURCE = "supplement: name only"
_COMPACT = 7  # letters from which a name of two words is also known written as one (ديرالزور)

_NO_EVIDENCE = 4
_RANK = {
    "country": 0,
    "governorate": 1,
    "district": 2,
    "subdistrict": 3,
}  # what is not listed is a place in one of them


@dataclass(slots=True)
class Index:
    """Folded name -> rows; `demand`: the evidence a name needs; `longest`: words of the longest name by its first."""

    entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    demand: dict[str, int] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    population: dict[str, int] = field(default_factory=dict)

    def add(self, spelling: str, entry: Entry) -> None:
        """Index a row under a spelling that ends in its demand digit."""
        name, demand = fold_key(spelling[:-1]), int(spelling[-1])
        self._add(name, entry, demand)
        if " " in name and len(name) > _COMPACT:
            self._add(name.replace(" ", ""), entry, demand)

    def _add(self, name: str, entry: Entry, demand: int) -> None:
        known = self.entries.get(name, ())
        if entry not in known:
            self.entries[name] = (*known, entry)
        self.demand[name] = min(demand, self.demand.get(name, _NO_EVIDENCE))
        first = name.partition(" ")[0]
        self.longest[first] = max(self.longest.get(first, 0), name.count(" ") + 1)


def _version() -> str:
    with _FROZEN.open("rb") as raw, gzip.open(raw, "rt", encoding="utf-8") as rows:
        frozen = rows.readline().split()[-1]
    return f"{frozen}+{hashlib.sha256(_SUPPLEMENT.read_bytes()).hexdigest()[:8]}"


GAZETTEER_VERSION: str = _version()
"""Content hash of the frozen rows, and of the supplement."""


@lru_cache(maxsize=1)
def index() -> Index:
    """The loaded gazetteer. Read once; about a tenth of a second."""
    table = Index()
    by_id: dict[str, Entry] = {}
    for cells in _rows(gzip.decompress(_FROZEN.read_bytes()).decode("utf-8")):
        entry = _entry(cells)
        by_id[entry.id] = entry
        table.population[entry.id] = int(cells[9])
        for name in cells[11].split("|"):
            table.add(name, entry)
    for identifier, kind, name, name_en, country, names in _rows(_SUPPLEMENT.read_text(encoding="utf-8")):
        site = Entry(identifier, name, name_en, kind, None, None, None, None, country, _SUPPLEMENT_SOURCE)
        for spelling in names.split("|"):
            table.add(spelling, by_id[identifier] if kind == "alias" else site)
    return table


def _rows(text: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in text.split("\n") if line and not line.startswith("#"))


def _entry(cells: list[str]) -> Entry:
    identifier, kind, name, name_en, lat, lon, admin1, admin2, country, _, source, _ = cells
    return Entry(
        id=identifier, name=name, name_en=name_en, kind=kind, lat=float(lat) if lat else None,
        lon=float(lon) if lon else None, admin1=admin1 or None, admin2=admin2 or None, country=country, source=source,
    )  # fmt: skip


def lookup(name: str) -> tuple[Entry, ...]:
    """Every row of a name, whatever its spelling of alef, hamza, ya, ta marbuta, spaces, hyphens and quotes."""
    key = " ".join(fold_key(name).replace("-", " ").replace('"', " ").split())
    entries = index().entries
    return entries.get(key) or entries.get(key.replace(" ", ""), ())


def contains(outer: Entry, inner: Entry) -> bool | None:
    """Whether the first place holds the second (site, district, governorate, country); None if unstated."""
    if outer.id == inner.id:
        return True
    if not outer.country or not inner.country:
        return None
    if outer.country != inner.country or _rank(inner) < _rank(outer):
        return False
    if outer.kind == "country":
        return True
    if inner.admin1 is None or outer.admin1 is None:
        return None
    if inner.admin1 != outer.admin1:
        return False
    return _within_governorate(outer, inner)


def _within_governorate(outer: Entry, inner: Entry) -> bool | None:
    if outer.kind == "governorate":
        return inner.kind != "governorate"
    if outer.kind == "district" and inner.admin2:
        return inner.admin2 == outer.admin2 and inner.kind != "district"
    return None


def _rank(entry: Entry) -> int:
    return _RANK.get(entry.kind, len(_RANK))
