"""From mentions and ranges to the leaves and items of a record: every quote is copied from the text by code."""

from collections.abc import Collection, Iterable

from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.geography import resolve_among
from extractor.arabic.mentions import DateMention, Entry, NumberMention, PlaceMention
from extractor.arabic.place import lookup
from extractor.arabic.scan import Scan
from schemas.base import Span
from schemas.place import GazetteerEntry, Place
from schemas.quantity import Bound, NumberForm, Quantity
from schemas.when import DateBasis, Precision, When

Range = tuple[int, int]


def span(text: str, start: int, end: int) -> Span:
    """The span of a range, quote included."""
    return Span(start=start, end=end, quote=text[start:end])


def quantity(text: str, where: Range, read: NumberMention | CasualtyMention) -> Quantity:
    """A figure whose raw words are the given range; the values are those that a scanner read."""
    words = span(text, *where)
    return Quantity(
        raw=words.quote,
        evidence=words,
        low=_whole(read.low),
        high=_whole(read.high),
        bound=Bound(read.bound),
        form=NumberForm(read.form) if read.form else None,
        unit=read.unit,
    )


def _whole(value: float | int | None) -> int | None:
    return None if value is None else int(value)


def only_day(seen: Scan, before: int) -> DateMention | None:
    """The day that a text has named before an offset, where it has named no other: news names its day once, first."""
    named = [day for day in seen.named_days[:2] if day.start < before]
    return named[0] if len(named) == 1 else None


def when(text: str, date: DateMention | None) -> When | None:
    """A date expression with its resolved days."""
    if date is None:
        return None
    words = span(text, date.start, date.end)
    return When(
        raw=words.quote,
        evidence=words,
        start=date.first,
        end=date.last,
        precision=Precision(date.precision) if date.precision else None,
        time_of_day=date.time_of_day,
        basis=DateBasis(date.basis) if date.basis else None,
    )


def place(seen: Scan, mention: PlaceMention) -> Place:
    """A place; it resolves to a gazetteer row only where exactly one fits beside the article's other places."""
    words = span(seen.text, mention.start, mention.end)
    entry = resolve_among(mention, seen.areas)
    return Place(
        raw=words.quote,
        evidence=words,
        kind=mention.head or (entry.kind if entry else None),
        relation=mention.relation,
        gazetteer=gazetteer_row(entry) if entry else None,
    )


def gazetteer_row(entry: Entry) -> GazetteerEntry:
    """A row of the gazetteer as a record stores it."""
    return GazetteerEntry(
        id=entry.id,
        name_en=entry.name_en,
        lat=entry.lat,
        lon=entry.lon,
        admin1=entry.admin1,
        admin2=entry.admin2,
        country=entry.country,
        source=entry.source,
    )


def overlap(a: Range, b: Range) -> int:
    """How many code points two ranges share."""
    first = a[0] if a[0] > b[0] else b[0]
    last = a[1] if a[1] < b[1] else b[1]
    return last - first if last > first else 0


def item_id(letter: str, start: int, taken: Collection[str]) -> str:
    """Kind letter and start of the first evidence; a second item there gets `.2`, a third `.3`."""
    base = f"{letter}{start}"
    if base not in taken:
        return base
    return next(name for n in range(2, len(taken) + 3) if (name := f"{base}.{n}") not in taken)


def local_places(places: Iterable[Place]) -> list[Place]:
    """The places below country level; a name in no gazetteer counts as one."""
    return [p for p in places if not any(entry.kind == "country" for entry in lookup(p.raw))]
