"""The same thing told twice is one item with two pieces of evidence; the first telling keeps its id."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from extractor.arabic.fold import fold_key
from schemas.aggregate import Aggregate
from schemas.base import Span
from schemas.casualty import Casualty, Group
from schemas.claim import Claim
from schemas.items import Items
from schemas.state import Item

I = TypeVar("I", bound=Item)  # noqa: E741 - the item type


def merged(items: Items) -> Items:
    """Merge casualties of one figure and attack, claims of one speaker, act and attack, and equal totals.

    Source: annotation guideline ("the same figure for the same people repeated = one"; one claim a speaker, act and
    incident set). Counts without a figure are merged only where the words are the same too.
    """
    claims, said = _once(items.claims, _claim)
    casualties, counted = _once(items.casualties, _casualty)
    exact = [k for k in reversed(items.casualties) if k.count.low is not None and k.count.low == k.count.high]
    known = {
        counted[k.id]: k.who.group for k in exact if k.who.group is not Group.UNKNOWN
    }  # one telling says who they were
    aggregates, _ = _once(items.aggregates, _aggregate)
    return Items(
        items.incidents,
        tuple(
            k.model_copy(
                update={
                    "claim_id": said.get(k.claim_id or "", k.claim_id),
                    "subset_of": counted.get(k.subset_of or "", k.subset_of),
                    "who": k.who.model_copy(update={"group": known.get(k.id, k.who.group)}),
                }
            )
            for k in casualties
        ),
        claims,
        tuple(a.model_copy(update={"claim_id": said.get(a.claim_id or "", a.claim_id)}) for a in aggregates),
    )


def _once(items: Sequence[I], key: Callable[[I], Hashable]) -> tuple[tuple[I, ...], dict[str, str]]:
    """The first of each key with the evidence of all, and the kept id of every repeated one."""
    told: dict[Hashable, list[I]] = {}
    for item in items:
        told.setdefault(key(item), []).append(item)
    kept = {item.id: same[0].id for same in told.values() for item in same}
    return tuple(same[0].model_copy(update={"evidence": _evidence(same)}) for same in told.values()), kept


def _evidence(items: Sequence[Item]) -> list[Span]:
    """The evidence of all items, each range once."""
    found: dict[tuple[int, int], Span] = {}
    for span in (span for item in items for span in item.evidence):
        found.setdefault((span.start, span.end), span)
    return list(found.values())


def _casualty(item: Casualty) -> Hashable:
    figure = (item.count.low, item.count.high)
    words = fold_key(item.count.raw) if figure == (None, None) else None
    return item.harm, item.status, figure, words, item.incident_id, item.cumulative, item.subset_of


def _claim(item: Claim) -> Hashable:
    return (
        fold_key(item.speaker.raw),
        item.act,
        tuple(item.about),
        fold_key(item.evidence[0].quote) if not item.about else None,
    )


def _aggregate(item: Aggregate) -> Hashable:
    return item.metric, item.total.low, item.total.high
