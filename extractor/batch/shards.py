"""FOLDER/shards/NN: what one of several workers writes, a folder of records of its own until it is taken in.

The folder's own ledger is read by the workers and written by nobody while they work. A shard is taken in when they have
ended, or by the next run where they were killed: answers first, then files, then the rows that tell of them, so that a
merge that is killed is only done again.
"""

import contextlib
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from extractor import store
from extractor.batch.ledger import LEDGER_NAME, Ledger, open_ledger
from extractor.batch.ledger_rows import Entry, Kept
from extractor.batch.lock import sole_writer
from extractor.errors import FolderInUse, StoreError

SHARDS = "shards"
STOP_NAME = "stop"
_DYING_SECONDS = 10.0  # a worker whose run was killed needs a moment to notice

# In the order of a merge; an attempt has no key, but no two are alike.
_TAKE_ANSWERS = "INSERT OR REPLACE INTO answers SELECT * FROM shard.answers"
_TAKE_ATTEMPTS = "INSERT INTO attempts SELECT * FROM shard.attempts EXCEPT SELECT * FROM attempts"
_OPEN_ROWS = """
INSERT OR REPLACE INTO articles SELECT * FROM shard.articles;
UPDATE articles SET status = 'open' WHERE id IN (SELECT id FROM shard.articles)
"""
_CLOSED = "SELECT id, status FROM shard.articles WHERE status != 'open'"
_TAKE_ROWS = "INSERT OR REPLACE INTO articles SELECT * FROM shard.articles"


class ShardLedger(Ledger):
    """The ledger of a shard, over that of the folder it belongs to: what that one knows counts, too."""

    def __init__(self, own: Ledger, whole: Ledger) -> None:
        self.__dict__.update(own.__dict__)
        self._whole = whole

    def entry(self, article: str) -> Entry | None:
        """What is known of an article, by this worker or before this run."""
        return super().entry(article) or self._whole.entry(article)

    def answer(self, request: str, nth: int, article: str) -> Kept | None:
        """What the model wrote to a request, to this worker or before this run."""
        return super().answer(request, nth, article) or self._whole.answer(request, nth, article)


def take_in(folder: Path) -> None:
    """Make the shards of a folder part of it, and remove them. The caller holds the folder.

    Raises:
        FolderInUse: a worker still writes. StoreError: something cannot be read or written.
    """
    for shard in sorted((folder / SHARDS).glob("[0-9]*")):
        with _held(shard):
            with open_ledger(folder), open_ledger(shard):  # so that both are there, and of this version
                pass
            _merge(folder, shard)
            _removed(shard)
    _removed(folder / SHARDS)


@contextmanager
def a_shard_of(folder: Path, workers: int) -> Iterator[tuple[int, Path, ShardLedger]]:
    """The first shard that no other worker holds: its number, its folder and its ledger.

    Raises:
        StoreError: all are held, or it cannot be written.
    """
    with ExitStack() as stack:
        for number in range(workers):
            shard = folder / SHARDS / f"{number:02}"
            with contextlib.suppress(FolderInUse):
                stack.enter_context(sole_writer(shard))
                own = stack.enter_context(open_ledger(shard))
                whole = stack.enter_context(settled_ledger(folder))
                yield number, shard, ShardLedger(own, whole)
                return
    raise StoreError(f"All {workers} shards of {folder} are held by other workers; wait for them to end.")


@contextmanager
def settled_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of a folder that nobody writes to, to read; without its log it can be read over a shared disk, too.

    Raises:
        StoreError: it cannot be read.
    """
    path = folder / LEDGER_NAME
    mode = "mode=ro" if path.with_name(f"{LEDGER_NAME}-wal").exists() else "immutable=1"
    address = f"{path.absolute().as_uri()}?{mode}"
    with _told(path), closing(sqlite3.connect(address, uri=True)) as database:
        yield Ledger(path, database)


def stop_work(folder: Path) -> None:
    """Ask the workers of a folder to begin nothing more."""
    with contextlib.suppress(OSError):  # a folder that cannot be written ends the run by itself
        (folder / SHARDS).mkdir(exist_ok=True)
        (folder / SHARDS / STOP_NAME).touch()


def is_stopped(folder: Path) -> bool:
    """Whether the workers were asked to begin nothing more."""
    return (folder / SHARDS / STOP_NAME).exists()


def copy_in(folder: Path, shard: Path, article: str) -> None:
    """Give a shard the record of an article and the answers behind it, so that it can be derived again there."""
    for source in (store.record_path(folder, article), store.record_path(folder / "drafts", article)):
        target = shard / source.relative_to(folder)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        except FileNotFoundError:  # it will be asked about
            return
        except OSError as error:
            raise store.refused(target, error) from None


def _merge(folder: Path, shard: Path) -> None:
    path = folder / LEDGER_NAME
    with _told(path), closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("ATTACH ? AS shard", (str(shard / LEDGER_NAME),))
        database.executescript(f"BEGIN; {_TAKE_ANSWERS}; {_TAKE_ATTEMPTS}; {_OPEN_ROWS}; COMMIT")
        for article, status in database.execute(_CLOSED):
            _take_files(folder, shard, article, status)
        database.execute(_TAKE_ROWS)


def _take_files(folder: Path, shard: Path, article: str, status: str) -> None:
    """Move the files of an article, the record last; those that have gone already are where they belong."""
    record = store.record_path(shard, article)
    draft = Path("drafts", record.name)
    try:
        if status == "failed":  # an older draft did not lead to this record
            (folder / draft).unlink(missing_ok=True)
        for name in (Path("texts", f"{article}.txt"), draft, Path(record.name)):
            (folder / name).parent.mkdir(exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                (shard / name).replace(folder / name)
    except OSError as error:
        raise store.refused(folder, error) from None


def _removed(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise store.refused(folder, error) from None


@contextmanager
def _held(shard: Path) -> Iterator[None]:
    """Hold a shard, once the worker that does has ended."""
    until = time.monotonic() + _DYING_SECONDS
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


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}; free the disk or name another folder with -o.") from None
