"""What a strategy hands on to the checks."""

from dataclasses import dataclass

from schemas.items import Items
from schemas.record import Finding


@dataclass(frozen=True, slots=True)
class Drafted:
    """Items, and what a model wrote that could not be grounded or was left undecided."""

    items: Items
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """The id of the item that each entry of a draft became or repeats; None where none could be made of it."""

    incidents: tuple[str | None, ...]
    casualties: tuple[str | None, ...]
    claims: tuple[str | None, ...]
    aggregates: tuple[str | None, ...]
