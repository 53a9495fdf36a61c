"""Where something to read may be written: never over a record, since one slip of `-o` would lose what a run made."""

from pathlib import Path

from extractor import store
from extractor.errors import StoreError, UsageError


def refuse_record(out: Path) -> None:
    """Say that a file is none to write to.

    Raises:
        UsageError: it is a folder, or holds a record.
    """
    if out.is_dir():
        raise UsageError(f"-o {out} is a folder; name a file.")
    if out.is_file() and _is_record(out):
        raise UsageError(f"-o {out} is a record; name another file.")


def _is_record(path: Path) -> bool:
    try:
        store.load_record(path)
    except StoreError:
        return False
    return True
