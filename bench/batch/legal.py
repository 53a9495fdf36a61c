"""Legal answers: any value that a JSON Schema allows, the same for the same request. Words come from the request."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

MOST_ITEMS = 3  # of a list that allows more


def legal_answer(schema: Mapping[str, Any], words: Sequence[str], seed: int) -> Any:
    """A value that `schema` allows; strings are runs of `words`. Knows what Pydantic writes for our models."""
    return _Maker(schema, words, random.Random(seed)).value(schema)


class _Maker:
    def __init__(self, root: Mapping[str, Any], words: Sequence[str], rng: random.Random) -> None:
        self._root = root
        self._words = words or ("نعم",)
        self._rng = rng

    def value(self, schema: Mapping[str, Any]) -> Any:
        if "$ref" in schema:
            return self.value(self._root["$defs"][schema["$ref"].rpartition("/")[2]])
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._rng.choice(schema["enum"])
        for choice in ("anyOf", "oneOf", "allOf"):
            if choice in schema:
                return self.value(self._rng.choice(schema[choice]))
        return self._of_type(schema)

    def _of_type(self, schema: Mapping[str, Any]) -> Any:
        kind = schema["type"]
        if kind == "object":
            return {name: self.value(part) for name, part in schema.get("properties", {}).items()}
        if kind == "array":
            least = schema.get("minItems", 0)
            most = max(least, min(schema.get("maxItems", MOST_ITEMS), MOST_ITEMS))
            return [self.value(schema["items"]) for _ in range(self._rng.randint(least, most))]
        if kind in ("integer", "number"):
            least = schema.get("minimum", 0)
            return self._rng.randint(least, min(schema.get("maximum", least + 5), least + 5))
        return {"string": self._phrase(schema), "boolean": self._rng.random() < 0.5, "null": None}[kind]

    def _phrase(self, schema: Mapping[str, Any]) -> str:
        at = self._rng.randrange(len(self._words))
        return " ".join(self._words[at : at + self._rng.randint(1, 3)])[: schema.get("maxLength", 120)]
