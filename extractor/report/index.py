"""The list of all articles of a batch as page data. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from extractor.judging import of_people
from extractor.report.view import in_doubt
from schemas.items import KINDS
from schemas.record import Record


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One article: `counts` of its four kinds of item, `doubt` of items that a person should see."""

    href: str
    name: str
    title: str | None
    outlet: str | None
    published: date | None
    status: str
    doubt: int
    counts: tuple[int, ...]
    unused_harm: int


@dataclass(frozen=True, slots=True)
class IndexView:
    """All rows, those with most in doubt first, and sums over them; `broken` names what could not be read."""

    rows: tuple[IndexRow, ...]
    statuses: tuple[tuple[str, int], ...]
    totals: tuple[tuple[str, int], ...]
    broken: tuple[str, ...]


def index_row(record: Record, href: str) -> IndexRow:
    """The row of one record, whose page stands at `href`."""
    info = record.article
    return IndexRow(
        href=href,
        name=info.id,
        title=info.title,
        outlet=info.outlet,
        published=info.published,
        status=record.status.value,
        doubt=in_doubt(record),
        counts=tuple(len(getattr(record, kind)) for kind in KINDS),
        unused_harm=sum(map(of_people, record.unused_mentions)),
    )


def index_view(rows: Iterable[IndexRow], broken: Sequence[str]) -> IndexView:
    """The list of a batch."""
    ordered = sorted(rows, key=lambda row: (-row.doubt, -row.unused_harm, row.name))
    counted = zip(KINDS, (sum(row.counts[at] for row in ordered) for at in range(len(KINDS))), strict=True)
    return IndexView(
        rows=tuple(ordered),
        statuses=tuple(sorted(Counter(row.status for row in ordered).items())),
        totals=(*((kind.capitalize(), times) for kind, times in counted), ("In doubt", sum(r.doubt for r in ordered))),
        broken=tuple(broken),
    )
