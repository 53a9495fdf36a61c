"""Errors planted in good items: each function yields (id of the planted item, items with the error in place of it)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from extractor.arabic.scan import Scan
from extractor.build import item_id, place, quantity, when
from schemas.actor import Actor
from schemas.aggregate import Metric
from schemas.base import Span
from schemas.casualty import Casualty, CasualtyStatus, Harm
from schemas.items import Items
from schemas.place import Place
from schemas.quantity import Bound, Quantity
from schemas.state import Item

Planted = tuple[str, Items]
Plant = Callable[[Scan, Items], Iterator[Planted]]
T = TypeVar("T", bound=Item)

KINDS = ("incidents", "casualties", "claims", "aggregates")


def swapped(items: Items, new: Item) -> Items:
    """The items with one exchanged for the item of its id."""

    def line(kind: Sequence[T]) -> tuple[Any, ...]:
        return tuple(new if i.id == new.id else i for i in kind)

    return Items(line(items.incidents), line(items.casualties), line(items.claims), line(items.aggregates))


def changed(items: Items, item: Item, **update: Any) -> Planted:
    return item.id, swapped(items, item.model_copy(update=update))


def _figured(items: Items) -> Iterator[Casualty]:
    return (k for k in items.casualties if k.status in ("counted", "possible_only"))


def other_figure(_: Scan, items: Items) -> Iterator[Planted]:
    def more(q: Quantity) -> Quantity:
        return q.model_copy(update={"low": (q.low or 0) + 1, "high": (q.high or 0) + 1})

    for k in _figured(items):
        yield changed(items, k, count=more(k.count))
    for i in items.incidents:
        if i.munitions:
            yield changed(items, i, munitions=more(i.munitions))
    for a in items.aggregates:
        yield changed(items, a, total=more(a.total))


def _elsewhere(seen: Scan, at: int) -> Iterator[Quantity]:
    home = seen.sentence_at(at)
    for n in seen.numbers:
        if home and not home.start <= n.start < home.end and n.kind == "quantity":
            yield quantity(seen.text, (n.start, n.phrase_end), n)


def other_sentence(seen: Scan, items: Items) -> Iterator[Planted]:
    for k in _figured(items):
        for q in _elsewhere(seen, k.count.evidence.start):
            yield changed(items, k, count=q)
    for i, used in ((i, i.munitions) for i in items.incidents if i.munitions):
        for q in _elsewhere(seen, used.evidence.start):
            if (q.unit, q.low) != (used.unit, used.low):
                yield changed(items, i, munitions=q)
    for a in items.aggregates:
        for q in _elsewhere(seen, a.total.evidence.start):
            yield changed(items, a, total=q)


def other_harm(_: Scan, items: Items) -> Iterator[Planted]:
    other = {Harm.KILLED: Harm.INJURED, Harm.INJURED: Harm.KILLED, Harm.KILLED_OR_INJURED: Harm.CAPTURED}
    for k in items.casualties:
        yield changed(items, k, harm=other.get(k.harm, Harm.KILLED))


def things_as_people(seen: Scan, items: Items) -> Iterator[Planted]:
    """Counts of attacks, munitions, days and the like as the dead."""
    people = list(_figured(items))
    for n in seen.numbers:
        read = any(c.start < n.end and n.start < c.end for c in seen.casualties)
        if people and n.kind == "quantity" and not read:
            words = quantity(seen.text, (n.start, n.phrase_end), n)
            name = item_id("k", n.start, [k.id for k in items.casualties])
            fake = people[0].model_copy(update={"id": name, "count": words, "evidence": [words.evidence]})
            yield name, replace(items, casualties=(*items.casualties, fake))


def other_day(_: Scan, items: Items) -> Iterator[Planted]:
    for i in items.incidents:
        if i.date and i.date.start and i.date.end:
            for days in (-1, 1, 365, -365):
                moved = {"start": i.date.start + timedelta(days), "end": i.date.end + timedelta(days)}
                yield changed(items, i, date=i.date.model_copy(update=moved))


def other_date(seen: Scan, items: Items) -> Iterator[Planted]:
    """The day of an event of another sentence."""
    for i in items.incidents:
        told = {s.id for e in i.evidence if (s := seen.sentence_at(e.start))}
        for d in seen.dates if i.date and i.date.start else ():
            home = seen.sentence_at(d.start)
            if home and home.id not in told and d.first and i.date and d.first != i.date.start:
                yield changed(items, i, date=when(seen.text, d))


def _other_places(seen: Scan, items: Items, *, same_sentence: bool) -> Iterator[Planted]:
    for i in items.incidents:
        told = {s.id for e in i.evidence if (s := seen.sentence_at(e.start))}
        mine = {p.raw for p in i.places}
        for p in seen.places if i.places else ():
            home = seen.sentence_at(p.start)
            if home and (home.id in told) is same_sentence and p.raw not in mine:
                yield changed(items, i, places=[place(seen, p), *i.places[1:]])


def neighbouring_place(seen: Scan, items: Items) -> Iterator[Planted]:
    return _other_places(seen, items, same_sentence=False)


def place_in_sentence(seen: Scan, items: Items) -> Iterator[Planted]:
    return _other_places(seen, items, same_sentence=True)


def foreign_place(_: Scan, items: Items) -> Iterator[Planted]:
    far = Span(start=10, end=16, quote="مقديشو")
    for i in items.incidents:
        if i.places:
            there = Place(raw=far.quote, evidence=far, kind=None, relation=None, gazetteer=None)
            yield changed(items, i, places=[there, *i.places[1:]])
        if i.attackers:
            yield changed(items, i, attackers=[Actor(raw=far.quote, evidence=far)])


def other_status(_: Scan, items: Items) -> Iterator[Planted]:
    """A denial read as a count, a count as a denial, not known as none."""
    for k in items.casualties:
        if k.status in ("counted", "possible_only"):
            none = k.count.model_copy(update={"low": 0, "high": 0, "bound": Bound.NONE})
            yield changed(items, k, status=CasualtyStatus.EXPLICITLY_NONE, count=none)
            continue
        yield changed(items, k, status=CasualtyStatus.COUNTED)
        one = k.count.model_copy(update={"low": 1, "high": 1, "bound": Bound.EXACT})
        yield changed(items, k, status=CasualtyStatus.COUNTED, count=one)
        other = CasualtyStatus.NONE_REPORTED if k.status == "explicitly_none" else CasualtyStatus.EXPLICITLY_NONE
        figure = 0 if other == "explicitly_none" else None
        yield changed(items, k, status=other, count=k.count.model_copy(update={"low": figure, "high": figure}))


def other_speaker(_: Scan, items: Items) -> Iterator[Planted]:
    for c in items.claims:
        for speaker in {other.speaker.raw: other.speaker for other in items.claims}.values():
            if speaker.raw != c.speaker.raw:
                yield changed(items, c, speaker=speaker)


def changed_quote(_: Scan, items: Items) -> Iterator[Planted]:
    """One word of the quote rewritten."""
    for item in items.all():
        first = item.evidence[0]
        words = first.quote.split(" ")
        words[len(words) // 2] = "ط" * len(words[len(words) // 2])
        wrong = Span(start=first.start, end=first.end, quote=" ".join(words))
        if wrong.quote != first.quote:
            yield changed(items, item, evidence=[wrong, *item.evidence[1:]])


def moved_quote(seen: Scan, items: Items) -> Iterator[Planted]:
    """The right words with the offsets of others."""
    for item in items.all():
        first = item.evidence[0]
        if first.end < len(seen.text):
            wrong = Span(start=first.start + 1, end=first.end + 1, quote=first.quote)
            yield changed(items, item, evidence=[wrong, *item.evidence[1:]])


def duplicate(_: Scan, items: Items) -> Iterator[Planted]:
    for kind in KINDS:
        line = getattr(items, kind)
        for item in line:
            twin = item.model_copy(update={"id": item.id + ".9"})
            yield twin.id, replace(items, **{kind: (*line, twin)})


def other_metric(_: Scan, items: Items) -> Iterator[Planted]:
    for a in items.aggregates:
        yield changed(items, a, metric=Metric.KILLED if a.metric != Metric.KILLED else Metric.ATTACKS)


def broken_link(_: Scan, items: Items) -> Iterator[Planted]:
    for k in items.casualties:
        yield changed(items, k, incident_id="i99999")
        yield changed(items, k, subset_of=k.id)
    for c in items.claims:
        yield changed(items, c, about=["i99999"])


def larger_part(_: Scan, items: Items) -> Iterator[Planted]:
    for k in _figured(items):
        for whole in _figured(items):
            if whole.id != k.id and whole.count.high is not None and (k.count.low or 0) > whole.count.high:
                yield changed(items, k, subset_of=whole.id)


VALUES: tuple[Plant, ...] = (
    other_figure, other_sentence, other_harm, things_as_people, other_day, other_date, neighbouring_place,
    foreign_place, other_status, changed_quote, moved_quote, duplicate, other_metric, broken_link, larger_part,
)  # fmt: skip
LINKS: tuple[Plant, ...] = (place_in_sentence, other_speaker)
