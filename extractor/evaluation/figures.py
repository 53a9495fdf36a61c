"""The figures over many articles: shares of summed counts, with bootstrap intervals over the articles."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from extractor.evaluation.measuring import Tally
from schemas.items import KINDS

_RESAMPLES = 1000
_SEED = 20231007  # the same articles give the same intervals
Figure = Callable[[Tally], float | None]
"""A share or a mean of counts; None where nothing was counted."""


def _share(tally: Tally, part: str, whole: str) -> float | None:
    return tally[part] / tally[whole] if tally[whole] else None


def _found_share(tally: Tally, part: str, whole: str) -> float:
    return _share(tally, part, whole) or 0.0  # nothing found is a precision of 0, not an unknown one


def _f1(tally: Tally, kind: str) -> float | None:
    every = tally[f"{kind}.gold"] + tally[f"{kind}.found"]
    return 2 * tally[f"{kind}.matched"] / every if every else 0.0


def _overall(tally: Tally) -> float | None:
    return sum(_f1(tally, kind) or 0.0 for kind in KINDS) / len(KINDS)


def _of(part: str, whole: str) -> Figure:
    return partial(_share, part=part, whole=whole)


def _per_article(name: str, scale: float = 1.0) -> Figure:
    return lambda tally: tally[name] / tally["runs"] / scale if tally["runs"] else None


FIGURES: Mapping[str, Figure] = {
    "overall": _overall,
    **dict(
        chain.from_iterable(
            (
                (f"{kind}.f1", partial(_f1, kind=kind)),
                (f"{kind}.precision", partial(_found_share, part=f"{kind}.matched", whole=f"{kind}.found")),
                (f"{kind}.recall", partial(_found_share, part=f"{kind}.matched", whole=f"{kind}.gold")),
                (f"{kind}.accepted_precision", _of(f"{kind}.accepted_matched", f"{kind}.accepted")),
                (f"{kind}.accepted_recall", _of(f"{kind}.accepted_matched", f"{kind}.gold")),
            )
            for kind in KINDS
        )
    ),
    **{f"incident.{field}": _of(f"incident.{field}", "incident.pairs") for field in ("role", "date", "attacker")},
    **{
        f"casualty.{field}": _of(f"casualty.{field}", "casualty.pairs")
        for field in ("incident", "group", "cumulative", "all")
    },
    "ungrounded": _of("leaves.ungrounded", "leaves"),
    "escape": _of("wrong.accepted", "wrong"),
    "review_load": _of("items.review", "items"),
    "false_rejects": _of("right.rejected", "right"),
    "output_tokens": _per_article("tokens.output"),
    "input_tokens": _per_article("tokens.input"),
    "cached_tokens": _per_article("tokens.cached"),
    "seconds": _per_article("milliseconds", 1000),
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over all articles and the 95 % percentile interval of resampled ones; None where nothing was counted."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """How much higher a figure is than another run's on the same articles, and in which share of resamples it is."""

    value: float | None
    low: float | None
    high: float | None
    above: float | None


def estimates(tallies: Sequence[Tally]) -> dict[str, Estimate]:
    """Every figure of some articles, at least one."""
    columns = _columns(tallies)
    drawn = [_summed(columns, chosen) for chosen in _samples(len(tallies))]
    whole = _summed(columns, range(len(tallies)))
    return {name: Estimate(figure(whole), *_interval([figure(t) for t in drawn])) for name, figure in FIGURES.items()}


def differences(these: Sequence[Tally], those: Sequence[Tally]) -> dict[str, Difference]:
    """Every figure of one run less that of another on the same articles in the same order: a paired bootstrap."""
    left, right = _columns(these), _columns(those)
    drawn = [(_summed(left, chosen), _summed(right, chosen)) for chosen in _samples(len(these))]
    whole = _summed(left, range(len(these))), _summed(right, range(len(those)))
    return {name: _difference(figure, whole, drawn) for name, figure in FIGURES.items()}


def _difference(figure: Figure, whole: tuple[Tally, Tally], drawn: Sequence[tuple[Tally, Tally]]) -> Difference:
    less = [_less(figure(a), figure(b)) for a, b in drawn]
    known = [value for value in less if value is not None]
    above = sum(value > 0 for value in known) / len(known) if known else None
    return Difference(_less(*map(figure, whole)), *_interval(less), above)


def _less(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a - b


def _samples(articles: int) -> list[list[int]]:
    chance = random.Random(_SEED)
    return [chance.choices(range(articles), k=articles) for _ in range(_RESAMPLES)]


def _columns(tallies: Sequence[Tally]) -> dict[str, list[int]]:
    names = set(chain.from_iterable(tallies))
    return {name: [tally[name] for tally in tallies] for name in names}


def _summed(columns: Mapping[str, list[int]], chosen: Iterable[int]) -> Tally:
    rows = tuple(chosen)
    return Tally({name: sum(map(column.__getitem__, rows)) for name, column in columns.items()})


def _interval(values: Sequence[float | None]) -> tuple[float | None, float | None]:
    known = sorted(value for value in values if value is not None)
    if not known:
        return None, None
    return known[int(0.025 * len(known))], known[min(len(known) - 1, int(0.975 * len(known)))]
