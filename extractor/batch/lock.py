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
        FolderInUse: another run holds it. StoreError: the folder cannot be written.
    """
    path = folder / LOCK_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise refused(path, error) from None
    with open(descriptor, "r+", encoding="ascii") as file:  # noqa: PTH123 - opened without losing what it says
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FolderInUse(
                f"Process {file.read().strip() or 'of another run'} is writing to {folder}; wait for it, or name "
                "another folder with -o."
            ) from None
        file.truncate()
        print(os.getpid(), file=file, flush=True)
        yield
