"""What a person decides about a record: one line of an append-only file, complete in itself.

A decision embeds the item as the person saw it, so that it can be tied to the records of later runs by what it says.
`seen` names the decisions on the same item that were in view. Two decisions of which neither has seen the other are
concurrent, whatever their order in the file (a multi-value register: Shapiro et al. 2011, "A comprehensive study of
Convergent and Commutative Replicated Data Types", 3.2.2).
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from schemas.aggregate import Aggregate
from schemas.base import Span, Stored
from schemas.casualty import Casualty
from schemas.claim import Claim
from schemas.incident import Incident

LONGEST_NAME = 100
"""Characters of the name of who decides."""
ItemKind = Literal["incidents", "casualties", "claims", "aggregates"]
AnyItem = Incident | Casualty | Claim | Aggregate


class Verb(StrEnum):
    """What a person does."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"
    NOTE = "note"
    UNDO = "undo"


class Choice(Stored):
    """What a person chose: words of the article, or a `value` that is no words: a label, the id of an item.

    `field` is a field of the item; `places.1` is one entry of a list, which is taken out where nothing is chosen, as
    another field is left empty. Of an item to add, `value` is its label and `field` is empty.
    """

    field: str
    words: Span | None = None
    value: str | None = None


class Decision(Stored):
    """One decision. `old` and `new` are JSON values of the whole field; of an item to add, `item` is what was made.

    `record_sha256` is of the record's file as it stood then, `text_sha256` of the article. `added_by` names the
    decision that added the item decided on, `undoes` the one that is undone.
    """

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    at: datetime
    by: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    article: str
    record_sha256: str
    text_sha256: str
    verb: Verb
    kind: ItemKind | None = None
    item: AnyItem | None = None
    added_by: str | None = None
    seen: tuple[str, ...] = ()
    choice: Choice | None = None
    old: JsonValue = None
    new: JsonValue = None
    undoes: str | None = None
    reason: Annotated[str, Field(max_length=2_000)] = ""

    @model_validator(mode="after")
    def _says_what_it_needs(self) -> Self:
        if (self.item is None) != (self.kind is None):
            raise ValueError("an item has a kind")
        if self.item is None and self.verb not in (Verb.NOTE, Verb.UNDO):
            raise ValueError(f"{self.verb} needs an item")
        if (self.choice is None) == (self.verb in (Verb.CORRECT, Verb.ADD)):
            raise ValueError(f"{self.verb} and a choice do not go together" if self.choice else "a choice is missing")
        if (self.undoes is None) == (self.verb is Verb.UNDO):
            raise ValueError("undo, and only undo, names what it undoes")
        return self
