"""The one gate that every attempt of a run goes through, in the order in which they came."""

import asyncio
import contextlib
import time
from collections.abc import Callable

from extractor.transport.traffic import Change, Limits, Outcome, Ticket, Traffic


class Gate:
    """`Traffic` on the clock of this process; `say` is told when the server goes away and when it is back."""

    def __init__(self, limits: Limits, host: str, say: Callable[[str], None]) -> None:
        self.traffic = Traffic(limits)
        self._limits = limits
        self._host = host
        self._say = say
        self._line = asyncio.Lock()
        self._changed = asyncio.Event()
        self._down_since = 0.0

    async def enter(self, check: Callable[[], None] = lambda: None) -> Ticket:
        """Wait until an attempt may start, and start it; `check` raises as soon as none may any more.

        Raises:
            GaveUp: the server stays away.
        """
        async with self._line:
            while (seconds := self._wait(check)) > 0:
                self._changed.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(None if seconds == float("inf") else seconds):
                        await self._changed.wait()
            return self.traffic.start(time.monotonic())

    def _wait(self, check: Callable[[], None]) -> float:
        check()
        return self.traffic.wait(time.monotonic())

    def leave(self, ticket: Ticket, outcome: Outcome, asked: float = 0.0) -> None:
        """The attempt has ended so; `asked` is the seconds that the server asks to wait."""
        now, since = time.monotonic(), self.traffic.breaker.since
        change = self.traffic.end(ticket, outcome, now, asked)
        self._changed.set()
        if change is Change.DOWN:
            self._down_since = since
            wait = f"{self._limits.outage_seconds:g} s"
            self._say(f"note: {self._host} serves no call; nothing is sent until it does, for at most {wait}.")
        elif change is Change.BACK:
            self._say(f"note: {self._host} serves again, after {now - self._down_since:.0f} s; the run goes on.")
