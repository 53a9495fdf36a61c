"""A circuit breaker: after failures in a row nothing is sent but one probe at a time, until the server answers again.

The pattern is Nygard's ("Release It!", 2007): closed, open, half open. Pure: every transition gives a new breaker, and
the time comes from outside.
"""

from dataclasses import dataclass, replace

TRIPS_AT = 4  # failures in a row; by chance, at one fault in ten, once in ten thousand attempts
FIRST_PROBE_SECONDS = 1.0  # the pause before a probe doubles with each that fails
LONGEST_PAUSE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Breaker:
    """Whether the server is there. `patience` is the seconds that a server is waited for which was there before.

    One of which nothing was heard yet is most likely not started, or another address was meant: it is given up at once.
    """

    patience: float
    failures: int = 0
    since: float = 0.0
    probes: int = 0
    probe_at: float = 0.0
    probing: bool = False
    heard: bool = False

    @property
    def is_open(self) -> bool:
        """Whether all but probes have to wait."""
        return self.failures >= TRIPS_AT

    def opens_in(self, now: float) -> float:
        """Seconds until the next attempt may start or the server is given up; infinite while a probe is under way."""
        if not self.is_open:
            return 0.0
        return float("inf") if self.probing else max(0.0, min(self.probe_at, self._end()) - now)

    def gave_up(self, now: float) -> bool:
        """Whether the server has been away for longer than anybody waits."""
        return self.is_open and not self.probing and now >= self._end()

    def _end(self) -> float:
        return self.since + (self.patience if self.heard else 0.0)

    def started(self) -> "Breaker":
        """An attempt starts; while the breaker is open it is the probe."""
        return replace(self, probing=True) if self.is_open else self

    def answered(self) -> "Breaker":
        """The server does its work."""
        return self if self.heard and not self.failures else Breaker(self.patience, heard=True)

    def failed(self, now: float, *, probe: bool, heard: bool) -> "Breaker":
        """An attempt came to nothing; `heard` says that the server itself was there all the same.

        What was under way when the breaker opened tells nothing new.
        """
        heard = heard or self.heard
        if self.is_open and not probe:
            return replace(self, heard=heard)
        probes = self.probes + 1 if probe and self.is_open else 0
        pause = min(LONGEST_PAUSE_SECONDS, FIRST_PROBE_SECONDS * 2.0 ** min(probes, 16))
        since = self.since if self.failures else now
        return Breaker(self.patience, self.failures + 1, since, probes, now + pause, heard=heard)

    def undecided(self, *, probe: bool) -> "Breaker":
        """An attempt ended without telling anything of the server: it was cancelled, or the server is only busy."""
        return replace(self, probing=False) if probe else self
