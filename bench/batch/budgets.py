"""Random budgets against the stub: none is passed by more than the calls in flight, and a later run completes.

    python -m bench.batch.budgets                  # 6 budgets: does it work
    python -m bench.batch.budgets --budgets 50     # the figures: about three minutes

Tokens or cost, 1 to 32 jobs, one call an article or stepwise, with 429, 500, cut lines and stalls, so that calls are
repeated and wait at the gate. In flight is what was under way when the budget was reached, the call that reached it
included; its tokens are those of as many calls as the stub served last. Then a run without a budget goes on: records
have to be those of an undisturbed run, and the stub has to have told no answer twice.
"""

import argparse
import asyncio
import json
import random
import tempfile
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from bench.batch.articles import article
from bench.batch.killed import files, settled
from bench.batch.processes import stub
from bench.batch.stub import Script
from extractor import store
from extractor.articles import Article, read_articles
from extractor.batch.budget import Budget, cost_of
from extractor.batch.flight import run_batch
from extractor.batch.ledger import open_ledger
from extractor.batch.status import read_status
from extractor.batch.work import Left, Worker
from extractor.config import Price, Settings
from extractor.llm import OpenAIClient, Usage
from extractor.session import Source, open_session

Strategy = Literal["single", "stepwise"]
STRATEGIES: tuple[Strategy, ...] = ("single", "stepwise")
PRICE = Price(input=2.0, output=8.0)
LENGTH = 500  # characters of an article
TIMEOUT = 4.0  # far above the time for which so many articles keep the processor from reading what came
FAULTS = Script(
    latency=0.03, too_many=0.08, retry_after=0.05, broken=0.03, reset=0.03, stall=0.004, stall_seconds=TIMEOUT + 0.2
)


@dataclass(slots=True)
class Watched(Budget):
    """Notes how many calls were under way when it was reached, the one that reached it included."""

    client: OpenAIClient | None = None
    in_flight: int = 0

    def pay(self, usage: Usage) -> None:
        was_spent = self.is_spent
        Budget.pay(self, usage)
        if self.client and self.is_spent and not was_spent:
            self.in_flight = self.client.gate.traffic.under_way


@dataclass(frozen=True, slots=True)
class Case:
    """One run: how it asks, and what it may spend."""

    strategy: Strategy
    jobs: int = 8
    max_tokens: int | None = None
    max_cost: float | None = None

    def spent(self, usage: Usage) -> float:
        """What some tokens are of the budget: money where that is limited, else tokens."""
        return cost_of(usage, PRICE) if self.max_cost else usage.total


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run came to; `told` is what the stub counted of it, `last` the calls that it served last."""

    told: Usage
    last: tuple[Usage, ...]
    in_flight: int
    left: int


@dataclass(frozen=True, slots=True)
class Bench:
    """Articles and a stub."""

    articles: list[Article]
    url: str

    def run(self, case: Case, out: Path) -> Ran:
        before = _told(settled(self.url))
        budget, left = asyncio.run(self._worked(case, out))
        counts = settled(self.url)
        told = Usage(*(after - then for after, then in zip(_told(counts), before, strict=True)))
        assert left == set(read_status(out).open), "status lists other articles than the run has left"
        return Ran(told, tuple(Usage(*tokens) for tokens in counts["last"]), budget.in_flight, len(left))

    async def _worked(self, case: Case, out: Path) -> tuple[Watched, set[str]]:
        settings = Settings(
            base_url=self.url, model="stub", strategy=case.strategy, jobs=case.jobs, timeout_seconds=TIMEOUT,
            max_attempts=20,
        )  # fmt: skip
        store.prepare(out)
        with open_ledger(out) as ledger:
            async with open_session(settings, Source(), lambda _: None) as session:
                budget = Watched("stub", PRICE, case.max_tokens, case.max_cost, client=session.client)
                worker = Worker(session, ledger, budget, out)
                async with aclosing(run_batch(self.articles, worker.work, case.jobs)) as results:
                    return budget, {result.article async for result in results if isinstance(result, Left)}


def _told(counts: dict[str, Any]) -> list[int]:
    """The fields of `Usage`."""
    return [counts["tokens"].get(kind, 0) for kind in ("prompt", "completion", "cached", "lost")]


def short_articles(path: Path, count: int) -> list[Article]:
    """Made articles, written to a file and read as a run reads them."""
    rows = ({"id": f"made-{n:03}", "text": article(n, LENGTH), "published": "2024-05-16"} for n in range(count))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return [each for each in read_articles([str(path)]) if isinstance(each, Article)]


def drawn(rng: random.Random, number: int, whole: dict[Strategy, Usage]) -> Case:
    """A budget of up to a tenth more than the articles take."""
    strategy, share = STRATEGIES[number % 2], rng.uniform(0.01, 1.1)
    case = Case(strategy, rng.randint(1, 32), max_cost=share * cost_of(whole[strategy], PRICE))
    return case if rng.random() < 0.5 else Case(strategy, case.jobs, max_tokens=int(share * whole[strategy].total))


def judged(case: Case, ran: Ran) -> tuple[str, bool]:
    """A line about one budget, and whether it held."""
    most = case.max_cost or case.max_tokens or 0
    beyond = case.spent(ran.told) - most
    bound = sum(case.spent(usage) for usage in ran.last[-ran.in_flight :]) if ran.in_flight else 0.0
    rounding = 1e-9 if case.max_cost else 0
    form = ",.4f" if case.max_cost else ",.0f"
    said = f"{case.strategy:8} {case.jobs:2} jobs, {'cost' if case.max_cost else 'tokens'} {most:{form}}: "
    if not ran.in_flight:
        return f"{said}not reached, {ran.left} left", ran.left == 0 and beyond < rounding
    told = f"passed by {beyond:{form}}, {ran.in_flight} in flight took {bound:{form}}, {ran.left} left"
    return said + told, beyond <= bound + rounding


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--budgets", type=int, default=6)
    options.add_argument("--articles", type=int, default=24)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name, stub(replace(FAULTS, seed=given.seed)) as url:
        folder = Path(name)
        bench = Bench(short_articles(folder / "in.jsonl", given.articles), url)
        raise SystemExit(0 if all_hold(bench, folder, random.Random(given.seed), given.budgets) else 1)


def all_hold(bench: Bench, folder: Path, rng: random.Random, count: int) -> bool:
    """Print a line for each budget and what they come to."""
    undisturbed = {strategy: bench.run(Case(strategy), folder / strategy).told for strategy in STRATEGIES}
    held = equal = once = 0
    for number in range(count):
        case, out = drawn(rng, number, undisturbed), folder / f"{number}"
        line, holds = judged(case, first := bench.run(case, out))
        then = bench.run(Case(case.strategy, case.jobs), out)
        told, whole = first.told + then.told, undisturbed[case.strategy]
        held += holds
        equal += files(out) == files(folder / case.strategy) and then.left == 0
        once += (told.prompt_tokens, told.completion_tokens) == (whole.prompt_tokens, whole.completion_tokens)
        print(line, flush=True)
    print(f"{held} of {count} budgets passed by no more than the calls in flight")
    print(f"{equal} of {count} later runs gave the records of an undisturbed run; {once} were told no answer twice")
    return held == equal == once == count


if __name__ == "__main__":
    main()
