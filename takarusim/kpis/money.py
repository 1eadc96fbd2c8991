"""How the KPIs of money are counted: as those in `counts`, from what SMEs are paid and pay."""

import math

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import DAY
from takarusim.kpis import books
from takarusim.kpis.facts import Facts
from takarusim.kpis.measures import Gini, Rate, Ratio
from takarusim.scenario.costs import spendings

__all__ = [
    "cash_wait_mean",
    "landed_cost",
    "margin",
    "material_cost",
    "penalties",
    "public_cost",
    "rent",
    "revenue",
    "sme_revenue_gini",
    "sme_revenue_mean",
    "surplus",
    "survived",
    "wage_bill",
]

Floats = NDArray[np.float64]


def revenue(f: Facts) -> Rate:
    """What is paid for the good ones; nothing is known of it where no component has a price."""
    return Rate(f.income, f.months if f.books.has_prices else math.nan, f.owners_of_lots(f.arrived.lot))


def sme_revenue_mean(f: Facts) -> Ratio:
    """Revenue of an SME a month in which it is active: one that comes late is no poorer for the months before."""
    active = np.flatnonzero(f.active)
    return Ratio(_incomes(f)[active], f.active[active], f.each("sme", active))


def sme_revenue_gini(f: Facts) -> Gini:
    """How unequal the revenues of SMEs are, each weighted by the months in which it is active."""
    return Gini(_incomes(f) / np.where(f.active > 0, f.active, 1), f.active)


def _incomes(f: Facts) -> Floats:
    """Returns what each SME is paid in the span; nothing is known of it where no component has a price."""
    (paid,) = f.owners_of_lots(f.arrived.lot).sums(("sme",), f.income)
    return paid[1:] if f.books.has_prices else np.full(len(paid) - 1, math.nan)


def penalties(f: Facts) -> Rate:
    """What is taken off of revenue because lots are late."""
    return Rate(f.penalties, f.months if f.books.has_prices else math.nan, f.owners_of_lots(f.arrived.lot))


def material_cost(f: Facts) -> Rate:
    """What the material costs that is issued; nothing is known of it where none has a price."""
    of, cost = f.material
    return Rate(
        cost,
        f.months if any(price.value.any() for price in f.books.terms.list_price) else math.nan,
        f.owners_of_lots(of),
    )


def wage_bill(f: Facts) -> Rate:
    """What SMEs pay their crews."""
    return Rate(f.wages, f.months, f.each("sme", np.arange(len(f.wages))))


def rent(f: Facts) -> Rate:
    """What SMEs pay for units: the income of who owns them."""
    return Rate(f.rents, f.months if f.books.terms.rent.any() else math.nan, f.each("sme", np.arange(len(f.rents))))


def margin(f: Facts) -> Ratio:
    """What is left of revenue when penalties, material, wages and rent are paid."""
    income, left = _left(f)
    return Ratio(left, income, f.each("sme", np.arange(len(income))))


def surplus(f: Facts) -> Rate:
    """The same in rupiah; nothing is known of it where an SME's wages are not."""
    _, left = _left(f)
    return Rate(left, f.months, f.each("sme", np.arange(len(left))))


def _left(f: Facts) -> tuple[Floats, Floats]:
    """Returns what each SME is paid in the span, and what is left of it."""
    income, (of, cost) = _incomes(f), f.material
    (penalty,), (material,) = (
        f.owners_of_lots(rows).sums(("sme",), rupiah) for rows, rupiah in ((f.arrived.lot, f.penalties), (of, cost))
    )
    return income, income - penalty[1:] - material[1:] - f.wages - f.rents


def landed_cost(f: Facts) -> Ratio:
    """What partners pay for a piece that they can use; nothing is known of it where no component has a price."""
    good = f.arrived.pieces - f.arrived.escaped
    paid = f.income - f.penalties if f.books.has_prices else np.full(len(good), math.nan)
    return Ratio(paid, good, f.owners_of_lots(f.arrived.lot))


def public_cost(f: Facts) -> Rate:
    """What measures cost the public; nothing is known of it where something is done, and nothing states its cost."""
    scenario = f.replication.scenario
    is_done = scenario.changes or scenario.programmes or scenario.matching
    is_stated = not is_done or any(spendings(scenario))
    cost = books.public_cost(scenario, f.start, f.end)
    return Rate(np.array([cost]), f.months if is_stated else math.nan, f.each("sme", np.zeros(1, np.int64)))


def cash_wait_mean(f: Facts) -> Ratio:
    """How long lots wait for the cash for their material, those that do not wait included."""
    lot, start, end = f.books.waits
    k = np.flatnonzero(f.within(start))
    return Ratio(end[k] - start[k], DAY, f.owners_of_lots(lot[k]))


def survived(f: Facts) -> Ratio:
    """SMEs whose cash has not fallen below 0 by the end of the span, of those with a capital and a wage."""
    has_capital = np.array([each is not None for each in f.books.terms.capital], np.bool_)
    known = np.flatnonzero(has_capital & ~np.isnan(f.books.terms.wage))
    ruined = f.books.ruined[known] if len(known) else known
    return Ratio(ruined >= f.end, 1.0, f.each("sme", known))
