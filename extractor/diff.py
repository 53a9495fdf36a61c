"""What changed between two records of an article, or two folders of them. Order and ids do not matter.

Items of a kind are paired by meaning: the same kind, harm, act or metric counts, then the place and the day, and the
words that the evidence shares. What pairs with nothing was added or removed; what pairs is compared leaf by leaf.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from schemas.aggregate import Aggregate
from schemas.casualty import Casualty
from schemas.claim import Claim
from schemas.incident import Incident
from schemas.items import KINDS
from schemas.record import Finding, Record
from schemas.state import Item

_REFERENCES = ("incident_id", "claim_id", "subset_of", "supersedes", "about", "linked")
_ENOUGH = 1.0  # the same words alone, or the same sort at the same place and day


class ChangeKind(StrEnum):
    """What happened to an item, a value, a state or a finding."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    STATE = "state"
    FINDING_APPEARED = "finding_appeared"
    FINDING_GONE = "finding_gone"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `item` is the id in the new record, in the old one where it is gone; empty for the whole record.

    `field` is a dotted path; `old` and `new` are JSON values.
    """

    article: str
    kind: ChangeKind
    item: str
    field: str
    old: Any = None
    new: Any = None


def diff_folders(old: Mapping[str, Record], new: Mapping[str, Record]) -> list[Change]:
    """The changes of every article of either folder, by article id."""
    return [change for name in sorted(old.keys() | new.keys()) for change in diff_records(old.get(name), new.get(name))]


def diff_records(old: Record | None, new: Record | None) -> list[Change]:
    """The changes of one article; a record that is missing on one side is added or removed whole."""
    if old is None or new is None:
        present = old or new
        if present is None:
            return []
        kind, field = (ChangeKind.ADDED if old is None else ChangeKind.REMOVED), "record"
        return [Change(present.article.id, kind, "", field, _brief(old), _brief(new))]
    article = new.article.id
    pairs = [pair for kind in KINDS for pair in _paired(getattr(old, kind), getattr(new, kind))]
    names = {before.id: after.id for before, after in pairs if before and after}
    whole = [
        Change(article, ChangeKind.CHANGED, "", field, before, after)
        for field, before, after in _differences(_head(old), _head(new))
    ]
    items = [change for before, after in pairs for change in _item(article, before, after, names)]
    return whole + items + list(_findings(article, old.findings, new.findings, names))


def _brief(record: Record | None) -> str | None:
    return record.status.value if record else None


def _head(record: Record) -> dict[str, Any]:
    article = record.article.model_dump(mode="json", include={"published", "sha256"})
    return {"status": record.status.value, "article": article, "error": record.error and record.error.kind}


def _paired(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[Item | None, Item | None]]:
    """The best pairs first, each item once; new items keep their order, removed ones follow."""
    scored = [(_likeness(a, b), -i, -j) for i, a in enumerate(old) for j, b in enumerate(new)]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for likeness, i, j in sorted(scored, reverse=True):
        if likeness >= _ENOUGH and -j not in partner and -i not in taken:
            partner[-j] = -i
            taken.add(-i)
    pairs: list[tuple[Item | None, Item | None]] = [
        (old[partner[j]] if j in partner else None, after) for j, after in enumerate(new)
    ]
    return pairs + [(before, None) for i, before in enumerate(old) if i not in taken]


def _likeness(old: Item, new: Item) -> float:
    """Shared words 0..1 doubled, what both say of sort, figure, place and day 0..1, and 1 where nothing differs."""
    shared = _overlap(old, new)
    own = {"id", *_REFERENCES}
    same = bool(old.model_dump(exclude=own) == new.model_dump(exclude=own))
    alike = [bool(a == b) for a, b in zip(_meaning(old), _meaning(new), strict=True) if a is not None and b is not None]
    return 2 * shared + sum(alike) / len(alike) + same


def _overlap(old: Item, new: Item) -> float:
    before, after = ({at for span in item.evidence for at in range(span.start, span.end)} for item in (old, new))
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


def _item(article: str, old: Item | None, new: Item | None, names: Mapping[str, str]) -> list[Change]:
    if old is None or new is None:
        kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
        values = [item.model_dump(mode="json") if item else None for item in (old, new)]
        return [Change(article, kind, (new or old).id, "", *values)]  # type: ignore[union-attr]
    return [
        Change(article, ChangeKind.STATE if field == "state" else ChangeKind.CHANGED, new.id, field, before, after)
        for field, before, after in _differences(_values(old, names), _values(new, {}))
    ]


def _values(item: Item, names: Mapping[str, str]) -> dict[str, Any]:
    values = item.model_dump(mode="json", exclude={"id"})
    return values | {field: _renamed(values[field], names) for field in _REFERENCES if field in values}


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Ids of the old record as the new one calls the same items; lists of them in one order."""
    if isinstance(value, list):
        return sorted((_renamed(part, names) for part in value), key=repr)
    if isinstance(value, dict):
        return value | {"id": names.get(value["id"], value["id"])}
    return names.get(value, value) if isinstance(value, str) else value


def _differences(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict) and "quote" in old.keys() & new.keys():
        field = "quote" if old["quote"] != new["quote"] else "start"
        yield from _differences(old[field], new[field], f"{path}.{field}")
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _differences(old.get(key), new.get(key), f"{path}.{key}" if path else key)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _differences(before, after, f"{path}.{index}")
    elif old != new:
        yield path, old, new


def _findings(
    article: str, old: Iterable[Finding], new: Iterable[Finding], names: Mapping[str, str]
) -> Iterator[Change]:
    before = {_identity(finding, names): finding for finding in old}
    after = {_identity(finding, {}): finding for finding in new}
    for key, finding in after.items():
        if key not in before:
            yield Change(article, ChangeKind.FINDING_APPEARED, key[0], finding.field, None, _said(finding))
    for key, finding in before.items():
        if key not in after:
            yield Change(article, ChangeKind.FINDING_GONE, key[0], finding.field, _said(finding), None)


def _identity(finding: Finding, names: Mapping[str, str]) -> tuple[str, ...]:
    item = names.get(finding.item, finding.item)
    return item, finding.field, finding.rule, finding.level.value, finding.message


def _said(finding: Finding) -> str:
    return f"{finding.level.value} {finding.rule}: {finding.message}"
