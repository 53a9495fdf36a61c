"""Given names, by what it takes to read a word as one: nothing, or a title or speaker beside it."""

from functools import lru_cache

from extractor.arabic.fold import fold_key
from extractor.arabic.number_tokens import rows


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """The folded given names; source: `data/given_names.tsv`."""
    return frozenset[str]().union(*_names().values())


@lru_cache(maxsize=1)
def names_alone() -> frozenset[str]:
    """Those that are hardly ever another word, so that they need nothing beside them."""
    return _names()["alone"]


def _names() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, words in rows("given_names.tsv"):
        found[name] = found.get(name, frozenset()) | frozenset(map(fold_key, words.split()))
    return found
