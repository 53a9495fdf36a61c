"""The table of export formats."""

from collections.abc import Callable, Iterable, Mapping

from extractor.export.as_csv import to_csv
from extractor.export.as_jsonl import to_jsonl
from extractor.export.as_xlsx import to_xlsx
from extractor.export.rows import Row

FORMATS: Mapping[str, Callable[[Iterable[Row], str], bytes]] = {"csv": to_csv, "jsonl": to_jsonl, "xlsx": to_xlsx}
