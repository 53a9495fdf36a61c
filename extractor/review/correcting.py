"""What a person chose to a value of a field: words are read by the scanners, as those of a draft are.

The person points and code reads: a figure, day or place that no scanner reads at the chosen words is no value.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from extractor.arabic.scan import Scan
from extractor.build import place, quantity, span, when
from extractor.drafting.matching import at
from extractor.errors import WrongChoice
from schemas.actor import Actor, Target
from schemas.aggregate import Aggregate, Metric
from schemas.base import Span
from schemas.casualty import Casualty, CasualtyStatus, Group, Harm
from schemas.claim import Act, Claim, Speaker
from schemas.decision import Choice
from schemas.incident import Incident, IncidentKind, Role
from schemas.items import Items
from schemas.place import Place
from schemas.quantity import Bound, NumberForm, Quantity
from schemas.state import Item
from schemas.when import When

LONGEST = 200
"""Code points of the longest words that may be chosen: no name or phrase of news is longer."""

Reader = Callable[[Scan, Span], Any]


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


def corrected(seen: Scan, items: Items, item: Item, choice: Choice) -> Item:
    """The item with what was chosen for one field; `items` are those that it may point at.

    Raises:
        WrongChoice: what was chosen is no value of the field.
    """
    name, field, entry = field_of(item, choice.field)
    value = _value(seen, items, item, choice, field)
    if field.many:
        value = _listed(item, list(value_of(item, name)), entry, value)
    elif value is None and not field.empty:
        raise WrongChoice(f"{name} of {item.id} cannot be empty; reject the item if it is none.")
    if isinstance(item, Casualty) and name in ("who", "group"):
        name, value = "who", item.who.model_copy(update={"raw" if name == "who" else "group": value})
    evidence = _with_figure(seen, item, value) if name in ("count", "total") else item.evidence
    return item.model_copy(update={name: value, "evidence": evidence})


def _with_figure(seen: Scan, item: Item, figure: Quantity) -> list[Span]:
    """The evidence of an item that holds its figure, too: the words that tell it go with it."""
    words = figure.evidence
    if any(quoted.start <= words.start and words.end <= quoted.end for quoted in item.evidence):
        return item.evidence
    told = next((c for c in seen.casualties if (c.start, c.end) == (words.start, words.end)), None)
    sentence = seen.sentence_at(words.start)
    clause = (told.evidence_start, told.evidence_end) if told else (sentence.start, sentence.end) if sentence else None
    return list(dict.fromkeys((words, span(seen.text, *clause) if clause else words, *item.evidence)))


def _listed(item: Item, values: list[Any], entry: int | None, value: Any) -> list[Any]:
    if value is None and entry is None:
        raise WrongChoice(f"Nothing was chosen for {item.id}; choose words, or an entry to take out.")
    if value is not None and value in values:
        raise WrongChoice(f"{item.id} holds that already.")
    if entry is None:
        return [*values, value]
    return [*values[:entry], *([] if value is None else [value]), *values[entry + 1 :]]


def _value(seen: Scan, items: Items, item: Item, choice: Choice, field: Field) -> Any:
    if choice.words is not None:
        if field.read is None:
            raise WrongChoice(f"{choice.field} of {item.id} is chosen from a list, not by words.")
        return field.read(seen, standing(seen, choice.words))
    if choice.value is None:
        return None
    known = [other.id for other in getattr(items, field.links) if other.id != item.id] if field.links else field.labels
    if choice.value not in known:
        raise WrongChoice(f"{choice.value!r} is no {choice.field} of {item.id}.")
    return _typed(field, choice.value)


def _typed(field: Field, value: str) -> Any:
    if field.labels == _YES_NO:
        return value == "yes"
    return next((label(value) for label in _LABELS if field.labels == tuple(label)), value)


def standing(seen: Scan, words: Span) -> Span:
    """Chosen words, where the article holds them.

    Raises:
        WrongChoice: it does not, or they are too many to be a value.
    """
    if seen.text[words.start : words.end] != words.quote:
        raise WrongChoice("The chosen words do not stand in the article at that place; load the page again.")
    if len(words.quote) > LONGEST or not any(character.isalnum() for character in words.quote):
        raise WrongChoice(f"Choose one phrase of at most {LONGEST} characters.")
    return words


def read_quantity(seen: Scan, words: Span) -> Quantity:
    """The figure at some words with its noun phrase.

    Raises:
        WrongChoice: no number is read there, or several are.
    """
    numbers = [n for n in at(seen.numbers, (words.start, words.end)) if n.kind == "quantity"]
    if len(numbers) != 1:
        raise WrongChoice(f"«{words.quote}» holds {'several figures' if numbers else 'no number that can be read'}.")
    return quantity(seen.text, (numbers[0].start, numbers[0].phrase_end), numbers[0])


def _count(seen: Scan, words: Span) -> Quantity:
    """A figure of harm: a statement that grammar reads there says it whole, with dual nouns and denials."""
    told = at(seen.casualties, (words.start, words.end))
    if len({(c.start, c.end) for c in told}) != 1:
        return read_quantity(seen, words)
    read, whole = told[0], span(seen.text, told[0].start, told[0].end)
    return Quantity(
        raw=whole.quote,
        evidence=whole,
        low=read.low,
        high=read.high,
        bound=Bound(read.bound),
        form=NumberForm(read.form) if read.form else None,
        unit=read.unit,
    )


def _when(seen: Scan, words: Span) -> When:
    found = when(seen.text, next(iter(at(seen.dates, (words.start, words.end))), None))
    if found is None:
        raise WrongChoice(f"«{words.quote}» is no date that can be read.")
    return found


def _place(seen: Scan, words: Span) -> Place:
    """A place with its row; words that no scanner knows as a place are a name without one."""
    mentions = at(seen.places, (words.start, words.end))
    if mentions:
        return place(seen, mentions[0])
    return Place(raw=words.quote, evidence=words, kind=None, relation=None, gazetteer=None)


def _leaf(kind: type[Actor] | type[Target] | type[Speaker]) -> Reader:
    return lambda seen, words: kind(raw=words.quote, evidence=words)


_LABELS: Sequence[type[StrEnum]] = (IncidentKind, Role, Harm, CasualtyStatus, Group, Act, Metric)
_YES_NO = ("yes", "no")
_DATE = Field(read=_when, empty=True, wants="dates")

FIELDS: Mapping[type[Item], Mapping[str, Field]] = {
    Incident: {
        "kind": Field(labels=tuple(IncidentKind)),
        "role": Field(labels=tuple(Role)),
        "date": _DATE,
        "places": Field(read=_place, many=True, wants="places"),
        "attackers": Field(read=_leaf(Actor), many=True, wants="names"),
        "targets": Field(read=_leaf(Target), many=True, wants="names"),
        "munitions": Field(read=read_quantity, empty=True, wants="numbers"),
    },
    Casualty: {
        "count": Field(read=_count, wants="numbers"),
        "harm": Field(labels=tuple(Harm)),
        "status": Field(labels=tuple(CasualtyStatus)),
        "who": Field(read=lambda seen, words: words.quote, empty=True, wants="names"),
        "group": Field(labels=tuple(Group), empty=True),
        "incident_id": Field(links="incidents", empty=True),
        "claim_id": Field(links="claims", empty=True),
        "subset_of": Field(links="casualties", empty=True),
        "cumulative": Field(labels=_YES_NO, empty=True),
    },
    Claim: {
        "speaker": Field(read=_leaf(Speaker), wants="names"),
        "act": Field(labels=tuple(Act)),
        "about": Field(links="incidents", many=True),
        "accused": Field(read=_leaf(Actor), empty=True, wants="names"),
    },
    Aggregate: {
        "total": Field(read=read_quantity, wants="numbers"),
        "metric": Field(labels=tuple(Metric)),
        "period": _DATE,
        "claim_id": Field(links="claims", empty=True),
    },
}
"""The fields that a person may correct, in the order of a card."""

_TYPES: Mapping[str, type[Item]] = {
    "incidents": Incident,
    "casualties": Casualty,
    "claims": Claim,
    "aggregates": Aggregate,
}
LABEL_FIELDS = {"incidents": "kind", "casualties": "harm", "claims": "act", "aggregates": "metric"}
"""The field of each kind that says of what sort an item is."""


def labels_of(kind: str) -> tuple[str, ...]:
    """The labels that an item of a kind may have."""
    return FIELDS[_TYPES[kind]][LABEL_FIELDS[kind]].labels


def checked(item: Item) -> Item:
    """The item with every field validated again, since copies are not.

    Raises:
        WrongChoice: the values break the contract of a record.
    """
    try:
        return type(item).model_validate(item.model_dump())
    except ValidationError as error:
        raise WrongChoice(f"{item.id}: {error.errors(include_url=False)[0]['msg']}.") from None
