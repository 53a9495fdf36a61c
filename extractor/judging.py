"""What findings lead to: the state of each item, the mentions that no item uses, the status of the record."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from extractor.arabic.mentions import DateMention
from extractor.arabic.ranges import Ranges
from extractor.arabic.scan import Scan
from extractor.build import Range
from extractor.validators.quotes import spans
from schemas.items import Items
from schemas.record import Finding, Level, Mention, RecordStatus
from schemas.state import Item, State

Seen = tuple[int, int, str | None]
I = TypeVar("I", bound=Item)  # noqa: E741 - the item type


def with_states(items: Items, findings: Sequence[Finding]) -> Items:
    """Each item rejected if a finding refuses it, in review if one asks for a person, else accepted."""
    worst: dict[str, State] = {}
    for finding in findings:
        if finding.level is Level.REJECT:
            worst[finding.item] = State.REJECTED
        elif finding.level is Level.REVIEW:
            worst.setdefault(finding.item, State.REVIEW)

    def judged(kind: Sequence[I]) -> tuple[I, ...]:
        return tuple(_in_state(item, worst.get(item.id, State.ACCEPTED)) for item in kind)

    return Items(judged(items.incidents), judged(items.casualties), judged(items.claims), judged(items.aggregates))


def _in_state(item: I, state: State) -> I:
    return item if item.state is state else item.model_copy(update={"state": state})


def record_status(items: Items, findings: Sequence[Finding], unused: Sequence[Mention]) -> RecordStatus:
    """Review where a person has something to decide: an item, a finding on the whole record, an unused casualty."""
    for_a_person = (
        any(item.state is not State.ACCEPTED for item in items.all())
        or any(f.level is not Level.NOTE and not f.item for f in findings)
        or any(of_people(m) for m in unused)
    )
    return RecordStatus.REVIEW if for_a_person else RecordStatus.ACCEPTED


def of_people(mention: Mention) -> bool:
    """Whether a mention reads like a casualty statement; an attack that no incident tells is only shown."""
    return mention.type == "cue" and mention.value != ATTACK


ATTACK = "attack"
"""The value of a cue mention that reports an attack; the others are values of harm."""


def unused_mentions(seen: Scan, items: Items) -> list[Mention]:
    """What the scanners saw and no item uses, in text order: the reader's recall check.

    A casualty statement is used by the count of a casualty, or where it is told again, by evidence of just its words;
    an attack by the evidence of an incident, a number, date or place by a value of any item. A wide quote that merely
    runs over them does not use them.
    """
    values = list(_values(items))
    told = [(e.start, e.end) for incident in items.incidents for e in incident.evidence]
    counts = [(k.count.evidence.start, k.count.evidence.end) for k in items.casualties]
    repeated = {(e.start, e.end) for k in items.casualties for e in k.evidence}
    harmed = ((c.start, c.end, c.harm) for c in seen.casualties if (c.start, c.end) not in repeated)
    found = [
        *_unused("cue", harmed, counts, seen),
        *_unused("cue", ((m.start, m.end, ATTACK) for g in seen.attacks for m in g.mentions), told, seen),
        *_unused("number", _numbers(seen), values, seen),
        *_unused("date", ((d.start, d.end, _day(d)) for d in seen.dates), values, seen),
        *_unused("place", ((p.start, p.end, p.head) for p in seen.places), values, seen),
    ]
    return sorted(found, key=lambda m: (m.start, m.type, m.end))


def _values(items: Items) -> Iterator[Range]:
    """The ranges of all values: the spans of an item's fields, without its evidence."""
    for item in items.all():
        for span in spans([getattr(item, name) for name in type(item).model_fields if name != "evidence"]):
            yield span.start, span.end


def _numbers(seen: Scan) -> Iterator[Seen]:
    return ((n.start, n.end, _value(n.low, n.high)) for n in seen.numbers if n.kind == "quantity")


def _unused(kind: str, mentions: Iterable[Seen], used: Iterable[Range], seen: Scan) -> Iterator[Mention]:
    ranges = Ranges(used)
    for start, end, value in mentions:
        if not ranges.meet(start, end):
            raw = seen.text[start:end]
            yield Mention.model_validate({"type": kind, "raw": raw, "start": start, "end": end, "value": value})


def _day(date: DateMention) -> str | None:
    return date.first.isoformat() if date.first else None


def _value(low: float | int | None, high: float | int | None) -> str | None:
    return None if low is None and high is None else str(low) if low == high else f"{low}..{high}"
