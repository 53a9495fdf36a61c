"""Every quote of an item stands in the article exactly where its span says, and its figures stand in its evidence."""

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
        if not item.evidence:
            yield Problem(item.id, "evidence", Level.REJECT, "The item quotes nothing.")
        for span in spans(item):
            if text[span.start : span.end] != span.quote:
                message = f"«{span.quote}» does not stand at {span.start}:{span.end} of the article."
                yield Problem(item.id, "evidence", Level.REJECT, message)


def _who(case: Case) -> Iterator[Problem]:
    """The words for the people stand in a sentence that the evidence reaches into."""
    for item in case.items.casualties:
        if item.who.raw is None:
            continue
        if item.who.raw not in case.scan.text:
            yield Problem(item.id, "who", Level.REJECT, f"The words «{item.who.raw}» are not in the article.")
        elif not any(item.who.raw in case.scan.sentences[n - 1].text for n in case.lines(item) if n):
            message = f"«{item.who.raw}» does not stand in the sentence of the count."
            yield Problem(item.id, "who", Level.REVIEW, message, item.count.evidence)


RULES = (Rule("quotes.exact", 2, _exact), Rule("quotes.who", 2, _who))
