"""The register of families of distributions: how values are made of uniforms, the mean, the parameters, the words.

A distribution is a family with parameters of its own; how it is written in scenario files is in `quantities`.
Reading order: Family, FAMILIES, then the functions of the family you look for.
"""

from collections.abc import Callable
from functools import lru_cache
from math import exp, fsum, gamma, log, log1p, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["FAMILIES", "PARAMETERS", "Family", "Inverse", "Parameter", "key_of", "said"]

Floats = NDArray[np.float64]
Given = dict[str, Any]  # parameters by name, in the base unit


class Inverse(NamedTuple):
    """An inverse CDF: `of(*kind, u, *numbers)`; those of one kind are evaluated together."""

    of: Callable[..., Floats]
    kind: tuple[Any, ...]  # what all distributions of the kind share
    numbers: tuple[float, ...]  # one's own; to evaluate several, arrays of theirs


class Parameter(NamedTuple):
    """What a parameter is."""

    dimension: str = ""  # of its own; "": that of the distribution's values
    is_value: bool = False  # a value of the distribution itself, so whole where those are
    is_list: bool = False
    is_bounded: bool = True  # as the values are


PARAMETERS = {
    "value": Parameter(is_value=True),
    "mean": Parameter(),
    "sd": Parameter(is_bounded=False),
    "cv": Parameter("number"),  # standard deviation over mean
    "shape": Parameter("number"),
    "stages": Parameter("count"),
    "low": Parameter(is_value=True),
    "mode": Parameter(is_value=True),
    "high": Parameter(is_value=True),
    "values": Parameter(is_value=True, is_list=True),
    "weights": Parameter("number", is_list=True),
    "means": Parameter(is_list=True),
    "shares": Parameter("number", is_list=True),
}


class Family(NamedTuple):
    """A family of distributions."""

    name: str
    inverse: Callable[[Given], Inverse]
    mean: Callable[[Given], float]
    ways: tuple[tuple[str, ...], ...]  # that its parameters may be given in, the usual one first; keys of PARAMETERS
    words: tuple[tuple[str, str], ...]  # of each way: Indonesian, English
    meaning: str  # in the reference
    is_list: bool = False  # written as a list of its parameters


# Each family: what its kind shares, u, the distribution's own numbers.


def _constant(u: Floats, value: float) -> Floats:
    return np.full(len(u), value)


def _exponential(u: Floats, mean: float) -> Floats:
    return -mean * np.log1p(-u)


def _phases(p: Given) -> tuple[Floats, Floats]:
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


def _inverse_of_gamma(mean: float, cv: float) -> Inverse:
    return Inverse(_gamma, (cv**-2,), (mean * cv**2,)) if cv > 0 else Inverse(_constant, (), (mean,))


def _inverse_of_lognormal(mean: float, cv: float) -> Inverse:
    variance = log1p(cv**2)  # of the logarithm
    return Inverse(_lognormal, (), (mean, sqrt(variance), variance / 2))


def _given_mean(p: Given) -> float:
    return float(p["mean"])


def _mean_of_phases(p: Given) -> float:
    shares, means = _phases(p)
    return float(shares @ means)


def _mean_of_normal(p: Given) -> float:
    from scipy.special import log_ndtr

    a = p["mean"] / p["sd"]
    return float(p["mean"] + p["sd"] * exp(-(a**2) / 2 - log(2 * np.pi) / 2 - log_ndtr(a)))


def _mean_of_discrete(p: Given) -> float:
    return fsum(v * w for v, w in zip(p["values"], p["weights"], strict=True)) / fsum(p["weights"])


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


# fmt: off
_FAMILIES = (
    Family(
        "constant", lambda p: Inverse(_constant, (), (p["value"],)), lambda p: float(p["value"]),
        (("value",),), (("{value}", "{value}"),),
        "always the same",
    ),
    Family(
        "exponential", lambda p: Inverse(_exponential, (), (p["mean"],)), _given_mean,
        (("mean",),), (("eksponensial, rata-rata {mean}", "exponential, mean {mean}"),),
        "memoryless: gaps between independent orders, lives without wear",
    ),
    Family(
        "gamma", lambda p: _inverse_of_gamma(p["mean"], p["cv"]), _given_mean,
        (("mean", "cv"),),
        (("gamma, rata-rata {mean}, koefisien variasi {cv}", "gamma, mean {mean}, coefficient of variation {cv}"),),
        "positive, as spread as its cv (standard deviation over mean) says",
    ),
    Family(
        "erlang", lambda p: Inverse(_gamma, (float(p["stages"]),), (p["mean"] / p["stages"],)), _given_mean,
        (("mean", "stages"),),
        (("Erlang, rata-rata {mean}, tahap {stages}", "Erlang, mean {mean}, stages {stages}"),),
        "the sum of so many exponential stages: more regular than one",
    ),
    Family(
        "lognormal", lambda p: _inverse_of_lognormal(p["mean"], p["cv"]), _given_mean,
        (("mean", "cv"),),
        ((
            "lognormal, rata-rata {mean}, koefisien variasi {cv}",
            "lognormal, mean {mean}, coefficient of variation {cv}",
        ),),
        "positive, with a long tail: repairs",
    ),
    Family(
        "weibull",
        lambda p: Inverse(_weibull, (1 / p["shape"],), (p["mean"] / gamma(1 + 1 / p["shape"]),)), _given_mean,
        (("mean", "shape"),),
        (("Weibull, rata-rata {mean}, bentuk {shape}", "Weibull, mean {mean}, shape {shape}"),),
        "lives: a shape above 1 wears out, below 1 fails early",
    ),
    Family(
        "triangular", lambda p: Inverse(_triangular, (), (p["low"], p["mode"], p["high"])),
        lambda p: float(p["low"] + p["mode"] + p["high"]) / 3,
        (("low", "mode", "high"),),
        ((
            "segitiga, {low} sampai {high}, paling sering {mode}",
            "triangular, {low} to {high}, most often {mode}",
        ),),
        "all that is known are the ends and the most frequent value",
        is_list=True,
    ),
    Family(
        "uniform", lambda p: Inverse(_uniform, (), (p["low"], p["high"])), lambda p: float(p["low"] + p["high"]) / 2,
        (("low", "high"),), (("seragam, {low} sampai {high}", "uniform, {low} to {high}"),),
        "any value between the ends",
        is_list=True,
    ),
    Family(
        "normal", lambda p: Inverse(_normal, (p["mean"], p["sd"]), ()), _mean_of_normal,
        (("mean", "sd"),),
        (("normal, rata-rata {mean}, simpangan baku {sd}", "normal, mean {mean}, standard deviation {sd}"),),
        "symmetric, cut off below 0; the mean is that before the cut",
    ),
    Family(
        "discrete", lambda p: Inverse(_discrete, (p["values"], p["weights"]), ()), _mean_of_discrete,
        (("values", "weights"),),
        (("diskret, nilai {values}, bobot {weights}", "discrete, values {values}, weights {weights}"),),
        "these values, with these weights",
    ),
    Family(
        "empirical", lambda p: Inverse(_discrete, (p["values"], (1.0,) * len(p["values"])), ()),
        lambda p: fsum(p["values"]) / len(p["values"]),
        (("values",),), (("sampel: {values}", "a sample: {values}"),),
        "the values of a sample, each equally likely",
    ),
    Family(
        "hyperexponential",
        lambda p: Inverse(_hyperexponential, (tuple(zip(*_phases(p), strict=True)),), ()), _mean_of_phases,
        (("mean", "cv"), ("shares", "means")),  # two phases with balanced means, or any
        (
            (
                "hipereksponensial, rata-rata {mean}, koefisien variasi {cv}",
                "hyperexponential, mean {mean}, coefficient of variation {cv}",
            ),
            (
                "campuran eksponensial, rata-rata {means}, porsi {shares}",
                "mixed exponentials, means {means}, shares {shares}",
            ),
        ),
        "mostly short, sometimes very long: a cv of 1 or more",
    ),
)
# fmt: on
FAMILIES = {family.name: family for family in _FAMILIES}


def key_of(family: str, names: tuple[str, ...]) -> str:
    """Returns the key of the words of a family whose parameters are given so.

    Examples
    --------
    >>> key_of("gamma", ("mean", "cv"))
    'family.gamma'
    """
    is_usual = names == FAMILIES[family].ways[0]
    return ".".join(("family", family) if is_usual else ("family", family, *names))


def said() -> dict[str, tuple[str, str]]:
    """Returns what is said of distributions in Indonesian and English, by key."""
    return {
        key_of(family.name, names): words
        for family in _FAMILIES
        for names, words in zip(family.ways, family.words, strict=True)
    }
