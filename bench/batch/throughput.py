"""How fast many articles are done, beside the same calls with no pipeline, in the same run.

    python -m bench.batch.throughput                       # 100 articles: does it work
    python -m bench.batch.throughput --articles 10000      # the figures: three runs of about five minutes each

Articles of about 2,000 characters, one call each, against the stub. Prints articles a second of ours and of a bare
`AsyncOpenAI` loop, processor time an article beside raw Instructor, LangExtract and the Arabic core, and the greatest
memory at a tenth of the articles and at all of them; exit code 1 where a bound is missed.
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.batch.articles import article, write
from bench.batch.processes import HERE, Took, post, run, stub
from bench.batch.stub import Script
from bench.core.speed import steps
from bench.grounding.tools import interpreter, prepare

SHARE = 0.9  # of the articles a second of a loop with no pipeline, at least
GROWTH = 15.0  # per cent of memory for ten times the articles, at most
PEER_ARTICLES = 300  # are enough for LangExtract's time an article


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around ours: a loop that throws answers away, bare or with Instructor, and LangExtract.

    LangExtract once with an `lx.extract` for each article, once with one for all. `core` is milliseconds an article.
    """

    loop: dict[str, float]
    raw: dict[str, float]
    each: dict[str, float]
    together: dict[str, float]
    core: float


def ours(articles: Path, url: str, jobs: int, folder: Path) -> Took:
    """One `extractor run` with one call an article."""
    out = folder / f"records-{articles.stem}"
    options = ["--base-url", url, "--model", "stub", "--strategy", "single", "--max-reasks", "0", "--jobs", str(jobs)]
    took = run(["extractor", "run", articles, "-o", out, *options], folder)
    found = sum(1 for _ in out.glob("*.json"))
    if took.exit_code or found != _lines(articles):
        raise SystemExit(f"exit code {took.exit_code}, {found} records: {took.stderr[-500:]}")
    return took


def peer(module: str, articles: Path, url: str, options: list[str], python: Path = HERE) -> dict[str, float]:
    """What another loop over the same articles took; it made one call for each."""
    before = post(url + "/counts")["calls"]
    with tempfile.TemporaryDirectory() as folder:
        took = run([module, articles, url, *options], Path(folder), python)
    if took.exit_code:
        raise SystemExit(took.stderr[-500:])
    made = post(url + "/counts")["calls"] - before
    if made != _lines(articles):
        raise SystemExit(f"{module} {' '.join(options)} made {made} calls for {_lines(articles)} articles.")
    return {**json.loads(took.stdout), "calls": made}


def around(articles: Path, few: Path, url: str, jobs: int) -> Around:
    """The same calls by others, LangExtract's over `few` articles."""
    prepare("langextract")
    options, python = ["--jobs", str(jobs)], interpreter("langextract")
    return Around(
        peer("bench.batch.bare", articles, url, options),
        peer("bench.batch.bare", articles, url, [*options, "--instructor"]),
        peer("bench.batch.langextract", few, url, options, python),
        peer("bench.batch.langextract", few, url, [*options, "--together"], python),
        core_ms(),
    )


def core_ms(count: int = 100) -> float:
    """Processor milliseconds of scan, draft and check for such an article, in the mean."""
    sum(seconds for _, seconds in steps(article(0)))  # lexicons are read once a process
    return statistics.fmean(1e3 * sum(seconds for _, seconds in steps(article(n))) for n in range(1, count))


def report(count: int, small: Took, large: Took, others: Around) -> Iterator[tuple[str, bool]]:
    """A line for each bound, and whether it is kept."""
    rate, loop_rate = count / large.seconds, count / others.loop["seconds"]
    yield (
        f"articles a second: ours {rate:.2f}, bare AsyncOpenAI {loop_rate:.2f}; "
        f"share {rate / loop_rate:.3f} >= {SHARE}",
        rate >= SHARE * loop_rate,
    )
    cpu, most = 1e3 * large.cpu_seconds / count, _ms(others.raw) + 2 * others.core
    yield (
        f"processor ms an article: ours {cpu:.1f}, bare AsyncOpenAI {_ms(others.loop):.1f}, raw Instructor "
        f"{_ms(others.raw):.1f}, Arabic core {others.core:.1f}; ours <= {most:.1f} (Instructor and twice the core)",
        cpu <= most,
    )
    yield (
        f"processor ms an article: ours {cpu:.1f} < LangExtract {_ms(others.each):.1f} "
        f"(no bound: {_ms(others.together):.1f} with one lx.extract for all articles)",
        cpu < _ms(others.each),
    )
    growth = 100 * (large.peak_mb / small.peak_mb - 1)
    yield (
        f"greatest memory: {small.peak_mb:.0f} MB at {count // 10:,} articles, {large.peak_mb:.0f} MB at {count:,}; "
        f"{growth:+.1f} % <= {GROWTH:g}",
        growth <= GROWTH,
    )


def _ms(took: dict[str, float]) -> float:
    return 1e3 * took["cpu_seconds"] / took["calls"]


def _lines(path: Path) -> int:
    with path.open("rb") as lines:
        return sum(1 for _ in lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=100)
    options.add_argument("--jobs", type=int, default=32)
    options.add_argument("--latency", type=float, default=1.0)
    given = options.parse_args()
    count, jobs = given.articles, given.jobs
    with tempfile.TemporaryDirectory() as name, stub(Script(latency=given.latency)) as url:
        folder = Path(name)
        everything, tenth, few = (
            write(folder / f"{n}.jsonl", n) for n in (count, max(count // 10, 1), min(count, PEER_ARTICLES))
        )
        small, large = (ours(articles, url, jobs, folder) for articles in (tenth, everything))
        told = list(report(count, small, large, around(everything, few, url, jobs)))
    for line, kept in told:
        print(line if kept else f"{line}  MISSED")
    raise SystemExit(0 if all(kept for _, kept in told) else 1)


if __name__ == "__main__":
    main()
