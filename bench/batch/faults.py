"""Many articles against a server with faults: does every one end as a record or as failed with its reason?

    python -m bench.batch.faults                                           # 60 articles, gone for 3 s: does it work
    python -m bench.batch.faults --articles 2000 --gone-seconds 60         # the figures

5 % 429 with Retry-After, 5 % 500, 2 % resets, 2 % stalls past the time limit, 2 % cut-off or malformed answers, and in
the middle a server that is gone. Then the stub is well again, and the failed ones are taken again until none is left.
"""

import argparse
import json
import tempfile
from collections import Counter
from pathlib import Path

from bench.batch.articles import write
from bench.batch.processes import Took, post, run, stub
from bench.batch.stub import Script

TIMEOUT = 3.0
SHARES = {"too_many": 0.05, "broken": 0.05, "reset": 0.02, "stall": 0.02, "cut_off": 0.01, "malformed": 0.01}


def options(url: str, jobs: int) -> list[str]:
    """One call an article, and a short time limit."""
    model = ["--base-url", url, "--model", "stub", "--strategy", "single", "--max-reasks", "0"]
    return [*model, "--jobs", str(jobs), "--timeout-seconds", f"{TIMEOUT:g}"]


def outcomes(out: Path) -> Counter[str]:
    """How many records stand, by the kind of error, "record" for those without."""
    records = [json.loads(path.read_bytes()) for path in out.glob("*.json")]
    assert all(r["error"]["message"] for r in records if r["status"] == "failed")
    return Counter(r["error"]["kind"] if r["error"] else "record" for r in records)


def told(name: str, took: Took, found: Counter[str], count: int) -> bool:
    """Print what came of a run; whether every article ended."""
    kinds = ", ".join(f"{number} {kind}" for kind, number in found.most_common())
    notes = [line for line in took.stderr.splitlines() if line.startswith("note: 127")]
    print(f"{name}: {took.seconds:.0f} s, exit code {took.exit_code}, {found.total()} of {count} ended: {kinds}")
    print("".join(f"  {note}\n" for note in notes), end="")
    return found.total() == count


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
        print(f"  the server met: { ({k: v for k, v in post(url + '/well').items() if k != 'script'}) }")
        took = run(["extractor", "retry", out, *options(url, given.jobs)], folder)
        whole &= told("well again", took, left := outcomes(out), given.articles)
        raise SystemExit(0 if whole and set(left) == {"record"} else 1)


if __name__ == "__main__":
    main()
