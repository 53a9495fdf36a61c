"""A run stopped by the disk, by a person or by a reader that goes away leaves whole files and one sentence."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import factory
import pytest
from command_line import ARTICLE, articles, ask, extractor, files
from stub_server import StubServer, answers

from extractor import store

STEPWISE = ("--strategy", "stepwise")

# --- what cannot be written: exit code 6


def test_a_file_in_place_of_the_folder_is_said_before_a_call_is_paid(tmp_path: Path) -> None:
    articles(tmp_path / "in", a=ARTICLE)
    (tmp_path / "records").write_bytes(b"mine")
    with StubServer([answers()]) as server:
        run = ("run", "in", *ask(server.url))
        for option, said in (("-o", "records is a file; name a folder"), ("--record", "records cannot be written")):
            ran = extractor(tmp_path, *run, option, "records")
            assert (ran.code, len(ran.err.splitlines())) == (6, 1)
            assert said in ran.err
        assert server.bodies == []
    assert (tmp_path / "records").read_bytes() == b"mine"


def test_a_file_in_place_of_an_inner_folder(tmp_path: Path) -> None:
    articles(tmp_path / "in", a=ARTICLE)
    articles(tmp_path / "records")
    (tmp_path / "records" / "texts").write_bytes(b"")
    with StubServer([answers()]) as server:
        ran = extractor(tmp_path, "run", "in", *ask(server.url))
    assert (ran.code, len(ran.errors)) == (6, 1)
    assert sorted(files(tmp_path / "records")) == ["texts"]


def test_a_full_disk_ends_the_run_and_leaves_whole_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles(tmp_path / "in", a=ARTICLE, b=ARTICLE + "x")
    room = iter(range(8))  # three files and their folders for the first article, one for the second
    sync = os.fsync

    def full(descriptor: int) -> None:
        if next(room, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with StubServer([answers()]) as server:
        ran = extractor(tmp_path, "run", "in", *ask(server.url))
    assert (ran.code, len(ran.errors)) == (6, 1)
    assert "No space left on device; free the disk or name another folder with -o." in ran.err
    assert sorted(files(tmp_path / "records")) == ["a.json", "drafts/a.json", "texts/a.txt", "texts/b.txt"]


# --- a process of its own: signals and pipes

MAIN = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from extractor.cli import main; main()"


def started(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "EXTRACTOR_"))}
    command = [sys.executable, "-c", MAIN, *arguments]
    return subprocess.Popen(command, cwd=folder, env=clean, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("jobs", ["1", "8"])
def test_a_second_ctrl_c_ends_at_once_and_leaves_whole_files(tmp_path: Path, jobs: str) -> None:
    articles(tmp_path / "in", a=ARTICLE, b=ARTICLE + "x", c=ARTICLE + "y")
    with StubServer([answers(), answers(delay_seconds=60)]) as server:
        options = (*ask(server.url), *STEPWISE, "--record", "tape", "--jobs", jobs)
        process = started(tmp_path, "run", "in", *options)
        deadline = time.monotonic() + 30
        while not [*(tmp_path / "records").glob("*.json")] and time.monotonic() < deadline:
            time.sleep(0.02)
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert time.monotonic() - asked < 5
    assert process.returncode == 130
    assert out == b""
    lines = err.decode().splitlines()
    assert lines[-1] == "Interrupted; what was written so far is whole."
    assert "stopping: what is in flight has 10 s to finish; Ctrl-C again stops at once." in lines
    assert "Traceback" not in err.decode()
    (done,) = (path.stem for path in (tmp_path / "records").glob("*.json"))
    expected = [f"{done}.json", f"drafts/{done}.json", f"texts/{done}.txt"]
    assert sorted(files(tmp_path / "records")) == expected
    assert sorted(files(tmp_path / "tape")) == [f"{done}.yaml", "manifest.json"]


def test_one_ctrl_c_lets_what_is_in_flight_finish(tmp_path: Path) -> None:
    articles(tmp_path / "in", a=ARTICLE, b=ARTICLE + "x", c=ARTICLE + "y", d=ARTICLE + "z")
    with StubServer([answers(delay_seconds=1.5)]) as server:
        process = started(tmp_path, "run", "in", *ask(server.url), *STEPWISE, "--jobs", "2")
        while len(server.bodies) < 2:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Records are in records" in err.decode()
    assert sorted(path.stem for path in (tmp_path / "records").glob("*.json")) == ["a", "b"]


@pytest.mark.parametrize("lines", [0, 1])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_ctrl_c_ends_the_wait_for_articles_that_do_not_come(tmp_path: Path, number: int, lines: int) -> None:
    os.mkfifo(tmp_path / "in.jsonl")
    with StubServer([answers()]) as server:
        process = started(tmp_path, "run", "in.jsonl", *ask(server.url), *STEPWISE, "--jobs", "8")
        with (tmp_path / "in.jsonl").open("w", encoding="utf-8") as pipe:  # opens as soon as it is read
            for _ in range(lines):
                print(json.dumps({"id": "a", "text": ARTICLE}), file=pipe, flush=True)
            time.sleep(1.5)
            process.send_signal(number)
            _, err = process.communicate(timeout=8)
    assert process.returncode == 130
    assert "Traceback" not in err.decode()
    assert err.decode().splitlines()[-1] == "Interrupted; what was written so far is whole."
    assert [path.stem for path in (tmp_path / "records").glob("*.json")] == ["a"] * lines


@pytest.mark.parametrize("command", [["export", "records"], ["show", f"records/{factory.ARTICLE_ID}.json"], ["schema"]])
def test_a_reader_that_goes_away_is_no_error_to_talk_about(tmp_path: Path, command: list[str]) -> None:
    store.save(tmp_path / "records", factory.record(), factory.TEXT, None)
    process = started(tmp_path, *command)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=20) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("command", [("schema",), ("scan", "a.txt"), ("scan", "a.txt", "--json")], ids=" ".join)
def test_standard_output_on_a_full_disk_is_one_sentence(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "extractor", *command], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert (ran.returncode, ran.stderr) == (
        6,
        "error: Standard output cannot be written: No space left on device; free the disk.\n",
    )


def test_a_closed_standard_output_is_no_crash(tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m extractor schema >&-"
    ran = subprocess.run(["sh", "-c", command], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_link_to_itself_is_an_article_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    ran = extractor(tmp_path, "scan", "loop")
    assert ran.code == 3
    assert len(ran.errors) == 1
