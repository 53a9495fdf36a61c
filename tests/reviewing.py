"""Records to review, drafted by grammar alone, and reviewers who decide on them."""

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import factory

from extractor import store
from extractor.arabic.scan import scan
from extractor.drafting.grammar import draft_by_grammar
from extractor.pipeline import check_again
from extractor.review.article import Article, open_article
from extractor.review.deciding import Asked, Signed, decide
from extractor.review.decisions import append, decisions_path
from extractor.review.desk import Desk
from extractor.review.server import application, listen, serving
from extractor.review.sight import PLAIN, Sight
from schemas.decision import Decision, Verb
from schemas.items import KINDS
from schemas.record import Record

TEXT = (
    "دمشق - 14 آذار 2023\n"
    "قال مسؤول محلي إن غارة جوية استهدفت سوقا في مدينة حلب أمس الاثنين، ما أدى إلى مقتل ثلاثة مدنيين"
    " وإصابة خمسة آخرين.\n"
    "وأعلن المرصد السوري لحقوق الإنسان مقتل 4 مدنيين في قصف مدفعي على مدينة إدلب أمس الاثنين.\n"
    "وقالت منظمة محلية إن 7 مدنيين نزحوا.\n"
)
PUBLISHED = date(2023, 3, 14)
_numbers = itertools.count()


def draft(text: str = TEXT, published: date | None = PUBLISHED, **facts: Any) -> Record:
    """The record that grammar gives for a text, judged."""
    seen = scan(text, published)
    items = draft_by_grammar(seen, seen.attacks)
    lists = {kind: list(getattr(items, kind)) for kind in KINDS}
    info = factory.article(text, published=published, title=None, **{"id": "news"} | facts)
    empty: dict[str, Any] = {"findings": [], "unused_mentions": []}
    return check_again(factory.record(article=info, **lists | empty), text)


def saved(folder: Path, record: Record | None = None, text: str = TEXT) -> Path:
    """A record in a folder."""
    record = record or draft(text)
    store.save(folder, record, text, None)
    return store.record_path(folder, record.article.id)


@dataclass
class Reviewer:
    """Somebody with a page open: what they see is what stood there when they last looked."""

    path: Path
    name: str = "ana"

    def __post_init__(self) -> None:
        self.look()

    def look(self) -> Article:
        """Load the page again."""
        self.page = open_article(self.path)
        return self.page

    def ask(self, verb: Verb, item: str = "", **asked: Any) -> Decision:
        """Decide on what the page shows, and keep it."""
        standing = self.page.folded.find(item)
        heads = standing.heads if standing else ()
        wanted = Asked(**{"verb": verb, "item": item, "record_sha256": self.page.sha256, "seen": heads} | asked)
        at = datetime(2026, 1, 1, tzinfo=UTC)
        number = next(_numbers)
        made = decide(open_article(self.path), wanted, Signed(f"{number:016x}", at, self.name))
        append(decisions_path(self.path), made)
        return made

    def do(self, verb: Verb, item: str = "", **asked: Any) -> Decision:
        """Look, decide, look again."""
        self.look()
        made = self.ask(verb, item, **asked)
        self.look()
        return made

    def words(self, quote: str, after: str = "") -> tuple[int, int]:
        """Where words stand in the article."""
        start = self.page.text.index(quote, self.page.text.index(after))
        return start, start + len(quote)


TOKEN = "a-token"


@contextmanager
def served(folder: Path, reviewer: str = "ana", sight: Sight = PLAIN) -> Iterator[int]:
    """The port of a review of a folder, for as long as the block lasts."""
    listening = listen(0)
    port: int = listening.getsockname()[1]
    server = serving(application(Desk(folder, sight), reviewer, port, TOKEN))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
