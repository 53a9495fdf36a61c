"""`extractor rederive --engine ray`: workers derive and write files; this process holds the folder and writes rows."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import takewhile
from pathlib import Path

import pyarrow

from extractor import store
from extractor.batch.ledger import read_ledger
from extractor.batch.ledger_rows import Entry
from extractor.batch.shards import is_stopped
from extractor.display.terminal import line
from extractor.engines.cluster import Cluster
from extractor.engines.packing import packed, unpacked
from extractor.engines.pool import Work, mapped, running_ray
from extractor.engines.stopping import stoppable
from extractor.running import INTERRUPTED
from extractor.stored import Remade, derived_again, held, listed, remade, settled

Listed = tuple[Path, Entry | None]

_RECORDS = 16  # that a worker derives at a time


def rederive(path: Path, cluster: Cluster) -> Remade:
    """Derive every record of a folder again, as `extractor rederive` does on one core.

    Raises:
        StoreError: the folder holds no records. FolderInUse: a run is writing there. UsageError: Ray does not start.
    """
    path = path.absolute()
    folder = store.record_paths(path)[0].parent
    work = Work(partial(_records, path, folder), Deriver, (folder,), _RECORDS, 1)
    counted = Remade()
    with (
        held(folder) as ledger,
        stoppable(folder, _say) as stop,
        running_ray(cluster),
        closing(mapped(work, cluster)) as outcomes,
    ):
        counted = settled(outcomes, ledger)
    return replace(counted, exit_code=INTERRUPTED) if stop.asked else counted


def _say(text: str) -> None:
    line(text, stderr=True)


def _records(path: Path, folder: Path) -> Iterator[Listed]:
    """Rows are read on the machine where they are written, since the log of the ledger is on no shared disk."""
    with read_ledger(folder) as ledger:
        yield from takewhile(lambda _: not is_stopped(folder), listed(path, ledger))


class Deriver:
    """An actor of Ray Data; it writes files, and leaves rows to the process that started it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        """What became of a list of records."""
        records = takewhile(lambda _: not is_stopped(self._folder), unpacked(table))
        return packed(remade(path, entry, derived_again) for path, entry in records)
