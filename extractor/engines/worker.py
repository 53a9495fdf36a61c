"""One worker of a run: its own client, its own shard of the folder, its own share of the limits."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow

from extractor import store
from extractor.articles import Article
from extractor.batch.budget import Budget
from extractor.batch.flight import articles_for
from extractor.batch.job import Job
from extractor.batch.shards import a_shard_of, is_stopped, seed, stop_work
from extractor.batch.work import Result, Worker
from extractor.calls import Usage
from extractor.engines.packing import packed, unpacked
from extractor.engines.shares import share_of
from extractor.errors import ExtractorError, InputError
from extractor.session import open_session

_LOOK_SECONDS = 0.2  # until a worker looks again whether it has to stop at once


@dataclass(frozen=True, slots=True)
class Packet:
    """An article that needs something; `derives` says that its stored answers may do."""

    article: Article
    derives: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What became of some articles; `spent` and `in_flight` are those of the whole worker, by now.

    An error that is no `InputError` ends the run.
    """

    worker: int
    spent: Usage
    in_flight: int
    notes: Sequence[str]
    results: Sequence[Result | ExtractorError]


@dataclass(slots=True)
class _Desk:
    """What a worker works with, once it is open; `free` has a place for each article in flight."""

    number: int
    worker: Worker
    free: asyncio.Semaphore
    flying: set[asyncio.Task[Result]] = field(default_factory=set)

    async def give_up_when_told(self, out: Path) -> None:
        """Cancel what is in flight once the workers of a folder are asked to stop at once; what it cost is noted."""
        while not is_stopped(out, at_once=True):
            await asyncio.sleep(_LOOK_SECONDS)
        for task in self.flying:
            task.cancel()


class RunWorker:
    """An actor of Ray Data; its calls run in one event loop, where everything that it works with is opened."""

    def __init__(self, job: Job, workers: int) -> None:
        self._job = job
        self._workers = workers
        self._notes: list[str] = []
        self._stack = AsyncExitStack()  # until the process ends: every commit outlives it
        self._desk: asyncio.Future[_Desk] | None = None

    async def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        """Packets in, one report out."""
        return packed([await self._report(list(unpacked(table)))])

    async def _report(self, packets: Sequence[Any]) -> Report:
        if self._desk is None:
            self._desk = asyncio.ensure_future(self._opened())
        try:
            desk = await self._desk
            results = await asyncio.gather(*(self._result(desk, packet) for packet in packets))
        except ExtractorError as error:  # the others are not waited for: the run ends
            stop_work(self._job.out, at_once=True)
            return Report(-1, Usage(), 0, self._notes, [error])
        notes, self._notes[:] = list(self._notes), []
        there = [result for result in results if result is not None]
        return Report(desk.number, desk.worker.budget.spent, len(desk.flying), notes, there)

    async def _opened(self) -> _Desk:
        job = self._job
        number, out, ledger = self._stack.enter_context(a_shard_of(job.out, self._workers))
        settings = share_of(job.settings, self._workers, number)
        session = await self._stack.enter_async_context(open_session(settings, job.source, self._notes.append))
        store.prepare(out)
        _, *paid = ledger.totals()  # by one that crashed before, in this run
        model = session.plan.model
        budget = Budget(model, job.prices.get(model), settings.max_tokens, settings.max_cost, Usage(*paid))
        desk = _Desk(number, Worker(session, ledger, budget, out), asyncio.Semaphore(articles_for(settings.jobs)))
        self._watch = asyncio.create_task(desk.give_up_when_told(job.out))
        return desk

    async def _result(self, desk: _Desk, packet: Any) -> Result | InputError | None:
        """What became of an article; null where it was not begun, or was given up.

        Raises:
            ExtractorError: the run cannot go on.
        """
        if isinstance(packet, ExtractorError) and not isinstance(packet, InputError):
            raise packet
        if not isinstance(packet, Packet):
            return packet  # type: ignore[no-any-return]
        async with desk.free:
            if is_stopped(self._job.out):
                return None
            if packet.derives:
                seed(self._job.out, desk.worker.out, packet.article.info.id)
            task = asyncio.create_task(desk.worker.work(packet.article))
            desk.flying.add(task)
            try:
                return await task
            except asyncio.CancelledError:
                return None
            finally:
                desk.flying.remove(task)
