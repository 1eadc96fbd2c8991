"""What happens month by month over replications: the KPIs of a plan by month, and its SMEs' late orders.

Every number here is a mean with its interval, a quantile or a share over replications; faces show them and add nothing.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from takarusim.experiments.execution import Engine, Execution
from takarusim.experiments.run import mapped
from takarusim.kpis import months as spans
from takarusim.kpis.months import Month
from takarusim.outcome.replication import window_of
from takarusim.registers.kpis import KPIS, Name
from takarusim.scenario.prepared import prepare, seed_of
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import many

__all__ = ["FIRMS", "MONTHS", "firms", "months", "told"]

MONTHS = ("month", "kpi", "group", "member", "unit", "mean", "low", "high", "n")
FIRMS = ("month", "sme", "orders", "late", "q10", "q90", "many", "share")


def months(
    scenario: Scenario,
    replications: int = 30,
    *,
    seed: int | None = None,
    engine: Engine = "auto",
    jobs: int | None = 1,
) -> pd.DataFrame:
    """Runs a plan and returns its KPIs by calendar month, means over replications with their intervals.

    Parameters
    ----------
    scenario : Scenario
        A plan: a long run has no months.
    replications : int
    seed, engine, jobs : as in `replicate`

    Returns
    -------
    DataFrame
        Columns month (its first day), kpi, group and member ("" of the estate), unit, mean, low, high, n (replications
        in which it is defined); no row where it is so in none; numbers to five digits. KPIs of SMEs and of components
        are left out: of these there are too many to be read month by month. Orders are counted in the month in which
        they are due where a KPI selects by due dates, in that in which they are placed or delivered where it selects by
        these; what is measured in time is of the month itself.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> found = tk.months(scenario, 2, seed=1)
    >>> list(found.columns)
    ['month', 'kpi', 'group', 'member', 'unit', 'mean', 'low', 'high', 'n']
    """
    execution, prepared = Execution(seed_of(scenario, seed), replications, engine, jobs), prepare(scenario)
    values = mapped(spans.evaluate, prepared, execution)
    return told(np.array(values), spans.months(scenario, window_of(scenario)), spans.names(prepared))


def told(values: NDArray[np.float64], which: Sequence[Month], names: Sequence[str]) -> pd.DataFrame:
    """Returns what `months` returns, of the values of each replication, (replications, months, KPIs)."""
    parsed = [Name.parsed(name) or Name(name) for name in names]
    about = [KPIS[name.kpi] for name in parsed]
    rows = values.reshape(len(values), -1).T
    limits, is_share = np.array([kpi.limits for kpi in about]), np.array([kpi.is_of_orders for kpi in about], np.bool_)
    found = many.means(rows, np.tile(is_share, len(which)), np.tile(limits, (len(which), 1)))
    columns = {
        "month": np.repeat(np.array([month.first for month in which], "M8[ms]"), len(names)),
        "kpi": _tiled([str(name._replace(group="", member="")) for name in parsed], len(which)),
        "group": _tiled([name.group for name in parsed], len(which)),
        "member": _tiled([name.member for name in parsed], len(which)),
        "unit": _tiled([kpi.unit for kpi in about], len(which)),
        **{name: _rounded(column) for name, column in found._asdict().items()},
    }
    frame = pd.DataFrame(columns, columns=MONTHS)
    return frame[frame["n"] > 0].reset_index(drop=True)


def _rounded(numbers: NDArray[Any]) -> NDArray[Any]:
    """Returns numbers to five significant digits, as they are kept by the ten thousand; whole ones as they are."""
    if numbers.dtype.kind != "f":
        return numbers
    return np.array([float(f"{number:.5g}") for number in numbers.tolist()])


def _tiled(texts: Sequence[str], times: int) -> NDArray[np.object_]:
    return np.tile(np.array(texts, object), times)


def firms(
    orders: pd.DataFrame, which: Sequence[Month], smes: Sequence[str], replications: int, many_late: int
) -> pd.DataFrame:
    """Returns the orders and the late orders of each SME in each month in which they are due.

    Parameters
    ----------
    orders : columns replication, sme, due (datetime64), late, of the orders that count
    which : months, in order
    smes : names, sorted
    replications : int
    many_late : int
        How many late orders of an SME in a month are not yet too many.

    Returns
    -------
    DataFrame
        Columns month (its first day), sme, orders (mean), late (mean), q10 and q90 (late orders that so many percent of
        replications do not pass), many (as given), share (of replications with more late orders than that).
    """
    starts = np.array([month.first for month in which], "M8[ms]")
    known = orders[orders["sme"].notna() & orders["due"].notna()]
    place = np.searchsorted(starts, known["due"].to_numpy("M8[ms]"), "right") - 1
    sme = pd.Index(smes).get_indexer(pd.Index(known["sme"]))
    shape = (replications, len(which), len(smes))
    cell = np.ravel_multi_index((known["replication"].to_numpy(), place, sme), shape)
    due, late = (
        np.bincount(cell, weights, int(np.prod(shape))).reshape(shape) for weights in (None, known["late"].to_numpy())
    )
    low, high = np.quantile(late, [0.1, 0.9], axis=0, method="inverted_cdf")
    columns = (due.mean(axis=0), late.mean(axis=0), low, high)
    return pd.DataFrame(
        {
            "month": np.repeat(starts, len(smes)),
            "sme": _tiled(smes, len(which)),
            **{name: column.ravel() for name, column in zip(FIRMS[2:6], columns, strict=True)},
            "many": many_late,
            "share": (late > many_late).mean(axis=0).ravel(),
        }
    )
