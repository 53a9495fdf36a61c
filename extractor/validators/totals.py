"""A total counts what its metric says, and the parts that the text breaks it into are no more than it."""

from collections.abc import Iterator

from extractor.arabic.counted import counted_thing
from extractor.validators.case import Case, Problem, Rule, read_at
from schemas.aggregate import Aggregate
from schemas.record import Level

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
                yield Problem(item.id, "total", Level.REVIEW, message, item.total.evidence)


RULES = (Rule("totals.metric", 1, _metric), Rule("totals.sum", 2, _sum))
