"""Any values as a source of Ray Data, made while they are wanted: never are all of them in memory."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow
from ray.data import Datasource
from ray.data.block import BlockMetadata
from ray.data.datasource import ReadTask

from extractor.engines.packing import packed

Make = Callable[[], Iterator[Any]]


class Stream(Datasource):  # type: ignore[misc]
    """What `make` gives, in lists of `length`; one task makes it, in the folder where paths mean the same."""

    def __init__(self, make: Make, length: int) -> None:
        super().__init__()
        self._make = make
        self._length = length
        self._folder = Path.cwd()

    @property
    def supports_distributed_reads(self) -> bool:
        """No: made where the run was started."""
        return False

    def estimate_inmemory_data_size(self) -> None:
        """Nobody knows before they are made."""

    def get_read_tasks(self, parallelism: int, *_: Any, **__: Any) -> Sequence[ReadTask]:
        """The one task."""
        make, length, folder = self._make, self._length, self._folder

        def tables() -> Iterator[pyarrow.Table]:
            with contextlib.chdir(folder):
                values = make()
                while some := list(islice(values, length)):
                    yield packed(some)

        return [ReadTask(tables, BlockMetadata(None, None, None))]
