"""The inverse CDFs of distributions, and their means: uniforms in, values out. Families are registered in `registers`.

Reading order: Inverse, INVERSES, MEANS, then the function of the family you look for.
"""

from collections.abc import Callable
from functools import lru_cache
from math import exp, fsum, log, log1p, sqrt
from math import gamma as gamma_function
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.registers.families import Given

__all__ = ["INVERSES", "MEANS", "Inverse"]

Floats = NDArray[np.float64]


class Inverse(NamedTuple):
    """An inverse CDF: `of(*kind, u, *numbers)`; those of one kind are evaluated together."""

    of: Callable[..., Floats]
    kind: tuple[Any, ...]  # what all distributions of the kind share
    numbers: tuple[float, ...]  # one's own; to evaluate several, arrays of theirs


# Each family: what its kind shares, u, the distribution's own numbers.


def constant(u: Floats, value: float) -> Floats:
    """Returns the value, however often."""
    return np.full(len(u), value)


def exponential(u: Floats, mean: float) -> Floats:
    """Inverts 1 - exp(-x / mean)."""
    return -mean * np.log1p(-u)


def _phases(p: Given) -> tuple[Floats, Floats]:
    """Returns shares and means of a mixture of exponentials."""
    if "shares" in p:
        shares = np.array(p["shares"], np.float64)
        return shares / shares.sum(), np.array(p["means"], np.float64)
    square = p["cv"] ** 2
    first = (1 + sqrt((square - 1) / (square + 1))) / 2
    return np.array([first, 1 - first]), p["mean"] / 2 / np.array([first, 1 - first])


def hyperexponential(phases: tuple[tuple[float, float], ...], u: Floats) -> Floats:
    """Solves log survival(x) = log(1 - u): convex in x, so Newton's steps from the left never overshoot."""
    shares, means = np.array(phases).T
    target = np.log1p(-u)
    x = np.maximum(0.0, np.max(means[:, None] * (np.log(shares)[:, None] - target), axis=0))  # one phase alone is less
    is_off = np.ones(len(u), np.bool_)  # each by itself: a value does not depend on the others of its array
    for _ in range(100):
        parts = shares[:, None] * np.exp(-x / means[:, None])
        survival = parts.sum(axis=0)
        step = (np.log(survival) - target) * survival / (parts / means[:, None]).sum(axis=0)
        x += np.where(is_off, np.maximum(step, 0.0), 0.0)
        is_off &= step > 1e-14 * x
        if not is_off.any():
            break
    return np.asarray(x)


def lognormal(u: Floats, mean: float, deviation: float, half_variance: float) -> Floats:
    """Returns values whose logarithms are normal."""
    from scipy.special import ndtri

    values: Floats = mean * np.exp(deviation * ndtri(u) - half_variance)  # both of the logarithm
    return values


def weibull(power: float, u: Floats, scale: float) -> Floats:
    """Inverts 1 - exp(-(x / scale)^shape), with power 1 / shape."""
    return scale * (-np.log1p(-u)) ** power


def triangular(u: Floats, low: float, mode: float, high: float) -> Floats:
    """Inverts the parabola on either side of the mode."""
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - u) * (high - low) * (high - mode))
    return np.where(u * (high - low) < mode - low, rising, falling)


def uniform(u: Floats, low: float, high: float) -> Floats:
    """Returns values on the way from low to high."""
    return low + u * (high - low)


def normal(mean: float, sd: float, u: Floats) -> Floats:
    """Works in the lower tail below the median, in the upper one above it: no digits are lost in either."""
    from scipy.special import ndtr, ndtri

    a = mean / sd
    above = ndtr(a)  # P(X > 0) before truncation
    is_low = u < (0.5 if a > 0 else 0.0)
    z = np.where(is_low, ndtri(ndtr(-a) + np.where(is_low, u, 0.5) * above), -ndtri((1 - u) * above))
    return np.asarray(np.maximum(0.0, mean + sd * z))


def discrete(outcomes: tuple[float, ...], weights: tuple[float, ...], u: Floats) -> Floats:
    """Returns the first outcome at which the CDF reaches u."""
    ordered, below = _steps(outcomes, weights)
    return ordered[np.searchsorted(below, u, side="left")]


@lru_cache(maxsize=256)
def _steps(outcomes: tuple[float, ...], weights: tuple[float, ...]) -> tuple[Floats, Floats]:
    """Returns the outcomes in order, and the CDF at each but the last."""
    values = np.array(outcomes, np.float64)
    order = np.argsort(values, kind="stable")
    shares = np.array(weights, np.float64)[order]
    return values[order], np.cumsum(shares)[:-1] / shares.sum()


def inverse_of_phases(p: Given) -> Inverse:
    """Returns the inverse CDF of a mixture of exponentials."""
    return Inverse(hyperexponential, (tuple(zip(*_phases(p), strict=True)),), ())


def inverse_of_weibull(p: Given) -> Inverse:
    """Returns the inverse CDF of a Weibull distribution."""
    return Inverse(weibull, (1 / p["shape"],), (p["mean"] / gamma_function(1 + 1 / p["shape"]),))


def _cv(p: Given) -> float:
    return float(p["cv"] if "cv" in p else p["sd"] / p["mean"])


def inverse_of_gamma(p: Given) -> Inverse:
    """Returns the inverse CDF of a gamma distribution."""
    mean, cv = p["mean"], _cv(p)
    return Inverse(gamma, (cv**-2,), (mean * cv**2,)) if cv > 0 else Inverse(constant, (), (mean,))


def inverse_of_lognormal(p: Given) -> Inverse:
    """Returns the inverse CDF of a lognormal distribution."""
    variance = log1p(_cv(p) ** 2)  # of the logarithm
    return Inverse(lognormal, (), (p["mean"], sqrt(variance), variance / 2))


def given_mean(p: Given) -> float:
    """Returns the mean that is a parameter."""
    return float(p["mean"])


def mean_of_phases(p: Given) -> float:
    """Returns the mean of a mixture of exponentials."""
    shares, means = _phases(p)
    return float(shares @ means)


def mean_of_normal(p: Given) -> float:
    """Returns the mean of a normal distribution cut off below 0."""
    from scipy.special import log_ndtr

    a = p["mean"] / p["sd"]
    return float(p["mean"] + p["sd"] * exp(-(a**2) / 2 - log(2 * np.pi) / 2 - log_ndtr(a)))


def mean_of_discrete(p: Given) -> float:
    """Returns the weighted mean of the values."""
    return fsum(v * w for v, w in zip(p["values"], p["weights"], strict=True)) / fsum(p["weights"])


# The inverse CDF of the gamma distribution is slow: it is tabulated once per shape.

_STEPS = 2048
_Z = np.linspace(-8.3, 8.3, _STEPS + 1)  # normal scores of the table's nodes: beyond those of all uniforms of `draws`


def gamma(shape: float, u: Floats, scale: float) -> Floats:
    """Interpolates log(value) of scale 1 by cubic pieces of the normal score."""
    from scipy.special import ndtri

    place = (ndtri(u) - _Z[0]) * (_STEPS / (_Z[-1] - _Z[0]))
    k = np.minimum(np.maximum(place.astype(np.int64), 0), _STEPS - 1)
    t = place - k
    a, b, c, d = _gamma_table(shape).take(k, axis=1)
    values: Floats = scale * np.exp(a + t * (b + t * (c + t * d)))
    return values


@lru_cache(maxsize=256)
def _gamma_table(shape: float) -> Floats:
    """Returns log(value) between nodes: coefficients of Hermite's cubics, from the constant on, a column for each."""
    from scipy.special import gammainccinv, gammaincinv, gammaln, log_ndtr, ndtr

    with np.errstate(divide="ignore"):
        values = np.where(_Z < 0, gammaincinv(shape, ndtr(_Z)), gammainccinv(shape, ndtr(-_Z)))
        logs = np.log(values)
        # far down the CDF is value^shape / Gamma(shape + 1), and values may be too small for a float
        tiny = (log_ndtr(_Z) + gammaln(shape + 1)) / shape
    is_tiny = tiny < log(1e-8 * min(1.0, shape + 1))
    logs = np.where(is_tiny, tiny + np.exp(np.minimum(tiny, 0.0)) / (shape + 1), logs)
    density = shape * logs - np.exp(logs) - gammaln(shape)  # logarithm of the density, times the value
    slopes = np.exp(-(_Z**2) / 2 - log(2 * np.pi) / 2 - density) * (_Z[1] - _Z[0])  # times the distance of nodes
    rise, start, end = np.diff(logs), slopes[:-1], slopes[1:]
    return np.array([logs[:-1], start, 3 * rise - 2 * start - end, start + end - 2 * rise])


# family: the inverse CDF, and the mean, by its parameters
INVERSES: dict[str, Callable[[Given], Inverse]] = {
    "constant": lambda p: Inverse(constant, (), (p["value"],)),
    "exponential": lambda p: Inverse(exponential, (), (p["mean"],)),
    "gamma": inverse_of_gamma,
    "erlang": lambda p: Inverse(gamma, (float(p["stages"]),), (p["mean"] / p["stages"],)),
    "lognormal": inverse_of_lognormal,
    "weibull": inverse_of_weibull,
    "triangular": lambda p: Inverse(triangular, (), (p["low"], p["mode"], p["high"])),
    "uniform": lambda p: Inverse(uniform, (), (p["low"], p["high"])),
    "normal": lambda p: Inverse(normal, (p["mean"], p["sd"]), ()),
    "discrete": lambda p: Inverse(discrete, (p["values"], p["weights"]), ()),
    "empirical": lambda p: Inverse(discrete, (p["values"], (1.0,) * len(p["values"])), ()),
    "hyperexponential": inverse_of_phases,
}
MEANS: dict[str, Callable[[Given], float]] = {
    "constant": lambda p: float(p["value"]),
    "exponential": given_mean,
    "gamma": given_mean,
    "erlang": given_mean,
    "lognormal": given_mean,
    "weibull": given_mean,
    "triangular": lambda p: float(p["low"] + p["mode"] + p["high"]) / 3,
    "uniform": lambda p: float(p["low"] + p["high"]) / 2,
    "normal": mean_of_normal,
    "discrete": mean_of_discrete,
    "empirical": lambda p: fsum(p["values"]) / len(p["values"]),
    "hyperexponential": mean_of_phases,
}
