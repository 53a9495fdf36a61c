"""Errors in what only code computes: figures, days, spans, ids. Planted in the items, after grounding.

They show a fault of the code, or an edit of a stored record by hand; a model cannot make them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from extractor.selftest.planted import Bed, Planted
from extractor.selftest.subject import Place, replaced
from schemas.aggregate import Metric
from schemas.base import Span
from schemas.casualty import Casualty
from schemas.items import KINDS
from schemas.quantity import Quantity
from schemas.state import Item

_FIGURES = (("casualties", "count"), ("incidents", "munitions"), ("aggregates", "total"))
_YEAR = 365
_FAR = "99999999"


def computed_figure(bed: Bed) -> Iterator[Planted]:
    """The figure that was read, and one more."""
    for kind, field in _FIGURES:
        for where, item in bed.subject.items(kind):
            figure: Quantity | None = getattr(item, field)
            if figure and figure.low is not None:
                more = figure.model_copy(update={"low": figure.low + 1, "high": (figure.high or figure.low) + 1})
                yield _changed(bed, where, item, **{field: more})


def day_off_by_one(bed: Bed) -> Iterator[Planted]:
    """The day before or after."""
    return _days_off(bed, (-1, 1))


def day_off_by_a_year(bed: Bed) -> Iterator[Planted]:
    """The same day of the year before or after."""
    return _days_off(bed, (-_YEAR, _YEAR))


def quote_changed(bed: Bed) -> Iterator[Planted]:
    """One word of a quote has other letters."""
    for where, item in _all(bed):
        span = item.evidence[0]
        words = span.quote.split(" ")
        at = bed.random.randrange(len(words))
        words[at] = "ظ" * len(words[at])
        wrong = Span(start=span.start, end=span.end, quote=" ".join(words))
        if wrong.quote != span.quote:
            yield _changed(bed, where, item, evidence=[wrong, *item.evidence[1:]])


def quote_moved(bed: Bed) -> Iterator[Planted]:
    """The right words with the offsets of others."""
    for where, item in _all(bed):
        span = item.evidence[0]
        by = bed.random.choice((-1, 1, 7))
        if span.start + by >= 0 and bed.subject.seen.text[span.start + by : span.end + by] != span.quote:
            wrong = Span(start=span.start + by, end=span.end + by, quote=span.quote)
            yield _changed(bed, where, item, evidence=[wrong, *item.evidence[1:]])


def part_above_its_whole(bed: Bed) -> Iterator[Planted]:
    """A count as a part of a smaller one."""
    counts: list[Casualty] = [item for _, item in bed.subject.items("casualties")]
    for where, item in bed.subject.items("casualties"):
        smaller = [k for k in counts if k.count.high is not None and (item.count.low or 0) > k.count.high > 0]
        if smaller:
            yield _changed(bed, where, item, subset_of=bed.random.choice(smaller).id)


def metric_swapped(bed: Bed) -> Iterator[Planted]:
    """Another thing counted by a total."""
    for where, item in bed.subject.items("aggregates"):
        yield _changed(bed, where, item, metric=Metric.ATTACKS if item.metric is Metric.KILLED else Metric.KILLED)


def duplicate(bed: Bed) -> Iterator[Planted]:
    """The same item once more under an id of its own."""
    for where, item in _all(bed):
        twin = item.model_copy(update={"id": item.id + ".9"})
        line = (*getattr(bed.subject.untouched.items, where[0]), twin)
        items = replace(bed.subject.untouched.items, **{where[0]: line})
        yield Planted(where, "id", item.id, twin.id, items=items, item=twin.id)


def broken_id(bed: Bed) -> Iterator[Planted]:
    """A link to an item that is not there."""
    for where, item in bed.subject.items("casualties"):
        yield _changed(bed, where, item, incident_id="i" + _FAR)
    for where, item in bed.subject.items("claims"):
        yield _changed(bed, where, item, about=["i" + _FAR])


def _days_off(bed: Bed, steps: tuple[int, ...]) -> Iterator[Planted]:
    for where, item in bed.subject.items("incidents"):
        if item.date and item.date.start and item.date.end:
            by = timedelta(bed.random.choice(steps))
            moved = {"start": _moved(item.date.start, by), "end": _moved(item.date.end, by)}
            yield _changed(bed, where, item, date=item.date.model_copy(update=moved))


def _moved(day: date, by: timedelta) -> date:
    return day + by if date.min + timedelta(_YEAR) < day < date.max - timedelta(_YEAR) else day


def _all(bed: Bed) -> Iterator[tuple[Place, Any]]:
    for kind in KINDS:
        yield from bed.subject.items(kind)


def _changed(bed: Bed, where: Place, item: Item, **update: Any) -> Planted:
    new = item.model_copy(update=update)
    (field, value), *_ = update.items()
    items = replaced(bed.subject.untouched.items, new)
    return Planted(where, field, _shown(getattr(item, field)), _shown(value), items=items, item=item.id)


def _shown(value: Any) -> str:
    """A value in one line: figures and days without the words around them."""
    if isinstance(value, Quantity):
        return f"{value.low}..{value.high}"
    if isinstance(value, list) and value and isinstance(value[0], Span):
        return f"{value[0].start}:{value[0].end} {value[0].quote}"
    start, end = getattr(value, "start", None), getattr(value, "end", None)
    return f"{start}..{end}" if start else str(value)


VALUES = (
    computed_figure, day_off_by_one, day_off_by_a_year, quote_changed, quote_moved, part_above_its_whole,
    metric_swapped, duplicate, broken_id,
)  # fmt: skip
