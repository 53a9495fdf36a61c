"""One `extractor run`: articles through the batch into the store, told on the way."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from extractor import store
from extractor.articles import Article
from extractor.batch import run_batch
from extractor.cassette import Player
from extractor.config import Settings
from extractor.display import RunRow, console, progress_line, run_table
from extractor.errors import InputError, ModelError, NoRecording
from extractor.pipeline import Outcome
from extractor.session import Session, Source, Tape, open_session
from schemas.record import RecordStatus


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
    rows: list[RunRow] = field(default_factory=list)
    exit_code: int = 0

    def problem(self, message: str, exit_code: int) -> None:
        self.screen.print(f"error: {message}", markup=False, soft_wrap=True)
        self.exit_code = max(self.exit_code, exit_code)


async def run(job: Job) -> int:
    """Process a job and return the exit code: 0, or the largest of its articles' errors.

    Raises:
        ExtractorError: the run as a whole cannot go on.
    """
    told = _Told(console(stderr=True))
    async with open_session(job.settings, job.source, lambda line: told.screen.print(line, markup=False)) as session:
        async for result in run_batch(job.articles, session.client, session.plan, job.settings.jobs, session.tape):
            if isinstance(result, InputError):
                told.problem(str(result), result.exit_code)
            else:
                _finish(job, session, told, *result)
        _leftovers(session.tape, told)
    if told.rows:
        told.rows.sort(key=lambda row: row.record.article.id)
        told.screen.print(run_table(told.rows))
        told.screen.print(f"Records are in {job.out}", markup=False, soft_wrap=True)
    return told.exit_code


def _finish(job: Job, session: Session, told: _Told, article: Article, outcome: Outcome) -> None:
    record = outcome.record
    store.save(job.out, record, article.text, outcome.draft if outcome.draft["calls"] else None)
    usage = outcome.usage
    store.append_run(
        job.out,
        store.Run(
            record.article.id, record.status, usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens,
            round(outcome.seconds, 3), outcome.attempts, session.plan.model, datetime.now(UTC),
        ),
    )  # fmt: skip
    row = RunRow(record, usage.prompt_tokens + usage.completion_tokens, outcome.seconds)
    told.rows.append(row)
    for notice in article.notices:
        told.screen.print(f"note: {notice}", markup=False, soft_wrap=True)
    told.screen.print(progress_line(row), soft_wrap=True)
    if record.status is RecordStatus.FAILED and record.error:
        told.problem(record.error.message, _exit_code(record.error.kind))
    if job.as_json:
        print(json.dumps(record.model_dump(mode="json"), ensure_ascii=False), flush=True)  # noqa: T201 - data on stdout


def _exit_code(kind: str) -> int:
    return NoRecording.exit_code if kind == NoRecording.__name__ else ModelError.exit_code


def _leftovers(tape: Tape | None, told: _Told) -> None:
    """Recorded calls nobody asked for mean that the recording is not of this run."""
    if isinstance(tape, Player):
        for article, left in tape.unplayed().items():
            told.problem(
                f"{article}: {left} recorded calls were not asked for; record it again.", NoRecording.exit_code
            )
