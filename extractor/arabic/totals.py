"""Totals over a period or several events, and counts of people who were not harmed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.counted import Thing, counted_thing
from extractor.arabic.cues import word_classes
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import Bound, Form, NumberMention, Sentence
from extractor.arabic.victims import Reading, read

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
    reading = read(text, numbers)
    used = {casualty.number.start for casualty in casualties if casualty.number}
    found = []
    for sentence in sentences:
        inside = [n for n in numbers if sentence.start <= n.start < sentence.end and n.start not in used]
        found += list(_of_sentence(reading, sentence, inside))
    return found


def _of_sentence(reading: Reading, sentence: Sentence, numbers: Sequence[NumberMention]) -> Iterator[TotalMention]:
    parts_open = False
    for number in numbers:
        if number.kind != "quantity" or number.low is None or number.form in ("singular", "plural"):
            continue
        metric, rule = _metric(reading, sentence, number, parts_open)
        if metric is None:
            continue
        parts_open = metric == "attacks"
        high = None if number.high is None else int(number.high)
        evidence = _clause(sentence, number)
        yield TotalMention(number.start, max(number.phrase_end, number.end), metric, int(number.low), high,
                           number.bound, number.form, number.unit, number, *evidence, rule)  # fmt: skip


def _metric(reading: Reading, sentence: Sentence, number: NumberMention, parts_open: bool) -> tuple[Metric | None, str]:
    text = reading.words.folded.original
    metric = _METRICS.get(counted_thing(text, number, ()).thing)
    first, last = reading.token_at(number.start), reading.token_at(max(number.phrase_end, number.end) - 1) + 1
    if number.unit is None:
        return _without_noun(reading, first, parts_open)
    if metric in ("other", "displaced") or (metric is None and number.unit):
        around = {reading.words.word(i) for i in range(max(first - 8, 0), last + 6)}
        if metric and around & word_classes()["displacement"]:
            return "displaced", "displacement"
    if metric == "munitions":
        over = any(
            reading.has(i, "period")
            for i in range(reading.token_at(sentence.start), reading.token_at(sentence.end - 1))
        )
        return ("munitions", "munitions") if over or fold_key(number.unit) in word_classes()["salvos"] else (None, "")
    back_reference = number.form == "dual" and number.raw.startswith(("ال", "لل"))
    few = metric == "other" and (number.bound == "vague" or (number.low or 0) < _MANY_PEOPLE)
    if few or back_reference or (metric in ("fighters", "troops") and number.form == "dual"):
        return None, ""
    return metric, "noun"


def _without_noun(reading: Reading, first: int, parts_open: bool) -> tuple[Metric | None, str]:
    """A bare figure counts attacks after "the number of attacks", and as a part of attacks just counted."""
    before = [reading.words.word(i) for i in range(max(first - 12, 0), first)]
    toll = next((i for i in range(max(first - 12, 0), first) if reading.has(i, "toll")), None)
    if toll is not None and any(word.removeprefix("ال") in word_classes()["attacks"] for word in before):
        return "attacks", "number_of_attacks"
    if parts_open and reading.has(first - 1, "subset"):
        return "attacks", "part"
    return None, ""


def _clause(sentence: Sentence, number: NumberMention) -> tuple[int, int]:
    """The part of the sentence between the commas around a number."""
    offset = number.start - sentence.start
    before = max(sentence.text.rfind(mark, 0, offset) for mark in "،؛:") + 1
    ends = [at for mark in "،؛" if (at := sentence.text.find(mark, number.end - sentence.start)) >= 0]
    start = sentence.start + before
    start += len(sentence.text[before:offset]) - len(sentence.text[before:offset].lstrip())
    return min(start, number.start), max(sentence.start + min(ends, default=len(sentence.text)), number.phrase_end)
