"""Words that bound a number, vague amounts (عشرات، بضعة، عدد من) and how both become a low and a high end.

The meaning of each follows the annotation guideline: more than 20 is 21 and up, dozens are 10 and up, بضعة is 3 to 9.
"""

from dataclasses import dataclass

from extractor.arabic.mentions import Bound
from extractor.arabic.nouns import counted_noun
from extractor.arabic.number_tokens import BOUNDS_AFTER, BOUNDS_BEFORE, CONTEXT, BoundTree, Words, stems
from extractor.arabic.numeral_words import CARDINALS

Number = int | float
_TOLL_WINDOW = 10  # words from a toll to the figure that it reaches
_LONGEST_SUBJECT = 6
_FIRST_AFTER = frozenset(phrase[0] for phrase in BOUNDS_AFTER)
_LONGEST_AFTER = max(map(len, BOUNDS_AFTER))
_AFTER_WINDOW = 3  # words between a number and its "at least"
_REACH = {"يصل", "تصل"}
_WHOLE_SUBJECT = {"عددهم", "عددها", "عددهن", "حصيلتهم", "حصيلتها"}
_CLASSES = {"عشرات": 10, "مءات": 100, "ميات": 100, "الاف": 1000, "الوف": 1000, "ملايين": 10**6, "مليارات": 10**9}
_FEW = {"بضع", "بضعه"}
_AMOUNTS = {"عدد", "عددا", "اعداد", "اعدادا", "مجموعه", "كثير", "جمله"}
_DEFINITE_AMOUNTS = {"عديد", "كثير"}
_SEVERAL = {"عده"}


VAGUE_WORDS = frozenset({*_CLASSES, *_FEW, *_AMOUNTS, *_DEFINITE_AMOUNTS, *_SEVERAL})
"""Words that a vague amount starts with, without clitics."""


@dataclass(frozen=True, slots=True)
class Vague:
    """An amount without a figure; `stop` is the token after it, `low`/`high` are None where it names none."""

    low: int | None
    high: int | None
    stop: int
    cut: int
    before: bool = False  # the noun stands in front (أيام عدة)


def bound_before(words: Words, i: int) -> tuple[Bound, int, int] | None:
    """The qualifier at token i, the longest one: (bound, token after it, clitic letters in front)."""
    for stem in stems(words.word(i)):
        node = BOUNDS_BEFORE.then.get(stem.rest) if not stem.definite else None
        found = _longest(words, i + 1, node) if node else None
        if found:
            reached = stem.rest in _REACH and (stem.preposition or _toll_before(words, found[1]))
            return None if reached else (*found, stem.cut)
    return None


def _longest(words: Words, i: int, node: BoundTree | None) -> tuple[Bound, int] | None:
    """The end of a qualifier below a node; the subject of its verb may stand inside (لا يقل عددهم عن)."""
    found = None
    while node and words.same_line(i):
        if words.word(i) in CONTEXT["toll_subject"] and _measures(words.word(i - 1)):
            i = _after_subject(words, i, node)
        if node.bound and words.same_line(i):
            found = node.bound, i
        node = node.then.get(words.word(i))
        i += 1
    return found


def _measures(word: str) -> bool:
    """Whether a word of a qualifier is its verb, which may have its subject behind it."""
    verbs = (stem.rest.removeprefix("لا") for stem in stems(word))
    return any(verb[:1] in ("ي", "ت") or verb in CONTEXT["measure_verb"] for verb in verbs)


def _after_subject(words: Words, i: int, node: BoundTree) -> int:
    """The token after عددهم, عدد القتلى, or a longer subject up to the preposition that its verb still wants."""
    after = i + 1 if words.word(i) in _WHOLE_SUBJECT else i + 2
    if node.bound:
        return after
    ends = (k for k in range(after, after + _LONGEST_SUBJECT) if words.word(k) in node.then or not words.same_line(k))
    return next(ends, after)


def _toll_before(words: Words, stop: int) -> bool:
    """Whether "reaches" tells what a toll is, rather than a limit (مدى يصل إلى 300 كيلومتر)."""
    near = (words.word(k) for k in range(stop - _TOLL_WINDOW, stop))
    return any(stem.rest in CONTEXT["toll_subject"] for word in near for stem in stems(word))


def bound_after(words: Words, stop: int) -> Bound | None:
    """The qualifier up to three words behind a number, before any mark or other number."""
    for at in range(stop, stop + _AFTER_WINDOW + 1):
        if not words.same_line(at):
            return None
        word = words.word(at)
        if word == "،":
            return _aside(words, at + 1)
        for length in range(1, _LONGEST_AFTER + 1) if word in _FIRST_AFTER else ():
            phrase = tuple(words.word(at + k) for k in range(length))
            if phrase in BOUNDS_AFTER:
                return BOUNDS_AFTER[phrase]
        if not word.isalpha() or any(stem.rest in CARDINALS for stem in stems(word)):
            return None
    return None


def _aside(words: Words, at: int) -> Bound | None:
    """A qualifier between commas: شخصان، على الأقل، قتلا; without the second comma it may be of the next number."""
    for length in range(1, _LONGEST_AFTER + 1) if words.word(at) in _FIRST_AFTER else ():
        phrase = tuple(words.word(at + k) for k in range(length))
        if phrase in BOUNDS_AFTER and words.word(at + length) == "،":
            return BOUNDS_AFTER[phrase]
    return None


def ends(bound: Bound, low: Number | None, high: Number | None) -> tuple[Number | None, Number | None]:
    """The low and high end of a figure under a bound; whole numbers move by one, others keep the stated end."""
    if bound == "at_least":
        return low, None
    if bound == "more_than":
        return (low + 1 if isinstance(low, int) and high is not None else low), None
    if bound == "at_most":
        return None, high
    if bound == "less_than":
        return None, (high - 1 if isinstance(high, int) else high)
    return low, high


def vague_at(words: Words, i: int) -> Vague | None:
    """A vague amount at token i."""
    for stem in stems(words.word(i)):
        if stem.rest in _CLASSES:
            return _class(words, i, _CLASSES[stem.rest], stem.cut)
        if stem.rest in _FEW and not stem.definite:
            return _few(words, i, stem.cut)
        if stem.rest in _SEVERAL and not stem.definite:
            return _several(words, i, stem.cut)
        if stem.rest in (_DEFINITE_AMOUNTS if stem.definite else _AMOUNTS):
            return _amount(words, i, stem.cut)
    return None


def _times(words: Words, i: int) -> int | None:
    word = words.word(i)
    return _CLASSES.get(word.removeprefix("ال") if word not in _CLASSES else word) if words.same_line(i) else None


def _class(words: Words, i: int, low: int, cut: int) -> Vague:
    times = _times(words, i + 1)
    return Vague(low * times, None, i + 2, cut) if times else Vague(low, None, i + 1, cut)


def _few(words: Words, i: int, cut: int) -> Vague:
    if words.word(i + 1) in {"عشر", "عشره"}:
        return Vague(13, 19, i + 2, cut)
    times = _times(words, i + 1)
    return Vague(3 * times, 9 * times, i + 2, cut) if times else Vague(3, 9, i + 1, cut)


def _several(words: Words, i: int, cut: int) -> Vague | None:
    times = _times(words, i + 1)
    if times:
        return Vague(times, None, i + 2, cut)
    after, before = counted_noun(words.word(i + 1)), counted_noun(words.word(i - 1))
    if before and before.noun.number == "plural" and not before.definite and not cut:
        return Vague(None, None, i + 1, cut, before=True)
    follows = words.word(i + 1).isalpha() and words.same_line(i + 1)
    return Vague(None, None, i + 1, cut) if after or follows else None


def _amount(words: Words, i: int, cut: int) -> Vague | None:
    """عدد من، عدد كبير من: only before plural or collective words, which من introduces."""
    stop = i + 1
    if words.word(stop) in {"كبير", "كبيرا", "كبيره", "قليل", "محدود", "محدوده", "غير"} and words.same_line(stop):
        stop += 1
    return Vague(None, None, stop + 1, cut) if words.word(stop) == "من" else None
