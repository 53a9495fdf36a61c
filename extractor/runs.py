"""FOLDER/runs.jsonl: one line an article and run, what the record's inputs do not determine."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from extractor.store import refused
from schemas.record import RecordStatus

RUNS_NAME = "runs.jsonl"


@dataclass(frozen=True, slots=True)
class Run:
    """What one article cost; tokens as the server counted them, `attempts` the calls sent, `when` the start."""

    id: str
    status: RecordStatus
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    seconds: float
    attempts: int
    model: str
    when: datetime


def append_run(folder: Path, run: Run) -> None:
    """Add one line to `runs.jsonl`; a line that does not fit on the disk is taken back.

    Raises:
        StoreError: the file cannot be written.
    """
    line = json.dumps(asdict(run) | {"when": run.when.isoformat()}, ensure_ascii=False) + "\n"
    path = folder / RUNS_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("ab", buffering=0) as file:
            _append(file.fileno(), line.encode("utf-8"))
    except OSError as error:
        raise refused(path, error) from None


def read_runs(folder: Path) -> Mapping[str, Run]:
    """The last run of each article; empty where no log stands. A line that a crash cut short is passed over."""
    path = folder / RUNS_NAME
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except (OSError, UnicodeDecodeError):
        return {}
    return {run.id: run for line in lines if (run := _run(line))}


def _run(line: str) -> Run | None:
    try:
        row = json.loads(line)
        status, when = RecordStatus(row.pop("status")), datetime.fromisoformat(row.pop("when"))
        return Run(status=status, when=when, **row)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _append(descriptor: int, line: bytes) -> None:
    size = os.fstat(descriptor).st_size
    try:
        if os.write(descriptor, line) < len(line):
            raise OSError(28, "No space left on device")
        os.fsync(descriptor)
    except BaseException:
        os.ftruncate(descriptor, size)
        raise
