"""Sentences of an article, numbered, with exact offsets.

A line break always ends a sentence. A run of stops ends one before white space (closing quotes may stand between), but
not inside a number or address (no space follows), after initials and abbreviated titles (د. , J. K.), before a lower
case Latin letter, nor as two dots, the pause mark of headlines (قصف جديد.. ضربات). A sentence longer than 600
characters is cut at the `،` or `؛` nearest its middle; one longer than 1,200, which no news is written in, at white
space or else in its middle: rules may look at each pair of words in a sentence.
"""

import re
from collections.abc import Iterator, Sequence

from extractor.arabic.mentions import Sentence

MAX_LENGTH = 600
_LIMIT = 2 * MAX_LENGTH
_BREAKS = r"\n\r\u0085\u2028\u2029"
_LINE = re.compile(rf"[^{_BREAKS}]+")
_BREAK = re.compile(rf"[{_BREAKS}]")
_STOP = re.compile(r"(?<![.!?؟…۔])(?!\.\.\s)[.!?؟…۔]++[\"'”“»’)\]]*+(?=\s)(?!\s*[a-z])")
_ABBREVIATED = re.compile(r"(?:^|[\s(\"'“«.])[وبل]?(?:[^\W\d_]|أ\.د|No|Dr|Mr|Mrs|Gen|Col|St|vs)\.$")
_BORDER = re.compile(r"[،؛;,](?=\s)")
_SPACE = re.compile(r"\s")
_INITIAL_WINDOW = 8


def split_sentences(text: str) -> list[Sentence]:
    """Split a text into sentences `s1`, `s2`, …, each without outer white space and exactly `text[start:end]`."""
    pieces = (piece for line in _LINE.finditer(text) for piece in _stops(text, line.start(), line.end()))
    spans = (span for start, end in pieces for span in _short(text, start, end))
    return [Sentence(f"s{n}", start, end, text[start:end]) for n, (start, end) in enumerate(spans, 1)]


def paragraphs(text: str, sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """The sentences of a text by the lines that they stand on; in order, each once."""
    out: list[list[Sentence]] = []
    last = 0
    for sentence in sentences:
        if not out or _BREAK.search(text, last, sentence.start):
            out.append([])
        out[-1].append(sentence)
        last = sentence.end
    return out


def _stops(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges of one line, cut after each stop that ends a sentence."""
    for stop in _STOP.finditer(text, start, end):
        if not _ABBREVIATED.search(text, max(start, stop.end() - _INITIAL_WINDOW), stop.end()):
            yield start, stop.end()
            start = stop.end()
    yield start, end


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The trimmed range, cut near its middle while it is too long and can be cut there; nothing for white space."""
    waiting = [(start, end)]
    while waiting:
        start, end = waiting.pop()
        inner = text[start:end]
        start, end = start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
        cut = _middle(text, start, end)
        if cut is not None:
            waiting += [(cut, end), (start, cut)]
        elif start < end:
            yield start, end


def _middle(text: str, start: int, end: int) -> int | None:
    """Where to cut a range that is too long: at the border nearest its middle, if one stands in its inner thirds."""
    middle, margin = (start + end) // 2, (end - start) // 6
    for longest, border in (MAX_LENGTH, _BORDER), (_LIMIT, _SPACE):
        if end - start > longest:
            cuts = (hit.end() for hit in border.finditer(text, start + margin, end - margin))
            if (cut := min(cuts, key=lambda at: abs(at - middle), default=None)) is not None:
                return cut
    return middle if end - start > _LIMIT else None
