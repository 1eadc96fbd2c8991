"""What KPIs are counted from: the rows of one replication that fall into a span, and the groups that they belong to.

A KPI of orders takes those due, or those placed, within the span; a KPI of time takes what of each row lies within it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from takarusim import calendars, capacity, lowering
from takarusim.capacity import Spent, Work
from takarusim.measures import Owners
from takarusim.replication import Kept, Replication, Window
from takarusim.scenario import Scenario
from takarusim.tables import Activities, Deliveries, Inspections, Orders

__all__ = ["MONTH", "ORDER_GROUPS", "Facts", "buildings", "facts", "groups"]

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

MONTH = 30.4375 * 86_400_000  # ms  a twelfth of 365.25 days
ORDER_GROUPS = ("partner", "kind", "channel", "component", "sme", "size")


def groups(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Returns the members of each group that KPIs can be asked for, in order; those without a name are left out."""
    names, partners = lowering.names(scenario), scenario.partners.values()
    return {
        "partner": names.streams,
        "kind": tuple(sorted({partner.kind for partner in partners} - {""})),
        "channel": names.channels,
        "component": names.components,
        "sme": names.smes,
        "size": tuple(sorted({sme.size for sme in scenario.smes.values()} - {""})),
        "workshop": names.types,
        "material": names.materials,
        "lane": names.lanes,
    }


def _places(values: list[str], members: tuple[str, ...]) -> Integers:
    """Returns the place of each value among the members, and a last row for what has none: -1 is none."""
    return np.array([members.index(value) if value in members else -1 for value in [*values, ""]])


@dataclass(frozen=True, eq=False)
class Facts:
    """The same rows for all KPIs: made once for a replication and a span."""

    replication: Replication
    start: int  # ms
    end: int  # ms
    members: dict[str, tuple[str, ...]]  # of each group
    of_orders: Owners  # of all orders
    of_smes: dict[str, Integers]  # group: (s,) the member that each SME belongs to; -1: none
    orders: Orders
    kept: Kept
    deliveries: Deliveries
    inspections: Inspections
    did: Activities
    work: Work  # of each activity within the span
    spent: Spent  # of each unit within the span

    @property
    def months(self) -> float:
        """How long the span is."""
        return (self.end - self.start) / MONTH

    def within(self, moments: Integers) -> Flags:
        """Returns which moments lie in the span."""
        return (moments >= self.start) & (moments < self.end)

    def overlap(self, start: Integers, end: Integers) -> Integers:
        """Returns how many ms of the intervals [start, end) lie in the span."""
        common: Integers = np.maximum(0, np.minimum(end, self.end) - np.maximum(start, self.start))
        return common

    @cached_property
    def due(self) -> Integers:
        """The orders due within the span."""
        return np.flatnonzero(self.within(self.orders.due))

    @cached_property
    def placed(self) -> Integers:
        """The orders placed within the span."""
        return np.flatnonzero(self.within(self.orders.placed))

    @cached_property
    def delivered(self) -> Integers:
        """The orders delivered within the span."""
        return np.flatnonzero(self.within(self.orders.delivered))

    @cached_property
    def arrived(self) -> Integers:
        """The deliveries within the span."""
        return np.flatnonzero(self.within(self.deliveries.time))

    def owners(self, rows: Integers) -> Owners:
        """Returns whom rows of orders belong to."""
        return Owners(self.of_orders.cell[rows], self.of_orders.groups)

    @cached_property
    def income(self) -> NDArray[np.float64]:
        """What is paid for each delivery within the span, in whole Rp."""
        components = self.replication.scenario.components
        price = np.array([components[name].price.value for name in self.replication.names.components])
        component = self.orders.component[self.deliveries.order[self.arrived]]
        income: NDArray[np.float64] = np.rint(self.deliveries.pieces[self.arrived] * price[component])
        return income


def facts(replication: Replication, window: Window | None = None) -> Facts:
    """Returns what KPIs are counted from, by default over the span that counts."""
    start, end = window or replication.window
    tables, members, names = replication.tables, groups(replication.scenario), replication.names
    sizes = _places([firm.sme.size for firm in replication.firms], members["size"])
    did = tables.activities
    work = capacity.work(did, replication.clocks, start, end)
    return Facts(
        replication,
        start,
        end,
        members,
        _of_orders(replication, members, sizes),
        {"sme": np.arange(len(names.smes)), "size": sizes[:-1]},
        tables.orders,
        replication.kept,
        tables.deliveries,
        tables.inspections,
        did,
        work,
        capacity.spent(did, replication.units, replication.hours, work, (start, end)),
    )


def _of_orders(replication: Replication, members: dict[str, tuple[str, ...]], sizes: Integers) -> Owners:
    """Returns whom orders belong to: a cell is what they have in common, partner, component and SME."""
    orders, partners = replication.tables.orders, replication.scenario.partners
    kinds = _places([partners[name].kind for name in replication.names.streams], members["kind"])
    channels = _places([partners[name].channel for name in replication.names.streams], members["channel"])
    cell, which = _cells(orders.stream, orders.component)
    cell, of = _cells(cell, orders.sme + 1)
    stream, component, sme = which[0][of[0]], which[1][of[0]], of[1] - 1
    of_groups = {
        "partner": stream,
        "kind": kinds[stream],
        "channel": channels[stream],
        "component": component,
        "sme": sme,
        "size": sizes[sme],
    }
    return Owners(cell, of_groups)


def _cells(a: Integers, b: Integers) -> tuple[Integers, tuple[Integers, Integers]]:
    """Returns the cells of rows with two numbers: that of each row, and the two numbers of each cell."""
    width = 1 + int(b.max(initial=0))
    key = a * width + b
    found = np.flatnonzero(np.bincount(key))
    number = np.empty(1 + int(key.max(initial=0)), np.int64)
    number[found] = np.arange(len(found))
    return number[key], (found // width, found % width)


def buildings(replication: Replication, start: int, end: int) -> Integers:
    """Returns how many ms of buildings of each workshop type there are in [start, end), let or not."""
    scenario = replication.scenario
    stood = []
    for name in replication.names.types:
        workshop = scenario.workshops[name]
        count = int(workshop.units.value)
        time = count * (end - start)
        for change in sorted(workshop.changes.values(), key=lambda each: (each.on, each.units.value > 0)):
            more = max(int(change.units.value), -count)
            count += more
            time += more * max(0, end - max(start, calendars.moment(scenario, change.on)))
        stood.append(time)
    return np.array(stood, np.int64)
