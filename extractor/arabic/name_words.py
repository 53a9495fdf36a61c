"""Words around personal names and in them, one at a time: what announces a name, what may be part of one."""

from functools import lru_cache
from importlib.resources import files

import yaml

from extractor.arabic.fold import fold_key
from extractor.arabic.given_names import given_names
from extractor.arabic.name_units import ON, spots
from extractor.arabic.nouns import counted_noun
from extractor.arabic.numeral_words import number_word
from extractor.arabic.speech import bare, is_a, is_noun_of, speech_form, word_class

SERVANT = ("عبدال", "عبدرب")
"""How names of Abd begin, as units."""
_NOT_NAMED = ("prepositions", "relatives", "adverbs", "openers", "event_nouns", "source_words", "self_words")
_NO_PART = ("titles", "organizations", "media", "statements", "recipients", "complements", "bare_heads")


@lru_cache(maxsize=1)
def person_words() -> dict[str, frozenset[str]]:
    """The folded words of each class of `data/person_words.yaml`."""
    data = yaml.safe_load(files("extractor.arabic").joinpath("data/person_words.yaml").read_text(encoding="utf-8"))
    return {name: frozenset(fold_key(word) for word in words.split()) for name, words in data.items()}


def is_word(key: str, *classes: str) -> bool:
    """Whether a unit is of a class of words around names, without regard to clitics and article."""
    return any(key in person_words()[name] or bare(key) in person_words()[name] for name in classes)


@lru_cache(maxsize=8192)
def is_introduction(key: str, *, one: bool = False) -> bool:
    """Whether a word stands in front of names as title, calling or kinship, or says "called"; `one`: of one person."""
    if is_word(key, "high", "office", "relation", "calling", "honorific", "called") or key in word_class("ranks"):
        return True
    noun = counted_noun(key)
    if noun is None or noun.noun.kind not in ("person", "military_person", "victim"):
        return False
    return noun.noun.number == "singular" or not one


def is_given(word: str) -> bool:
    """Whether a name may begin with a folded word: a given name, a kunya, a name of Abd."""
    kunya = word.startswith("ابو") and len(word) > len("ابو") + 1
    return kunya or word == ON or word in given() or word.startswith(SERVANT)


@lru_cache(maxsize=1)
def given() -> frozenset[str]:
    """All given names, those that are names only in doubt among them."""
    return given_names() | person_words()["given"]


@lru_cache(maxsize=16_384)
def is_unknown(key: str) -> bool:
    """Whether a word is of no class that the scanners know, behind clitics neither: it may be part of a name."""
    if any(cut and (rest in given() or not _strange(rest)) for cut, rest in spots(key)):
        return False
    return _strange(key)


@lru_cache(maxsize=16_384)
def _strange(key: str) -> bool:
    """Whether a word, taken whole, is of no class that the scanners know."""
    if not key.isalpha() or len(key) < 2 or key.endswith("ى") or key in person_words()["outside"]:
        return False
    if is_word(key, "high", "office", "things", "called", "relation") or key in word_class("no_names") | word_class(
        "ranks"
    ):
        return False
    if speech_form(key) or any(is_a(key, name) for name in _NOT_NAMED) or any(is_noun_of(key, n) for n in _NO_PART):
        return False
    return key.startswith("ال") or _is_trade(key) or (counted_noun(key) is None and number_word(key) is None)


def _is_trade(key: str) -> bool:
    """Whether a word is a noun for one person, as many family names are: حداد, نجار."""
    noun = counted_noun(key)
    human = noun is not None and noun.noun.kind in ("person", "military_person")
    return human and noun is not None and noun.cut == 0 and fold_key(noun.noun.lemma) == key
