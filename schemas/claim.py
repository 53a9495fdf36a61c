"""Who says what about an attack."""

from enum import StrEnum

from schemas.actor import Actor
from schemas.base import Leaf
from schemas.state import Item


class Act(StrEnum):
    """What a speaker does with the words."""

    REPORTS = "reports"
    CONFIRMS = "confirms"
    CLAIMS_RESPONSIBILITY = "claims_responsibility"
    DENIES = "denies"
    ACCUSES = "accuses"
    NO_COMMENT = "no_comment"
    NO_CLAIM = "no_claim"
    THREATENS = "threatens"
    ASSESSES = "assesses"


class Speaker(Leaf):
    """The speaker's words in the text; `via` is the medium that passed them on."""

    type: str | None = None
    via: str | None = None


class Claim(Item):
    """A statement tied to a speaker; `about` holds incident ids and is empty for a general series."""

    speaker: Speaker
    act: Act
    modality: str | None
    about: list[str]
    accused: Actor | None
