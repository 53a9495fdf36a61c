"""Which items of two records of one article are the same item. Order and ids do not matter.

Items of a kind pair by their evidence, then by sort, place, day and value. What is wholly alike pairs first, so that
two items of the same words find their own twins; the rest pairs one to one, the likest first. Where both records are of
the same text evidence is compared by its offsets, else by its words.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.aggregate import Aggregate
from schemas.casualty import Casualty
from schemas.claim import Claim
from schemas.incident import Incident
from schemas.items import KINDS
from schemas.record import Record
from schemas.state import Item

REFERENCES = ("incident_id", "claim_id", "subset_of", "supersedes", "about", "linked")
"""The fields of items that hold ids of other items."""

_ORDER = ("incidents", "claims", "casualties", "aggregates")  # what others refer to is paired first
_ENOUGH = 1.0  # half the evidence, or the same sort at the same place and day
_MOST_PAIRS = 250_000  # beyond it only what is wholly alike pairs: no article tells so much

Names = Mapping[str, str]
Shared = Callable[[Item, Item], float]


@dataclass(frozen=True, slots=True)
class Pair:
    """An item in the old record, in the new one, or in both; `kind` names their list.

    `shared` is the part of their evidence that both have, 0..1 of the shorter one: above 0 the words that the old item
    stood on still carry the new one.
    """

    kind: str
    old: Item | None
    new: Item | None
    shared: float = 0.0


def pairs(old: Record, new: Record) -> list[Pair]:
    """Every item of both records, each once; new items in their order, kind after kind, then those that are gone."""
    shared = _by_offsets if old.article.sha256 == new.article.sha256 else _by_words
    found: list[Pair] = []
    for kind in _ORDER:
        found += _paired(kind, _side(old, kind, names_of(found)), _side(new, kind, {}), shared)
    return sorted(found, key=lambda pair: KINDS.index(pair.kind))


def names_of(found: Sequence[Pair]) -> dict[str, str]:
    """The new id of each old item that pairs."""
    return {pair.old.id: pair.new.id for pair in found if pair.old and pair.new}


def renamed(value: Any, names: Names) -> Any:
    """The value of a field of `REFERENCES` with the ids that the new record gives; lists in one order."""
    if isinstance(value, list):
        return sorted((renamed(part, names) for part in value), key=repr)
    if isinstance(value, dict):
        return value | {"id": names.get(value["id"], value["id"])}
    return names.get(value, value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class _Seen:
    """An item as it is compared: its values and findings without ids of its own, and what it means."""

    item: Item
    content: str
    links: tuple[str, ...]
    meaning: tuple[Any, ...]


def _side(record: Record, kind: str, names: Names) -> list[_Seen]:
    said: dict[str, list[str]] = defaultdict(list)
    for finding in record.findings:
        said[finding.item].append(f"{finding.field} {finding.rule} {finding.level} {finding.message}")
    return [_seen(item, names, sorted(said[item.id])) for item in getattr(record, kind)]


def _seen(item: Item, names: Names, findings: Sequence[str]) -> _Seen:
    values = item.model_dump(exclude={"id"})
    links = tuple(repr(renamed(values.pop(field), names)) for field in REFERENCES if field in values)
    return _Seen(item, f"{values!r} {findings!r}", links, _meaning(item))


def _paired(kind: str, old: Sequence[_Seen], new: Sequence[_Seen], shared: Shared) -> list[Pair]:
    partner = _twins(old, new, lambda seen: (seen.content, seen.links), {})
    partner = _twins(old, new, lambda seen: seen.content, partner)
    partner |= _likest(old, new, shared, partner)
    found = [
        _pair(kind, old[partner[j]].item if j in partner else None, seen.item, shared) for j, seen in enumerate(new)
    ]
    gone = sorted(set(range(len(old))) - set(partner.values()))
    return found + [Pair(kind, old[i].item, None) for i in gone]


def _pair(kind: str, old: Item | None, new: Item, shared: Shared) -> Pair:
    return Pair(kind, old, new, shared(old, new) if old else 0.0)


def _twins(
    old: Sequence[_Seen], new: Sequence[_Seen], key: Callable[[_Seen], object], partner: dict[int, int]
) -> dict[int, int]:
    """The partners so far and those whose keys are equal, in their order; positions in the new list to the old one."""
    waiting: dict[object, list[int]] = defaultdict(list)
    taken = set(partner.values())
    for i in reversed(range(len(old))):
        if i not in taken:
            waiting[key(old[i])].append(i)
    free = (j for j in range(len(new)) if j not in partner)
    return partner | {j: same.pop() for j in free if (same := waiting.get(key(new[j])))}


def _likest(old: Sequence[_Seen], new: Sequence[_Seen], shared: Shared, partner: Mapping[int, int]) -> dict[int, int]:
    """Partners among the rest, the likest first, each once."""
    free_old = sorted(set(range(len(old))) - set(partner.values()))
    free_new = [j for j in range(len(new)) if j not in partner]
    if len(free_old) * len(free_new) > _MOST_PAIRS:
        return {}
    scored = ((_likeness(old[i], new[j], shared), -i, -j) for i in free_old for j in free_new)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted((each for each in scored if each[0] >= _ENOUGH), reverse=True):
        if -j not in found and -i not in taken:
            found[-j] = -i
            taken.add(-i)
    return found


def _likeness(old: _Seen, new: _Seen, shared: Shared) -> float:
    """Shared evidence 0..1 doubled, what both say of sort, figure, place and day 0..1, and a grain for equal ties."""
    both = [(a, b) for a, b in zip(old.meaning, new.meaning, strict=True) if a is not None and b is not None]
    alike = sum(bool(a == b) for a, b in both) / len(both)
    return 2 * shared(old.item, new.item) + alike + 0.01 * (old.links == new.links)


def _by_offsets(old: Item, new: Item) -> float:
    before, after = _ranges(old), _ranges(new)
    both = sum(max(0, min(end, last) - max(start, first)) for start, end in before for first, last in after)
    return both / max(1, min(_length(before), _length(after)))


def _ranges(item: Item) -> list[tuple[int, int]]:
    """The evidence as ranges in order that do not overlap."""
    out: list[tuple[int, int]] = []
    for span in sorted(item.evidence, key=lambda span: span.start):
        if out and span.start <= out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], span.end)
        else:
            out.append((span.start, span.end))
    return out


def _length(ranges: Sequence[tuple[int, int]]) -> int:
    return sum(end - start for start, end in ranges)


def _by_words(old: Item, new: Item) -> float:
    before, after = ({word for span in item.evidence for word in span.quote.split()} for item in (old, new))
    return len(before & after) / max(1, min(len(before), len(after)))


def _meaning(item: Item) -> tuple[Any, ...]:
    match item:
        case Incident():
            return item.kind, item.places[0].raw if item.places else None, item.date.start if item.date else None
        case Casualty():
            return item.harm, item.status, item.count.low, item.count.raw
        case Claim():
            return item.act, item.speaker.raw
        case Aggregate():
            return item.metric, item.total.low, item.period.start if item.period else None
        case _:
            raise TypeError(f"no item of a record: {item!r}")
