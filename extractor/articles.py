"""Files, folders, patterns and standard input to articles, one by one; what cannot be read comes as an error value."""

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

from extractor import html, parquet
from extractor.arabic.published import infer_published
from extractor.decoding import count_arabic, decode
from extractor.errors import InputError, UsageError
from extractor.facts import INDEX_NAME, NO_FACTS, Facts, Line, Row, read_index, read_lines
from extractor.sources import LINES, PAGES, ROWS, TEXTS, article_files
from schemas.record import ArticleInfo, PublishedBasis

_MOST_PAGE_BYTES = 20_000_000
_LONGEST_ID = 249  # bytes; file systems take 255, of which decisions need ".jsonl"
# Letters of the Arabic script that Persian, Urdu and Kurdish use and Arabic does not.
_NOT_ARABIC = frozenset("پچژگکیہھےٹڈڑںڤڵڕۆێەۀ")


@dataclass(frozen=True, slots=True)
class Article:
    """A text and what is known of it; `notices` tell a person how it was read where that was not plain."""

    info: ArticleInfo
    text: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`meta` is a JSONL of facts by article id; `published` holds for articles without a date."""

    meta: Path | None = None
    published: date | None = None
    max_chars: int = 200_000


def read_articles(
    paths: Sequence[str], options: ReadOptions | None = None, stdin: BinaryIO | None = None
) -> Iterator[Article | InputError]:
    """Read every article that the paths name, in their order and sorted within a folder; errors come in between.

    Facts of an article are taken from its JSONL line, else `options.meta`, else the `index.jsonl` beside its file, else
    the metadata of its page, else `options.published`.
    A date that none of them gives is taken from the text where the text proves it.

    Raises:
        UsageError: `options.meta` cannot be read.
    """
    options = options or ReadOptions()
    try:
        rows, errors = read_index(options.meta) if options.meta else ({}, [])
    except OSError as error:
        raise UsageError(f"--meta {options.meta} cannot be read: {error.strerror}.") from None
    return _Reader(options, rows, errors, stdin).read(paths)


def id_problem(article_id: str) -> str | None:
    """Why an id cannot name the files of a record, or null where it can."""
    if not article_id or article_id.startswith("."):
        return "is empty or starts with a dot"
    if any(mark in article_id for mark in "/\\") or not article_id.isprintable():
        return "holds a path separator or a control character"
    return f"is longer than {_LONGEST_ID} bytes" if len(article_id.encode()) > _LONGEST_ID else None


def language_of(text: str) -> str | None:
    """`ar` where most letters are Arabic and few belong to other languages of its script; else null."""
    letters = sum(character.isalpha() for character in text)
    other = sum(character in _NOT_ARABIC for character in text)
    return "ar" if 2 * count_arabic(text) > letters > 20 * other else None


@dataclass(frozen=True, slots=True)
class _Found:
    """A text before its checks: `own` facts were given with it, `page` facts stand in its HTML."""

    name: str
    text: str
    path: Path | None = None
    own_id: str | None = None
    own: Facts = NO_FACTS
    page: Facts = NO_FACTS
    encoding: str = "utf-8"

    @property
    def id(self) -> str:
        return self.own_id or _sha256(self.text)[:16]


@dataclass
class _Reader:
    options: ReadOptions
    meta: dict[str, Row]
    errors: list[InputError]  # of index files: they come before the article that made us read them
    stdin: BinaryIO | None
    indexes: dict[Path, dict[str, Row]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def read(self, paths: Sequence[str]) -> Iterator[Article | InputError]:
        empty = True
        for source in article_files(paths):
            for found in [source] if isinstance(source, InputError) else self._texts(source):
                result = self._checked(found) if isinstance(found, _Found) else found
                empty = False
                yield from self._reported()
                yield result
        if empty:
            yield InputError(f"No article in {' '.join(paths) or 'no path'}; name .txt, .jsonl or .html files.")

    def _reported(self) -> Iterator[InputError]:
        while self.errors:
            yield self.errors.pop(0)

    def _texts(self, path: Path | None) -> Iterator[_Found | InputError]:
        """The texts of one file; an error that ends them names it."""
        name = str(path) if path else "Standard input"
        try:
            if path and path.suffix.lower() in LINES | ROWS:
                yield from _lines(path)
            else:
                yield self._one_text(path, name)
        except InputError as error:
            yield InputError(f"{name} {error}.")
        except OSError as error:
            yield InputError(f"{name} cannot be read: {error.strerror or error}.")

    def _one_text(self, path: Path | None, name: str) -> _Found:
        suffix = path.suffix.lower() if path else ""
        if suffix not in TEXTS | PAGES:
            raise InputError("is no article; give .txt, .jsonl or .html files")
        decoded = decode(self._bytes(path, _MOST_PAGE_BYTES if suffix in PAGES else 4 * self.options.max_chars + 4))
        page = html.read_page(decoded.text) if suffix in PAGES else html.Page(decoded.text, NO_FACTS)
        return _Found(name, page.text, path, path.stem if path else None, NO_FACTS, page.facts, decoded.encoding)

    def _bytes(self, path: Path | None, limit: int) -> bytes:
        if path is None:
            data = (self.stdin or sys.stdin.buffer).read(limit + 1)
        else:
            with path.open("rb") as file:
                data = file.read(limit + 1)
        if len(data) > limit:
            raise InputError(f"is over the limit of {limit} bytes; split it, or raise --max-chars")
        return data

    def _checked(self, found: _Found) -> Article | InputError:
        problem = self._problem(found)
        if problem:
            return InputError(f"{found.name} {problem}.")
        other = self.names.setdefault(found.id, found.name)
        if other != found.name:
            return InputError(f"{found.name} has the same id as {other}, {found.id}; rename one of them.")
        return self._article(found)

    def _problem(self, found: _Found) -> str | None:
        if not found.text.strip("\0\ufeff \t\r\n"):
            return "is empty; give it a text"
        if len(found.text) > self.options.max_chars:
            limit = self.options.max_chars
            return f"has {len(found.text)} characters, over the limit of {limit}; split it, or raise --max-chars"
        if not count_arabic(found.text):
            return "has no Arabic letters; give an article in Arabic"
        trouble = id_problem(found.id)
        return trouble and f"would get an id that {trouble}; rename it"

    def _article(self, found: _Found) -> Article:
        index = self._index(found.path)
        default = Facts(published=self.options.published)
        facts = [found.own, _row(self.meta, found), _row(index, found), found.page, default]
        dated = next((fact for fact in facts if fact.published), None)
        proved = None if dated else infer_published(found.text)
        info = ArticleInfo(
            id=found.id,
            # A name that is not UTF-8 is stored as well as it can be: a record holds Unicode only.
            path=os.fsencode(found.path.as_posix()).decode("utf-8", "replace") if found.path else None,
            url=next((fact.url for fact in facts if fact.url), None),
            outlet=next((fact.outlet for fact in facts if fact.outlet), None),
            title=next((fact.title for fact in facts if fact.title), None),
            published=dated.published if dated else proved,
            published_basis=PublishedBasis.PROVED_BY_TEXT if proved else _basis(dated, found.page),
            language=language_of(found.text),
            sha256=_sha256(found.text),
            length=len(found.text),
        )
        return Article(info, found.text, _notices(found))

    def _index(self, path: Path | None) -> dict[str, Row]:
        if path is None:
            return {}
        if path.parent not in self.indexes:
            self.indexes[path.parent], errors = _index_in(path.parent)
            self.errors += errors
        return self.indexes[path.parent]


def _index_in(folder: Path) -> tuple[dict[str, Row], list[InputError]]:
    index = folder / INDEX_NAME
    try:
        return read_index(index) if index.is_file() else ({}, [])
    except OSError as error:
        return {}, [InputError(f"{index} cannot be read: {error.strerror}; articles there go without its facts.")]


def _row(rows: dict[str, Row], found: _Found) -> Facts:
    file = found.path.name if found.path else found.id
    return rows.get(found.id) or rows.get(file) or NO_FACTS


def _lines(path: Path) -> Iterator[_Found | InputError]:
    empty = True
    rows = path.suffix.lower() in ROWS
    for name, line in parquet.read_rows(path, Line) if rows else read_lines(path, Line):
        empty = False
        yield line if isinstance(line, InputError) else _Found(name, line.text, path, line.id, line)
    if empty:
        raise InputError(
            f"is empty; write one {'row an article' if rows else 'JSON object a line'}, with the key `text`"
        )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _basis(dated: Facts | None, page: Facts) -> PublishedBasis | None:
    if dated is None:
        return None
    return PublishedBasis.METADATA if dated is page else PublishedBasis.GIVEN


def _notices(found: _Found) -> tuple[str, ...]:
    if found.encoding == "utf-8":
        return ()
    return (f"{found.name} was read as {found.encoding}; look at the text, or save it again as UTF-8.",)
