"""Whether two names mean the same: by the words in them that say something.

Half of the shorter name's words and a third of the longer's are shared; clitics, marks and spellings do not count.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_FOLDS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None, "ؤ": "و", "ئ": "ي"}
    | {chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)}
)
_CLITICS = re.compile(r"^(?:[وف]?[بلك]?ال|[وف]?لل|[وفبلك](?=\w{3}))")


@cache
def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text without marks, clitics and spelling variants."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).translate(_FOLDS)
    return tuple(_CLITICS.sub("", word) or word for word in re.findall(r"\w+", bare))


def same_name(a: str, b: str) -> bool:
    """Whether two names share enough of what they say."""
    left, right = _content(a), _content(b)
    shared = len(left & right)
    return shared > 0 and shared >= 0.5 * min(len(left), len(right)) and shared >= 0.34 * max(len(left), len(right))


def any_same(these: Iterable[str], those: Iterable[str]) -> bool:
    """Whether a name of one list means one of the other."""
    others = tuple(those)
    return any(same_name(a, b) for a in these for b in others)


@cache
def _content(name: str) -> frozenset[str]:
    said = _spelled(name)
    return said - _generic() or said


def _spelled(name: str) -> frozenset[str]:
    return frozenset(map(_one_spelling, folded_words(name)))


def _one_spelling(word: str) -> str:
    for spelling in _data()["spellings"]:
        word = re.sub(spelling["part"], spelling["to"], word)
    return word


@cache
def _generic() -> frozenset[str]:
    return frozenset(word for line in _data()["generic"] for word in _spelled(line))


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((files("extractor.evaluation") / "data/names.yaml").read_text("utf-8"))
    return loaded
