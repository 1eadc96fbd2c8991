"""Distributions fitted to whole numbers, such as pieces of orders: chosen by AIC, tested, with intervals.

Values are known to the whole number: AIC and test are those of rounded ones. Reading order: fitted, Fitted.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from takarusim.statistics.estimates import Estimate

__all__ = ["DRAWS", "SURE", "Fitted", "basic", "fitted"]

DRAWS = 399  # samples of a parametric bootstrap
SURE = 0.01  # below which chance is not believed
AGAIN = 3  # how often values come, in the mean, where they are taken for the only ones
LEAST_SHARE = 1e-300  # of what a family cannot give, so that its logarithm is a number

Floats = NDArray[np.float64]
Arguments = tuple[float, ...]  # of a distribution of scipy.stats


class _Family(NamedTuple):
    """A family that may fit, of two parameters: how scipy finds them, and what scenario files call them."""

    fit: Callable[[Any, Floats], Arguments]  # of the distribution and the values
    parameters: Callable[[Arguments], dict[str, float]]
    is_regular: bool = True  # else its ends are those of the sample, and each gains twice what a parameter does
    least_mean: float = 0.0  # in standard deviations


_CANDIDATES = {  # by their names in scenario files
    "uniform": _Family(lambda of, x: of.fit(x), lambda a: {"low": a[0], "high": a[0] + a[1]}, is_regular=False),
    "gamma": _Family(lambda of, x: of.fit(x, floc=0), lambda a: {"mean": a[0] * a[2], "cv": 1 / math.sqrt(a[0])}),
    "lognormal": _Family(
        lambda of, x: of.fit(x, floc=0),
        lambda a: {"mean": a[2] * math.exp(a[0] ** 2 / 2), "cv": math.sqrt(math.expm1(a[0] ** 2))},
    ),
    "normal": _Family(lambda of, x: of.fit(x), lambda a: {"mean": a[0], "sd": a[1]}, least_mean=3),
}
_NAMES = {"uniform": "uniform", "gamma": "gamma", "lognormal": "lognorm", "normal": "norm"}  # in scipy.stats


@dataclass(frozen=True, eq=False)
class Fitted:
    """A distribution fitted to whole numbers."""

    family: str  # a family of scenario files
    parameters: Mapping[str, Any]  # by the names of `registers.families`
    mean: Estimate
    cv: Estimate
    p: float  # of a fit as bad as this one, by chance; NaN: it is the sample itself
    refused: str  # the family that AIC chose, where the test refuses it; "": none
    values: Floats = field(repr=False)  # that were seen
    least: int  # below which no value is
    arguments: Arguments = field(repr=False)

    @property
    def n(self) -> int:
        """How many values were seen."""
        return len(self.values)

    def cdf(self, x: ArrayLike) -> Floats:
        """Returns the fitted share of values up to each of x."""
        return _Law(self.family, self.arguments, self.least, self.values).cdf(np.asarray(x, np.float64))


class _Law(NamedTuple):
    """A family with its parameters, of rounded values."""

    family: str
    arguments: Arguments
    least: int
    values: Floats  # that a discrete one takes its own from

    @property
    def of(self) -> Any:
        from scipy import stats

        return getattr(stats, _NAMES[self.family])

    def cdf(self, x: Floats) -> Floats:
        if self.family in ("constant", "discrete"):
            found: Floats = np.searchsorted(np.sort(self.values), x, "right") / len(self.values)
            return found
        return np.where(x < self.least, 0.0, self.of.cdf(np.floor(x) + 0.5, *self.arguments))

    def logs(self, values: Floats) -> float:
        """Returns the logarithm of the likelihood of values."""
        if self.family in ("constant", "discrete"):
            counts = np.unique(values, return_counts=True)[1]
            return float((counts * np.log(counts / len(values))).sum())
        return float(np.log(np.maximum(self.cdf(values) - self.cdf(values - 1), LEAST_SHARE)).sum())

    def drawn(self, shape: tuple[int, int], rng: np.random.Generator) -> Floats:
        if self.family in ("constant", "discrete"):
            return rng.choice(self.values, shape)
        drawn: Floats = self.of.rvs(*self.arguments, size=shape, random_state=rng)
        return np.maximum(np.rint(drawn), self.least)

    def apart(self, values: Floats) -> float:
        """Returns the largest distance between the shares of values up to any number, as seen and as fitted."""
        seen, counts = np.unique(values, return_counts=True)
        observed = np.cumsum(counts) / len(values)
        fitted = self.cdf(seen)
        below = self.cdf(seen - 1)
        return float(np.max([np.abs(observed - fitted), np.abs(np.append(0, observed[:-1]) - below)]))


def fitted(values: ArrayLike, *, least: int = 1, seed: int = 1, confidence: float = 0.95, unit: str = "") -> Fitted:
    """Fits a distribution to whole numbers.

    Constant where all are alike; else uniform, gamma, lognormal or normal, by maximum likelihood, or, where values come
    AGAIN times in the mean, discrete: whichever has the smallest AIC. Each value of a discrete one counts as a
    parameter, and so does its weight; each end of a uniform one counts twice. Where the test refuses what was chosen,
    the sample itself is taken, as a discrete distribution.

    Parameters
    ----------
    values : (n,)
        One at least.
    least : int
        No value is smaller.
    seed : int
        Of the parametric bootstrap that makes intervals and the test (DRAWS samples).
    confidence, unit
        Of the estimates of the mean.

    References
    ----------
    Stute, Gonzáles Manteiga and Presedo Quindimil, Bootstrap based goodness-of-fit tests, Metrika 40 (1993).

    Examples
    --------
    >>> fitted([20, 40, 20, 20, 40, 20]).parameters
    {'values': (20.0, 40.0), 'weights': (4, 2)}
    """
    seen, rng = np.asarray(values, np.float64), np.random.default_rng(seed)
    law = chosen = _chosen(seen, least)
    p, moments = _again(law, seen, rng)
    if p < SURE:
        law = _itself(seen, least)
        _, moments = _again(law, seen, rng)
    mean, cv = (
        Estimate(at, *basic(at, of, confidence), confidence, len(seen), measure, "bootstrap")
        for at, of, measure in zip(_moments(law), moments.T, (unit, ""), strict=True)
    )
    refused = "" if law is chosen else chosen.family
    return Fitted(law.family, _parameters(law), mean, cv, p, refused, seen, least, law.arguments)


def _again(law: _Law, seen: Floats, rng: np.random.Generator) -> tuple[float, Floats]:
    """Returns the p of the test of a law, and its moments fitted again, by samples that are drawn from it."""
    samples = law.drawn((DRAWS, len(seen)), rng)
    if law.family not in _CANDIDATES:
        means = samples.mean(axis=1)
        return math.nan, np.column_stack([means, samples.std(axis=1) / np.maximum(means, LEAST_SHARE)])
    laws = [(_law(law.family, sample, law.least), sample) for sample in samples]
    apart = np.array([one.apart(sample) for one, sample in laws if one])
    p = (1 + np.count_nonzero(apart >= law.apart(seen))) / (1 + len(apart))
    return float(p), np.array([_moments(one) for one, _ in laws if one])


def basic(at: float, drawn: ArrayLike, confidence: float) -> tuple[float, float]:
    """Returns the ends of the basic bootstrap interval of an estimate that is not below 0: its errors, reflected.

    Examples
    --------
    >>> basic(2.0, [1.0] * 50 + [3.5] * 50, 0.95)
    (0.5, 3.0)
    """
    low, high = np.quantile(np.asarray(drawn, np.float64), [(1 - confidence) / 2, (1 + confidence) / 2])
    return max(0.0, float(2 * at - high)), float(2 * at - low)


def _chosen(seen: Floats, least: int) -> _Law:
    """Returns the law with the smallest AIC."""
    itself, distinct = _itself(seen, least), len(np.unique(seen))
    if distinct == 1:
        return itself
    laws = filter(None, (_law(name, seen, least) for name in _CANDIDATES))
    aics = [(2 * (2 if _CANDIDATES[law.family].is_regular else 4) - 2 * law.logs(seen), law) for law in laws]
    if len(seen) >= AGAIN * distinct:
        aics.append((2 * (2 * distinct - 1) - 2 * itself.logs(seen), itself))
    return min(aics, key=lambda pair: pair[0])[1]


def _itself(seen: Floats, least: int) -> _Law:
    """Returns the sample as a law."""
    return _Law("discrete" if np.ptp(seen) else "constant", (), least, seen)


def _law(family: str, seen: Floats, least: int) -> _Law | None:
    """Returns a family with the parameters that fit best; None where none can."""
    candidate, spread = _CANDIDATES[family], float(seen.std())
    has_zeros = family in ("gamma", "lognormal") and seen.min() <= 0
    if spread == 0 or has_zeros or seen.mean() < candidate.least_mean * spread:
        return None
    law = _Law(family, (), least, seen)
    return law._replace(arguments=tuple(map(float, candidate.fit(law.of, seen))))


def _moments(law: _Law) -> tuple[float, float]:
    """Returns the mean and the coefficient of variation of a law."""
    if law.family in ("constant", "discrete"):
        mean, sd = float(law.values.mean()), float(law.values.std())
    else:
        mean, sd = float(law.of.mean(*law.arguments)), float(law.of.std(*law.arguments))
    return mean, sd / mean if mean else math.nan


def _parameters(law: _Law) -> dict[str, Any]:
    if law.family == "constant":
        return {"value": float(law.values[0])}
    if law.family == "discrete":
        seen, counts = np.unique(law.values, return_counts=True)
        return {"values": tuple(seen.tolist()), "weights": tuple(counts.tolist())}
    return _CANDIDATES[law.family].parameters(law.arguments)
