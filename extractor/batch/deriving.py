"""A stored record made again from the answers of the model that stand beside it, without a call."""

from pathlib import Path

from extractor import store
from extractor.articles import Article
from extractor.errors import StoreError
from extractor.pipeline import Plan, rederive
from schemas.record import Record


async def derived(path: Path, article: Article) -> Record:
    """The record that the stored answers beside `path` give for an article today.

    Raises:
        StoreError: the draft is missing or broken, or its answers give no record.
    """
    draft = store.load_draft(path)
    try:
        model, strategy, calls = draft["model"], draft["strategy"], draft["calls"]
        if not (isinstance(model, str) and strategy in ("single", "stepwise") and isinstance(calls, list)):
            raise ValueError
        plan = Plan(model, strategy, max_reasks=len(calls))  # as many as were made
        new = await rederive(article, draft, plan)
    except (KeyError, TypeError, ValueError):
        raise StoreError(f"{path.stem}: the stored draft is not whole; run the article again.") from None
    if new.error:
        why = new.error.message.splitlines()[0]
        raise StoreError(f"{path.stem}: the stored answers give no record, the old one is kept: {why}")
    return new
