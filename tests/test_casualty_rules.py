"""The rule on duplicate counts: it finds what a comparison of every pair finds, in time linear in the counts."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from extractor.arabic.scan import scan
from extractor.validators.case import Case
from extractor.validators.casualties import RULES
from schemas.base import Span
from schemas.casualty import Casualty, CasualtyStatus, Harm, Who
from schemas.items import Items
from schemas.quantity import Bound, Quantity
from schemas.state import State

TEXT = "قتل خمسة وأصيب ستة. " * 20
Count = tuple[int, int, int, Harm]
SEEN = scan(TEXT, None)
RULE = next(rule for rule in RULES if rule.name == "casualties.duplicate")


def casualty(number: int, count: Count) -> Casualty:
    start, length, figure, harm = count
    words = Span(start=start, end=start + length, quote="x" * length)
    quantity = Quantity(
        raw=words.quote, evidence=words, low=figure, high=figure, bound=Bound.EXACT, form=None, unit=None
    )
    return Casualty(
        id=f"k{number}",
        state=State.ACCEPTED,
        evidence=[words],
        incident_id=None,
        claim_id=None,
        harm=harm,
        status=CasualtyStatus.COUNTED,
        count=quantity,
        who=Who(raw=None, group=None),
        named=[],
        cumulative=None,
        subset_of=None,
        supersedes=None,
    )


def found(counts: Sequence[Count]) -> set[str]:
    items = Items(casualties=tuple(casualty(n, count) for n, count in enumerate(counts)))
    return {problem.item for problem in RULE.check(Case(SEEN, items))}


def same(one: Count, other: Count) -> bool:
    shared = min(one[0] + one[1], other[0] + other[1]) > max(one[0], other[0])
    return one[3] is other[3] and (one[:2] == other[:2] or (shared and one[2] == other[2]))


COUNTS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 9), st.integers(1, 3), st.sampled_from([Harm.KILLED, Harm.INJURED])),
    max_size=12,
)


@given(COUNTS)
def test_a_repeated_count_is_one_that_some_earlier_count_equals(counts: list[Count]) -> None:
    assert found(counts) == {f"k{b}" for a, b in combinations(range(len(counts)), 2) if same(counts[a], counts[b])}


@pytest.mark.no_cover  # the tracer would be timed, too
def test_thousands_of_counts_take_linear_time() -> None:
    cases = {size: _many_counts(size) for size in (500, 4000)}
    assert_linear(lambda size: list(RULE.check(cases[size])), 500)


def _many_counts(size: int) -> Case:
    return Case(SEEN, Items(casualties=tuple(casualty(n, (4 * n, 3, 5, Harm.KILLED)) for n in range(size))))
