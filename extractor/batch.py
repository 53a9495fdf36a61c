"""Many articles: a stream in, outcomes out as they finish, never more than `jobs` in flight."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterable

from extractor.articles import Article
from extractor.errors import InputError, OutOfTime, ServerDown
from extractor.pipeline import Outcome, process
from extractor.session import Session, known_of, remembered

Result = tuple[Article, Outcome] | InputError


async def run_batch(
    articles: Iterable[Article | InputError], session: Session, jobs: int
) -> AsyncGenerator[Result, None]:
    """Process articles with at most `jobs` in flight; what could not be read passes through as its error.

    Close it (`contextlib.aclosing`) where it may be left early: that cancels what is in flight.

    Raises:
        WrongKey, UnknownModel, ServerGone: the run cannot go on; what is in flight is cancelled.
    """
    flying: set[asyncio.Task[Result]] = set()
    try:
        for article in articles:
            if isinstance(article, InputError):
                yield article
                continue
            flying.add(asyncio.create_task(_one(article, session)))
            if len(flying) >= jobs:
                yield await _landed(flying)
        while flying:
            yield await _landed(flying)
    finally:
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)


async def _landed(flying: set[asyncio.Task[Result]]) -> Result:
    """The result of one that has finished; the others stay, so that none is left unread where this one raises."""
    done, _ = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
    task = done.pop()
    flying.remove(task)
    return task.result()


class _NotAnswered(Exception):
    """The server went away in the middle: what it said of this article must not replace a whole recording."""


async def _one(article: Article, session: Session) -> Result:
    if session.tape is None:
        return article, await process(article, session.client, session.plan)
    article = remembered(article, session.tape)
    with contextlib.suppress(_NotAnswered), session.tape.for_article(article.info.id, known_of(article)):
        outcome = await process(article, session.client, session.plan)
        if outcome.record.error and outcome.record.error.kind in (ServerDown.__name__, OutOfTime.__name__):
            raise _NotAnswered
    return article, outcome
