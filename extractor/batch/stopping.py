"""Ctrl-C and a request to end: what is in flight gets some seconds to finish, a second one stops at once."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

GRACE_SECONDS = 10.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM)

T = TypeVar("T")


class _Woken(BaseException):
    """A signal came while nothing else could."""


@dataclass(slots=True)
class Stop:
    """Whether a person has asked to stop; nothing new starts then."""

    asked: bool = False
    _reading: bool = False

    def until(self, values: Iterator[T]) -> Iterator[T]:
        """The values up to then, though the next one may never come: a pipe into which nobody writes any more."""
        while not self.asked:
            self._reading = True
            try:
                value = next(values)
            except (StopIteration, _Woken):
                return
            finally:
                self._reading = False
            yield value

    def signalled(self, *_: object) -> None:
        """Note that a signal came; the event loop hears of it as well, but not while values are read."""
        self.asked = True
        if self._reading:
            self._reading = False
            raise _Woken


@contextlib.contextmanager
def stoppable(say: Callable[[str], None]) -> Iterator[Stop]:
    """While the block lasts, signals set `asked` and cancel the current task after the grace, or on a second one.

    A cancellation that was asked for ends the block quietly.
    """
    loop, task, stop = asyncio.get_running_loop(), asyncio.current_task(), Stop()
    assert task is not None
    late: list[asyncio.TimerHandle] = []

    def heard() -> None:
        if late:
            task.cancel()
            return
        say(f"stopping: what is in flight has {GRACE_SECONDS:g} s to finish; Ctrl-C again stops at once.")
        late.append(loop.call_later(GRACE_SECONDS, task.cancel))

    with contextlib.suppress(RuntimeError):  # threads other than the main one hear of no signals
        for each in _SIGNALS:
            loop.add_signal_handler(each, heard)
            signal.signal(each, stop.signalled)
    try:
        yield stop
    except asyncio.CancelledError:
        if not stop.asked:
            raise
        task.uncancel()
    finally:
        for handle in late:
            handle.cancel()
        for each in _SIGNALS:
            loop.remove_signal_handler(each)
