"""The mean of shares over replications, also where nearly all orders, or all of them, come to the same.

A t interval supposes that the spread is seen. Near 0 and 1 it is not: equal values have an interval of no length. Here
a share is worth as many independent orders as its spread over replications says, and no fewer than there are looks at
it (`looks`: spans of a replication that hardly know of each other); the interval is Clopper and Pearson's of so many.
"""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from takarusim.statistics.estimates import Estimate, mean_interval

__all__ = ["share_difference", "share_mean"]


def share_mean(values: ArrayLike, *, looks: float = 1.0, confidence: float = 0.95) -> Estimate:
    """Estimates the mean of shares from independent replications by an interval that is never empty.

    Parameters
    ----------
    values : (r,) from 0 to 1; NaN is left out
    looks : float
        How many looks at the share a replication is worth where its spread cannot be seen; 1 supposes nothing.
    confidence : float

    Returns
    -------
    Estimate
        Clopper and Pearson's interval of an effective number of orders. Where the values vary this is hardly other than
        Student's t.

    Source
    ------
    Korn and Graubard (1998), Survey Methodology 24, 193: the effective number, with its degrees of freedom.

    Examples
    --------
    >>> found = share_mean([1.0] * 30, looks=12)
    >>> found.mean, round(found.low, 4), found.high
    (1.0, 0.9898, 1.0)
    """
    plain = mean_interval(values, confidence=confidence, unit="share")
    if not math.isfinite(plain.low):
        return plain
    defined = np.asarray(values, np.float64)
    defined = defined[~np.isnan(defined)]
    mean = min(max(plain.mean, 0.0), 1.0)
    n = _effective(defined, mean, len(defined) * max(looks, 1.0), confidence)
    low, high = _clopper_pearson(mean * n, n, confidence)
    return replace(plain, low=min(low, plain.mean), high=max(high, plain.mean), method="Clopper-Pearson")


def share_difference(differences: ArrayLike, *, looks: float = 1.0, confidence: float = 0.95) -> Estimate:
    """Estimates the mean difference of two shares from paired replications by an interval that is never empty.

    Parameters
    ----------
    differences : (r,) from -1 to 1; NaN is left out
    looks, confidence : as in `share_mean`

    Returns
    -------
    Estimate
        Student's interval, and no less wide than what the share of orders that differ may be above what it is found.

    Examples
    --------
    >>> found = share_difference([0.0] * 30, looks=12)
    >>> found.mean, round(found.low, 4), round(found.high, 4)
    (0.0, -0.0102, 0.0102)
    """
    plain = mean_interval(differences, confidence=confidence, unit="share")
    if not math.isfinite(plain.low):
        return plain
    apart = share_mean(np.abs(np.asarray(differences, np.float64)), looks=looks, confidence=confidence)
    half = max(plain.half_width, apart.high - apart.mean)
    return replace(plain, low=plain.mean - half, high=plain.mean + half).within(-1.0, 1.0)


def _effective(defined: np.ndarray, mean: float, looks: float, confidence: float) -> float:
    """Returns how many independent orders would spread as these replications do.

    The spread of a share that only some replications see is known as ill as from so few of them; then it is looks that
    count.
    """
    variance = float(defined.var(ddof=1)) / len(defined)
    if not variance > 0 or (defined == defined[0]).all():
        return looks
    seen = mean * (1 - mean) / variance
    some = int(np.count_nonzero(defined != np.round(mean)))  # replications in which the rarer outcome came
    rarely = seen * _loss(some, confidence)
    return max(1.0, min(seen * _loss(len(defined), confidence), max(rarely, looks)))


def _loss(n: int, confidence: float) -> float:
    """Returns what part of an effective number is left for a spread known from n values: (z / t)^2."""
    from scipy.special import ndtri, stdtrit

    return float(ndtri((1 + confidence) / 2) / stdtrit(n - 1, (1 + confidence) / 2)) ** 2 if n > 1 else 0.0


def _clopper_pearson(successes: float, n: float, confidence: float) -> tuple[float, float]:
    """Returns the interval of a share of n, which need be no whole numbers."""
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    low = float(betaincinv(successes, n - successes + 1, tail)) if successes > 0 else 0.0
    high = float(betaincinv(successes + 1, n - successes, 1 - tail)) if successes < n else 1.0
    return low, high
