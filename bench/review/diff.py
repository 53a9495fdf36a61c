"""How long a diff of many records takes, and how much memory: every record differs, or a share of them.

    python -m bench.review.diff --records 10000              # the figures: two folders of 10,000, all of which differ
    python -m bench.review.diff --records 2000 --changed 0.1

Records are those that `extractor run` makes of the seeds (from recordings), each with figures of its own. In the new
folder all ids are others and all items stand in another order; two figures and a state changed, a claim and a finding
are gone. A process of its own reads both folders; told are its seconds and its peak memory (resident set).
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
SEEDS, TAPES = ROOT / "seeds" / "articles", ROOT / "tests" / "cassettes" / "seeds"
MOST_SECONDS, MOST_BYTES = 20.0, 1_000_000_000
KINDS = ("incidents", "casualties", "claims", "aggregates")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--records", type=int, default=1_000)
    options.add_argument("--changed", type=float, default=1.0, help="share of the records that differ")
    options.add_argument("--format", default="json", choices=["text", "markdown", "html", "json"])
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _make(folder, given.records, given.changed)
        seconds, used, peak, written = _timed(folder, given.format)
    print(f"{given.records:,} against {given.records:,} records, {given.changed:.0%} of them changed")
    print(f"{seconds:.1f} s ({used:.1f} s of one processor), {peak / 1e6:,.0f} MB at most")
    print(f"{written / 1e6:,.1f} MB of {given.format}")
    raise SystemExit(0 if given.records > 10_000 or (seconds < MOST_SECONDS and peak < MOST_BYTES) else 1)


def _make(folder: Path, count: int, changed: float) -> None:
    command = [sys.executable, "-m", "extractor", "run", str(SEEDS), "--replay", str(TAPES), "--quiet"]
    subprocess.run([*command, "-o", str(folder / "seeds")], check=True)
    seeds = [(path.read_text("utf-8"), _text(path)) for path in sorted((folder / "seeds").glob("*.json"))]
    for side in ("old", "new"):
        (folder / side / "texts").mkdir(parents=True)
    order = random.Random(0)
    for number in range(count):
        record, text = seeds[number % len(seeds)]
        old = _varied(json.loads(record), f"made-{number:06}", order)
        new = _edited(old, order) if order.random() < changed else old
        for side, value in (("old", old), ("new", new)):
            (folder / side / f"made-{number:06}.json").write_text(_json(value), "utf-8")
            (folder / side / "texts" / f"made-{number:06}.txt").write_bytes(text)


def _text(path: Path) -> bytes:
    return (path.parent / "texts" / f"{path.stem}.txt").read_bytes()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _varied(record: dict[str, Any], name: str, order: random.Random) -> dict[str, Any]:
    """A record of its own: another article id, other figures."""
    record["article"]["id"] = name
    for casualty in record["casualties"]:
        casualty["count"] |= {"low": order.randint(1, 99), "high": 99}
    return record


def _edited(record: dict[str, Any], order: random.Random) -> dict[str, Any]:
    """What another run might have made of it, under other ids and in another order."""
    content = json.dumps(record)
    for number, item in enumerate(item for kind in KINDS for item in record[kind]):
        content = content.replace(f'"{item["id"]}"', f'"n{number}.{order.randint(0, 999)}"')
    other: dict[str, Any] = json.loads(content)
    for kind in KINDS:
        order.shuffle(other[kind])
    for casualty in other["casualties"][:2]:
        casualty["count"]["low"] = order.randint(1, 99)
    other["claims"][0]["state"] = "review"
    del other["claims"][-1]
    other["findings"] = other["findings"][1:]
    return other


def _timed(folder: Path, form: str) -> tuple[float, float, int, int]:
    """Seconds by the clock and of the processor, peak bytes of memory, and bytes written, of the command itself."""
    command = [sys.executable, "-m", "extractor", "diff", str(folder / "old"), str(folder / "new"), "--format", form]
    out = folder / "out"
    began = time.perf_counter()
    with out.open("wb") as file:
        process = subprocess.Popen(command, stdout=file)
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    code = process.returncode = os.waitstatus_to_exitcode(status)
    assert code in (0, 1), f"the diff ended with exit code {code}"
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, out.stat().st_size


if __name__ == "__main__":
    main()
