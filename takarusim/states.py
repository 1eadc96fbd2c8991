"""The states that lots were in, one after the other: what a lot waits for, or undergoes, from one row of the log on.

Which state a row begins is a look-up: by the row's kind, the operation the lot turns to, and whether it has a crew.
Reading order: STATES, States, `states`, `_state`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.clocks import clocks
from takarusim.instance import (
    ALLOT,
    CREW,
    DOWN,
    FINISH,
    KINDS,
    LOTS,
    MATERIAL,
    PLACE,
    PREEMPT,
    REMAKE,
    REWORK,
    TRUCK,
    UP,
    WORKSHOP,
    Instance,
)
from takarusim.tables import Tables, following

__all__ = ["STATES", "States", "states"]

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# In the order of an order's life; cash and stock are none's yet.
STATES = ("allotment", "cash", "material", "crew", "queue", "work", "outside", "stock", "truck", "travel")
ALLOTMENT, CASH, FOR_MATERIAL, FOR_CREW, IN_QUEUE, AT_WORK, OUTSIDE, STOCK, FOR_TRUCK, TRAVELLING = range(len(STATES))
NOWHERE = -1  # behind a lot's end, or at its inspection: no time passes
BEGUN = np.full(len(KINDS), NOWHERE)  # by the kind of a row alone
BEGUN[[PLACE, CREW, PREEMPT, WORKSHOP]] = ALLOTMENT, IN_QUEUE, IN_QUEUE, AT_WORK
STAYS = np.isin(np.arange(len(KINDS)), (CREW, PREEMPT, WORKSHOP))  # the row's operation is the state's


class States(NamedTuple):
    """One row for each state of each lot, by lot and time: [start, end), without gaps."""

    order: Integers  # (m,)  place in Orders
    lot: Integers  # (m,)  row of Lots
    state: Integers  # (m,)  place in STATES
    operation: Integers  # (m,)  which it waits for or undergoes; -1: none
    attempt: Integers  # (m,)  pass, from 1
    position: Integers  # (m,)  row of the log that began it
    start: Integers  # (m,) ms
    end: Integers  # (m,) ms  the horizon where it has not ended
    has_ended: Flags  # (m,)
    unit: Integers  # (m,)  at work: the unit; else -1
    setup: Integers  # (m,) ms  at work: set-up done; else 0
    worked: Integers  # (m,) ms  at work: set-up and processing done; else 0


def states(x: Instance, tables: Tables) -> States:
    """Returns the states of all lots; those in progress last until the horizon."""
    log, rows = tables.log, tables.rows
    attempt = _attempt(x, tables)
    state, operation = _state(x, tables, attempt)
    end = np.append(log.time[rows.position[1:]], 0)[: len(state)]
    end[rows.ends] = x.horizon
    time = log.time[rows.position]
    kept = np.flatnonzero((state > ALLOTMENT) | ((state == ALLOTMENT) & (end > time)))
    at_work = np.flatnonzero(state == AT_WORK)
    unit, worked, setup = np.full(len(state), -1), np.zeros(len(state), np.int64), np.zeros(len(state), np.int64)
    unit[at_work] = log.place[rows.position[at_work]]
    worked[at_work] = _worked(x, tables, at_work)
    setup[at_work] = np.minimum(worked[at_work], log.amount[rows.position[at_work]])
    made = (rows.order, rows.lot, state, operation, attempt, rows.position, time, end, ~rows.ends, unit, setup, worked)
    return States._make(column[kept] for column in made)


def _attempt(x: Instance, tables: Tables) -> Integers:
    """Returns the pass that each row leads into or goes on with."""
    rows, lots = tables.rows, tables.lots
    passed = np.cumsum((rows.inspection >= 0) & ~rows.begins)
    is_remade = x.rejects[tables.orders.stream[lots.order]] == REMAKE
    first = 1 - passed[rows.begins] + np.where(is_remade, lots.number, 0)
    attempt: Integers = passed + first[rows.lot]
    return attempt


class _Routing(NamedTuple):
    """Where a lot turns next; -1: to its inspection."""

    next: Integers  # (o,)  from each operation
    next_reworked: Integers  # (o,)  from each operation, among those that rejected pieces go through
    first_reworked: Integers  # (c,)  of each component


def _routing(x: Instance) -> _Routing:
    after_any, reworked = np.full((2, len(x.workshop)), -1)
    first_reworked = np.full(len(x.material), -1)
    for component in range(len(x.material)):
        after = -1
        for j in reversed(range(x.first_operation[component], x.first_operation[component + 1])):
            after_any[j], reworked[j], after = after, first_reworked[component], j
            if x.is_reworked[j]:
                first_reworked[component] = j
    return _Routing(after_any, reworked, first_reworked)


def _state(x: Instance, tables: Tables, attempt: Integers) -> tuple[Integers, Integers]:
    """Returns the state that each row begins, and its operation."""
    log, rows, orders = tables.log, tables.rows, tables.orders
    kind = log.kind[rows.position]
    state = BEGUN[kind]
    operation = np.where(STAYS[kind], log.operation[rows.position], -1)
    enters = _enters(tables, kind)
    material = x.material[orders.component[rows.order[enters]]]
    state[enters[material >= 0]] = FOR_MATERIAL
    i, j, has_crew = _turns(x, tables, attempt, np.append(enters[material < 0], np.flatnonzero(kind == MATERIAL)))
    waits_for_crew = (x.crews[orders.sme[rows.order[i]]] >= 0) & ~has_crew
    state[i] = np.where(x.workshop[j] < 0, OUTSIDE, np.where(waits_for_crew, FOR_CREW, IN_QUEUE))
    operation[i] = j
    state[_ships(x, tables)] = FOR_TRUCK
    i = np.flatnonzero(kind == TRUCK)
    state[i] = np.where(_is_loaded(x, tables, i), TRAVELLING, FOR_TRUCK)
    return state, operation


def _enters(tables: Tables, kind: Integers) -> Integers:
    """Returns the rows at which a lot enters production: allotted, or born to be remade."""
    rows = tables.rows
    born = np.flatnonzero(rows.begins & (rows.inspection >= 0))
    born = born[~tables.inspections.is_reworked[rows.inspection[born]]]
    return np.append(np.flatnonzero(kind == ALLOT), born)


def _turns(x: Instance, tables: Tables, attempt: Integers, first: Integers) -> tuple[Integers, Integers, Flags]:
    """Returns the rows at which lots turn to an operation, which one, and whether they have a crew then.

    Parameters
    ----------
    first : rows at which a lot turns to its first operation
    """
    log, rows, orders, inspections = tables.log, tables.rows, tables.orders, tables.inspections
    routing, kind = _routing(x), log.kind[rows.position]
    done = np.flatnonzero(kind == FINISH)
    j, is_rework = log.operation[rows.position[done]], x.rejects[orders.stream[rows.order[done]]] == REWORK
    behind = np.where(is_rework & (attempt[done] > 1), routing.next_reworked[j], routing.next[j])
    inspected = np.flatnonzero((rows.inspection >= 0) & ~rows.begins)
    again = inspected[inspections.is_reworked[rows.inspection[inspected]]]
    i = np.concatenate([first, done, again])
    component = orders.component[rows.order]
    to = [x.first_operation[component[first]], behind, routing.first_reworked[component[again]]]
    is_on_unit = log.place[rows.position[np.append(done, again - 1)]] >= 0  # rework goes on with the crew of the FINISH
    has_crew = np.append(np.zeros(len(first), np.bool_), is_on_unit)
    kept = np.concatenate(to) >= 0
    return i[kept], np.concatenate(to)[kept], has_crew[kept]


def _ships(x: Instance, tables: Tables) -> Flags:
    """Returns at which rows a lot with good pieces is ready and has a lane."""
    rows, inspections, lots = tables.rows, tables.inspections, tables.lots
    ships = np.zeros(len(rows.lot), np.bool_)
    i = np.flatnonzero(rows.inspection >= 0)
    k = rows.inspection[i]
    is_last = ~inspections.is_reworked[k] & ~inspections.ends[k]
    is_ready = np.where(rows.begins[i], inspections.is_reworked[k], is_last)  # good pieces of rework are born ready
    has_lane = x.lane[tables.orders.stream[rows.order[i]]] >= 0
    ships[i] = is_ready & has_lane & (lots.good[rows.lot[i]] > 0)
    return ships


def _is_loaded(x: Instance, tables: Tables, trucks: Integers) -> Flags:
    """Returns of the TRUCK rows, in order of lots, whether all of the lot is under way."""
    log, rows = tables.log, tables.rows
    lot, grams = rows.lot[trucks], log.amount[rows.position[trucks]]
    begins, _ = following(lot)
    loaded = np.cumsum(grams)
    before = (loaded - grams)[np.maximum.accumulate(np.where(begins, np.arange(len(lot)), 0))]
    is_whole: Flags = loaded - before >= tables.lots.good[lot] * x.grams[tables.orders.component[rows.order[trucks]]]
    return is_whole


def _worked(x: Instance, tables: Tables, at_work: Integers) -> Integers:
    """Returns the ms worked in each stay on a unit, from the row that ends it, or up to the horizon."""
    log, rows = tables.log, tables.rows
    is_over = ~rows.ends[at_work]
    worked = np.zeros(len(at_work), np.int64)
    worked[is_over] = log.amount[rows.position[at_work[is_over] + 1]]
    still = at_work[~is_over]
    last = _last_of_unit(tables, still)
    sme, j = tables.orders.sme[rows.order[still]], log.operation[rows.position[still]]
    clock = x.work_clock[sme, x.workshop[j]]
    since = np.where(log.kind[last] == DOWN, x.horizon, log.time[last])
    done = np.where(log.kind[last] == WORKSHOP, 0, log.amount[last])
    worked[~is_over] = done + clocks(x).open_between(clock, since, np.full(len(still), x.horizon))
    return worked


def _last_of_unit(tables: Tables, still: Integers) -> Integers:
    """Returns the last row of the log about each lot that is on a unit: WORKSHOP, DOWN or UP."""
    log, rows = tables.log, tables.rows
    start = rows.position[still]
    stops = np.flatnonzero((log.order >= 0) & ((log.kind == DOWN) | (log.kind == UP)))
    stops = stops[np.argsort(log.order[stops] * LOTS + log.lot[stops], kind="stable")]
    if len(stops) == 0:
        return start
    keys = log.order[stops] * LOTS + log.lot[stops]
    k = np.searchsorted(keys, log.order[start] * LOTS + log.lot[start], side="right") - 1
    is_its = (k >= 0) & (log.order[stops[k]] == log.order[start]) & (log.lot[stops[k]] == log.lot[start])
    return np.where(is_its, np.maximum(stops[k], start), start)
