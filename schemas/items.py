"""The items of one article while they are drafted and checked."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from schemas.aggregate import Aggregate
from schemas.casualty import Casualty
from schemas.claim import Claim
from schemas.incident import Incident
from schemas.state import Item


@dataclass(frozen=True, slots=True)
class Items:
    """The four kinds, each in text order."""

    incidents: tuple[Incident, ...] = ()
    casualties: tuple[Casualty, ...] = ()
    claims: tuple[Claim, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()

    def all(self) -> Iterator[Item]:
        """Every item, kind after kind."""
        yield from self.incidents
        yield from self.casualties
        yield from self.claims
        yield from self.aggregates


KINDS = tuple(field.name for field in fields(Items))
"""The names of the four lists, which a draft, a record and gold share."""
