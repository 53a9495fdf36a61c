"""A scripted stand-in for an OpenAI-compatible server, for faults and load only.

    with StubServer([says({"x": 1}), fails(500), resets()]) as server:
        Endpoint(server.url, "key", "model")

Each request takes the next step of the script; the last step repeats. A step is a function of the request's body.
"""

import json
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True)
class Reply:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    delay_seconds: float = 0.0
    reset: bool = False


Step = Callable[[dict[str, Any]], Reply]


def completion(content: str | None, **changes: Any) -> dict[str, Any]:
    """A chat completion as llama.cpp sends it, noise and all."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    reply: dict[str, Any] = {
        "id": f"chatcmpl-{time.monotonic_ns()}",
        "object": "chat.completion",
        "created": time.monotonic_ns(),
        "model": "/srv/models/stub-model.gguf",
        "system_fingerprint": "b1",
        "choices": [choice],
        "usage": {
            "prompt_tokens": 100,
            "completion_tokens": 7,
            "total_tokens": 107,
            "prompt_tokens_details": {"cached_tokens": 90},
        },
        "timings": {"prompt_ms": 1.5},
    }
    choice.update({name: changes.pop(name) for name in list(changes) if name in ("finish_reason", "message")})
    return {**reply, **changes}


def says(value: Any, *, delay_seconds: float = 0.0, **changes: Any) -> Step:
    """The model writes this: text as it is, anything else as JSON."""
    content = value if isinstance(value, str) or value is None else json.dumps(value, ensure_ascii=False)
    return raw(json.dumps(completion(content, **changes)).encode(), delay_seconds=delay_seconds)


def echoes(make: Callable[[dict[str, Any]], Any], seconds: Callable[[], float] = lambda: 0.0) -> Step:
    """The model writes what `make` derives from the request's body."""
    return lambda body: says(make(body), delay_seconds=seconds())(body)


def answers(draft: Mapping[str, Any] | None = None, *, delay_seconds: float = 0.0) -> Step:
    """A model of few words: the first answer offered to a short question, `draft` (or nothing found) to a long one."""
    return echoes(lambda body: _first_answer(body, draft or {}), lambda: delay_seconds)


def _first_answer(body: Mapping[str, Any], draft: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = body["response_format"]["json_schema"]["schema"]["properties"]
    if "answer" in properties:
        offered = properties["answer"]
        return {"answer": offered["const"] if "const" in offered else offered["enum"][0]}
    return {kind: draft.get(kind, []) for kind in properties}


def raw(content: bytes, **changes: Any) -> Step:
    return lambda body: Reply(content, **changes)


def fails(status: int, message: str = "broken", **headers: str) -> Step:
    content = json.dumps({"error": {"message": message, "code": headers.pop("code", None)}}).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return raw(content, status=status, headers={"content-type": "application/json", **named})


def resets() -> Step:
    return lambda body: Reply(reset=True)


class _Quiet(ThreadingHTTPServer):
    """A client that goes away, as a cancelled one does, is no error of the server."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class StubServer:
    """Serves the script on a loopback port, a free one by default; `bodies` and `headers` are what was asked."""

    def __init__(self, script: Sequence[Step], port: int = 0) -> None:
        self.script = list(script)
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._server = _Quiet(("127.0.0.1", port), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _reply(self, body: dict[str, Any], headers: dict[str, str]) -> Reply:
        with self._lock:
            self.bodies.append(body)
            self.headers.append(headers)
            step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return step(body)

    def _handler(stub) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                reply = stub._reply(json.loads(self.rfile.read(length) or b"{}"), dict(self.headers))
                stub._stopping.wait(reply.delay_seconds)
                if reply.reset:
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                for name, value in {**reply.headers, "content-length": str(len(reply.body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

            do_GET = do_POST

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        return Handler
