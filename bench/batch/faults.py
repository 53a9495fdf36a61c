"""Many articles against a server with faults: does every one end as a record or as failed with its reason?

    python -m bench.batch.faults                                           # 60 articles, gone for 3 s: does it work
    python -m bench.batch.faults --articles 2000 --gone-seconds 60         # the figures

5 % 429 with Retry-After, 5 % 500, 2 % resets, 2 % stalls past the time limit, 2 % cut-off or malformed answers, and in
the middle a server that is gone. Then the stub is well again, and the failed ones are taken again until none is left.
After each run the tokens of the ledger and of the display are put beside those that the stub counted.
"""

import argparse
import json
import re
import tempfile
from collections import Counter
from pathlib import Path

from bench.batch.articles import write
from bench.batch.killed import settled
from bench.batch.processes import Took, post, run, stub
from bench.batch.stub import Script

TIMEOUT = 3.0
SHARES = {"too_many": 0.05, "broken": 0.05, "reset": 0.02, "stall": 0.02, "cut_off": 0.01, "malformed": 0.01}
KINDS = ("prompt", "completion", "lost")  # of tokens


def options(url: str, jobs: int) -> list[str]:
    """One call an article, and a short time limit."""
    model = ["--base-url", url, "--model", "stub", "--strategy", "single", "--max-reasks", "0"]
    return [*model, "--jobs", str(jobs), "--timeout-seconds", f"{TIMEOUT:g}"]


def outcomes(out: Path) -> Counter[str]:
    """How many records stand, by the kind of error, "record" for those without."""
    records = [json.loads(path.read_bytes()) for path in out.glob("*.json")]
    assert all(r["error"]["message"] for r in records if r["status"] == "failed")
    return Counter(r["error"]["kind"] if r["error"] else "record" for r in records)


def met(url: str) -> dict[str, int]:
    """How often the server met a call with each fate."""
    counted = post(url + "/counts")
    return {fate: counted[fate] for fate in (*SHARES, "well") if fate in counted}


def told(name: str, took: Took, found: Counter[str], count: int) -> bool:
    """Print what came of a run; whether every article ended."""
    kinds = ", ".join(f"{number} {kind}" for kind, number in found.most_common())
    notes = [line for line in took.stderr.splitlines() if line.startswith("note: 127")]
    print(f"{name}: {took.seconds:.0f} s, exit code {took.exit_code}, {found.total()} of {count} ended: {kinds}")
    print("".join(f"  {note}\n" for note in notes), end="")
    return found.total() == count


def paid(out: Path, url: str, folder: Path) -> int:
    """Print what the ledger and the server have counted since the beginning; the tokens of the ledger, 0 if too few.

    Nobody tells what was read for an answer that never came: the ledger reckons it by length, and counts attempts that
    were cut before the server had read them, too. All else has to be equal.
    """
    status = json.loads(run(["extractor", "status", out, "--json"], folder).stdout)
    served = settled(url)
    ours = [status[f"{kind}_tokens"] for kind in KINDS]
    theirs = [served["tokens"].get(kind, 0) for kind in KINDS]
    for who, calls, tokens in (("ledger", status["calls"], ours), ("server", served["calls"], theirs)):
        told = ", ".join(f"{number:,} {kind}" for number, kind in zip(tokens, KINDS, strict=True))
        print(f"  {who}: {calls:,} calls, tokens {told}")
    print(f"  status lists {len(status['failed'])} failed, {len(status['open'])} open")
    seen = status["calls"] >= served["calls"] and ours[-1] >= theirs[-1] - status["calls"]  # a rounding each
    return sum(ours) if seen and ours[:-1] == theirs[:-1] else 0


def displayed(took: Took) -> int:
    """The tokens that a run of more than fifty articles tells at its end."""
    return int(re.findall(r"([0-9,]+) tokens", took.stderr)[-1].replace(",", ""))


def given_options() -> argparse.Namespace:
    known = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known.add_argument("--articles", type=int, default=60)
    known.add_argument("--jobs", type=int, default=16)
    known.add_argument("--gone-seconds", type=float, default=3.0)
    known.add_argument("--seed", type=int, default=0)
    return known.parse_args()


def main() -> None:
    given = given_options()
    script = Script(
        latency=0.1, stall_seconds=3 * TIMEOUT, retry_after=0.5, seed=given.seed,
        gone_after=given.articles // 2, gone_seconds=given.gone_seconds, **SHARES,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as name, stub(script) as url:
        folder = Path(name)
        articles, out = write(folder / "articles.jsonl", given.articles), folder / "records"
        took = run(["extractor", "run", articles, "-o", out, *options(url, given.jobs)], folder)
        whole = told("with faults", took, outcomes(out), given.articles)
        print("  the server met:", ", ".join(f"{n} {fate}" for fate, n in met(url).items()))
        print(f"  told at the end: {displayed(took):,} tokens")
        whole &= paid(out, url, folder) == displayed(took)
        post(url + "/well")
        took = run(["extractor", "retry", out, *options(url, given.jobs)], folder)
        whole &= told("well again", took, left := outcomes(out), given.articles)
        whole &= paid(out, url, folder) > 0
        raise SystemExit(0 if whole and set(left) == {"record"} else 1)


if __name__ == "__main__":
    main()
