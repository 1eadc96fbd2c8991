"""A log as plain columns: orders, lots, inspections, deliveries.

Nothing is summed and no span is left out here: a window is a filter that its user chooses. An order is referred to by
its place in `Orders`, everything else by its number in the Instance. Reading order: `tabulate`, then what it calls.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.instance import (
    ALLOT,
    ARRIVE,
    BORN,
    DAY,
    DOWN,
    INSPECT,
    LOTS,
    NEVER,
    PLACE,
    REMAKE,
    REWORK,
    UP,
    WORKSHOP,
    Instance,
)

__all__ = [
    "Deliveries",
    "Inspections",
    "Log",
    "Lots",
    "Orders",
    "Rows",
    "Tables",
    "columns",
    "following",
    "place_of",
    "tabulate",
]

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Log(NamedTuple):
    """A log's columns, as `instance` explains them."""

    time: Integers  # (rows,) ms
    kind: Integers
    order: Integers
    lot: Integers
    operation: Integers
    place: Integers
    amount: Integers


class Orders(NamedTuple):
    """One row for each order placed, refused ones included, by number."""

    number: Integers  # (n,)
    row: Integers  # (n,)  of the Instance
    token: Integers  # (n,)  of a closed stream; -1: none
    stream: Integers  # (n,)
    nth: Integers  # (n,)  number within its stream, or of its token
    component: Integers  # (n,)
    quantity: Integers  # (n,)  pieces
    placed: Integers  # (n,) ms
    due: Integers  # (n,) ms  NEVER: none
    sme: Integers  # (n,)  -1: refused
    begun: (
        Integers  # (n,) ms  when the first lot got a crew, or without limit of crews joined the queue; NEVER: not yet
    )
    deciding: Integers  # (n,)  row of Lots: the last to arrive, then the last to be ready, then the first; -1: refused
    ready: Integers  # (n,) ms  when the deciding lot was ready to ship; NEVER: not yet
    delivered: Integers  # (n,) ms  when the deciding lot arrived; NEVER: not yet
    pieces: Integers  # (n,)  delivered so far


class Lots(NamedTuple):
    """One row for each lot, by order and number; a lot that ends at its inspection is never ready."""

    order: Integers  # (l,)
    number: Integers  # (l,)
    born: Integers  # (l,) ms  the first one with its order
    position: Integers  # (l,)  row of the log that bore it
    good: Integers  # (l,)  pieces that it ships; 0 before it is ready
    ready: Integers  # (l,) ms  NEVER: not yet
    arrived: Integers  # (l,) ms  NEVER: not yet
    ended: Integers  # (l,) ms  arrived, or its good pieces gone over into the next lot; NEVER: not yet


class Inspections(NamedTuple):
    """One row for each inspection, by order and pass."""

    order: Integers  # (k,)
    time: Integers  # (k,) ms
    position: Integers  # (k,)  row of the log
    pieces: Integers  # (k,)  inspected
    rejected: Integers  # (k,)
    is_reworked: Flags  # (k,)  the lot turns to the reworked operations
    bears: Integers  # (k,)  number of the lot that is born; -1: none
    ends: Flags  # (k,)  the lot ends here: its good pieces travel with the one that is born


class Deliveries(NamedTuple):
    """One row for each lot that arrived, in order of the log."""

    order: Integers  # (d,)
    time: Integers  # (d,) ms
    pieces: Integers  # (d,)


class Rows(NamedTuple):
    """The rows about lots, but DOWN and UP, by lot: PLACE and ALLOT begin the first one, an INSPECT later ones."""

    order: Integers
    lot: Integers  # row of Lots
    position: Integers  # in the log
    inspection: Integers  # row of Inspections; -1: none
    begins: Flags  # the lot's first one
    ends: Flags  # the lot's last one


class Tables(NamedTuple):
    """What one log says of its orders."""

    log: Log
    orders: Orders
    lots: Lots
    inspections: Inspections
    deliveries: Deliveries
    rows: Rows


def tabulate(x: Instance, log: NDArray[np.void]) -> Tables:
    """Returns what a log says of its orders.

    Parameters
    ----------
    x : Instance
    log : (rows,) of LOG
    """
    log_ = columns(log)
    orders = _placed(x, log_)
    order = place_of(x, orders, log_.order)
    inspections = _inspections(x, log_, orders, order)
    rows = _rows(log_, orders, order, inspections)
    lots = _lots(x, log_, orders, inspections, rows)
    arrived = np.flatnonzero(log_.kind == ARRIVE)
    deliveries = Deliveries(order[arrived], log_.time[arrived], log_.amount[arrived])
    return Tables(log_, _completed(log_, orders, lots, deliveries, rows), lots, inspections, deliveries, rows)


def columns(log: NDArray[np.void]) -> Log:
    """Returns the columns of a log, each contiguous."""
    return Log(*(np.ascontiguousarray(log[name], np.int64) for name in Log._fields))


def place_of(x: Instance, orders: Orders, number: Integers) -> Integers:
    """Returns the places in Orders of orders' numbers; any number for -1."""
    behind = orders.number >= BORN
    dense = np.where(behind, orders.number - BORN + x.n_fixed, orders.number)
    place = np.full(1 + max(x.n_fixed, int(dense.max(initial=0))), -1)
    place[dense] = np.arange(len(dense))
    found: Integers = place[np.where(number >= BORN, number - BORN + x.n_fixed, number)]
    return found


def following(key: Integers) -> tuple[Flags, Flags]:
    """Returns which rows begin, and which end, a run of equal keys."""
    is_new = np.diff(key) != 0
    edge = np.ones(min(1, len(key)), np.bool_)
    return np.append(edge, is_new), np.append(is_new, edge)


def _count_before(values: Integers) -> Integers:
    """Returns how often each value has occurred before it."""
    order = np.argsort(values, kind="stable")
    begins, _ = following(values[order])
    places = np.arange(len(values))
    count = np.empty(len(values), np.int64)
    count[order] = places - np.maximum.accumulate(np.where(begins, places, 0))
    return count


# ---- orders


def _placed(x: Instance, log: Log) -> Orders:
    """Returns the orders with what is known when they are allotted."""
    rows = np.flatnonzero(log.kind == PLACE)
    token = log.operation[rows]
    row, is_born = log.order[rows], token >= 0
    row[is_born] = x.first_row[token[is_born]] + _count_before(token[is_born])
    due = x.due[row]
    due = np.where(is_born & (due < NEVER), ((log.time[rows] + due) // DAY + 1) * DAY, due)
    by_number = np.argsort(log.order[rows], kind="stable")
    number, row = log.order[rows][by_number], row[by_number]
    allotted = np.flatnonzero(log.kind == ALLOT)
    sme = np.full(len(rows), -1)
    sme[np.searchsorted(number, log.order[allotted])] = log.place[allotted]
    none, never = np.full(len(rows), -1), np.full(len(rows), NEVER)
    drawn = {name: getattr(x, name)[row] for name in ("stream", "nth", "component", "quantity")}
    later = {"begun": never, "deciding": none, "ready": never, "delivered": never, "pieces": none}
    at = {"token": token[by_number], "placed": log.time[rows][by_number], "due": due[by_number]}
    return Orders(number=number, row=row, sme=sme, **at, **drawn, **later)


def _completed(log: Log, orders: Orders, lots: Lots, deliveries: Deliveries, rows: Rows) -> Orders:
    """Returns the orders with what became of them."""
    count = len(orders.number)
    begun = orders.begun.copy()
    started = np.flatnonzero(log.kind[rows.position] == WORKSHOP)[::-1]
    begun[rows.order[started]] = log.time[rows.position[started - 1]]  # of those written, the first in time stays
    candidates = np.flatnonzero((lots.arrived < NEVER) | (lots.ended == NEVER))
    keys = (-lots.number[candidates], lots.ready[candidates], lots.arrived[candidates])
    candidates = candidates[np.lexsort(keys)]
    deciding = orders.deciding.copy()
    deciding[lots.order[candidates]] = candidates  # of those written, the last one stays
    made = np.flatnonzero(deciding >= 0)
    ready, delivered = orders.ready.copy(), orders.delivered.copy()
    ready[made], delivered[made] = lots.ready[deciding[made]], lots.arrived[deciding[made]]
    pieces = np.bincount(deliveries.order, deliveries.pieces, count).astype(np.int64)
    return orders._replace(begun=begun, deciding=deciding, ready=ready, delivered=delivered, pieces=pieces)


# ---- lots


def _inspections(x: Instance, log: Log, orders: Orders, order: Integers) -> Inspections:
    """Returns the inspections with what follows from each."""
    position = np.flatnonzero(log.kind == INSPECT)
    position = position[np.argsort(order[position], kind="stable")]  # the passes of an order come in turn
    of, attempt, rejected = order[position], log.operation[position], log.amount[position]
    pieces = np.where(attempt == 1, orders.quantity[of], np.append(0, rejected)[: len(of)])
    rejects, is_partial = x.rejects[orders.stream[of]], x.partial[orders.stream[of]]
    can_rework = np.bincount(np.repeat(np.arange(len(x.material)), np.diff(x.first_operation)), x.is_reworked) > 0
    goes_on = (rejected > 0) & (attempt < x.passes)
    is_reworked = goes_on & (rejects == REWORK) & can_rework[orders.component[of]]
    is_remade = goes_on & (rejects == REMAKE)
    born = np.flatnonzero(is_remade | (is_reworked & is_partial & (pieces > rejected)))
    bears = np.full(len(of), -1)
    bears[born] = 1 + _count_before(of[born])
    time = log.time[position]
    return Inspections(of, time, position, pieces, rejected, is_reworked, bears, is_remade & ~is_partial)


def _rows(log: Log, orders: Orders, order: Integers, inspections: Inspections) -> Rows:
    kept = np.flatnonzero((log.order >= 0) & (log.kind != DOWN) & (log.kind != UP))
    kept = kept[orders.sme[order[kept]] >= 0]
    birth = np.flatnonzero(inspections.bears >= 0)
    key = np.append(inspections.order[birth], order[kept]) * LOTS
    key += np.append(inspections.bears[birth], np.maximum(log.lot[kept], 0))
    bits = len(log.kind).bit_length()  # sorting distinct numbers is much faster than a stable sort
    both = np.sort(key << bits | np.append(inspections.position[birth], kept))
    key, position = both >> bits, both & (1 << bits) - 1
    begins, ends = following(key)
    inspection = np.full(len(log.kind), -1)
    inspection[inspections.position] = np.arange(len(inspections.order))
    return Rows(key // LOTS, np.cumsum(begins) - 1, position, inspection[position], begins, ends)


def _lots(x: Instance, log: Log, orders: Orders, inspections: Inspections, rows: Rows) -> Lots:
    first = np.flatnonzero(rows.begins)
    good, never = np.zeros(len(first), np.int64), np.full(len(first), NEVER)
    ready, arrived, ended = never.copy(), never.copy(), never.copy()
    inspected = np.flatnonzero(rows.inspection >= 0)
    k, is_birth = rows.inspection[inspected], rows.begins[inspected]
    ends, is_reworked = inspections.ends[k], inspections.is_reworked[k]
    ended[rows.lot[inspected[~is_birth & ends]]] = inspections.time[k[~is_birth & ends]]
    is_ready = np.where(is_birth, is_reworked, ~is_reworked & ~ends)  # born of rework: the good pieces, by themselves
    lot, k = rows.lot[inspected[is_ready]], k[is_ready]
    of = inspections.order[k]
    in_all = np.where(x.partial[orders.stream[of]], inspections.pieces[k], orders.quantity[of])
    ready[lot], good[lot] = inspections.time[k], in_all - inspections.rejected[k]
    last = np.flatnonzero(log.kind[rows.position] == ARRIVE)
    arrived[rows.lot[last]] = ended[rows.lot[last]] = log.time[rows.position[last]]
    position, of = rows.position[first], rows.order[first]
    is_later = rows.inspection[first] >= 0
    number = np.where(is_later, inspections.bears[rows.inspection[first]] if is_later.any() else 0, 0)
    return Lots(of, number, log.time[position], position, good, ready, arrived, ended)
