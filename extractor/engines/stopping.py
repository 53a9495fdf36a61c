"""Ctrl-C for workers in other processes: as `extractor.batch.stopping`, but the main thread waits for Ray."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from extractor.batch.shards import forget_stop, is_stopped, stop_work
from extractor.batch.stopping import GRACE_SECONDS, Stop

_GIVING_UP_SECONDS = 3.0  # that workers have to say what they gave up


class _Stuck(BaseException):
    """The workers do not end."""


@contextmanager
def stoppable(out: Path, say: Callable[[str], None]) -> Iterator[Stop]:
    """While the block lasts, a signal lets nothing new begin; after the grace, or on a second one, all is given up.

    The block ends as its workers do; where they do not, it is left quietly.
    """
    stop = Stop()

    def signalled(number: int, _: Any) -> None:
        if not stop.asked:
            stop.asked = True
            stop_work(out)
            say(f"stopping: what is in flight has {GRACE_SECONDS:g} s to finish; Ctrl-C again stops at once.")
            signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS)
        elif not is_stopped(out, at_once=True):
            stop_work(out, at_once=True)
            signal.setitimer(signal.ITIMER_REAL, _GIVING_UP_SECONDS)
        elif number == signal.SIGALRM:
            raise _Stuck

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)
    before = {each: signal.signal(each, signalled) for each in signals}
    try:
        yield stop
    except _Stuck:
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for each, handler in before.items():
            signal.signal(each, handler)
        forget_stop(out)
