"""A relay in front of the server: every tool talks to it, and it counts calls and tokens in the same way for all.

The tools are given its address and no key; it adds the key. Usage is what the server says of each answer, read here
even where the tool has stopped waiting for it.
"""

import json
import os
import threading
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx2

from extractor.errors import ServerDown

_LONGEST = 3_600.0  # seconds of one call; the tools have clocks of their own
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Cost:
    """What the server did for one article; cached tokens are a part of the prompt's."""

    calls: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A tool that was ended does not wait for its answer."""


class Meter:
    """Serves on a loopback port while its block lasts."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._upstream = httpx2.Client(timeout=_LONGEST, trust_env=urlsplit(base_url).hostname not in _LOOPBACK)
        self._cost = Cost()
        self._running = 0
        self._lost = ""
        self._changed = threading.Condition()
        self._server = _Quiet(("127.0.0.1", 0), self._handler())

    @property
    def url(self) -> str:
        """The base URL that a tool is given."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._upstream.close()

    def take(self) -> Cost:
        """The cost since the last time, as soon as no call is running: the next tool finds the server free.

        Raises:
            ServerDown: the server could not be reached, so that no tool is to blame for what came of it.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._running == 0)
            taken, self._cost = self._cost, Cost()
        if self._lost:
            raise ServerDown(f"the server at {self._base_url} cannot be reached ({self._lost}); go on with --resume.")
        return taken

    def _relay(self, path: str, body: bytes) -> httpx2.Response:
        headers = {"authorization": f"Bearer {os.environ.get('OPENAI_API_KEY', 'none')}"}
        url = self._base_url + path.removeprefix("/v1")
        if not body:
            return self._upstream.get(url, headers=headers)
        with self._changed:
            self._running += 1
        answer = httpx2.Response(502)
        try:
            answer = self._upstream.post(url, content=body, headers=headers | {"content-type": "application/json"})
        except httpx2.HTTPError as error:
            self._lost = str(error) or type(error).__name__
        finally:
            with self._changed:
                self._running -= 1
                self._cost = _more(self._cost, answer)
                self._changed.notify_all()
        return answer

    def _handler(meter) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                answer = meter._relay(self.path, self.rfile.read(int(self.headers.get("content-length", 0))))
                self.send_response(answer.status_code)
                self.send_header("content-type", answer.headers.get("content-type", "application/json"))
                self.send_header("content-length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            do_GET = do_POST

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        return Handler


def _more(cost: Cost, answer: httpx2.Response) -> Cost:
    try:
        usage = json.loads(answer.content)["usage"]
        details = usage.get("prompt_tokens_details") or {}
    except (ValueError, KeyError, TypeError, AttributeError):
        usage, details = {}, {}
    return replace(
        cost,
        calls=cost.calls + 1,
        prompt_tokens=cost.prompt_tokens + (usage.get("prompt_tokens") or 0),
        cached_tokens=cost.cached_tokens + (details.get("cached_tokens") or 0),
        output_tokens=cost.output_tokens + (usage.get("completion_tokens") or 0),
    )
