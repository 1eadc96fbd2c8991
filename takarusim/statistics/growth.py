"""Whether work in progress grows without end, has forgotten its beginning, or cannot be told to do either.

Over a run that begins empty, the straight line through work in progress rises by a share of its mean: by none in the
long run where there is a steady state, by 2 where more comes than can be done, and by 1.2 where just as much comes as
can be done, for then it grows with the square root of time. So both answers are shown by a test, and a run that bears
neither is too short. Reading order: growth, Growth.
"""

import math
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from takarusim.statistics.estimates import Estimate, mean_interval

__all__ = ["Growth", "growth"]

SETTLED, SURELY_SETTLED = 0.5, 0.95  # a rise by less than this share, with this confidence, is a beginning forgotten
GROWS, SURELY_GROWS = 0.8, 0.99  # a rise by more is a growth without end: 1.2 at a load of just 1
ENOUGH, MOST = 2.0, 64.0  # times as long: the least that is asked for, and the most that is foreseen


class Growth(NamedTuple):
    """What a run says of its work in progress."""

    verdict: Literal["settled", "grows", "untold"]
    rise: float  # over the run, of the straight line through it, as a share of its mean; NaN: nothing to look at
    longer: float  # times as long a run as might tell; 1: this one does


def growth(levels: ArrayLike) -> Growth:
    """Tells whether work in progress grows, from its means over the periods of independent runs that begin empty.

    Each test is Student's on `rise - limit x mean` over the runs, as Fieller's for a ratio, so that runs with more work
    in progress throughout say no more than others.

    Parameters
    ----------
    levels : (runs, periods)
        At least two of each, else nothing is told.

    Examples
    --------
    >>> growth([[4, 4, 5, 4], [5, 4, 4, 4], [4, 5, 4, 5]]).verdict
    'settled'
    >>> growth([[1, 3, 5, 7], [1, 3, 6, 8], [1, 4, 6, 9], [1, 3, 5, 8]]).verdict
    'grows'
    """
    rows = np.asarray(levels, np.float64)
    if rows.ndim != 2:
        raise ValueError(f"levels must have two dimensions (runs, periods), got shape {rows.shape}")
    if min(rows.shape) < 2:
        return Growth("untold", math.nan, ENOUGH)
    periods = rows.shape[1]
    time = (np.arange(periods) + 0.5) / periods - 0.5  # from -1/2 to 1/2 over the run
    rises, means = rows @ time / (time @ time), rows.mean(axis=1)
    mean = float(means.mean())
    if not mean > 0:
        return Growth("settled", 0.0, 1.0)
    rise = float(rises.mean()) / mean
    one_sided = 2 * SURELY_SETTLED - 1
    if mean_interval(rises - SETTLED * means, confidence=one_sided).high <= 0:
        return Growth("settled", rise, 1.0)
    if mean_interval(rises - GROWS * means, confidence=2 * SURELY_GROWS - 1).low > 0:
        return Growth("grows", rise, 1.0)
    return Growth("untold", rise, _longer(mean_interval(rises, confidence=one_sided), mean))


def _longer(rise: Estimate, mean: float) -> float:
    """Returns how many times as long a run might tell: what half an interval is of the limit falls with the root."""
    return float(np.clip(2 * (rise.half_width / (SETTLED * mean)) ** 2, ENOUGH, MOST))
