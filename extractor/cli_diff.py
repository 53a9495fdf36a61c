"""The commands that tell what changed: between two runs, and lines of a record for `git diff`."""

import gc
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

from extractor import store
from extractor.diff.as_json import lines as json_lines
from extractor.diff.comparing import Article, Spool, Summary, as_they_are, compared
from extractor.diff.hiding import without_names
from extractor.diff.markdown import comment
from extractor.diff.page import page
from extractor.diff.sides import opened
from extractor.diff.textconv import converted
from extractor.display.diff import as_text, render_diff
from extractor.display.terminal import complain, console
from extractor.errors import StoreError
from extractor.report.output import refuse_record

Form = Literal["text", "markdown", "html", "json"]
_Side = "A folder of records, one record, or those of a git revision: HEAD~1:records."


def diff_command(
    old: Annotated[str, typer.Argument(help=_Side, metavar="OLD")],
    new: Annotated[str, typer.Argument(help=_Side, metavar="NEW")],
    form: Annotated[Form, typer.Option("--format")] = "text",
    out: Annotated[Path | None, typer.Option("-o", "--output", help="File; standard output if absent.")] = None,
    redact_names: Annotated[bool, typer.Option("--redact-names", help="Hide names of victims and witnesses.")] = False,
) -> None:
    """Show what changed between two runs, each change in its sentence; exit code 1 where they differ."""
    if out:
        refuse_record(out)
    summary = Summary()
    with _no_cycles_sought(), opened(old) as before, opened(new) as after, Spool() as spool:
        found = _counted(compared(before, after, without_names if redact_names else as_they_are), summary)
        if form == "json":  # needs no sums in front
            _write(json_lines(found), out)
        else:
            for article in found:
                spool.add(article)
            _show(form, summary, spool, out)
    sys.exit(StoreError.exit_code if summary.broken else int(not summary.is_same))


def textconv_command(path: Annotated[Path, typer.Argument(help="A record file.", metavar="FILE")]) -> None:
    """Print a record as lines that `git diff` can compare; git runs this, see docs/diff.md."""
    for told in converted(path):
        print(told)


@contextmanager
def _no_cycles_sought() -> Iterator[None]:
    """Records hold no cycles, and looking for some among so many objects takes a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _counted(articles: Iterable[Article], summary: Summary) -> Iterator[Article]:
    """Those that differ; all are counted, and the broken ones named."""
    for article in articles:
        summary.add(article)
        for error in article.broken:
            complain(error)
        if article.entries:
            yield article


def _show(form: Form, summary: Summary, articles: Spool, out: Path | None) -> None:
    if form == "markdown":
        _write(comment(summary, articles), out)
    elif form == "html":
        _write(page(summary, articles), out)
    elif out:
        _write([as_text(render_diff(summary, articles))], out)
    else:
        screen = console()
        for part in render_diff(summary, articles):
            screen.print(part)


def _write(told: Iterable[str], out: Path | None) -> None:
    if out is None:
        sys.stdout.writelines(told)
    else:
        store.write_whole(out, "".join(told).encode("utf-8"))
