"""What the ledger of a folder says, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extractor.batch.ledger import read_ledger
from extractor.errors import StoreError


@dataclass(frozen=True, slots=True)
class Status:
    """Articles by status, all that was ever paid, the failed ones with their reason, and those that are still open."""

    articles: Mapping[str, int]
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    lost_tokens: int
    failed: Mapping[str, str]
    open: tuple[str, ...]


def read_status(folder: Path) -> Status:
    """The ledger of a folder, summed; a run may be writing to it.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    with read_ledger(folder) as ledger:
        if ledger is None:
            raise StoreError(f"{folder} holds no ledger; name a folder that `extractor run` wrote.")
        failed = {entry.id: f"{entry.error}: {entry.message}" for entry in ledger.entries("failed")}
        left = tuple(entry.id for entry in ledger.entries("open"))
        return Status(ledger.counts(), *ledger.totals(), failed, left)
