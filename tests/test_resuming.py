"""The law of resuming: stopped at any calls and run again, the same records; paid twice is only what was in flight."""

from dataclasses import replace
from pathlib import Path

import pytest
from command_line import ARTICLE, articles, files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scripted_client import COST, Killed, ScriptedClient, read_all, worked

from extractor.articles import Article
from extractor.batch import current
from extractor.batch.budget import Budget
from extractor.batch.ledger import open_ledger, read_ledger
from extractor.batch.work import Done, Left, Stands
from extractor.pipeline import Plan

MORE = "وقصفت مدفعية الجيش بلدة في ريف {} صباح السبت، وقتل جنديان.\n"
CITIES = ["حمص", "درعا", "إدلب", "الرقة"]


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> list[Article]:
    folder = tmp_path_factory.mktemp("in")
    return read_all(articles(folder, **{f"a{n}": ARTICLE + MORE.format(city) for n, city in enumerate(CITIES)}))


@pytest.mark.parametrize("strategy", ["stepwise", "single"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kills=st.lists(st.integers(1, 12), max_size=3), jobs=st.integers(1, 4), every_bad=st.sampled_from([0, 3]))
def test_killed_at_any_calls(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[Article],
    strategy: str,
    kills: list[int],
    jobs: int,
    every_bad: int,
) -> None:
    folder, plan = tmp_path_factory.mktemp("out"), Plan("scripted", strategy)
    whole = ScriptedClient(every_bad=every_bad)
    worked(texts, folder / "whole", whole, jobs=jobs, plan=plan)
    asked, in_flight = [], 0
    for kill_at in kills:
        killed = ScriptedClient(kill_at, every_bad)
        try:
            worked(texts, folder / "killed", killed, jobs=jobs, plan=plan)
        except Killed:
            in_flight += killed.flying_at_kill
        asked += killed.asked
    last = ScriptedClient(every_bad=every_bad)
    worked(texts, folder / "killed", last, jobs=jobs, plan=plan)
    asked += last.asked
    assert files(folder / "killed") == files(folder / "whole")
    assert set(asked) == set(whole.asked)
    assert len(asked) - len(whole.asked) <= in_flight


def test_a_kill_between_files_and_row_is_made_good_without_a_call(
    tmp_path: Path, texts: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("extractor.batch.work.closed", gone)
        with pytest.raises(Killed):
            worked(texts[:1], tmp_path, ScriptedClient())
    assert (tmp_path / "a0.json").exists()
    client = ScriptedClient()
    (result,) = worked(texts[:1], tmp_path, client)
    assert (isinstance(result, Done), client.asked) == (True, [])


def test_what_a_stopped_run_paid_stays_in_the_cost(tmp_path: Path, texts: list[Article]) -> None:
    killed, last = ScriptedClient(3), ScriptedClient()
    with pytest.raises(Killed):
        worked(texts[:1], tmp_path, killed)
    worked(texts[:1], tmp_path, last)
    with read_ledger(tmp_path) as ledger:
        assert ledger is not None
        run = ledger.runs()["a0"]
    assert run.attempts == 2 + len(last.asked)
    assert run.prompt_tokens == COST.prompt_tokens * run.attempts


# --- a second run


def test_what_stands_is_not_asked_again(tmp_path: Path, texts: list[Article]) -> None:
    worked(texts, tmp_path, ScriptedClient())
    before, client = files(tmp_path), ScriptedClient()
    assert all(isinstance(result, Stands) for result in worked(texts, tmp_path, client))
    assert (files(tmp_path), client.asked) == (before, [])


def test_other_rules_derive_again_without_a_call(
    tmp_path: Path, texts: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    worked(texts, tmp_path, ScriptedClient())
    before, client = files(tmp_path), ScriptedClient()
    monkeypatch.setattr(current, "_making", lambda: ("other rules",))
    assert all(isinstance(result, Done) for result in worked(texts, tmp_path, client))
    assert (files(tmp_path), client.asked) == (before, [])
    assert all(isinstance(result, Stands) for result in worked(texts, tmp_path, client))


def test_other_metadata_derives_again_without_a_call(tmp_path: Path, texts: list[Article]) -> None:
    worked(texts, tmp_path, ScriptedClient())
    titled = [replace(a, info=a.info.model_copy(update={"title": "غارة"})) for a in texts]
    client = ScriptedClient()
    results = worked(titled, tmp_path, client)
    assert {result.record.article.title for result in results if isinstance(result, Done)} == {"غارة"}
    assert client.asked == []


def test_a_draft_that_is_gone_is_made_of_the_ledger(
    tmp_path: Path, texts: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    worked(texts, tmp_path, ScriptedClient())
    before, client = files(tmp_path), ScriptedClient()
    (tmp_path / "drafts" / "a0.json").unlink()
    monkeypatch.setattr(current, "_making", lambda: ("other rules",))
    worked(texts, tmp_path, client)
    assert (files(tmp_path), client.asked) == (before, [])


@pytest.mark.parametrize("gone", ["a1.json"])
def test_a_record_that_is_gone_comes_again_without_a_call(tmp_path: Path, texts: list[Article], gone: str) -> None:
    worked(texts, tmp_path, ScriptedClient())
    before, client = files(tmp_path), ScriptedClient()
    (tmp_path / gone).unlink()
    worked(texts, tmp_path, client)
    assert (files(tmp_path), client.asked) == (before, [])


@pytest.mark.parametrize("gone", ["texts/a1.txt"])
def test_a_text_that_is_gone_comes_again_without_a_call(tmp_path: Path, texts: list[Article], gone: str) -> None:
    worked(texts, tmp_path, ScriptedClient())
    before, client = files(tmp_path), ScriptedClient()
    (tmp_path / gone).unlink()
    worked(texts, tmp_path, client)
    assert (files(tmp_path), client.asked) == (before, [])


def test_another_text_is_read_anew(tmp_path: Path, texts: list[Article]) -> None:
    worked(texts[:2], tmp_path, ScriptedClient())
    changed = replace(texts[1], info=texts[1].info.model_copy(update={"id": "a0"}))
    client = ScriptedClient()
    (result,) = worked([changed], tmp_path, client)
    assert isinstance(result, Done)
    assert client.asked == []  # what is asked about this text was answered before
    assert (tmp_path / "texts" / "a0.txt").read_bytes() == changed.text.encode()


# --- a ledger that was lost


@pytest.mark.parametrize("strategy", ["stepwise", "single"])
@pytest.mark.parametrize("every_bad", [0, 3])
def test_records_whose_ledger_is_lost_are_derived_without_a_call(
    tmp_path: Path, texts: list[Article], strategy: str, every_bad: int
) -> None:
    plan, client = Plan("scripted", strategy), ScriptedClient(every_bad=every_bad)
    results = worked(texts, tmp_path, ScriptedClient(every_bad=every_bad), plan=plan)
    failed = [result for result in results if isinstance(result, Done) and result.record.error]
    assert len(failed) < len(texts)
    before = files(tmp_path)
    (tmp_path / "ledger.sqlite").unlink()
    worked(texts, tmp_path, client, plan=plan)
    assert files(tmp_path) == before
    assert len(client.asked) == len(failed)  # a failure keeps no answers, and its first one was of no use
    assert all(isinstance(result, Stands) for result in worked(texts, tmp_path, client, plan=plan))


@pytest.mark.parametrize("other", [Plan("scripted", "stepwise", 2), Plan("another", "stepwise")], ids=str)
def test_records_of_another_plan_whose_ledger_is_lost_are_read_anew(
    tmp_path: Path, texts: list[Article], other: Plan
) -> None:
    worked(texts[:1], tmp_path, ScriptedClient())
    (tmp_path / "ledger.sqlite").unlink()
    client = ScriptedClient()
    worked(texts[:1], tmp_path, client, plan=other)
    assert client.asked


# --- failures


def test_a_failure_stays_until_it_is_taken_again(tmp_path: Path, texts: list[Article]) -> None:
    worked(texts, tmp_path, ScriptedClient(every_bad=1))
    client = ScriptedClient()
    results = worked(texts, tmp_path, client)
    assert [r.entry.error for r in results if isinstance(r, Stands)] == ["BadAnswer"] * len(texts)
    assert client.asked == []
    results = worked(texts, tmp_path, client, again=True)
    assert [r.record.error for r in results if isinstance(r, Done)] == [None] * len(texts)
    worked(texts, tmp_path / "well", ScriptedClient())
    (tmp_path / "well").rename(tmp_path.parent / f"{tmp_path.name}.well")
    assert files(tmp_path) == files(tmp_path.parent / f"{tmp_path.name}.well")


@pytest.mark.parametrize("stopped", [Killed, None], ids=["killed", "no budget left"])
def test_what_a_stopped_retry_leaves_is_taken_by_the_next(
    tmp_path: Path, texts: list[Article], stopped: type[Killed] | None
) -> None:
    worked(texts, tmp_path, ScriptedClient(every_bad=1))
    if stopped:
        with pytest.raises(stopped):
            worked(texts, tmp_path, ScriptedClient(2), again=True)
    else:
        worked(texts, tmp_path, ScriptedClient(), again=True, jobs=1, budget=Budget("scripted", max_tokens=1))
    with read_ledger(tmp_path) as ledger:
        assert ledger is not None
        failed = {entry.id for entry in ledger.entries("failed")}
    left = [article for article in texts if article.info.id in failed]
    assert len(left) >= len(texts) - 1  # what has a record with answers now
    results = worked(left, tmp_path, ScriptedClient(), again=True)
    assert [result.record.error for result in results if isinstance(result, Done)] == [None] * len(left)


# --- budgets


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(most=st.integers(1, 4000), jobs=st.integers(1, 4))
def test_a_budget_is_passed_by_no_more_than_what_is_in_flight(
    tmp_path_factory: pytest.TempPathFactory, texts: list[Article], most: int, jobs: int
) -> None:
    folder, a_call = tmp_path_factory.mktemp("out"), COST.prompt_tokens + COST.completion_tokens
    budget = Budget("scripted", max_tokens=most)
    results = worked(texts, folder, ScriptedClient(), jobs=jobs, budget=budget)
    assert budget.tokens < most + jobs * a_call
    left = {result.article for result in results if isinstance(result, Left)}
    with open_ledger(folder) as ledger:
        assert {entry.id for entry in ledger.entries("open")} == left
    assert not left or budget.tokens >= most


def test_later_runs_go_on_where_a_budget_ended(tmp_path: Path, texts: list[Article]) -> None:
    whole, client, runs = ScriptedClient(), ScriptedClient(), 0
    worked(texts, tmp_path / "whole", whole)
    left = True
    while left and runs < 50:
        results = worked(texts, tmp_path / "out", client, jobs=1, budget=Budget("scripted", max_tokens=300))
        left, runs = any(isinstance(result, Left) for result in results), runs + 1
    assert runs > 2
    assert files(tmp_path / "out") == files(tmp_path / "whole")
    assert sorted(client.asked) == sorted(whole.asked)
