"""What the page of an article offers to do: for each item the fields to correct, and what was decided on it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extractor.report.cards import body
from extractor.report.wording import spoken
from extractor.review.fields import FIELDS, Field, value_of
from extractor.review.folding import Folded, Standing
from extractor.review.history import told, undone
from schemas.base import Leaf
from schemas.casualty import Casualty
from schemas.claim import Claim
from schemas.decision import Decision
from schemas.incident import Incident
from schemas.items import KINDS
from schemas.state import Item

Option = tuple[str, str]
_LABELS = {
    "role": "told as",
    "date": "when",
    "places": "where",
    "attackers": "by",
    "targets": "against",
    "incident_id": "in attack",
    "claim_id": "says",
    "subset_of": "part of",
    "cumulative": "over several attacks",
    "period": "over",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a field as the form shows it; `path` names it where it is one of a list."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A field to correct: by words of the article, or by one of `options` (value and label)."""

    name: str
    label: str
    by_words: bool
    many: bool
    empty: bool
    value: str
    entries: tuple[Entry, ...]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A decision in words; it can be undone where it is not undone yet."""

    id: str
    text: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What can be done with one item; `seen` are the decisions that the page shows."""

    item: str
    seen: str
    decided: bool
    past: tuple[Past, ...]
    rows: tuple[Row, ...]


def forms_of(folded: Folded) -> dict[str, Form]:
    """The form of each item."""
    titles = {s.item.id: title(s.item) for s in folded.standings}
    return {standing.item.id: _form(standing, folded, titles) for standing in folded.standings}


def title(item: Item) -> str:
    """An item in one line, with words of the article that tell it from others of its sort."""
    match item:
        case Incident():
            words = item.places[0].raw if item.places else ""
        case Casualty():
            words = item.count.raw
        case Claim():
            words = item.speaker.raw
        case _:
            words = ""
    told = body(item).title
    return f"{told} «{words}» ({item.id})" if words else f"{told} ({item.id})"


def label_of(name: str) -> str:
    """The name of a field as its card has it."""
    return _LABELS.get(name, spoken(name))


def _form(standing: Standing, folded: Folded, titles: Mapping[str, str]) -> Form:
    item = standing.item
    return Form(
        item=item.id,
        seen=" ".join(standing.heads),
        decided=standing.decided is not None,
        past=pasts(standing.about),
        rows=tuple(_rows(item, folded, titles)),
    )


def pasts(decisions: tuple[Decision, ...]) -> tuple[Past, ...]:
    """Decisions in words, the latest first."""
    gone = undone(decisions)
    return tuple(Past(d.id, told(d), d.id in gone) for d in reversed(decisions))


def _rows(item: Item, folded: Folded, titles: Mapping[str, str]) -> Iterator[Row]:
    for name, field in FIELDS[type(item)].items():
        value = value_of(item, name)
        listed = value if isinstance(value, list) else []
        yield Row(
            name=name,
            label=label_of(name),
            by_words=field.read is not None,
            many=field.many,
            empty=field.empty and value is not None,
            value="" if field.many else _text(value),
            entries=tuple(Entry(f"{name}.{n}", _shown(each, titles)) for n, each in enumerate(listed)),
            options=tuple(_options(item, field, folded, titles)),
        )


def _options(item: Item, field: Field, folded: Folded, titles: Mapping[str, str]) -> Iterator[Option]:
    if field.links:
        kind = field.links if field.links in KINDS else ""
        yield from ((s.item.id, titles[s.item.id]) for s in folded.standings if s.kind == kind and s.item.id != item.id)
    else:
        yield from ((label, spoken(label)) for label in field.labels)


def _text(value: Any) -> str:
    """A value as its option has it, or in the words of the article."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Leaf):
        return value.raw
    return "" if value is None else str(value)


def _shown(value: Any, titles: Mapping[str, str]) -> str:
    text = _text(value)
    return titles.get(text, text)
