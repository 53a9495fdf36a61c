"""Changes as JSON lines, one object a change."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from extractor.diff.comparing import Article
from extractor.diff.entries import Entry, Row

_ENCODER = json.JSONEncoder(ensure_ascii=False)


def lines(articles: Iterable[Article]) -> Iterator[str]:
    """One line a change. A name that is no Unicode has its bytes escaped."""
    for article in articles:
        for entry in article.entries:
            for row in entry.rows:
                yield _ENCODER.encode(_object(article, entry, row)).encode("utf-8", "backslashreplace").decode() + "\n"


def _object(article: Article, entry: Entry, row: Row) -> dict[str, Any]:
    change = row.change
    return {
        "article": article.name,
        "kind": change.kind.value,
        "table": entry.table,
        "old_item": entry.old_id,
        "new_item": entry.new_id,
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "sentences": [
            {"of": sentence.where, "pieces": [{"text": piece.text, "mark": piece.mark} for piece in sentence.pieces]}
            for sentence in entry.sentences
        ],
    }
