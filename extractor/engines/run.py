"""`extractor run --engine ray`: the same records from several workers, each with a shard of the folder."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from functools import partial

from extractor import store
from extractor.articles import Article
from extractor.batch.budget import Budget
from extractor.batch.flight import articles_for
from extractor.batch.job import Job
from extractor.batch.ledger import open_ledger
from extractor.batch.lock import sole_writer
from extractor.batch.shards import take_over
from extractor.calls import Usage
from extractor.display.telling import Telling
from extractor.engines.cluster import Cluster
from extractor.engines.pending import Read, pending
from extractor.engines.pool import Work, mapped, running_ray
from extractor.engines.shares import share_of
from extractor.engines.stopping import stoppable
from extractor.engines.worker import Report, RunWorker
from extractor.errors import ExtractorError, InputError
from extractor.running import INTERRUPTED, tell
from extractor.session import foreseen

_LONGEST_LIST = 8  # articles that go to a worker at once: each list costs Ray some milliseconds


def run(job: Job, read: Read, cluster: Cluster) -> int:
    """Process the articles that `read` gives, and return the exit code as a run on one machine does.

    Raises:
        ExtractorError: the run as a whole cannot go on; what the workers have done is in the folder.
    """
    telling = Telling(job.total, quiet=job.quiet)
    try:
        with telling.live():
            stopped = _run(replace(job, articles=iter(()), out=job.out.absolute()), read, cluster, telling)
    finally:
        telling.end(job.out)
    return INTERRUPTED if stopped else telling.exit_code


def _run(job: Job, read: Read, cluster: Cluster, telling: Telling) -> bool:
    """Whether the run was stopped before its end."""
    budget = _checked(job, cluster.workers)
    if not _some_article(read, telling):
        return False
    with sole_writer(job.out):
        _gather(job)
        store.prepare(job.out)
        try:
            with (
                stoppable(job.out, telling.note) as stop,
                running_ray(cluster),
                closing(mapped(_work(job, read, cluster.workers), cluster)) as reports,
            ):
                _tell(reports, job, budget, telling)
        finally:
            _gather(job)
    return stop.asked


def _gather(job: Job) -> None:
    """Take over what workers have left; the ledger is closed between, so that they can read it."""
    with open_ledger(job.out) as ledger:
        take_over(job.out, ledger)


def _checked(job: Job, workers: int) -> Budget:
    """The budget of the whole run, once it is sure that every worker can have its share and knows whom to ask."""
    for number in range(workers):
        share_of(job.settings, workers, number)
    _, plan = foreseen(job.settings, job.source)
    return Budget(plan.model, job.prices.get(plan.model), job.settings.max_tokens, job.settings.max_cost)


def _some_article(read: Read, telling: Telling) -> bool:
    """Whether any article can be read; where none can, errors are told, and nothing is started or written."""
    errors = []
    for article in read():
        if isinstance(article, Article):
            return True
        errors.append(article)
    for error in errors:
        telling.problem(str(error), error.exit_code)
    return False


def _work(job: Job, read: Read, workers: int) -> Work:
    """Lists enough for a worker that none in flight has to wait for its neighbours in a list."""
    articles = articles_for(share_of(job.settings, workers, 0).jobs)
    length = min(_LONGEST_LIST, articles)
    calls = 2 * articles // length + 2
    return Work(partial(pending, job.out, job.settings, read), RunWorker, (job, workers), length, calls)


def _tell(reports: Iterable[Report], job: Job, budget: Budget, telling: Telling) -> None:
    """Tell what the workers say, to the end: after an error that ends the run they only say what they gave up.

    Raises:
        ExtractorError: the first such error.
    """
    latest: dict[int, Report] = {}
    ends: ExtractorError | None = None
    for report in reports:
        before = latest.get(report.worker, report)
        latest[report.worker] = max(report, before, key=lambda each: each.spent.total)  # they overtake each other
        budget.spent = sum((each.spent for each in latest.values()), Usage())
        for note in report.notes:
            telling.note(note)
        for result in report.results:
            telling.tally.in_flight = 1 + sum(each.in_flight for each in latest.values())
            if isinstance(result, InputError):
                telling.problem(str(result), result.exit_code)
            elif isinstance(result, ExtractorError):
                ends = ends or result
            else:
                tell(job, result, budget, telling)
    if ends:
        raise ends
