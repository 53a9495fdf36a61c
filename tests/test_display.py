"""What people see, at a fixed width and without colour; and that the words of an article cannot bend it."""

from typing import Any

import factory
import pytest
from rich.console import Console, RenderableType
from syrupy.assertion import SnapshotAssertion

from extractor.diff import diff_records
from extractor.display.diff import render_diff
from extractor.display.progress import RunRow, Tally, live_line, progress_line, run_table
from extractor.display.record import render_record
from extractor.display.terminal import console, words
from schemas.base import Span
from schemas.record import Mention

ROWS = [RunRow(factory.record(), 12345, 4.25), RunRow(factory.failed(), 0, 0.1)]


def shown(what: RenderableType, width: int = 100) -> str:
    console = Console(width=width, no_color=True, highlight=False, emoji=False, force_terminal=False)
    with console.capture() as capture:
        console.print(what)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


@pytest.mark.parametrize("width", [120, 80])
def test_the_table_of_a_run(snapshot: SnapshotAssertion, width: int) -> None:
    table = shown(run_table(ROWS, width), width)
    assert factory.ARTICLE_ID in table
    assert table == snapshot


def test_a_run_of_one_has_no_sums_and_an_empty_one_no_lines() -> None:
    assert "all" not in shown(run_table(ROWS[:1])).split()
    assert "article" in shown(run_table([]))


def test_progress(snapshot: SnapshotAssertion) -> None:
    assert "\n".join(shown(progress_line(row)) for row in ROWS) == snapshot


LIVE = {
    "start": (Tally(), 0.0, "0 done · 0 in flight · 0 accepted, 0 review, 0 failed · 0 tokens · 0.0/s"),
    "middle": (
        Tally(10_000, 32, 800, 180, 20, 1_490, 10, 0, 1_234_567, 1.5),
        100.0,
        "2,500/10,000 done · 32 in flight · 800 accepted, 180 review, 20 failed · 1,234,567 tokens, cost 1.50 · "
        "10.0/s · 0:12:30 left",
    ),
    "more than were counted": (Tally(1, 0, 2), 1.0, "2/1 done · 0 in flight · 2 accepted, 0 review, 0 failed · "
        "0 tokens · 2.0/s · 0:00:00 left"),
}  # fmt: skip


@pytest.mark.parametrize(("tally", "seconds", "line"), LIVE.values(), ids=LIVE.keys())
def test_the_line_at_the_foot(tally: Tally, seconds: float, line: str) -> None:
    assert live_line(tally, seconds).plain == line


def test_a_record(snapshot: SnapshotAssertion) -> None:
    assert shown(render_record(factory.record(), factory.TEXT)) == snapshot


def test_a_failed_record(snapshot: SnapshotAssertion) -> None:
    assert shown(render_record(factory.failed(), factory.TEXT)) == snapshot


def test_a_diff(snapshot: SnapshotAssertion) -> None:
    old = factory.record()
    count = old.casualties[0].count.model_copy(update={"low": None, "high": 20})
    first = old.casualties[0].model_copy(update={"count": count})
    new = old.model_copy(update={"casualties": [first, *old.casualties[2:]], "findings": old.findings[:1]})
    assert shown(render_diff(diff_records(old, new))) == snapshot
    assert shown(render_diff(diff_records(None, new))) == f"{factory.ARTICLE_ID}\n  + record \u2068review\u2069"


def test_no_difference() -> None:
    assert shown(render_diff([])) == "no difference"


HOSTILE = {
    "markup": ("[red]قتل[/red] [/]", "\u2068[red]قتل[/red] [/]\u2069"),
    "link": ("[link=file:///etc]x[/link]", "\u2068[link=file:///etc]x[/link]\u2069"),
    "escape sequence": ("\x1b[31mقتل\x9b0m", "\u2068‹U+001B›[31mقتل‹U+009B›0m\u2069"),
    "override": ("\u202eقتل\u2069\u2067", "\u2068‹U+202E›قتل‹U+2069›‹U+2067›\u2069"),
    "emoji code": (":skull:", "\u2068:skull:\u2069"),
    "newlines": ("قتل\r\nجندي\u2028\t", "\u2068قتل  جندي‹U+2028› \u2069"),
    "nul": ("\0", "\u2068‹U+0000›\u2069"),
    "long": ("ق" * 400, "\u2068" + "ق" * 299 + "…\u2069"),
}


@pytest.mark.parametrize(("text", "line"), HOSTILE.values(), ids=HOSTILE.keys())
def test_words_of_an_article_are_shown_and_never_obeyed(text: str, line: str) -> None:
    assert words(text) == line


@pytest.mark.parametrize("text", [row[0] for row in HOSTILE.values()], ids=HOSTILE.keys())
def test_hostile_words_print_verbatim_in_a_record(text: str) -> None:
    span = Span(start=0, end=len(text), quote=text)
    claim = factory.record().claims[0].model_copy(update={"evidence": [span]})
    mention = Mention(type="number", raw=text, start=0, end=len(text), value=None)
    changes: dict[str, Any] = {"claims": [claim], "unused_mentions": [mention]}
    record = factory.record(**changes, article=factory.article(title=text, outlet=None))
    for rendered in (render_record(record, text), render_diff(diff_records(factory.failed(), record))):
        printed = shown(rendered, width=2000)
        assert words(text) in printed
        assert not set(printed) & set("\x1b\x9b\0\r\u202e\u2067\u2028")


def test_the_consoles_print_a_bracket_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    console().print(progress_line(ROWS[0]))
    console(stderr=True).print(progress_line(ROWS[1]))
    captured = capsys.readouterr()
    assert captured.out.startswith("review ")
    assert captured.err.startswith("failed ")
