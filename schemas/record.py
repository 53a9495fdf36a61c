"""The record: everything one article became, and nothing that its inputs do not determine."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from schemas.aggregate import Aggregate
from schemas.base import Span, Stored
from schemas.casualty import Casualty
from schemas.claim import Claim
from schemas.incident import Incident

SCHEMA_VERSION = "1"


class RecordStatus(StrEnum):
    """Whole record: every check passed, something is for a person, or nothing usable came."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    FAILED = "failed"


class PublishedBasis(StrEnum):
    """Where the publication date comes from."""

    GIVEN = "given"
    METADATA = "metadata"
    PROVED_BY_TEXT = "proved_by_text"


class ArticleInfo(Stored):
    """The article that the spans index; the sha256 is of its UTF-8 text, the length in code points."""

    id: str
    path: str | None
    url: str | None
    outlet: str | None
    title: str | None
    published: date | None
    published_basis: PublishedBasis | None
    language: str | None
    sha256: str
    length: int


class Level(StrEnum):
    """What a finding leads to: the item is refused, goes to a person, or only carries a remark."""

    REJECT = "reject"
    REVIEW = "review"
    NOTE = "note"


class Finding(Stored):
    """What one rule says of one item; `item` is empty for a finding about the whole record."""

    item: str
    field: str
    rule: str
    rule_version: int
    level: Level
    message: str
    span: Span | None


class Mention(Stored):
    """Something the scanners saw that no item uses: the reader's recall check."""

    type: Literal["number", "date", "place", "cue"]
    raw: str
    start: int
    end: int
    value: str | None


class Provenance(Stored):
    """Everything beside the article that determined the record; `reviewed_by` is there where people have decided."""

    model: str
    prompt: str
    prompt_sha256: str
    schema_version: str
    rules_version: str
    gazetteer_version: str
    code_version: str
    strategy: str
    reviewed_by: tuple[str, ...] = Field(default=(), exclude_if=lambda names: not names)


class RecordError(Stored):
    """Why an article gave no usable record."""

    kind: str
    message: str


class Record(Stored):
    """One article's record, stored as `records/<article id>.json`."""

    schema_version: str
    article: ArticleInfo
    status: RecordStatus
    error: RecordError | None
    incidents: list[Incident]
    casualties: list[Casualty]
    claims: list[Claim]
    aggregates: list[Aggregate]
    findings: list[Finding]
    unused_mentions: list[Mention]
    provenance: Provenance
