"""The terminal: two consoles (data on stdout, progress on stderr), and words of an article on a line of theirs.

Words of an article are never markup and never reorder the line they stand in: they go into `Text`, isolated between
U+2068 and U+2069, and their own controls are shown as ‹U+202E› (UAX #9; Trojan Source, CVE-2021-42574).
"""

import unicodedata

from rich.console import Console

from extractor.errors import ExtractorError

_FSI, _PDI = "\u2068", "\u2069"
_MOST_QUOTED = 300
_NARROWEST = 80  # columns; in fewer a table loses figures, and a narrower terminal wraps lines by itself


def console(*, stderr: bool = False) -> Console:
    """The console of data (stdout) or of progress and errors (stderr)."""
    made = Console(stderr=stderr, highlight=False, emoji=False)
    made.width = max(made.width, _NARROWEST)
    return made


def words(text: str) -> str:
    """Words of an article for one line of a terminal: isolated, with every control and direction mark made visible."""
    shown = text if len(text) <= _MOST_QUOTED else f"{text[: _MOST_QUOTED - 1]}…"
    return isolated(visible(shown))


def visible(text: str) -> str:
    """One line for a terminal in which every control and direction mark is made visible."""
    return "".join(map(_visible, text))


def plain(text: str) -> str:
    """A name or message on its line: as it is where it is ASCII, else isolated."""
    shown = visible(text)
    return shown if shown.isascii() else isolated(shown)


def isolated(shown: str) -> str:
    """Visible text between marks that keep its direction to itself."""
    return f"{_FSI}{shown}{_PDI}"


def _visible(character: str) -> str:
    if character.isspace():
        return " " if character in " \t\r\n\xa0" else f"‹U+{ord(character):04X}›"
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co")
    return f"‹U+{ord(character):04X}›" if hidden else character


def line(text: str, *, stderr: bool = False) -> None:
    """Print one line as it is, with what it hides made visible."""
    console(stderr=stderr).print(visible(text), markup=False, soft_wrap=True)


def complain(error: ExtractorError) -> None:
    """Tell a person of an error in its one sentence."""
    line(f"error: {error}", stderr=True)
