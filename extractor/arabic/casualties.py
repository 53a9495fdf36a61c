"""Statements of human harm that the grammar decides: who was harmed, how, how many, and how firmly it is said.

A harm word governs people by its role (`data/cues.yaml`): verbs have them as subject on either side, verbal nouns as
genitive, nouns for the harmed are counted themselves. Figures follow the annotation guideline.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.arabic.cues import Harm
from extractor.arabic.governed import links
from extractor.arabic.linking import Link
from extractor.arabic.mentions import Bound, Form, NumberMention, Sentence
from extractor.arabic.negation import Denial, Status, denials
from extractor.arabic.victims import Group, Reading, read

_HEDGE_REACH = 4
_CLAUSE_REACH = 30


@dataclass(frozen=True, slots=True)
class CasualtyMention:
    """One statement of human harm. All offsets are code points of the text, half-open.

    `start:end` are the count words with their noun (`خمسة عسكريين أمريكيين`) or the denial (`دون أضرار`), `evidence`
    the clause, `who` the words for the people, `cue` the word that says the harm. `cumulative` is None where no word
    decides.
    """

    start: int
    end: int
    evidence_start: int
    evidence_end: int
    harm: Harm
    status: Status
    low: int | None
    high: int | None
    bound: Bound
    form: Form | None
    unit: str | None
    who_start: int | None
    who_end: int | None
    group: Group
    subset: bool
    cumulative: bool | None
    cue_start: int
    cue_end: int
    number: NumberMention | None
    rule: str


def scan_casualties(
    text: str, sentences: Sequence[Sentence], numbers: Sequence[NumberMention]
) -> list[CasualtyMention]:
    """Every statement of human harm in a text, in text order. `numbers` are those of `scan_numbers`."""
    reading = read(text, numbers)
    denied = list(denials(reading))
    found = [_denied(reading, denial) for denial in denied]
    hidden = frozenset(i for denial in denied for i in range(denial.first, denial.last))
    for sentence in sentences:
        span = reading.token_at(sentence.start), reading.token_at(sentence.end - 1) + 1
        if reading.within(*span, "harm"):
            found += [stated(reading, link, span) for link in links(reading, span, hidden)]
    return sorted(found, key=lambda mention: (mention.start, mention.end))


def _denied(reading: Reading, denial: Denial) -> CasualtyMention:
    deny = reading.has(denial.first, "deny") or denial.cue
    zero = 0 if denial.status == "explicitly_none" else None
    clause = reading.clause(denial.first, denial.last, _CLAUSE_REACH)
    evidence_start, evidence_end = reading.words.start(clause[0]), reading.words.end(clause[1] - 1)
    return CasualtyMention(
        start=deny.start,
        end=reading.words.end(denial.last - 1),
        evidence_start=evidence_start,
        evidence_end=evidence_end,
        harm=denial.harm,
        status=denial.status,
        low=zero,
        high=zero,
        bound="none",
        form=None,
        unit=None,
        who_start=None,
        who_end=None,
        group="unknown",
        subset=False,
        cumulative=None,
        cue_start=denial.cue.start,
        cue_end=denial.cue.end,
        number=None,
        rule="denial",
    )


def stated(reading: Reading, link: Link, sentence: tuple[int, int]) -> CasualtyMention:
    """The statement that a link makes; `sentence` is the range of its tokens."""
    people, cue = link.people, link.cue
    span = min(people.first, cue.first), max(people.last, cue.last)
    clause = reading.clause(*span, _CLAUSE_REACH)
    evidence_start, evidence_end = reading.words.start(clause[0]), reading.words.end(clause[1] - 1)
    return CasualtyMention(
        start=people.start,
        end=people.end,
        evidence_start=min(evidence_start, people.start),
        evidence_end=max(evidence_end, people.end),
        harm=link.harm,
        status="possible_only" if _hedged(reading, link) else "counted",
        low=people.low,
        high=people.high,
        bound=people.bound,
        form=people.form,
        unit=people.unit,
        who_start=people.who[0] if people.who else None,
        who_end=people.who[1] if people.who else None,
        group=people.group,
        subset=link.subset,
        cumulative=_cumulative(reading, clause, sentence),
        cue_start=cue.start,
        cue_end=cue.end,
        number=people.number,
        rule=link.rule,
    )


def _hedged(reading: Reading, link: Link) -> bool:
    """Whether a word of doubt stands in front of the harm word or between it and the people."""
    cue, people = link.cue.first, link.people.first
    for i in range(min(cue, people), max(cue, people)):
        if reading.has(i, "hedge"):
            return True
    first = min(cue, people)
    for i in range(first - 1, max(first - 1 - _HEDGE_REACH, -1), -1):
        if reading.has(i, "hedge"):
            return True
        if reading.stops(i):
            return False
    return False


def _cumulative(reading: Reading, clause: tuple[int, int], sentence: tuple[int, int]) -> bool | None:
    """True where the clause names a period, or a toll over several attacks; None where no word decides."""
    first, last = max(clause[0], sentence[0]), min(clause[1], sentence[1])
    several = reading.within(first, last, "series") and not reading.within(first, last, "preliminary")
    return True if several or reading.within(first, last, "period") else None
