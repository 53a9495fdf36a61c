"""What pages show of an article under review: all of it, or no names of victims and witnesses.

Decisions are made on the article itself and kept with its words; only what a page says is drawn from what is shown.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.redaction import redacted_text, redaction
from extractor.review.article import Article
from extractor.review.folding import Folded, Standing
from schemas.decision import Decision


@dataclass(frozen=True)
class Sight:
    """The name of an article in addresses, the article as pages show it, and a message that may quote it."""

    name: Callable[[Path], str]
    article: Callable[[Article], Article]
    message: Callable[[Article | None, str], str]


PLAIN = Sight(lambda path: path.stem, lambda article: article, lambda article, text: text)


def _without_names(article: Article) -> Article:
    """The article with its names hidden; offsets, ids and the order of everything stay."""
    hide = redaction((article.record, article.text))

    def decision(made: Decision) -> Decision:
        item = hide.value(made.item.model_dump(mode="json")) if made.item else None
        shown = {"reason": hide.text(made.reason), "item": type(made.item).model_validate(item) if made.item else None}
        return made.model_copy(update=shown)

    def standing(one: Standing) -> Standing:
        return replace(
            one,
            item=type(one.item).model_validate(hide.value(one.item.model_dump(mode="json"))),
            added=decision(one.added) if one.added else None,
            verdict=decision(one.verdict) if one.verdict else None,
            corrections=tuple(map(decision, one.corrections)),
            notes=tuple(map(decision, one.notes)),
            conflicts=tuple((decision(a), decision(b)) for a, b in one.conflicts),
            about=tuple(map(decision, one.about)),
        )

    folded = article.folded
    lost = tuple(replace(each, decision=decision(each.decision)) for each in folded.lost)
    kept = article.kept
    broken = tuple(redacted_text(sentence) for sentence in kept.broken)
    return replace(
        article,
        record=hide.record(article.record, article.text),
        text=hide.text(article.text),
        kept=replace(kept, decisions=tuple(map(decision, kept.decisions)), broken=broken),
        folded=Folded(tuple(map(standing, folded.standings)), lost, tuple(map(decision, folded.notes))),
    )


def _hidden_name(path: Path) -> str:
    """A name that tells nothing: ids of articles are often made of their titles."""
    return hashlib.sha256(path.stem.encode()).hexdigest()[:16]


def _hidden_message(article: Article | None, text: str) -> str:
    return redaction((article.record, article.text)).text(text) if article else redacted_text(text)


WITHOUT_NAMES = Sight(_hidden_name, _without_names, _hidden_message)
