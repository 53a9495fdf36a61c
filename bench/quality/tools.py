"""The tools that are compared: ours in this process, each peer in a process and an environment of its own."""

import asyncio
import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import IO, Any, Protocol

from bench.grounding.tools import REPOSITORY, interpreter, prepare
from bench.quality.records import record_from
from bench.quality.task import Reply, Request
from extractor.arabic.scan import scan
from extractor.articles import Article
from extractor.endpoint import Endpoint
from extractor.llm import OpenAIClient
from extractor.pipeline import Outcome, Plan, process
from schemas.record import Record

OURS = "ours"
PEERS = ("instructor", "langextract", "langextract-brief")
"""The name of a peer, and of its setting where it has several."""
ATTEMPTS = 3  # of one call where the transport loses it: what the client of both peers does unless told otherwise


class Tool(Protocol):
    """Whatever reads an article."""

    def read(self, article: Article, seconds: float) -> tuple[Record, dict[str, Any] | None]:
        """The record, empty where the tool fails or its time is over, and what it was made of."""
        ...

    def close(self) -> None:
        """End what was started."""
        ...


@dataclass
class Ours:
    """The product's pipeline with one strategy."""

    base_url: str
    plan: Plan

    def __post_init__(self) -> None:
        scan("قتل شخص", None)  # tables are loaded before the clock runs, as those of the peers are

    def read(self, article: Article, seconds: float) -> tuple[Record, dict[str, Any] | None]:
        """As `extractor run` makes it, with no retry that the peers do not have."""
        try:
            outcome = asyncio.run(self._read(article, seconds))
        except TimeoutError:
            return record_from(article, OURS, self.plan.model, {}, _late(seconds)), None
        return outcome.record, None if outcome.record.error else outcome.draft

    async def _read(self, article: Article, seconds: float) -> Outcome:
        client = OpenAIClient(Endpoint(self.base_url, "none", self.plan.model, max_attempts=ATTEMPTS))
        try:
            async with asyncio.timeout(seconds):
                return await process(article, client, self.plan)
        finally:
            await client.aclose()

    def close(self) -> None:
        """Nothing stays open."""


@dataclass
class Peer:
    """A runner of `bench.quality.peers`; what it writes to standard error goes into `log`."""

    name: str
    base_url: str
    model: str
    log: IO[str]
    _runner: subprocess.Popen[str] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        prepare(self.name.partition("-")[0])
        self._runner = self._started()

    def read(self, article: Article, seconds: float) -> tuple[Record, dict[str, Any] | None]:
        """One line asked and one line answered; a runner that dies or runs out of time has answered nothing."""
        runner = self._runner = self._runner or self._started()
        assert runner.stdin
        assert runner.stdout
        published = article.info.published
        asked = Request(id=article.info.id, text=article.text, published=published.isoformat() if published else None)
        timer = Timer(seconds, runner.kill)
        timer.start()
        runner.stdin.write(json.dumps(asked) + "\n")
        runner.stdin.flush()
        line = runner.stdout.readline()
        late = not timer.is_alive()
        timer.cancel()
        if not line.endswith("\n"):
            self.close()
            line = json.dumps(Reply(answer={}, error=_late(seconds) if late else "the tool's process ended"))
        reply: Reply = json.loads(line)
        return record_from(article, self.name, self.model, reply["answer"], reply["error"]), dict(reply)

    def close(self) -> None:
        """End the runner; the next article starts another."""
        if self._runner:
            self._runner.kill()
            self._runner.communicate()
        self._runner = None

    def _started(self) -> subprocess.Popen[str]:
        peer, *setting = self.name.split("-")
        module = f"bench.quality.peers.{peer}"
        command = [str(interpreter(peer)), "-m", module, self.base_url, self.model, *setting]
        runner = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            encoding="utf-8",
            cwd=REPOSITORY,
            env=_environment(),
        )
        assert runner.stdout
        if runner.stdout.readline() != "ready\n":
            raise subprocess.CalledProcessError(runner.wait(), command)
        return runner


def _environment() -> dict[str, str]:
    """This process's, without its key: the meter adds that."""
    return {name: value for name, value in os.environ.items() if "API_KEY" not in name} | {"PYTHONUTF8": "1"}


def _late(seconds: float) -> str:
    return f"no answer within {seconds:g} s"


def opened(name: str, base_url: str, plan: Plan, folder: Path) -> Tool:
    """A tool that is ready to read.

    Raises:
        CalledProcessError: a peer could not be installed or started; its log in the folder says why.
    """
    if name == OURS:
        return Ours(base_url, plan)
    return Peer(name, base_url, plan.model, (folder / f"{name}.log").open("a", encoding="utf-8"))
