"""Split orders: the parts that a channel makes of a large one, each allotted by itself and with draws of its own."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import PARTS
from takarusim.quantities.rounding import firsts, spread

__all__ = ["Parts", "born", "in_all", "split"]

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Parts(NamedTuple):
    """One row for each order, in their order: its first part; behind them one for each further part."""

    order: Integers  # (n,)  row of the order
    number: Integers  # (n,)  of the part in its order, from 0
    pieces: Integers  # (n,)
    first: Integers  # (n+1,)  rows of an order's further parts


def split(quantity: Integers, most: Integers) -> Parts:
    """Returns the parts of orders: the fewest of so many pieces at most, equal to one piece, the largest first.

    Of an order that would have more than PARTS, so many larger ones.
    """
    count = np.clip(-(-quantity // most), 1, PARTS)
    order, number = spread(count - 1)
    order, number = np.append(np.arange(len(quantity)), order), np.append(np.zeros_like(quantity), number + 1)
    pieces = quantity[order] // count[order] + (number < quantity[order] % count[order])
    further = np.where(number == 0, count[order] - 1, 0)
    return Parts(order, number, pieces, len(quantity) + firsts(further))


def in_all(first_part: Integers, quantity: Integers) -> Integers:
    """Returns the pieces of each row of orders, with those of its further parts."""
    further = np.diff(first_part)
    of = np.repeat(np.arange(len(further)), further)
    pieces = quantity.copy()
    np.add.at(pieces, of, quantity[len(pieces) - len(of) :])
    return pieces


def born(orders: dict[str, Any]) -> Flags:
    """Returns which rows are of orders that are born in the run, (n,)."""
    count = int(orders["first_row"][-1])
    is_born = np.arange(count) >= orders["n_fixed"]
    further: Integers = np.diff(orders["first_part"])[:count]
    return np.append(is_born, np.repeat(is_born, further))
