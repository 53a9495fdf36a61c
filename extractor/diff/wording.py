"""Values of records in words: phrases in which what we say and what an article says are kept apart. Pure."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from extractor.diff.changes import ChangeKind
from extractor.diff.ties import REFERENCES
from extractor.report.cards import title
from extractor.report.wording import days, figure, located, spoken
from schemas.aggregate import Aggregate
from schemas.casualty import Casualty
from schemas.claim import Claim
from schemas.incident import Incident
from schemas.items import KINDS
from schemas.place import Place
from schemas.quantity import Bound, Quantity
from schemas.record import Record
from schemas.state import Item
from schemas.when import When

MOST_CHARACTERS = 300
"""Characters of one part that are shown."""
KIND_NAMES = {"incidents": "incident", "casualties": "casualty", "claims": "claim", "aggregates": "total"}
"""What one entry of each list of a record is called."""
COLUMNS = {
    ChangeKind.ADDED: "added",
    ChangeKind.REMOVED: "removed",
    ChangeKind.VALUE: "value",
    ChangeKind.EVIDENCE: "words",
    ChangeKind.STATE: "state",
    ChangeKind.FINDING_APPEARED: "finding +",
    ChangeKind.FINDING_GONE: "finding -",
}
"""What each kind of change is called above a column of counts."""
_QUOTED = re.compile("«([^«»]*)»")
_BESIDE = frozenset({"raw", "evidence", "gazetteer"})


class Part(NamedTuple):
    """Some words, ours or (`quoted`) the article's."""

    text: str
    quoted: bool = False


def theirs(words: str) -> Part:
    """Words of an article, cut where nobody would read on."""
    return Part(_short(words), quoted=True)


def _short(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"


Phrase = tuple[Part, ...]
Names = Mapping[str, str]
NONE: Phrase = (Part("nothing"),)
"""A value that is not there."""


def heading(item: Item) -> Phrase:
    """What an item is, and the words that tell it from others of its kind."""
    words = _telling(item)
    return (Part(title(item)), *((Part(" "), theirs(words)) if words else ()))


def titles(record: Record) -> dict[str, str]:
    """What each item of a record is, by its id."""
    return {item.id: title(item) for kind in KINDS for item in getattr(record, kind)}


def both(field: str, old: Any, new: Any, names: Names) -> tuple[Phrase, Phrase]:
    """An old and a new value of a field; where they would read the same, what differs is told beside them."""
    before, after = told(field, old, names), told(field, new, names)
    if before != after:
        return before, after
    details = [(path, a, b) for path, a, b in _apart(old, new) if not path.endswith(".end")]
    return (
        (*before, *(part for path, value, _ in details for part in _detail(path, value))),
        (*after, *(part for path, _, value in details for part in _detail(path, value))),
    )


def told(field: str, value: Any, names: Names) -> Phrase:
    """A JSON value of a field; `names` tell what the items are that it may refer to."""
    if isinstance(value, list):
        phrases = [told(field, each, names) for each in value]
        return tuple(chain.from_iterable(((Part("; "),) if n else ()) + each for n, each in enumerate(phrases))) or NONE
    if isinstance(value, dict):
        return _object(field, value, names)
    return _plain(field, value, names)


def finding(value: Mapping[str, Any]) -> Phrase:
    """What a rule says of an item; it quotes the article between « and »."""
    said = (Part(_short(text), quoted=n % 2 == 1) for n, text in enumerate(_QUOTED.split(value["message"])) if text)
    return Part(f"{value['level']} {value['rule']}: "), *said


def mention(value: Mapping[str, Any]) -> Phrase:
    """What a text holds and no item uses."""
    return Part(f"{value['type']} "), theirs(value["raw"])


def _plain(field: str, value: Any, names: Names) -> Phrase:
    if value is None:
        return NONE
    if isinstance(value, bool):
        return (Part("yes" if value else "no"),)
    shown = str(value)
    if field in REFERENCES:
        return (Part(f"{shown} ({names[shown]})" if shown in names else shown),)
    return (Part(spoken(shown)) if _is_ours(shown) else theirs(shown),)


def _is_ours(value: str) -> bool:
    """Whether a string is a label, number or date of ours: article text has other characters, or may have."""
    return value.isascii() and value.replace("_", "").replace("-", "").isalnum()


def _object(field: str, value: dict[str, Any], names: Names) -> Phrase:
    if value.keys() == {"start", "end", "quote"}:
        return (theirs(value["quote"]),)
    if "bound" in value:
        return _read(_figure(Quantity.model_validate(value)), value)
    if "precision" in value:
        return _read(days(When.model_validate(value)), value)
    if "gazetteer" in value:
        return _read(located(Place.model_validate(value)) if value["gazetteer"] else "", value)
    if "rel" in value:
        return (Part(f"{spoken(value['rel'])} "), *_plain("linked", value["id"], names))
    if "label" in value:
        return (theirs(value["label"]), Part(" "), *told(field, value["count"], names))
    more = {key: each for key, each in value.items() if key not in _BESIDE and each is not None}
    return (*_read("", value), *(part for key, each in more.items() for part in _detail(spoken(key), each)))


def _detail(name: str, value: Any) -> Phrase:
    return (Part(f" ({name} "), *told("", value, {}), Part(")"))


def _read(text: str, value: dict[str, Any]) -> Phrase:
    """What was read, and the words that it was read from."""
    words = (theirs(value["raw"]),) if value["raw"] else ()
    return ((Part(text),) if text else ()) + ((Part(" "),) if text and words else ()) + words or NONE


def _figure(quantity: Quantity) -> str:
    plain = quantity.bound in (Bound.EXACT, Bound.NONE)
    return figure(quantity) if plain else f"{figure(quantity)} ({spoken(quantity.bound)})"


def _telling(item: Item) -> str:
    match item:
        case Incident():
            return item.places[0].raw if item.places else ""
        case Casualty():
            return item.who.raw or item.count.raw
        case Claim():
            return item.speaker.raw
        case Aggregate():
            return item.total.raw
        case _:
            raise TypeError(f"no item of a record: {item!r}")


def _apart(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The innermost values that differ, with their dotted paths."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _apart(old.get(key), new.get(key), f"{path}.{key}" if path else key)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for at, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _apart(before, after, f"{path}.{at}" if path else str(at))
    elif old != new:
        yield path, old, new
