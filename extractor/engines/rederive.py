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
from extractor.batch.shards import is_stopped
from extractor.display.terminal import line
from extractor.engines.cluster import Cluster
from extractor.engines.packing import packed, unpacked
from extractor.engines.pool import Work, mapped, running_ray
from extractor.engines.stopping import stoppable
from extractor.running import INTERRUPTED
from extractor.stored import Remade, derived_again, held, remade, settled

_RECORDS = 16  # that a worker derives at a time
_WAITING = 2  # lists of them at a worker, so that it never waits for one


def rederive(path: Path, cluster: Cluster) -> Remade:
    """Derive every record of a folder again, as `extractor rederive` does on one core.

    Raises:
        StoreError: the folder holds no records. FolderInUse: a run is writing there. UsageError: Ray does not start.
    """
    path = path.absolute()
    folder = store.record_paths(path)[0].parent
    work = Work(partial(_records, path, folder), Deriver, (folder,), _RECORDS, _WAITING)
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


def _records(path: Path, folder: Path) -> Iterator[Path]:
    return takewhile(lambda _: not is_stopped(folder), store.record_paths(path))


class Deriver:
    """An actor of Ray Data; it reads the ledger while the process that started it writes there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        """What became of a list of records."""
        with read_ledger(self._folder) as ledger:  # anew for each list: calls may come from changing threads
            records = takewhile(lambda _: not is_stopped(self._folder), unpacked(table))
            return packed(remade(path, derived_again, ledger) for path in records)
