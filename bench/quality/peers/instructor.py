"""Instructor as its user would take it: the form of gold as a response model, one call for the whole article.

Given: the guideline, the worked examples as turns, the day of publication and the article. Mode JSON_SCHEMA, which a
local server turns into a grammar; lists, phrases and the answer are bounded, since a small model repeats itself
without end. Retries are Instructor's own, as it comes. What no figure is made of (munitions, parts of a total) is not
asked for.
"""

from datetime import date
from typing import Annotated, Any

import instructor
import openai
from pydantic import BaseModel, Field

from bench.quality.peers.serving import Read, serve
from bench.quality.task import Request, dated, examples, guideline
from schemas.aggregate import Metric
from schemas.casualty import CasualtyStatus, Group, Harm
from schemas.claim import Act
from schemas.incident import IncidentKind, Role

MAX_TOKENS = 4_000  # of an answer, as in our own single call
Phrase = Annotated[str, Field(max_length=120)]
Name = Annotated[str, Field(max_length=4)]


class Date(BaseModel):
    """The words of a date, and its first and last day."""

    raw: Phrase
    start: date | None
    end: date | None


class Incident(BaseModel):
    """One attack."""

    id: Name
    evidence: Phrase
    role: Role
    kind: IncidentKind
    date: Date | None
    places: Annotated[list[Phrase], Field(max_length=6)]
    attackers: Annotated[list[Phrase], Field(max_length=4)]
    targets: Annotated[list[Phrase], Field(max_length=4)]


class Casualty(BaseModel):
    """One statement of human harm."""

    evidence: Phrase
    incident: Name | None
    harm: Harm
    status: CasualtyStatus
    raw: Phrase
    low: int | None
    high: int | None
    who: Phrase | None
    group: Group
    cumulative: bool


class Claim(BaseModel):
    """Who says what about which attacks."""

    evidence: Phrase
    speaker: Phrase
    act: Act
    about: Annotated[list[Name], Field(max_length=8)]


class Aggregate(BaseModel):
    """A total over a period or several attacks."""

    evidence: Phrase
    metric: Metric
    raw: Phrase
    low: int | None
    high: int | None


class Reading(BaseModel):
    """One article."""

    incidents: Annotated[list[Incident], Field(max_length=12)]
    casualties: Annotated[list[Casualty], Field(max_length=16)]
    claims: Annotated[list[Claim], Field(max_length=12)]
    aggregates: Annotated[list[Aggregate], Field(max_length=8)]


def messages(request: Request) -> list[Any]:
    """Guideline, examples as turns, article."""
    said = [{"role": "system", "content": guideline()}]
    for example in examples():
        answer = Reading.model_validate(example["answer"]).model_dump_json()
        said += [{"role": "user", "content": _article(example["published"], example["text"])}]
        said += [{"role": "assistant", "content": answer}]
    return [*said, {"role": "user", "content": _article(request["published"], request["text"])}]


def _article(published: str | None, text: str) -> str:
    return f"{dated(published)}\n\n{text}"


def start(base_url: str, model: str) -> Read:
    """A reader of one article."""
    plain = openai.OpenAI(base_url=base_url, api_key="none")
    client = instructor.from_openai(plain, mode=instructor.Mode.JSON_SCHEMA)

    def read(request: Request) -> dict[str, Any]:
        found = client.create(
            model=model,
            response_model=Reading,
            messages=messages(request),
            max_tokens=MAX_TOKENS,
            temperature=0.0,
            seed=0,
        )
        return found.model_dump(mode="json")

    return read


if __name__ == "__main__":
    serve(start)
