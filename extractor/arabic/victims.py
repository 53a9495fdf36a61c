"""Noun phrases for people: what a number counts, or a noun that carries its own number (متعاقد, جنديان, مدنيون)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractor.arabic.cues import Cue, Harm, by_token, cues_in, word_classes
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import Bound, Form, NumberMention
from extractor.arabic.nouns import CountedNoun, counted_noun
from extractor.arabic.number_tokens import Words, words_of

Group = Literal["civilian", "military", "mixed", "unknown"]

PEOPLE = frozenset({"person", "military_person", "victim", "group"})
_DEMONYM_ENDINGS = ("ي", "يا", "يه", "يين", "يون", "يان", "يتين", "يتان", "يات")
_STOPS = frozenset('.،؛:()؟!"…') | {"\n"}
_MAX_ADJECTIVES = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the grammar walks over it: tokens, cues by token, numbers by token."""

    words: Words
    cues: Mapping[int, tuple[Cue, ...]]
    numbers: Mapping[int, NumberMention]

    def has(self, i: int, *classes: str) -> Cue | None:
        """The first cue of one of the classes at token i."""
        return next((cue for cue in self.cues.get(i, ()) if cue.cls in classes), None)

    def stops(self, i: int) -> bool:
        """Whether a punctuation mark, a line break or the end of the text stands at token i."""
        word = self.words.word(i)
        return not word or word in _STOPS or not self.words.same_line(i)

    def token_at(self, offset: int) -> int:
        """The index of the first token that ends after an offset."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.words.end(middle) <= offset else (low, middle)
        return low


@dataclass(frozen=True, slots=True)
class People:
    """A noun phrase for people over the tokens `first:last`, with its figure; `harm` where its own noun says it."""

    first: int
    last: int
    start: int
    end: int
    low: int | None
    high: int | None
    bound: Bound
    form: Form
    unit: str | None
    who: tuple[int, int] | None
    group: Group
    number: NumberMention | None
    harm: Cue | None
    others: bool
    known: bool
    definite: bool


def read(text: str, numbers: Sequence[NumberMention]) -> Reading:
    """Tokenise a text and index its cues and its quantities by token."""
    words = words_of(text)
    reading = Reading(words, by_token(cues_in(words)), {})
    quantities = {reading.token_at(n.start): n for n in numbers if n.kind == "quantity"}
    return replace(reading, numbers=quantities)


def group_of(noun: CountedNoun | None) -> Group:
    """The group that a noun names by itself; demonyms and words such as "person" name none."""
    if noun is None:
        return "unknown"
    if noun.noun.kind == "military_person":
        return "military"
    lemma = fold_key(noun.noun.lemma)
    if noun.noun.kind != "person" or lemma in word_classes()["unsaid"]:
        return "unknown"
    return "unknown" if lemma.endswith("ي") and lemma not in word_classes()["civilian_relational"] else "civilian"


def people_at(reading: Reading, i: int) -> People | None:
    """The people that a quantity at token i counts, or the noun for people at token i; None for anything else."""
    number = reading.numbers.get(i)
    return _counted(reading, i, number) if number else _bare(reading, i)


def _counted(reading: Reading, i: int, number: NumberMention) -> People | None:
    words = reading.words
    noun = counted_noun(fold_key(number.unit)) if number.unit else None
    if noun and noun.noun.kind == "victim" and number.form in ("singular", "plural"):
        return None
    last = max(reading.token_at(number.phrase_end - 1), reading.token_at(number.end - 1)) + 1
    of = _partitive(reading, last)
    if noun is None and of:
        noun, last = of
    others = bool(reading.has(last - 1, "others") or reading.has(last, "others"))
    last = adjectives_end(reading, last + bool(reading.has(last, "others")))
    if not others and noun is not None and noun.noun.kind not in PEOPLE:
        return None
    unit_at = reading.token_at(number.unit_start) if number.unit_start is not None else None
    head = unit_at if unit_at is not None else (last - 1 if of else None)
    harm = _own_harm(reading, i, last)
    who = (number.unit_start, words.end(last - 1)) if number.unit_start is not None else None
    if who is None and of:
        who = (words.start(reading.token_at(number.end) + 1), words.end(last - 1))
    known = noun is not None or others or of is not None
    military = any(group_of(counted_noun(words.word(k))) == "military" or _armed(words.word(k)) for k in range(i, last))
    group: Group = "military" if military else _widest(reading, (head or i, last), noun)
    return People(i, last, number.start, words.end(last - 1), _whole(number.low), _whole(number.high), number.bound,
                  number.form, number.unit, who, group, number, harm, others, known, False)  # fmt: skip


def _whole(value: float | int | None) -> int | None:
    return None if value is None else int(value)


def _armed(word: str) -> bool:
    """Whether a word names an armed body, so that those counted "of" it are combatants."""
    bare = word.removeprefix("ال")
    return bare in word_classes()["bodies"]


def _widest(reading: Reading, span: tuple[int, int], noun: CountedNoun | None) -> Group:
    found = group_of(noun)
    if found != "unknown":
        return found
    groups = {group_of(counted_noun(reading.words.word(k))) for k in range(*span)}
    return "civilian" if "civilian" in groups else "unknown"


def _own_harm(reading: Reading, first: int, last: int) -> Cue | None:
    """The noun for harmed people inside a phrase (20 قتيلا, اثنين من الجرحى)."""
    cues = (cue for i in range(first, last) for cue in reading.cues.get(i, ()))
    return next((cue for cue in cues if cue.cls == "harm" and cue.role in ("singular", "plural", "mass")), None)


def _partitive(reading: Reading, i: int) -> tuple[CountedNoun | None, int] | None:
    """The noun and the end of "of the …" at token i."""
    if reading.words.word(i) != "من" or reading.has(i, "subset") or reading.stops(i + 1):
        return None
    return counted_noun(reading.words.word(i + 1)), adjectives_end(reading, i + 2)


def adjectives_end(reading: Reading, i: int) -> int:
    """The end of the adjectives and names that follow a noun from token i on."""
    for k in range(i, i + _MAX_ADJECTIVES):
        word = reading.words.word(k)
        attributive = word.startswith("ال") or word.endswith(_DEMONYM_ENDINGS)
        if reading.stops(k) or not attributive or word in word_classes()["relatives"] or k in reading.numbers:
            return k
        if reading.has(k, "harm", "break"):
            return k
    return i + _MAX_ADJECTIVES


def _bare(reading: Reading, i: int) -> People | None:
    words = reading.words
    if words.word(i) in word_classes()["two_others"]:
        return People(i, i + 1, words.start(i), words.end(i), 2, 2, "exact", "dual", None, None, "unknown", None, None,
                      True, False, False)  # fmt: skip
    noun = counted_noun(words.word(i)) if i < len(words) else None
    if (
        noun is None
        or noun.noun.kind not in ("person", "military_person")
        or words.word(i)[noun.cut :] in word_classes()["countries"]
    ):
        return None
    last = adjectives_end(reading, i + 1)
    others = bool(reading.has(last, "others"))
    last += others
    start = words.start(i, noun.cut)
    low, bound, form = _inherent(noun)
    end = words.end(last - 1)
    return People(i, last, start, end, low, low, bound, form, words.folded.original[start : words.end(i)], (start, end),
                  group_of(noun), None, None, others, True, noun.definite)  # fmt: skip


def _inherent(noun: CountedNoun) -> tuple[int | None, Bound, Form]:
    if noun.noun.number == "plural":
        return None, "vague", "plural"
    return (1, "exact", "singular") if noun.noun.number == "singular" else (2, "exact", "dual")


def joined_harm(first: Harm, second: Harm) -> Harm:
    """The harm of one figure for both ("20 dead and wounded")."""
    return first if first == second else "killed_or_injured"
