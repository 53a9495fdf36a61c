"""The state of an item, set by the findings that touch it."""

from enum import StrEnum

from schemas.base import Span, Stored


class State(StrEnum):
    """Accepted by every check, sent to a person, or refused (and kept, with its findings)."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    REJECTED = "rejected"


class Item(Stored):
    """What the four kinds of item share. The id is a kind letter and the start of the first evidence span."""

    id: str
    state: State
    evidence: list[Span]
