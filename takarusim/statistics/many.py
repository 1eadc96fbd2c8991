"""The means of very many KPIs at once, a row each: the same numbers as `responses.estimate` gives one by one.

KPIs by month are tens of thousands, of which each has its interval; here all rows go through each step together.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.statistics import shares

__all__ = ["Means", "means"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


class Means(NamedTuple):
    """Means over replications with their intervals, one row each; NaN: not available."""

    mean: Floats  # (k,)
    low: Floats  # (k,)
    high: Floats  # (k,)
    n: Counts  # (k,)  replications in which it was defined


def means(values: Floats, is_share: Flags, limits: Floats, confidence: float = 0.95) -> Means:
    """Returns the mean of each row with its interval.

    Parameters
    ----------
    values : (k, r); NaN is left out
    is_share : (k,)
        Whether it is a share of orders: Clopper and Pearson's interval, never empty, of one look a replication. Of all
        others it is Student's.
    limits : (k, 2)
        Between which a row's interval must lie.
    confidence : float
    """
    from scipy.special import stdtrit

    is_known = ~np.isnan(values)
    n = is_known.sum(axis=1)
    some = np.where(n > 0, n, 1)
    first = values[np.arange(len(values)), is_known.argmax(axis=1)]
    varies = (is_known & (values != first[:, None])).any(axis=1)
    mean = np.where(varies, np.where(is_known, values, 0.0).sum(axis=1) / some, first)
    squares = np.where(is_known, values - mean[:, None], 0.0) ** 2
    error = np.sqrt(squares.sum(axis=1) / np.maximum(n - 1, 1) / some) * varies  # of the mean
    half = np.where(n > 1, stdtrit(np.maximum(n - 1, 1), (1 + confidence) / 2) * error, np.nan)
    low, high = np.maximum(mean - half, limits[:, 0]), np.minimum(mean + half, limits[:, 1])
    k = np.flatnonzero(is_share & (n > 1))
    rarely = (is_known[k] & (values[k] != np.round(np.clip(mean[k], 0, 1))[:, None])).sum(axis=1)
    low[k], high[k] = shares.ends(mean[k], error[k] ** 2, rarely, n[k], confidence=confidence)
    return Means(mean, low, high, n)
