"""The fields of a posted form to what is asked for. Pure."""

import re
from collections.abc import Iterator, Mapping

from extractor.errors import WrongChoice
from extractor.review.article import Article
from extractor.review.deciding import OUTDATED, Asked
from extractor.review.queue import doubtful
from schemas.decision import Verb

_RANGE = re.compile(r"(\d{1,9}):(\d{1,9})", re.ASCII)
_LONGEST = 2_000


def asked_of(posted: Mapping[str, str]) -> Asked:
    """What a form asks for; its button is `VERB`, `correct:FIELD`, `add:KIND:LABEL` or `undo:ID`.

    Raises:
        WrongChoice: it asks for nothing that there is.
    """
    name, _, target = posted.get("verb", "").partition(":")
    if name not in tuple(Verb):
        raise WrongChoice("There is nothing of that name to do.")
    verb = Verb(name)
    value = posted.get(f"value:{target}") or None
    if verb is Verb.ADD:
        target, _, label = target.partition(":")
        value = label or None
    return Asked(
        verb=verb,
        item=posted.get("item", ""),
        record_sha256=posted.get("record", ""),
        seen=tuple(posted.get("seen", "").split()),
        target=target,
        words=_range(posted.get("words", "")),
        value=value,
        reason=posted.get("reason", "").strip()[:_LONGEST],
    )


def rest_of(article: Article, posted: Mapping[str, str]) -> Iterator[Asked]:
    """An acceptance of every undecided item that the checks accept, if nobody has decided since the page was made.

    Raises:
        WrongChoice: somebody has.
    """
    if posted.get("rest", "") != "".join(decision.id for decision in article.decisions[-1:]):
        raise WrongChoice(OUTDATED)
    doubts = doubtful(article.record, article.folded)
    for standing in article.folded.standings:
        if not standing.decided and standing.item.id not in doubts:
            yield Asked(Verb.ACCEPT, standing.item.id, posted.get("record", ""), standing.heads)


def _range(text: str) -> tuple[int, int] | None:
    found = _RANGE.fullmatch(text)
    if text and not found:
        raise WrongChoice("Those are no words of the article.")
    return (int(found[1]), int(found[2])) if found else None
