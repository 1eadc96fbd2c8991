"""How the KPIs of finished stock are counted: as those in `counts`, from what enters and leaves it."""

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import DAY, NEVER
from takarusim.kpis.facts import Facts, fixed
from takarusim.kpis.measures import Cells, Owners, Rate, Ratio
from takarusim.lowering.lowering import plan_of
from takarusim.scenario.prepared import Prepared

__all__ = ["stock_fill_rate", "stock_mean", "stock_value", "stock_wait_mean"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def stock_fill_rate(f: Facts) -> Ratio:
    """Call-offs that find all their pieces in stock."""
    order, waited, is_whole = _call_offs(f)
    return Ratio((waited == 0) & is_whole, 1.0, f.owners(order))


def stock_wait_mean(f: Facts) -> Ratio:
    """How long call-offs wait for finished stock, those that do not wait included."""
    order, waited, _ = _call_offs(f)
    has_left = waited < NEVER
    return Ratio(waited[has_left], DAY, f.owners(order[has_left]))


def _call_offs(f: Facts) -> tuple[Integers, Integers, NDArray[np.bool_]]:
    """Returns the orders called off in the span, how long each waited in ms (NEVER: it still does), if it was whole."""
    told, orders = f.replication.stocked, f.orders
    left = np.full(len(orders.number), NEVER)
    out = np.zeros(len(orders.number), np.int64)
    leaves, called = np.flatnonzero(told.owed < 0), np.flatnonzero((told.owed > 0) & f.within(told.time))
    left[told.order[leaves]], out[told.order[leaves]] = told.time[leaves], -told.on_hand[leaves]
    order = told.order[called]
    waited = np.where(left[order] < NEVER, left[order] - told.time[called], NEVER)
    return order, waited, out[order] == orders.quantity[order]


def stock_mean(f: Facts) -> Rate:
    """Finished pieces on hand; undefined where nobody keeps any."""
    return _mean(f, _on_hand(f))


def stock_value(f: Facts) -> Rate:
    """What their material costs."""
    x = f.replication.instance
    sme, component = np.nonzero(x.finished >= 0)
    cost = np.where(x.singly[sme, component], x.single_cost[component], x.cost[component])
    return _mean(f, _on_hand(f) * (cost / 1000))


def _on_hand(f: Facts) -> Floats:
    """Returns how many pieces are on hand in each finished stock, times the ms of the span."""
    told, x = f.replication.stocked, f.replication.instance
    lasts = np.maximum(0, f.end - np.maximum(told.time, f.start))
    held: Floats = np.bincount(told.stock, told.on_hand * lasts, len(x.finished_by)).astype(np.float64)
    return held + x.finished_level * float(f.end - f.start)


def _mean(f: Facts, over_time: Floats) -> Rate:
    """Returns the mean of what there is in each finished stock, summed over time."""
    stocks = np.arange(len(over_time))
    return Rate(
        over_time, (f.end - f.start) if len(stocks) else 0.0, Owners(f.replication.prepared.once(_cells), stocks)
    )


def _cells(prepared: Prepared) -> Cells:
    """Returns a cell for each finished stock."""
    same = prepared.once(fixed)
    sme, component = np.nonzero(prepared.once(plan_of).fixed["finished"] >= 0)
    return Cells({"component": component, "sme": sme, "size": same.size[sme]}, same.counts)
