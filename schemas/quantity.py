"""Numbers as a text gives them: a low and a high end, and how firm they are."""

from enum import StrEnum

from schemas.base import Leaf


class Bound(StrEnum):
    """How the words bound the figure; `approximate` keeps the stated value, `vague` is a class such as "dozens"."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    RANGE = "range"
    VAGUE = "vague"
    NONE = "none"


class NumberForm(StrEnum):
    """How the figure is written; `dual` and `singular` are nouns that carry their own number (صاروخين, متعاقد)."""

    DIGITS = "digits"
    WORDS = "words"
    MIXED = "mixed"
    DUAL = "dual"
    SINGULAR = "singular"
    PLURAL = "plural"


class Quantity(Leaf):
    """A figure; an open end is null, and both ends are null where words name no figure ("a number of")."""

    low: int | None
    high: int | None
    bound: Bound
    form: NumberForm | None
    unit: str | None
