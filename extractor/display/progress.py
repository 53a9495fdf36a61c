"""What a run shows: a line an article as it finishes, where it stands, and a table at the end. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from rich.table import Table
from rich.text import Text

from extractor.display.terminal import plain
from schemas.items import KINDS
from schemas.record import Record
from schemas.state import State

_NARROW_HEADS = ("inci-\ndents", "casual-\nties", "claims", "aggre-\ngates")
_WIDE = 104  # columns in which each state has one of its own beside an article id of 20 characters


@dataclass(frozen=True, slots=True)
class RunRow:
    """One article of a run: its record, the tokens of all its calls and the seconds it took."""

    record: Record
    tokens: int
    seconds: float


@dataclass(slots=True)
class Tally:
    """How far a run is: articles by status; `standing` and `failed_before` ones are left as they are.

    `left` ones wait for a later run.
    `total` is null where nobody knows it; `cost` where no price is known.
    """

    total: int | None = None
    in_flight: int = 0
    accepted: int = 0
    review: int = 0
    failed: int = 0
    standing: int = 0
    failed_before: int = 0
    left: int = 0
    tokens: int = 0
    cost: float | None = None

    @property
    def done(self) -> int:
        """Articles that have a record of this run."""
        return self.accepted + self.review + self.failed

    @property
    def settled(self) -> int:
        """Articles that need no more of this run."""
        return self.done + self.standing + self.failed_before + self.left


def live_line(tally: Tally, seconds: float) -> Text:
    """Where a run stands after some seconds: counts, tokens, cost, articles a second, and the time that is left."""
    rate = tally.done / seconds if seconds else 0.0
    parts = [
        f"{tally.settled:,}/{tally.total:,} done" if tally.total else f"{tally.settled:,} done",
        f"{tally.in_flight} in flight",
        summed(tally),
        f"{rate:.1f}/s",
    ]
    if tally.total and rate:
        parts.append(f"{timedelta(seconds=round(max(0, tally.total - tally.settled) / rate))} left")
    return Text(" · ".join(parts))


def summed(tally: Tally) -> str:
    """What a run gave and took, on one line."""
    cost = "" if tally.cost is None else f", cost {tally.cost:.2f}"
    states = f"{tally.accepted:,} accepted, {tally.review:,} review, {tally.failed:,} failed"
    return f"{states} · {tally.tokens:,} tokens{cost}"


def progress_line(row: RunRow) -> Text:
    """One finished article: its status, how its items stand, and the error where it failed."""
    record = row.record
    said = ", ".join(f"{count} {state.value}" for state, count in zip(State, _states(record), strict=True))
    if record.error:
        said = record.error.message.removeprefix(f"article {record.article.id!r}: ")
    return Text(f"{record.status.value:8} {plain(record.article.id)}: {plain(said)} ({row.seconds:.1f} s)")


def run_table(rows: Sequence[RunRow], width: int = 80) -> Table:
    """The articles of a run, a line each, and their sums; it fits into 80 columns, states side by side from 104 on."""
    heads = [*KINDS, *State] if width >= _WIDE else [*_NARROW_HEADS, "\n".join(State)]
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), show_footer=len(rows) > 1)
    sums = [sum(column) for column in zip(*map(_numbers, rows), strict=True)] if rows else [0] * 9
    table.add_column("article", footer="all", overflow="fold")
    for head, total in zip([*heads, "tokens", "seconds"], _cells(sums, width), strict=True):
        table.add_column(head, footer=total, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(Text(plain(row.record.article.id)), *_cells(_numbers(row), width))
    return table


def _numbers(row: RunRow) -> list[float]:
    found = [len(getattr(row.record, kind)) for kind in KINDS]
    return [*found, *_states(row.record), row.tokens, row.seconds]


def _states(record: Record) -> list[int]:
    items = [item for kind in KINDS for item in getattr(record, kind)]
    return [sum(item.state is state for item in items) for state in State]


def _cells(numbers: Sequence[float], width: int) -> list[str]:
    *counts, tokens, seconds = numbers
    found, states = list(map(str, counts[: len(KINDS)])), list(map(str, counts[len(KINDS) :]))
    return [*found, *(states if width >= _WIDE else ["/".join(states)]), f"{tokens:,}", f"{seconds:.1f}"]
