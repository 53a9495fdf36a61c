"""Workers of Ray beside one local run: are the records the same bytes, and what do more workers give?

    python -m bench.batch.ray_workers                                      # 300 articles run, 2,000 derived again
    python -m bench.batch.ray_workers --articles 30 --rederived 60         # does it work

Needs the extra [ray]. Two workers run the articles against the stub; then the records of many are derived again by one
and by two, which takes the processor alone. The start of Ray is in the seconds, and told apart by an empty folder's.
"""

import argparse
import tempfile
from pathlib import Path

from bench.batch.articles import write
from bench.batch.processes import Took, run, stub
from bench.batch.stub import Script

RAY = ["--engine", "ray", "--workers"]


def done(name: str, count: int, command: list[str | Path], folder: Path) -> Took:
    """A command that has to end well, told with its rate."""
    took = run(["extractor", *command], folder)
    if took.exit_code:
        raise SystemExit(f"{name}: exit code {took.exit_code}: {took.stderr[-500:]}")
    print(f"{name}: {took.seconds:.1f} s, {count / took.seconds:.1f} articles a second", flush=True)
    return took


def records(folder: Path) -> dict[str, bytes]:
    """Records, texts and drafts by their place in the folder."""
    found = [*folder.rglob("*.json"), *folder.rglob("*.txt")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def runs(count: int, options: list[str], folder: Path) -> bool:
    """Whether two workers make the files of a local run."""
    articles, local, ray = write(folder / "articles.jsonl", count), folder / "local", folder / "ray"
    done("run, local", count, ["run", articles, "-o", local, *options], folder)
    done("run, ray with 2 workers", count, ["run", articles, "-o", ray, *options, *RAY, "2"], folder)
    ours, theirs = records(local), records(ray)
    differ = sum(ours.get(name) != theirs.get(name) for name in ours.keys() | theirs.keys())
    print(f"{len(ours)} files of the local run, {len(theirs)} of the workers, {differ} differ", flush=True)
    return not differ and len(ours) == 3 * count


def rederived(count: int, options: list[str], folder: Path) -> bool:
    """Whether records derived again by workers stay the same; the rates are told."""
    articles, out = write(folder / "many.jsonl", count), folder / "many"
    done("records to derive again", count, ["run", articles, "-o", out, *options], folder)
    before = records(out)
    done("rederive, local", count, ["rederive", out], folder)
    one, two = (
        done(f"rederive, ray with {n} worker(s)", count, ["rederive", out, *RAY, str(n)], folder).seconds
        for n in (1, 2)
    )
    few = write(folder / "one.jsonl", 1)
    done("a record", 1, ["run", few, "-o", folder / "one", *options], folder)
    start = done("start of ray with 2 workers", 1, ["rederive", folder / "one", *RAY, "2"], folder).seconds
    print(f"2 workers to 1: {one / two:.2f} times as fast, {(one - start) / (two - start):.2f} without the start")
    return records(out) == before


def main() -> None:
    known = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known.add_argument("--articles", type=int, default=300)
    known.add_argument("--rederived", type=int, default=2000)
    given = known.parse_args()
    with tempfile.TemporaryDirectory() as name, stub(Script(latency=0.2)) as url:
        options = ["--base-url", url, "--model", "stub", "--strategy", "single", "--max-reasks", "0", "--jobs", "16"]
        same = runs(given.articles, options, Path(name)) and rederived(given.rederived, options, Path(name))
    raise SystemExit(0 if same else 1)


if __name__ == "__main__":
    main()
