"""A scripted stand-in for an OpenAI-compatible server, for load and faults only: no model stands behind it.

    python -m bench.batch.stub --port 8200 --latency 1 --too-many 0.05 --broken 0.05 --gone-after 1500 --gone-seconds 60

What a request meets is drawn from the seed, its body and how often that body came before, so that a run meets the same
faults whatever the order of its calls, and a repeated call may fare better. Answers are legal for the JSON Schema that
is asked for; POST /well ends all faults. GET /counts tells what was served, and the tokens of it: those told with an
answer, and as lost those of prompts that were read for an answer which nobody took; `last` are prompt and completion of
the calls served last.
"""

import argparse
import asyncio
import contextlib
import hashlib
import json
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bench.batch.legal import legal_answer

SHARES = ("too_many", "broken", "reset", "stall", "cut_off", "malformed")


@dataclass(frozen=True, slots=True)
class Script:
    """Seconds before each answer, and the share of calls that meet each fault."""

    latency: float = 0.0
    seed: int = 0
    too_many: float = 0.0  # 429 with Retry-After
    retry_after: float = 1.0
    broken: float = 0.0  # 500
    reset: float = 0.0  # the connection is cut instead of an answer
    stall: float = 0.0  # an answer only after so long
    stall_seconds: float = 30.0
    cut_off: float = 0.0  # half an answer, finish_reason length
    malformed: float = 0.0  # text that is no JSON
    gone_after: int = 0  # after so many requests the port is closed, once; 0 is never
    gone_seconds: float = 60.0

    def fate(self, body: bytes, time: int) -> str:
        """The fault that the n-th request with this body meets, or "well"."""
        digest = hashlib.sha256(b"%d %d " % (self.seed, time) + body).digest()
        drawn = int.from_bytes(digest[:8], "big") / 2**64
        for name in SHARES:
            drawn -= getattr(self, name)
            if drawn < 0:
                return name
        return "well"


class Stub:
    """Serves a script on a loopback port; `counts` says how often each fate was met, `tokens` what was read for it."""

    def __init__(self, script: Script, port: int = 0) -> None:
        self.script = script
        self.port = port
        self.counts: Counter[str] = Counter()
        self.tokens: Counter[str] = Counter()
        self._last: deque[tuple[int, int]] = deque(maxlen=64)
        self._answering = 0
        self._seen: Counter[bytes] = Counter()
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._away: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen; a port of 0 becomes the one that was free."""
        self._server = await asyncio.start_server(self._connection, "127.0.0.1", self.port, limit=2**24)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close the port and cut every connection."""
        if self._server:
            self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while (head := await reader.readuntil(b"\r\n\r\n")) and not writer.is_closing():
                body = await reader.readexactly(_length(head))
                if not await self._answer(head.split(b" ", 2)[1], body, reader, writer):
                    break
        self._open.discard(writer)
        writer.close()

    async def _answer(
        self, path: bytes, body: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Whether the connection goes on."""
        if not path.endswith(b"/chat/completions"):
            await _send(writer, 200, self._told(path))
            return True
        fate = self._drawn(body)
        self._answering += 1
        try:
            await asyncio.sleep(self.script.stall_seconds if fate == "stall" else self.script.latency)
        finally:
            self._answering -= 1
        if status := {"too_many": 429, "broken": 500}.get(fate):
            asked = {"retry-after": f"{self.script.retry_after:g}"} if status == 429 else {}
            await _send(writer, status, {"error": {"message": fate}}, asked)
            return True
        reply = _reply(body, fate)
        prompt, completion = reply["usage"]["prompt_tokens"], reply["usage"]["completion_tokens"]
        if fate == "reset" or reader.at_eof() or writer.is_closing():  # at its end: whoever asked has gone
            self.tokens["lost"] += prompt
            self._last.append((prompt, 0))
            writer.transport.abort()
            return False
        self.tokens.update(prompt=prompt, completion=completion)
        self._last.append((prompt, completion))
        await _send(writer, 200, reply)
        return True

    def _drawn(self, body: bytes) -> str:
        """The fate of a request, counted; the one that is due closes the port for a while."""
        key = hashlib.sha256(body).digest()
        fate = self.script.fate(body, self._seen[key])
        self._seen[key] += 1
        self.counts[fate] += 1
        if self.counts.total() == self.script.gone_after:
            self._away = asyncio.create_task(self._leave())
        return fate

    async def _leave(self) -> None:
        await self.stop()
        await asyncio.sleep(self.script.gone_seconds)
        await self.start()

    def _told(self, path: bytes) -> Mapping[str, Any]:
        if path.endswith(b"/well"):
            well: dict[str, Any] = dict.fromkeys(SHARES, 0.0)
            self.script = replace(self.script, **well)
        if path.endswith(b"/models"):
            return {"object": "list", "data": [{"id": "stub", "object": "model"}]}
        served = {"calls": self.counts.total(), "bodies": len(self._seen), "answering": self._answering}
        known = {"tokens": dict(self.tokens), "last": list(self._last), "script": asdict(self.script)}
        return dict(self.counts) | served | known


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def _send(
    writer: asyncio.StreamWriter, status: int, value: Any, headers: Mapping[str, str] | None = None
) -> None:
    content = json.dumps(value, ensure_ascii=False).encode()
    named = {"content-type": "application/json", "content-length": str(len(content)), **(headers or {})}
    lines = [f"HTTP/1.1 {status} Scripted", *(f"{name}: {text}" for name, text in named.items()), "", ""]
    writer.write("\r\n".join(lines).encode() + content)
    await writer.drain()


def _reply(body: bytes, fate: str) -> Mapping[str, Any]:
    """A chat completion with a legal answer, half of one, or none."""
    asked = json.loads(body)
    article = asked["messages"][-1]["content"].rpartition("\nQ: ")[2]  # where LangExtract puts it, after its examples
    schema = asked.get("response_format", {}).get("json_schema", {}).get("schema", {"type": "string"})
    seed = int.from_bytes(hashlib.sha256(body).digest()[:8], "big")
    content = json.dumps(legal_answer(schema, article.split(), seed), ensure_ascii=False)
    if fate == "cut_off":
        content = content[: len(content) // 2]
    elif fate == "malformed":
        content = "Here is the answer: " + content
    read, written = sum(len(m["content"]) for m in asked["messages"]) * 2 // 5, len(content) * 2 // 5 + 1
    usage = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
    finish = "length" if fate == "cut_off" else "stop"
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}}
    known = {"id": f"stub-{seed:x}", "object": "chat.completion", "created": 0, "model": asked.get("model", "stub")}
    return {**known, "choices": [choice], "usage": usage}


async def serve(script: Script, port: int) -> None:
    """Serve until cancelled; the address is the first line of standard output."""
    stub = Stub(script, port)
    await stub.start()
    print(f"http://127.0.0.1:{stub.port}/v1", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--port", type=int, default=0)
    for name, default in asdict(Script()).items():
        options.add_argument("--" + name.replace("_", "-"), type=type(default), default=default)
    given = vars(options.parse_args())
    port = given.pop("port")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(Script(**given), port))


if __name__ == "__main__":
    main()
