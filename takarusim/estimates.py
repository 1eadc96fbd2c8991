"""Estimates from replications: means and quantiles with their intervals, paired differences, warm-up, stopping.

Pure functions of arrays; an `Estimate` is the only thing a face may show. NaN (an undefined KPI) is left out, and `n`
says how many values were defined.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Estimate",
    "is_precise",
    "is_skewed",
    "mean_interval",
    "mser",
    "paired_difference",
    "quantile_interval",
    "replications_needed",
    "replications_to_tell",
    "share_interval",
    "simultaneous",
    "variance_ratio",
    "welch",
]

FEWEST = 20  # replications before a precision is believed
RESAMPLES = 2000
FROM_BOOTSTRAP = (
    30  # replications: below, Bonferroni's t is exact for normal differences; from here on max-|t| covers better
)
MOST = 1_000_000  # replications: more is said to be out of reach


@dataclass(frozen=True)
class Estimate:
    """An estimated number with its interval."""

    mean: float
    low: float  # NaN: fewer than two values
    high: float
    confidence: float
    n: int  # replications in which it was defined
    unit: str = ""
    method: str = ""

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return (self.high - self.low) / 2


def _t(confidence: float, n: int) -> float:
    """Returns the two-sided critical value of Student's t for n values."""
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, (1 + confidence) / 2))


def _defined(values: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(values, np.float64)
    return array[~np.isnan(array)]


def mean_interval(values: ArrayLike, *, confidence: float = 0.95, unit: str = "") -> Estimate:
    """Estimates the mean over independent replications by Student's t.

    Parameters
    ----------
    values : (r,) in the KPI's unit

    Examples
    --------
    >>> round(mean_interval([1.0, 2.0, 3.0]).low, 3)
    -0.484
    """
    defined = _defined(values)
    n = len(defined)
    mean = float(defined.mean()) if n else math.nan
    if n < 2:
        return Estimate(mean, math.nan, math.nan, confidence, n, unit, "t")
    half = _t(confidence, n) * float(defined.std(ddof=1)) / math.sqrt(n)
    return Estimate(mean, mean - half, mean + half, confidence, n, unit, "t")


def is_skewed(values: ArrayLike) -> bool:
    """Returns whether values are so skewed that a t interval of their mean covers less than it says."""
    defined = _defined(values)
    sd = float(defined.std()) if len(defined) > 2 else 0.0
    if sd == 0:
        return False
    skewness = float(((defined - defined.mean()) ** 3).mean()) / sd**3
    return abs(skewness) / math.sqrt(len(defined)) > 0.2


def paired_difference(a: ArrayLike, b: ArrayLike, *, confidence: float = 0.95, unit: str = "") -> Estimate:
    """Estimates the mean of a - b over common replications.

    Parameters
    ----------
    a, b : (r,) in the KPI's unit
        One response per replication, with the same draws in the same order.

    Examples
    --------
    >>> paired_difference([3.0, 5.0], [1.0, 2.0]).mean
    2.5

    Source
    ------
    The paired-t interval: Law, Simulation Modeling and Analysis, chapter on comparing alternative configurations.
    """
    difference = np.asarray(a, np.float64) - np.asarray(b, np.float64)
    estimate = mean_interval(difference, confidence=confidence, unit=unit)
    return Estimate(estimate.mean, estimate.low, estimate.high, confidence, estimate.n, unit, "paired t")


def simultaneous(differences: ArrayLike, *, confidence: float = 0.95, unit: str = "", seed: int) -> list[Estimate]:
    """Estimates several paired means whose intervals hold all at once, whatever their correlation.

    Parameters
    ----------
    differences : (k, r) in the KPI's unit
        Row j: replications of comparison j, paired over the columns.
    seed : int
        Of the resampling.

    Returns
    -------
    list of k Estimates
        Bonferroni's t below 30 replications, from 30 on the max-|t| bootstrap over whole replications.

    Source
    ------
    Westfall and Young (1993), Resampling-Based Multiple Testing; Romano and Wolf (2005), Econometrica 73, 1237.
    """
    rows = np.asarray(differences, np.float64)
    k, r = rows.shape
    joint = 1 - (1 - confidence) / k
    plain = [mean_interval(row, confidence=joint, unit=unit) for row in rows]
    if r < FROM_BOOTSTRAP or np.isnan(rows).any():
        return [Estimate(e.mean, e.low, e.high, confidence, e.n, unit, "Bonferroni t") for e in plain]
    mean, se = rows.mean(axis=1), rows.std(axis=1, ddof=1) / math.sqrt(r)
    varies = se > 0
    critical = _max_t(rows[varies], mean[varies], confidence, seed) if varies.any() else 0.0
    half = critical * se
    return [
        Estimate(float(m), float(m - h), float(m + h), confidence, r, unit, "max-|t| bootstrap")
        for m, h in zip(mean, half, strict=True)
    ]


def _max_t(rows: NDArray[np.float64], mean: NDArray[np.float64], confidence: float, seed: int) -> float:
    """Returns the critical value of the largest |t| over the rows, by resampling columns."""
    k, r = rows.shape
    picks = np.random.default_rng(seed).integers(0, r, (RESAMPLES, r))
    largest = np.zeros(RESAMPLES)
    for j in range(k):
        drawn = rows[j][picks]
        se = drawn.std(axis=1, ddof=1) / math.sqrt(r)
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.abs(drawn.mean(axis=1) - mean[j]) / se
        largest = np.maximum(largest, np.nan_to_num(t, posinf=np.inf))
    return float(np.quantile(largest, confidence, method="median_unbiased"))


def variance_ratio(a: ArrayLike, b: ArrayLike) -> float:
    """Returns the gain of common random numbers: the variance of a - b if independent, over what it is; NaN: none."""
    x, y = np.asarray(a, np.float64), np.asarray(b, np.float64)
    kept = ~np.isnan(x - y)
    if kept.sum() < 2:
        return math.nan
    paired = float((x - y)[kept].var(ddof=1))
    return float(x[kept].var(ddof=1) + y[kept].var(ddof=1)) / paired if paired > 0 else math.nan


def replications_needed(values: ArrayLike, half_width: float, *, confidence: float = 0.95) -> int | None:
    """Returns how many replications in all would reach a half-width, if the spread stays; None: out of reach.

    Raises
    ------
    ValueError
        If the half-width is not above 0.
    """
    if not half_width > 0:
        raise ValueError(f"half_width must be above 0, got {half_width}")
    defined = _defined(values)
    if len(defined) < 2:
        return None
    sd, n = float(defined.std(ddof=1)), 2
    while n <= MOST and _t(confidence, n) * sd / math.sqrt(n) > half_width:
        n = max(n + 1, math.ceil((_t(confidence, n) * sd / half_width) ** 2 * 0.9) if n > 30 else n + 1)
    return n if n <= MOST else None


def replications_to_tell(differences: ArrayLike, *, confidence: float = 0.95) -> int | None:
    """Returns how many replications in all would tell a difference from 0, if its mean stays; None: never."""
    defined = _defined(differences)
    mean = float(defined.mean()) if len(defined) else 0.0
    return replications_needed(defined, abs(mean), confidence=confidence) if mean else None


def is_precise(
    values: ArrayLike, *, absolute: float = math.inf, relative: float = math.inf, confidence: float = 0.95
) -> bool:
    """Returns whether the mean of at least 20 replications is as precise as asked.

    Parameters
    ----------
    absolute : half-width in the KPI's unit
    relative : half-width as a share g of the true mean; the estimated one must keep to g / (1 + g)

    Source
    ------
    Law, Simulation Modeling and Analysis, section on specified precision.
    """
    estimate = mean_interval(values, confidence=confidence)
    if estimate.n < FEWEST:
        return False
    share = relative / (1 + relative) if math.isfinite(relative) else math.inf
    is_relative = math.isinf(share) or estimate.half_width <= share * abs(estimate.mean)
    return estimate.half_width <= absolute and is_relative


def quantile_interval(values: ArrayLike, q: float, *, confidence: float = 0.95, unit: str = "") -> Estimate:
    """Estimates a quantile over replications by order statistics: exact, whatever the distribution.

    Returns
    -------
    Estimate
        `mean` is the point estimate; low and high are NaN where there are too few values. `confidence` is the exact
        coverage of the shortest pair of ranks.
    """
    from scipy.special import bdtr

    ordered = np.sort(_defined(values))
    n = len(ordered)
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, confidence, 0, unit, "order statistics")
    point = float(np.quantile(ordered, q, method="median_unbiased"))
    below = np.array([0.0, *(float(bdtr(k, n, q)) for k in range(n))])  # below[j]: fewer than j values under it
    best: tuple[int, int] | None = None
    for i in range(1, n):
        j = int(np.searchsorted(below, below[i] + confidence - 1e-12))
        if i < j <= n and (best is None or j - i < best[1] - best[0]):
            best = (i, j)
    if best is None or best[1] > n:
        return Estimate(point, math.nan, math.nan, confidence, n, unit, "order statistics")
    i, j = best
    low, high = float(ordered[i - 1]), float(ordered[j - 1])
    return Estimate(point, low, high, float(below[j] - below[i]), n, unit, "order statistics")


def share_interval(successes: int, n: int, *, confidence: float = 0.95) -> Estimate:
    """Estimates a probability from independent yes-or-no replications by Wilson's interval.

    Source
    ------
    Wilson (1927), Journal of the American Statistical Association 22, 209.
    """
    from scipy.special import ndtri

    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, confidence, 0, "share", "Wilson")
    z, p = float(ndtri((1 + confidence) / 2)), successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return Estimate(p, max(0.0, centre - half), min(1.0, centre + half), confidence, n, "share", "Wilson")


def mser(series: ArrayLike, batch: int = 5) -> int | None:
    """Returns how many values to leave out at the beginning of a series; None: it is too short to say.

    Parameters
    ----------
    series : (n,)
        One long run, or the mean over replications at each time.
    batch : int
        Values averaged before the search: 5 is MSER-5.

    Examples
    --------
    >>> mser([9, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], batch=1)
    2

    Source
    ------
    White (1997), Simulation 69, 323; Franklin and White (2008), Winter Simulation Conference.
    """
    values = np.asarray(series, np.float64)
    m = len(values) // batch
    z = values[: m * batch].reshape(m, batch).mean(axis=1)
    last = m // 2
    if m < 2:
        return None
    left = m - np.arange(last + 1)
    sums, squares = np.cumsum(z[::-1])[::-1], np.cumsum((z - z.mean())[::-1] ** 2)[::-1]
    centred = (sums[: last + 1] - left * z.mean()) / left
    g = (squares[: last + 1] - left * centred**2) / left.astype(float) ** 2
    best = int(np.argmin(np.round(g, 15)))
    return None if best == last else best * batch


def welch(series: ArrayLike, half_width: int) -> NDArray[np.float64]:
    """Returns the centred moving average of a series, (n - half_width,), its window shrinking at the beginning.

    Source
    ------
    Welch (1983), in The Computer Performance Modeling Handbook; to be looked at: `mser` decides.
    """
    values = np.asarray(series, np.float64)
    n, total = len(values), np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(max(0, n - half_width))
    w = np.minimum(at, half_width)
    smooth: NDArray[np.float64] = (total[at + w + 1] - total[at - w]) / (2 * w + 1)
    return smooth
