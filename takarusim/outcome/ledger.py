"""Where orders' time went: rows (order, state, cause, ms) that sum to the lead time of each order, to the millisecond.

A state is charged to one cause while its clock is open, and to `closed` while it is not; work is charged to set-up,
processing and down. From the second pass on, what is open goes to `rework`, up to the truck. An order's ledger is the
chain of its deciding lot, with those of the lots that it was born of up to then; in progress: up to the horizon.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine import rules
from takarusim.engine.compiled import entry, jit
from takarusim.engine.instance import NEVER, Instance
from takarusim.outcome.tables import (
    AT_WORK,
    BROKEN,
    CAUSES,
    CLOSED,
    FOR_CREW,
    FOR_TRUCK,
    IN_QUEUE,
    OF_STATE,
    PROCESSING,
    REWORKED,
    SETUP,
    STATES,
    TRAVELLING,
    Charges,
    States,
    Tables,
    rows,
)

__all__ = ["ledger"]

Integers = NDArray[np.int64]
NONE = -1
MOST = 4  # rows that a state can come to: closed, set-up, processing, down

opened = jit(rules.opened)


class Hours(NamedTuple):
    """What of the Instance states are charged by: where operations are, and whose hours count."""

    workshop: Integers
    lane: Integers
    work_calendar: Integers
    work_clock: Integers
    lane_calendar: Integers
    ban_calendar: Integers
    first_closed: Integers
    close: Integers
    reopen: Integers
    closed_before: Integers
    first_of_day: Integers


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
    used = _charge(hours, tables.orders, tables.lots, lived, (before, latest, ms, found))
    return Charges._make(column[:used] for column in found)


@entry
def _charge(x, orders, lots, lived, room):
    """Charges the states of each order, one order after the other; returns how many rows there are."""
    before, latest, ms, found = room  # of each state the one before it, of each order its latest; one order's charges
    for m in range(len(lived.order)):
        before[m], latest[lived.order[m]] = latest[lived.order[m]], m
    n = 0
    for o in range(len(latest)):
        m = latest[o]
        while m >= 0:
            if lived.end[m] > lived.start[m] and _counts(orders, lots, lived, m):
                _spend(x, orders, lots, lived, m, ms[lived.state[m]])
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
def _spend(x, orders, lots, lived, m, ms):
    """Charges the time of a state to its causes."""
    state, operation, start, end = lived.state[m], lived.operation[m], lived.start[m], lived.end[m]
    is_again, open_time = lived.attempt[m] > 1 and state < FOR_TRUCK, end - start
    clock = _clock(x, orders.stream[lived.order[m]], lots.sme[lived.lot[m]], state, operation)
    if clock >= 0:
        open_time = opened(x, clock, end) - opened(x, clock, start)
    ms[CLOSED] += end - start - open_time
    if state == AT_WORK:
        setup, worked = lived.setup[m], lived.worked[m]
        ms[REWORKED if is_again else SETUP] += setup
        ms[REWORKED if is_again else PROCESSING] += worked - setup
        ms[REWORKED if is_again else BROKEN] += open_time - worked
    else:
        cause = len(CAUSES) + x.workshop[operation] if state == IN_QUEUE else OF_STATE[state]
        ms[REWORKED if is_again else cause] += open_time


@jit
def _clock(x, stream, sme, state, operation):
    """The calendar of a state; -1 where it is never closed."""
    clock = NONE
    if state in (FOR_CREW, IN_QUEUE):
        clock = x.work_calendar[sme, x.workshop[operation]]
    elif state == AT_WORK:
        clock = x.work_clock[sme, x.workshop[operation]]
    elif state == FOR_TRUCK:
        clock = x.lane_calendar[x.lane[stream]]
    elif state == TRAVELLING:
        clock = x.ban_calendar[x.lane[stream]]
    return clock
