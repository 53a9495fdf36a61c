"""Workers of Ray make the records of a local run, go on where a run was killed, and cost a local run nothing."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from command_line import ARTICLE, articles, ask, extractor, files
from scripted_client import ScriptedClient, read_all, worked
from stub_server import StubServer, answers

from extractor.batch.ledger import open_ledger, read_ledger
from extractor.batch.shards import take_over
from extractor.config import Settings
from extractor.engines.ray_data import shared
from extractor.errors import UsageError

CITIES = ["حمص", "درعا", "إدلب", "الرقة", "طرطوس", "حماة"]
MORE = "وقصفت مدفعية الجيش بلدة في ريف {} صباح السبت، وقتل جنديان.\n"
TEXTS = {f"a{n}": ARTICLE + MORE.format(city) for n, city in enumerate(CITIES)}
needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="the extra [ray] is not installed")


def ran(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own: Ray starts others from it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "EXTRACTOR_"))}
    command = [sys.executable, "-m", "extractor", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False)


@needs_ray
def test_two_workers_make_the_records_of_one_run_and_take_over_a_shard(tmp_path: Path) -> None:
    articles(tmp_path / "in", **TEXTS)
    ray = ("--engine", "ray", "--workers", "2", "--jobs", "2", "-o", "ray")
    with StubServer([answers()]) as server:
        options = ("run", "in", "--strategy", "stepwise", *ask(server.url))
        extractor(tmp_path, *options, "-o", "local")
        in_shard = ("run", "in/a0.txt", "in/a1.txt", "--strategy", "stepwise", *ask(server.url), "-o", "ray/shards/00")
        extractor(tmp_path, *in_shard)
        asked = len(server.bodies)
        first = ran(tmp_path, *options, *ray)
        assert (first.returncode, "2 stood already" in first.stderr) == (0, True), first.stderr
        assert len(server.bodies) - asked < asked
        asked = len(server.bodies)
        assert ran(tmp_path, *options, *ray).returncode == 0
    assert len(server.bodies) == asked
    assert files(tmp_path / "ray") == files(tmp_path / "local")
    with read_ledger(tmp_path / "ray") as ledger, read_ledger(tmp_path / "local") as whole:
        assert ledger
        assert whole
        assert (ledger.counts(), ledger.totals()) == (whole.counts(), whole.totals())


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A folder whose run was killed: one record is older than that of its shard."""
    texts = read_all(articles(tmp_path / "in", a0=ARTICLE, a1=ARTICLE + MORE.format("حمص")))
    worked(texts[:1], tmp_path / "out", ScriptedClient())
    worked(texts, tmp_path / "out" / "shards" / "00", ScriptedClient())
    worked(texts, tmp_path / "whole", ScriptedClient())
    return tmp_path / "out"


def test_a_merge_that_is_killed_goes_on(killed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_ledger(killed) as ledger:
        with monkeypatch.context() as patched:
            patched.setattr("extractor.batch.shards.shutil.rmtree", _gone)
            with pytest.raises(KeyboardInterrupt):
                take_over(killed, ledger)
        before = ledger.totals()
        take_over(killed, ledger)
        assert ledger.totals() == before
        assert sum(ledger.counts().values()) == 2
    assert files(killed) == files(killed.parent / "whole")
    assert not (killed / "shards").exists()


def _gone(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_shard_knows_what_the_whole_folder_was_told(killed: Path, tmp_path: Path) -> None:
    with read_ledger(killed) as before, open_ledger(tmp_path / "new", before) as ledger:
        assert ledger.entry("a0")
        assert ledger.entry("a9") is None


def test_limits_are_split_evenly() -> None:
    whole = Settings(jobs=9, rpm=60, max_tokens=1001, max_cost=3.0)
    part = shared(whole, 2)
    assert (part.jobs, part.rpm, part.max_tokens, part.max_cost) == (4, 30, 500, 1.5)
    assert shared(Settings(), 2) == Settings()
    with pytest.raises(UsageError, match="--rpm 1 cannot be split among 2 workers"):
        shared(replace_rpm(whole), 2)


def replace_rpm(settings: Settings) -> Settings:
    return settings.model_copy(update={"rpm": 1})


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--workers", "2"), "--workers is for --engine ray"),
        (("--engine", "ray", "--replay", "tapes"), "--engine ray asks a server"),
    ],
    ids=["workers-alone", "replay"],
)
def test_options_that_do_not_go_together(tmp_path: Path, options: tuple[str, ...], says: str) -> None:
    articles(tmp_path / "in", a=ARTICLE)
    (tmp_path / "tapes").mkdir()
    told = extractor(tmp_path, "run", "in", *ask("http://127.0.0.1:9/v1"), *options)
    assert (told.code, len(told.errors)) == (2, 1)
    assert says in told.err


def test_without_ray_one_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    articles(tmp_path / "in", a=ARTICLE)
    told = extractor(tmp_path, "run", "in", *ask("http://127.0.0.1:9/v1"), "--engine", "ray")
    assert (told.code, told.errors) == (
        2,
        ["error: --engine ray needs one more package: pip install 'casualty-extractor[ray]'."],
    )


def test_a_local_run_loads_neither_ray_nor_arrow() -> None:
    code = "import sys, extractor.cli; print([n for n in ('ray', 'pyarrow') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


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
