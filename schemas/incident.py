"""An attack, strike, clash, explosion, raid or abduction that the text says happened. Kinds follow ACLED sub-events."""

from enum import StrEnum
from typing import Literal

from schemas.actor import Actor, Target
from schemas.base import Stored
from schemas.place import Place
from schemas.quantity import Quantity
from schemas.state import Item
from schemas.when import When


class IncidentKind(StrEnum):
    """The kinds of the annotation guideline."""

    ROCKET_ATTACK = "rocket_attack"
    SHELLING = "shelling"
    DRONE_ATTACK = "drone_attack"
    AIRSTRIKE = "airstrike"
    IED = "ied"
    SUICIDE_ATTACK = "suicide_attack"
    CLASH = "clash"
    SHOOTING = "shooting"
    RAID = "raid"
    ABDUCTION = "abduction"
    INTERCEPTION = "interception"
    EXCHANGE = "exchange"
    OTHER = "other"


class Role(StrEnum):
    """What the article reports as its news, or an earlier event it recalls."""

    FOCAL = "focal"
    BACKGROUND = "background"


class Reality(StrEnum):
    """Whether the text says that it took place."""

    OCCURRED = "occurred"
    ATTEMPTED = "attempted"
    ALLEGED = "alleged"
    THREATENED = "threatened"
    DENIED = "denied"


class Link(Stored):
    """A relation to another incident of the same record."""

    rel: Literal["retaliation_for", "same_wave_as", "part_of_aggregate", "possible_same_as"]
    id: str


class Incident(Item):
    """One attack at one place and time; places run from the most specific to the widest."""

    role: Role | None
    reality: Reality | None
    kind: IncidentKind
    date: When | None
    places: list[Place]
    attackers: list[Actor]
    targets: list[Target]
    weapons: list[str]
    munitions: Quantity | None
    damage: str | None
    linked: list[Link]
