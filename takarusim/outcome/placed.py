"""The orders that a log tells of, as they are placed, and what of the Instance a log is read with."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine import rules
from takarusim.engine.compiled import jit
from takarusim.engine.instance import ALLOT, FIRST_BORN, NEVER, PLACE, Instance
from takarusim.outcome.tables import Orders

__all__ = ["Known", "known", "place_of", "placed"]

Integers = NDArray[np.int64]
NONE = -1


class Known(NamedTuple):
    """What of the Instance, and of which orders there are, a log is read with."""

    lane: Integers
    material: Integers
    grams: Integers
    workshop: Integers
    crews: Integers
    work_clock: Integers
    opened: Integers
    first_closed: Integers
    close: Integers
    reopen: Integers
    closed_before: Integers
    first_of_day: Integers
    horizon: int
    births: Integers  # (b,)  place in Orders of each order born in the run
    pool: Integers  # (u,)  of each unit


def placed(x: Instance, log: NDArray[np.void]) -> Orders:
    """Returns the orders with what is known of them when they are placed."""
    count = int(np.searchsorted(x.placed[: x.n_fixed], x.horizon))
    number = row = np.arange(count)
    token, moments = np.full(count, NONE), x.placed[:count]
    drawn = {name: getattr(x, name)[:count] for name in ("stream", "nth", "component", "due")}
    if len(x.token_stream):  # those born in the run stand behind the others, by number
        born = log[log["kind"] == PLACE]
        born = born[born["operation"] >= 0]
        of = born["operation"].astype(np.int64)
        row = np.append(row, (x.first_row[of] + _count_before(of))[np.argsort(born["order"])])
        born = born[np.argsort(born["order"])]
        number, token = np.append(number, born["order"]), np.append(token, born["operation"])
        moments = np.append(moments, born["time"])
        drawn = {name: getattr(x, name)[row] for name in drawn}
        quoted = (token >= 0) & (drawn["due"] < NEVER)
        drawn["due"] = np.where(quoted, rules.end_of_day(moments + drawn["due"]), drawn["due"])
    drawn["quantity"] = _ordered(x)[row]
    of_partners = {"number": number, "row": row, "token": token, "placed": moments, **drawn}
    return _with_replenishments(of_partners, log)


def _with_replenishments(given: dict[str, Integers], log: NDArray[np.void]) -> Orders:
    """Returns the orders of partners, and behind them replenishments, which have the draws of their call-offs."""
    (k,) = np.nonzero((log["kind"] == ALLOT) & (log["amount"] >= 0))  # a replenishment's lot is born with the next row
    by_number = np.argsort(given["number"])
    called = by_number[np.searchsorted(given["number"], log["amount"][k], sorter=by_number)]
    own = {name: column[called] for name, column in given.items()}
    own |= {"number": log["order"][k], "placed": log["time"][k], "quantity": log["amount"][k + 1]}
    own |= {"token": np.full(len(k), NONE), "due": np.full(len(k), NEVER)}
    all_ = {name: np.append(column, own[name]) for name, column in given.items()}
    count = len(all_["number"])
    none, never = (np.full((3, count), value) for value in (NONE, NEVER))
    pieces, escaped = np.zeros((2, count), np.int64)
    later = {"lot": none[0], "deciding": none[1], "pieces": pieces, "escaped": escaped}
    unknown = dict(zip(("begun", "ready", "delivered"), never, strict=False))
    replenishes = np.append(np.full(len(given["number"]), NONE), called)
    return Orders(**all_, **later, **unknown, replenishes=replenishes)


def _ordered(x: Instance) -> Integers:
    """Returns the pieces of each order, in all its parts."""
    further = np.diff(x.first_part)
    of = np.repeat(np.arange(len(further)), further)
    pieces = x.quantity.copy()
    np.add.at(pieces, of, x.quantity[len(pieces) - len(of) :])
    return pieces


def _count_before(values: Integers) -> Integers:
    """Returns how often each value has occurred before it."""
    order = np.argsort(values, kind="stable")
    begins = np.flatnonzero(np.diff(values[order], prepend=NONE))
    count = np.empty(len(values), np.int64)
    count[order] = np.arange(len(values)) - np.repeat(begins, np.diff(begins, append=len(values)))
    return count


def known(x: Instance, orders: Orders) -> Known:
    """Returns what a log is read with."""
    behind, pool = (
        np.flatnonzero(orders.number >= FIRST_BORN),
        np.repeat(np.arange(len(x.pool_type)), np.diff(x.first_unit)),
    )
    births = np.full(1 + int(orders.number[behind].max(initial=FIRST_BORN - 1)) - FIRST_BORN, NONE)
    births[orders.number[behind] - FIRST_BORN] = behind
    return Known(**{name: getattr(x, name) for name in Known._fields[:-2]}, births=births, pool=pool)


@jit
def place_of(x, number):
    """Returns the row of an order by its number."""
    return number if number < FIRST_BORN else x.births[number - FIRST_BORN]
