"""Date expressions of Arabic news, found and resolved from the publication date.

Steps: words to lexemes (`date_lexicon`), lexemes to phrases (`date_grammar`), names that look like dates dropped,
neighbouring phrases joined to ranges and nights, each resolved (`date_resolve`).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from extractor.arabic.date_calendar import Context, Resolved
from extractor.arabic.date_grammar import Phrase, phrases
from extractor.arabic.date_lexicon import Lexeme, letters_of, lex
from extractor.arabic.date_resolve import resolve
from extractor.arabic.fold import fold
from extractor.arabic.mentions import DateMention, Precision

_RANGE = {"Z", "wZ", "-", "fZ"}
_DATED = {"date", "numeric", "weekday", "relative", "day_of_this_month", "month", "weekday_relative"}
_YEARS = {"year", "month"}
_DARK = {"evening", "night", "midnight"}
_TONIGHT_LINKS = {"", "-", "/", "Z", ","}
_TITLE_REACH = 3  # words of a quoted name before `اليوم`
_NOUNS = ".tlxr"  # classes of ordinary words
_ROUND = 100  # "في 2000 قرية" counts villages


def scan_dates(text: str, published: date | None) -> list[DateMention]:
    """Every date expression, in text order, not overlapping, as long as its words reach. Linear in the text."""
    folded = fold(text)
    lexemes = lex(folded)
    letters = letters_of(lexemes)
    kept = [one for one in phrases(lexemes) if not _is_name(one, lexemes, letters)]
    context = Context(published, frozenset(_stated_years(kept)))
    mentions = []
    for first, last in _pairs(kept, letters):
        found = _joined(first, last, letters, context) if last else resolve(first, context)
        if _before(first, letters) == "o":  # the day after or the eve of a day, not that day
            found = replace(found, days=None, basis="relative_to_event")
        start, end = folded.span(lexemes[first.first].start, lexemes[(last or first).last - 1].end)
        rule = f"{first.rule}_to_{last.rule}" if last else first.rule
        mentions.append(_mention(text, start, end, rule, found))
        if found.days:
            single = found.days if found.days[0] == found.days[1] else context.last_day
            context = replace(context, last=found.days, last_day=single)
    return mentions


def _mention(text: str, start: int, end: int, rule: str, found: Resolved) -> DateMention:
    first, last = found.days or (None, None)
    return DateMention(
        start, end, text[start:end], first, last, found.precision, found.basis, found.part, rule, found.candidates,
        found.conflict,
    )  # fmt: skip


def _stated_years(found: list[Phrase]) -> Iterator[int]:
    for phrase in found:
        year = phrase.values.get("year", phrase.values.get("numeric", "")[:4])
        if year.isdecimal() and 1900 <= int(year) <= 2100:
            yield int(year)


def _is_name(phrase: Phrase, lexemes: list[Lexeme], letters: str) -> bool:
    """Whether the words name a street, bloc, person, newspaper or office rather than a time."""
    before = _before(phrase, letters)
    if phrase.rule == "name":
        return True
    if phrase.rule == "weekday":
        return before in ("x", "u") or _is_two(phrase, letters)
    if phrase.rule == "edge_of_this":
        return not phrase.values["period"].startswith("the ")
    if phrase.rule == "relative":
        return phrase.values["relative"] == "0" and _ends_title(phrase, lexemes, letters)
    if phrase.rule == "this_year":
        return before == "r"
    if phrase.rule == "year":
        counted = int(phrase.values["year"]) % _ROUND == 0 and phrase.last - phrase.first == 1
        return counted and phrase.last < len(lexemes) and lexemes[phrase.last].letter in _NOUNS
    return phrase.rule in ("date", "numeric_no_year") and before in ("t", "x") and "year" not in phrase.values


def _before(phrase: Phrase, letters: str) -> str:
    return letters[max(0, phrase.first - 1) : phrase.first]


def _is_two(phrase: Phrase, letters: str) -> bool:
    """`بين الاثنين` without a second day is "between the two"."""
    return (
        phrase.values["weekday"] == "0"
        and _before(phrase, letters) == "Y"
        and letters[phrase.last : phrase.last + 1] != "w"
    )


def _ends_title(phrase: Phrase, lexemes: list[Lexeme], letters: str) -> bool:
    """`قناة روسيا اليوم`, `“المصري اليوم”`: the last word of an outlet's name."""
    near = lexemes[max(0, phrase.first - _TITLE_REACH) : phrase.first]
    if any(one.letter == "l" for one in near):
        return not any(one.letter in "|,w" for one in near[-2:])
    quotes = {'"', "«", "»", "'"}
    closed = phrase.last < len(lexemes) and lexemes[phrase.last].value in quotes
    return closed and any(one.value in quotes for one in near)


def _pairs(found: list[Phrase], letters: str) -> Iterator[tuple[Phrase, Phrase | None]]:
    """Each phrase alone, or with the next one when both bound one stretch of time."""
    at = 0
    while at < len(found):
        joined = at + 1 < len(found) and _belong(found[at], found[at + 1], letters)
        yield found[at], found[at + 1] if joined else None
        at += 2 if joined else 1


def _belong(first: Phrase, last: Phrase, letters: str) -> bool:
    if last.first - first.last > 2 or not {first.rule, last.rule} <= _DATED:
        return {first.rule, last.rule} <= _YEARS and letters[first.last : last.first] in _RANGE
    link = letters[first.last : last.first]
    return (
        link in _RANGE
        or _one_night(first, last, link)
        or _calendars(first, last, link)
        or (link == "w" and (_before(first, letters) == "Y" or "D" in letters[first.first : first.last]))
    )


def _calendars(first: Phrase, last: Phrase, link: str) -> bool:
    """The same day in the Hijri and the Gregorian calendar: `27 رمضان الموافق 9 مايو`."""
    return first.hijri != last.hijri and link in ("g", "gb", "(", "-", "/", ",") and "day" in first.values


def _one_night(first: Phrase, last: Phrase, link: str) -> bool:
    """`ليل الثلاثاء - الأربعاء`, `ليل الثلاثاء والأربعاء`, `مساء أمس وفجر اليوم`."""
    if first.values.get("part") not in _DARK or ("day" in first.values and "day" not in last.values):
        return False
    if link == "w" and "part" not in last.values:
        return first.rule == last.rule == "weekday" and _next_weekday(first, last)
    if link == "w":
        return last.values.get("part") in ("dawn", "morning", "midnight", "night") and first.rule in _DATED
    return link in _TONIGHT_LINKS and first.rule == last.rule == "weekday" and "part" not in last.values


def _next_weekday(first: Phrase, last: Phrase) -> bool:
    return (int(first.values["weekday"]) + 1) % 7 == int(last.values["weekday"])


def _joined(first: Phrase, last: Phrase, letters: str, context: Context) -> Resolved:
    """The stretch from one phrase to the other; an unfixed or later first end is read backward from the second."""
    end = resolve(last, context)
    link = letters[first.last : last.first]
    if _calendars(first, last, link):
        return _same_in_both(first, last, end, context)
    if "year" in last.values and "year" not in first.values and "month" in first.values:
        first = replace(first, values=first.values | {"year": last.values["year"]})
    start = resolve(first, context)
    if end.days and (not start.days or start.days[0] >= end.days[0]):
        start = resolve(first, replace(context, published=end.days[0] - timedelta(days=1)))
    precision: Precision = "days"
    if _one_night(first, last, link):
        precision = "night"
    elif start.precision in ("month", "season_or_year"):
        precision = start.precision
    return _stretch(start, end, precision)


def _stretch(start: Resolved, end: Resolved, precision: Precision) -> Resolved:
    found = Resolved(None, precision, end.basis, start.part, conflict=start.conflict or end.conflict)
    if not start.days or not end.days:
        return found
    days = (start.days[0], end.days[1])
    if days[0] > days[1] or (precision == "night" and (days[1] - days[0]).days != 1):
        kind = "one night" if precision == "night" else "one stretch of time"
        return replace(found, conflict=found.conflict or f"{days[0]} and {days[1]} do not bound {kind}")
    return replace(found, days=days)


def _same_in_both(first: Phrase, last: Phrase, end: Resolved, context: Context) -> Resolved:
    start = resolve(first, context)
    western, hijri = (start, end) if last.hijri else (end, start)
    if western.days and hijri.days and abs((western.days[0] - hijri.days[0]).days) > 1:
        return replace(western, conflict=f"the Hijri date is {hijri.days[0]}, the other {western.days[0]}")
    return western
