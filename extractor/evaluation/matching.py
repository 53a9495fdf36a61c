"""Which items of two lists tell the same fact: pairs one to one, those that share most evidence words first.

Sources of the four rules: the annotation guideline and the project's score. A casualty is the same with equal harm,
status and figure; an incident with a family of kind and a place in common (or both without a place); a claim with
equal act and speaker; an aggregate with equal metric and lower end.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from extractor.arabic.attack_kinds import family
from extractor.evaluation.names import any_same, folded_words, same_name
from schemas.claim import Act
from schemas.gold import Gold, GoldAggregate, GoldCasualty, GoldClaim, GoldIncident

Fact = GoldIncident | GoldCasualty | GoldClaim | GoldAggregate
F = TypeVar("F", GoldIncident, GoldCasualty, GoldClaim, GoldAggregate)
Pairs = tuple[tuple[int, int], ...]
"""Positions in the list of gold and in the other."""


def matches(gold: Gold, found: Gold) -> dict[str, Pairs]:
    """The pairs of each kind."""
    return {
        "incidents": _pairs(gold.incidents, found.incidents, same_incident),
        "casualties": _pairs(gold.casualties, found.casualties, same_casualty),
        "claims": _pairs(gold.claims, found.claims, same_claim),
        "aggregates": _pairs(gold.aggregates, found.aggregates, same_aggregate),
    }


def same_incident(a: GoldIncident, b: GoldIncident) -> bool:
    """The same family of kind and a shared place, or both without one."""
    if family(a.kind) != family(b.kind):
        return False
    return any_same(a.places, b.places) or not (a.places or b.places)


def same_casualty(a: GoldCasualty, b: GoldCasualty) -> bool:
    """The same harm, status and figure."""
    return (a.harm, a.status, a.low, a.high) == (b.harm, b.status, b.low, b.high)


def same_claim(a: GoldClaim, b: GoldClaim) -> bool:
    """The same speaker and act; who confirms also reports."""
    return _act(a) == _act(b) and same_name(a.speaker, b.speaker)


def same_aggregate(a: GoldAggregate, b: GoldAggregate) -> bool:
    """The same metric and lower end."""
    return (a.metric, a.low) == (b.metric, b.low)


def _act(claim: GoldClaim) -> Act:
    return Act.REPORTS if claim.act is Act.CONFIRMS else claim.act


def _pairs(gold: Sequence[F], found: Sequence[F], same: Callable[[F, F], bool]) -> Pairs:
    def distance(pair: tuple[int, int]) -> tuple[int, int, int]:
        shared = set(folded_words(gold[pair[0]].evidence)) & set(folded_words(found[pair[1]].evidence))
        return -len(shared), *pair

    alike = [(i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if same(g, f)]
    taken_gold, taken_found, kept = set[int](), set[int](), []
    for i, j in sorted(alike, key=distance):
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            kept.append((i, j))
    return tuple(kept)
