"""What the checks hold against each item, so that a change is taken only where it is for the better."""

from collections.abc import Iterable, Mapping

from schemas.record import Finding, Level

Faults = Mapping[str, tuple[int, int]]
_NONE = (0, 0)


def faults(findings: Iterable[Finding]) -> Faults:
    """How many findings refuse each item, and how many put it before a person; items without any are left out."""
    found: dict[str, tuple[int, int]] = {}
    for finding in findings:
        refused, doubted = found.get(finding.item, _NONE)
        if finding.level is not Level.NOTE:
            refuses = finding.level is Level.REJECT
            found[finding.item] = (refused + refuses, doubted + (not refuses))
    return found


def better(before: Faults, after: Faults, item: str) -> bool:
    """Whether an item has fewer or milder faults than before, and no other item more."""
    others = {name: fault for name, fault in after.items() if name != item}
    spoilt = any(fault > before.get(name, _NONE) for name, fault in others.items())
    return not spoilt and after.get(item, _NONE) < before.get(item, _NONE)
