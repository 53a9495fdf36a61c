"""The review server under hostile articles and random requests: its pages are inert, and nothing brings it down."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import factory
import hostile
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from review_site import Site, hidden, running
from reviewing import TEXT, TOKEN, Reviewer, draft, saved

from extractor import store
from extractor.review.decisions import decisions_path, read_decisions
from extractor.review.desk import Desk
from extractor.review.server import application
from extractor.review.sight import WITHOUT_NAMES
from schemas.decision import Verb


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("records")
    saved(folder)
    store.save(folder, hostile.record(), hostile.TEXT, None)
    with running(folder) as started:
        yield started


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
