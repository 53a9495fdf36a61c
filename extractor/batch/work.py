"""One article of a run: what it needs, its files, then its row in the ledger."""

import asyncio
import time
from dataclasses import dataclass, replace
from pathlib import Path

from extractor import store
from extractor.articles import Article
from extractor.batch.answering import Remembering
from extractor.batch.budget import Budget
from extractor.batch.current import Keys, Need, closed, keys_of, opened
from extractor.batch.deriving import derived, need_of
from extractor.batch.ledger import Ledger
from extractor.batch.ledger_rows import Entry
from extractor.errors import BudgetSpent, StoreError
from extractor.llm import Usage
from extractor.pipeline import Outcome
from extractor.session import Session, read, remembered
from schemas.record import Record


@dataclass(frozen=True, slots=True)
class Done:
    """An article with its new record; `usage` and `seconds` are those of this run."""

    article: Article
    record: Record
    usage: Usage
    seconds: float


@dataclass(frozen=True, slots=True)
class Stands:
    """An article of which nothing has changed since its record was made, or since it failed."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Left:
    """An article that waits for a later run, since this one may spend no more."""

    article: str


Result = Done | Stands | Left


@dataclass(frozen=True, slots=True)
class Worker:
    """Works on the articles of a run; `again` takes failed ones again. A tape is made or played whole each time."""

    session: Session
    ledger: Ledger
    budget: Budget
    out: Path
    again: bool = False

    async def work(self, article: Article) -> Result:
        """Do what an article needs.

        Raises:
            WrongKey, UnknownModel, ServerGone, StoreError: the run cannot go on.
        """
        if self.session.tape is not None:
            article = remembered(article, self.session.tape)
        keys, entry = self.keys(article), self.ledger.entry(article.info.id)
        need = self.need(article, keys, entry)
        if entry and need is Need.NOTHING:
            return Stands(entry)
        if need is Need.RULES and (done := await self._derived(article, keys, entry)):
            return done
        return await self._asked(article, keys, entry)

    def keys(self, article: Article) -> Keys:
        """What determines the record of an article in this run."""
        return keys_of(article, self.session.plan, self.session.client.endpoint.parameters())

    def need(self, article: Article, keys: Keys, entry: Entry | None) -> Need:
        """What has to be done for an article."""
        if self.session.tape is not None:  # an unused one is false
            return Need.MODEL
        return need_of(store.record_path(self.out, article.info.id), keys, entry, again=self.again)

    async def _derived(self, article: Article, keys: Keys, entry: Entry | None) -> Done | None:
        """The article with a record of its stored answers, or null where they give none."""
        started, path = time.monotonic(), store.record_path(self.out, article.info.id)
        try:
            record, draft = await derived(path, article)
        except StoreError:
            return None
        same = entry and entry.asked == keys.asked
        row = entry if entry and same else opened(article, keys, self.session.plan, entry)
        self.ledger.write(replace(row, made=""))
        await asyncio.to_thread(store.save, self.out, record, article.text, draft)
        self.ledger.write(closed(replace(row, made=keys.made), record, row.seconds))
        return Done(article, record, Usage(), time.monotonic() - started)

    async def _asked(self, article: Article, keys: Keys, entry: Entry | None) -> Done | Left:
        """The article with a record of what the model answers, now or before."""
        row = opened(article, keys, self.session.plan, entry)
        if self.again:  # the row says that it failed for as long as the files do, so that it can be taken again
            self.ledger.forget_useless(row.id)
        else:
            self.ledger.write(row)
        try:
            outcome = await self._read(article)
        except BudgetSpent:
            return Left(article.info.id)
        record = outcome.record
        draft = None if record.error else {**outcome.draft, "asked": keys.asked}
        self.ledger.write(row)
        await asyncio.to_thread(store.save, self.out, record, article.text, draft)
        self.ledger.write(closed(row, record, outcome.seconds))
        return Done(article, record, outcome.usage, outcome.seconds)

    async def _read(self, article: Article) -> Outcome:
        if self.budget.is_spent:  # to read the text would only take time
            raise BudgetSpent
        session = self.session
        client = Remembering(session.client, session.client.endpoint, self.ledger, self.budget, session.tape is None)
        return await read(article, session, client)
