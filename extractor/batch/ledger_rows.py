"""What the ledger of a folder holds, row by row: the fields of `Entry`, `Call` and `Kept` are columns in this order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

Status = Literal["open", "accepted", "review", "failed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one article; `asked` and `made` are the keys of what determines its answers and its record.

    `opened` is when work on it began that led to this status, failures and stopped runs included; `accepted`, `review`
    and `rejected` count its items; `error` and `message` say why it failed. Times are ISO 8601 in UTC.
    """

    id: str
    asked: str
    made: str
    text_sha256: str
    characters: int
    model: str
    strategy: str
    opened: str
    status: Status = "open"
    accepted: int = 0
    review: int = 0
    rejected: int = 0
    error: str | None = None
    message: str | None = None
    seconds: float = 0.0
    finished: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call that the model or its server answered or refused; `outcome` is `answer` or the kind of the error.

    Tokens are as the server counted them but for the lost ones (`extractor.calls.Usage`); `tries` is what was sent.
    """

    article: str
    request: str
    finished: str
    outcome: str
    tries: int
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    lost_tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Kept:
    """What the model wrote to a request, asked for the `nth` time in an article; `error` says why it was of no use."""

    request: str
    nth: int
    article: str
    content: str
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What one article cost; tokens as the server counted them, `attempts` the calls sent, `when` it was finished."""

    id: str
    status: str
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    seconds: float
    attempts: int
    model: str
    when: datetime


class Totals(NamedTuple):
    """All calls that were sent, repeated ones too, and their tokens (`extractor.calls.Usage`)."""

    calls: int
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    lost_tokens: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Tokens that articles of so many characters took."""

    characters: int
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
