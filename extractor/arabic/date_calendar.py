"""Dates that name a day or month: in figures, in words, Gregorian and Hijri, and their agreement with the weekday.

A date without year is the latest such day not after publication; only `المقبل` looks forward. Hijri dates: Umm al-Qura
calendar (hijridate, 1343 to 1500 AH), with a day's tolerance for the sighting of the moon.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hijridate import Hijri

from extractor.arabic.date_grammar import Phrase
from extractor.arabic.mentions import Basis, Precision

Days = tuple[date, date]

_OPEN_YEARS = range(2000, 2040)  # candidates when nothing in the text is near the year
_REACH = 9  # years searched each way: 29 February comes every eighth year at the latest


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase is read against: publication date, years the text names, and the days last resolved before it."""

    published: date | None
    years: frozenset[int] = frozenset()
    last: Days | None = None
    last_day: Days | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The value of a phrase; fields as in `mentions.DateMention`."""

    days: Days | None = None
    precision: Precision | None = None
    basis: Basis | None = None
    part: str | None = None
    candidates: tuple[date, ...] = ()
    conflict: str | None = None


def days_of(year: int, phrase: Phrase) -> Days | None:
    """The day or month of a phrase in one year of its calendar; None where that year has no such day."""
    month, day = int(phrase.values["month"]), phrase.values.get("day")
    try:
        if phrase.hijri:
            start = Hijri(year, month, int(day or 1))
            first = date(*start.to_gregorian().datetuple())
            return (first, first) if day else (first, first + timedelta(days=start.month_length() - 1))
        first = date(year, month, int(day or 1))
        return (first, first) if day else (first, month_end(first))
    except (OverflowError, ValueError):
        return None


def month_end(first: date) -> date:
    """The last day of the month that starts on a day."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)


def choose(options: list[Days], published: date, mod: str | None) -> Days | None:
    """The option that the modifier (الماضي -1, الحالي 0, المقبل 1, none) points at; options ascend."""
    if mod == "0":
        return min(options, key=lambda days: abs((days[0] - published).days), default=None)
    if mod == "1":
        return next((days for days in options if days[0] > published), None)
    if mod is None:
        past = [days for days in options if days[0] <= published]
    else:
        past = [days for days in options if days[1] < published]
    back = 2 if mod == "-2" else 1
    return past[-back] if len(past) >= back else None


def stated_year(phrase: Phrase, context: Context) -> int | None:
    """The year that a phrase gives in figures or by `من العام الماضي`, in the phrase's calendar."""
    if year := phrase.values.get("year"):
        return int(year)
    mod = phrase.values.get("year_mod")
    last = context.last[0] if context.last else None
    anchor = last if mod == "same" else context.published
    if mod is None or anchor is None or phrase.hijri:
        return None
    return anchor.year + (0 if mod == "same" else int(mod))


def calendar_date(phrase: Phrase, context: Context) -> Resolved:
    """A day or month, with its year stated, counted from publication or searched backward."""
    precision: Precision = "day" if "day" in phrase.values else "month"
    stated = stated_year(phrase, context)
    if stated is not None:
        days = days_of(stated, phrase)
        basis: Basis = "full" if "year" in phrase.values else "relative_to_publication"
        impossible = None if days else "the calendar has no such day"
        return against_weekday(phrase, context, Resolved(days, precision, basis, conflict=impossible))
    if "year_mod" in phrase.values:
        return Resolved(None, precision, "relative_to_publication")
    mod = phrase.values.get("mod")
    found = Resolved(None, precision, "relative_to_publication" if mod else "no_year")
    if context.published is None:
        return _near_stated_years(phrase, context, found)
    near = _year_of(context.published, phrase)
    options = _options(phrase, range(near - _REACH, near + _REACH + 1))
    found = replace(found, days=choose(options, context.published, mod))
    return against_weekday(phrase, context, found, options)


def _year_of(day: date, phrase: Phrase) -> int:
    """About the year of a day in the phrase's calendar."""
    return round((day.year - 622) * 33 / 32) if phrase.hijri else day.year


def _options(phrase: Phrase, years: Iterable[int]) -> list[Days]:
    return [days for year in years if (days := days_of(year, phrase)) is not None]


def _near_stated_years(phrase: Phrase, context: Context, found: Resolved) -> Resolved:
    """Without publication date a weekday fixes the year where it fits in one that the text names.

    Years around it stay candidates: two weekdays of three fit one of them, so that a wrong weekday would pass.
    """
    weekday = phrase.values.get("weekday")
    if weekday is None or "day" not in phrase.values or phrase.hijri:
        return found
    near = sorted({year + step for year in context.years for step in range(-2, 3)})
    fits = [days for days in _options(phrase, near) if days[0].weekday() == int(weekday)]
    named = [days for days in fits if days[0].year in context.years]
    if len(named) == 1:
        return replace(found, days=named[0])
    open_years = [days for days in _options(phrase, _OPEN_YEARS) if days[0].weekday() == int(weekday)]
    return replace(found, candidates=tuple(days[0] for days in fits or open_years))


def against_weekday(phrase: Phrase, context: Context, found: Resolved, options: Iterable[Days] = ()) -> Resolved:
    """Compare a day with the weekday and the relative word beside it."""
    if found.days is None or ("day" not in phrase.values and "numeric" not in phrase.values):
        return found
    weekday, day = phrase.values.get("weekday"), found.days[0]
    if weekday is not None and day.weekday() != int(weekday):
        if phrase.hijri and (sighted := _next_to(day, int(weekday))):  # moon sighting moves a Hijri date by a day
            return replace(found, days=(sighted, sighted))
        earlier = [
            one for one, _ in options if one < day and day.year - one.year <= 2 and one.weekday() == int(weekday)
        ]
        conflict = f"{day} is a {day:%A}, the text says {weekday_name(int(weekday))}"
        days = (earlier[-1], earlier[-1]) if earlier and "mod" not in phrase.values else found.days
        return replace(found, days=days, conflict=conflict, candidates=(*earlier[-1:], day) if earlier else ())
    relative = phrase.values.get("relative")
    if relative is not None and context.published and day != context.published + timedelta(days=int(relative)):
        conflict = f"{day} is not {relative} days from the publication date {context.published}"
        return replace(found, basis="relative_to_publication", conflict=conflict)
    return found


def _next_to(day: date, weekday: int) -> date | None:
    near = (day - timedelta(days=1), day + timedelta(days=1))
    return next((one for one in near if one.weekday() == weekday), None)


def weekday_name(weekday: int) -> str:
    """Its English name; 0 is Monday."""
    return f"{date(2024, 1, 1 + weekday):%A}"  # 1 January 2024 is a Monday


def numeric_date(phrase: Phrase, context: Context) -> Resolved:
    """Year first, else day first; month first only where day first is no date."""
    digits = phrase.values["numeric"]
    a, b, c = (int(part) for part in re.split(r"[-/\\.]", digits))
    if a > 31:
        readings = [(a, b, c), (a, c, b)]
    else:
        year = c if c > 99 else 2000 + c
        readings = [(year, b, a), (year, a, b)]
    valid = [date(*one) for one in readings if 1 <= one[1] <= 12 and 1 <= one[2] <= _length(*one[:2])]
    if not valid or not 1900 <= valid[0].year <= 2100:
        return Resolved(None, None, None)
    return against_weekday(phrase, context, Resolved((valid[0], valid[0]), "day", "full"))


def _length(year: int, month: int) -> int:
    return month_end(date(year, month, 1)).day if 1 <= year <= 9998 else 0


def calendar_days(phrase: Phrase, context: Context) -> Resolved:
    """`الاثنين 3 و5 آذار`: the first day is resolved, with the weekday before it; the last lies in the same month."""
    first = phrase.values.get("day_first")
    if first is None:
        return calendar_date(phrase, context)
    found = calendar_date(replace(phrase, values=phrase.values | {"day": first}), context)
    if found.days is None:
        return found
    start, length = found.days[0], int(phrase.values["day"]) - int(first)
    end = start + timedelta(days=length)
    if length <= 0:
        return replace(found, days=None, conflict=f"the range ends before it begins on {start}")
    if not phrase.hijri and end.month != start.month:
        return replace(found, days=None, conflict="the calendar has no such day")
    return replace(found, days=(start, end), precision="days")
