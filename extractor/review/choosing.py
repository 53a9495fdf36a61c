"""An article as words to click: each word or phrase with its range, and what the scanners offer for a field. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extractor.arabic.actors import scan_actors
from extractor.arabic.ranges import Ranges
from extractor.arabic.scan import Scan
from extractor.build import Range
from extractor.review.fields import Field, value_of
from extractor.validators.case import Placed
from schemas.state import Item

_REACH = 10_000  # code points to each side: what a browser lays out as buttons without delay
_WORD = re.compile(r"""\d+(?:[.,٫٬،/:]\d+)+|[^\s«»“”„"'‘’()\[\]{}<>،؛؟,.!:;?…–—/-]+""")
_CLITIC = re.compile(r"[وفبلك](?=\w{2})")
_MOST = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the article to click (`start` before `end`), or what stands between them; `offered` by a scanner."""

    start: int
    end: int
    text: str
    word: bool
    offered: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The part of an article that is shown; `before` and `after` are where the parts beside it have their middle."""

    pieces: tuple[Piece, ...]
    before: int | None
    after: int | None


def window(text: str, shown: str, near: int, offered: Iterable[Range], split: bool) -> Window:
    """The words around an offset, as `shown` has them at the same places.

    `split` sets off a letter that may be a clitic: a phrase can begin after it.
    """
    near = min(max(near, 0), len(text))
    start, end = max(0, near - _REACH), min(len(text), near + _REACH)
    marked = [each for each in offered if start <= each[0] and each[1] <= end]
    pieces = _pieces(text, start, end, marked, split)
    found = tuple(replace(piece, text=shown[piece.start : piece.end]) for piece in pieces)
    return Window(found, start if start else None, end if end < len(text) else None)


def _pieces(text: str, start: int, end: int, offered: Iterable[Range], split: bool) -> Iterator[Piece]:
    at = start
    within = sorted(offered)
    for found in _WORD.finditer(text, start, end):
        if found.start() > at:
            yield Piece(at, found.start(), text[at : found.start()], word=False)
        while within and within[0][1] <= found.start():
            within.pop(0)
        marked = bool(within) and within[0][0] < found.end()
        yield from _word(text, found.start(), found.end(), marked, split)
        at = found.end()
    if at < end:
        yield Piece(at, end, text[at:end], word=False)


def _word(text: str, start: int, end: int, marked: bool, split: bool) -> Iterator[Piece]:
    cut = start + 1 if split and _CLITIC.match(text, start, end) else start
    if cut > start:
        yield Piece(start, cut, text[start:cut], word=True, offered=marked)
    yield Piece(cut, end, text[cut:end], word=True, offered=marked)


def offers(seen: Scan, field: Field | None, near: int) -> list[Range]:
    """The mentions that fit a field, the nearest first; those of people and sides where it takes a name."""
    found = dict.fromkeys((m.start, m.end) for m in _mentions(seen, field.wants if field else ""))
    return sorted(found, key=lambda where: abs(where[0] - near))[:_MOST]


def _mentions(seen: Scan, wants: str) -> Iterator[Placed]:
    if wants == "numbers":
        yield from seen.casualties
        told = Ranges((each.start, each.end) for each in seen.casualties)
        quantities = (number for number in seen.numbers if number.kind == "quantity")
        yield from (number for number in quantities if not told.meet(number.start, number.end))
    elif wants == "dates":
        yield from seen.dates
    elif wants == "places":
        yield from seen.places
    elif wants == "names":
        yield from scan_actors(seen.text)


def begin(item: Item, name: str) -> int:
    """Where a person looks first: at the words of the field, else at those of the item."""
    value = value_of(item, name.partition(".")[0])
    first = value[0] if isinstance(value, list) and value else value
    spot = getattr(first, "evidence", None) or item.evidence[0]
    return int(spot.start)
