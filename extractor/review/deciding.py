"""What a person asked for on a page to the decision that is kept, checked against what they saw. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from extractor.arabic.scan import Scan, scan
from extractor.build import span
from extractor.errors import WrongChoice
from extractor.review.adding import added
from extractor.review.article import Article
from extractor.review.correcting import checked, corrected
from extractor.review.fields import field_json
from extractor.review.folding import Standing
from extractor.review.history import undone
from schemas.base import Span
from schemas.decision import AnyItem, Choice, Decision, ItemKind, Verb
from schemas.items import KINDS

OUTDATED = "The record has changed since this page was made; load it again."


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decides and when, and the id that the decision gets."""

    id: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked for: on which item of which state of the record, and what was chosen.

    `seen` are the decisions on the item that the page showed; `target` is the field to correct, the kind to add, or
    the decision to undo.
    """

    verb: Verb
    item: str = ""
    record_sha256: str = ""
    seen: tuple[str, ...] = ()
    target: str = ""
    words: tuple[int, int] | None = None
    value: str | None = None
    reason: str = ""


def decide(article: Article, asked: Asked, signed: Signed) -> Decision:
    """The decision to keep.

    Raises:
        WrongChoice: the page is outdated, there is no such item or decision, or what was chosen is no value.
    """
    if asked.record_sha256 != article.sha256 or not {d.id for d in article.decisions}.issuperset(asked.seen):
        raise WrongChoice(OUTDATED)
    parts = _PARTS.get(asked.verb, _on_item)(article, asked)
    return Decision(
        id=signed.id,
        at=signed.at,
        by=signed.by,
        article=article.stored.article.id,
        record_sha256=article.sha256,
        text_sha256=article.stored.article.sha256,
        verb=asked.verb,
        reason=asked.reason,
        **parts,
    )


def _standing(article: Article, asked: Asked) -> Standing:
    standing = article.as_seen(asked.item, asked.seen).find(asked.item)
    if standing is None:
        raise WrongChoice(OUTDATED)
    return standing


def _item(standing: Standing, asked: Asked) -> dict[str, Any]:
    by = standing.added.id if standing.added else None
    return {"kind": standing.kind, "item": cast(AnyItem, standing.item), "added_by": by, "seen": asked.seen}


def _on_item(article: Article, asked: Asked) -> dict[str, Any]:
    return _item(_standing(article, asked), asked)


def _note(article: Article, asked: Asked) -> dict[str, Any]:
    if not asked.reason:
        raise WrongChoice("A note needs words.")
    return _on_item(article, asked) if asked.item else {}


def _correct(article: Article, asked: Asked) -> dict[str, Any]:
    standing, seen = _standing(article, asked), _scan(article)
    choice = Choice(field=asked.target, words=_words(article, asked), value=asked.value)
    items = article.as_seen(asked.item, asked.seen).items()
    new = checked(corrected(seen, items, standing.item, choice))
    name = asked.target.partition(".")[0]
    before, after = field_json(standing.item, name), field_json(new, name)
    if before == after:
        raise WrongChoice(f"That is the {name} of {asked.item} already.")
    return _item(standing, asked) | {"choice": choice, "old": before, "new": after}


def _add(article: Article, asked: Asked) -> dict[str, Any]:
    if asked.target not in KINDS or asked.words is None:
        raise WrongChoice("Choose what to add, and its words.")
    kind = cast(ItemKind, asked.target)
    choice = Choice(field="", words=_words(article, asked), value=asked.value)
    new = checked(added(_scan(article), kind, choice, [s.item.id for s in article.folded.standings]))
    for standing in article.folded.standings:
        if (standing.kind, standing.item.evidence) == (kind, new.evidence) and _sort(standing.item) == _sort(new):
            raise WrongChoice(f"{standing.item.id} stands on these words already.")
    return {"kind": kind, "item": new, "choice": choice}


def _sort(item: Any) -> tuple[Any, ...]:
    return tuple(getattr(item, name, None) for name in ("kind", "harm", "count", "metric", "total", "act", "speaker"))


def _undo(article: Article, asked: Asked) -> dict[str, Any]:
    gone = undone(article.decisions)
    open_ones = (d for d in article.decisions if d.id == asked.target and d.id not in gone)
    decision = next(open_ones, None)
    if decision is None:
        raise WrongChoice("That decision is undone already, or is none of this article.")
    parts = {"kind": decision.kind, "item": decision.item, "added_by": decision.added_by}
    return parts | {"undoes": decision.id, "seen": tuple(dict.fromkeys((*asked.seen, decision.id)))}


def _scan(article: Article) -> Scan:
    return scan(article.text, article.stored.article.published)


def _words(article: Article, asked: Asked) -> Span | None:
    if asked.words is None:
        return None
    start, end = asked.words
    if not 0 <= start < end <= len(article.text):
        raise WrongChoice("The article has no such words; load the page again.")
    return span(article.text, start, end)


_PARTS = {Verb.NOTE: _note, Verb.CORRECT: _correct, Verb.ADD: _add, Verb.UNDO: _undo}
