"""Whether letters in front of a word are its clitics: الحسكة begins inside بالحسكة, but غداد not inside بغداد."""

import re
from functools import lru_cache
from importlib.resources import files

from extractor.arabic.fold import fold_key
from extractor.arabic.gazetteer import lookup
from extractor.arabic.nouns import NOUNS

_CLITICS = re.compile("[وف]?(?:[بلكس]|[بك]?ال|لل)?")
_IMPERFECT = frozenset("انيت")  # the future س stands before a verb form in أ ن ي ت
LONGEST = len("وبال")


@lru_cache(maxsize=2048)
def cliticised(prefix: str, rest: str) -> bool:
    """Whether letters in front of a word can be its clitics; both are folded here.

    A word of the table keeps its first letter; so does one that the gazetteer or the nouns know, unless they know the
    rest as well.
    """
    prefix, rest = fold_key(prefix), fold_key(rest)
    if not prefix or not _CLITICS.fullmatch(prefix):
        return False
    if len(rest) < 2:
        return rest.isdigit()
    if prefix.endswith("س"):
        return rest[0] in _IMPERFECT
    if prefix.endswith("ل") and rest.startswith("ل") and not prefix.endswith(("ال", "لل")):
        return rest in _rooted() or _known(rest)  # للحسكة is no ل + لحسكة, but للبنان is ل + لبنان
    if prefix.endswith(("ال", "لل")) or rest.startswith("ال"):
        return True
    wholes = [prefix[at:] + rest for at in range(len(prefix))]  # وبغداد: known from its second letter on
    return not any(w in _rooted() for w in wholes) and (_known(rest) or not any(map(_known, wholes)))


def _known(word: str) -> bool:
    return word in NOUNS or bool(lookup(word))


@lru_cache(maxsize=1)
def _rooted() -> frozenset[str]:
    table = files("extractor.arabic").joinpath("data/rooted_words.txt").read_text(encoding="utf-8")
    lines = (line for line in table.splitlines() if not line.startswith("#"))
    return frozenset(fold_key(word) for line in lines for word in line.split())
