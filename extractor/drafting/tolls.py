"""Counts over a period or several attacks, which belong to no single one: by words, by the calendar, by their size.

Source: the annotation guideline ("incident null, cumulative true").
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from extractor.arabic.attack_places import at_large
from extractor.arabic.mentions import DateMention
from extractor.arabic.scan import Scan
from extractor.arabic.toll_words import (
    by_whom,
    fell_apart,
    goes_on,
    in_it,
    is_sum,
    of_each,
    of_two,
    only_context,
    only_strikes,
    since,
)
from extractor.build import overlap
from schemas.casualty import Casualty, CasualtyStatus

_TOO_MANY = 500  # people: hardly any single attack of UCDP GED harmed more
_PERIOD = timedelta(days=6)  # a running week or longer; a shorter one is the time of one attack
_CAUSE = 160  # characters behind a count in which its cause stands
_ANOTHER_CLAUSE = re.compile(r"\b(?:فيما|بينما|حين|حيث|كما|وكان\w*|وقال\w*|ونفذ\w*|وشن\w*|واستهدف\w*|وقصف\w*)\b|؛")
_LONGEST = 1_000  # characters of a clause
_LARGE = 10  # people
_HUNDREDS = 100  # people
_OWN_ATTACK = 80  # characters behind a part of a toll in which its own attack is told
_LEAD = 120  # characters before a figure in which its toll is worded
_TWO = 2  # attacks may be told as one


def over_several(seen: Scan, casualties: Sequence[Casualty], of_one: Collection[str] = ()) -> frozenset[str]:
    """The ids of the counts that are tolls over a period or several attacks, with the counts told in their clause.

    `of_one` are the ids of counts whose strikes, several as they are, the text tells as one attack on a site.
    """
    running = list(_running(seen))
    tolls = [k for k in casualties if not (k.id in of_one and _of_strikes(k)) and _is_toll(seen, k, running)]
    told = sorted((k.evidence[-1].start, k.evidence[-1].end) for k in tolls)
    names = {k.id for k in tolls}
    attacks = (mention.start for group in seen.attacks for mention in group.mentions)
    events = sorted([*attacks, *(day.start for day in seen.dates)])
    last: Casualty | None = None
    for item in sorted(casualties, key=lambda k: k.count.evidence.start):
        first = bisect_left(told, (item.evidence[-1].start - _LONGEST, 0))
        latest = bisect_left(told, (item.evidence[-1].end, 0))
        clause = item.evidence[-1].start, item.evidence[-1].end
        beside = item.subset_of in names or any(overlap(clause, toll) for toll in told[first:latest])
        beside = beside or (last is not None and last.id in names and _goes_on(seen, events, last, item))
        if beside and not (item.subset_of and _apart(seen, item)):
            names.add(item.id)
        last = item
    figures = {key for k in casualties if k.id in names and (key := _figure(k))}
    return frozenset(k.id for k in casualties if k.id in names or _figure(k) in figures)


def _figure(item: Casualty) -> tuple[object, ...] | None:
    """What makes a figure the same one told again; small ones may be equal by chance."""
    low = item.count.low
    return (item.harm, low, item.count.high) if low and low >= _LARGE else None


def _apart(seen: Scan, part: Casualty) -> bool:
    end = part.count.evidence.end
    return fell_apart(seen.text[end : end + _OWN_ATTACK])


def _goes_on(seen: Scan, events: Sequence[int], toll: Casualty, item: Casualty) -> bool:
    """Whether a count goes on from the toll before it: from there to its sentence's end no attack or day is told."""
    start = min(max(toll.count.evidence.end, toll.evidence[-1].end), item.count.evidence.start)
    home = seen.sentence_at(item.count.evidence.start)
    before = seen.sentence_at(start - 1)
    if home is None or before is None or int(home.id[1:]) - int(before.id[1:]) > 1:
        return False
    at = bisect_left(events, start)
    return item.status is CasualtyStatus.COUNTED and (at == len(events) or events[at] >= home.end)


def _of_strikes(item: Casualty) -> bool:
    return (item.count.low or 0) < _TOO_MANY and only_strikes(item.evidence[-1].quote)


def _is_toll(seen: Scan, item: Casualty, running: Sequence[DateMention]) -> bool:
    clause, at = item.evidence[-1], item.count.evidence
    if (item.count.low or 0) >= _TOO_MANY or _beside_a_total(seen, item):
        return True
    if item.cumulative and not only_context(clause.quote):
        return True
    if _worded(seen, item) or (item.status is CasualtyStatus.COUNTED and _at_large(seen, at.end)):
        return True
    if item.count.low == item.count.high == 1:
        return False  # one man who died this month died in one attack
    first = bisect_left(running, clause.start, key=lambda period: period.start)
    return first < len(running) and running[first].start < clause.end and not in_it(clause.quote)


def _worded(seen: Scan, item: Casualty) -> bool:
    """Whether the words around a count make it a toll; none but those of its own sentence do."""
    count, sentence = item.count.evidence, seen.sentence_at(item.count.evidence.start)
    if sentence is None or item.subset_of:
        return False
    before = seen.text[max(sentence.start, count.start - _LEAD) : count.start]
    behind = _ANOTHER_CLAUSE.split(seen.text[count.end : min(sentence.end, count.end + _CAUSE)])[0]
    worded = (
        is_sum(before, behind) or goes_on(before) or of_two(item.evidence[-1].quote) or of_each(behind) or since(behind)
    )
    return worded or ((item.count.low or 0) >= _HUNDREDS and item.count.high is None and by_whom(before))


def _at_large(seen: Scan, at: int) -> bool:
    """Whether the attack that a count goes on to name struck places at large (بقصف على مدن وبلدات)."""
    sentence = seen.sentence_at(at - 1)
    end = min(sentence.end, at + _CAUSE) if sentence else at
    return at_large(_ANOTHER_CLAUSE.split(seen.text[at:end])[0])


def _running(seen: Scan) -> Iterator[DateMention]:
    """Periods that had not ended when the article was published (this year, the current month)."""
    day = seen.published
    for date in seen.dates:
        if day and date.first and date.last and date.first <= day <= date.last and date.last - date.first >= _PERIOD:
            yield date


def _beside_a_total(seen: Scan, item: Casualty) -> bool:
    """A count told with a number of attacks (55 هجوما ... أدت إلى) is a toll over them."""
    at = item.count.evidence.start
    home = seen.sentence_at(at)
    first = bisect_left(seen.totals, home.start if home else at, key=lambda total: total.start)
    before = seen.totals[first : bisect_left(seen.totals, at, key=lambda total: total.start)]
    return any(total.metric == "attacks" and (total.low is None or total.low > _TWO) for total in before)
