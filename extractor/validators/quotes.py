"""Every quote of an item stands in the article exactly where its span says."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from extractor.validators.case import Case, Problem, Rule
from schemas.base import Span
from schemas.record import Level


def spans(node: Any) -> Iterator[Span]:
    """Every span below a value."""
    if isinstance(node, Span):
        yield node
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from spans(getattr(node, name))
    elif isinstance(node, list | tuple):
        for value in node:
            yield from spans(value)


def _exact(case: Case) -> Iterator[Problem]:
    text = case.scan.text
    for item in case.items.all():
        for span in spans(item):
            if text[span.start : span.end] != span.quote:
                message = f"«{span.quote}» does not stand at {span.start}:{span.end} of the article."
                yield Problem(item.id, "evidence", Level.REJECT, message)


def _who(case: Case) -> Iterator[Problem]:
    for item in case.items.casualties:
        if item.who.raw is not None and item.who.raw not in case.scan.text:
            yield Problem(item.id, "who", Level.REJECT, f"The words «{item.who.raw}» are not in the article.")


RULES = (Rule("quotes.exact", 1, _exact), Rule("quotes.who", 1, _who))
