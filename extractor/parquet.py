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
    """Each row as (`FILE row N`, its object, or the error of that row alone); columns of other names are not read.

    Raises:
        InputError: Arrow is not installed, or the file is no Parquet, is broken, or has no column that is needed.
        OSError: the file cannot be read.
    """
    for number, row in enumerate(_rows(_opened(path), _columns(path, model)), 1):
        name = f"{path} row {number}"
        given = {key: value for key, value in row.items() if value is not None}
        try:
            line = json.dumps(given, default=_as_text).encode()
        except UnicodeDecodeError:
            yield name, InputError(f"{name}: write texts in UTF-8.")
        else:
            yield name, parse_line(line, model, name)


def count(path: Path) -> int:
    """How many rows a file has; one where it cannot be read."""
    try:
        return int(_opened(path).metadata.num_rows)
    except (InputError, OSError):
        return 1


def _columns(path: Path, model: type[Facts]) -> list[str]:
    """The columns of a file that mean something here."""
    names = _opened(path).schema_arrow.names
    for key, field in model.model_fields.items():
        if field.is_required() and key not in names:
            raise InputError(f"has no column `{key}` among {', '.join(names[:20])}; rename the one that is meant")
    return [key for key in model.model_fields if key in names]


def _rows(file: Any, columns: list[str]) -> Iterator[dict[str, Any]]:
    """The rows of some columns; a moment is its text, since Python knows no nanoseconds."""
    from pyarrow import ArrowException, types

    try:
        for batch in file.iter_batches(_ROWS, columns=columns):
            for place, column in enumerate(batch.columns):
                if types.is_timestamp(column.type):
                    batch = batch.set_column(place, batch.schema.names[place], column.cast("string"))
            yield from batch.to_pylist()
    except (ArrowException, ValueError) as error:
        raise InputError(f"is broken ({error}); write it again") from None


def _as_text(value: object) -> str:
    """Texts that a column of bytes holds; days and the like as they are written."""
    return value.decode() if isinstance(value, bytes) else str(value)


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
