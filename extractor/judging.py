"""What findings lead to: the state of each item, the mentions that no item uses, the status of the record."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from extractor.arabic.scan import Scan
from extractor.build import Range, overlap
from schemas.items import Items
from schemas.record import Finding, Level, Mention, RecordStatus
from schemas.state import Item, State

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
        return tuple(item.model_copy(update={"state": worst.get(item.id, State.ACCEPTED)}) for item in kind)

    return Items(judged(items.incidents), judged(items.casualties), judged(items.claims), judged(items.aggregates))


def record_status(items: Items, findings: Sequence[Finding], unused: Sequence[Mention]) -> RecordStatus:
    """Review where a person has something to decide: an item, a finding on the whole record, an unused casualty."""
    for_a_person = (
        any(item.state is not State.ACCEPTED for item in items.all())
        or any(f.level is not Level.NOTE and not f.item for f in findings)
        or any(m.type == "cue" for m in unused)
    )
    return RecordStatus.REVIEW if for_a_person else RecordStatus.ACCEPTED


def unused_mentions(seen: Scan, items: Items) -> list[Mention]:
    """Casualty statements, quantities, dates and places of the text that no item's evidence or value covers."""
    used = [range_ for item in items.all() for range_ in _ranges(item)]
    return [m for m in _mentions(seen) if not any(overlap((m.start, m.end), r) for r in used)]


def _ranges(item: Item) -> Iterator[Range]:
    for span in item.evidence:
        yield span.start, span.end


def _mentions(seen: Scan) -> list[Mention]:
    found = [_mention("cue", c.start, c.end, c.harm, seen) for c in seen.casualties]
    found += [
        _mention("number", n.start, n.end, _value(n.low, n.high), seen) for n in seen.numbers if n.kind == "quantity"
    ]
    found += [_mention("date", d.start, d.end, d.first.isoformat() if d.first else None, seen) for d in seen.dates]
    found += [_mention("place", p.start, p.end, p.head, seen) for p in seen.places]
    return sorted(found, key=lambda m: (m.start, m.type))


def _mention(kind: str, start: int, end: int, value: str | None, seen: Scan) -> Mention:
    return Mention.model_validate(
        {"type": kind, "raw": seen.text[start:end], "start": start, "end": end, "value": value}
    )


def _value(low: float | int | None, high: float | int | None) -> str | None:
    return None if low is None and high is None else str(low) if low == high else f"{low}..{high}"
