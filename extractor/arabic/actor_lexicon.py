"""The lexicon of `data/actors.yaml`: names by category, head nouns, demonyms and states, as folded keys."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from extractor.arabic.clitics import readings
from extractor.arabic.fold import fold_key

_SPELLINGS = (("اميرك", "امريك"), ("مليشي", "ميليشي"), ("ميلشي", "ميليشي"), ("ديموقراط", "ديمقراط"))
_CLASSES = ("modifiers", "linking", "alone", "alone_indefinite", "naming", "attack_nouns", "not_a_name", "titles",
            "ordinals", "numbered", "arms", "partisan")  # fmt: skip
_ENDINGS = ("", "ه", "ا", "ون", "ين", "ان", "تين", "تان", "ات")


@dataclass(frozen=True, slots=True)
class ActorLexicon:
    """Folded keys; a demonym or state name leads to the key of its state."""

    names: dict[str, tuple[tuple[tuple[str, ...], str], ...]]  # first word -> (words, category), longest first
    heads: dict[str, str]
    demonyms: dict[str, str]
    states: dict[tuple[str, ...], str]
    classes: dict[str, frozenset[str]]
    leaders: frozenset[tuple[str, ...]]


@lru_cache(maxsize=2048)  # every scanner asks for the words of a text
def spelling(word: str) -> str:
    """A folded word in the one spelling that tables use (الأميركية and الأمريكية are one word)."""
    for variant, standard in _SPELLINGS:
        word = word.replace(variant, standard)
    return word


def _key(word: str) -> str:
    return spelling(fold_key(word))


@lru_cache(maxsize=1)
def actor_lexicon() -> ActorLexicon:
    """The packaged lexicon, read once."""
    path = files("extractor.arabic").joinpath("data/actors.yaml")
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    states = {tuple(_key(n).split()): _key(row["names"][0]) for row in data["states"] for n in row["names"]}
    listed = [(tuple(_key(n).split()), category) for category, names in data["names"].items() for n in names]
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, category in [*listed, *((words, "state") for words in states)]:
        by_first.setdefault(words[0], []).append((words, category))
    return ActorLexicon(
        names={k: tuple(sorted(v, key=lambda row: -len(row[0]))) for k, v in by_first.items()},
        heads={_key(n): category for category, nouns in data["heads"].items() for n in nouns},
        demonyms={
            _key(stem) + end: _key(row["names"][0])
            for row in data["states"]
            for stem in row["stems"]
            for end in _ENDINGS
        },
        states=states,
        classes={name: frozenset(map(_key, data[name])) for name in _CLASSES},
        leaders=frozenset(tuple(_key(name).split()) for name in data["leaders"]),
    )


@lru_cache(maxsize=2048)
def state_of(word: str) -> str | None:
    """The key of the state that a folded word names or is the demonym of, without regard to clitics and article."""
    lexicon = actor_lexicon()
    for _, rest in readings(spelling(word)):
        found = lexicon.demonyms.get(rest) or lexicon.states.get((rest,)) or lexicon.states.get(("ال" + rest,))
        if found:
            return found
    return None
