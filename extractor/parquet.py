"""Articles in the rows of a Parquet file, with Arrow (extra `[ray]`): the columns are the keys of a line of JSONL."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from extractor.errors import InputError
from extractor.facts import Facts, parse_line

_Model = TypeVar("_Model", bound=Facts)
_ROWS = 256  # that are in memory at a time


def read_rows(path: Path, model: type[_Model]) -> Iterator[tuple[str, _Model | InputError]]:
    """Each row as (`FILE row N`, its object, or the error of that row alone).

    Raises:
        InputError: Arrow is not installed, or the file is no Parquet. OSError: the file cannot be read.
    """
    number = 0
    for batch in _opened(path).iter_batches(_ROWS):
        for row in batch.to_pylist():
            number += 1
            name = f"{path} row {number}"
            given = {key: value for key, value in row.items() if value is not None and key in model.model_fields}
            yield name, parse_line(json.dumps(given, default=str).encode(), model, name)


def count(path: Path) -> int:
    """How many rows a file has; one where it cannot be read."""
    try:
        return int(_opened(path).metadata.num_rows)
    except (InputError, OSError):
        return 1


def _opened(path: Path) -> Any:
    try:
        from pyarrow import ArrowInvalid
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise InputError('is Parquet; install the extra with pip install "casualty-extractor[ray]"') from None
    try:
        return ParquetFile(path)
    except ArrowInvalid:
        raise InputError("is no Parquet; write it again") from None
