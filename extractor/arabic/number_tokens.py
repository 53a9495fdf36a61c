"""The tokens a number scanner walks over, and the closed word classes around numbers (`data/number_context.tsv`)."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple, cast

from extractor.arabic.clitics import readings
from extractor.arabic.fold import Folded, Token, fold, fold_key, tokens
from extractor.arabic.mentions import Bound

_BREAK = re.compile("[\n\r]+")
_SPACE = re.compile(r"\s")


class BoundTree(NamedTuple):
    """Qualifiers that share their first words: the bound that ends here, if one does, and what may follow."""

    bound: Bound | None
    then: dict[str, "BoundTree"]


class Stem(NamedTuple):
    """One way to read a word: `cut` letters to leave out, whether ال and whether و stood in front, the rest."""

    cut: int
    definite: bool
    conjunction: bool
    preposition: str
    rest: str


class _Texts(dict[int, str]):
    """Folded forms by index, "" for an index outside the text."""

    def __missing__(self, index: int) -> str:
        return ""


@dataclass(frozen=True)
class Words:
    """A text as tokens; indices outside it read as an empty token, so that looking around needs no bounds checks."""

    folded: Folded
    tokens: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def texts(self) -> Mapping[int, str]:
        """The folded form of each token."""
        return _Texts(enumerate(token.text for token in self.tokens))

    @cached_property
    def _ends(self) -> list[int]:
        return [token.end for token in self.tokens]

    @cached_property
    def _first_on_line(self) -> frozenset[int]:
        breaks = (hit.start() for hit in _BREAK.finditer(self.folded.original))
        return frozenset({0, *map(self.index, breaks)})

    def word(self, i: int) -> str:
        """The folded form of token i, "" outside the text."""
        return self.texts[i]

    def gap(self, i: int) -> str:
        """What stands in the original between token i - 1 and token i; a line break outside the text."""
        if not 0 < i < len(self.tokens):
            return "\n"
        return self.folded.original[self.tokens[i - 1].end : self.tokens[i].start]

    def glued(self, i: int) -> bool:
        """Whether token i follows its neighbour without white space."""
        return not _SPACE.search(self.gap(i))

    def same_line(self, i: int) -> bool:
        """Whether token i stands on the line of its neighbour."""
        return 0 < i < len(self.tokens) and i not in self._first_on_line

    def start(self, i: int, cut: int = 0) -> int:
        """The original offset of token i without its first `cut` folded letters."""
        return self.folded.starts[self.folded.at(self.tokens[i].start) + cut]

    def end(self, i: int) -> int:
        """The original offset after token i."""
        return self.tokens[i].end

    def index(self, offset: int) -> int:
        """The index of the first token that ends after an original offset."""
        return bisect_right(self._ends, offset)


@lru_cache(maxsize=8)
def words_of(text: str) -> Words:
    """Tokenise a text; the scanners of one article share it."""
    folded = fold(text)
    return Words(folded, tokens(folded))


@lru_cache(maxsize=2048)
def stems(word: str) -> tuple[Stem, ...]:
    """The readings of a folded word without its clitics, the word itself first; the future س is for verbs only."""
    found = []
    for cut, rest in readings(word):
        prefix = word[:cut]
        if "س" not in prefix:
            definite = prefix.endswith(("ال", "لل"))
            kept = 0 if prefix.endswith("لل") else 2 if definite else 0
            found.append(Stem(0 if prefix.endswith("لل") else cut - kept, definite, prefix[:1] in "وف" and cut > 0,
                              next((c for c in prefix.removesuffix("ال") if c in "بلك"), ""), rest))  # fmt: skip
    return tuple(found)


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a packaged table, without comments and heading."""
    table = files("extractor.arabic").joinpath("data", name).read_text(encoding="utf-8")
    lines = [line for line in table.splitlines() if line and not line.startswith("#")]
    yield from (line.split("\t") for line in lines[1:])


def _classes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in rows("number_context.tsv"):
        found.setdefault(name, set()).update(fold_key(word) for word in words.split())
    return {name: frozenset(words) for name, words in found.items()}


def _bounds(side: str) -> Iterator[tuple[tuple[str, ...], Bound]]:
    for phrase, stands, bound in rows("number_bounds.tsv"):
        yield from ((words, cast(Bound, bound)) for words in _spellings(phrase) if stands == side)


def _tree(phrases: Iterable[tuple[tuple[str, ...], Bound]]) -> BoundTree:
    root = BoundTree(None, {})
    for words, bound in phrases:
        node = root
        for word in words[:-1]:
            node = node.then.setdefault(word, BoundTree(None, {}))
        last = node.then.get(words[-1])
        node.then[words[-1]] = BoundTree(bound, last.then if last else {})
    return root


def _spellings(phrase: str) -> Iterator[tuple[str, ...]]:
    """The phrases of a row, each also with لا written onto its verb, as news often types it (ما لايقل عن)."""
    for alternative in product(*(word.split("|") for word in phrase.split())):
        folded = [fold_key(word) for word in alternative]
        yield tuple(folded)
        if "لا" in folded[:2]:
            at = folded.index("لا")
            yield (*folded[:at], "لا" + folded[at + 1], *folded[at + 2 :])


CONTEXT: dict[str, frozenset[str]] = _classes()
"""Folded words by class."""

BOUNDS_BEFORE: BoundTree = _tree(_bounds("before"))
"""Folded qualifiers in front of a number, word by word."""

BOUNDS_AFTER: dict[tuple[str, ...], Bound] = dict(_bounds("after"))
"""Folded qualifiers behind a number."""


@lru_cache(maxsize=2048)
def belongs(word: str, name: str) -> bool:
    """Whether a folded word, or a reading of it without clitics, is of a class."""
    listed = CONTEXT[name]
    return any(stem.rest in listed for stem in stems(word))
