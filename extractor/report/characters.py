"""Characters that a reader cannot see or may take for others, each as a piece of its own with its name.

Hidden are controls, format characters such as bidi overrides (UAX #9; Trojan Source, CVE-2021-42574), private and
unassigned ones, the default ignorables of Unicode that are none of these, and white space beyond the usual. Look-alikes
are digits of other scripts than 0-9 and ٠-٩ (UTS #39), and letters such as O and l beside a digit.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["plain", "hidden", "lookalike"]

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SEEN = frozenset(" \n\t\xa0\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")  # Cf that print a sign
_USUAL_DIGITS = frozenset("0123456789٠١٢٣٤٥٦٧٨٩")
_LETTERS_LIKE_DIGITS = "OoIlОоΟο|"
_SHORT = {
    "\0": "NUL", "\r": "CR", "\x1b": "ESC", "\xad": "SHY", "\ufeff": "BOM", "\u061c": "ALM", "\u2060": "WJ",
    "\u200b": "ZWSP", "\u200c": "ZWNJ", "\u200d": "ZWJ", "\u200e": "LRM", "\u200f": "RLM",
    "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
    "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
}  # fmt: skip
# Default_Ignorable_Code_Point (DerivedCoreProperties.txt) outside of the categories above.
_IGNORABLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef"
# All but the usual characters of Arabic news, so that only a few are looked at one by one.
_UNUSUAL = re.compile("[^\n\t -~\u0621-\u063a\u0640-\u0669\u0671-\u06d3]|[OIol|]")
_CRLF = re.compile("\r(?=\n)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive plain characters, or an odd one: `label` is what a page shows for it, `name` what it is called.

    A hidden character that stands several times in a row is one piece.
    """

    kind: Kind
    text: str
    label: str = ""
    name: str = ""

    def part(self, length: int) -> "Piece":
        """As many characters of it from its start."""
        return self if length == len(self.text) else replace(self, text=self.text[:length])


def odd_places(text: str) -> Iterator[tuple[int, Piece]]:
    """Hidden characters and look-alike digits of a text with their offsets; the CR of a CRLF is a plain line end."""
    done = 0
    for found in _UNUSUAL.finditer(text):
        at = found.start()
        if at >= done and (piece := _odd(text, at)):
            done = at + 1
            while piece.kind == "hidden" and text.startswith(piece.text, done) and not _CRLF.match(text, done):
                done += 1
            yield at, replace(piece, text=text[at:done])


def pieces(text: str) -> list[Piece]:
    """The text in order; the characters of all pieces together are the text."""
    made: list[Piece] = []
    done = 0
    for at, piece in odd_places(text):
        if at > done:
            made.append(Piece("plain", text[done:at]))
        made.append(piece)
        done = at + len(piece.text)
    return [*made, Piece("plain", text[done:])] if done < len(text) else made


def census(text: str) -> list[tuple[Piece, int]]:
    """Each odd character of a text once, with how often it stands there, the most frequent first."""
    found: Counter[Piece] = Counter()
    for _, piece in odd_places(text):
        found[piece.part(1)] += len(piece.text)
    return found.most_common()


def _odd(text: str, at: int) -> Piece | None:
    character = text[at]
    if character in _SEEN or _CRLF.match(text, at):
        return None
    if _is_hidden(character):
        point = f"U+{ord(character):04X}"
        return Piece("hidden", character, _SHORT.get(character, point), f"{_name(character)} ({point})")
    if _is_lookalike(text, at):
        digit = unicodedata.digit(character, None)
        read = "a letter or sign beside a digit" if digit is None else f"read as {digit}"
        return Piece("lookalike", character, character, f"{_name(character)} (U+{ord(character):04X}), {read}")
    return None


def _is_hidden(character: str) -> bool:
    return (
        unicodedata.category(character) in _HIDDEN_CATEGORIES
        or character.isspace()
        or re.match(f"[{_IGNORABLE}]", character) is not None
    )


def _is_lookalike(text: str, at: int) -> bool:
    character = text[at]
    if unicodedata.digit(character, None) is not None:
        return character not in _USUAL_DIGITS
    beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return character in _LETTERS_LIKE_DIGITS and any(each.isdigit() for each in beside)


def _name(character: str) -> str:
    control = {"\0": "NULL", "\r": "CARRIAGE RETURN", "\x1b": "ESCAPE"}.get(character, "CONTROL CHARACTER")
    return unicodedata.name(character, control if unicodedata.category(character) == "Cc" else "UNNAMED CHARACTER")
