"""The command that makes pages: read records, write a page an article and the list of all."""

import sys
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from extractor import store
from extractor.display.terminal import complain, line
from extractor.errors import StoreError
from extractor.report.index import IndexRow, index_row, index_view
from extractor.report.page import article_page, index_page
from extractor.report.view import article_view


def report_command(
    records: Annotated[Path, typer.Argument(help="A folder of records, or one record.", metavar="RECORDS")],
    out: Annotated[Path, typer.Option("-o", "--output", help="The page to write.")] = Path("report.html"),
) -> None:
    """Write pages to read: one record as one page, a folder as a list with one page an article beside it."""
    if records.is_file():
        _write_page(records, out, "")
        line(f"Open {out}", stderr=True)
        return
    rows: list[IndexRow] = []
    broken: list[str] = []
    for file in store.record_paths(records):
        page = out.parent / out.stem / f"{file.stem}.html"
        try:
            rows.append(_write_page(file, page, quote(f"../{out.name}"), quote(f"{out.stem}/{page.name}")))
        except StoreError as error:
            complain(error)
            broken.append(file.stem)
    store.write_whole(out, index_page(index_view(rows, broken)).encode("utf-8"))
    line(f"Open {out}; {len(rows)} articles", stderr=True)
    sys.exit(StoreError.exit_code if broken else 0)


def _write_page(file: Path, page: Path, index: str, href: str = "") -> IndexRow:
    """The page of one record, and its row in the list."""
    record = store.load_record(file)
    view = article_view(record, store.load_text(file, record.article))
    store.write_whole(page, article_page(view, index).encode("utf-8"))
    return index_row(record, href)
