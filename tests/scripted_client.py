"""A model in this process that answers any request, the same one always alike, and can be killed at any call."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import ExitStack, aclosing
from dataclasses import astuple, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, cast

from extractor.articles import Article, read_articles
from extractor.batch.answering import request_key
from extractor.batch.budget import Budget
from extractor.batch.flight import run_batch
from extractor.batch.ledger import open_ledger
from extractor.batch.work import Result, Worker
from extractor.calls import Answer, Request, T, Usage
from extractor.endpoint import Endpoint
from extractor.errors import BadAnswer, InputError
from extractor.llm import OpenAIClient
from extractor.pipeline import Plan
from extractor.session import Session

ENDPOINT = Endpoint("http://127.0.0.1:1/v1", "", "scripted")
COST = Usage(100, 7, 90)


class Killed(BaseException):
    """The process is gone."""


@dataclass
class ScriptedClient:
    """`asked` are the keys of the calls that were sent; `flying_at_kill` counts the killed one, too."""

    kill_at: int | None = None
    every_bad: int = 0  # one of so many answers is of no use
    asked: list[str] = field(default_factory=list)
    flying: int = 0
    flying_at_kill: int = 0
    endpoint: Endpoint = ENDPOINT

    async def ask(self, request: Request[T]) -> Answer[T]:
        key = request_key(request, self.endpoint)
        self._alive()
        request.purse.check()
        self.asked.append(key)
        self.flying += 1
        if len(self.asked) == self.kill_at:
            self.flying_at_kill = self.flying
            raise Killed
        for _ in range(1 + int(key[0], 16) % 3):
            await asyncio.sleep(0)
            self._alive()
        self.flying -= 1
        request.purse.pay(COST)
        if self.every_bad and int(key[:4], 16) % self.every_bad == 0:
            useless = BadAnswer(f"article {request.article!r}: no use", "{")
            useless.tokens = astuple(COST)
            raise useless
        value = request.response_model.model_validate(self._answer(request, key))
        return Answer(value, value.model_dump_json(), COST, 0.01, 1)

    def _alive(self) -> None:
        """After the kill nothing is sent and nothing arrives, though this process goes on."""
        if self.flying_at_kill:
            raise Killed

    def _answer(self, request: Request[Any], key: str) -> dict[str, Any]:
        properties = request.response_model.model_json_schema()["properties"]
        if "answer" not in properties:
            return {kind: [] for kind in properties}
        offered = properties["answer"]
        options = offered.get("enum") or [offered["const"]]
        return {"answer": options[int(key[:8], 16) % len(options)]}


def worked(
    articles: Sequence[Article],
    out: Path,
    client: ScriptedClient,
    *,
    jobs: int = 3,
    again: bool = False,
    plan: Plan | None = None,
    budget: Budget | None = None,
) -> list[Result]:
    """A run over articles, without a terminal; Killed where the client is."""

    async def run() -> list[Result]:
        session = Session(cast(OpenAIClient, client), plan or Plan("scripted", "stepwise"), None)
        with ExitStack() as stack:
            ledger = stack.enter_context(open_ledger(out))
            worker = Worker(session, ledger, budget or Budget("scripted"), out, again)
            async with aclosing(run_batch(articles, partial(Worker.work, worker), jobs)) as results:
                return [result async for result in results if not isinstance(result, InputError)]

    return asyncio.run(run())


def read_all(folder: Path) -> list[Article]:
    return [each for each in read_articles([str(folder)]) if isinstance(each, Article)]


def stored(folder: Path) -> dict[str, Any]:
    return {path.stem: json.loads(path.read_bytes()) for path in folder.glob("*.json")}
