"""The time told beside a count or an attack is that of the item, not of another attack or of what came after it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import DateMention, NumberMention
from extractor.arabic.scan import Scan
from extractor.build import Range
from extractor.validators.case import Case, Problem
from extractor.validators.word_classes import WordClasses, word_classes_of
from schemas.base import Span
from schemas.casualty import Casualty
from schemas.incident import Incident, Role
from schemas.record import Level
from schemas.when import When

_PERIOD = timedelta(days=6)  # a running week or longer; a shorter one is the time of one attack
_YEARS = range(1900, 2100)
_SINCE = fold_key("منذ")
_REACH = 25  # words: no clause of news runs on longer
_LATEST = 40  # statements before a day in whose opening words it may stand


@dataclass(frozen=True, slots=True)
class _Times:
    """The days and periods of events, and the bare years, in text order; no day of a saying, none after منذ."""

    days: Sequence[DateMention]
    years: Sequence[tuple[int, int]]

    def within(self, where: Range) -> Sequence[DateMention]:
        first = bisect_left(self.days, where[0], key=lambda d: d.start)
        return self.days[first : bisect_left(self.days, where[1], key=lambda d: d.start)]

    def years_within(self, where: Range) -> Sequence[int]:
        found = self.years[bisect_left(self.years, (where[0], 0)) : bisect_left(self.years, (where[1], 0))]
        return [year for _, year in found]


def _times(seen: Scan) -> _Times:
    days = [d for d in seen.dates if d.first and d.last and not _of_saying(seen, d) and not _since(seen, d)]
    years = [(n.start, int(n.low)) for n in seen.numbers if n.low and (n.kind == "year" or _of_an_attack(seen, n))]
    return _Times(days, years)


def _of_an_attack(seen: Scan, number: NumberMention) -> bool:
    """Whether a bare number right behind a word of attack can only be its year (هجوم 2015)."""
    if number.unit is not None or number.form != "digits" or number.low not in _YEARS:
        return False
    words = word_classes_of(seen.text)
    at = words.token(number.start)
    return bool(words.within("attack", at - 1, at))


def _of_saying(seen: Scan, day: DateMention) -> bool:
    """Whether a day stands between the speaker and what is said (قال الوزير الاثنين إن)."""
    near = bisect_left(seen.claims, day.start, key=lambda c: c.start)
    return any(c.start <= day.start < c.content_start for c in seen.claims[max(0, near - _LATEST) : near + 1])


def _since(seen: Scan, day: DateMention) -> bool:
    """Whether something has gone on since that day (منذ 7 مايو); an attack is told with its own day."""
    return fold_key(seen.text[max(0, day.start - len(_SINCE) - 1) : day.start + len(_SINCE)]).strip().startswith(_SINCE)


def counts_apart(case: Case) -> Iterator[Problem]:
    """A count is not told with the time of another attack, or in words that recall one, than the one it is tied to."""
    incidents = {i.id: i for i in case.items.incidents}
    seen, times = word_classes_of(case.scan.text), _times(case.scan)
    for item in case.items.casualties:
        own = incidents.get(item.incident_id or "")
        if own and (_recalled(seen, item, own) or _other_time(times, item, own)):
            message = f"The words around «{item.count.raw}» tell of another time than that of the attack it is tied to."
            yield Problem(item.id, "incident_id", Level.REVIEW, message, item.count.evidence)


def _recalled(seen: WordClasses, item: Casualty, own: Incident) -> bool:
    """A recalled attack is one that the text told before with no day, or one whose day the count's clause names."""
    count, clause = item.count.evidence.start, item.evidence[-1]
    first = max(seen.token(clause.start), seen.part(count)[0])
    undated = own.role is Role.BACKGROUND and own.date is None
    return not undated and not day_inside(own, clause) and bool(seen.within("recalled", first, seen.token(count)))


def day_inside(own: Incident, clause: Span) -> bool:
    """Whether the words of an attack's day stand in a clause."""
    return own.date is not None and clause.start <= own.date.evidence.start < clause.end


def _other_time(times: _Times, item: Casualty, own: Incident) -> bool:
    clause, count = item.evidence[-1], item.count.evidence.start
    told = times.within((clause.start, clause.end))
    years = times.years_within((clause.start, count))
    if own.date and own.date.start and any(own.date.start.year != year for year in years):
        return True
    apart = [d for d in told if not _meets(d, own.date)]
    long_ago = any(_long(d) and d.start < count for d in apart)
    return long_ago or (bool(apart) and len(apart) == len(told) and (own.date is not None or any(map(_long, apart))))


def _long(day: DateMention) -> bool:
    return day.first is not None and day.last is not None and day.last - day.first >= _PERIOD


def _meets(day: DateMention, own: When | None) -> bool:
    """Whether a time shares a day with an item's date; a date that the text leaves open shares with any."""
    if own is None:
        return False
    return not own.start or not own.end or _share((day.first, day.last), (own.start, own.end))


def _share(one: tuple[date | None, date | None], other: tuple[date, date]) -> bool:
    return bool(one[0] and one[1] and one[0] <= other[1] and other[0] <= one[1])


def days_apart(case: Case) -> Iterator[Problem]:
    """The day of an attack is not that of its aftermath, nor of another attack told in its place's own clause."""
    seen, times = word_classes_of(case.scan.text), _times(case.scan)
    cues = sorted(k.cue_start for k in case.scan.casualties)
    for item in case.items.incidents:
        if item.date and (_after(case, seen, cues, item.date.evidence) or _elsewhere(case, seen, times, item)):
            message = f"«{item.date.raw}» is told of something else than this attack."
            yield Problem(item.id, "date", Level.REVIEW, message, item.date.evidence)


def _after(case: Case, seen: WordClasses, cues: Sequence[int], day: Span) -> bool:
    """Whether the words next before a day tell of burial, death of wounds and the like rather than of an attack."""
    last = seen.token(day.start)
    first = max(seen.part(day.start)[0], last - _REACH)
    later = [*seen.within("aftermath", first, last)]
    line = case.scan.sentence_at(day.start)
    if line and seen.within("wounds", seen.token(line.start), seen.token(line.end)):
        later = sorted([*later, *seen.within("died", first, last)])
    if not later:
        return False
    harmed = bisect_left(cues, day.start) > bisect_left(cues, seen.starts[later[-1]] + 1)
    return not harmed and seen.open(later[-1], last) and not seen.within("attack", later[-1] + 1, last)


def _elsewhere(case: Case, seen: WordClasses, times: _Times, item: Incident) -> bool:
    """Whether each of its places in that sentence, or all its words, stand with another day, apart from its own."""
    assert item.date is not None
    where = item.date.evidence
    beside = [p.evidence.start for p in item.places if case.line(p.evidence.start) == case.line(where.start)]
    parts = [_part(case, seen, start) for start in beside]
    words = [(e.start, e.end) for e in item.evidence]
    return any(told and all(_of_another(times, part, item.date) for part in told) for told in (parts, words))


def _of_another(times: _Times, told: Range, own: When) -> bool:
    days = times.within(told)
    return not told[0] <= own.evidence.start < told[1] and bool(days) and not any(_meets(d, own) for d in days)


def _part(case: Case, seen: WordClasses, offset: int) -> Range:
    """The piece of its sentence around an offset, between commas and words for "while"."""
    (first, last), line = seen.part(offset), case.scan.sentence_at(offset)
    end = seen.starts[last] if last < len(seen.starts) else len(case.scan.text)
    return (max(seen.starts[first], line.start), min(end, line.end)) if line else (offset, offset + 1)
