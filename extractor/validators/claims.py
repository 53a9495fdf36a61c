"""A speaker is tied to the words by a verb or noun of speech."""

import re
from collections.abc import Iterator

from extractor.arabic.attribution import ClaimMention
from extractor.arabic.fold import fold_key
from extractor.build import overlap
from extractor.validators.case import Case, Problem, Rule, reach
from schemas.claim import Claim
from schemas.record import Level

_DENIAL = "denies"
_TITLE = 40  # characters between a title and the name behind it
_BREAK = re.compile(r"[،؛.:!؟\n\r\"“”«»]")


def _spoken(case: Case) -> Iterator[Problem]:
    for item in case.items.claims:
        if not any(_speaks(case, item, c) for c in _read(case, item)):
            message = f"No word of speech ties «{item.speaker.raw}» to this statement."
            yield Problem(item.id, "speaker", Level.REVIEW, message, item.speaker.evidence)


def _read(case: Case, item: Claim) -> list[ClaimMention]:
    """The statements of exactly the evidence, else all that it shares words with."""
    near = [(c, (c.start, c.end) == reach(e)) for e in item.evidence for c in case.claims_told(e)]
    return [c for c, exact in near if exact] or [c for c, _ in near]


def _speaks(case: Case, item: Claim, said: ClaimMention) -> bool:
    """The speaker's words, the rest of the same phrase (a title, then the name), or a shorter or fuller form of it."""
    there, here = (said.speaker_start, said.speaker_end), reach(item.speaker.evidence)
    between = case.scan.text[min(there[1], here[1]) : max(there[0], here[0])]
    if overlap(there, here) or (len(between) <= _TITLE and not _BREAK.search(between)):
        return True
    mine, theirs = _words(item.speaker.raw), _words(case.scan.text[slice(*there)])
    return mine <= theirs or theirs <= mine


def _words(name: str) -> set[str]:
    return {word.removeprefix("ال") for word in fold_key(name).split()}


def _denied(case: Case) -> Iterator[Problem]:
    """What the words deny is no confirmation, and what they do not deny is no denial."""
    for item in case.items.claims:
        acts = {c.act for c in _read(case, item) if _speaks(case, item, c)}
        if acts and (item.act == _DENIAL) != (_DENIAL in acts) and (item.act == _DENIAL or acts == {_DENIAL}):
            message = f"The words say that the speaker {' or '.join(sorted(acts))}, not {item.act.value}."
            yield Problem(item.id, "act", Level.REVIEW, message, item.evidence[0])


RULES = (Rule("claims.spoken", 2, _spoken), Rule("claims.denied", 1, _denied))
