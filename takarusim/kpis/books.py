"""What SMEs are paid and pay, in whole rupiah: arithmetic on the log, which nothing in a run knows of.

Reading order: Terms, incomes to material_costs (of a row each), Books (of an SME, month by month).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import CREWS, DAY, MATERIAL, NEVER
from takarusim.lowering import estate, lowering
from takarusim.outcome.clocks import Clocks
from takarusim.outcome.epochs import changed_at, held
from takarusim.outcome.replication import Replication
from takarusim.outcome.tables import FOR_CASH, Deliveries, Moves
from takarusim.scenario import calendars
from takarusim.scenario.changing import Course, agreed, course, values_at
from takarusim.scenario.costs import cash, list_price, spendings
from takarusim.scenario.prepared import Prepared
from takarusim.scenario.scenario import Scenario, Sme

__all__ = ["Books", "Terms", "incomes", "material_costs", "penalties", "prices", "public_cost", "terms"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
HOURS = 173 * 3_600_000  # ms  of work of which a monthly wage is the pay (PP 35/2021, article 32)
YEAR = 365.25 * DAY  # ms


class Terms(NamedTuple):
    """Prices, wages and terms of payment."""

    price: tuple[Course, ...]  # (c,) Rp  a piece of an order that is placed at a time
    list_price: tuple[Course, ...]  # (2i,) Rp  a kilogram that is issued at a time; behind all, bought singly
    rent: Floats  # (w,) Rp  a unit and year
    wage: Floats  # (s,) Rp  a month of one crew; NaN: none is stated, or nobody knows how many crews there are
    idle_pay: Floats  # (s,)  share of it for open hours without a lot in hand
    overtime: Floats  # (s,)  times the wage of an hour
    capital: tuple[Course | None, ...]  # (s,) Rp  with what it may owe at a time; None: none is stated
    down_payment: tuple[Course, ...]  # (q,)  share of the price of an order that is placed at a time
    penalty: tuple[Course, ...]  # (q,)  share of the price for a day late, likewise


def terms(prepared: Prepared) -> Terms:
    """Returns the prices, wages and terms of a scenario."""
    scenario, names = prepared.scenario, lowering.names(prepared)
    firms = estate.firms(scenario)
    smes = [firm.sme for firm in firms]
    return Terms(
        tuple(course(scenario, f"components.{c}.price", scenario.components[c].price.value) for c in names.components),
        tuple(list_price(scenario, m, singly=singly) for singly in (False, True) for m in names.materials),
        np.array([scenario.workshops[name].rent.value for name in names.types]),
        np.array([_wage(sme) for sme in smes]),
        np.array([sme.idle_pay.value for sme in smes]),
        np.array([sme.overtime.wage_factor.value if sme.overtime else 0.0 for sme in smes]),
        tuple(None if firm.sme.capital is None else cash(scenario, firm.group) for firm in firms),
        agreed(scenario, "down_payment"),
        agreed(scenario, "penalty"),
    )


def _wage(sme: Sme) -> float:
    if sme.crews is None or not sme.wage.value:
        return np.nan
    return sme.crew_size.value * sme.wage.value


def _whole(rupiah: Floats) -> Floats:
    """Returns amounts in whole rupiah, half up."""
    whole: Floats = np.floor(rupiah + 0.5)
    return whole


def prices(replication: Replication, rows: Integers) -> Floats:
    """Returns what is paid for each piece of some orders, as agreed when they were placed."""
    orders = replication.tables.orders
    return values_at(replication.prepared.once(terms).price, orders.component[rows], orders.placed[rows])


def incomes(replication: Replication, lots: Deliveries) -> Floats:
    """Returns what is paid for each lot delivered: for its good pieces, at the price of its order."""
    return _whole((lots.pieces - lots.escaped) * prices(replication, lots.order))


def penalties(replication: Replication, lots: Deliveries) -> Floats:
    """Returns what is taken off of that for each lot, by the days, begun ones included, behind its window."""
    days = -((replication.kept.latest[lots.order] - lots.time) // DAY)
    orders = replication.tables.orders
    penalty = values_at(replication.prepared.once(terms).penalty, orders.stream[lots.order], orders.placed[lots.order])
    return _whole(incomes(replication, lots) * np.minimum(1, penalty * np.maximum(0, days)))


def material_costs(replication: Replication, moves: Moves) -> tuple[Integers, Floats]:
    """Returns the lots that material comes for in some moves, and what each of these costs."""
    k = np.flatnonzero(moves.kind == MATERIAL)
    list_prices = replication.prepared.once(terms).list_price
    which = moves.material[k] + moves.singly[k] * (len(list_prices) // 2)
    return moves.lot[k], _whole(moves.grams[k] * values_at(list_prices, which, moves.time[k]) / 1000)


def public_cost(scenario: Scenario, start: int, end: int) -> float:
    """Returns what measures cost the public in a span, in rupiah."""
    total = 0.0
    for rupiah, first, last, life in spendings(scenario):
        a_year = rupiah * YEAR / (last - first)
        if life is not None:
            last, a_year = first + life, rupiah * _annuity(scenario.rules.interest.value, life / YEAR)  # noqa: PLW2901
        total += a_year * max(0, min(last, end) - max(first, start)) / YEAR
    return total


def _annuity(interest: float, years: float) -> float:
    """Returns the yearly payment, for so many years, that is worth 1 at their beginning."""
    return interest / -np.expm1(-years * np.log1p(interest)) if interest else 1 / years


@dataclass(frozen=True, eq=False)
class Books:
    """The books of all SMEs from the first of some moments to the last, by calendar months.

    A month is cut in parts at each of the moments, and where crews change.
    """

    replication: Replication
    edges: Sequence[int]  # ms

    @cached_property
    def terms(self) -> Terms:
        """Prices, wages and terms."""
        return self.replication.prepared.once(terms)

    @property
    def has_prices(self) -> bool:
        """Whether any component ever has a price."""
        return any(price.value.any() for price in self.terms.price)

    @cached_property
    def months(self) -> tuple[Integers, Integers]:
        """The beginnings of the parts and the end of the last one, and how long the month of each part is."""
        scenario, first, last = self.replication.scenario, self.edges[0], self.edges[-1]
        day = calendars.origin(scenario).replace(day=1)
        begins = [calendars.moment(scenario, day)]
        while begins[-1] < last:
            day = calendars.months_after(day, 1)
            begins.append(calendars.moment(scenario, day))
        inner = [*begins, *changed_at(self.replication.instance, CREWS).tolist()]
        cut = np.unique(np.array([*self.edges, *(t for t in inner if first < t < last)], np.int64))
        month = np.searchsorted(begins, cut[:-1], "right")
        return cut, np.diff(begins)[month - 1]

    @cached_property
    def active(self) -> Integers:
        """For how many ms of each part each SME is active, (parts, s)."""
        x, (cut, _) = self.replication.instance, self.months
        spans: Integers = np.minimum(cut[1:, None], x.shuts) - np.maximum(cut[:-1, None], x.opens)
        return np.maximum(0, spans)

    @cached_property
    def crews(self) -> Integers:
        """How many crews each SME has in each part, (parts, s); -1: no limit."""
        x, (cut, _) = self.replication.instance, self.months
        found = [held(x, CREWS, np.arange(len(x.crews)), t) for t in cut[:-1].tolist()]
        return np.array(found, np.int64).reshape(-1, len(x.crews))  # of no months, too

    @cached_property
    def wages(self) -> Floats:
        """What each SME pays its crews in each part, (parts, s): its months, and the overtime that begins in it."""
        cut, length = self.months
        overtime, wage = self.replication.overtime, self.terms.wage * self.crews
        pay = wage * self.active / length[:, None]
        if self.terms.idle_pay.min(initial=1) < 1:
            pay *= self.terms.idle_pay + (1 - self.terms.idle_pay) * self._busy()
        part, shape = np.searchsorted(cut, overtime.start, "right") - 1, pay.shape
        inside = np.flatnonzero((part >= 0) & (part < len(pay)))
        ms, cell = (overtime.end - overtime.start)[inside], part[inside] * shape[1] + overtime.sme[inside]
        hours = np.bincount(cell, ms, pay.size).reshape(shape) / HOURS
        return _whole(pay + np.where(hours > 0, hours * self.terms.overtime * wage, 0))

    def _busy(self) -> Floats:
        """Returns the share of the planned hours of its crews in which an SME has lots in hand, in each part."""
        x, (cut, _), holds = self.replication.instance, self.months, self.replication.tables.holds
        fixed = self.replication.prepared.once(lowering.plan_of).fixed
        planned = Clocks._make(fixed[name] for name in Clocks._fields)
        parts, smes = self.active.shape
        first = np.maximum(0, np.searchsorted(cut, holds.start, "right") - 1)
        last = np.minimum(parts, np.searchsorted(cut, holds.end, "left"))
        count = np.maximum(0, last - first)
        k = np.repeat(np.arange(len(first)), count)  # a row for each part that a lot is in hand in
        part = np.arange(len(k)) + np.repeat(first - np.cumsum(count) + count, count)
        sme = holds.sme[k]
        start = np.maximum(np.maximum(holds.start[k], cut[part]), x.opens[sme])
        end = np.minimum(np.minimum(holds.end[k], cut[part + 1]), x.shuts[sme])
        busy = np.bincount(part * smes + sme, planned.open_between(x.sme_calendar[sme], start, end), parts * smes)
        part, sme = (each.ravel() for each in np.indices((parts, smes)))
        start, end = np.maximum(cut[part], x.opens[sme]), np.minimum(cut[part + 1], x.shuts[sme])
        hours = self.crews.ravel() * planned.open_between(x.sme_calendar[sme], start, end)
        share = np.minimum(1, busy / np.where(hours > 0, hours, np.inf))  # crews that leave finish what they do
        return share.reshape(parts, smes)

    @cached_property
    def rents(self) -> Floats:
        """What each SME pays for units in each part, (parts, s): its share, by its crews, of all that it may book."""
        x, (cut, _), units = self.replication.instance, self.months, self.replication.units
        let = np.maximum(0, np.minimum(cut[1:, None], units.left) - np.maximum(cut[:-1, None], units.opened))
        of_pool = units.pool[:, None] == np.arange(len(x.pool_type))
        due = (let * self.terms.rent[units.type] / YEAR) @ of_pool  # (parts, pools)
        books = (x.pool[:, x.pool_type] == np.arange(len(x.pool_type))).astype(np.float64)  # (s, pools)
        crews = self.active * np.maximum(1, self.crews)
        payers = crews @ books
        return _whole(crews * ((due / np.where(payers > 0, payers, np.inf)) @ books.T))

    def paid(self, bills: Floats, start: int, end: int) -> Floats:
        """Returns what bills of each part come to in a span between two of the moments."""
        first, last = np.searchsorted(self.months[0], (start, end))
        total: Floats = bills[first:last].sum(axis=0)
        return total

    @cached_property
    def waits(self) -> tuple[Integers, Integers, Integers]:
        """The waits for cash that have ended: lot, start and end in ms."""
        x = self.replication.instance
        if not (x.capital < NEVER).any():
            return (np.zeros(0, np.int64),) * 3
        lived = self.replication.states
        k = np.flatnonzero((lived.state == FOR_CASH) & lived.has_ended)
        return lived.lot[k], lived.start[k], lived.end[k]

    @cached_property
    def ruined(self) -> Integers:
        """When the cash of each SME first falls below 0, (s,) ms; NEVER: it does not.

        It begins with its capital. Down payments come with the order, the rest, less penalties, some time after each
        delivery. Material is paid as it is issued, wages and rent at the end of each part.
        """
        sme, time, rupiah = (np.concatenate(column) for column in zip(*self._flows(), strict=True))
        counts = np.flatnonzero((time >= self.edges[0]) & (time < self.edges[-1]))
        k = counts[np.lexsort((time[counts], sme[counts]))]
        sme, time, cash = sme[k], time[k], np.cumsum(rupiah[k])
        capital = np.array([each.at(np.array(self.edges[0])) if each else np.nan for each in self.terms.capital])
        first = np.searchsorted(sme, np.arange(len(capital)))
        cash -= np.append(0, cash)[first][sme] - capital[sme]
        ends = np.append((sme[1:] != sme[:-1]) | (time[1:] != time[:-1]), True)[: len(k)]
        short = np.flatnonzero(ends & (cash < 0))
        when = np.full(len(first), NEVER)
        np.minimum.at(when, sme[short], time[short])
        return when

    def _flows(self) -> list[tuple[Integers, Integers, Floats]]:
        """Returns SME, time and rupiah of all that is received (+) and paid (-)."""
        tables, of = self.replication.tables, self.terms
        orders, lots, smes, born = tables.orders, tables.deliveries, tables.lots.sme, tables.lots.born
        of_partners = orders.replenishes[tables.lots.order] < 0
        parts = np.flatnonzero((tables.lots.parent < 0) & of_partners)
        taken = tables.lots.order[parts]
        price = self._pieces(parts) * prices(self.replication, taken)
        income, (made, material) = incomes(self.replication, lots), material_costs(self.replication, tables.moves)
        advance = values_at(of.down_payment, orders.stream, orders.placed)
        rest = income - _whole(advance[lots.order] * income) - penalties(self.replication, lots)
        bills = np.nan_to_num(self.wages) + self.rents
        part, sme = (each.ravel() for each in np.indices(bills.shape))
        issued = tables.moves.time[tables.moves.kind == MATERIAL]
        return [
            (smes[parts], born[parts], _whole(advance[taken] * price)),
            (smes[lots.lot], lots.time + self.replication.instance.terms[orders.row[lots.order]], rest),
            (smes[made], issued, -material),
            (sme, self.months[0][part + 1] - 1, -bills.ravel()),
            *self._lent(),
        ]

    def _lent(self) -> Iterator[tuple[Integers, Integers, Floats]]:
        """Yields SME, time and rupiah of what it has or may owe more, or less, from a moment within the run on."""
        for s, each in enumerate(self.terms.capital):
            if each and len(each.start) > 1:
                later = each.start[1:] > self.edges[0]
                yield np.full(later.sum(), s), each.start[1:][later], _whole(np.diff(each.value)[later])

    def _pieces(self, parts: Integers) -> Integers:
        """Returns how many pieces are ordered in some parts of orders, by their first lots."""
        x, lots, rows = self.replication.instance, self.replication.tables.lots, self.replication.tables.orders.row
        row, number = rows[lots.order[parts]], lots.number[parts]
        pieces: Integers = x.quantity[np.where(number > 0, x.first_part[row] + number - 1, row)]
        return pieces
