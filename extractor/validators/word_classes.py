"""The words of a text that tell the checks how a count or a day is meant: unreal, recalled, of another cause."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product

import yaml

from extractor.arabic.attack_words import attack_words
from extractor.arabic.clitics import readings
from extractor.arabic.fold import fold_key
from extractor.arabic.number_tokens import Words, words_of

Phrases = Mapping[str, frozenset[tuple[tuple[str, ...], bool]]]
_STOPS = frozenset(".؛:!؟?;")
_COMMAS = frozenset("،,")


@dataclass(frozen=True)
class WordClasses:
    """A text's words, and the token numbers at which each class of words begins, in text order."""

    words: Words
    starts: Sequence[int]
    classes: Mapping[str, Sequence[int]]

    def token(self, offset: int) -> int:
        """The number of the first token that begins at an offset or behind it."""
        return bisect_left(self.starts, offset)

    def within(self, name: str, first: int, last: int) -> Sequence[int]:
        """The tokens of a class in a range of tokens."""
        found = self.classes[name]
        return found[bisect_left(found, first) : bisect_left(found, last)]

    def open(self, cue: int, at: int) -> bool:
        """Whether nothing between two tokens begins to tell of what did happen."""
        return not self.within("real", cue + 1, at) and not self.within("stop", cue + 1, at)

    def part(self, offset: int) -> tuple[int, int]:
        """The tokens of the piece of a sentence around an offset, between commas, stops and words for "while"."""
        at, breaks = bisect_right(self.starts, offset), self.classes["break"]
        near = bisect_left(breaks, at)
        first = breaks[near - 1] if near else 0
        return first, breaks[near] if near < len(breaks) else len(self.starts)


@lru_cache(maxsize=1)
def _lexicon() -> Mapping[str, Phrases]:
    """Class -> first word -> its phrases, each with whether any clitic may stand in front."""
    data = yaml.safe_load(files("extractor.arabic").joinpath("data/unreal_words.yaml").read_text("utf-8"))
    return {name: _by_first(rows) for name, rows in data.items()}


def _by_first(rows: Sequence[Mapping[str, Sequence[str]]]) -> Phrases:
    found: dict[str, set[tuple[tuple[str, ...], bool]]] = {}
    for row in rows:
        for key in ("verbs", "nouns"):
            for phrase in row.get(key, ()):
                for words in product(*(part.split("|") for part in phrase.split())):
                    folded = tuple(fold_key(word) for word in words)
                    found.setdefault(folded[0], set()).add((folded, key == "nouns"))
    return {first: frozenset(phrases) for first, phrases in found.items()}


@lru_cache(maxsize=4)
def word_classes_of(text: str) -> WordClasses:
    """The words of a text by class (`unreal_words.yaml`), with words of attack, ends of clauses, and all breaks."""
    words = words_of(text)
    classes: dict[str, list[int]] = {name: [] for name in {*_lexicon(), "attack", "stop"}}
    for i, token in enumerate(words.tokens):
        if openings := _openings(token.text):
            for name in {name for name, rest in openings if _follows(words, i + 1, rest)}:
                classes[name].append(i)
        elif token.text in _COMMAS:
            classes["break"].append(i)
            if words.word(i + 1).startswith("و"):  # what follows is a statement of its own
                classes["stop"].append(i)
    return WordClasses(words, [t.start for t in words.tokens], classes)


def _follows(words: Words, i: int, phrase: Sequence[str]) -> bool:
    return all(words.word(k) == word for k, word in enumerate(phrase, i))


@lru_cache(maxsize=2048)
def _openings(word: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The classes of the phrases that a word or mark may begin, each with the words that have to follow."""
    found: list[tuple[str, tuple[str, ...]]] = [("stop", ()), ("break", ())] if word in _STOPS else []
    found += [("attack", ())] if _attacks(word) else []
    for cut, rest in readings(word):
        conjunction = word[:cut] in ("", "و", "ف") and word.endswith(rest)
        for name, phrases in _lexicon().items():
            told = phrases.get(rest, ())
            found += [(name, phrase[1:]) for phrase, any_clitic in told if conjunction or any_clitic]
    return tuple(found)


def _attacks(word: str) -> bool:
    senses = attack_words().senses
    return any(s.role in ("noun", "verb") for _, rest in readings(word) for s in senses.get(rest, ()))
