"""The one seam to the language model: a request goes in, a checked shape or one clear error comes out.

Instructor sends the response model as a JSON Schema and parses the answer; tenacity repeats what the transport lost;
every attempt goes through the gate of `transport`. Nothing is re-asked here: a wrong answer is an error that carries
what came, and the pipeline decides.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass, field
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlsplit

import instructor
import openai
from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException
from instructor.core.hooks import Hooks
from tenacity import AsyncRetrying, retry_if_exception

from extractor.calls import SHAPES, Purse, T, content_of, read, schema_of, usage_of
from extractor.calls import Answer as Answer
from extractor.calls import Client as Client
from extractor.calls import Request as Request
from extractor.calls import Usage as Usage
from extractor.endpoint import Endpoint as Endpoint
from extractor.endpoint import asked_seconds, cause, explained, is_lost, is_passing, outcome, wait
from extractor.errors import ModelError, OutOfTime
from extractor.transport.gate import Gate
from extractor.transport.traffic import GaveUp, Outcome

TOKENS_A_CHAR = 0.4  # of Arabic, before the server has said how many; models differ between 0.25 and 0.6

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

# Instructor logs every failure as the server put it, which may hold the key; our own sentence says enough.
logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)


@dataclass(slots=True)
class _Call:
    """What a call has cost so far, paid from its purse; `charged` counts the attempts whose failure may lie in it."""

    deadline: float
    purse: Purse
    started: float = field(default_factory=time.monotonic)
    attempts: int = 0
    charged: int = 0
    usage: Usage = field(default_factory=Usage)
    queued: float = 0.0
    last: Exception | None = None

    def pay(self, usage: Usage) -> None:
        self.attempts += 1
        self.usage += usage
        self.purse.pay(usage)

    def seconds(self) -> float:
        return time.monotonic() - self.started - self.queued

    def left(self) -> float:
        return self.deadline - self.seconds()

    def ended(self, error: ModelError) -> ModelError:
        error.attempts, error.seconds, error.tokens = self.attempts, self.seconds(), astuple(self.usage)
        return error


class OpenAIClient:
    """`Client` over any OpenAI-compatible server that takes `response_format: json_schema`.

    `say` is told when the server goes away and when it is back.
    """

    def __init__(self, endpoint: Endpoint, say: Callable[[str], None] = lambda _: None) -> None:
        self.endpoint = endpoint
        self.gate = Gate(endpoint.limits, urlsplit(endpoint.base_url).netloc.rpartition("@")[2], say)
        self._read_tokens = self._read_chars = 0
        self._openai = openai.AsyncOpenAI(
            base_url=endpoint.base_url,
            api_key=endpoint.api_key or "none",  # the SDK refuses an empty key, local servers need none
            max_retries=0,
            timeout=None,  # one clock only: the one in _sent
            http_client=openai.DefaultAsyncHttpxClient(
                follow_redirects=False,  # articles go to the server that was named, to no other
                trust_env=urlsplit(endpoint.base_url).hostname not in _LOOPBACK,
            ),
        )
        self._create = instructor.from_openai(self._openai, mode=instructor.Mode.JSON_SCHEMA).create

    async def ask(self, request: Request[T]) -> Answer[T]:
        """Ask once, repeating only what the transport lost.

        Raises:
            WrongKey, UnknownModel, ServerDown, ServerGone, OutOfTime, BadAnswer: one sentence that names the article.
            BudgetSpent: the purse of the request is empty.
            NoRecording: a replay runs and does not know this request.
        """
        call = _Call(self.endpoint.article_seconds - request.spent_seconds, request.purse)
        retrying = AsyncRetrying(
            retry=retry_if_exception(is_passing),
            wait=lambda state: max(0.0, min(wait(state), call.left())),
            stop=lambda _: call.charged >= self.endpoint.max_attempts,
            reraise=True,
        )
        try:
            value, raw = read(await retrying(self._attempt, request, call), request)
        except ModelError as error:
            raise call.ended(error) from None
        except (openai.APIError, TimeoutError, ValueError, GaveUp) as error:
            raise call.ended(explained(error, self.endpoint, request.article)) from None  # the chain may hold the key
        return Answer(value, raw, call.usage, call.seconds(), call.attempts)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._openai.close()

    async def _attempt(self, request: Request[T], call: _Call) -> Any:
        """One attempt through the gate, which learns how it ended as soon as it is paid."""
        at_gate = time.monotonic()
        try:
            ticket = await self.gate.enter(call.purse.check)
        except GaveUp as gone:
            raise gone from call.last
        finally:
            call.queued += time.monotonic() - at_gate
        ended, asked = Outcome.UNDECIDED, 0.0
        try:
            reply = await self._sent(request, call)
            ended = Outcome.ANSWERED
            return reply
        except Exception as error:
            ended, asked, call.last = outcome(error), asked_seconds(error), error
            call.charged += ended not in (Outcome.AWAY, Outcome.UNREACHABLE)
            raise
        finally:
            self.gate.leave(ticket, ended, asked)

    async def _sent(self, request: Request[T], call: _Call) -> Any:
        """The server's reply in time, well-formed or not."""
        seconds = min(self.endpoint.timeout_seconds, call.left())
        if seconds > 0:
            try:
                async with asyncio.timeout(seconds):
                    return await self._paid(request, call)
            except TimeoutError:
                if seconds == self.endpoint.timeout_seconds:
                    raise
        limit = self.endpoint.article_seconds
        raise OutOfTime(f"article {request.article!r}: took longer than {limit:g} s; allow more time or a faster model")

    async def _paid(self, request: Request[T], call: _Call) -> Any:
        """What came; the attempt is paid however it ends."""
        cost = self._reckoned(_length(request))  # unless the server says what it did, it may have read the prompt
        try:
            reply = await self._reply(request)
            cost = self._counted(reply, request)
            return reply
        except Exception as error:
            cost = cost if is_lost(error) else Usage()
            raise
        finally:
            call.pay(cost)

    async def _reply(self, request: Request[T]) -> Any:
        """What came; what Instructor makes of it is judged in `read`."""
        seen: list[Any] = []
        hooks = Hooks()
        hooks.on("completion:response", seen.append)
        try:
            # No context=: Instructor would run the article through Jinja.
            await self._create(hooks=hooks, max_retries=0, strict=False, **self._body(request))
        except (IncompleteOutputException, InstructorRetryException) as error:
            if not seen:
                failure = cause(error)
                raise failure from failure.__cause__
        return seen[-1]

    def _body(self, request: Request[T]) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.endpoint.model,
            "messages": request.messages,
            "response_model": _prepared(request.response_model),
            "max_tokens": request.max_tokens,
            "temperature": self.endpoint.temperature,
            "seed": self.endpoint.seed,
            "extra_body": dict(self.endpoint.extra) or None,
        }
        return {key: value for key, value in body.items() if value is not None}

    def _counted(self, reply: Any, request: Request[T]) -> Usage:
        """The tokens of an answer, those that the server does not tell reckoned by length."""
        usage, sent, came = usage_of(reply), _length(request), len(content_of(reply))
        if usage.prompt_tokens:
            self._read_tokens, self._read_chars = self._read_tokens + usage.prompt_tokens, self._read_chars + sent
        untold = (0 if usage.prompt_tokens else sent) + (0 if usage.completion_tokens else came)
        return usage + self._reckoned(untold)

    def _reckoned(self, chars: int) -> Usage:
        a_char = self._read_tokens / self._read_chars if self._read_chars else TOKENS_A_CHAR
        return Usage(lost_tokens=round(chars * a_char))


def _length(request: Request[Any]) -> int:
    """The characters of the prompt."""
    return sum(len(message["content"]) for message in request.messages)


@lru_cache(SHAPES)
def _prepared(model: type[T]) -> Any:
    """What Instructor makes of a shape; otherwise it makes the class and its schema anew for every call."""
    prepared: Any = instructor.response_schema(model)
    prepared.model_json_schema = partial(schema_of, model)
    return prepared
