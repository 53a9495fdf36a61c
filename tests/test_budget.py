"""What a run may spend: sums that do not depend on their order, and a bound that calls in flight alone go beyond."""

import asyncio
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from stub_server import StubServer, fails, resets, says

from extractor import endpoint
from extractor.batch.budget import Budget, cost_of
from extractor.config import Price
from extractor.errors import BudgetSpent
from extractor.llm import Endpoint, OpenAIClient, Request, Usage
from extractor.transport.gate import Gate
from extractor.transport.traffic import Limits, Outcome

counts = st.integers(0, 10_000)


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    prompt = draw(counts)
    return Usage(prompt, draw(counts), draw(st.integers(0, prompt)), draw(counts))


rates = st.floats(0, 100, allow_nan=False)
prices = st.builds(Price, input=rates, output=rates, cached=st.none() | rates)


@given(st.lists(usages(), max_size=20), prices, st.randoms())
def test_the_cost_of_a_run_is_that_of_its_calls_in_any_order(
    calls: list[Usage], price: Price, rng: random.Random
) -> None:
    budget = Budget("m", price)
    for usage in rng.sample(calls, len(calls)):
        budget.pay(usage)
    assert budget.tokens == sum(usage.total for usage in calls)
    assert budget.cost == pytest.approx(sum(cost_of(usage, price) for usage in calls))
    assert (budget.cost or 0.0) >= 0


@given(st.integers(1, 32), st.lists(usages(), max_size=80), st.integers(1, 200_000), st.booleans(), st.randoms())
def test_only_what_was_in_flight_goes_beyond(
    jobs: int, calls: list[Usage], most: int, in_money: bool, rng: random.Random
) -> None:
    """Calls end in any order; one is sent whenever there is room and the budget lets it."""
    price = Price(input=1.0, output=4.0)
    budget = Budget("m", price, max_cost=most / 1e6) if in_money else Budget("m", price, max_tokens=most)
    waiting, flying, beyond = list(calls), list[Usage](), list[Usage]()
    while flying or (waiting and not budget.is_spent):
        while waiting and len(flying) < jobs and not budget.is_spent:
            flying.append(waiting.pop())
        budget.pay(flying.pop(rng.randrange(len(flying))) if not (ends := budget.is_spent) else flying.pop())
        if budget.is_spent and not ends:
            beyond = list(flying)
    assert not waiting or budget.is_spent
    assert len(beyond) < jobs
    if budget.is_spent:
        with pytest.raises(BudgetSpent):
            budget.check()


# --- when it is asked


class Toll(BaseModel):
    killed: int


MESSAGES = [{"role": "user", "content": "كم قتيلا في 2024؟"}]
GOOD = says({"killed": 3})  # 107 tokens


def many(client: OpenAIClient, budget: Budget, count: int) -> list[object]:
    """What comes of calls at once that are paid from one budget: an answer or an error each."""

    async def calls() -> list[object]:
        asked = (client.ask(Request(f"a{n}", MESSAGES, Toll, 30, purse=budget)) for n in range(count))
        ended: list[object] = await asyncio.gather(*asked, return_exceptions=True)
        await client.aclose()
        return ended

    return asyncio.run(calls())


@pytest.fixture(autouse=True)
def _no_back_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "_BACKOFF", lambda state: 0.0)


@pytest.mark.parametrize("limits", [Limits(jobs=2), Limits(jobs=64, rpm=1)], ids=["jobs", "rpm"])
def test_calls_that_wait_at_the_gate_are_not_sent_once_it_is_spent(limits: Limits) -> None:
    with StubServer([GOOD]) as server:
        client = OpenAIClient(Endpoint(server.url, "k", "stub", limits=limits))
        budget = Budget("stub", max_tokens=100)
        ended = many(client, budget, 20)
        sent = len(server.bodies)
    assert sent <= (1 if limits.rpm else 2)
    assert [isinstance(each, BudgetSpent) for each in ended].count(False) == sent
    assert budget.tokens == 107 * sent


def test_an_attempt_is_not_repeated_once_it_is_spent() -> None:
    with StubServer([GOOD, resets(), GOOD]) as server:
        client = OpenAIClient(Endpoint(server.url, "k", "stub", limits=Limits(jobs=1)))
        budget = Budget("stub", max_tokens=150)
        first, second = many(client, budget, 2)
        assert len(server.bodies) == 2
    assert not isinstance(first, Exception)
    assert isinstance(second, BudgetSpent)
    assert budget.spent == Usage(100, 7, 90, 100)


def test_a_refused_attempt_costs_nothing_and_is_repeated() -> None:
    with StubServer([fails(500), GOOD]) as server:
        budget = Budget("stub", max_tokens=1)
        (answer,) = many(OpenAIClient(Endpoint(server.url, "k", "stub")), budget, 1)
    assert not isinstance(answer, Exception)
    assert budget.tokens == 107


def test_what_is_stopped_in_flight_is_paid() -> None:
    async def stopped(client: OpenAIClient) -> None:
        await client.ask(Request("a", MESSAGES, Toll, 30, purse=budget))
        call = asyncio.create_task(client.ask(Request("b", MESSAGES, Toll, 30, purse=budget)))
        await asyncio.sleep(0.3)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        await client.aclose()

    budget = Budget("stub")
    with StubServer([GOOD, says({"killed": 3}, delay_seconds=5.0)]) as server:
        asyncio.run(stopped(OpenAIClient(Endpoint(server.url, "k", "stub"))))
    assert budget.spent == Usage(100, 7, 90, 100)


def test_a_budget_that_is_spent_frees_the_line_while_the_server_is_away() -> None:
    async def crossed() -> None:
        gate, budget = Gate(Limits(jobs=1), "host", lambda _: None), Budget("m", max_tokens=10)
        ticket = await gate.enter(budget.check)
        waiting = [asyncio.create_task(gate.enter(budget.check)) for _ in range(5)]
        await asyncio.sleep(0.01)
        budget.pay(replace(Usage(), lost_tokens=10))
        gate.leave(ticket, Outcome.UNREACHABLE)
        ended = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 5)
        assert all(isinstance(each, BudgetSpent) for each in ended)
        assert gate.traffic.under_way == 0

    asyncio.run(crossed())
