"""The one seam to the language model: a request goes in, a checked shape or one clear error comes out.

Instructor sends the response model as a JSON Schema and parses the answer; tenacity repeats what the transport lost;
every attempt goes through the gate of `transport`. Nothing is re-asked here: a wrong answer is an error that carries
what came, and the pipeline decides.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import instructor
import openai
from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException
from instructor.core.hooks import Hooks
from tenacity import AsyncRetrying, retry_if_exception

from extractor.calls import Answer as Answer
from extractor.calls import Client as Client
from extractor.calls import Request as Request
from extractor.calls import T, read, usage_of
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
    """What a call has cost so far; `charged` counts the attempts that failed for a reason that may lie in the call."""

    deadline: float
    started: float
    attempts: int = 0
    charged: int = 0
    lost: int = 0
    queued: float = 0.0
    last: Exception | None = None

    def seconds(self) -> float:
        return time.monotonic() - self.started - self.queued

    def left(self) -> float:
        return self.deadline - self.seconds()


class OpenAIClient:
    """`Client` over any OpenAI-compatible server that takes `response_format: json_schema`.

    `say` is told when the server goes away and when it is back.
    """

    def __init__(self, endpoint: Endpoint, say: Callable[[str], None] = lambda _: None) -> None:
        self.endpoint = endpoint
        self._gate = Gate(endpoint.limits, urlsplit(endpoint.base_url).netloc.rpartition("@")[2], say)
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
            NoRecording: a replay runs and does not know this request.
        """
        call = _Call(self.endpoint.article_seconds - request.spent_seconds, time.monotonic())
        retrying = AsyncRetrying(
            retry=retry_if_exception(is_passing),
            wait=lambda state: max(0.0, min(wait(state), call.left())),
            stop=lambda _: call.charged >= self.endpoint.max_attempts,
            reraise=True,
        )
        reply: Any = None
        try:
            reply = await retrying(self._attempt, request, call)
            value, raw = read(reply, request)
        except ModelError as error:
            raise self._with_cost(error, reply, request, call) from None
        except (openai.APIError, TimeoutError, ValueError, GaveUp) as error:
            told = explained(error, self.endpoint, request.article)
            raise self._with_cost(told, reply, request, call) from None  # the chain may hold the key
        return Answer(value, raw, self._usage(reply, request, call), call.seconds(), call.attempts)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._openai.close()

    async def _attempt(self, request: Request[T], call: _Call) -> Any:
        """One attempt through the gate, which learns how it ended."""
        at_gate = time.monotonic()
        try:
            ticket = await self._gate.enter()
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
            call.lost += is_lost(error)
            raise
        finally:
            self._gate.leave(ticket, ended, asked)

    async def _sent(self, request: Request[T], call: _Call) -> Any:
        """The server's reply in time, well-formed or not."""
        seconds = min(self.endpoint.timeout_seconds, call.left())
        if seconds > 0:
            call.attempts += 1
            try:
                async with asyncio.timeout(seconds):
                    return await self._reply(request)
            except TimeoutError:
                if seconds == self.endpoint.timeout_seconds:
                    raise
                call.lost += 1
        limit = self.endpoint.article_seconds
        raise OutOfTime(f"article {request.article!r}: took longer than {limit:g} s; allow more time or a faster model")

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
            "response_model": request.response_model,
            "max_tokens": request.max_tokens,
            "temperature": self.endpoint.temperature,
            "seed": self.endpoint.seed,
            "extra_body": dict(self.endpoint.extra) or None,
        }
        return {key: value for key, value in body.items() if value is not None}

    def _with_cost(self, error: ModelError, reply: Any, request: Request[T], call: _Call) -> ModelError:
        error.attempts, error.seconds = call.attempts, call.seconds()
        error.tokens = astuple(self._usage(reply, request, call))
        return error

    def _usage(self, reply: Any, request: Request[T], call: _Call) -> Usage:
        """Tokens of all attempts of a call."""
        usage, chars = usage_of(reply), sum(len(message["content"]) for message in request.messages)
        if usage.prompt_tokens:
            self._read_tokens, self._read_chars = self._read_tokens + usage.prompt_tokens, self._read_chars + chars
        a_char = self._read_tokens / self._read_chars if self._read_chars else TOKENS_A_CHAR
        return replace(usage, lost_tokens=call.lost * (usage.prompt_tokens or round(chars * a_char)))
