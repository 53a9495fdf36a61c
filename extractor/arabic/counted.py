"""What a number counts, and the word that says so: fifteen attacks are not fifteen dead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.cues import cue_lexicon, word_classes
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import NumberMention
from extractor.arabic.nouns import CountedNoun, counted_noun
from extractor.arabic.number_tokens import CONTEXT, Words, belongs, stems, words_of
from extractor.arabic.numeral_words import number_word

Thing = Literal["killed", "injured", "missing", "captured", "killed_or_injured", "attacks", "munitions", "fighters",
                "troops", "displaced", "people", "vehicles", "sites", "time", "distance", "age", "money",
                "name", "other"]  # fmt: skip

_BY_CLASS: dict[str, Thing] = {
    "person": "people", "victim": "people", "group": "other", "attack": "attacks", "munition": "munitions",
    "vehicle": "vehicles", "site": "sites", "admin": "sites", "time": "time", "distance": "distance", "money": "money",
}  # fmt: skip
_AGE_REACH = 5
_FLIGHT_REACH = (8, 6)  # words before and after a count of people
_NEAR_FLIGHT = (2, 3)  # the same where no noun says that people are counted
_FROM = fold_key("من")
_HEAD_REACH = 12
_TROOPS = frozenset(map(fold_key, ("قوات", "القوات", "الجيش", "جيش")))
_PEOPLE_OF_TOLLS = ("displaced", "fighters", "troops")
_UP_TO = frozenset({"الي", "ل"})
_ENDS = frozenset(".؟!؛")


@dataclass(frozen=True, slots=True)
class CountedThing:
    """The kind of thing a number counts, and the range of the noun or cue that says so (None where no word does)."""

    thing: Thing
    start: int | None
    end: int | None


_NOTHING = CountedThing("other", None, None)


def counted_thing(text: str, number: NumberMention, casualties: Sequence[CasualtyMention]) -> CountedThing:
    """What a number counts: the harm of the casualty statement that uses it, else its noun, else what it goes back to.

    Only the tokens around the number are looked at; a `CountedThing` without a range is an answer no word gave.
    """
    for casualty in casualties:
        if casualty.number is not None and casualty.number.start == number.start:
            return CountedThing(casualty.harm, casualty.cue_start, casualty.cue_end)
    if number.kind != "quantity":
        return CountedThing("time", None, None) if number.kind == "year" else _NOTHING
    words = words_of(text)
    first, last = words.index(number.start), words.index(max(number.end, number.phrase_end) - 1)
    if number.unit_start is None or number.unit_end is None:
        if any(words.word(k) in word_classes()["age"] for k in range(first - 2, first)):  # دون سن الـ18
            return CountedThing("age", None, None)
        fled = CountedThing("displaced", None, None) if _flees(words, first, last, _NEAR_FLIGHT) else _NOTHING
        return _of_part(words, first, last) or _of_head(words, first, beside=True) or fled
    at = words.index(number.unit_start)
    return CountedThing(_of_unit(words, at, number.unit, (first, last)), number.unit_start, number.unit_end)


def _of_unit(words: Words, at: int, unit: str | None, span: tuple[int, int]) -> Thing:
    """What a number over the tokens `span` counts whose noun stands at token `at`."""
    first, last = span
    thing = _thing(words, at, unit)
    if thing == "time" and belongs(words.word(at), "years") and _tells_age(words, first, last):
        thing = "age"
    elif _moves(words, at) and _flees(words, first, last, _FLIGHT_REACH):
        thing = "displaced"
    elif thing == "people" and (headed := _of_head(words, first, beside=False)) and headed.thing in _PEOPLE_OF_TOLLS:
        thing = headed.thing  # عدد النازحين بلغ 320 ألف شخص
    elif words.word(at) in _TROOPS and words.word(at - 1) == _FROM:
        thing = "troops"  # 12 ألفا من قوات حفظ السلام
    elif thing == "sites" and words.word(at - 1) == _FROM and _flees(words, first, last, _NEAR_FLIGHT):
        thing = "displaced"  # نزح 9 آلاف من المخيم
    return thing


def _thing(words: Words, at: int, unit: str | None = None) -> Thing:
    noun = counted_noun(fold_key(unit) if unit else words.word(at))
    if noun is None:
        return "other"
    lemma, classes = fold_key(noun.noun.lemma), word_classes()
    if lemma in classes["displaced"]:
        return "displaced"
    if lemma in classes["not_attacks"] or lemma in CONTEXT["occasion"]:
        return "other"
    if noun.noun.kind == "victim":
        return _own_harm(words, at, lemma) or "people"
    if noun.noun.kind in ("person", "military_person") and (harm := _harmed_attribute(words, at + 1)):
        return harm
    if noun.noun.kind == "military_person":
        return "troops" if lemma in classes["troops"] else "fighters"
    return _BY_CLASS.get(noun.noun.kind, "other")


def _harmed_attribute(words: Words, at: int) -> Thing | None:
    """The harm that a definite attribute says of people (جنوده المصابين, الجنديان القتيلان)."""
    noun = counted_noun(words.word(at)) if words.same_line(at) else None
    victim = noun is not None and noun.definite and not noun.cut and noun.noun.kind == "victim"
    return _own_harm(words, at, fold_key(noun.noun.lemma)) if noun and victim else None


def _own_harm(words: Words, at: int, lemma: str) -> Thing | None:
    """The harm that a noun for its victims says itself (قتيل, إصابة, حالة وفاة)."""
    if lemma in CONTEXT["remains"]:
        return "killed"
    for form in (*(stem.rest for stem in stems(words.word(at))), lemma):
        for phrase, sense in cue_lexicon().get(form, ()):
            if sense.harm and all(words.word(at + k) == word for k, word in enumerate(phrase[1:], 1)):
                return sense.harm
    return None


def _tells_age(words: Words, first: int, last: int) -> bool:
    """عمره 12 عاما, (35 عاما), فتى 17 عاما, يبلغ 17 عاما, and a name followed by its years between commas."""
    around = {words.word(k) for k in (*range(first - _AGE_REACH, first), *range(last + 1, last + 3))}
    before, after = words.word(first - 1), words.word(last + 1)
    person = counted_noun(before)
    of_person = person is not None and person.noun.kind == "person" and person.noun.number == "singular"
    if around & word_classes()["age"] or of_person or before in CONTEXT["aged"]:
        return True
    return (before == "(" and after == ")") or (before == after == "،")


def _moves(words: Words, unit: int) -> bool:
    noun = counted_noun(words.word(unit))
    return noun is not None and (noun.noun.kind == "person" or fold_key(noun.noun.lemma) in CONTEXT["household"])


def _flees(words: Words, first: int, last: int, reach: tuple[int, int]) -> bool:
    before, after = reach
    near = (*_back(words, first, before), *range(last + 1, last + 1 + after))
    classes = word_classes()
    if reach == _FLIGHT_REACH and any(words.word(k).removeprefix("و") in classes["escape"] for k in near):
        return True
    if any(words.word(k) in classes["homes"] and words.word(k - 1) in classes["left"] for k in near if k > last):
        return True
    return any(words.word(k) in word_classes()["displacement"] or belongs(words.word(k), "flight") for k in near)


def _back(words: Words, i: int, reach: int) -> Iterator[int]:
    """The tokens before i in its sentence, nearest first."""
    for k in range(i - 1, max(i - 1 - reach, -1), -1):
        if words.word(k) in _ENDS or not words.same_line(k + 1):
            return
        yield k


def _of_part(words: Words, first: int, last: int) -> CountedThing | None:
    """منها سبعة and سبعة منها go back to the noun counted before them."""
    parts = CONTEXT["part"]
    if words.word(first - 1) not in parts and words.word(last + 1) not in parts:
        return None
    for k in _back(words, first, 2 * _HEAD_REACH):
        if counted_noun(words.word(k)) and (words.word(k - 1).isdecimal() or number_word(words.word(k - 1))):
            return _said(words, k)
    return None


def _of_head(words: Words, first: int, *, beside: bool) -> CountedThing | None:
    """عدد الهجمات 15, حصيلة قتلاه إلى 29: the noun of the toll, or or `beside` it, a plural (والإصابات 203)."""
    for k in _back(words, first, _HEAD_REACH):
        word = words.word(k)
        noun = counted_noun(word)
        heads = any(stem.rest in CONTEXT["toll_subject"] for stem in stems(words.word(k - 1)))
        near = k == first - 1 or (k == first - 2 and words.word(first - 1) in _UP_TO)
        own = beside and near and noun is not None and noun.noun.kind in ("victim", "attack")
        if noun and noun.noun.number == "plural" and (heads or (own and _known(words, k, noun))):
            return _said(words, k)
        if word.isdecimal() or number_word(word):
            return None
    return None


def _known(words: Words, at: int, noun: CountedNoun) -> bool:
    """Whether a noun has the article or a possessor (قتلاه)."""
    return noun.definite or words.word(at)[noun.cut :].endswith(("ه", "ها", "هم"))


def _said(words: Words, at: int) -> CountedThing:
    noun = counted_noun(words.word(at))
    return CountedThing(_thing(words, at), words.start(at, noun.cut if noun else 0), words.end(at))
