"""How each KPI is counted: a function of the facts of a replication, which returns a measure. `kpis` registers them."""

import math

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import CREWS, DAY, NEVER, PPM, SCORES
from takarusim.kpis.facts import MONTH, Facts
from takarusim.kpis.measures import Quantile, Rate, Ratio
from takarusim.outcome import capacity
from takarusim.scenario import matching

__all__ = [
    "backlog_end",
    "closed_share",
    "crew_load",
    "days_on_hand",
    "delivered_ppm",
    "down_share",
    "fill_rate",
    "flow_time_mean",
    "in_full",
    "jobs_fte",
    "jobs_heads",
    "lateness_mean",
    "lead_time_least",
    "lead_time_mean",
    "lead_time_open",
    "lead_time_p95",
    "lead_time_within",
    "material_tonnes",
    "material_wait_mean",
    "occupancy",
    "on_time",
    "orders_asked",
    "orders_delivered",
    "orders_served",
    "otif",
    "overtime_hours",
    "partners_won",
    "pieces_delivered",
    "queue_length_mean",
    "queue_wait_mean",
    "refused_share",
    "reject_ppm",
    "score",
    "served",
    "served_value",
    "setup_share",
    "shortage_share",
    "tardiness_mean",
    "tonnes_delivered",
    "truck_load",
    "trucks",
    "utilisation",
    "wip",
]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
HOUR = 3_600_000  # ms
WEEK = 7 * DAY  # ms
WEEK_OF_WORK = 40 * HOUR  # ms  of one full-time job


# ---- orders due within the span


def served(f: Facts) -> Ratio:
    """On time in full, of all that partners ask for: what nobody takes, or is never placed, is not served."""
    i = f.asked_for
    return Ratio(f.kept.is_on_time[i] & f.kept.is_in_full[i], 1.0, f.owners(i))


def orders_served(f: Facts) -> Rate:
    """The same as a number of orders."""
    i = f.asked_for
    return Rate(f.kept.is_on_time[i] & f.kept.is_in_full[i], f.months, f.owners(i))


def served_value(f: Facts) -> Ratio:
    """The same in value: the price of all pieces of an order."""
    i = f.asked_for
    value = f.orders.quantity[i] * f.price(i)
    return Ratio(value * (f.kept.is_on_time[i] & f.kept.is_in_full[i]), value, f.owners(i))


def otif(f: Facts) -> Ratio:
    """On time in full: delivered whole within the delivery window."""
    i = f.decided
    return Ratio(f.kept.is_on_time[i] & f.kept.is_in_full[i], 1.0, f.owners(i))


def on_time(f: Facts) -> Ratio:
    """All that was delivered of an order came within its delivery window."""
    i = f.decided
    return Ratio(f.kept.is_on_time[i], 1.0, f.owners(i))


def fill_rate(f: Facts) -> Ratio:
    """Good pieces on time over pieces due."""
    i = f.decided
    return Ratio(f.kept.on_time_pieces[i], f.orders.quantity[i], f.owners(i))


def lateness_mean(f: Facts) -> Ratio:
    """Delivered less due: negative when early."""
    i, ms = f.lateness
    return Ratio(ms, DAY, f.owners(i))


def tardiness_mean(f: Facts) -> Ratio:
    """The positive part of lateness."""
    i, ms = f.lateness
    return Ratio(np.maximum(ms, 0), DAY, f.owners(i))


# ---- orders placed within the span


def orders_asked(f: Facts) -> Rate:
    """What partners ask for whatever the estate does."""
    i = np.append(f.placed, f.withheld)
    i = i[(f.orders.token[i] < 0) & ~f.orders.is_beyond[i]]
    return Rate(1.0, f.months, f.owners(i))


def refused_share(f: Facts) -> Ratio:
    """Orders that no SME takes."""
    return Ratio(f.orders.lot[f.placed] < 0, 1.0, f.owners(f.placed))


def lead_time_mean(f: Facts) -> Ratio:
    """From placed to delivered."""
    i, ms = f.lead_time
    return Ratio(ms, DAY, f.owners(i))


def lead_time_p95(f: Facts) -> Quantile:
    """What 95 of 100 orders stay below."""
    i, ms = f.lead_time
    return Quantile(ms, DAY, 0.95, f.owners(i))


def lead_time_within(f: Facts, most: float) -> Ratio:
    """Orders delivered within a time, of those for which that is known: an order open for longer was not."""
    i = f.placed[(f.orders.lot[f.placed] >= 0) & (f.orders.placed[f.placed] + most < f.replication.instance.horizon)]
    return Ratio(f.orders.delivered[i] - f.orders.placed[i] <= most, 1.0, f.owners(i))


def lead_time_open(f: Facts) -> Ratio:
    """What a mean lead time does not tell of: orders not delivered yet."""
    i = f.placed[f.orders.lot[f.placed] >= 0]
    return Ratio(f.orders.delivered[i] == NEVER, 1.0, f.owners(i))


def lead_time_least(f: Facts) -> Ratio:
    """The mean lead time if each open order came at the horizon: it takes that long at least."""
    i = f.placed[f.orders.lot[f.placed] >= 0]
    ms = np.minimum(f.orders.delivered[i], f.replication.instance.horizon) - f.orders.placed[i]
    return Ratio(ms, DAY, f.owners(i))


def flow_time_mean(f: Facts) -> Ratio:
    """From the first crew to ready to ship."""
    i = f.placed[(f.orders.ready[f.placed] < NEVER) & (f.orders.begun[f.placed] < NEVER)]
    return Ratio(f.orders.ready[i] - f.orders.begun[i], DAY, f.owners(i))


# ---- what came out within the span


def in_full(f: Facts) -> Ratio:
    """Of the orders delivered, those with as many good pieces as the tolerance asks for."""
    return Ratio(f.kept.is_in_full[f.delivered], 1.0, f.owners(f.delivered))


def orders_delivered(f: Facts) -> Rate:
    """Orders whose last lot arrived."""
    return Rate(1.0, f.months, f.owners(f.delivered))


def pieces_delivered(f: Facts) -> Rate:
    """Pieces that arrived."""
    return Rate(f.arrived.pieces, f.months, f.owners_of_lots(f.arrived.lot))


def tonnes_delivered(f: Facts) -> Rate:
    """Their mass."""
    grams = f.replication.instance.grams[f.orders.component[f.arrived.order]]
    return Rate(f.arrived.pieces * grams, 1e6 * f.months, f.owners_of_lots(f.arrived.lot))


def reject_ppm(f: Facts) -> Ratio:
    """Pieces that inspections find bad over pieces inspected, in all passes."""
    found = f.rows.inspections
    return Ratio(PPM * found.rejected, found.pieces, f.owners_of_lots(found.lot))


def delivered_ppm(f: Facts) -> Ratio:
    """Bad pieces that the partner finds over pieces delivered."""
    return Ratio(PPM * f.arrived.escaped, f.arrived.pieces, f.owners_of_lots(f.arrived.lot))


# ---- work in hand


def wip(f: Facts) -> Rate:
    """Lots in progress: from placed, or born, to delivered."""
    lots, k = f.replication.tables.lots, f.rows.lots
    return Rate(f.overlap(lots.born[k], lots.ended[k]), f.end - f.start, f.owners_of_lots(k))


def backlog_end(f: Facts) -> Rate:
    """Orders in progress at the end of the span."""
    i = f.rows.present
    is_open = (f.orders.delivered[i] >= f.end) & (f.orders.lot[i] >= 0)
    return Rate(1.0, 1.0, f.owners(i[is_open]))


# ---- workshops and crews


def queue_wait_mean(f: Facts) -> Ratio:
    """How long lots wait for a unit; who is preempted goes on waiting, and joins no second time."""
    queues = f.rows.queues
    k = np.flatnonzero(f.within(queues.joined) & queues.has_ended)
    return Ratio(queues.end[k] - queues.start[k], HOUR * queues.is_first[k], f.each("workshop", queues.type[k]))


def queue_length_mean(f: Facts) -> Rate:
    """Lots that wait for a unit."""
    queues = f.rows.queues
    return Rate(f.overlap(queues.start, queues.end), f.end - f.start, f.each("workshop", queues.type))


def utilisation(f: Facts) -> Ratio:
    """Set-up and processing over the open hours of let units."""
    return Ratio(f.spent.setup + f.spent.processing, f.spent.open, f.of_units)


def setup_share(f: Facts) -> Ratio:
    """Set-up alone."""
    return Ratio(f.spent.setup, f.spent.open, f.of_units)


def down_share(f: Facts) -> Ratio:
    """Open hours of let units in which they are down."""
    return Ratio(f.spent.down, f.spent.open, f.of_units)


def closed_share(f: Facts) -> Ratio:
    """Hours of let units that are not open."""
    return Ratio(f.spent.let - f.spent.open, f.spent.let, f.of_units)


def occupancy(f: Facts) -> Ratio:
    """Let units over all buildings; one that is to close stands until the lot in it is done."""
    count = len(f.replication.names.types)
    let = np.bincount(f.replication.units.type, f.spent.let, count)
    stood = np.maximum(capacity.buildings(f.replication.scenario, f.start, f.end), let)
    return Ratio(let, stood, f.each("workshop", np.arange(count)))


def crew_load(f: Facts) -> Ratio:
    """Open hours in which crews have a lot in hand, over all that they have; SMEs without limit of crews left out."""
    x, holds = f.replication.instance, f.rows.holds
    first, last = np.maximum(x.opens, f.start), np.minimum(x.shuts, f.end)
    start, end = np.maximum(holds.start, first[holds.sme]), np.minimum(holds.end, last[holds.sme])
    clocks, count = f.replication.clocks, len(x.crews)
    busy = np.bincount(holds.sme, clocks.open_between(x.sme_calendar[holds.sme], start, end), count)
    theirs = np.sum(
        [each.value * clocks.open_between(x.sme_calendar, each.start, each.end) for each in f.constant(CREWS)], axis=0
    )
    has_limit = np.flatnonzero(x.crews >= 0)
    return Ratio(busy[has_limit], theirs[has_limit], f.each("sme", has_limit))


def jobs_heads(f: Facts) -> Rate:
    """People in the crews of active SMEs, whether they work or wait; nobody knows how many crews without limit are."""
    people = [
        np.where(each.value >= 0, each.value, math.nan) * f.fixed.crew_size * each.months for each in f.constant(CREWS)
    ]
    return Rate(np.sum(people, axis=0), f.months, f.each("sme", np.arange(len(f.active))))


def score(f: Facts) -> Ratio:
    """The 5R score of an SME, over the time that it is active; those without a score left out."""
    has_score = np.flatnonzero(f.replication.instance.score >= 0)
    sums = np.sum([each.value * each.months for each in f.constant(SCORES)], axis=0)
    return Ratio(sums[has_score], f.active[has_score], f.each("sme", has_score))


def partners_won(f: Facts) -> Rate:
    """Prospects won at events; undefined where there are none."""
    x = f.replication.instance
    won = np.flatnonzero((x.match_begins >= 0) & (x.match >= f.start) & (x.match < f.end))
    prospects = len(matching.prospects(f.replication.scenario))
    return Rate(1.0, 1.0 if prospects else 0.0, f.each("partner", x.match_of[won]))


def overtime_hours(f: Facts) -> Ratio:
    """Hours that SMEs work on after closing, a crew and week; SMEs without limit of crews left out."""
    x, overtime = f.replication.instance, f.replication.overtime
    parts = [(each, f.overlap(overtime.start, overtime.end, each.part)) for each in f.constant(CREWS)]
    ms = np.sum([each.value * np.bincount(overtime.sme, common, len(x.crews)) for each, common in parts], axis=0)
    weeks = np.sum([each.value * (each.months * MONTH / WEEK) for each in f.constant(CREWS)], axis=0)
    has_limit = np.flatnonzero(x.crews >= 0)
    return Ratio(ms[has_limit] / HOUR, weeks[has_limit], f.each("sme", has_limit))


def jobs_fte(f: Facts) -> Rate:
    """Hours worked by crews, times their people, in weeks of 40 hours."""
    k = np.flatnonzero(f.rows.did.lot >= 0)
    lot, worked = f.rows.did.lot[k], f.work.setup[k] + f.work.processing[k]
    weeks = (f.end - f.start) / (7 * DAY)
    people = f.fixed.crew_size[f.replication.tables.lots.sme[lot]]
    return Rate(worked * people, WEEK_OF_WORK * weeks, f.owners_of_lots(lot))


# ---- material and trucks


def shortage_share(f: Facts) -> Ratio:
    """Lots that find too little material when they ask for it."""
    waits = f.rows.waits
    return Ratio(waits.end > waits.start, 1.0, f.each("material", waits.material))


def material_wait_mean(f: Facts) -> Ratio:
    """How long lots wait for material, those that do not wait included."""
    waits = f.rows.waits
    k = np.flatnonzero(waits.end < NEVER)
    return Ratio(waits.end[k] - waits.start[k], DAY, f.each("material", waits.material[k]))


def days_on_hand(f: Facts) -> Ratio:
    """Mean stock over what is issued a day."""
    opening, moves = f.rows.opening, f.rows.moves
    days = (f.end - moves.time) / DAY
    held = opening * ((f.end - f.start) / DAY)  # g days
    held += np.bincount(moves.material, capacity.stock(moves) * days, len(opening))
    which, grams = f.issued
    return Ratio(held, np.bincount(which, grams, len(opening)), f.each("material", np.arange(len(opening))))


def material_tonnes(f: Facts) -> Rate:
    """Material issued."""
    which, grams = f.issued
    return Rate(grams, 1e6 * f.months, f.each("material", which))


def trucks(f: Facts) -> Rate:
    """Trucks that leave: consolidated ones by departure, others by lot."""
    lane, _ = _loads(f)
    return Rate(1.0, f.months, f.each("lane", lane))


def truck_load(f: Facts) -> Ratio:
    """What a truck carries that leaves."""
    lane, grams = _loads(f)
    return Ratio(grams, 1e6, f.each("lane", lane))


def _loads(f: Facts) -> tuple[Integers, Integers]:
    """Returns the lane of each truck that leaves in the span, and how many grams it carries."""
    left = f.rows.trucks
    is_own = f.replication.instance.truck[left.lane] < 0
    own, shared = np.flatnonzero(is_own), np.flatnonzero(~is_own)
    departures, which = np.unique(left.lane[shared] * NEVER + left.time[shared], return_inverse=True)
    grams = np.zeros(len(departures), np.int64)
    np.add.at(grams, which, left.grams[shared])
    return np.append(left.lane[own], departures // NEVER), np.append(left.grams[own], grams)
