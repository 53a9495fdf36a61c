"""Items of a record as cards: a title, values with the words that they were read from, quotes. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.report.wording import days, figure, harm, located, spoken
from schemas.aggregate import Aggregate
from schemas.base import Leaf, Span
from schemas.casualty import Casualty
from schemas.claim import Claim
from schemas.incident import Incident
from schemas.quantity import Bound, Quantity
from schemas.record import Mention
from schemas.state import Item


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a field: English `text`, the article's `words`, or the id of another item."""

    text: str = ""
    words: Span | None = None
    link: str = ""
    unplaced: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A row of a card: `name` is that of the record, `label` that of the page."""

    name: str
    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """What a card says, before its findings."""

    title: str
    fields: tuple[Field, ...]


def title(item: Item) -> str:
    """What an item is, in a few words.

    Raises:
        TypeError: this is no item of a record.
    """
    match item:
        case Incident():
            return spoken(item.kind).capitalize() if item.kind.value != "ied" else "IED"
        case Casualty():
            return harm(item)
        case Claim():
            return spoken(item.act).capitalize()
        case Aggregate():
            return f"{figure(item.total)} {spoken(item.metric)} in total".capitalize()
        case _:
            raise TypeError(f"no item of a record: {item!r}")


def body(item: Item) -> Body:
    """The title and the fields of an item that say something.

    Raises:
        TypeError: this is no item of a record.
    """
    match item:
        case Incident():
            fields = _incident(item)
        case Casualty():
            fields = _casualty(item)
        case Claim():
            fields = _claim(item)
        case Aggregate():
            fields = _aggregate(item)
        case _:
            raise TypeError(f"no item of a record: {item!r}")
    return Body(title(item), tuple(field for field in fields if field.values))


def mention_title(mention: Mention) -> str:
    """What the scanners saw at words that no item uses."""
    kind = {"cue": "Attack" if mention.value == "attack" else "Harm"}.get(mention.type, mention.type.capitalize())
    value = mention.value if mention.type != "cue" or kind == "Harm" else None
    return f"{kind}: {spoken(value)}" if value else kind


def _incident(item: Incident) -> list[Field]:
    return [
        _plain("role", "Told as", {"focal": "news", "background": "background"}.get(item.role or "", "")),
        _plain("reality", "Reality", spoken(item.reality or "")),
        Field("date", "When", (Value(days(item.date), item.date.evidence),) if item.date else ()),
        Field("places", "Where", tuple(Value(located(place), place.evidence) for place in item.places)),
        _leaves("attackers", "By", item.attackers),
        _leaves("targets", "Against", item.targets),
        Field("munitions", "Munitions", (Value(figure(fired), fired.evidence),) if (fired := item.munitions) else ()),
    ]


def _casualty(item: Casualty) -> list[Field]:
    return [
        Field("count", "Count", (Value(_bound(item.count), item.count.evidence),)),
        Field("who", "Who", (Value(unplaced=item.who.raw),) if item.who.raw else ()),
        _plain("group", "Group", spoken(item.who.group or "")),
        _links("incident_id", "In attack", [item.incident_id]),
        _links("claim_id", "Says", [item.claim_id]),
        _links("subset_of", "Part of", [item.subset_of]),
        _plain("cumulative", "Toll", "over several attacks" if item.cumulative else ""),
        _leaves("named", "Names", item.named),
    ]


def _claim(item: Claim) -> list[Field]:
    return [
        _leaves("speaker", "Speaker", [item.speaker]),
        _leaves("accused", "Accused", [item.accused] if item.accused else []),
        _links("about", "About", item.about),
    ]


def _aggregate(item: Aggregate) -> list[Field]:
    return [
        Field("total", "Total", (Value(_bound(item.total), item.total.evidence),)),
        Field("period", "Over", (Value(days(item.period), item.period.evidence),) if item.period else ()),
        Field("parts", "Parts", tuple(Value(f"{figure(p.count)} {p.label}", p.count.evidence) for p in item.parts)),
        _links("claim_id", "Says", [item.claim_id]),
    ]


def _bound(quantity: Quantity) -> str:
    """How firm a figure is, where the title does not say it already."""
    return "" if quantity.bound in (Bound.EXACT, Bound.NONE) else spoken(quantity.bound)


def _plain(name: str, label: str, text: str) -> Field:
    return Field(name, label, (Value(text),) if text else ())


def _leaves(name: str, label: str, leaves: Iterable[Leaf]) -> Field:
    return Field(name, label, tuple(Value(words=leaf.evidence) for leaf in leaves))


def _links(name: str, label: str, ids: Iterable[str | None]) -> Field:
    return Field(name, label, tuple(Value(link=each) for each in ids if each))
