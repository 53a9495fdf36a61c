"""Calendar words in a text: one lexeme per word, number or sign, each with a one-letter class for the grammar.

Words and their classes: `data/calendar.tsv`; number words: `numeral_words.py`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from operator import attrgetter
from typing import NamedTuple

from extractor.arabic.clitics import prefixed
from extractor.arabic.fold import Folded, fold_key
from extractor.arabic.numeral_words import CARDINALS, ORDINALS

CLASSES = {
    "month": "M", "month_weak": "m", "hijri": "H", "hijri_weak": "h", "weekday": "W",
    "part": "P", "adverb": "T", "part_or_adverb": "2", "day_noun": "J", "day_pair": "D",
    "relative_day": "R", "relative_night": "N", "edge": "E", "season": "S",
    "month_noun": "s", "year_noun": "a", "week_noun": "k", "unit": "u", "unit_dual": "v", "units": "U",
    "past": "L", "current": "C", "next": "X", "same": "I", "this": "i",
    "ago": "G", "after": "A", "latest": "Q", "qualifier": "q", "anaphor": "V", "clock": "K", "fraction": "F",
    "beside": "o", "link": "g", "from": "f", "preposition": "p", "to": "Z", "between": "Y", "era": "e",
    "name_head": "t", "name_head_weekday": "x", "outlet": "l", "office": "r", "name": "z",
}  # fmt: skip
"""Word class of `calendar.tsv` -> its letter.

Further letters: d number 1-31, y four-digit year, n other number, c and O cardinal and ordinal words, B numeric date,
w conjunction, b preposition of one letter, `|` newline, `_` other signs, `.` other words; a few signs stand for
themselves.
"""

_LEXEME = re.compile(
    r"(?<![\d./\\-])(?:\d{4}([-/\\.])\d{1,2}\1\d{1,2}|\d{1,2}([-/\\.])\d{1,2}\2\d{4}|\d{1,2}[/\\]\d{1,2}[/\\]\d\d)"
    r"(?![./\\-]?\d)"
    r"|\d+(?:[.,:]\d+)*|\n|[^\W\d_]+|[^\w\s]|_"
)
_SIGNS = {
    "،": ",",
    ",": ",",
    "-": "-",
    "/": "/",
    "\\": "/",
    "(": "(",
    ")": ")",
    "\n": "|",
    "و": "w",
    "ب": "b",
    "ل": "b",
}
_TWINS = re.compile(r"[Mm][/-]?(?P<second>[Mm])|[Mm]\((?P<bracketed>[Mm])\)")
_LONGEST_CARDINAL = 100  # a count of units beyond this is no date


class Lexeme(NamedTuple):
    """One class letter, its value and its range in the folded text."""

    letter: str
    value: str
    start: int
    end: int


def letters_of(lexemes: Iterable[Lexeme]) -> str:
    """The class letters of lexemes, one each: what the grammar is matched against."""
    return "".join(map(_LETTER, lexemes))


_LETTER = attrgetter("letter")
_Entry = tuple[int, tuple[str, ...], str, str]


@cache
def _table() -> dict[str, list[_Entry]]:
    """First word as it stands in a text -> (clitic letters cut, following words, letter, value).

    The word as it is comes first, then its readings with a clitic; of each the longest expression first.
    """
    entries = {words: ("c", str(row.value)) for words, row in CARDINALS.items() if row.value <= _LONGEST_CARDINAL}
    entries |= {f"ال{words}": entry for words, entry in entries.items()}
    entries |= {words: ("O", str(value)) for words, value in ORDINALS.items() if value <= _LONGEST_CARDINAL}
    lines = files("extractor.arabic").joinpath("data", "calendar.tsv").read_text(encoding="utf-8").splitlines()
    for line in [line for line in lines if not line.startswith("#")][1:]:
        form, name, value, _ = line.split("\t")
        entries[fold_key(form)] = (CLASSES[name], value)
    phrases: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
    for words, (letter, value) in sorted(entries.items(), key=lambda entry: -entry[0].count(" ")):
        first, *rest = words.split(" ")
        phrases[first].append((tuple(rest), letter, value))
    table: dict[str, list[_Entry]] = {}
    for surface, readings in prefixed(phrases).items():
        table[surface] = [(cut, *entry) for cut, first in readings for entry in phrases[first]]
    return table


def lex(folded: Folded) -> list[Lexeme]:
    """All lexemes of a folded text, in order; a clitic is a lexeme of its own."""
    hits = list(_LEXEME.finditer(folded.text))
    words = [hit.group() for hit in hits]
    table = _table()
    out: list[Lexeme] = []
    at = 0
    while at < len(hits):
        start, end = hits[at].span()
        word = words[at]
        letter = _ordinary(word)
        if letter:
            out.append(Lexeme(letter, word, start, end))
        elif word in table:
            at += _known(words, at, hits, folded, out)
        elif word == "ال" and at + 1 < len(hits) and words[at + 1].isdecimal():
            at += 1
            out.append(_number(words[at], start, hits[at].end()))
        elif word == "ال":
            out.append(Lexeme(".", word, start, end))
        else:
            out.append(_number(word, start, end))
        at += 1
    return _one_month_each(out)


@lru_cache(maxsize=2048)
def _ordinary(word: str) -> str:
    """The letter of a word or sign that is no number and begins no expression of the table; else nothing."""
    if word in _table() or word == "ال" or word[0].isdecimal():
        return ""
    return _SIGNS.get(word, "." if word[0].isalpha() else "_")


def _known(words: list[str], at: int, hits: list[re.Match[str]], folded: Folded, out: list[Lexeme]) -> int:
    """Add the lexemes of an expression of the table; how many further words it takes."""
    start = hits[at].start()
    for cut, rest, letter, value in _table()[words[at]]:
        end = at + 1 + len(rest)
        if not rest or tuple(words[at + 1 : end]) == rest:
            if cut:
                out.append(Lexeme("w" if words[at][cut - 1] in "وف" else "b", words[at][:cut], start, start + cut))
            out.append(_weaken(Lexeme(letter, value, start + cut, hits[end - 1].end()), folded))
            return len(rest)
    out.append(Lexeme(".", words[at], start, hits[at].end()))
    return 0


def _one_month_each(lexemes: list[Lexeme]) -> list[Lexeme]:
    """`حزيران/يونيو`, `نوفمبر (تشرين الثاني)`: two names of one month are one lexeme."""
    out: list[Lexeme] = []
    letters = letters_of(lexemes)
    done = 0
    for hit in _TWINS.finditer(letters):
        first, last = lexemes[hit.start()], lexemes[hit.start(hit.lastgroup or 0)]
        if first.value == last.value:
            out += lexemes[done : hit.start()]
            done = hit.end()
            out.append(Lexeme("M", first.value, first.start, lexemes[done - 1].end))
    return out + lexemes[done:]


def _number(digits: str, start: int, end: int) -> Lexeme:
    letter = "n"
    if re.search(r"[-/\\]|[.].*[.]", digits):
        letter = "B"
    elif digits.isdecimal() and len(digits) <= 2 and 1 <= int(digits) <= 31:
        letter = "d"
    elif digits.isdecimal() and len(digits) == 4 and 1300 <= int(digits) <= 2100:
        letter = "y"
    return Lexeme(letter, digits, start, end)


def _weaken(lexeme: Lexeme, folded: Folded) -> Lexeme:
    """August written without its madda (`اب`) is also "father": a weak month."""
    if lexeme.letter != "M" or folded.text[lexeme.start : lexeme.end] != "اب":
        return lexeme
    start, end = folded.span(lexeme.start, lexeme.end)
    if "آ" in folded.original[start:end] or "\u0653" in folded.original[start:end]:
        return lexeme
    return Lexeme("m", lexeme.value, lexeme.start, lexeme.end)
