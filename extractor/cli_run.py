"""The commands that make records: options to a job, and what stands in the ledger of a folder."""

import asyncio
import json
import os
import sys
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from extractor.articles import ReadOptions, read_articles
from extractor.batch.job import Job
from extractor.batch.planning import plan_run
from extractor.batch.status import read_status
from extractor.config import load_prices, load_settings
from extractor.display.status import render_plan, render_status
from extractor.display.terminal import console
from extractor.engines.cluster import Cluster
from extractor.errors import UsageError
from extractor.local import cache_folder, usual_model
from extractor.running import run
from extractor.session import Source
from extractor.sources import count_articles, is_among, is_stream
from extractor.stored import failed_articles

SETTINGS_FILE = Path("extractor.toml")

Flags = dict[str, object]
Model = Annotated[str | None, typer.Option(help="Model name; with --local a row of the model table.")]
BaseUrl = Annotated[str | None, typer.Option(help="Server, like http://localhost:11434/v1.")]
Local = Annotated[bool, typer.Option("--local", help="A model inside this process (extra [local]).")]
Gguf = Annotated[Path | None, typer.Option(help="Model file for --local.")]
Strategy = Annotated[str | None, typer.Option(help="auto, single (strong models) or stepwise (small).")]
MaxReasks = Annotated[int | None, typer.Option(help="Second questions about what failed.")]
Jobs = Annotated[int | None, typer.Option(help="Articles in flight.")]
Rpm = Annotated[int | None, typer.Option(help="Calls begun a minute, at most.")]
TimeoutSeconds = Annotated[float | None, typer.Option(help="The wait for one answer.")]
ArticleSeconds = Annotated[float | None, typer.Option(help="All calls for one article together.")]
OutageSeconds = Annotated[float | None, typer.Option(help="The wait for a server that went away.")]
MaxTokens = Annotated[int | None, typer.Option(help="Most tokens that this run may take.")]
MaxCost = Annotated[float | None, typer.Option(help="Most that this run may cost, at the prices of the settings.")]
ByEngine = Annotated[Literal["local", "ray"], typer.Option("--engine", help="Who shares out the work.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Workers of --engine ray; 1 if not given.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Tell errors alone.")]
Folder = Annotated[Path, typer.Argument(help="A folder that `extractor run` wrote.", metavar="FOLDER")]


def run_command(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, globs; - for standard input.", metavar="PATH")],
    out: Annotated[Path, typer.Option("-o", "--output", help="Folder for the records.")] = Path("records"),
    meta: Annotated[Path | None, typer.Option(help="JSONL of id, published, outlet, url, title.")] = None,
    published: Annotated[str | None, typer.Option(help="Publication date of articles that carry none.")] = None,
    model: Model = None,
    base_url: BaseUrl = None,
    replay: Annotated[Path | None, typer.Option(help="Answer from recordings; no network.")] = None,
    record: Annotated[Path | None, typer.Option(help="Keep recordings of all calls.")] = None,
    local: Local = False,
    gguf: Gguf = None,
    strategy: Strategy = None,
    max_reasks: MaxReasks = None,
    max_chars: Annotated[int | None, typer.Option(help="Longest article, in characters.")] = None,
    jobs: Jobs = None,
    rpm: Rpm = None,
    timeout_seconds: TimeoutSeconds = None,
    article_seconds: ArticleSeconds = None,
    outage_seconds: OutageSeconds = None,
    max_tokens: MaxTokens = None,
    max_cost: MaxCost = None,
    engine: ByEngine = "local",
    workers: Workers = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and cost; ask nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the records as JSON lines.")] = False,
    quiet: Quiet = False,
) -> None:
    """Read articles and write one checked record for each; what stands already is left as it is."""
    if (replay is not None and record is not None) or (replay is not None and (local or gguf is not None)):
        raise UsageError("--replay answers from recordings; leave out --record and --local.")
    if engine == "ray" and (replay or record or local or gguf or any(map(is_stream, paths))):
        raise UsageError(
            "--engine ray reads files and asks a server; leave out -, pipes, --replay, --record and --local."
        )
    if is_among(out, paths):
        raise UsageError(f"{out} is the folder of the articles; give the records one of their own with -o.")
    flags: Flags = {"model": model, "base_url": base_url, "strategy": strategy, "max_reasks": max_reasks}
    flags |= {"max_chars": max_chars, "jobs": jobs, "rpm": rpm, "max_tokens": max_tokens, "max_cost": max_cost}
    flags |= {"timeout_seconds": timeout_seconds, "article_seconds": article_seconds, "outage_seconds": outage_seconds}
    job = _job(out, flags, Source(replay, record, local or gguf is not None, gguf, cache_folder(os.environ)))
    reading = partial(read_articles, paths, ReadOptions(meta, parsed_date(published), job.settings.max_chars))
    job = replace(job, articles=reading(), as_json=as_json, quiet=quiet)
    if dry_run:
        console().print(render_plan(plan_run(job)))
        return
    job = replace(job, total=count_articles(paths))
    if cluster := cluster_of(engine, workers):
        from extractor.engines.run import run as run_by_workers  # a local run never loads Ray

        sys.exit(run_by_workers(job, reading, cluster))
    sys.exit(asyncio.run(run(job)))


def retry_command(
    folder: Folder,
    model: Model = None,
    base_url: BaseUrl = None,
    local: Local = False,
    gguf: Gguf = None,
    strategy: Strategy = None,
    max_reasks: MaxReasks = None,
    jobs: Jobs = None,
    rpm: Rpm = None,
    timeout_seconds: TimeoutSeconds = None,
    article_seconds: ArticleSeconds = None,
    outage_seconds: OutageSeconds = None,
    max_tokens: MaxTokens = None,
    max_cost: MaxCost = None,
    quiet: Quiet = False,
) -> None:
    """Take the failed articles of a folder again, from the texts that stand there."""
    flags: Flags = {"model": model, "base_url": base_url, "strategy": strategy, "max_reasks": max_reasks}
    flags |= {"jobs": jobs, "rpm": rpm, "max_tokens": max_tokens, "max_cost": max_cost}
    flags |= {"timeout_seconds": timeout_seconds, "article_seconds": article_seconds, "outage_seconds": outage_seconds}
    job = _job(folder, flags, Source(None, None, local or gguf is not None, gguf, cache_folder(os.environ)))
    failed = read_status(folder).failed
    job = replace(job, articles=failed_articles(folder, failed), total=len(failed), again=True, quiet=quiet)
    sys.exit(asyncio.run(run(job)))


def status_command(
    folder: Folder,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as one JSON object.")] = False,
) -> None:
    """Show what stands in the ledger of a folder: articles by status, what was paid, what failed and why."""
    status = read_status(folder)
    if as_json:
        print(json.dumps(asdict(status), ensure_ascii=False))
    else:
        console().print(render_status(status))


def cluster_of(engine: str, workers: int | None) -> Cluster | None:
    """Where Ray runs, which finds its environment ready to be loaded; null for the local engine.

    Raises:
        UsageError: Ray is not installed, or its option is given without it.
    """
    if engine == "local":
        if workers is not None:
            raise UsageError("--workers is for --engine ray; leave it out, or give both.")
        return None
    cluster = Cluster(workers or 1, os.environ.get("RAY_ADDRESS"))
    os.environ.update(cluster.environment())
    return cluster


def parsed_date(text: str | None) -> date | None:
    """The day of `--published`."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"--published {text!r} is no date like 2023-11-16.") from None


def _job(out: Path, flags: Flags, source: Source) -> Job:
    """A job without articles: settings from flags, environment and file."""
    file = SETTINGS_FILE if SETTINGS_FILE.exists() else None
    if source.gguf:  # a file is the model, whatever is named
        flags = flags | {"model": source.gguf.stem}
    settings = load_settings(flags, os.environ, file, usual_model() if source.local else None)
    return Job(iter(()), out, settings, source, load_prices(file))
