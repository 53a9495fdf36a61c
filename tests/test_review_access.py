"""Who may ask the review server: this machine's browser with the token, from our own pages, for articles alone."""

import http.client
from collections.abc import Iterator
from contextlib import closing

import pytest
from review_site import Site, running
from reviewing import TOKEN, saved


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("records")
    saved(folder)
    with running(folder) as started:
        yield started


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
