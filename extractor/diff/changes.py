"""What changed between two records of an article. Order and ids do not matter. Pure.

Items of a kind are paired by meaning (`matching`). What pairs with nothing was added or removed; what pairs is compared
field by field. Where both records are of the same text, the words of a value are compared by their offsets, else by
what they say. Not compared: provenance, and the numbers of rules in findings, since they tell how a record was made.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from extractor.diff.matching import Pair, names_of, pairs
from extractor.diff.ties import REFERENCES, references, renamed, ties
from schemas.record import Record
from schemas.state import Item

UNUSED = "unused_mentions"
"""The field of changes to what a text holds and no item uses."""
RECORD = "record"
"""The field of a record that is there on one side alone."""
_ARTICLE = ("id", "url", "outlet", "title", "published", "published_basis", "language", "sha256")
_SPAN = frozenset({"start", "end", "quote"})


class ChangeKind(StrEnum):
    """What happened to an item, a value, its words, a state or a finding."""

    ADDED = "added"
    REMOVED = "removed"
    VALUE = "value_changed"
    EVIDENCE = "evidence_moved"
    STATE = "state_changed"
    FINDING_APPEARED = "finding_appeared"
    FINDING_GONE = "finding_gone"


class Change(NamedTuple):
    """One difference; `old` and `new` are JSON values as the records hold them, None where there is none.

    `field` is that of the item or the record, of a finding the one that it is about; empty for a whole item. Ids in
    `old` are those of the new record.
    """

    kind: ChangeKind
    field: str
    old: Any = None
    new: Any = None


@dataclass(frozen=True, slots=True)
class Differing:
    """An item with its changes; `table` names its list in the record, and is empty for the record itself."""

    table: str
    old: Item | None
    new: Item | None
    changes: tuple[Change, ...]


def diff_records(old: Record | None, new: Record | None) -> list[Differing]:
    """The changes of one article; a record that is missing on one side is added or removed whole."""
    if old is None or new is None:
        return [Differing("", None, None, (_whole(old, new),))] if old or new else []
    return list(_Compared(old, new).all())


def _whole(old: Record | None, new: Record | None) -> Change:
    kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
    return Change(kind, RECORD, old and old.status.value, new and new.status.value)


class _Compared:
    """Two records of an article, their pairs, and how values of theirs are compared."""

    def __init__(self, old: Record, new: Record) -> None:
        self._old, self._new = old, new
        self._pairs = pairs(old, new)
        self._names = renaming(old, self._pairs)
        self._seen = _same if old.article.sha256 == new.article.sha256 else _without_offsets
        self._said = _by_item(self._findings())

    def all(self) -> Iterator[Differing]:
        """The record first, then its items; only what differs."""
        listed = [("", None, None, [*self._facts(), *self._mentions(), *self._said.pop("", [])])]
        listed += [(pair.kind, pair.old, pair.new, self._item(pair)) for pair in self._pairs]  # type: ignore[misc]
        listed += [("", None, None, orphans) for orphans in self._said.values()]
        yield from (Differing(table, old, new, tuple(found)) for table, old, new, found in listed if found)

    def _facts(self) -> Iterator[Change]:
        before, after = _facts(self._old), _facts(self._new)
        for field in before:
            if before[field] != after[field]:
                kind = ChangeKind.STATE if field == "status" else ChangeKind.VALUE
                yield Change(kind, field, before[field], after[field])

    def _mentions(self) -> Iterator[Change]:
        if self._old.unused_mentions == self._new.unused_mentions:
            return
        before = [each.model_dump(mode="json") for each in self._old.unused_mentions]
        after = [each.model_dump(mode="json") for each in self._new.unused_mentions]
        gone, come = _unlike(before, after, key=lambda each: repr(self._seen(each | {"quote": each["raw"]})))
        yield from (Change(ChangeKind.REMOVED, UNUSED, each, None) for each in gone)
        yield from (Change(ChangeKind.ADDED, UNUSED, None, each) for each in come)

    def _findings(self) -> Iterator[Change]:
        before = [each.model_dump(mode="json") for each in self._old.findings]
        after = [each.model_dump(mode="json") for each in self._new.findings]
        for each in before:
            each["item"] = self._names.get(each["item"], each["item"])
        gone, come = _unlike(before, after, key=lambda each: repr(self._seen(each | {"rule_version": 0})))
        yield from (Change(ChangeKind.FINDING_APPEARED, each["field"], None, each) for each in come)
        yield from (Change(ChangeKind.FINDING_GONE, each["field"], each, None) for each in gone)

    def _item(self, pair: Pair) -> list[Change]:
        name = pair.new.id if pair.new else self._names.get(pair.old.id, pair.old.id)  # type: ignore[union-attr]
        return [*self._values(pair), *self._said.pop(name, [])]

    def _values(self, pair: Pair) -> Iterator[Change]:
        if pair.old is None or pair.new is None:
            kind = ChangeKind.ADDED if pair.old is None else ChangeKind.REMOVED
            yield Change(kind, "", _dumped(pair.old, self._names), _dumped(pair.new, {}))
            return
        tell = references if pair.is_twin else _values
        before, after = _renamed(tell(pair.old), self._names), _renamed(tell(pair.new), {})
        for field, old in before.items():
            if self._seen(old) != self._seen(after[field]):
                yield Change(_kind(field, old, after[field]), field, old, after[field])


def _facts(record: Record) -> dict[str, Any]:
    article = record.article.model_dump(mode="json", include=set(_ARTICLE))
    facts = {"status": record.status.value, "error": record.error.kind if record.error else None}
    return facts | {f"article.{name}": article[name] for name in _ARTICLE}


def _values(item: Item) -> dict[str, Any]:
    return item.model_dump(mode="json", exclude={"id"})


def _renamed(values: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return values | {field: renamed(values[field], names) for field in REFERENCES if field in values}


def _dumped(item: Item | None, names: Mapping[str, str]) -> dict[str, Any] | None:
    return _renamed(item.model_dump(mode="json"), names) if item else None


def renaming(old: Record, found: Sequence[Pair]) -> dict[str, str]:
    """What the ids of an old record are called in the changes: as in the new one, and what is gone as nothing there."""
    names = names_of(found)
    items = [pair.old for pair in found if pair.old]
    told = {name for item in items for name in (item.id, *(target for _, target in ties(item)))}
    known = told | {finding.item for finding in old.findings}
    taken = {pair.new.id for pair in found if pair.new}
    return names | {name: f"{name} (gone)" for name in (known & taken) - names.keys()}


def _kind(field: str, old: Any, new: Any) -> ChangeKind:
    if field == "state":
        return ChangeKind.STATE
    return ChangeKind.EVIDENCE if _meaning(old) == _meaning(new) else ChangeKind.VALUE


def _meaning(value: Any) -> Any:
    """A value without the words that it was read from; words of which nothing was read are the value themselves."""
    if isinstance(value, list):
        return [_meaning(each) for each in value if not _is_span(each)]
    if not isinstance(value, dict):
        return value
    is_read = any(value.get(key) is not None for key in ("low", "high", "start", "end", "gazetteer"))
    words = {"evidence", "raw"} if is_read else {"evidence"}
    return {key: _meaning(each) for key, each in value.items() if key not in words}


def _is_span(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == _SPAN


def _same(value: Any) -> Any:
    return value


def _without_offsets(value: Any) -> Any:
    """A value as another text holds it: the words, wherever they stand."""
    if isinstance(value, list):
        return [_without_offsets(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = value.keys() - {"start", "end"} if "quote" in value else value.keys()
    return {key: _without_offsets(value[key]) for key in value if key in kept}


Key = Callable[[dict[str, Any]], Hashable]


def _unlike(
    old: Iterable[dict[str, Any]], new: Iterable[dict[str, Any]], key: Key
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What is in one list and not in the other, each as often as it is there more often."""
    waiting: dict[Hashable, list[dict[str, Any]]] = {}
    for each in old:
        waiting.setdefault(key(each), []).append(each)
    come = [each for each in new if not (same := waiting.get(key(each))) or not same.pop()]
    return [each for same in waiting.values() for each in same], come


def _by_item(findings: Iterable[Change]) -> dict[str, list[Change]]:
    said: dict[str, list[Change]] = {}
    for change in findings:
        said.setdefault((change.new or change.old)["item"], []).append(change)
    return said
