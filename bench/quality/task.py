"""What a peer is told: the guideline of gold, worked examples, the article and its date. Standard library only.

Every runner imports it, in an environment that holds nothing of the project.
"""

import json
import re
from pathlib import Path
from typing import Any, TypedDict

HERE = Path(__file__).parent
_GUIDELINE = HERE.parent.parent / "seeds" / "gold" / "GUIDELINE.md"


class Request(TypedDict):
    """An article; the day of publication is an ISO date."""

    id: str
    text: str
    published: str | None


class Reply(TypedDict):
    """What a tool found, in the form of gold (empty where it failed), and what it said on failing."""

    answer: dict[str, Any]
    error: str | None


def guideline() -> str:
    """The annotation guideline, without the forms of its JSON and of our records: each tool has a form of its own."""
    whole = _GUIDELINE.read_text("utf-8")
    return re.sub(r"```json.*?```\n+|^- The record \(.*", "", whole, flags=re.DOTALL | re.MULTILINE)


def examples() -> list[dict[str, Any]]:
    """Texts of our own with their day and their right answer in the form of gold."""
    loaded: dict[str, Any] = json.loads((HERE / "examples.json").read_text("utf-8"))
    found: list[dict[str, Any]] = loaded["examples"]
    return found


def dated(published: str | None) -> str:
    """The line that tells the day of publication."""
    return f"The article was published on {published}." if published else "The day of publication is not known."
