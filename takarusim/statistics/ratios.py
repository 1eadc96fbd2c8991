"""A ratio of means of paired numbers, with Fieller's interval."""

import math

import numpy as np
from numpy.typing import ArrayLike

from takarusim.statistics.estimates import Estimate, student

__all__ = ["ratio"]


def ratio(tops: ArrayLike, bottoms: ArrayLike, *, confidence: float = 0.95, unit: str = "") -> Estimate:
    """Estimates the mean of tops over the mean of bottoms; all NaN where the latter's sign cannot be told.

    Parameters
    ----------
    tops, bottoms : (r,)
        A pair for each replication; one with a NaN is left out.
    unit : that of the ratio

    References
    ----------
    Fieller, Some problems in interval estimation, JRSS B 16 (1954): the ratios that a t test does not refute.

    Examples
    --------
    >>> one = ratio([6.0, 6.0, 6.0], [1.0, 2.0, 3.0], confidence=0.5)
    >>> round(one.low, 2), one.mean, round(one.high, 2)
    (2.43, 3.0, 3.93)
    """
    pairs = np.stack([np.asarray(tops, float), np.asarray(bottoms, float)])
    pairs = pairs[:, np.isfinite(pairs).all(axis=0)]
    n = pairs.shape[1]
    untold = Estimate(math.nan, math.nan, math.nan, confidence, n, unit, "Fieller")
    if n < 2:
        return untold
    (top, bottom), spread = pairs.mean(axis=1), np.cov(pairs) * student(confidence, n) ** 2 / n
    a, b, c = bottom**2 - spread[1, 1], top * bottom - spread[0, 1], top**2 - spread[0, 0]
    if a <= 0:  # the mean of the bottoms may be 0
        return untold
    middle, half = float(b / a), math.sqrt(max(0.0, b**2 - a * c)) / float(a)
    return Estimate(float(top / bottom), middle - half, middle + half, confidence, n, unit, "Fieller")
