"""Estimates from replications: means with their intervals, paired differences, how many there must be, warm-up.

Pure functions of arrays; an `Estimate` is the only thing a face may show. A NaN is an undefined response: it is left
out, and `n` says how many values were defined. What is no row of values, pairs of unequal length and a confidence
outside 0 to 1 are a ValueError. The spread of outcomes is in quantiles.py.
"""

import math
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from takarusim.quantities.units import converted

__all__ = [
    "Estimate",
    "is_skewed",
    "mean_interval",
    "mser",
    "paired_difference",
    "replications_needed",
    "replications_to_tell",
    "simultaneous",
    "student",
    "variance_ratio",
    "welch",
]

Floats = NDArray[np.float64]

FEWEST = 20  # replications before a precision is believed
ENOUGH = 30  # replications: below, Bonferroni's t is exact for normal differences; from here on max-|t| covers better
RESAMPLES = 2000
MOST = 1_000_000  # replications: more is said to be out of reach
SKEWED = 0.2  # |skewness| / sqrt(n) above which a t interval is doubtful


@dataclass(frozen=True, eq=False)
class Estimate:
    """An estimated number with its interval; equal by value, where NaN equals NaN.

    Examples
    --------
    >>> Estimate(0.5, 0.25, 0.75, 0.95, 30, "share").half_width
    0.25
    """

    mean: float  # in `unit`; the point estimate, of a quantile or a share too
    low: float  # NaN: not available, as from fewer than two values
    high: float
    confidence: float
    n: int  # replications in which it was defined
    unit: str = ""
    method: str = ""

    @property
    def half_width(self) -> float:
        """Half the length of the interval; NaN: none."""
        return (self.high - self.low) / 2

    def within(self, low: float, high: float) -> "Estimate":
        """Returns it with an interval that stays where the estimated number must lie: it covers no less."""
        return replace(self, low=max(self.low, low), high=min(self.high, high))

    def to(self, unit: str) -> "Estimate":
        """Returns it in another unit of time; Mistake if it is no time, or that no unit of time.

        Examples
        --------
        >>> Estimate(0.5, 0.25, 0.75, 0.95, 30, "day").to("h").mean
        12.0
        """
        name, many = converted(self.unit, unit)
        return replace(self, mean=self.mean * many, low=self.low * many, high=self.high * many, unit=name)

    def __eq__(self, other: object) -> bool:
        """Tells whether all fields are equal."""
        return self._fields() == other._fields() if isinstance(other, Estimate) else NotImplemented

    def __hash__(self) -> int:
        """Returns the same for equal estimates."""
        return hash(self._fields())

    def _fields(self) -> tuple[object, ...]:
        return tuple(None if isinstance(field, float) and math.isnan(field) else field for field in astuple(self))


def mean_interval(values: ArrayLike, *, confidence: float = 0.95, unit: str = "") -> Estimate:
    """Estimates the mean over independent replications by Student's t; equal values have an interval of no length.

    Parameters
    ----------
    values : (r,) in `unit`

    Examples
    --------
    >>> round(mean_interval([1.0, 2.0, 3.0]).low, 3)
    -0.484
    """
    return _around_mean(_row(values), lambda n: student(confidence, n), confidence, unit, "t")


def is_skewed(values: ArrayLike) -> bool:
    """Returns whether values are so skewed that a t interval of their mean covers less than it says.

    Examples
    --------
    >>> is_skewed([1.0, 2.0, 3.0]), is_skewed([0.0, 0.0, 0.0, 0.0, 9.0])
    (False, True)
    """
    defined = _defined(values)
    if not _varies(defined):
        return False
    scores = (defined - defined.mean()) / defined.std()
    return bool(abs((scores**3).mean()) / math.sqrt(len(defined)) > SKEWED)


def paired_difference(a: ArrayLike, b: ArrayLike, *, confidence: float = 0.95, unit: str = "") -> Estimate:
    """Estimates the mean of a - b over common replications; exactly 0, with low = high = 0, where none differs.

    Parameters
    ----------
    a, b : (r,) in `unit`
        One response per replication, with the same draws in the same order. A pair with a NaN is left out.

    References
    ----------
    The paired-t interval: Law, Simulation Modeling and Analysis, chapter on comparing alternative configurations.

    Examples
    --------
    >>> paired_difference([3.0, 5.0], [1.0, 2.0]).mean
    2.5
    """
    return _around_mean(_differences(a, b), lambda n: student(confidence, n), confidence, unit, "paired t")


def simultaneous(differences: ArrayLike, *, confidence: float = 0.95, unit: str = "", seed: int) -> list[Estimate]:
    """Estimates several paired means whose intervals hold all at once, whatever their correlation.

    Parameters
    ----------
    differences : (k, r) in `unit`
        Row j: replications of comparison j, paired over the columns.
    seed : int
        Of the resampling.

    Returns
    -------
    list of k Estimates
        Bonferroni's t below 30 replications, from 30 on the max-|t| bootstrap over whole replications; Bonferroni's t
        too where rows without variance are drawn so often that the bootstrap knows no limit.

    References
    ----------
    Westfall and Young (1993), Resampling-Based Multiple Testing; Romano and Wolf (2005), Econometrica 73, 1237.

    Examples
    --------
    >>> [round(each.high, 2) for each in simultaneous([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]], seed=1)]
    [5.58, 0.0]
    """
    rows = np.asarray(differences, np.float64)
    if rows.ndim != 2:
        raise ValueError(f"differences must have two dimensions (k, r), got shape {rows.shape}")
    joint = 1 - (1 - confidence) / max(len(rows), 1)
    critical = _max_t([row for row in rows if _varies(row)], confidence, seed)
    if math.isfinite(critical):
        return [_around_mean(row, lambda _: critical, confidence, unit, "max-|t| bootstrap") for row in rows]
    return [_around_mean(row, lambda n: student(joint, n), confidence, unit, "Bonferroni t") for row in rows]


def _max_t(rows: list[Floats], confidence: float, seed: int) -> float:
    """Returns the critical value of the largest |t| over rows that vary, by resampling columns; infinite: none."""
    if not rows or min(int(np.isfinite(row).sum()) for row in rows) < ENOUGH:
        return math.inf
    r = len(rows[0])
    times = np.random.default_rng(seed).multinomial(r, np.full(r, 1 / r), RESAMPLES).astype(np.float64)
    largest = np.zeros(RESAMPLES)
    for row in rows:
        is_defined = np.isfinite(row)
        centred = np.where(is_defined, row - row[is_defined].mean(), 0.0)
        n, total, squares = (np.einsum("br,r->b", times, x) for x in (is_defined.astype(float), centred, centred**2))
        n = np.maximum(n, 2)
        variance = (squares - total**2 / n) / (n - 1)
        variance[variance < 1e-12 * np.mean(centred**2)] = 0.0  # what rounding leaves of none
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.abs(total / n) / np.sqrt(variance / n)
        largest = np.maximum(largest, np.where(np.isnan(t), 0.0, t))
    return float(np.quantile(largest, confidence, method="higher"))


def variance_ratio(a: ArrayLike, b: ArrayLike) -> float:
    """Returns the gain of common random numbers: the variance of a - b if independent, over what it is; NaN: none.

    Examples
    --------
    >>> round(variance_ratio([1.0, 2.0, 3.0], [1.0, 2.0, 4.0]), 6)
    10.0
    """
    differences = _differences(a, b)
    if not _varies(differences):
        return math.nan
    kept = ~np.isnan(differences)
    x, y, paired = (float(row[kept].var(ddof=1)) for row in (_row(a), _row(b), differences))
    return (x + y) / paired


def replications_needed(values: ArrayLike, half_width: float, *, confidence: float = 0.95) -> int | None:
    """Returns how many replications in all would reach a half-width, if the spread stays; None: out of reach.

    At least 20 and those made; where more than those are needed, max(5, 5 %) on top, through which the half-width must
    hold lest it be reached by chance. Where values are undefined, as large a share of further ones is taken to be.

    Raises
    ------
    ValueError
        If the half-width is not above 0.

    References
    ----------
    Hoad, Robinson and Davies (2010), Journal of the Operational Research Society 61, 1632.

    Examples
    --------
    >>> replications_needed([9.0, 11.0] * 10, 0.25)
    73
    """
    if not half_width > 0:
        raise ValueError(f"half_width must be above 0, got {half_width}")
    defined = _defined(values)
    needed = _fewest(defined, half_width, confidence)
    if needed is None:
        return None
    needed = max(needed, FEWEST)
    ahead = max(5, math.ceil(needed / 20)) if needed > len(defined) else 0
    return math.ceil((needed + ahead) * np.size(values) / len(defined))


def replications_to_tell(differences: ArrayLike, *, confidence: float = 0.95) -> int | None:
    """Returns how many replications in all would tell a difference from 0, if mean and spread stay; None: never.

    Those made, where they tell it already.

    Examples
    --------
    >>> replications_to_tell([1.0, -1.0, 1.0, 1.0]), replications_to_tell([1.0, -1.0])
    (18, None)
    """
    defined = _defined(differences)
    mean = abs(_mean(defined))
    needed = _fewest(defined, math.nextafter(mean, 0.0), confidence) if mean > 0 else None
    return None if needed is None else math.ceil(needed * np.size(differences) / len(defined))


def _fewest(defined: Floats, half_width: float, confidence: float) -> int | None:
    """Returns the fewest replications, not fewer than those made, with t s / sqrt(n) <= half_width."""
    if len(defined) < 2 or not np.isfinite(defined).all():
        return None
    sd = float(defined.std(ddof=1)) if _varies(defined) else 0.0

    def is_enough(n: int) -> bool:
        return student(confidence, n) * sd / math.sqrt(n) <= half_width

    few, many = len(defined) - 1, len(defined)
    while not is_enough(many):
        if many >= MOST:
            return None
        few, many = many, min(2 * many, MOST)
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (few, middle) if is_enough(middle) else (middle, many)
    return many


def mser(series: ArrayLike, batch: int = 5) -> int | None:
    """Returns how many values to leave out at the beginning of a series; None: it is too short to say.

    Parameters
    ----------
    series : (n,)
        One long run, or the mean over replications at each time; defined throughout.
    batch : int
        Values averaged before the search: 5 is MSER-5. Those at the end that do not fill one are not looked at.

    References
    ----------
    White (1997), Simulation 69, 323; Franklin and White (2008), Winter Simulation Conference.

    Examples
    --------
    >>> mser([9, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], batch=1)
    2
    """
    values = _row(series)
    if not np.isfinite(values).all():
        raise ValueError("series must be defined throughout, got NaN or infinite values")
    m = len(values) // batch
    if m < 2:
        return None
    z = values[: m * batch].reshape(m, batch).mean(axis=1)
    g = np.array([z[d:].var() / (m - d) for d in range(m // 2 + 1)])  # sum of squares / (m - d)^2
    best = int(np.argmax(g <= g.min() + (1e-12 * np.abs(z).max()) ** 2))  # the first of those equal but for rounding
    return None if best == m // 2 else best * batch


def welch(series: ArrayLike, half_width: int) -> Floats:
    """Returns the centred moving average of a series, (n - half_width,), its window shrinking at the beginning.

    References
    ----------
    Welch (1983), in The Computer Performance Modeling Handbook; to be looked at: `mser` decides.

    Examples
    --------
    >>> welch([1.0, 2.0, 6.0, 1.0, 5.0], 1).tolist()
    [1.0, 3.0, 3.0, 4.0]
    """
    values = _row(series)
    if not 0 <= 2 * half_width < len(values):
        raise ValueError(f"half_width must be from 0 to {(len(values) - 1) // 2}, got {half_width}")
    reach = np.minimum(np.arange(len(values) - half_width), half_width).tolist()
    return np.array([values[i - w : i + w + 1].mean() for i, w in enumerate(reach)])


def _around_mean(row: Floats, critical: Callable[[int], float], confidence: float, unit: str, method: str) -> Estimate:
    """Returns mean ± critical(n) standard errors of the defined values."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be between 0 and 1, got {confidence}")
    found = _defined(row)
    n, mean = len(found), _mean(found)
    if n < 2 or not math.isfinite(mean):
        half = math.nan
    elif _varies(found):
        half = critical(n) * float(found.std(ddof=1)) / math.sqrt(n)
    else:
        half = 0.0
    return Estimate(mean, mean - half, mean + half, confidence, n, unit, method)


def _mean(found: Floats) -> float:
    """Returns the mean of defined values: NaN of none, and exactly the value that all have."""
    if len(found) and not _varies(found):
        return float(found[0])
    with np.errstate(invalid="ignore"):  # infinity less infinity
        return float(found.mean()) if len(found) else math.nan


def student(confidence: float, n: int) -> float:
    """Returns the two-sided critical value of Student's t for n values."""
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, (1 + confidence) / 2))


def _varies(row: Floats) -> bool:
    """Tells whether two of the defined values differ."""
    found = _defined(row)
    return len(found) > 1 and bool((found != found[0]).any())


def _row(values: ArrayLike) -> Floats:
    row: Floats = np.asarray(values, np.float64)
    if row.ndim != 1:
        raise ValueError(f"values must have one dimension, got shape {row.shape}")
    return row


def _defined(values: ArrayLike) -> Floats:
    row = _row(values)
    return row[~np.isnan(row)]


def _differences(a: ArrayLike, b: ArrayLike) -> Floats:
    first, second = _row(a), _row(b)
    if len(first) != len(second):
        raise ValueError(f"a and b must be of one length, got {len(first)} and {len(second)}")
    with np.errstate(invalid="ignore"):  # infinity less infinity
        return first - second
