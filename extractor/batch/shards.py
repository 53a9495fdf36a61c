"""Folders of several workers become one: FOLDER/shards/NN, each a folder of records with its own ledger and lock."""

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from extractor import store
from extractor.batch.ledger import Ledger, open_ledger
from extractor.batch.ledger_rows import Entry
from extractor.batch.lock import sole_writer
from extractor.errors import FolderInUse

_SHARDS = "shards"
_WAIT_SECONDS = 30.0  # for workers to end, when who started them has ended


def claim(out: Path, stack: ExitStack) -> Path:
    """The first shard of a folder that nobody holds, held by the stack; that of a worker that died goes on.

    Raises:
        StoreError: the folder cannot be written.
    """
    for number in count():
        shard = out / _SHARDS / f"{number:02}"
        try:
            stack.enter_context(sole_writer(shard))
        except FolderInUse:
            continue
        return shard
    raise AssertionError  # there is always another number


def seed(out: Path, shard: Path, article: str) -> None:
    """Copy what a folder holds of an article into a shard, so that its record may be derived again there.

    Raises:
        StoreError: the shard cannot be written.
    """
    old, new = store.record_path(out, article), store.record_path(shard, article)
    if not new.exists():
        store.copy(old, new)


def take_over(out: Path, ledger: Ledger) -> None:
    """Move what stands in the shards of a folder into it, files before rows; one that was killed in the middle goes on.

    The caller holds the folder, and `ledger` is its own.

    Raises:
        FolderInUse: a worker still writes to a shard. StoreError: the folder cannot be written.
    """
    folder = out / _SHARDS
    if not folder.is_dir():
        return
    for shard in sorted(folder.iterdir()):
        with ExitStack() as stack:
            _hold(shard, stack)
            with open_ledger(shard) as rows:
                for entry in _finished(rows):
                    old, new = store.record_path(shard, entry.id), store.record_path(out, entry.id)
                    store.move(old, new, drafted=entry.error is None)
            ledger.absorb(shard)
            shutil.rmtree(shard, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _finished(rows: Ledger) -> Iterator[Entry]:
    for status in ("accepted", "review", "failed"):
        yield from rows.entries(status)


def _hold(shard: Path, stack: ExitStack) -> None:
    """Hold a shard; its worker is waited for while it still ends."""
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            return stack.enter_context(sole_writer(shard))
        except FolderInUse:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
