"""What a log says, as plain columns: of orders, lots, inspections, deliveries, units; and the states lots were in.

Nothing is summed and no span is left out here: a window is a filter that its user chooses. An order and a lot are
referred to by their rows in `Orders` and `Lots`, everything else by its number in the Instance.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.registers import causes

__all__ = [
    "STATES",
    "Activities",
    "Deliveries",
    "Fulls",
    "Holds",
    "Inspections",
    "Lots",
    "Moves",
    "Orders",
    "States",
    "Tables",
    "Trucks",
    "Waits",
    "rows",
]

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Orders(NamedTuple):
    """One row for each order placed, refused ones included, by number; behind them those withheld, then replenishments.

    Those withheld are refused by nobody, and have no lot; `placed` is when they would have been.
    """

    number: Integers  # (n,)
    row: Integers  # (n,)  of the Instance
    token: Integers  # (n,)  of a closed stream; -1: none
    stream: Integers  # (n,)
    nth: Integers  # (n,)  number within its stream, or of its token
    component: Integers  # (n,)
    quantity: Integers  # (n,)  pieces
    placed: Integers  # (n,) ms
    due: Integers  # (n,) ms  NEVER: none
    begun: Integers  # (n,) ms  when the first lot started on a unit; NEVER: not yet
    lot: Integers  # (n,)  row of Lots: the first one; -1: refused
    deciding: Integers  # (n,)  row of Lots: the last to arrive, then the last to be ready, then the first; -1: refused
    ready: Integers  # (n,) ms  when the deciding lot was ready to ship; NEVER: not yet
    delivered: Integers  # (n,) ms  when the deciding lot arrived; NEVER: not yet
    pieces: Integers  # (n,)  delivered so far
    escaped: Integers  # (n,)  bad ones among these, that inspection missed
    replenishes: Integers  # (n,)  of finished stock, for the call-off in this row; -1: an order of a partner
    is_withheld: Flags  # (n,)  whether its partner does without it
    is_beyond: Flags  # (n,)  whether it is ordered above a level of 1: then `nth` counts these alone

    @property
    def placed_by_partners(self) -> int:
        """How many of them partners have placed, the first ones."""
        return int(np.count_nonzero(self.is_placed))

    @property
    def is_placed(self) -> Flags:
        """Whether a partner has placed each."""
        return (self.replenishes < 0) & ~self.is_withheld


class Lots(NamedTuple):
    """One row for each lot, as they were born; a lot that ends at its inspection is never ready."""

    order: Integers  # (l,)
    number: Integers  # (l,)
    sme: Integers  # (l,)
    parent: Integers  # (l,)  row of the lot that it was born of; -1: it is the first one of its order, or of a part
    born: Integers  # (l,) ms  the first one with its order
    pieces: Integers  # (l,)  that go through its present pass; 0: it was born ready
    good: Integers  # (l,)  pieces that it ships; 0 before it is ready
    ready: Integers  # (l,) ms  NEVER: not yet
    arrived: Integers  # (l,) ms  NEVER: not yet
    ended: Integers  # (l,) ms  arrived, or its good pieces gone over into the next lot; NEVER: not yet
    next: Integers  # (l,)  row of the order's next lot; -1: none


class Inspections(NamedTuple):
    """One row for each inspection, in order of the log."""

    order: Integers  # (k,)
    lot: Integers  # (k,)
    time: Integers  # (k,) ms
    pieces: Integers  # (k,)  inspected
    rejected: Integers  # (k,)  pieces that it finds bad


class Deliveries(NamedTuple):
    """One row for each lot that arrived, in order of the log."""

    order: Integers  # (d,)
    lot: Integers  # (d,)
    time: Integers  # (d,) ms
    pieces: Integers  # (d,)
    escaped: Integers  # (d,)  bad ones among these


class Activities(NamedTuple):
    """One row for each stretch in which a unit works without interruption, or is down, as they begin: [start, end)."""

    unit: Integers  # (a,)
    is_down: Flags  # (a,)  else at work
    order: Integers  # (a,)  -1: none, a unit down that nobody is on
    lot: Integers  # (a,)  likewise
    operation: Integers  # (a,)  -1: none
    start: Integers  # (a,) ms
    end: Integers  # (a,) ms  the horizon where it has not ended
    setup: Integers  # (a,) ms  of set-up ahead at its start
    worked: Integers  # (a,) ms  set-up and processing done in it; 0 down
    clock: Integers  # (a,)  in whose open time work goes on; -1: always


class Holds(NamedTuple):
    """One row for each time that a lot holds a crew of an SME whose crews are limited, as they begin: [start, end)."""

    sme: Integers  # (h,)
    start: Integers  # (h,) ms
    end: Integers  # (h,) ms  the horizon where it has not ended


class Fulls(NamedTuple):
    """One row for each span in which no unit of a pool is free, as they begin: [start, end)."""

    pool: Integers  # (f,)
    start: Integers  # (f,) ms
    end: Integers  # (f,) ms  the horizon where it has not ended


class Waits(NamedTuple):
    """One row for each lot that asks for material, as they do: [start, end), empty where there is enough."""

    material: Integers  # (w,)
    start: Integers  # (w,) ms
    end: Integers  # (w,) ms  NEVER: not yet


class Moves(NamedTuple):
    """One row for each change of a stock, and issue past it, in order of the log: MATERIAL, RECEIVE, LOSS."""

    time: Integers  # (v,) ms
    kind: Integers  # (v,)
    material: Integers  # (v,)
    grams: Integers  # (v,)  that are issued, come or are lost
    lot: Integers  # (v,)  that they are issued for; -1: none
    singly: Integers  # (v,)  1: they were bought for the lot alone, and no stock has changed


class Trucks(NamedTuple):
    """One row for each lot, or part of one, that a truck leaves with, in order of the log."""

    time: Integers  # (t,) ms
    lane: Integers  # (t,)
    grams: Integers  # (t,)


class Tables(NamedTuple):
    """What one log says."""

    orders: Orders
    lots: Lots
    inspections: Inspections
    deliveries: Deliveries
    activities: Activities
    holds: Holds
    fulls: Fulls
    waits: Waits
    moves: Moves
    trucks: Trucks

    def smes(self) -> Integers:
        """Returns the SME of each order's first lot, (n,), who has its first part where it is split; -1: refused."""
        return np.append(self.lots.sme, -1)[self.orders.lot]

    def parts(self) -> Integers:
        """Returns how many parts each order has, (n,): 1 where it is not split; 0: refused."""
        return np.bincount(self.lots.order[self.lots.parent < 0], minlength=len(self.orders.number))


STATES = tuple(causes.STATES)
ALLOTMENT, FOR_CASH, FOR_MATERIAL, FOR_CREW, IN_QUEUE, AT_WORK, OUTSIDE, FOR_STOCK, HELD, FOR_TRUCK, TRAVELLING = (
    STATES.index(name)
    for name in (
        "allotment",
        "cash",
        "material",
        "crew",
        "queue",
        "work",
        "outside",
        "stock",
        "hold",
        "truck",
        "travel",
    )
)


class States(NamedTuple):
    """One row for each state of each lot, [start, end): those of a lot as they begin, without a gap."""

    order: Integers  # (m,)
    lot: Integers  # (m,)
    state: Integers  # (m,)  place in STATES
    operation: Integers  # (m,)  which it waits for or undergoes; -1: none
    attempt: Integers  # (m,)  pass, from 1
    start: Integers  # (m,) ms
    end: Integers  # (m,) ms  the horizon where it has not ended
    has_ended: Flags  # (m,)
    unit: Integers  # (m,)  at work: the unit; else -1
    setup: Integers  # (m,) ms  at work: set-up done; else 0
    worked: Integers  # (m,) ms  at work: set-up and processing done; else 0
    overtime: Integers  # (m,) ms  at work: open in overtime; else 0
    overtime_setup: Integers  # (m,) ms  at work: set-up done in overtime; else 0
    overtime_worked: Integers  # (m,) ms  at work: set-up and processing done in overtime; else 0


CAUSES = causes.CHARGED  # behind these, a cause for each workshop type that is waited for
SETUP, PROCESSING, OVERTIME, BROKEN, REWORKED, CLOSED = (
    CAUSES.index(name) for name in ("setup", "processing", "overtime", "down", "rework", "closed")
)
OF_STATE = tuple(CAUSES.index(state) if state in CAUSES else -1 for state in STATES)


class Charges(NamedTuple):
    """The ledger: one row for each order, state and cause that took time, in this order."""

    order: Integers  # (c,)  place in Orders
    state: Integers  # (c,)  place in STATES
    cause: Integers  # (c,)  place in CAUSES; the queue for workshop type w is len(CAUSES) + w
    ms: Integers  # (c,)


def rows(table: Any, most: int, **types: type) -> Any:
    """Returns a table with room for so many rows."""
    columns = table(*np.empty((len(table._fields), most), np.int64))
    return columns._replace(**{name: np.empty(most, kind) for name, kind in types.items()})
