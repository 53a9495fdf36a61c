"""A date is what its words say beside the publication date, and words that disagree are said."""

from collections.abc import Iterator
from datetime import timedelta

from extractor.build import overlap
from extractor.validators.case import Case, Problem, Rule
from schemas.record import Level
from schemas.when import When


def _value(case: Case) -> Iterator[Problem]:
    for item, date in _dates(case):
        where = (date.evidence.start, date.evidence.end)
        read = [d for d in case.scan.dates if overlap((d.start, d.end), where)]
        if not read:
            if date.start or date.end:
                yield Problem(item, "date", Level.REJECT, f"«{date.raw}» is no date.", date.evidence)
        elif (date.start, date.end) not in {(d.first, d.last) for d in read}:
            message = f"«{date.raw}» says {read[0].first}..{read[0].last}, not {date.start}..{date.end}."
            yield Problem(item, "date", Level.REJECT, message, date.evidence)
        elif conflict := read[0].conflict:
            yield Problem(item, "date", Level.REVIEW, conflict, date.evidence)


def _future(case: Case) -> Iterator[Problem]:
    """An event is not reported before it happens; a day of slack covers time zones."""
    for item, date in _dates(case):
        if case.scan.published and date.start and date.start > case.scan.published + timedelta(days=1):
            message = f"«{date.raw}» lies after the publication on {case.scan.published}."
            yield Problem(item, "date", Level.REVIEW, message, date.evidence)


def _dates(case: Case) -> Iterator[tuple[str, When]]:
    for item in case.items.incidents:
        if item.date:
            yield item.id, item.date


RULES = (Rule("dates.value", 1, _value), Rule("dates.future", 1, _future))
