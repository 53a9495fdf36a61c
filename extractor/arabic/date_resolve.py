"""Which days a date phrase means: resolved backward from the publication date, never guessed.

Named dates are read in `date_calendar`; here are weekdays and the words that count from publication or from another
event. Where the words do not fix the days, both ends are None.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from hijridate import Hijri

from extractor.arabic.date_calendar import (
    Context,
    Days,
    Resolved,
    against_weekday,
    calendar_date,
    calendar_days,
    choose,
    month_end,
    numeric_date,
    stated_year,
    weekday_name,
)
from extractor.arabic.date_grammar import Phrase
from extractor.arabic.mentions import Basis, Precision

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}  # winter lies in two years: left open
_NIGHT = ("night", "midnight")


def resolve(phrase: Phrase, context: Context) -> Resolved:
    """Resolve one phrase; every failure to fix the days gives `days=None`, never an error."""
    try:
        found = _RESOLVERS[phrase.rule](phrase, context)
    except (OverflowError, ValueError):  # outside the calendars
        found = Resolved()
    part = phrase.values.get("part")
    precision: Precision | None = "night" if part in _NIGHT and found.precision == "day" else found.precision
    return replace(found, part=part or found.part, precision=precision)


def _day_of_this_month(phrase: Phrase, context: Context) -> Resolved:
    """`6 من الشهر الجاري`, `السابع من الشهر نفسه`."""
    mod = phrase.values["month_mod"]
    basis: Basis = "relative_to_event" if mod == "same" else "relative_to_publication"
    month = _month_at(mod, context)
    if month is None:
        return Resolved(None, "day", basis)
    day = month[0].replace(day=int(phrase.values["day"]))
    return against_weekday(phrase, context, Resolved((day, day), "day", basis))


def _month_at(mod: str, context: Context) -> Days | None:
    anchor = (context.last[0] if context.last else None) if mod == "same" else context.published
    if anchor is None:
        return None
    return _shift_month(anchor, 0 if mod == "same" else int(mod))


def _shift_month(anchor: date, months: int) -> Days:
    count = anchor.year * 12 + anchor.month - 1 + months
    first = date(count // 12, count % 12 + 1, 1)
    return first, month_end(first)


def _this_month(phrase: Phrase, context: Context) -> Resolved:
    mod = phrase.values["month_mod"]
    return Resolved(_month_at(mod, context), "month", _relative_basis(mod))


def _this_year(phrase: Phrase, context: Context) -> Resolved:
    mod = phrase.values["year_mod"]
    year = stated_year(phrase, context)
    return Resolved(_year_days(year) if year else None, "season_or_year", _relative_basis(mod))


def _edge_of_this(phrase: Phrase, context: Context) -> Resolved:
    """`مطلع الشهر`, `نهاية العام`: without another word, those of publication."""
    mod = {"the month": "month_mod", "the year": "year_mod"}[phrase.values["period"]]
    current = replace(phrase, values=phrase.values | {mod: "0"})
    return _this_month(current, context) if mod == "month_mod" else _this_year(current, context)


def _relative_basis(mod: str) -> Basis:
    return "relative_to_event" if mod == "same" else "relative_to_publication"


def _this_week(phrase: Phrase, context: Context) -> Resolved:
    """Seven days each: weeks begin on different days in different countries, so no calendar week is assumed."""
    mod = phrase.values.get("week_mod")
    if mod is None or context.published is None:
        return Resolved(None, "week", "relative_to_publication")
    starts = {"-2": -14, "-1": -7, "0": -6, "1": 1}
    first = context.published + timedelta(days=starts[mod])
    return Resolved((first, first + timedelta(days=6)), "week", "relative_to_publication")


def _year_days(year: int) -> Days:
    if year < 1500:  # a Hijri year
        last = Hijri(year, 12, 1)
        start, end = Hijri(year, 1, 1).to_gregorian(), Hijri(year, 12, last.month_length()).to_gregorian()
        return date(*start.datetuple()), date(*end.datetuple())
    return date(year, 1, 1), date(year, 12, 31)


def _year(phrase: Phrase, _: Context) -> Resolved:
    last = _year_days(int(phrase.values["year"]))
    first = _year_days(int(phrase.values.get("year_first", phrase.values["year"])))
    return Resolved((first[0], last[1]) if first <= last else None, "season_or_year", "full")


def _season(phrase: Phrase, context: Context) -> Resolved:
    months = _SEASONS.get(phrase.values["season"])
    stated = stated_year(phrase, context)
    basis: Basis = "full" if "year" in phrase.values else "relative_to_publication"
    found = Resolved(None, "season_or_year", basis)
    if months is None:
        return found
    if stated is not None:
        return replace(found, days=_season_days(stated, months))
    if context.published is None or "mod" not in phrase.values:
        return found
    around = [_season_days(context.published.year + step, months) for step in (-2, -1, 0, 1)]
    return replace(found, days=choose(around, context.published, phrase.values["mod"]))


def _season_days(year: int, months: tuple[int, int]) -> Days:
    return date(year, months[0], 1), month_end(date(year, months[1], 1))


def _weekday(phrase: Phrase, context: Context) -> Resolved:
    """The last such day on or before publication; `الماضي` excludes the day of publication itself."""
    basis: Basis = "weekday"
    if context.published is None:
        return Resolved(None, "day", basis)
    mod, published = phrase.values.get("mod"), context.published
    back = (published.weekday() - int(phrase.values["weekday"])) % 7
    if mod == "1":
        back -= 7
    elif mod in ("-1", "-2"):
        back = (back or 7) + (7 if mod == "-2" else 0)
    day = published - timedelta(days=back)
    return Resolved((day, day), "day", basis)


def _relative(phrase: Phrase, context: Context) -> Resolved:
    """`أمس`, `اليوم السبت`; the weekday beside it must agree."""
    found = Resolved(None, "day", "relative_to_publication")
    if context.published is None:
        return found
    day = context.published + timedelta(days=int(phrase.values["relative"]))
    weekday = phrase.values.get("weekday")
    if weekday is None or day.weekday() == int(weekday):
        return replace(found, days=(day, day))
    named = context.published - timedelta(days=(context.published.weekday() - int(weekday)) % 7)
    conflict = f"{day} is a {day:%A}, the text says {weekday_name(int(weekday))}"
    return replace(found, candidates=tuple(sorted({named, day})), conflict=conflict)


def _night(phrase: Phrase, context: Context) -> Resolved:
    """`الليلة الماضية` has two days, tonight (`الليلة`) the day of publication."""
    found = Resolved(None, "night", "relative_to_publication", part="night")
    if context.published is None:
        return found
    back = int(phrase.values["night"])
    first = context.published + timedelta(days=back)
    return replace(found, days=(first, first + timedelta(days=1 if back else 0)))


def _same_day(_: Phrase, context: Context) -> Resolved:
    return Resolved(context.last_day, "day", "relative_to_event")


def _count(phrase: Phrase) -> int | None:
    """How many units: stated, dual or a bare singular; None for a bare plural, a qualified or an absurd count."""
    unit = phrase.values["unit"].split()
    if "qualifier" in phrase.values:
        return None
    if "count" not in phrase.values:
        return int(unit[1]) if len(unit) == 2 else None if unit[0].endswith("s") else 1
    parts = [phrase.values["count"], phrase.values.get("count_more", "0")]
    if not all(part.isdecimal() and len(part) <= 3 for part in parts):
        return None
    return sum(int(part) for part in parts)


def _ago(phrase: Phrase, context: Context) -> Resolved:
    """`قبل ثلاثة أيام` is a day, `قبل أسبوعين` the week around it, `قبل شهر` the month, `قبل عامين` the year."""
    count, published = _count(phrase), context.published
    if count is None or published is None:
        return Resolved(None, None, "relative_to_publication" if count else None)
    unit = phrase.values["unit"].split()[0].rstrip("s")
    found = Resolved(None, None, "relative_to_publication")
    if unit == "day":
        day = published - timedelta(days=count)
        return replace(found, days=(day, day), precision="day")
    if unit == "week":
        middle = published - timedelta(weeks=count)
        around = (middle - timedelta(days=3), middle + timedelta(days=3))
        return replace(found, days=around, precision="week")
    if unit == "month":
        return replace(found, days=_shift_month(published, -count), precision="month")
    if unit == "year":
        return replace(found, days=_year_days(published.year - count), precision="season_or_year")
    return found


def _last_units(phrase: Phrase, context: Context) -> Resolved:
    """`الأيام الثلاثة الماضية`, `آخر 72 ساعة`: from so many units before publication until it."""
    found = Resolved(None, None, "relative_to_publication")
    count = _count(phrase) if "count" in phrase.values or " " in phrase.values["unit"] else None
    unit = phrase.values["unit"].split()[0].rstrip("s")
    length = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}.get(unit)
    if count is None or length is None or context.published is None:
        return found
    span = timedelta(days=-(-(length * count) // timedelta(days=1)))
    if phrase.values.get("mod") == "1":
        return replace(found, days=(context.published, context.published + span), precision="days")
    return replace(found, days=(context.published - span, context.published), precision="days")


def _after_event(*_: object) -> Resolved:
    return Resolved(None, None, "relative_to_event")


def _unfixed(*_: object) -> Resolved:
    return Resolved()


_RESOLVERS: Mapping[str, Callable[[Phrase, Context], Resolved]] = {
    "date": calendar_days, "month": calendar_date, "numeric": numeric_date, "numeric_no_year": calendar_date,
    "day_of_this_month": _day_of_this_month, "weekday": _weekday, "relative": _relative,
    "weekday_relative": _relative, "night": _night, "same_day": _same_day, "this_month": _this_month,
    "this_year": _this_year, "edge_of_this": _edge_of_this, "this_week": _this_week, "year": _year, "years": _year,
    "season": _season, "ago": _ago, "after": _after_event, "last_units": _last_units,
    "anaphor": _after_event, "clock": _unfixed,
}  # fmt: skip
