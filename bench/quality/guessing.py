"""Readers in place of the model: one that never answers, and one that answers by chance out of what is offered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from pydantic import BaseModel

from extractor.errors import BadAnswer
from extractor.llm import Answer, Request, Usage

T = TypeVar("T", bound=BaseModel)
_OPEN = 3  # entries of a list that has no bound of its own


@dataclass(frozen=True)
class Guesser:
    """A client of `extractor.pipeline.process` whose answers are legal and drawn evenly; a seed and a question fix one.

    Raises:
        ValueError: a question with an open answer (free text), which nothing can be drawn for.
    """

    seed: int

    async def ask(self, request: Request[T]) -> Answer[T]:
        """A random answer of the shape that is asked for."""
        schema = request.response_model.model_json_schema()
        chance = Random(f"{self.seed}\0{request.article}\0{request.messages[-1]['content']}")
        drawn = request.response_model.model_validate(_drawn(schema, schema.get("$defs", {}), chance))
        return Answer(drawn, json.dumps(drawn.model_dump(mode="json")), Usage(), 0.0, 1)


def _drawn(schema: Mapping[str, Any], shared: Mapping[str, Any], chance: Random) -> Any:
    """A value that a JSON schema allows; every choice and every length is equally likely."""
    if "$ref" in schema:
        return _drawn(shared[schema["$ref"].rpartition("/")[2]], shared, chance)
    choices: Sequence[Any] = schema.get("enum", [schema["const"]] if "const" in schema else [])
    if choices:
        return chance.choice(choices)
    if "anyOf" in schema:
        return _drawn(chance.choice(schema["anyOf"]), shared, chance)
    match schema.get("type"):
        case "object":
            return {name: _drawn(part, shared, chance) for name, part in schema.get("properties", {}).items()}
        case "array":
            return _list(schema, shared, chance)
        case "boolean":
            return chance.random() < 0.5
        case "integer" if "minimum" in schema and "maximum" in schema:
            return chance.randint(schema["minimum"], schema["maximum"])
        case "null":
            return None
    raise ValueError(f"nothing can be drawn for {dict(schema)}: the strategy asks open questions")


def _list(schema: Mapping[str, Any], shared: Mapping[str, Any], chance: Random) -> list[Any]:
    length = chance.randint(schema.get("minItems", 0), schema.get("maxItems", _OPEN))
    drawn = [_drawn(schema["items"], shared, chance) for _ in range(length)]
    return [value for n, value in enumerate(drawn) if value not in drawn[:n]] if schema.get("uniqueItems") else drawn


class Silent:
    """A client that never has an answer of any use."""

    async def ask(self, request: Request[T]) -> Answer[T]:
        """Nothing usable."""
        raise BadAnswer(f"article {request.article!r}: nobody answers here")
