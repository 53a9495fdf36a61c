"""The files that names on a command line mean: in order, each once, and never a whole tree at a time."""

import os
from pathlib import Path

import pytest

from extractor.sources import article_files, count_articles

TREE = ("a.txt", "a/2.txt", "a/10.txt", "a/b/1.txt", "a.b/1.txt", "a-b.jsonl", "z/y/x.html", "ا/ب.txt")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (*TREE, ".hidden/1.txt", "a/.hidden.txt", "a/notes.pdf", "out/texts/1.txt", "out/ledger.sqlite"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("قتل شخص\n", "utf-8")
    return tmp_path


def test_a_folder_is_sorted_as_its_paths_are(tree: Path) -> None:
    assert list(article_files([str(tree)])) == sorted(tree / name for name in TREE)
    assert count_articles([str(tree)]) == len(TREE)


def test_links_lead_nowhere_twice(tree: Path) -> None:
    (tree / "a" / "up").symlink_to(tree)
    (tree / "again.txt").symlink_to(tree / "a.txt")
    assert list(article_files([str(tree), str(tree / "a" / "2.txt")])) == sorted(tree / name for name in TREE)


def test_a_folder_is_read_when_its_turn_comes(tree: Path) -> None:
    files = article_files([str(tree)])
    next(files)
    (tree / "z" / "late.txt").write_text("قتل شخص", "utf-8")
    assert tree / "z" / "late.txt" in list(files)


def test_lines_of_a_pipe_are_left_to_whoever_reads_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jsonl")
    reader = os.open(tmp_path / "a.jsonl", os.O_RDONLY | os.O_NONBLOCK)
    with (tmp_path / "a.jsonl").open("wb") as writer:
        writer.write(b"{}\n")
    assert count_articles([str(tmp_path / "a.jsonl")]) == 1
    assert os.read(reader, 10) == b"{}\n"
    os.close(reader)
