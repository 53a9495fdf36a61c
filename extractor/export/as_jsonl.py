"""Rows to JSON Lines: values as they are, since no reader of JSON runs formulas."""

import json
from collections.abc import Iterable

from extractor.export.rows import Row


def to_jsonl(rows: Iterable[Row], table: str) -> bytes:
    """The whole file, one object a line with the columns of the table in order, dates as ISO text, Arabic unescaped."""
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows).encode("utf-8")
