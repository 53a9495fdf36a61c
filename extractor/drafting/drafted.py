"""What a strategy hands on: the items, which attempt gave each, and what a model wrote that did not become one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar, cast

from schemas.items import Items
from schemas.record import Finding
from schemas.state import Item

I = TypeVar("I", bound=Item)  # noqa: E741 - the item type
Attempt = int | Literal["grammar"]


@dataclass(frozen=True, slots=True)
class Drafted:
    """Items, and what a model wrote that could not be grounded or was left undecided.

    `given` says of each item by id what made it as it is: grammar alone, a first answer (1), or a later one (2, …).
    """

    items: Items
    findings: tuple[Finding, ...] = ()
    given: Mapping[str, Attempt] = field(default_factory=dict)


def given_by(attempt: int, before: Items, after: Items) -> dict[str, Attempt]:
    """The attempt of each item where an answer made or changed it since grammar drafted, else grammar."""
    drafted = {item.id: item for item in before.all()}
    return {item.id: "grammar" if drafted.get(item.id) == item else attempt for item in after.all()}


def with_item(items: Items, new: Item, may_change: Collection[str]) -> Items:
    """The items with one of them replaced by id.

    Raises:
        ValueError: the item is none of those that may change: what is accepted stays as it is.
    """
    if new.id not in may_change:
        raise ValueError(f"item {new.id} is accepted; no later answer changes it")

    def kind(old: Sequence[I]) -> tuple[I, ...]:
        return tuple(cast(I, new) if item.id == new.id else item for item in old)

    return Items(kind(items.incidents), kind(items.casualties), kind(items.claims), kind(items.aggregates))


@dataclass(frozen=True, slots=True)
class Named:
    """The id of the item that each entry of a draft became or repeats; None where none could be made of it."""

    incidents: tuple[str | None, ...]
    casualties: tuple[str | None, ...]
    claims: tuple[str | None, ...]
    aggregates: tuple[str | None, ...]
