"""`extractor run --engine ray`: the same records from several workers, each with a shard of the folder."""

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ray.data import ActorPoolStrategy, Dataset, read_datasource
from ray.exceptions import RayError

from extractor import store
from extractor.articles import Article
from extractor.batch.budget import Budget
from extractor.batch.job import Job
from extractor.batch.ledger import open_ledger
from extractor.batch.lock import sole_writer
from extractor.batch.shards import stop_work, take_in
from extractor.batch.stopping import GRACE_SECONDS, Stop
from extractor.batch.work import Done
from extractor.calls import Usage
from extractor.display.telling import Telling
from extractor.engines.cluster import Cluster
from extractor.engines.packing import unpacked
from extractor.engines.ray_cluster import running_ray
from extractor.engines.ray_source import Articles, Read
from extractor.engines.ray_worker import RayWorker, Report
from extractor.engines.shares import share_of
from extractor.errors import InputError, Unforeseen, UsageError
from extractor.running import INTERRUPTED
from extractor.session import foreseen

_LONGEST_LIST = 8  # articles that go to a worker at once: each list costs Ray some milliseconds
_CRASHES = 2  # of a worker, after which the run stops


def run_on_ray(job: Job, read: Read, cluster: Cluster) -> int:
    """Process the articles that `read` gives, and return the exit code as a run on one machine does.

    Raises:
        ExtractorError: the run as a whole cannot go on.
    """
    if job.source.replay or job.source.record or job.source.local:
        raise UsageError("--engine ray asks a server; leave out --local, --gguf, --record and --replay.")
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
        take_in(job.out)
        with open_ledger(job.out):  # so that workers find one to read
            store.prepare(job.out)
        try:
            with running_ray(cluster), _stoppable(job.out, telling.note) as stop:
                _tell(_reports(job, read, cluster), job, budget, telling)
        finally:
            take_in(job.out)
    return stop.asked


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


def _reports(job: Job, read: Read, cluster: Cluster) -> Iterator[Report]:
    """What the workers say, as they say it.

    Raises:
        Unforeseen: a worker crashed, again and again.
    """
    jobs = share_of(job.settings, cluster.workers, 0).jobs
    length = min(_LONGEST_LIST, jobs)
    calls = 2 * jobs // length + 2  # so that none in flight has to wait for its neighbours in a list
    source: Dataset = read_datasource(Articles(job, read, length), override_num_blocks=1, num_cpus=0)
    answered = source.map_batches(
        RayWorker,
        fn_constructor_args=(job, cluster.workers),
        batch_size=1,
        batch_format="pyarrow",
        compute=ActorPoolStrategy(
            size=cluster.workers, max_tasks_in_flight_per_actor=calls, max_concurrent_calls_per_actor=calls
        ),
        num_cpus=1,
        max_restarts=_CRASHES,
        max_task_retries=_CRASHES,
    )
    try:
        for block in answered.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
            yield from unpacked(block)
    except RayError as error:
        why = str(error).strip().splitlines()[-1]
        raise Unforeseen(f"A worker of Ray ended ({why}); what is done stands, run it again to go on.") from None


def _tell(reports: Iterator[Report], job: Job, budget: Budget, telling: Telling) -> None:
    latest: dict[int, Report] = {}
    for report in reports:
        latest[report.worker] = report
        budget.spent = sum((each.spent for each in latest.values()), Usage())
        for note in report.notes:
            telling.note(note)
        for result in report.results:
            telling.tally.in_flight = 1 + sum(each.in_flight for each in latest.values())
            _tell_one(result, job, budget, telling)


def _tell_one(result: Any, job: Job, budget: Budget, telling: Telling) -> None:
    if isinstance(result, InputError):
        telling.problem(str(result), result.exit_code)
        return
    if isinstance(result, Exception):
        raise result
    telling.result(result, budget)
    if job.as_json and isinstance(result, Done):
        print(json.dumps(result.record.model_dump(mode="json"), ensure_ascii=False), flush=True)  # noqa: T201 - data


class _AtOnce(BaseException):
    """What is in flight is given up."""


@contextmanager
def _stoppable(out: Path, say: Callable[[str], None]) -> Iterator[Stop]:
    """As `extractor.batch.stopping.stoppable`, for workers in other processes; Ray waits in the main thread."""
    stop = Stop()

    def signalled(*_: Any) -> None:
        if stop.asked:
            raise _AtOnce
        stop.asked = True
        stop_work(out)
        signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS)
        say(f"stopping: what is in flight has {GRACE_SECONDS:g} s to finish; Ctrl-C again stops at once.")

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)
    before = {each: signal.signal(each, signalled) for each in signals}
    try:
        yield stop
    except _AtOnce:
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for each, handler in before.items():
            signal.signal(each, handler)
