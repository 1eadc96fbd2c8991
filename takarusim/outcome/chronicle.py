"""A log read from its first row to its last, compiled: what happened to each order, lot and unit.

The births of lots have no rows of their own: an inspection's says how many pieces were rejected, contract and routing
say what follows. Reading order: tabulate, _tell, then the functions of each kind of row.
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
    INSPECT,
    KINDS,
    LOSS,
    MATERIAL,
    NEVER,
    PLACE,
    PREEMPT,
    RECEIVE,
    REMAKE,
    REWORK,
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

opened, next_operation = jit(rules.opened), jit(rules.next_operation)


class Known(NamedTuple):
    """What of the Instance, and of which orders there are, a log is read with."""

    lane: Integers
    rejects: Integers
    partial: NDArray[np.bool_]
    material: Integers
    grams: Integers
    first_operation: Integers
    workshop: Integers
    is_reworked: NDArray[np.bool_]
    crews: Integers
    work_clock: Integers
    first_closed: Integers
    close: Integers
    reopen: Integers
    closed_before: Integers
    first_of_day: Integers
    passes: int
    horizon: int
    births: Integers  # (b,)  place in Orders of each order born in the run


class Notes(NamedTuple):
    """What a reading keeps in mind."""

    used: Integers  # rows of each table
    at: Integers  # (n,)  row of the log that placed each order
    since: Integers  # (n,) ms  latest row about each order
    rejected: Integers  # (n,)  pieces at its latest inspection; -1: none yet
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
    lots, moves = count[[ALLOT, INSPECT]].sum(), count[[MATERIAL, RECEIVE, LOSS]].sum()  # at most
    tables = Tables(
        orders,
        rows(Lots, lots),
        rows(Inspections, count[INSPECT], is_reworked=bool, ends=bool),
        rows(Deliveries, count[ARRIVE]),
        rows(Activities, count[[WORKSHOP, DOWN, UP]].sum(), is_down=bool),
        rows(Holds, count[CREW]),
        rows(Waits, lots),
        rows(Moves, moves),
        rows(Trucks, count[TRUCK]),
    )
    used, units, latest = np.zeros(len(tables), np.int64), len(x.opened), np.empty(lots, np.int64)
    used[0], (at, since, rejected) = len(orders.number), np.full((3, len(orders.number)), NONE)
    notes = Notes(used, at, since, rejected, latest, np.full(units, NONE), np.zeros(units, np.int64))
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
    none, never = (np.full((6, len(number)), value) for value in (NONE, NEVER))
    later = {"sme": none[0], "lot": none[1], "deciding": none[2], "pieces": np.zeros(len(number), np.int64)}
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
    behind = np.flatnonzero(orders.number >= BORN)
    births = np.full(1 + int(orders.number[behind].max(initial=BORN - 1)) - BORN, NONE)
    births[orders.number[behind] - BORN] = behind
    return Known(**{name: getattr(x, name) for name in Known._fields[:-1]}, births=births)


def _cut(table: Any, count: int) -> Any:
    return table._make([column[:count] for column in table])


@entry
def _tell(x, log, tables, notes):
    """Follows orders, lots and units from row to row."""
    for i in range(len(log)):
        row = log[i]
        kind = row.kind
        if kind == PLACE:
            notes.at[place_of(x, row.order)] = i
        elif kind == ALLOT:
            _allotted(x, tables, notes, row)
        elif kind == INSPECT:
            _inspected(x, tables, notes, row, i)
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
    return number if number < BORN else x.births[number - BORN]


@jit
def lot_of(orders, lots, o, number):
    """Returns the row of an order's lot by its number."""
    lot = orders.lot[o]
    for _ in range(number):
        lot = lots.next[lot]
    return lot


@jit
def _allotted(x, tables, notes, row):
    """An order is allotted, and becomes its first lot; or refused."""
    if row.place >= 0:
        o = place_of(x, row.order)
        tables.orders.sme[o] = row.place
        notes.since[o] = row.time
        tables.orders.lot[o] = bear(tables.lots, notes, o, tables.orders.placed[o], notes.at[o])
        asks_material(x, tables, notes, tables.orders.lot[o], row.time)


@jit
def bear(lots, notes, o, time, position):
    """A lot is born; its row is returned."""
    lot = new(notes, LOTS)
    lots.order[lot], lots.number[lot], lots.born[lot], lots.position[lot] = o, 0, time, position
    lots.good[lot], lots.ready[lot], lots.arrived[lot], lots.ended[lot] = 0, NEVER, NEVER, NEVER
    lots.next[lot], notes.latest[lot] = NONE, NONE
    return lot


@jit
def asks_material(x, tables, notes, lot, time):
    """A lot enters production: it asks for its material, if it needs any."""
    material = x.material[tables.orders.component[tables.lots.order[lot]]]
    if material >= 0:
        k, waits = new(notes, WAITS), tables.waits
        waits.material[k], waits.start[k], waits.end[k] = material, time, NEVER
        notes.latest[lot] = k


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
def _inspected(x, tables, notes, row, i):
    """A lot is inspected: its rejects go through a further pass, in the same lot or a new one, or not."""
    o, orders, lots, found = place_of(x, row.order), tables.orders, tables.lots, tables.inspections
    stream, component, attempt, rejected = orders.stream[o], orders.component[o], row.operation, row.amount
    pieces = orders.quantity[o] if attempt == 1 else notes.rejected[o]
    notes.rejected[o] = rejected
    goes_on, is_partial = rejected > 0 and attempt < x.passes, x.partial[stream]
    again = next_operation(x, component, x.first_operation[component], True)
    is_reworked = goes_on and x.rejects[stream] == REWORK and again >= 0
    is_remade = goes_on and x.rejects[stream] == REMAKE
    lot = ready = lot_of(orders, lots, o, row.lot)
    bears = NONE
    if is_remade or (is_reworked and is_partial and pieces > rejected):
        bears = bear(lots, notes, o, row.time, i)
        last = lot
        while lots.next[last] >= 0:
            last = lots.next[last]
        lots.next[last], lots.number[bears] = bears, lots.number[last] + 1
    ends = is_remade and not is_partial
    if is_reworked:
        ready = bears  # the good pieces, by themselves
    if not is_reworked or x.workshop[again] < 0:
        gives_back_crew(tables.holds, notes, lot, row.time)
    if is_remade:
        asks_material(x, tables, notes, bears, row.time)
    if ends:
        lots.ended[lot] = row.time
    elif ready >= 0:
        lots.ready[ready] = row.time
        lots.good[ready] = (pieces if is_partial else orders.quantity[o]) - rejected
    k = new(notes, INSPECTIONS)
    found.order[k], found.time[k], found.pieces[k], found.rejected[k] = o, row.time, pieces, rejected
    found.is_reworked[k], found.bears[k], found.ends[k] = is_reworked, bears, ends


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
    if kind == FINISH:
        _turned_outside(x, tables, notes, row, o)
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
        did.clock[a] = x.work_clock[orders.sme[o], x.workshop[row.operation]] if o >= 0 else NONE


@jit
def _turned_outside(x, tables, notes, row, o):
    """A lot whose next operation, if any, is outside gives its crew back."""
    lot, is_again = lot_of(tables.orders, tables.lots, o, row.lot), notes.rejected[o] >= 0
    only_reworked = is_again and x.rejects[tables.orders.stream[o]] == REWORK
    j = next_operation(x, tables.orders.component[o], row.operation + 1, only_reworked)
    if j >= 0 and x.workshop[j] < 0:
        gives_back_crew(tables.holds, notes, lot, row.time)


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
