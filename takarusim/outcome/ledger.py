"""Where orders' time went: rows (order, state, cause, ms) that sum to the lead time of each order, to the millisecond.

A state is charged to one cause while its clock is open, and to `closed` while it is not; work is charged to overtime
while that was granted, else to set-up, processing and down. A wait for a unit and a crew is charged to the workshop
while no unit of the pool is free, in the state `queue`, else to the crew, in the state `crew`. From the second pass on,
what is open goes to `rework`, until the lot is ready. An order's ledger is the chain of its deciding lot, with those of
the lots that it was born of up to then; in progress: up to the horizon.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine import rules
from takarusim.engine.compiled import entry, jit, reference
from takarusim.engine.instance import NEVER, Instance
from takarusim.outcome.tables import (
    AT_WORK,
    BROKEN,
    CAUSES,
    CLOSED,
    FOR_CREW,
    FOR_TRUCK,
    HELD,
    IN_QUEUE,
    OF_STATE,
    OVERTIME,
    PROCESSING,
    REWORKED,
    SETUP,
    STATES,
    TRAVELLING,
    Charges,
    Fulls,
    States,
    Tables,
    rows,
)

__all__ = ["clock_of", "ledger"]

Integers = NDArray[np.int64]
NONE = -1
MOST = 5  # rows that a state can come to: closed, set-up, processing, overtime, down

opened = jit(rules.opened)


class Hours(NamedTuple):
    """What of the Instance states are charged by: where operations are, and whose hours count."""

    workshop: Integers
    lane: Integers
    pool: Integers
    work_calendar: Integers
    work_clock: Integers
    lane_calendar: Integers
    ban_calendar: Integers
    first_closed: Integers
    close: Integers
    reopen: Integers
    closed_before: Integers
    first_of_day: Integers


class Full(NamedTuple):
    """The spans in which no unit of a pool is free, pool by pool: how much of them a calendar has been open."""

    first: Integers  # (p+1,)  row of a pool's first span
    start: Integers  # (f,) ms
    end: Integers  # (f,) ms
    before: Integers  # (f,) ms  of the pool's earlier spans
    pair: Integers  # (s, w)  number of the pool and the calendar in which an SME works there; -1: none
    first_open: Integers  # (pairs,)  place of the pair's first span in the next one
    open_before: Integers  # (.,) ms  of the pool's earlier spans, while the calendar was open


def full(hours: Hours, fulls: Fulls, pools: int) -> Full:
    """Returns the spans in which no unit of a pool is free, by pool, with what comes before each."""
    order = np.argsort(fulls.pool, kind="stable")
    start, end, count = fulls.start[order], fulls.end[order], np.bincount(fulls.pool, minlength=pools)
    first = np.append(0, np.cumsum(count))
    at = np.append(0, np.cumsum(end - start))
    before = at[:-1] - at[np.repeat(first[:-1], count)]
    keys = np.where(hours.pool >= 0, hours.pool * len(hours.first_closed) + hours.work_calendar, NONE)
    pairs, pair = np.unique(np.append(NONE, keys), return_inverse=True)
    pool, calendar = np.divmod(pairs[1:], len(hours.first_closed))
    first_open = np.append(0, np.cumsum(count[pool]))
    made = Full(
        first, start, end, before, pair[1:].reshape(keys.shape) - 1, first_open, np.empty(first_open[-1], np.int64)
    )
    _sum_up(hours, made, pool, calendar)
    return made


@entry
def _sum_up(x, full, pool, calendar):
    """Sums, for each pool and calendar, for how long the calendar has been open while no unit was free."""
    for k in range(len(pool)):
        total, first = 0, full.first[pool[k]]
        for f in range(first, full.first[pool[k] + 1]):
            full.open_before[full.first_open[k] + f - first] = total
            total += opened(x, calendar[k], full.end[f]) - opened(x, calendar[k], full.start[f])


def ledger(x: Instance, tables: Tables, lived: States) -> Charges:
    """Returns the ledger of all orders but the refused ones.

    Parameters
    ----------
    x : Instance
    tables : Tables
    lived : States
        Of these tables.
    """
    found, before = rows(Charges, MOST * len(lived.order)), np.empty(len(lived.order), np.int64)
    latest, ms = np.full(len(tables.orders.number), NONE), np.zeros((len(STATES), len(CAUSES) + len(x.rule)), np.int64)
    hours = Hours._make(getattr(x, name) for name in Hours._fields)
    room = (before, latest, ms, found)
    used = _charge(hours, full(hours, tables.fulls, len(x.pool_type)), tables.orders, tables.lots, lived, room)
    return Charges._make(column[:used] for column in found)


@entry
def _charge(x, full, orders, lots, lived, room):
    """Charges the states of each order, one order after the other; returns how many rows there are."""
    x, full, orders, lots, lived = reference(x), reference(full), reference(orders), reference(lots), reference(lived)
    before, latest, ms, found = room  # of each state the one before it, of each order its latest; one order's charges
    for m in range(len(lived.order)):
        before[m], latest[lived.order[m]] = latest[lived.order[m]], m
    n = 0
    for o in range(len(latest)):
        m = latest[o]
        while m >= 0:
            if lived.end[m] > lived.start[m] and _counts(orders, lots, lived, m):
                _spend(x, full, (orders, lots), lived, m, ms)
            m = before[m]
        for state in range(len(ms)):
            for cause in range(ms.shape[1]):
                if ms[state, cause] != 0:
                    found.order[n], found.state[n], found.cause[n] = o, state, cause
                    found.ms[n], ms[state, cause] = ms[state, cause], 0
                    n += 1
    return n


@jit
def _counts(orders, lots, lived, m):
    """Whether a state is one of the order's deciding lot, or before its birth of a lot that it was born of."""
    lot, until = orders.deciding[lived.order[m]], NEVER
    while lot >= 0 and lot != lived.lot[m]:
        until, lot = lots.born[lot], lots.parent[lot]
    return lot >= 0 and lived.end[m] <= until


@jit
def _spend(x, full, known, lived, m, ms):
    """Charges the time of a state to its causes."""
    orders, lots = known
    state, operation, start, end = lived.state[m], lived.operation[m], lived.start[m], lived.end[m]
    is_again, open_time = lived.attempt[m] > 1 and state < HELD, end - start
    clock = _clock(x, orders.stream[lived.order[m]], lots.sme[lived.lot[m]], state, operation)
    if clock >= 0:
        open_time = opened(x, clock, end) - opened(x, clock, start)
    if state == IN_QUEUE:
        _split(x, full, lots.sme[lived.lot[m]], x.workshop[operation], (start, end, open_time, is_again), ms)
        return
    ms[state, CLOSED] += end - start - open_time
    if state == AT_WORK and not is_again:
        setup, worked = lived.setup[m] - lived.overtime_setup[m], lived.worked[m] - lived.overtime_worked[m]
        ms[state, SETUP] += setup
        ms[state, PROCESSING] += worked - setup
        ms[state, OVERTIME] += lived.overtime[m]
        ms[state, BROKEN] += open_time - lived.overtime[m] - worked
    else:
        ms[state, REWORKED if is_again else OF_STATE[state]] += open_time


@jit
def _split(x, full, sme, w, wait, ms):
    """Charges a wait for a unit and a crew: to the workshop while no unit was free, else to the crew."""
    start, end, open_time, is_again = wait
    pool, calendar, pair = x.pool[sme, w], x.work_calendar[sme, w], full.pair[sme, w]
    full_time, full_open = _full_until(x, full, pool, calendar, pair, end)
    before, open_before = _full_until(x, full, pool, calendar, pair, start)
    full_time -= before
    full_open -= open_before
    ms[IN_QUEUE, CLOSED] += full_time - full_open
    ms[IN_QUEUE, REWORKED if is_again else len(CAUSES) + w] += full_open
    ms[FOR_CREW, CLOSED] += end - start - full_time - open_time + full_open
    ms[FOR_CREW, REWORKED if is_again else OF_STATE[FOR_CREW]] += open_time - full_open


@jit
def _full_until(x, full, pool, calendar, pair, t):
    """For how long no unit of a pool has been free before t, and for how long of that a calendar has been open."""
    low, high = full.first[pool], full.first[pool + 1]  # the last span that begins before t is ahead of `high`
    while low < high:
        middle = (low + high) // 2
        if full.start[middle] < t:
            low = middle + 1
        else:
            high = middle
    f = low - 1
    if f < full.first[pool]:
        return 0, 0
    until = min(t, full.end[f])
    is_open = opened(x, calendar, until) - opened(x, calendar, full.start[f])
    return (
        full.before[f] + until - full.start[f],
        full.open_before[full.first_open[pair] + f - full.first[pool]] + is_open,
    )


@jit
def _clock(x, stream, sme, state, operation):
    """The calendar of a state; -1 where it is never closed."""
    clock = NONE
    if state == IN_QUEUE:
        clock = x.work_calendar[sme, x.workshop[operation]]
    elif state == AT_WORK:
        clock = x.work_clock[sme, x.workshop[operation]]
    elif state == FOR_TRUCK:
        clock = x.lane_calendar[x.lane[stream]]
    elif state == TRAVELLING:
        clock = x.ban_calendar[x.lane[stream]]
    return clock


def clock_of(x: Any, stream: int, sme: int, state: int, operation: int) -> int:
    """Returns the calendar of a state, as it is charged; -1 where it is never closed."""
    return int(getattr(_clock, "py_func", _clock)(x, stream, sme, state, operation))
