"""What every rule sees: the items, the scan of their article, and a way to say what is wrong."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from extractor.arabic.actors import ActorMention, scan_actors
from extractor.arabic.attack_groups import AttackGroup
from extractor.arabic.attacks import AttackMention
from extractor.arabic.attribution import ClaimMention
from extractor.arabic.scan import Scan
from extractor.build import Range, overlap
from schemas.base import Span
from schemas.items import Items
from schemas.record import Finding, Level
from schemas.state import Item


class Placed(Protocol):
    """Anything a scanner reports: it has a range."""

    @property
    def start(self) -> int: ...  # noqa: D102 - the range of code points

    @property
    def end(self) -> int: ...  # noqa: D102


P = TypeVar("P", bound=Placed)
_LONGEST = 600  # code points: no number, date, place or count phrase runs on longer
_LONGEST_CLAUSE = 2_000  # code points: nor any clause or statement


@dataclass(frozen=True)
class Case:
    """One article's items beside what the scanners see in its text."""

    scan: Scan
    items: Items

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.scan.sentences]

    @cached_property
    def _clauses(self) -> list[tuple[Range, AttackGroup, AttackMention]]:
        clauses = [((m.clause_start, m.clause_end), g, m) for g in self.scan.attacks for m in g.mentions]
        return sorted(clauses, key=lambda clause: clause[0])

    def _told(self, span: Span) -> list[tuple[Range, AttackGroup, AttackMention]]:
        first = bisect_left(self._clauses, (span.start - _LONGEST_CLAUSE, 0), key=lambda clause: clause[0])
        last = bisect_left(self._clauses, (span.end, 0), key=lambda clause: clause[0])
        return [told for told in self._clauses[first:last] if told[0][1] > span.start]

    def attacks_told(self, span: Span) -> list[AttackGroup]:
        """The attacks that the scanner reads in a clause which shares words with a span, each once."""
        return self.attacks_told_in([span])

    def attacks_told_in(self, spans: Iterable[Span]) -> list[AttackGroup]:
        """The same of several spans, an item's evidence."""
        return list({id(group): group for span in spans for _, group, _ in self._told(span)}.values())

    def kinds_told(self, span: Span) -> set[str]:
        """The kinds of those attacks, each as a whole and as told in the clauses that share words with the span."""
        return {kind for _, group, told in self._told(span) for kind in (group.kind, told.kind)}

    def mentions_told_in(self, spans: Iterable[Span]) -> list[AttackMention]:
        """The words of attack whose clauses share words with spans, each once."""
        return list({id(told): told for span in spans for _, _, told in self._told(span)}.values())

    def claims_told(self, span: Span) -> list[ClaimMention]:
        """The statements that share words with a span."""
        first = bisect_left(self.scan.claims, span.start - _LONGEST_CLAUSE, key=lambda claim: claim.start)
        last = bisect_left(self.scan.claims, span.end, key=lambda claim: claim.start)
        return [claim for claim in self.scan.claims[first:last] if claim.end > span.start]

    def actors_in(self, here: Range) -> list[ActorMention]:
        """The actors that share words with a range."""
        actors = scan_actors(self.scan.text)
        first = bisect_left(actors, here[0] - _LONGEST, key=lambda a: a.start)
        last = bisect_left(actors, here[1], key=lambda a: a.start)
        return [a for a in actors[first:last] if overlap((a.start, a.end), here)]

    def line(self, offset: int) -> int:
        """The number of the sentence at an offset, or of the last one before it; 0 before the first."""
        return bisect_right(self._starts, offset)

    def lines(self, item: Item) -> set[int]:
        """The numbers of the sentences that an item's evidence reaches into."""
        return {n for e in item.evidence for n in range(self.line(e.start), self.line(e.end - 1) + 1)}


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found; the runner adds the rule's name and version."""

    item: str
    field: str
    level: Level
    message: str
    span: Span | None = None


Check = Callable[[Case], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named, versioned check. Its version rises whenever its verdicts may change."""

    name: str
    version: int
    check: Check

    def run(self, case: Case) -> list[Finding]:
        """The rule's findings; a crash becomes one of level review on every item, never a pass."""
        try:
            return [self._finding(problem) for problem in self.check(case)]
        except Exception as error:  # a broken check must not pass silently, nor stop the batch
            message = f"The check itself failed ({type(error).__name__}: {error}); look at this by hand."
            unchecked = [item.id for item in case.items.all()] or [""]
            return [self._finding(Problem(name, "", Level.REVIEW, message)) for name in unchecked]

    def _finding(self, problem: Problem) -> Finding:
        return Finding(
            item=problem.item,
            field=problem.field,
            rule=self.name,
            rule_version=self.version,
            level=problem.level,
            message=problem.message,
            span=problem.span,
        )


def reach(span: Span) -> Range:
    """The range of a span."""
    return span.start, span.end


def read_at(mentions: Sequence[P], span: Span) -> list[P]:
    """What a scanner read at a span: the mentions of exactly its range, else those that share most with it.

    The mentions stand in text order; one that began more than `_LONGEST` before the span is not looked at.
    """
    first = bisect_left(mentions, span.start - _LONGEST, key=lambda m: m.start)
    near = mentions[first : bisect_left(mentions, span.end, key=lambda m: m.start)]
    if exact := [m for m in near if m.start == span.start and m.end == span.end]:
        return exact
    shared = [overlap((m.start, m.end), reach(span)) for m in near]
    most = max(shared, default=0)
    return [m for m, length in zip(near, shared, strict=True) if length == most > 0]
