"""Values of a record in the words of a person, in English. Pure."""

from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml

from schemas.casualty import Casualty, CasualtyStatus
from schemas.place import Place
from schemas.quantity import Bound, Quantity
from schemas.record import Finding
from schemas.when import When

_STATUSES = {
    CasualtyStatus.EXPLICITLY_NONE: "Nobody {harm}",
    CasualtyStatus.NONE_REPORTED: "None reported {harm}",
    CasualtyStatus.UNKNOWN_STATED: "{harm}: number not known",
    CasualtyStatus.POSSIBLE_ONLY: "Possibly {figure} {harm}",
    CasualtyStatus.COUNTED: "{figure} {harm}",
}


def spoken(value: StrEnum | str) -> str:
    """The name of a kind, act or other value as words: `rocket_attack` is "rocket attack"."""
    return str(value).replace("_", " ")


def figure(quantity: Quantity) -> str:
    """What a quantity says, open ends included; "some" where the words name no figure."""
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        return "some"
    if low is None:
        return f"up to {high:,}"
    if high is None:
        return f"{low:,} or more"
    about = "about " if quantity.bound is Bound.APPROXIMATE else ""
    return f"{about}{low:,}" if low == high else f"{about}{low:,} to {high:,}"


def harm(casualty: Casualty) -> str:
    """How many people were harmed how, or that nobody was, or that nobody says."""
    told = _STATUSES[casualty.status].format(figure=figure(casualty.count), harm=spoken(casualty.harm))
    return told[0].upper() + told[1:]


def days(when: When) -> str:
    """The days of a date and how sure they are."""
    if when.start is None and when.end is None:
        return "day not known"
    start, end = when.start or "?", when.end or "?"
    span = f"{start}" if start == end else f"{start} to {end}"
    return f"{span} ({spoken(when.precision)})" if when.precision and when.precision.value != "day" else span


def located(place: Place) -> str:
    """The gazetteer's name of a place with what it lies in."""
    row = place.gazetteer
    if row is None:
        return "in no gazetteer, or in several rows of it"
    return ", ".join(dict.fromkeys(part for part in (row.name_en, row.admin2, row.admin1, row.country) if part))


def sentence(finding: Finding) -> str:
    """What a rule says to a person; its own message where the table does not know the rule."""
    return sentences().get(finding.rule, finding.message)


@cache
def sentences() -> dict[str, str]:
    """The sentence of each rule."""
    table = files("extractor.report").joinpath("sentences.yaml").read_text(encoding="utf-8")
    loaded: dict[str, str] = yaml.safe_load(table)
    return loaded
