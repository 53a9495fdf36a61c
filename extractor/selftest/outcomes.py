"""What became of a planted change: the state of the item it went into, or that no item was made of it."""

from enum import StrEnum
from functools import lru_cache
from typing import Any

from extractor.arabic.scan import scan
from extractor.selftest.planted import Planted
from extractor.selftest.subject import Judged, Subject, judge, judge_items
from schemas.state import Item, State


class Outcome(StrEnum):
    """`mended`: accepted with the untouched values, since the code reads them from the article, not from the draft."""

    REJECTED = "rejected"
    NO_ITEM = "no_item"
    REVIEW = "review"
    MENDED = "mended"
    ACCEPTED = "accepted"


def outcome(subject: Subject, planted: Planted) -> Outcome:
    """What the code makes of a planted change; an accepted item with other values than the untouched is an escape."""
    item = _item(subject, planted)
    if item is None:
        return Outcome.NO_ITEM
    if item.state is State.ACCEPTED:
        before = subject.untouched.item(planted.where)
        if before and _values(item) == _values(before):
            return Outcome.MENDED
        return Outcome.NO_ITEM if _another(subject, planted, item) else Outcome.ACCEPTED
    return Outcome.REJECTED if item.state is State.REJECTED else Outcome.REVIEW


def _item(subject: Subject, planted: Planted) -> Item | None:
    if planted.items is not None:
        return next((i for i in judge_items(subject, planted.items).all() if i.id == planted.item), None)
    assert planted.draft is not None
    if planted.text is None:
        return judge(subject.seen, planted.draft).item(planted.where)
    if planted.draft is subject.draft:
        return _judged_text(subject, planted.text).item(planted.where)
    return judge(scan(planted.text, subject.seen.published), planted.draft).item(planted.where)


@lru_cache(maxsize=1)
def _judged_text(subject: Subject, text: str) -> Judged:
    return judge(scan(text, subject.seen.published), subject.draft)


def _another(subject: Subject, planted: Planted, item: Item) -> bool:
    """Whether a changed entry only repeats another item, which stands as it was."""
    own = subject.untouched.item(planted.where)
    others = (i for i in subject.untouched.items.all() if i.id == item.id and i is not own)
    return any(_values(other) == _values(item) for other in others)


def _values(item: Item) -> Any:
    return item.model_dump(exclude={"id", "state"})
