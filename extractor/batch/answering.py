"""A client that answers from the ledger what was asked before, and keeps there what it has to ask."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from extractor.batch.budget import Budget
from extractor.batch.ledger import Ledger, now
from extractor.batch.ledger_rows import Call, Kept
from extractor.calls import Answer, Client, Request, T, Usage, schema_of
from extractor.cassette_format import body_key
from extractor.endpoint import Endpoint
from extractor.errors import BadAnswer, BudgetSpent, ModelError


@dataclass(frozen=True, slots=True)
class Remembering:
    """`Client` of one article that pays for each answer once; without `remembers` it asks anew and keeps the answers.

    A request that is asked again within the article is another one, as it is in a recording.
    """

    client: Client
    endpoint: Endpoint
    ledger: Ledger
    budget: Budget
    remembers: bool = True
    times: Counter[str] = field(default_factory=Counter)

    async def ask(self, request: Request[T]) -> Answer[T]:
        """The kept answer to this request, which costs nothing, or that of the client.

        Raises:
            BudgetSpent: nothing is kept, and no attempt may be sent any more.
            ModelError, NoRecording: as the client does; a useless answer is kept, too.
        """
        key = request_key(request, self.endpoint)
        self.times[key] += 1
        if self.remembers and (kept := self._kept(key, request)):
            return kept
        bill = _Bill(request.article, key, self.budget)
        try:
            answer = await self.client.ask(replace(request, purse=bill))
        except ModelError as error:
            self._note(bill, type(error).__name__, error.seconds, self._useless(bill, error))
            raise
        except (BudgetSpent, asyncio.CancelledError) as error:  # attempts before it are paid all the same
            self._note(bill, type(error).__name__)
            raise
        self._note(bill, "answer", answer.seconds, Kept(key, self.times[key], request.article, answer.raw))
        return answer

    def _kept(self, key: str, request: Request[T]) -> Answer[T] | None:
        kept = self.ledger.answer(key, self.times[key], request.article)
        if kept is None:
            return None
        if kept.error is not None:
            raise BadAnswer(kept.error, kept.content)
        try:
            value = request.response_model.model_validate_json(kept.content)
        except ValidationError:  # another version of the libraries; the answer is asked for again
            return None
        return Answer(value, kept.content, Usage(), 0.0, 0)

    def _useless(self, bill: "_Bill", error: ModelError) -> Kept | None:
        """An answer of no use, for which it would be no use to pay again."""
        if isinstance(error, BadAnswer):
            return Kept(bill.request, self.times[bill.request], bill.article, error.raw, str(error))
        return None

    def _note(self, bill: "_Bill", outcome: str, seconds: float = 0.0, kept: Kept | None = None) -> None:
        if bill.attempts:
            usage = bill.usage
            tokens = (usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens, usage.lost_tokens)
            row = Call(bill.article, bill.request, now(), outcome, bill.attempts, *tokens, round(seconds, 3))
            self.ledger.called(row, kept)


@dataclass(slots=True)
class _Bill:
    """What one call has cost so far, paid from the budget of the run."""

    article: str
    request: str
    budget: Budget
    attempts: int = 0
    usage: Usage = field(default_factory=Usage)

    def check(self) -> None:
        self.budget.check()

    def pay(self, usage: Usage) -> None:
        self.attempts += 1
        self.usage += usage
        self.budget.pay(usage)


def request_key(request: Request[Any], endpoint: Endpoint) -> str:
    """The key of a request, which is that of its recording: model, parameters, messages and schema."""
    model: type[BaseModel] = request.response_model
    schema = {"name": model.__name__, "schema": schema_of(model)}
    parameters = {"temperature": endpoint.temperature, "seed": endpoint.seed}
    body = {
        "model": endpoint.model,
        "messages": request.messages,
        "max_tokens": request.max_tokens,
        "response_format": {"type": "json_schema", "json_schema": schema},
        **{name: value for name, value in parameters.items() if value is not None},
    }
    return body_key(body | dict(endpoint.extra))
