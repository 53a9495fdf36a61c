"""How much is in flight and how fast calls start. Pure: the time comes from outside."""

from dataclasses import dataclass, replace

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class InFlight:
    """How many calls may be under way: one more for each round of answers, half as many after "too many requests".

    Additive increase, multiplicative decrease, as TCP does it (Chiu and Jain 1989). One reduction a round: what was
    sent before the last one tells nothing of the smaller number.
    """

    ceiling: int
    allowed: float
    eased_at: float = float("-inf")

    def has_room(self, under_way: int) -> bool:
        """Whether one more may start."""
        return under_way < int(self.allowed)

    def answered(self) -> "InFlight":
        """A call went well."""
        if self.allowed >= self.ceiling:
            return self
        return replace(self, allowed=min(self.ceiling, self.allowed + 1 / self.allowed))

    def limited(self, sent_at: float, now: float) -> "InFlight":
        """The server said 429 to a call that was sent at `sent_at`."""
        return self if sent_at < self.eased_at else replace(self, allowed=max(1.0, self.allowed / 2), eased_at=now)


@dataclass(frozen=True, slots=True)
class Pace:
    """Calls evenly over the minute, so that no 60 seconds see more than `rpm` of them begin; None is no limit."""

    rpm: int | None
    next_at: float = float("-inf")

    def opens_in(self, now: float) -> float:
        """Seconds until the next call may begin."""
        return max(0.0, self.next_at - now)

    def started(self, now: float) -> "Pace":
        """A call begins."""
        return replace(self, next_at=now + MINUTE / self.rpm) if self.rpm else self
