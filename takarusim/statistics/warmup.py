"""How much of a long run is left out at its beginning, and whether there is a steady state at all.

Work in progress must have forgotten its beginning (growth.py). Then MSER-5 looks at series of the KPIs that a start
from empty distorts, averaged over replications, in whole weeks, or in whole years where holidays or closures are on;
the largest answer counts. A backlog that grows is no steady state; without an answer the run is too short to tell, and
a longer one is looked at.
"""

import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import DAY, NEVER
from takarusim.lowering import lowering
from takarusim.outcome.replication import Replication
from takarusim.scenario import calendars
from takarusim.scenario.scenario import Scenario
from takarusim.statistics.estimates import mser
from takarusim.statistics.growth import growth

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "WEEK",
    "YEAR",
    "Series",
    "WarmUp",
    "averaged",
    "course",
    "lengthened",
    "period_of",
    "series",
    "warm_up",
    "weeks_needed",
]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
WEEK, YEAR = 7 * DAY, 52 * 7 * DAY  # ms  a year of whole weeks
TWICE = 2.0  # as long a run is looked at where MSER-5 has no answer
LONGER, MOST_ORDERS = 16, 100_000  # times as long as asked for, and orders of a run, that are looked at at most
GROWS = "no steady state: the backlog grows"
SHORT = "too short to tell a steady state; a long_run of {} weeks might"


class Series(NamedTuple):
    """What happened in each period of one replication."""

    wip: Floats  # (p,)  lots in progress, mean over time
    delivered: Floats  # (p,)  orders
    lead_time: Floats  # (p,) ms  of these, summed
    busy: Floats  # (types, p)  units with a lot, mean over time


class WarmUp(NamedTuple):
    """What is left out at the beginning of a long run."""

    verdict: Literal["steady", "grows", "short"]  # short: the run tells neither
    time: int  # ms; all of it where no steady state is told
    needed: int  # ms  as long a run might tell; 0: this one does
    series: dict[str, Floats]  # by name, (p,): what it was found from, averaged over replications
    period: int  # ms

    @property
    def problem(self) -> str:
        """Why nothing is told of the steady state: GROWS, or SHORT with what it takes; "" where there is one."""
        if self.verdict == "short":
            return SHORT.format(math.ceil(self.needed / WEEK))
        return GROWS if self.verdict == "grows" else ""


def weeks_needed(problem: str) -> int | None:
    """Returns how many weeks might tell a steady state, of the problem that a run is too short; None of any other."""
    found = re.fullmatch(SHORT.format(r"(\d+)"), problem)
    return int(found[1]) if found else None


def period_of(scenario: Scenario) -> int:
    """Returns the length of the periods in which a long run is looked at, in ms."""
    has_days_off = any(calendar.holidays or calendar.closures for calendar in scenario.calendars.values())
    return YEAR if has_days_off else WEEK


def series(replication: Replication) -> Series:
    """Returns what happened in each whole period of a replication."""
    period, x = period_of(replication.scenario), replication.instance
    first = calendars.moment(replication.scenario, replication.scenario.time.first_day)
    edges = np.arange(first, x.horizon + 1, period)
    orders, lots, did = replication.tables.orders, replication.tables.lots, replication.tables.activities
    k = np.flatnonzero((orders.delivered < NEVER) & (orders.replenishes < 0))
    lead_time = (orders.delivered[k] - orders.placed[k]).astype(np.float64)
    types, at_work = replication.units.type[did.unit], did.order >= 0
    busy = [
        _mean_over_time(did.start[at_work & (types == w)], did.end[at_work & (types == w)], edges)
        for w in range(x.pool.shape[1])
    ]
    return Series(
        _mean_over_time(lots.born, np.minimum(lots.ended, x.horizon), edges),
        np.histogram(orders.delivered[k], edges)[0].astype(np.float64),
        np.histogram(orders.delivered[k], edges, weights=lead_time)[0],
        np.array(busy).reshape(len(busy), len(edges) - 1),
    )


def _mean_over_time(start: Integers, end: Integers, edges: Integers) -> Floats:
    """Returns how many of the intervals [start, end) hold, on average, in each period between edges."""
    total = np.zeros(len(edges))
    for moments, sign in ((np.sort(start), 1), (np.sort(end), -1)):
        begun = np.searchsorted(moments, edges)
        total += sign * (edges * begun - np.append(0, np.cumsum(moments))[begun])
    return np.diff(total) / np.diff(edges)


def warm_up(found: list[Series], period: int) -> WarmUp:
    """Returns what is to be left out, from the series of some replications.

    Parameters
    ----------
    found : list of Series
        One for each replication, at least five for a good answer.
    period : int
        Their period, in ms.

    References
    ----------
    Hoad, Robinson and Davies (2010), Journal of the Operational Research Society 61, 1389: MSER-5 on replications.
    """
    means, length = averaged(found), len(found[0].wip) * period
    told = growth([one.wip for one in found])
    if told.verdict == "grows":
        return WarmUp("grows", NEVER, 0, means, period)
    if told.verdict == "untold":
        return WarmUp("short", NEVER, _whole(told.longer * length, period), means, period)
    answers = [mser(values, batch=1 if period == YEAR else 5) for values in means.values()]
    if any(answer is None for answer in answers):
        return WarmUp("short", NEVER, _whole(TWICE * length, period), means, period)
    return WarmUp("steady", max(answer or 0 for answer in answers) * period, 0, means, period)


def _whole(length: float, period: int) -> int:
    """Returns a length in whole periods, at least two more than none."""
    return max(2, math.ceil(length / period)) * period


def lengthened(look: Callable[[int], list[Series]], length: int, period: int) -> tuple[WarmUp, int]:
    """Returns what is left out of a run as long as it takes to tell, and that length; no longer than is cheap.

    A run with holidays or closures stays as long as it is: how far they are known is not known here.

    Parameters
    ----------
    look : function of a length in ms
        Returns the series of some replications as long.
    length : int, ms
        Of the run as it is asked for.
    period : int, ms
    """
    found, most = look(length), 0
    while True:
        told = warm_up(found, period)
        if not most:
            orders = max(1.0, float(np.mean([one.delivered.sum() + one.wip[-1:].sum() for one in found])))
            most = length if period == YEAR else round(length * min(LONGER, MOST_ORDERS / orders))
        if told.verdict != "short" or length + period > most:
            return told, length
        length = min(most, max(told.needed, length + period))
        found = look(length)


def course(scenario: Scenario, means: dict[str, Floats]) -> "pd.DataFrame":
    """Returns what MSER-5 looks at as a table, from the series averaged over replications.

    Returns
    -------
    columns series, unit, period (0, 1, ... from the first day on), mean (over the replications, in `unit`)
    """
    import pandas as pd

    every = "week" if period_of(scenario) == WEEK else "year"
    units = {"wip": ("lot", 1), "orders_delivered": (f"order/{every}", 1), "lead_time_mean": ("day", DAY)}
    types, rows = lowering.names(scenario).types, []
    for name, values in means.items():
        busy = name.partition(" ")[2]
        unit, one = units.get(name, ("unit", 1))
        shown = f"busy[workshop={types[int(busy)]}]" if busy else name
        rows += [(shown, unit, period, value / one) for period, value in enumerate(values.tolist())]
    return pd.DataFrame(rows, columns=["series", "unit", "period", "mean"])


def averaged(found: list[Series]) -> dict[str, Floats]:
    """Returns the series by name, averaged over replications; without deliveries lead times are interpolated."""
    delivered, lead_time = sum(one.delivered for one in found), sum(one.lead_time for one in found)
    means: dict[str, Floats] = {"wip": np.mean([one.wip for one in found], axis=0)}
    means["orders_delivered"] = np.asarray(delivered) / len(found)
    some = np.flatnonzero(delivered)
    if len(some):
        places = np.arange(len(found[0].wip))
        means["lead_time_mean"] = np.interp(places, some, np.asarray(lead_time)[some] / np.asarray(delivered)[some])
    for w, busy in enumerate(np.mean([one.busy for one in found], axis=0)):
        means[f"busy {w}"] = busy
    return means
