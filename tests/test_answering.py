"""Answers from the ledger: known by the key of their recording, kept as they arrive, and paid for once."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scripted_client import COST, ENDPOINT, ScriptedClient
from stub_server import StubServer, answers

from extractor.batch.answering import Remembering, request_key
from extractor.batch.budget import Budget, cost_of
from extractor.batch.ledger import open_ledger
from extractor.batch.ledger_rows import Totals
from extractor.cassette_format import body_key
from extractor.config import Price
from extractor.drafting.asking import choice
from extractor.drafting.single import draft_model
from extractor.endpoint import Endpoint
from extractor.errors import BadAnswer, BudgetSpent, ServerDown, UsageError
from extractor.llm import OpenAIClient, Request, Usage

MESSAGES = [{"role": "system", "content": "اقرأ"}, {"role": "user", "content": "قُتل <ثلاثة> \u202e"}]
CHOICE = Request("a", MESSAGES, choice(("attack", "none")), 20)
PLAIN: Mapping[str, Any] = {"temperature": None, "seed": None}
OTHER: Mapping[str, Any] = {"extra": {"top_k": 1, "seed": 7}}


@pytest.mark.parametrize("model", [choice(("attack", "none")), choice(("one",)), draft_model(("s1", "s2"))])
@pytest.mark.parametrize("parameters", [{}, PLAIN, OTHER], ids=["usual", "fewer", "more"])
def test_the_key_is_that_of_the_body_that_is_sent(model: Any, parameters: Mapping[str, Any]) -> None:
    request = Request("a", MESSAGES, model, 50)

    async def ask(client: OpenAIClient) -> None:
        await client.ask(request)
        await client.aclose()

    with StubServer([answers()]) as server:
        endpoint = Endpoint(server.url, "key", "m", **parameters)
        asyncio.run(ask(OpenAIClient(endpoint)))
        assert request_key(request, endpoint) == body_key(server.bodies[0])


def test_an_answer_is_paid_once(tmp_path: Path) -> None:
    client = ScriptedClient()
    with open_ledger(tmp_path) as ledger:
        budget = Budget("m")
        first, second = (asyncio.run(Remembering(client, ENDPOINT, ledger, budget).ask(CHOICE)) for _ in range(2))
        asyncio.run(Remembering(client, ENDPOINT, ledger, budget).ask(replace(CHOICE, article="b")))
    assert first.value == second.value
    assert (first.usage, second.usage, second.attempts) == (COST, Usage(), 0)
    assert (len(client.asked), budget.spent) == (1, COST)


def test_what_is_asked_twice_in_an_article_has_two_answers(tmp_path: Path) -> None:
    client = ScriptedClient()
    with open_ledger(tmp_path) as ledger:
        for _ in range(2):
            remembering = Remembering(client, ENDPOINT, ledger, Budget("m"))
            for _ in range(2):
                asyncio.run(remembering.ask(CHOICE))
    assert len(client.asked) == 2


def test_without_memory_all_is_asked_and_kept(tmp_path: Path) -> None:
    client = ScriptedClient()
    with open_ledger(tmp_path) as ledger:
        for _ in range(2):
            asyncio.run(Remembering(client, ENDPOINT, ledger, Budget("m"), remembers=False).ask(CHOICE))
        assert ledger.answer(client.asked[0], 1, "a") is not None
    assert len(client.asked) == 2


def test_an_answer_of_no_use_is_paid_once(tmp_path: Path) -> None:
    client = ScriptedClient(every_bad=1)
    with open_ledger(tmp_path) as ledger:
        budget, said = Budget("m"), []
        for _ in range(2):
            with pytest.raises(BadAnswer) as raised:
                asyncio.run(Remembering(client, ENDPOINT, ledger, budget).ask(CHOICE))
            said.append((str(raised.value), raised.value.raw))
    assert said[0] == said[1] == ("article 'a': no use", "{")
    assert (len(client.asked), budget.spent) == (1, COST)


def test_a_server_that_is_down_is_noted_and_asked_again(tmp_path: Path) -> None:
    class Down(ScriptedClient):
        async def ask(self, request: Request[Any]) -> Any:
            self.asked.append("")
            request.purse.pay(Usage())
            raise ServerDown("gone")

    client = Down()
    with open_ledger(tmp_path) as ledger:
        remembering = Remembering(client, ENDPOINT, ledger, Budget("m"))
        for _ in range(2):
            with pytest.raises(ServerDown):
                asyncio.run(remembering.ask(CHOICE))
        assert ledger.totals() == Totals(2, 0, 0, 0, 0)
    assert len(client.asked) == 2


@pytest.mark.parametrize("end", [BudgetSpent("spent"), asyncio.CancelledError()], ids=["spent", "stopped"])
def test_attempts_of_a_call_that_comes_to_no_end_are_noted(tmp_path: Path, end: BaseException) -> None:
    class Cut(ScriptedClient):
        async def ask(self, request: Request[Any]) -> Any:
            request.purse.pay(Usage(lost_tokens=100))
            request.purse.pay(Usage())
            raise end

    budget = Budget("m")
    with open_ledger(tmp_path) as ledger:
        with pytest.raises(type(end)):
            asyncio.run(Remembering(Cut(), ENDPOINT, ledger, budget).ask(CHOICE))
        assert ledger.totals() == Totals(2, 0, 0, 0, 100)
    assert budget.spent == Usage(lost_tokens=100)


def test_what_is_kept_costs_nothing_when_the_budget_is_spent(tmp_path: Path) -> None:
    budget = Budget("m", max_tokens=1)
    with open_ledger(tmp_path) as ledger:
        for _ in range(2):
            remembering = Remembering(ScriptedClient(), ENDPOINT, ledger, budget)
            asyncio.run(remembering.ask(CHOICE))
        with pytest.raises(BudgetSpent, match="run it again to go on"):
            asyncio.run(remembering.ask(replace(CHOICE, max_tokens=21)))


# --- prices

PRICE = Price(input=2.0, output=8.0, cached=0.5)
COSTS = [
    (Usage(1_000_000, 0, 0), PRICE, 2.0),
    (Usage(1_000_000, 0, 1_000_000), PRICE, 0.5),
    (Usage(1_000_000, 500_000, 400_000), PRICE, 1.2 + 0.2 + 4.0),
    (Usage(1_000_000, 0, 1_000_000), Price(input=2.0, output=8.0), 2.0),
    (Usage(), PRICE, 0.0),
]


@pytest.mark.parametrize(("usage", "price", "cost"), COSTS)
def test_the_cost_of_tokens(usage: Usage, price: Price, cost: float) -> None:
    assert cost_of(usage, price) == pytest.approx(cost)


def test_a_cost_is_limited_by_the_price() -> None:
    budget = Budget("m", PRICE, max_cost=2.0)
    budget.pay(Usage(999_999, 0, 0))
    budget.check()
    budget.pay(Usage(1, 0, 0))
    with pytest.raises(BudgetSpent):
        budget.check()


def test_a_cost_without_a_price_is_refused() -> None:
    with pytest.raises(UsageError, match=r"No price of the model 'm' is known; .* \[prices\.\"m\"\]"):
        Budget("m", max_cost=1.0)
    assert Budget("m").cost is None
