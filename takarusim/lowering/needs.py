"""What a replication needs, estimated from the scenario alone: orders, rows of the log, memory.

Nothing is drawn and no list is made for it, so that what would fill the memory is refused before it does. Estimates
are of the size, not exact: means stand for what is drawn. Reading order: Needs, needs, check.
"""

import math
from typing import NamedTuple

from takarusim.engine.instance import DAY, PARTS, PPM
from takarusim.errors import ExperimentError
from takarusim.language.mistakes import Text
from takarusim.lowering.demand import rate
from takarusim.quantities.distributions import Distribution
from takarusim.scenario import calendars
from takarusim.scenario.changing import extensions
from takarusim.scenario.scenario import Channel, Component, Dates, Partner, Scenario

__all__ = ["Needs", "check", "check_rows", "needs"]

MB = 1e6
ORDER, OPERATION, ROW = (
    400,
    180,
    110,
)  # bytes of an order, of an operation of it, of a row of the log, with all made of it
MOMENT, LONG_ROW = 32, 200  # bytes of a date, of a row of the tables whose length depends on the run
FEWEST_DAYS = 30.4375  # of a month


class Needs(NamedTuple):
    """What one replication of a scenario needs, about."""

    orders: float
    rows: float  # of the log
    size: float  # MB


def check(scenario: Scenario) -> None:
    """Raises ExperimentError if a replication needs more memory than the scenario's limit."""
    needed = needs(scenario)
    if needed.size > scenario.limit * 1000:
        _refuse(scenario, needed)


def check_rows(scenario: Scenario, rows: int) -> None:
    """Raises ExperimentError if tables of so many rows, for each token, unit and supplier, pass the limit."""
    tokens = sum(_tokens(partner) for partner in scenario.partners.values())
    held = LONG_ROW * rows * (tokens + _failing(scenario) + 2 * len(scenario.materials))
    if held > scenario.limit * 1000 * MB:
        _refuse(scenario, needs(scenario)._replace(size=held / MB))


def _refuse(scenario: Scenario, needed: Needs) -> None:
    raise ExperimentError(
        "needs_too_much",
        orders=Text(f"{needed.orders:,.0f}"),
        rows=Text(f"{needed.rows:,.0f}"),
        size=Text(f"{needed.size / 1000:,.1f}"),
        limit=Text(f"{scenario.limit:g}"),
    )


def needs(scenario: Scenario) -> Needs:
    """Returns what a replication of a scenario needs, about."""
    orders, rows, size = 0.0, 0.0, 0.0
    for name, partner in scenario.partners.items():
        operations, growth = _operations(scenario, partner), partner.contract.growth
        placed = _orders(scenario, name) * (growth.most.value if growth else 1)
        orders += placed
        made = placed * _parts(scenario, partner)
        rows += made * (7 + 2 * operations)
        size += made * (ORDER + OPERATION * operations + 8 * max(1, len(scenario.smes)))
    failures, moments = _failures(scenario), _moments(scenario)
    rows += 2 * failures
    days = max(0, calendars.horizon(scenario)) / DAY
    size += ROW * rows + MOMENT * (moments + failures) + 8 * days * (len(scenario.lanes) + 8)
    return Needs(orders, rows, size / MB)


# ---- orders


def _orders(scenario: Scenario, name: str) -> float:
    partner, end = scenario.partners[name], calendars.horizon(scenario)
    orders = partner.orders
    start = 0 if partner.starts is None else max(0, calendars.moment(scenario, partner.starts))
    end = end if partner.ends is None else min(end, calendars.moment(scenario, partner.ends))
    span = max(0, end - start)
    if orders.book is not None:
        return len(orders.book)
    if orders.calendar is not None:
        return orders.batch.mean * _count(orders.calendar, span)
    if orders.circulating is not None:
        return _circulating(scenario, partner, span)
    clock = int(rate(scenario, name, start, max(start, end)).shown[-1]) / PPM
    return orders.batch.mean * clock / max(1.0, orders.every.mean) if orders.every else 0.0


def _parts(scenario: Scenario, partner: Partner) -> float:
    """Returns how many parts an order is split into, about."""
    most = scenario.channels.get(partner.channel, Channel()).split_above
    return 1 if most is None else min(PARTS, max(1, math.ceil(partner.quantity.mean / most.value)))


def _tokens(partner: Partner) -> int:
    return int(partner.orders.circulating.value) if partner.orders.circulating else 0


def _circulating(scenario: Scenario, partner: Partner, span: int) -> float:
    """Returns how many orders a closed stream places at most: tokens never wait, or units never rest."""
    made = [scenario.components[name] for name in partner.components]
    cycle = partner.orders.every.mean if partner.orders.every else 0.0
    cycle += min(_work(component, partner.quantity) for component in made)
    most = _tokens(partner) * span / max(1.0, cycle)
    for name, workshop in scenario.workshops.items():
        works = [_work(component, partner.quantity, name) for component in made]
        if min(works) > 0:
            units = workshop.units.value + _new_units(scenario, name)
            most = min(most, units * span / min(works))
    return most


def _work(component: Component, quantity: Distribution, workshop: str = "") -> float:
    """Returns the mean work of an order in a type of workshop, or in all, in ms."""
    return sum(
        each.setup.mean + quantity.mean * each.per_piece.mean
        for each in component.routing.values()
        if workshop in ("", each.workshop.value)
    )


def _operations(scenario: Scenario, partner: Partner) -> float:
    """Returns how many operations an order goes through, with those after a rejection: at most twice as many."""
    booked = [order.component for order in partner.orders.book or ()]
    made = [scenario.components[name] for name in {*partner.components, *booked}]
    again = any(component.reject_rate.value for component in made) and partner.contract.rejects != "short"
    return (2 if again else 1) * max(len(component.routing) for component in made)


# ---- what happens by dates


def _count(dates: Dates, span: float) -> float:
    """Returns how many moments there are in a span, about."""
    days = span / DAY
    count = days * (len(set(dates.weekdays)) / 7 + len(set(dates.month_days)) / FEWEST_DAYS) + len(dates.dates)
    return count + (span / dates.every.value if dates.every else 0.0)


def _moments(scenario: Scenario) -> float:
    span = max(0, calendars.horizon(scenario))
    named = [(lane.departures, span + _behind(scenario, name)) for name, lane in scenario.lanes.items()]
    named += [(material.reorder.review, span) for material in scenario.materials.values() if material.reorder]
    hours = sum(text.count("-") + 1 for calendar in scenario.calendars.values() for text in calendar.hours.values())
    own = sum(int(sme.count.value) for sme in scenario.smes.values() if sme.overtime)
    closed = 7 * hours * span / (7 * DAY) * (max(1, len(scenario.calendars)) + own)
    return closed + sum(_count(dates, time) for dates, time in named if dates)


def _behind(scenario: Scenario, lane: str) -> float:
    """Returns for how long behind the horizon trucks of a lane are planned, for lots that are held until then."""
    found, end = [0.0], calendars.horizon(scenario)
    for partner in scenario.partners.values():
        contract = partner.contract
        if partner.lane == lane and contract.hold:
            booked = [calendars.moment(scenario, order.due) - end for order in partner.orders.book or () if order.due]
            found.append(max([contract.due.mean if contract.due else 0.0, *booked]) + contract.late.value)
    return max(found)


def _failing(scenario: Scenario) -> float:
    types = scenario.workshops.items()
    return sum(each.units.value + _new_units(scenario, name) for name, each in types if each.failures)


def _new_units(scenario: Scenario, workshop: str) -> int:
    """Returns how many units of a type changes open."""
    return sum(max(0, each.units) for each in extensions(scenario, workshop))


def _failures(scenario: Scenario) -> float:
    """Returns how often units fail if they never rest."""
    span, found = max(0, calendars.horizon(scenario)), 0.0
    for each in scenario.workshops.values():
        if each.failures:
            found += each.units.value * span / max(1.0, each.failures.life.mean + each.failures.repair.mean)
    return found
