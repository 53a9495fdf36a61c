"""What changed between two records of an article, or two folders of them. Order and ids do not matter.

Items of a kind are paired by meaning: the same kind, harm, act or metric counts, then the place and the day, and the
words that the evidence shares. What pairs with nothing was added or removed; what pairs is compared leaf by leaf.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from extractor.diff.matching import REFERENCES, names_of, pairs, renamed
from schemas.record import Finding, Record
from schemas.state import Item


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
    matched = pairs(old, new)
    names = names_of(matched)
    whole = [
        Change(article, ChangeKind.CHANGED, "", field, before, after)
        for field, before, after in _differences(_head(old), _head(new))
    ]
    items = [change for pair in matched for change in _item(article, pair.old, pair.new, names)]
    return whole + items + list(_findings(article, old.findings, new.findings, names))


def _brief(record: Record | None) -> str | None:
    return record.status.value if record else None


def _head(record: Record) -> dict[str, Any]:
    article = record.article.model_dump(mode="json", include={"published", "sha256"})
    return {"status": record.status.value, "article": article, "error": record.error and record.error.kind}


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
    return values | {field: renamed(values[field], names) for field in REFERENCES if field in values}


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
