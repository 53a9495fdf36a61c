"""Where the records of one side of a diff come from: a folder, one file, or a revision of git."""

import os.path
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from extractor import store
from extractor.diff.revisions import Revision
from extractor.errors import StoreError, UsageError
from schemas.record import Record


@dataclass(frozen=True, slots=True)
class Version:
    """A stored record, and the text that its spans index; None where no such text stands beside it."""

    record: Record
    text: str | None


@dataclass(frozen=True, slots=True)
class Versions:
    """Both records of one article; None where a side does not hold one."""

    name: str
    old: Version | None
    new: Version | None


Prepare = Callable[[Versions], Versions]
"""What the records of an article and its name pass through before they are compared or shown."""


class Side(Protocol):
    """Stored records by name. `is_one` says that a person named this very record."""

    names: list[str]
    is_one: bool

    def where(self, name: str) -> str:
        """What errors call a record."""
        ...

    def data(self, name: str) -> bytes:
        """The bytes of a record.

        Raises:
            StoreError: they cannot be read.
        """
        ...

    def text(self, name: str) -> bytes | None:
        """The bytes of its text, None where there is none."""
        ...


class Files:
    """The records of a folder, or one of them.

    Raises:
        StoreError: there is no record.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._files = {file.stem: file for file in store.record_paths(path)}
            self.is_one = path.is_file()
        except OSError as error:  # a name that no file can have, a folder that may not be read
            raise StoreError(f"{path} cannot be read: {error.strerror}; name another folder.") from None
        self.names = list(self._files)

    def where(self, name: str) -> str:
        """The path."""
        return str(self._files[name])

    def data(self, name: str) -> bytes:
        """The bytes of the file."""
        try:
            return self._files[name].read_bytes()
        except OSError as error:
            raise StoreError(f"{self.where(name)} cannot be read: {error.strerror}; leave it out.") from None

    def text(self, name: str) -> bytes | None:
        """The bytes of the file in `texts`."""
        try:
            return store.text_path(self._files[name]).read_bytes()
        except OSError:
            return None


@contextmanager
def opened(named: str) -> Iterator[Side]:
    """The records that an argument names: a path that exists, else a revision of git where it holds a colon.

    Raises:
        StoreError: there are no records. UsageError: it begins with a dash, and would be an option for git.
    """
    if named.startswith("-"):
        raise UsageError(f"{named}: a revision does not begin with a dash; write ./{named} for a folder of that name.")
    if os.path.lexists(named) or ":" not in named:  # a path may hold what Path.exists() raises at
        yield Files(Path(named))
    else:
        with Revision(named) as revision:
            yield revision


def version(side: Side, name: str, data: bytes) -> Version:
    """The record that was read as `data`, with its text.

    Raises:
        StoreError: it is no record.
    """
    record = store.record_of(data, side.where(name))
    raw = side.text(name)
    try:
        text = None if raw is None else store.text_of(raw, "", record.article)
    except StoreError:  # another text than that of the record is none
        text = None
    return Version(record, text)
