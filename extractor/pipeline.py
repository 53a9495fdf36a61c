"""One article to one record: scan, draft, check, decide states. No files, no printing, no clock in the record."""

import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extractor.arabic.gazetteer import GAZETTEER_VERSION
from extractor.arabic.scan import Scan, scan
from extractor.articles import Article
from extractor.drafting.asking import Asker, LiveAsker, StoredAsker, stored_answers
from extractor.drafting.drafted import Attempt, Drafted
from extractor.drafting.single import draft_single
from extractor.drafting.stepwise import draft_stepwise
from extractor.errors import (
    ExtractorError,
    ModelError,
    NoRecording,
    ServerGone,
    Unforeseen,
    UnknownModel,
    UsageError,
    WrongKey,
)
from extractor.judging import record_status, unused_mentions, with_states
from extractor.llm import Client, Usage
from extractor.prompting import load_prompt
from extractor.validators.rules import RULES_VERSION, check
from schemas.items import Items
from schemas.record import SCHEMA_VERSION, Provenance, Record, RecordError, RecordStatus

DRAFTING_RULES = "drafting."  # findings of these rules come with the draft; checking again cannot make them anew


@dataclass(frozen=True, slots=True)
class Plan:
    """How articles are read: by which model, with which strategy, with how many re-asks."""

    model: str
    strategy: str
    max_reasks: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """A record, the model's answers behind it, and what they cost."""

    record: Record
    draft: dict[str, Any]
    usage: Usage
    seconds: float
    attempts: int


async def process(article: Article, client: Client, plan: Plan) -> Outcome:
    """Make the record of one article; whatever goes wrong with this article alone becomes a failed record.

    Raises:
        WrongKey, UnknownModel, ServerGone: no other article will fare better.
    """
    started = time.monotonic()
    asker = LiveAsker(client, article.info.id)
    record, given = await _record(article, asker, plan)
    draft = {
        "article": article.info.id,
        "strategy": plan.strategy,
        "model": plan.model,
        "max_reasks": plan.max_reasks,
        "items": dict(given),
        "calls": asker.calls,
    }
    return Outcome(record, draft, asker.usage, time.monotonic() - started, asker.attempts)


async def rederive(article: Article, draft: dict[str, Any], plan: Plan) -> tuple[Record, dict[str, Any]]:
    """The record made again from stored answers, with today's rules and no call, and the draft with today's items."""
    record, given = await _record(article, StoredAsker(article.info.id, stored_answers(draft["calls"])), plan)
    return record, {**draft, "items": dict(given)}


def check_again(record: Record, text: str) -> Record:
    """A stored record with the findings and states of today's rules; its items stay as they are."""
    items = Items(tuple(record.incidents), tuple(record.casualties), tuple(record.claims), tuple(record.aggregates))
    kept = tuple(f for f in record.findings if f.rule.startswith(DRAFTING_RULES))
    checked = _checked(scan(text, record.article.published), Drafted(items, kept))
    return record if record.error else record.model_copy(update=checked)


async def _record(article: Article, asker: Asker, plan: Plan) -> tuple[Record, Mapping[str, Attempt]]:
    """The record, and the attempt that gave each of its items."""
    try:
        seen = scan(article.text, article.info.published)
        drafted = await _draft(seen, asker, plan)
        return _whole(article, plan, None, **_checked(seen, drafted)), drafted.given
    except (WrongKey, UnknownModel, ServerGone):
        raise
    except (ModelError, NoRecording) as error:
        return _failed(article, plan, error), {}
    except ExtractorError:
        raise
    except Exception as error:  # a fault met by one article must not take the others with it
        where = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}"
        message = (
            f"article {article.info.id!r}: the tool itself failed on it ({what}); report it, if you can with the text"
        )
        return _failed(article, plan, Unforeseen(message)), {}


async def _draft(seen: Scan, asker: Asker, plan: Plan) -> Drafted:
    if plan.strategy == "single":
        return await draft_single(seen, asker, plan.max_reasks)
    if plan.strategy == "stepwise":
        return await draft_stepwise(seen, asker, plan.max_reasks)
    raise UsageError(f"strategy {plan.strategy!r} is unknown; use single or stepwise.")


def _checked(seen: Scan, drafted: Drafted) -> dict[str, Any]:
    findings = [*drafted.findings, *check(seen, drafted.items)]
    items = with_states(drafted.items, findings)
    unused = unused_mentions(seen, items)
    return {
        "status": record_status(items, findings, unused),
        "incidents": list(items.incidents),
        "casualties": list(items.casualties),
        "claims": list(items.claims),
        "aggregates": list(items.aggregates),
        "findings": findings,
        "unused_mentions": unused,
    }


def _failed(article: Article, plan: Plan, error: ExtractorError) -> Record:
    return _whole(
        article,
        plan,
        RecordError(kind=type(error).__name__, message=str(error)),
        status=RecordStatus.FAILED,
        incidents=[],
        casualties=[],
        claims=[],
        aggregates=[],
        findings=[],
        unused_mentions=[],
    )


def _whole(article: Article, plan: Plan, error: RecordError | None, **parts: Any) -> Record:
    prompt = load_prompt(plan.strategy)
    provenance = Provenance(
        model=plan.model,
        prompt=prompt.id,
        prompt_sha256=prompt.sha256,
        schema_version=SCHEMA_VERSION,
        rules_version=RULES_VERSION,
        gazetteer_version=GAZETTEER_VERSION,
        code_version=version("casualty-extractor"),
        strategy=plan.strategy,
    )
    return Record(schema_version=SCHEMA_VERSION, article=article.info, error=error, provenance=provenance, **parts)
