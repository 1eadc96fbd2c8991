"""The KPIs of a plan by calendar month: each month is a span of its own, cut where the span that counts begins or ends.

What a KPI counts by due dates it counts in the month of the due date, by placing in that of the placing, by delivery in
that of the delivery; what it measures in time is of the month itself.
"""

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.turns import turn
from takarusim.kpis import kpis
from takarusim.kpis.facts import facts
from takarusim.outcome.replication import Replication, Window
from takarusim.scenario import calendars
from takarusim.scenario.scenario import Scenario

__all__ = ["Month", "evaluate", "months"]


class Month(NamedTuple):
    """A calendar month of a plan."""

    first: date  # its first day
    window: Window  # what of it counts


def months(scenario: Scenario, window: Window) -> list[Month]:
    """Returns the months of a span, in order; of a long run none: its dates mean nothing."""
    if scenario.time.last_day is None:
        return []
    first, found = scenario.time.first_day.replace(day=1), []
    while (start := calendars.moment(scenario, first)) < window.end:
        following = calendars.months_after(first, 1)
        span = Window(max(start, window.start), min(calendars.moment(scenario, following), window.end))
        if span.start < span.end:
            found.append(Month(first, span))
        first = following
    return found


def evaluate(replication: Replication, window: Window | None = None) -> NDArray[np.float64]:
    """Returns all KPIs of a replication in each month of a span, (months, KPIs) in the order of `kpis.names`."""
    window = window or replication.window
    _ = replication.states  # read at the same time as those of others
    with turn():
        given = facts(replication, window)
        rows = [kpis.values(given.over(month.window)) for month in months(replication.scenario, window)]
    return np.array(rows, np.float64).reshape(len(rows), len(kpis.names(replication.prepared)))
