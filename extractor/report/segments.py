"""An article cut where spans begin and end, so that overlapping spans need no overlapping elements. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.report.characters import Piece, odd_places

MENTION = "mention"
"""The kind of a mark that no item makes: something the scanners saw and nothing uses."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of code points of the text that belongs to a card; `field` is the item's, empty for its evidence."""

    start: int
    end: int
    card: int
    key: str
    kind: str
    state: str
    field: str

    @property
    def narrowness(self) -> tuple[bool, int, bool, int]:
        """Items before what none uses, then the shorter range, then a value before the evidence of as many words."""
        return self.kind == MENTION, self.end - self.start, not self.field, self.card


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive characters that lie in the same marks, the narrowest first; `piece` where they are odd ones."""

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]
    piece: Piece | None

    @property
    def top(self) -> Mark | None:
        """The mark that a reader sees: the narrowest."""
        return self.marks[0] if self.marks else None

    @property
    def keys(self) -> tuple[str, ...]:
        """The items whose words these are, each once, the one with the narrowest mark first."""
        return tuple(dict.fromkeys(mark.key for mark in self.marks))

    @property
    def cards(self) -> tuple[int, ...]:
        """The numbers of their cards, in the same order."""
        return tuple(dict.fromkeys(mark.card for mark in self.marks))


def segments(text: str, marks: Sequence[Mark], cuts: Iterable[tuple[int, int]] = ()) -> list[Segment]:
    """The whole text, in order; every mark begins and ends at the edge of a segment, and so do the ranges of `cuts`.

    Marks lie within the text. `begins` of a segment are the first marks of their cards, in the order of the cards.
    """
    odd = dict(odd_places(text))
    edges = {
        0,
        len(text),
        *(at for pair in cuts for at in pair),
        *odd,
        *(at + len(piece.text) for at, piece in odd.items()),
    }
    edges.update(at for mark in marks for at in (mark.start, mark.end))
    ordered = sorted(edges)
    opening, first = _by_start(marks), _first_marks(marks)
    return list(_swept(text, ordered, opening, first, odd))


def _swept(
    text: str,
    edges: Sequence[int],
    opening: dict[int, list[Mark]],
    first: dict[int, list[Mark]],
    odd: dict[int, Piece],
) -> Iterator[Segment]:
    open_marks: list[Mark] = []
    run, until = None, 0
    for start, end in pairwise(edges):
        open_marks = [mark for mark in open_marks if mark.end > start] + opening.get(start, [])
        within = tuple(sorted(open_marks, key=lambda mark: mark.narrowness))
        if start in odd:
            run, until = odd[start], start + len(odd[start].text)
        piece = run.part(end - start) if run and start < until else None
        yield Segment(start, end, text[start:end], within, tuple(first.get(start, ())), piece)


def _by_start(marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[mark.start].append(mark)
    return found


def _first_marks(marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    """Where each card has its sign in the text: the start of its first evidence, else of its first value."""
    chosen: dict[int, Mark] = {}
    for mark in marks:
        held = chosen.get(mark.card)
        if mark.kind != MENTION and (held is None or _order(mark) < _order(held)):
            chosen[mark.card] = mark
    return _by_start(sorted(chosen.values(), key=lambda mark: mark.card))


def _order(mark: Mark) -> tuple[bool, int, int]:
    return bool(mark.field), mark.start, mark.end
