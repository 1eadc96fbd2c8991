"""Which of several systems has the largest mean, with a stated probability of being right: Kim and Nelson's procedure.

Systems share their draws; those that cannot be best are left out as soon as the differences tell it.
Reading order: Selected, best_of.
"""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Selected", "best_of"]

Floats = NDArray[np.float64]
Draw = Callable[[Sequence[int], int, int], Floats]


class Selected(NamedTuple):
    """What was selected."""

    best: int  # which system
    rivals: tuple[int, ...]  # those that could not be left out before the end, the best one among them
    replications: tuple[int, ...]  # of each system, when it was left out or the end came
    at_most: int  # replications that would have ended it, whatever they showed
    is_sure: bool = True  # whether the promise holds: not where the limit ended it


def best_of(
    draw: Draw,
    count: int,
    *,
    indifference: float,
    confidence: float = 0.95,
    first: int = 10,
    step: int = 1,
    limit: int | None = None,
) -> Selected:
    """Selects the system with the largest mean.

    Where the best mean is larger than all others by at least the indifference, it is selected with at least the stated
    probability, for normal values whatever their variances and their correlation.

    Parameters
    ----------
    draw : function of systems, start and stop
        Returns the values of these systems in the replications [start, stop), (systems, replications).
    count : int
        Of systems.
    indifference : number
        The smallest difference worth telling.
    confidence : number
    first : int
        Replications of all systems, from which the variances of their differences are found.
    step : int
        Replications between looks.
    limit : int, optional
        Replications at which it ends without a promise, the largest mean selected, where several systems are left.

    Raises
    ------
    ValueError
        If there is no system, the indifference is not above 0, or there are fewer than 2 replications at first.

    References
    ----------
    Kim and Nelson, A fully sequential procedure for indifference-zone selection in simulation, ACM TOMACS 11 (2001)
    251, with c = 1; looking at fewer moments errs no more often.

    Examples
    --------
    >>> values = np.random.default_rng(1).normal([[0.0], [1.0]], 1.0, (2, 1000))
    >>> best_of(lambda systems, a, b: values[list(systems), a:b], 2, indifference=0.5).best
    1
    """
    if count < 1 or not indifference > 0 or first < 2:
        raise ValueError(f"a system, an indifference above 0, 2 first, got {count}, {indifference}, {first}")
    values = draw(range(count), 0, first)
    spread = np.array([[(a - b).var(ddof=1) for b in values] for a in values])  # of differences
    eta = ((2 * (1 - confidence) / max(1, count - 1)) ** (-2 / (first - 1)) - 1) / 2 if count > 1 else 0.0
    reach = 2 * eta * (first - 1) * spread / indifference**2  # (count, count)  replications that tell two apart
    ends = math.floor(reach.max())
    alive, n, sums = list(range(count)), first, values.sum(axis=1)
    replications = [first] * count
    last = ends + 1 if limit is None else min(ends + 1, limit)
    while True:
        alive = _left(alive, sums / n, n, reach, indifference)
        for system in alive:
            replications[system] = n
        if len(alive) == 1 or n >= last:
            break
        stop = min(n + step, last)
        sums[alive] += draw(alive, n, stop).sum(axis=1)
        n = stop
    best = max(alive, key=lambda system: sums[system])
    is_sure = len(alive) == 1 or n > ends
    return Selected(best, tuple(alive), tuple(replications), max(first, ends + 1), is_sure)


def _left(alive: list[int], means: Floats, n: int, reach: Floats, indifference: float) -> list[int]:
    """Returns the systems that no other is surely better than."""
    slack = np.maximum(0.0, indifference / (2 * n) * (reach - n))
    return [i for i in alive if all(means[i] >= means[j] - slack[i, j] for j in alive)]
