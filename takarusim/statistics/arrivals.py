"""When orders are placed: how far apart, by which family, and whether by a season.

Reading order: arrivals, Arrivals, Season.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.statistics.estimates import Estimate
from takarusim.statistics.fitted import DRAWS, SURE, basic

__all__ = ["Arrivals", "Season", "arrivals"]

DAY = 86_400_000  # ms
YEAR = 360  # days of which a season is asked at least, so that every month is seen
NULLS = 999  # years without a season that a season is held against
FEWEST = 10  # times between orders of which it is asked whether they are exponential
SMALL = 1e-9  # of the mean: as short as a time between orders is drawn
REGULAR = 0.01  # the cv below which times between orders are all the same
MONTHS = 12

Floats = NDArray[np.float64]
Moments = NDArray[np.datetime64]


class Season(NamedTuple):
    """How the rate of orders goes with the month."""

    factors: tuple[Estimate, ...]  # of January to December; their mean over a year is 1
    counts: tuple[int, ...]  # of orders behind the first one
    p: float  # of months as unlike as these, by chance; NaN: less than a year was seen
    is_clear: bool


@dataclass(frozen=True, eq=False)
class Arrivals:
    """Times between orders."""

    family: str  # exponential, gamma or constant
    every: Estimate  # days; the mean time between orders, of a season in the mean over a year
    cv: Estimate  # 1 of an exponential one
    p: float  # of a gamma distribution that fits so much better than an exponential one, by chance
    season: Season
    gaps: Floats  # days, sorted; in a season stretched where orders are frequent

    def cdf(self, x: Floats) -> Floats:
        """Returns the fitted share of times between orders up to each of x, in days."""
        from scipy import stats

        if self.family == "constant":
            return np.where(x >= self.every.mean, 1.0, 0.0)
        shape = 1.0 if self.family == "exponential" else self.cv.mean**-2
        found: Floats = stats.gamma.cdf(x, shape, scale=self.every.mean / shape)
        return found


def arrivals(moments: Moments, *, seed: int = 1, confidence: float = 0.95) -> Arrivals | None:
    """Estimates when orders are placed; None of fewer than two moments.

    Times between orders are exponential unless a gamma distribution fits clearly better (a likelihood-ratio test, at
    SURE). Months have factors where they are clearly unlike: the likelihood-ratio statistic of their rates, against
    that of logs of the same length and family without a season (NULLS of them).

    Parameters
    ----------
    moments : (n,) datetime64, in order, none twice
    seed : int
        Of the logs without a season, and of the parametric bootstrap of a gamma distribution.
    confidence : float

    References
    ----------
    Cox and Lewis, The Statistical Analysis of Series of Events (1966), chapters 2 and 3.
    """
    if len(moments) < 2:
        return None
    at = moments.astype("datetime64[ms]").astype(np.int64) / DAY
    rng = np.random.default_rng(seed)
    season = _season(at, _law(np.diff(at))[1], rng, confidence)
    gaps = np.diff(_stretched(at, season)) if season.is_clear else np.diff(at)
    p, shape = _law(gaps)
    family = "constant" if math.isinf(shape) else "gamma" if shape != 1 else "exponential"
    every, cv = _estimates(gaps, family, shape, rng, confidence)
    return Arrivals(family, every, cv, p, season, np.sort(gaps))


def _law(gaps: Floats) -> tuple[float, float]:
    """Returns the p of the test of an exponential distribution, and the shape of the gamma one that is believed."""
    from scipy import stats

    if len(gaps) > 1 and gaps.std() < REGULAR * gaps.mean():
        return 0.0, math.inf
    if len(gaps) < FEWEST:
        return math.nan, 1.0
    shape, _, scale = stats.gamma.fit(gaps, floc=0)
    better = stats.gamma.logpdf(gaps, shape, scale=scale).sum() - stats.expon.logpdf(gaps, scale=gaps.mean()).sum()
    p = float(stats.chi2.sf(2 * max(0.0, better), 1))
    return p, float(shape) if p < SURE else 1.0


def _estimates(
    gaps: Floats, family: str, shape: float, rng: np.random.Generator, confidence: float
) -> tuple[Estimate, Estimate]:
    """Returns the mean time between orders and the coefficient of variation."""
    from scipy import stats

    mean, n = float(gaps.mean()), len(gaps)
    if family == "constant":
        return Estimate(mean, mean, mean, confidence, n, "day", "constant"), Estimate(0, 0, 0, confidence, n)
    if family == "exponential":
        tails = stats.chi2.ppf([(1 + confidence) / 2, (1 - confidence) / 2], 2 * n)
        low, high = (2 * gaps.sum() / tails).tolist()
        return Estimate(mean, low, high, confidence, n, "day", "chi-square"), Estimate(1, 1, 1, confidence, n)
    drawn = np.maximum(stats.gamma.rvs(shape, scale=mean / shape, size=(DRAWS, n), random_state=rng), SMALL * mean)
    shapes = np.array([stats.gamma.fit(sample, floc=0)[0] for sample in drawn])
    cv = shape**-0.5
    every = Estimate(mean, *basic(mean, drawn.mean(axis=1), confidence), confidence, n, "day", "bootstrap")
    return every, Estimate(cv, *basic(cv, shapes**-0.5, confidence), confidence, n, "", "bootstrap")


# ---- the season


def _edges(at: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Returns the ends of the pieces of months from the first order to the last one, and which month each piece is."""
    first, last = ((end * DAY).astype("datetime64[ms]").astype("datetime64[M]") for end in (at[0], at[-1]))
    months = np.arange(first, last + 2)
    edges = np.clip(months.astype("datetime64[ms]").astype(np.int64) / DAY, at[0], at[-1])
    return edges, months[:-1].astype(np.int64) % MONTHS


def _season(at: Floats, shape: float, rng: np.random.Generator, confidence: float) -> Season:
    """Returns the factors of months, and whether they are clearly unlike."""
    edges, month = _edges(at)
    days: Floats = np.bincount(month, np.diff(edges), MONTHS).astype(np.float64)
    counts = _counts(at[1:][None], edges, month)[0]
    if at[-1] - at[0] < YEAR or math.isinf(shape):
        return Season((), tuple(counts.tolist()), math.nan, is_clear=False)
    gaps = rng.standard_gamma(shape, (NULLS, len(at) - 1))
    nulls = at[0] + (at[-1] - at[0]) * np.cumsum(gaps, axis=1) / gaps.sum(axis=1, keepdims=True)
    seen, by_chance = _unlike(counts[None], days)[0], _unlike(_counts(nulls, edges, month), days)
    p = (1 + np.count_nonzero(by_chance >= seen)) / (1 + NULLS)
    return Season(_factors(counts, days, confidence), tuple(counts.tolist()), float(p), bool(p < SURE))


def _counts(at: Floats, edges: Floats, month: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns how many moments of each row are in each month; the last moment is in the last one."""
    piece = np.clip(np.searchsorted(edges, at, "right") - 1, 0, len(month) - 1)
    rows = np.arange(len(at))[:, None] * MONTHS
    return np.bincount((rows + month[piece]).ravel(), minlength=MONTHS * len(at)).reshape(-1, MONTHS)


def _unlike(counts: NDArray[np.int64], days: Floats) -> Floats:
    """Returns the likelihood-ratio statistic of rates by month for each row of counts."""
    from scipy.special import xlogy

    expected = counts.sum(axis=1, keepdims=True) * days / days.sum()
    found: Floats = 2 * (xlogy(counts, counts) - xlogy(counts, np.maximum(expected, 1e-9))).sum(axis=1)
    return found


def _factors(counts: NDArray[np.int64], days: Floats, confidence: float) -> tuple[Estimate, ...]:
    """Returns the factor of each month's rate with the exact interval of a Poisson count."""
    from scipy.special import gammaincinv

    lengths = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    known = np.maximum(days, 1e-9)
    mean = (lengths * counts / known).sum() / lengths.sum()  # orders a day, over a year
    low = gammaincinv(np.maximum(counts, 1), (1 - confidence) / 2) * (counts > 0)
    high = gammaincinv(counts + 1, (1 + confidence) / 2)
    rows = zip(*(each / known / mean for each in (counts, low, high)), counts, strict=True)
    return tuple(Estimate(float(at), float(a), float(b), confidence, int(n), "", "Poisson") for at, a, b, n in rows)


def _stretched(at: Floats, season: Season) -> Floats:
    """Returns moments by a clock that runs as fast as orders come in each month."""
    edges, month = _edges(at)
    speeds = np.array([factor.mean for factor in season.factors])[month]
    shown = np.append(0, np.cumsum(speeds * np.diff(edges)))
    found: Floats = np.interp(at, edges, shown)
    return found
