"""What every form of a diff tells in the same words: the sums, the names of rows, and how a line of an item begins."""

from collections.abc import Iterable, Iterator

from extractor.diff.comparing import Article, Summary
from extractor.diff.entries import Entry, Row
from extractor.diff.wording import KIND_NAMES
from extractor.report.wording import spoken

MOST_NAMES = 20
"""Names of broken articles and differences of make that are listed; the rest is counted."""


MOST_CHANGES = 5_000
"""Changes that a page or a terminal shows, since nobody reads more; the sums count all of them."""


class Shown:
    """Articles as long as there is room; what was left out is known when they have all been taken."""

    def __init__(self, articles: Iterable[Article], changes: int) -> None:
        self._articles = articles
        self.left = changes

    def __iter__(self) -> Iterator[Article]:
        shown = 0
        for article in self._articles:
            if shown and shown >= MOST_CHANGES:
                return
            rows = sum(len(entry.rows) for entry in article.entries)
            shown, self.left = shown + rows, self.left - rows
            yield article


def sums(summary: Summary) -> Iterator[str]:
    """Sentences on the whole: how many articles differ, are on one side alone, or cannot be read, and what it means."""
    told = {
        "differ": summary.differ,
        "only in the new": summary.added,
        "only in the old": summary.removed,
        "the same": summary.same,
        "cannot be read": len(summary.broken),
    }
    counted = ", ".join(f"{times:,} {what}" for what, times in told.items() if times)
    yield f"{articles(sum(told.values()))}: {counted or 'none'}"
    if summary.other_text:
        yield f"{articles(summary.other_text)} of another text on either side: words are compared, not their places"
    if summary.unquoted:
        yield f"{articles(summary.unquoted)} with a record that has no text beside it: quotes stand for sentences"


def made(summary: Summary) -> Iterator[tuple[str, str, str, int]]:
    """What the records were made with, where that differs: its name, old, new, and in how many articles."""
    for (name, old, new), times in summary.made.most_common(MOST_NAMES):
        yield spoken(name), _short(old), _short(new), times


def row_name(table: str, field: str) -> str:
    """A row of the summary: `casualties.count`, `incidents` for items that were added or removed whole."""
    return ".".join(part for part in (table, spoken(field)) if part)


def called(entry: Entry) -> str:
    """What an entry is, with its ids: `casualty c320 (c318)`."""
    if not entry.table:
        return "record"
    known, before = entry.new_id or entry.old_id, entry.old_id
    return f"{KIND_NAMES[entry.table]} {known}" + (f" (was {before})" if before and before != known else "")


def label(row: Row) -> str:
    """What a row of an entry is about."""
    return spoken(row.change.field.removeprefix("article."))


def articles(count: int) -> str:
    """A number of articles."""
    return f"{count:,} article{'' if count == 1 else 's'}"


def _short(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:12]}..."
