"""A model or a server that fails: exit code 4, a failed record with the reason, and the other articles still done."""

from pathlib import Path
from typing import Any

import pytest
from command_line import ARTICLE, KEY, Ran, articles, ask, extractor
from stub_server import Reply, Step, StubServer, answers, fails, raw, resets, says

from extractor import store
from extractor.batch.ledger import read_ledger
from schemas.record import RecordStatus

SICK = ARTICLE.replace("حلب", "حمص")


def only_sick(fault: Step) -> Step:
    """The fault for one of the articles, a good answer for the other."""

    def step(body: dict[str, Any]) -> Reply:
        return fault(body) if "حمص" in body["messages"][-1]["content"] else answers()(body)

    return step


QUICK: dict[str, Any] = {"EXTRACTOR_MAX_ATTEMPTS": "1", "EXTRACTOR_TIMEOUT_SECONDS": "0.5", "OPENAI_API_KEY": KEY}


def run(folder: Path, step: Step, *arguments: object) -> Ran:
    articles(folder / "in", sick=SICK, well=ARTICLE)
    with StubServer([step]) as server:
        ran = extractor(folder, "run", "in", *ask(server.url), *arguments, **QUICK)
    assert KEY not in ran.err
    return ran


FAULTS: dict[str, tuple[Step, str, str]] = {
    "slow": (answers(delay_seconds=5), "ServerDown", "gave no answer within 0.5 s"),
    "cuts the line": (resets(), "ServerDown", "start the server or check the base URL"),
    "429": (
        fails(429),
        "ServerDown",
        "still answered 429 at the last attempt; send fewer with --rpm, or try again later",
    ),
    "500": (fails(500), "ServerDown", "still answered 500 at the last attempt; try again later"),
    "no JSON": (says("Three people were killed."), "BadAnswer", "the model's answer is no JSON"),
    "cut off": (says('{"answer": "att', finish_reason="length"), "BadAnswer", "the model's answer was cut off after"),
    "wrong shape": (says({"dead": 3}), "BadAnswer", "the model's answer has the wrong shape at"),
    "nothing": (says(None), "BadAnswer", "the model's answer is empty"),
    "no completion": (raw(b'{"detail": "hello"}'), "BadAnswer", "is no chat completion"),
    "no JSON at all": (raw(b"<html>"), "BadAnswer", ""),
    "refused request": (fails(400, "context too long"), "BadAnswer", "refused the request (400"),
}


@pytest.mark.parametrize("strategy", ["single", "stepwise"])
@pytest.mark.parametrize(("fault", "kind", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_one_article_fails_and_the_other_is_done(
    tmp_path: Path, fault: Step, kind: str, sentence: str, strategy: str
) -> None:
    ran = run(tmp_path, only_sick(fault), "--strategy", strategy, "--jobs", 2)
    assert ran.code == 4
    assert len(ran.errors) == 1
    assert ran.errors[0].startswith("failed   sick: ")
    assert sentence in ran.errors[0]
    sick, well = (store.load_record(tmp_path / "records" / f"{name}.json") for name in ("sick", "well"))
    assert well.status is not RecordStatus.FAILED
    assert sick.status is RecordStatus.FAILED
    assert sick.error is not None
    assert sick.error.kind == kind
    assert store.load_text(tmp_path / "records" / "sick.json", sick.article) == SICK


def test_a_server_that_is_down(tmp_path: Path) -> None:
    articles(tmp_path / "in", a=ARTICLE)
    ran = extractor(tmp_path, "run", "in", *ask("http://127.0.0.1:9/v1"), EXTRACTOR_MAX_ATTEMPTS="1")
    assert ran.code == 4
    assert len(ran.errors) == 1
    assert "no answer from 127.0.0.1:9" in ran.errors[0]


NO_RETRY_HELPS = {
    "401": (fails(401), "refused the key (401); check the key"),
    "403": (fails(403), "refused the key (403); check the key"),
    "unpaid": (fails(429, code="insufficient_quota"), "has nothing left at"),
    "404": (fails(404), "knows no model 'stub' (404); check the model's name and the base URL"),
}


@pytest.mark.parametrize(("fault", "sentence"), NO_RETRY_HELPS.values(), ids=NO_RETRY_HELPS.keys())
@pytest.mark.parametrize("jobs", [1, 8])
def test_a_wrong_key_or_model_stops_the_run_at_once(tmp_path: Path, fault: Step, sentence: str, jobs: int) -> None:
    articles(tmp_path / "in", **{f"a{n}": f"{ARTICLE} {n}" for n in range(8)})
    with StubServer([fault]) as server:
        ran = extractor(tmp_path, "run", "in", *ask(server.url), "--jobs", jobs, OPENAI_API_KEY=KEY)
        assert len(server.bodies) <= jobs
    assert ran.code == 4
    assert len(ran.err.splitlines()) == 1
    assert sentence in ran.errors[0]
    assert KEY not in ran.err


def test_a_key_that_ends_in_the_middle_leaves_what_was_done(tmp_path: Path) -> None:
    articles(tmp_path / "in", a=ARTICLE, b=SICK)
    with StubServer([answers(), answers(), fails(401)]) as server:
        ran = extractor(tmp_path, "run", "in", *ask(server.url))
    assert ran.code == 4
    assert "Records are in records" in ran.err
    assert [path.name for path in (tmp_path / "records").glob("*.json")] == ["a.json"]


def test_passing_faults_are_repeated(tmp_path: Path) -> None:
    articles(tmp_path / "in", a=ARTICLE)
    with StubServer([fails(429), fails(500), answers()]) as server:
        ran = extractor(tmp_path, "run", "in", *ask(server.url), "--strategy", "stepwise")
    assert (ran.code, ran.errors) == (0, [])
    with read_ledger(tmp_path / "records") as ledger:
        assert ledger is not None
        assert ledger.runs()["a"].attempts == 3


def test_one_bad_answer_of_many_loses_no_article(tmp_path: Path) -> None:
    articles(tmp_path / "in", a=ARTICLE + "وقصفت طائرات مدينة حمص مساء السبت.\n")
    with StubServer([says("no JSON"), answers()]) as server:
        ran = extractor(tmp_path, "run", "in", *ask(server.url), "--strategy", "stepwise")
        assert len(server.bodies) > 1
    assert (ran.code, ran.errors) == (0, [])
