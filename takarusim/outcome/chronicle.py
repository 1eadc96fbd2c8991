"""A log read from its first row to its last, compiled: what happened to each order, lot and unit.

The log says all of it; nothing is decided here. Reading order: tabulate, _tell, then the functions of each kind of row.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine import rules
from takarusim.engine.compiled import entry, is_kept, jit, records
from takarusim.engine.instance import (
    ALLOT,
    ARRIVE,
    BORN,
    CREW,
    DOWN,
    FINISH,
    FIRST_BORN,
    INSPECT,
    KINDS,
    LOSS,
    MATERIAL,
    NEVER,
    PLACE,
    PREEMPT,
    READY,
    RECEIVE,
    TRUCK,
    UP,
    WORKSHOP,
    Instance,
)
from takarusim.outcome.tables import (
    Activities,
    Deliveries,
    Holds,
    Inspections,
    Lots,
    Moves,
    Orders,
    Tables,
    Trucks,
    Waits,
    rows,
)

__all__ = ["Known", "is_compiled", "known", "lot_of", "place_of", "tabulate"]

Integers = NDArray[np.int64]
NONE = -1
_ORDERS, LOTS, INSPECTIONS, DELIVERIES, ACTIVITIES, HOLDS, WAITS, MOVES, TRUCKS = range(
    len(Tables._fields)
)  # places in Notes.used

opened = jit(rules.opened)


class Known(NamedTuple):
    """What of the Instance, and of which orders there are, a log is read with."""

    lane: Integers
    material: Integers
    grams: Integers
    workshop: Integers
    crews: Integers
    work_clock: Integers
    first_closed: Integers
    close: Integers
    reopen: Integers
    closed_before: Integers
    first_of_day: Integers
    horizon: int
    births: Integers  # (b,)  place in Orders of each order born in the run


class Notes(NamedTuple):
    """What a reading keeps in mind."""

    used: Integers  # rows of each table
    since: Integers  # (n,) ms  latest row about each order
    beside: Integers  # (l,)  good pieces of a lot so far
    latest: Integers  # (l,)  row of a lot's wait for material, later of its hold of a crew, while it lasts; -1: none
    doing: Integers  # (u,)  row of Activities: what each unit does; -1: nothing
    setup: Integers  # (u,) ms  of the lot on it, all in all


def tabulate(x: Instance, log: NDArray[np.void]) -> Tables:
    """Returns what a log says of orders, lots and units.

    Parameters
    ----------
    x : Instance
    log : (rows,) of LOG
    """
    orders, log, count = _orders(x, log), records(np.ascontiguousarray(log)), np.zeros(len(KINDS), np.int64)
    _count(log, count)
    lots, moves = count[BORN], count[[MATERIAL, RECEIVE, LOSS]].sum()
    tables = Tables(
        orders,
        rows(Lots, lots),
        rows(Inspections, count[INSPECT]),
        rows(Deliveries, count[ARRIVE]),
        rows(Activities, count[[WORKSHOP, DOWN, UP]].sum(), is_down=bool),
        rows(Holds, count[CREW]),
        rows(Waits, lots),
        rows(Moves, moves),
        rows(Trucks, count[TRUCK]),
    )
    used, units, placed = np.zeros(len(tables), np.int64), len(x.opened), len(orders.number)
    used[0], (beside, latest) = placed, np.full((2, lots), [[0], [NONE]])
    notes = Notes(used, np.full(placed, NONE), beside, latest, np.full(units, NONE), np.zeros(units, np.int64))
    _tell(known(x, orders), log, tables, notes)
    return Tables._make(_cut(table, n) for table, n in zip(tables, used.tolist(), strict=True))


@entry
def _count(log, count):
    """Counts the rows of each kind."""
    for i in range(len(log)):
        count[log[i].kind] += 1


def _orders(x: Instance, log: NDArray[np.void]) -> Orders:
    """Returns the orders with what is known of them when they are placed."""
    count = int(np.searchsorted(x.placed[: x.n_fixed], x.horizon))
    number = row = np.arange(count)
    token, placed = np.full(count, NONE), x.placed[:count]
    drawn = {name: getattr(x, name)[:count] for name in ("stream", "nth", "component", "quantity", "due")}
    if len(x.token_stream):  # those born in the run stand behind the others, by number
        born = log[log["kind"] == PLACE]
        born = born[born["operation"] >= 0]
        of = born["operation"].astype(np.int64)
        row = np.append(row, (x.first_row[of] + _count_before(of))[np.argsort(born["order"])])
        born = born[np.argsort(born["order"])]
        number, token = np.append(number, born["order"]), np.append(token, born["operation"])
        placed = np.append(placed, born["time"])
        drawn = {name: getattr(x, name)[row] for name in drawn}
        quoted = (token >= 0) & (drawn["due"] < NEVER)
        drawn["due"] = np.where(quoted, rules.end_of_day(placed + drawn["due"]), drawn["due"])
    none, never = (np.full((3, len(number)), value) for value in (NONE, NEVER))
    later = {"lot": none[0], "deciding": none[1], "pieces": np.zeros(len(number), np.int64)}
    moments = dict(zip(("begun", "ready", "delivered"), never, strict=False))
    return Orders(number=number, row=row, token=token, placed=placed, **drawn, **later, **moments)


def _count_before(values: Integers) -> Integers:
    """Returns how often each value has occurred before it."""
    order = np.argsort(values, kind="stable")
    begins = np.flatnonzero(np.diff(values[order], prepend=NONE))
    count = np.empty(len(values), np.int64)
    count[order] = np.arange(len(values)) - np.repeat(begins, np.diff(begins, append=len(values)))
    return count


def known(x: Instance, orders: Orders) -> Known:
    """Returns what a log is read with."""
    behind = np.flatnonzero(orders.number >= FIRST_BORN)
    births = np.full(1 + int(orders.number[behind].max(initial=FIRST_BORN - 1)) - FIRST_BORN, NONE)
    births[orders.number[behind] - FIRST_BORN] = behind
    return Known(**{name: getattr(x, name) for name in Known._fields[:-1]}, births=births)


def _cut(table: Any, count: int) -> Any:
    return table._make([column[:count] for column in table])


@entry
def _tell(x, log, tables, notes):
    """Follows orders, lots and units from row to row."""
    for i in range(len(log)):
        row = log[i]
        kind = row.kind
        if kind == ALLOT:
            notes.since[place_of(x, row.order)] = row.time
        elif kind == BORN:
            _born(x, tables, notes, row)
        elif kind == INSPECT:
            _inspected(x, tables, notes, row)
        elif kind == ARRIVE:
            _arrived(x, tables, notes, row)
        elif kind == CREW:
            _got_crew(x, tables, notes, row)
        elif kind in (WORKSHOP, FINISH, DOWN, UP, PREEMPT):
            _worked(x, tables, notes, row)
        elif kind in (MATERIAL, RECEIVE, LOSS):
            _moved(x, tables, notes, row)
        elif kind == TRUCK:
            k, trucks = new(notes, TRUCKS), tables.trucks
            trucks.time[k], trucks.lane[k], trucks.grams[k] = row.time, row.place, row.amount
    for u in range(len(notes.doing)):
        if notes.doing[u] >= 0:
            _ends_by_horizon(x, tables.activities, notes.doing[u])
    for lot in range(notes.used[LOTS]):
        _decides(tables.orders, tables.lots, lot)


@jit
def new(notes, table):
    """Returns the next row of a table."""
    row = notes.used[table]
    notes.used[table] += 1
    return row


@jit
def place_of(x, number):
    """Returns the row of an order by its number."""
    return number if number < FIRST_BORN else x.births[number - FIRST_BORN]


@jit
def lot_of(orders, lots, o, number):
    """Returns the row of an order's lot by its number."""
    lot = orders.lot[o]
    for _ in range(number):
        lot = lots.next[lot]
    return lot


@jit
def _born(x, tables, notes, row):
    """A lot is born: an order's first one, one that is remade, or good pieces that go on by themselves."""
    o, orders, lots, lot = place_of(x, row.order), tables.orders, tables.lots, new(notes, LOTS)
    lots.order[lot], lots.number[lot], lots.sme[lot], lots.born[lot], lots.next[lot] = (
        o,
        row.lot,
        row.place,
        row.time,
        NONE,
    )
    lots.parent[lot], lots.pieces[lot], lots.good[lot] = NONE, row.amount, 0
    lots.ready[lot], lots.arrived[lot], lots.ended[lot] = NEVER, NEVER, NEVER
    if row.operation >= 0:
        _is_child(orders, lots, notes, lot, lot_of(orders, lots, o, row.operation))
    else:
        orders.lot[o] = lot
    if row.next == READY:
        notes.beside[lots.parent[lot]] -= row.amount
        lots.pieces[lot], lots.good[lot], lots.ready[lot] = 0, row.amount, row.time
    elif row.next == NONE:
        k, waits = new(notes, WAITS), tables.waits
        waits.material[k], waits.start[k], waits.end[k] = x.material[orders.component[o]], row.time, NEVER
        notes.latest[lot] = k


@jit
def _is_child(orders, lots, notes, lot, parent):
    """A lot is born of another one, whose good pieces go on with it if that one has ended."""
    last = parent
    while lots.next[last] >= 0:
        last = lots.next[last]
    lots.next[last], lots.parent[lot] = lot, parent
    if lots.ended[parent] < NEVER and lots.arrived[parent] == NEVER:
        notes.beside[lot] = notes.beside[parent]


@jit
def _moved(x, tables, notes, row):
    """A stock changes; what is issued ends a lot's wait."""
    k, moves = new(notes, MOVES), tables.moves
    moves.time[k], moves.kind[k], moves.material[k], moves.grams[k] = row.time, row.kind, row.place, row.amount
    if row.kind == MATERIAL:
        o = place_of(x, row.order)
        lot = lot_of(tables.orders, tables.lots, o, row.lot)
        notes.since[o] = row.time
        tables.waits.end[notes.latest[lot]] = row.time
        notes.latest[lot] = NONE


@jit
def _got_crew(x, tables, notes, row):
    """A lot gets a crew."""
    o = place_of(x, row.order)
    k, holds = new(notes, HOLDS), tables.holds
    holds.sme[k], holds.start[k], holds.end[k] = row.place, row.time, x.horizon
    notes.since[o] = row.time
    notes.latest[lot_of(tables.orders, tables.lots, o, row.lot)] = k


@jit
def gives_back_crew(holds, notes, lot, time):
    """A lot gives its crew back, if it holds one."""
    if notes.latest[lot] >= 0:
        holds.end[notes.latest[lot]], notes.latest[lot] = time, NONE


@jit
def _inspected(x, tables, notes, row):
    """A lot is inspected: its rejects go through a further pass, or its good pieces are sent, by themselves or not."""
    o, lots = place_of(x, row.order), tables.lots
    lot, k, found = lot_of(tables.orders, lots, o, row.lot), new(notes, INSPECTIONS), tables.inspections
    found.order[k], found.lot[k], found.time[k] = o, lot, row.time
    found.pieces[k], found.rejected[k] = lots.pieces[lot], row.amount
    notes.beside[lot] += lots.pieces[lot] - row.amount
    if row.next < 0 or x.workshop[row.next] < 0:
        gives_back_crew(tables.holds, notes, lot, row.time)
    if row.next >= 0:
        lots.pieces[lot] = row.amount
    elif row.next == READY:
        lots.good[lot], lots.ready[lot] = notes.beside[lot], row.time
    else:
        lots.ended[lot] = row.time


@jit
def _arrived(x, tables, notes, row):
    """A lot arrives."""
    o = place_of(x, row.order)
    lot, d, deliveries = lot_of(tables.orders, tables.lots, o, row.lot), new(notes, DELIVERIES), tables.deliveries
    tables.lots.arrived[lot] = tables.lots.ended[lot] = row.time
    tables.orders.pieces[o] += row.amount
    deliveries.order[d], deliveries.time[d], deliveries.pieces[d] = o, row.time, row.amount


@jit
def _worked(x, tables, notes, row):
    """A unit begins, fails, goes on or is done; or a lot is done outside."""
    kind, u, orders = row.kind, row.place, tables.orders
    o = place_of(x, row.order) if row.order >= 0 else NONE
    if kind == WORKSHOP and orders.begun[o] == NEVER:
        orders.begun[o] = notes.since[o]
    if o >= 0 and kind not in (DOWN, UP):
        notes.since[o] = row.time
    lot = lot_of(orders, tables.lots, o, row.lot) if o >= 0 else NONE
    if kind == FINISH and row.next >= 0 and x.workshop[row.next] < 0:
        gives_back_crew(tables.holds, notes, lot, row.time)
    if u < 0:
        return
    did, running = tables.activities, notes.doing[u]
    if running >= 0:
        did.end[running] = row.time
        did.worked[running] = 0 if did.is_down[running] else row.amount - did.worked[running]
        notes.doing[u] = NONE
    if kind == WORKSHOP:
        notes.setup[u] = row.amount
    if kind in (WORKSHOP, DOWN) or (kind == UP and o >= 0):
        before = 0 if kind == WORKSHOP or o < 0 else row.amount
        a = notes.doing[u] = new(notes, ACTIVITIES)
        did.unit[a], did.is_down[a], did.order[a], did.operation[a] = u, kind == DOWN, o, row.operation
        did.start[a], did.end[a], did.worked[a] = row.time, x.horizon, before  # until it ends: worked before it
        did.setup[a] = max(0, notes.setup[u] - before) if o >= 0 else 0
        did.clock[a] = x.work_clock[tables.lots.sme[lot], x.workshop[row.operation]] if o >= 0 else NONE


@jit
def _ends_by_horizon(x, did, a):
    """What a unit does at the horizon ends there."""
    clock = did.clock[a]
    did.worked[a] = 0 if did.is_down[a] else opened(x, clock, x.horizon) - opened(x, clock, did.start[a])


@jit
def _decides(orders, lots, lot):
    """A lot decides about its order if it arrives later than those born before it, or as late and is ready later."""
    o = lots.order[lot]
    best = orders.deciding[o]
    if lots.ended[lot] < NEVER and lots.arrived[lot] == NEVER:  # went over into the next one
        return
    if (
        best < 0
        or lots.arrived[lot] > lots.arrived[best]
        or (lots.arrived[lot] == lots.arrived[best] and lots.ready[lot] > lots.ready[best])
    ):
        orders.deciding[o], orders.ready[o], orders.delivered[o] = lot, lots.ready[lot], lots.arrived[lot]


def is_compiled() -> bool:
    """Returns whether logs can be read at once: compiled in this process, or earlier and kept."""
    return bool(getattr(_tell, "signatures", True)) or is_kept("_tell")
