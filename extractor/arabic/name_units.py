"""The words of a text as names are compared: عبد الله and عبدالله are one unit, على is no علي, clitics are apart."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.clitics import readings
from extractor.arabic.fold import blank
from extractor.arabic.number_tokens import Words, words_of

CONNECTORS = frozenset(("بن", "ابن", "بنت", "ال"))
"""Folded words inside a name that are no name by themselves."""
ON = "على"
"""The key of the preposition, which folding alone would make a name (علي)."""
NEVER_ALONE = CONNECTORS | {ON, "ام"}
"""Parts of names that are usual words where they stand alone."""
_HEAD = re.compile("([وف]?[بلك]?)(عبد|ابو|ابي|ابا)")
_ALI = re.compile("[وف]?علي")
_SHORTEST = 3
_KUNYA = {"عبد": "عبد", "ابو": "ابو", "ابي": "ابو", "ابا": "ابو"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One part of a name, or any other word: its folded key, its range in the text, its tokens `first:last`."""

    key: str
    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True)
class Units:
    """The units of a text, in order."""

    words: Words
    all: tuple[Unit, ...]

    def key(self, i: int) -> str:
        """The key of unit i, "" outside the text."""
        return self.all[i].key if 0 <= i < len(self.all) else ""

    def joined(self, i: int) -> bool:
        """Whether only blanks stand between unit i and the one in front of it."""
        return 0 < i < len(self.all) and _near(self.words, self.all[i].first)

    def start(self, i: int, cut: int) -> int:
        """The offset in the text of unit i without its first `cut` folded letters."""
        return self.words.start(self.all[i].first, cut) if cut else self.all[i].start

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The units that share characters with a range of the text, as `first:last`."""
        return bisect_right(self.all, start, key=lambda unit: unit.end), bisect_left(
            self.all, end, key=lambda u: u.start
        )


@lru_cache(maxsize=8)
def units_of(text: str) -> Units:
    """The units of a text. Linear."""
    words = words_of(text)
    found, i = [], 0
    while i < len(words.tokens):
        key, last = _merged(words, i)
        found.append(Unit(key, words.start(i), words.end(last - 1), i, last))
        i = last
    return Units(words, tuple(found))


def spots(key: str) -> tuple[tuple[int, str], ...]:
    """The readings of a unit as (letters of clitics, name), the whole first, then without the accusative (محمدا).

    The article belongs to the name.
    """
    found = readings(key, article=False)
    if not key.endswith("ا") or len(key) <= _SHORTEST or state_of(key):
        return found
    return (*found, *((cut, rest[:-1]) for cut, rest in found if len(rest) > _SHORTEST))


def _merged(words: Words, i: int) -> tuple[str, int]:
    """The key of the unit at token i, and one past its last token."""
    key, head = _key(words, i), _HEAD.fullmatch(words.word(i))
    if head and i + 1 < len(words.tokens) and _near(words, i + 1) and words.word(i + 1).isalpha():
        following = words.word(i + 1)
        if head[2] != "عبد" or following.startswith("ال") or following == "ربه":
            rest, last = (following, i + 2) if head[2] == "عبد" else _chained(words, i + 1)
            return head[1] + _KUNYA[head[2]] + rest, last
    return key, i + 1


def _chained(words: Words, i: int) -> tuple[str, int]:
    """What a kunya goes on with: one word, or one more compound (أبو عبد الله)."""
    compound = words.word(i) == "عبد" and _near(words, i + 1) and words.word(i + 1).startswith("ال")
    return (words.word(i) + words.word(i + 1), i + 2) if compound else (words.word(i), i + 1)


def _key(words: Words, i: int) -> str:
    """The folded word; only the preposition keeps the letter that folding merges (على)."""
    word, token = words.word(i), words.tokens[i]
    preposition = _ALI.fullmatch(word) and words.folded.original[token.start : token.end].endswith("ى")
    return word[:-1] + "ى" if preposition else word


def _near(words: Words, i: int) -> bool:
    return 0 < i < len(words.tokens) and (words.gap(i) == "" or blank(words.gap(i)))
