"""Which fields of an item a person may correct, and by what: words of the article, a label, another item. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extractor.errors import WrongChoice
from extractor.review.words import Reader, as_leaf, read_count, read_place, read_quantity, read_when
from schemas.actor import Actor, Target
from schemas.aggregate import Aggregate, Metric
from schemas.casualty import Casualty, CasualtyStatus, Group, Harm
from schemas.claim import Act, Claim, Speaker
from schemas.incident import Incident, IncidentKind, Role
from schemas.state import Item


@dataclass(frozen=True, slots=True)
class Field:
    """How a field takes a choice: by words (`read`), by a label, or by the id of an item of a kind (`links`).

    `wants` names the mentions that are offered for it: one word of theirs is enough, but a name is a phrase, with a
    first and a last word.
    """

    read: Reader | None = None
    labels: tuple[str, ...] = ()
    links: str = ""
    many: bool = False
    empty: bool = False
    wants: str = ""


YES_NO = ("yes", "no")
_DATE = Field(read=read_when, empty=True, wants="dates")

FIELDS: Mapping[type[Item], Mapping[str, Field]] = {
    Incident: {
        "kind": Field(labels=tuple(IncidentKind)),
        "role": Field(labels=tuple(Role)),
        "date": _DATE,
        "places": Field(read=read_place, many=True, wants="places"),
        "attackers": Field(read=as_leaf(Actor), many=True, wants="names"),
        "targets": Field(read=as_leaf(Target), many=True, wants="names"),
        "munitions": Field(read=read_quantity, empty=True, wants="numbers"),
    },
    Casualty: {
        "count": Field(read=read_count, wants="numbers"),
        "harm": Field(labels=tuple(Harm)),
        "status": Field(labels=tuple(CasualtyStatus)),
        "who": Field(read=lambda seen, words: words.quote, empty=True, wants="names"),
        "group": Field(labels=tuple(Group), empty=True),
        "incident_id": Field(links="incidents", empty=True),
        "claim_id": Field(links="claims", empty=True),
        "subset_of": Field(links="casualties", empty=True),
        "cumulative": Field(labels=YES_NO, empty=True),
    },
    Claim: {
        "speaker": Field(read=as_leaf(Speaker), wants="names"),
        "act": Field(labels=tuple(Act)),
        "about": Field(links="incidents", many=True),
        "accused": Field(read=as_leaf(Actor), empty=True, wants="names"),
    },
    Aggregate: {
        "total": Field(read=read_quantity, wants="numbers"),
        "metric": Field(labels=tuple(Metric)),
        "period": _DATE,
        "claim_id": Field(links="claims", empty=True),
    },
}
"""The fields that a person may correct, in the order of a card."""

TYPES: Mapping[str, type[Item]] = {
    "incidents": Incident,
    "casualties": Casualty,
    "claims": Claim,
    "aggregates": Aggregate,
}
"""What the items of each kind are."""
LABEL_FIELDS = {"incidents": "kind", "casualties": "harm", "claims": "act", "aggregates": "metric"}
"""The field of each kind that says of what sort an item is."""


def labels_of(kind: str) -> tuple[str, ...]:
    """The labels that an item of a kind may have."""
    return FIELDS[TYPES[kind]][LABEL_FIELDS[kind]].labels


def field_of(item: Item, path: str) -> tuple[str, Field, int | None]:
    """The name of a field, how it takes a choice, and the entry of its list that a path like `places.1` names.

    Raises:
        WrongChoice: the item has no such field or entry, or nobody may change it.
    """
    name, _, entry = path.partition(".")
    field = FIELDS[type(item)].get(name)
    if field is None:
        raise WrongChoice(f"{name!r} is no field of {item.id} that can be corrected.")
    if not entry:
        return name, field, None
    if not (field.many and entry.isascii() and entry.isdigit() and int(entry) < len(value_of(item, name))):
        raise WrongChoice(f"{item.id} has no {path}; load the page again.")
    return name, field, int(entry)


def value_of(item: Item, name: str) -> Any:
    """The value of a field that can be corrected; `who` and `group` are parts of one."""
    if isinstance(item, Casualty) and name in ("who", "group"):
        return item.who.raw if name == "who" else item.who.group
    return getattr(item, name)


def field_json(item: Item, name: str) -> Any:
    """The JSON value of a field that can be corrected."""
    value = value_of(item, name)
    parts = value if isinstance(value, list) else [value]
    found = [part.model_dump(mode="json") if hasattr(part, "model_dump") else part for part in parts]
    return found if isinstance(value, list) else found[0]
