"""A speaker is tied to the words by a verb or noun of speech."""

from collections.abc import Iterator

from extractor.build import overlap
from extractor.validators.case import Case, Problem, Rule
from schemas.claim import Claim
from schemas.record import Level


def _spoken(case: Case) -> Iterator[Problem]:
    for item in case.items.claims:
        if not _tied(case, item):
            message = f"No word of speech ties «{item.speaker.raw}» to this statement."
            yield Problem(item.id, "speaker", Level.REVIEW, message, item.speaker.evidence)


def _tied(case: Case, item: Claim) -> bool:
    where = (item.evidence[0].start, item.evidence[0].end)
    return any(
        overlap((c.start, c.end), where) and case.scan.text[c.speaker_start : c.speaker_end] == item.speaker.raw
        or overlap((c.speaker_start, c.speaker_end), (item.speaker.evidence.start, item.speaker.evidence.end))
        for c in case.scan.claims
    )  # fmt: skip


RULES = (Rule("claims.spoken", 1, _spoken),)
