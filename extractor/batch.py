"""Many articles: a stream in, outcomes out as they finish, never more than `jobs` in flight."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable

from extractor.articles import Article
from extractor.errors import InputError
from extractor.llm import Client
from extractor.pipeline import Outcome, Plan, process
from extractor.session import Tape

Result = tuple[Article, Outcome] | InputError


async def run_batch(
    articles: Iterable[Article | InputError], client: Client, plan: Plan, jobs: int, tape: Tape | None
) -> AsyncIterator[Result]:
    """Process articles with at most `jobs` in flight; what could not be read passes through as its error.

    Raises:
        WrongKey, UnknownModel: the run cannot go on; what is in flight is cancelled.
    """
    flying: set[asyncio.Task[Result]] = set()
    try:
        for article in articles:
            if isinstance(article, InputError):
                yield article
                continue
            flying.add(asyncio.create_task(_one(article, client, plan, tape)))
            if len(flying) >= jobs:
                done, flying = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    yield task.result()
        for finished in asyncio.as_completed(flying):
            yield await finished
    finally:
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)


async def _one(article: Article, client: Client, plan: Plan, tape: Tape | None) -> Result:
    about = {
        "published": article.info.published.isoformat() if article.info.published else None,
        "outlet": article.info.outlet,
        "title": article.info.title,
        "url": article.info.url,
    }
    with tape.for_article(article.info.id, about) if tape else contextlib.nullcontext():
        outcome = await process(article, client, plan)
    return article, outcome
