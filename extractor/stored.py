"""Commands over a folder of stored records: read, or made again in place; a broken record never stops the others."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from extractor import store
from extractor.articles import Article
from extractor.batch.current import closed
from extractor.batch.deriving import derived
from extractor.batch.ledger import LEDGER_NAME, open_ledger
from extractor.display.terminal import complain, line
from extractor.errors import ExtractorError, InputError, StoreError
from extractor.pipeline import check_again
from extractor.selftest.subject import Subject, subject_of
from schemas.record import Record

Remake = Callable[[Record, Path], Record]


@dataclass(slots=True)
class Loaded:
    """The records of a folder that can be read, and the ids of those that cannot."""

    records: list[Record] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def by_id(self, broken: set[str]) -> dict[str, Record]:
        """The records by article, but for these."""
        return {record.article.id: record for record in self.records if record.article.id not in broken}


@dataclass(slots=True)
class Remade:
    """How many records changed, and the worst exit code of those that could not be made again."""

    changed: int = 0
    exit_code: int = 0


class Change(NamedTuple):
    """A record that is another one when made again, and its file."""

    path: Path
    old: Record
    new: Record


def load_all(path: Path) -> Loaded:
    """Read every record; one that cannot be read is named."""
    loaded = Loaded()
    for file in store.record_paths(path):
        try:
            loaded.records.append(store.load_record(file))
        except StoreError as error:
            complain(error)
            loaded.broken.add(file.stem)
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


def remake_all(folder: Path, remake: Remake) -> Remade:
    """Make every record again in place and print those that changed."""
    return settled(remade(path, remake) for path in store.record_paths(folder))


def remade(path: Path, remake: Remake) -> Change | ExtractorError | None:
    """The record of a file made again, where it differs; nothing is written."""
    try:
        old = store.load_record(path)
        new = remake(old, path)
    except ExtractorError as error:
        return error
    return Change(path, old, new) if store.to_json(new) != store.to_json(old) else None


def settled(outcomes: Iterable[Change | ExtractorError | None]) -> Remade:
    """Write the records that changed and print them, as they come."""
    counted = Remade()
    for outcome in outcomes:
        try:
            if isinstance(outcome, ExtractorError):
                raise outcome
            if outcome:
                store.write_whole(outcome.path, store.to_json(outcome.new))
                _note(outcome.path.parent, outcome.new)
                counted.changed += 1
                line(f"{outcome.path.stem}: {outcome.old.status.value} -> {outcome.new.status.value}")
        except ExtractorError as error:
            complain(error)
            counted.exit_code = max(counted.exit_code, error.exit_code)
    line(f"{counted.changed} changed", stderr=True)
    return counted


def _note(folder: Path, record: Record) -> None:
    """The counts of a record that changed, into the ledger of its folder where there is one."""
    if not (folder / LEDGER_NAME).exists():
        return
    with open_ledger(folder) as ledger:
        if entry := ledger.entry(record.article.id):
            ledger.write(closed(entry, record, entry.seconds))


def checked_again(record: Record, path: Path) -> Record:
    """The record with the verdicts of today's rules."""
    return check_again(record, store.load_text(path, record.article))


def derived_again(record: Record, path: Path) -> Record:
    """The record that its stored answers give today."""
    return asyncio.run(derived(path, Article(record.article, store.load_text(path, record.article))))
