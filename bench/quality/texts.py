"""Articles with their gold, from pairs of folders."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.articles import Article, read_articles
from extractor.errors import ExtractorError, UsageError
from extractor.gold import read_gold
from schemas.gold import Gold


@dataclass(frozen=True)
class Text:
    """An article and what a careful reader finds in it."""

    article: Article
    gold: Gold

    @property
    def id(self) -> str:
        """The article's id, which names its files."""
        return self.article.info.id


def add_folders(parser: argparse.ArgumentParser) -> None:
    """The arguments that `texts` reads."""
    parser.add_argument("folders", nargs="+", type=Path, metavar="GOLD ARTICLES", help="folders, pair after pair")
    parser.add_argument("--only", nargs="+", metavar="ID", help="these articles alone")


def texts(folders: Sequence[Path], only: Sequence[str] | None) -> list[Text]:
    """Every article that has a gold file of its name.

    Raises:
        ExtractorError: a folder without its pair, a file that cannot be read, or two articles of one name.
    """
    if len(folders) % 2:
        raise UsageError("name folders in pairs: GOLD ARTICLES [GOLD ARTICLES …].")
    found: dict[str, Text] = {}
    for gold, articles in zip(folders[::2], folders[1::2], strict=True):
        for article in read_articles([str(articles)]):
            if isinstance(article, ExtractorError):
                raise article
            file = gold / f"{article.info.id}.json"
            if file.exists() and (only is None or article.info.id in only):
                if article.info.id in found:
                    raise UsageError(f"two articles are named {article.info.id!r}; records are kept by name.")
                found[article.info.id] = Text(article, read_gold(file))
    if not found:
        raise UsageError("no article there has a gold file of its name.")
    return list(found.values())
