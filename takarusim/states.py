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
from takarusim.tables import Tables

__all__ = ["STATES", "States", "states"]

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# In the order of an order's life; cash and stock are none's yet.
STATES = ("allotment", "cash", "material", "crew", "queue", "work", "outside", "stock", "truck", "travel")
ALLOTMENT, CASH, FOR_MATERIAL, FOR_CREW, IN_QUEUE, AT_WORK, OUTSIDE, STOCK, FOR_TRUCK, TRAVELLING = range(len(STATES))
NOWHERE = -1  # behind a lot's end, or at its inspection: no time passes


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
    rows = tables.rows
    is_inspected = (rows.inspection >= 0) & ~rows.begins
    passed = np.cumsum(is_inspected)
    before = passed[rows.begins][rows.lot] if len(passed) else passed  # a first row is never an inspection of its lot
    is_remade = x.rejects[tables.orders.stream[rows.order]] == REMAKE
    return 1 + passed - before + np.where(is_remade, tables.lots.number[rows.lot], 0)


class _Routing(NamedTuple):
    """Where a lot turns next; -1: to its inspection."""

    next: Integers  # (o,)  from each operation
    next_reworked: Integers  # (o,)  from each operation, among those that rejected pieces go through
    first_reworked: Integers  # (c,)  of each component


def _routing(x: Instance) -> _Routing:
    following, reworked = np.full((2, len(x.workshop)), -1)
    first_reworked = np.full(len(x.material), -1)
    for component in range(len(x.material)):
        after = -1
        for j in reversed(range(x.first_operation[component], x.first_operation[component + 1])):
            following[j], reworked[j], after = after, first_reworked[component], j
            if x.is_reworked[j]:
                first_reworked[component] = j
    return _Routing(following, reworked, first_reworked)


def _state(x: Instance, tables: Tables, attempt: Integers) -> tuple[Integers, Integers]:
    """Returns the state that each row begins, and its operation."""
    log, rows, orders = tables.log, tables.rows, tables.orders
    kind, operation = log.kind[rows.position], log.operation[rows.position]
    turns_to, has_crew, ships = _turns(x, tables, kind, attempt)
    state = np.full(len(kind), NOWHERE)
    workshop = x.workshop[turns_to] if len(x.workshop) else turns_to
    waits_for_crew = (x.crews[orders.sme[rows.order]] >= 0) & ~has_crew
    turned = np.where(workshop < 0, OUTSIDE, np.where(waits_for_crew, FOR_CREW, IN_QUEUE))
    state[turns_to >= 0] = turned[turns_to >= 0]
    for begins, begun in ((PLACE, ALLOTMENT), (CREW, IN_QUEUE), (PREEMPT, IN_QUEUE), (WORKSHOP, AT_WORK)):
        state[kind == begins] = begun
    has_material = x.material[orders.component[rows.order]] >= 0
    state[_enters(tables, kind) & has_material] = FOR_MATERIAL
    state[ships] = FOR_TRUCK
    state[kind == TRUCK] = np.where(_is_loaded(x, tables, kind), TRAVELLING, FOR_TRUCK)[kind == TRUCK]
    stays = np.isin(kind, (CREW, PREEMPT, WORKSHOP))
    return state, np.where(turns_to >= 0, turns_to, np.where(stays, operation, -1))


def _enters(tables: Tables, kind: Integers) -> Flags:
    """Returns at which rows a lot enters production: allotted, or born to be remade."""
    rows = tables.rows
    is_remade = rows.begins & (rows.inspection >= 0)
    if is_remade.any():
        is_remade &= ~tables.inspections.is_reworked[rows.inspection]
    enters: Flags = (kind == ALLOT) | is_remade
    return enters


def _turns(x: Instance, tables: Tables, kind: Integers, attempt: Integers) -> tuple[Integers, Flags, Flags]:
    """Returns the operation that a lot turns to at each row, or -1; whether it has a crew; whether it is shipped."""
    log, rows, orders, inspections = tables.log, tables.rows, tables.orders, tables.inspections
    routing, component = _routing(x), orders.component[rows.order]
    stream, on_unit = orders.stream[rows.order], (kind == FINISH) & (log.place[rows.position] >= 0)
    turns_to, has_crew = np.full(len(kind), -1), on_unit.copy()
    i = np.flatnonzero((_enters(tables, kind) & (x.material[component] < 0)) | (kind == MATERIAL))
    turns_to[i] = x.first_operation[component[i]]
    i = np.flatnonzero(kind == FINISH)
    j, only_reworked = log.operation[rows.position[i]], (attempt[i] > 1) & (x.rejects[stream[i]] == REWORK)
    turns_to[i] = np.where(only_reworked, routing.next_reworked[j], routing.next[j])
    inspected = np.flatnonzero((rows.inspection >= 0) & ~rows.begins)
    i = inspected[inspections.is_reworked[rows.inspection[inspected]]]
    turns_to[i], has_crew[i] = routing.first_reworked[component[i]], on_unit[i - 1]  # its crew goes on with it
    return turns_to, has_crew, _ships(x, tables)


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


def _is_loaded(x: Instance, tables: Tables, kind: Integers) -> Flags:
    """Returns of the TRUCK rows whether all of the lot is under way."""
    log, rows = tables.log, tables.rows
    grams = np.where(kind == TRUCK, log.amount[rows.position], 0)
    loaded = np.cumsum(grams)
    before = (loaded - grams)[rows.begins][rows.lot] if len(loaded) else loaded
    is_whole: Flags = loaded - before >= tables.lots.good[rows.lot] * x.grams[tables.orders.component[rows.order]]
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
