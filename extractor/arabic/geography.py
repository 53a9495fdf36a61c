"""Which gazetteer row a mention means: exactly one that fits, or none.

Evidence in order: the head noun (مدينة, محافظة, ريف), the governorates and countries of the other places in the text,
then size, and size alone only where it is overwhelming. A small place is never taken on its name alone, because the
gazetteer lacks most villages and their names recur: some evidence in the text must point to its governorate.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from extractor.arabic.fold import fold_key
from extractor.arabic.gazetteer import contains, index
from extractor.arabic.mentions import Entry, PlaceMention
from extractor.arabic.place_words import place_words

_LARGE = 50_000
_GREAT = 300_000
_OVERWHELMING = 20
_SMALL = ""
_EVERYDAY = 2  # the evidence that a spelling demands from which on it is an everyday word
_SITES = frozenset(
    {"field", "base", "airport", "crossing", "camp", "quarter", "village", "region", "water", "dam", "port"}
)

Area = tuple[str, str | None]


def resolve(mention: PlaceMention, others: Sequence[PlaceMention]) -> Entry | None:
    """The one row that a mention means, given the places of its text; None if none or several fit."""
    return resolve_among(mention, proved_areas(others))


def resolve_among(mention: PlaceMention, proved: Mapping[Area, int]) -> Entry | None:
    """As `resolve`, with how often the places of the text, this mention among them, prove each area."""
    entries = _fitting_head(mention)
    entries = tuple(e for e in entries if e.kind != "subdistrict" or mention.head) if len(entries) > 1 else entries
    own = _proved(mention)
    standing = frozenset(area for area, times in proved.items() if times > (area == own))
    areas = frozenset(area for area in standing if area[1] != _SMALL)
    entries = _in_areas(entries, areas)
    chosen = _widest_of_one_place(entries) or _dominant(entries, areas)
    if chosen is None or _is_common_quarter(chosen, mention) or not _supported(chosen, areas, mention):
        return None
    return chosen if _is_hinted(chosen, mention, {country for country, _ in standing}) else None


def _is_hinted(entry: Entry, mention: PlaceMention, countries: set[str]) -> bool:
    """Whether the text names a place of the row's country; where it names others' only, a city must be great."""
    if not countries or not entry.country or entry.country in countries or entry.kind == "country":
        return True
    return any(e.country == entry.country and index().population.get(e.id, 0) >= _GREAT for e in mention.entries)


def _is_common_quarter(entry: Entry, mention: PlaceMention) -> bool:
    """Quarters of one everyday name (الرمال, الدرج) stand in many towns: such a name alone is no row."""
    return entry.kind == "quarter" and index().demand.get(fold_key(mention.raw), 0) >= _EVERYDAY


def _fitting_head(mention: PlaceMention) -> tuple[Entry, ...]:
    """Rows of the kinds that the head noun can denote; all rows where it rules out every one."""
    head = place_words().heads.get(fold_key(mention.head)) if mention.head else None
    if head is None:
        return mention.entries
    fitting = tuple(e for e in mention.entries if e.kind in head.kinds)
    if head.group in {"settlement", "district", "unit", "countryside", "governorate"}:
        return fitting or tuple(e for e in mention.entries if e.kind in _SITES)
    return fitting or mention.entries


def proved_areas(places: Sequence[PlaceMention]) -> Mapping[Area, int]:
    """The (country, governorate) pairs that places prove, with how many do.

    The governorate is None for a country, `_SMALL` where only a small place of one country speaks for it.
    """
    return Counter(area for place in places if (area := _proved(place)) is not None)


def _proved(other: PlaceMention) -> Area | None:
    countries = {e.country for e in other.entries}
    if other.party or len(countries) != 1 or "" in countries:
        return None
    if not any(_is_prominent(e) for e in other.entries):
        return countries.pop(), _SMALL
    governorates = {e.admin1 for e in other.entries}
    return countries.pop(), governorates.pop() if len(governorates) == 1 else None


def _is_prominent(entry: Entry) -> bool:
    return entry.kind in {"country", "governorate"} or index().population.get(entry.id, 0) >= _LARGE


def _in_areas(entries: tuple[Entry, ...], areas: frozenset[Area]) -> tuple[Entry, ...]:
    """The rows in a governorate that the text names, else those in a country it names, else all."""
    same = tuple(e for e in entries if e.admin1 and (e.country, e.admin1) in areas)
    countries = {country for country, _ in areas}
    return same or tuple(e for e in entries if e.country in countries) or entries


def _widest_of_one_place(entries: tuple[Entry, ...]) -> Entry | None:
    """The governorate that holds its namesakes, the town of a town and its district: true whichever is meant."""
    if len(entries) == 1:
        return entries[0]
    for outer in entries:
        if outer.kind in {"country", "governorate"} and all(contains(outer, inner) for inner in entries):
            return outer
    towns = [e for e in entries if e.kind == "populated_place"]
    same = len({(e.country, e.admin1) for e in entries}) == 1
    return towns[0] if same and len(towns) == 1 else None


def _dominant(entries: tuple[Entry, ...], areas: frozenset[Area]) -> Entry | None:
    """The governorate or city that dwarfs all its namesakes, where no other area of the text speaks for one of them."""
    if areas & {(e.country, e.admin1) for e in entries if not _is_prominent(e)}:
        return None
    population = index().population
    ranked = sorted(entries, key=lambda e: population.get(e.id, 0), reverse=True)
    governorates = [e for e in entries if e.kind == "governorate"]
    if len(governorates) > 1 or not ranked:
        return None
    first = ranked[0]
    overshadowed = [e for e in ranked[1:] if (e.country, e.admin1) != (first.country, first.admin1)]
    most = population.get(overshadowed[0].id, 0) if overshadowed else 0
    if any(e.kind == "governorate" for e in overshadowed) or population.get(first.id, 0) < max(
        _LARGE, _OVERWHELMING * most
    ):
        return None
    return _widest_of_one_place(tuple(e for e in entries if e not in overshadowed))


def _supported(entry: Entry, areas: frozenset[Area], mention: PlaceMention) -> bool:
    """Whether the text speaks for the area of a row; large places and named sites need only not be contradicted."""
    if (entry.country, entry.admin1) in areas or entry.kind == "country":
        return True
    countries = {country for country, _ in areas}
    governorates = {area for area in areas if area[1] is not None}
    if entry.source.startswith("supplement"):
        return mention.head is not None or not entry.country or not countries or entry.country in countries
    if _is_prominent(entry):
        return entry.country in countries or not governorates
    return not governorates and countries == {entry.country}
