"""The three kinds of number that a KPI can be: a ratio of sums, a quantile, an index of inequality.

Each is worked out for the whole estate and for each of the groups that its rows belong to. Sums, and so numerators and
denominators, add over groups; quantiles and indices do not. What is undefined is NaN.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Gini", "Measure", "Quantile", "Rate", "Ratio"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Owners = Mapping[str, Integers]  # group: which one each row belongs to, from 0; -1: none


class Measure(Protocol):
    """What a KPI's function returns."""

    def total(self) -> float:
        """Returns the value for all rows together."""
        ...

    def by(self, group: str, count: int) -> Floats:
        """Returns the values for the `count` members of a group."""
        ...


def _sums(owner: Integers, values: NDArray[Any] | float, count: int) -> Floats:
    """Returns the sums of values over owners 0 .. count-1; a plain number counts once for each row."""
    if isinstance(values, np.ndarray):
        summed = np.bincount(owner + 1, values.astype(np.float64), count + 1)  # place 0: those without owner
        return summed[1:].astype(np.float64)
    return np.float64(values) * np.bincount(owner + 1, minlength=count + 1)[1:].astype(np.float64)


def _divided(top: Floats, bottom: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(bottom > 0, top / bottom, np.nan)


class Ratio(NamedTuple):
    """A sum over a sum: a mean, where the bottom is 1 for each row."""

    top: NDArray[Any]  # (rows,)
    bottom: NDArray[Any] | float  # (rows,), or the same for each row
    owners: Owners
    scale: float = 1.0

    def total(self) -> float:
        """Returns the ratio of all rows; NaN without any."""
        bottom = float(self.bottom.sum() if isinstance(self.bottom, np.ndarray) else self.bottom * len(self.top))
        return self.scale * float(self.top.sum()) / bottom if bottom > 0 else np.nan

    def by(self, group: str, count: int) -> Floats:
        """Returns the ratio for each member of a group; NaN where it has no rows."""
        owner = self.owners[group]
        return self.scale * _divided(_sums(owner, self.top, count), _sums(owner, self.bottom, count))


class Rate(NamedTuple):
    """A sum over a plain number, such as the length of a span: 0 without rows; adds over groups."""

    top: NDArray[Any]  # (rows,)
    bottom: float
    owners: Owners

    def total(self) -> float:
        """Returns the rate of all rows; NaN in a span of no length."""
        return float(self.top.sum()) / self.bottom if self.bottom > 0 else np.nan

    def by(self, group: str, count: int) -> Floats:
        """Returns the rate for each member of a group."""
        return _divided(_sums(self.owners[group], self.top, count), np.full(count, self.bottom))


class Quantile(NamedTuple):
    """A quantile of the rows' values, as Hyndman and Fan's type 8 estimates it: unbiased in the median."""

    values: NDArray[Any]  # (rows,)
    level: float
    owners: Owners

    def total(self) -> float:
        """Returns the quantile of all rows; NaN without any."""
        return float(self._of(np.zeros(len(self.values), np.int64), 1)[0])

    def by(self, group: str, count: int) -> Floats:
        """Returns the quantile for each member of a group; NaN where it has no rows."""
        return self._of(self.owners[group], count)

    def _of(self, owner: Integers, count: int) -> Floats:
        if len(owner) == 0:
            return np.full(count, np.nan)
        by_value = np.argsort(self.values)
        by_owner = np.argsort(owner[by_value].astype(np.int16 if count < 1 << 15 else np.int64), kind="stable")
        values = self.values[by_value[by_owner]].astype(np.float64)
        sizes = np.bincount(owner + 1, minlength=count + 1)
        first, sizes = np.cumsum(sizes)[:-1], sizes[1:]
        place = np.clip((sizes + 1 / 3) * self.level + 1 / 3, 1, np.maximum(sizes, 1)) - 1  # from 0
        below = np.floor(place).astype(np.int64)
        at = np.minimum(first + below, len(values) - 1)
        above = np.minimum(at + (place > below), len(values) - 1)
        found = values[at] + (place - below) * (values[above] - values[at])
        return np.where(sizes > 0, found, np.nan)


class Gini(NamedTuple):
    """Gini's index of inequality of the rows' values: 0 where all are equal, 1 - 1/n where one has all."""

    values: Floats  # (rows,)  none negative

    def total(self) -> float:
        """Returns the index; NaN where nobody has anything."""
        values, n = np.sort(self.values), len(self.values)
        whole = float(values.sum())
        if whole <= 0:
            return np.nan
        return float((2 * np.arange(1, n + 1) - n - 1) @ values) / (n * whole)

    def by(self, group: str, count: int) -> Floats:
        """Raises: an index does not add over groups, and nobody asks for it."""
        raise ValueError(f"no index by {group}, got {count} members; the index is of all")
