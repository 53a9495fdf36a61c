"""What one run is told to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extractor.articles import Article
from extractor.config import Price, Settings
from extractor.errors import InputError
from extractor.session import Source


@dataclass(frozen=True, slots=True)
class Job:
    """What a run reads, where it writes, and how it is told; `total` is how many articles there are, if known.

    `again` takes failed articles again.
    """

    articles: Iterator[Article | InputError]
    out: Path
    settings: Settings
    source: Source
    prices: Mapping[str, Price] = field(default_factory=dict)
    total: int | None = None
    again: bool = False
    as_json: bool = False
    quiet: bool = False
