"""The search form of a text, with a map back: folding happens on a copy, spans always refer to the original.

Two levels. REPAIR undoes what typing and encoding add without changing a word: marks, tatweel, invisible
controls, presentation forms, digit scripts, quote marks, runs of white space. FOLD also merges the letters that
Arabic writers use for one another (alef, ya, ta marbuta and hamza carriers) and is for comparing names and lexicon
words only. Sources: Unicode 15 (Arabic block, UAX #9 controls), CLDR number symbols for `ar` and `fa`.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

_DIGITS = {base + d: str(d) for base in (0x0660, 0x06F0) for d in range(10)}
_REPAIR = _DIGITS | {ord(c): to for chars, to in [
    ("“”„‟«»″〝〞＂", '"'), ("‘’‚‛′`´", "'"), ("٬", ","), ("٫", "."), ("٪", "%"), ("‐‑‒–—−", "-"),
    ("ی", "ي"), ("ک", "ك"), ("ہھ", "ه"),
] for c in chars}  # fmt: skip
_FOLD = _REPAIR | {ord(c): to for chars, to in [
    ("أإآٱ", "ا"), ("ىی", "ي"), ("ة", "ه"), ("ؤ", "و"), ("ئ", "ي"),
] for c in chars} | {ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}  # fmt: skip

_ITSELF = {code: chr(code) for code in range(0x0700)}  # a letter that a table lacks costs translate() an exception
_REPAIR, _FOLD = _ITSELF | _REPAIR, _ITSELF | _FOLD

_MARK = "\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
_INVISIBLE = "\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad"
_HAMZA = {"ا\u0653": "آ", "ا\u0654": "أ", "ا\u0655": "إ", "و\u0654": "ؤ", "ي\u0654": "ئ"}
_VARIABLE = re.compile(
    "(?P<dash>(?<=[0-9٠-٩۰-۹])\u0640+(?=[0-9٠-٩۰-۹]))"  # typed for a hyphen: 15ـ20
    f"|[{_MARK}\u0640{_INVISIBLE}]+"  # deleted
    "|[اوي][\u0653-\u0655]|[\u0653-\u0655]+"  # hamza written apart, and stray hamza marks
    "|[\ufb50-\ufdff\ufe70-\ufefc]"  # presentation forms expand to letters
    r"|\s\s+|[^\S ]"  # a single space, as nearly all are, stays what it is
)
_TRAILING = re.compile(f"[{_MARK}\u0653-\u0655\u0640]+")
_BLANK = re.compile(f"[ \\t\\v\\f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000{_INVISIBLE}]+")
_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


class Level(StrEnum):
    """How much a search form merges."""

    REPAIR = "repair"
    FOLD = "fold"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, digit run or punctuation mark: its folded form and its range in the original text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Folded:
    """A search form; `starts[i]` is the original offset of its i-th character, ascending."""

    original: str
    text: str
    starts: "array[int]"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original range of `text[start:end]`, with the marks that belong to its last letter."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no range {start}:{end} in a search form of {len(self.text)} characters")
        first, last = self.starts[start], self.starts[end - 1]
        following = self.starts[end] if end < len(self.text) else len(self.original)
        stop = last + 1
        if self.text[end - 1] == " ":
            return first, following
        if following == stop:
            return first, stop
        trailing = _TRAILING.match(self.original, stop, following)
        return first, max(first + 1, trailing.end() if trailing else stop)

    def at(self, offset: int) -> int:
        """The position in `text` of the first character that starts at or after an original offset."""
        return bisect_left(self.starts, offset)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Words, digit runs and single punctuation marks, in order; an underscore separates words."""
        starts, found = self.starts, []
        for hit in _WORD.finditer(self.text):
            start, end = hit.span()
            stop = starts[end - 1] + 1
            if end == len(starts) or starts[end] != stop:  # something was left out behind the last letter
                stop = self.span(start, end)[1]
            found.append(Token(hit.group(), starts[start], stop))
        return tuple(found)


def fold(text: str, level: Level = Level.FOLD) -> Folded:
    """The search form of a text. Linear; the text itself is never altered."""
    return _long(text, level) if len(text) > _SHORT else _short(text, level)


def _folded(text: str, level: Level) -> Folded:
    table = _FOLD if level is Level.FOLD else _REPAIR
    out: list[str] = []
    starts = array("L")
    done = 0
    for hit in _VARIABLE.finditer(text):
        at = hit.start()
        out.append(text[done:at].translate(table))
        starts.extend(range(done, at))
        replacement = "-" if hit.lastgroup == "dash" else _replace(hit.group()).translate(table)
        out.append(replacement)
        starts.extend([at] * len(replacement))
        done = hit.end()
    out.append(text[done:].translate(table))
    starts.extend(range(done, len(text)))
    return Folded(text, "".join(out), starts)


_SHORT = 200  # words and phrases are folded by the thousand and must not drive articles out of their cache
_long = lru_cache(maxsize=8)(_folded)
_short = lru_cache(maxsize=2048)(_folded)


def _replace(found: str) -> str:
    if found.isspace():
        return "\n" if "\n" in found or "\r" in found else " "
    if found in _HAMZA:
        return _HAMZA[found]
    if found[0] >= "\ufb50":
        compatible = unicodedata.normalize("NFKC", found)
        return re.sub(f"[{_MARK}\u0640{_INVISIBLE}]|\\s", "", compatible)
    return found[0] if found[0] in "اوي" else ""


def fold_key(text: str, level: Level = Level.FOLD) -> str:
    """The search form alone, trimmed: for tables and comparisons of short strings."""
    return _long(text, level).text.strip() if len(text) > _SHORT else _short_key(text, level)


@lru_cache(maxsize=2048)
def _short_key(text: str, level: Level) -> str:
    return _folded(text, level).text.strip()


def blank(gap: str) -> bool:
    """Whether a gap between words holds only white space and invisible controls, and no line break."""
    return gap == " " or _BLANK.fullmatch(gap) is not None


def tokens(folded: Folded) -> tuple[Token, ...]:
    """The words of a search form; they are split once, however many scanners ask."""
    return folded.tokens
