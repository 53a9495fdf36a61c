"""The work of a run by several workers of Ray Data: each has its own client and shard of the folder, merged at the end.

A worker does the ordinary local work in its shard. The articles are read here, once, by the reader of every run.
"""

import asyncio
import logging
import os
import pickle
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack, aclosing, contextmanager
from dataclasses import astuple, dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

from extractor import store
from extractor.articles import Article
from extractor.batch.budget import Budget
from extractor.batch.current import Need, keys_of
from extractor.batch.deriving import need_of
from extractor.batch.flight import run_batch
from extractor.batch.job import Job
from extractor.batch.ledger import Ledger, open_ledger, read_ledger
from extractor.batch.lock import sole_writer
from extractor.batch.shards import claim, seed, take_over
from extractor.batch.work import Result, Stands, Worker
from extractor.config import Price, Settings
from extractor.display.telling import Telling
from extractor.errors import ExtractorError, UsageError
from extractor.llm import Usage
from extractor.running import tell
from extractor.session import Source, foreseen, open_session
from extractor.stored import Remade, derived_again, held, remade, settled

T = TypeVar("T")
Outcome = Result | Usage | str | ExtractorError
"""What a worker reports: of an article, what it spent, a note for a person, and why it cannot go on."""

_BLOCKS = 8  # of its articles in flight that a worker takes at a time
_RECORDS = 50  # that a worker derives at a time
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
_INSTALL = "--engine ray needs one more package: pip install 'casualty-extractor[ray]'."


@dataclass(frozen=True, slots=True)
class Part:
    """What a worker is told: the folder of the run, and its share of the settings."""

    out: Path
    settings: Settings
    prices: Mapping[str, Price]


def run(job: Job, workers: int) -> int:
    """Process a job with so many workers and return the exit code, as `extractor.running.run` does.

    Raises:
        ExtractorError: the run as a whole cannot go on; what the workers have done is in the folder.
    """
    part = Part(job.out, shared(job.settings, workers), job.prices)
    telling = Telling(job.total, quiet=job.quiet)
    _, plan = foreseen(job.settings, job.source)
    price = job.prices.get(plan.model)
    Budget(plan.model, price, max_cost=job.settings.max_cost)  # a limit without a price is told before anything starts
    budget = Budget(plan.model, price)
    try:
        with telling.live(), sole_writer(job.out), open_ledger(job.out) as ledger:
            store.prepare(job.out)
            take_over(job.out, ledger)
            blocks = _blocks(_pending(job, ledger, telling, budget), _BLOCKS * part.settings.jobs)
            try:
                for outcome in _mapped(blocks, ShardWorker, (part,), workers):
                    _tell(job, outcome, budget, telling)
            finally:
                take_over(job.out, ledger)
    finally:
        telling.end(job.out)
    return telling.exit_code


def rederive(folder: Path, workers: int) -> Remade:
    """Derive every record of a folder again, as `extractor rederive` does; the files are written here.

    Raises:
        UsageError: Ray is not installed, or has fewer cores than workers. StoreError: the folder holds no records.
    """
    records = store.record_paths(folder)
    with held(records[0].parent) as ledger:
        return settled(_mapped(_blocks(iter(records), _RECORDS), Deriver, (), workers), ledger)


def shared(settings: Settings, workers: int) -> Settings:
    """The share of one worker; each has an article in flight at least.

    Raises:
        UsageError: a limit is smaller than the number of workers.
    """
    limits = {"rpm": settings.rpm, "max_tokens": settings.max_tokens}
    for name, limit in limits.items():
        if limit is not None and limit < workers:
            raise UsageError(f"--{name.replace('_', '-')} {limit} cannot be split among {workers} workers; give fewer.")
    split = {name: limit and limit // workers for name, limit in limits.items()}
    cost = settings.max_cost and settings.max_cost / workers
    return settings.model_copy(update={**split, "max_cost": cost, "jobs": max(settings.jobs // workers, 1)})


class ShardWorker:
    """One worker of a run. Ray calls it from changing threads, and SQLite wants one: so it has its own."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._thread = ThreadPoolExecutor(1)
        self._worker: Worker | None = None
        self._notes: list[str] = []
        self._open = ExitStack()  # until the process ends: every commit outlives it
        self._session = AsyncExitStack()

    def __call__(self, batch: Mapping[str, Sequence[bytes]]) -> dict[str, list[bytes]]:
        """The outcomes of a block of articles."""
        articles = [pickle.loads(each) for each in batch["item"]]
        return {"item": [pickle.dumps(each) for each in self._thread.submit(self._block, articles).result()]}

    def _block(self, articles: Sequence[Article]) -> list[Outcome]:
        if self._worker is None:
            self._runner = self._open.enter_context(asyncio.Runner())
        return self._runner.run(self._work(articles))

    async def _work(self, articles: Sequence[Article]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        before = self._worker.budget.spent if self._worker else Usage()
        try:
            self._worker = self._worker or await self._opened()
            async with aclosing(run_batch(articles, self._one, self._part.settings.jobs)) as results:
                outcomes += [result async for result in results]
        except ExtractorError as error:
            outcomes.append(error)
        notes, self._notes[:] = list(self._notes), []
        spent = _less(self._worker.budget.spent, before) if self._worker else Usage()
        return [spent, *notes, *outcomes]

    async def _one(self, article: Article) -> Result:
        assert self._worker
        seed(self._part.out, self._worker.out, article.info.id)
        return await self._worker.work(article)

    async def _opened(self) -> Worker:
        part, settings = self._part, self._part.settings
        session = await self._session.enter_async_context(open_session(settings, Source(), self._notes.append))
        shard = claim(part.out, self._open)
        before = self._open.enter_context(read_ledger(part.out))
        ledger = self._open.enter_context(open_ledger(shard, before))
        model = session.plan.model
        budget = Budget(model, part.prices.get(model), settings.max_tokens, settings.max_cost)
        return Worker(session, ledger, budget, shard)


class Deriver:
    """One worker of `rederive`."""

    def __call__(self, batch: Mapping[str, Sequence[bytes]]) -> dict[str, list[bytes]]:
        """What became of a block of records."""
        paths = [pickle.loads(each) for each in batch["item"]]
        with read_ledger(paths[0].parent) as ledger:
            return {"item": [pickle.dumps(remade(path, derived_again, ledger)) for path in paths]}


def _pending(job: Job, ledger: Ledger, telling: Telling, budget: Budget) -> Iterator[Article]:
    """The articles that need something; the others are told."""
    endpoint, plan = foreseen(job.settings, job.source)
    for article in job.articles:
        if not isinstance(article, Article):
            telling.problem(str(article), article.exit_code)
            continue
        entry = ledger.entry(article.info.id)
        keys = keys_of(article, plan, endpoint.parameters())
        need = need_of(store.record_path(job.out, article.info.id), keys, entry, again=False)
        if entry and need is Need.NOTHING:
            telling.started()
            telling.result(Stands(entry), budget)
        else:
            yield article


def _tell(job: Job, outcome: Outcome, budget: Budget, telling: Telling) -> None:
    if isinstance(outcome, ExtractorError):
        raise outcome
    if isinstance(outcome, str):
        telling.note(outcome)
    elif isinstance(outcome, Usage):
        budget.pay(outcome)
    else:
        telling.started()
        tell(job, outcome, budget, telling)


def _blocks(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while block := list(islice(items, size)):
        yield block


def _mapped(blocks: Iterator[list[Any]], worker: type, told: tuple[Any, ...], workers: int) -> Iterator[Any]:
    """What the workers make of the blocks, as they finish; nothing is started where there is no block."""
    first = next(blocks, None)
    if first is None:
        return
    with _ray(workers) as (ray, arrow):
        tables = (arrow.table({"item": [pickle.dumps(each) for each in block]}) for block in chain([first], blocks))
        given = ray.data.from_arrow_refs([ray.put(table) for table in tables])
        pool = ray.data.ActorPoolStrategy(size=workers)
        made = given.map_batches(worker, batch_size=None, compute=pool, fn_constructor_args=told)
        for row in made.iter_rows():
            yield pickle.loads(row["item"])


@contextmanager
def _ray(workers: int) -> Iterator[tuple[Any, Any]]:
    """Ray and Arrow; Ray is started here, or the cluster that `RAY_ADDRESS` names is used."""
    for name, value in _QUIET.items():  # Ray reads them as it is imported
        os.environ.setdefault(name, value)  # noqa: TID251
    try:
        import pyarrow
        import ray
        import ray.data
    except ImportError:
        raise UsageError(_INSTALL) from None
    address = os.environ.get("RAY_ADDRESS", "local")  # noqa: TID251 - else Ray joins what another run has started
    ray.init(address, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    try:
        cores = int(ray.cluster_resources().get("CPU", 0))
        if workers > cores:
            raise UsageError(f"--workers {workers} is more than the {cores} cores that Ray has; give fewer.")
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.CRITICAL)
        yield ray, pyarrow
    finally:
        ray.shutdown()


def _less(now: Usage, before: Usage) -> Usage:
    return Usage(*(a - b for a, b in zip(astuple(now), astuple(before), strict=True)))
