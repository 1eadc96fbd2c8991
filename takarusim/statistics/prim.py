"""Where cases lie among worlds: a box of a few factors' ranges that holds most cases and little else.

Of many factors some seem to tell cases from the others in any few hundred worlds, so only those are looked at whose
values in cases and in the others lie farthest apart. The box is peeled from all worlds, a tenth of what is left at a
time, from the side that loses the fewest cases, in each of these factors alone and in several. Of all boxes on the way
that one is taken that tells most, by the likelihood of the cases inside and outside of it; ends that the others make
needless are given up. Something is found by this in any worlds, so it is held against worlds whose cases are shuffled,
and what it foretells is told by boxes found without the worlds that they are tried on. Reading order: prim, Box,
_found, _peeled.

Sources
-------
Friedman and Fisher (1999), Bump hunting in high-dimensional data. Statistics and Computing 9, 123.
Bryant and Lempert (2010), Thinking inside the box. Technological Forecasting and Social Change 77, 34.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEWEST", "Box", "Limit", "prim"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST = 5  # cases, and worlds that are none, from which a box is looked for
PEELED, SMALLEST = 0.1, 0.05  # of the worlds in a box, and of all worlds
LOOKED = 3  # factors in which boxes are looked for; more are hard to keep in mind, and tell by chance more often
CHANCE = 0.05  # above which an end, or a box, is not told
FOLDS, PERMUTATIONS = 5, 99


class Limit(NamedTuple):
    """The range of a factor in a box."""

    factor: int  # its column
    low: float  # -inf: none
    high: float
    chance: float  # that the box without this range has so many cases in so many worlds


class Box(NamedTuple):
    """A box, and what it holds."""

    limits: tuple[Limit, ...]  # the least like chance first
    cases: int  # in the box
    n: int  # worlds in the box
    all_cases: int
    all_n: int
    held_cases: int  # in boxes found without them
    held_n: int  # worlds in these boxes

    @property
    def coverage(self) -> float:
        """The share of all cases that lie in it."""
        return self.cases / self.all_cases

    @property
    def density(self) -> float:
        """The share of its worlds that are cases."""
        return self.cases / self.n


class _Edges(NamedTuple):
    """Where a box begins and ends, (factors,)."""

    low: Floats
    high: Floats

    def holds(self, x: Floats) -> Flags:
        """Returns which worlds lie within, (n,)."""
        return np.asarray(((x >= self.low) & (x <= self.high)).all(axis=1))

    def without(self, factor: int, sides: Sequence[int] = (0, 1)) -> "_Edges":
        """Returns the box without the range of a factor, or without one end of it."""
        ends = [self.low.copy(), self.high.copy()]
        for side in sides:
            ends[side][factor] = (-np.inf, np.inf)[side]
        return _Edges(*ends)

    @property
    def ends(self) -> list[tuple[int, int]]:
        """The factor and the side of each end of a range."""
        return [(k, side) for side in (0, 1) for k in np.flatnonzero(np.isfinite(self[side])).tolist()]


def prim(x: Floats, is_case: Flags, seed: int = 1) -> Box | None:
    """Returns where cases lie; None where nothing tells it.

    So it is where there are too few cases, or too few others, where shuffled cases have as good a box, and where boxes
    that are found without some worlds foretell nothing of them.

    Parameters
    ----------
    x : (n, factors)
        Without ties.
    is_case : (n,)
    seed : int
        Of shuffles and of the worlds that are kept back.

    Examples
    --------
    >>> x = np.random.default_rng(1).uniform(size=(200, 4))
    >>> found = prim(x, (x[:, 2] > 0.7) & (x[:, 0] < 0.5))
    >>> [limit.factor for limit in found.limits]
    [2, 0]
    """
    if x.size == 0 or min(is_case.sum(), (~is_case).sum()) < FEWEST:
        return None
    rng, (edges, score) = np.random.default_rng(seed), _found(x, is_case)
    limits = _pruned(x, is_case, edges)
    if not limits or _is_chance(x, is_case, score, rng):
        return None
    inside, held = _box(limits, x.shape[1]).holds(x), _held(x, is_case, rng)
    if not held.any() or is_case[held].mean() <= is_case.mean():
        return None
    counts = (is_case[inside].sum(), inside.sum(), is_case.sum(), len(x), is_case[held].sum(), held.sum())
    return Box(tuple(limits), *map(int, counts))


def _is_chance(x: Floats, is_case: Flags, score: float, rng: np.random.Generator) -> bool:
    """Returns whether more than one in twenty shuffles of the cases have as good a box."""
    better = 1
    for _ in range(PERMUTATIONS):
        better += _found(x, rng.permutation(is_case))[1] >= score
        if better > CHANCE * (1 + PERMUTATIONS):
            return True
    return False


def _found(x: Floats, is_case: Flags) -> tuple[_Edges, float]:
    """Returns the best box in the factors that tell cases best, and its score."""
    looked = _apart(x, is_case).argsort()[-LOOKED:].tolist()
    low, high = np.full(x.shape[1], -np.inf), np.full(x.shape[1], np.inf)
    best, score = _Edges(low, high), 0.0
    for chosen in (list(some) for n in range(1, len(looked) + 1) for some in combinations(looked, n)):
        inner, found = _peeled(x[:, chosen], is_case)
        if found > score:
            best, score = _Edges(low.copy(), high.copy()), found
            best.low[chosen], best.high[chosen] = inner
    return best, score


def _apart(x: Floats, is_case: Flags) -> Floats:
    """Returns how far cases and the others lie apart in each factor: the statistic of Kolmogorov and Smirnov."""
    cases = is_case[x.argsort(axis=0)]
    shares = np.cumsum(cases, axis=0) / is_case.sum() - np.cumsum(~cases, axis=0) / (~is_case).sum()
    return np.asarray(abs(shares).max(axis=0))


def _peeled(x: Floats, is_case: Flags) -> tuple[_Edges, float]:
    """Returns the best box on the way from all worlds to few, and its score."""
    columns, rows = np.arange(x.shape[1]), np.arange(len(x))
    low, high = np.full(len(columns), -np.inf), np.full(len(columns), np.inf)
    best, score = _Edges(low.copy(), high.copy()), 0.0
    while len(rows) > max(FEWEST, SMALLEST * len(x)) and not is_case[rows].all():
        k = max(1, int(PEELED * len(rows)))
        order = x[rows].argsort(axis=0)
        cases = is_case[rows][order]
        lost = np.array([cases[:k].sum(axis=0), cases[-k:].sum(axis=0)])  # from below and from above
        side, factor = np.unravel_index(lost.argmin(), lost.shape)
        sorted_x, kept = x[rows, factor][order[:, factor]], order[k:, factor] if side == 0 else order[:-k, factor]
        if side == 0:
            low[factor] = (sorted_x[k - 1] + sorted_x[k]) / 2
        else:
            high[factor] = (sorted_x[-k - 1] + sorted_x[-k]) / 2
        rows = rows[np.sort(kept)]
        found = _score(is_case, rows)
        if found > score:
            best, score = _Edges(low.copy(), high.copy()), found
    return best, score


def _score(is_case: Flags, rows: NDArray[np.int64]) -> float:
    """Returns how much likelier cases are where they are if a box tells, as a logarithm; 0 where it holds fewer."""
    from scipy.special import xlogy

    inside, worlds, cases, n = is_case[rows].sum(), len(rows), is_case.sum(), len(is_case)
    of = np.array([[inside, worlds - inside], [cases - inside, n - worlds - cases + inside]])  # cases, others
    total = of.sum(axis=1, keepdims=True)
    told = xlogy(of, of / np.maximum(total, 1)).sum() - xlogy(of.sum(axis=0), of.sum(axis=0) / n).sum()
    return float(told) if inside * n > cases * worlds else 0.0


def _pruned(x: Floats, is_case: Flags, edges: _Edges) -> list[Limit]:
    """Returns the ranges of a box that it would be another box without, the least like chance first."""
    while True:
        ends = [(_chance(x, is_case, edges, edges.without(k, [side])), k, side) for k, side in edges.ends]
        if all(chance <= CHANCE for chance, *_ in ends):
            ranked = sorted((_chance(x, is_case, edges, edges.without(k)), k) for k in {k for _, k, _ in ends})
            return [Limit(k, float(edges.low[k]), float(edges.high[k]), chance) for chance, k in ranked]
        _, k, side = max(ends)
        edges = edges.without(k, [side])


def _chance(x: Floats, is_case: Flags, edges: _Edges, wide: _Edges) -> float:
    """Returns the quasi-p-value of a box in a wider one: that of as many cases among as many of its worlds."""
    from scipy.special import bdtrc

    inside, wider = (is_case[box.holds(x)] for box in (edges, wide))
    return float(bdtrc(int(inside.sum()) - 1, len(inside), wider.mean())) if inside.any() else 1.0


def _box(limits: list[Limit], factors: int) -> _Edges:
    low, high = np.full(factors, -np.inf), np.full(factors, np.inf)
    for limit in limits:
        low[limit.factor], high[limit.factor] = limit.low, limit.high
    return _Edges(low, high)


def _held(x: Floats, is_case: Flags, rng: np.random.Generator) -> Flags:
    """Returns which worlds lie in the box that is found without them, a fifth of the worlds kept back at a time."""
    fold, inside = rng.permutation(len(x)) % FOLDS, np.zeros(len(x), bool)
    for k in range(FOLDS):
        rest, own = fold != k, fold == k
        limits = _pruned(x[rest], is_case[rest], _found(x[rest], is_case[rest])[0])
        inside[own] = _box(limits, x.shape[1]).holds(x[own])
    return inside
