"""One call to the model: what is asked, what came back read into the shape asked for, and what it cost."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from extractor.endpoint import shortened
from extractor.errors import BadAnswer

T = TypeVar("T", bound=BaseModel)
_MOST_TOKENS = 2**31  # of one call; what a server says beyond it is no count
SHAPES = 64  # that are kept: one for each number of sentences an article has; to make one takes longer than a call


@dataclass(frozen=True)
class Usage:
    """Tokens that the server counted. `cached_tokens` is a part of `prompt_tokens`.

    `lost_tokens` are those that it did not count: of the prompts of attempts that ended without an answer (out of time,
    a cut line), which it may have read, and of answers that tell no usage. They are reckoned by length, as many for
    each character as the answered calls before had.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    lost_tokens: int = 0

    @property
    def total(self) -> int:
        """Read and written, the lost ones included."""
        return self.prompt_tokens + self.completion_tokens + self.lost_tokens

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.cached_tokens + other.cached_tokens,
            self.lost_tokens + other.lost_tokens,
        )


class Purse(Protocol):
    """What may be spent: asked whenever an attempt is about to be sent, and paid from as soon as it has ended."""

    def check(self) -> None:
        """Raise BudgetSpent where nothing more may be sent."""
        ...

    def pay(self, usage: Usage) -> None:
        """Count one attempt, and what it cost; nothing, where the server refused it."""
        ...


class Bottomless:
    """A purse without end, which counts nothing."""

    def check(self) -> None:
        """All may be sent."""

    def pay(self, usage: Usage) -> None:
        """It makes no difference."""


@dataclass(frozen=True)
class Request(Generic[T]):
    """One call: the article it is about (for messages only), what is said, and the shape the answer must have.

    `spent_seconds` is what the calls for the article before this one took of its time.
    """

    article: str
    messages: list[dict[str, str]]
    response_model: type[T]
    max_tokens: int
    spent_seconds: float = 0.0
    purse: Purse = field(default_factory=Bottomless)


@dataclass(frozen=True)
class Answer(Generic[T]):
    """The parsed answer, the JSON text the model wrote, and what it cost.

    `seconds` are those of all attempts and of the pauses between them, without the time spent at the gate.
    """

    value: T
    raw: str
    usage: Usage
    seconds: float
    attempts: int


class Client(Protocol):
    """Whatever can answer a request."""

    async def ask(self, request: Request[T]) -> Answer[T]:
        """Answer one request and pay for it, or raise a `ModelError`, `BudgetSpent` or `NoRecording`."""
        ...


@lru_cache(SHAPES)
def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a shape; all calls share it, so it must not be changed."""
    return model.model_json_schema()


def read(reply: Any, request: Request[T]) -> tuple[T, str]:
    """The value and the JSON text it was read from.

    Parsed here once more: Instructor's instance is of a class of its own, with the response hung on it.

    Raises:
        BadAnswer: no text, no JSON, or another shape.
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
    text = content_of(reply)
    if not text:
        refusal = getattr(choices[0].message, "refusal", None) or choices[0].finish_reason
        raise _bad(reply, request, f"is empty ({shortened(refusal)}); ask another model or leave the article out")
    return text


def content_of(reply: Any) -> str:
    """What the model wrote, empty where a reply holds nothing of the kind."""
    choices = getattr(reply, "choices", None)
    text = choices and getattr(choices[0], "message", None) and choices[0].message.content
    return text if isinstance(text, str) else ""


def usage_of(reply: Any) -> Usage:
    """The tokens that the server counted for a reply, zero where it says nothing or no possible number."""
    usage = getattr(reply, "usage", None)
    details = getattr(usage, "prompt_tokens_details", None)
    prompt = _count(getattr(usage, "prompt_tokens", None))
    cached = min(prompt, _count(getattr(details, "cached_tokens", None)))
    return Usage(prompt, _count(getattr(usage, "completion_tokens", None)), cached)


def _count(said: object) -> int:
    return said if isinstance(said, int) and 0 <= said <= _MOST_TOKENS else 0


def _bad(reply: Any, request: Request[Any], what: str) -> BadAnswer:
    return BadAnswer(f"article {request.article!r}: the model's answer {what}", content_of(reply))
