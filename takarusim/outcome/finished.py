"""Finished stock, as a log tells of it: what enters and leaves, is on order, and is owed to call-offs."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import ALLOT, BORN, CALLS_OFF, NEVER, STOCK, Instance
from takarusim.lowering.lowering import Names
from takarusim.outcome.tables import Lots, Orders

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Stocked", "levels", "stocked"]

Integers = NDArray[np.int64]
NONE = -1


class Stocked(NamedTuple):
    """One row for each change of a finished stock, in order of the log."""

    time: Integers  # (v,) ms
    stock: Integers  # (v,)  number of the finished stock
    order: Integers  # (v,)  place in Orders: a call-off, or a replenishment
    on_hand: Integers  # (v,) pieces  more of them in stock than before
    on_order: Integers  # (v,) pieces  more of them to be made
    owed: Integers  # (v,) pieces  more of them called off that have not left


def stocked(x: Instance, log: NDArray[np.void], orders: Orders, lots: Lots) -> Stocked:
    """Returns what a log says of finished stocks, level and all as the run begins left out.

    What a replenishment lacks in the end, because it was rejected for good, is on order up to its last lot.
    """
    if not len(x.finished_by):
        return Stocked(*np.zeros((len(Stocked._fields), 0), np.int64))
    is_call = (log["kind"] == BORN) & (log["next"] == CALLS_OFF)
    is_replenishment = (log["kind"] == ALLOT) & (log["amount"] >= 0)  # its lot is born with the next row
    rows = np.flatnonzero(is_call | is_replenishment | (log["kind"] == STOCK))
    told, by_number = log[rows], np.argsort(orders.number)
    order = by_number[np.searchsorted(orders.number, told["order"], sorter=by_number)]
    enters = (told["kind"] == STOCK) & (orders.replenishes[order] >= 0)
    leaves = (told["kind"] == STOCK) & ~enters
    pieces = np.where(told["kind"] == ALLOT, log["amount"][np.minimum(rows + 1, len(log) - 1)], told["amount"])
    return Stocked(
        told["time"],
        x.finished[told["place"], orders.component[order]],
        order,
        np.where(enters, pieces, np.where(leaves, -pieces, 0)),
        np.where(told["kind"] == ALLOT, pieces, np.where(enters, -pieces, 0)) - _lost(orders, lots, order, enters),
        np.where(told["kind"] == BORN, pieces, np.where(leaves, -orders.quantity[order], 0)),
    )


def _lost(orders: Orders, lots: Lots, order: Integers, enters: NDArray[np.bool_]) -> Integers:
    """Returns in the row in which the last lot of a replenishment enters what it lacks then; 0 in others."""
    lost, is_open = np.zeros(len(order), np.int64), np.zeros(len(orders.number), np.bool_)
    is_open[lots.order[lots.ended == NEVER]] = True
    last = np.full(len(orders.number), NONE)
    k = np.flatnonzero(enters)
    np.maximum.at(last, order[k], k)
    done = np.flatnonzero((last >= 0) & ~is_open)
    lost[last[done]] = orders.quantity[done] - orders.pieces[done]
    return lost


def levels(
    x: Instance, told: Stocked, names: Names, dates: Callable[[Integers], NDArray[np.datetime64]]
) -> "pd.DataFrame":
    """Returns what there is after each change of a finished stock: a row for each, and one for its opening."""
    import pandas as pd

    stock, nothing = np.append(np.arange(len(x.finished_by)), told.stock), np.zeros(len(x.finished_by), np.int64)
    order = np.argsort(stock, kind="stable")
    stock = stock[order]
    first = np.searchsorted(stock, np.arange(len(x.finished_by)))

    def level(opening: Integers, changes: Integers) -> Integers:
        total = np.cumsum(np.append(opening, changes)[order])
        before: Integers = np.append(0, total)[first][stock]
        return total - before

    _, component = np.nonzero(x.finished >= 0)
    return pd.DataFrame(
        {
            "sme": np.array(names.smes, object)[x.finished_by[stock]],
            "component": np.array(names.components, object)[component[stock]],
            "time": dates(np.append(nothing, told.time)[order]),
            "change": np.append(x.finished_level, told.on_hand)[order],
            "on_hand": level(x.finished_level, told.on_hand),
            "on_order": level(nothing, told.on_order),
            "owed": level(nothing, told.owed),
        }
    )
