"""How each KPI is counted: a function of the facts of a replication, which returns a measure. `kpis` registers them."""

import numpy as np
from numpy.typing import NDArray

from takarusim import capacity
from takarusim.facts import Facts, Owners, buildings
from takarusim.instance import DAY, MATERIAL, NEVER
from takarusim.measures import Gini, Quantile, Rate, Ratio
from takarusim.tables import AT_WORK, FOR_MATERIAL, IN_QUEUE

__all__ = [
    "backlog_end",
    "closed_share",
    "crew_load",
    "days_on_hand",
    "down_share",
    "fill_rate",
    "flow_time_mean",
    "in_full",
    "jobs_fte",
    "lateness_mean",
    "lead_time_mean",
    "lead_time_open",
    "lead_time_p95",
    "material_tonnes",
    "material_wait_mean",
    "occupancy",
    "on_time",
    "orders_delivered",
    "otif",
    "pieces_delivered",
    "refused_share",
    "reject_ppm",
    "revenue",
    "setup_share",
    "shortage_share",
    "sme_revenue_gini",
    "sme_revenue_mean",
    "tardiness_mean",
    "tonnes_delivered",
    "trucks",
    "utilisation",
    "wip",
]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
WEEK_OF_WORK = 40 * 3_600_000  # ms  of one full-time job


# ---- orders due within the span


def _due(f: Facts) -> Integers:
    """Returns the orders due within the span, but for those in progress whose delivery window has not passed."""
    is_decided = (f.orders.delivered < NEVER) | (f.orders.sme < 0) | (f.kept.latest < f.replication.instance.horizon)
    return np.flatnonzero(f.within(f.orders.due) & is_decided)


def otif(f: Facts) -> Ratio:
    """On time in full: delivered whole within the delivery window."""
    i = _due(f)
    return Ratio(f.kept.is_on_time[i] & f.kept.is_in_full[i], 1.0, f.owners(i))


def on_time(f: Facts) -> Ratio:
    """All that was delivered of an order came within its delivery window."""
    i = _due(f)
    return Ratio(f.kept.is_on_time[i], 1.0, f.owners(i))


def fill_rate(f: Facts) -> Ratio:
    """Pieces on time over pieces due."""
    i = _due(f)
    return Ratio(f.kept.on_time_pieces[i], f.orders.quantity[i], f.owners(i))


def _lateness(f: Facts) -> tuple[Integers, Floats]:
    """Returns the delivered orders among those due within the span, and by how many days they came behind."""
    i = np.flatnonzero(f.within(f.orders.due) & (f.orders.delivered < NEVER))
    return i, (f.orders.delivered[i] - f.orders.due[i]) / DAY


def lateness_mean(f: Facts) -> Ratio:
    """Delivered less due: negative when early."""
    i, days = _lateness(f)
    return Ratio(days, 1.0, f.owners(i))


def tardiness_mean(f: Facts) -> Ratio:
    """The positive part of lateness."""
    i, days = _lateness(f)
    return Ratio(np.maximum(days, 0.0), 1.0, f.owners(i))


# ---- orders placed within the span


def refused_share(f: Facts) -> Ratio:
    """Orders that no SME takes."""
    i = np.flatnonzero(f.within(f.orders.placed))
    return Ratio(f.orders.sme[i] < 0, 1.0, f.owners(i))


def _lead_time(f: Facts) -> tuple[Integers, Floats]:
    i = np.flatnonzero(f.within(f.orders.placed) & (f.orders.delivered < NEVER))
    return i, (f.orders.delivered[i] - f.orders.placed[i]) / DAY


def lead_time_mean(f: Facts) -> Ratio:
    """From placed to delivered."""
    i, days = _lead_time(f)
    return Ratio(days, 1.0, f.owners(i))


def lead_time_p95(f: Facts) -> Quantile:
    """What 95 of 100 orders stay below."""
    i, days = _lead_time(f)
    return Quantile(days, 0.95, f.owners(i))


def lead_time_open(f: Facts) -> Ratio:
    """What a mean lead time does not tell of: orders not delivered yet."""
    i = np.flatnonzero(f.within(f.orders.placed) & (f.orders.sme >= 0))
    return Ratio(f.orders.delivered[i] == NEVER, 1.0, f.owners(i))


def flow_time_mean(f: Facts) -> Ratio:
    """From the first crew to ready to ship."""
    i = np.flatnonzero(f.within(f.orders.placed) & (f.orders.ready < NEVER) & (f.orders.begun < NEVER))
    return Ratio((f.orders.ready[i] - f.orders.begun[i]) / DAY, 1.0, f.owners(i))


# ---- what came out within the span


def in_full(f: Facts) -> Ratio:
    """Of the orders delivered, those with as many pieces as the tolerance asks for."""
    i = np.flatnonzero(f.within(f.orders.delivered))
    return Ratio(f.kept.is_in_full[i], 1.0, f.owners(i))


def orders_delivered(f: Facts) -> Rate:
    """Orders whose last lot arrived."""
    i = np.flatnonzero(f.within(f.orders.delivered))
    return Rate(np.ones(len(i)), f.months, f.owners(i))


def _delivered(f: Facts, worth: Floats) -> Rate:
    """Returns what arrived, a piece of each component worth so much."""
    k = np.flatnonzero(f.within(f.deliveries.time))
    i = f.deliveries.order[k]
    return Rate(f.deliveries.pieces[k] * worth[f.orders.component[i]], f.months, f.owners(i))


def pieces_delivered(f: Facts) -> Rate:
    """Pieces that arrived."""
    return _delivered(f, np.ones(len(f.replication.names.components)))


def tonnes_delivered(f: Facts) -> Rate:
    """Their mass."""
    return _delivered(f, f.replication.instance.grams / 1e6)


def revenue(f: Facts) -> Rate:
    """What is paid for them."""
    rate = _delivered(f, f.price())
    return rate._replace(top=np.rint(rate.top))


def _revenues(f: Facts) -> Floats:
    """Returns the revenue of each SME a month."""
    rate, count = revenue(f), len(f.replication.names.smes)
    return rate.by("sme", count)


def sme_revenue_mean(f: Facts) -> Ratio:
    """Revenue of an SME."""
    return Ratio(_revenues(f), 1.0, f.of_smes)


def sme_revenue_gini(f: Facts) -> Gini:
    """How unequal the revenues of SMEs are."""
    return Gini(_revenues(f))


def reject_ppm(f: Facts) -> Ratio:
    """Pieces rejected over pieces inspected, in all passes."""
    k = np.flatnonzero(f.within(f.inspections.time))
    rejected, pieces = f.inspections.rejected[k], f.inspections.pieces[k]
    return Ratio(rejected, pieces, f.owners(f.inspections.order[k]), 1e6)


# ---- work in hand


def wip(f: Facts) -> Rate:
    """Lots in progress: from placed, or born, to delivered."""
    lots = f.replication.tables.lots
    return Rate(f.overlap(lots.born, lots.ended), f.end - f.start, f.owners(lots.order))


def backlog_end(f: Facts) -> Rate:
    """Orders in progress at the end of the span."""
    is_open = (f.orders.placed < f.end) & (f.orders.delivered >= f.end) & (f.orders.sme >= 0)
    i = np.flatnonzero(is_open)
    return Rate(np.ones(len(i)), 1.0, f.owners(i))


# ---- workshops and crews


def _of_units(f: Facts) -> dict[str, Integers]:
    return {"workshop": f.replication.units.type}


def utilisation(f: Facts) -> Ratio:
    """Set-up and processing over the open hours of let units."""
    return Ratio(f.spent.setup + f.spent.processing, f.spent.open, _of_units(f))


def setup_share(f: Facts) -> Ratio:
    """Set-up alone."""
    return Ratio(f.spent.setup, f.spent.open, _of_units(f))


def down_share(f: Facts) -> Ratio:
    """Open hours of let units in which they are down."""
    return Ratio(f.spent.down, f.spent.open, _of_units(f))


def closed_share(f: Facts) -> Ratio:
    """Hours of let units that are not open."""
    return Ratio(f.spent.let - f.spent.open, f.spent.let, _of_units(f))


def occupancy(f: Facts) -> Ratio:
    """Let units over all buildings."""
    count = len(f.replication.names.types)
    let = np.bincount(f.replication.units.type, f.spent.let, count)
    return Ratio(let, buildings(f.replication, f.start, f.end), {"workshop": np.arange(count)})


def crew_load(f: Facts) -> Ratio:
    """Open hours in which crews have a lot in hand, over all that they have; SMEs without limit of crews left out."""
    x, states = f.replication.instance, f.replication.states
    first, last = np.maximum(x.opens, f.start), np.minimum(x.shuts, f.end)
    k = np.flatnonzero((states.state == IN_QUEUE) | (states.state == AT_WORK))
    sme = f.orders.sme[states.order[k]]
    start, end = np.maximum(states.start[k], first[sme]), np.minimum(states.end[k], last[sme])
    clocks, count = f.replication.clocks, len(x.crews)
    busy = np.bincount(sme, clocks.open_between(x.sme_calendar[sme], start, end), count)
    open_time = clocks.open_between(x.sme_calendar, first, last)
    has_limit = np.flatnonzero(x.crews >= 0)
    owners = Owners(f.of_smes, has_limit)
    return Ratio(busy[has_limit], x.crews[has_limit] * open_time[has_limit], owners)


def jobs_fte(f: Facts) -> Rate:
    """Hours worked by crews, times their people, in weeks of 40 hours."""
    size = np.array([firm.sme.crew_size.value for firm in f.replication.firms])
    k = np.flatnonzero(f.did.order >= 0)
    i = f.did.order[k]
    weeks = (f.end - f.start) / (7 * DAY)
    return Rate((f.work.setup + f.work.processing)[k] * size[f.orders.sme[i]], WEEK_OF_WORK * weeks, f.owners(i))


# ---- material and trucks


def _material_waits(f: Facts) -> Integers:
    """Returns the waits for material that begin within the span."""
    return np.flatnonzero((f.replication.states.state == FOR_MATERIAL) & f.within(f.replication.states.start))


def _of_materials(f: Facts, waits: Integers) -> dict[str, Integers]:
    return {"material": f.replication.instance.material[f.orders.component[f.replication.states.order[waits]]]}


def shortage_share(f: Facts) -> Ratio:
    """Lots that find too little material when they ask for it."""
    k = _material_waits(f)
    return Ratio(f.replication.states.end[k] > f.replication.states.start[k], 1.0, _of_materials(f, k))


def material_wait_mean(f: Facts) -> Ratio:
    """How long lots wait for material, those that do not wait included."""
    k = _material_waits(f)
    k = k[f.replication.states.has_ended[k]]
    return Ratio((f.replication.states.end[k] - f.replication.states.start[k]) / DAY, 1.0, _of_materials(f, k))


def _issues(f: Facts) -> tuple[Integers, Integers]:
    """Returns material and grams of what is issued within the span."""
    rows = f.replication.log[f.replication.tables.stock]
    rows = rows[(rows["kind"] == MATERIAL) & f.within(rows["time"])]
    return rows["place"].astype(np.int64), rows["amount"]


def days_on_hand(f: Facts) -> Ratio:
    """Mean stock over what is issued a day."""
    opening = f.replication.instance.opening
    time, material, change = capacity.stock(f.replication.log, f.replication.tables.stock)
    k = np.flatnonzero(time < f.end)
    weight = change[k] * ((f.end - np.maximum(time[k], f.start)) / DAY)
    held = opening * ((f.end - f.start) / DAY) + np.bincount(material[k], weight, len(opening))  # g days
    which, grams = _issues(f)
    return Ratio(held, np.bincount(which, grams, len(opening)), {"material": np.arange(len(opening))})


def material_tonnes(f: Facts) -> Rate:
    """Material issued."""
    which, grams = _issues(f)
    return Rate(grams / 1e6, f.months, {"material": which})


def trucks(f: Facts) -> Rate:
    """Trucks that leave: consolidated ones by departure, others by lot."""
    rows = f.replication.log[f.replication.tables.trucks]
    rows = rows[f.within(rows["time"])]
    lane, is_own = rows["place"].astype(np.int64), f.replication.instance.truck[rows["place"]] < 0
    departures = np.unique(lane[~is_own] * NEVER + rows["time"][~is_own])  # one a lane and moment
    lane = np.append(lane[is_own], departures // NEVER)
    return Rate(np.ones(len(lane)), f.months, {"lane": lane})
