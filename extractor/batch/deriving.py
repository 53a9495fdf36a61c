"""What stands in a folder: whether it will do, and a record made again from stored answers, without a call."""

from pathlib import Path
from typing import Any

from extractor import store
from extractor.articles import Article
from extractor.batch.current import Keys, Need, needed
from extractor.batch.ledger_rows import Entry
from extractor.errors import StoreError
from extractor.pipeline import Plan, rederive
from schemas.record import Record

_AGAIN = "delete the record and run the article again"


async def derived(path: Path, article: Article) -> tuple[Record, dict[str, Any]]:
    """The record that the stored answers beside `path` give for an article today, and their draft with its items.

    Raises:
        StoreError: the draft is missing or broken, or its answers give no record.
    """
    draft = store.load_draft(path)
    try:
        record, draft = await rederive(article, draft, _plan(draft))
    except (KeyError, TypeError, ValueError):
        raise StoreError(f"{path.stem}: the stored draft is not whole; {_AGAIN}.") from None
    if record.error:
        why = record.error.message.splitlines()[0]
        raise StoreError(f"{path.stem}: the stored answers give no record, the old one is kept: {why}")
    return record, draft


def need_of(path: Path, keys: Keys, entry: Entry | None, *, again: bool) -> Need:
    """What an article needs whose record stands at `path`, or would; see `needed`.

    Where the answers stand beside it, but no row says so, the ledger was lost, or the files were brought without it.
    """
    need = needed(entry, keys, stands=store.stands(path), again=again)
    return Need.RULES if need is Need.MODEL and _answered(path, keys.asked) else need


def _answered(path: Path, asked: str) -> bool:
    """Whether a draft stands whose answers are those to what has this key."""
    try:
        return store.load_draft(path).get("asked") == asked
    except StoreError:
        return False


def _plan(draft: dict[str, Any]) -> Plan:
    """How the article was read; drafts from before it was kept were asked again at most as often as they have calls."""
    model, strategy, calls = draft["model"], draft["strategy"], draft["calls"]
    reasks = draft.get("max_reasks", len(calls))
    if not (isinstance(model, str) and strategy in ("single", "stepwise") and isinstance(reasks, int)):
        raise ValueError
    return Plan(model, strategy, reasks)
