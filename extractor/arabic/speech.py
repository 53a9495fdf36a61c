"""Words of saying: the lexicon of `data/speech.yaml` with its inflected forms, and where they stand in a sentence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from extractor.arabic.clitics import readings
from extractor.arabic.fold import fold_key
from extractor.arabic.given_names import given_names
from extractor.arabic.word_start import cliticised

Act = Literal[
    "reports",
    "confirms",
    "claims_responsibility",
    "denies",
    "accuses",
    "no_comment",
    "no_claim",
    "threatens",
    "assesses",
]
Form = Literal["finite", "participle", "noun"]
NEGATIONS = frozenset(map(fold_key, ("لم", "لا", "لن", "ما", "دون", "ولم", "ولا", "فلم", "بدون", "وما")))
_NEEDS_WITHIN = 14
_FAR_WITHIN = 24  # whom the verb blames, or who published, stands between, with epithets and in quotes
_OBJECT_PRONOUNS = ("ها", "هم", "ه")


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """A verb of saying: its act, what may open the content behind it, whether it says itself that harm was done."""

    gloss: str
    act: Act
    opens: frozenset[str]
    takes_object: bool
    needs: frozenset[str]
    only_negated: bool
    harms: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """A form of a speech verb at a word of a sentence; `joined` when و or ف is written on it."""

    at: int
    verb: SpeechVerb
    form: Form
    joined: bool
    negated: bool


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    path = files("extractor.arabic").joinpath("data/speech.yaml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=64)
def word_class(name: str) -> frozenset[str]:
    """The folded words of a class of `data/speech.yaml`."""
    return frozenset(map(fold_key, _data()["classes"][name]))


@lru_cache(maxsize=2048)
def bare(word: str) -> str:
    """A folded word without conjunction, preposition and article, as far as letters can tell."""
    word = unjoined(word)
    if word[:2] == "لل" and len(word) > 4:
        return word[2:]
    if word[:1] in "بلك" and word[1:3] == "ال" and len(word) > 5:
        return word[3:]
    return word[2:] if word[:2] == "ال" and len(word) > 4 else word


@lru_cache(maxsize=2048)
def unjoined(word: str) -> str:
    """A folded word without the conjunction و or ف, where enough letters stay and it is not the word's own (وزارة)."""
    return word[1:] if word[:1] in "وف" and len(word) > 3 and cliticised(word[0], word[1:]) else word


def is_a(word: str, name: str) -> bool:
    """Whether a folded word belongs to a class as it stands, or without conjunction."""
    members = word_class(name)
    return word in members or (word[:1] in "وف" and word[1:] in members)


def is_noun_of(word: str, name: str) -> bool:
    """Whether a folded word belongs to a class once conjunction, preposition and article are off."""
    members = word_class(name)
    return word in members or bare(word) in members


def verb_forms(row: Mapping[str, Any]) -> Iterator[str]:
    """Folded third-person forms of a verb row: perfect, imperfect, jussive; after the regular paradigm."""
    masculine, feminine, plural = map(fold_key, row["past"])
    yield from (masculine, feminine, plural, feminine + "ا")
    yield masculine[:-1] + "يا" if masculine.endswith("ي") else masculine + "ا"
    if "present" not in row:
        return
    stem = fold_key(row["present"])
    short = fold_key(row.get("jussive", row["present"]))
    core = stem[:-1] if stem.endswith("ي") and masculine.endswith("ي") else stem
    for person in "يت":
        yield from (person + stem, person + core + "ون", person + stem + "ان", person + core + "وا", person + short)
    yield "ن" + stem


def _participles(row: Mapping[str, Any]) -> Iterator[str]:
    if "participle" in row:
        base = fold_key(row["participle"])
        core = base[:-1] if base.endswith("ي") else base
        yield from (base, base + "ا", base + "ه", core + "ين", core + "ون", base + "تين", base + "ان")


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[SpeechVerb, Form]]:
    found: dict[str, tuple[SpeechVerb, Form]] = {}
    for row in _data()["verbs"]:
        verb = SpeechVerb(
            gloss=row["gloss"],
            act=row["act"],
            opens=frozenset(map(fold_key, row.get("opens", ()))),
            takes_object=row.get("object", False),
            needs=frozenset(map(fold_key, row.get("needs", ()))),
            only_negated=row.get("only") == "negated",
            harms=row.get("harm", False),
        )
        for form in verb_forms(row):
            found.setdefault(form, (verb, "finite"))
        for form in _participles(row):
            found.setdefault(form, (verb, "participle"))
        if "noun" in row:
            found.setdefault(fold_key(row["noun"]), (verb, "noun"))
    return found


@lru_cache(maxsize=1)
def attack_forms() -> frozenset[str]:
    """Folded third-person forms of the verbs whose subject is the perpetrator."""
    return frozenset(form for row in _data()["attack_verbs"] for form in verb_forms(row))


@lru_cache(maxsize=1)
def _harming_forms() -> frozenset[str]:
    return frozenset(form for row in _data()["attack_verbs"] if not row.get("light") for form in verb_forms(row))


@lru_cache(maxsize=2048)
def is_attack_verb(word: str) -> bool:
    """Whether a folded word is a form of an attack verb, with و, ف, س or an object pronoun (شنتها) or without."""
    stem = unjoined(word)
    options = {word, stem, stem.removeprefix("س")}
    options |= {o.removesuffix(p) for o in tuple(options) for p in ("هما", *_OBJECT_PRONOUNS) if len(o) > len(p) + 1}
    return bool(options & attack_forms())


@lru_cache(maxsize=2048)
def is_relative_attack(word: str) -> bool:
    """Whether a folded word is an attack verb with an object pronoun: its subject follows (غارة شنتها …)."""
    stems = {word.removesuffix(p) for p in ("هما", *_OBJECT_PRONOUNS) if word.endswith(p)}
    return bool(stems & attack_forms())


def is_future_attack(word: str) -> bool:
    """Whether a folded word is an attack verb with the future س: سنقصف, ستستهدف."""
    word = unjoined(word)
    return word[:1] == "س" and word[1:2] in ("ي", "ت", "ن") and word[1:] in attack_forms()


@lru_cache(maxsize=2048)
def relative_verb(word: str) -> SpeechVerb | None:
    """The verb of speech that a folded word is together with an object pronoun: تبناه, نفتها; a final ى is ا there."""
    for pronoun in ("هما", *_OBJECT_PRONOUNS):
        stem = word.removesuffix(pronoun)
        entry = _forms().get(stem[:-1] + "ي" if stem.endswith("ا") else stem) if stem != word else None
        if entry and entry[1] == "finite":
            return entry[0]
    return None


def find_cue(words: Sequence[str], at: int) -> Cue | None:
    """The speech verb at a word of a folded sentence, if its form, negation and following words bear it out."""
    found = speech_form(words[at])
    if found is None or (at and words[at - 1] in ("عدم", "دون", "رفض")):
        return None
    cue = Cue(at, *found, is_negated(words, at))
    return cue if _fits(words, cue) else None


@lru_cache(maxsize=2048)
def speech_form(word: str) -> tuple[SpeechVerb, Form, bool] | None:
    """The verb that a folded word is a form of, and whether a conjunction stands in front; None for source words."""
    if word in word_class("source_words") or word == "اقرا":  # اقرأ المزيد
        return None
    if word in _forms():
        return *_forms()[word], False
    joins = word[:1] in ("و", "ف") or (word[:1] == "س" and word[1:2] in ("ي", "ت", "ن"))
    found = _forms().get(word[1:]) if joins else None
    return (*found, word[0] in "وف") if found else None


@lru_cache(maxsize=2048)
def relayed(word: str) -> bool:
    """Whether a folded word is a speech verb as it stands after ما: ماذكرت, نقلته."""
    options: list[str] = [word, word.removeprefix("ما")]
    options += [o.removesuffix(p) for o in tuple(options) for p in _OBJECT_PRONOUNS]
    return any((entry := _forms().get(o)) is not None and entry[1] == "finite" for o in options)


def is_negated(words: Sequence[str], at: int) -> bool:
    """Whether a negation governs the verb at a word: لم تعلن, دون أن تتبنى."""
    return any(w in NEGATIONS for w in words[max(0, at - 2) : at])


def _fits(words: Sequence[str], cue: Cue) -> bool:
    if cue.verb.only_negated and not cue.negated:
        return False
    if cue.verb.gloss == "continue" and words[cue.at + 1 : cue.at + 2] and words[cue.at + 1].startswith("ل"):
        return False  # منزل تابع لموظف
    if cue.verb.gloss == "allege" and set(words[cue.at + 1 : cue.at + 2]) & given_names():
        return False  # شرطي يدعى علي: he is called so
    far = cue.verb.act == "accuses" or cue.verb.gloss in ("publish", "broadcast", "issue")
    reach = _FAR_WITHIN if far else _NEEDS_WITHIN
    return not cue.verb.needs or bool(cue.verb.needs & _word_forms(words[cue.at + 1 : cue.at + 1 + reach]))


def _word_forms(words: Iterable[str]) -> set[str]:
    return {rest for word in words for _, rest in readings(word)}


@lru_cache(maxsize=2048)
def is_harm(word: str) -> bool:
    """Whether a folded word begins, behind its clitics, like a word of attack or harm, or is a verb of it (يقصفون)."""
    stems = tuple(word_class("harm_stems"))
    return any(rest.startswith(stems) or rest in _harming_forms() for _, rest in readings(word))


@lru_cache(maxsize=2048)
def is_crime(word: str) -> bool:
    """Whether a folded word begins, behind its clitics, like a word for a crime."""
    stems = tuple(word_class("crime_stems"))
    return any(rest.startswith(stems) for _, rest in readings(word))
