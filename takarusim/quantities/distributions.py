"""Probability distributions by inverse CDF: uniforms in, values out.

The families are registered in `registers`; how distributions are written in scenario files is in `families`, the
inverses in `inverses`; where the uniforms come from, in `draws`. Reading order: Distribution, Distributions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from takarusim.quantities.inverses import INVERSES, MEANS, Inverse

__all__ = ["Distribution", "Distributions"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Distribution:
    """A distribution of quantities of one dimension; equal by value."""

    family: str  # a key of FAMILIES
    parameters: tuple[tuple[str, float | tuple[float, ...]], ...]  # (name, value) in the order of its way; base unit
    dimension: str = "number"  # a key of units.DIMENSIONS
    unit: str = ""  # as written, for show
    source: str = ""  # as in Quantity
    low: tuple[tuple[str, float | tuple[float, ...]], ...] = ()  # parameters at the low end of an assumption
    high: tuple[tuple[str, float | tuple[float, ...]], ...] = ()
    note: str = ""

    @property
    def is_constant(self) -> bool:
        """Whether it takes no draw: every value is its mean."""
        return self.family == "constant"

    @cached_property
    def mean(self) -> float:
        """The mean, in the base unit; exact, also of the truncated normal."""
        return MEANS[self.family](dict(self.parameters))

    def values(self, u: Floats) -> Floats:
        """Returns the values whose CDF is u.

        Parameters
        ----------
        u : (n,) above 0, below 1
            Uniforms.

        Returns
        -------
        (n,) in the base unit
            Growing with u.

        Examples
        --------
        >>> Distribution("exponential", (("mean", 2.0),)).values(np.array([0.5])).round(3)
        array([1.386])
        """
        of, kind, numbers = self.inverse
        return of(*kind, np.asarray(u, np.float64), *numbers)

    @cached_property
    def inverse(self) -> Inverse:
        """The inverse CDF."""
        return INVERSES[self.family](dict(self.parameters))


class Distributions:
    """Several distributions, by number, of which values are taken together."""

    def __init__(self, given: Sequence[Distribution]) -> None:
        kinds = dict[tuple[Any, ...], list[int]]()
        for number, each in enumerate(given):
            kinds.setdefault(each.inverse[:2], []).append(number)
        self._kinds = list(kinds)
        self._kind = np.zeros(len(given), np.int64)
        self._numbers = list[Floats]()  # of each kind: (numbers, distributions)
        for k, members in enumerate(kinds.values()):
            self._kind[members] = k
            numbers = np.zeros((len(given[members[0]].inverse.numbers), len(given)))
            numbers[:, members] = np.array([given[each].inverse.numbers for each in members]).T
            self._numbers.append(numbers)

    def values(self, which: Integers, u: Floats) -> Floats:
        """Returns the values whose CDF is u.

        Parameters
        ----------
        which : (n,)
            Numbers of distributions.
        u : (n,) above 0, below 1
            Uniforms.

        Returns
        -------
        (n,) in the base unit
        """
        if len(self._kinds) == 1:
            return self._of_kind(0, which, u)
        values, kinds = np.empty(len(u)), self._kind[which]
        for k in range(len(self._kinds)):
            (rows,) = (kinds == k).nonzero()
            if len(rows):
                values[rows] = self._of_kind(k, which[rows], u[rows])
        return values

    def _of_kind(self, k: int, which: Integers, u: Floats) -> Floats:
        of, kind = self._kinds[k]
        return np.asarray(of(*kind, u, *self._numbers[k].take(which, axis=1)))

    def whole_values(self, which: Integers, u: Floats) -> Integers:
        """Returns the values rounded to whole base units, each by itself; at most 2^52, so that sums stay exact."""
        return np.rint(np.minimum(self.values(which, u), 2.0**52)).astype(np.int64)
