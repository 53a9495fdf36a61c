"""What changed between two runs, for a terminal: the sums, a table by field, then each item in its sentences."""

import io
from collections.abc import Iterable, Iterator

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.diff.changes import UNUSED, ChangeKind
from extractor.diff.comparing import Article, Summary
from extractor.diff.entries import Entry, Row
from extractor.diff.sentences import Sentence
from extractor.diff.telling import MOST_NAMES, Shown, called, label, made, row_name, sums
from extractor.diff.wording import COLUMNS, Phrase
from extractor.display.terminal import isolated, plain, visible, words

_SIGNS = {"+": "bold green", "-": "bold red", "~": "bold yellow"}
_PIECES = {
    "old": ("⟦", "⟧", "red strike"),
    "new": ("⟦", "⟧", "bold green"),
    "both": ("⟦", "⟧", "bold"),
    "": ("", "", ""),
}
_OTHERS = {"number": "cyan", "date": "magenta", "place": "bright_blue"}
_NARROW = 12  # columns of a field's name
_WIDTH = 80


def render_diff(summary: Summary, articles: Iterable[Article]) -> Iterator[RenderableType]:
    """The whole diff, part by part; one line says where nothing differs."""
    if summary.is_same and not summary.broken:
        yield Text("no difference")
    yield from _head(summary)
    shown = Shown(articles, summary.changes)
    for article in shown:
        name = Text(f"\n{plain(article.name)}", style="bold underline")
        yield Group(name, *(line for entry in article.entries for line in _entry(entry)))
    if shown.left:
        left = f"{shown.left:,} of {summary.changes:,} changes are left out"
        yield Text(f"\n{left}: compare fewer articles, or use --format json", style="bold")


def as_text(parts: Iterable[RenderableType]) -> str:
    """The same without colours, 80 columns wide, for a file."""
    file = io.StringIO()
    screen = Console(file=file, width=_WIDTH, highlight=False, emoji=False)
    for part in parts:
        screen.print(part)
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())


def _head(summary: Summary) -> Iterator[RenderableType]:
    yield from (Text(told) for told in sums(summary))
    if summary.broken:
        more = len(summary.broken) - MOST_NAMES
        names = ", ".join(map(plain, summary.broken[:MOST_NAMES])) + (f" and {more:,} more" if more > 0 else "")
        yield Text(f"cannot be read: {names}", style="red")
    for name, old, new, times in made(summary):
        yield Text(f"made with another {name}: {plain(old)} → {plain(new)} ({times:,})", style="dim")
    if summary.counts:
        yield _table(summary)
        yield Text("⟦…⟧ changed words, ⟨…⟩ other numbers, days and places", style="dim")


def _table(summary: Summary) -> Table:
    kinds = [kind for kind in ChangeKind if any(key[2] is kind for key in summary.counts)]
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("field", overflow="fold", min_width=24)
    for kind in kinds:
        table.add_column(COLUMNS[kind], justify="right")
    for at in summary.rows:
        counts = [f"{times:,}" if (times := summary.counts[*at, kind]) else "" for kind in kinds]
        table.add_row(Text(plain(row_name(*at))), *counts)
    return table


def _entry(entry: Entry) -> Iterator[RenderableType]:
    before, after = _phrase(entry.old), _phrase(entry.new)
    told = f"{before} → {after}" if before and after and before != after else after or before
    head = Text(f"{entry.sign} ", style=_SIGNS[entry.sign]).append(f"{plain(called(entry))}", style="bold")
    yield _indented(head.append(f"  {told}" if told else "", style="not bold"), 1)
    yield from (_indented(line, 5) for row in entry.rows if (line := _row(row)))
    yield from (_indented(_sentence(sentence), 5) for sentence in entry.sentences)


def _indented(line: RenderableType, columns: int) -> Padding:
    return Padding(line, (0, 0, 0, columns), expand=False)


def _row(row: Row) -> Text | None:
    match row.change.kind:
        case ChangeKind.FINDING_APPEARED:
            return Text(f"finding + {_phrase(row.new)}", style="yellow")
        case ChangeKind.FINDING_GONE:
            return Text(f"finding - {_phrase(row.old)}", style="dim")
        case _ if row.change.field == UNUSED:
            return Text(f"{'used no more' if row.new else 'now used'}: {_phrase(row.new or row.old)}", style="dim")
        case _ if row.old or row.new:
            name = Text(f"{plain(label(row)):<{_NARROW}} ", style="dim")
            return name.append(f"{_phrase(row.old)} → {_phrase(row.new)}", style="not dim")
        case _:
            return None


def _phrase(phrase: Phrase) -> str:
    return "".join(f"«{words(part.text)}»" if part.quoted else plain(part.text) for part in phrase)


def _sentence(sentence: Sentence) -> RenderableType:
    line = Text()
    for piece in sentence.pieces:
        before, after, style = _PIECES.get(piece.mark) or ("⟨", "⟩", _OTHERS[piece.mark])
        line.append(f"{before}{visible(piece.text)}{after}", style=style)
    told = _Isolated(line)
    return told if sentence.where == "both" else Group(Text(f"{sentence.where} text:", style="dim"), told)


class _Isolated:
    """Words of an article over several lines, each isolated by itself, since a terminal orders every line alone."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        before, after = isolated("\0").split("\0")
        for line in self._text.wrap(console, options.max_width):
            line.rstrip()
            yield Text.assemble(before, line, after)
