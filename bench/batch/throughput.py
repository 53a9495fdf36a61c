"""How fast many articles are done, beside the same calls with no pipeline, in the same run.

    python -m bench.batch.throughput                       # 100 articles: does it work
    python -m bench.batch.throughput --articles 10000      # the figures: three runs of about five minutes each

Articles of about 2,000 characters, one call each, against the stub. Prints articles a second of ours and of a bare
`AsyncOpenAI` loop, processor time an article beside raw Instructor and the Arabic core, and the greatest memory at a
tenth of the articles and at all of them.
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.batch.articles import article, write
from bench.batch.processes import Took, run, stub
from bench.batch.stub import Script
from bench.core.speed import steps


def ours(articles: Path, url: str, jobs: int, folder: Path) -> Took:
    """One `extractor run` with one call an article."""
    out = folder / f"records-{articles.stem}"
    options = ["--base-url", url, "--model", "stub", "--strategy", "single", "--max-reasks", "0", "--jobs", str(jobs)]
    took = run(["extractor", "run", articles, "-o", out, *options], folder)
    found = len(list(out.glob("*.json")))
    if took.exit_code or found != sum(1 for _ in articles.open("rb")):
        raise SystemExit(f"exit code {took.exit_code}, {found} records: {took.stderr[-500:]}")
    return took


def bare(articles: Path, url: str, jobs: int, folder: Path, *more: str) -> dict[str, float]:
    """The loop with no pipeline."""
    took = run(["bench.batch.bare", articles, url, "--jobs", str(jobs), *more], folder)
    if took.exit_code:
        raise SystemExit(took.stderr[-500:])
    figures: dict[str, float] = json.loads(took.stdout)
    return figures


def core_ms(count: int = 40) -> float:
    """Processor milliseconds of scan, draft and check for such an article, in the mean."""
    sum(seconds for _, seconds in steps(article(0)))  # lexicons are read once a process
    return statistics.fmean(1e3 * sum(seconds for _, seconds in steps(article(n))) for n in range(1, count))


def report(count: int, small: Took, large: Took, loop: dict[str, float], raw: dict[str, float]) -> Sequence[str]:
    """The figures, a line each; bounds are told beside them."""
    rate, loop_rate = count / large.seconds, count / loop["seconds"]
    cpu, loop_cpu, raw_cpu = (1e3 * s / count for s in (large.cpu_seconds, loop["cpu_seconds"], raw["cpu_seconds"]))
    core = core_ms()
    return [
        f"articles a second: ours {rate:.2f}, bare AsyncOpenAI {loop_rate:.2f}, share {rate / loop_rate:.3f} (>= 0.9)",
        f"processor ms an article: ours {cpu:.1f}, bare AsyncOpenAI {loop_cpu:.1f}, raw Instructor {raw_cpu:.1f}, "
        f"Arabic core {core:.1f}; bound {raw_cpu + 2 * core:.1f} (Instructor and twice the core)",
        f"greatest memory: {small.peak_mb:.0f} MB at {count // 10:,} articles, {large.peak_mb:.0f} MB at {count:,}, "
        f"{100 * (large.peak_mb / small.peak_mb - 1):+.1f} % (<= 15)",
    ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=100)
    options.add_argument("--jobs", type=int, default=32)
    options.add_argument("--latency", type=float, default=1.0)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name, stub(Script(latency=given.latency)) as url:
        folder = Path(name)
        few, all_of_them = (write(folder / f"{n}.jsonl", n) for n in (max(given.articles // 10, 1), given.articles))
        small = ours(few, url, given.jobs, folder)
        large = ours(all_of_them, url, given.jobs, folder)
        loop = bare(all_of_them, url, given.jobs, folder)
        raw = bare(all_of_them, url, given.jobs, folder, "--instructor")
        print("\n".join(report(given.articles, small, large, loop, raw)))


if __name__ == "__main__":
    main()
