"""The trust figures of a selftest as tables: errors that escaped, and harmless rewrites that cost an item."""

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from extractor.selftest.report import REWRITES, Report, Row

_TITLES = {"value": "wrong values", "link": "wrong links"}


def render_selftest(report: Report) -> RenderableType:
    """Values and links apart, then the rewrites; the last row of each table is for all of its kinds."""
    head = f"{report.records} records, {report.untouched} of {report.items} accepted items accepted untouched"
    errors = [_errors(title, report.of(sort)) for sort, title in _TITLES.items()]
    return Group(Text(f"{head} (seed {report.seed})"), *errors, _rewrites(report.of(*REWRITES)))


def _errors(title: str, rows: Sequence[Row]) -> Table:
    table = _table(title, "planted", "caught", "review", "mended", "escaped", "%")
    for row in rows:
        counts = (row.planted, row.caught, row.review, row.mended, row.accepted)
        table.add_row(row.kind, *map(str, counts), _percent(row), style="bold" if row is rows[-1] else None)
    return table


def _rewrites(rows: Sequence[Row]) -> Table:
    table = _table("harmless rewrites", "of", "rewritten", "accepted", "review", "rejected", "false", "%")
    for row in rows:
        of = "" if row is rows[-1] else row.of
        counts = (row.planted, row.accepted + row.mended, row.review, row.caught, row.review + row.caught)
        table.add_row(row.kind, of, *map(str, counts), _percent(row), style="bold" if row is rows[-1] else None)
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("kind", no_wrap=True)
    for column in columns:
        table.add_column(column, justify="left" if column == "of" else "right", no_wrap=True)
    return table


def _percent(row: Row) -> str:
    return "" if row.rate is None else f"{100 * row.rate:.1f}"
