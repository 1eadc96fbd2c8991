"""Where orders' time went: rows (order, state, cause, ms) that sum to the lead time of each order, to the millisecond.

A state is charged to one cause while its clock is open, and to `closed` while it is not; work is charged to set-up,
processing and down. From the second pass on, what is open goes to `rework`, up to the truck. An order's ledger is the
chain of its deciding lot, with those of the lots that it was born of up to then; in progress: up to the horizon.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.instance import Instance
from takarusim.outcome.clocks import clocks
from takarusim.outcome.tables import AT_WORK, FOR_CREW, FOR_TRUCK, IN_QUEUE, STATES, TRAVELLING, States, Tables

__all__ = ["CAUSES", "Charges", "ledger"]

Integers = NDArray[np.int64]

# Behind these, a cause for each workshop type that is waited for.
CAUSES = (
    *("allotment", "cash", "material", "crew", "outside", "stock", "truck", "travel"),
    *("setup", "processing", "down", "rework", "closed"),
)
SETUP, PROCESSING, BROKEN, AGAIN, CLOSED, WORKSHOP = range(CAUSES.index("setup"), len(CAUSES) + 1)
OF_STATE = np.array([CAUSES.index(state) if state in CAUSES else -1 for state in STATES])


class Charges(NamedTuple):
    """The ledger: one row for each order, state and cause that took time, in this order."""

    order: Integers  # (c,)  place in Orders
    state: Integers  # (c,)  place in STATES
    cause: Integers  # (c,)  place in CAUSES; the queue for workshop type w is len(CAUSES) + w
    ms: Integers  # (c,)


def ledger(x: Instance, tables: Tables, lived: States) -> Charges:
    """Returns the ledger of all orders but the refused ones.

    Parameters
    ----------
    x : Instance
    tables : Tables
    lived : States
        Of these tables.
    """
    chain = _chain(tables, lived)
    spent = chain.end - chain.start
    shut = spent - clocks(x).open_between(_clock(x, tables, chain), chain.start, chain.end)
    at_work = chain.state == AT_WORK
    is_again = (chain.attempt > 1) & (chain.state < FOR_TRUCK)
    workshop = x.workshop[chain.operation] if len(x.workshop) else chain.operation
    waits = np.where(chain.state == IN_QUEUE, WORKSHOP + workshop, OF_STATE[chain.state])
    parts = (
        (CLOSED, shut, None),
        (waits, np.where(at_work, 0, spent - shut), is_again),
        (SETUP, chain.setup, is_again),
        (PROCESSING, np.where(at_work, chain.worked - chain.setup, 0), is_again),
        (BROKEN, np.where(at_work, spent - shut - chain.worked, 0), is_again),
    )
    return _summed(chain, [(part if again is None else np.where(again, AGAIN, part), ms) for part, ms, again in parts])


def _chain(tables: Tables, lived: States) -> States:
    """Returns the states of each order's deciding lot, and before its birth those of the lots that it was born of."""
    deciding = tables.orders.deciding[lived.order]
    is_before = (lived.position < tables.lots.position[deciding]) & (lived.lot < deciding) & (lived.state < FOR_TRUCK)
    kept = np.flatnonzero((lived.lot == deciding) | is_before)
    return States._make(column[kept] for column in lived)


def _clock(x: Instance, tables: Tables, chain: States) -> Integers:
    """Returns the calendar of each state; -1 where it is never closed."""
    sme, clock = tables.orders.sme[chain.order], np.full(len(chain.state), -1)
    i = np.flatnonzero((chain.state == FOR_CREW) | (chain.state == IN_QUEUE))
    clock[i] = x.work_calendar[sme[i], x.workshop[chain.operation[i]]]
    i = np.flatnonzero(chain.state == AT_WORK)
    clock[i] = x.work_clock[sme[i], x.workshop[chain.operation[i]]]
    lane = x.lane[tables.orders.stream[chain.order]]
    for state, calendar in ((FOR_TRUCK, x.lane_calendar), (TRAVELLING, x.ban_calendar)):
        i = np.flatnonzero(chain.state == state)
        clock[i] = calendar[lane[i]]
    return clock


def _summed(chain: States, parts: list[tuple[Integers | int, Integers]]) -> Charges:
    """Returns the charges, one row for each order, state and cause."""
    causes = np.concatenate([np.broadcast_to(cause, ms.shape) for cause, ms in parts])
    ms = np.concatenate([ms for _, ms in parts])
    owner = np.tile(chain.order * len(STATES) + chain.state, len(parts))
    kept = np.flatnonzero(ms)
    width = 1 + int(causes[kept].max(initial=0))
    key = owner[kept] * width + causes[kept]
    by_key = np.argsort(key, kind="stable")
    key, ms = key[by_key], ms[kept][by_key]
    begins = np.flatnonzero(np.append(True, np.diff(key) != 0)[: len(key)])
    owner, cause = np.divmod(key[begins], width)
    total = np.add.reduceat(ms, begins) if len(begins) else ms
    return Charges(owner // len(STATES), owner % len(STATES), cause, total)
