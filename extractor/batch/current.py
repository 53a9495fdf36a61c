"""What a record was made from, as two keys, and what has to be done where one of them has changed."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from importlib.metadata import version
from typing import Any

from extractor.arabic.gazetteer import GAZETTEER_VERSION
from extractor.articles import Article
from extractor.batch.ledger import now
from extractor.batch.ledger_rows import Entry
from extractor.pipeline import Plan
from extractor.prompting import load_prompt
from extractor.validators.rules import RULES_VERSION
from schemas.draft import Draft
from schemas.items import KINDS
from schemas.record import SCHEMA_VERSION, ArticleInfo, Record
from schemas.state import State


@dataclass(frozen=True, slots=True)
class Keys:
    """`asked` stands for all that determines the model's answers, `made` for what makes a record of them."""

    asked: str
    made: str


class Need(Enum):
    """What an article needs: nothing, a record made again of stored answers, or the model."""

    NOTHING = "nothing"
    RULES = "rules"
    MODEL = "model"


def keys_of(article: Article, plan: Plan, parameters: Mapping[str, Any]) -> Keys:
    """The keys of an article, read so by a model with these parameters."""
    info = article.info.model_dump(mode="json")
    asked = {"text": info["sha256"], "published": info["published"], "parameters": dict(parameters)}
    return Keys(_digest([asked, *_asking(plan)]), made_of(article.info))


def made_of(info: ArticleInfo) -> str:
    """The key of what makes a record of the answers: what is known of the article, and this tool."""
    return _digest([info.model_dump(mode="json"), *_making()])


def needed(entry: Entry | None, keys: Keys, *, stands: bool, again: bool) -> Need:
    """What an article needs; `stands` says whether its record is there, `again` whether failures are tried again.

    A failure counts as done until something changes: a run would only pay for it once more.
    """
    if entry is None or entry.status == "open" or entry.asked != keys.asked or not stands:
        return Need.MODEL
    if entry.status == "failed":
        return Need.MODEL if again or entry.made != keys.made else Need.NOTHING
    return Need.NOTHING if entry.made == keys.made else Need.RULES


def opened(article: Article, keys: Keys, plan: Plan, before: Entry | None) -> Entry:
    """The row of an article that is being worked on; what a stopped or failed run paid for it stays counted."""
    goes_on = before and before.asked == keys.asked and before.status in ("open", "failed")
    info = article.info
    begun = before.opened if before and goes_on else now()
    return Entry(info.id, keys.asked, keys.made, info.sha256, info.length, plan.model, plan.strategy, begun)


def closed(entry: Entry, record: Record, seconds: float) -> Entry:
    """The row of an article whose record stands."""
    states = Counter(item.state for kind in KINDS for item in getattr(record, kind))
    error = record.error
    return replace(
        entry,
        status=record.status.value,
        accepted=states[State.ACCEPTED],
        review=states[State.REVIEW],
        rejected=states[State.REJECTED],
        error=error.kind if error else None,
        message=error.message if error else None,
        seconds=round(seconds, 3),
        finished=now(),
    )


@cache
def _asking(plan: Plan) -> tuple[str | int, ...]:
    schema = _digest(Draft.model_json_schema())
    return load_prompt(plan.strategy).sha256, plan.model, plan.strategy, plan.max_reasks, schema


@cache
def _making() -> tuple[str, ...]:
    return RULES_VERSION, GAZETTEER_VERSION, SCHEMA_VERSION, version("casualty-extractor")


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
