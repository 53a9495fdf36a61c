"""Two sides compared article by article: what differs is kept on disk, and only what is counted in memory."""

import pickle
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import NamedTuple, Self

from extractor.diff.changes import RECORD, ChangeKind
from extractor.diff.entries import Entry, entries_of
from extractor.diff.sides import Prepare, Side, Version, Versions, version
from extractor.errors import StoreError
from schemas.items import KINDS
from schemas.record import Record

_TABLES = ("", *KINDS)
_MADE = ("model", "prompt_sha256", "strategy", "rules_version", "gazetteer_version", "code_version")


class Article(NamedTuple):
    """What changed in one article. `other_text`: the records are of different texts; `unquoted`: one has no text."""

    name: str
    entries: tuple[Entry, ...] = ()
    other_text: bool = False
    unquoted: bool = False
    made: tuple[tuple[str, str, str], ...] = ()
    broken: tuple[StoreError, ...] = ()


@dataclass(slots=True)
class Summary:
    """Counts over all articles. `counts` are changes by table, field and kind; `made` articles by what made them anew.

    `broken` names the articles of which a record cannot be read: they are not compared.
    """

    same: int = 0
    differ: int = 0
    added: int = 0
    removed: int = 0
    other_text: int = 0
    unquoted: int = 0
    counts: Counter[tuple[str, str, ChangeKind]] = field(default_factory=Counter)
    made: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def add(self, article: Article) -> None:
        """Count one more article."""
        if article.broken:
            self.broken.append(article.name)
            return
        changes = [(entry.table, row.change) for entry in article.entries for row in entry.rows]
        whole = [change.kind for _, change in changes if change.field == RECORD]
        self.counts.update((table, change.field, change.kind) for table, change in changes)
        self.added += ChangeKind.ADDED in whole
        self.removed += ChangeKind.REMOVED in whole
        self.differ += bool(changes) and not whole
        self.same += not changes
        self.other_text += article.other_text
        self.unquoted += bool(changes) and article.unquoted
        self.made.update(article.made)

    @property
    def is_same(self) -> bool:
        """Whether nothing that could be read differs."""
        return not self.counts

    @property
    def changes(self) -> int:
        """How many changes there are in all."""
        return self.counts.total()

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Tables and fields with changes, in one order: the record, then items whole and field by field."""
        return sorted(
            {(table, name) for table, name, _ in self.counts}, key=lambda row: (_TABLES.index(row[0]), row[1])
        )


class Spool:
    """Articles with changes, on disk until they are shown; a context.

    Raises:
        StoreError: the disk of temporary files is full.
    """

    def __enter__(self) -> Self:
        self._file = tempfile.TemporaryFile()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def add(self, article: Article) -> None:
        """Keep one more article."""
        try:
            pickle.dump(article, self._file)
        except OSError as error:
            raise StoreError(f"Differences cannot be kept in {tempfile.gettempdir()}: {error.strerror}.") from None

    def __iter__(self) -> Iterator[Article]:
        self._file.seek(0)
        while True:
            try:
                yield pickle.load(self._file)
            except EOFError:
                return


def as_they_are(both: Versions) -> Versions:
    """Nothing is hidden."""
    return both


def compared(old: Side, new: Side, prepare: Prepare) -> Iterator[Article]:
    """Every article of either side, in the order of their names.

    Two single records are compared whatever their names; a single one and a folder by that name alone.

    `prepare` is what names, records and texts pass through before they are compared or shown.
    """
    if old.is_one and new.is_one:
        yield _article(new.names[0], _Held(old, old.names[0]), _Held(new, new.names[0]), prepare)
        return
    before, after = set(old.names), set(new.names)
    wanted = before if old.is_one else after if new.is_one else before | after
    for name in sorted(wanted):
        held = _Held(old, name) if name in before else None, _Held(new, name) if name in after else None
        yield _article(name, *held, prepare)


@dataclass(frozen=True, slots=True)
class _Held:
    """A record that a side holds."""

    side: Side
    name: str

    def data(self) -> bytes:
        return self.side.data(self.name)

    def version(self, data: bytes) -> Version:
        return version(self.side, self.name, data)


def _article(name: str, old: _Held | None, new: _Held | None, prepare: Prepare) -> Article:
    broken: list[StoreError] = []
    read = [_bytes(held, broken) for held in (old, new)]
    if read[0] == read[1]:  # nothing differs, but it has to be a record
        old = None
    versions = [_version(held, data, broken) for held, data in zip((old, new), read, strict=True)]
    both = prepare(Versions(name, versions[0], versions[1]))
    if broken or read[0] == read[1]:
        return Article(both.name, broken=tuple(broken))
    return _told(both)


def _bytes(held: _Held | None, broken: list[StoreError]) -> bytes | None:
    try:
        return held.data() if held else None
    except StoreError as error:
        broken.append(error)
        return None


def _version(held: _Held | None, data: bytes | None, broken: list[StoreError]) -> Version | None:
    if held is None or data is None:
        return None
    try:
        return held.version(data)
    except StoreError as error:
        broken.append(error)
        return None


def _told(both: Versions) -> Article:
    held = [each for each in (both.old, both.new) if each]
    return Article(
        both.name,
        tuple(entries_of(both.old, both.new)),
        other_text=len({each.record.article.sha256 for each in held}) > 1,
        unquoted=any(each.text is None for each in held),
        made=tuple(_made(both.old.record, both.new.record)) if both.old and both.new else (),
    )


def _made(old: Record, new: Record) -> Iterator[tuple[str, str, str]]:
    before, after = old.provenance, new.provenance
    for name in _MADE:
        if getattr(before, name) != getattr(after, name):
            yield name, getattr(before, name), getattr(after, name)
