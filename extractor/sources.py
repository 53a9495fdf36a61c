"""Names on a command line to the files they mean: files, folders, patterns, `-`."""

import os
from collections.abc import Iterator, Sequence
from glob import glob
from pathlib import Path

from extractor import parquet
from extractor.errors import InputError
from extractor.facts import INDEX_NAME

STDIN = "-"
OUTPUT_MARKS = {"ledger.sqlite", "runs.jsonl"}  # a folder that holds one was written by this tool: no articles
TEXTS, LINES, ROWS, PAGES = {".txt", ""}, {".jsonl"}, {".parquet"}, {".html", ".htm"}


def article_files(names: Sequence[str]) -> Iterator[Path | InputError | None]:
    """Each file once, in the order of the names and sorted within a folder or pattern; null for standard input."""
    seen: set[str] = set()
    for name in names:
        for source in [None] if name == STDIN else _named(name):
            if not isinstance(source, Path):
                yield source
            elif (real := os.path.realpath(source)) not in seen:  # resolve() fails on a link to itself
                seen.add(real)
                yield source


def is_stream(name: str) -> bool:
    """Whether what is read there can be read once only."""
    try:
        return name == STDIN or Path(name).is_fifo()
    except OSError:  # too long a name
        return False


def is_among(folder: Path, names: Sequence[str]) -> bool:
    """Whether a folder is one of those that the names mean; once it holds records, no article is looked for there."""
    there = os.path.isdir(folder)  # noqa: PTH112 - whatever the name is
    return there and os.path.realpath(folder) in map(os.path.realpath, names)


def count_articles(names: Sequence[str]) -> int:
    """How many articles the names mean, at most: files, lines of JSONL, rows of Parquet; only these are looked at."""
    return sum(map(_count, article_files(names)))


def _count(source: Path | InputError | None) -> int:
    if isinstance(source, Path) and source.suffix.lower() in ROWS:
        return parquet.count(source)
    if not isinstance(source, Path) or source.suffix.lower() not in LINES or not source.is_file():
        return 1  # what is read from a pipe is gone
    try:
        with source.open("rb") as file:
            return sum(1 for _ in file)
    except OSError:
        return 1


def _named(name: str) -> Iterator[Path | InputError]:
    try:
        yield from _expand(name)
    except OSError as error:  # a text given in place of a path is too long a name
        yield InputError(f"{name[:60]} cannot be read: {error.strerror}; give a path, or - for standard input.")


def _expand(name: str) -> Iterator[Path | InputError]:
    path = Path(name)
    if path.is_dir():
        yield from _some(_folder(path), f"{name} holds no .txt, .jsonl or .html file; name another folder.")
    elif path.exists() or not set(name) & set("*?["):
        yield from [] if path.name == INDEX_NAME else [path]
    else:
        yield from _some(_matching(name), f"{name} matches no article; check the pattern.")


def _some(files: Iterator[Path], otherwise: str) -> Iterator[Path | InputError]:
    """The files, or what is told where there is none."""
    first = next(files, None)
    if first is None:
        yield InputError(otherwise)
        return
    yield first
    yield from files


def _matching(pattern: str) -> Iterator[Path]:
    for match in sorted(glob(pattern, recursive=True)):  # noqa: PTH207 Path.glob takes no absolute pattern
        path = Path(match)
        for file in _folder(path) if path.is_dir() else [path]:
            if file.name != INDEX_NAME:
                yield file


def _folder(folder: Path) -> Iterator[Path]:
    """The article files of a folder and those below it, sorted; hidden ones and this tool's own output are left out.

    One folder is held at a time, its names alone: there may be a hundred thousand.
    """
    for name, is_folder in _listed(folder):
        if is_folder:
            yield from _folder(folder / name)
        else:
            yield folder / name


def _listed(folder: Path) -> list[tuple[str, bool]]:
    """The names of articles and of folders, each with whether it is one; nothing of a folder that cannot be read."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name in OUTPUT_MARKS:
                    return []
                if entry.is_dir():
                    if not (entry.name.startswith(".") or entry.is_symlink()):  # a link may lead round in a circle
                        found.append((entry.name, True))
                elif _is_article(entry.name):
                    found.append((entry.name, False))
    except OSError:
        return []
    return sorted(found)


def _is_article(name: str) -> bool:
    known = Path(name).suffix.lower() in {".txt"} | LINES | ROWS | PAGES
    return known and name != INDEX_NAME and not name.startswith(".")
