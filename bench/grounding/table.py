"""Verdicts and times to rates, and rates to one table by tool and one by kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.grounding.cases import GROUPS, Case

ERRORS = tuple(GROUPS)
REWRITES = "rewrites"
UNTOUCHED = "untouched"
OURS = "ours"


@dataclass(frozen=True)
class Result:
    """What one tool said of the cases it reached, in their order, and its microseconds for a checked leaf.

    Cases that took it too long (`late`) count nowhere.
    """

    tool: str
    version: str
    verdicts: Sequence[str]
    microseconds: float | None


def as_json(results: Sequence[Result], cases: Sequence[Case]) -> list[dict[str, Any]]:
    """One object a tool: rates from 0 to 1 (null where it met no such case), by sort of error and by kind."""
    return [
        {
            "tool": result.tool,
            "version": result.version,
            "cases": len(_pairs(result, cases)),
            "microseconds_a_leaf": result.microseconds,
            **_rates(_pairs(result, cases)),
            "kinds": {kind: _kind(_pairs(result, cases), kind, sort) for kind, sort in _kinds(cases).items()},
        }
        for result in results
    ]


def as_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """The same as two Markdown tables, in percent."""
    return _by_tool(rows) + "\n\n" + _by_kind(rows)


Pairs = list[tuple[Case, str]]


def _pairs(result: Result, cases: Sequence[Case]) -> Pairs:
    return [(case, verdict) for case, verdict in zip(cases, result.verdicts, strict=False) if verdict != "late"]


def _kinds(cases: Iterable[Case]) -> dict[str, str]:
    """The kinds with their sort, errors first and in the order of their sorts."""
    order = [name for names in GROUPS.values() for name in names]
    found = {case.kind: case.group for case in cases}
    ranked = sorted(found, key=lambda kind: order.index(kind) if kind in order else len(order))
    return {kind: found[kind] for kind in ranked}


def _rates(pairs: Pairs) -> dict[str, Any]:
    errors = [verdict for case, verdict in pairs if not case.harmless]
    rewrites = [verdict for case, verdict in pairs if case.harmless and case.kind != UNTOUCHED]
    untouched = [verdict for case, verdict in pairs if case.kind == UNTOUCHED]
    return {
        "escape": {group: _share([v for c, v in pairs if c.group == group], "accepted") for group in ERRORS}
        | {"all": _share(errors, "accepted")},
        "errors_to_review": _share(errors, "review"),
        "false_reject": {REWRITES: _share(rewrites, "rejected"), UNTOUCHED: _share(untouched, "rejected")},
        "to_review": {REWRITES: _share(rewrites, "review"), UNTOUCHED: _share(untouched, "review")},
    }


def _kind(pairs: Pairs, kind: str, sort: str) -> dict[str, Any]:
    """Of an error: how many escaped; of a rewrite: how many ended anywhere but accepted."""
    verdicts = [verdict for case, verdict in pairs if case.kind == kind]
    wrong = ("rejected", "review") if sort == REWRITES else ("accepted",)
    return {"sort": sort, "cases": len(verdicts), "wrong": _share(verdicts, *wrong)}


def _share(verdicts: Sequence[str], *wanted: str) -> float | None:
    return sum(verdict in wanted for verdict in verdicts) / len(verdicts) if verdicts else None


def _by_tool(rows: Sequence[Mapping[str, Any]]) -> str:
    head = ["tool", "version", "cases", *(f"escaped: {group}" for group in ERRORS), "all errors", "errors to review"]
    head += ["untouched refused", "rewrites refused", "rewrites to review", "µs a leaf", "× ours"]
    ours = next((row["microseconds_a_leaf"] for row in rows if row["tool"] == OURS), None)
    lines = []
    for row in rows:
        escapes = [_percent(row["escape"][group]) for group in (*ERRORS, "all")]
        refused = [_percent(row["false_reject"][name]) for name in (UNTOUCHED, REWRITES)]
        time = row["microseconds_a_leaf"]
        times = [f"{time:,.0f}" if time else "–", f"{time / ours:.2f}" if time and ours else "–"]
        reviews = [_percent(row["errors_to_review"]), _percent(row["to_review"][REWRITES])]
        name = [row["tool"], row["version"], str(row["cases"])]
        lines.append([*name, *escapes, reviews[0], *refused, reviews[1], *times])
    return _markdown(head, lines)


def _by_kind(rows: Sequence[Mapping[str, Any]]) -> str:
    lines = []
    for kind, first in rows[0]["kinds"].items():
        wrong = [_percent(row["kinds"][kind]["wrong"]) for row in rows]
        lines.append([first["sort"], kind, str(first["cases"]), *wrong])
    return _markdown(["sort", "kind", "cases", *(row["tool"] for row in rows)], lines)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f}" if share in (0, 1) else f"{100 * share:.1f}"


def _markdown(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rule = ["---"] * len(head)
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, rule, *lines))
