"""The spread of outcomes over replications: quantiles and shares, with intervals that suppose no distribution.

What a mean is worth is another question, and the two are never mixed: estimates.py.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from takarusim.statistics.estimates import Estimate

__all__ = ["quantile_interval", "share_interval"]


def quantile_interval(values: ArrayLike, q: float, *, confidence: float = 0.95, unit: str = "") -> Estimate:
    """Estimates a quantile over replications by order statistics: exact, whatever the distribution.

    Returns
    -------
    Estimate
        `mean` is the point estimate (Hyndman and Fan's type 8); what would lie beyond the values is NaN, never the
        greatest of them. `confidence` is the exact coverage of the nearest two ranks that have what is asked for.

    Examples
    --------
    >>> found = quantile_interval(range(1, 101), 0.9)
    >>> found.low, found.high, round(found.confidence, 6)
    (84.0, 96.0, 0.95569)
    """
    from scipy.special import bdtr

    _check("confidence", confidence)
    _check("q", q)
    found = np.asarray(values, np.float64)
    ordered = np.sort(found[~np.isnan(found)], axis=None)
    n = len(ordered)
    is_within = 1 <= (n + 1 / 3) * q + 1 / 3 <= n
    point = float(np.quantile(ordered, q, method="median_unbiased")) if is_within else math.nan
    below = np.asarray(bdtr(np.arange(n, dtype=np.float64), n, q))  # [k]: at most k values lie below the quantile
    upper = np.searchsorted(below, below + confidence) + 1  # for each lower rank: the first that is far enough
    pairs = [(j - i, below[i - 1] - below[j - 1], i, j) for i, j in enumerate(upper.tolist(), 1) if j <= n]
    if not pairs:
        return Estimate(point, math.nan, math.nan, confidence, n, unit, "order statistics")
    _, coverage, i, j = min(pairs)
    return Estimate(point, float(ordered[i - 1]), float(ordered[j - 1]), float(-coverage), n, unit, "order statistics")


def share_interval(successes: int, n: int, *, confidence: float = 0.95) -> Estimate:
    """Estimates a probability from independent yes-or-no replications by Wilson's interval.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209.

    Examples
    --------
    >>> found = share_interval(30, 30)
    >>> found.mean, round(found.low, 3), found.high
    (1.0, 0.886, 1.0)
    """
    from scipy.special import ndtri

    _check("confidence", confidence)
    if not 0 <= successes <= n:
        raise ValueError(f"successes must be from 0 to {n}, got {successes}")
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, confidence, 0, "share", "Wilson")
    z, p = float(ndtri((1 + confidence) / 2)), successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = 0.0 if successes == 0 else centre - half, 1.0 if successes == n else centre + half
    return Estimate(p, low, high, confidence, n, "share", "Wilson")


def _check(name: str, value: float) -> None:
    if not 0 < value < 1:
        raise ValueError(f"{name} must be between 0 and 1, got {value}")
