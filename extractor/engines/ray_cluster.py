"""Ray started on this machine, or joined where a person names its address."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import ray
from ray.data import DataContext

from extractor.engines.cluster import Cluster
from extractor.errors import UsageError

_OBJECT_STORE_BYTES = 256 * 2**20  # articles and records on their way; Ray takes a third of the memory otherwise


@contextmanager
def running_ray(cluster: Cluster) -> Iterator[None]:
    """Ray with room for the workers, for as long as the block lasts.

    Raises:
        UsageError: it does not start, nobody answers at the address, or the cluster has too few cores.
    """
    _start(cluster)
    try:
        if (cores := int(ray.cluster_resources().get("CPU", 0))) < cluster.workers:
            raise UsageError(f"--workers {cluster.workers} are more than the {cores} cores that the cluster has.")
        _quieten()
        yield
    finally:
        ray.shutdown()


def _start(cluster: Cluster) -> None:
    here = {"num_cpus": cluster.workers, "object_store_memory": _OBJECT_STORE_BYTES, "include_dashboard": False}
    try:
        ray.init(
            address=cluster.address or "local",  # else it would join what somebody has started on this machine
            log_to_driver=False,
            logging_level=logging.CRITICAL,
            **({} if cluster.address else here),
        )
    except (OSError, RuntimeError, ValueError) as error:
        where = f"at {cluster.address}" if cluster.address else "on this machine"
        why = str(error).partition("\n")[0].rstrip(".:") or type(error).__name__
        raise UsageError(f"Ray {where} cannot be used: {why}; look whether it runs there.") from None


def _quieten() -> None:
    context = DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.target_max_block_size = 1  # every row goes on as soon as it is there
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
