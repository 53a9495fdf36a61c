"""The words around place names, folded: head nouns, relations, blockers, words that are no name.

Table: `data/place_words.yaml`, which states the meaning of each list.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from extractor.arabic.fold import fold_key

GrammaticalNumber = Literal["singular", "dual", "plural"]
_NUMBERS: tuple[GrammaticalNumber, ...] = ("singular", "dual", "plural")


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun: `noun` is its class's first singular form or itself, the rest as `place_words.yaml` says."""

    noun: str
    group: str
    number: GrammaticalNumber
    kinds: frozenset[str]
    in_name: bool
    unknown: bool
    definite: bool
    feminine: bool


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Folded tables; phrases are tuples of folded words."""

    heads: dict[str, Head]
    relations: frozenset[str]
    relation_phrases: frozenset[tuple[str, ...]]
    directions: frozenset[str]
    prepositions: frozenset[str]
    bonds: frozenset[str]
    scenic: frozenset[str]
    part_of: frozenset[str]
    formers: frozenset[str]
    ordinals: frozenset[str]
    headline: frozenset[str]
    site_adjectives: frozenset[str]
    blockers: frozenset[str]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    not_names: frozenset[str]

    def no_name(self, word: str) -> bool:
        """Whether a folded word never begins a name, even behind a clitic (بمدينة, قرب, وشهدت)."""
        return any(word in words for words in (self.heads, self.relations, self.prepositions, self.not_names))


@lru_cache(maxsize=1)
def place_words() -> PlaceWords:
    """The table, read once."""
    source = files("extractor.arabic") / "data" / "place_words.yaml"
    table = yaml.load(source.read_text(encoding="utf-8"), Loader=_LOADER)
    relations = table["relations"]
    return PlaceWords(
        heads=dict(_heads(table["heads"])),
        relations=_words(relations["before"]),
        relation_phrases=frozenset(_phrases(relations["phrase"])),
        directions=_words(relations["after"]),
        prepositions=_words(relations["prepositions"]),
        bonds=_words(table["bonds"]),
        scenic=_words(table["scenic"]),
        part_of=_words(table["part_of"]),
        formers=_words(table["formers"]),
        ordinals=_words(table["ordinals"]),
        headline=frozenset(table["headline"].split()),
        site_adjectives=_words(table["site_adjectives"]),
        blockers=_words(table["blockers"]),
        phrases=_by_first_word(_phrases(table["phrases"])),
        not_names=_words(table["not_names"]),
    )


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _words(text: str) -> frozenset[str]:
    return frozenset(fold_key(word) for word in text.split())


def _phrases(text: str) -> list[tuple[str, ...]]:
    return [tuple(fold_key(word) for word in phrase.split("_")) for phrase in text.split()]


def _by_first_word(phrases: list[tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {first: tuple(p for p in phrases if p[0] == first) for first in {p[0] for p in phrases}}


def _heads(table: dict[str, dict[str, Any]]) -> list[tuple[str, Head]]:
    heads = []
    for group, row in table.items():
        for number in _NUMBERS:
            for word in str(row[number]).split():
                head = Head(word.replace("_", " "), group, number, frozenset(row["kinds"]), row["in_name"],
                            row["unknown"], row["definite"], word.endswith("ة") or number == "plural")  # fmt: skip
                heads.append((fold_key(word), head))
    return heads
