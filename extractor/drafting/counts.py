"""The figures of harm that are told with each attack, from the mentions alone, before casualties are items."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from extractor.arabic.scan import Scan
from schemas.incident import Incident


class Count(NamedTuple):
    """A figure of people and what they suffered."""

    harm: str
    low: int


def counts_of(seen: Scan, incidents: Sequence[Incident]) -> dict[str, set[Count]]:
    """Incident id -> the counts told in its clauses, or behind them in the same sentence before the next attack."""
    told = sorted((e.start, e.end, i.id) for i in incidents for e in i.evidence)
    found: dict[str, set[Count]] = {i.id: set() for i in incidents}
    for mention in seen.casualties:
        at = bisect_right(told, mention.end, key=lambda row: row[0]) - 1
        sentence = seen.sentence_at(mention.start)
        if mention.low is None or mention.low != mention.high or at < 0 or sentence is None:
            continue
        if told[at][1] > mention.start or told[at][0] >= sentence.start:
            found[told[at][2]].add(Count(mention.harm, mention.low))
    return found
