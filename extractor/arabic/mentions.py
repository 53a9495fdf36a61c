"""What the scanners report: one small value per thing seen in the text, each with its place in it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Bound = Literal["exact", "approximate", "at_least", "more_than", "at_most", "less_than", "range", "vague", "none"]
Form = Literal["digits", "words", "mixed", "dual", "singular", "plural"]
NumberKind = Literal["quantity", "ordinal", "year", "percent", "fraction"]
Precision = Literal["day", "night", "days", "week", "month", "season_or_year"]
Basis = Literal["full", "no_year", "weekday", "relative_to_publication", "relative_to_event"]


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in the text.

    `start:end` covers the qualifier and the number (`أكثر من 20`), as `number_phrases.tsv` draws it; `unit` is the
    counted noun right after it (or, for a dual or singular noun, the noun itself) with its range; `phrase_end` is where
    the noun phrase ends (`خمسة عسكريين أمريكيين`). Ends are code points, half-open. `low`/`high` follow the annotation
    guideline: an open end is None, both are None for "a number of" and bare plurals.
    """

    start: int
    end: int
    raw: str
    kind: NumberKind
    low: float | int | None
    high: float | int | None
    bound: Bound
    form: Form
    unit: str | None
    unit_start: int | None
    unit_end: int | None
    phrase_end: int
    rule: str


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression; `first`/`last` are inclusive days, None where the text does not fix them.

    `candidates` lists the days that stay possible when the year is open; `conflict` says in one sentence why the words
    disagree with each other or with the publication date.
    """

    start: int
    end: int
    raw: str
    first: date | None
    last: date | None
    precision: Precision | None
    basis: Basis | None
    time_of_day: str | None
    rule: str
    candidates: tuple[date, ...] = ()
    conflict: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A gazetteer row. `admin1`/`admin2` are names in English as the source spells them."""

    id: str
    name: str
    name_en: str
    kind: str
    lat: float | None
    lon: float | None
    admin1: str | None
    admin2: str | None
    country: str
    source: str


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name in the text, without clitic.

    `head` is the kind noun in front of it (`قاعدة`, `حقل`, `مدينة`, `ريف`), `relation` a word of relation to it
    (`شرقي`, `أطراف`, `قرب`); `entries` holds every gazetteer row of that name, empty for a name known only by its
    head noun. `party` marks a country that acts or is spoken of (`أعلنت تركيا`, `مرتبطة بإيران`), not a scene.
    """

    start: int
    end: int
    raw: str
    head: str | None
    relation: str | None
    entries: tuple[Entry, ...]
    rule: str
    party: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A numbered sentence; `id` is what the prompt shows and the draft points at (`s1`, `s2`, …)."""

    id: str
    start: int
    end: int
    text: str
