"""The command line: parse, call, print, exit. Data goes to stdout, progress and errors to stderr.

Exit codes: 0 done; 1 differences found, records changed, or an error of no other kind; 2 a wrong option or setting;
3 an article could not be read; 4 the model failed; 5 no recording; 6 records could not be written or read; 7 a fault of
this tool, met by one article; 8 another run writes to the folder; 9 the budget is spent; 130 interrupted.
"""

import io
import json
import os
import sys
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from extractor import store
from extractor.arabic.scan import scan
from extractor.articles import ReadOptions, read_articles
from extractor.cli_diff import diff_command, textconv_command
from extractor.cli_report import report_command
from extractor.cli_review import register as register_review
from extractor.cli_run import (
    ByEngine,
    Workers,
    cluster_of,
    parsed_date,
    retry_command,
    run_command,
    status_command,
)
from extractor.display.evaluation import render_evaluation
from extractor.display.record import render_record
from extractor.display.scan import render_scan
from extractor.display.selftest import render_selftest
from extractor.display.terminal import complain, console
from extractor.errors import ExtractorError, InputError, StoreError
from extractor.evaluation.figures import differences, estimates
from extractor.evaluation.folders import evaluation_data, measure_folder
from extractor.export.formats import FORMATS
from extractor.export.rows import rows
from extractor.report.output import refuse_record
from extractor.running import INTERRUPTED
from extractor.scanning import scan_data
from extractor.selftest.report import report_data, selftest
from extractor.stored import checked_again, derived_again, load_all, remake_all, subjects
from schemas.draft import Draft
from schemas.record import Record

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
app.command("run")(run_command)
app.command("retry")(retry_command)
app.command("status")(status_command)
app.command("report")(report_command)
app.command("diff")(diff_command)
app.command("textconv")(textconv_command)
register_review(app)

Records = Annotated[Path, typer.Argument(help="A folder of records, or one record.", metavar="RECORDS")]
INTERRUPTED_SAYS = "Interrupted; what was written so far is whole."


def main() -> None:
    """Run the tool; a user's mistake gives one sentence and an exit code, never a traceback."""
    if sys.stdout is None:  # closed by the caller
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as the process lives
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # records are UTF-8 whatever the locale
    try:
        app()
    except ExtractorError as error:
        _fail(error)
    except OSError as error:  # every file of ours has an error of its own; what is left is standard output
        _lost(error)
    except SystemExit as stop:
        if stop.code == INTERRUPTED:  # typer turns Ctrl-C into this
            print(INTERRUPTED_SAYS, file=sys.stderr)
        raise
    finally:
        _flush()


@app.command()
def check(records: Records) -> None:
    """Run the validators again on stored records, without a model; exit code 1 where a stored record changed."""
    remade = remake_all(records, checked_again)
    sys.exit(remade.exit_code or int(remade.changed > 0))


@app.command("rederive")
def rederive_command(records: Records, engine: ByEngine = "local", workers: Workers = None) -> None:
    """Make records again from the stored answers of the model, with today's rules and no call.

    A record whose answers no longer give one is kept.
    """
    if cluster := cluster_of(engine, workers):
        from extractor.engines.rederive import rederive  # this command alone loads Ray

        sys.exit(rederive(records, cluster).exit_code)
    sys.exit(remake_all(records, derived_again).exit_code)


@app.command()
def show(path: Annotated[Path, typer.Argument(help="One record file.", metavar="RECORD")]) -> None:
    """Print one record for a person: values, quoted evidence, findings."""
    record = store.load_record(path)
    console().print(render_record(record, store.load_text(path, record.article)))


@app.command()
def export(
    records: Records,
    form: Annotated[Literal["csv", "jsonl", "xlsx"], typer.Option("--format")] = "csv",
    table: Annotated[Literal["casualties", "incidents", "claims", "aggregates"], typer.Option()] = "casualties",
    out: Annotated[Path | None, typer.Option("-o", "--output", help="File; standard output if absent.")] = None,
) -> None:
    """Write one row for each casualty statement, or the rows of another table."""
    if out:
        refuse_record(out)
    loaded = load_all(records)
    data = FORMATS[form](rows(loaded.records, table), table)
    if out is None:
        sys.stdout.buffer.write(data)
    else:
        store.write_whole(out, data)
    sys.exit(StoreError.exit_code if loaded.broken else 0)


@app.command("eval")
def eval_command(
    records: Annotated[Path, typer.Argument(help="A folder of records.", metavar="RECORDS")],
    gold: Annotated[Path, typer.Argument(help="A folder of gold, a file an article.", metavar="GOLD")],
    against: Annotated[Path | None, typer.Option(help="Records of another run, to compare with.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All figures and misses as one JSON object.")] = False,
) -> None:
    """Measure records against gold: what is right, what may be trusted, what it cost."""
    measured = measure_folder(records, gold)
    tallies = [each.tally for each in measured]
    less = differences(tallies, [other.tally for other in measure_folder(against, gold)]) if against else None
    if as_json:
        print(json.dumps(evaluation_data(measured, estimates(tallies), less), ensure_ascii=False))
    else:
        console().print(render_evaluation(measured, estimates(tallies), less))


@app.command("scan")
def scan_command(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, globs; - for standard input.", metavar="ARTICLE")],
    published: Annotated[str | None, typer.Option(help="Publication date of articles that carry none.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an article.")] = False,
) -> None:
    """Show what the code sees in articles, without a model: numbers, dates, places, people harmed, claims, attacks."""
    worst = 0
    for article in read_articles(paths, ReadOptions(published=parsed_date(published))):
        if isinstance(article, InputError):
            complain(article)
            worst = article.exit_code
            continue
        seen = scan(article.text, article.info.published)
        if as_json:
            print(json.dumps({"article": article.info.model_dump(mode="json"), **scan_data(seen)}, ensure_ascii=False))
        else:
            console().print(render_scan(article.info.id, seen))
    sys.exit(worst)


@app.command("selftest")
def selftest_command(
    records: Records,
    seed: Annotated[int, typer.Option(help="Another seed plants other errors.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as one JSON object.")] = False,
) -> None:
    """Plant errors and harmless rewrites behind the accepted items of stored records, and count what passes."""
    found, exit_code = subjects(records)
    report = selftest(found, seed)
    if as_json:
        print(json.dumps(report_data(report), indent=2))
    else:
        console().print(render_selftest(report))
    sys.exit(exit_code)


@app.command()
def schema() -> None:
    """Print the JSON Schemas of the record and of the draft that a model fills."""
    schemas = {"record": Record.model_json_schema(), "draft": Draft.model_json_schema()}
    print(json.dumps(schemas, ensure_ascii=False, indent=2))


def _flush() -> None:
    """Write out what is buffered; where the reader went away, as `head` does, or the disk is full, the rest is lost."""
    try:
        sys.stdout.flush()
    except OSError as error:
        _lost(error)


def _lost(error: OSError) -> NoReturn:
    """End without the rest of standard output, which is told once."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        sys.exit(1)
    _fail(_unwritten(error))


def _fail(error: ExtractorError) -> NoReturn:
    complain(error)
    sys.exit(error.exit_code)


def _unwritten(error: OSError) -> StoreError:
    return StoreError(f"Standard output cannot be written: {error.strerror}; free the disk.")
