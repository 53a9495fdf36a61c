"""Two numbers that are the ends of one: بين 10 و15، من 20 إلى 30، 10-12، خمسة أو ستة."""

from dataclasses import dataclass

from extractor.arabic.mentions import Form
from extractor.arabic.number_context import is_year, number_words_at
from extractor.arabic.number_tokens import Words, belongs, stems
from extractor.arabic.numeral_digits import Number
from extractor.arabic.numeral_parse import Numeral, exact_product

RANGE_WORDS = frozenset({"ما", "بين", "من"})
"""Words that a range starts with, beside its first number."""
_TO = {"الي", "حتي"}
_CHANGE_WINDOW = 8


@dataclass(frozen=True, slots=True)
class Range:
    """The ends, the token after them, and the clitic letters in front."""

    low: Number
    high: Number
    stop: int
    cut: int
    form: Form
    years: bool = False


def range_at(words: Words, i: int, low: Numeral | None) -> Range | None:
    """A range that starts at token i; `low` is the number read there, if one is."""
    for stem in stems(words.word(i)):
        if stem.rest == "ما" and words.word(i + 1) == "بين":
            return _between(words, i + 2, stem.cut)
        if stem.rest == "بين":
            return _between(words, i + 1, stem.cut)
        if stem.rest == "من":
            return None if _tells_a_change(words, i) else _from_to(words, i + 1, stem.cut)
    return _open_range(words, i, low) if low and not low.definite and not low.fraction else None


def _open_range(words: Words, i: int, low: Numeral) -> Range | None:
    """A range without a word in front; after a refused من (a change) only the hyphen makes one."""
    link = words.word(low.stop)
    if link == "-":
        return _joined(words, low)
    linked = link in _TO or link == "او"
    if not linked or words.word(i - 1) == "من" or not words.same_line(low.stop):
        return None
    high = number_words_at(words, low.stop + 1)
    dated = is_year(words, i, low) and not (high and is_year(words, low.stop + 1, high))
    return _range(words, low, high, low.cut) if high and not high.cut and not dated else None


def _tells_a_change(words: Words, i: int) -> bool:
    return any(belongs(words.word(k), "change") for k in range(i - _CHANGE_WINDOW, i))


def _between(words: Words, i: int, cut: int) -> Range | None:
    low = number_words_at(words, i)
    if not low or low.cut:
        return None
    if words.word(low.stop) == "و" or words.word(low.stop).startswith("و"):
        high = _joined_number(words, low.stop)
        if high:
            return _range(words, low, high, cut)
    return _split_compound(words, i, low, cut) or _from_to(words, i, cut)


def _joined_number(words: Words, i: int) -> Numeral | None:
    at = i + 1 if words.word(i) == "و" else i
    return number_words_at(words, at)


def _split_compound(words: Words, i: int, low: Numeral, cut: int) -> Range | None:
    """بين خمسة وعشرين: what reads as one number must be two, since between needs two ends."""
    joins = [k for k in range(i + 1, low.stop) if words.word(k).startswith("و")]
    for k in joins:
        first = number_words_at(Words(words.folded, words.tokens[i:k]), 0)
        second = _joined_number(words, k)
        if first and second and first.stop == k - i and first.value < second.value:
            return _range(words, first, second, cut)
    return None


def _from_to(words: Words, i: int, cut: int) -> Range | None:
    low = number_words_at(words, i)
    if not low or low.cut or not words.same_line(low.stop) or words.word(low.stop) not in _TO:
        return None
    high = number_words_at(words, low.stop + 1)
    return _range(words, low, high, cut) if high and not high.cut else None


def _joined(words: Words, low: Numeral) -> Range | None:
    """10-12, also with spaces around the hyphen."""
    if low.form != "digits" or not words.word(low.stop + 1).isdecimal():
        return None
    if words.glued(low.stop) != words.glued(low.stop + 1):
        return None
    high = number_words_at(words, low.stop + 1)
    return _range(words, low, high, low.cut) if high else None


def _range(words: Words, low: Numeral, high: Numeral, cut: int) -> Range | None:
    """A scale that only the high end names holds for both (10 إلى 15 ألف)."""
    first = low.value
    if low.scale == 1 and high.scale > 1 and low.form == "digits" and first < high.value / high.scale:
        first = exact_product(first, high.scale)
    if first >= high.value:
        return None
    years = all(isinstance(end, int) and 1900 <= end <= 2100 for end in (first, high.value)) and low.form == "digits"
    form: Form = high.form if low.form == high.form else "mixed"
    return Range(first, high.value, high.stop, cut, form, years)
