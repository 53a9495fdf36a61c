"""An item with what a person chose for one of its fields. Pure."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from extractor.arabic.scan import Scan
from extractor.build import span
from extractor.errors import WrongChoice
from extractor.review.fields import YES_NO, Field, field_of, value_of
from extractor.review.words import standing
from schemas.aggregate import Metric
from schemas.base import Span
from schemas.casualty import Casualty, CasualtyStatus, Group, Harm
from schemas.claim import Act
from schemas.decision import Choice
from schemas.incident import IncidentKind, Role
from schemas.items import Items
from schemas.quantity import Quantity
from schemas.state import Item

_LABELS: Sequence[type[StrEnum]] = (IncidentKind, Role, Harm, CasualtyStatus, Group, Act, Metric)


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


def checked(item: Item) -> Item:
    """The item with every field validated again, since copies are not.

    Raises:
        WrongChoice: the values break the contract of a record.
    """
    try:
        return type(item).model_validate(item.model_dump())
    except ValidationError as error:
        raise WrongChoice(f"{item.id}: {error.errors(include_url=False)[0]['msg']}.") from None


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
    if field.labels == YES_NO:
        return value == "yes"
    return next((label(value) for label in _LABELS if field.labels == tuple(label)), value)
