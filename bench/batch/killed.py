"""Runs killed with -9 at random moments and resumed: are the records those of one undisturbed, and what was paid twice?

    python -m bench.batch.killed                                # 2 runs of 40 articles: does it work
    python -m bench.batch.killed --runs 20 --articles 500       # the figures

Every second run asks stepwise. A kill takes the whole process group at a random share of the calls and up to a fifth of
a second more. In flight at a kill is what the server had received and the ledger had not noted: by the bound of a run
at most `--jobs`, and all that may be paid twice.
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.batch.articles import write
from bench.batch.processes import kill, post, run, start, stub
from bench.batch.stub import Script
from extractor.batch.ledger import read_ledger

KILLS = 3
STRATEGIES = ("single", "stepwise")
_NO_RECORD = ("ledger.sqlite", ".lock", "stdout", "stderr")


@dataclass(frozen=True, slots=True)
class Resumed:
    """What came of a run that was killed; `in_flight` and `unanswered` are counted at each kill."""

    calls: int
    bodies: int
    in_flight: tuple[int, ...]
    unanswered: tuple[int, ...]
    seconds: float
    exit_code: int


def command(articles: Path, out: Path, url: str, strategy: str, jobs: int) -> list[str | Path]:
    model = ["--base-url", url, "--model", "stub", "--strategy", strategy]
    return ["extractor", "run", articles, "-o", out, *model, "--jobs", str(jobs), "--quiet"]


def files(folder: Path) -> dict[str, bytes]:
    """What a run writes but for the ledger and the lock; what a kill left half written would be among it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(_NO_RECORD)
    }


def counts(url: str) -> dict[str, Any]:
    return dict(post(url + "/counts"))


def settled(url: str) -> dict[str, Any]:
    """The counts of the stub once it has read all that was sent."""
    while (told := counts(url))["answering"]:
        time.sleep(0.02)
    return told


def noted(out: Path) -> int:
    """The calls that the ledger knows."""
    if not out.exists():
        return 0
    with read_ledger(out) as ledger:
        return ledger.totals()[0] if ledger else 0


def moments(rng: random.Random, calls: int) -> Iterator[tuple[int, float]]:
    """After how many calls of the run, and how many seconds later, it is killed."""
    for share in sorted(rng.random() for _ in range(KILLS)):
        yield int(share * calls), rng.uniform(0.0, 0.2)


def resumed(told: list[str | Path], out: Path, url: str, when: Iterator[tuple[int, float]]) -> Resumed:
    """Start a run, kill it at these moments, and run it to its end."""
    began, in_flight, unanswered = time.monotonic(), [], []
    for calls, seconds in when:
        process = start(told, out.parent)
        while counts(url)["calls"] < calls and process.poll() is None:
            time.sleep(0.02)
        time.sleep(seconds)
        unanswered.append(counts(url)["answering"])
        kill(process)
        in_flight.append(settled(url)["calls"] - noted(out))
    last = run(told, out.parent)
    end = settled(url)
    return Resumed(
        end["calls"], end["bodies"], _each(in_flight), tuple(unanswered), time.monotonic() - began, last.exit_code
    )


def _each(sums: list[int]) -> tuple[int, ...]:
    """What each kill lost, of what all so far lost."""
    return tuple(now - before for now, before in zip(sums, [0, *sums], strict=False))


def problems(whole: Path, out: Path, calls: int, got: Resumed, jobs: int) -> list[str]:
    """What is not as it has to be; empty where all is well."""
    wanted, found = files(whole), files(out)
    found_wrong = [name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)]
    with read_ledger(whole) as before, read_ledger(out) as after:
        rows = before and after and before.counts() == after.counts()
    checks = {
        f"exit code {got.exit_code}": got.exit_code == 0,
        f"{len(found_wrong)} files differ: {sorted(found_wrong)[:3]}": not found_wrong,
        "the ledgers count other articles": rows,
        "paid twice more than was in flight": got.calls - calls <= sum(got.in_flight),
        f"in flight {got.in_flight} of {jobs}": max(got.in_flight) <= jobs,
    }
    return [what for what, well in checks.items() if not well]


def whole_runs(folder: Path, articles: Path, jobs: int) -> Iterator[tuple[str, int, int]]:
    """An undisturbed run for each strategy: its calls, and how many different ones."""
    for strategy in STRATEGIES:
        with stub(Script()) as url:
            took = run(command(articles, folder / strategy, url, strategy, jobs), folder)
            end = counts(url)
            print(f"undisturbed, {strategy}: {took.seconds:.0f} s, {end['calls']} calls, exit code {took.exit_code}")
            yield strategy, end["calls"], end["bodies"]


def killed(given: argparse.Namespace, folder: Path) -> bool:
    """Whether all runs ended as they have to."""
    articles, well = write(folder / "articles.jsonl", given.articles), True
    wholes = {strategy: (calls, bodies) for strategy, calls, bodies in whole_runs(folder, articles, given.jobs)}
    for number in range(given.runs):
        seed, strategy = given.seed + number, STRATEGIES[number % len(STRATEGIES)]
        calls, bodies = wholes[strategy]
        out = folder / f"killed-{number}" / "records"
        out.parent.mkdir()
        with stub(Script(latency=given.latency)) as url:
            told = command(articles, out, url, strategy, given.jobs)
            got = resumed(told, out, url, moments(random.Random(seed), calls))
        wrong = problems(folder / strategy, out, calls, got, given.jobs)
        wrong += [] if got.bodies == bodies else [f"{got.bodies} different calls, not {bodies}"]
        twice, flying = got.calls - calls, sum(got.in_flight)
        print(
            f"seed {seed:2}, {strategy:8}: {got.seconds:3.0f} s, {len(list(out.glob('*.json')))} records, paid twice "
            f"{twice} of {calls}, in flight at the kills {flying} {got.in_flight}, of them not yet answered "
            f"{got.unanswered}: {'; '.join(wrong) or 'as undisturbed'}",
            flush=True,
        )
        well &= not wrong
    return well


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=2)
    options.add_argument("--articles", type=int, default=40)
    options.add_argument("--jobs", type=int, default=16)
    options.add_argument("--latency", type=float, default=0.1)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        well = killed(given, Path(name))
    print(json.dumps({"runs": given.runs, "kills": KILLS * given.runs, "well": well}))
    raise SystemExit(0 if well else 1)


if __name__ == "__main__":
    main()
