"""A reviewed record to gold: what people accepted, in the form of the annotation guideline. Pure."""

import json
from typing import Any, TypeVar

from extractor.gold import gold_of
from schemas.items import KINDS
from schemas.quantity import Quantity
from schemas.record import Record
from schemas.state import Item, State

I = TypeVar("I", bound=Item)  # noqa: E741 - the item type


def gold_bytes(record: Record) -> bytes:
    """One gold file; rejected items are left out, and so is what refers to them."""
    gold = gold_of(record.model_copy(update={kind: _kept(getattr(record, kind)) for kind in KINDS}))
    data: dict[str, Any] = gold.model_dump(mode="json")
    known = {incident["id"] for incident in data["incidents"]}
    for casualty in data["casualties"]:
        casualty["incident"] = casualty["incident"] if casualty["incident"] in known else None
    for claim in data["claims"]:
        claim["about"] = [name for name in claim["about"] if name in known]
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _kept(items: list[I]) -> list[I]:
    return [_with_one_quote(item) for item in items if item.state is not State.REJECTED]


def _with_one_quote(item: I) -> I:
    """Gold quotes one exact passage of the article: the widest of an item that holds its figure, if it has one."""
    figure: Quantity | None = getattr(item, "count", None) or getattr(item, "total", None)
    words = figure.evidence if figure else None
    told = [e for e in item.evidence if words is None or (e.start <= words.start and words.end <= e.end)]
    widest = max(told or item.evidence, key=lambda quoted: quoted.end - quoted.start)
    return item.model_copy(update={"evidence": [widest]})
