"""Rows to an Excel workbook (extra `[xlsx]`): one sheet, right to left, header frozen."""

import io
from collections.abc import Iterable

from extractor.errors import UsageError
from extractor.export.rows import COLUMNS, Row
from extractor.export.safe import neutral, printable

_MOST_CHARACTERS = 32_767  # of one cell, Excel's own limit


def to_xlsx(rows: Iterable[Row], table: str) -> bytes:
    """The whole file; numbers and dates keep their type, texts are never formulas and hold no control characters.

    Raises:
        UsageError: openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.cell import Cell, WriteOnlyCell
    except ImportError:
        raise UsageError('xlsx needs an extra; pip install "casualty-extractor[xlsx]".') from None

    def text(cell: str) -> Cell:
        made: Cell = WriteOnlyCell(sheet, str(neutral(printable(cell)))[:_MOST_CHARACTERS])
        made.data_type = "s"  # "#REF!" would be guessed to be an error
        return made

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table)
    sheet.sheet_view.rightToLeft = True
    sheet.freeze_panes = "A2"
    sheet.append(COLUMNS[table])
    for row in rows:
        sheet.append([text(cell) if isinstance(cell, str) else cell for cell in row.values()])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
