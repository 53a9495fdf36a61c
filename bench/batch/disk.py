"""A disk that fills up, and folders to read only: is it said, is nothing corrupt, and does the next run complete it?

    python -m bench.batch.disk                   # Linux, as root: it mounts small file systems of memory

Each run starts with just so much room free, so that now the lock, now the ledger or its log, now a text, a draft or a
record is what does not fit. Afterwards there is room, and the same command has to give the records of a run that was
undisturbed; what it asks again may be no more than what was in flight.
"""

import argparse
import contextlib
import json
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.batch.articles import write
from bench.batch.killed import command, counts, files, settled
from bench.batch.processes import Took, run, stub
from bench.batch.stub import Script
from extractor import store
from extractor.batch.ledger import LEDGER_NAME
from extractor.errors import StoreError

ROOM_KB = (0, 4, 8, 16, 32, 64, 96, 128, 192, 256, 384, 512, 768, 1024)
SIZE_MB = 16
_CANNOT = StoreError.exit_code


@dataclass(frozen=True, slots=True)
class Case:
    """A folder to write to, and what an undisturbed run gave and asked."""

    articles: Path
    whole: Path
    calls: int
    jobs: int

    def run(self, out: Path, url: str, folder: Path) -> Took:
        return run(command(self.articles, out, url, "single", self.jobs), folder)


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of memory. Raises PermissionError where none may be mounted."""
    disk = folder / "disk"
    disk.mkdir()
    try:
        _mount("-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", disk)
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        raise PermissionError from error
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
        disk.rmdir()


@contextlib.contextmanager
def read_only(path: Path) -> Iterator[None]:
    """A folder or file to read only, for root, too."""
    _mount("--bind", path, path)
    try:
        _mount("-o", "remount,ro,bind", path)
        yield
    finally:
        subprocess.run(["umount", path], check=True)


@contextlib.contextmanager
def filled(disk: Path, room_kb: int) -> Iterator[None]:
    """Only so much room on a disk while the block lasts."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 4096)
        file.truncate(max(0, file.tell() - room_kb * 1024))
    try:
        yield
    finally:
        ballast.unlink()


def _mount(*options: str | Path) -> None:
    subprocess.run(["mount", *options], check=True, capture_output=True)


def corrupt(out: Path) -> list[str]:
    """What cannot be read of what stands; parts of files are among it where the run was not killed."""
    found = [path.name for path in out.rglob(".*.tmp")]
    for path in out.glob("*.json"):
        try:
            record = store.load_record(path)
            store.load_text(path, record.article)
        except StoreError as error:
            found.append(str(error))
    if (ledger := out / LEDGER_NAME).exists():
        with contextlib.closing(sqlite3.connect(ledger)) as database:
            found += [row for (row,) in database.execute("PRAGMA integrity_check") if row != "ok"]
    return found


def told(case: Case, name: str, hindered: Took, out: Path, url: str) -> bool:
    """Print what a hindered run said, and whether the next one makes it good; the stub has served nothing else."""
    errors = [line for line in hindered.stderr.splitlines() if line.startswith("error: ")]
    bad, stood, same_before = corrupt(out), len(list(out.glob("*.json"))), files(out) == files(case.whole)
    last = case.run(out, url, out.parent.parent)
    twice = settled(url)["calls"] - case.calls
    same = files(out) == files(case.whole)
    checks = {
        f"exit code {hindered.exit_code}": hindered.exit_code == (_CANNOT if errors else 0),
        "records are missing, and nothing is said": errors or same_before,
        f"said {errors or hindered.stderr[-300:]}": len(errors) <= 1 and "Traceback" not in hindered.stderr,
        f"corrupt: {bad}": not bad,
        f"then exit code {last.exit_code}: {last.stderr[-300:]}": last.exit_code == 0,
        "other records": same,
        f"{twice} calls paid twice": twice <= case.jobs,
    }
    wrong = [what for what, well in checks.items() if not well]
    print(f"{name}: exit code {hindered.exit_code}, {stood} records, then all; {twice} calls asked again", flush=True)
    print(
        "\n".join(f"    {line}" for line in [*_without(out, errors), *(f"WRONG {what}" for what in wrong)]), flush=True
    )
    return not wrong


def _without(out: Path, lines: Sequence[str]) -> list[str]:
    return [line.replace(str(out.parent), "…") for line in lines]


def filling(case: Case, disk: Path, room_kb: int) -> bool:
    """A run on a disk with so much room."""
    out = disk / "records"
    with stub(Script(latency=0.05)) as url:
        with filled(disk, room_kb):
            hindered = case.run(out, url, disk.parent)
        return told(case, f"{room_kb:4} KB free", hindered, out, url)


def reading(case: Case, disk: Path, what: str) -> bool:
    """A run over what may only be read: the folder, or the ledger of a run that is not done."""
    out = disk / "records"
    with stub(Script(latency=0.05)) as url:
        out.mkdir(exist_ok=True)
        if what == "ledger":
            begun = ["extractor", *command(case.articles, out, url, "single", case.jobs)[1:], "--max-tokens", "20000"]
            run(begun, disk.parent)
        with read_only(out if what == "folder" else out / LEDGER_NAME):
            hindered = case.run(out, url, disk.parent)
        return told(case, f"{what} read only", hindered, out, url)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=30)
    options.add_argument("--jobs", type=int, default=4)
    options.add_argument("--room-kb", type=int, nargs="*", default=ROOM_KB)
    given = options.parse_args()
    well: list[bool] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        articles, whole = write(folder / "articles.jsonl", given.articles), folder / "whole"
        with stub(Script()) as url:
            run(command(articles, whole, url, "single", given.jobs), folder)
            case = Case(articles, whole, counts(url)["calls"], given.jobs)
        try:
            for room in given.room_kb:
                with small_disk(folder) as disk:
                    well.append(filling(case, disk, room))
            for what in ("folder", "ledger"):
                with small_disk(folder) as disk:
                    well.append(reading(case, disk, what))
        except PermissionError:
            print("This needs the right to mount: run it as root on Linux.")
            return
    print(json.dumps({"cases": len(well), "well": all(well)}))
    raise SystemExit(0 if all(well) else 1)


if __name__ == "__main__":
    main()
