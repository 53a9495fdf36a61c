"""The sentences that a change stands in, with the changed words, and numbers, days and places, marked. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from extractor.arabic.sentences import split_sentences
from extractor.diff.changes import Differing
from schemas.aggregate import Part
from schemas.base import Leaf, Span
from schemas.items import KINDS
from schemas.place import Place
from schemas.quantity import Quantity
from schemas.record import Record
from schemas.state import Item
from schemas.when import When

Where = Literal["old", "new", "both"]
Mark = Literal["", "old", "new", "both", "number", "date", "place"]
Range = tuple[int, int]
LONGEST = 600
"""Characters of a sentence that are shown; the rest is left out before and behind the marked words."""
_MOST = 4  # sentences of one side
_BEFORE = 200  # characters shown before the first marked words of a long sentence


class Piece(NamedTuple):
    """Consecutive characters with one mark: words of the old value, of the new one, of both, or what they are."""

    text: str
    mark: Mark = ""


class Sentence(NamedTuple):
    """A sentence of the article, in pieces; `where` says which of the two records it belongs to."""

    where: Where
    pieces: tuple[Piece, ...]


class Reading:
    """The text of one record, and where it holds numbers, days and places; without a text, the quotes alone."""

    def __init__(self, record: Record, text: str | None) -> None:
        self.sha256 = record.article.sha256
        self._record, self._text = record, text
        self._split: dict[tuple[int, int], list[Range]] = {}

    @cached_property
    def marks(self) -> list[tuple[int, int, str]]:
        """Where numbers, days and places stand."""
        return list(_marks(self._record))

    @property
    def has_text(self) -> bool:
        """Whether sentences can be shown."""
        return self._text is not None

    def around(self, span: Span) -> tuple[int, str]:
        """The sentences that a span reaches into, as start and text; the quote where it does not stand there."""
        if self._text is None or self._text[span.start : span.end] != span.quote:
            return span.start, span.quote
        touched = [each for each in self._sentences(self._text, span) if each[0] < span.end and span.start < each[1]]
        start, end = (touched[0][0], touched[-1][1]) if touched else (span.start, span.end)
        return start, self._text[start:end]

    def _sentences(self, text: str, span: Span) -> list[Range]:
        """Those of the lines of a span alone, since a line break ends every sentence."""
        begin, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
        lines = (begin, len(text) if end < 0 else end)
        if lines not in self._split:
            self._split[lines] = [(begin + s.start, begin + s.end) for s in split_sentences(text[slice(*lines)])]
        return self._split[lines]


def sentences_of(differing: Differing, old: Reading | None, new: Reading | None) -> tuple[Sentence, ...]:
    """Where the changes of an item stand; sentences of the same text once, with the words of both records marked."""
    before, after = _changed(differing, "old"), _changed(differing, "new")
    shown: tuple[Sequence[Span], Sequence[Span]] = before, after
    if not before and not after:
        before, after = _own(differing.old), _own(differing.new)
        shown = _anchor(differing.old, before), _anchor(differing.new, after)
    if old and new and old.sha256 == new.sha256:
        reading = new if new.has_text else old
        return _told("both", reading, [*shown[0], *shown[1]], {"old": before, "new": after})
    first = _told("old", old, shown[0], {"old": before}) if old else ()
    return first + (_told("new", new, shown[1], {"new": after}) if new else ())


def _changed(differing: Differing, side: Literal["old", "new"]) -> list[Span]:
    """The words of the values that changed; of an item that was added or removed whole none."""
    return [span for change in differing.changes if change.field for span in _spans(getattr(change, side))]


def _own(item: Item | None) -> list[Span]:
    """The words of the values of an item."""
    return [leaf.evidence for leaf in _leaves(item)] if item else []


def _anchor(item: Item | None, own: Sequence[Span]) -> Sequence[Span]:
    """Where an item is told: its first evidence."""
    return item.evidence[:1] if item and item.evidence else own[:1]


def _leaves(item: Item) -> Iterator[Leaf]:
    """The values of an item that were read from words."""
    for value in vars(item).values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Leaf):
                yield each
            elif isinstance(each, Part):
                yield each.count


def _spans(value: Any) -> Iterator[Span]:
    """Every span below a JSON value."""
    if isinstance(value, dict) and value.keys() == {"start", "end", "quote"}:
        yield Span.model_construct(**value)
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _spans(each)


def _told(
    where: Where, reading: Reading, shown: Iterable[Span], changed: dict[str, list[Span]]
) -> tuple[Sentence, ...]:
    ranges = dict(sorted(reading.around(span) for span in shown))
    whole = {start: text for start, text in ranges.items() if not _within(start, text, ranges)}
    marks: list[tuple[int, int, str]] = [(s.start, s.end, side) for side, spans in changed.items() for s in spans]
    return tuple(_sentence(where, start, text, [*marks, *reading.marks]) for start, text in [*whole.items()][:_MOST])


def _within(start: int, text: str, ranges: dict[int, str]) -> bool:
    return any(
        at <= start and start + len(text) <= at + len(other) and (at, other) != (start, text)
        for at, other in ranges.items()
    )


def _sentence(where: Where, start: int, text: str, marks: Iterable[tuple[int, int, str]]) -> Sentence:
    end = start + len(text)
    inside = [(max(a, start), min(b, end), mark) for a, b, mark in marks if a < end and start < b]
    first = min((a for a, _, mark in inside if mark in ("old", "new")), default=start)
    cut = max(start, min(first - _BEFORE, end - LONGEST)) if len(text) > LONGEST else start
    last = min(end, cut + LONGEST)
    edges = sorted({cut, last, *(at for a, b, _ in inside for at in (a, b) if cut < at < last)})
    pieces = [Piece(text[a - start : b - start], _mark(a, inside)) for a, b in pairwise(edges)]
    return Sentence(where, (*_more(cut > start), *pieces, *_more(last < end)))


def _more(is_cut: bool) -> tuple[Piece, ...]:
    return (Piece("…"),) if is_cut else ()


def _mark(at: int, marks: Iterable[tuple[int, int, str]]) -> Mark:
    """The mark of the characters from `at` on: changed words before what they are."""
    found = {mark for start, end, mark in marks if start <= at < end}
    if {"old", "new"} <= found:
        return "both"
    order: tuple[Mark, ...] = ("old", "new", "number", "date", "place")
    return next((mark for mark in order if mark in found), "")


def _marks(record: Record) -> Iterator[tuple[int, int, str]]:
    """Numbers, days and places that the record knows of, whether an item uses them or not."""
    for kind in KINDS:
        for item in getattr(record, kind):
            yield from ((leaf.evidence.start, leaf.evidence.end, _sort(leaf)) for leaf in _leaves(item))
    for mention in record.unused_mentions:
        if mention.type != "cue":
            yield mention.start, mention.end, mention.type


def _sort(leaf: Leaf) -> Mark:
    match leaf:
        case Quantity():
            return "number"
        case When():
            return "date"
        case Place():
            return "place"
        case _:
            return ""
