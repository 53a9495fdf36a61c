"""Which items of two records of one article are the same item. Order and ids do not matter.

Items of a kind pair by their evidence, then by sort, place, day and value. What is wholly alike pairs first, so that
two items of the same words find their own twins; the rest pairs one to one, the likest first. Where both records are of
the same text evidence is compared by its offsets, else by its words.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from extractor.diff.ties import REFERENCES, colours, references, renamed
from schemas.aggregate import Aggregate
from schemas.casualty import Casualty
from schemas.claim import Claim
from schemas.incident import Incident
from schemas.items import KINDS
from schemas.record import Record
from schemas.state import Item

_WITHOUT = {"id", *REFERENCES}
_ORDER = ("incidents", "claims", "casualties", "aggregates")  # what others refer to is paired first
_ENOUGH = 1.0  # half the evidence, or the same sort at the same place and day
_MOST_PAIRS = 250_000  # beyond it only what is wholly alike pairs: no article tells so much

Names = Mapping[str, str]
Shared = Callable[[Item, Item], float]


@dataclass(frozen=True, slots=True)
class Pair:
    """An item in the old record, in the new one, or in both; `kind` names their list.

    `shared` is the part of their evidence that both have, 0..1 of the shorter one: above 0 the words that the old item
    stood on still carry the new one. Twins say the same in all but their ids and what they refer to.
    """

    kind: str
    old: Item | None
    new: Item | None
    shared: float = 0.0
    is_twin: bool = False


def pairs(old: Record, new: Record) -> list[Pair]:
    """Every item of both records, each once; new items in their order, kind after kind, then those that are gone."""
    shared = _by_offsets if old.article.sha256 == new.article.sha256 else _by_words
    found: list[Pair] = []
    before, after = _Side(old), _Side(new)
    keys = _KEYS if before.has_twins or after.has_twins else ()
    for kind in _ORDER:
        equal = set() if keys else before.contents(kind) & after.contents(kind)
        found += [_twin(kind, before.saying(each), after.saying(each)) for each in equal]
        found += _paired(kind, before.seen(kind, names_of(found), equal), after.seen(kind, {}, equal), shared, keys)
    listed = {id(item): at for at, item in enumerate(item for kind in KINDS for item in getattr(new, kind))}
    return sorted(found, key=lambda pair: (KINDS.index(pair.kind), listed.get(id(pair.new), len(listed))))


def names_of(found: Sequence[Pair]) -> dict[str, str]:
    """The new id of each old item that pairs."""
    return {pair.old.id: pair.new.id for pair in found if pair.old and pair.new}


class _Seen:
    """An item as it is compared: `content` is what it and its findings say without ids."""

    def __init__(self, item: Item, content: str, colour: int, renaming: Names) -> None:
        self.item, self.content, self.colour, self._renaming = item, content, colour, renaming

    @cached_property
    def links(self) -> tuple[str, ...]:
        """What it refers to, as the new record calls it."""
        return tuple(repr(renamed(value, self._renaming)) for value in references(self.item).values())

    @cached_property
    def meaning(self) -> tuple[Any, ...]:
        """What it says, in short."""
        return _meaning(self.item)

    @property
    def place(self) -> tuple[int, str, int]:
        """Where it stands, and what sets it apart from others there."""
        return min((span.start for span in self.item.evidence), default=0), self.content, self.colour


class _Side:
    """The items of one record; `has_twins` says that some of them say the same."""

    def __init__(self, record: Record) -> None:
        self._record = record
        said: dict[str, list[str]] = defaultdict(list)
        for finding in record.findings:
            said[finding.item].append(f"{finding.field} {finding.rule} {finding.level} {finding.message}")
        items: list[Item] = [item for kind in _ORDER for item in getattr(record, kind)]
        self._contents = {id(item): _content(item, sorted(said[item.id])) for item in items}  # ids may be there twice
        self._saying = {self._contents[id(item)]: item for item in items}
        self.has_twins = len(self._saying) < len(items)
        named = {item.id: self._contents[id(item)] for item in items} if self.has_twins else {}
        self._colours = colours(items, named) if self.has_twins else {}

    def contents(self, kind: str) -> set[str]:
        """What the items of a kind say."""
        return {self._contents[id(item)] for item in getattr(self._record, kind)}

    def saying(self, content: str) -> Item:
        """The item that says it; the last one, where there are several."""
        return self._saying[content]

    def seen(self, kind: str, renaming: Names, without: Collection[str]) -> list[_Seen]:
        """The items of a kind that say other things, in an order that neither theirs nor their ids change."""
        told = ((item, self._contents[id(item)]) for item in getattr(self._record, kind))
        found = [
            _Seen(item, content, self._colours.get(item.id, 0), renaming)
            for item, content in told
            if content not in without
        ]
        return sorted(found, key=lambda seen: seen.place)


def _content(item: Item, findings: Sequence[str]) -> str:
    return f"{item.model_dump_json(exclude=_WITHOUT)} {findings!r}"


_KEYS: tuple[Callable[[_Seen], object], ...] = (
    lambda seen: (seen.content, seen.colour, seen.links),
    lambda seen: (seen.content, seen.colour),
    lambda seen: (seen.content, seen.links),
    lambda seen: seen.content,
)
"""What twins share where several items say the same, the most telling first."""


def _paired(
    kind: str, old: Sequence[_Seen], new: Sequence[_Seen], shared: Shared, keys: Sequence[Callable[[_Seen], object]]
) -> list[Pair]:
    twins: dict[int, int] = {}
    for key in keys:
        twins = _twins(old, new, key, twins)
    likest = _likest(old, new, shared, twins)
    found = [Pair(kind, old[i].item, new[j].item, shared(old[i].item, new[j].item)) for j, i in likest.items()]
    found += [_twin(kind, old[i].item, new[j].item) for j, i in twins.items()]
    found += [Pair(kind, None, seen.item) for j, seen in enumerate(new) if j not in twins and j not in likest]
    gone = sorted(set(range(len(old))) - {*twins.values(), *likest.values()})
    return found + [Pair(kind, old[i].item, None) for i in gone]


def _twin(kind: str, old: Item, new: Item) -> Pair:
    return Pair(kind, old, new, shared=float(bool(new.evidence)), is_twin=True)


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
