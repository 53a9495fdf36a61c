"""What was measured as rows of figures: one table over all articles, one by article."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table

from bench.quality.tools import OURS
from extractor.evaluation.figures import FIGURES, differences, estimates
from extractor.evaluation.measuring import Tally
from schemas.items import KINDS

ROWS = {
    "overall": "overall",
    **{f"{kind} F1": f"{kind}.f1" for kind in KINDS},
    "incident role": "incident.role",
    "incident date": "incident.date",
    "incident attacker": "incident.attacker",
    "casualty incident": "casualty.incident",
    "casualty group": "casualty.group",
    "casualty cumulative": "casualty.cumulative",
    "casualty all three": "casualty.all",
    "ungrounded": "ungrounded",
    "accepted casualties P": "casualties.accepted_precision",
    "accepted casualties R": "casualties.accepted_recall",
    "review load": "review_load",
    "output tokens": "output_tokens",
    "prompt tokens": "input_tokens",
    "cached tokens": "cached_tokens",
    "seconds": "seconds",
}
_SHORT = ("overall", *(f"{kind} F1" for kind in KINDS), "output tokens", "seconds")
_COSTS = ("output tokens", "prompt tokens", "cached tokens", "seconds")


@dataclass(frozen=True)
class Result:
    """What a tool did with each article, all tools in the same order of articles."""

    tool: str
    articles: Sequence[str]
    tallies: Sequence[Tally]
    calls: Sequence[int]
    failed: Sequence[str | None]


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """By tool: every figure with its 95 % interval, sums, the same by article; and ours less each peer."""
    tools = {
        result.tool: {
            "figures": {name: asdict(estimate) for name, estimate in estimates(result.tallies).items()},
            "calls": sum(result.calls) / len(result.calls),
            "total_seconds": sum(tally["milliseconds"] for tally in result.tallies) / 1000,
            "failed": sum(error is not None for error in result.failed),
            "articles": {
                name: {"calls": calls, "error": error, **{key: figure(tally) for key, figure in FIGURES.items()}}
                for name, tally, calls, error in zip(
                    result.articles, result.tallies, result.calls, result.failed, strict=True
                )
            },
        }
        for result in results
    }
    ours = next((result for result in results if result.tool == OURS), None)
    less = {r.tool: differences(ours.tallies, r.tallies) for r in results if ours and r.tool != OURS}
    return {"tools": tools, "ours_less": {tool: {n: asdict(d) for n, d in each.items()} for tool, each in less.items()}}


def render(data: Mapping[str, Any], *, by_article: bool) -> RenderableType:
    """The tables of `as_json`."""
    tools: Mapping[str, Any] = data["tools"]
    table = _table(f"{len(next(iter(tools.values()))['articles'])} articles", *tools)
    for row, name in ROWS.items():
        values = {tool: each["figures"][name]["value"] for tool, each in tools.items()}
        table.add_row(row, *(_shown(row, values[tool]) for tool in tools))
    table.add_row("seconds, all articles", *(f"{each['total_seconds']:,.0f}" for each in tools.values()))
    table.add_row("calls", *(f"{each['calls']:.1f}" for each in tools.values()))
    table.add_row("articles failed", *(str(each["failed"]) for each in tools.values()))
    parts: list[RenderableType] = [table]
    if data["ours_less"]:
        parts.append(_ratios(data))
    return Group(*parts, *(_articles(tools, row) for row in _SHORT if by_article))


def _ratios(data: Mapping[str, Any]) -> Table:
    table = _table("ours beside", "overall", "less, 95 %", "above", "output tokens", "seconds")
    ours = data["tools"][OURS]["figures"]
    for tool, less in data["ours_less"].items():
        theirs = data["tools"][tool]["figures"]
        times = [_times(ours[name]["value"], theirs[name]["value"]) for name in ("overall", "output_tokens", "seconds")]
        between = f"{less['overall']['low']:+.2f}…{less['overall']['high']:+.2f}"
        table.add_row(tool, times[0], between, f"{less['overall']['above']:.0%}", *times[1:])
    return table


def _articles(tools: Mapping[str, Any], row: str) -> Table:
    table = _table(f"{row} by article", *tools)
    for article in next(iter(tools.values()))["articles"]:
        values = [each["articles"][article][ROWS[row]] for each in tools.values()]
        table.add_row(article, *(_shown(row, value) for value in values))
    return table


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number else "left", overflow="fold")
    return table


def _shown(row: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.1f}" if row == "seconds" else f"{value:,.0f}" if row in _COSTS else f"{value:.3f}"


def _times(ours: float | None, theirs: float | None) -> str:
    return f"× {ours / theirs:.2f}" if ours is not None and theirs else "–"
