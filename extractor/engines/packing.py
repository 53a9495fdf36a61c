"""Objects of ours in tables of Ray Data: a row is a list of them, so that Ray neither splits lists nor joins them."""

import pickle
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow

_COLUMN = "pickled"


def packed(values: Iterable[Any]) -> pyarrow.Table:
    """A table of one row."""
    return pyarrow.table({_COLUMN: [pickle.dumps(list(values))]})


def unpacked(table: pyarrow.Table) -> Iterator[Any]:
    """What was packed into the rows of a table; it comes from processes of this run alone."""
    for row in table[_COLUMN]:
        yield from pickle.loads(row.as_py())
