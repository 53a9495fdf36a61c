"""Pages of a large batch in Chromium: how long until the list answers, and what it weighs.

    python -m bench.review.report --records 2000 [--redact-names]

The records are those of the seed articles, from their recordings, under as many ids as asked for, with a title each.
The list is opened from the disk in a headless Chromium with an empty cache; the figures are medians of several loads.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from extractor import store
from schemas.record import Record

TAPES = Path("tests/cassettes/seeds")
SEEDS = Path("seeds/articles")
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-quic")
LOADS = 5
MB = 1_000_000
SECONDS, MEGABYTES = 2.0, 30.0
_PAINTED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
_TIMES = "() => { const t = performance.getEntriesByType('navigation')[0]; return [t.domInteractive, t.loadEventEnd] }"


@dataclass(frozen=True, slots=True)
class Load:
    """One load: seconds until the page can be used, is loaded, is painted, and filters; memory in MB."""

    interactive: float
    loaded: float
    painted: float
    filtered: float
    heap: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--redact-names", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "report.html")
        took = make(Path(folder), page, given.records, ["--redact-names"] * given.redact_names)
        pages = [each.stat().st_size for each in Path(folder).glob("report*/*.html")]
        print(f"records           {given.records:8,}")
        print(f"report made       {took:8.1f} s, {took / given.records * 1000:.1f} ms an article")
        print(f"pages of articles {sum(pages) / MB:8.1f} MB, largest {max(pages) / MB:.2f} MB")
        sys.exit(tell(page, loads(page)))


def make(folder: Path, page: Path, count: int, options: list[str]) -> float:
    """Write the records and their report; seconds of the report."""
    run("run", SEEDS, "--replay", TAPES, "-o", folder / "seeds", "--quiet")
    seeds = [(store.load_record(path), path) for path in store.record_paths(folder / "seeds")]
    for number in range(count):
        record, path = seeds[number % len(seeds)]
        text = store.load_text(path, record.article)
        store.save(folder / "records", renamed(record, number, text), text, None)
    start = time.perf_counter()
    run("report", folder / "records", "-o", page, *options)
    return time.perf_counter() - start


def run(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "extractor", *map(str, arguments)], check=True, capture_output=True)


def renamed(record: Record, number: int, text: str) -> Record:
    """The record as that of another article; its first line is the title, as news has one."""
    title = text.strip().splitlines()[0][:120]
    changes = {"id": f"{number:06d}_{record.article.sha256[:16]}", "title": title, "outlet": f"صحيفة {number % 40}"}
    return record.model_copy(update={"article": record.article.model_copy(update=changes)})


def loads(page: Path) -> list[Load]:
    """Several loads, each in a browser of its own, so that nothing is cached."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as play:
        found = []
        for _ in range(LOADS):
            browser = play.chromium.launch(executable_path=chromium, args=list(FLAGS))
            found.append(load(browser, page.as_uri()))
            browser.close()
    return found


def load(browser: Browser, address: str) -> Load:
    tab = browser.new_page()
    tab.goto("about:blank")
    before = renderers(browser)
    start = time.perf_counter()
    tab.goto(address)
    tab.evaluate(_PAINTED)
    painted = time.perf_counter() - start
    interactive, loaded = (each / 1000 for each in tab.evaluate(_TIMES))
    session = tab.context.new_cdp_session(tab)
    session.send("HeapProfiler.collectGarbage")
    heap, memory = session.send("Runtime.getHeapUsage")["usedSize"] / MB, renderers(browser) - before
    start = time.perf_counter()
    tab.fill("[name=text]", "حقل العمر")
    tab.evaluate(_PAINTED)
    return Load(interactive, loaded, painted, time.perf_counter() - start, heap, memory)


def renderers(browser: Browser) -> float:
    """Private memory of the processes that draw pages, in MB (Linux)."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(private(each["id"]) for each in processes if each["type"] == "renderer")


def private(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) * 1024 / MB


def tell(page: Path, found: list[Load]) -> int:
    """Print the medians; 1 where a bar is missed."""
    size = page.stat().st_size / MB
    median = {name: statistics.median(getattr(each, name) for each in found) for name in Load.__slots__}
    print(f"list, file        {size:8.2f} MB")
    print(f"interactive       {median['interactive']:8.2f} s, loaded {median['loaded']:.2f} s")
    print(
        f"painted           {median['painted']:8.2f} s (worst of {len(found)}: {max(x.painted for x in found):.2f} s)"
    )
    print(f"text filter       {median['filtered']:8.2f} s")
    print(
        f"script heap       {median['heap']:8.2f} MB, memory of the tab {median['memory']:.1f} MB more than a blank one"
    )
    met = median["painted"] < SECONDS and size + median["heap"] < MEGABYTES
    print(f"bar: < {SECONDS:.0f} s and file and heap < {MEGABYTES:.0f} MB: {'met' if met else 'MISSED'}")
    return int(not met)


if __name__ == "__main__":
    main()
