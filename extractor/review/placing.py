"""Which item of today's record each decision is about: by id in the record it was made on, else by meaning. Pure."""

from collections.abc import Sequence
from typing import cast

from extractor.diff.matching import names_of, pairs
from schemas.decision import Decision, Verb
from schemas.items import KINDS
from schemas.record import Record
from schemas.state import Item


def placed(record: Record, sha256: str, decisions: Sequence[Decision]) -> dict[str, dict[str, str]]:
    """By the hash of each record that was decided on: today's id of its items; `sha256` is that of today's file.

    An item of which no word carries one of today's has none.
    """
    found = {}
    for old in dict.fromkeys(decision.record_sha256 for decision in decisions):
        made = [d for d in decisions if d.record_sha256 == old and d.item and d.added_by is None]
        made = [d for d in made if d.verb is not Verb.ADD]
        decided = {cast(Item, d.item).id for d in made} if old != sha256 else set()
        found[old] = {item.id: item.id for kind in KINDS for item in getattr(record, kind) if item.id not in decided}
        if decided:
            same = pairs(_as_decided(record, made), record.model_copy(update={"findings": []}))
            found[old] |= names_of([pair for pair in same if pair.shared > 0])
    return found


def _as_decided(record: Record, made: Sequence[Decision]) -> Record:
    """A record of what was decided on, each item as it was first seen."""
    items: dict[str, dict[str, Item]] = {kind: {} for kind in KINDS}
    for decision in made:
        items[cast(str, decision.kind)].setdefault(cast(Item, decision.item).id, cast(Item, decision.item))
    article = record.article.model_copy(update={"sha256": made[0].text_sha256})
    lists = {kind: list(found.values()) for kind, found in items.items()}
    return record.model_copy(update={"article": article, "findings": [], **lists})
