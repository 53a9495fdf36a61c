"""A folder under review: each article with its decisions as they stand on the disk now."""

import contextlib
from dataclasses import replace
from pathlib import Path

from extractor import store
from extractor.errors import StoreError
from extractor.review.article import Article, open_article
from extractor.review.decisions import decisions_path
from extractor.review.queue import Progress, in_order, progress
from extractor.review.sight import PLAIN, Sight

Stamp = tuple[int, ...]
_KEPT = 8


class Desk:
    """The articles of a folder, each read again only where its files have changed; the last few are kept whole."""

    def __init__(self, folder: Path, sight: Sight = PLAIN) -> None:
        """Look at a folder of records, or at one record; `sight` says what pages show of it."""
        self._folder, self.sight = folder, sight
        self._articles: dict[Path, tuple[Stamp, Article]] = {}
        self._progress: dict[Path, tuple[Stamp, Progress]] = {}

    def article(self, name: str) -> Article | None:
        """An article as it stands now, by the name that pages call it; None where there is none of that name.

        Raises:
            StoreError: its files cannot be read.
        """
        path = self._paths().get(name)
        return self._read(path) if path else None

    def progress(self) -> tuple[list[Progress], list[str]]:
        """How far each article is, those with most to do first, and a sentence for each that cannot be read.

        Raises:
            StoreError: the folder holds no records.
        """
        found, broken = [], []
        for path in self._paths().values():
            try:
                found.append(self._how_far(path))
            except StoreError as error:
                broken.append(self.sight.message(None, str(error)))
        return in_order(found), broken

    def _how_far(self, path: Path) -> Progress:
        stamp = _stamp(path)
        known = self._progress.get(path)
        if known is None or known[0] != stamp:
            shown = self.sight.article(self._to_review(path))
            known = self._progress[path] = stamp, progress(shown.name, shown.record, shown.folded)
        return known[1]

    def _read(self, path: Path) -> Article:
        stamp = _stamp(path)
        known = self._articles.pop(path, None)
        if known is None or known[0] != stamp:
            known = stamp, self._to_review(path)
        self._articles[path] = known
        if len(self._articles) > _KEPT:
            del self._articles[next(iter(self._articles))]
        return known[1]

    def _to_review(self, path: Path) -> Article:
        article = replace(open_article(path), name=self.sight.name(path))
        if article.stored.provenance.reviewed_by:
            raise StoreError(f"{path} is reviewed already; review the record that it was made of, and apply again.")
        return article

    def _paths(self) -> dict[str, Path]:
        return {self.sight.name(path): path for path in store.record_paths(self._folder)}


def _stamp(path: Path) -> Stamp:
    """Times and sizes of a record and its decisions, which only grow; where one cannot be seen, reading tells why."""
    found: list[int] = []
    for file in (path, decisions_path(path)):
        with contextlib.suppress(OSError):
            state = file.stat()
            found += (state.st_mtime_ns, state.st_size, state.st_ino)
    return tuple(found)
