"""Records from folder to folder, each with its text and its draft."""

from collections.abc import Iterable
from pathlib import Path

from extractor import store


def copy(old: Path, new: Path) -> None:
    """Write the files of a record, as far as they are there, to another place; the record last.

    Raises:
        StoreError: one cannot be read or written.
    """
    for source, target in zip(store.parts(old), store.parts(new), strict=True):
        if source.exists():
            store.write_whole(target, store.read_whole(source))


def move(old: Path, new: Path, finished: Iterable[tuple[str, str]]) -> None:
    """Bring records, told by id and status, from one folder to another on the same disk.

    They replace what stands there; to do it again changes nothing.

    Raises:
        StoreError: the new folder cannot be written.
    """
    store.prepare(new)
    try:
        for article, status in finished:
            _move(store.record_path(old, article), store.record_path(new, article), drafted=status != "failed")
        for each in (new, new / "texts", new / "drafts"):
            store.sync(each)
    except OSError as error:
        raise store.refused(new, error) from None


def _move(old: Path, new: Path, *, drafted: bool) -> None:
    text, draft, record = store.parts(new)
    for source, target in zip(store.parts(old), (text, draft, record), strict=True):
        if source.exists():
            source.replace(target)
    if not drafted:  # an older one did not lead to this record
        draft.unlink(missing_ok=True)
