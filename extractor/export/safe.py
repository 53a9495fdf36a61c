"""Cells that a spreadsheet shows and never runs.

A text that begins with = + - @, tab or carriage return (or their full-width and small forms, or the minus of
typesetters) may be run as a formula when a file is opened: it gets an apostrophe in front, the mark for "text" in
spreadsheets (OWASP, CSV Injection). Numbers and dates are left alone. Leading white space and invisible marks are
looked through, since programs drop them.

A CSV may be opened with another separator than it was written with, and then a cell begins within a text, too: after
a semicolon, a tab, a bar or a line end, quoted or not.
"""

import re
import unicodedata

from extractor.export.rows import Cell

_SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫−"
_FORMULA_STARTS = frozenset(f"{_SIGNS}\t\r\n")
_LATER_START = re.compile(rf"([;|\t\r\n][^\w;|\t\r\n{re.escape(_SIGNS)}]*+)(?=[{re.escape(_SIGNS)}])")
# XML 1.0 has no place for these, and a worksheet is XML.
# What Excel reads in a worksheet as the character of that number (ECMA-376 Part 1, 22.9.2.19 ST_Xstring).
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def neutral(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and _may_run(cell) else cell


def neutral_everywhere(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula, whatever it splits lines of a CSV at.

    Nor does it hold a NUL, at which some readers end a line or refuse the file: it becomes U+FFFD.
    """
    safe = neutral(cell)
    return _LATER_START.sub(r"\1'", safe).replace("\0", "\ufffd") if isinstance(safe, str) else safe


def printable(cell: Cell) -> Cell:
    """A cell without characters that XML cannot hold, each becomes U+FFFD, nor the escapes that could name one."""
    return _ESCAPE.sub("_x005F_", _NOT_XML.sub("\ufffd", cell)) if isinstance(cell, str) else cell


def _may_run(text: str) -> bool:
    for character in text:
        if character in _FORMULA_STARTS:
            return True
        if not (character.isspace() or unicodedata.category(character) in ("Cc", "Cf")):
            return False
    return False
