"""How long a shock is felt: the paired difference to the run without it, month by month, and when it is back in a band.

Reading order: Recovery, recovery; then what a comparison asks of each replication.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError
from takarusim.kpis import months
from takarusim.outcome.replication import Replication, Window, window_of
from takarusim.registers.kpis import about
from takarusim.scenario.prepared import prepare
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import estimates
from takarusim.statistics.estimates import Estimate

__all__ = ["COLUMNS", "Monthly", "Recovery", "check", "of_months", "recoveries", "recovery", "row"]

COLUMNS = ("scenario", "kpi", "unit", "band", "leaves", "recovers", "months")  # of recoveries as a frame


class Monthly(NamedTuple):
    """KPIs by month, of each scenario in each replication."""

    kpis: tuple[str, ...]
    firsts: tuple[date, ...]  # days of the months
    values: NDArray[np.float64]  # (scenarios, replications, months, kpis)


class Recovery(NamedTuple):
    """When a KPI leaves a band around the base's, and from which month on it stays in it again.

    A month is in the band where the whole interval of its paired difference lies there; months in which the KPI is
    defined in no replication count neither way.
    """

    kpi: str
    unit: str
    band: float  # in its unit, on either side of no difference
    leaves: date | None  # the first month that is not in the band; None: all are
    recovers: date | None  # the first month from which on all are, behind that; None: the last one is not
    months: int | None  # from the one to the other
    firsts: tuple[date, ...]
    differences: tuple[Estimate, ...]  # by month: other - base, paired


def recovery(
    kpi: str,
    band: float,
    firsts: Sequence[date],
    base: NDArray[np.float64],
    other: NDArray[np.float64],
    *,
    confidence: float = 0.95,
) -> Recovery:
    """Returns when a KPI leaves a band and is back in it for good.

    Parameters
    ----------
    band : in the KPI's unit
    firsts : (m,)  first days of the months
    base, other : (r, m)  its values by replication and month, with common draws

    Examples
    --------
    >>> days = [date(2024, month, 1) for month in (1, 2, 3, 4)]
    >>> base, other = np.zeros((2, 4)), np.array([[0, 5, 2, 0.5], [0, 7, 4, 0.5]])
    >>> found = recovery("wip", 1.0, days, base, other)
    >>> str(found.leaves), str(found.recovers), found.months
    ('2024-02-01', '2024-04-01', 2)
    """
    unit = about(kpi).unit
    paired = (other - base).T
    found = tuple(estimates.mean_interval(month, confidence=confidence, unit=unit) for month in paired)
    known = np.array([one.n > 0 for one in found], np.bool_)
    within = np.array([-band <= one.low and one.high <= band for one in found], np.bool_)
    out = np.flatnonzero(known & ~within)
    back = np.flatnonzero(known)
    back = back[back > out[-1]] if len(out) else out
    leaves = firsts[out[0]] if len(out) else None
    recovers = firsts[back[0]] if len(back) else None
    lasts = int(back[0] - out[0]) if len(back) else None
    return Recovery(kpi, unit, band, leaves, recovers, lasts, tuple(firsts), found)


def recoveries(
    labels: Sequence[str], monthly: Monthly, bands: Mapping[str, float], confidence: float
) -> dict[str, dict[str, Recovery]]:
    """Returns when each scenario leaves the bands around the first one, and when it is back there, by label and KPI."""
    base, *others = monthly.values
    return {
        label: {
            kpi: recovery(kpi, band, monthly.firsts, base[..., k], other[..., k], confidence=confidence)
            for k, (kpi, band) in enumerate(bands.items())
        }
        for label, other in zip(labels[1:], others, strict=True)
    }


def row(label: str, one: Recovery) -> tuple[Any, ...]:
    """Returns a recovery of a scenario as a row of a frame with COLUMNS."""
    return (label, one.kpi, one.unit, one.band, one.leaves, one.recovers, one.months)


def check(scenario: Scenario, kpis: Sequence[str]) -> tuple[date, ...]:
    """Returns the months of a scenario; refuses what has none, and KPIs that are not told by month."""
    firsts = tuple(month.first for month in months.months(scenario, window_of(scenario)))
    if kpis and not firsts:
        raise ExperimentError("recovery: a long run has no months, got one; a plan with a last day")
    names = months.names(prepare(scenario))
    if unknown := [kpi for kpi in kpis if kpi not in names]:
        raise ExperimentError(f"recovery: no KPI by month, got {unknown[0]!r}; one of {', '.join(names[:12])} ...")
    return firsts


def of_months(replication: Replication, window: Window, kpis: Sequence[str]) -> NDArray[np.float64]:
    """Returns some KPIs of a replication by month, (months, kpis); NaN of one that its scenario does not have."""
    if not kpis:
        return np.zeros((0, 0))
    found, names = months.evaluate(replication, window), months.names(replication.prepared)
    columns = [found[:, names.index(kpi)] if kpi in names else np.full(len(found), np.nan) for kpi in kpis]
    return np.column_stack(columns)
