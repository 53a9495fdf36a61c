"""Bytes to text: UTF-8 and byte order marks are believed, Arabic code pages are detected, the rest is refused."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from extractor.errors import InputError

_MARKS = [  # longest first: the mark of UTF-32-LE begins with that of UTF-16-LE
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_CODE_PAGES = {"cp1256": "windows-1256", "iso8859_6": "ISO-8859-6"}
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\f\r")
_MOST_CONTROLS = 0.02  # of all bytes; compressed data holds about a tenth, text next to none
_FEWEST_BROKEN = 0.1  # of the bytes above ASCII; a code page read as UTF-8 breaks nearly everywhere
_ALEF = re.compile("[اأإآ]")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text as it was written, newlines and all, and the name of the encoding it was read with."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Decode one file. A leading byte order mark is dropped and nothing else is changed.

    Raises:
        InputError: the bytes are binary, broken UTF-8, or in no encoding that holds Arabic.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data[len(mark) :], encoding), encoding)
    if _share(data) <= _MOST_CONTROLS:
        return _utf8(data) or _code_page(data)
    return _utf16_without_mark(data)


def count_arabic(text: str) -> int:
    """The number of letters of the Arabic script, in any of its languages and presentation forms."""
    return sum(1 for _ in _ARABIC.finditer(text))


def _share(data: bytes) -> float:
    # A NUL inside a text that is otherwise clean is odd, not binary: small files get a few for nothing.
    return max(0, len(data) - len(data.translate(None, _CONTROLS)) - 3) / max(1, len(data))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"is broken {encoding.upper()} at byte {error.start}; save it again as UTF-8") from None


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        broken = data.decode("utf-8", "replace").count("\ufffd")
        if broken <= _FEWEST_BROKEN * sum(byte > 127 for byte in data):
            raise InputError(f"is broken UTF-8 at byte {error.start}; save it again as UTF-8") from None
        return None


def _code_page(data: bytes) -> Decoded:
    best = from_bytes(data, cp_isolation=list(_CODE_PAGES)).best()
    if best is not None:
        text = data.decode(best.encoding)
        if _reads_as_arabic(text):
            return Decoded(text, _CODE_PAGES[best.encoding])
    raise InputError("is neither UTF-8 nor an Arabic code page; save it as UTF-8")


def _reads_as_arabic(text: str) -> bool:
    """Alef is every eighth letter of Arabic; where a code page of another script is misread it is a rare capital."""
    letters = count_arabic(text)
    return 2 * letters > sum(character > "\x7f" for character in text) and 20 * len(_ALEF.findall(text)) > letters


def _utf16_without_mark(data: bytes) -> Decoded:
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, "replace")
        if 2 * count_arabic(text) > len(text):
            return Decoded(_strictly(data, encoding), encoding)
    raise InputError("is binary; give the article as text")
