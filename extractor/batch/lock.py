"""One run at a time in a folder: a file that the kernel keeps locked for as long as the process lives."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.errors import FolderInUse
from extractor.store import refused

LOCK_NAME = ".lock"


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Hold a folder of records; the file tells others which process does. It stays, unlocked, when the block ends.

    Raises:
        FolderInUse: another run holds it. StoreError: the folder cannot be written, or its file system locks nothing.
    """
    path = folder / LOCK_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise refused(path, error) from None
    try:
        _hold(descriptor, path)
        yield
    finally:
        os.close(descriptor)


def _hold(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
    except BlockingIOError:
        holder = os.read(descriptor, 20).decode("ascii", "replace").strip() or "of another run"
        raise FolderInUse(
            f"Process {holder} is writing to {path.parent}; wait for it, or name another folder with -o."
        ) from None
    except OSError as error:
        raise refused(path, error) from None
