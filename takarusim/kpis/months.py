"""The KPIs of a plan by calendar month or year: each a span of its own, cut where the span that counts begins or ends.

What a KPI counts by due dates it counts in the month of the due date, by placing in that of the placing, by delivery in
that of the delivery; what it measures in time is of the month itself.
"""

from datetime import date
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.turns import turn
from takarusim.kpis import kpis
from takarusim.kpis.facts import adjoining
from takarusim.outcome.replication import Replication, Window
from takarusim.registers.kpis import Name, is_whole
from takarusim.scenario import calendars
from takarusim.scenario.prepared import Given
from takarusim.scenario.scenario import Scenario

__all__ = ["GROUPS", "Month", "by_year", "evaluate", "months", "names"]

GROUPS = (
    "kind",
    "partner",
    "channel",
    "workshop",
    "material",
    "lane",
)  # not those of SMEs or components: too many to be read


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
    """Returns the KPIs of a replication in each month of a span, (months, KPIs) in the order of `names`."""
    window = window or replication.window
    _ = replication.states  # read at the same time as those of others
    with turn():
        ends = [month.window.end for month in months(replication.scenario, window)]
        rows = [kpis.values(given, GROUPS) for given in adjoining(replication, [window.start, *ends])]
    return np.array(rows, np.float64).reshape(len(ends), len(names(replication.prepared)))


def names(given: Given) -> list[str]:
    """Returns the names of the KPIs that `evaluate` gives: those of `kpis.names` that are not of SMEs or components."""
    return kpis.names(given, GROUPS)


def by_year(replication: Replication, window: Window) -> dict[str, float]:
    """Returns the KPIs of the estate in each calendar year of a span, by names such as `served[year=2025]`."""
    _ = replication.states  # read at the same time as those of others
    with turn():
        known = months(replication.scenario, window)
        ends = {year: list(of)[-1].window.end for year, of in groupby(known, lambda month: month.first.year)}
        rows = [kpis.values(given, ()) for given in adjoining(replication, [window.start, *ends.values()])]
    whole = [Name.parsed(name) or Name(name) for name in kpis.names(replication.prepared) if is_whole(name)]
    return {
        str(name._replace(group="year", member=str(year))): value
        for year, row in zip(ends, rows, strict=True)
        for name, value in zip(whole, row.tolist(), strict=True)
    }
