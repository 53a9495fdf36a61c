"""The attack lexicon: `data/attack_words.yaml` with its verb forms generated and every word folded.

Verb paradigm: sound verb, perfect and imperfect, third persons and first person plural, with object pronouns
(Ryding, A Reference Grammar of Modern Standard Arabic, ch. 21-22).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from extractor.arabic.clitics import readings
from extractor.arabic.fold import fold_key

Role = Literal[
    "noun", "verb", "operation", "launch", "means", "kill", "interception", "agent", "patient", "event", "reach"
]
CARRIERS: frozenset[Role] = frozenset({"agent", "patient", "event", "reach"})

_PERFECT = ("", "ت", "ا", "تا", "وا", "ن", "نا")
_IMPERFECT = ("", "ون", "ان", "وا", "ن")
_OBJECTS = ("ه", "ها", "هم", "هما", "نا")


@dataclass(frozen=True, slots=True)
class Sense:
    """One use of a form; `takes` are the kinds a modifier may give it. Carriers have no kind, nouns no tense."""

    role: Role
    kind: str = ""
    takes: frozenset[str] = frozenset()
    tense: Literal["", "perfect", "imperfect"] = ""
    object_pronoun: bool = False


@dataclass(frozen=True, slots=True)
class AttackWords:
    """Folded forms: `senses` of triggers and carriers, `sets` of the other word classes by their key in the file."""

    senses: Mapping[str, tuple[Sense, ...]]
    sets: Mapping[str, frozenset[str]]
    modifiers: Mapping[str, str]
    overrides: Mapping[str, str]
    operations: Mapping[str, str]


@lru_cache(maxsize=1)
def attack_words() -> AttackWords:
    """The lexicon, read once from the packaged file."""
    data = yaml.safe_load(files("extractor.arabic").joinpath("data/attack_words.yaml").read_text("utf-8"))
    senses: dict[str, list[Sense]] = defaultdict(list)
    for form, sense in _senses(data):
        if sense not in senses[form]:
            senses[form].append(sense)
    kinds = {key: _by_kind(data[key]) for key in ("modifiers", "overrides")}
    operations = _by_kind({k: v for k, v in data["operations"].items() if k != "forms"})
    sets = dict(_sets(data)) | {"modifiers": frozenset(kinds["modifiers"])}
    return AttackWords({form: tuple(found) for form, found in senses.items()}, sets, **kinds, operations=operations)


def _senses(data: Mapping[str, Any]) -> Iterator[tuple[str, Sense]]:
    roles: tuple[Role, ...] = ("noun", "verb")
    for role in roles:
        for row in data[f"{role}s"]:
            yield from _forms(row, role, row["kind"], frozenset(row["takes"]))
    yield from _forms(data["kills"], "kill", data["kills"]["kind"], frozenset(data["kills"]["takes"]))
    for row in data["means"]:
        yield from _forms(row, "means", row["kind"], frozenset(row["takes"]))
    yield from _forms({"forms": data["operations"]["forms"]}, "operation", "raid", frozenset())
    yield from _forms(data["launches"], "launch", "other", frozenset({"shooting", *data["modifiers"]} - {"raid"}))
    yield from _forms(data["interceptions"], "interception", "interception", frozenset())
    for role, row in data["carriers"].items():
        yield from _forms(row, role, "", frozenset())


def _forms(row: Mapping[str, Any], role: Role, kind: str, takes: frozenset[str]) -> Iterator[tuple[str, Sense]]:
    for form in _folded(row.get("forms", "")):
        yield form, Sense(role, kind, takes)
    for stem in row.get("stems", "").split():
        perfect, imperfect = (fold_key(part) for part in stem.split("/"))
        for form, pronoun in _inflected("", perfect, _PERFECT):
            yield form, Sense(role, kind, takes, "perfect", pronoun)
        for person in "يتن" if imperfect != "-" else "":
            for form, pronoun in _inflected(person, imperfect, _IMPERFECT):
                yield form, Sense(role, kind, takes, "imperfect", pronoun)


def _inflected(person: str, stem: str, endings: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    for ending in endings:
        yield person + stem + ending, False
        for pronoun in _OBJECTS if ending not in ("نا", "تا") else ():
            yield person + stem + ending.removesuffix("ا" if ending == "وا" else "\0") + pronoun, True


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold_key(word) for word in words.split())


def _by_kind(rows: Mapping[str, str]) -> dict[str, str]:
    """Form -> kind; the first kind that lists a form keeps it."""
    return {form: kind for kind, words in reversed(list(rows.items())) for form in _folded(words)}


def _sets(data: Mapping[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
    for key, value in data.items():
        if isinstance(value, str):
            yield key, _folded(value)
        elif key in ("hypothetical", "negation", "generic", "totals"):
            yield from ((f"{key}.{name}", _folded(words)) for name, words in value.items())


@dataclass(frozen=True, slots=True)
class Word:
    """A token with its possible readings as (clitics, rest); the word itself comes first."""

    text: str
    start: int
    end: int
    readings: tuple[tuple[str, str], ...]

    def clitics(self, forms: frozenset[str] | Mapping[str, object]) -> str | None:
        """The clitics in front of the first reading that is in `forms`; None if none is."""
        for before, rest in self.readings:
            if rest in forms:
                return before
        return None

    def among(self, forms: frozenset[str]) -> bool:
        """Whether the word, alone or after a conjunction, is in `forms`."""
        return not forms.isdisjoint(_joined(self.text))

    @property
    def definite(self) -> bool:
        """Whether the word starts with the article, after clitics or not."""
        return any(before.endswith(("ال", "لل")) and len(rest) > 2 for before, rest in self.readings)

    @property
    def is_word(self) -> bool:
        """Whether it is a word or number and no punctuation mark."""
        return self.text[0].isalnum()


@lru_cache(maxsize=2048)
def word_readings(text: str) -> tuple[tuple[str, str], ...]:
    """Possible (clitics, rest) of a folded word."""
    return tuple((text[: len(text) - len(rest)], rest) for _, rest in readings(text))


def word_alone(text: str) -> Word:
    """A folded word apart from any text: for what its letters alone decide."""
    return Word(text, 0, len(text), word_readings(text))


@lru_cache(maxsize=2048)
def _joined(text: str) -> tuple[str, ...]:
    """A folded word as it stands, and without its conjunction."""
    return tuple(rest for before, rest in word_readings(text) if before in ("", "و", "ف"))
