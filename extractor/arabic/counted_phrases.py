"""The phrase around a number: the noun it counts, right behind it or in front, with its adjectives."""

from dataclasses import dataclass

from extractor.arabic.nouns import counted_noun
from extractor.arabic.number_tokens import CONTEXT, Words, belongs
from extractor.arabic.numeral_words import number_word

PEOPLE = frozenset({"person", "military_person", "victim"})
"""Classes of nouns for people."""

ADJECTIVES = 3
"""Attributes that may follow a counted noun."""

_MEASURES = {"time", "distance"}
_ENDINGS = ("يه", "يا", "ين", "ون", "ان", "ي", "ات")


@dataclass(frozen=True, slots=True)
class Unit:
    """A counted noun: the token, its clitic letters, and the token after its adjectives."""

    at: int
    cut: int
    stop: int


def unit_after(words: Words, stop: int) -> Unit | None:
    """The noun counted by a number that ends before token `stop`, right after it or over من."""
    partitive = words.word(stop) == "من" and words.same_line(stop)
    at = stop + 1 if partitive else stop
    word = words.word(at)
    if not words.same_line(at) or not word.isalpha() or word in CONTEXT["stop"] or belongs(word, "month"):
        return None
    noun = counted_noun(word)
    if noun:
        fits = not noun.preposition and not noun.conjunction
        return Unit(at, 0, phrase_stop(words, at)) if fits else None
    if partitive:
        sound_plural = word.startswith("ال") and word.endswith(("ين", "ات")) and word not in CONTEXT["dual_name"]
        return Unit(at, 0, phrase_stop(words, at)) if sound_plural else None
    return Unit(at, 0, phrase_stop(words, at)) if _looks_counted(word) else None


def _looks_counted(word: str) -> bool:
    """An unknown word counts as a noun where its ending says so: accusative -ا, or a sound plural."""
    if word in CONTEXT["dual_verb"]:  # اثنين قتلا
        return False
    counts = len(word) > 3 and word.endswith(("ا", "ات", "ين")) and not word.endswith(("ها", "نا", "هما"))
    return counts and word[0] not in "وفبل" and not belongs(word, "stop")


def phrase_stop(words: Words, noun: int) -> int:
    """The token after a noun and its adjectives."""
    stop = noun + 1
    while stop - noun <= ADJECTIVES and words.same_line(stop) and _is_adjective(words, noun, stop):
        stop += 1
    return stop


def _is_adjective(words: Words, noun: int, at: int) -> bool:
    word, head = words.word(at), words.word(noun)
    if word in CONTEXT["adjective"]:
        return True
    definite = word.startswith("ال")
    if definite != head.startswith("ال") or word in CONTEXT["stop"] or len(word) < 4 or not word.isalpha():
        return False
    if number_word(word) or word in CONTEXT["dual_verb"] or word in CONTEXT["harm"]:
        return False  # سبعين, توفيا and توفى end as an adjective does
    bare = word.removeprefix("ال")
    known = counted_noun(word)
    relational = not known or known.noun.kind in {"person", "military_person"}
    return relational and bare.endswith(_ENDINGS) and word[0] not in "وفبل" and not bare.startswith("ي")


def unit_before(words: Words, i: int) -> Unit | None:
    """The definite noun that a definite number follows (الساعات الـ24, الجنود الخمسة, طبقاته الثلاث)."""
    noun = counted_noun(words.word(i - 1)) if words.same_line(i) else None
    known = noun is not None and (noun.definite or words.word(i - 1).endswith(("ه", "ها", "هم")))
    return Unit(i - 1, noun.cut, i) if noun and known and noun.noun.number == "plural" else None


def and_a_half(words: Words, unit: Unit | None) -> int | None:
    """The token after "and a half" behind a measured time or distance (ساعتان ونصف الساعة)."""
    noun = counted_noun(words.word(unit.at)) if unit else None
    if unit is None or noun is None or noun.noun.kind not in _MEASURES or words.word(unit.at + 1) != "ونصف":
        return None
    again = counted_noun(words.word(unit.at + 2))
    return unit.at + 3 if again and again.noun.lemma == noun.noun.lemma else unit.at + 2


def person_joined(words: Words, unit: Unit | None) -> bool:
    """Whether a mention counts people, so that a noun joined to it by و is counted with them."""
    noun = counted_noun(words.word(unit.at)) if unit else None
    return noun is not None and noun.noun.kind in PEOPLE
