"""One `extractor run`: articles through the batch into the store, told on the way."""

import gc
import json
from collections.abc import Iterator
from contextlib import AsyncExitStack, aclosing
from itertools import chain

from extractor import store
from extractor.arabic.scan import scan
from extractor.articles import Article
from extractor.batch.budget import Budget
from extractor.batch.flight import articles_for, run_batch
from extractor.batch.job import Job
from extractor.batch.ledger import Ledger, open_ledger
from extractor.batch.lock import sole_writer
from extractor.batch.shards import take_over
from extractor.batch.stopping import stoppable
from extractor.batch.work import Done, Result, Worker
from extractor.cassette import Player
from extractor.display.telling import Telling
from extractor.errors import InputError, NoRecording
from extractor.session import Session, open_session

INTERRUPTED = 130
Articles = Iterator[Article | InputError]


async def run(job: Job) -> int:
    """Process a job and return the exit code: 0, or the largest of its articles' errors; 130 where it was stopped.

    Raises:
        ExtractorError: the run as a whole cannot go on.
    """
    telling = Telling(job.total, quiet=job.quiet)
    try:
        with telling.live():
            stopped = await _run(job, telling)
    finally:
        telling.end(job.out)
    return INTERRUPTED if stopped else telling.exit_code


async def _run(job: Job, telling: Telling) -> bool:
    """Whether the run was stopped before its end."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(open_session(job.settings, job.source, telling.note))
        with stoppable(telling.note) as stop:
            articles = _from_first(stop.until(job.articles), telling)
            if articles is None:
                return stop.asked
            stack.enter_context(sole_writer(job.out))
            ledger = stack.enter_context(open_ledger(job.out))
            store.prepare(job.out)
            take_over(job.out, ledger)
            worker = Worker(session, ledger, _budget(job, session), job.out, job.again)
            _settle()
            await _work(job, articles, worker, telling)
        if not stop.asked:
            _leftovers(session, ledger, telling)
    return stop.asked


def _settle() -> None:
    """Load the tables, and spare the collector all that stays to the end: it would look through it again and again."""
    scan("", None)
    gc.freeze()


def _budget(job: Job, session: Session) -> Budget:
    model, settings = session.plan.model, job.settings
    return Budget(model, job.prices.get(model), settings.max_tokens, settings.max_cost)


async def _work(job: Job, articles: Articles, worker: Worker, telling: Telling) -> None:
    async def work(article: Article) -> Result:
        telling.started()
        return await worker.work(article)

    async with aclosing(run_batch(articles, work, articles_for(job.settings.jobs))) as results:
        async for result in results:
            if isinstance(result, InputError):
                telling.problem(str(result), result.exit_code)
                continue
            tell(job, result, worker.budget, telling)


def tell(job: Job, result: Result, budget: Budget, telling: Telling) -> None:
    """Tell what became of an article, on standard output, too, where records are asked for there."""
    telling.result(result, budget)
    if job.as_json and isinstance(result, Done):
        record = result.record.model_dump(mode="json")
        print(json.dumps(record, ensure_ascii=False), flush=True)  # noqa: T201 - data on stdout


def _from_first(articles: Articles, telling: Telling) -> Articles | None:
    """The articles from the first that can be read, without which nothing is written; errors before it are told."""
    for article in articles:
        if isinstance(article, Article):
            return chain([article], articles)
        telling.problem(str(article), article.exit_code)
    return None


def _leftovers(session: Session, ledger: Ledger, telling: Telling) -> None:
    """Recorded calls nobody asked for mean that the recording is not of this run."""
    tape = session.tape
    if not isinstance(tape, Player):
        return
    for article, left in tape.unplayed().items():
        entry = ledger.entry(article)
        if entry is None or entry.error is None:  # its own error says what is wrong
            message = f"article {article!r}: {left} recorded calls were not asked for; record it again."
            telling.problem(message, NoRecording.exit_code)
    if tape.manifest.articles.keys() <= tape.asked() and (files := tape.orphans()):
        telling.note(
            f"note: no article asks for {', '.join(files)} in {tape.folder}; delete what is no longer recorded."
        )
