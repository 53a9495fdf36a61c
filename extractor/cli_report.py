"""The command that makes pages: read records, write a page an article and the list of all."""

import sys
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from extractor import store
from extractor.display.terminal import complain, line
from extractor.errors import StoreError
from extractor.redaction import redacted, redacted_text
from extractor.report.index import IndexRow, index_row, index_view
from extractor.report.output import refuse_record
from extractor.report.page import article_page, index_page
from extractor.report.view import article_view
from schemas.record import Record


def report_command(
    records: Annotated[Path, typer.Argument(help="A folder of records, or one record.", metavar="RECORDS")],
    out: Annotated[Path, typer.Option("-o", "--output", help="The page to write.")] = Path("report.html"),
    redact_names: Annotated[bool, typer.Option("--redact-names", help="Hide names of victims and witnesses.")] = False,
) -> None:
    """Write pages to read: one record as one page, a folder as a list with one page an article beside it."""
    refuse_record(out)
    if records.is_file():
        _write_page(out, *_loaded(records, redact_names))
        line(f"Open {out}", stderr=True)
        return
    rows: list[IndexRow] = []
    broken: list[str] = []
    folder = out.parent / (f"{out.stem}-redacted" if redact_names else out.stem)
    for number, file in enumerate(store.record_paths(records), 1):
        page = folder / f"{number if redact_names else file.stem}.html"  # a file's name tells names, too
        try:
            record, text = _loaded(file, redact_names)
            _write_page(page, record, text, quote(f"../{out.name}"))
            rows.append(index_row(record, quote(f"{folder.name}/{page.name}")))
        except StoreError as error:
            complain(error)
            broken.append(redacted_text(file.stem) if redact_names else file.stem)
    store.write_whole(out, index_page(index_view(rows, broken)).encode("utf-8"))
    line(f"Open {out}; {len(rows)} articles", stderr=True)
    sys.exit(StoreError.exit_code if broken else 0)


def _loaded(file: Path, redact_names: bool) -> tuple[Record, str]:
    record = store.load_record(file)
    text = store.load_text(file, record.article)
    return redacted(record, text) if redact_names else (record, text)


def _write_page(page: Path, record: Record, text: str, index: str = "") -> None:
    store.write_whole(page, article_page(article_view(record, text), index).encode("utf-8"))
