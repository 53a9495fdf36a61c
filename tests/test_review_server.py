"""The review server without a browser: what it answers to decisions, at once and on a full disk, and how it ends."""

import contextlib
import errno
import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from command_line import extractor
from review_site import Site, hidden, running
from reviewing import saved

from extractor.errors import UsageError
from extractor.review.decisions import decisions_path, read_decisions
from extractor.review.server import listen
from schemas.decision import Verb


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("records")
    saved(folder)
    with running(folder) as started:
        yield started


def test_an_item_is_decided_and_the_next_one_shown(tmp_path: Path) -> None:
    path = saved(tmp_path)
    with running(tmp_path) as site:
        _, page = site.ask("GET", "/articles/news")
        record = hidden(page, "record")
        status, there = site.post("/articles/news/decide", verb="reject", item="k103", record=record, reason="no")
    (made,) = read_decisions(decisions_path(path)).decisions
    assert (made.verb, made.reason, made.by, status) == (Verb.REJECT, "no", "ana", 303)
    assert there.startswith(f"/articles/news?did={made.id}#item-")


# a form, and what is said of it
NONSENSE: list[tuple[dict[str, str], str]] = [
    ({}, "nothing of that name"),
    ({"verb": "destroy"}, "nothing of that name"),
    ({"verb": "accept", "item": "k103", "record": "0"}, "load it again"),
    ({"verb": "accept", "item": "k9"}, "load it again"),
    ({"verb": "accept", "item": "k103", "seen": "0000000000000000"}, "load it again"),
    ({"verb": "correct:harm", "item": "k103", "value__harm": "eaten"}, "is no harm"),
    ({"verb": "correct:count", "item": "k103", "words": "1:x"}, "no words"),
    ({"verb": "correct:count", "item": "k103", "words": "5:99999"}, "no such words"),
    ({"verb": "correct:evidence", "item": "k103"}, "no field"),
    ({"verb": "undo:0000000000000000"}, "undone already"),
    ({"verb": "add:casualties:killed"}, "Choose what to add"),
    ({"verb": "note"}, "needs words"),
    ({"verb": "accept-rest", "rest": "1"}, "load it again"),
]


@pytest.mark.parametrize(("fields", "said"), NONSENSE, ids=[repr(row[0])[:40] for row in NONSENSE])
def test_nonsense_is_refused_in_a_sentence(site: Site, fields: dict[str, str], said: str) -> None:
    record = hidden(site.ask("GET", "/articles/news")[1], "record")
    status, page = site.post("/articles/news/decide", **({"record": record} | fields))
    assert (status, said in page) == (422, True)
    assert not (site.folder / "decisions").exists()


@pytest.mark.parametrize(
    "body", [b"\xff\xfe=1", b"a=%ff", b"&" * 300, b"x" * 200_000], ids=["bytes", "escapes", "many", "long"]
)
def test_what_is_no_form_is_refused(site: Site, body: bytes) -> None:
    assert site.ask("POST", "/articles/news/decide", body)[0] == 422


def test_megabytes_are_refused_and_the_server_goes_on(site: Site) -> None:
    with contextlib.suppress(OSError):  # the answer may come before all is sent
        assert site.ask("POST", "/articles/news/decide", b"x" * 20_000_000)[0] == 422
    assert site.ask("GET", "/")[0] == 200


def test_what_cannot_be_written_is_told_and_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path)
    with running(tmp_path) as site:
        record = hidden(site.ask("GET", "/articles/news")[1], "record")
        with monkeypatch.context() as full:
            full.setattr(os, "fsync", full_disk)
            status, page = site.post("/articles/news/decide", verb="accept", item="k103", record=record)
        assert (status, "No space left on device" in page, "Not kept" in page) == (409, True, True)
        assert decisions_path(path).read_bytes() == b""
        assert site.post("/articles/news/decide", verb="accept", item="k103", record=record)[0] == 303
    assert len(read_decisions(decisions_path(path)).decisions) == 1


def full_disk(*arguments: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_many_who_decide_at_once_lose_nothing(tmp_path: Path) -> None:
    """Eight browsers at two servers over one folder."""
    path = saved(tmp_path)
    with running(tmp_path) as one, running(tmp_path) as other, ThreadPoolExecutor(8) as pool:
        record = hidden(one.ask("GET", "/articles/news")[1], "record")
        verbs = [{"verb": verb, "item": "k103", "reason": f"{n}"} for n in range(12) for verb in ("accept", "note")]
        sites = [one, other] * 12
        answers = list(
            pool.map(lambda s, fields: s.post("/articles/news/decide", record=record, **fields), sites, verbs)
        )
        assert one.ask("GET", "/articles/news")[0] == 200
    kept = read_decisions(decisions_path(path))
    assert {status for status, _ in answers} == {303}
    assert sorted(d.reason for d in kept.decisions) == sorted(f"{n}" for n in range(12) for _ in "ab")
    assert not kept.broken


def test_a_record_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    saved(tmp_path)
    (tmp_path / "bad.json").write_text("{", "utf-8")
    with running(tmp_path) as site:
        status, page = site.ask("GET", "/")
        assert (status, "bad.json is no JSON" in page) == (200, True)
        assert site.ask("GET", "/articles/bad")[0] == 409
        assert site.ask("GET", "/next?after=bad")[0] == 409


def test_decisions_that_may_not_be_read_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = decisions_path(saved(tmp_path))
    refused = partial(refuse, path)
    with running(tmp_path) as site, monkeypatch.context() as closed:
        for name in ("stat", "read_bytes"):
            closed.setattr(Path, name, refused(getattr(Path, name)))
        status, page = site.ask("GET", "/")
        assert (status, "Permission denied" in page) == (200, True)
        assert site.ask("GET", "/articles/news")[0] == 409


def refuse(path: Path, real: Callable[..., Any]) -> Callable[..., Any]:
    """A method of paths that may not touch one of them."""

    def method(self: Path, *arguments: Any, **options: Any) -> Any:
        if self == path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(self, *arguments, **options)

    return method


def test_a_port_in_use_is_one_sentence(site: Site, tmp_path: Path) -> None:
    saved(tmp_path)
    ran = extractor(tmp_path, "review", ".", "--port", site.port)
    assert ran.code == 2
    (said,) = ran.errors
    assert said.startswith(f"error: Port {site.port} cannot be used (")


@pytest.mark.parametrize("arguments", [("nowhere",), (".", "--reviewer", ""), (".", "--reviewer", "a\u202eb")])
def test_a_mistake_is_one_sentence(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    saved(tmp_path)
    ran = extractor(tmp_path, "review", *arguments)
    assert (ran.code in (2, 6), len(ran.errors)) == (True, 1)


def test_a_request_to_end_ends_it_cleanly(tmp_path: Path) -> None:
    saved(tmp_path)
    command = [sys.executable, "-m", "extractor", "review", str(tmp_path), "--reviewer", "ana"]
    with contextlib.ExitStack() as stack:
        start = partial(subprocess.Popen, command, stderr=subprocess.PIPE, text=True)
        asked = {signal.SIGINT: stack.enter_context(start()), signal.SIGTERM: stack.enter_context(start())}
        for process in asked.values():
            assert process.stderr is not None
            port = int(re.findall(r":(\d+)/\?token=", process.stderr.readline())[0])
            process.stderr.readline()
            with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
                connection.request("GET", "/")
                assert connection.getresponse().status == 403
        for number, process in asked.items():
            process.send_signal(number)
        ends = [(process.wait(30), process.stderr.read() if process.stderr else "") for process in asked.values()]
    assert ends == [(0, ""), (0, "")]


def test_without_a_login_name_a_reviewer_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(tmp_path)

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr("getpass.getuser", nobody)
    ran = extractor(tmp_path, "review", ".")
    said = "error: This system has no login name for you; name the reviewer with --reviewer."
    assert (ran.code, ran.errors) == (2, [said])


def test_no_port_is_left_open_by_a_refusal() -> None:
    with pytest.raises(UsageError):
        listen(70_000)
