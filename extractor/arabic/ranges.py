"""Ranges of a text, to be asked again and again whether one of them shares code points with another range."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate


class Ranges:
    """Half-open ranges of code points; a question costs the logarithm of their number."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Sort them once; `_ends` is the furthest end of the ranges up to each."""
        self._ranges = sorted(ranges)
        self._ends = list(accumulate((end for _, end in self._ranges), max))

    def meet(self, start: int, end: int) -> bool:
        """Whether one of them overlaps `start:end`."""
        before = bisect_left(self._ranges, (end, 0))
        return before > 0 and self._ends[before - 1] > start
