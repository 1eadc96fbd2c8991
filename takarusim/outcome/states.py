"""The states that lots were in, one after the other, compiled: what a lot waits for, or undergoes, from row to row.

Reading order: states, _follow, _lives, then the functions of each kind of row.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine import rules
from takarusim.engine.compiled import entry, jit, records, reference
from takarusim.engine.instance import (
    ALLOT,
    ARRIVE,
    BORN,
    BUYS,
    CALLS_OFF,
    CASH,
    DOWN,
    FINISH,
    HOLD,
    INSPECT,
    MATERIAL,
    NEVER,
    PLACE,
    PREEMPT,
    READY,
    SETTLE,
    START,
    STOCK,
    TRUCK,
    UP,
    Instance,
)
from takarusim.outcome.chronicle import lot_of
from takarusim.outcome.overtime import planned
from takarusim.outcome.placed import known, place_of
from takarusim.outcome.tables import (
    ALLOTMENT,
    AT_WORK,
    FOR_CASH,
    FOR_MATERIAL,
    FOR_STOCK,
    FOR_TRUCK,
    HELD,
    IN_QUEUE,
    OUTSIDE,
    TRAVELLING,
    Lots,
    Orders,
    States,
    Tables,
    rows,
)

__all__ = ["states"]

Integers = NDArray[np.int64]
NONE = -1
IN_OVERTIME = ("overtime", "overtime_setup", "overtime_worked")  # columns: most states have none

opened, coming, after = jit(rules.opened), jit(rules.coming), jit(rules.after)


class Lives(NamedTuple):
    """The lives of lots: what is known of them, the states found so far, and what is kept in mind of each lot."""

    orders: Orders
    lots: Lots
    found: States
    used: Integers  # (1,)  rows of the states found
    now: Integers  # (l,)  row of its state now; -1: none
    attempt: Integers  # (l,)  pass
    loaded: Integers  # (l,) g
    since: Integers  # (l,) ms  work goes on since; NEVER: its unit is down
    until: Integers  # (l,) ms  it is held until
    planned: Integers  # (z,) ms  closings without overtime


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
    found = found._replace(**{name: np.zeros_like(found.start) for name in IN_OVERTIME})
    now, attempt, loaded, since, until = np.full((5, lots), [[NONE], [1], [0], [NEVER], [NEVER]])
    used, closings = np.zeros(1, np.int64), planned(x, log)
    lives = Lives(tables.orders, tables.lots, found, used, now, attempt, loaded, since, until, closings)
    log = records(np.ascontiguousarray(log))
    _follow(known(x, tables.orders), log, lives)
    return States._make(column[: used[0]] for column in found)


@entry
def _follow(x, log, s):
    """Follows lots from state to state."""
    x, s = reference(x), reference(s)
    for i in range(len(log)):
        row = log[i]
        if row.order < 0 or row.kind in (PLACE, ALLOT, SETTLE):
            continue
        o = place_of(x, row.order)
        _lives(x, s, lot_of(s.orders, s.lots, o, row.lot), row)
    for lot in range(len(s.now)):
        if s.now[lot] >= 0:
            _lives_on(x, s, lot)


@jit
def _lives(x, s, lot, row):
    """One row about a lot ends a state, or begins one."""
    kind, state, operation = row.kind, NONE, NONE
    _released(s, lot, row.time)
    if kind == BORN:
        _born(x, s, lot, row)
    elif kind in (MATERIAL, FINISH, INSPECT):
        _turns(x, s, lot, row)
    elif kind == CASH:
        state = FOR_MATERIAL if s.found.state[s.now[lot]] == FOR_CASH else NONE
    elif kind in (DOWN, UP):
        _pauses(x, s, lot, row.time)
        s.found.worked[s.now[lot]] = row.amount
        s.since[lot] = NEVER if kind == DOWN else row.time
    elif kind == ARRIVE:
        leave(s, lot, row.time)
    elif kind == STOCK:
        _is_ready(x, s, lot, row.time)
    elif kind == HOLD:
        _held(s, lot, row)
    elif kind == TRUCK:
        s.loaded[lot] += row.amount
        is_whole = s.loaded[lot] >= s.lots.good[lot] * x.grams[s.orders.component[s.lots.order[lot]]]
        state = TRAVELLING if is_whole else FOR_TRUCK
    elif kind == START:
        state, operation = AT_WORK, row.operation
    elif kind == PREEMPT:
        state, operation = IN_QUEUE, row.operation
    if kind == PREEMPT:
        _stops(x, s, lot, row)
    if state >= 0:
        enter(s, lot, state, operation, row.time)
    if kind == START:
        s.found.unit[s.now[lot]], s.found.setup[s.now[lot]], s.since[lot] = row.place, row.amount, row.time


@jit
def leave(s, lot, time):
    """A lot's state ends."""
    now = s.now[lot]
    if now >= 0:
        s.found.end[now], s.found.has_ended[now], s.now[lot] = time, True, NONE


@jit
def enter(s, lot, state, operation, time):
    """A lot's state ends, and another one begins."""
    leave(s, lot, time)
    found, m = s.found, s.used[0]
    s.used[0], s.now[lot] = m + 1, m
    found.order[m], found.lot[m], found.state[m], found.operation[m] = s.lots.order[lot], lot, state, operation
    found.attempt[m], found.start[m], found.end[m] = s.attempt[lot], time, NEVER
    found.has_ended[m], found.unit[m], found.setup[m], found.worked[m] = False, NONE, 0, 0


@jit
def _born(x, s, lot, row):
    """A lot is born: it asks for material, turns to an operation, or is ready."""
    o, parent = s.lots.order[lot], s.lots.parent[lot]
    if parent >= 0:
        s.attempt[lot] = s.attempt[parent] + 1  # where pieces are remade; the truck knows no pass
    elif row.time > s.orders.placed[o]:
        enter(s, lot, ALLOTMENT, NONE, s.orders.placed[o])
    if row.next == NONE:
        enter(s, lot, FOR_MATERIAL, NONE, row.time)
    elif row.next == BUYS:
        enter(s, lot, FOR_CASH, NONE, row.time)
    elif row.next == CALLS_OFF:
        enter(s, lot, FOR_STOCK, NONE, row.time)
    else:
        _turns(x, s, lot, row)


@jit
def _turns(x, s, lot, row):
    """A lot turns to an operation, outside or lacking a unit and a crew; to inspection; or to a truck."""
    if row.kind == FINISH and row.place >= 0:
        _stops(x, s, lot, row)
    if row.kind == INSPECT and row.next >= 0:
        s.attempt[lot] += 1
    if row.next >= 0:
        state = IN_QUEUE
        if x.workshop[row.next] < 0:
            state = OUTSIDE
        enter(s, lot, state, row.next, row.time)
    elif row.next == READY:
        _is_ready(x, s, lot, row.time)
    else:
        leave(s, lot, row.time)


@jit
def _is_ready(x, s, lot, time):
    """A lot that is ready waits for a truck, if it has a good piece and a way to go; a replenishment has none."""
    o = s.lots.order[lot]
    if s.lots.good[lot] > 0 and x.lane[s.orders.stream[o]] >= 0 and s.orders.replenishes[o] < 0:
        enter(s, lot, FOR_TRUCK, NONE, time)
    else:
        leave(s, lot, time)


@jit
def _held(s, lot, row):
    """A lot that is ready is held, before it waits for a truck."""
    s.until[lot] = row.amount
    if s.now[lot] >= 0:
        s.found.state[s.now[lot]] = HELD
    else:
        enter(s, lot, HELD, NONE, row.time)


@jit
def _released(s, lot, time):
    """A lot that was held until before now has waited for a truck since then."""
    until, s.until[lot] = s.until[lot], NEVER
    if until < time:
        enter(s, lot, FOR_TRUCK, NONE, until)


@jit
def _stops(x, s, lot, row):
    """A unit is done with a lot, after so many ms of work."""
    found, now, worked = s.found, s.now[lot], row.amount
    found.overtime[now] = _overtime(x, s, _clock(x, s, lot), found.start[now], row.time)
    if found.overtime[now] > 0:
        _pauses(x, s, lot, row.time)
    found.worked[now], found.setup[now] = worked, min(worked, found.setup[now])


@jit
def _pauses(x, s, lot, time):
    """Work on a lot stops, if it went on: what of it, and of the set-up that it began with, was overtime."""
    found, now, since, clock = s.found, s.now[lot], s.since[lot], _clock(x, s, lot)
    overtime = _overtime(x, s, clock, since, time) if since < NEVER else 0
    if overtime > 0:
        ahead = found.setup[now] - found.worked[now]
        is_set_up = min(time, after(x, clock, coming(x, clock, since), since, ahead))
        found.overtime_setup[now] += _overtime(x, s, clock, since, is_set_up)
        found.overtime_worked[now] += overtime


@jit
def _overtime(x, s, clock, start, end):
    """For how long of a span a calendar was open in overtime."""
    k, overtime = coming(x, clock, start), 0
    while k < x.first_closed[clock + 1] and s.planned[k] < end:
        overtime += min(end, x.close[k]) - max(start, s.planned[k])
        k += 1
    return overtime


@jit
def _clock(x, s, lot):
    """The calendar in which work on a lot goes on, in its operation now."""
    return x.work_clock[s.lots.sme[lot], x.workshop[s.found.operation[s.now[lot]]]]


@jit
def _lives_on(x, s, lot):
    """A lot is in its state still at the horizon; work on it is counted up to there."""
    _released(s, lot, x.horizon)
    found, now, since = s.found, s.now[lot], s.since[lot]
    found.end[now] = x.horizon
    if found.state[now] == AT_WORK:
        clock = _clock(x, s, lot)
        found.overtime[now] = _overtime(x, s, clock, found.start[now], x.horizon)
        if found.overtime[now] > 0:
            _pauses(x, s, lot, x.horizon)
        if since < NEVER:
            found.worked[now] += opened(x, clock, x.horizon) - opened(x, clock, since)
        found.setup[now] = min(found.worked[now], found.setup[now])
