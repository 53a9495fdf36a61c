"""A figure is the one that its raw words say, and it counts what its slot says: 15 attacks are not 15 dead."""

from collections.abc import Iterator

from extractor.arabic.mentions import NumberMention
from extractor.arabic.scan import Scan
from extractor.arabic.totals import counted_thing
from extractor.build import overlap
from extractor.validators.case import Case, Problem, Rule
from schemas.base import Span
from schemas.casualty import Casualty, CasualtyStatus
from schemas.quantity import Quantity
from schemas.record import Level

_NO_PEOPLE = frozenset({"attacks", "munitions", "vehicles", "sites", "time", "distance", "age", "money", "name"})
_FIGURED = frozenset({CasualtyStatus.COUNTED, CasualtyStatus.POSSIBLE_ONLY})


def number_at(seen: Scan, span: Span) -> NumberMention | None:
    """The number mention that shares most with a span."""
    where = (span.start, span.end)
    best = max(seen.numbers, key=lambda n: overlap((n.start, n.end), where), default=None)
    return best if best and overlap((best.start, best.end), where) else None


def _value(case: Case) -> Iterator[Problem]:
    for item, field, quantity in _quantities(case):
        read = _read(case.scan, quantity)
        if (quantity.low, quantity.high) not in read:
            stored = f"{quantity.low}..{quantity.high}"
            said = " or ".join(sorted({f"{low}..{high}" for low, high in read})) or "no figure"
            yield Problem(item, field, Level.REJECT, f"«{quantity.raw}» says {said}, not {stored}.", quantity.evidence)


def _read(seen: Scan, quantity: Quantity) -> set[tuple[float | int | None, float | int | None]]:
    """The values that the scanners read at a quantity's words; without a figure only an open or a zero count fits."""
    where = (quantity.evidence.start, quantity.evidence.end)
    read: set[tuple[float | int | None, float | int | None]] = {
        (k.low, k.high) for k in seen.casualties if overlap((k.start, k.end), where)
    }
    number = number_at(seen, quantity.evidence)
    if number:
        read.add((number.low, number.high))
    return read or {(None, None), (0, 0)}


def _quantities(case: Case) -> Iterator[tuple[str, str, Quantity]]:
    for casualty in case.items.casualties:
        if casualty.status in _FIGURED:
            yield casualty.id, "count", casualty.count
    for incident in case.items.incidents:
        if incident.munitions:
            yield incident.id, "munitions", incident.munitions
    for aggregate in case.items.aggregates:
        yield aggregate.id, "total", aggregate.total


def _counted(case: Case) -> Iterator[Problem]:
    for item in case.items.casualties:
        if item.status in _FIGURED and (problem := _counts_no_people(case.scan, item)):
            yield problem


def _counts_no_people(seen: Scan, item: Casualty) -> Problem | None:
    number = number_at(seen, item.count.evidence)
    thing = counted_thing(number, seen.text) if number else None
    if thing is None or thing.thing not in _NO_PEOPLE:
        return None
    message = f"«{item.count.raw}» counts {thing.thing}, not people."
    return Problem(item.id, "count", Level.REJECT, message, item.count.evidence)


RULES = (Rule("numbers.value", 1, _value), Rule("numbers.counted", 1, _counted))
