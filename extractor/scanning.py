"""What the scanners see in one text, as plain data: every mention with its span, its words, its value and its rule."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from extractor.arabic.counted import counted_thing
from extractor.arabic.geography import resolve_among
from extractor.arabic.mentions import DateMention, NumberMention, PlaceMention
from extractor.arabic.scan import Scan


def scan_data(seen: Scan) -> dict[str, Any]:
    """The mentions by kind, in text order; offsets are code points of the text.

    A number also says what it `counts` and by which word, a place which of its gazetteer rows fits beside the others
    (`resolved`, null where that is open). A number, date or place inside another mention is named by its start.
    """
    numbers = [_plain(n, seen.text) | {"counts": _counts(n, seen)} for n in seen.numbers]
    places = [_plain(p, seen.text) | {"resolved": _resolved(p, seen)} for p in seen.places]
    listed: dict[str, Any] = {"sentences": _all(seen, "sentences"), "numbers": numbers, "dates": _all(seen, "dates")}
    return listed | {"places": places} | {kind: _all(seen, kind) for kind in _FOUND}


_FOUND = ("casualties", "totals", "claims", "attacks")


def _all(seen: Scan, kind: str) -> list[dict[str, Any]]:
    return [_plain(mention, seen.text) for mention in getattr(seen, kind)]


def _counts(number: NumberMention, seen: Scan) -> dict[str, Any]:
    return _plain(counted_thing(seen.text, number, seen.casualties), seen.text)


def _resolved(place: PlaceMention, seen: Scan) -> str | None:
    entry = resolve_among(place, seen.areas)
    return entry.id if entry else None


def _plain(mention: Any, text: str) -> dict[str, Any]:
    data = {field.name: _value(getattr(mention, field.name), text) for field in fields(mention)}
    if isinstance(data.get("start"), int) and not {"raw", "text"} & data.keys():
        data["raw"] = text[data["start"] : data["end"]]
    return data


def _value(value: Any, text: str) -> Any:
    match value:
        case NumberMention() | DateMention() | PlaceMention():
            return value.start
        case date():
            return value.isoformat()
        case tuple():
            return [_value(part, text) for part in value]
        case _ if is_dataclass(value):
            return _plain(value, text)
        case _:
            return value
