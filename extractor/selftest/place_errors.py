"""Places that a model may give to the wrong attack: of this sentence, of another one, of another article."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from extractor.arabic.fold import fold_key
from extractor.arabic.gazetteer import contains
from extractor.arabic.mentions import PlaceMention
from extractor.selftest.planted import Bed, Planted
from extractor.selftest.subject import Place, redrafted

_JOINED = re.compile(r"\W{0,2}\s?و(?:\w+ )?\W?")  # what stands between two sites hit together


def neighbouring_place(bed: Bed) -> Iterator[Planted]:
    """A place that another sentence names, and that neither lies around a place of this attack nor inside one."""
    return _other_place(bed, same_sentence=False)


def place_of_the_sentence(bed: Bed) -> Iterator[Planted]:
    """The same with a place that the sentence itself names: a wrong link, and no wrong word."""
    return _other_place(bed, same_sentence=True)


def place_of_another_article(bed: Bed) -> Iterator[Planted]:
    """A place that this article does not name."""
    for where, entry in bed.subject.entries("incidents"):
        if bed.foreign and entry.places:
            yield _place(bed, where, entry, bed.random.choice(bed.foreign))


def _place(bed: Bed, where: Place, entry: Any, to: str) -> Planted:
    draft = redrafted(bed.subject.draft, where, places=[to, *entry.places[1:]])
    return Planted(where, "places", entry.places[0], to, draft)


def _other_place(bed: Bed, *, same_sentence: bool) -> Iterator[Planted]:
    seen = bed.subject.seen
    for where, item in bed.subject.items("incidents"):
        entry = bed.subject.draft.incidents[where[1]]
        told = {s.id for e in item.evidence if (s := seen.sentence_at(e.start))}
        here = [p for p in seen.places if (home := seen.sentence_at(p.start)) and home.id in told]
        names = {fold_key(p.raw) for p in here}
        away = [p for p in seen.places if fold_key(p.raw) not in names]
        others = [p for p in (here if same_sentence else away) if not _fits(bed, p, entry.places)]
        if others:
            yield _place(bed, where, entry, bed.random.choice(others).raw)


def _fits(bed: Bed, other: PlaceMention, names: list[str]) -> bool:
    """Whether a name may be told of an attack at these places without an error.

    It names one of them or their country, lies around the first or inside it, or is joined to it by و: both were hit.
    """
    if not names or any(_within(fold_key(other.raw), fold_key(name)) for name in names):
        return True
    first, mine = _mentions(bed, names[:1]), _mentions(bed, names)
    pairs = [(a, b) for p in first for a in p.entries for b in other.entries]
    countries = [e for e in other.entries if e.kind == "country"]
    if any(contains(a, b) or contains(b, a) for a, b in pairs) or any(
        contains(country, e) for country in countries for p in mine for e in p.entries
    ):
        return True
    text = bed.subject.seen.text
    gaps = (text[min(p.end, other.end) : max(p.start, other.start)] for p in first)
    return any(_JOINED.fullmatch(gap) for gap in gaps)


def _mentions(bed: Bed, names: Sequence[str]) -> list[PlaceMention]:
    keys = [fold_key(name) for name in names]
    return [p for p in bed.subject.seen.places if any(_within(fold_key(p.raw), key) for key in keys)]


def _within(one: str, other: str) -> bool:
    return one in other or other in one


VALUES = (neighbouring_place, place_of_another_article)
LINKS = (place_of_the_sentence,)
