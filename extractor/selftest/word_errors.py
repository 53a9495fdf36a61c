"""Errors that a model can make in a draft: wrong words, a wrong sentence, a wrong label. Planted before grounding."""

import re
from collections.abc import Iterator
from typing import Any

from extractor.arabic.counted import counted_thing
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import NumberMention
from extractor.grounding import ground
from extractor.prompting import load_prompt
from extractor.selftest.planted import Bed, Planted
from extractor.selftest.subject import Place, redrafted
from schemas.casualty import CasualtyStatus, Harm
from schemas.claim import Act

_FIGURES = (("casualties", "words"), ("incidents", "munitions"), ("aggregates", "words"))
_PHRASES = (("casualties", "words"), ("casualties", "who"), ("claims", "speaker"), ("aggregates", "words"),
            ("incidents", "date"), ("incidents", "munitions"))  # fmt: skip
_NUMERALS = ("ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة")
_NUMERALS_F = ("ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر")
_TENS = ("عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين")
_DIGITS = re.compile(r"\d+")
_NO_PEOPLE = frozenset({"attacks", "munitions", "vehicles", "sites", "time", "distance", "age", "money"})
_OTHER_HARM = {Harm.KILLED: Harm.INJURED, Harm.INJURED: Harm.KILLED, Harm.KILLED_OR_INJURED: Harm.CAPTURED}
_FIGURED = (CasualtyStatus.COUNTED, CasualtyStatus.POSSIBLE_ONLY)


def digit_changed(bed: Bed) -> Iterator[Planted]:
    """One digit or number word is another; a noun that carries its own number (a dual, a singular) gets one."""
    for kind, field in _FIGURES:
        for where, entry in bed.subject.entries(kind):
            words = getattr(entry, field)
            if words and (kind != "casualties" or entry.status in _FIGURED):
                yield _words(bed, where, field, _other_figure(bed, words))


def date_changed(bed: Bed) -> Iterator[Planted]:
    """Another digit in the words of a date."""
    for where, entry in bed.subject.entries("incidents"):
        if entry.date and _DIGITS.search(entry.date):
            yield _words(bed, where, "date", _other_figure(bed, entry.date))


def number_of_another_sentence(bed: Bed) -> Iterator[Planted]:
    """The words of a number that stands in another sentence, under the pointer of this one."""
    for kind, field in _FIGURES:
        for where, entry in bed.subject.entries(kind):
            words = getattr(entry, field)
            home = bed.subject.seen.sentence(entry.s)
            if not words or not home or (kind == "casualties" and entry.status not in _FIGURED):
                continue
            others = [_phrase(bed, n) for n in _quantities(bed) if not home.start <= n.start < home.end]
            others = [other for other in others if fold_key(other) not in fold_key(home.text)]
            if others:
                yield _words(bed, where, field, bed.random.choice(others))


def harm_swapped(bed: Bed) -> Iterator[Planted]:
    """The killed as injured, the injured as killed."""
    for where, entry in bed.subject.entries("casualties"):
        yield _label(bed, where, "harm", _OTHER_HARM.get(entry.harm, Harm.KILLED))


def attacks_as_deaths(bed: Bed) -> Iterator[Planted]:
    """A count of attacks, munitions, days, sites as the count of the killed, with the pointer to its sentence."""
    seen = bed.subject.seen
    things = [n for n in _quantities(bed) if counted_thing(seen.text, n, ()).thing in _NO_PEOPLE]
    for where, entry in bed.subject.entries("casualties"):
        if things and entry.status in _FIGURED:
            thing = bed.random.choice(things)
            home = seen.sentence_at(thing.start)
            yield _words(bed, where, "words", _phrase(bed, thing), s=home.id if home else entry.s)


def negation_dropped(bed: Bed) -> Iterator[Planted]:
    """A denial as a count, a count as a denial, and what is not known as a denial."""
    for where, entry in bed.subject.entries("casualties"):
        others = [status for status in CasualtyStatus if status is not entry.status]
        yield _label(bed, where, "status", bed.random.choice(others))


def denial_swapped(bed: Bed) -> Iterator[Planted]:
    """What a speaker denies as confirmed, and what a speaker says as denied."""
    for where, entry in bed.subject.entries("claims"):
        yield _label(bed, where, "act", Act.CONFIRMS if entry.act is Act.DENIES else Act.DENIES)


def word_changed(bed: Bed) -> Iterator[Planted]:
    """One word of a copied phrase is another word of the article."""
    for kind, field in _PHRASES:
        for where, entry in bed.subject.entries(kind):
            words = (getattr(entry, field) or "").split(" ")
            if len(words) > 1:
                at = bed.random.randrange(len(words))
                other = " ".join((*words[:at], _other_word(bed, words[at]), *words[at + 1 :]))
                if fold_key(other) not in fold_key(bed.subject.seen.text):
                    yield _words(bed, where, field, other)


def example_leaked(bed: Bed) -> Iterator[Planted]:
    """A phrase of the worked examples that a model was shown, and that the article does not hold."""
    for kind, field in _PHRASES:
        for where, entry in bed.subject.entries(kind):
            shown = [answer[field] for example in load_prompt("single").examples for answer in example["answer"][kind]]
            foreign = [words for words in shown if words and not ground(words, bed.subject.seen.text)]
            if foreign and getattr(entry, field):
                yield _words(bed, where, field, bed.random.choice(foreign))


def date_of_another_event(bed: Bed) -> Iterator[Planted]:
    """The date words of another sentence, of another day."""
    for where, item in bed.subject.items("incidents"):
        seen = bed.subject.seen
        told = {s.id for e in item.evidence if (s := seen.sentence_at(e.start))}
        others = [
            d.raw
            for d in seen.dates
            if item.date and item.date.start and d.first and (d.first, d.last) != (item.date.start, item.date.end)
            and (home := seen.sentence_at(d.start)) and home.id not in told
        ]  # fmt: skip
        if others:
            yield _words(bed, where, "date", bed.random.choice(others))


def speaker_swapped(bed: Bed) -> Iterator[Planted]:
    """The speaker of another statement of the article: a wrong link, and no wrong word."""
    names = dict.fromkeys(claim.speaker for claim in bed.subject.draft.claims)
    for where, entry in bed.subject.entries("claims"):
        mine = _name(entry.speaker)
        others = [name for name in names if not (_name(name) <= mine or mine <= _name(name))]
        if others:
            yield _words(bed, where, "speaker", bed.random.choice(others))


def attack_swapped(bed: Bed) -> Iterator[Planted]:
    """The people harmed in one attack as those harmed in another: a wrong link, and no wrong word."""
    for where, entry in bed.subject.entries("casualties"):
        others = [n for n in range(1, len(bed.subject.draft.incidents) + 1) if n != entry.incident]
        if others and entry.incident:
            yield _label(bed, where, "incident", bed.random.choice(others))


def _label(bed: Bed, where: Place, field: str, to: Any) -> Planted:
    before = getattr(getattr(bed.subject.draft, where[0])[where[1]], field)
    return Planted(where, field, str(before), str(to), redrafted(bed.subject.draft, where, **{field: to}))


def _words(bed: Bed, where: Place, field: str, to: str, **more: str) -> Planted:
    before = getattr(getattr(bed.subject.draft, where[0])[where[1]], field)
    return Planted(where, field, before, to, redrafted(bed.subject.draft, where, **{field: to}, **more))


def _quantities(bed: Bed) -> list[NumberMention]:
    return [n for n in bed.subject.seen.numbers if n.kind == "quantity"]


def _phrase(bed: Bed, number: NumberMention) -> str:
    return bed.subject.seen.text[number.start : max(number.phrase_end, number.end)]


def _other_figure(bed: Bed, words: str) -> str:
    """The words with another figure that stands nowhere in the article in that form."""
    if digits := _DIGITS.search(words):
        at = bed.random.randrange(*digits.span())
        digit = bed.random.choice([d for d in "123456789" if d != str(int(words[at]))])
        return words[:at] + digit + words[at + 1 :]
    for row in (_NUMERALS, _NUMERALS_F, _TENS):
        for word in words.split(" "):
            if word in row:
                return words.replace(word, bed.random.choice([other for other in row if other != word]), 1)
    return f"{bed.random.randrange(11, 99)} {words}"


def _other_word(bed: Bed, word: str) -> str:
    words = [w for w in bed.subject.seen.text.split() if len(w) > 3 and w.isalpha() and fold_key(w) != fold_key(word)]
    return bed.random.choice(words or [word[::-1]])


def _name(speaker: str) -> set[str]:
    return {word.removeprefix("ال") for word in fold_key(speaker).split()}


VALUES = (
    digit_changed, number_of_another_sentence, harm_swapped, attacks_as_deaths, date_changed, date_of_another_event,
    negation_dropped, denial_swapped, word_changed, example_leaked,
)  # fmt: skip
LINKS = (speaker_swapped, attack_swapped)
