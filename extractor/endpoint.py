"""The model's server: where it is, what shapes its answers, and what its failures mean for the run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai
from tenacity import RetryCallState, wait_random_exponential

from extractor.errors import BadAnswer, ModelError, ServerDown, ServerGone, UnknownModel, UsageError, WrongKey
from extractor.transport.traffic import GaveUp, Limits, Outcome

LONGEST_WAIT_SECONDS = 120.0  # a server that asks for more is down for this run
_BACKOFF = wait_random_exponential(multiplier=0.5, max=30)
_RETRIED_STATUS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_AWAY_STATUS = frozenset({502, 503, 529})

# What an attempt can end with: the server's or the transport's failure, our clock, text that is no JSON, no attempt.
Failure = openai.APIError | TimeoutError | ValueError | GaveUp


@dataclass(frozen=True)
class Endpoint:
    """An OpenAI-compatible server and the parameters that shape its answers; `extra` is merged into each body.

    `timeout_seconds` holds for one attempt, `article_seconds` for all attempts for an article and the pauses between
    them, without the time in which nothing may be sent. `limits` hold for all articles together.

    Raises:
        UsageError: `base_url` is no http(s) address.
    """

    base_url: str
    api_key: str = field(repr=False)
    model: str
    temperature: float | None = 0.0
    seed: int | None = 0
    timeout_seconds: float = 300.0
    article_seconds: float = 3_600.0
    max_attempts: int = 4
    limits: Limits = field(default_factory=Limits)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if urlsplit(self.base_url).scheme not in ("http", "https") or not urlsplit(self.base_url).hostname:
            raise UsageError(f"the base URL {self.base_url!r} must look like http://host:port/v1")

    def parameters(self) -> dict[str, Any]:
        """What changes the answer beside model and messages; a recording keeps it."""
        return {"temperature": self.temperature, "seed": self.seed, "extra": dict(self.extra)}


def replay_endpoint(model: str, parameters: Mapping[str, Any]) -> Endpoint:
    """An endpoint that no request leaves for: under a replay it sends the bodies of the recorded run."""
    return Endpoint("http://replay.invalid/v1", "replay", model, max_attempts=1, **parameters)


def cause(error: Exception) -> Exception:
    """What truly happened, from under Instructor and the SDK, who both wrap whatever the transport raised."""
    inner = error.__cause__ if isinstance(error.__cause__, Exception) else error
    origin = inner.__cause__
    if isinstance(inner, openai.APIConnectionError) and isinstance(origin, Exception):
        return inner if isinstance(origin, httpx2.HTTPError) else origin  # a missing recording is no lost connection
    return inner


def is_passing(error: BaseException) -> bool:
    """Whether the same request may succeed a little later."""
    if isinstance(error, openai.APIStatusError):
        retried = error.status_code in _RETRIED_STATUS and not _is_unpaid(error)
        return retried and asked_seconds(error) <= LONGEST_WAIT_SECONDS
    return isinstance(error, openai.APIConnectionError | TimeoutError)


def outcome(error: BaseException | None) -> Outcome:
    """What the end of an attempt says of the server; None is an answer."""
    if isinstance(error, openai.APIStatusError):
        if error.status_code == 429 and not _is_unpaid(error):
            return Outcome.LIMITED
        if error.status_code in _AWAY_STATUS:
            return Outcome.AWAY
        return Outcome.FAULT if error.status_code in _RETRIED_STATUS else Outcome.ANSWERED
    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return Outcome.FAULT
    if isinstance(error, openai.APIConnectionError):
        return Outcome.UNREACHABLE if isinstance(error.__cause__, httpx2.ConnectError) else Outcome.FAULT
    return Outcome.ANSWERED if error is None or isinstance(error, openai.APIError) else Outcome.UNDECIDED


def is_lost(error: BaseException) -> bool:
    """Whether the server may have read the prompt, although nothing says what that cost."""
    return outcome(error) is Outcome.FAULT and not isinstance(error, openai.APIStatusError)


def _is_unpaid(error: openai.APIStatusError) -> bool:
    return error.status_code == 402 or error.code == "insufficient_quota"


def wait(state: RetryCallState) -> float:
    """Seconds until the next attempt: what the server asks for, plus an exponential back-off with full jitter."""
    error = state.outcome.exception() if state.outcome else None
    return asked_seconds(error) + _BACKOFF(state)


def asked_seconds(error: BaseException | None) -> float:
    """Seconds that the server asks to wait, 0 where it does not say."""
    return (_retry_after(error) or 0.0) if isinstance(error, openai.APIStatusError) else 0.0


def _retry_after(error: openai.APIStatusError) -> float | None:
    """Seconds the server asks to wait (RFC 9110 10.2.3: a number or a date), None where it does not say."""
    text = error.response.headers.get("retry-after", "")
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    return max(0.0, seconds) if isfinite(seconds) else None


def explained(error: Failure, endpoint: Endpoint, article: str) -> ModelError:
    """The failure as one sentence that names the article and what to do, without the key."""
    what, about = _diagnosis(error, endpoint)
    # A server may echo the key in its message; it must reach no terminal and no log.
    about = about.replace(endpoint.api_key, "…") if endpoint.api_key else about
    return what(f"article {article!r}: {about}")


def shortened(message: object) -> str:
    """One line of at most 200 characters."""
    text = " ".join(str(message).split())
    return text if len(text) <= 200 else text[:200] + "…"


def _diagnosis(error: Failure, endpoint: Endpoint) -> tuple[type[ModelError], str]:
    host = urlsplit(endpoint.base_url).netloc.rpartition("@")[2]
    if isinstance(error, openai.APIStatusError):
        return _status_diagnosis(error, endpoint, host)
    if isinstance(error, TimeoutError | openai.APITimeoutError):
        seconds = f"{endpoint.timeout_seconds:g} s"
        return ServerDown, f"{host} gave no answer within {seconds}; allow more time or ask a faster model"
    if isinstance(error, GaveUp):
        return ServerGone, _last_word(error, endpoint, host)
    if isinstance(error, ValueError):
        return BadAnswer, f"what goes to or comes from {host} is no valid JSON ({error}); check article and base URL"
    lost = error.__cause__ or error
    why = str(lost) or type(lost).__name__  # a line that was cut says nothing but its kind
    return ServerDown, f"no answer from {host} ({why}); start the server or check the base URL"


def _last_word(error: GaveUp, endpoint: Endpoint, host: str) -> str:
    """What the last attempt of this article met, and how long the server was waited for."""
    waited = f"; it was away for {error.seconds:.0f} s, and the run stops" if error.heard else ""
    if isinstance(error.__cause__, openai.APIError | TimeoutError):
        return _diagnosis(error.__cause__, endpoint)[1] + waited
    return f"no answer from {host}; start the server or check the base URL{waited}"


def _status_diagnosis(error: openai.APIStatusError, endpoint: Endpoint, host: str) -> tuple[type[ModelError], str]:
    status = error.status_code
    if _is_unpaid(error):
        return WrongKey, f"the account of this key has nothing left at {host} ({status}); top it up or use another key"
    if status in (401, 403):
        return WrongKey, f"{host} refused the key ({status}); check the key"
    if status == 404:
        return UnknownModel, f"{host} knows no model {endpoint.model!r} (404); check the model's name and the base URL"
    if status in _RETRIED_STATUS or status >= 500:
        asked = asked_seconds(error)
        about = f" and asks to wait {asked:.0f} s" if asked else ""
        kind = ServerGone if asked > LONGEST_WAIT_SECONDS else ServerDown
        todo = "send fewer with --rpm, or try again later" if status == 429 else "try again later"
        return kind, f"{host} still answered {status} at the last attempt{about}; {todo}"
    if status < 400:
        target = error.response.headers.get("location", "elsewhere")
        return ServerDown, f"{host} redirects to {target}; give the server's own address as base URL"
    return BadAnswer, f"{host} refused the request ({status}: {shortened(error.message)}); shorten it or change it"
