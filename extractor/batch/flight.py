"""Many articles: a stream in, outcomes out as they finish, never more than `jobs` in flight."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from typing import Any, TypeVar

from extractor.articles import Article
from extractor.errors import InputError

T = TypeVar("T")


async def run_batch(
    articles: Iterable[Article | InputError], work: Callable[[Article], Coroutine[Any, Any, T]], jobs: int
) -> AsyncGenerator[T | InputError, None]:
    """Work on articles with at most `jobs` in flight; what could not be read passes through as its error.

    Close it (`contextlib.aclosing`) where it may be left early: that cancels what is in flight.

    Raises:
        ExtractorError: the run cannot go on; what is in flight is cancelled.
    """
    flying: set[asyncio.Task[T]] = set()
    try:
        for article in articles:
            if isinstance(article, InputError):
                yield article
                continue
            await asyncio.sleep(0)  # where nothing has to be asked, signals and answers have their turn all the same
            flying.add(asyncio.create_task(work(article)))
            if len(flying) >= jobs:
                landed = await _landed(flying)
                yield landed
        while flying:
            landed = await _landed(flying)
            yield landed
    finally:
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)


def articles_for(calls: int) -> int:
    """How many articles keep so many calls under way: a quarter more, which are read and checked meanwhile.

    None more for fewer than four: such a server keeps what it has read of an article, two would push each other out.
    """
    return calls + calls // 4


async def _landed(flying: set[asyncio.Task[T]]) -> T:
    """The result of one that has finished; the others stay, so that none is left unread where this one raises."""
    done, _ = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
    task = done.pop()
    flying.remove(task)
    return task.result()
