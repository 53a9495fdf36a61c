"""Places: the words, and the gazetteer entry they resolve to where exactly one fits."""

from schemas.base import Leaf, Stored


class GazetteerEntry(Stored):
    """A row of the frozen gazetteer; coordinates are WGS 84 degrees, null where the source states none."""

    id: str
    name_en: str
    lat: float | None
    lon: float | None
    admin1: str | None
    admin2: str | None
    country: str
    source: str


class Place(Leaf):
    """A named place; without a gazetteer entry the name alone grounds but is not resolved."""

    kind: str | None
    relation: str | None
    gazetteer: GazetteerEntry | None
