"""A record as lines that a person understands, one value a line, for `git diff` (gitattributes: textconv).

Words of an article stand last on their line, so that they reorder nothing; what a line would hide is made visible.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor import store
from extractor.diff.wording import KIND_NAMES, Phrase, finding, heading, mention, titles, told
from extractor.errors import StoreError
from extractor.report.page import visible
from extractor.report.wording import spoken
from schemas.items import KINDS
from schemas.record import Record
from schemas.state import Item

_BREAKS = dict.fromkeys(map(ord, "\n\r\t\v\f\x85\u2028\u2029"), " ")
_FACTS = ("outlet", "title", "published", "url", "sha256")


def converted(path: Path) -> Iterator[str]:
    """The lines of a record file; of any other file its own lines, since git stops where a conversion fails.

    Raises:
        StoreError: the file cannot be read.
    """
    data = store.read_whole(path)
    try:
        record = store.record_of(data, path)
    except StoreError:
        yield from map(_one_line, data.decode("utf-8", "backslashreplace").splitlines())
        return
    yield from map(_one_line, _record(record))


def _record(record: Record) -> Iterator[str]:
    yield f"article {record.article.id}"
    for name in _FACTS:
        if (value := getattr(record.article, name)) is not None:
            yield f"  {name} {value}"
    yield f"  status {record.status.value}"
    if record.error:
        yield f"  error {record.error.kind}: {record.error.message}"
    names = titles(record)
    for kind in KINDS:
        for item in getattr(record, kind):
            yield from _item(KIND_NAMES[kind], item, record, names)
    yield from (
        f"  {_line(finding(each.model_dump(mode='json')))}" for each in record.findings if each.item not in names
    )
    yield from (f"unused {_line(mention(each.model_dump(mode='json')))}" for each in record.unused_mentions)
    yield from (f"made with {spoken(name)} {json.dumps(value)}" for name, value in record.provenance if value)


def _item(kind: str, item: Item, record: Record, names: dict[str, str]) -> Iterator[str]:
    yield ""
    yield f"{kind} {item.id}: {_line(heading(item))}"
    for field, value in item.model_dump(mode="json", exclude={"id"}).items():
        yield from (f"  {spoken(field)}: {_line(told(field, each, names))}" for each in _each(value))
    said = (each for each in record.findings if each.item == item.id)
    yield from (f"  {_line(finding(each.model_dump(mode='json')))}" for each in said)


def _each(value: Any) -> list[Any]:
    """The entries of a list, each for a line of its own; a value that is not there has no line."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _one_line(text: str) -> str:
    return visible(text.translate(_BREAKS))


def _line(phrase: Phrase) -> str:
    """Ours first, the article's words behind."""
    return "".join(f"«{part.text}»" if part.quoted else part.text for part in phrase)
