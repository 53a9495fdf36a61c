"""From words a model wrote to a span of the untouched article: exact or not found, fuzzy only as a hint.

The search runs on copies folded more and more (as written, repaired, letters merged) and stops at the first level that
fits; each level that was needed is named, so that a note can say so. A match begins at a word or right after its
clitics and ends at the end of a word or number: غداد is not found inside بغداد, nor 500 inside 1,500.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from extractor.arabic.clitics import readings
from extractor.arabic.fold import Folded, Level, fold, fold_key
from extractor.arabic.word_start import LONGEST, cliticised

_HINT_FLOOR = 80.0
_OUTER = " \n\"'.,،؛:()[]…"  # what a model adds around the words it copies
_STOPS = " \n\t\r،؛."
_LETTER = r"[^\W\d_]"
_DEEP = re.compile(rf"(?<={_LETTER * (LONGEST + 1)})(?:{_LETTER})+")  # on to where the word ends
_SPLIT = re.compile(rf"(?<={_LETTER}){_LETTER}|(?<=\d)\d")
_GAP = re.compile(r"[ \n]+")
_SEPARATORS = frozenset(".,،/:")  # between two digits they go on the number


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words stand; `folds` names what had to be ignored to find them, empty for the words as written."""

    start: int
    end: int
    folds: tuple[str, ...]


@lru_cache(maxsize=256)  # a draft names a place in several items
def ground(words: str, text: str, within: tuple[int, int] | None = None) -> Found | None:
    """Find words in a text, in the given range first; None where they do not stand there at any level."""
    if not any(char.isalnum() for char in fold_key(words)):
        return None
    words = words.strip(_STOPS)  # a mark that the model copied along ends no name
    for window in [within, (0, len(text))] if within else [(0, len(text))]:
        found = _as_written(words, text, window) or _folded(words, text, window)
        if found:
            return found
    return None


def hint(words: str, text: str) -> str | None:
    """The nearest passage of the text for a reviewer; never evidence."""
    if len(words.strip()) < 4:
        return None
    near = fuzz.partial_ratio_alignment(words, text, score_cutoff=_HINT_FLOOR)
    return text[near.dest_start : near.dest_end] if near and near.dest_end > near.dest_start else None


@lru_cache(maxsize=8)
def _form(text: str, level: Level) -> Folded:
    """The search form of an article, kept apart from the many short strings that are folded."""
    return fold(text, level)


def _as_written(needle: str, text: str, window: tuple[int, int]) -> Found | None:
    for start, end in _occurrences([needle], text, window):
        form = _form(text, Level.REPAIR)
        inner = form.at(start), form.at(end)
        if inner[0] < inner[1] and form.span(*inner) == (start, end) and _whole_words(form, *inner):
            return Found(start, end, ())
    return None


def _folded(words: str, text: str, window: tuple[int, int]) -> Found | None:
    for level in (Level.REPAIR, Level.FOLD):
        form = _form(text, level)
        bounds = form.at(window[0]), form.at(window[1])
        key = fold_key(words, level)
        for needle, fits in ((key, (level.value,)), (key.strip(_OUTER), (level.value, "punctuation"))):
            for query, cut in _queries(needle):
                found = _search(query, form, bounds)
                if found:
                    return Found(*found, (*fits, "clitic") if cut else fits)
    return None


def _queries(folded: str) -> Iterator[tuple[str, bool]]:
    """The folded words, then the same without the clitics of the first word, or with its article after ل."""
    first, space, rest = folded.partition(" ")
    yield folded, False
    for cut, reading in readings(first, article=False):
        if reading != first and len(reading) > 1 and (reading.startswith("ال") or cliticised(first[:cut], reading)):
            yield reading + space + rest, True
    if first.startswith("ال") and len(first) > 3:
        yield ("ل" + first[1:]).replace("للل", "لل", 1) + space + rest, True


def _search(query: str, form: Folded, bounds: tuple[int, int]) -> tuple[int, int] | None:
    for hit in _occurrences(query.split(), form.text, bounds):
        if _whole_words(form, *hit):
            return form.span(*hit)
    return None


def _occurrences(words: Sequence[str], text: str, window: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Ranges of words with blanks between, overlapping ones too; none deep inside a word or to before its end."""
    start = text.find(words[0], *window)
    while start >= 0:
        inside = _DEEP.match(text, start)
        end = None if inside else _end(words, text, start, window[1])
        if end is not None and not _SPLIT.match(text, end, window[1]):
            yield start, end
        start = text.find(words[0], inside.end() if inside else start + 1, window[1])


def _end(words: Sequence[str], text: str, start: int, stop: int) -> int | None:
    """Where words end that begin at an offset, with blanks between them; None where others stand there."""
    end = start + len(words[0])
    for word in words[1:]:
        gap = _GAP.match(text, end, stop)
        if gap is None or not text.startswith(word, gap.end(), stop):
            return None
        end = gap.end() + len(word)
    return end


def _whole_words(form: Folded, start: int, end: int) -> bool:
    """Whether a range of a search form holds whole words, whole numbers and whole characters of the original."""
    return (_parts(form, start) or _cut(form, start)) and _parts(form, end)


def _parts(form: Folded, at: int) -> bool:
    """Whether words and numbers may end and begin between two characters of a search form."""
    text = form.text
    if not 0 < at < len(text):
        return True
    before, after = text[at - 1], text[at]
    if form.starts[at - 1] == form.starts[at]:  # one ligature of the original
        return False
    if before in _SEPARATORS or after in _SEPARATORS:
        left, right = (at - 2, at) if before in _SEPARATORS else (at - 1, at + 1)
        return not (left >= 0 and right < len(text) and text[left].isdigit() and text[right].isdigit())
    return not (before.isalnum() and after.isalnum()) or before.isdigit() != after.isdigit()


def _cut(form: Folded, start: int) -> bool:
    """Whether what stands in front of a start inside a word are its clitics."""
    text = form.text
    if form.starts[start - 1] == form.starts[start]:
        return False
    begin = start
    while begin > 0 and text[begin - 1].isalpha() and start - begin <= LONGEST:
        begin -= 1
    stop = start
    while stop < len(text) and text[stop].isalnum() and stop - start < 30:
        stop += 1
    return start - begin <= LONGEST and cliticised(text[begin:start], text[start:stop])
