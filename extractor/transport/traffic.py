"""All that decides when an attempt may start, put together. Pure but for its own state: the time comes from outside."""

from dataclasses import dataclass
from enum import Enum, auto

from extractor.transport.breaker import Breaker
from extractor.transport.limits import InFlight, Pace

SECONDS_AFTER_429 = 1.0  # for everybody, where even one call at a time is too many and the server names no time


class Outcome(Enum):
    """What an attempt says of the server."""

    ANSWERED = auto()  # it works, whatever it said
    LIMITED = auto()  # it works and wants less of us: 429
    FAULT = auto()  # 500, a cut line, no answer in time: the server's fault or that of this one request
    AWAY = auto()  # 502, 503, 529: somebody answers for a server that is not ready; no fault of the request
    UNREACHABLE = auto()  # nobody there
    UNDECIDED = auto()  # cancelled, or nothing was sent


class Change(Enum):
    """What a person is told."""

    DOWN = auto()
    BACK = auto()


@dataclass(frozen=True, slots=True)
class Limits:
    """At most `jobs` calls under way, `rpm` of them begun a minute; a server that went away is waited for so long."""

    jobs: int = 64
    rpm: int | None = None
    outage_seconds: float = 600.0


@dataclass(frozen=True, slots=True)
class Ticket:
    """One attempt under way: when it was sent, and whether it probes a server that was away."""

    sent_at: float
    probe: bool


class GaveUp(Exception):
    """The server was away for `seconds`, longer than anybody waits; `heard` says that it was there before."""

    def __init__(self, seconds: float, *, heard: bool) -> None:
        super().__init__(f"no answer for {seconds:.0f} s")
        self.seconds = seconds
        self.heard = heard


class Traffic:
    """The breaker, the number in flight, the pace, and how many attempts are under way."""

    def __init__(self, limits: Limits) -> None:
        self.breaker = Breaker(limits.outage_seconds)
        self.in_flight = InFlight(limits.jobs, float(limits.jobs))
        self.pace = Pace(limits.rpm)
        self.under_way = 0
        self._held_until = float("-inf")
        self._told = False

    def wait(self, now: float) -> float:
        """Seconds until an attempt may start: 0 is now, infinity is not before another one ends.

        Raises:
            GaveUp: the server stays away.
        """
        if self.breaker.gave_up(now):
            raise GaveUp(now - self.breaker.since, heard=self.breaker.heard)
        if not self.in_flight.has_room(self.under_way):
            return float("inf")
        return max(self.breaker.opens_in(now), self.pace.opens_in(now), self._held_until - now, 0.0)

    def start(self, now: float) -> Ticket:
        """An attempt starts; `wait` has said 0."""
        ticket = Ticket(now, self.breaker.is_open)
        self.breaker, self.pace = self.breaker.started(), self.pace.started(now)
        self.under_way += 1
        return ticket

    def end(self, ticket: Ticket, outcome: Outcome, now: float, asked: float = 0.0) -> Change | None:
        """An attempt ends; `asked` is the seconds that the server asks to wait."""
        self.under_way -= 1
        if outcome is Outcome.ANSWERED:
            self.breaker, self.in_flight = self.breaker.answered(), self.in_flight.answered()
        elif outcome is Outcome.LIMITED:
            self._limited(ticket, now, asked)
        elif outcome is Outcome.UNDECIDED:
            self.breaker = self.breaker.undecided(probe=ticket.probe)
        else:
            self.breaker = self.breaker.failed(now, probe=ticket.probe, heard=outcome is Outcome.FAULT)
        return self._news()

    def _limited(self, ticket: Ticket, now: float, asked: float) -> None:
        """Fewer at once from now on; to refuse even a single one again and again is to be away."""
        if self.in_flight.allowed == 1 and ticket.sent_at >= self.in_flight.eased_at:
            self.breaker = self.breaker.failed(now, probe=ticket.probe, heard=True)
        else:
            self.breaker = self.breaker.answered()
        self.in_flight = self.in_flight.limited(ticket.sent_at, now)
        if self.in_flight.allowed == 1:
            self._held_until = max(self._held_until, now + (asked or SECONDS_AFTER_429))

    def _news(self) -> Change | None:
        """Told once an outage: it counts from the first probe that fails, since failures do come in a row by chance."""
        if self.breaker.is_open and self.breaker.probes and self.breaker.heard and not self._told:
            self._told = True
            return Change.DOWN
        if not self.breaker.is_open and self._told:
            self._told = False
            return Change.BACK
        return None
