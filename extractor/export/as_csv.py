"""Rows to CSV (RFC 4180) in UTF-8 with a byte order mark, without which spreadsheets misread Arabic."""

import csv
import io
from collections.abc import Iterable

from extractor.export.rows import COLUMNS, Row
from extractor.export.safe import neutral_everywhere


def to_csv(rows: Iterable[Row], table: str) -> bytes:
    """The whole file; an empty cell is an absent value, and texts that could run as formulas are neutralised."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS[table], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({column: neutral_everywhere(cell) for column, cell in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")
