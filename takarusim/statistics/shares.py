"""The mean of shares over replications, also where nearly all orders, or all of them, come to the same.

A t interval supposes that the spread is seen. Near 0 and 1 it is not: equal values have an interval of no length. Here
a share is worth as many independent orders as its spread over replications says, and no fewer than there are looks at
it (`looks`: spans of a replication that hardly know of each other); the interval is Clopper and Pearson's of so many.
"""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from takarusim.statistics.estimates import Estimate, mean_interval

__all__ = ["ends", "share_difference", "share_mean"]

Floats = NDArray[np.float64]


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
    variance = 0.0 if (defined == defined[0]).all() else float(defined.var(ddof=1)) / len(defined)
    rarely = np.count_nonzero(defined != np.round(min(max(plain.mean, 0.0), 1.0)))
    low, high = ends(plain.mean, variance, rarely, len(defined), looks=looks, confidence=confidence)
    return replace(plain, low=float(low), high=float(high), method="Clopper-Pearson")


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


def ends(
    found: ArrayLike,
    variance: ArrayLike,
    rarely: ArrayLike,
    n: ArrayLike,
    *,
    looks: float = 1.0,
    confidence: float = 0.95,
) -> tuple[Floats, Floats]:
    """Returns the ends of the intervals of shares, each the mean of n replications.

    Parameters
    ----------
    found : (k,)
        The means.
    variance : (k,)
        Of the means; 0 where all replications have the same.
    rarely : (k,)
        Replications in which the rarer outcome came. The spread of a share that only some see is known as ill as from
        so few of them; then it is looks that count.
    n : (k,)
    looks, confidence : as in `share_mean`
    """
    from scipy.special import betaincinv

    mean, variance = np.clip(found, 0.0, 1.0), np.asarray(variance, np.float64)
    seen = mean * (1 - mean) / np.where(variance > 0, variance, 1)  # independent orders that would spread so
    at_least = np.multiply(n, max(looks, 1.0))
    few = np.maximum(seen * _loss(rarely, confidence), at_least)
    effective = np.where(variance > 0, np.maximum(1, np.minimum(seen * _loss(n, confidence), few)), at_least)
    met, tail = mean * effective, (1 - confidence) / 2
    missed = effective - met
    low = np.where(met > 0, betaincinv(np.maximum(met, 1e-300), missed + 1, tail), 0.0)
    high = np.where(missed > 0, betaincinv(met + 1, np.maximum(missed, 1e-300), 1 - tail), 1.0)
    return np.minimum(low, found), np.maximum(high, found)


def _loss(n: ArrayLike, confidence: float) -> Floats:
    """Returns what part of an effective number is left for a spread known from n values: (z / t)^2."""
    from scipy.special import ndtri, stdtrit

    degrees = np.maximum(np.subtract(n, 1), 1)
    kept: Floats = (ndtri((1 + confidence) / 2) / stdtrit(degrees, (1 + confidence) / 2)) ** 2
    return np.where(np.greater(n, 1), kept, 0.0)
