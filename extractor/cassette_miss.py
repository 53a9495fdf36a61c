"""Why a call was not found among the recorded ones: which part of its body changed, and where."""

import json
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

_CONTEXT = 25


def nearest_difference(asked: dict[str, Any], recorded: Sequence[dict[str, Any]]) -> str:
    """What sets the asked body apart from the recorded body that is most like it.

    Bodies are those of chat completions: model, parameters, `response_format` and messages.
    """
    parts = _parts(asked)
    nearest = min((_parts(body) for body in recorded), key=lambda other: _distance(parts, other))
    changed = [name for name in {**parts, **nearest} if parts.get(name) != nearest.get(name)]
    if not changed:
        return "it was recorded, but is asked for more often than it was recorded"
    return "; ".join(_described(name, parts.get(name), nearest.get(name)) for name in changed[:3])


def _parts(body: dict[str, Any]) -> dict[str, str]:
    """The body as named texts, in the order in which a reader would look at them."""
    parts = {f"the {name}": str(value) for name, value in body.items() if name not in ("messages", "response_format")}
    parts["the response schema"] = json.dumps(body.get("response_format"), ensure_ascii=False)
    for number, message in enumerate(body.get("messages", []), 1):
        parts[f"message {number} ({message.get('role')})"] = str(message.get("content"))
    return parts


def _distance(one: dict[str, str], other: dict[str, str]) -> tuple[int, int]:
    """Number of parts that differ, then the characters after the first difference."""
    differing = [name for name in {**one, **other} if one.get(name) != other.get(name)]
    rest = sum(len(one.get(name, "")) - _same_start(one.get(name, ""), other.get(name, "")) for name in differing)
    return len(differing), rest


def _same_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _described(name: str, asked: str | None, recorded: str | None) -> str:
    if asked is None:
        return f"{name} is missing"
    if recorded is None:
        return f"{name} is new"
    if len(asked) + len(recorded) <= 2 * _CONTEXT:
        return f"{name} is {asked!r}, recorded was {recorded!r}"
    at = _same_start(asked, recorded)
    start = max(0, at - _CONTEXT)
    return f"{name} differs near {asked[start : at + _CONTEXT]!r}, recorded was {recorded[start : at + _CONTEXT]!r}"
