"""From words a model wrote to a span of the untouched article: exact or not found, fuzzy only as a hint.

The search runs on copies folded more and more (as written, repaired, letters merged) and stops at the first level that
fits; each level that was needed is named, so that a note can say so. A match begins at a word or right after its
clitics and ends at the end of a word: غداد is not found inside بغداد.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractor.arabic.clitics import readings
from extractor.arabic.fold import Folded, Level, fold, fold_key

_CLITICS = frozenset("و ف ب ل ك س ال وب فب ول فل وك وس فس وال فال بال كال وبال فبال وكال لل ولل فلل".split())
_HINT_FLOOR = 80.0


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words stand; `folds` names what had to be ignored to find them, empty for the words as written."""

    start: int
    end: int
    folds: tuple[str, ...]


def ground(words: str, text: str, within: tuple[int, int] | None = None) -> Found | None:
    """Find words in a text, in the given range first; None where they do not stand there at any level."""
    needle = words.strip()
    if not needle:
        return None
    windows = [within, (0, len(text))] if within else [(0, len(text))]
    for window in windows:
        found = _as_written(needle, text, window) or _folded(needle, text, window)
        if found:
            return found
    return None


def hint(words: str, text: str) -> str | None:
    """The nearest passage of the text for a reviewer; never evidence."""
    if len(words.strip()) < 4:
        return None
    near = fuzz.partial_ratio_alignment(words, text, score_cutoff=_HINT_FLOOR)
    return text[near.dest_start : near.dest_end] if near and near.dest_end > near.dest_start else None


def _as_written(needle: str, text: str, window: tuple[int, int]) -> Found | None:
    for at in _occurrences(needle, text, window):
        if _whole_words(text, at, at + len(needle)):
            return Found(at, at + len(needle), ())
    return None


def _folded(needle: str, text: str, window: tuple[int, int]) -> Found | None:
    for level in (Level.REPAIR, Level.FOLD):
        haystack = fold(text, level)
        bounds = (haystack.at(window[0]), haystack.at(window[1]))
        for query, cut in _queries(fold_key(needle, level)):
            found = _search(query, haystack, bounds)
            if found:
                return Found(*found, (level.value, "clitic") if cut else (level.value,))
    return None


def _queries(folded: str) -> Iterator[tuple[str, bool]]:
    """The folded words, then the same without the clitics of the first word."""
    first, space, rest = folded.partition(" ")
    for cut, reading in readings(first, article=False):
        if reading == first or len(reading) > 2:
            yield reading + space + rest, bool(cut) or reading != first


def _search(query: str, haystack: Folded, bounds: tuple[int, int]) -> tuple[int, int] | None:
    for at in _occurrences(query, haystack.text, bounds):
        if _whole_words(haystack.text, at, at + len(query)):
            return haystack.span(at, at + len(query))
    return None


def _occurrences(needle: str, text: str, window: tuple[int, int]) -> Iterator[int]:
    at = text.find(needle, *window)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1, window[1])


def _whole_words(text: str, start: int, end: int) -> bool:
    if end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        return False
    if start == 0 or not text[start - 1].isalnum() or not text[start].isalnum():
        return True
    begin = start
    while begin > 0 and text[begin - 1].isalnum() and start - begin <= 4:
        begin -= 1
    return fold_key(text[begin:start]) in _CLITICS
