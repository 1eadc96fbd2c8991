"""The kinds of number that a KPI can be: a ratio of sums, a rate, a quantile, an index of inequality.

Each is worked out for the whole estate and for every member of the groups that it is asked for, all at once. Rows of
one cell belong to the same member of every group, so what adds is summed by cell first, and then by member. Sums, and
so numerators and denominators, add; quantiles and indices do not. What is undefined is NaN.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from takarusim.compiled import entry

__all__ = ["Cells", "Gini", "Measure", "Owners", "Places", "Quantile", "Rate", "Ratio"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Places(NamedTuple):
    """Where cells stand among the members of some groups, which lie behind each other, group by group."""

    groups: int
    members: int  # of all these groups
    of: Integers  # (groups * cells,)  whom each cell belongs to; behind the last member: to none of its group

    def sums(self, values: NDArray[Any]) -> Floats:
        """Returns the sums of cells' values, one for each member."""
        summed = np.bincount(self.of, np.concatenate([values] * self.groups), self.members + 1)
        return cast("Floats", summed[: self.members])


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
            first, of, members = 0, [], sum([self.members[group] for group in groups])
            for group in groups:
                which = self.groups[group]
                of.append(np.where(which >= 0, first + which, members))
                first += self.members[group]
            self._known[groups] = Places(len(groups), members, np.concatenate(of))
        return self._known[groups]


class Owners(NamedTuple):
    """Whom rows belong to."""

    cells: Cells
    cell: Integers | None = None  # (rows,)  from 0; None: each row is a cell of its own

    def by_cell(self, values: NDArray[Any] | float) -> NDArray[Any]:
        """Returns the sums of rows' values, one for each cell; a plain number counts once for each row."""
        if self.cell is None:
            return values if isinstance(values, np.ndarray) else np.full(self.cells.count, values)
        if isinstance(values, np.ndarray):
            return np.bincount(self.cell, values, self.cells.count)
        return values * np.bincount(self.cell, minlength=self.cells.count)


class Measure(Protocol):
    """What a KPI's function returns."""

    def values(self, groups: tuple[str, ...]) -> Floats:
        """Returns the value for all rows together, and then that for each member of some groups."""
        ...


def _divided(top: Floats, bottom: Floats | float) -> Floats:
    """Returns quotients; NaN where the bottom is nothing."""
    quotient: Floats = top / np.where(bottom > 0, bottom, np.nan)
    return quotient


class Ratio(NamedTuple):
    """A sum over a sum: a mean, where the bottom is 1 for each row; NaN where there are no rows."""

    top: NDArray[Any]  # (rows,)
    bottom: NDArray[Any] | float  # (rows,), or the same for each row
    owners: Owners
    scale: float = 1.0

    def values(self, groups: tuple[str, ...]) -> Floats:
        """Returns the ratio of all rows, and that of each member of some groups."""
        top, bottom = self.owners.by_cell(self.top), self.owners.by_cell(self.bottom)
        places = self.owners.cells.places(groups)
        whole = _divided(self.scale * np.add.reduce(top, keepdims=True), np.add.reduce(bottom, keepdims=True))
        return np.concatenate((whole, self.scale * _divided(places.sums(top), places.sums(bottom))))


class Rate(NamedTuple):
    """A sum over a plain number, such as the length of a span: 0 without rows, NaN over nothing; adds over groups."""

    top: NDArray[Any]  # (rows,)
    bottom: float
    owners: Owners

    def values(self, groups: tuple[str, ...]) -> Floats:
        """Returns the rate of all rows, and that of each member of some groups."""
        top, places = self.owners.by_cell(self.top), self.owners.cells.places(groups)
        return _divided(np.concatenate((np.add.reduce(top, keepdims=True), places.sums(top))), self.bottom)


class Quantile(NamedTuple):
    """A quantile of the rows' values, as Hyndman and Fan's type 8 estimates it; NaN where there are no rows."""

    data: Floats  # (rows,)
    level: float
    owners: Owners

    def values(self, groups: tuple[str, ...]) -> Floats:
        """Returns the quantile of all rows, and that of each member of some groups."""
        order, places = np.argsort(self.data), self.owners.cells.places(groups)
        cell = order if self.owners.cell is None else self.owners.cell[order]
        member = np.append(np.zeros(self.owners.cells.count, np.int64), 1 + places.of)  # all rows are member 0's
        sizes = np.concatenate(([len(order)], places.sums(self.owners.by_cell(1.0))))
        place = np.minimum(np.maximum((sizes + 1 / 3) * self.level + 1 / 3, 1), np.maximum(sizes, 1)) - 1  # from 0
        below = np.floor(place)
        around, seen = np.array([below, np.ceil(place)], np.int64), np.zeros(len(sizes), np.int64)
        low, high = found = np.full(around.shape, np.nan)
        _pick(self.data[order], member.reshape(1 + len(groups), -1)[:, cell], (around, seen, found))
        return cast("Floats", low + (place - below) * (high - low))


@entry
def _pick(data, member, picked):
    """Finds the data at two places of each member, going through all data in order."""
    places, seen, found = picked
    for group in range(len(member)):
        for i in range(len(data)):
            m = member[group, i]
            if m < len(seen):
                for k in range(len(places)):
                    if places[k, m] == seen[m]:
                        found[k, m] = data[i]
                seen[m] += 1


class Gini(NamedTuple):
    """Gini's index of inequality of the rows' values: 0 where all are equal, 1 - 1/n where one has all."""

    data: Floats  # (rows,)  none negative

    def values(self, groups: tuple[str, ...]) -> Floats:  # noqa: ARG002  there are none
        """Returns the index; NaN where nobody has anything. It is of all: an index does not add over groups."""
        data, n = np.sort(self.data), len(self.data)
        return _divided((2 * np.arange(1, n + 1) - n - 1) @ data, n * np.add.reduce(data, keepdims=True))
