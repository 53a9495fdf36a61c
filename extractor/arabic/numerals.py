"""Number mentions of Arabic news text: digits, words, mixed, ranges, bounds, vague amounts, duals, ordinals and years.

Values follow the annotation guideline; names, phones, clock times and scores are not reported. Days of the month and
ordinal words have kind `ordinal`. Linear in the length of the text.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.arabic.counted_phrases import (
    Unit,
    and_a_half,
    person_joined,
    unit_after,
    unit_before,
)
from extractor.arabic.mentions import Bound, Form, NumberKind, NumberMention
from extractor.arabic.nouns import counted_noun
from extractor.arabic.number_context import (
    counts_whole,
    is_day_of_month,
    is_percent,
    is_year,
    licensed,
    names_whole,
    ordinal_at,
)
from extractor.arabic.number_nouns import self_counting_at
from extractor.arabic.number_ranges import RANGE_WORDS, range_at
from extractor.arabic.number_tokens import BOUNDS_BEFORE, CONTEXT, Words, stems, words_of
from extractor.arabic.number_traps import TRAP_WORDS, after_trap
from extractor.arabic.numeral_digits import Number
from extractor.arabic.numeral_parse import FRACTION_WORDS, Numeral, numeral_at
from extractor.arabic.numeral_words import CARDINALS, ORDINALS
from extractor.arabic.quantifiers import VAGUE_WORDS, bound_after, bound_before, ends, vague_at

_OPENERS = frozenset({*BOUNDS_BEFORE.then, *CARDINALS, *FRACTION_WORDS, *VAGUE_WORDS, *RANGE_WORDS,
                      *(first.removeprefix(article) for first in (key.split()[0] for key in ORDINALS)
                        for article in ("", "ال"))})  # fmt: skip

_AND_SOME = {"نيف", "نيفا"}


@dataclass(frozen=True, slots=True)
class _Found:
    """A number in tokens: first token and its clitic letters, the token after it, and its reading."""

    first: int
    cut: int
    stop: int
    low: Number | None
    high: Number | None
    rule: str
    bound: Bound = "exact"
    form: Form = "words"
    kind: NumberKind = "quantity"
    unit: Unit | None = None


def scan_numbers(text: str) -> list[NumberMention]:
    """Every number mention of a text, by start, without overlaps; `raw == text[start:end]`."""
    words = words_of(text)
    mentions: list[NumberMention] = []
    i, chained, last = 0, -1, len(words)
    while i < last:
        word, found = words.tokens[i].text, None
        if _opens_number(word):
            trap = after_trap(words, i)
            if trap is not None:
                i = max(trap, i + 1)
                continue
            found = _bounded_at(words, i) or _number_at(words, i)
        if found is None and _opens_noun(word):
            found = _noun_at(words, i, chained=chained == i)
        if found:
            mentions.append(_mention(words, found))
            i = _resume(found)
            chained = i if person_joined(words, found.unit) else -1
        else:
            i += 1
    return mentions


@lru_cache(maxsize=2048)
def _opens_number(word: str) -> bool:
    """Whether a number, an amount, a qualifier or a trap can start at a word: most words are passed over by it."""
    if not word.isalpha():
        return word.isdecimal() or word == "+"
    return word in TRAP_WORDS or any(stem.rest in _OPENERS for stem in stems(word))


@lru_cache(maxsize=2048)
def _opens_noun(word: str) -> bool:
    """Whether a word can be a noun that carries its own number."""
    return word.isalpha() and (counted_noun(word) is not None or word.endswith(("تين", "تان")))


def _resume(found: _Found) -> int:
    follows = found.unit is not None and found.unit.at >= found.first and found.rule != "part"
    return max(found.stop, found.unit.stop) if follows and found.unit else found.stop


def _bounded_at(words: Words, i: int, *, inner: bool = False) -> _Found | None:
    """A qualifier with the number, amount or dual that it bounds; one more may stand between (أكثر من نحو 20)."""
    qualifier = bound_before(words, i)
    if not qualifier:
        return None
    bound, after, cut = qualifier
    after += words.word(after) in CONTEXT["threshold"]  # تخطى حاجز الألف
    after += words.word(after) == "ال" and words.word(after + 1).isdecimal()  # نحو الـ200
    if after_trap(words, after) is not None:
        return None
    nested = None if inner else _bounded_at(words, after, inner=True)
    number = nested or _number_at(words, after, bounded=True) or _noun_at(words, after, chained=False)
    if not number or number.kind in {"ordinal", "year"} or number.form in {"singular", "plural"}:
        return None
    if number.cut and words.word(after).startswith("و") and words.word(after - 1) not in _AND_SOME:
        return None  # the qualifier belongs to what stands before: 15 على الأقل وأربعة
    low, high = ends(bound, number.low, number.high)
    vague = number.bound == "vague" and bound == "approximate"
    return replace(
        number, first=i, cut=cut, low=low, high=high, bound="vague" if vague else bound, rule=f"bound:{bound}"
    )


def _number_at(words: Words, i: int, *, bounded: bool = False) -> _Found | None:
    numeral = numeral_at(words, i)
    found = _range(words, i, numeral)
    if not found and not words.word(i).isdecimal():
        found = _ordinal(words, i) or _vague(words, i)
    return found or (_plain(words, i, numeral, bounded=bounded) if numeral else None)


def _range(words: Words, i: int, low: Numeral | None) -> _Found | None:
    found = range_at(words, i, low)
    if not found:
        return None
    kind: NumberKind = "year" if found.years else "percent" if is_percent(words, i, found.stop) else "quantity"
    if is_day_of_month(words, i, found.stop):
        kind = "ordinal"
    unit = unit_after(words, found.stop) if kind == "quantity" else None
    return _Found(i, found.cut, found.stop, found.low, found.high, "range", "range", found.form, kind, unit)


def _ordinal(words: Words, i: int) -> _Found | None:
    found = ordinal_at(words, i)
    if not found:
        return None
    value, stop, cut = found
    return _Found(i, cut, stop, value, value, "ordinal", kind="ordinal")


def _vague(words: Words, i: int) -> _Found | None:
    vague = vague_at(words, i)
    if not vague:
        return None
    unit = Unit(i - 1, 0, i) if vague.before else unit_after(words, vague.stop)
    return _Found(i, vague.cut, vague.stop, vague.low, vague.high, "vague", "vague", "words", unit=unit)


def _plain(words: Words, i: int, numeral: Numeral, *, bounded: bool) -> _Found | None:
    value, stop = numeral.value, numeral.stop
    found = _Found(i, numeral.cut, stop, value, value, "numeral", form=numeral.form)
    if is_day_of_month(words, i, stop):
        return replace(found, kind="ordinal", rule="day_of_month")
    if is_year(words, i, numeral):
        return replace(found, kind="year", rule="year")
    if is_percent(words, i, stop):
        return replace(found, kind="percent", rule="percent")
    if not licensed(words, i, numeral, bounded=bounded):
        return None
    if numeral.fraction:
        return replace(found, kind="fraction", unit=unit_after(words, stop))
    if words.word(i - 1) == "كل" and words.word(i - 2) == "من":
        return None  # واحد من كل خمسة
    if _and_up(words, stop):
        return replace(found, stop=stop + 1, high=None, bound="at_least", rule="bound:at_least",
                       unit=unit_after(words, stop + 1))  # fmt: skip
    if part := _part(words, found):
        return part
    unit = _unit_before(words, i) or unit_after(words, stop)
    return _measured(words, replace(found, unit=unit)) if unit else found


def _and_up(words: Words, i: int) -> bool:
    """20+ قتيلا."""
    return words.word(i) == "+" and words.glued(i) and not words.word(i + 1).isdecimal()


def _unit_before(words: Words, i: int) -> Unit | None:
    article = 1 if words.word(i - 1) == "ال" else 0  # الـ24
    definite = article or words.word(i).startswith("ال")
    return unit_before(words, i - article) if definite else None


def _part(words: Words, found: _Found) -> _Found | None:
    """9 من أصل 12 جنديا: the part counts the noun of the whole, which is a mention of its own."""
    if not names_whole(words, found.stop + 2) or not words.same_line(found.stop):
        return None
    whole = numeral_at(words, found.stop + 2)
    if not whole or whole.fraction:
        return None
    return replace(found, unit=unit_after(words, whole.stop), rule="part")


def _measured(words: Words, found: _Found) -> _Found:
    """A time or distance with its half: ثلاث ساعات ونصف الساعة."""
    stop = and_a_half(words, found.unit)
    if stop is None or found.low is None:
        return found
    return replace(found, low=found.low + 0.5, high=found.low + 0.5, stop=stop)


def _noun_at(words: Words, i: int, *, chained: bool) -> _Found | None:
    noun = self_counting_at(words, i, chained=chained)
    if not noun:
        return None
    bound: Bound = "none" if noun.low is None else "exact" if noun.low == noun.high else "range"
    found = _Found(i, noun.cut, noun.stop, noun.low, noun.high, noun.form, bound, noun.form, unit=noun.unit)
    return _measured(words, found) if noun.form == "dual" else found


def _mention(words: Words, found: _Found) -> NumberMention:
    start, end = words.start(found.first, found.cut), words.end(found.stop - 1)
    text = words.folded.original
    low, high, bound = found.low, found.high, found.bound
    open_ended = found.kind == "quantity" and bound in {"exact", "approximate"}
    after = bound_after(words, max(found.stop, found.unit.stop - 1 if found.unit else 0)) if open_ended else None
    if after:
        bound = after
        low, high = ends(after, low, high)
    unit = found.unit
    unit_start = words.start(unit.at, unit.cut) if unit else None
    unit_end = words.end(unit.at) if unit else None
    return NumberMention(
        start=start,
        end=end,
        raw=text[start:end],
        kind=found.kind,
        low=low,
        high=high,
        bound=bound,
        form=found.form,
        unit=text[unit_start:unit_end] if unit else None,
        unit_start=unit_start,
        unit_end=unit_end,
        phrase_end=max(end, words.end(unit.stop - 1) if unit else end),
        rule="whole" if names_whole(words, found.first) or counts_whole(words, found.first) else found.rule,
    )
