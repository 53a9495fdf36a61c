"""How a run is told on standard error: live where a person looks on, else a plain line an article."""

import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from rich.live import Live
from rich.text import Text

from extractor.batch.budget import Budget
from extractor.batch.work import Done, Left, Result
from extractor.display.progress import RunRow, Tally, live_line, progress_line, run_table, summed
from extractor.display.terminal import console, visible
from extractor.errors import EXIT_CODES, BudgetSpent

_MOST_ROWS = 50  # of the table at the end; a longer one nobody reads


class Telling:
    """What has been shown so far, and the worst exit code of it; `quiet` leaves errors alone."""

    def __init__(self, total: int | None, *, quiet: bool) -> None:
        self.exit_code = 0
        self.tally = Tally(total)
        self._screen = console(stderr=True)
        self._quiet = quiet
        self._rows: list[RunRow] = []
        self._started = time.monotonic()

    def live(self) -> AbstractContextManager[Any]:
        """A line at the foot of a terminal, kept up to date while the block lasts; nothing elsewhere."""
        if self._quiet or not self._screen.is_terminal:
            return nullcontext()
        return Live(
            console=self._screen, get_renderable=self._now, refresh_per_second=4, transient=True, redirect_stdout=False
        )

    def note(self, text: str) -> None:
        """Tell what a person should know."""
        if not self._quiet:
            self._line(text)

    def problem(self, message: str, exit_code: int) -> None:
        """Tell an error that does not end the run."""
        self._line(f"error: {message}")
        self._worst(exit_code)

    def started(self) -> None:
        """One more article is in flight."""
        self.tally.in_flight += 1

    def result(self, result: Result, budget: Budget) -> None:
        """Tell what became of an article."""
        tally = self.tally
        tally.in_flight -= 1
        tally.tokens, tally.cost = budget.tokens, budget.cost
        if isinstance(result, Done):
            self._done(result)
        elif isinstance(result, Left):
            tally.left += 1
            self._worst(BudgetSpent.exit_code)
        elif result.entry.error:
            tally.failed_before += 1
            self._worst(EXIT_CODES.get(result.entry.error, 0))
        else:
            tally.standing += 1

    def end(self, out: Path) -> None:
        """Tell what the run gave and where it is."""
        tally = self.tally
        if self._quiet or not tally.settled:
            return
        if 0 < len(self._rows) <= _MOST_ROWS:
            self._rows.sort(key=lambda row: row.record.article.id)
            self._screen.print(run_table(self._rows, self._screen.width))
        elif tally.done:
            self._line(summed(tally))
        if tally.standing:
            self._line(f"{tally.standing:,} stood already and were left as they are")
        if tally.failed_before:
            self._line(f"{tally.failed_before:,} failed before; extractor retry takes them again")
        if tally.left:
            self._line(f"{tally.left:,} left, since what this run may spend is spent; run it again to go on")
        self._line(f"Records are in {out}")

    def _done(self, done: Done) -> None:
        record, tally = done.record, self.tally
        setattr(tally, record.status.value, getattr(tally, record.status.value) + 1)
        if record.error:
            self._worst(EXIT_CODES[record.error.kind])
        for notice in done.article.notices:
            self.note(f"note: {notice}")
        row = RunRow(record, done.usage.total, done.seconds)
        if len(self._rows) <= _MOST_ROWS:
            self._rows.append(row)
        if record.error or not (self._quiet or self._screen.is_terminal):
            self._screen.print(progress_line(row), soft_wrap=True)

    def _worst(self, exit_code: int) -> None:
        self.exit_code = max(self.exit_code, exit_code)

    def _line(self, text: str) -> None:
        self._screen.print(visible(text), markup=False, soft_wrap=True)

    def _now(self) -> Text:
        return live_line(self.tally, time.monotonic() - self._started)
