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
    seen: set[Path] = set()
    for name in names:
        for source in [None] if name == STDIN else _named(name):
            if not isinstance(source, Path):
                yield source
            elif (real := Path(os.path.realpath(source))) not in seen:  # resolve() fails on a link to itself
                seen.add(real)
                yield source


def count_articles(names: Sequence[str]) -> int:
    """How many articles the names mean, at most: files, lines of JSONL, rows of Parquet; only these are looked at."""
    return sum(map(_count, article_files(names)))


def _count(source: Path | InputError | None) -> int:
    if isinstance(source, Path) and source.suffix.lower() in ROWS:
        return parquet.count(source)
    if not isinstance(source, Path) or source.suffix.lower() not in LINES:
        return 1
    try:
        with source.open("rb") as file:
            return sum(1 for _ in file)
    except OSError:
        return 1


def _named(name: str) -> list[Path | InputError]:
    try:
        return _expand(name)
    except OSError as error:  # a text given in place of a path is too long a name
        return [InputError(f"{name[:60]} cannot be read: {error.strerror}; give a path, or - for standard input.")]


def _expand(name: str) -> list[Path | InputError]:
    path = Path(name)
    if path.is_dir():
        return [*_folder(path)] or [InputError(f"{name} holds no .txt, .jsonl or .html file; name another folder.")]
    if path.exists() or not set(name) & set("*?["):
        return [] if path.name == INDEX_NAME else [path]
    matches = [Path(match) for match in sorted(glob(name, recursive=True))]  # noqa: PTH207 Path.glob takes no absolute pattern
    files = [file for match in matches for file in (_folder(match) if match.is_dir() else [match])]
    return [file for file in files if file.name != INDEX_NAME] or [
        InputError(f"{name} matches no article; check the pattern.")
    ]


def _folder(top: Path) -> list[Path]:
    """The article files of a folder and those below it, sorted; hidden ones and this tool's own output are left out."""
    found: list[Path] = []
    for folder, folders, files in os.walk(top):
        if OUTPUT_MARKS & set(files):
            folders[:] = []
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(folder, name) for name in files if _is_article(name)]
    return sorted(found)


def _is_article(name: str) -> bool:
    known = Path(name).suffix.lower() in {".txt"} | LINES | ROWS | PAGES
    return known and name != INDEX_NAME and not name.startswith(".")
