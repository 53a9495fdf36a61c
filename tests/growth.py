"""How the time of a function grows with the size of its input, whatever else the machine does."""

import gc
import time
from collections.abc import Callable

TRIES = 4


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call, the collector kept out: it walks all that the other tests left behind."""
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        work()
        return time.process_time() - began
    finally:
        gc.enable()


def assert_linear(work: Callable[[int], object], size: int, *, times: int = 8) -> None:
    """Eight times the input takes about eight times as long; quadratic work would take 64 times.

    Interruptions only ever add time, so the shortest of several calls is the nearest to the truth.
    """
    short = min(seconds(lambda: work(size)) for _ in range(TRIES))
    long = float("inf")
    for _ in range(TRIES):
        long = min(long, seconds(lambda: work(size * times)))
        if long < 3 * times * short + 0.005:
            return
    raise AssertionError(f"{times} times the input took {long / short:.0f} times as long ({short:.4f} s, {long:.4f} s)")
