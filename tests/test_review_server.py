"""The review over HTTP, without a browser: who may ask, what is answered, and that nothing brings it down."""

import contextlib
import errno
import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import factory
import hostile
import pytest
from command_line import extractor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reviewing import TEXT, TOKEN, Reviewer, draft, saved, served

from extractor import store
from extractor.errors import UsageError
from extractor.review.decisions import decisions_path, read_decisions
from extractor.review.desk import Desk
from extractor.review.server import application, listen
from extractor.review.sight import PLAIN, WITHOUT_NAMES, Sight
from schemas.decision import Verb


@dataclass
class Site:
    """A running server, and a browser that has opened it."""

    port: int
    folder: Path
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str | bytes | None = None, **headers: str) -> tuple[int, str]:
        """The status of an answer and its body; where it leads to, of a redirection."""
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, path, body, {k: v for k, v in sent.items() if v})
            answer = connection.getresponse()
            return answer.status, answer.headers["Location"] or answer.read().decode("utf-8")

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form, as the page does."""
        names = {name.replace("__", ":"): value for name, value in fields.items()}
        return self.ask("POST", path, urlencode(names), content_type="application/x-www-form-urlencoded")


@contextmanager
def running(folder: Path, sight: Sight = PLAIN) -> Iterator[Site]:
    with served(folder, sight=sight) as port:
        cookie = f"extractor-review-{port}={TOKEN}"
        yield Site(port, folder, {"Cookie": cookie, "Origin": f"http://127.0.0.1:{port}"})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("records")
    saved(folder)
    store.save(folder, hostile.record(), hostile.TEXT, None)
    with running(folder) as started:
        yield started


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("path", ["//evil.example", "/\\/evil.example", "/\\evil.example", "/%0d%0aSet-Cookie:%20a=b"])
def test_the_token_leads_to_no_other_site(site: Site, path: str) -> None:
    status, there = site.ask("GET", f"{path}?token={TOKEN}")
    assert (status, there[0], there[1] in "/\\", "\n" in there) == (303, "/", False, False)


def test_the_token_becomes_a_cookie_and_leaves_the_address(site: Site) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port)) as connection:
        connection.request("GET", f"/articles/news?token={TOKEN}&did=1")
        answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (303, "/articles/news?did=1")
    cookie = answer.headers["Set-Cookie"]
    assert all(part in cookie for part in (TOKEN, "HttpOnly", "SameSite=strict", "Path=/"))


REFUSED: dict[str, tuple[str, str, dict[str, str]]] = {
    "no token": ("GET", "/", {"Cookie": ""}),
    "another token": ("GET", "/", {"Cookie": "extractor-review-{port}=b"}),
    "another token in the address": ("GET", "/?token=b", {"Cookie": ""}),
    "no ASCII in the token": ("GET", "/?token=%D8%A3", {"Cookie": ""}),
    "another host": ("GET", "/", {"Host": "evil.example"}),
    "another host, right port": ("GET", "/", {"Host": "evil.example:{port}"}),
    "another port": ("GET", "/", {"Host": "127.0.0.1:1"}),
    "another origin reads": ("GET", "/", {"Origin": "http://evil.example"}),
    "another origin posts": ("POST", "/articles/news/decide", {"Origin": "http://evil.example"}),
    "a sandboxed page posts": ("POST", "/articles/news/decide", {"Origin": "null"}),
    "nobody says from where": ("POST", "/articles/news/decide", {"Origin": ""}),
    "a token in the address posts": ("POST", f"/articles/news/decide?token={TOKEN}", {"Cookie": ""}),
    "another site of this machine": ("POST", "/articles/news/decide", {"Sec-Fetch-Site": "same-site"}),
    "a preflight": ("OPTIONS", "/", {"Origin": "http://evil.example"}),
}


@pytest.mark.parametrize("asked", REFUSED.values(), ids=REFUSED.keys())
def test_others_may_not_ask(site: Site, asked: tuple[str, str, dict[str, str]]) -> None:
    method, path, headers = asked
    status, body = site.ask(method, path, **{name: value.format(port=site.port) for name, value in headers.items()})
    assert status == 403
    assert "news" not in body


@pytest.mark.parametrize(
    "path",
    [
        "/articles/../news", "/articles/..%2f..%2fetc%2fpasswd", "/articles/%2e%2e", "/articles/..%5c..",
        "/../etc/passwd", "/articles/decisions%2fnews", "/articles/news.json", "/articles/", "/articles/nobody",
        "/articles/news%00", "/articles/texts", "/static/x", "/articles/nobody/choose?item=k103&field=count",
        "/%ff%fe",
    ],
)  # fmt: skip
def test_there_is_nothing_else(site: Site, path: str) -> None:
    assert site.ask("GET", path)[0] == 404


def test_headers_shut_out_frames_and_other_sites(site: Site) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port)) as connection:
        connection.request("GET", "/", headers=site.headers)
        answer = connection.getresponse()
        page = answer.read().decode("utf-8")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "access-control-allow-origin" not in answer.headers
    assert "script-src &#39;sha256-" in page
    assert "unsafe-inline" not in page


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


NAMED = "قتل المواطن خالد محمود الشامي في قصف على مدينة إدلب.\nوأصيب 3 من أقارب خالد الشامي.\n"


def test_hidden_names_are_on_no_page_and_decisions_keep_the_words(tmp_path: Path) -> None:
    name = "مقتل خالد محمود الشامي"
    path = saved(tmp_path, draft(NAMED, id=name), NAMED)
    ana = Reviewer(path)
    first = ana.page.folded.standings[0].item.id
    ana.do(Verb.REJECT, first, reason="خالد الشامي نجا")
    with running(tmp_path, WITHOUT_NAMES) as site:
        listed = site.ask("GET", "/")[1]
        (here,) = set(re.findall(r'href="(/articles/[0-9a-f]{16})"', listed))
        page = site.ask("GET", here)[1]
        record = hidden(page, "record")
        at = NAMED.index("خالد")
        wanted = f"{here}/choose?add=incidents:other"
        fields = {"record": record, "verb": "add:incidents:other", "words": f"{at}:{at + 17}"}
        refused = site.post(f"{here}/decide", record=record, verb="correct:date", item=first, words=f"{at}:{at + 4}")
        assert site.post(f"{here}/decide", **fields)[0] == 303
        pages = [listed, page, site.ask("GET", wanted)[1], refused[1], site.ask("GET", here)[1]]
    assert [part for part in ("خالد", "محمود", "الشامي", quote("خالد")) for shown in pages if part in shown] == []
    assert all("█" in shown for shown in pages)
    assert (refused[0], "is no date" in refused[1]) == (422, True)
    added = read_decisions(decisions_path(path)).decisions[-1]
    assert added.choice is not None
    assert added.choice.words is not None
    assert added.choice.words.quote == "خالد محمود الشامي"


class Elements(HTMLParser):
    """What a browser would make of a page: its elements and their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    ("path", "scripts"),
    [
        ("/articles/hostile", 2),
        ("/articles/hostile/choose?add=casualties:killed", 1),
        ("/articles/hostile/choose?add=claims:reports", 1),
        ("/articles/hostile/choose?item=k1&field=who", 1),
        ("/", 1),
    ],
)
def test_a_hostile_article_is_inert(site: Site, path: str, scripts: int) -> None:
    status, page = site.ask("GET", path)
    found = Elements(page).found
    tags = [tag for tag, _ in found]
    assert (status, tags.count("script")) == (200, scripts)
    assert not {"img", "textarea", "iframe", "object"} & set(tags)
    assert not [name for _, attributes in found for name in attributes if name.startswith("on")]
    assert not [value for _, each in found if (value := each.get("href") or "").startswith("javascript:")]
    assert not re.search("[\0\u202e\u2069]", page)


def test_a_hostile_article_is_inert_without_names(site: Site, tmp_path: Path) -> None:
    store.save(tmp_path, hostile.record(), hostile.TEXT, None)
    with running(tmp_path, WITHOUT_NAMES) as other:
        (here,) = set(re.findall(r'href="(/articles/[0-9a-f]{16})"', other.ask("GET", "/")[1]))
        status, page = other.ask("GET", here)
    assert (status, [tag for tag, _ in Elements(page).found].count("script")) == (200, 2)


def test_a_line_of_a_million_letters_is_shown_in_part(tmp_path: Path) -> None:
    text = TEXT + "م" * 900_000 + " 5" * 50_000
    info = factory.article(text, id="long", published=None)
    store.save(tmp_path, draft().model_copy(update={"article": info}), text, None)
    with running(tmp_path) as site:
        status, page = site.ask("GET", "/articles/long/choose?item=k103&field=count&near=500000")
        assert (status, len(page) < 2_000_000) == (200, True)
        assert "Earlier in the article" in page
        assert site.ask("GET", "/articles/long")[0] == 200


def test_a_record_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    saved(tmp_path)
    (tmp_path / "bad.json").write_text("{", "utf-8")
    with running(tmp_path) as site:
        status, page = site.ask("GET", "/")
        assert (status, "bad.json is no JSON" in page) == (200, True)
        assert site.ask("GET", "/articles/bad")[0] == 409
        assert site.ask("GET", "/next?after=bad")[0] == 409


PATHS = st.sampled_from(
    ["/", "/next", "/articles/news", "/articles/news/choose", "/articles/news/decide", "/articles/hostile"]
)
NAMES = st.sampled_from(
    ["verb", "item", "seen", "record", "words", "reason", "value:harm", "value:incident_id", "rest", "field", "add",
     "from", "near", "after", "did"]
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(
        ["accept", "reject", "note", "accept-rest", "undo:", "correct:count", "correct:places.0", "correct:who",
         "add:casualties:killed", "add:incidents:", "k103", "i35", "c20", "a245", "count", "places.1", "attackers",
         "casualties:killed", "0:4", "103:115", "174:182", "999999999:1", "RECORD", "i135", "killed", "news"]
    ),
    st.text(max_size=20),
)  # fmt: skip


ANY = st.tuples(
    st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE"]),
    st.one_of(PATHS, st.text(max_size=30).map(lambda text: "/" + quote(text, errors="replace"))),
    st.dictionaries(NAMES, VALUES, max_size=6),
)
VERBS = st.sampled_from(
    ["accept", "reject", "note", "accept-rest", "undo:", "correct:count", "correct:harm", "correct:places",
     "correct:places.0", "correct:who", "correct:incident_id", "add:casualties:injured", "add:incidents:other",
     "add:claims:"]
)  # fmt: skip
ITEMS = st.sampled_from(["k103", "k123", "k174", "i35", "i135", "c20", "a245", ""])
SPOTS = st.tuples(st.integers(0, 290), st.integers(1, 20)).map(lambda spot: f"{spot[0]}:{spot[0] + spot[1]}")
FORMS = st.fixed_dictionaries(
    {"verb": VERBS, "item": ITEMS},
    optional={"words": SPOTS, "reason": st.text(max_size=9), "value:harm": VALUES, "value:incident_id": ITEMS},
)


@settings(max_examples=700, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=ANY)
def test_random_requests_and_no_fault(guarded: Any, asked: tuple[str, str, dict[str, str]]) -> None:
    assert guarded(*asked) < 500


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(form=FORMS)
def test_random_forms_and_no_fault(guarded: Any, form: dict[str, str]) -> None:
    assert guarded("POST", "/articles/news/decide", form) in (303, 422)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from starlette.testclient import TestClient

    folder = tmp_path_factory.mktemp("random")
    saved(folder)
    store.save(folder, hostile.record(), hostile.TEXT, None)
    app = application(Desk(folder), "ana", 80, TOKEN)
    client = TestClient(app, "http://127.0.0.1:80", raise_server_exceptions=False, follow_redirects=False)
    record = ""

    def ask(method: str, path: str, fields: dict[str, str]) -> int:
        nonlocal record
        headers = {"Host": "127.0.0.1:80", "Origin": "http://127.0.0.1:80", "Cookie": f"extractor-review-80={TOKEN}"}
        if not record:
            record = hidden(client.get("/articles/news", headers=headers).text, "record")
        told = urlencode({"record": record} | fields, errors="replace")
        if method in ("GET", "HEAD"):
            return client.request(method, path, params=fields, headers=headers).status_code
        return client.request(method, path, content=told, headers=headers).status_code

    return ask


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
