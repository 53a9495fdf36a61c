"""One planted change: what was changed where, and what the code is to be given in place of the untouched draft."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from extractor.selftest.subject import Place, Subject
from schemas.draft import Draft
from schemas.items import Items


@dataclass(frozen=True, slots=True)
class Planted:
    """An error or a harmless rewrite in one entry of a draft; exactly one of `draft` and `items` is set.

    `before` and `after` are the words of the field (or the value, where code computes it), so that other tools can be
    given the same error. `text` is set where the article was rewritten, too; `item` is the id of the planted item among
    `items`.
    """

    where: Place
    field: str
    before: str
    after: str
    draft: Draft | None = None
    items: Items | None = None
    item: str = ""
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Bed:
    """Where to plant: an article, a seeded choice, and names of other articles that do not stand in this one."""

    subject: Subject
    random: Random
    foreign: tuple[str, ...] = field(default=())


Plant = Callable[[Bed], Iterator[Planted]]
