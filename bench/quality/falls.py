"""How much a figure falls where other answers stand in place of the model's: a paired bootstrap over the articles."""

import random
from collections.abc import Sequence
from statistics import fmean

from extractor.evaluation.figures import Difference, Figure
from extractor.evaluation.measuring import Tally

_RESAMPLES = 2_000
_SEED = 20231007  # the same articles give the same interval


def fall(model: Sequence[Tally], draws: Sequence[Sequence[Tally]], figure: Figure) -> Difference:
    """The model's figure less that of the others, with the 95 % percentile interval and the share above 0.

    Each resample takes articles with replacement, the same ones of both, and one of the draws of the other reader, so
    that its luck is in the interval. `value` is the mean over the resamples.
    """
    chance = random.Random(_SEED)
    known = []
    for _ in range(_RESAMPLES):
        rows, other = chance.choices(range(len(model)), k=len(model)), chance.choice(draws)
        values = [figure(sum((tallies[row] for row in rows), Tally())) for tallies in (model, other)]
        if values[0] is not None and values[1] is not None:
            known.append(values[0] - values[1])
    if not known:
        return Difference(None, None, None, None)
    known.sort()
    low, high = known[int(0.025 * len(known))], known[min(len(known) - 1, int(0.975 * len(known)))]
    return Difference(fmean(known), low, high, sum(value > 0 for value in known) / len(known))
