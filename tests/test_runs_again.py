"""The command line over a folder that was written before: what stands, what is left, what failed, and who writes."""

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import ARTICLE, Ran, articles, ask, extractor, files
from stub_server import Reply, StubServer, answers, fails

from extractor.batch.lock import sole_writer

STEPWISE = ("--strategy", "stepwise")
SICK = ARTICLE.replace("حلب", "حمص")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles(tmp_path / "in", a=ARTICLE, b=SICK)
    return tmp_path


def run(folder: Path, server: StubServer, *arguments: object) -> Ran:
    return extractor(folder, "run", "in", *ask(server.url), *STEPWISE, *arguments)


def half_sick(body: dict[str, Any]) -> Reply:
    return (fails(400) if "حمص" in body["messages"][-1]["content"] else answers())(body)


def test_a_second_run_asks_nothing_and_says_so(folder: Path) -> None:
    with StubServer([answers()]) as server:
        run(folder, server)
        before, asked = files(folder / "records"), len(server.bodies)
        ran = run(folder, server)
        assert len(server.bodies) == asked
    assert (ran.code, files(folder / "records")) == (0, before)
    assert ran.err.splitlines() == ["2 stood already and were left as they are", "Records are in records"]


def test_what_failed_before_is_told_and_decides_the_exit_code(folder: Path) -> None:
    with StubServer([half_sick]) as server:
        first = run(folder, server)
        ran = run(folder, server)
    told = ["1 stood already and were left as they are", "1 failed before; extractor retry takes them again"]
    assert ran.err.splitlines()[:2] == told
    assert (first.code, ran.code) == (4, 4)


def test_only_a_new_article_is_asked_about(folder: Path) -> None:
    with StubServer([answers()]) as server:
        run(folder, server)
        articles(folder / "in", c=ARTICLE.replace("حلب", "درعا"))
        ran = run(folder, server)
    assert [line.split(":")[0] for line in ran.err.splitlines() if line.startswith("accepted ")] == ["accepted c"]
    assert "2 stood already" in ran.err


def test_quiet_tells_errors_alone(folder: Path) -> None:
    (folder / "in" / "c.txt").write_bytes(b"")
    with StubServer([half_sick]) as server:
        ran = run(folder, server, "--quiet")
    assert ran.code == 4
    assert len(ran.errors) == len(ran.err.splitlines()) == 2


def test_failed_ones_wait_for_retry(folder: Path) -> None:
    with StubServer([half_sick]) as server:
        assert run(folder, server).code == 4
        asked = len(server.bodies)
        assert run(folder, server).code == 4
        assert len(server.bodies) == asked
    ran = extractor(folder, "status", "records")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "1 accepted, 1 failed")
    assert "failed b: BadAnswer: article 'b': " in ran.out
    with StubServer([answers()]) as server:
        ran = extractor(folder, "retry", "records", *ask(server.url), *STEPWISE)
        assert (ran.code, ran.errors) == (0, [])
        assert {"حمص" in body["messages"][-1]["content"] for body in server.bodies} == {True}
        run_anew = extractor(folder, "run", "in", "-o", "anew", *ask(server.url), *STEPWISE)
    assert run_anew.code == 0
    assert files(folder / "records") == files(folder / "anew")
    assert json.loads(extractor(folder, "status", "records", "--json").out)["articles"] == {"accepted": 2}


def test_retry_of_a_record_that_is_gone(folder: Path) -> None:
    with StubServer([half_sick]) as server:
        run(folder, server)
        (folder / "records" / "b.json").unlink()
        ran = extractor(folder, "retry", "records", *ask(server.url), *STEPWISE)
    assert (ran.code, len(ran.errors)) == (3, 1)
    assert "b.json cannot be read" in ran.errors[0]


@pytest.mark.parametrize("command", ["status", "retry"])
def test_a_folder_without_a_ledger(folder: Path, command: str) -> None:
    ran = extractor(folder, command, "in")
    assert (ran.code, ran.errors) == (6, ["error: in holds no ledger; name a folder that `extractor run` wrote."])


# --- budgets


def test_a_budget_leaves_the_rest_and_a_later_run_goes_on(folder: Path) -> None:
    with StubServer([answers()]) as server:
        ran = run(folder, server, "--max-tokens", 1)
        assert ran.code == 9
        assert "1 left, since what this run may spend is spent; run it again to go on" in ran.err
        assert "open   b" in extractor(folder, "status", "records").out
        assert run(folder, server).code == 0
        asked = len(server.bodies)
        run(folder, server, "-o", "anew")
        assert len(server.bodies) == 2 * asked
    assert files(folder / "records") == files(folder / "anew")


def test_a_cost_is_limited_at_the_price_of_the_settings(folder: Path) -> None:
    with StubServer([answers()]) as server:
        ran = run(folder, server, "--max-cost", 1)
        assert (ran.code, len(server.bodies)) == (2, 0)
        assert "No price of the model 'stub' is known" in ran.err
        (folder / "extractor.toml").write_text('[prices."stub"]\ninput = 10000\noutput = 10000\n', "utf-8")
        assert run(folder, server, "--max-cost", 1).code == 9


NO_PRICES = ['[prices."stub"]\ninput = 1', "prices = 3", '[prices."stub"]\ninput = -1\noutput = 1']


@pytest.mark.parametrize("table", NO_PRICES)
def test_a_price_that_is_none_is_said(folder: Path, table: str) -> None:
    (folder / "extractor.toml").write_text(table, "utf-8")
    ran = extractor(folder, "run", "in", *ask("http://127.0.0.1:1"))
    assert (ran.code, len(ran.errors)) == (2, 1)
    assert "is no price; give input and output" in ran.err


# --- what would be done


def test_a_dry_run_asks_nobody_and_writes_nothing(folder: Path) -> None:
    with StubServer([answers()]) as server:
        ran = run(folder, server, "--dry-run")
        assert (ran.code, server.bodies, (folder / "records").exists()) == (0, [], False)
        assert ran.out.startswith("2 articles to ask stub about (stepwise), ")
        assert "(a guess, no figures of this model yet); no price is known" in ran.out
        run(folder, server)
        articles(folder / "in", c=ARTICLE)
        (folder / "extractor.toml").write_text('[prices."stub"]\ninput = 10\noutput = 10\n', "utf-8")
        ran = run(folder, server, "--dry-run")
    lines = ran.out.splitlines()
    assert lines[0].startswith("1 articles to ask")
    assert lines[2] == "2 stand already"
    assert lines[3] == "about 100 tokens of prompts, 7 of answers (as for the articles it has read); cost about 0.00"


def test_a_recording_has_no_dry_run(folder: Path) -> None:
    ran = extractor(folder, "run", "in", "--replay", "tape", "--dry-run")
    assert (ran.code, len(ran.errors)) == (2, 1)


# --- one run at a time


def test_a_second_run_on_a_folder_says_so_and_stops(folder: Path) -> None:
    with StubServer([answers()]) as server:
        with sole_writer(folder / "records"):
            ran = run(folder, server)
        assert (ran.code, len(ran.errors), server.bodies) == (8, 1, [])
        assert "is writing to records; wait for it, or name another folder with -o." in ran.err
        assert run(folder, server).code == 0
