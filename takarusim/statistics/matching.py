"""What is known of results, and how badly a world misses it: the measures of history matching.

A world is ruled out by its implausibility: how far a result lies outside the range that is known, in standard
deviations of all that may excuse it, the luck of its few replications and how exact the range is itself. Reading order:
Evidence, Evidence.implausibility, Evidence.chances.

Sources
-------
Craig, Goldstein, Seheult and Smith (1997), Pressure matching for hydrocarbon reservoirs: a case study in the use of
Bayes linear strategies for large computer experiments. Bower, Goldstein and Vernon (2010), Galaxy formation: a Bayesian
uncertainty analysis, Bayesian Analysis 5, 619: worlds behind 3 standard deviations are ruled out.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Evidence", "luck"]

Floats = NDArray[np.float64]
FARTHEST = 3.0  # half-widths from the middle of a range: what lies behind it is as wrong as can be


class Evidence(NamedTuple):
    """Ranges in which results are known to lie, t of them; what has one end has the other at infinity."""

    kpis: tuple[str, ...]
    low: Floats  # (t,)
    high: Floats  # (t,)
    exact: Floats  # (t,) standard deviation of an end, as a share of it
    luck: Floats  # (t,) standard deviation of a world's mean, by its draws

    def implausibility(self, means: ArrayLike) -> Floats:
        """Returns how far results lie outside their ranges, in standard deviations; infinite where undefined.

        Parameters
        ----------
        means : (worlds, t)

        Examples
        --------
        >>> one = Evidence(("otif",), *(np.array([x]) for x in (0.4, 0.8, 0.0, 0.1)))
        >>> one.implausibility([[0.5], [0.9], [float("nan")]]).round(3).tolist()
        [[0.0], [1.0], [inf]]
        """
        given = np.asarray(means, np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            misses = [
                np.where(out > 0, out / np.hypot(self.luck, self.exact * np.where(np.isfinite(end), abs(end), 0)), 0)
                for out, end in ((self.low - given, self.low), (given - self.high, self.high))
            ]
        return np.where(np.isnan(given), np.inf, np.maximum(*misses))

    @property
    def _middle(self) -> tuple[Floats, Floats]:
        """The middle and the half-width of each range; of one with one end, as if it were as wide as that is large."""
        wide = np.where(np.isfinite(self.high), abs(self.high), abs(self.low)) * 2
        wide = np.where(wide > 0, wide, 1.0)
        low = np.where(np.isfinite(self.low), self.low, self.high - wide)
        high = np.where(np.isfinite(self.high), self.high, self.low + wide)
        return (low + high) / 2, np.maximum((high - low) / 2, 1e-12)

    def scaled(self, means: ArrayLike) -> Floats:
        """Returns results by their ranges: -1 and 1 are the ends; what is undefined or far off is at `FARTHEST`."""
        middle, half = self._middle
        return np.asarray(
            np.clip(np.nan_to_num((np.asarray(means) - middle) / half, nan=FARTHEST), -FARTHEST, FARTHEST)
        )

    def chances(self, t: int, mean: Floats, sd: Floats, cut: float) -> Floats:
        """Returns the chance that a result is not ruled out, of its scaled prediction and its standard deviation."""
        from scipy.special import ndtr

        middle, half = self._middle[0][t], self._middle[1][t]
        found = np.ones(len(mean))
        for end, sign in ((self.low[t], -1), (self.high[t], 1)):
            if np.isfinite(end):
                excused = cut * np.hypot(self.luck[t], self.exact[t] * abs(end))
                limit = sign * (end - middle + sign * excused) / half
                found -= ndtr((sign * mean - limit) / sd)
        return np.maximum(found, 0.0)


def luck(values: ArrayLike, replications: int) -> Floats:
    """Returns the standard deviation of means over so many replications, of values that vary by their draws alone.

    Parameters
    ----------
    values : (r, t)
        NaN where undefined; 0 where fewer than two are defined, as nothing is known then.

    Examples
    --------
    >>> luck([[1.0], [3.0]], 2)
    array([1.])
    """
    given = np.asarray(values, np.float64)
    known = np.isfinite(given).sum(axis=0)
    deviations = np.where(np.isfinite(given), given - _means(given), 0.0)
    variance = (deviations**2).sum(axis=0) / np.maximum(known - 1, 1)
    return np.asarray(np.sqrt(variance / replications))


def _means(given: Floats) -> Floats:
    known = np.isfinite(given)
    return np.asarray(np.where(known, given, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1))
