"""What a call does while the server is away or slow, and what it cost in the end: against a scripted server."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import httpx2
import openai
import pytest
from pydantic import BaseModel
from stub_server import Step, StubServer, fails, resets, says

from extractor import endpoint
from extractor.drafting.asking import LiveAsker, Question
from extractor.endpoint import Endpoint, asked_seconds, is_lost, outcome
from extractor.errors import BadAnswer, ModelError, OutOfTime, ServerDown, ServerGone, WrongKey
from extractor.llm import Answer, OpenAIClient, Request, Usage
from extractor.transport.traffic import Limits, Outcome


class Toll(BaseModel):
    killed: int


GOOD = says({"killed": 3})
MESSAGES = [{"role": "user", "content": "كم قتيلا في 2024؟"}]


@pytest.fixture(autouse=True)
def _no_back_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the gate does is to be seen, not the pauses of each call."""
    monkeypatch.setattr(endpoint, "_BACKOFF", lambda state: 0.0)


def asked(
    script: Sequence[Step], said: list[str] | None = None, times: int = 1, **changes: Any
) -> list[Answer[Toll] | ModelError]:
    """The answers of some calls, one after another, or their errors."""

    async def calls(where: Endpoint) -> list[Answer[Toll] | ModelError]:
        found: list[Answer[Toll] | ModelError] = []
        async with aclosing(OpenAIClient(where, ([] if said is None else said).append)) as client:
            for number in range(times):
                try:
                    found.append(await client.ask(Request(f"a{number}", MESSAGES, Toll, 30)))
                except ModelError as error:
                    found.append(error)
        return found

    with StubServer(script) as server:
        where = Endpoint(server.url, "k", "stub", timeout_seconds=5.0, max_attempts=2)
        return asyncio.run(calls(replace(where, **changes)))


def test_no_article_is_lost_to_a_server_that_restarts() -> None:
    said: list[str] = []
    script = [GOOD, *[fails(503)] * 5, GOOD]
    first, second, third = asked(script, said, times=3)
    assert isinstance(first, Answer)
    assert isinstance(second, Answer)
    assert isinstance(third, Answer)
    assert (first.attempts, second.attempts, third.attempts) == (1, 6, 1)
    assert second.usage == Usage(100, 7, 90)
    assert [" ".join(line.split()[2:5]) for line in said] == ["serves no call;", "serves again, after"]


def test_time_at_the_gate_is_not_the_articles() -> None:
    started = time.monotonic()
    _, second = asked([GOOD, *[fails(503)] * 4, GOOD], times=2, article_seconds=60.0)
    assert isinstance(second, Answer)
    assert second.seconds < time.monotonic() - started - 0.9


def test_a_server_that_stays_away_ends_the_run() -> None:
    _, second = asked([GOOD, fails(502)], times=2, limits=Limits(outage_seconds=0.5))
    assert isinstance(second, ServerGone)
    assert "answered 502" in str(second)
    assert "and the run stops" in str(second)


def test_a_server_that_wants_no_calls_for_long_ends_the_run() -> None:
    (error,) = asked([fails(429, retry_after="3600")])
    assert isinstance(error, ServerGone)


def test_faults_that_may_lie_in_the_call_fail_it_and_not_the_run() -> None:
    broken, good = asked([*[fails(500)] * 2, GOOD], times=2)
    assert type(broken) is ServerDown
    assert isinstance(good, Answer)


@pytest.mark.parametrize(
    "step", [says({"killed": 3}, delay_seconds=3.0), fails(429, retry_after="5")], ids=["slow", "asks to wait"]
)
def test_an_article_has_its_time_and_no_more(step: Step) -> None:
    started = time.monotonic()
    (error,) = asked([step], article_seconds=0.4, max_attempts=20)
    assert isinstance(error, OutOfTime)
    assert "took longer than 0.4 s" in str(error)
    assert time.monotonic() - started < 3
    assert error.seconds >= 0.39


def test_the_time_of_an_article_is_that_of_all_its_calls() -> None:
    async def two(where: Endpoint) -> LiveAsker:
        async with aclosing(OpenAIClient(where)) as client:
            asker = LiveAsker(client, "a1")
            await asker.ask(Question("q1", MESSAGES, Toll, 30))
            with pytest.raises(OutOfTime):
                await asker.ask(Question("q2", MESSAGES, Toll, 30))
        return asker

    with StubServer([says({"killed": 3}, delay_seconds=0.6)]) as server:
        asker = asyncio.run(two(Endpoint(server.url, "k", "stub", article_seconds=1.0)))
    assert asker.seconds >= 0.99
    assert (asker.attempts, asker.usage) == (2, Usage(100, 7, 90, lost_tokens=100))


# --- every attempt counts


@pytest.mark.parametrize(
    ("script", "attempts", "usage"),
    [
        ([fails(500), GOOD], 2, Usage(100, 7, 90)),
        ([resets(), GOOD], 2, Usage(100, 7, 90, 100)),
        ([says({"killed": 3}, delay_seconds=1.0), GOOD], 2, Usage(100, 7, 90, 100)),
    ],
    ids=["500 read nothing", "a cut line", "out of time"],
)
def test_an_attempt_before_the_answer_is_counted(script: list[Step], attempts: int, usage: Usage) -> None:
    _, answer = asked([GOOD, *script], times=2, timeout_seconds=0.4)
    assert isinstance(answer, Answer)
    assert (answer.attempts, answer.usage) == (attempts, usage)
    assert answer.usage.total == sum((usage.prompt_tokens, usage.completion_tokens, usage.lost_tokens))


def test_a_failed_call_is_counted_by_what_the_others_had() -> None:
    _, error = asked([GOOD, resets()], times=2)
    assert isinstance(error, ServerDown)
    assert (error.attempts, error.tokens) == (2, (0, 0, 0, 200))


def test_a_failed_call_is_counted_before_any_was_answered() -> None:
    (error,) = asked([resets()])
    assert isinstance(error, ServerDown)
    assert error.tokens == (0, 0, 0, 2 * round(0.4 * len(MESSAGES[0]["content"])))


def test_a_useless_answer_is_counted_with_the_attempts_before_it() -> None:
    (error,) = asked([fails(500), says("nothing")])
    assert isinstance(error, BadAnswer)
    assert (error.attempts, error.tokens) == (2, (100, 7, 90, 0))


def test_a_refused_key_is_one_attempt() -> None:
    (error,) = asked([fails(401)])
    assert isinstance(error, WrongKey)
    assert error.attempts == 1


# --- what an end says of the server

REQUEST = httpx2.Request("POST", "http://localhost/v1")


def status(code: int, body: object = None, **headers: str) -> openai.APIStatusError:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return openai.APIStatusError("x", response=httpx2.Response(code, headers=named, request=REQUEST), body=body)


def lost(origin: Exception | None) -> openai.APIConnectionError:
    error = openai.APIConnectionError(request=REQUEST)
    error.__cause__ = origin
    return error


@pytest.mark.parametrize(
    ("error", "means"),
    [
        (None, Outcome.ANSWERED),
        (status(400), Outcome.ANSWERED),
        (status(401), Outcome.ANSWERED),
        (status(429), Outcome.LIMITED),
        (status(500), Outcome.FAULT),
        (status(504), Outcome.FAULT),
        (status(502), Outcome.AWAY),
        (status(503), Outcome.AWAY),
        (status(529), Outcome.AWAY),
        (TimeoutError(), Outcome.FAULT),
        (lost(httpx2.ReadError("reset")), Outcome.FAULT),
        (lost(httpx2.ConnectError("refused")), Outcome.UNREACHABLE),
        (ValueError("no JSON"), Outcome.UNDECIDED),
        (asyncio.CancelledError(), Outcome.UNDECIDED),
    ],
    ids=repr,
)
def test_what_an_end_says_of_the_server(error: BaseException | None, means: Outcome) -> None:
    assert outcome(error) is means


def test_only_what_nobody_answered_is_lost() -> None:
    assert is_lost(TimeoutError())
    assert is_lost(lost(httpx2.ReadError("reset")))
    assert not is_lost(lost(httpx2.ConnectError("refused")))
    assert not is_lost(status(500))


def test_seconds_asked_for() -> None:
    assert asked_seconds(status(429, retry_after="7")) == 7
    assert asked_seconds(status(429)) == asked_seconds(TimeoutError()) == 0


@pytest.mark.parametrize("said", ["nan", "inf", "-inf", "-5", "1e400", "soon", "", "Wed, 21 Oct 1998 07:28:00 GMT"])
def test_what_is_no_time_to_wait_is_none(said: str) -> None:
    assert asked_seconds(status(503, retry_after=said)) == 0
