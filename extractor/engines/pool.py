"""A pool of workers in Ray: on this machine, or in a cluster that runs: lists go in, what is made of them comes out."""

import logging
import os
import socket
import sys
import threading
import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from typing import Any, TextIO, cast
from urllib.parse import urlsplit

import ray
from ray.data import ActorPoolStrategy, DataContext, read_datasource
from ray.exceptions import RayError

from extractor.engines.cluster import Cluster
from extractor.engines.packing import unpacked
from extractor.engines.source import Make, Stream
from extractor.errors import Unforeseen, UsageError

_OBJECT_STORE_BYTES = 256 * 2**20  # articles and results on their way; Ray takes a third of the memory otherwise
_KNOCK_SECONDS = 10.0  # for a cluster to take a connection


@dataclass(frozen=True, slots=True)
class Work:
    """A class of workers with what each is told, and what it is given: lists of `length`, so many calls at a time."""

    make: Make
    worker: type
    told: tuple[Any, ...]
    length: int
    calls: int


@contextmanager
def running_ray(cluster: Cluster) -> Iterator[None]:
    """Ray with room for the workers, for as long as the block lasts.

    Raises:
        UsageError: it does not start, nobody answers at the address, or the cluster has too few cores.
    """
    if cluster.address:
        _check_there(cluster.address)
    else:
        _check_cores(cluster, os.cpu_count() or 1)
    _start(cluster)
    try:
        _check_cores(cluster, int(ray.cluster_resources().get("CPU", 0)))
        _settle()
        with redirect_stdout(cast(TextIO, _Data(sys.stdout))):
            yield
    finally:
        ray.shutdown()


def mapped(work: Work, cluster: Cluster) -> Generator[Any]:
    """What the workers make, as they make it, in any order. Close it while Ray runs, where it may be left early.

    Raises:
        Unforeseen: a worker met a fault of this tool, or of Ray.
    """
    given = read_datasource(Stream(work.make, work.length), override_num_blocks=1, num_cpus=0)
    made = given.map_batches(
        work.worker,
        fn_constructor_args=work.told,
        batch_size=1,
        batch_format="pyarrow",
        compute=ActorPoolStrategy(
            size=cluster.workers,
            max_tasks_in_flight_per_actor=work.calls + 1,  # one is there when another ends
            max_concurrent_calls_per_actor=work.calls,
        ),
        num_cpus=1,
    )
    try:
        for table in made.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
            yield from unpacked(table)
    except RayError as error:
        why = str(error).strip().splitlines()[-1]
        raise Unforeseen(f"A worker of Ray ended ({why}); what is done stands, run it again to go on.") from None


def _check_there(address: str) -> None:
    """Ray waits for minutes where nobody listens; what is no host and port is left to it."""
    try:
        place = urlsplit(address if "://" in address else f"//{address}")
        if place.hostname and place.port:
            socket.create_connection((place.hostname, place.port), _KNOCK_SECONDS).close()
    except (OSError, ValueError) as error:
        raise _unusable(address, error) from None


def _unusable(address: str | None, error: Exception) -> UsageError:
    where = f"at {address}" if address else "on this machine"
    why = str(error).partition("\n")[0].rstrip(".:") or type(error).__name__
    return UsageError(f"Ray {where} cannot be used: {why}; look whether it runs there.")


def _check_cores(cluster: Cluster, cores: int) -> None:
    if cluster.workers > cores:
        raise UsageError(f"--workers {cluster.workers} is more than the {cores} cores that Ray has; give fewer.")


def _start(cluster: Cluster) -> None:
    here = {"num_cpus": cluster.workers, "object_store_memory": _OBJECT_STORE_BYTES, "include_dashboard": False}
    try:
        with _unheard():
            ray.init(
                address=cluster.address or "local",  # else it would join what somebody has started on this machine
                log_to_driver=False,
                logging_level=logging.CRITICAL,
                **({} if cluster.address else here),
            )
    except (OSError, RuntimeError, ValueError) as error:
        raise _unusable(cluster.address, error) from None


class _Data:
    """Standard output for the thread that made it, which is for data; Ray prints there of workers that crashed."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._thread = threading.get_ident()

    def write(self, text: str) -> int:
        """Write to the stream, or from other threads to standard error."""
        return (self._stream if threading.get_ident() == self._thread else sys.stderr).write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def _unheard() -> Iterator[None]:
    """What is not Python in Ray greets on standard error, whatever its log level."""
    heard, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(heard, 2)
        os.close(heard)
        os.close(nowhere)


def _settle() -> None:
    context = DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.target_max_block_size = 1  # every list goes on as soon as it is there
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module="ray")
