"""The closed table of Arabic number words, all keys folded. Source and roles: `data/numeral_words.tsv`."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from extractor.arabic.fold import fold_key
from extractor.arabic.number_tokens import stems


class NumberWord(NamedTuple):
    """A word's own value and its place in a numeral phrase."""

    value: int
    role: str


def _rows() -> Iterator[tuple[str, NumberWord]]:
    table = files("extractor.arabic").joinpath("data", "numeral_words.tsv").read_text(encoding="utf-8")
    lines = [line for line in table.splitlines() if line and not line.startswith("#")]
    for line in lines[1:]:
        word, value, role = line.split("\t")
        yield fold_key(word), NumberWord(int(value), role)


def _ordinals() -> Iterator[tuple[str, int]]:
    plain = [(word, row.value) for word, row in _rows() if row.role == "ordinal"]
    bound = [(word, row.value) for word, row in _rows() if row.role == "ordinal_bound"]
    tens = [(word, row.value) for word, row in _rows() if row.role == "tens"]
    yield from (("ال" + word, value) for word, value in tens)
    below_ten = [(word, value) for word, value in plain if value < 10]
    for article in ("", "ال"):
        yield from ((article + word, value) for word, value in plain)
        for word, value in below_ten + bound:
            yield from ((f"{article}{word} {ten}", value + 10) for ten in ("عشر", "عشره"))
            yield from ((f"{article}{word} و{article}{ten}", value + high) for ten, high in tens)


CARDINALS: dict[str, NumberWord] = {word: row for word, row in _rows() if not row.role.startswith("ordinal")}
"""Single words of cardinal numbers, without clitic or article."""

ORDINALS: dict[str, int] = dict(_ordinals())
"""Ordinals 1 to 99, with and without article (tens only with); a compound is one key with one space: `السابع عشر`."""


@lru_cache(maxsize=2048)
def number_word(word: str) -> tuple[int, bool, bool, NumberWord] | None:
    """(letters cut, definite, joined by و, table row) of a folded word."""
    for stem in stems(word):
        row = CARDINALS.get(stem.rest)
        if row and not (word == "لست" or (stem.conjunction and word.startswith("ف") and row.value < 3)):
            return stem.cut, stem.definite, stem.conjunction, row
    return None
