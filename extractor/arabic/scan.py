"""Everything the scanners see in one article, run once and shared by drafting and checking."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from extractor.arabic.attack_groups import AttackGroup, group_attacks
from extractor.arabic.attacks import scan_attacks
from extractor.arabic.attribution import ClaimMention, scan_claims
from extractor.arabic.casualties import CasualtyMention, scan_casualties
from extractor.arabic.dates import scan_dates
from extractor.arabic.geography import Area, proved_areas
from extractor.arabic.mentions import DateMention, NumberMention, PlaceMention, Sentence
from extractor.arabic.numerals import scan_numbers
from extractor.arabic.place import scan_places
from extractor.arabic.sentences import split_sentences
from extractor.arabic.totals import TotalMention, scan_totals


@dataclass(frozen=True)
class Scan:
    """The mentions of one text, each list in text order; offsets are code points of `text`."""

    text: str
    published: date | None
    sentences: tuple[Sentence, ...]
    numbers: tuple[NumberMention, ...]
    dates: tuple[DateMention, ...]
    places: tuple[PlaceMention, ...]
    casualties: tuple[CasualtyMention, ...]
    totals: tuple[TotalMention, ...]
    claims: tuple[ClaimMention, ...]
    attacks: tuple[AttackGroup, ...]

    @cached_property
    def areas(self) -> Mapping[Area, int]:
        """The countries and governorates that the places of the text prove, with how many do."""
        return proved_areas(self.places)

    @cached_property
    def named_days(self) -> tuple[DateMention, ...]:
        """The first mention of each day or night that the text names."""
        found: dict[tuple[date, date | None], DateMention] = {}
        for seen in self.dates:
            if seen.first and seen.precision in ("day", "night"):
                found.setdefault((seen.first, seen.last), seen)
        return tuple(found.values())

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds an offset, or the last one before it."""
        before = bisect_right(self.sentences, offset, key=lambda sentence: sentence.start)
        return self.sentences[before - 1] if before else None

    def sentence(self, name: str) -> Sentence | None:
        """The sentence of an id."""
        return next((s for s in self.sentences if s.id == name), None)


@lru_cache(maxsize=4)
def scan(text: str, published: date | None) -> Scan:
    """Run every scanner once over a text. Pure; linear in the length of the text."""
    sentences = tuple(split_sentences(text))
    numbers = tuple(scan_numbers(text))
    dates = tuple(scan_dates(text, published))
    places = tuple(scan_places(text))
    casualties = tuple(scan_casualties(text, sentences, numbers))
    attacks = group_attacks(scan_attacks(text, sentences, numbers, places, dates), text, numbers, places, dates)
    return Scan(
        text=text,
        published=published,
        sentences=sentences,
        numbers=numbers,
        dates=dates,
        places=places,
        casualties=casualties,
        totals=tuple(scan_totals(text, sentences, numbers, casualties)),
        claims=tuple(scan_claims(text, sentences)),
        attacks=tuple(attacks),
    )
