"""One worker of a run: its own client, its own shard of the folder, its own share of the limits."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pyarrow

from extractor import store
from extractor.batch.budget import Budget
from extractor.batch.job import Job
from extractor.batch.shards import a_shard_of, copy_in, is_stopped, stop_work
from extractor.batch.work import Result, Worker
from extractor.calls import Usage
from extractor.engines.packing import packed, unpacked
from extractor.engines.ray_source import Packet
from extractor.engines.shares import share_of
from extractor.errors import ExtractorError, InputError
from extractor.session import open_session


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
    in_flight: int = 0


class RayWorker:
    """An actor of Ray Data; its calls run in one event loop, where everything that it works with is opened."""

    def __init__(self, job: Job, workers: int) -> None:
        self._job = job
        self._workers = workers
        self._notes: list[str] = []
        self._stack = AsyncExitStack()
        self._desk: asyncio.Future[_Desk] | None = None

    async def __call__(self, block: pyarrow.Table) -> pyarrow.Table:
        """Packets in, one report out."""
        return packed([await self._report(list(unpacked(block)))])

    async def _report(self, packets: Sequence[Any]) -> Report:
        if self._desk is None:
            self._desk = asyncio.ensure_future(self._opened())
        try:
            desk = await self._desk
            results = await asyncio.gather(*(self._result(desk, packet) for packet in packets))
        except ExtractorError as error:  # the others are not waited for: the run ends
            stop_work(self._job.out)
            return Report(-1, Usage(), 0, self._notes, [error])
        notes, self._notes[:] = list(self._notes), []
        there = [result for result in results if result is not None]
        return Report(desk.number, desk.worker.budget.spent, desk.in_flight, notes, there)

    async def _opened(self) -> _Desk:
        job = self._job
        number, out, ledger = self._stack.enter_context(a_shard_of(job.out, self._workers))
        settings = share_of(job.settings, self._workers, number)
        session = await self._stack.enter_async_context(open_session(settings, job.source, self._notes.append))
        store.prepare(out)
        model, paid = session.plan.model, ledger.totals()
        spent = Usage(paid.prompt_tokens, paid.completion_tokens, paid.cached_tokens, paid.lost_tokens)
        budget = Budget(model, job.prices.get(model), settings.max_tokens, settings.max_cost, spent)
        return _Desk(number, Worker(session, ledger, budget, out), asyncio.Semaphore(settings.jobs))

    async def _result(self, desk: _Desk, packet: Any) -> Result | InputError | None:
        """What became of an article; null where it was not begun.

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
            desk.in_flight += 1
            try:
                if packet.derives:
                    copy_in(self._job.out, desk.worker.out, packet.article.info.id)
                return await desk.worker.work(packet.article)
            finally:
                desk.in_flight -= 1
