"""The three kinds of number that a KPI can be: a ratio of sums, a quantile, an index of inequality.

Each is worked out for the whole estate and for each of the groups that its rows belong to. Rows of one cell belong to
the same member of every group, so what adds is summed by cell once (`by_cell`), and then by group: many groups cost
hardly more than one. Sums, and so numerators and denominators, add; quantiles and indices do not. What is undefined
is NaN.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

__all__ = ["Gini", "Measure", "Owners", "Quantile", "Rate", "Ratio"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Owners(NamedTuple):
    """Whom rows belong to."""

    cell: Integers  # (rows,)  from 0
    groups: Mapping[str, Integers]  # group: (cells,) which member each cell belongs to, from 0; -1: none

    @property
    def cells(self) -> int:
        """Returns how many cells there are."""
        return len(next(iter(self.groups.values())))

    def of(self, group: str) -> Integers:
        """Returns which member of a group each row belongs to; -1: none."""
        owner: Integers = self.groups[group][self.cell]
        return owner


class Measure(Protocol):
    """What a KPI's function returns."""

    def total(self) -> float:
        """Returns the value for all rows together."""
        ...

    def by(self, group: str, count: int) -> Floats:
        """Returns the values for the `count` members of a group."""
        ...

    def by_cell(self) -> Self:
        """Returns the same measure made ready to be asked for many groups."""
        ...


def _sums(owner: Integers, values: NDArray[Any] | float, count: int) -> Floats:
    """Returns the sums of values over owners 0 .. count-1; a plain number counts once for each row."""
    return _cell_sums(owner + 1, values, count + 1)[1:]  # place 0: those without owner


def _cell_sums(cell: Integers, values: NDArray[Any] | float, count: int) -> Floats:
    """Returns the sums of values over cells 0 .. count-1; a plain number counts once for each row."""
    if isinstance(values, np.ndarray):
        return np.bincount(cell, values, count).astype(np.float64, copy=False)
    return np.float64(values) * np.bincount(cell, minlength=count).astype(np.float64)


def _all_cells(owners: Owners) -> Owners:
    return Owners(np.arange(owners.cells), owners.groups)


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
        owner = self.owners.of(group)
        return self.scale * _divided(_sums(owner, self.top, count), _sums(owner, self.bottom, count))

    def by_cell(self) -> "Ratio":
        """Returns the same ratio with one row a cell."""
        cell, cells = self.owners.cell, self.owners.cells
        top, bottom = _cell_sums(cell, self.top, cells), _cell_sums(cell, self.bottom, cells)
        return Ratio(top, bottom, _all_cells(self.owners), self.scale)


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
        return _divided(_sums(self.owners.of(group), self.top, count), np.full(count, self.bottom))

    def by_cell(self) -> "Rate":
        """Returns the same rate with one row a cell."""
        top = _cell_sums(self.owners.cell, self.top, self.owners.cells)
        return Rate(top, self.bottom, _all_cells(self.owners))


class Quantile(NamedTuple):
    """A quantile of the rows' values, as Hyndman and Fan's type 8 estimates it: unbiased in the median."""

    values: NDArray[Any]  # (rows,)
    level: float
    owners: Owners
    is_sorted: bool = False

    def total(self) -> float:
        """Returns the quantile of all rows; NaN without any."""
        return float(_quantiles(self._sorted().values, None, 1, self.level)[0])

    def by(self, group: str, count: int) -> Floats:
        """Returns the quantile for each member of a group; NaN where it has no rows."""
        rows = self._sorted()
        return _quantiles(rows.values, rows.owners.of(group), count, self.level)

    def by_cell(self) -> "Quantile":
        """Returns the same quantile of rows in order of their values."""
        return self._sorted()

    def _sorted(self) -> "Quantile":
        if self.is_sorted:
            return self
        order = np.argsort(self.values)
        owners = Owners(self.owners.cell[order], self.owners.groups)
        return Quantile(self.values[order], self.level, owners, is_sorted=True)


def _quantiles(values: NDArray[Any], owner: Integers | None, count: int, level: float) -> Floats:
    """Returns the quantile of each owner's values, which are sorted; all are the only one's where no owner is given."""
    if len(values) == 0 or count == 0:
        return np.full(count, np.nan)
    sizes = np.array([0, len(values)])  # those of no owner come first, then owner by owner
    if owner is not None and (count > 1 or owner.any()):
        values = values[np.argsort(owner.astype(np.int16 if count < 1 << 15 else np.int64), kind="stable")]
        sizes = np.bincount(owner + 1, minlength=count + 1)
    first, sizes = np.cumsum(sizes)[:-1], sizes[1:]
    place = np.clip((sizes + 1 / 3) * level + 1 / 3, 1, np.maximum(sizes, 1)) - 1  # from 0
    below = np.floor(place).astype(np.int64)
    at = np.minimum(first + below, len(values) - 1)
    above = np.minimum(at + (place > below), len(values) - 1)
    low, high = values[at].astype(np.float64), values[above].astype(np.float64)
    return np.where(sizes > 0, low + (place - below) * (high - low), np.nan)


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

    def by_cell(self) -> "Gini":
        """Returns the index itself: it is of all."""
        return self
