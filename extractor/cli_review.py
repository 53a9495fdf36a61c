"""The commands of review: decide on records in a browser, apply the decisions, make gold of them."""

import getpass
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from extractor import store
from extractor.batch.ledger import LEDGER_NAME
from extractor.display.terminal import complain, line
from extractor.errors import StoreError, UsageError
from extractor.review.applying import is_decided, undecided
from extractor.review.article import Article, open_article
from extractor.review.decisions import FOLDER, read_decisions
from extractor.review.desk import Desk
from extractor.review.folding import Lost
from extractor.review.golding import gold_bytes
from extractor.review.history import contradiction, told
from extractor.review.sight import PLAIN, WITHOUT_NAMES
from schemas.decision import LONGEST_NAME

_OF_A_RUN = (LEDGER_NAME, "drafts", FOLDER)
Records = Annotated[Path, typer.Argument(help="A folder of records, or one record.", metavar="RECORDS")]


def register(app: typer.Typer) -> None:
    """Add the commands of review to the command line."""
    app.command("review")(review_command)
    app.command("apply")(apply_command)
    app.command("gold")(gold_command)


def review_command(
    records: Records,
    reviewer: Annotated[str | None, typer.Option(help="Who decides; the login name if not given.")] = None,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port of this machine; a free one if not given.")] = 0,
    redact_names: Annotated[bool, typer.Option("--redact-names", help="Hide names of victims and witnesses.")] = False,
) -> None:
    """Decide on records in a browser on this machine; Ctrl-C ends it."""
    try:
        from extractor.review.server import application, listen, serve
    except ImportError:
        raise UsageError('review needs an extra; pip install "casualty-extractor[review]".') from None
    store.record_paths(records)
    name, token = _name(reviewer), secrets.token_urlsafe(32)
    listening = listen(port)
    port = listening.getsockname()[1]
    desk = Desk(records, WITHOUT_NAMES if redact_names else PLAIN)
    app = application(desk, name, port, token)
    line(f"Open http://127.0.0.1:{port}/?token={token}", stderr=True)
    line("Ctrl-C ends the review; every decision is kept as it is made.", stderr=True)
    serve(app, listening)


def _name(given: str | None) -> str:
    """Who decides, in one line of a decision."""
    name = " ".join((given if given is not None else _login()).split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise UsageError(f"--reviewer {given!r} is no name of 1 to {LONGEST_NAME} printable characters.")
    return name


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("This system has no login name for you; name the reviewer with --reviewer.") from None


def apply_command(
    records: Records,
    out: Annotated[Path, typer.Option("-o", "--output", help="Folder for the reviewed records.")],
) -> None:
    """Make reviewed records of stored ones and the decisions about them; exit code 1 where a decision was lost."""
    _apart(records, out)
    worst = lost = 0
    for article in _articles(records):
        worst = max(worst, _tell_broken(article))
        if article is None:
            continue
        _save(out / article.path.name, article)
        lost += _tell_lost(article)
    lost += sum(map(_tell_orphan, _orphans(records)))
    line(f"Reviewed records are in {out}" + (f"; {lost} decisions lost" if lost else ""), stderr=True)
    sys.exit(worst or int(lost > 0))


def _save(path: Path, article: Article) -> None:
    """Write a reviewed record by the name of its file: two of one article stay two."""
    store.write_whole(store.text_path(path), article.text.encode("utf-8"))
    store.write_whole(path, store.to_json(article.record))


def gold_command(
    records: Records,
    out: Annotated[Path, typer.Option("-o", "--output", help="Folder for the gold.")],
    every: Annotated[bool, typer.Option("--all", help="Also articles with items that nobody decided on.")] = False,
) -> None:
    """Make gold for `eval` of records whose every item people decided on; others are named and left out."""
    _apart(records, out)
    worst = written = left = 0
    for article in _articles(records):
        worst = max(worst, _tell_broken(article))
        if article is None:
            continue
        record = article.record
        if every or is_decided(record):
            store.write_whole(out / article.path.name, gold_bytes(record))
            written += 1
        else:
            open_items = undecided(record)
            line(
                f"left out {article.path.stem}: {f'{open_items} items open' if open_items else 'nobody decided on it'}"
            )
            left += 1
    line(f"{written} gold files are in {out}, {left} articles left out", stderr=True)
    sys.exit(worst)


def _articles(records: Path) -> Iterator[Article | None]:
    """Each article, None for one that cannot be read."""
    for path in store.record_paths(records):
        try:
            yield open_article(path)
        except StoreError as error:
            complain(error)
            yield None


def _tell_broken(article: Article | None) -> int:
    """The exit code of what could not be read; broken lines among the decisions are named."""
    for sentence in article.kept.broken if article else ():
        complain(StoreError(sentence))
    return StoreError.exit_code if article is None or article.kept.broken else 0


def _tell_lost(article: Article) -> int:
    found = article.folded.lost
    for each in found:
        line(f"lost {article.path.stem} {_told(each)}")
    for standing in article.folded.standings:
        for conflict in standing.conflicts:
            line(f"open {article.path.stem} {standing.item.id}: {contradiction(conflict)}")
    return len(found)


def _told(lost: Lost) -> str:
    item = lost.decision.item
    return f"{item.id if item else ''}: {told(lost.decision).rstrip('.')}, but {lost.why}."


def _orphans(records: Path) -> list[Path]:
    """Decisions about articles that have no record any more."""
    if not records.is_dir():
        return []
    known = {path.stem for path in store.record_paths(records)}
    return sorted(path for path in (records / FOLDER).glob("*.jsonl") if path.stem not in known)


def _tell_orphan(path: Path) -> int:
    """Name each decision about an article without a record, and count them."""
    found = read_decisions(path).decisions
    for decision in found:
        line(f"lost {path.stem} {_told(Lost(decision, 'the article has no record any more'))}")
    return len(found)


def _apart(records: Path, out: Path) -> None:
    """Reviewed records and gold stand in folders of their own: what a run or a person wrote is never overwritten."""
    folder = records if records.is_dir() else records.parent
    if out.resolve() == folder.resolve() or any((out / name).exists() for name in _OF_A_RUN):
        raise UsageError(f"-o {out} holds the records of a run; name another folder.")
