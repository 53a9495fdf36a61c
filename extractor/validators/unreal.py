"""Counts of harm that the words around them make no harm of an attack: denied, feared, of another cause."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product

import yaml

from extractor.arabic.attack_words import attack_words
from extractor.arabic.clitics import readings
from extractor.arabic.fold import fold_key
from extractor.arabic.number_tokens import Words, words_of
from extractor.validators.case import Case, Problem, Rule
from schemas.casualty import Casualty, CasualtyStatus
from schemas.record import Level

Phrases = Mapping[str, frozenset[tuple[tuple[str, ...], bool]]]
_REACH = 25  # words: no clause of news runs on longer
_STOPS = frozenset(".؛:!؟?;")
_UNREAL_ACTS = frozenset({"denies", "threatens"})


@dataclass(frozen=True)
class _Seen:
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
def _seen(text: str) -> _Seen:
    words = words_of(text)
    classes: dict[str, list[int]] = {name: [] for name in (*_lexicon(), "attack", "stop")}
    for i, token in enumerate(words.tokens):
        if openings := _openings(token.text):
            for name in {name for name, rest in openings if _follows(words, i + 1, rest)}:
                classes[name].append(i)
        elif token.text == "،" and words.word(i + 1).startswith("و"):  # what follows is a statement of its own
            classes["stop"].append(i)
    return _Seen(words, [t.start for t in words.tokens], classes)


def _follows(words: Words, i: int, phrase: Sequence[str]) -> bool:
    return all(words.word(k) == word for k, word in enumerate(phrase, i))


@lru_cache(maxsize=16_384)
def _openings(word: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The classes of the phrases that a word or mark may begin, each with the words that have to follow."""
    found: list[tuple[str, tuple[str, ...]]] = [("stop", ())] if word in _STOPS else []
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


def _unreal(case: Case) -> Iterator[Problem]:
    seen = _seen(case.scan.text)
    for item in case.items.casualties:
        if item.status is CasualtyStatus.COUNTED and (_said_unreal(case, seen, item) or _disowned(case, seen, item)):
            message = f"The words around «{item.count.raw}» deny it, fear it or make it a mere possibility."
            yield Problem(item.id, "status", Level.REVIEW, message, item.count.evidence)


def _said_unreal(case: Case, seen: _Seen, item: Casualty) -> bool:
    first, last = _sentence(case, seen, item)
    count = seen.token(item.count.evidence.start)
    before = seen.within("unreal", max(first, count - _REACH), count)
    return bool(seen.within("untrue", first, last)) or any(_open(seen, i, count) for i in before)


def _open(seen: _Seen, cue: int, count: int) -> bool:
    """Whether nothing between a word and a count begins to tell of what did happen."""
    return not seen.within("real", cue + 1, count) and not seen.within("stop", cue + 1, count)


def _disowned(case: Case, seen: _Seen, item: Casualty) -> bool:
    """Whether the count stands in what a speaker denies or threatens."""
    where = item.count.evidence
    near = bisect_left(case.scan.claims, where.end, key=lambda c: c.start)
    for claim in case.scan.claims[max(0, near - _REACH) : near]:
        inside = claim.content_start <= where.start and where.end <= claim.content_end
        if inside and claim.act in _UNREAL_ACTS:
            begin = claim.verb_end if claim.verb_end <= where.start else claim.content_start
            if _open(seen, seen.token(begin) - 1, seen.token(where.start)):
                return True
    return False


def _sentence(case: Case, seen: _Seen, item: Casualty, back: int = 0) -> tuple[int, int]:
    """The tokens of the sentence of a count, with so many sentences before it."""
    line = max(case.line(item.count.evidence.start), 1)
    first, last = case.scan.sentences[max(line - 1 - back, 0)], case.scan.sentences[line - 1]
    return seen.token(first.start), seen.token(last.end)


def _attack(case: Case) -> Iterator[Problem]:
    """Source: annotation guideline (casualties are the harm of attacks)."""
    seen = _seen(case.scan.text)
    for item in case.items.casualties:
        if item.incident_id is not None or item.cumulative:
            continue
        if not seen.within("no_attack", *_sentence(case, seen, item)):
            continue
        if not seen.within("attack", *_sentence(case, seen, item, back=1)):
            message = f"The words around «{item.count.raw}» tell of no attack, but of something else that harmed."
            yield Problem(item.id, "incident_id", Level.REVIEW, message, item.count.evidence)


RULES = (Rule("casualties.unreal", 1, _unreal), Rule("casualties.attack", 1, _attack))
