"""What is drawn for a purpose, of many owners in one go: by numbers that stand for an owner and a distribution.

All here is made once per scenario and knows no seed; the draws come when values are asked for.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from takarusim.lowering.draws import WIDTHS, Draws
from takarusim.quantities.distributions import Distribution, Distributions
from takarusim.quantities.rounding import whole

__all__ = ["Owners", "Values"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


class Owners:
    """Maps numbers to the random streams of one purpose, by their owners' names; some share a stream, or have none."""

    def __init__(self, purpose: str, names: Sequence[str]) -> None:
        known = dict[str, int]()
        which = [known.setdefault(name, len(known)) if name else -1 for name in names]
        self._purpose, self._width = purpose, WIDTHS[purpose]
        self._names = tuple(name.encode() for name in known)
        self._which = np.array(which, np.int64)
        self.is_drawn = self._which >= 0  # by number: whether it has an owner

    def rows(self, draws: Draws, numbers: Integers, rows: Integers) -> Floats:
        """Returns one row for each number, (n, width)."""
        from takarusim.lowering import philox

        u = np.empty((len(rows), self._width))
        philox.fill(draws.streams(self._purpose, self._names), self._which[numbers], rows, u)
        return u

    def runs(self, draws: Draws, first: Integers, lengths: Integers, rows: Integers) -> Floats:
        """Returns one row for each number that is drawn of runs of them, as many as `lengths` says from `first` on."""
        from takarusim.lowering import philox

        u = np.empty((int(lengths.sum()), self._width))
        streams = draws.streams(self._purpose, self._names)
        return u[: philox.fill_runs(streams, self._which, first, lengths, rows, u)]

    def listed(self, first: Integers, lengths: Integers) -> tuple[Integers, Integers]:
        """Returns the numbers that are drawn of runs, and the place of each among all numbers of the runs."""
        from takarusim.lowering import loops

        numbers, places = np.empty((2, int(lengths.sum())), np.int64)
        count = loops.list_runs(self.is_drawn, first, lengths, numbers, places)
        return numbers[:count], places[:count]


class Values:
    """Whole values of a purpose, by number; those of a constant need no draw."""

    def __init__(self, purpose: str, names: Sequence[str], given: Sequence[Distribution]) -> None:
        pairs = zip(names, given, strict=True)
        self._owners = Owners(purpose, ["" if each.is_constant else name for name, each in pairs])
        self._constant = whole(each.mean if each.is_constant else 0 for each in given)
        self._given = Distributions(given)

    def drawn(self, draws: Draws, numbers: Integers, rows: Integers) -> Integers:
        """Returns the values of some rows of the streams of some numbers' owners."""
        if self._owners.is_drawn.all():
            return self._of_drawn(draws, numbers, rows)
        values = self._constant[numbers]
        (at,) = self._owners.is_drawn[numbers].nonzero()
        if len(at):
            values[at] = self._of_drawn(draws, numbers[at], rows[at])
        return values

    def _of_drawn(self, draws: Draws, numbers: Integers, rows: Integers) -> Integers:
        return self._given.whole_values(numbers, self._owners.rows(draws, numbers, rows)[:, 0])

    def table(self, draws: Draws, numbers: Integers, rows: int) -> Integers:
        """Returns the values of the first rows of each number, (numbers, rows)."""
        values = self.drawn(draws, np.repeat(numbers, rows), np.tile(np.arange(rows), len(numbers)))
        return values.reshape(len(numbers), rows)
