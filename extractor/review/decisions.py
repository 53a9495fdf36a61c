"""FOLDER/decisions/ID.jsonl: every decision about an article, one a line, only ever appended to.

Lines are whole and complete in themselves, so that a union merge of two copies is a valid file, too. A process that is
killed may leave a torn last line: it was never acknowledged, and the next writer ends it with a mark that readers skip.
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from extractor.errors import StoreError
from extractor.review.fields import FIELDS, TYPES
from schemas.decision import Decision, Verb

FOLDER = "decisions"
_TORN = b" #torn"


@dataclass(frozen=True, slots=True)
class Kept:
    """The decisions of a file in its order, and a sentence for each line that is none."""

    decisions: tuple[Decision, ...] = ()
    broken: tuple[str, ...] = ()


def decisions_path(record_file: Path) -> Path:
    """Where the decisions about a record stand."""
    return record_file.parent / FOLDER / f"{record_file.stem}.jsonl"


def read_decisions(path: Path) -> Kept:
    """Every decision of a file, each once; none where there is no file.

    Raises:
        StoreError: the file cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Kept()
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from None
    found: dict[str, Decision] = {}
    broken = []
    lines = data.split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.endswith(_TORN):
            continue
        decision = _parsed(line)
        if decision:
            found.setdefault(decision.id, decision)
        elif number < len(lines):
            broken.append(f"{path} line {number} is no decision; mend or remove the line.")
    return Kept(tuple(found.values()), tuple(broken))


def append(path: Path, decision: Decision) -> None:
    """Write one decision at the end of its file; it is on the disk when this returns, and not there where it raises.

    Raises:
        StoreError: the file cannot be written.
    """
    line = decision.model_dump_json(exclude_defaults=True).encode("utf-8") + b"\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path) as file:
            _write(file, _ending(file) + line)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written ({error.strerror}): the decision is not kept; decide again."
        ) from None


def _write(file: int, data: bytes) -> None:
    """Write all of it to the disk, or take back what was written of it: nobody was told that it is kept."""
    size = os.fstat(file).st_size
    try:
        if os.write(file, data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file)
    except OSError:
        os.ftruncate(file, size)
        raise


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _ending(file: int) -> bytes:
    """What has to go before the next line: nothing, or the end of a line that somebody left open."""
    size = os.fstat(file).st_size
    if not size or os.pread(file, 1, size - 1) == b"\n":
        return b""
    last = os.pread(file, size, 0).rsplit(b"\n", 1)[-1]
    return b"\n" if _parsed(last) else _TORN + b"\n"


def _parsed(line: bytes) -> Decision | None:
    try:
        decision = Decision.model_validate_json(line)
    except ValidationError:
        return None
    return decision if _fits(decision) else None


def _fits(decision: Decision) -> bool:
    """Whether its item is of its kind, and what it corrects a field of that, where a link holds ids."""
    if decision.item is None or decision.kind is None:
        return True
    if type(decision.item) is not TYPES[decision.kind]:
        return False
    if decision.verb is not Verb.CORRECT or decision.choice is None:
        return True
    field = FIELDS[type(decision.item)].get(decision.choice.field.partition(".")[0])
    return field is not None and (not field.links or (_are_ids(decision.old) and _are_ids(decision.new)))


def _are_ids(value: object) -> bool:
    return all(isinstance(each, str | None) for each in (value if isinstance(value, list) else [value]))
