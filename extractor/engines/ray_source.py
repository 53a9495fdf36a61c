"""Articles as a source of Ray Data: read once, in the order of a run on one machine, and with the same errors."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow
from ray.data import Datasource
from ray.data.block import BlockMetadata
from ray.data.datasource import ReadTask

from extractor import store
from extractor.articles import Article
from extractor.batch.current import Need, keys_of
from extractor.batch.deriving import need_of
from extractor.batch.job import Job
from extractor.batch.shards import is_stopped, settled_ledger
from extractor.batch.work import Stands
from extractor.engines.packing import in_lists, packed
from extractor.errors import ExtractorError, InputError
from extractor.session import foreseen

Read = Callable[[], Iterator[Article | InputError]]


@dataclass(frozen=True, slots=True)
class Packet:
    """An article that needs something; `derives` says that its stored answers may do."""

    article: Article
    derives: bool


class Articles(Datasource):  # type: ignore[misc]
    """What `read` gives in lists of `length`, for the workers of a job; read beside the ledger, in one task.

    Duplicates, and facts beside articles, concern all of them; to read takes a hundredth of what the rest does.
    """

    def __init__(self, job: Job, read: Read, length: int) -> None:
        super().__init__()
        self._job = job
        self._read = read
        self._length = length
        self._folder = Path.cwd()

    @property
    def supports_distributed_reads(self) -> bool:
        """No: read where the run was started."""
        return False

    def estimate_inmemory_data_size(self) -> None:
        """Nobody knows before they are read."""

    def get_read_tasks(self, parallelism: int, *_: Any, **__: Any) -> Sequence[ReadTask]:
        """The one task."""
        job, read, length, folder = self._job, self._read, self._length, self._folder

        def blocks() -> Iterator[pyarrow.Table]:
            with contextlib.chdir(folder):  # paths of articles are as they were given
                yield from map(packed, in_lists(_packets(job, read), length))

        return [ReadTask(blocks, BlockMetadata(None, None, None, None))]


def _packets(job: Job, read: Read) -> Iterator[Packet | Stands | ExtractorError]:
    """What the workers get; errors of single articles, and one that ends the run, go the same way."""
    endpoint, plan = foreseen(job.settings, job.source)
    try:
        with settled_ledger(job.out) as ledger:
            for article in read():
                if is_stopped(job.out):
                    return
                if isinstance(article, InputError):
                    yield article
                    continue
                keys, entry = keys_of(article, plan, endpoint.parameters()), ledger.entry(article.info.id)
                need = need_of(store.record_path(job.out, article.info.id), keys, entry, again=False)
                yield Stands(entry) if entry and need is Need.NOTHING else Packet(article, need is Need.RULES)
    except ExtractorError as error:
        yield error
