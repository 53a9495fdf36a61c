"""The ledger: what is written is read back, by others and later; and one sentence where it cannot be used."""

import errno
import fcntl
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import factory
import pytest

from extractor.batch.current import closed
from extractor.batch.ledger import LEDGER_NAME, open_ledger, read_ledger
from extractor.batch.ledger_rows import Call, Entry, Figures, Kept, Totals
from extractor.batch.lock import sole_writer
from extractor.errors import FolderInUse, StoreError

ENTRY = Entry("a", "asked", "made", "sha", 1000, "m", "single", "2026-01-01T00:00:02+00:00")
CALL = Call("a", "r1", "2026-01-01T00:00:03+00:00", "answer", 1, 100, 20, 60, 5, 1.5)
DONE = replace(ENTRY, status="review", accepted=2, seconds=1.0, finished="2026-01-01T00:00:05+00:00")


def test_what_is_written_is_read_while_the_writer_goes_on(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "new") as ledger, read_ledger(tmp_path / "new") as reader:
        assert reader is not None
        ledger.write(ENTRY)
        assert list(reader.entries("open")) == [ENTRY]
        ledger.write(DONE)
        ledger.called(CALL, Kept("r1", 1, "a", "{}"))
        assert (reader.entry("a"), reader.counts()) == (DONE, {"review": 1})
        assert reader.answer("r1", 1, "another") == Kept("r1", 1, "a", "{}")
        assert reader.totals() == Totals(1, 100, 20, 60, 5)
    with open_ledger(tmp_path / "new") as ledger:
        assert ledger.entry("a") == DONE
        assert ledger.entry("b") is None
        assert ledger.answer("r2", 1, "a") is None


def test_a_useless_answer_counts_for_its_article_until_it_is_forgotten(tmp_path: Path) -> None:
    kept = Kept("r1", 1, "a", "{", "cut off")
    with open_ledger(tmp_path) as ledger:
        ledger.called(CALL, kept)
        assert (ledger.answer("r1", 1, "a"), ledger.answer("r1", 1, "b")) == (kept, None)
        ledger.forget_useless("b")
        assert ledger.answer("r1", 1, "a") == kept
        ledger.forget_useless("a")
        assert ledger.answer("r1", 1, "a") is None


@pytest.mark.parametrize("second", ["{", "{}"], ids=["no use", "use"])
def test_what_was_of_use_is_not_replaced_by_what_was_not(tmp_path: Path, second: str) -> None:
    """Two articles with one text ask the same at the same time."""
    useful, error = Kept("r1", 1, "a", "[]"), "cut off" if second == "{" else None
    later = Kept("r1", 1, "b", second, error)
    with open_ledger(tmp_path) as ledger:
        for kept in (useful, later):
            ledger.called(CALL, kept)
        assert ledger.answer("r1", 1, "c") == (useful if error else later)
        ledger.called(CALL, replace(later, request="r2", error="cut off"))
        ledger.called(CALL, replace(later, request="r2", content="{}", error=None))
        assert ledger.answer("r2", 1, "c") is not None


def test_a_cost_is_what_led_to_the_record(tmp_path: Path) -> None:
    before = replace(CALL, finished="2026-01-01T00:00:01+00:00")
    failed = replace(CALL, outcome="ServerDown", tries=4, prompt_tokens=0, completion_tokens=0, cached_tokens=0)
    with open_ledger(tmp_path) as ledger:
        for call in (before, failed, CALL, replace(CALL, article="b")):
            ledger.called(call)
        ledger.write(replace(ENTRY, id="b"))
        ledger.write(DONE)
        (run,) = ledger.runs().values()
        assert (run.prompt_tokens, run.completion_tokens, run.cached_tokens, run.attempts) == (100, 20, 60, 5)
        assert run.seconds == 3.0
        assert ledger.figures("m", "single") == Figures(1000, 100, 20, 60)
        assert ledger.figures("m", "stepwise") == Figures(0, 0, 0, 0)


def test_the_row_of_a_record(tmp_path: Path) -> None:
    failed = closed(ENTRY, factory.failed(), 2.0)
    assert (failed.status, failed.error, failed.seconds) == ("failed", factory.failed().error.kind, 2.0)  # type: ignore[union-attr]
    row = closed(ENTRY, factory.record(), 2.0)
    assert row.status == factory.record().status.value
    assert row.accepted + row.review + row.rejected > 0
    assert row.error is row.message is None


def test_a_folder_without_a_ledger_has_none(tmp_path: Path) -> None:
    with read_ledger(tmp_path) as ledger:
        assert ledger is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("opened", [open_ledger, read_ledger])
def test_what_is_no_ledger_is_said(tmp_path: Path, opened: type) -> None:
    (tmp_path / LEDGER_NAME).write_bytes(b"no database at all" * 100)
    said = r"ledger\.sqlite: file is not a database; delete it and run again"
    with pytest.raises(StoreError, match=said), opened(tmp_path):
        pass


def test_a_ledger_that_is_broken_inside_is_said(tmp_path: Path) -> None:
    with open_ledger(tmp_path) as ledger:
        for number in range(200):
            ledger.write(replace(DONE, id=f"a{number}"))
    path = tmp_path / LEDGER_NAME
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\x7f" * (len(whole) - 4096))
    with read_ledger(tmp_path) as reader:
        assert reader is not None
        with pytest.raises(StoreError, match="delete it and run again"):
            reader.entry("a7")


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("CREATE TABLE articles (a)", "already exists; delete it"),
        ("PRAGMA user_version=1", "no such table.*; delete it"),
    ],
    ids=["tables-of-others", "no-tables"],
)
def test_a_database_of_others_is_said(tmp_path: Path, statement: str, says: str) -> None:
    with closing(sqlite3.connect(tmp_path / LEDGER_NAME, isolation_level=None)) as database:
        database.execute(statement)
    with pytest.raises(StoreError, match=says), open_ledger(tmp_path) as ledger:
        ledger.entry("a")


def test_a_ledger_that_another_program_holds_is_said(tmp_path: Path) -> None:
    with open_ledger(tmp_path) as ledger, closing(sqlite3.connect(tmp_path / LEDGER_NAME)) as other:
        ledger._database.execute("PRAGMA busy_timeout=0")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked; another program has it open to write; close it"):
            ledger.write(DONE)


@pytest.mark.parametrize("replaced", [False, True], ids=["gone", "another"])
def test_a_ledger_that_is_deleted_under_its_writer_ends_the_run(tmp_path: Path, replaced: bool) -> None:
    with open_ledger(tmp_path) as ledger:
        ledger.write(DONE)
        (tmp_path / LEDGER_NAME).rename(tmp_path / "kept.sqlite")
        if replaced:
            (tmp_path / LEDGER_NAME).touch()
        with pytest.raises(StoreError, match="was deleted or replaced under the run; run it again"):
            ledger.write(DONE)


@pytest.mark.parametrize("size", [0, 50])
def test_a_ledger_that_was_cut_short_is_begun_or_said(tmp_path: Path, size: int) -> None:
    with open_ledger(tmp_path) as ledger:
        ledger.write(DONE)
    path = tmp_path / LEDGER_NAME
    path.write_bytes(path.read_bytes()[:size])
    if size:
        with pytest.raises(StoreError, match="delete it and run again"), open_ledger(tmp_path):
            pass
        return
    with open_ledger(tmp_path) as ledger:
        assert ledger.entry("a") is None


def test_another_version_is_said(tmp_path: Path) -> None:
    with open_ledger(tmp_path):
        pass
    database = sqlite3.connect(tmp_path / LEDGER_NAME)
    database.execute("PRAGMA user_version=9")
    database.close()
    with pytest.raises(StoreError, match="is of version 9, not 1; name another folder"), open_ledger(tmp_path):
        pass


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "records").touch()
    for opened in (open_ledger, sole_writer):
        with pytest.raises(StoreError, match="records is a file; name a folder with -o"), opened(tmp_path / "records"):
            pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_ledger_that_may_not_be_written_can_be_read(tmp_path: Path) -> None:
    with open_ledger(tmp_path) as ledger:
        ledger.write(DONE)
    (tmp_path / LEDGER_NAME).chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        with read_ledger(tmp_path) as reader:
            assert reader is not None
            assert reader.entry("a") == DONE
        with pytest.raises(StoreError), open_ledger(tmp_path) as ledger:
            ledger.write(ENTRY)
    finally:
        tmp_path.chmod(0o700)


# --- one run at a time

HOLD = "import sys; from pathlib import Path; from extractor.batch.lock import sole_writer\n"
HOLD += "with sole_writer(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"


def test_a_folder_is_held_by_one_process_and_free_when_it_dies(tmp_path: Path) -> None:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], **pipes) as process:  # type: ignore[call-overload]
        assert process.stdout.readline() == b"held\n"
        said = f"Process {process.pid} is writing to .*; wait for it, or name another"
        with pytest.raises(FolderInUse, match=said), sole_writer(tmp_path):
            pass
        process.kill()
    with sole_writer(tmp_path):
        assert (tmp_path / ".lock").read_text() == f"{os.getpid()}\n"


def test_a_file_system_that_locks_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", unlocked)
    said = r"\.lock cannot be written: No locks available"
    with pytest.raises(StoreError, match=said) as raised, sole_writer(tmp_path):
        pass
    assert not isinstance(raised.value, FolderInUse)


def test_one_folder_by_two_names_is_held_once(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "link").symlink_to("records")
    with sole_writer(tmp_path / "link"), pytest.raises(FolderInUse), sole_writer(tmp_path / "records"):
        pass


@pytest.mark.parametrize(
    ("here", "there", "is_open"), [(True, False, False), (False, True, False), (False, False, True)]
)
def test_a_row_that_was_begun_elsewhere_replaces_none_that_is_done(
    tmp_path: Path, here: bool, there: bool, is_open: bool
) -> None:
    with open_ledger(tmp_path / "shard") as ledger:
        ledger.write(DONE if there else ENTRY)
    with open_ledger(tmp_path) as ledger:
        ledger.write(DONE if here else ENTRY)
        ledger.absorb(tmp_path / "shard", lambda finished: None)
        assert ledger.counts() == {"open" if is_open else "review": 1}
