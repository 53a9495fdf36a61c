"""One command: plant, ask every tool, print the tables.

python -m bench.grounding [--articles FOLDER] [--gold FOLDER] [--json]
"""

import argparse
import gc
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.grounding import ours
from bench.grounding.cases import Case, cases, subjects, whole
from bench.grounding.peers.serving import WARM_UP
from bench.grounding.protocol import checked
from bench.grounding.table import OURS, Result, as_json, as_text
from bench.grounding.tools import PEERS, REPOSITORY, Tool, ask, prepare
from extractor.selftest.subject import Subject


def main() -> None:
    """Parse, run, print."""
    options = _options()
    tools = [tool for tool in PEERS if not options.peers or tool.peer in options.peers]
    for peer in dict.fromkeys(tool.peer for tool in tools):
        _say(f"environment of {peer}")
        prepare(peer)
    found = subjects(options.articles, options.gold)
    asked = cases(found, options.seed, options.most)
    _say(f"{len(found)} articles, {len(asked)} cases")
    verdicts = {OURS: [ours.verdict(case) for case in asked]}
    for tool in tools:
        verdicts[tool.name] = _verdicts(tool, asked, options.seconds)
        _say(f"{tool.name}: {len(verdicts[tool.name])} cases")
    times = _times(tools, found, options.rounds, options.seconds)
    versions = {OURS: "–"} | {tool.name: tool.version for tool in tools}
    results = [Result(name, versions[name], verdicts[name], times[name]) for name in verdicts]
    rows = as_json(results, asked)
    print(json.dumps(rows, indent=1) if options.json else as_text(rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench.grounding", description=__doc__)
    parser.add_argument("--articles", type=Path, default=REPOSITORY / "seeds" / "articles", metavar="FOLDER")
    parser.add_argument("--gold", type=Path, default=REPOSITORY / "seeds" / "gold", metavar="FOLDER")
    parser.add_argument("--peers", nargs="+", choices=sorted({tool.peer for tool in PEERS}), help="only these")
    parser.add_argument("--most", type=int, default=40, metavar="N", help="cases of each kind (40)")
    parser.add_argument("--seconds", type=float, default=240, metavar="S", help="for the cases of one tool (240)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="timed rounds, tool after tool (3)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="rates from 0 to 1 instead of tables")
    return parser.parse_args()


def _verdicts(tool: Tool, asked: Sequence[Case], seconds: float) -> list[str]:
    answers = ask(tool, [case.request for case in asked], seconds)
    return [answer["verdicts"][0] for answer in answers]


def _times(tools: Sequence[Tool], found: Sequence[Subject], rounds: int, seconds: float) -> dict[str, float | None]:
    """Microseconds a leaf, median of the rounds: every article once, all its untouched items in one request."""
    gc.freeze()  # the cases in memory are none of our checks' time
    requests = [whole(subject) for subject in found]
    leaves = sum(map(checked, requests))
    taken: dict[str, list[float]] = {name: [] for name in (OURS, *(tool.name for tool in tools))}
    for number in range(rounds):
        _say(f"timed round {number + 1} of {rounds}")
        for subject in found[:WARM_UP]:  # unmeasured, as in the runners of the peers
            ours.microseconds(subject, rounds + number)
        taken[OURS].append(sum(ours.microseconds(subject, number) for subject in found) / leaves)
        for tool in tools:
            answers = ask(tool, requests, seconds)
            if len(answers) == len(requests):
                taken[tool.name].append(sum(answer["microseconds"] for answer in answers) / leaves)
    return {name: median(values) if values else None for name, values in taken.items()}


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
