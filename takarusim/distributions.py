"""Probability distributions by inverse CDF: uniforms in, values out.

How distributions are written in scenario files is in `families`; where the uniforms come from, in `draws`.
Reading order: Distribution, then the family you look for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import exp, fsum, gamma, log, log1p, sqrt

import numpy as np
from numpy.typing import NDArray

__all__ = ["FAMILIES", "Distribution", "binomial_quantile"]

# family: its parameters in order, as they are named in a scenario and in Distribution.parameters
FAMILIES = {
    "constant": ("value",),
    "exponential": ("mean",),
    "hyperexponential": ("mean", "cv"),  # two phases with balanced means; or shares and means, given as lists
    "gamma": ("mean", "cv"),
    "erlang": ("mean", "stages"),
    "lognormal": ("mean", "cv"),
    "weibull": ("mean", "shape"),
    "triangular": ("low", "mode", "high"),
    "uniform": ("low", "high"),
    "normal": ("mean", "sd"),  # truncated below at 0
    "discrete": ("values", "weights"),
    "empirical": ("values",),  # a sample; each of its values is equally likely
}

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Distribution:
    """A distribution of quantities of one dimension; equal by value."""

    family: str  # a key of FAMILIES
    parameters: tuple[tuple[str, float | tuple[float, ...]], ...]  # (name, value) in the order of FAMILIES; base unit
    dimension: str = "number"  # a key of units.DIMENSIONS
    unit: str = ""  # as written, for show
    source: str = ""  # as in Quantity
    low: tuple[tuple[str, float | tuple[float, ...]], ...] = ()  # parameters at the low end of an assumption
    high: tuple[tuple[str, float | tuple[float, ...]], ...] = ()
    note: str = ""

    @property
    def is_constant(self) -> bool:
        """Whether it takes no draw: every value is its mean."""
        return self.family == "constant"

    @cached_property
    def mean(self) -> float:
        """The mean, in the base unit; exact, also of the truncated normal."""
        given = dict(self.parameters)
        return float(_MEANS[self.family](given) if self.family in _MEANS else given["mean"])  # type: ignore[arg-type]

    def values(self, u: Floats) -> Floats:
        """Returns the values whose CDF is u.

        Parameters
        ----------
        u : (n,) above 0, below 1
            Uniforms.

        Returns
        -------
        (n,) in the base unit
            Growing with u.

        Examples
        --------
        >>> Distribution("exponential", (("mean", 2.0),)).values(np.array([0.5])).round(3)
        array([1.386])
        """
        if self.family in ("discrete", "empirical"):
            outcomes, below = self._steps
            return outcomes[np.searchsorted(below, u, side="left")]
        return _VALUES[self.family](dict(self.parameters), np.asarray(u, np.float64))

    def whole_values(self, u: Floats) -> NDArray[np.int64]:
        """Returns the values rounded to whole base units, each by itself; at most 2^52, so that sums stay exact."""
        return np.rint(np.minimum(self.values(u), 2.0**52)).astype(np.int64)

    @cached_property
    def _steps(self) -> tuple[Floats, Floats]:
        """The outcomes in order, and the CDF at each but the last."""
        given = dict(self.parameters)
        outcomes = np.array(given["values"], np.float64)
        order = np.argsort(outcomes, kind="stable")
        weights = np.array(given.get("weights", np.ones(len(outcomes))), np.float64)[order]
        return outcomes[order], np.cumsum(weights)[:-1] / weights.sum()


# Each family by its parameters p: the value at each u.


def _constant(p: dict[str, float], u: Floats) -> Floats:
    return np.full(len(u), p["value"])


def _exponential(p: dict[str, float], u: Floats) -> Floats:
    return -p["mean"] * np.log1p(-u)


def _phases(p: dict[str, float]) -> tuple[Floats, Floats]:
    """Returns shares and means of a mixture of exponentials."""
    if "shares" in p:
        shares = np.array(p["shares"], np.float64)
        return shares / shares.sum(), np.array(p["means"], np.float64)
    square = p["cv"] ** 2
    first = (1 + sqrt((square - 1) / (square + 1))) / 2
    return np.array([first, 1 - first]), p["mean"] / 2 / np.array([first, 1 - first])


def _hyperexponential(p: dict[str, float], u: Floats) -> Floats:
    """Solves log survival(x) = log(1 - u): convex in x, so Newton's steps from the left never overshoot."""
    shares, means = _phases(p)
    target = np.log1p(-u)
    x = np.maximum(0.0, np.max(means[:, None] * (np.log(shares)[:, None] - target), axis=0))  # one phase alone is less
    for _ in range(100):
        parts = shares[:, None] * np.exp(-x / means[:, None])
        survival = parts.sum(axis=0)
        step = (np.log(survival) - target) * survival / (parts / means[:, None]).sum(axis=0)
        x += np.maximum(step, 0.0)
        if not np.any(step > 1e-14 * x):
            break
    return np.asarray(x)


def _gamma(p: dict[str, float], u: Floats) -> Floats:
    if p["cv"] == 0:
        return np.full(len(u), p["mean"])
    return p["mean"] * p["cv"] ** 2 * _standard_gamma(p["cv"] ** -2, u)


def _erlang(p: dict[str, float], u: Floats) -> Floats:
    return p["mean"] / p["stages"] * _standard_gamma(p["stages"], u)


def _lognormal(p: dict[str, float], u: Floats) -> Floats:
    from scipy.special import ndtri

    variance = log1p(p["cv"] ** 2)  # of the logarithm
    values: Floats = p["mean"] * np.exp(sqrt(variance) * ndtri(u) - variance / 2)
    return values


def _weibull(p: dict[str, float], u: Floats) -> Floats:
    return p["mean"] / gamma(1 + 1 / p["shape"]) * (-np.log1p(-u)) ** (1 / p["shape"])


def _triangular(p: dict[str, float], u: Floats) -> Floats:
    low, mode, high = p["low"], p["mode"], p["high"]
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - u) * (high - low) * (high - mode))
    return np.where(u * (high - low) < mode - low, rising, falling)


def _uniform(p: dict[str, float], u: Floats) -> Floats:
    return p["low"] + u * (p["high"] - p["low"])


def _normal(p: dict[str, float], u: Floats) -> Floats:
    """Works in the lower tail below the median, in the upper one above it: no digits are lost in either."""
    from scipy.special import ndtr, ndtri

    a = p["mean"] / p["sd"]
    above = ndtr(a)  # P(X > 0) before truncation
    is_low = u < (0.5 if a > 0 else 0.0)
    z = np.where(is_low, ndtri(ndtr(-a) + np.where(is_low, u, 0.5) * above), -ndtri((1 - u) * above))
    return np.asarray(np.maximum(0.0, p["mean"] + p["sd"] * z))


_VALUES: dict[str, Callable[..., Floats]] = {
    "constant": _constant,
    "exponential": _exponential,
    "hyperexponential": _hyperexponential,
    "gamma": _gamma,
    "erlang": _erlang,
    "lognormal": _lognormal,
    "weibull": _weibull,
    "triangular": _triangular,
    "uniform": _uniform,
    "normal": _normal,
}


def _mean_of_phases(p: dict[str, float]) -> float:
    shares, means = _phases(p)
    return float(shares @ means)


def _mean_of_normal(p: dict[str, float]) -> float:
    from scipy.special import log_ndtr

    a = p["mean"] / p["sd"]
    return float(p["mean"] + p["sd"] * exp(-(a**2) / 2 - log(2 * np.pi) / 2 - log_ndtr(a)))


def _mean_of_discrete(p: dict[str, tuple[float, ...]]) -> float:
    return fsum(v * w for v, w in zip(p["values"], p["weights"], strict=True)) / fsum(p["weights"])


_MEANS: dict[str, Callable[..., float]] = {  # of the families that have no parameter of that name, or another meaning
    "constant": lambda p: p["value"],
    "hyperexponential": _mean_of_phases,
    "triangular": lambda p: (p["low"] + p["mode"] + p["high"]) / 3,
    "uniform": lambda p: (p["low"] + p["high"]) / 2,
    "normal": _mean_of_normal,
    "discrete": _mean_of_discrete,
    "empirical": lambda p: fsum(p["values"]) / len(p["values"]),
}


# The inverse CDF of the gamma distribution takes 0.6 us a value: it is tabulated once per shape.

_STEPS = 2048
_Z = np.linspace(-8.3, 8.3, _STEPS + 1)  # normal scores of the table's nodes: beyond those of all uniforms of `draws`


def _standard_gamma(shape: float, u: Floats) -> Floats:
    """Returns values of the gamma distribution of scale 1: log(value) by cubic Hermite pieces of the normal score."""
    from scipy.special import ndtri

    logs, slopes = _gamma_table(float(shape))
    place = (ndtri(u) - _Z[0]) * (_STEPS / (_Z[-1] - _Z[0]))
    k = np.clip(place.astype(np.int64), 0, _STEPS - 1)
    t = place - k
    low, rise, start, end = logs[k], logs[k + 1] - logs[k], slopes[k], slopes[k + 1]
    values: Floats = np.exp(low + t * (start + t * (3 * rise - 2 * start - end + t * (start + end - 2 * rise))))
    return values


@lru_cache(maxsize=256)
def _gamma_table(shape: float) -> tuple[Floats, Floats]:
    """Returns log(value) at each node, and its slope times the distance of nodes."""
    from scipy.special import gammainccinv, gammaincinv, gammaln, log_ndtr, ndtr

    with np.errstate(divide="ignore"):
        values = np.where(_Z < 0, gammaincinv(shape, ndtr(_Z)), gammainccinv(shape, ndtr(-_Z)))
        logs = np.log(values)
        # far down the CDF is value^shape / Gamma(shape + 1), and values may be too small for a float
        tiny = (log_ndtr(_Z) + gammaln(shape + 1)) / shape
    is_tiny = tiny < log(1e-8 * min(1.0, shape + 1))
    logs = np.where(is_tiny, tiny + np.exp(np.minimum(tiny, 0.0)) / (shape + 1), logs)
    density = shape * logs - np.exp(logs) - gammaln(shape)  # logarithm of the density, times the value
    slopes = np.exp(-(_Z**2) / 2 - log(2 * np.pi) / 2 - density) * (_Z[1] - _Z[0])
    return logs, slopes


# The number of successes in trials: not a family of scenarios, but what an inspection rejects.


def binomial_quantile(trials: NDArray[np.int64], chance: Floats, u: Floats) -> NDArray[np.int64]:
    """Returns the least k with P(successes <= k) >= u.

    Parameters
    ----------
    trials : (n,)
    chance : (n,) from 0 to 1
        Of a success.
    u : (n,) above 0, below 1
        Uniforms.
    """
    is_sure, is_rare = chance >= 1, trials * chance <= _FEW
    k = np.where(is_sure, trials, 0)
    is_rare &= ~is_sure
    k[is_rare] = _few_successes(trials[is_rare], chance[is_rare], u[is_rare])
    is_frequent = ~(is_rare | is_sure)
    if is_frequent.any():
        k[is_frequent] = _many_successes(trials[is_frequent], chance[is_frequent], u[is_frequent])
    return k


_FEW = 50.0  # expected successes up to which adding up probabilities from 0 on is the fastest


def _few_successes(trials: NDArray[np.int64], chance: Floats, u: Floats) -> NDArray[np.int64]:
    k = np.zeros(len(u), np.int64)
    term = np.exp(trials * np.log1p(-chance))
    total, odds, mean, i = term.copy(), chance / (1 - chance), trials * chance, 0
    going = np.flatnonzero(total < u)
    while len(going):
        term[going] *= (trials[going] - i) / (i + 1) * odds[going]
        total[going] += term[going]
        i += 1
        k[going] = i
        # the sum of all may stay below the greatest u by rounding
        going = going[(total[going] < u[going]) & ((term[going] > 1e-18) | (i < mean[going]))]
    return np.minimum(k, trials)


def _many_successes(trials: NDArray[np.int64], chance: Floats, u: Floats) -> NDArray[np.int64]:
    from scipy.special import bdtr, bdtrik

    k: Floats = np.clip(np.ceil(bdtrik(u, trials, chance)), 0, trials)
    while np.any(is_low := (k < trials) & (bdtr(k, trials, chance) < u)):
        k[is_low] += 1
    while np.any(is_high := (k > 0) & (bdtr(np.maximum(k - 1, 0), trials, chance) >= u)):
        k[is_high] -= 1
    return k.astype(np.int64)
