"""The life of one order, stage by stage: what each is charged to, and who held what it waited for.

Charges are the ledger's, but for pieces that are reworked or remade: the ledger charges all of their time to rework,
here it is told by what it was spent on.
Reading order: Stage, life, then `_holders`.
"""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import CASH, MATERIAL, NEVER, RECEIVE, SETTLE
from takarusim.outcome import ledger
from takarusim.outcome.tables import (
    AT_WORK,
    CAUSES,
    FOR_CASH,
    FOR_CREW,
    FOR_MATERIAL,
    FOR_STOCK,
    IN_QUEUE,
    OF_STATE,
    Orders,
    States,
)

if TYPE_CHECKING:
    from takarusim.outcome.replication import Replication

__all__ = ["Holder", "Stage", "life"]

Integers = NDArray[np.int64]
CREW = CAUSES[OF_STATE[FOR_CREW]]


class Holder(NamedTuple):
    """Another order that held what an order waited for."""

    what: str  # the cause that the wait is charged to: crew, cash, workshop TYPE
    order: int  # its row in Orders
    ms: int  # of the wait, in its open time


class Stage(NamedTuple):
    """What an order is in for a while, [start, end)."""

    state: int  # place in STATES
    lot: int  # row of Lots
    operation: int  # which it waits for or undergoes; -1: none
    unit: int  # on which it is at work; -1: none
    attempt: int  # pass, from 1
    start: int  # ms
    end: int  # ms  the horizon where it has not ended
    clock: int  # calendar in which it goes on; -1: one that never closes
    charged: dict[str, int]  # ms by cause
    held: tuple[Holder, ...]  # who held most of what it waited for comes first
    received: int  # ms  of the material, or the replenishment of stock, that ended the wait for it; NEVER: none came


def life(replication: "Replication", order: int) -> list[Stage]:
    """Returns the stages of an order from placed to delivered, or up to the horizon; of lots, those that decide.

    Parameters
    ----------
    replication : Replication
    order : int
        Its row in Orders. A refused one has no stage.
    """
    tables, lived, x = replication.tables, replication.states, replication.instance
    rows = np.flatnonzero((lived.order == order) & (lived.end > lived.start))
    mine = States._make(column[rows] for column in lived)
    numbered = mine._replace(order=np.arange(len(rows)), attempt=np.ones(len(rows), np.int64))
    alike = Orders._make(column[np.full(len(rows), order)] for column in tables.orders)  # a stage for an order
    charges = ledger.ledger(x, tables._replace(orders=alike), numbered)
    found = list[Stage]()
    for k in np.unique(charges.order).tolist():  # of lots that do not decide, the ledger charges nothing
        state, lot, operation = int(mine.state[k]), int(mine.lot[k]), int(mine.operation[k])
        clock = ledger.clock_of(x, int(tables.orders.stream[order]), int(tables.lots.sme[lot]), state, operation)
        charged = Counter[str]()
        for m in np.flatnonzero(charges.order == k):
            charged[replication.causes[charges.cause[m]]] += int(charges.ms[m])
        about = int(mine.unit[k]), int(mine.attempt[k]), int(mine.start[k]), int(mine.end[k])
        stage = Stage(state, lot, operation, *about, clock, dict(charged), (), NEVER)
        held = sorted(_holders(replication, order, stage), key=lambda holder: (-holder.ms, holder.order))
        found.append(stage._replace(held=tuple(held), received=_received(replication, order, stage)))
    return sorted(found, key=lambda stage: stage.start)


def _holders(replication: "Replication", order: int, stage: Stage) -> Iterator[Holder]:
    """Yields who held what an order waited for, in the open time of the wait."""
    if stage.state == FOR_CASH:
        yield from _summed(replication, stage, "cash", *_tied(replication, order, stage))
    if stage.state != IN_QUEUE:
        return
    x, lived, sme = replication.instance, replication.states, replication.tables.lots.sme
    overlaps = (lived.state == AT_WORK) & (lived.start < stage.end) & (lived.end > stage.start) & (lived.order != order)
    here, by = x.workshop[stage.operation], sme[stage.lot]
    for cause in stage.charged:
        if cause == CREW:
            rows = np.flatnonzero(overlaps & (sme[lived.lot] == by))
        elif cause == replication.causes[len(CAUSES) + here]:
            rows = np.flatnonzero(overlaps & (replication.units.pool[lived.unit] == x.pool[by, here]))
        else:
            continue
        yield from _summed(replication, stage, cause, lived.order[rows], lived.start[rows], lived.end[rows])


def _summed(
    replication: "Replication", stage: Stage, what: str, orders: Integers, start: Integers, end: Integers
) -> Iterator[Holder]:
    """Yields for how long of a stage's open time each order held something, in some spans."""
    start, end = np.maximum(start, stage.start), np.minimum(end, stage.end)
    ms = replication.clocks.open_between(np.full(len(orders), stage.clock), start, end)
    for order in np.unique(orders).tolist():
        if (held := int(ms[orders == order].sum())) > 0:
            yield Holder(what, order, held)


def _tied(replication: "Replication", order: int, stage: Stage) -> tuple[Integers, Integers, Integers]:
    """Returns in which orders of its SME cash was tied during a wait for it: orders, from when, until when."""
    tables, log = replication.tables, replication.log
    place = {number: row for row, number in enumerate(tables.orders.number.tolist())}
    paid = dict[tuple[int, int], tuple[int, int]]()  # of an order and a lot: from, until
    for row in log[np.isin(log["kind"], (CASH, SETTLE)) & (log["place"] == tables.lots.sme[stage.lot])].tolist():
        time, kind, number, lot = row[:4]
        since, _ = paid.get((number, lot), (time, NEVER))
        paid[number, lot] = (since, NEVER) if kind == CASH else (since, time)
    rows = [(place[number], *span) for (number, _), span in paid.items() if place[number] != order]
    orders, start, end = np.array(rows, np.int64).reshape(-1, 3).T
    return orders, start, end


def _received(replication: "Replication", order: int, stage: Stage) -> int:
    """Returns when the material, or the replenishment, came that ended a wait for it; NEVER where none did."""
    x, tables = replication.instance, replication.tables
    sme, component = tables.lots.sme[stage.lot], tables.orders.component[order]
    if stage.state == FOR_STOCK:
        told = replication.stocked
        same = told.stock == x.finished[sme, component]
        return _last_within(told.time[same & (told.on_hand > 0)], stage)
    if stage.state != FOR_MATERIAL:
        return NEVER
    moves, material = tables.moves, x.material[component]
    if x.singly[sme, component]:
        return _last_within(moves.time[(moves.kind == MATERIAL) & (moves.lot == stage.lot)], stage)
    return _last_within(moves.time[(moves.kind == RECEIVE) & (moves.material == material)], stage)


def _last_within(came: Integers, stage: Stage) -> int:
    """Returns the last of some moments, in order, up to the end of a stage; NEVER where that is before it."""
    came = came[came <= stage.end]
    return int(came[-1]) if len(came) and came[-1] > stage.start else NEVER
