"""Statements that nobody was harmed, that none was reported, or that nobody knows: three things that differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from extractor.arabic.cues import Cue, Harm, word_classes
from extractor.arabic.nouns import counted_noun
from extractor.arabic.victims import PEOPLE, Reading, joined_harm

Status = Literal["counted", "explicitly_none", "none_reported", "unknown_stated", "possible_only"]
_REACH = 12
_WITHIN = frozenset('،:"()')  # marks that a sentence goes on after
_DENY_VERBS = frozenset(("نفي", "نفت", "ينفي", "تنفي", "نافيا", "نافيه"))


@dataclass(frozen=True, slots=True)
class Denial:
    """A negated statement of harm over the tokens `first:last`; `cue` is the word for the harm."""

    first: int
    last: int
    status: Status
    harm: Harm
    cue: Cue


def denials(reading: Reading) -> Iterator[Denial]:
    """Every negated statement of harm, in text order; ranges do not overlap."""
    done = 0
    for i in sorted(reading.cues):
        deny = reading.has(i, "deny")
        if deny and i >= done:
            found = _denial(reading, deny)
            if found:
                done = found.last
                yield found


def _denial(reading: Reading, deny: Cue) -> Denial | None:
    """Walk from the negation over words that may stand between to the harm it denies."""
    status: Status = "explicitly_none"
    i = _denied_fall(reading, deny) or deny.last
    begin, caused = i, False
    while i < begin + _REACH and not reading.stops(i) and reading.words.word(i) not in word_classes()["except"]:
        status = _status(reading, i, status)
        target = _target(reading, i)
        if target:
            if excepts(reading, target[1]):
                return None
            return Denial(deny.first, target[1], status, target[0], target[2])
        toll = _unsaid_toll(reading, i)
        if toll:
            return Denial(deny.first, toll.last, "unknown_stated", "killed_or_injured", toll)
        if not (_may_stand(reading, i) or (caused and _subject(reading, i))):
            return None
        caused = caused or reading.has(i, "result") is not None
        i += 1
    return None


def _unsaid_toll(reading: Reading, i: int) -> Cue | None:
    """A toll of nothing named, which nobody gives: دون إعطاء حصيلة."""
    toll = reading.has(i, "toll")
    noun = counted_noun(reading.words.word(i + 1))
    of = noun is not None and (noun.definite or noun.noun.kind in PEOPLE)
    named = of or reading.has(i + 1, "harm", "damage", "filler", "news")
    return toll if toll and toll.form == "حصيله" and not named else None


def excepts(reading: Reading, i: int) -> bool:
    """Whether people are left out at token i, after a comma or not: سوى حارس, ، باستثناء ثلاثة, ما عدا جنديين."""
    i += reading.words.word(i) == "،"
    i += reading.words.word(i) == "ما"
    if reading.words.word(i) not in word_classes()["except"]:
        return False
    noun = counted_noun(reading.words.word(i + 1))
    return i + 1 in reading.numbers or (noun is not None and noun.noun.kind in PEOPLE)


def _may_stand(reading: Reading, i: int) -> bool:
    names = ("filler", "result", "news", "information", "reporting", "unclear", "anyone")
    return reading.has(i, *names) is not None


def _subject(reading: Reading, i: int) -> bool:
    """Whether token i can be of the subject of "did not cause": no figure, no new clause."""
    new_clause = reading.has(i, "break") or (reading.words.word(i).startswith("و") and reading.has(i, "carriers"))
    harm, number = reading.has(i, "harm"), reading.numbers.get(i)
    counted = number is not None and number.form not in ("dual", "singular")  # القذيفتين may stand in the subject
    return not counted and not new_clause and (harm is None or harm.role == "fall")


def _ends_sentence(reading: Reading, i: int) -> bool:
    return reading.stops(i) and reading.words.word(i) not in _WITHIN


def _denied_fall(reading: Reading, deny: Cue) -> int | None:
    """Where the object of "denied" starts, past its subject: نفى المتحدث … سقوط قتلى."""
    if deny.form not in _DENY_VERBS:
        return None
    ahead = takewhile(lambda i: not _ends_sentence(reading, i), range(deny.last, deny.last + 2 * _REACH))
    return next((i for i in ahead if reading.has(i, "carriers") and reading.has(i + 1, "harm", "damage")), None)


def _status(reading: Reading, i: int, status: Status) -> Status:
    if reading.has(i, "information", "unclear"):
        return "unknown_stated"
    if reading.has(i, "news", "reporting") and status == "explicitly_none":
        return "none_reported"
    return status


def _target(reading: Reading, i: int) -> tuple[Harm, int, Cue] | None:
    """The harm denied at token i, its end, and its word; merely material damage is none."""
    damage, cue = reading.has(i, "damage"), reading.has(i, "harm")
    if cue and cue.role in ("plural", "singular", "mass"):
        harm: Harm = "killed_or_injured" if cue.form in ("اصابات", "اصابه") else cue.harm or "killed_or_injured"
        return _coordinated(reading, cue, harm)
    if damage:
        following = range(i + 1, i + 4)
        human = any(reading.has(k, "human") for k in following)
        material = reading.has(i + 1, "material")
        return None if material and not human else ("killed_or_injured", i + 1, damage)
    if cue and cue.role in ("passive", "active", "masdar"):
        harm, last = _coordinated_verb(reading, cue)
        if reading.has(last, "anyone"):
            return harm, last + 1, cue
    if cue and cue.role == "masdar" and i + 1 not in reading.numbers and not _aimed_at_things(reading, cue):
        return cue.harm or "killed_or_injured", cue.last, cue
    return None


def _coordinated_verb(reading: Reading, cue: Cue) -> tuple[Harm, int]:
    """The harm and the end of "killed or hurt" in لم يقتل أو يصب أحد."""
    harm: Harm = cue.harm or "killed_or_injured"
    k = cue.last + (reading.words.word(cue.last) == "او")
    other = reading.has(k, "harm") if k > cue.last or reading.words.word(k).startswith("و") else None
    return (joined_harm(harm, other.harm or harm), other.last) if other else (harm, cue.last)


def _aimed_at_things(reading: Reading, cue: Cue) -> bool:
    """لم يسفر عن إصابة الهدف: hitting a thing is no harm to people."""
    word = reading.words.word(cue.last)
    noun = counted_noun(word)
    return word.startswith("ال") and (noun is None or noun.noun.kind not in PEOPLE)


def _coordinated(reading: Reading, cue: Cue, harm: Harm) -> tuple[Harm, int, Cue]:
    """Add the second noun of "dead or wounded"."""
    k = cue.last + (reading.words.word(cue.last) in ("او", "ولا"))
    other = reading.has(k, "harm")
    joined = other and (k > cue.last or reading.words.word(k).startswith("و"))
    if other and joined and other.role in ("plural", "singular", "mass"):
        return joined_harm(harm, other.harm or harm), other.last, cue
    return harm, cue.last, cue
