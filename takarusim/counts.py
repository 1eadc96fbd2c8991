"""How each KPI is counted: a function of the facts of a replication, which returns a measure. `kpis` registers them."""

import numpy as np
from numpy.typing import NDArray

from takarusim import capacity
from takarusim.facts import Facts, buildings
from takarusim.instance import DAY, MATERIAL, NEVER
from takarusim.measures import Gini, Owners, Quantile, Rate, Ratio
from takarusim.tables import Waits

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


def _each(groups: dict[str, Integers]) -> Owners:
    """Returns rows that are cells of their own, with the member of each group that they belong to."""
    return Owners(np.arange(len(next(iter(groups.values())))), groups)


# ---- orders due within the span


def _due(f: Facts) -> Integers:
    """Returns the orders due within the span, but for those in progress whose delivery window has not passed."""
    is_decided = (f.orders.delivered < NEVER) | (f.orders.sme < 0) | (f.kept.latest < f.replication.instance.horizon)
    return f.due[is_decided[f.due]]


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
    i = f.due[f.orders.delivered[f.due] < NEVER]
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
    return Ratio(f.orders.sme[f.placed] < 0, 1.0, f.owners(f.placed))


def _lead_time(f: Facts) -> tuple[Integers, Floats]:
    i = f.placed[f.orders.delivered[f.placed] < NEVER]
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
    i = f.placed[f.orders.sme[f.placed] >= 0]
    return Ratio(f.orders.delivered[i] == NEVER, 1.0, f.owners(i))


def flow_time_mean(f: Facts) -> Ratio:
    """From the first crew to ready to ship."""
    i = f.placed[(f.orders.ready[f.placed] < NEVER) & (f.orders.begun[f.placed] < NEVER)]
    return Ratio((f.orders.ready[i] - f.orders.begun[i]) / DAY, 1.0, f.owners(i))


# ---- what came out within the span


def in_full(f: Facts) -> Ratio:
    """Of the orders delivered, those with as many pieces as the tolerance asks for."""
    return Ratio(f.kept.is_in_full[f.delivered], 1.0, f.owners(f.delivered))


def orders_delivered(f: Facts) -> Rate:
    """Orders whose last lot arrived."""
    return Rate(np.ones(len(f.delivered)), f.months, f.owners(f.delivered))


def _delivered(f: Facts, worth: Floats) -> Rate:
    """Returns what arrived, a piece of each component worth so much."""
    i = f.deliveries.order[f.arrived]
    return Rate(f.deliveries.pieces[f.arrived] * worth[f.orders.component[i]], f.months, f.owners(i))


def pieces_delivered(f: Facts) -> Rate:
    """Pieces that arrived."""
    return _delivered(f, np.ones(len(f.replication.names.components)))


def tonnes_delivered(f: Facts) -> Rate:
    """Their mass."""
    return _delivered(f, f.replication.instance.grams / 1e6)


def revenue(f: Facts) -> Rate:
    """What is paid for them."""
    return Rate(f.income, f.months, f.owners(f.deliveries.order[f.arrived]))


def _revenues(f: Facts) -> Floats:
    """Returns the revenue of each SME a month."""
    return revenue(f).by("sme", len(f.replication.names.smes))


def sme_revenue_mean(f: Facts) -> Ratio:
    """Revenue of an SME."""
    return Ratio(_revenues(f), 1.0, _each(f.of_smes))


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


def _of_units(f: Facts) -> Owners:
    return _each({"workshop": f.replication.units.type})


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
    return Ratio(let, buildings(f.replication, f.start, f.end), _each({"workshop": np.arange(count)}))


def crew_load(f: Facts) -> Ratio:
    """Open hours in which crews have a lot in hand, over all that they have; SMEs without limit of crews left out."""
    x, holds = f.replication.instance, f.replication.tables.holds
    first, last = np.maximum(x.opens, f.start), np.minimum(x.shuts, f.end)
    start, end = np.maximum(holds.start, first[holds.sme]), np.minimum(holds.end, last[holds.sme])
    clocks, count = f.replication.clocks, len(x.crews)
    busy = np.bincount(holds.sme, clocks.open_between(x.sme_calendar[holds.sme], start, end), count)
    open_time = clocks.open_between(x.sme_calendar, first, last)
    has_limit = np.flatnonzero(x.crews >= 0)
    owners = Owners(has_limit, f.of_smes)
    return Ratio(busy[has_limit], x.crews[has_limit] * open_time[has_limit], owners)


def jobs_fte(f: Facts) -> Rate:
    """Hours worked by crews, times their people, in weeks of 40 hours."""
    size = np.array([firm.sme.crew_size.value for firm in f.replication.firms])
    worked = np.bincount(f.did.order + 1, f.work.setup + f.work.processing, len(f.orders.sme) + 1)[1:]
    weeks = (f.end - f.start) / (7 * DAY)
    return Rate(worked * size[f.orders.sme], WEEK_OF_WORK * weeks, f.of_orders)


# ---- material and trucks


def _material_waits(f: Facts) -> Waits:
    """Returns the waits for material that begin within the span."""
    waits = f.replication.tables.waits
    k = np.flatnonzero(f.within(waits.start))
    return Waits._make(column[k] for column in waits)


def shortage_share(f: Facts) -> Ratio:
    """Lots that find too little material when they ask for it."""
    waits = _material_waits(f)
    return Ratio(waits.end > waits.start, 1.0, _each({"material": waits.material}))


def material_wait_mean(f: Facts) -> Ratio:
    """How long lots wait for material, those that do not wait included."""
    waits = _material_waits(f)
    k = np.flatnonzero(waits.end < NEVER)
    return Ratio((waits.end[k] - waits.start[k]) / DAY, 1.0, _each({"material": waits.material[k]}))


def _issues(f: Facts) -> tuple[Integers, Integers]:
    """Returns material and grams of what is issued within the span."""
    moves = f.replication.tables.moves
    k = np.flatnonzero((moves.kind == MATERIAL) & f.within(moves.time))
    return moves.material[k], moves.grams[k]


def days_on_hand(f: Facts) -> Ratio:
    """Mean stock over what is issued a day."""
    opening = f.replication.instance.opening
    moves = f.replication.tables.moves
    k = np.flatnonzero(moves.time < f.end)
    weight = capacity.stock(moves)[k] * ((f.end - np.maximum(moves.time[k], f.start)) / DAY)
    held = opening * ((f.end - f.start) / DAY) + np.bincount(moves.material[k], weight, len(opening))  # g days
    which, grams = _issues(f)
    return Ratio(held, np.bincount(which, grams, len(opening)), _each({"material": np.arange(len(opening))}))


def material_tonnes(f: Facts) -> Rate:
    """Material issued."""
    which, grams = _issues(f)
    return Rate(grams / 1e6, f.months, _each({"material": which}))


def trucks(f: Facts) -> Rate:
    """Trucks that leave: consolidated ones by departure, others by lot."""
    left = f.replication.tables.trucks
    k = np.flatnonzero(f.within(left.time))
    is_own = f.replication.instance.truck[left.lane[k]] < 0
    departures = np.unique(left.lane[k[~is_own]] * NEVER + left.time[k[~is_own]])  # one a lane and moment
    lane = np.append(left.lane[k[is_own]], departures // NEVER)
    return Rate(np.ones(len(lane)), f.months, _each({"lane": lane}))
