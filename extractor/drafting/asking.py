"""A question to the model and who answers it: a live model, a recording, or the answers stored with a record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from extractor.errors import BadAnswer, ModelError
from extractor.llm import Client, Request, Usage
from extractor.prompting import Message

T = TypeVar("T", bound=BaseModel)


class Choice(BaseModel):
    """One answer out of those offered."""

    model_config = ConfigDict(extra="forbid")

    answer: str


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """One call; the key says what is asked, independent of wording, so that stored answers survive a new prompt.

    `attempt` is 1 for what is asked first, 2 and more for what is asked again.
    """

    key: str
    messages: list[Message]
    model: type[T]
    max_tokens: int
    attempt: int = 1


class Asker(Protocol):
    """Answers questions about one article."""

    async def ask(self, question: Question[T]) -> T:
        """The answer, or BadAnswer where none of the right shape came."""
        ...


@cache
def choice(options: tuple[str, ...]) -> type[Choice]:
    """The response model that allows exactly these answers, so that constrained decoding cannot return others."""
    allowed: Any = Literal[options]  # built at run time, so no checker can follow it
    return create_model("Answer", __base__=Choice, answer=(allowed, ...))


@dataclass(slots=True)
class LiveAsker:
    """Asks a client and keeps every answer, with what it cost."""

    client: Client
    article: str
    calls: list[dict[str, Any]] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    attempts: int = 0
    seconds: float = 0.0

    async def ask(self, question: Question[T]) -> T:
        """One call. Raises ModelError or NoRecording, each naming the article."""
        request = Request(self.article, question.messages, question.model, question.max_tokens, self.seconds)
        call: dict[str, Any] = {"key": question.key, "attempt": question.attempt}
        try:
            answer = await self.client.ask(request)
        except ModelError as error:
            self._spend(Usage(*error.tokens), error.attempts, error.seconds)
            if isinstance(error, BadAnswer):
                self.calls.append(call | {"error": str(error)})
            raise
        self._spend(answer.usage, answer.attempts, answer.seconds)
        self.calls.append(call | {"answer": answer.value.model_dump(mode="json")})
        return answer.value

    def _spend(self, usage: Usage, attempts: int, seconds: float) -> None:
        self.usage += usage
        self.attempts += attempts
        self.seconds += seconds


def stored_answers(calls: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the calls of a draft gave, by key; a BadAnswer for an answer that was of no use."""
    return {call["key"]: BadAnswer(call["error"]) if "error" in call else call["answer"] for call in calls}


@dataclass(frozen=True, slots=True)
class StoredAsker:
    """Answers from a stored draft; a question it does not know is a BadAnswer."""

    article: str
    answers: Mapping[str, Any]

    async def ask(self, question: Question[T]) -> T:
        """The stored answer, if it still fits what is asked."""
        if question.key not in self.answers:
            raise BadAnswer(f"{self.article}: the stored draft has no answer to {question.key}; run the article again.")
        if isinstance(self.answers[question.key], BadAnswer):
            raise self.answers[question.key]
        try:
            return question.model.model_validate(self.answers[question.key])
        except ValidationError as error:
            raise BadAnswer(f"{self.article}: the stored answer to {question.key} no longer fits: {error}") from error
