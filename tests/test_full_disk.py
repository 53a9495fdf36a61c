"""A disk that takes no more: whichever write fails, one error, whole files, and a next run that completes them."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command_line import ARTICLE, articles, ask, extractor, files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scripted_client import ENDPOINT, ScriptedClient, read_all, worked
from stub_server import StubServer, answers

from extractor import store
from extractor.articles import Article
from extractor.batch.lock import sole_writer
from extractor.errors import StoreError
from extractor.pipeline import Plan

MORE = "وقصفت مدفعية الجيش بلدة في ريف {} صباح السبت، وقتل جنديان.\n"
OLDER = replace(ENDPOINT, model="older")
JOBS = 2
WRITES = 60  # about as many as a run over three articles makes, asked stepwise


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> list[Article]:
    folder = tmp_path_factory.mktemp("in")
    return read_all(
        articles(folder, **{f"a{n}": ARTICLE + MORE.format(city) for n, city in enumerate(["حمص", "درعا", "إدلب"])})
    )


@contextmanager
def room_for(writes: int) -> Iterator[list[str]]:
    """So many writes succeed, to files, folders and the ledger; those that did not are listed."""
    done, failed = 0, []

    def full(what: str) -> bool:
        nonlocal done
        done += 1
        if done > writes:
            failed.append(what)
        return done > writes

    class FullDatabase(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            if sql.lstrip().startswith(("INSERT", "DELETE")) and full("ledger"):
                raise sqlite3.OperationalError("database or disk is full")
            return super().execute(sql, *values)

    def failing(name: str, function: Any) -> Any:
        def called(*arguments: Any) -> Any:
            if full(name):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return function(*arguments)

        return called

    connect = sqlite3.connect
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sqlite3, "connect", lambda *given, **more: connect(*given, factory=FullDatabase, **more))
        patched.setattr(os, "fsync", failing("file", os.fsync))
        patched.setattr(Path, "replace", failing("name", Path.replace))
        yield failed


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rooms=st.lists(st.integers(0, WRITES), min_size=1, max_size=3),
    every_bad=st.sampled_from([0, 3]),
    older=st.booleans(),
)
def test_whichever_write_fails(
    tmp_path_factory: pytest.TempPathFactory, texts: list[Article], rooms: list[int], every_bad: int, older: bool
) -> None:
    """Where older records stand, none of them may be taken for what was not written."""
    folder, whole = tmp_path_factory.mktemp("out"), ScriptedClient(every_bad=every_bad)
    worked(texts, folder / "whole", whole, jobs=JOBS)
    if older:
        worked(texts, folder / "full", ScriptedClient(endpoint=OLDER), plan=Plan("older", "stepwise"))
    asked = []
    for room in rooms:
        client = ScriptedClient(every_bad=every_bad)
        with room_for(room) as failed, suppress(StoreError):
            worked(texts, folder / "full", client, jobs=JOBS)
            assert not failed  # it was said
        asked += client.asked
        assert not list((folder / "full").rglob(".*.tmp"))
        for path in (folder / "full").glob("*.json"):
            record = store.load_record(path)
            store.load_text(path, record.article)
    last = ScriptedClient(every_bad=every_bad)
    worked(texts, folder / "full", last, jobs=JOBS)
    asked += last.asked
    assert files(folder / "full") == files(folder / "whole")
    assert set(asked) == set(whole.asked)
    assert len(asked) - len(whole.asked) <= JOBS * len(rooms)


def test_a_run_makes_no_more_writes_than_are_tried(tmp_path: Path, texts: list[Article]) -> None:
    with room_for(WRITES) as failed:
        worked(texts, tmp_path, ScriptedClient(), jobs=JOBS)
    assert failed == []


# --- check and rederive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles(tmp_path / "in", a=ARTICLE)
    with StubServer([answers()]) as server:
        assert extractor(tmp_path, "run", "in", *ask(server.url), "--strategy", "stepwise").code == 0
    return tmp_path


def outdated(folder: Path) -> bytes:
    """The record as it should be; as it stands it has another verdict."""
    path = folder / "records" / "a.json"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"status": "accepted"', b'"status": "review"', 1))
    return whole


@pytest.mark.parametrize("command", ["check", "rederive"])
def test_what_changed_and_cannot_be_written_is_said(folder: Path, command: str) -> None:
    whole = outdated(folder)
    before = files(folder / "records")
    with room_for(0):
        ran = extractor(folder, command, "records")
    assert (ran.code, len(ran.errors), files(folder / "records")) == (6, 1, before)
    assert "No space left on device; free the disk" in ran.err
    extractor(folder, command, "records")
    assert (folder / "records" / "a.json").read_bytes() == whole


@pytest.mark.parametrize("command", ["check", "rederive"])
def test_a_folder_that_a_run_writes_to_is_left_alone(folder: Path, command: str) -> None:
    outdated(folder)
    before = files(folder / "records")
    with sole_writer(folder / "records"):
        ran = extractor(folder, command, "records")
    assert (ran.code, len(ran.errors), files(folder / "records")) == (8, 1, before)
    assert "is writing to records" in ran.err


@pytest.mark.parametrize("command", ["check", "rederive"])
def test_a_folder_to_read_only_can_be_looked_at(folder: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def read_only(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return opened(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", read_only)
    ran = extractor(folder, command, "records")
    assert (ran.code, ran.errors, ran.err) == (0, [], "0 changed\n")
