"""The nouns that news counts (`data/nouns.tsv`), in singular, dual and plural, with every written case ending."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from extractor.arabic.fold import fold_key
from extractor.arabic.number_tokens import rows, stems

Number = Literal["singular", "dual", "plural"]
_HUMAN = frozenset({"person", "military_person", "victim"})
_NO_DUAL = frozenset({"ولدي"})  # ولديه is "and he has"
_SUFFIXES = ("هما", "هم", "ها", "نا", "ه")


class Noun(NamedTuple):
    """One written form: its class, its number, whether it must be followed by its genitive, and the lemma."""

    kind: str
    number: Number
    construct: bool
    lemma: str


class CountedNoun(NamedTuple):
    """A noun read in a word: `cut` clitic letters stand before it."""

    cut: int
    definite: bool
    conjunction: bool
    preposition: str
    noun: Noun


def _plural_forms(plural: str) -> Iterator[tuple[str, bool]]:
    if plural.endswith("ون"):
        stem = plural[:-2]
        yield from ((stem + "ون", False), (stem + "ين", False), (stem + "و", True), (stem + "ي", True))
    else:
        yield plural, False
        if not plural.endswith(("ا", "ة", "ى", "ء", "ي")):
            yield plural + "ا", False


def _dual_forms(singular: str) -> Iterator[tuple[str, bool]]:
    stem = singular[:-1] + "ت" if singular.endswith("ة") else singular
    yield from ((stem + "ان", False), (stem + "ين", False), (stem + "ي", True))
    if singular.endswith("ة"):  # a masculine -ا is nearly always the accusative
        yield stem + "ا", True


def _singular_forms(singular: str) -> Iterator[str]:
    yield singular
    if not singular.endswith(("ة", "ا", "ى", "اء")):
        yield singular + "ا"


def _forms() -> Iterator[tuple[str, Noun]]:
    for kind, singular, plurals, dual, _gloss in rows("nouns.tsv"):
        for form in _singular_forms(singular):
            yield form, Noun(kind, "singular", False, singular)
        for plural in plurals.split("|") if plurals != "-" else ():
            yield from ((form, Noun(kind, "plural", construct, singular)) for form, construct in _plural_forms(plural))
        listed = ((form, form[-1] in "اي") for form in dual.split("|")) if dual else _dual_forms(singular)
        if dual != "-":
            yield from ((form, Noun(kind, "dual", construct, singular)) for form, construct in listed)


def _lexicon() -> dict[str, Noun]:
    """A form that two readings share keeps the singular, then the plural: مدنيين is the plural, صاروخي no dual."""
    rank = {"singular": 0, "plural": 1, "dual": 2}
    found: dict[str, Noun] = {}
    for form, noun in sorted(_forms(), key=lambda row: rank[row[1].number]):
        found.setdefault(fold_key(form), noun)
    return found


NOUNS: dict[str, Noun] = _lexicon()
"""Every folded form of the lexicon."""


@lru_cache(maxsize=2048)
def counted_noun(word: str) -> CountedNoun | None:
    """Read a folded word as a noun of the lexicon, without its clitics and possessive suffix; None for other words."""
    for stem in stems(word):
        noun = NOUNS.get(stem.rest) or _possessed(stem.rest)
        if noun:
            return CountedNoun(stem.cut, stem.definite, stem.conjunction, stem.preposition, noun)
    return None


def _possessed(word: str) -> Noun | None:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) > 2:
            base = word[: -len(suffix)]
            noun = NOUNS.get(base) or (NOUNS.get(base[:-1] + "ي") if base.endswith("ا") else None)  # قتلاه is قتلى + ه
            if noun and noun.number == "plural":
                return noun
            seated = NOUNS.get(base[:-1] + "ء") if base.endswith(("ي", "و")) else None
            if seated and seated.number == "plural" and seated.kind in _HUMAN:
                return seated  # أطبائه, أبناؤها
            two = NOUNS.get(base + "ن") if base.endswith(("ا", "ي")) and base not in _NO_DUAL else None
            if two and two.number == "dual" and two.kind in _HUMAN:
                return two  # طفلاها, طفليه
    return None
