"""Commands over a folder of stored records: read, or made again in place; a broken record never stops the others."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from extractor import store
from extractor.articles import Article
from extractor.batch.current import closed, made_of
from extractor.batch.deriving import derived
from extractor.batch.ledger import LEDGER_NAME, Ledger, open_ledger
from extractor.batch.ledger_rows import Entry
from extractor.batch.lock import sole_writer
from extractor.batch.shards import take_over
from extractor.display.terminal import complain, line
from extractor.errors import ExtractorError, FolderInUse, InputError, StoreError
from extractor.pipeline import check_again
from extractor.selftest.subject import Subject, subject_of
from schemas.record import Record

Remake = Callable[[Record, Path], tuple[Record, dict[str, Any] | None]]
"""A record made again, and its draft where that was made again, too."""


@dataclass(slots=True)
class Loaded:
    """The records of a folder that can be read, and whether some cannot."""

    records: list[Record] = field(default_factory=list)
    broken: bool = False


@dataclass(slots=True)
class Remade:
    """How many records changed, and the worst exit code of those that could not be made again."""

    changed: int = 0
    exit_code: int = 0


class Change(NamedTuple):
    """A record made again: its file, its status before and after, and its row in the ledger, if it has one."""

    name: str
    before: str
    after: str
    changed: bool
    row: Entry | None


def load_all(path: Path) -> Loaded:
    """Read every record; one that cannot be read is named."""
    loaded = Loaded()
    for file in store.record_paths(path):
        try:
            loaded.records.append(store.load_record(file))
        except StoreError as error:
            complain(error)
            loaded.broken = True
    return loaded


def failed_articles(folder: Path, failed: Iterable[str]) -> Iterator[Article | InputError]:
    """Articles of a folder that failed, from their records and texts."""
    for name in failed:
        path = store.record_path(folder, name)
        try:
            record = store.load_record(path)
            yield Article(record.article, store.load_text(path, record.article))
        except StoreError as error:
            yield InputError(str(error))


def subjects(path: Path) -> tuple[list[Subject], int]:
    """The records of a folder as subjects of a selftest, and the exit code of those that cannot be read."""
    found: list[Subject] = []
    exit_code = 0
    for file in store.record_paths(path):
        try:
            record = store.load_record(file)
            found.append(subject_of(record, store.load_text(file, record.article)))
        except StoreError as error:
            complain(error)
            exit_code = error.exit_code
    return found, exit_code


def remake_all(path: Path, remake: Remake) -> Remade:
    """Make every record again in place and print those that changed; `path` is their folder, or one of them.

    Raises:
        StoreError: there is no record. FolderInUse: a run is writing there.
    """
    with held(store.record_paths(path)[0].parent) as ledger:
        return settled((remade(file, entry, remake) for file, entry in listed(path, ledger)), ledger)


def listed(path: Path, ledger: Ledger | None) -> Iterator[tuple[Path, Entry | None]]:
    """The records of a folder, or the one record, each with its row where it has one."""
    for file in store.record_paths(path):
        yield file, ledger.entry(file.stem) if ledger else None


@contextmanager
def held(folder: Path) -> Iterator[Ledger | None]:
    """The ledger of a folder that no run writes to meanwhile; None where there is none, or nothing can be written."""
    with ExitStack() as stack:
        try:
            stack.enter_context(sole_writer(folder))
        except FolderInUse:
            raise
        except StoreError:  # a folder to read only; a record that changes says so
            yield None
            return
        if not (folder / LEDGER_NAME).exists():
            yield None
            return
        ledger = stack.enter_context(open_ledger(folder))
        take_over(folder, ledger)
        yield ledger


def remade(file: Path, entry: Entry | None, remake: Remake) -> Change | ExtractorError:
    """Make a record again and write what differs; its row, made of the one before, is left to `settled`."""
    try:
        old = store.load_record(file)
        new, draft = remake(old, file)
        if draft is not None and draft != store.load_draft(file):
            store.save_draft(file, draft)
        if changed := store.to_json(new) != store.to_json(old):
            store.write_whole(file, store.to_json(new))
    except ExtractorError as error:
        return error
    row = None
    if entry and (changed or draft is not None):
        made = entry.made if draft is None else made_of(new.article)
        row = closed(replace(entry, made=made), new, entry.seconds)
    return Change(file.stem, old.status.value, new.status.value, changed, row)


def settled(outcomes: Iterable[Change | ExtractorError], ledger: Ledger | None) -> Remade:
    """Write the rows of records made again, as they come, and print those that changed."""
    counted = Remade()
    for outcome in outcomes:
        try:
            if isinstance(outcome, ExtractorError):
                raise outcome
            if outcome.changed:
                counted.changed += 1
                line(f"{outcome.name}: {outcome.before} -> {outcome.after}")
            if ledger and outcome.row:
                ledger.write(outcome.row)
        except ExtractorError as error:
            complain(error)
            counted.exit_code = max(counted.exit_code, error.exit_code)
    line(f"{counted.changed} changed", stderr=True)
    return counted


def checked_again(record: Record, path: Path) -> tuple[Record, None]:
    """The record with the verdicts of today's rules; one that people reviewed keeps theirs."""
    if record.provenance.reviewed_by:
        return record, None
    return check_again(record, store.load_text(path, record.article)), None


def derived_again(record: Record, path: Path) -> tuple[Record, dict[str, Any] | None]:
    """The record that its stored answers give today, and their draft; a failed or a reviewed one stays as it is."""
    if record.error or record.provenance.reviewed_by:
        return record, None
    return asyncio.run(derived(path, Article(record.article, store.load_text(path, record.article))))
