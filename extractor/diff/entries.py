"""What changed in one article, ready to be shown: items with their changes in words and the sentences they stand in."""

from collections.abc import Iterator
from typing import NamedTuple

from extractor.diff.changes import UNUSED, Change, ChangeKind, diff_records
from extractor.diff.sentences import Reading, Sentence, sentences_of
from extractor.diff.sides import Version
from extractor.diff.ties import REFERENCES
from extractor.diff.wording import Phrase, both, finding, heading, mention, titles

_FINDINGS = frozenset({ChangeKind.FINDING_APPEARED, ChangeKind.FINDING_GONE})


class Row(NamedTuple):
    """A change with its old and new value in words; both are empty for a whole item, whose heading says it."""

    change: Change
    old: Phrase = ()
    new: Phrase = ()


class Entry(NamedTuple):
    """An item with its changes; the record itself where `table` is empty.

    Ids and headings are those of either record, empty where it does not hold the item.
    """

    table: str
    old_id: str
    new_id: str
    old: Phrase
    new: Phrase
    rows: tuple[Row, ...]
    sentences: tuple[Sentence, ...]

    @property
    def sign(self) -> str:
        """What happened to it on the whole: `+` added, `-` removed, `~` changed."""
        kinds = {row.change.kind for row in self.rows if not row.change.field or row.change.field == "record"}
        return "+" if ChangeKind.ADDED in kinds else "-" if ChangeKind.REMOVED in kinds else "~"


def entries_of(old: Version | None, new: Version | None) -> Iterator[Entry]:
    """The changes of one article."""
    found = diff_records(old.record if old else None, new.record if new else None)
    if not found:
        return
    readings = tuple(Reading(each.record, each.text) if each else None for each in (old, new))
    refers = any(change.field in REFERENCES for differing in found for change in differing.changes)
    names = {key: title for each in (old, new) if each and refers for key, title in titles(each.record).items()}
    for differing in found:
        yield Entry(
            differing.table,
            differing.old.id if differing.old else "",
            differing.new.id if differing.new else "",
            heading(differing.old) if differing.old else (),
            heading(differing.new) if differing.new else (),
            tuple(_row(change, names) for change in differing.changes),
            sentences_of(differing, *readings),
        )


def _row(change: Change, names: dict[str, str]) -> Row:
    if change.kind in _FINDINGS or change.field == UNUSED:
        say = finding if change.kind in _FINDINGS else mention
        return Row(change, *(say(value) if value else () for value in (change.old, change.new)))
    if not change.field:
        return Row(change)
    return Row(change, *both(change.field, change.old, change.new, names))
