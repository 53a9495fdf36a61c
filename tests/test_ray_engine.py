"""Workers of Ray make the records of a local run, can be stopped, let nobody in, and cost a local run nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from command_line import ARTICLE, articles, ask, extractor, files
from scripted_client import read_all
from stub_server import Reply, StubServer, answers, fails

from extractor.batch.ledger import open_ledger, read_ledger
from extractor.batch.lock import sole_writer
from extractor.errors import UsageError

CITIES = ["حمص", "درعا", "إدلب", "الرقة", "طرطوس", "حماة"]
MORE = "وقصفت مدفعية الجيش بلدة في ريف {} صباح السبت، وقتل جنديان.\n"
TEXTS = {f"a{n}": ARTICLE + MORE.format(city) for n, city in enumerate(CITIES)}
RAY = ("--engine", "ray", "--workers", "2")
needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="the extra [ray] is not installed")
needs_two = pytest.mark.skipif(
    find_spec("ray") is None or (os.cpu_count() or 1) < 2 or not Path("/proc/net/tcp").exists(),
    reason="wants the extra [ray], two cores, and Linux to look into processes",
)


def started(folder: Path, *arguments: object) -> "subprocess.Popen[str]":
    """The command line in a process group of its own, as a terminal starts it; its home is in the folder."""
    (folder / "home").mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "EXTRACTOR_", "RAY_"))}
    return subprocess.Popen(
        [sys.executable, "-m", "extractor", *map(str, arguments)],
        cwd=folder, env={**kept, "HOME": str(folder / "home")}, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def ran(folder: Path, *arguments: object) -> tuple[int, str, str]:
    process = started(folder, *arguments)
    out, err = process.communicate(timeout=170)
    assert "Traceback" not in err
    return process.returncode, out, err


@needs_two
def test_two_workers_make_the_records_of_one_run_though_one_crashes_and_let_nobody_in(tmp_path: Path) -> None:
    articles(tmp_path / "in", **TEXTS)
    doors: set[str] = set()
    crashed: list[int] = []

    def looks(body: dict[str, object]) -> Reply:
        doors.update(open_doors(process.pid))
        if not crashed:
            crashed.append(next(each for each in family(process.pid) if "MapWorker" in name_of(each)))
            os.kill(crashed[0], signal.SIGKILL)
        return answers()(body)

    with StubServer([answers()]) as server:
        options = ("run", "in", "--strategy", "stepwise", *ask(server.url))
        extractor(tmp_path, *options, "-o", "local")
        extractor(tmp_path, "run", "in/a0.txt", "in/a1.txt", *options[2:], "-o", "ray/shards/00")
        asked = len(server.bodies)
        server.script = [looks]
        process = started(tmp_path, *options, *RAY, "--jobs", "2", "-o", "ray", "--json")
        out, err = process.communicate(timeout=170)
        assert (process.returncode, "stood already" in err) == (0, True), err
        assert len(server.bodies) - asked < asked
    assert {json.loads(line)["status"] for line in out.splitlines()} <= {"accepted", "review"}
    assert files(tmp_path / "ray") == files(tmp_path / "local")
    with read_ledger(tmp_path / "ray") as ledger, read_ledger(tmp_path / "local") as whole:
        assert ledger
        assert whole
        assert ledger.counts() == whole.counts()
        assert ledger.totals().calls <= whole.totals().calls
    assert doors == {"loopback"}
    assert [*(tmp_path / "home").rglob("*")] == []


def open_doors(pid: int) -> Iterator[str]:
    """Where a process and those that it has started listen: "loopback" or an address."""
    inodes = {name for each in family(pid) for name in sockets(each)}
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        for line in table.read_text("utf-8").splitlines()[1:]:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == "0A" and inode in inodes:
                loops = ("0100007F:", "0000000000000000FFFF00000100007F:", f"{1 << 24:032X}:")
                yield "loopback" if local.startswith(loops) else local


def family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text("utf-8").split():
            yield from family(int(child))


def name_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text("utf-8")


def sockets(pid: int) -> Iterator[str]:
    try:
        for each in Path(f"/proc/{pid}/fd").iterdir():
            if (link := str(each.readlink())).startswith("socket:["):
                yield link[8:-1]
    except OSError:  # it has ended
        return


@needs_two
@pytest.mark.parametrize(("times", "limit"), [(1, 14.0), (2, 9.0)], ids=["once", "twice"])
def test_ctrl_c_leaves_whole_shards_and_the_next_run_goes_on(tmp_path: Path, times: int, limit: float) -> None:
    articles(tmp_path / "in", **TEXTS)
    options = ("run", "in", "--strategy", "stepwise", "-o", "ray")
    with StubServer([answers()]) as server:
        extractor(tmp_path, *options, *ask(server.url), "-o", "local")
        whole = len(server.bodies)
    with StubServer([answers(delay_seconds=0.3)] if times == 1 else [answers(), answers(delay_seconds=60)]) as server:
        process = started(tmp_path, *options, *ask(server.url), *RAY, "--jobs", "2")
        while len(server.bodies) < 3 and process.poll() is None:
            time.sleep(0.02)
        asked = time.monotonic()
        for _ in range(times):
            os.killpg(process.pid, signal.SIGINT)  # a terminal signals the whole group
            time.sleep(0.5)
        _, err = process.communicate(timeout=170)
        assert (process.returncode, "Traceback" in err) == (130, False), err
        assert time.monotonic() - asked < limit
        assert "stopping: what is in flight has 10 s to finish" in err
        first = len(server.bodies)
    assert not (tmp_path / "ray" / "shards").exists()
    with StubServer([answers()]) as server:
        assert extractor(tmp_path, *options, *ask(server.url)).code == 0
        assert first + len(server.bodies) <= whole + (0 if times == 1 else 4)
    assert files(tmp_path / "ray") == files(tmp_path / "local")


@needs_two
def test_what_ends_a_run_ends_that_of_workers_with_one_sentence(tmp_path: Path) -> None:
    articles(tmp_path / "in", **TEXTS)
    with StubServer([fails(401)]) as server:
        code, _, err = ran(tmp_path, "run", "in", *ask(server.url), *RAY, "-o", "ray")
    assert (code, len(err.splitlines()), err[:7]) == (4, 1, "error: "), err
    assert not (tmp_path / "ray" / "shards").exists()


@needs_two
def test_workers_derive_what_one_process_derives(tmp_path: Path) -> None:
    articles(tmp_path / "in", **TEXTS)
    with StubServer([answers()]) as server:
        for out in ("local", "ray"):
            extractor(tmp_path, "run", "in", *ask(server.url), "--strategy", "stepwise", "-o", out)
    for out in ("local", "ray"):
        spoil(tmp_path / out)
    local = extractor(tmp_path, "rederive", "local")
    with sole_writer(tmp_path / "ray"):
        assert extractor(tmp_path, "rederive", "ray").code == 8
    code, out, err = ran(tmp_path, "rederive", "ray", *RAY)
    assert (code, sorted(out.splitlines())) == (local.code, sorted(local.out.splitlines()))
    assert (code, err.splitlines()[-1]) == (6, "1 changed")
    assert "a1: the stored draft is not whole" in err
    assert files(tmp_path / "ray") == files(tmp_path / "local")
    with read_ledger(tmp_path / "ray") as ledger:
        assert ledger
        entry = ledger.entry("a0")
        assert entry
        assert entry.status != "failed"


def spoil(folder: Path) -> None:
    """Make a0 another record and row than its answers give, and leave a1 no whole draft."""
    path = folder / "a0.json"
    record = json.loads(path.read_bytes())
    path.write_text(json.dumps(record | {"status": {"review": "accepted"}.get(record["status"], "review")}), "utf-8")
    (folder / "drafts" / "a1.json").write_text("{}")
    with open_ledger(folder) as ledger:
        entry = ledger.entry("a0")
        assert entry
        ledger.write(replace(entry, status="failed"))


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--workers", "2"), "--workers is for --engine ray"),
        (("--engine", "ray", "--replay", "tapes"), "--engine ray reads files and asks a server"),
        (("--engine", "ray", "-"), "--engine ray reads files and asks a server"),
        (("--engine", "ray", "pipe"), "--engine ray reads files and asks a server"),
    ],
    ids=["workers-alone", "replay", "standard-input", "pipe"],
)
def test_options_that_do_not_go_together(tmp_path: Path, options: tuple[str, ...], says: str) -> None:
    articles(tmp_path / "in", a=ARTICLE)
    (tmp_path / "tapes").mkdir()
    os.mkfifo(tmp_path / "pipe")
    told = extractor(tmp_path, "run", "in", *ask("http://127.0.0.1:9/v1"), *options)
    assert (told.code, len(told.errors)) == (2, 1)
    assert says in told.err


@needs_ray
@pytest.mark.parametrize("address", ["127.0.0.1:9", "ray://127.0.0.1:9", "127.0.0.1:port"])
def test_a_cluster_that_is_not_there_is_said_at_once(address: str) -> None:
    from extractor.engines.cluster import Cluster
    from extractor.engines.pool import running_ray

    began = time.monotonic()
    says = rf"Ray at {address} cannot be used: .+; look whether it runs there\.$"
    with pytest.raises(UsageError, match=says), running_ray(Cluster(1, address)):
        pass
    assert time.monotonic() - began < 5


def test_without_ray_one_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    articles(tmp_path / "in", a=ARTICLE)
    told = extractor(tmp_path, "run", "in", *ask("http://127.0.0.1:9/v1"), "--engine", "ray")
    says = "error: --engine ray needs one more package: pip install 'casualty-extractor[ray]'."
    assert (told.code, told.errors) == (2, [says])


def test_a_local_run_loads_neither_ray_nor_arrow() -> None:
    code = "import sys, extractor.cli; print([n for n in ('ray', 'pyarrow') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@needs_ray
def test_articles_are_read_when_they_are_wanted() -> None:
    from extractor.engines.packing import unpacked
    from extractor.engines.source import Stream

    read: list[int] = []

    def endless() -> Iterator[int]:
        while True:
            read.append(len(read))
            yield read[-1]

    (task,) = Stream(endless, 4).get_read_tasks(1)
    tables = iter(task())
    assert [[*unpacked(next(tables))], [*unpacked(next(tables))]] == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert len(read) == 8


@needs_ray
def test_rows_of_parquet_are_those_of_jsonl(tmp_path: Path) -> None:
    from pyarrow import Table
    from pyarrow.parquet import write_table

    rows = [{"id": name, "text": text, "published": "2024-05-16"} for name, text in TEXTS.items()]
    write_table(Table.from_pylist(rows), tmp_path / "a.parquet")
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    from_rows, from_lines = (read_all(tmp_path / name) for name in ("a.parquet", "a.jsonl"))
    assert [replace(a, info=a.info.model_copy(update={"path": None})) for a in from_rows] == [
        replace(a, info=a.info.model_copy(update={"path": None})) for a in from_lines
    ]
