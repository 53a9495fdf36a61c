"""A total counts what its metric says, and the parts that the text breaks it into are no more than it."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from extractor.arabic.counted import counted_thing
from extractor.arabic.fold import fold_key
from extractor.validators.case import Case, Problem, Rule, read_at
from schemas.aggregate import Aggregate
from schemas.casualty import Harm
from schemas.quantity import Bound, Quantity
from schemas.record import Level
from schemas.state import Item

_OF_THEM = re.compile(r"[،\s]*(?:من )?(?:بينها|بينهم|منها|منهم)")
_AND = re.compile(r"و")
_NEAR = 60  # code points from a figure to the place of what it counts
_LIKE = {"fighters": "armed", "troops": "armed"}  # the same people in two services


def _metric(case: Case) -> Iterator[Problem]:
    for item in case.items.aggregates:
        said = _said(case, item)
        if said is None:
            message = f"«{item.total.raw}» is no total that can be read."
            yield Problem(item.id, "total", Level.REVIEW, message, item.total.evidence)
        elif _LIKE.get(said, said) != _LIKE.get(item.metric, item.metric):
            message = f"«{item.total.raw}» counts {said}, not {item.metric.value}."
            yield Problem(item.id, "metric", Level.REJECT, message, item.total.evidence)
        elif said != item.metric:
            message = f"«{item.total.raw}» counts {said}; is {item.metric.value} meant?"
            yield Problem(item.id, "metric", Level.REVIEW, message, item.total.evidence)


def _said(case: Case, item: Aggregate) -> str | None:
    """What the total counts, "other" for people without a part in it."""
    totals = read_at(case.scan.totals, item.total.evidence)
    if totals:
        return totals[0].metric
    numbers = read_at(case.scan.numbers, item.total.evidence)
    thing = counted_thing(case.scan.text, numbers[0], case.scan.casualties).thing if numbers else None
    return "other" if thing == "people" else thing


def _sum(case: Case) -> Iterator[Problem]:
    """Parts told after a total in its sentence ("among them") add up to no more than it."""
    whole: Aggregate | None = None
    added = 0
    for item in sorted(case.items.aggregates, key=lambda a: a.total.evidence.start):
        if not any(t.rule == "part" for t in read_at(case.scan.totals, item.total.evidence)):
            whole, added = item, 0
        elif whole and whole.total.high is not None and case.lines(whole) & case.lines(item):
            added += item.total.low or 0
            if added > whole.total.high:
                message = f"«{item.total.raw}» makes the parts of «{whole.total.raw}» more than it."
                for each in (item, whole):
                    yield Problem(each.id, "total", Level.REVIEW, message, each.total.evidence)


def _split(case: Case) -> Iterator[Problem]:
    """A figure that its sentence splits by place ("55, of them 27 in … and 28 in …") is the sum of these parts."""
    figures: list[tuple[Item, str, Quantity]] = [(a, "total", a.total) for a in case.items.aggregates]
    figures += [(k, "count", k.count) for k in case.items.casualties if k.harm != Harm.KILLED_OR_INJURED]
    for item, field, whole in figures:
        parts = list(_by_place(case, whole.evidence.end))
        if whole.bound is Bound.EXACT and len(parts) > 1 and sum(parts) != whole.low:
            message = f"«{whole.raw}» is split by place into parts that add up to {sum(parts)}."
            yield Problem(item.id, field, Level.REVIEW, message, whole.evidence)


def _by_place(case: Case, end: int) -> Iterator[int]:
    """The figures right behind "of them", each with a place behind it and و before the next."""
    text, numbers, places = case.scan.text, case.scan.numbers, case.scan.places
    at = bisect_left(numbers, end, key=lambda n: n.start)
    joins = _OF_THEM
    while at < len(numbers) and joins.fullmatch(fold_key(text[end : numbers[at].start])) and numbers[at].low:
        place = bisect_left(places, numbers[at].end, key=lambda p: p.start)
        next_figure = numbers[at + 1].start if at + 1 < len(numbers) else len(text)
        if place == len(places) or places[place].start > min(next_figure, numbers[at].end + _NEAR):
            return
        yield int(numbers[at].low or 0)
        at, end, joins = at + 1, places[place].end, _AND


RULES = (Rule("totals.metric", 2, _metric), Rule("totals.sum", 3, _sum), Rule("totals.split", 1, _split))
