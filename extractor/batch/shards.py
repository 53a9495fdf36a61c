"""FOLDER/shards/NN: what one of several workers writes, a folder of records of its own until it is taken over.

Nobody writes to the folder's own ledger while they work. A shard is taken over when they have ended, or by the next run
where they were killed: answers first, then files, then the rows that tell of them; a merge that is killed is only done
again.
"""

import contextlib
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

from extractor import moving, store
from extractor.batch.ledger import LEDGER_NAME, Ledger, open_ledger
from extractor.batch.lock import sole_writer
from extractor.errors import FolderInUse, StoreError

_SHARDS = "shards"
_STOP, _GIVE_UP = "stop", "stop-at-once"
_OPENINGS = "openings"
_MOST_OPENINGS = 3  # of a shard in one run; more would crash, too
_WAIT_SECONDS = 30.0  # for workers to end, when who started them has ended


@contextmanager
def a_shard_of(folder: Path, workers: int) -> Iterator[tuple[int, Path, Ledger]]:
    """The first shard that no other worker holds: its number, its folder, and its ledger over that of the folder.

    Raises:
        StoreError: all are held, or it cannot be written, or whoever held it crashed, again and again.
    """
    with ExitStack() as stack:
        for number in range(workers):
            shard = folder / _SHARDS / f"{number:02}"
            with contextlib.suppress(FolderInUse):
                stack.enter_context(sole_writer(shard))
                _count_opening(shard)
                before = stack.enter_context(settled_ledger(folder))
                yield number, shard, stack.enter_context(open_ledger(shard, before))
                return
    raise StoreError(f"All {workers} shards of {folder} are held by other workers; wait for them to end.")


def _count_opening(shard: Path) -> None:
    try:
        with (shard / _OPENINGS).open("ab") as file:
            file.write(b".")
            times = file.tell()
    except OSError as error:
        raise store.refused(shard, error) from None
    if times > _MOST_OPENINGS:
        raise StoreError(f"The worker of {shard} crashed {_MOST_OPENINGS} times; give fewer workers or more memory.")


@contextmanager
def settled_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of a folder that nobody writes to, to read; without its log it can be read over a shared disk, too.

    Raises:
        StoreError: it cannot be read.
    """
    path = folder / LEDGER_NAME
    mode = "mode=ro" if path.with_name(f"{LEDGER_NAME}-wal").exists() else "immutable=1"
    try:
        database = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}; run it again where the folder can be read.") from None
    with closing(database):
        yield Ledger(path, database)


def seed(folder: Path, shard: Path, article: str) -> None:
    """Copy what a folder holds of an article into a shard, so that its record may be derived again there.

    Raises:
        StoreError: the shard cannot be written.
    """
    old, new = store.record_path(folder, article), store.record_path(shard, article)
    if not new.exists():
        moving.copy(old, new)


def stop_work(folder: Path, *, at_once: bool = False) -> None:
    """Ask the workers of a folder to begin nothing more; `at_once` to give up what they have begun, too."""
    with contextlib.suppress(OSError):  # a folder that cannot be written ends the run by itself
        (folder / _SHARDS).mkdir(exist_ok=True)
        (folder / _SHARDS / (_GIVE_UP if at_once else _STOP)).touch()


def is_stopped(folder: Path, *, at_once: bool = False) -> bool:
    """Whether the workers were asked to begin nothing more, or to give up what they have begun."""
    return (folder / _SHARDS / _GIVE_UP).exists() or (not at_once and (folder / _SHARDS / _STOP).exists())


def forget_stop(folder: Path) -> None:
    """Let workers begin again."""
    for name in (_STOP, _GIVE_UP):
        (folder / _SHARDS / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # there is none, or one with shards that are to be taken over
        (folder / _SHARDS).rmdir()


def take_over(folder: Path, ledger: Ledger) -> None:
    """Make the shards of a folder part of it, and remove them; one that was killed in the middle goes on.

    The caller holds the folder, and `ledger` is its own.

    Raises:
        FolderInUse: a worker still writes to a shard. StoreError: something cannot be read or written.
    """
    for shard in sorted((folder / _SHARDS).glob("[0-9]*")):
        with _held(shard):
            with open_ledger(shard):  # so that it is there, and of this version
                pass
            ledger.absorb(shard, partial(moving.move, shard, folder))
            _remove(shard)
    _remove(folder / _SHARDS)


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise store.refused(folder, error) from None


@contextmanager
def _held(shard: Path) -> Iterator[None]:
    """Hold a shard, once the worker that does has ended."""
    until = time.monotonic() + _WAIT_SECONDS
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(sole_writer(shard))
                break
            except FolderInUse:
                if time.monotonic() > until:
                    raise
            time.sleep(0.1)
        yield
