"""The words of harm and of denial around a count agree with the harm and the status of the item."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator

from extractor.build import Range
from extractor.validators.case import Case, Problem, Rule, reach, read_at
from schemas.casualty import Group, Harm
from schemas.quantity import Bound
from schemas.record import Level


def _cue(case: Case) -> Iterator[Problem]:
    """No cue of harm near a count is doubt; a cue of another harm is a contradiction."""
    for item in case.items.casualties:
        said = {k.harm for k in read_at(case.scan.casualties, item.count.evidence)}
        if not said:
            message = f"No word near «{item.count.raw}» says that these people were {item.harm.value}."
            yield Problem(item.id, "harm", Level.REVIEW, message, item.count.evidence)
        elif item.harm.value not in said and not (item.harm == "killed_or_injured" and said >= {"killed", "injured"}):
            message = f"The words around «{item.count.raw}» say {', '.join(sorted(said))}, not {item.harm.value}."
            yield Problem(item.id, "harm", Level.REJECT, message, item.count.evidence)


def _status(case: Case) -> Iterator[Problem]:
    for item in case.items.casualties:
        said = {k.status for k in read_at(case.scan.casualties, item.count.evidence)}
        if said and item.status.value not in said:
            message = f"The words around «{item.count.raw}» say {', '.join(sorted(said))}, not {item.status.value}."
            yield Problem(item.id, "status", Level.REJECT, message, item.count.evidence)
        elif item.status == "explicitly_none" and (item.count.low, item.count.high) != (0, 0):
            yield Problem(item.id, "count", Level.REJECT, "A denial of all harm counts 0.", item.count.evidence)
        elif item.status in ("none_reported", "unknown_stated") and (item.count.low, item.count.high) != (None, None):
            yield Problem(item.id, "count", Level.REJECT, "What is not known has no figure.", item.count.evidence)


def _duplicate(case: Case) -> Iterator[Problem]:
    """The same words are no second item of the same harm; overlapping words are none with the same figure."""
    places: set[tuple[Harm, Range]] = set()
    figures: dict[Hashable, _Ranges] = defaultdict(_Ranges)
    for item in case.items.casualties:
        here = reach(item.count.evidence)
        told = figures[item.harm, item.count.low, item.count.high]
        if (item.harm, here) in places or told.overlaps(here):
            yield Problem(item.id, "", Level.REJECT, f"«{item.count.raw}» is already an item.", item.count.evidence)
        places.add((item.harm, here))
        told.add(here)


class _Ranges:
    """Ranges of a text, merged where they overlap, for a quick look whether another one overlaps them."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def overlaps(self, where: Range) -> bool:
        """Whether a range shares a character with one that was added."""
        at = bisect_right(self._ends, where[0])
        return at < len(self._starts) and self._starts[at] < where[1]

    def add(self, where: Range) -> None:
        """Add a range; those that it overlaps become one with it."""
        first, last = bisect_right(self._ends, where[0]), bisect_left(self._starts, where[1])
        merged = self._starts[first:last], self._ends[first:last]
        self._starts[first:last] = [min([where[0], *merged[0]])]
        self._ends[first:last] = [max([where[1], *merged[1]])]


def _retold(case: Case) -> Iterator[Problem]:
    """A figure and the same figure as a lower end are two tellings of one toll, and so of one attack."""
    figures = [k for k in case.items.casualties if k.count.low is not None and k.count.high in (k.count.low, None)]
    told: dict[Hashable, set[str | None]] = defaultdict(set)
    for item in figures:
        told[item.harm, item.count.low, item.count.high is None].add(item.incident_id)
    for item in figures:
        again = told.get((item.harm, item.count.low, item.count.high is not None), set())
        if item.count.bound is not Bound.VAGUE and again and item.incident_id not in again:
            message = f"«{item.count.raw}» is told with another bound of another attack."
            yield Problem(item.id, "incident_id", Level.REVIEW, message, item.count.evidence)


def _part(case: Case) -> Iterator[Problem]:
    """The parts of a whole, alone and of one harm together, are no more than the whole."""
    by_id = {k.id: k for k in case.items.casualties}
    together: dict[tuple[str, str], int] = defaultdict(int)
    for item in case.items.casualties:
        whole = by_id.get(item.subset_of or "")
        if whole is None or whole.count.high is None:
            continue
        together[whole.id, item.harm] += item.count.low or 0
        if together[whole.id, item.harm] > whole.count.high:
            message = f"«{item.count.raw}» makes the parts of «{whole.count.raw}» more than it."
            yield Problem(item.id, "subset_of", Level.REVIEW, message, item.count.evidence)
            yield Problem(whole.id, "count", Level.REVIEW, message, whole.count.evidence)


_OPPOSITE = {Group.CIVILIAN: "military", Group.MILITARY: "civilian"}


def _group(case: Case) -> Iterator[Problem]:
    """Civilians are no fighters where the words around the count decide; mixed and unknown are no contradiction."""
    for item in case.items.casualties:
        said = {k.group for k in read_at(case.scan.casualties, item.count.evidence)}
        if item.who.group and said == {_OPPOSITE.get(item.who.group)}:
            message = f"The words around «{item.count.raw}» say {', '.join(said)}, not {item.who.group.value}."
            yield Problem(item.id, "who.group", Level.REVIEW, message, item.count.evidence)


RULES = (
    Rule("casualties.cue", 2, _cue),
    Rule("casualties.status", 2, _status),
    Rule("casualties.duplicate", 2, _duplicate),
    Rule("casualties.retold", 1, _retold),
    Rule("casualties.part", 3, _part),
    Rule("casualties.group", 1, _group),
)
