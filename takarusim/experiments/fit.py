"""What a log of orders tells of partners: rates with season, mixes, pieces, quoted times, lead times.

Reading order: fit, Fit, Told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from takarusim.scenario.logs import Log, Logged, read
from takarusim.scenario.scenario import Scenario
from takarusim.scenario.titles import ids
from takarusim.statistics.arrivals import Arrivals, arrivals
from takarusim.statistics.estimates import Estimate
from takarusim.statistics.fitted import Fitted, fitted
from takarusim.statistics.quantiles import share_interval
from takarusim.statistics.ratios import ratio

__all__ = ["Fit", "Told", "fit"]

DAY = timedelta(days=1)
MONTHS = 12
FEWEST = 6  # months of deliveries from which lead times have an interval


@dataclass(frozen=True, eq=False)
class Told:
    """What a log tells of a partner."""

    orders: int
    first: datetime
    last: datetime
    arrivals: Arrivals | None  # None: fewer than two moments
    batch: Fitted | None  # orders at a moment; None: one, or only days are known
    mix: Mapping[str, Estimate]  # the share of each component among its orders
    quantity: Mapping[str, Fitted]  # pieces by component
    quoted: Fitted | None  # whole days from order to due date; None: the log does not say
    lead_time: Estimate | None  # days from order to delivery, of orders that were delivered; None: none was
    on_time: Estimate | None  # the share of them that came by their due date
    open: int  # orders without a delivery, in a log that has any


@dataclass(frozen=True, eq=False)
class Fit:
    r"""What a log of orders tells.

    Examples
    --------
    >>> from pathlib import Path
    >>> import takarusim as tk
    >>> days = [f"tractors,bracket,2024-01-{day:02},20" for day in range(1, 29)]
    >>> _ = Path("log.csv").write_text("\n".join(["partner,component,placed,quantity", *days]))
    >>> tk.fit("log.csv").to_frame()[["what", "estimate", "family"]].head(1)
        what  estimate    family
    0  every       1.0  constant
    """

    log: Log
    seed: int
    confidence: float
    partners: Mapping[str, Told]
    base: Scenario | None = None  # whose partners and components these are

    def to_frame(self) -> pd.DataFrame:
        """Returns a row for each estimate: whose, of what, its interval, from how many values, and by which family."""
        return pd.DataFrame([row for name, told in self.partners.items() for row in _rows(name, told)])


def fit(path: str | Path, base: Scenario | None = None, *, seed: int = 1, confidence: float = 0.95) -> Fit:
    r"""Estimates what a log of orders can tell of the partners that placed them.

    Parameters
    ----------
    path : str | Path
        A workbook, or CSV of any separator, with columns partner, component, placed and quantity, and maybe due and
        delivered; in any case, in English or Indonesian.
    base : Scenario, optional
        Whose partners and components the log must name.
    seed : int, optional
        Of the samples that intervals and tests rest on.
    confidence : float, optional
        Of the intervals.

    Returns
    -------
    Fit
        The same for the same log and seed.

    Raises
    ------
    ScenarioError
        With all mistakes of the log, each with its row.

    Examples
    --------
    >>> from pathlib import Path
    >>> import takarusim as tk
    >>> days = [f"tractors,bracket,2024-01-{day:02},{20 + day % 2}" for day in range(1, 29)]
    >>> _ = Path("log.csv").write_text("\n".join(["partner,component,placed,quantity", *days]))
    >>> tractors = tk.fit("log.csv").partners["tractors"]
    >>> tractors.arrivals.every.mean, tractors.quantity["bracket"].family
    (1.0, 'discrete')
    """
    known = None if base is None else {what: ids(base, what) for what in ("partner", "component")}
    log = read(path, known)
    names = sorted({order.partner for order in log.orders})
    of = {name: [order for order in log.orders if order.partner == name] for name in names}
    told = {name: _told(orders, log, seed, confidence) for name, orders in of.items()}
    return Fit(log, seed, confidence, told, base)


def _told(orders: list[Logged], log: Log, seed: int, confidence: float) -> Told:
    placed = np.array([order.placed for order in orders], "datetime64[ms]")
    moments, counts = np.unique(placed, return_counts=True) if log.has_hours else (_spread(placed, seed), np.ones(1))
    mix = {name: sum(order.component == name for order in orders) for name in sorted({o.component for o in orders})}
    look: dict[str, Any] = {"seed": seed, "confidence": confidence}
    pieces = {name: [order.quantity for order in orders if order.component == name] for name in mix}
    quoted = [(order.due - order.placed.date()).days for order in orders if order.due]
    return Told(
        orders=len(orders),
        first=orders[0].placed,
        last=orders[-1].placed,
        arrivals=arrivals(moments, **look),
        batch=fitted(counts, unit="order", **look) if counts.max() > 1 else None,
        mix={name: share_interval(n, len(orders), confidence=confidence) for name, n in mix.items()},
        quantity={name: fitted(of, unit="piece", **look) for name, of in pieces.items()},
        quoted=fitted(quoted, least=0, unit="day", **look) if quoted else None,
        **_delivered(orders, confidence),
    )


def _spread(placed: NDArray[np.datetime64], seed: int) -> NDArray[np.datetime64]:
    """Returns moments of orders of which only the day is known: one a day at noon, several at random over their day."""
    counts = np.unique(placed, return_counts=True)[1]
    clock = np.full(len(placed), 0.5)
    if counts.max() > 1:
        clock = np.random.default_rng(seed).random(len(placed))
    return np.sort(placed + np.rint(clock * 86_400_000).astype("timedelta64[ms]"))


def _delivered(orders: Sequence[Logged], confidence: float) -> dict[str, Any]:
    """Returns what the log says of deliveries: months are supposed to be independent, orders of a month not."""
    came = [order for order in orders if order.delivered]
    if not came:
        return {"lead_time": None, "on_time": None, "open": 0}
    days = np.array([(order.delivered - order.placed) / DAY for order in came if order.delivered])
    month = np.array([order.placed.year * MONTHS + order.placed.month for order in came])
    month -= month.min()
    counts = np.bincount(month)
    sums, seen = np.bincount(month, days)[counts > 0], counts[counts > 0]
    mean = ratio(sums, seen, confidence=confidence, unit="day")
    if len(seen) < FEWEST or not np.isfinite(mean.low):
        mean = Estimate(float(days.mean()), np.nan, np.nan, confidence, len(seen), "day", "")
    due = [order.delivered.date() <= order.due for order in came if order.due and order.delivered]
    on_time = share_interval(sum(due), len(due), confidence=confidence) if due else None
    return {"lead_time": replace(mean, n=len(came)), "on_time": on_time, "open": len(orders) - len(came)}


def _rows(partner: str, told: Told) -> list[dict[str, Any]]:
    """Returns the rows of a partner's estimates."""
    rows: list[dict[str, Any]] = []

    def add(what: str, estimate: Estimate, component: str = "", family: str = "", p: float = np.nan) -> None:
        of = {"partner": partner, "component": component, "what": what}
        ends = {
            "estimate": estimate.mean,
            "low": estimate.low,
            "high": estimate.high,
            "unit": estimate.unit,
            "n": estimate.n,
        }
        rows.append({**of, **ends, "family": family, "p": p})

    if told.arrivals:
        add("every", told.arrivals.every, family=told.arrivals.family, p=told.arrivals.p)
        add("every_cv", told.arrivals.cv)
        if told.arrivals.season.is_clear:
            for month, factor in enumerate(told.arrivals.season.factors, 1):
                add(f"factor_{month:02}", factor, p=told.arrivals.season.p)
    for component, share in told.mix.items():
        add("share", share, component)
    fits = [("quantity", component, one) for component, one in told.quantity.items()]
    for what, component, one in (*fits, ("batch", "", told.batch), ("due", "", told.quoted)):
        if one:
            add(what, one.mean, component, family=one.family, p=one.p)
            add(f"{what}_cv", one.cv, component)
    for what, result in (("lead_time", told.lead_time), ("on_time", told.on_time)):
        if result:
            add(what, result)
    return rows
