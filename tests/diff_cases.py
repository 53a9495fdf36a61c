"""Records that differ from another in known or random ways, and the diff applied to the older of them."""

import random
from collections.abc import Iterable
from typing import Any

import factory
from hypothesis import strategies as st

from extractor.diff.changes import RECORD, UNUSED, ChangeKind, Differing, renaming
from extractor.diff.matching import pairs
from extractor.diff.ties import REFERENCES, renamed
from schemas.casualty import Harm
from schemas.items import KINDS
from schemas.record import Level, Record, RecordStatus
from schemas.state import State

OLD = factory.record()


def with_item(kind: str, index: int, record: Record = OLD, **changes: Any) -> Record:
    """A record with one item changed."""
    items = list(getattr(record, kind))
    items[index] = items[index].model_copy(update=changes)
    return record.model_copy(update={kind: items})


def renamed_and_shuffled(record: Record, seed: int) -> Record:
    """The same meaning in another order, under each other's ids and some new ones."""
    order = random.Random(seed)
    ids = [item.id for kind in KINDS for item in getattr(record, kind)]
    fresh = dict.fromkeys([*ids, *(f"x{n}.{seed}" for n in range(len(ids)))])
    others = order.sample([*fresh], len(fresh))
    content = record.model_dump_json()
    for number, name in enumerate(ids):
        content = content.replace(f'"{name}"', f'"@{number}"')
    for number, name in enumerate(others[: len(ids)]):
        content = content.replace(f'"@{number}"', f'"{name}"')
    other = Record.model_validate_json(content)
    return other.model_copy(
        update={kind: order.sample(items := getattr(other, kind), len(items)) for kind in (*KINDS, "findings")}
    )


@st.composite
def changed_records(draw: st.DrawFn) -> Record:
    """A record of the same text as `OLD`: items gone, doubled, changed, tied otherwise, under other ids, shuffled."""
    record = OLD
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(st.sampled_from(KINDS))
        if items := getattr(record, kind):
            at = draw(st.integers(0, len(items) - 1))
            record = draw(st.sampled_from(_MUTATIONS))(record, kind, at, draw(st.integers(0, 50)))
    return renamed_and_shuffled(record, draw(st.integers(0, 99))) if draw(st.booleans()) else record


def _dropped(record: Record, kind: str, at: int, _: int) -> Record:
    items = getattr(record, kind)
    return record.model_copy(update={kind: [*items[:at], *items[at + 1 :]]})


def _doubled(record: Record, kind: str, at: int, number: int) -> Record:
    items = getattr(record, kind)
    twin = items[at].model_copy(update={"id": f"{items[at].id[0]}{number + 5000}.{len(items)}"})
    return record.model_copy(update={kind: [*items, twin]})


def _state(record: Record, kind: str, at: int, number: int) -> Record:
    return with_item(kind, at, record, state=list(State)[number % 3])


def _value(record: Record, kind: str, at: int, number: int) -> Record:
    item = getattr(record, kind)[at]
    changes: dict[str, Any] = {
        "incidents": {"places": item.places[: number % 2], "date": None} if kind == "incidents" else {},
        "casualties": {"harm": list(Harm)[number % 5], "count": _count(item, number)} if kind == "casualties" else {},
        "claims": {"about": [each.id for each in record.incidents[: number % 3]]},
        "aggregates": {"total": _total(item, number)} if kind == "aggregates" else {},
    }[kind]
    return with_item(kind, at, record, **changes)


def _count(item: Any, number: int) -> Any:
    return item.count.model_copy(update={"low": number})


def _total(item: Any, number: int) -> Any:
    return item.total.model_copy(update={"high": number})


def _evidence(record: Record, kind: str, at: int, number: int) -> Record:
    others = [span for item in getattr(record, kind) for span in item.evidence]
    return with_item(kind, at, record, evidence=[others[number % len(others)]])


def _tied(record: Record, _: str, at: int, number: int) -> Record:
    if not record.casualties:
        return record
    to = record.incidents[number % len(record.incidents)].id if record.incidents else None
    return with_item("casualties", at % len(record.casualties), record, incident_id=to)


def _said(record: Record, kind: str, at: int, number: int) -> Record:
    told = {"item": getattr(record, kind)[at].id, "level": list(Level)[number % 3], "message": f"Case {number % 4}."}
    added = OLD.findings[0].model_copy(update=told)
    return record.model_copy(update={"findings": [*record.findings[number % 2 :], added]})


def _head(record: Record, _: str, at: int, number: int) -> Record:
    info = record.article.model_copy(update={"title": f"عنوان {number % 3}", "published": None})
    unused = record.unused_mentions * (number % 3)
    changes = {"article": info, "unused_mentions": unused, "status": list(RecordStatus)[number % 2]}
    return record.model_copy(update=changes)


_MUTATIONS = (_dropped, _doubled, _state, _value, _evidence, _tied, _said, _head)


def applied(found: Iterable[Differing], old: Record, new: Record) -> dict[str, Any]:
    """The old record with the changes made, under the ids of the new one, as `compared` gives records."""
    names = renaming(old, pairs(old, new))
    held = compared(old, names)
    for differing in found:
        table = held["items"][differing.table] if differing.table else None
        for change in differing.changes:
            if change.kind in (ChangeKind.FINDING_APPEARED, ChangeKind.FINDING_GONE):
                _moved(held["findings"], _finding(change.old), _finding(change.new))
            elif change.field == UNUSED:
                _moved(held["unused"], repr(change.old), repr(change.new))
            elif table is None:
                assert change.field != RECORD
                assert held["facts"][change.field] == change.old
                held["facts"][change.field] = change.new
            elif not change.field:
                gone = change.old and change.old | {"id": names.get(change.old["id"], change.old["id"])}
                _moved(table, gone, change.new)
            else:
                (item,) = (each for each in table if differing.new and each["id"] == differing.new.id)
                item[change.field] = change.new
    return ordered(held)


def _moved(held: list[Any], old: Any, new: Any) -> None:
    """Take one value out of a list, or put one in."""
    if new in (None, "None"):
        held.remove(old)
    else:
        held.append(new)


def _finding(value: dict[str, Any] | None) -> Any:
    return repr(value | {"rule_version": 0}) if value else None


def compared(record: Record, names: dict[str, str]) -> dict[str, Any]:
    """Everything of a record that a diff compares, ids renamed."""
    dumped = record.model_dump(mode="json")
    said = [each | {"item": names.get(each["item"], each["item"])} for each in dumped["findings"]]
    article = {
        f"article.{name}": dumped["article"][name] for name in dumped["article"] if name not in ("path", "length")
    }
    return {
        "facts": article | {"status": dumped["status"], "error": dumped["error"] and dumped["error"]["kind"]},
        "items": {kind: [_renamed(each, names) for each in dumped[kind]] for kind in KINDS},
        "findings": [_finding(each) for each in said],
        "unused": [repr(each) for each in dumped["unused_mentions"]],
    }


def _renamed(item: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    ties = {field: renamed(item[field], names) for field in REFERENCES if field in item}
    return item | ties | {"id": names.get(item["id"], item["id"])}


def ordered(held: dict[str, Any]) -> dict[str, Any]:
    """The same in one order."""
    items = {kind: sorted(each, key=repr) for kind, each in held["items"].items()}
    return held | {"items": items, "findings": sorted(held["findings"]), "unused": sorted(held["unused"])}
