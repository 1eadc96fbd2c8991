"""How units spent their time, and when there was something for them to do: work, repairs, open hours.

Open hours of a unit are those in which at least one SME that may need it is open, in its own calendar and in the
workshop type's. An SME may need it for what partners may order, whatever a replication's draws make of that. Overtime
makes a unit's open hours longer only while there is work on it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import NEVER, RECEIVE, Instance
from takarusim.lowering import lowering
from takarusim.outcome.clocks import Clocks, common
from takarusim.outcome.overtime import Overtime
from takarusim.outcome.tables import Activities, Moves
from takarusim.scenario.changing import extensions
from takarusim.scenario.prepared import Prepared
from takarusim.scenario.scenario import Scenario

__all__ = ["Open", "Spent", "Units", "Work", "buildings", "of_stocks", "open_clocks", "spent", "stock", "units", "work"]

Integers = NDArray[np.int64]


class Units(NamedTuple):
    """One row for each unit."""

    type: Integers  # (u,)
    pool: Integers  # (u,)
    opened: Integers  # (u,) ms
    left: Integers  # (u,) ms  when it closed, or a lot that was on it then was done; NEVER: it stays


def units(x: Instance, did: Activities) -> Units:
    """Returns the units with their time in the estate."""
    pool = np.repeat(np.arange(len(x.pool_type)), np.diff(x.first_unit))
    left = x.closed.copy()
    if (x.closed < NEVER).any():
        stays = np.flatnonzero((did.order >= 0) & (did.start < x.closed[did.unit]))
        np.maximum.at(left, did.unit[stays], did.end[stays])
    return Units(x.pool_type[pool], pool, x.opened, np.where(x.closed < NEVER, left, NEVER))


def open_clocks(prepared: Prepared) -> Clocks:
    """Returns for each pool the hours in which at least one SME that may need its units can work there."""
    plan = prepared.once(lowering.plan_of)
    x = plan.fixed
    kinds, types = len(x["material"]), len(x["rule"])
    able = np.zeros((kinds, len(plan.names.smes)), np.bool_)
    for stream in plan.streams:
        for wanted in stream.wanted if stream.start < stream.end else ():
            able[wanted.component.number, wanted.candidates] = True
    uses = np.zeros((kinds, types + 1), np.bool_)  # behind the last type: outside
    uses[np.repeat(np.arange(kinds), np.diff(x["first_operation"])), x["workshop"]] = True
    needs = able.T @ uses
    sets = []
    for p, w in enumerate(x["pool_type"].tolist()):
        may = x["pool"][:, w] == p
        does = may & needs[:, w]
        sets.append(tuple(sorted(set(x["work_calendar"][does if does.any() else may, w].tolist()))))
    return common(Clocks._make(x[name] for name in Clocks._fields), sets)


class Work(NamedTuple):
    """How long units worked within a span, one row for each activity; 0 of those that are down."""

    setup: Integers  # (a,) ms
    processing: Integers  # (a,) ms


def work(did: Activities, known: Clocks, start: int, end: int) -> Work:
    """Returns how long units worked within [start, end), their calendars' closed hours left out."""
    worked = np.where((did.end > start) & (did.start < end), did.worked, 0)
    setup = np.minimum(did.setup, worked)
    i = np.flatnonzero((worked > 0) & ((did.start < start) | (did.end > end)))  # lies across an edge
    begun = np.maximum(did.start[i], start)
    worked[i] = known.open_between(did.clock[i], begun, np.minimum(did.end[i], end))
    before = known.open_between(did.clock[i], did.start[i], begun)
    setup[i] = np.minimum(did.setup[i], before + worked[i]) - np.minimum(did.setup[i], before)
    return Work(setup, worked - setup)


class Open(NamedTuple):
    """When units are open: by the calendars of those who may need them, and in overtime while they work."""

    hours: Clocks  # `open_clocks`
    overtime: Overtime


def _in_overtime(did: Activities, these: Units, given: Open, window: tuple[int, int]) -> Integers:
    """Returns how long each unit worked in overtime within a span, while it would have been closed."""
    overtime, a = given.overtime, np.flatnonzero(~did.is_down & (did.start < window[1]) & (did.end > window[0]))
    by_calendar = np.lexsort((overtime.start, overtime.calendar))
    calendar, start, end = (column[by_calendar] for column in overtime[1:])
    most = 1 + int(max(end.max(initial=0), did.end.max(initial=0)))
    first = np.searchsorted(calendar * most + end, did.clock[a] * most + did.start[a], side="right")
    behind = np.searchsorted(calendar * most + start, did.clock[a] * most + did.end[a], side="left")
    count = np.maximum(0, behind - first)
    k = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
    a = np.repeat(a, count)
    begun = np.maximum(np.maximum(did.start[a], start[k]), window[0])
    ended = np.minimum(np.minimum(did.end[a], end[k]), window[1])
    more = np.maximum(0, ended - begun) - given.hours.open_between(these.pool[did.unit[a]], begun, ended)
    return np.bincount(did.unit[a], more, len(these.pool)).astype(np.int64)


class Spent(NamedTuple):
    """How each unit spent a span, in ms."""

    let: Integers  # (u,)
    open: Integers  # (u,)  while let
    setup: Integers  # (u,)
    processing: Integers  # (u,)
    down: Integers  # (u,)  in open hours
    idle: Integers  # (u,)  the rest of the open hours


def spent(did: Activities, these: Units, given: Open, worked: Work, window: tuple[int, int]) -> Spent:
    """Returns how each unit spent a span.

    Parameters
    ----------
    given : Open
    worked : Work
        Within the span.
    window : ms
        The span: [first, last).
    """
    count = len(these.pool)
    first, last = np.maximum(these.opened, window[0]), np.minimum(these.left, window[1])
    open_time = given.hours.open_between(these.pool, first, last)
    if len(given.overtime.sme):
        open_time = open_time + _in_overtime(did, these, given, window)
    i = np.flatnonzero(did.is_down)
    unit = did.unit[i]
    begun, ended = np.maximum(did.start[i], first[unit]), np.minimum(did.end[i], last[unit])
    broken = given.hours.open_between(these.pool[unit], begun, ended)
    down = np.bincount(unit, broken, count).astype(np.int64)
    setup, processing = (np.bincount(did.unit, ms, count).astype(np.int64) for ms in worked)
    idle = np.maximum(0, open_time - setup - processing - down)
    return Spent(np.maximum(0, last - first), open_time, setup, processing, down, idle)


def of_stocks(moves: Moves) -> Moves:
    """Returns the moves that change a stock."""
    return Moves._make(column[moves.singly == 0] for column in moves)


def stock(moves: Moves) -> Integers:
    """Returns by how many grams each move changes its stock."""
    return np.where(moves.kind == RECEIVE, 1, moves.singly - 1) * moves.grams


def buildings(scenario: Scenario, start: int, end: int) -> Integers:
    """Returns how many ms of buildings of each workshop type there are in [start, end), let or not."""
    stood = []
    for name, workshop in sorted(scenario.workshops.items()):
        count = int(workshop.units.value)
        time = count * (end - start)
        for each in extensions(scenario, name):
            more = max(each.units, -count)
            count += more if each.end == NEVER else 0
            time += more * max(0, min(end, each.end) - max(start, each.start))
        stood.append(time)
    return np.array(stood, np.int64)
