"""The states that lots were in, one after the other, compiled: what a lot waits for, or undergoes, from row to row.

Reading order: states, _follow, _lives, then the functions of each kind of row.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine import rules
from takarusim.engine.compiled import entry, jit, records
from takarusim.engine.instance import (
    ALLOT,
    ARRIVE,
    CREW,
    DOWN,
    FINISH,
    INSPECT,
    MATERIAL,
    NEVER,
    PLACE,
    PREEMPT,
    REWORK,
    TRUCK,
    UP,
    WORKSHOP,
    Instance,
)
from takarusim.outcome.chronicle import known, lot_of, place_of
from takarusim.outcome.tables import (
    ALLOTMENT,
    AT_WORK,
    FOR_CREW,
    FOR_MATERIAL,
    FOR_TRUCK,
    IN_QUEUE,
    OUTSIDE,
    TRAVELLING,
    Inspections,
    Lots,
    Orders,
    States,
    Tables,
    rows,
)

__all__ = ["states"]

Integers = NDArray[np.int64]
NONE = -1

opened, next_operation = jit(rules.opened), jit(rules.next_operation)


class Lives(NamedTuple):
    """The lives of lots: what is known of them, the states found so far, and what is kept in mind of each lot."""

    orders: Orders
    lots: Lots
    inspections: Inspections
    found: States
    used: Integers  # (1,)  rows of the states found
    now: Integers  # (l,)  row of its state now; -1: none
    attempt: Integers  # (l,)  pass
    has_unit: NDArray[np.bool_]  # (l,)  its last operation was on a unit, so it has a crew
    loaded: Integers  # (l,) g
    since: Integers  # (l,) ms  work goes on since; NEVER: its unit is down


def states(x: Instance, log: NDArray[np.void], tables: Tables) -> States:
    """Returns the states of all lots; those in progress last until the horizon.

    Parameters
    ----------
    x : Instance
    log : (rows,) of LOG
    tables : Tables
        Of this log.
    """
    lots, found = len(tables.lots.order), rows(States, len(log) + 2 * len(tables.lots.order), has_ended=bool)
    now, attempt, loaded, since = np.full((4, lots), [[NONE], [1], [0], [NEVER]])
    used, has_unit = np.zeros(1, np.int64), np.zeros(lots, np.bool_)
    lives = Lives(tables.orders, tables.lots, tables.inspections, found, used, now, attempt, has_unit, loaded, since)
    log = records(np.ascontiguousarray(log))
    _follow(known(x, tables.orders), log, lives)
    return States._make(column[: used[0]] for column in found)


@entry
def _follow(x, log, s):
    """Follows lots from state to state."""
    k = 0
    for i in range(len(log)):
        row = log[i]
        if row.order < 0 or row.kind == PLACE:
            continue
        o = place_of(x, row.order)
        if s.orders.lot[o] < 0:  # refused
            continue
        lot = lot_of(s.orders, s.lots, o, max(row.lot, 0))
        if row.kind == INSPECT:
            _inspected(x, s, lot, k, i)
            k += 1
        else:
            _lives(x, s, lot, row, i)
    for lot in range(len(s.now)):
        if s.now[lot] >= 0:
            _lives_on(x, s, lot)


@jit
def _lives(x, s, lot, row, i):
    """One row about a lot ends a state, or begins one."""
    kind, o, state, operation = row.kind, s.lots.order[lot], NONE, NONE
    if kind == ALLOT:
        if row.time > s.orders.placed[o]:
            enter(s, lot, ALLOTMENT, NONE, s.orders.placed[o], s.lots.position[lot])
        _asks_material(x, s, lot, row.time, i)
    elif kind == MATERIAL:
        _turns(x, s, lot, x.first_operation[s.orders.component[o]], row.time, i)
    elif kind == FINISH:
        _finished(x, s, lot, row, i)
    elif kind in (DOWN, UP):
        s.found.worked[s.now[lot]] = row.amount
        s.since[lot] = NEVER if kind == DOWN else row.time
    elif kind == ARRIVE:
        leave(s, lot, row.time)
    elif kind == TRUCK:
        s.loaded[lot] += row.amount
        is_whole = s.loaded[lot] >= s.lots.good[lot] * x.grams[s.orders.component[o]]
        state = TRAVELLING if is_whole else FOR_TRUCK
    elif kind == WORKSHOP:
        state, operation = AT_WORK, row.operation
    elif kind in (CREW, PREEMPT):
        state, operation = IN_QUEUE, row.operation
    if kind == PREEMPT:
        _stops(s, lot, row.amount)
    if state >= 0:
        enter(s, lot, state, operation, row.time, i)
    if kind == WORKSHOP:
        s.found.unit[s.now[lot]], s.found.setup[s.now[lot]], s.since[lot] = row.place, row.amount, row.time


@jit
def leave(s, lot, time):
    """A lot's state ends."""
    now = s.now[lot]
    if now >= 0:
        s.found.end[now], s.found.has_ended[now], s.now[lot] = time, True, NONE


@jit
def enter(s, lot, state, operation, time, i):
    """A lot's state ends, and another one begins with row i of the log."""
    leave(s, lot, time)
    found, m = s.found, s.used[0]
    s.used[0], s.now[lot] = m + 1, m
    found.order[m], found.lot[m], found.state[m], found.operation[m] = s.lots.order[lot], lot, state, operation
    found.attempt[m], found.position[m], found.start[m], found.end[m] = s.attempt[lot], i, time, NEVER
    found.has_ended[m], found.unit[m], found.setup[m], found.worked[m] = False, NONE, 0, 0


@jit
def _asks_material(x, s, lot, time, i):
    """A lot enters production: it asks for its material, or turns to its first operation."""
    component = s.orders.component[s.lots.order[lot]]
    if x.material[component] >= 0:
        enter(s, lot, FOR_MATERIAL, NONE, time, i)
    else:
        _turns(x, s, lot, x.first_operation[component], time, i)


@jit
def _turns(x, s, lot, operation, time, i):
    """A lot turns to an operation: outside, or it lacks a crew or a unit."""
    state = IN_QUEUE
    if x.workshop[operation] < 0:
        state = OUTSIDE
    elif not s.has_unit[lot] and x.crews[s.orders.sme[s.lots.order[lot]]] >= 0:
        state = FOR_CREW
    enter(s, lot, state, operation, time, i)


@jit
def _stops(s, lot, worked):
    """A unit is done with a lot, so many ms after it was started."""
    found, now = s.found, s.now[lot]
    found.worked[now], found.setup[now] = worked, min(worked, found.setup[now])


@jit
def _finished(x, s, lot, row, i):
    """An operation of a lot is done."""
    o = s.lots.order[lot]
    s.has_unit[lot] = row.place >= 0
    if row.place >= 0:
        _stops(s, lot, row.amount)
    only_reworked = x.rejects[s.orders.stream[o]] == REWORK and s.attempt[lot] > 1
    j = next_operation(x, s.orders.component[o], row.operation + 1, only_reworked)
    if j >= 0:
        _turns(x, s, lot, j, row.time, i)
    else:
        leave(s, lot, row.time)


@jit
def _inspected(x, s, lot, k, i):
    """A lot was inspected: it goes through rework, or is shipped, or ends; another one may be born."""
    o, time, bears, ready = s.lots.order[lot], s.inspections.time[k], s.inspections.bears[k], lot
    component = s.orders.component[o]
    s.attempt[lot] += 1
    if s.inspections.is_reworked[k]:
        j = next_operation(x, component, x.first_operation[component], True)
        _turns(x, s, lot, j, time, i)
        ready = bears  # the good pieces, by themselves
    elif bears >= 0:
        s.attempt[bears] = 1 + s.lots.number[bears]
        _asks_material(x, s, bears, time, i)
    if ready >= 0 and not s.inspections.ends[k] and s.lots.good[ready] > 0 and x.lane[s.orders.stream[o]] >= 0:
        enter(s, ready, FOR_TRUCK, NONE, time, i)


@jit
def _lives_on(x, s, lot):
    """A lot is in its state still at the horizon; work on it is counted up to there."""
    found, now, since = s.found, s.now[lot], s.since[lot]
    found.end[now] = x.horizon
    if found.state[now] == AT_WORK:
        if since < NEVER:
            clock = x.work_clock[s.orders.sme[found.order[now]], x.workshop[found.operation[now]]]
            found.worked[now] += opened(x, clock, x.horizon) - opened(x, clock, since)
        found.setup[now] = min(found.worked[now], found.setup[now])
