"""The orders that a log tells of, as they are placed, and what of the Instance a log is read with."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine import rules
from takarusim.engine.compiled import jit
from takarusim.engine.instance import ALLOT, FIRST_BORN, NEVER, PLACE, PPM, WITHHELD, Instance
from takarusim.lowering.splitting import in_all
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
    places: Integers  # (n,)  of each other one; empty where all of them are placed, so that it is their number
    pool: Integers  # (u,)  of each unit


def placed(x: Instance, log: NDArray[np.void]) -> Orders:
    """Returns the orders with what is known of them when they are placed."""
    number = row = _drawn(x, log)
    token, moments = np.full(len(row), NONE), x.placed[row]
    drawn = {name: getattr(x, name)[row] for name in ("stream", "nth", "component", "due")}
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
    drawn["quantity"] = in_all(x.first_part, x.quantity)[row]
    of_partners = {"number": number, "row": row, "token": token, "placed": moments, **drawn}
    of_partners |= {"is_withheld": np.zeros(len(row), np.bool_)}
    return _with_replenishments(_with_withheld(x, of_partners, log), log)


def _drawn(x: Instance, log: NDArray[np.void]) -> Integers:
    """Returns the orders that are placed of those with times of their own."""
    if len(x.mark) == 0:
        return np.arange(np.searchsorted(x.placed[: x.n_fixed], x.horizon))
    given: Integers = log["order"][(log["kind"] == PLACE) & (log["operation"] < 0)]
    return given


def _with_withheld(x: Instance, given: dict[str, Any], log: NDArray[np.void]) -> dict[str, Any]:
    """Returns the orders that are placed, and behind them those withheld; and which are of a level above 1."""
    row = log["order"][log["kind"] == WITHHELD]
    own = {name: getattr(x, name)[row] for name in given if name in x._fields}
    own |= {"number": row, "row": row, "token": np.full(len(row), NONE), "is_withheld": np.ones(len(row), np.bool_)}
    own["quantity"] = in_all(x.first_part, x.quantity)[row]
    all_ = {name: np.append(column, own[name]) for name, column in given.items()} if len(row) else given
    mark = x.mark[all_["row"]] if len(x.mark) else np.full(len(all_["row"]), NONE)
    return all_ | {"is_beyond": mark >= PPM}


def _with_replenishments(given: dict[str, Any], log: NDArray[np.void]) -> Orders:
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
    places = np.full(x.n_fixed if len(x.mark) else 0, NONE)
    if len(places):
        (drawn,) = np.nonzero(orders.number < FIRST_BORN)
        places[orders.number[drawn]] = drawn
    same = {name: getattr(x, name) for name in Known._fields[:-3]}
    return Known(**same, births=births, places=places, pool=pool)


@jit
def place_of(x, number):
    """Returns the row of an order by its number."""
    if number >= FIRST_BORN:
        return x.births[number - FIRST_BORN]
    return x.places[number] if len(x.places) > 0 else number
