"""One article under review: its record, text and decisions as they stand on the disk now, and what they come to."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor import store
from extractor.review.applying import reviewed
from extractor.review.decisions import Kept, decisions_path, read_decisions
from extractor.review.folding import Folded, fold
from extractor.review.history import known_to
from schemas.decision import Decision
from schemas.record import Record


@dataclass(frozen=True, slots=True)
class Article:
    """One article: the stored record with the hash of its file, its text and decisions, and what they come to.

    `name` is what pages call it in their addresses.
    """

    name: str
    path: Path
    stored: Record
    sha256: str
    text: str
    kept: Kept
    folded: Folded
    record: Record

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Every decision about it, in the order of the file."""
        return self.kept.decisions

    def as_seen(self, name: str, heads: Sequence[str]) -> Folded:
        """The items as a page showed them that had these decisions on one of them in view, and no later ones."""
        standing = self.folded.find(name)
        known = known_to(heads, {decision.id: decision for decision in self.decisions})
        unseen = {decision.id for decision in standing.about} - known if standing else set()
        if not unseen:
            return self.folded
        return fold(self.stored, self.sha256, self.text, [d for d in self.decisions if d.id not in unseen])


def open_article(path: Path) -> Article:
    """Read an article of a folder; `path` is its record.

    Raises:
        StoreError: the record, its text or its decisions cannot be read.
    """
    record = store.load_record(path)
    text = store.load_text(path, record.article)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    kept = read_decisions(decisions_path(path))
    folded = fold(record, sha256, text, kept.decisions)
    by = [decision.by for decision in kept.decisions]
    return Article(path.stem, path, record, sha256, text, kept, folded, reviewed(record, text, folded, by))
