"""The kinds of number that a KPI can be: a ratio of sums, a rate, a quantile, an index of inequality.

Each is worked out for the whole estate and for every member of the groups that it is asked for, all at once. Rows of
one cell belong to the same member of every group, so what adds is summed by cell first, and then by member. What is
summed is whole numbers wherever it can be, of ms or grams, so that sums are exact. Sums, and so numerators and
denominators, add; quantiles and indices do not. What is undefined is NaN.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.compiled import entry

__all__ = ["Cells", "Gini", "Measure", "Owners", "Places", "Quantile", "Rate", "Ratio"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Places(NamedTuple):
    """Where cells stand among members: all rows are those of member 0, the members of some groups follow."""

    members: int
    of: Integers  # (1 + groups, cells)  whom each cell belongs to; behind the last member: to none of its group


@dataclass(frozen=True, eq=False)
class Cells:
    """To which member of each group cells belong."""

    groups: Mapping[str, Integers]  # group: (cells,) from 0; -1: none
    members: Mapping[str, int]  # group: how many it has
    _known: dict[tuple[str, ...], Places] = field(default_factory=dict, init=False)

    @cached_property
    def count(self) -> int:
        """How many cells there are."""
        return len(next(iter(self.groups.values())))

    def places(self, groups: tuple[str, ...]) -> Places:
        """Returns where the cells stand among the members of some groups; worked out once."""
        if groups not in self._known:
            members = 1 + sum([self.members[group] for group in groups])
            first, of = 1, np.zeros((1 + len(groups), self.count), np.int64)
            for row, group in zip(of[1:], groups, strict=True):
                row[:] = np.where(self.groups[group] >= 0, first + self.groups[group], members)
                first += self.members[group]
            self._known[groups] = Places(members, of)
        return self._known[groups]


class Owners(NamedTuple):
    """Whom rows belong to."""

    cells: Cells
    cell: Integers  # (rows,)  from 0

    def sums(self, groups: tuple[str, ...], *columns: NDArray[Any] | float) -> Floats:
        """Returns the sums of columns, (columns, members): of all rows, and those of each member of some groups."""
        places = self.cells.places(groups)
        values = np.empty((len(columns), len(self.cell)))
        for k, column in enumerate(columns):
            values[k] = column  # a plain number counts once for each row
        by_cell, sums = np.zeros((len(columns), self.cells.count)), np.zeros((len(columns), places.members + 1))
        _add(values, self.cell, by_cell, places.of, sums)
        return sums[:, : places.members]


@entry
def _add(values, cell, by_cell, of, sums):
    """Adds up the columns of rows by cell, and then by member."""
    for k in range(len(values)):
        for i in range(len(cell)):
            by_cell[k, cell[i]] += values[k, i]
        for group in range(len(of)):
            for c in range(len(by_cell[k])):
                sums[k, of[group, c]] += by_cell[k, c]


class Measure(Protocol):
    """What a KPI's function returns."""

    def values(self, groups: tuple[str, ...]) -> Floats:
        """Returns the value for all rows together, and then that for each member of some groups."""
        ...


def _divided(top: Floats, bottom: Floats) -> Floats:
    """Returns quotients; NaN where the bottom is nothing."""
    quotient: Floats = top / np.where(bottom > 0, bottom, np.nan)
    return quotient


class Ratio(NamedTuple):
    """A sum over a sum: a mean, where the bottom is 1 for each row; NaN where there are no rows."""

    top: NDArray[Any]  # (rows,)
    bottom: NDArray[Any] | float  # (rows,), or the same for each row
    owners: Owners

    def values(self, groups: tuple[str, ...]) -> Floats:
        """Returns the ratio of all rows, and that of each member of some groups."""
        return _divided(*self.owners.sums(groups, self.top, self.bottom))


class Rate(NamedTuple):
    """A sum over a plain number, such as the length of a span: 0 without rows, NaN over nothing; adds over groups."""

    top: NDArray[Any] | float  # (rows,), or the same for each row
    bottom: float
    owners: Owners

    def values(self, groups: tuple[str, ...]) -> Floats:
        """Returns the rate of all rows, and that of each member of some groups."""
        (top,) = self.owners.sums(groups, self.top)
        return cast("Floats", top / (self.bottom if self.bottom > 0 else math.nan))


class Quantile(NamedTuple):
    """A quantile of the rows' values, as Hyndman and Fan's type 8 estimates it; NaN where there are no rows."""

    data: Integers  # (rows,)
    unit: int  # in which it is asked for
    level: float
    owners: Owners

    def values(self, groups: tuple[str, ...]) -> Floats:
        """Returns the quantile of all rows, and that of each member of some groups."""
        (sizes,) = self.owners.sums(groups, 1.0)
        place = np.minimum(np.maximum((sizes + 1 / 3) * self.level + 1 / 3, 1), np.maximum(sizes, 1)) - 1  # from 0
        before, found = np.floor(place), np.full((2, len(sizes)), np.nan)
        cells = self.owners.cells
        bits = cells.count.bit_length()
        ranks = np.sort(self.data << bits | self.owners.cell)
        _pick(ranks, bits, cells.places(groups).of, before.astype(np.int64), found)
        low, high = found / self.unit
        return cast("Floats", low + (place - before) * (high - low))


@entry
def _pick(ranks, bits, of, before, found):
    """Finds the datum of each member that so many are before, and the next one; the last bits of a rank are the cell.

    Behind the last datum comes itself.
    """
    for group in range(len(of)):
        for rank in ranks:
            m = of[group, rank & ((1 << bits) - 1)]
            if m < len(before):
                if before[m] == 0:
                    found[0, m] = found[1, m] = rank >> bits
                elif before[m] == -1:
                    found[1, m] = rank >> bits
                before[m] -= 1


class Gini(NamedTuple):
    """Gini's index of inequality of the rows' values: 0 where all are equal, 1 - 1/n where one of n alike has all.

    A row counts by its weight: one of weight 2 is as two rows of the same value. Rows without weight are left out.
    """

    data: Floats  # (rows,)  none negative
    weight: Floats  # (rows,)  none negative

    def values(self, groups: tuple[str, ...]) -> Floats:  # noqa: ARG002  there are none
        """Returns the index; NaN where nobody has anything. It is of all: an index does not add over groups."""
        counts = self.weight > 0
        data, weight = self.data[counts], self.weight[counts]
        order = np.argsort(data, kind="stable")
        data, weight = data[order], weight[order]
        upto = np.cumsum(weight)
        whole, total = upto[-1:].sum(), np.add.reduce(weight * data, keepdims=True)
        return _divided((2 * upto - weight - whole) @ (weight * data), whole * total)
