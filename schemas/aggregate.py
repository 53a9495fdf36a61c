"""Totals over a period or several events; never exploded into incidents."""

from enum import StrEnum

from schemas.base import Stored
from schemas.quantity import Quantity
from schemas.state import Item
from schemas.when import When


class Metric(StrEnum):
    """What the total counts."""

    ATTACKS = "attacks"
    KILLED = "killed"
    INJURED = "injured"
    FIGHTERS = "fighters"
    TROOPS = "troops"
    DISPLACED = "displaced"
    MUNITIONS = "munitions"
    OTHER = "other"


class Part(Stored):
    """One labelled part of a total."""

    label: str
    count: Quantity


class Aggregate(Item):
    """A total, with the parts the text breaks it into."""

    metric: Metric
    total: Quantity
    parts: list[Part]
    period: When | None
    claim_id: str | None
