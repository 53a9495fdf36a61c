"""What workers are handed: the articles of a run that need something, read in order beside the ledger.

Duplicates, and facts beside articles, concern all of them, so that one process reads; it takes a hundredth of the rest.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from extractor import store
from extractor.articles import Article
from extractor.batch.current import Need, keys_of
from extractor.batch.deriving import need_of
from extractor.batch.shards import is_stopped, settled_ledger
from extractor.batch.work import Stands
from extractor.config import Settings
from extractor.engines.worker import Packet
from extractor.errors import ExtractorError, InputError
from extractor.session import Source, foreseen

Read = Callable[[], Iterator[Article | InputError]]


def pending(out: Path, settings: Settings, read: Read) -> Iterator[Packet | Stands | ExtractorError]:
    """The articles that `read` gives; errors of single ones, and one that ends the run, go the same way."""
    endpoint, plan = foreseen(settings, Source())
    try:
        with settled_ledger(out) as ledger:
            for article in read():
                if is_stopped(out):
                    return
                if isinstance(article, InputError):
                    yield article
                    continue
                keys, entry = keys_of(article, plan, endpoint.parameters()), ledger.entry(article.info.id)
                need = need_of(store.record_path(out, article.info.id), keys, entry, again=False)
                yield Stands(entry) if entry and need is Need.NOTHING else Packet(article, need is Need.RULES)
    except ExtractorError as error:
        yield error
