"""What it is worth to know more before a decision, from runs in which everything varied together.

Who decides now takes the option that is best on average. Who knew everything would take the best in each world: the
difference is the expected value of perfect information. Who knows one thing only takes what is best given that, and
what he gets is found by regression of each option's value on it. Reading order: perfect, partial, Curve.

Sources
-------
Strong, Oakley and Brennan (2014), Estimating multiparameter partial expected value of perfect information from a
probabilistic sensitivity analysis sample: a nonparametric regression approach. Medical Decision Making 34, 311.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEWEST", "Curve", "Worth", "partial", "perfect", "share"]

Floats = NDArray[np.float64]
FEWEST = 20  # worlds from which a curve is told
PIECES, POINTS = 10, 8  # of a curve at most; worlds for each piece
SMOOTHINGS = np.logspace(-3, 5, 17)  # of which the one is taken that predicts best
BOOTSTRAPS, PERMUTATIONS = 100, 200
EDGES = (0.05, 0.95)  # of an interval
CHANCE = 0.95  # of what knowing nothing seems to be worth, the quantile that has to be passed


class Worth(NamedTuple):
    """What it is worth to know one thing, in the unit of the options' values."""

    value: float
    low: float  # of a 90 percent interval
    high: float
    chance: float  # what is below it may be chance

    @property
    def is_told(self) -> bool:
        """Whether it is more than chance."""
        return self.value > self.chance


def perfect(values: Floats) -> tuple[float, float]:
    """Returns what perfect information is worth at least and at most.

    Parameters
    ----------
    values : (worlds, replications, options) larger is better
        At most is by the means of replications, whose luck is taken for information; at least is by one half of the
        replications choosing and the other half telling. With one replication both are at most.

    Examples
    --------
    >>> perfect(np.array([[[0.0, 1.0]], [[0.0, -1.0]]]))
    (0.5, 0.5)
    """
    means = values.mean(axis=1)
    now = float(means.mean(axis=0).max())
    most = float(means.max(axis=1).mean()) - now
    if values.shape[1] < 2:
        return most, most
    halves = [values[:, k::2].mean(axis=1) for k in (0, 1)]
    rows = np.arange(len(means))
    told = [float(other[rows, one.argmax(axis=1)].mean()) for one, other in (halves, halves[::-1])]
    return max(min(sum(told) / 2 - now, most), 0.0), most


def partial(x: Floats, values: Floats, seed: int = 1) -> Worth:
    """Returns what it is worth to know one number before a choice between options.

    Parameters
    ----------
    x : (worlds,)
        What is known.
    values : (worlds, options) larger is better
    seed : int
        Of the resamples.

    Raises
    ------
    ValueError
        If there are fewer than 20 worlds.

    Examples
    --------
    >>> x = np.random.default_rng(4).standard_normal(500)
    >>> found = partial(x, np.column_stack([np.zeros(500), x]))
    >>> round(found.value, 1), found.is_told  # 0.399 on paper
    (0.4, True)
    """
    if len(x) < FEWEST:
        raise ValueError(f"worlds: at least {FEWEST}, got {len(x)}")
    rng, n, curve = np.random.default_rng(seed), len(x), Curve(x)
    resampled = [_worth(Curve(x[rows]), values[rows]) for rows in rng.integers(0, n, (BOOTSTRAPS, n))]
    permuted = [_worth(curve, rng.permutation(values)) for _ in range(PERMUTATIONS)]
    low, high = np.quantile(resampled, EDGES).tolist()
    value = _worth(curve, values)
    return Worth(value, min(low, value), max(high, value), float(np.quantile(permuted, CHANCE)))


def _worth(curve: "Curve", values: Floats) -> float:
    expected = curve.fitted(values)[0]
    return float(expected.max(axis=1).mean() - values.mean(axis=0).max())


class Curve:
    """The expectation of values given a number: a penalised cubic spline over its normal scores.

    Source
    ------
    Eilers and Marx (1996), Flexible smoothing with B-splines and penalties. Statistical Science 11, 89; how smooth it
    is, by generalised cross-validation.
    """

    def __init__(self, x: Floats) -> None:
        from scipy.interpolate import BSpline
        from scipy.linalg import eigh
        from scipy.special import ndtri
        from scipy.stats import rankdata

        z = ndtri((rankdata(x) - 0.5) / len(x))
        inner = np.linspace(z.min() - 1e-9, z.max() + 1e-9, max(2, min(PIECES, len(x) // POINTS)) + 1)
        step = inner[1] - inner[0]
        outer = np.arange(1, 4) * step
        knots = np.concatenate([inner[0] - outer[::-1], inner, inner[-1] + outer])
        basis = BSpline.design_matrix(z, knots, 3).toarray()
        rough = np.diff(np.eye(basis.shape[1]), 2, axis=0)
        gram = basis.T @ basis + 1e-6 * np.eye(basis.shape[1])
        self._penalties, vectors = eigh(rough.T @ rough, gram)
        self._basis = basis @ vectors  # orthonormal columns, the smoothest first

    def fitted(self, y: Floats) -> tuple[Floats, Floats]:
        """Returns the curve through each column, (n, columns), and how many terms it takes, (columns,)."""
        n, middle = len(y), y.mean(axis=0)
        parts = self._basis.T @ (y - middle)
        kept = 1 / (1 + np.outer(SMOOTHINGS, np.maximum(self._penalties, 0)))  # (smoothings, terms)
        left = ((y - middle) ** 2).sum(axis=0) - (2 * kept - kept**2) @ parts**2  # (smoothings, columns)
        terms = kept.sum(axis=1)
        best = (left / (n - terms[:, None]) ** 2).argmin(axis=0)
        return middle + self._basis @ (kept[best].T * parts), terms[best]


def share(x: Floats, y: Floats) -> float:
    """Returns the share of the variance of y that a number explains alone: its first-order index, less chance's part.

    Examples
    --------
    >>> x = np.random.default_rng(1).standard_normal((2, 4000))
    >>> round(share(x[0], 2 * x[0] + x[1]), 1)
    0.8
    """
    total = float(y.var())
    if len(x) < FEWEST or not total > 0:
        return float("nan")
    expected, terms = Curve(x).fitted(y[:, None])
    left = float(((y - expected[:, 0]) ** 2).sum()) / (len(y) - float(terms[0]))
    return max(0.0, 1 - left / float(y.var(ddof=1)))
