"""Totals over a period or several events, and counts of people who were not harmed."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.counted import Thing, counted_thing
from extractor.arabic.cues import cues_in, word_classes
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import Bound, Form, NumberMention, Sentence
from extractor.arabic.nouns import counted_noun
from extractor.arabic.number_tokens import CONTEXT, Words, words_of

Metric = Literal["attacks", "fighters", "troops", "displaced", "munitions", "other"]

_METRICS: dict[Thing, Metric] = {
    "attacks": "attacks",
    "fighters": "fighters",
    "troops": "troops",
    "displaced": "displaced",
    "munitions": "munitions",
    "people": "other",
}
_MANY_PEOPLE = 100
_TWO = 2


@dataclass(frozen=True, slots=True)
class TotalMention:
    """One total: `start:end` the count words with their noun, `evidence` the clause; offsets are code points."""

    start: int
    end: int
    metric: Metric
    low: int | None
    high: int | None
    bound: Bound
    form: Form
    unit: str | None
    number: NumberMention
    evidence_start: int
    evidence_end: int
    rule: str


def scan_totals(
    text: str,
    sentences: Sequence[Sentence],
    numbers: Sequence[NumberMention],
    casualties: Sequence[CasualtyMention],
) -> list[TotalMention]:
    """Every total of a text in text order; numbers that a casualty statement uses are none."""
    words = words_of(text)
    used = {casualty.number.start for casualty in casualties if casualty.number}
    starts = [number.start for number in numbers]
    found: list[TotalMention] = []
    for sentence in sentences:
        inside = numbers[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        found += (total for n in inside if n.start not in used if (total := _total(words, sentence, n)))
    return found


def _total(words: Words, sentence: Sentence, number: NumberMention) -> TotalMention | None:
    if number.kind != "quantity" or number.low is None or number.form in ("singular", "plural"):
        return None
    metric = _METRICS.get(counted_thing(words.folded.original, number, ()).thing)
    if metric is None or not _is_total(words, sentence, number, metric):
        return None
    high = None if number.high is None else int(number.high)
    part = words.word(words.index(number.start) - 1) in CONTEXT["part"]
    return TotalMention(number.start, max(number.phrase_end, number.end), metric, int(number.low), high, number.bound,
                        number.form, number.unit, number, *_clause(sentence, number),
                        "part" if part else "noun" if number.unit else "toll")  # fmt: skip


def _is_total(words: Words, sentence: Sentence, number: NumberMention, metric: Metric) -> bool:
    """Munitions over a period, or in salvos; people in numbers; no two men, and no "the two attacks" told before."""
    if number.unit is None:
        return metric in ("attacks", "displaced") or (metric == "troops" and number.form != "dual")
    if metric == "munitions":
        return fold_key(number.unit) in word_classes()["salvos"] or _over_a_period(words, sentence)
    if metric == "attacks" and _strikes(number) and not _over_a_period(words, sentence):
        return False  # شنت الطائرات ست غارات: how many strikes one attack was made of
    back_reference = number.form == "dual" and number.raw.startswith(("ال", "لل"))
    if number.rule == "whole" and metric not in ("attacks", "munitions"):
        return False  # مقتل خمسة من أصل 20 جنديا
    few = metric == "other" and (number.bound == "vague" or (number.low or 0) < _MANY_PEOPLE)
    return not (few or back_reference or (metric in ("fighters", "troops") and number.low == _TWO))


def _strikes(number: NumberMention) -> bool:
    noun = counted_noun(fold_key(number.unit or ""))
    counted = number.form != "dual" and number.bound != "vague" and number.rule != "whole"
    return counted and noun is not None and fold_key(noun.noun.lemma) in word_classes()["strikes"]


def _over_a_period(words: Words, sentence: Sentence) -> bool:
    inside = words.tokens[words.index(sentence.start) : words.index(sentence.end - 1) + 1]
    return any(cue.cls == "period" for cue in cues_in(Words(words.folded, inside)))


def _clause(sentence: Sentence, number: NumberMention) -> tuple[int, int]:
    """The part of the sentence between the commas around a number."""
    offset = number.start - sentence.start
    before = max(sentence.text.rfind(mark, 0, offset) for mark in "،؛:") + 1
    ends = [at for mark in "،؛" if (at := sentence.text.find(mark, number.end - sentence.start)) >= 0]
    start = sentence.start + before
    start += len(sentence.text[before:offset]) - len(sentence.text[before:offset].lstrip())
    return min(start, number.start), max(sentence.start + min(ends, default=len(sentence.text)), number.phrase_end)
