"""What the scanners read and no item of a draft uses: statements of harm and their denials, attacks, who says what."""

from collections.abc import Iterator

from extractor.arabic.ranges import Ranges
from extractor.arabic.scan import Scan
from extractor.build import Range
from extractor.drafting.candidates import ruled_out, specific
from schemas.items import Items


def unused_words(seen: Scan, items: Items) -> Iterator[tuple[Range, str]]:
    """The words of each such mention, and the name of the list whose items do not use it.

    An attack without day and place is left out: the guideline makes no incident of one that is told in passing.
    """
    counted = Ranges((k.count.evidence.start, k.count.evidence.end) for k in items.casualties)
    told = Ranges((e.start, e.end) for i in items.incidents for e in i.evidence)
    said = Ranges((e.start, e.end) for c in items.claims for e in c.evidence)
    for harm in seen.casualties:
        if not counted.meet(harm.start, harm.end):
            yield (harm.start, harm.end), "casualties"
    for group in seen.attacks:
        first = group.mentions[0]
        incident = specific(group) and not ruled_out(group)
        if incident and not any(told.meet(m.start, m.end) for m in group.mentions):
            yield (first.clause_start, first.clause_end), "incidents"
    for claim in seen.claims:
        if not said.meet(claim.verb_start, claim.verb_end):
            yield (claim.start, claim.end), "claims"
