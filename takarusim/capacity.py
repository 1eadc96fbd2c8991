"""What units did, and when there was something for them to do: work, repairs, open hours.

An activity is a stretch in which a unit works without interruption, or is down. Open hours of a unit are those in which
at least one SME that may need it is open, in its own calendar and in the workshop type's.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.clocks import Clocks, clocks, common
from takarusim.instance import DOWN, FINISH, KINDS, LOSS, MATERIAL, NEVER, PREEMPT, RECEIVE, UP, WORKSHOP, Instance
from takarusim.tables import Log, Orders, following, place_of

__all__ = ["Activities", "Spent", "Units", "Work", "activities", "open_clocks", "spent", "stock", "units", "work"]

Integers = NDArray[np.int64]
IS_OF_UNIT = np.isin(np.arange(len(KINDS)), (WORKSHOP, DOWN, UP, PREEMPT, FINISH))
MOVES_STOCK = np.isin(np.arange(len(KINDS)), (MATERIAL, RECEIVE, LOSS))


class Activities(NamedTuple):
    """One row for each stretch of work or repair, by unit and time: [start, end)."""

    unit: Integers  # (a,)
    is_down: NDArray[np.bool_]  # (a,)  else at work
    order: Integers  # (a,)  place in Orders; -1: none, a unit down that nobody is on
    lot: Integers  # (a,)  number
    operation: Integers  # (a,)  -1: none
    start: Integers  # (a,) ms
    end: Integers  # (a,) ms  the horizon where it has not ended
    setup: Integers  # (a,) ms  of set-up ahead at its start
    clock: Integers  # (a,)  in whose open time work goes on; -1: always


class Units(NamedTuple):
    """One row for each unit."""

    type: Integers  # (u,)
    pool: Integers  # (u,)
    opened: Integers  # (u,) ms
    left: Integers  # (u,) ms  when it closed, or a lot that was on it then was done; NEVER: it stays


def activities(x: Instance, log: Log, orders: Orders) -> Activities:
    """Returns what units did, in the order of units; what goes on at the horizon ends there."""
    i = np.flatnonzero(IS_OF_UNIT[log.kind] & (log.place >= 0))
    bits = len(log.kind).bit_length()
    i = np.sort(log.place[i] << bits | i) & (1 << bits) - 1
    kind, unit = log.kind[i], log.place[i]
    _, ends = following(unit)
    end = np.append(log.time[i[1:]], 0)[: len(i)]
    end[ends] = x.horizon
    latest = np.maximum.accumulate(np.where(kind == WORKSHOP, np.arange(len(i)), 0))  # the START behind each row
    worked = np.where(kind == WORKSHOP, 0, log.amount[i])
    setup = np.maximum(0, log.amount[i[latest]] - worked)
    has_lot = log.order[i] >= 0
    k = np.flatnonzero((kind == WORKSHOP) | (kind == DOWN) | ((kind == UP) & has_lot))
    at, is_down, has_lot = i[k], kind[k] == DOWN, has_lot[k]
    order = np.where(has_lot, place_of(x, orders, log.order[at]), -1)
    clock = np.full(len(k), -1)
    clock[has_lot] = x.work_clock[orders.sme[order[has_lot]], x.workshop[log.operation[at[has_lot]]]]
    columns = (unit[k], is_down, order, log.lot[at], log.operation[at], log.time[at], end[k], setup[k] * has_lot, clock)
    return Activities(*columns)


def units(x: Instance, did: Activities) -> Units:
    """Returns the units with their time in the estate."""
    pool = np.repeat(np.arange(len(x.pool_type)), np.diff(x.first_unit))
    left = x.closed.copy()
    stays = np.flatnonzero((did.order >= 0) & (did.start < x.closed[did.unit]))
    np.maximum.at(left, did.unit[stays], did.end[stays])
    return Units(x.pool_type[pool], pool, x.opened, np.where(x.closed < NEVER, left, NEVER))


def open_clocks(x: Instance) -> Clocks:
    """Returns for each pool the hours in which at least one SME that may need its units can work there."""
    _, kinds = np.unique(x.stream * len(x.material) + x.component, return_index=True)  # the same SMEs may make these
    able = np.zeros((len(x.material), len(x.crews) + 1), np.bool_)  # behind the last SME: none
    for k in range(x.preference.shape[1]):
        able[x.component[kinds], x.preference[kinds, k]] = True
    of = np.repeat(np.arange(len(x.material)), np.diff(x.first_operation))
    needs = np.zeros((len(x.crews), x.pool.shape[1] + 1), np.bool_)  # behind the last type: outside
    for component, workshop in zip(of, x.workshop, strict=True):
        needs[:, workshop] |= able[component, :-1]
    sets = []
    for p, w in enumerate(x.pool_type):
        may = x.pool[:, w] == p
        does = may & needs[:, w]
        sets.append(np.unique(x.work_calendar[does if does.any() else may, w]))
    return common(clocks(x), sets)


class Work(NamedTuple):
    """How long units worked within a span, one row for each activity; 0 of those that are down."""

    setup: Integers  # (a,) ms
    processing: Integers  # (a,) ms


def work(did: Activities, known: Clocks, start: int, end: int) -> Work:
    """Returns how long units worked within [start, end), their calendars' closed hours left out."""
    begun = np.maximum(did.start, start)
    worked = np.where(did.is_down, 0, known.open_between(did.clock, begun, np.minimum(did.end, end)))
    before = np.zeros(len(worked), np.int64)
    i = np.flatnonzero(did.start < start)
    before[i] = known.open_between(did.clock[i], did.start[i], np.minimum(begun, did.end)[i])
    setup = np.minimum(did.setup, before + worked) - np.minimum(did.setup, before)
    return Work(np.where(did.is_down, 0, setup), np.where(did.is_down, 0, worked - setup))


class Spent(NamedTuple):
    """How each unit spent a span, in ms."""

    let: Integers  # (u,)
    open: Integers  # (u,)  while let
    setup: Integers  # (u,)
    processing: Integers  # (u,)
    down: Integers  # (u,)  in open hours
    idle: Integers  # (u,)  the rest of the open hours


def spent(did: Activities, these: Units, hours: Clocks, worked: Work, window: tuple[int, int]) -> Spent:
    """Returns how each unit spent a span.

    Parameters
    ----------
    hours : Clocks
        `open_clocks`.
    worked : Work
        Within the span.
    window : ms
        The span: [first, last).
    """
    count = len(these.pool)
    first, last = np.maximum(these.opened, window[0]), np.minimum(these.left, window[1])
    open_time = hours.open_between(these.pool, first, last)
    pool = these.pool[did.unit]
    a, b = np.maximum(did.start, first[did.unit]), np.minimum(did.end, last[did.unit])
    down = np.where(did.is_down, hours.open_between(pool, a, b), 0)
    setup, processing, down = (np.bincount(did.unit, ms, count).astype(np.int64) for ms in (*worked, down))
    idle = np.maximum(0, open_time - setup - processing - down)
    return Spent(np.maximum(0, last - first), open_time, setup, processing, down, idle)


def stock(log: Log) -> tuple[Integers, Integers, Integers]:
    """Returns the changes of stock in order of the log: time in ms, material, and grams that come or go."""
    i = np.flatnonzero(MOVES_STOCK[log.kind])
    return log.time[i], log.place[i], np.where(log.kind[i] == RECEIVE, 1, -1) * log.amount[i]
