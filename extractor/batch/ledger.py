"""FOLDER/ledger.sqlite: which articles are done, what every call cost, and each answer of the model as it arrives.

Write-ahead logging: what is committed survives the process, and others may read while a run writes. The row of an
article is written after its files, and opened again before they change: it never says more than stands there. What the
last rows said may be lost with the power; the drafts beside the records hold the answers of finished articles, too.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractor.batch.ledger_rows import Call, Entry, Figures, Kept, Run, Status, Totals
from extractor.errors import StoreError
from extractor.store import refused

LEDGER_NAME = "ledger.sqlite"
_VERSION = 1
_LOST = "delete it and run again: records with their drafts are not paid for again"
_READ_ONLY = "make it writable or name another folder with -o"
_CURES = {
    **dict.fromkeys((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB), _LOST),
    sqlite3.SQLITE_ERROR: _LOST,  # it is a database, but not of these tables
    sqlite3.SQLITE_BUSY: "another program has it open to write; close it and run again",
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _READ_ONLY,
}
_TABLES = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, asked TEXT, made TEXT, text_sha256 TEXT, characters INTEGER, model TEXT, strategy TEXT,
    opened TEXT, status TEXT, accepted INTEGER, review INTEGER, rejected INTEGER, error TEXT, message TEXT,
    seconds REAL, finished TEXT
) WITHOUT ROWID;
CREATE TABLE attempts (
    article TEXT, request TEXT, finished TEXT, outcome TEXT, tries INTEGER, prompt_tokens INTEGER,
    completion_tokens INTEGER, cached_tokens INTEGER, lost_tokens INTEGER, seconds REAL
);
CREATE INDEX attempts_of ON attempts (article, finished);
CREATE TABLE answers (
    request TEXT, nth INTEGER, article TEXT, content TEXT, error TEXT, PRIMARY KEY (request, nth)
) WITHOUT ROWID;
"""
_COST = """
SELECT id, status, total(prompt_tokens), total(completion_tokens), total(cached_tokens),
    max(a.seconds, total(t.seconds)), total(tries), model, a.finished
FROM articles a LEFT JOIN attempts t ON t.article = a.id AND t.finished >= a.opened
WHERE status != 'open' GROUP BY id
"""
# Of articles that were asked about to the end; what was derived again took no call.
_FIGURES = """
SELECT total(characters), total(prompt), total(completion), total(cached) FROM (
    SELECT characters, sum(prompt_tokens) AS prompt, sum(completion_tokens) AS completion, sum(cached_tokens) AS cached
    FROM articles a JOIN attempts t ON t.article = a.id AND t.finished >= a.opened
    WHERE model = ? AND strategy = ? AND status IN ('accepted', 'review') GROUP BY id
)
"""
_TOTALS = """
SELECT total(tries), total(prompt_tokens), total(completion_tokens), total(cached_tokens), total(lost_tokens)
FROM attempts
"""
# Texts that are alike ask alike: what was of use to one of them is not replaced by what was not to another.
_REPLACES = """
ON CONFLICT DO UPDATE SET article = excluded.article, content = excluded.content, error = excluded.error
WHERE excluded.error IS NULL OR answers.error IS NOT NULL
"""
_KEEP = f"INSERT INTO answers VALUES (?, ?, ?, ?, ?) {_REPLACES}"
# The ledger of a shard becomes part of this one: what was paid, then rows that are open for as long as files move.
_TAKE = (
    f"INSERT INTO answers SELECT * FROM shard.answers WHERE true {_REPLACES}",
    """INSERT INTO attempts SELECT * FROM shard.attempts AS new WHERE NOT EXISTS (
        SELECT 1 FROM main.attempts AS old
        WHERE old.article = new.article AND old.finished = new.finished AND old.request = new.request
    )""",
    "INSERT OR IGNORE INTO articles SELECT * FROM shard.articles",  # one begun there tells nothing of files here
    "UPDATE articles SET status = 'open' WHERE id IN (SELECT id FROM shard.articles WHERE status != 'open')",
)
_FINISHED = "SELECT id, status FROM shard.articles WHERE status != 'open'"
_CLOSE = "INSERT OR REPLACE INTO articles SELECT * FROM shard.articles WHERE status != 'open'"


class Ledger:
    """An open ledger; `open_ledger` and `read_ledger` make it. What it does not know is looked up in `before`."""

    def __init__(self, path: Path, database: sqlite3.Connection, before: "Ledger | None" = None) -> None:
        self._path = path
        self._database = database
        self._before = before
        self._file = _identity(path)

    def entry(self, article: str) -> Entry | None:
        """What is known of an article."""
        own = next(self._entries("WHERE id = ?", article), None)
        return own or (self._before.entry(article) if self._before else None)

    def entries(self, status: Status) -> Iterator[Entry]:
        """The articles of one status, by id."""
        return self._entries("WHERE status = ? ORDER BY id", status)

    def write(self, entry: Entry) -> None:
        """Set the row of an article."""
        self._change((_insert("articles", Entry), astuple(entry)))

    def answer(self, request: str, nth: int, article: str) -> Kept | None:
        """What the model wrote to a request before; a useless answer counts for the article alone that it was given."""
        found = self._rows("SELECT * FROM answers WHERE request = ? AND nth = ?", request, nth)
        kept = next((Kept(*row) for row in found), None)
        if kept and (kept.error is None or kept.article == article):
            return kept
        return self._before.answer(request, nth, article) if self._before else None

    def called(self, call: Call, kept: Kept | None = None) -> None:
        """Note a call, and what came of it."""
        answers = [(_KEEP, astuple(kept))] if kept else []
        self._change((_insert("attempts", Call), astuple(call)), *answers)

    def forget_useless(self, article: str) -> None:
        """Forget the answers of no use that an article was given, so that they are asked for again."""
        self._change(("DELETE FROM answers WHERE article = ? AND error IS NOT NULL", (article,)))

    def counts(self) -> dict[str, int]:
        """How many articles have each status."""
        return dict(self._rows("SELECT status, count(*) FROM articles GROUP BY status ORDER BY status"))

    def totals(self) -> Totals:
        """All that was ever paid."""
        (row,) = self._rows(_TOTALS)
        return Totals(*map(int, row))

    def runs(self) -> dict[str, Run]:
        """What each finished article cost, stopped runs and failures on the way to it included."""
        found = {}
        for name, status, prompt, completion, cached, seconds, tries, model, finished in self._rows(_COST):
            tokens = (int(prompt), int(completion), int(cached))
            when = datetime.fromisoformat(finished)
            found[name] = Run(name, status, *tokens, seconds, int(tries), model, when)
        return found

    def figures(self, model: str, strategy: str) -> Figures:
        """What this model took for the articles that it has read with this strategy."""
        (row,) = self._rows(_FIGURES, model, strategy)
        return Figures(*map(int, row))

    def absorb(self, folder: Path, move: Callable[[list[tuple[str, str]]], None]) -> None:
        """Add the ledger of another folder; `move` brings the files of its finished articles, told by id and status.

        To do it again adds nothing, and where it was killed no row says more than stands there.

        Raises:
            StoreError: it cannot be read or written.
        """
        with _told(self._path):
            self._database.execute("ATTACH ? AS shard", (str(folder / LEDGER_NAME),))
            try:
                self._change(*((sql, ()) for sql in _TAKE))
                move(self._rows(_FINISHED))
                self._change((_CLOSE, ()))
            finally:
                self._database.execute("DETACH shard")

    def _entries(self, where: str, *values: object) -> Iterator[Entry]:
        return (Entry(*row) for row in self._rows(f"SELECT * FROM articles {where}", *values))

    def _rows(self, sql: str, *values: object) -> list[Any]:
        with _told(self._path):
            return self._database.execute(sql, values).fetchall()

    def _change(self, *statements: tuple[str, tuple[object, ...]]) -> None:
        if _identity(self._path) != self._file:  # SQLite would go on to write what has no name any more
            raise StoreError(f"{self._path} was deleted or replaced under the run; run it again to go on.")
        with _told(self._path), self._database:
            for sql, values in statements:
                self._database.execute(sql, values)


@contextmanager
def open_ledger(folder: Path, before: Ledger | None = None) -> Iterator[Ledger]:
    """The ledger of a folder, to write; it is made where there is none. `before` knows what was done elsewhere.

    Raises:
        StoreError: it cannot be written, or is no ledger of this version.
    """
    path = folder / LEDGER_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused(folder, error) from None
    with _told(path), closing(sqlite3.connect(path)) as database:
        if not _version(database):
            database.executescript(f"PRAGMA journal_mode=WAL; BEGIN; {_TABLES} PRAGMA user_version={_VERSION}; COMMIT")
        _checked(path, database)
        database.execute("PRAGMA synchronous=NORMAL")  # a commit outlives the process; it waits for no disk
        yield Ledger(path, database, before)


@contextmanager
def read_ledger(folder: Path) -> Iterator[Ledger | None]:
    """The ledger of a folder, to read, while a run may be writing; None where there is none.

    Raises:
        StoreError: it cannot be read, or is no ledger of this version.
    """
    path = folder / LEDGER_NAME
    if not path.exists():
        yield None
        return
    # Beside the log of a run that writes, a reader needs files of its own; a folder that takes none has no such run.
    mode = "mode=ro" if os.access(folder, os.W_OK) else "immutable=1"
    with _told(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)) as database:
        _checked(path, database)
        yield Ledger(path, database)


def now() -> str:
    """The time, as the ledger writes it."""
    return datetime.now(UTC).isoformat()


def _identity(path: Path) -> int | None:
    """Which file a path names, or null where there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return None


def _version(database: sqlite3.Connection) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


def _checked(path: Path, database: sqlite3.Connection) -> None:
    if (version := _version(database)) != _VERSION:
        raise StoreError(f"{path} is of version {version}, not {_VERSION}; name another folder with -o, or {_LOST}.")


def _insert(table: str, row: type) -> str:
    return f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(fields(row)))})"


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        cure = _CURES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "free the disk or name another folder with -o")
        raise StoreError(f"{path}: {error}; {cure}.") from None
