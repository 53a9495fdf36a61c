"""Dates as a text gives them, resolved by code from the publication date."""

from datetime import date
from enum import StrEnum

from schemas.base import Leaf


class Precision(StrEnum):
    """How wide the resolved range is."""

    DAY = "day"
    NIGHT = "night"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    SEASON_OR_YEAR = "season_or_year"


class DateBasis(StrEnum):
    """What the resolution rests on."""

    FULL = "full"
    NO_YEAR = "no_year"
    WEEKDAY = "weekday"
    RELATIVE_TO_PUBLICATION = "relative_to_publication"
    RELATIVE_TO_EVENT = "relative_to_event"


class When(Leaf):
    """A date expression; start and end are inclusive days, null where the text does not fix them."""

    start: date | None
    end: date | None
    precision: Precision | None
    time_of_day: str | None
    basis: DateBasis | None
