"""The same calls with no pipeline: a loop over `AsyncOpenAI`, or over Instructor, that throws the answers away.

    python -m bench.batch.bare ARTICLES.jsonl URL --jobs 32 [--instructor]

Bodies are made before the clock starts; prints seconds of the clock and of the processor as JSON.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import instructor
import openai

from extractor.arabic.sentences import split_sentences
from extractor.drafting.single import DRAFT_TOKENS, draft_model
from extractor.prompting import single_messages
from schemas.draft import Draft


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of one article."""

    messages: list[Any]
    model: type[Draft]


Send = Callable[[Call], Awaitable[Any]]


def calls(path: Path) -> Iterator[Call]:
    """The calls that `extractor run --strategy single` makes first."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            sentences = split_sentences(json.loads(line)["text"])
            yield Call(single_messages(sentences), draft_model(tuple(s.id for s in sentences)))


def sender(client: openai.AsyncOpenAI, *, with_instructor: bool) -> Send:
    """How a call is sent; schemas are made once for each number of sentences."""
    fixed: dict[str, Any] = {"model": "stub", "max_tokens": DRAFT_TOKENS, "temperature": 0.0, "seed": 0}
    if with_instructor:
        create = instructor.from_openai(client, mode=instructor.Mode.JSON_SCHEMA).create
        return lambda call: create(
            messages=call.messages, response_model=call.model, max_retries=0, strict=False, **fixed
        )
    schemas: dict[type[Draft], dict[str, Any]] = {}

    async def send(call: Call) -> Any:
        schema = schemas.get(call.model) or schemas.setdefault(call.model, call.model.model_json_schema())
        form: Any = {"type": "json_schema", "json_schema": {"name": "Draft", "schema": schema}}
        return await client.chat.completions.create(messages=call.messages, response_format=form, **fixed)

    return send


async def loop(waiting: Iterator[Call], send: Send, jobs: int) -> None:
    """So many workers over one list; they share the iterator, since nothing awaits in between."""

    async def worker() -> None:
        for call in waiting:
            await send(call)

    await asyncio.gather(*(worker() for _ in range(jobs)))


async def measured(given: argparse.Namespace) -> dict[str, float]:
    made = list(calls(given.articles))
    http = openai.DefaultAsyncHttpxClient(trust_env=False)
    async with openai.AsyncOpenAI(base_url=given.url, api_key="none", http_client=http, max_retries=0) as client:
        send = sender(client, with_instructor=given.instructor)
        wall, cpu = time.monotonic(), time.process_time()
        await loop(iter(made), send, given.jobs)
        return {"seconds": time.monotonic() - wall, "cpu_seconds": time.process_time() - cpu, "calls": len(made)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("articles", type=Path)
    options.add_argument("url")
    options.add_argument("--jobs", type=int, default=32)
    options.add_argument("--instructor", action="store_true")
    print(json.dumps(asyncio.run(measured(options.parse_args()))))


if __name__ == "__main__":
    main()
