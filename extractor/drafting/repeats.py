"""The same thing told twice is one item with two pieces of evidence; the first telling keeps its id."""

from collections.abc import Callable, Hashable, Mapping, Sequence
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
    claims, said = _said_once(items.claims)
    wholes, counted = _once(items.casualties, _casualty)
    casualties, parts = _once([_part_of(k, counted) for k in wholes], _casualty)
    counted = {name: parts[kept] for name, kept in counted.items()}
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
                    "who": k.who.model_copy(update={"group": known.get(k.id, k.who.group)}),
                }
            )
            for k in casualties
        ),
        claims,
        tuple(a.model_copy(update={"claim_id": said.get(a.claim_id or "", a.claim_id)}) for a in aggregates),
    )


def _part_of(item: Casualty, kept: Mapping[str, str]) -> Casualty:
    """A part, tied to the telling of its whole that is kept."""
    return item.model_copy(update={"subset_of": kept.get(item.subset_of or "", item.subset_of)})


def _once(items: Sequence[I], key: Callable[[I], Hashable]) -> tuple[tuple[I, ...], dict[str, str]]:
    """The first of each key with the evidence of all, and the kept id of every repeated one."""
    told: dict[Hashable, list[I]] = {}
    for item in items:
        told.setdefault(key(item), []).append(item)
    kept = {item.id: same[0].id for same in told.values() for item in same}
    return tuple(same[0].model_copy(update={"evidence": _evidence(same)}) for same in told.values()), kept


def _said_once(claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], dict[str, str]]:
    """A later statement of one speaker and act goes on with an earlier one that shares an attack, or if it has none."""
    groups: list[list[Claim]] = []
    latest: dict[Hashable, list[Claim]] = {}
    for item in claims:
        who = fold_key(item.speaker.raw), item.act
        keys: list[Hashable] = [(*who, about) for about in item.about]
        group = next((latest[k] for k in keys or [who] if k in latest), None)
        if group is None:
            groups.append(group := [])
        group.append(item)
        latest.update(dict.fromkeys([who, *keys], group))
    kept = {item.id: group[0].id for group in groups for item in group}
    return tuple(map(_as_one, groups)), kept


def _as_one(group: Sequence[Claim]) -> Claim:
    about = list(dict.fromkeys(name for claim in group for name in claim.about))
    return group[0].model_copy(update={"evidence": _evidence(group), "about": about})


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


def _aggregate(item: Aggregate) -> Hashable:
    return item.metric, item.total.low, item.total.high
