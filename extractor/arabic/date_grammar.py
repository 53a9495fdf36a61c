"""The shapes a date takes in Arabic news, as regular expressions over the class letters of `date_lexicon.py`.

Each rule is one shape (`الاثنين 13 من آذار 2023`, `ليل الثلاثاء`, `قبل ثلاثة أيام`); the longest match at a place wins.
Letters and their words: `date_lexicon.CLASSES`. Source of the shapes: own, from reference grammar and news usage.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from extractor.arabic.date_lexicon import Lexeme, letters_of

_PART = "(?:(?P<part>[P2])b?)?"
_TAIL = "(?:,?(?P<part9>T|2(?![WRJN])))?"  # صباحاً, or مساء that opens no new phrase
_WEEKDAY = "(?P<weekday>W)L?(?P<part1>[T2])?[,(-]?(?:gb?|p|b)?J?"
_HEAD = f"{_PART}J?(?:(?P<relative>R)(?!O)[T2]?[,(-]?J?)?(?:{_WEEKDAY})?(?P<part2>P)?"
_MONTH = "(?:f?b?s?(?P<month>[MmH])|(?:fb?s?|s)(?P<month1>h)|(?P<month2>h)(?=,?f?b?a?y))"
_YEAR = "(?:,?f?b?a?(?P<year>y)e?|,?f?b?(?:a(?P<year_mod>[LCXI])|(?P<year_mod1>[iI])a))"
_MOD = "(?P<mod>[LCX])"
_COUNT = "(?P<count>[dOcn])(?:w?(?P<count_more>[cO]))?"
_NO_DATE = "(?![yMmHhWRdOLCXI])"  # "before the month of March" is no "a month ago"
_EDGE = "(?:(?P<edge>E)f?b?)?"
_WEEKDAY_AFTER = "[,(-]?(?:[pb]?J)?(?P<weekday>W)(?![,(-]?(?:gb?|p|b)?J?[dOB]|[LX])"  # no weekday of a further date

_SHAPES: tuple[tuple[str, str], ...] = (
    ("date", f"{_HEAD}(?:D)?(?:(?P<day_first>[dO])(?:wZ?|Z|-|/))?(?P<day>[dO]){_MONTH}{_YEAR}?{_MOD}?{_TAIL}"),
    ("date", f"{_PART}J?(?P<day>[dO]){_MONTH}{_YEAR}?{_MOD}?{_WEEKDAY_AFTER}"),
    ("numeric", f"{_HEAD}(?P<numeric>B)e?{_TAIL}"),
    ("numeric", f"(?P<numeric>B)e?{_WEEKDAY_AFTER}"),
    ("numeric_no_year", r"(?:(?P<weekday>W)[,(]?(?:gb?|p)?J?|g|J)(?P<day>d)/(?P<month>d)(?![/\d])"),
    ("day_of_this_month", f"{_HEAD}(?P<day>[dO])f?b?(?:s(?P<month_mod>[LCXI])|(?P<month_mod1>[iI])s){_TAIL}"),
    (
        "day_of_this_month",
        f"(?:(?<=[pJ])|(?P<weekday>W)[,(-]?(?:gb?|p)?J?)(?P<day>d)(?P<month_mod>C)|{_HEAD}(?P<day1>[dO])f(?P<month_mod1>C)",
    ),
    ("weekday", f"{_PART}[JD]?(?P<weekday>W){_MOD}?{_TAIL}"),
    ("relative", f"{_PART}J?(?P<relative>R)(?![OLXI])(?:[,(-]?J?(?P<weekday>W))?{_TAIL}"),
    ("weekday_relative", r"(?P<weekday>W)[,(-]?J?(?P<relative>R)(?![OLXI])"),
    ("night", "(?:(?P<part>[P2])|E)?(?P<night>N)"),
    ("same_day", "(?:(?P<part>[P2])f?b?)?(?:(?P<same>[RJ])I|I(?P<same1>[RJ]))"),
    ("month", f"{_EDGE}s?(?P<month>[MmHh])(?:{_YEAR}{_MOD}?|{_MOD})"),
    ("month", "(?:(?P<edge>E)f?b?s?|[sD])(?P<month>[MmH])"),
    ("month", "(?<=[pGAZYfb])(?P<month>M)|(?<=[MmH]w)(?P<month3>M)|(?<=[pGY])(?P<month1>m)|(?<=[pGAZY])(?P<month2>H)"),
    ("this_month", f"{_EDGE}(?:s(?P<month_mod>[LCXI])|(?P<month_mod1>[iI])s)"),
    ("this_year", f"{_EDGE}(?:a(?P<year_mod>[LCXI])y?|(?P<year_mod1>[iI])a)"),
    ("edge_of_this", "(?P<edge>E)f?b?(?P<period>[sa])(?![yMmHhCLXIi])"),
    ("this_week", f"{_EDGE}(?:k(?P<week_mod>[LCX])|(?P<week_mod1>i)k)|(?P<edge1>E)k"),
    ("year", f"{_EDGE}ab?(?P<year>y)e?|(?P<edge1>E)(?P<year1>y)e?"),
    ("year", "(?<=[pGZY])(?P<year>y)e?(?![ukasJUv])|(?<=f)(?P<year1>y)(?=wZ|Z|-)"),
    ("years", r"(?:a|(?<=[YpGf(]))(?P<year_first>y)(?:wZ?|Z|-|/)a?(?P<year>y)"),
    ("season", f"(?P<season>S)(?:{_YEAR}|{_MOD}|f?y)"),
    ("ago", f"G(?P<qualifier>q)?(?:(?:{_COUNT})?(?P<unit>[uaskJ]){_NO_DATE}|(?P<unit1>v))"),
    ("after", f"A(?P<qualifier>q)?(?:(?:{_COUNT})?(?P<unit>[uaskJ]){_NO_DATE}|(?P<unit1>v))"),
    ("last_units", f"(?P<unit>U)(?:i?{_COUNT}|(?P<qualifier>q))?{_MOD}|Q(?:q?{_COUNT}(?P<unit1>[uaskJ])|(?P<unit2>v))"),
    ("last_units", f"{_COUNT}(?P<unit>[uaskJU]){_MOD}|(?P<unit1>v){_MOD.replace('mod', 'mod1')}"),
    ("anaphor", "(?P<then>V)"),
    ("clock", "K(?P<hour>[OdncB])(?:w(?:F|[cdO])(?:F|w[cdO]F?)?)?(?:,?(?P<part>[T2])(?![WRJN]))?"),
    ("name", "z"),
)


def _compiled(pattern: str) -> re.Pattern[str]:
    """A role may stand in several branches: each group gets a number behind its name."""
    numbers = count()
    return re.compile(re.sub(r"\(\?P<([a-z_]+)\d*>", lambda hit: f"(?P<{hit[1]}{next(numbers)}>", pattern))


_RULES = tuple((name, _compiled(pattern)) for name, pattern in _SHAPES)
_OPENERS = re.compile("[PT2JDRNWdOBcnEMmHhsaSIiUGAQVKkgvyz]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A shape found: `first:last` are lexeme positions, half-open; `values`: lexeme values by role (day, month)."""

    rule: str
    first: int
    last: int
    values: dict[str, str]
    hijri: bool


def phrases(lexemes: list[Lexeme]) -> Iterator[Phrase]:
    """The longest shapes, left to right, not overlapping."""
    letters = letters_of(lexemes)
    at = 0
    while opener := _OPENERS.search(letters, at):
        found = [
            (hit.end(), -order, name, hit)
            for order, (name, rule) in enumerate(_RULES)
            if (hit := rule.match(letters, opener.start()))
        ]
        if not found:
            at = opener.end()
            continue
        at, _, name, hit = max(found, key=lambda one: one[:2])
        yield _phrase(name, hit, lexemes)


def _phrase(name: str, hit: re.Match[str], lexemes: list[Lexeme]) -> Phrase:
    values = {
        role.rstrip("0123456789"): lexemes[hit.start(role)].value
        for role, letters in hit.groupdict().items()
        if letters is not None
    }
    return Phrase(name, hit.start(), hit.end(), values, hijri="H" in hit.group() or "h" in hit.group())
