"""What every rule sees: the items, the scan of their article, and a way to say what is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extractor.arabic.scan import Scan
from schemas.base import Span
from schemas.items import Items
from schemas.record import Finding, Level
from schemas.state import Item


@dataclass(frozen=True, slots=True)
class Case:
    """One article's items beside what the scanners see in its text."""

    scan: Scan
    items: Items


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
        """The rule's findings; a crash becomes one of level review, never a pass."""
        try:
            return [self._finding(problem) for problem in self.check(case)]
        except Exception as error:  # a broken check must not pass silently, nor stop the batch
            message = f"The check itself failed ({type(error).__name__}: {error}); look at this record by hand."
            return [self._finding(Problem("", "", Level.REVIEW, message))]

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


def at(item: Item) -> tuple[int, int]:
    """The range of an item's first evidence."""
    return (item.evidence[0].start, item.evidence[0].end) if item.evidence else (0, 0)
