"""Totals that the text breaks into parts are the sum of them."""

from collections.abc import Iterator

from extractor.validators.case import Case, Problem, Rule
from schemas.record import Level


def _sum(case: Case) -> Iterator[Problem]:
    for item in case.items.aggregates:
        parts = [p.count for p in item.parts]
        if len(parts) < 2 or any(p.low is None or p.low != p.high for p in parts) or item.total.high is None:
            continue
        added = sum(p.low or 0 for p in parts)
        if added > item.total.high:
            message = f"The parts add up to {added}, more than «{item.total.raw}»."
            yield Problem(item.id, "parts", Level.REVIEW, message, item.total.evidence)


RULES = (Rule("totals.sum", 1, _sum),)
