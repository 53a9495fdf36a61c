"""The one seam to the language model: a request goes in, a checked shape or one clear error comes out.

Instructor sends the response model as a JSON Schema and parses the answer; tenacity repeats what the transport lost.
Nothing is re-asked here: a wrong answer is an error that carries what came, and the pipeline decides.
"""

import asyncio
import logging
import time
from dataclasses import astuple, dataclass
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import urlsplit

import instructor
import openai
from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException
from instructor.core.hooks import Hooks
from pydantic import BaseModel, ValidationError
from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

from extractor.endpoint import Endpoint as Endpoint
from extractor.endpoint import cause, explained, is_passing, shortened, wait
from extractor.errors import BadAnswer

T = TypeVar("T", bound=BaseModel)

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

# Instructor logs every failure as the server put it, which may hold the key; our own sentence says enough.
logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True)
class Usage:
    """Tokens that the server counted; zero where it does not say. `cached_tokens` is a part of `prompt_tokens`."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.cached_tokens + other.cached_tokens,
        )


@dataclass(frozen=True)
class Request(Generic[T]):
    """One call: the article it is about (for messages only), what is said, and the shape the answer must have."""

    article: str
    messages: list[dict[str, str]]
    response_model: type[T]
    max_tokens: int


@dataclass(frozen=True)
class Answer(Generic[T]):
    """The parsed answer, the JSON text the model wrote, and what it cost; `seconds` includes waits between attempts."""

    value: T
    raw: str
    usage: Usage
    seconds: float
    attempts: int


class Client(Protocol):
    """Whatever can answer a request."""

    async def ask(self, request: Request[T]) -> Answer[T]:
        """Answer one request, or raise a `ModelError` or `NoRecording`."""
        ...


class OpenAIClient:
    """`Client` over any OpenAI-compatible server that takes `response_format: json_schema`."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._openai = openai.AsyncOpenAI(
            base_url=endpoint.base_url,
            api_key=endpoint.api_key or "none",  # the SDK refuses an empty key, local servers need none
            max_retries=0,
            timeout=None,  # one clock only: the one in _attempt
            http_client=openai.DefaultAsyncHttpxClient(
                follow_redirects=False,  # articles go to the server that was named, to no other
                trust_env=urlsplit(endpoint.base_url).hostname not in _LOOPBACK,
            ),
        )
        self._create = instructor.from_openai(self._openai, mode=instructor.Mode.JSON_SCHEMA).create

    async def ask(self, request: Request[T]) -> Answer[T]:
        """Ask once, repeating only what the transport lost.

        Raises:
            WrongKey, UnknownModel, ServerDown, BadAnswer: one sentence that names the article.
            NoRecording: a replay runs and does not know this request.
        """
        started = time.monotonic()
        retrying = AsyncRetrying(
            retry=retry_if_exception(is_passing),
            wait=wait,
            stop=stop_after_attempt(self.endpoint.max_attempts),
            reraise=True,
        )
        try:
            reply: Any = await retrying(self._attempt, request)
        except (openai.APIError, TimeoutError, ValueError) as error:
            raise explained(error, self.endpoint, request.article) from None  # the chain may hold the key
        value, raw = _read(reply, request)
        seconds = time.monotonic() - started
        return Answer(value, raw, _usage(reply), seconds, retrying.statistics["attempt_number"])

    async def aclose(self) -> None:
        """Close the connections."""
        await self._openai.close()

    async def _attempt(self, request: Request[T]) -> Any:
        """The server's reply, well-formed or not; what Instructor makes of it is judged in `_read`."""
        seen: list[Any] = []
        hooks = Hooks()
        hooks.on("completion:response", seen.append)
        try:
            async with asyncio.timeout(self.endpoint.timeout_seconds):
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


def _read(reply: Any, request: Request[T]) -> tuple[T, str]:
    """The value and the JSON text it was read from.

    Parsed here once more: Instructor's instance is of a class of its own, with the response hung on it.
    """
    text = _unfenced(_text(reply, request))
    try:
        return request.response_model.model_validate_json(text), text
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        raise _bad(reply, request, "is no JSON; use a server that enforces a JSON schema")
    where = ".".join(map(str, first["loc"])) or "the top"
    raise _bad(reply, request, f"has the wrong shape at {where} ({first['msg']}); use a server that enforces a schema")


def _unfenced(text: str) -> str:
    """Without the Markdown fence that models put around JSON where no grammar stops them."""
    text = text.strip()
    if text.startswith("```") and text.endswith("```"):
        return text[3:-3].removeprefix("json").strip()
    return text


def _text(reply: Any, request: Request[Any]) -> str:
    choices = getattr(reply, "choices", None)
    if not choices:
        raise _bad(reply, request, f"is no chat completion ({shortened(reply)}); check the base URL")
    if choices[0].finish_reason == "length":
        raise _bad(reply, request, f"was cut off after {request.max_tokens} tokens; allow more tokens")
    text = _content(reply)
    if not text:
        refusal = getattr(choices[0].message, "refusal", None) or choices[0].finish_reason
        raise _bad(reply, request, f"is empty ({shortened(refusal)}); ask another model or leave the article out")
    return text


def _content(reply: Any) -> str:
    choices = getattr(reply, "choices", None)
    text = choices and getattr(choices[0], "message", None) and choices[0].message.content
    return text if isinstance(text, str) else ""


def _usage(reply: Any) -> Usage:
    usage = getattr(reply, "usage", None)
    details = getattr(usage, "prompt_tokens_details", None)
    return Usage(
        getattr(usage, "prompt_tokens", None) or 0,
        getattr(usage, "completion_tokens", None) or 0,
        getattr(details, "cached_tokens", None) or 0,
    )


def _bad(reply: Any, request: Request[Any], what: str) -> BadAnswer:
    message = f"article {request.article!r}: the model's answer {what}"
    return BadAnswer(message, _content(reply), astuple(_usage(reply)))
