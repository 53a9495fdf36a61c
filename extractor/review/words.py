"""Chosen words to a value: read by the scanners, as those of a draft are. Pure.

The person points and code reads: a figure, day or place that no scanner reads at the chosen words is no value.
"""

from collections.abc import Callable
from typing import Any

from extractor.arabic.scan import Scan
from extractor.build import place, quantity, when
from extractor.drafting.matching import at
from extractor.errors import WrongChoice
from schemas.actor import Actor, Target
from schemas.base import Span
from schemas.claim import Speaker
from schemas.place import Place
from schemas.quantity import Quantity
from schemas.when import When

LONGEST = 200
"""Code points of the longest words that may be chosen: no name or phrase of news is longer."""

Reader = Callable[[Scan, Span], Any]


def standing(seen: Scan, words: Span) -> Span:
    """Chosen words, where the article holds them.

    Raises:
        WrongChoice: it does not, or they are too many to be a value.
    """
    if seen.text[words.start : words.end] != words.quote:
        raise WrongChoice("The chosen words do not stand in the article at that place; load the page again.")
    if len(words.quote) > LONGEST or not any(character.isalnum() for character in words.quote):
        raise WrongChoice(f"Choose one phrase of at most {LONGEST} characters.")
    return words


def read_quantity(seen: Scan, words: Span) -> Quantity:
    """The figure at some words with its noun phrase.

    Raises:
        WrongChoice: no number is read there, or several are.
    """
    numbers = [n for n in at(seen.numbers, (words.start, words.end)) if n.kind == "quantity"]
    if len(numbers) != 1:
        raise WrongChoice(f"«{words.quote}» holds {'several figures' if numbers else 'no number that can be read'}.")
    return quantity(seen.text, (numbers[0].start, numbers[0].phrase_end), numbers[0])


def read_count(seen: Scan, words: Span) -> Quantity:
    """A figure of harm: a statement that grammar reads there says it whole, with dual nouns and denials."""
    told = at(seen.casualties, (words.start, words.end))
    if len({(c.start, c.end) for c in told}) != 1:
        return read_quantity(seen, words)
    return quantity(seen.text, (told[0].start, told[0].end), told[0])


def read_when(seen: Scan, words: Span) -> When:
    """The date at some words.

    Raises:
        WrongChoice: no date is read there.
    """
    found = when(seen.text, next(iter(at(seen.dates, (words.start, words.end))), None))
    if found is None:
        raise WrongChoice(f"«{words.quote}» is no date that can be read.")
    return found


def read_place(seen: Scan, words: Span) -> Place:
    """A place with its row; words that no scanner knows as a place are a name without one."""
    mentions = at(seen.places, (words.start, words.end))
    if mentions:
        return place(seen, mentions[0])
    return Place(raw=words.quote, evidence=words, kind=None, relation=None, gazetteer=None)


def as_leaf(kind: type[Actor] | type[Target] | type[Speaker]) -> Reader:
    """A reader that takes words as the name that they are."""
    return lambda seen, words: kind(raw=words.quote, evidence=words)
