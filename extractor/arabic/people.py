"""Noun phrases for people: what a number counts, or a noun that carries its own number (متعاقد, جنديان, مدنيون)."""

from dataclasses import replace

from extractor.arabic.cues import Cue, word_classes
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import Bound, Form, NumberMention
from extractor.arabic.nouns import CountedNoun, counted_noun
from extractor.arabic.number_tokens import BOUNDS_AFTER
from extractor.arabic.quantifiers import ends
from extractor.arabic.single_people import may_begin, name_end, one_person
from extractor.arabic.victims import (
    PEOPLE,
    People,
    Reading,
    belonging,
    group_of,
    is_military,
    of_civilians,
    widest_group,
)

_DEMONYM_ENDINGS = ("ي", "يا", "يه", "يين", "يون", "يان", "يتين", "يتان", "يات")
_MAX_ADJECTIVES = 4
_BOUND_REACH = 5
_LONGEST_BOUND = max(map(len, BOUNDS_AFTER))


def people_at(reading: Reading, i: int) -> People | None:
    """The people that a quantity at token i counts, or the noun or name for people there; None for anything else."""
    number = reading.numbers.get(i)
    if number:
        return _counted(reading, i, number) if number.rule != "whole" else None
    if not may_begin(reading.words.word(i)):
        return None
    return _bracketed(reading, i) or _numbered(reading, i) or one_person(reading, i) or _bare(reading, i)


def _bracketed(reading: Reading, i: int) -> People | None:
    """A figure in brackets, with the noun behind them: مقتل (10) مدنيين, و(7) إصابات."""
    words, number = reading.words, reading.numbers.get(i + 1)
    close = i + 2
    opened = words.word(i) == "(" or (words.word(i) == "و" and words.word(i + 1) == "(")
    if opened and words.word(i) == "و":
        number, close = reading.numbers.get(i + 2), i + 3
    if not opened or number is None or number.form != "digits" or words.word(close) != ")":
        return None
    noun = counted_noun(words.word(close + 1))
    fits = noun is not None and noun.noun.kind in PEOPLE and words.same_line(close + 1)
    last = adjectives_end(reading, close + 2) if fits else close + 1
    people = People(i, last, number.start, words.end(last - 1), _whole(number.low), _whole(number.high), number.bound,
                    number.form, number=number, harm=_own_harm(reading, i, last), known=fits)  # fmt: skip
    if noun is None or not fits:
        return replace(people, end=number.end)
    who = (words.start(close + 1, noun.cut), people.end)
    return replace(people, unit=words.word(close + 1), who=who, group=group_of(noun))


def _counted(reading: Reading, i: int, number: NumberMention) -> People | None:
    words = reading.words
    noun = counted_noun(fold_key(number.unit)) if number.unit else None
    if noun and noun.noun.kind == "victim" and number.form in ("singular", "plural"):
        return None
    last = max(reading.token_at(number.phrase_end - 1), reading.token_at(number.end - 1)) + 1
    behind = reading.token_at(number.end - 1) + 1
    of_towns = noun is not None and noun.noun.kind == "admin" and words.word(behind) == "من"
    if of_towns:  # 350 from several towns: a figure without its noun
        number, noun, last = replace(number, unit=None, unit_start=None), None, behind
    of = None if of_towns else _out_of(reading, last) or _partitive(reading, last)
    if noun is None and of:
        noun, last = of
    behind_it = not words.word(last).startswith("و") and bool(reading.has(last, "others"))  # وآخر is another one
    others = behind_it or bool(reading.has(last - 1, "others"))
    last = adjectives_end(reading, last + behind_it)
    if not others and noun is not None and noun.noun.kind not in PEOPLE:
        return None
    unit_at = reading.token_at(number.unit_start) if number.unit_start is not None else None
    head = unit_at if unit_at is not None else (last - 1 if of else None)
    who = (number.unit_start, words.end(last - 1)) if number.unit_start is not None else None
    if who is None and of:
        who = (words.start(reading.token_at(number.end) + 1), words.end(last - 1))
    military = any(is_military(words.word(k)) for k in range(i, last))
    group = "military" if military else widest_group(reading, (head or i, last), noun)
    group = of_civilians(reading, (i, last)) or group
    people = People(
        first=i,
        last=last,
        start=number.start,
        end=words.end(last - 1),
        low=_whole(number.low),
        high=_whole(number.high),
        bound=number.bound,
        form=number.form,
        unit=number.unit,
        who=who,
        group=group if group != "unknown" else belonging(reading, last),
        number=number,
        harm=_own_harm(reading, i, last),
        others=others,
        known=noun is not None or others or of is not None,
    )
    return bounded(reading, _two(reading, people))


def _two(reading: Reading, people: People) -> People:
    """A sound plural that "two" repeats is a dual: مقاتلين اثنين."""
    if people.form != "plural":
        return people
    two = next((k for k in range(people.first + 1, people.last + 1) if reading.words.word(k) in _twos()), None)
    if two is None:
        return people
    last = max(people.last, two + 1)
    return replace(people, last=last, end=reading.words.end(last - 1), low=2, high=2, bound="exact", form="dual")


def _twos() -> frozenset[str]:
    return word_classes()["two"]


def bounded(reading: Reading, people: People) -> People:
    """The bound said behind the phrase: ثمانية من رجال الشرطة على الأقل."""
    if people.bound not in ("exact", "approximate"):
        return people
    for k in range(people.last, people.last + _BOUND_REACH):
        if reading.stops(k) or k in reading.numbers or reading.has(k, "harm", "break"):
            return people
        for length in range(_LONGEST_BOUND, 1, -1):
            found = BOUNDS_AFTER.get(tuple(reading.words.word(k + n) for n in range(length)))
            if found:
                low, high = ends(found, people.low, people.high)
                return replace(people, bound=found, low=_whole(low), high=_whole(high))
    return people


def _whole(value: float | int | None) -> int | None:
    return None if value is None else int(value)


def _own_harm(reading: Reading, first: int, last: int) -> Cue | None:
    """The noun for harmed people inside a phrase (20 قتيلا, اثنين من الجرحى, 30 إصابة)."""
    cues = [cue for i in range(first, last) for cue in reading.cues.get(i, ()) if cue.cls == "harm"]
    nouns = (cue for cue in cues if cue.role in ("singular", "plural", "mass"))
    return next(nouns, next((cue for cue in cues if cue.form == "اصابه"), None))


def _out_of(reading: Reading, i: int) -> tuple[CountedNoun | None, int] | None:
    """The noun and the end of "out of 12 soldiers" at token i."""
    whole = reading.numbers.get(i + 2)
    if reading.words.word(i) != "من" or reading.words.word(i + 1) not in ("اصل", "بين", "مجموع") or whole is None:
        return None
    return counted_noun(fold_key(whole.unit)) if whole.unit else None, reading.token_at(whole.phrase_end - 1) + 1


def _partitive(reading: Reading, i: int) -> tuple[CountedNoun | None, int] | None:
    """The noun and the end of "of the …" at token i."""
    if reading.words.word(i) != "من" or reading.has(i, "subset") or reading.stops(i + 1):
        return None
    at = i + 1 + (reading.words.word(i + 1) in word_classes()["leading"])  # من كبار القادة
    return counted_noun(reading.words.word(at)), adjectives_end(reading, at + 1)


def adjectives_end(reading: Reading, i: int) -> int:
    """The end of the adjectives and names that follow a noun from token i on."""
    classes = word_classes()
    for k in range(i, i + _MAX_ADJECTIVES):
        word = reading.words.word(k)
        means = word.startswith("ب") and word.endswith("يا")  # بشظايا is no attribute
        coordinated = word.startswith("وال")  # 300 والمدنيين
        attributive = word.startswith("ال") or (word.endswith(_DEMONYM_ENDINGS) and not (means or coordinated))
        if reading.stops(k) or not attributive or word in classes["relatives"] or k in reading.numbers:
            return k
        if word in classes["days"] or word in classes["two"] or reading.has(k, "harm", "break"):
            return k
        if word.removeprefix("و") in classes["verbs_in_ya"]:
            return k
    return i + _MAX_ADJECTIVES


def _numbered(reading: Reading, i: int) -> People | None:
    """A definite plural with a definite figure behind it: الجنود الأربعة, القتلى الستة, المدنيين السوريين الخمسة."""
    words, noun = reading.words, counted_noun(reading.words.word(i))
    if noun is None or noun.noun.number != "plural" or noun.noun.kind not in PEOPLE:
        return None
    last = adjectives_end(reading, i + 1)
    figure = reading.numbers.get(last)
    if figure is None or figure.rule == "whole" or not words.word(last).startswith("ال"):
        return None
    if figure.unit_start is not None and figure.unit_start > figure.start:
        return None
    start = words.start(i, noun.cut)
    unit = words.folded.original[start : words.end(i)]
    return People(i, last + 1, start, figure.end, _whole(figure.low), _whole(figure.high), figure.bound, figure.form,
                  unit, (start, words.end(last - 1)), group_of(noun), figure, _own_harm(reading, i, last))  # fmt: skip


def _bare(reading: Reading, i: int) -> People | None:
    words = reading.words
    noun = counted_noun(words.word(i))
    if (
        noun is None
        or noun.noun.kind not in ("person", "military_person")
        or _tells_of_attack(reading, i, noun)
        or words.word(i)[noun.cut :] in word_classes()["countries"]
        or _another_thing(reading, i)
    ):
        return None
    last = adjectives_end(reading, i + 1 + (words.word(i + 1) in word_classes()["bodies"]))  # ضابط شرطة
    others = bool(reading.has(i, "others") or reading.has(last, "others"))
    last += bool(reading.has(last, "others"))
    if noun.definite and noun.noun.number == "singular":
        last = name_end(reading, last)
    start = words.start(i, noun.cut)
    low, bound, form = _inherent(noun)
    group = widest_group(reading, (i + 1, last), noun)
    if group == "unknown":
        group = "military" if words.word(i + 1) in word_classes()["bodies"] else belonging(reading, last)
    end = words.end(last - 1)
    people = People(i, last, start, end, low, low, bound, form, unit=words.folded.original[start : words.end(i)],
                    who=(start, end), group=group, others=others, known=True, definite=noun.definite)  # fmt: skip
    return _two(reading, people)


def _tells_of_attack(reading: Reading, i: int, noun: CountedNoun) -> bool:
    """تفجير انتحاري, هجوم مسلح: a word for people that is the adjective of the attack in front."""
    before = counted_noun(reading.words.word(i - 1))
    attack = before is not None and before.noun.kind == "attack" and before.noun.number == noun.noun.number
    alike = before is not None and before.definite == noun.definite and not (noun.conjunction or noun.preposition)
    return attack and alike and not reading.stops(i) and reading.has(i - 1, "harm") is None


def _another_thing(reading: Reading, i: int) -> bool:
    """من جهة أخرى, هجوم آخر: "another" behind a noun that names no people is its attribute."""
    word = reading.words.word(i)
    return word in word_classes()["another"] and not reading.stops(i) and reading.has(i - 1, "harm") is None


def _inherent(noun: CountedNoun) -> tuple[int | None, Bound, Form]:
    if noun.noun.number == "plural":
        return None, "vague", "plural"
    return (1, "exact", "singular") if noun.noun.number == "singular" else (2, "exact", "dual")
