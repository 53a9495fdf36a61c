"""The review of a folder over HTTP on this machine: pages to read, and one address that takes decisions."""

import contextlib
import secrets
import signal
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from extractor.errors import StoreError, UsageError, WrongChoice
from extractor.review.access import Guard
from extractor.review.article import Article
from extractor.review.deciding import Asked, Signed, decide
from extractor.review.decisions import append, decisions_path
from extractor.review.desk import Desk
from extractor.review.pages import Wanted, address, article_page, choose_page, desk_page, item_anchor, said_page
from extractor.review.posting import asked_of, rest_of
from extractor.review.queue import next_item
from schemas.decision import Decision, Verb

_MOST_BYTES = 100_000
_Handler = Callable[[Request], Awaitable[Response]]


class NotThere(Exception):
    """No such article."""


@dataclass(frozen=True)
class Review:
    """The folder under review, and who reviews."""

    desk: Desk
    reviewer: str

    async def all(self, request: Request) -> Response:
        """The list of articles."""
        rows, broken = self.desk.progress()
        return HTMLResponse(desk_page(rows, broken, self.reviewer))

    async def next(self, request: Request) -> Response:
        """To the next item in doubt: in this article, else in the one with most to do."""
        name, item = request.query_params.get("after", ""), request.query_params.get("item", "")
        article = self.desk.article(name)
        if article and (there := next_item(article.record, article.folded, item)) not in ("", item):
            return _to(article, there)
        rows = [row for row in self.desk.progress()[0] if row.name != name and not row.done]
        other = self.desk.article(rows[0].name) if rows else None
        return _to(other, next_item(other.record, other.folded)) if other else RedirectResponse("/", 303)

    async def article(self, request: Request) -> Response:
        """One article."""
        shown = self.desk.sight.article(self._named(request))
        did = request.query_params.get("did")
        decision = next((d for d in shown.decisions if d.id == did), None)
        return HTMLResponse(article_page(shown, self.reviewer, decision))

    async def choose(self, request: Request) -> Response:
        """The words of an article."""
        query = request.query_params
        numbers = {name: _number(query.get(asked)) for name, asked in (("first", "from"), ("near", "near"))}
        wanted = Wanted(query.get("item", ""), query.get("field", ""), query.get("add", ""), **numbers)
        article = self._named(request)
        return HTMLResponse(choose_page(article, self.desk.sight.article(article), wanted))

    async def decide(self, request: Request) -> Response:
        """Keep a decision and go on to what is next."""
        article = self._named(request)
        posted = await _posted(request)
        if posted.get("verb") == "accept-rest":
            return self._accept_rest(article, posted)
        decision = self._kept(article, asked_of(posted))
        now = self._named(request)
        return _to(now, self._following(now, decision), decision)

    def _accept_rest(self, article: Article, posted: dict[str, str]) -> Response:
        for asked in rest_of(article, posted):
            self._kept(article, asked)
        return RedirectResponse(address(article.name), 303)

    def _kept(self, article: Article, asked: Asked) -> Decision:
        signed = Signed(secrets.token_hex(8), datetime.now(UTC).replace(microsecond=0), self.reviewer)
        decision = decide(article, asked, signed)
        append(decisions_path(article.path), decision)
        return decision

    def _following(self, article: Article, decision: Decision) -> str:
        """After a verdict the next item; after anything else the same one."""
        about = (s.item.id for s in article.folded.standings if decision in s.about)
        name = next(about, decision.item.id if decision.item else "")
        if decision.verb not in (Verb.ACCEPT, Verb.REJECT):
            return name
        return next_item(article.record, article.folded, name) or name

    def _named(self, request: Request) -> Article:
        article = self.desk.article(request.path_params["name"])
        if article is None:
            raise NotThere
        return article

    async def refused(self, request: Request, error: Exception) -> Response:
        """Say what was chosen wrongly."""
        article = self.desk.article(request.path_params.get("name", ""))
        text = self.desk.sight.message(article, str(error))
        return HTMLResponse(said_page("Not done", text, _back(request)), 422)

    async def unreadable(self, request: Request, error: Exception) -> Response:
        """Say which file cannot be read or written."""
        title = "Not kept" if request.method == "POST" else "Cannot be read"
        text = self.desk.sight.message(None, str(error))
        return HTMLResponse(said_page(title, text, _back(request)), 409)


def application(desk: Desk, reviewer: str, port: int, token: str) -> Starlette:
    """The application over a folder of records, behind its guard."""
    review = Review(desk, reviewer)
    return Starlette(
        routes=[
            Route("/", review.all),
            Route("/next", review.next),
            Route("/articles/{name}", review.article),
            Route("/articles/{name}/choose", review.choose),
            Route("/articles/{name}/decide", review.decide, methods=["POST"]),
        ],
        middleware=[Middleware(Guard, port=port, token=token)],
        exception_handlers={NotThere: _not_there, WrongChoice: review.refused, StoreError: review.unreadable},
    )


def listen(port: int) -> socket.socket:
    """A socket of this machine alone; port 0 takes a free one.

    Raises:
        UsageError: the port is taken, or may not be used.
    """
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(("127.0.0.1", port))
        taken.listen()
    except (OSError, OverflowError) as error:
        taken.close()
        raise UsageError(f"Port {port} cannot be used ({error}); name another with --port, or none.") from None
    return taken


def serving(app: Starlette) -> uvicorn.Server:
    """A server that tells nobody but its caller."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=2,
        )
    )


def serve(app: Starlette, listening: socket.socket) -> None:
    """Answer until Ctrl-C, or a request to end."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        serving(app).run(sockets=[listening])


def _to(article: Article, item: str, did: Decision | None = None) -> Response:
    query = f"?{urlencode({'did': did.id})}" if did else ""
    return RedirectResponse(address(article.name) + query + item_anchor(article, item), 303)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


async def _posted(request: Request) -> dict[str, str]:
    """The fields of a form, the last of each name.

    Raises:
        WrongChoice: it is no form, or too long for one.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise WrongChoice("That is too long for a decision.")
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=200, errors="strict"))
    except ValueError:
        raise WrongChoice("That is no form of this server.") from None


async def _not_there(request: Request, error: Exception) -> Response:
    return HTMLResponse(said_page("Not there", "There is no such article in this folder.", "/"), 404)


def _back(request: Request) -> str:
    """The page of ours that was left, to choose again; the list of articles where nobody says."""
    own = f"http://{request.headers['host']}/"
    referer = request.headers.get("referer", "")
    return "/" + referer.removeprefix(own).lstrip("/\\") if referer.startswith(own) else "/"
