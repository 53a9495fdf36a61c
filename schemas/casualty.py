"""A statement of human harm: one per harm, group and figure, tied to an incident and a claim where the text ties it."""

from enum import StrEnum

from schemas.base import Leaf, Stored
from schemas.quantity import Quantity
from schemas.state import Item


class Harm(StrEnum):
    """What happened to the people."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    CAPTURED = "captured"
    KILLED_OR_INJURED = "killed_or_injured"


class CasualtyStatus(StrEnum):
    """A figure, a denial, a missing report and a stated ignorance are four different things."""

    COUNTED = "counted"
    EXPLICITLY_NONE = "explicitly_none"
    NONE_REPORTED = "none_reported"
    UNKNOWN_STATED = "unknown_stated"
    POSSIBLE_ONLY = "possible_only"


class Group(StrEnum):
    """Who the people were, as far as the text says; military covers every combatant and the security forces."""

    CIVILIAN = "civilian"
    MILITARY = "military"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class Who(Stored):
    """The words for the people (null where none are named) and their group."""

    raw: str | None
    group: Group | None


class NamedVictim(Leaf):
    """A victim whom the text names."""

    age: int | None
    sex: str | None


class Casualty(Item):
    """The count of `explicitly_none` is 0..0; of `none_reported` and `unknown_stated` it is open at both ends."""

    incident_id: str | None
    claim_id: str | None
    harm: Harm
    status: CasualtyStatus
    count: Quantity
    who: Who
    named: list[NamedVictim]
    cumulative: bool | None
    subset_of: str | None
    supersedes: str | None
