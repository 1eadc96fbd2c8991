"""Probability distributions by inverse CDF: uniforms in, values out.

How distributions are written in scenario files is in `families`; where the uniforms come from, in `draws`.
Reading order: Distribution, Distributions, then the family you look for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import exp, fsum, gamma, log, log1p, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["FAMILIES", "Distribution", "Distributions"]

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

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


class _Inverse(NamedTuple):
    """An inverse CDF: `of(*kind, u, *numbers)`; those of one kind are evaluated together."""

    of: Callable[..., Floats]
    kind: tuple[Any, ...]  # what all distributions of the kind share
    numbers: tuple[float, ...]  # one's own; to evaluate several, arrays of theirs


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
        of, kind, numbers = self.inverse
        return of(*kind, np.asarray(u, np.float64), *numbers)

    @cached_property
    def inverse(self) -> _Inverse:
        """The inverse CDF."""
        return _INVERSES[self.family](dict(self.parameters))


class Distributions:
    """Several distributions, by number, of which values are taken together."""

    def __init__(self, given: Sequence[Distribution]) -> None:
        kinds = dict[tuple[Any, ...], list[int]]()
        for number, each in enumerate(given):
            kinds.setdefault(each.inverse[:2], []).append(number)
        self._kinds = list(kinds)
        self._kind = np.zeros(len(given), np.int64)
        self._numbers = list[Floats]()  # of each kind: (numbers, distributions)
        for k, members in enumerate(kinds.values()):
            self._kind[members] = k
            numbers = np.zeros((len(given[members[0]].inverse.numbers), len(given)))
            numbers[:, members] = np.array([given[each].inverse.numbers for each in members]).T
            self._numbers.append(numbers)

    def values(self, which: Integers, u: Floats) -> Floats:
        """Returns the values whose CDF is u.

        Parameters
        ----------
        which : (n,)
            Numbers of distributions.
        u : (n,) above 0, below 1
            Uniforms.

        Returns
        -------
        (n,) in the base unit
        """
        if len(self._kinds) == 1:
            return self._of_kind(0, which, u)
        values, kinds = np.empty(len(u)), self._kind[which]
        for k in range(len(self._kinds)):
            (rows,) = (kinds == k).nonzero()
            if len(rows):
                values[rows] = self._of_kind(k, which[rows], u[rows])
        return values

    def _of_kind(self, k: int, which: Integers, u: Floats) -> Floats:
        of, kind = self._kinds[k]
        return np.asarray(of(*kind, u, *self._numbers[k].take(which, axis=1)))

    def whole_values(self, which: Integers, u: Floats) -> Integers:
        """Returns the values rounded to whole base units, each by itself; at most 2^52, so that sums stay exact."""
        return np.rint(np.minimum(self.values(which, u), 2.0**52)).astype(np.int64)


# Each family: what its kind shares, u, the distribution's own numbers.


def _constant(u: Floats, value: float) -> Floats:
    return np.full(len(u), value)


def _exponential(u: Floats, mean: float) -> Floats:
    return -mean * np.log1p(-u)


def _phases(p: dict[str, Any]) -> tuple[Floats, Floats]:
    """Returns shares and means of a mixture of exponentials."""
    if "shares" in p:
        shares = np.array(p["shares"], np.float64)
        return shares / shares.sum(), np.array(p["means"], np.float64)
    square = p["cv"] ** 2
    first = (1 + sqrt((square - 1) / (square + 1))) / 2
    return np.array([first, 1 - first]), p["mean"] / 2 / np.array([first, 1 - first])


def _hyperexponential(phases: tuple[tuple[float, float], ...], u: Floats) -> Floats:
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


def _lognormal(u: Floats, mean: float, deviation: float, half_variance: float) -> Floats:
    from scipy.special import ndtri

    values: Floats = mean * np.exp(deviation * ndtri(u) - half_variance)  # both of the logarithm
    return values


def _weibull(power: float, u: Floats, scale: float) -> Floats:
    return scale * (-np.log1p(-u)) ** power


def _triangular(u: Floats, low: float, mode: float, high: float) -> Floats:
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - u) * (high - low) * (high - mode))
    return np.where(u * (high - low) < mode - low, rising, falling)


def _uniform(u: Floats, low: float, high: float) -> Floats:
    return low + u * (high - low)


def _normal(mean: float, sd: float, u: Floats) -> Floats:
    """Works in the lower tail below the median, in the upper one above it: no digits are lost in either."""
    from scipy.special import ndtr, ndtri

    a = mean / sd
    above = ndtr(a)  # P(X > 0) before truncation
    is_low = u < (0.5 if a > 0 else 0.0)
    z = np.where(is_low, ndtri(ndtr(-a) + np.where(is_low, u, 0.5) * above), -ndtri((1 - u) * above))
    return np.asarray(np.maximum(0.0, mean + sd * z))


def _discrete(outcomes: tuple[float, ...], weights: tuple[float, ...], u: Floats) -> Floats:
    ordered, below = _steps(outcomes, weights)
    return ordered[np.searchsorted(below, u, side="left")]


@lru_cache(maxsize=256)
def _steps(outcomes: tuple[float, ...], weights: tuple[float, ...]) -> tuple[Floats, Floats]:
    """Returns the outcomes in order, and the CDF at each but the last."""
    values = np.array(outcomes, np.float64)
    order = np.argsort(values, kind="stable")
    shares = np.array(weights, np.float64)[order]
    return values[order], np.cumsum(shares)[:-1] / shares.sum()


# family: the inverse CDF by its parameters p
_INVERSES: dict[str, Callable[[dict[str, Any]], _Inverse]] = {
    "constant": lambda p: _Inverse(_constant, (), (p["value"],)),
    "exponential": lambda p: _Inverse(_exponential, (), (p["mean"],)),
    "hyperexponential": lambda p: _Inverse(_hyperexponential, (tuple(zip(*_phases(p), strict=True)),), ()),
    "gamma": lambda p: _inverse_of_gamma(p["mean"], p["cv"]),
    "erlang": lambda p: _Inverse(_gamma, (float(p["stages"]),), (p["mean"] / p["stages"],)),
    "lognormal": lambda p: _inverse_of_lognormal(p["mean"], p["cv"]),
    "weibull": lambda p: _Inverse(_weibull, (1 / p["shape"],), (p["mean"] / gamma(1 + 1 / p["shape"]),)),
    "triangular": lambda p: _Inverse(_triangular, (), (p["low"], p["mode"], p["high"])),
    "uniform": lambda p: _Inverse(_uniform, (), (p["low"], p["high"])),
    "normal": lambda p: _Inverse(_normal, (p["mean"], p["sd"]), ()),
    "discrete": lambda p: _Inverse(_discrete, (p["values"], p["weights"]), ()),
    "empirical": lambda p: _Inverse(_discrete, (p["values"], (1.0,) * len(p["values"])), ()),
}


def _inverse_of_gamma(mean: float, cv: float) -> _Inverse:
    return _Inverse(_gamma, (cv**-2,), (mean * cv**2,)) if cv > 0 else _Inverse(_constant, (), (mean,))


def _inverse_of_lognormal(mean: float, cv: float) -> _Inverse:
    variance = log1p(cv**2)  # of the logarithm
    return _Inverse(_lognormal, (), (mean, sqrt(variance), variance / 2))


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


# The inverse CDF of the gamma distribution is slow: it is tabulated once per shape.

_STEPS = 2048
_Z = np.linspace(-8.3, 8.3, _STEPS + 1)  # normal scores of the table's nodes: beyond those of all uniforms of `draws`


def _gamma(shape: float, u: Floats, scale: float) -> Floats:
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
