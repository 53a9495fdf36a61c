"""A date is what its words say beside the publication date, and words that disagree are said."""

from collections.abc import Iterator
from datetime import date as Day
from datetime import timedelta

from extractor.build import only_day, span
from extractor.validators.case import Case, Problem, Rule, reach, read_at
from extractor.validators.times import days_apart
from schemas.incident import Incident
from schemas.record import Level
from schemas.when import DateBasis, When

_REACH = 2  # sentences around the evidence in which the day of an event without a date of its own may be named


def _value(case: Case) -> Iterator[Problem]:
    for item, date in _dates(case):
        read = read_at(case.scan.dates, date.evidence)
        if not read:
            if date.start or date.end:
                yield Problem(item.id, "date", Level.REJECT, f"«{date.raw}» is no date.", date.evidence)
        elif (date.start, date.end) not in {(d.first, d.last) for d in read}:
            message = f"«{date.raw}» says {read[0].first}..{read[0].last}, not {date.start}..{date.end}."
            yield Problem(item.id, "date", Level.REJECT, message, date.evidence)
        elif conflict := read[0].conflict:
            yield Problem(item.id, "date", Level.REVIEW, conflict, date.evidence)


def _future(case: Case) -> Iterator[Problem]:
    """An event is not reported before it happens; a day of slack covers time zones."""
    for item, date in _dates(case):
        if case.scan.published and date.start and date.start > case.scan.published + timedelta(days=1):
            message = f"«{date.raw}» lies after the publication on {case.scan.published}."
            yield Problem(item.id, "date", Level.REVIEW, message, date.evidence)


def _near(case: Case) -> Iterator[Problem]:
    """The day stands in a sentence that tells the event; beside one that names none, or alone before such a one."""
    days: dict[int, set[Day]] = {}
    for seen in case.scan.dates:
        if seen.first:
            days.setdefault(case.line(seen.start), set()).add(seen.first)
    for item, date in _dates(case):
        home, told = case.line(date.evidence.start), case.lines(item)
        named = any(day != date.start for n in told for day in days.get(n, ()))
        far = home not in told and (named or all(abs(home - n) > _REACH for n in told))
        if far and (named or not _of_the_news(case, item, date)):
            message = f"«{date.raw}» stands away from the words that tell the event."
            yield Problem(item.id, "date", Level.REVIEW, message, date.evidence)


def _of_the_news(case: Case, item: Incident, date: When) -> bool:
    """The text has named no other day before it tells the event, and this one is its own news."""
    day = only_day(case.scan, min(e.start for e in item.evidence))
    return day is not None and (day.first, day.last) == (date.start, date.end)


def _conflict(case: Case) -> Iterator[Problem]:
    """A contradiction in the text that no item's date carries: the article, or its date, may not be reliable."""
    used = {reach(date.evidence) for _, date in _dates(case)}
    for seen in case.scan.dates:
        if seen.conflict and (seen.start, seen.end) not in used:
            message = f"«{seen.raw}» contradicts itself or the publication date: {seen.conflict}."
            yield Problem("", "date", Level.NOTE, message, span(case.scan.text, seen.start, seen.end))


def _published(case: Case) -> Iterator[Problem]:
    """Days counted from publication are doubtful where the text elsewhere counts from another day (`اليوم السبت`)."""
    against = [d for d in case.scan.dates if d.conflict and d.basis == "relative_to_publication"]
    for item, date in _dates(case):
        other = next((d for d in against if (d.start, d.end) != reach(date.evidence)), None)
        if other and date.start and date.basis is DateBasis.RELATIVE_TO_PUBLICATION:
            message = f"«{date.raw}» counts from the publication date, which «{other.raw}» contradicts."
            yield Problem(item.id, "date", Level.REVIEW, message, date.evidence)


def _dates(case: Case) -> Iterator[tuple[Incident, When]]:
    for item in case.items.incidents:
        if item.date:
            yield item, item.date


RULES = (
    Rule("dates.value", 2, _value),
    Rule("dates.future", 1, _future),
    Rule("dates.near", 3, _near),
    Rule("dates.clause", 1, days_apart),
    Rule("dates.conflict", 1, _conflict),
    Rule("dates.published", 1, _published),
)
