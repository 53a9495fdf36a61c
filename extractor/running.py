"""One `extractor run`: articles through the batch into the store, told on the way."""

import json
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.status import Status

from extractor import store
from extractor.articles import Article
from extractor.batch import run_batch
from extractor.cassette import Player
from extractor.config import Settings
from extractor.display.terminal import console, visible
from extractor.errors import EXIT_CODES, InputError, NoRecording
from extractor.pipeline import Outcome
from extractor.progress import RunRow, progress_line, run_table
from extractor.runs import Run, append_run
from extractor.session import Session, Source, Tape, open_session


@dataclass(frozen=True, slots=True)
class Job:
    """What a run reads, where it writes, and how it is told."""

    articles: Iterator[Article | InputError]
    out: Path
    settings: Settings
    source: Source
    as_json: bool


@dataclass(slots=True)
class _Told:
    """What has been shown so far, and the worst exit code of it."""

    screen: Console
    status: Status
    started: int = 0
    rows: list[RunRow] = field(default_factory=list)
    exit_code: int = 0

    def line(self, text: str) -> None:
        self.screen.print(visible(text), markup=False, soft_wrap=True)

    def problem(self, message: str, exit_code: int) -> None:
        self.line(f"error: {message}")
        self.exit_code = max(self.exit_code, exit_code)

    def count(self) -> None:
        done = len(self.rows)
        self.status.update(f"{done} done, {self.started - done} in flight")


async def run(job: Job) -> int:
    """Process a job and return the exit code: 0, or the largest of its articles' errors.

    Raises:
        ExtractorError: the run as a whole cannot go on.
    """
    screen = console(stderr=True)
    with screen.status("starting") as status:
        told = _Told(screen, status)
        try:
            await _run(job, told)
        finally:
            status.stop()
            _summary(job, told)
    return told.exit_code


async def _run(job: Job, told: _Told) -> None:
    async with (
        open_session(job.settings, job.source, told.line) as session,
        aclosing(run_batch(_counted(job, told), session, job.settings.jobs)) as results,
    ):
        async for result in results:
            if isinstance(result, InputError):
                told.problem(str(result), result.exit_code)
            else:
                _finish(job, session, told, *result)
                told.count()
        _leftovers(session.tape, told)


def _counted(job: Job, told: _Told) -> Iterator[Article | InputError]:
    """The articles, counted as they start; the first one waits until it is sure that records can be written."""
    for article in job.articles:
        if isinstance(article, Article):
            if told.started == 0:
                store.prepare(job.out)
            told.started += 1
            told.count()
        yield article


def _finish(job: Job, session: Session, told: _Told, article: Article, outcome: Outcome) -> None:
    record = outcome.record
    store.save(job.out, record, article.text, None if record.error else outcome.draft)
    usage = outcome.usage
    append_run(
        job.out,
        Run(
            record.article.id, record.status, usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens,
            round(outcome.seconds, 3), outcome.attempts, session.plan.model, datetime.now(UTC),
        ),
    )  # fmt: skip
    row = RunRow(record, usage.prompt_tokens + usage.completion_tokens, outcome.seconds)
    told.rows.append(row)
    for notice in article.notices:
        told.line(f"note: {notice}")
    told.screen.print(progress_line(row), soft_wrap=True)
    if record.error:
        told.exit_code = max(told.exit_code, EXIT_CODES[record.error.kind])
    if job.as_json:
        print(json.dumps(record.model_dump(mode="json"), ensure_ascii=False), flush=True)  # noqa: T201 - data on stdout


def _leftovers(tape: Tape | None, told: _Told) -> None:
    """Recorded calls nobody asked for mean that the recording is not of this run."""
    if not isinstance(tape, Player):
        return
    failed = {row.record.article.id for row in told.rows if row.record.error}  # their own error says what is wrong
    for article, left in tape.unplayed().items():
        if article not in failed:
            message = f"article {article!r}: {left} recorded calls were not asked for; record it again."
            told.problem(message, NoRecording.exit_code)
    if tape.manifest.articles.keys() <= {row.record.article.id for row in told.rows} and (files := tape.orphans()):
        told.line(f"note: no article asks for {', '.join(files)} in {tape.folder}; delete what is no longer recorded.")


def _summary(job: Job, told: _Told) -> None:
    if told.rows:
        told.rows.sort(key=lambda row: row.record.article.id)
        told.screen.print(run_table(told.rows, told.screen.width))
        told.line(f"Records are in {job.out}")
