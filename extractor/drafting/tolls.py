"""Counts over a period or several attacks, which belong to no single one: by words, by the calendar, by their size.

Source: the annotation guideline ("incident null, cumulative true").
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import timedelta

from extractor.arabic.attack_reports import at_large
from extractor.arabic.mentions import DateMention
from extractor.arabic.scan import Scan
from extractor.build import overlap
from schemas.casualty import Casualty, CasualtyStatus

_TOO_MANY = 500  # people: hardly any single attack of UCDP GED harmed more
_PERIOD = timedelta(days=6)  # a running week or longer; a shorter one is the time of one attack
_CAUSE = 160  # characters behind a count in which its cause stands
_ANOTHER_CLAUSE = re.compile(r"\b(?:فيما|بينما|حين|حيث|كما|وكان\w*|وقال\w*|ونفذ\w*|وشن\w*|واستهدف\w*|وقصف\w*)\b|؛")
_LONGEST = 1_000  # characters of a clause
_TWO = 2  # attacks may be told as one


def over_several(seen: Scan, casualties: Sequence[Casualty]) -> frozenset[str]:
    """The ids of the counts that are tolls over a period or several attacks, with the counts told in their clause."""
    running = list(_running(seen))
    tolls = [k for k in casualties if _is_toll(seen, k, running)]
    told = sorted((k.evidence[-1].start, k.evidence[-1].end) for k in tolls)
    names = {k.id for k in tolls}
    for item in casualties:
        first = bisect_left(told, (item.evidence[-1].start - _LONGEST, 0))
        last = bisect_left(told, (item.evidence[-1].end, 0))
        clause = item.evidence[-1].start, item.evidence[-1].end
        if item.subset_of in names or any(overlap(clause, toll) for toll in told[first:last]):
            names.add(item.id)
    return frozenset(names)


def _is_toll(seen: Scan, item: Casualty, running: Sequence[DateMention]) -> bool:
    if item.cumulative or (item.count.low or 0) >= _TOO_MANY or _beside_a_total(seen, item):
        return True
    clause = item.evidence[-1]
    struck = item.status is CasualtyStatus.COUNTED and _at_large(seen, item.count.evidence.end)
    first = bisect_left(running, clause.start, key=lambda period: period.start)
    return struck or (first < len(running) and running[first].start < clause.end)


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
