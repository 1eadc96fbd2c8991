"""A log read from its first row to its last, compiled: what happened to each order, lot and unit.

The log says all of it; nothing is decided here. Reading order: tabulate, _tell, then the functions of each kind of row.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine import rules
from takarusim.engine.compiled import entry, is_kept, jit, records, reference
from takarusim.engine.instance import (
    ARRIVE,
    BORN,
    CASH,
    CHANGE,
    DOWN,
    ESCAPE,
    FINISH,
    INSPECT,
    KINDS,
    LOSS,
    MATERIAL,
    NEVER,
    PREEMPT,
    READY,
    RECEIVE,
    SINGLY,
    START,
    STOCK,
    TRUCK,
    UP,
    Instance,
)
from takarusim.outcome.fullness import fills, lack, new
from takarusim.outcome.placed import known, place_of, placed
from takarusim.outcome.tables import (
    Activities,
    Deliveries,
    Fulls,
    Holds,
    Inspections,
    Lots,
    Moves,
    Tables,
    Trucks,
    Waits,
    rows,
)

__all__ = ["is_compiled", "lot_of", "tabulate"]

Integers = NDArray[np.int64]
NONE = -1
_ORDERS, LOTS, INSPECTIONS, DELIVERIES, ACTIVITIES, HOLDS, FULLS, WAITS, MOVES, TRUCKS = range(
    len(Tables._fields)
)  # places in Notes.used

opened = jit(rules.opened)


NOT_LET, BROKEN, BUSY, GONE = 1, 2, 4, 8  # why a unit is not free


class Notes(NamedTuple):
    """What a reading keeps in mind."""

    used: Integers  # rows of each table
    beside: Integers  # (l,)  good pieces of a lot so far
    latest: Integers  # (l,)  row of a lot's wait for material, later of its hold of a crew, while it lasts; -1: none
    doing: Integers  # (u,)  row of Activities: what each unit does; -1: nothing
    setup: Integers  # (u,) ms  of the lot on it, all in all
    lacks: Integers  # (u,)  why a unit is not free: NOT_LET + BROKEN + BUSY + GONE; 0: it is
    free: Integers  # (p,)  units that lack nothing
    full: Integers  # (p,)  row of the latest span in which no unit is free; -1: none yet


def tabulate(x: Instance, log: NDArray[np.void]) -> Tables:
    """Returns what a log says of orders, lots and units.

    Parameters
    ----------
    x : Instance
    log : (rows,) of LOG
    """
    orders, log, count = placed(x, log), records(np.ascontiguousarray(log)), np.zeros(len(KINDS), np.int64)
    _count(log, count)
    lots, moves = count[BORN], count[[MATERIAL, RECEIVE, LOSS]].sum()
    tables = Tables(
        orders,
        rows(Lots, lots),
        rows(Inspections, count[INSPECT]),
        rows(Deliveries, count[ARRIVE]),
        rows(Activities, count[[START, DOWN, UP, PREEMPT, CHANGE]].sum(), is_down=bool),
        rows(Holds, count[START]),
        rows(Fulls, count[[START, DOWN, CHANGE]].sum() + len(x.pool_type)),
        rows(Waits, lots),
        rows(Moves, moves),
        rows(Trucks, count[TRUCK]),
    )
    used, units = np.zeros(len(tables), np.int64), len(x.opened)
    used[0], (beside, latest) = len(orders.number), np.full((2, lots), [[0], [NONE]])
    doing, setup, lacks, pools = (
        np.full(units, NONE),
        np.zeros(units, np.int64),
        np.full(units, NOT_LET),
        len(x.pool_type),
    )
    free, full = np.zeros(pools, np.int64), np.full(pools, NONE)
    notes = Notes(used, beside, latest, doing, setup, lacks, free, full)
    _tell(known(x, orders), log, tables, notes)
    return Tables._make(_cut(table, n) for table, n in zip(tables, used.tolist(), strict=True))


@entry
def _count(log, count):
    """Counts the rows of each kind."""
    for i in range(len(log)):
        count[log[i].kind] += 1


def _cut(table: Any, count: int) -> Any:
    return table._make([column[:count] for column in table])


@entry
def _tell(x, log, tables, notes):
    """Follows orders, lots and units from row to row."""
    x, tables, notes = reference(x), reference(tables), reference(notes)
    for p in range(len(notes.full)):
        fills(tables.fulls, notes, p, 0)
    for u in range(len(notes.lacks)):
        if x.opened[u] == 0:
            lack(x, tables, notes, u, 0, 0)
    for i in range(len(log)):
        row = log[i]
        kind = row.kind
        if kind == BORN:
            _born(x, tables, notes, row)
        elif kind == CASH:
            _pays(x, tables, notes, row)
        elif kind == INSPECT:
            _inspected(x, tables, notes, row)
        elif kind == ARRIVE:
            _arrived(x, tables, notes, row)
        elif kind == ESCAPE:
            _escaped(x, tables, notes, row)
        elif kind == STOCK:
            _stocked(x, tables, row)
        elif kind in (START, FINISH, DOWN, UP, PREEMPT):
            _worked(x, tables, notes, row)
        elif kind == CHANGE and row.place >= 0:
            _changed(x, tables, notes, row)
        elif kind in (MATERIAL, RECEIVE, LOSS):
            _moved(x, tables, notes, row)
        elif kind == TRUCK:
            k, trucks = new(notes, TRUCKS), tables.trucks
            trucks.time[k], trucks.lane[k], trucks.grams[k] = row.time, row.place, row.amount
    for u in range(len(notes.doing)):
        if notes.doing[u] >= 0:
            _ends_by_horizon(x, tables.activities, notes.doing[u])
    for k in range(notes.used[FULLS]):
        tables.fulls.end[k] = min(tables.fulls.end[k], x.horizon)
    for lot in range(notes.used[LOTS]):
        _decides(tables.orders, tables.lots, lot)


@jit
def _changed(x, tables, notes, row):
    """A unit opens or closes, is out or back."""
    u, what = row.place, NOT_LET if abs(row.amount) == 1 else GONE
    lack(x, tables, notes, u, (notes.lacks[u] & ~what) | (0 if row.amount > 0 else what), row.time)
    did, running = tables.activities, notes.doing[u]
    if what == GONE and row.amount > 0 and running >= 0 and did.order[running] < 0 and not notes.lacks[u] & BROKEN:
        did.end[running], did.worked[running], notes.doing[u] = row.time, 0, NONE
    _is_gone(x, tables, notes, u, row.time)


@jit
def _is_gone(x, tables, notes, u, time):
    """A unit that is out is down when it does nothing else."""
    if notes.lacks[u] & GONE and notes.doing[u] < 0:
        did, a = tables.activities, new(notes, ACTIVITIES)
        notes.doing[u] = a
        did.unit[a], did.is_down[a], did.order[a], did.lot[a], did.operation[a] = u, True, NONE, NONE, NONE
        did.start[a], did.end[a], did.worked[a], did.setup[a], did.clock[a] = time, x.horizon, 0, 0, NONE


@jit
def lot_of(orders, lots, o, number):
    """Returns the row of an order's lot by its number."""
    lot = orders.lot[o]
    for _ in range(number):
        lot = lots.next[lot]
    return lot


@jit
def _born(x, tables, notes, row):
    """A lot is born: the first one of an order or of a part, one that is remade, or good pieces by themselves."""
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
    elif orders.lot[o] == NONE:
        orders.lot[o] = lot
    else:  # of a further part
        lots.next[lot_of(orders, lots, o, row.lot - 1)] = lot
    if row.next == READY:
        notes.beside[lots.parent[lot]] -= row.amount
        lots.pieces[lot], lots.good[lot], lots.ready[lot] = 0, row.amount, row.time
    elif row.next == NONE:
        _asks(x, tables, notes, lot, row.time)


@jit
def _asks(x, tables, notes, lot, time):
    """A lot asks for material."""
    k, waits = new(notes, WAITS), tables.waits
    waits.material[k] = x.material[tables.orders.component[tables.lots.order[lot]]]
    waits.start[k], waits.end[k], notes.latest[lot] = time, NEVER, k


@jit
def _pays(x, tables, notes, row):
    """A lot's material is paid, which it asks for now, unless it is one that is remade, and has done so."""
    lot = lot_of(tables.orders, tables.lots, place_of(x, row.order), row.lot)
    if tables.lots.parent[lot] < 0:
        _asks(x, tables, notes, lot, row.time)


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
    moves.lot[k], moves.singly[k] = NONE, row.kind == MATERIAL and row.operation == SINGLY
    if row.kind == MATERIAL:
        lot = moves.lot[k] = lot_of(tables.orders, tables.lots, place_of(x, row.order), row.lot)
        tables.waits.end[notes.latest[lot]] = row.time
        notes.latest[lot] = NONE


@jit
def _inspected(x, tables, notes, row):
    """A lot is inspected: its rejects go through a further pass, or its good pieces are sent, by themselves or not."""
    o, lots = place_of(x, row.order), tables.lots
    lot, k, found = lot_of(tables.orders, lots, o, row.lot), new(notes, INSPECTIONS), tables.inspections
    found.order[k], found.lot[k], found.time[k] = o, lot, row.time
    found.pieces[k], found.rejected[k] = lots.pieces[lot], row.amount
    notes.beside[lot] += lots.pieces[lot] - row.amount
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
    deliveries.order[d], deliveries.lot[d] = o, lot
    deliveries.time[d], deliveries.pieces[d], deliveries.escaped[d] = row.time, row.amount, 0


@jit
def _escaped(x, tables, notes, row):
    """The partner finds bad pieces in the lot that arrived with the row before."""
    tables.orders.escaped[place_of(x, row.order)] += row.amount
    tables.deliveries.escaped[notes.used[DELIVERIES] - 1] = row.amount


@jit
def _stocked(x, tables, row):
    """Pieces leave finished stock for a call-off, which is ready then; or those of a replenishment enter it."""
    o, orders, lots = place_of(x, row.order), tables.orders, tables.lots
    lot = lot_of(orders, lots, o, row.lot)
    if orders.replenishes[o] < 0:
        lots.good[lot], lots.ready[lot] = row.amount, row.time
    else:
        lots.arrived[lot] = lots.ended[lot] = row.time
        orders.pieces[o] += row.amount


@jit
def _worked(x, tables, notes, row):
    """A unit begins, fails, goes on or is done; or a lot is done outside."""
    kind, u, orders = row.kind, row.place, tables.orders
    o, lot = NONE, NONE
    if row.order >= 0:
        o = place_of(x, row.order)
        lot = lot_of(orders, tables.lots, o, row.lot)
    if kind == START and orders.begun[o] == NEVER:
        orders.begun[o] = row.time
    if u < 0:
        return
    _holds(x, tables, notes, row, lot)
    lacks = notes.lacks[u]
    if kind in (DOWN, UP):
        lacks = (lacks & ~BROKEN) | (BROKEN if kind == DOWN else 0)
    else:
        lacks = (lacks & ~BUSY) | (BUSY if kind == START else 0)
    lack(x, tables, notes, u, lacks, row.time)
    did, running = tables.activities, notes.doing[u]
    if running >= 0:
        did.end[running] = row.time
        did.worked[running] = 0 if did.is_down[running] else row.amount - did.worked[running]
        notes.doing[u] = NONE
    if kind == START:
        notes.setup[u] = row.amount
    if kind in (START, DOWN) or (kind == UP and o >= 0):
        before = 0 if kind == START or o < 0 else row.amount
        a = notes.doing[u] = new(notes, ACTIVITIES)
        did.unit[a], did.is_down[a], did.order[a], did.lot[a], did.operation[a] = u, kind == DOWN, o, lot, row.operation
        did.start[a], did.end[a], did.worked[a] = row.time, x.horizon, before  # until it ends: worked before it
        did.setup[a] = max(0, notes.setup[u] - before) if o >= 0 else 0
        did.clock[a] = x.work_clock[tables.lots.sme[lot], x.workshop[row.operation]] if o >= 0 else NONE
    _is_gone(x, tables, notes, u, row.time)


@jit
def _holds(x, tables, notes, row, lot):
    """A lot takes a crew with its unit, where crews are limited, or gives it back."""
    holds = tables.holds
    if row.kind == START and x.crews[tables.lots.sme[lot]] >= 0:
        k = notes.latest[lot] = new(notes, HOLDS)
        holds.sme[k], holds.start[k], holds.end[k] = tables.lots.sme[lot], row.time, x.horizon
    elif row.kind in (FINISH, PREEMPT) and notes.latest[lot] >= 0:
        holds.end[notes.latest[lot]], notes.latest[lot] = row.time, NONE


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
