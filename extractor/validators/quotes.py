"""Every quote stands in the article exactly where its span says, and the words for people in the evidence of theirs."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from extractor.arabic.fold import fold_key
from extractor.build import Range, overlap, span
from extractor.validators.case import Case, Problem, Rule, reach, read_at
from schemas.base import Span
from schemas.casualty import Casualty
from schemas.record import Level

_NODES = (BaseModel, list, tuple)
_POINTING_BACK = ("اخر", "منهم", "بينهم")


def spans(node: Any) -> Iterator[Span]:
    """Every span below a value."""
    if isinstance(node, Span):
        yield node
    elif isinstance(node, _NODES):
        for value in vars(node).values() if isinstance(node, BaseModel) else node:
            if isinstance(value, _NODES):
                yield from spans(value)


def _exact(case: Case) -> Iterator[Problem]:
    text = case.scan.text
    for item in case.items.all():
        if not item.evidence:
            yield Problem(item.id, "evidence", Level.REJECT, "The item quotes nothing.")
        for quoted in spans(item):
            if text[quoted.start : quoted.end] != quoted.quote:
                message = f"«{quoted.quote}» does not stand at {quoted.start}:{quoted.end} of the article."
                yield Problem(item.id, "evidence", Level.REJECT, message)


def _who(case: Case) -> Iterator[Problem]:
    """The words for the people stand in a sentence that the evidence reaches into, and not only in another count."""
    for item in case.items.casualties:
        raw = item.who.raw
        if raw is None:
            continue
        sentences = [case.scan.sentences[n - 1] for n in case.lines(item) if n]
        found = [(s.start + at, s.start + at + len(raw)) for s in sentences for at in _all(raw, s.text)]
        if raw not in case.scan.text:
            yield Problem(item.id, "who", Level.REJECT, f"The words «{raw}» are not in the article.")
        elif not found:
            message = f"«{raw}» does not stand in the sentence of the count."
            yield Problem(item.id, "who", Level.REVIEW, message, item.count.evidence)
        elif all(_of_others(case, item, where) for where in found):
            message = f"«{raw}» are the people of another count than «{item.count.raw}»."
            yield Problem(item.id, "who", Level.REVIEW, message, item.count.evidence)


def _all(words: str, text: str) -> Iterator[int]:
    """Every offset of some words in a text."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _of_others(case: Case, item: Casualty, where: Range) -> bool:
    """Whether words stand inside the count of other people; "nine others" may be of those of the count before."""
    if any(word in fold_key(item.count.raw) for word in _POINTING_BACK):
        return False
    counts = [(k.start, k.end) for k in read_at(case.scan.casualties, span(case.scan.text, *where))]
    return bool(counts) and not any(overlap(count, reach(item.count.evidence)) for count in counts)


RULES = (Rule("quotes.exact", 2, _exact), Rule("quotes.who", 3, _who))
