"""What KPIs are counted from: the rows of one replication that fall into a span, and the groups that they belong to.

A KPI of orders takes those due, or those placed, within the span; a KPI of time takes what of each row lies within it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import MATERIAL, MONTH, NEVER
from takarusim.kpis import books
from takarusim.kpis.books import Books
from takarusim.kpis.measures import Cells, Owners
from takarusim.kpis.queues import Queues, queues
from takarusim.lowering import estate, lowering
from takarusim.outcome import capacity
from takarusim.outcome.capacity import Spent, Work
from takarusim.outcome.epochs import changed_at, held
from takarusim.outcome.replication import Kept, Replication, Window
from takarusim.outcome.tables import (
    Activities,
    Deliveries,
    Holds,
    Inspections,
    Moves,
    Orders,
    Tables,
    Trucks,
    Waits,
)
from takarusim.scenario.prepared import Prepared

__all__ = ["MONTH", "Facts", "Fixed", "adjoining", "facts", "fixed"]

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


class Fixed(NamedTuple):
    """What KPIs are counted with that is the same in all replications of a scenario."""

    members: dict[str, tuple[str, ...]]  # of each group that KPIs can be asked for, in order
    counts: dict[str, int]  # group: how many members it has
    cells: dict[str, Cells]  # group: its members as cells
    kind: Integers  # (q,)  of each stream, its place among the members; -1: none
    channel: Integers  # (q,)
    size: Integers  # (s+1,)  of each SME; behind the last one: none
    crew_size: Floats  # (s,) people


class Constant(NamedTuple):
    """What each SME has in a part of a span, and while it is active in it: [start, end), empty where it is not."""

    value: Integers  # (s,)  crews or a score; -1: no limit, or none
    part: Window
    start: Integers  # (s,) ms
    end: Integers  # (s,) ms

    @property
    def months(self) -> Floats:
        """How long that is."""
        months: Floats = np.maximum(0, self.end - self.start) / MONTH
        return months


def fixed(prepared: Prepared) -> Fixed:
    """Returns what is the same in all replications; members without a name are left out."""
    scenario = prepared.scenario
    names, firms = lowering.names(prepared), estate.firms(scenario)
    partners = [scenario.partners[name] for name in names.streams]
    members = {
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
    counts = {group: len(each) for group, each in members.items()}
    size = _places([*(firm.sme.size for firm in firms), ""], members["size"])
    groups = {group: {group: np.arange(count)} for group, count in counts.items()}
    kind, channel = (_places([getattr(each, key) for each in partners], members[key]) for key in ("kind", "channel"))
    groups["sme"]["size"] = size[:-1]
    groups["partner"] |= {"kind": kind, "channel": channel}
    return Fixed(
        members,
        counts,
        {group: Cells(each, counts) for group, each in groups.items()},
        kind,
        channel,
        size,
        np.array([firm.sme.crew_size.value for firm in firms]),
    )


def _places(values: list[str], members: tuple[str, ...]) -> Integers:
    """Returns the place of each value among the members; -1: none."""
    return np.array([members.index(value) if value in members else -1 for value in values], np.int64)


class Rows(NamedTuple):
    """The rows that lie in a span, or partly: what begins before it and lasts comes first."""

    due: Integers  # orders due in it
    placed: Integers  # orders placed in it
    delivered: Integers  # orders delivered in it
    present: Integers  # orders placed before its end and not delivered before it begins
    lots: Integers  # lots in progress in it
    deliveries: Deliveries
    inspections: Inspections
    did: Activities
    holds: Holds
    queues: Queues  # the stays of lots in the queues of workshop types
    waits: Waits  # that begin in it
    moves: Moves
    trucks: Trucks
    opening: Integers  # (m,) g  of each material, in stock as it begins


@dataclass(frozen=True, eq=False)
class Facts:
    """The same rows for all KPIs: made once for a replication and a span."""

    replication: Replication
    start: int  # ms
    end: int  # ms
    fixed: Fixed
    cells: Cells  # of orders: what partner, component and SME they have in common
    cell: Integers  # (n,)  that each order is in: its SME has its first part
    cell_of_lot: Integers  # (l,)  that each lot is in: its SME makes it
    orders: Orders
    kept: Kept
    rows: Rows
    work: Work  # of each activity within the span
    spent: Spent  # of each unit within the span
    books: Books  # of all SMEs over the adjoining spans

    @property
    def months(self) -> float:
        """How long the span is."""
        return (self.end - self.start) / MONTH

    def within(self, moments: Integers) -> Flags:
        """Returns which moments lie in the span."""
        return (moments >= self.start) & (moments < self.end)

    def overlap(self, start: Integers, end: Integers, part: Window | None = None) -> Integers:
        """Returns how many ms of the intervals [start, end) lie in the span, or in a part of it."""
        first, last = part or (self.start, self.end)
        common: Integers = np.maximum(0, np.minimum(end, last) - np.maximum(start, first))
        return common

    def owners(self, rows: Integers) -> Owners:
        """Returns whom rows of orders belong to."""
        return Owners(self.cells, self.cell[rows])

    def owners_of_lots(self, rows: Integers) -> Owners:
        """Returns whom rows of lots belong to."""
        return Owners(self.cells, self.cell_of_lot[rows])

    def each(self, group: str, which: Integers) -> Owners:
        """Returns whom rows belong to that are of some members of a group."""
        return Owners(self.fixed.cells[group], which)

    @cached_property
    def of_units(self) -> Owners:
        """Whom units belong to."""
        return self.each("workshop", self.replication.units.type)

    @cached_property
    def decided(self) -> Integers:
        """The orders due within the span, but for those in progress whose delivery window has not passed."""
        i = self.rows.due
        has_passed = self.kept.latest[i] < self.replication.instance.horizon
        return i[(self.orders.delivered[i] < NEVER) | (self.orders.lot[i] < 0) | has_passed]

    @property
    def asked_for(self) -> Integers:
        """What partners ask for and is decided: orders placed or refused, and those withheld that would be due.

        Here alone it is said what is not served; on time in full is of those placed or refused.
        """
        if not len(self._withheld):
            return self.decided
        return np.append(self.decided, self._withheld[self.within(self.orders.due[self._withheld])])

    @cached_property
    def withheld(self) -> Integers:
        """The orders that would have been placed within the span, and are withheld."""
        return self._withheld[self.within(self.orders.placed[self._withheld])]

    @cached_property
    def _withheld(self) -> Integers:
        return np.flatnonzero(self.orders.is_withheld)

    @cached_property
    def active(self) -> Floats:
        """For how many months of the span each SME is active: may be allotted orders."""
        x = self.replication.instance
        return self.overlap(x.opens, x.shuts) / MONTH

    @cached_property
    def lateness(self) -> tuple[Integers, Integers]:
        """The delivered orders among those due within the span, and by how many ms they came behind."""
        i = self.rows.due[self.orders.delivered[self.rows.due] < NEVER]
        return i, self.orders.delivered[i] - self.orders.due[i]

    @property
    def placed(self) -> Integers:
        """The orders placed within the span."""
        return self.rows.placed

    @cached_property
    def lead_time(self) -> tuple[Integers, Integers]:
        """The delivered orders among those placed within the span, and how many ms they took."""
        i = self.placed[self.orders.delivered[self.placed] < NEVER]
        return i, self.orders.delivered[i] - self.orders.placed[i]

    @property
    def delivered(self) -> Integers:
        """The orders delivered within the span."""
        return self.rows.delivered

    @property
    def arrived(self) -> Deliveries:
        """The lots that arrived within the span."""
        return self.rows.deliveries

    @cached_property
    def income(self) -> Floats:
        """What is paid for each of these lots, in whole Rp: for its good pieces."""
        return books.incomes(self.replication, self.arrived)

    @cached_property
    def penalties(self) -> Floats:
        """What is taken off of that because they are late."""
        return books.penalties(self.replication, self.arrived)

    @cached_property
    def material(self) -> tuple[Integers, Floats]:
        """The lots that material is issued for within the span, and what each issue costs."""
        return books.material_costs(self.replication, self.rows.moves)

    @cached_property
    def wages(self) -> Floats:
        """What each SME pays its crews for the span."""
        return self.books.paid(self.books.wages, self.start, self.end)

    @cached_property
    def rents(self) -> Floats:
        """What each SME pays for units in the span."""
        return self.books.paid(self.books.rents, self.start, self.end)

    def price(self, orders: Integers) -> Floats:
        """Returns what is paid for each piece of some orders."""
        return books.prices(self.replication, orders)

    def constant(self, what: int) -> list["Constant"]:
        """Returns the parts of the span in which SMEs have the same CREWS or SCORES, in order."""
        x, changed = self.replication.instance, changed_at(self.replication.instance, what)
        edges = [self.start, *np.unique(changed[(changed > self.start) & (changed < self.end)]).tolist(), self.end]
        every = np.arange(len(x.crews))
        return [
            Constant(held(x, what, every, a), Window(a, b), np.maximum(x.opens, a), np.minimum(x.shuts, b))
            for a, b in pairwise(edges)
        ]

    @cached_property
    def issued(self) -> tuple[Integers, Integers]:
        """Material and grams of what stocks issue within the span."""
        moves = self.rows.moves
        k = np.flatnonzero((moves.kind == MATERIAL) & (moves.singly == 0))
        return moves.material[k], moves.grams[k]


def facts(replication: Replication, window: Window | None = None) -> Facts:
    """Returns what KPIs are counted from, by default over the span that counts."""
    return next(adjoining(replication, window or replication.window))


def adjoining(replication: Replication, edges: Sequence[int]) -> Iterator[Facts]:
    """Yields what KPIs are counted from over spans of which each ends where the next one begins.

    Each row of a table is looked at once and again for each span that it lasts into: many short spans cost little.
    """
    tables, same = replication.tables, replication.prepared.once(fixed)
    of_orders = (*_of_orders(tables, same), tables.orders, replication.kept)
    of_smes = Books(replication, edges)
    spans = zip(edges, edges[1:], _parted(replication, np.array(edges)), strict=False)
    for start, end, rows in spans:
        work = capacity.work(rows.did, replication.clocks, start, end)
        spent = capacity.spent(rows.did, replication.units, replication.open, work, (start, end))
        yield Facts(replication, start, end, same, *of_orders, rows, work, spent, of_smes)


def _parted(replication: Replication, edges: Integers) -> Iterator[Rows]:
    """Yields the rows that lie in each of adjoining spans."""
    tables, stays = replication.tables, queues(replication)
    orders, lots = tables.orders, tables.lots
    own = orders.is_placed
    due, placed, delivered = (
        np.where(own, moments, NEVER) for moments in (orders.due, orders.placed, orders.delivered)
    )
    left = np.where(orders.lot >= 0, delivered, placed)

    def at(moments: Integers) -> Iterator[Integers]:
        return _lasting(moments, moments + 1, edges)

    parts = (
        *(at(due), at(placed), at(delivered), _lasting(placed, left + 1, edges)),
        _lasting(lots.born, lots.ended, edges),
        *(_taken(table, at(table.time)) for table in (tables.deliveries, tables.inspections)),
        *(_taken(table, _lasting(table.start, table.end, edges)) for table in (tables.activities, tables.holds)),
        _taken(stays, _lasting(stays.joined, stays.end, edges)),
        _taken(tables.waits, at(tables.waits.start)),
        *(_taken(table, at(table.time)) for table in (tables.moves, tables.trucks)),
        _stocks(replication, edges),
    )
    yield from map(Rows, *parts)


def _lasting(start: Integers, end: Integers, edges: Integers) -> Iterator[Integers]:
    """Yields which rows lie in each of adjoining spans, of those that last over [start, end)."""
    if len(edges) == 2:  # the same without sorting
        yield np.flatnonzero((start < edges[1]) & ((start >= edges[0]) | (end > edges[0])))
        return
    begins = np.searchsorted(edges, start, "right").astype(np.int16)  # in which span; 0: before the first
    by_span = np.argsort(begins, kind="stable")
    first = np.searchsorted(begins[by_span], np.arange(len(edges) + 1))
    rows = by_span[: first[1]]
    for k, edge in enumerate(edges[:-1].tolist(), 1):
        rows = np.append(rows[end[rows] > edge], by_span[first[k] : first[k + 1]])
        yield rows


def _taken(table: Any, places: Iterable[Integers]) -> Iterator[Any]:
    """Yields a table's rows at some places; the table itself where they are all of them."""
    count = len(table[0])
    return (table if len(rows) == count else table._make([column[rows] for column in table]) for rows in places)


def _stocks(replication: Replication, edges: Integers) -> Iterator[Integers]:
    """Yields how many grams of each material are in stock at some moments."""
    moves, opening = replication.tables.moves, replication.instance.opening
    count, upto = len(opening), len(edges) + 1
    cell = np.searchsorted(edges, moves.time, "right") * count + moves.material
    change = np.bincount(cell, capacity.stock(moves), upto * count).reshape(upto, count)
    yield from opening + change.cumsum(axis=0).astype(np.int64)


def _of_orders(tables: Tables, same: Fixed) -> tuple[Cells, Integers, Integers]:
    """Returns the cells of orders and lots, what partner, component and SME they have in common, and that of each."""
    lots, many = tables.lots, len(tables.orders.number)
    stream = np.where(tables.orders.replenishes < 0, tables.orders.stream + 1, 0)  # replenishments are no partner's
    cell, which = _cells(stream, tables.orders.component)
    cell, of = _cells(np.append(cell, cell[lots.order]), np.append(tables.smes(), lots.sme) + 1)
    stream, component, sme = which[0][of[0]] - 1, which[1][of[0]], of[1] - 1
    groups = {
        "partner": stream,
        "kind": np.append(same.kind, -1)[stream],
        "channel": np.append(same.channel, -1)[stream],
        "component": component,
        "sme": sme,
        "size": same.size[sme],
    }
    return Cells(groups, same.counts), cell[:many], cell[many:]


def _cells(a: Integers, b: Integers) -> tuple[Integers, tuple[Integers, Integers]]:
    """Returns the cells of rows with two numbers: that of each row, and the two numbers of each cell."""
    width = 1 + int(b.max(initial=0))
    key = a * width + b
    found = np.flatnonzero(np.bincount(key))
    number = np.empty(1 + int(key.max(initial=0)), np.int64)
    number[found] = np.arange(len(found))
    return number[key], (found // width, found % width)
