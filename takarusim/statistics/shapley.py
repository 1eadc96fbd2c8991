"""What each member of a group brings to it: alone, behind all others, and on average over all orders of coming."""

from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Parts", "parts"]

Floats = NDArray[np.float64]


class Parts(NamedTuple):
    """What each member brings."""

    alone: Floats  # (m, ...)  to nobody
    last: Floats  # (m, ...)  to all others
    share: Floats  # (m, ...)  Shapley's value: these sum to what all bring together


def parts(values: ArrayLike) -> Parts:
    """Returns what each member of a group brings, of what every subset of it is worth.

    Parameters
    ----------
    values : (2^m, ...)
        Row k: of the members whose bits are set in k; row 0: of nobody.

    Raises
    ------
    ValueError
        If they are not those of all subsets of at least one member.

    References
    ----------
    Shapley, A value for n-person games, Contributions to the Theory of Games II (1953): the only division in which
    shares sum to the whole, alike members have alike ones, who brings nothing to anybody has none, and shares in a sum
    of games are sums.

    Examples
    --------
    >>> parts([0.0, 1.0, 2.0, 5.0]).share.tolist()
    [2.0, 3.0]
    """
    worth = np.asarray(values, np.float64)
    m = len(worth).bit_length() - 1
    if m < 1 or len(worth) != 1 << m:
        raise ValueError(f"values must be those of all subsets, 2, 4, 8 ... of them, got {len(worth)}")
    sizes = np.array([k.bit_count() for k in range(1 << m)])
    weights = np.array([1 / (m * comb(m - 1, size)) for size in range(m)])  # of a member that comes behind so many
    alone, last, share = [], [], []
    for i in range(m):
        others = np.flatnonzero(~np.arange(1 << m) >> i & 1)  # the subsets without it, nobody first and all others last
        brought = worth[others | 1 << i] - worth[others]
        alone.append(brought[0])
        last.append(brought[-1])
        share.append(np.tensordot(weights[sizes[others]], brought, 1))
    return Parts(*(np.array(rows) for rows in (alone, last, share)))
