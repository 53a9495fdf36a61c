"""A process killed with -9 in the middle of a write: the next run makes it good, sweeps the parts and asks nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ARTICLE, articles, ask, extractor, files
from stub_server import StubServer, answers

from extractor import store

# The process ends itself at its n-th rename: before it the file is a part, after it the next step has not begun.
KILLED = """
import os, pathlib, signal, sys
from extractor.cli import main
replace, left = pathlib.Path.replace, [int(sys.argv.pop(1))]
def replaced(part, path):
    left[0] -= 1
    late = os.environ["KILL"] == "after" and replace(part, path)
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return late or replace(part, path)
pathlib.Path.replace = replaced
main()
"""
WRITTEN = ["texts/a.txt", "drafts/a.json", "a.json"]


@pytest.mark.parametrize(
    ("moment", "nth"),
    [("before", 1), ("before", 2), ("before", 3), ("after", 3)],
    ids=["text", "draft", "record", "row"],
)
def test_killed_at_a_rename_and_run_again(tmp_path: Path, moment: str, nth: int) -> None:
    articles(tmp_path / "in", a=ARTICLE)
    with StubServer([answers()]) as server:
        options = ("run", "in", *ask(server.url), "-o")
        extractor(tmp_path, *options, "whole")
        asked = len(server.bodies)
        assert killed(tmp_path, nth, moment, *options, "killed") == -signal.SIGKILL
        stood = WRITTEN[: nth - (moment == "before")]
        assert sorted(named(tmp_path / "killed")) == sorted(stood)
        assert len(parts(tmp_path / "killed")) == (moment == "before")
        assert len(server.bodies) == 2 * asked
        ran = extractor(tmp_path, *options, "killed")
        assert (ran.code, len(server.bodies)) == (0, 2 * asked)
    assert files(tmp_path / "killed") == files(tmp_path / "whole")
    assert parts(tmp_path / "killed") == []


def test_only_parts_of_ours_are_swept(tmp_path: Path) -> None:
    ours = [tmp_path / inner / f".{'0f' * 8}.tmp" for inner in ("", "texts", "drafts")]
    others = [tmp_path / name for name in (".mine.tmp", f"{'0f' * 8}.tmp", f".{'0f' * 8}.tmp.old", "a.json")]
    store.prepare(tmp_path)
    for path in (*ours, *others):
        path.write_bytes(b"{")
    store.prepare(tmp_path)
    assert [path for path in (*ours, *others) if path.exists()] == others


def killed(folder: Path, nth: int, moment: str, *arguments: str) -> int:
    """The exit code of a process that ends itself at its n-th rename."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "EXTRACTOR_"))}
    command = [sys.executable, "-c", KILLED, str(nth), *arguments]
    return subprocess.run(command, cwd=folder, env=clean | {"KILL": moment}, stderr=subprocess.DEVNULL).returncode


def named(folder: Path) -> list[str]:
    """The files of a folder that are no parts."""
    return [name for name in files(folder) if not name.endswith(".tmp")]


def parts(folder: Path) -> list[Path]:
    """What is left of files that were never whole."""
    return list(folder.rglob(".*.tmp"))
