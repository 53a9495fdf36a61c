"""The words of harm and of denial around a count agree with the harm and the status of the item."""

from collections import Counter
from collections.abc import Iterator

from extractor.arabic.casualties import CasualtyMention
from extractor.build import overlap
from extractor.validators.case import Case, Problem, Rule
from schemas.casualty import Casualty
from schemas.record import Level


def _read_at(case: Case, item: Casualty) -> list[CasualtyMention]:
    where = (item.count.evidence.start, item.count.evidence.end)
    return [k for k in case.scan.casualties if overlap((k.start, k.end), where)]


def _cue(case: Case) -> Iterator[Problem]:
    """No cue of harm near a count is doubt; a cue of another harm is a contradiction."""
    for item in case.items.casualties:
        read = _read_at(case, item)
        if not read:
            message = f"No word near «{item.count.raw}» says that these people were {item.harm.value}."
            yield Problem(item.id, "harm", Level.REVIEW, message, item.count.evidence)
        elif item.harm.value not in {k.harm for k in read}:
            message = f"The words around «{item.count.raw}» say {read[0].harm}, not {item.harm.value}."
            yield Problem(item.id, "harm", Level.REJECT, message, item.count.evidence)


def _status(case: Case) -> Iterator[Problem]:
    for item in case.items.casualties:
        read = _read_at(case, item)
        if read and item.status.value not in {k.status for k in read}:
            message = f"The words around «{item.count.raw}» say {read[0].status}, not {item.status.value}."
            yield Problem(item.id, "status", Level.REJECT, message, item.count.evidence)


def _duplicate(case: Case) -> Iterator[Problem]:
    seen: Counter[tuple[int, int, str]] = Counter()
    for item in case.items.casualties:
        key = (item.count.evidence.start, item.count.evidence.end, item.harm.value)
        if seen[key]:
            yield Problem(item.id, "", Level.REJECT, f"«{item.count.raw}» is already an item.", item.count.evidence)
        seen[key] += 1


def _part(case: Case) -> Iterator[Problem]:
    """A part is no larger than the whole it is of."""
    by_id = {k.id: k for k in case.items.casualties}
    for item in case.items.casualties:
        whole = by_id.get(item.subset_of or "")
        if whole and whole.count.high is not None and (item.count.low or 0) > whole.count.high:
            message = f"«{item.count.raw}» is said to be a part of «{whole.count.raw}», which is less."
            yield Problem(item.id, "subset_of", Level.REVIEW, message, item.count.evidence)


RULES = (
    Rule("casualties.cue", 1, _cue),
    Rule("casualties.status", 1, _status),
    Rule("casualties.duplicate", 1, _duplicate),
    Rule("casualties.part", 1, _part),
)
