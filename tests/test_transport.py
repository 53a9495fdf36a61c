"""When a call may be sent: laws of the state machines under any course of events, and the gate on a real clock."""

import asyncio
import contextlib
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.transport.breaker import FIRST_PROBE_SECONDS, LONGEST_PAUSE_SECONDS, TRIPS_AT, Breaker
from extractor.transport.gate import Gate
from extractor.transport.limits import InFlight, Pace
from extractor.transport.traffic import Change, GaveUp, Limits, Outcome, Ticket, Traffic

BAD = [Outcome.FAULT, Outcome.AWAY, Outcome.UNREACHABLE]
GOOD = [Outcome.ANSWERED, Outcome.LIMITED]
gaps = st.floats(0, 100, allow_nan=False)


def tripped(patience: float = 600.0, *, heard: bool = True) -> Breaker:
    """Open since second 0."""
    breaker = Breaker(patience, heard=heard)
    for _ in range(TRIPS_AT):
        breaker = breaker.failed(0.0, probe=False, heard=heard)
    return breaker


# --- the breaker


def test_it_opens_after_failures_in_a_row_only() -> None:
    breaker = Breaker(600.0)
    for _ in range(TRIPS_AT - 1):
        breaker = breaker.failed(0.0, probe=False, heard=True)
    assert not breaker.is_open
    assert not breaker.answered().failed(0.0, probe=False, heard=True).is_open
    assert breaker.failed(0.0, probe=False, heard=True).is_open


def test_one_probe_at_a_time() -> None:
    breaker = tripped()
    assert breaker.opens_in(0.0) == FIRST_PROBE_SECONDS
    assert breaker.opens_in(FIRST_PROBE_SECONDS) == 0
    assert breaker.started().opens_in(1e9) == float("inf")
    assert breaker.started().answered().opens_in(0.0) == 0


def test_probes_grow_apart_up_to_a_bound() -> None:
    breaker, now, pauses = tripped(1e9), 0.0, []
    for _ in range(12):
        pauses.append(breaker.opens_in(now))
        now += pauses[-1]
        breaker = breaker.started().failed(now, probe=True, heard=False)
    assert pauses[:4] == [1, 2, 4, 8]
    assert max(pauses) == pauses[-1] == LONGEST_PAUSE_SECONDS


def test_failures_from_before_it_opened_move_no_probe() -> None:
    breaker = tripped()
    assert breaker.failed(0.9, probe=False, heard=True) == breaker


@given(st.lists(st.tuples(gaps, st.sampled_from([*BAD, *GOOD]))), st.floats(0, 1000))
def test_a_server_is_given_up_only_after_the_patience(steps: list[tuple[float, Outcome]], patience: float) -> None:
    breaker, now, last_good = Breaker(patience, heard=True), 0.0, 0.0
    for gap, outcome in steps:
        now += gap
        if breaker.gave_up(now):
            assert now - last_good >= patience - 1e-6
            return
        if outcome in GOOD:
            breaker, last_good = breaker.answered(), now
        else:
            breaker = breaker.failed(now, probe=breaker.is_open, heard=outcome is Outcome.FAULT)


def test_a_server_that_was_never_there_is_given_up_at_once() -> None:
    assert tripped(heard=False).gave_up(0.0)
    assert not tripped(heard=True).gave_up(599.9)
    assert tripped(heard=True).gave_up(600.0)
    assert not tripped(heard=True).started().gave_up(600.0), "the probe may still bring the answer"


# --- how many, how fast


@given(st.integers(1, 64), st.lists(st.tuples(gaps, st.booleans()), max_size=200))
def test_what_may_be_under_way_stays_within_its_bounds(ceiling: int, steps: list[tuple[float, bool]]) -> None:
    limit, now = InFlight(ceiling, float(ceiling)), 0.0
    for gap, limited in steps:
        sent_at, now = now, now + gap
        before = limit.allowed
        limit = limit.limited(sent_at, now) if limited else limit.answered()
        assert 1 <= limit.allowed <= ceiling
        assert before / 2 <= limit.allowed <= before + 1
        assert limit.has_room(0)


def test_a_round_of_429_halves_once() -> None:
    limit = InFlight(32, 32.0)
    for _ in range(32):
        limit = limit.limited(sent_at=0.0, now=1.0)
    assert limit.allowed == 16
    assert limit.limited(sent_at=1.0, now=2.0).allowed == 8


def test_a_round_of_answers_gives_about_one_more() -> None:
    limit = InFlight(32, 8.0)
    for _ in range(8):
        limit = limit.answered()
    assert limit.allowed == pytest.approx(9, abs=0.1)


@given(st.integers(1, 6000), st.lists(gaps, min_size=2, max_size=100))
def test_no_minute_sees_more_starts_than_allowed(rpm: int, gaps: list[float]) -> None:
    pace, now, starts = Pace(rpm), 0.0, []
    for gap in gaps:
        now = now + gap / rpm
        now += pace.opens_in(now)
        pace = pace.started(now)
        starts.append(now)
    assert all(later - earlier >= 60 / rpm - 1e-9 for earlier, later in pairwise(starts))


def test_no_pace_is_no_wait() -> None:
    assert Pace(None).started(5.0).opens_in(5.0) == 0


# --- all together


@given(
    st.integers(1, 8),
    st.lists(st.tuples(st.floats(0, 40), st.sampled_from(list(Outcome)), st.floats(0, 100)), max_size=120),
)
def test_never_stuck_never_too_many(jobs: int, steps: list[tuple[float, Outcome, float]]) -> None:
    """Whatever happens: at most `jobs` under way, and with none under way the wait has an end."""
    traffic, now = Traffic(Limits(jobs, outage_seconds=1e12)), 0.0
    flying: list[Ticket] = []
    traffic.breaker = traffic.breaker.answered()
    for gap, outcome, asked in steps:
        now += gap
        while len(flying) < jobs and traffic.wait(now) == 0:
            flying.append(traffic.start(now))
        assert traffic.under_way == len(flying) <= jobs
        if flying:
            traffic.end(flying.pop(int(asked) % len(flying)), outcome, now, asked)
        if not flying:
            assert traffic.wait(now) <= max(LONGEST_PAUSE_SECONDS, 100.0)


def test_even_one_at_a_time_is_too_many() -> None:
    traffic = Traffic(Limits(jobs=1))
    traffic.end(traffic.start(0.0), Outcome.LIMITED, 1.0, asked=20.0)
    assert traffic.wait(1.0) == 20
    assert traffic.wait(21.0) == 0
    traffic.end(traffic.start(21.0), Outcome.LIMITED, 22.0)
    assert traffic.wait(22.0) == 1


@pytest.mark.parametrize("jobs", [1, 32])
def test_a_server_that_refuses_every_call_is_waited_for_and_given_up(jobs: int) -> None:
    """Else a list of articles would be gone through as fast as the server says no."""
    traffic, now, sent = Traffic(Limits(jobs, outage_seconds=600.0)), 0.0, 0
    with contextlib.suppress(GaveUp):
        while sent < 1000:
            now += traffic.wait(now)
            traffic.end(traffic.start(now), Outcome.LIMITED, now := now + 0.1)
            sent += 1
    assert 600 < now < 700
    assert sent < 40


def test_a_server_that_takes_one_call_in_a_while_is_not_given_up() -> None:
    traffic, now, answered = Traffic(Limits(jobs=8)), 0.0, 0
    next_at = 0.0
    for _ in range(2000):
        now += traffic.wait(now)
        ticket, free = traffic.start(now), now >= next_at
        next_at = now + 20 if free else next_at
        traffic.end(ticket, Outcome.ANSWERED if free else Outcome.LIMITED, now := now + 0.5)
        answered += free
    assert answered >= 200


def test_an_outage_is_told_once_and_so_is_its_end() -> None:
    traffic, told = Traffic(Limits(jobs=8)), []
    told.append(traffic.end(traffic.start(0.0), Outcome.ANSWERED, 0.0))
    tickets = [traffic.start(0.0) for _ in range(6)]
    told += [traffic.end(ticket, Outcome.UNREACHABLE, 0.0) for ticket in tickets]
    for now in (1.0, 3.0):
        assert traffic.wait(now) == 0
        told.append(traffic.end(traffic.start(now), Outcome.UNREACHABLE, now))
    told.append(traffic.end(traffic.start(7.0), Outcome.ANSWERED, 8.0))
    assert [change for change in told if change] == [Change.DOWN, Change.BACK]
    assert told[7] is Change.DOWN, "the first probe that fails"


def test_a_probe_that_fails_after_another_answer_is_one_failure() -> None:
    traffic = Traffic(Limits(jobs=8))
    slow = traffic.start(0.0)
    traffic.breaker = traffic.breaker.answered()
    for ticket in [traffic.start(0.0) for _ in range(TRIPS_AT)]:
        traffic.end(ticket, Outcome.FAULT, 0.0)
    probe = traffic.start(1.0)
    traffic.end(slow, Outcome.ANSWERED, 1.5)
    assert traffic.end(probe, Outcome.FAULT, 2.0) is None
    assert traffic.wait(2.0) == 0


def test_a_cancelled_probe_leaves_the_next_one() -> None:
    traffic = Traffic(Limits(jobs=8))
    traffic.end(traffic.start(0.0), Outcome.ANSWERED, 0.0)
    for ticket in [traffic.start(0.0) for _ in range(TRIPS_AT)]:
        traffic.end(ticket, Outcome.AWAY, 0.0)
    probe = traffic.start(1.0)
    assert traffic.wait(1.0) == float("inf")
    traffic.end(probe, Outcome.UNDECIDED, 1.0)
    assert traffic.wait(1.0) == 0


# --- the gate


def test_the_gate_keeps_the_order_and_the_number() -> None:
    async def one(gate: Gate, number: int) -> None:
        ticket = await gate.enter()
        entered.append((number, gate.traffic.under_way))
        await asyncio.sleep(0.002)
        gate.leave(ticket, Outcome.ANSWERED)

    async def many() -> None:
        gate = Gate(Limits(jobs=3), "host", lambda _: None)
        await asyncio.gather(*(one(gate, number) for number in range(20)))

    entered: list[tuple[int, int]] = []
    asyncio.run(many())
    assert [number for number, _ in entered] == list(range(20))
    assert max(under_way for _, under_way in entered) == 3


def test_a_cancelled_wait_frees_the_line() -> None:
    async def crossed() -> None:
        gate = Gate(Limits(jobs=1), "host", lambda _: None)
        ticket = await gate.enter()
        first, second = asyncio.create_task(gate.enter()), asyncio.create_task(gate.enter())
        await asyncio.sleep(0.01)
        first.cancel()
        gate.leave(ticket, Outcome.ANSWERED)
        assert not (await asyncio.wait_for(second, 5)).probe

    asyncio.run(crossed())


def test_the_gate_tells_of_an_outage_and_gives_up() -> None:
    async def down() -> None:
        gate = Gate(Limits(jobs=2, outage_seconds=1.2), "host:1", said.append)
        gate.leave(await gate.enter(), Outcome.ANSWERED)
        while True:
            gate.leave(await gate.enter(), Outcome.UNREACHABLE)

    said: list[str] = []
    started = time.monotonic()
    with pytest.raises(GaveUp) as caught:
        asyncio.run(down())
    assert caught.value.heard
    assert time.monotonic() - started >= 1.2
    assert said == ["note: host:1 serves no call; nothing is sent until it does, for at most 1.2 s."]
