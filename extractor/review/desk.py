"""A folder under review: each article with its decisions as they stand on the disk now."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor import store
from extractor.errors import StoreError
from extractor.review.applying import reviewed
from extractor.review.decisions import Kept, decisions_path, read_decisions
from extractor.review.folding import Folded, fold
from extractor.review.history import known_to
from extractor.review.queue import Progress, in_order, progress
from schemas.decision import Decision
from schemas.record import Record

Stamp = tuple[int, ...]
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Article:
    """One article: the stored record with the hash of its file, its text and decisions, and what they come to."""

    path: Path
    stored: Record
    sha256: str
    text: str
    kept: Kept
    folded: Folded
    record: Record

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Every decision about it, in the order of the file."""
        return self.kept.decisions

    def as_seen(self, name: str, heads: Sequence[str]) -> Folded:
        """The items as a page showed them that had these decisions on one of them in view, and no later ones."""
        standing = self.folded.find(name)
        known = known_to(heads, {decision.id: decision for decision in self.decisions})
        unseen = {decision.id for decision in standing.about} - known if standing else set()
        if not unseen:
            return self.folded
        return fold(self.stored, self.sha256, self.text, [d for d in self.decisions if d.id not in unseen])


def open_article(path: Path) -> Article:
    """Read an article of a folder; `path` is its record.

    Raises:
        StoreError: the record, its text or its decisions cannot be read.
    """
    record = store.load_record(path)
    text = store.load_text(path, record.article)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    kept = read_decisions(decisions_path(path))
    folded = fold(record, sha256, text, kept.decisions)
    by = [decision.by for decision in kept.decisions]
    return Article(path, record, sha256, text, kept, folded, reviewed(record, text, folded, by))


class Desk:
    """The articles of a folder, each read again only where its files have changed; the last few are kept whole."""

    def __init__(self, folder: Path) -> None:
        """Look at a folder of records, or at one record."""
        self._folder = folder
        self._articles: dict[Path, tuple[Stamp, Article]] = {}
        self._progress: dict[Path, tuple[Stamp, Progress]] = {}

    def article(self, name: str) -> Article | None:
        """An article as it stands now; None where there is none of that id.

        Raises:
            StoreError: its files cannot be read.
        """
        path = _paths(self._folder).get(name)
        return self._read(path) if path else None

    def progress(self) -> tuple[list[Progress], list[str]]:
        """How far each article is, those with most to do first, and a sentence for each that cannot be read.

        Raises:
            StoreError: the folder holds no records.
        """
        found, broken = [], []
        for path in _paths(self._folder).values():
            try:
                found.append(self._how_far(path))
            except StoreError as error:
                broken.append(str(error))
        return in_order(found), broken

    def _how_far(self, path: Path) -> Progress:
        stamp = _stamp(path)
        known = self._progress.get(path)
        if known is None or known[0] != stamp:
            article = _to_review(path)
            known = self._progress[path] = stamp, progress(article.record, article.folded)
        return known[1]

    def _read(self, path: Path) -> Article:
        stamp = _stamp(path)
        known = self._articles.pop(path, None)
        if known is None or known[0] != stamp:
            known = stamp, _to_review(path)
        self._articles[path] = known
        if len(self._articles) > _KEPT:
            del self._articles[next(iter(self._articles))]
        return known[1]


def _to_review(path: Path) -> Article:
    article = open_article(path)
    if article.stored.provenance.reviewed_by:
        raise StoreError(
            f"{path} is a reviewed record already; review the record that it was made of, and apply again."
        )
    return article


def _paths(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in store.record_paths(folder)}


def _stamp(path: Path) -> Stamp:
    """Times and sizes of a record and its decisions, which only grow."""
    files = (file.stat() for file in (path, decisions_path(path)) if file.exists())
    return tuple(value for state in files for value in (state.st_mtime_ns, state.st_size, state.st_ino))
