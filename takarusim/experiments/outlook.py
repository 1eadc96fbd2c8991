"""What is to be expected of one order of an order book: quantiles of its delivery date, and its chances.

Reading order: Outlook, outlook, told.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from takarusim.errors import ExperimentError
from takarusim.experiments.execution import Engine, Execution
from takarusim.experiments.run import Replication, mapped
from takarusim.lowering import demand
from takarusim.quantities.units import nearest
from takarusim.scenario import calendars
from takarusim.scenario.prepared import seed_of
from takarusim.scenario.scenario import Scenario
from takarusim.statistics.estimates import Estimate
from takarusim.statistics.quantiles import share_interval

__all__ = ["Outlook", "ends", "located", "outlook", "told"]

LEVELS = {"q10": 0.1, "q50": 0.5, "q90": 0.9}
CHANCES = {  # of which column of the orders each chance is the share
    "on_time": "on_time",
    "on_time_in_full": "served",
    "refused": "refused",
}


@dataclass(frozen=True)
class Outlook:
    """What the replications say of one order of an order book.

    Examples
    --------
    >>> import takarusim as tk
    >>> [field for field in tk.Outlook.__dataclass_fields__ if field.startswith("q")]
    ['quantity', 'q10', 'q50', 'q90']
    """

    name: str
    partner: str
    component: str
    quantity: int
    placed: pd.Timestamp
    earliest: pd.Timestamp | None  # of its delivery window; None: as soon as it is placed
    latest: pd.Timestamp | None  # None: no due date
    q10: pd.Timestamp | None  # in 10 percent of replications it has arrived by then; None: in fewer by the end
    q50: pd.Timestamp | None
    q90: pd.Timestamp | None
    delivered: Estimate  # the share of replications in which it arrives at all before the end
    on_time: Estimate  # within its window, all of it; undefined where the run ends before the window, and it is open
    on_time_in_full: Estimate  # and as many pieces as the tolerance asks for
    flawless: Estimate  # of the replications in which it arrives, those without a bad piece that inspection missed
    refused: Estimate


def outlook(
    scenario: Scenario,
    order: str,
    replications: int = 30,
    *,
    seed: int | None = None,
    engine: Engine = "auto",
    jobs: int | None = 1,
) -> Outlook:
    """Runs a scenario and returns what is to be expected of one order of its order books.

    Parameters
    ----------
    scenario : Scenario
    order : str
        Its name in the book; `partner/name` where several partners have the name.
    replications : int
    seed, engine, jobs : as in `replicate`

    Raises
    ------
    ExperimentError
        If no order, or more than one, has that name, or it is not placed in the run.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> book = [{"order": "PO-1", "placed": "2024-02-05 08:00", "component": "bracket", "quantity": 20}]
    >>> booked = scenario.with_value("partners.tractors.orders", {"book": book})
    >>> tk.outlook(booked, "PO-1", 4, seed=1).delivered.mean
    1.0
    """
    partner, name = located(scenario, order)
    execution = Execution(seed_of(scenario, seed), replications, engine, jobs)
    return told(pd.concat(mapped(_orders, scenario, execution)), partner, name, ends(scenario))


def _orders(replication: Replication) -> pd.DataFrame:
    return replication.orders.assign(replication=replication.number)


def located(scenario: Scenario, order: str) -> tuple[str, str]:
    """Returns the partner and the name of an order of a book; ExperimentError if there is none, or more than one."""
    books = {partner: demand.booked(scenario, part) for partner, part in sorted(scenario.partners.items())}
    known = [(partner, name) for partner, names in books.items() for name in names if name]
    found = [(partner, name) for partner, name in known if order in (name, f"{partner}/{name}")]
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(f"{partner}/{name}" for partner, name in found)
        raise ExperimentError(f"an order of several partners, got {order!r}; one of {listed}")
    if not known:
        raise ExperimentError(f"no order has a name, got {order!r}; a book with names under `order`")
    raise ExperimentError(f"no such order, got {order!r}; {nearest(order, [name for _, name in known])}")


def ends(scenario: Scenario) -> pd.Timestamp:
    """Returns the first moment that is not simulated any more."""
    return pd.Timestamp(calendars.origin(scenario)) + pd.Timedelta(milliseconds=calendars.horizon(scenario))


def told(orders: pd.DataFrame, partner: str, name: str, end: pd.Timestamp) -> Outlook:
    """Returns what is to be expected of an order.

    Parameters
    ----------
    orders : Replication.orders of all replications, a row for each in which it is placed
    partner, name : str
    end : the first moment that is not simulated any more
    """
    rows = orders[(orders["partner"] == partner) & (orders["name"] == name)]
    if rows.empty:
        raise ExperimentError(f"an order that is not placed in the run, got {name!r}; one placed before the last day")
    rows = rows.assign(served=rows["on_time"] & rows["in_full"])
    has_arrived = rows["delivered"].notna()
    first, n, dates = rows.iloc[0], len(rows), np.sort(rows["delivered"].dropna().to_numpy())
    has_window = not pd.isna(first["latest"])
    is_open = has_window and first["latest"] >= end and len(dates) + int(rows["refused"].sum()) < n
    fields: dict[str, Any] = {
        **{"name": name, "partner": partner, "component": first["component"], "quantity": int(first["quantity"])},
        "placed": first["placed"],
        "earliest": first["earliest"] if has_window and first["earliest"] > first["placed"] else None,
        "latest": first["latest"] if has_window else None,
        **{level: _by(dates, share, n) for level, share in LEVELS.items()},
        "delivered": share_interval(len(dates), n),
        "flawless": share_interval(int((has_arrived & (rows["escaped"] == 0)).sum()), len(dates)),
        **{chance: share_interval(int(rows[column].sum()), n) for chance, column in CHANCES.items()},
        **({"on_time": share_interval(0, 0), "on_time_in_full": share_interval(0, 0)} if is_open else {}),
    }
    return Outlook(**fields)


def _by(dates: NDArray[np.datetime64], share: float, n: int) -> pd.Timestamp | None:
    """Returns the first date by which a share of n replications have delivered; None where they have not."""
    rank = math.ceil(share * n - 1e-9)
    return pd.Timestamp(dates[rank - 1]) if rank <= len(dates) else None
