"""The KPIs of a replication: each one of the register, for the estate and for every member of its groups.

Everything is counted from the log, over a span that leaves out the run-in of a plan and the warm-up of a long run. A
KPI by group is called by its name and the member: `otif[partner=automotive-1]`. An undefined one is NaN.
"""

from collections.abc import Callable

import numpy as np

from takarusim.engine.turns import turn
from takarusim.kpis import counts
from takarusim.kpis.facts import Facts, facts, fixed
from takarusim.kpis.measures import Measure
from takarusim.outcome.replication import Replication, Window
from takarusim.registers.kpis import KPIS, Kpi, Name
from takarusim.scenario.prepared import Given, Prepared, prepare

__all__ = ["KPIS", "Kpi", "evaluate", "names"]


COUNTS: dict[str, Callable[[Facts], Measure]] = {name: getattr(counts, name) for name in KPIS}


def evaluate(replication: Replication, window: Window | None = None) -> dict[str, float]:
    """Returns all KPIs of a replication, by name and group, over the span that counts or another one.

    Parameters
    ----------
    replication : Replication
    window : Window, optional

    Returns
    -------
    dict
        Value by name, as in `utilisation[workshop=C]`; the same names in the same order for all replications of a
        scenario. NaN: undefined.
    """
    _ = replication.tables  # read at the same time as those of others
    with turn():
        given = facts(replication, window)
        found = np.concatenate([COUNTS[kpi.name](given).values(kpi.groups) for kpi in KPIS.values()])
    return dict(zip(replication.prepared.once(_names), found.tolist(), strict=True))


def names(given: Given) -> list[str]:
    """Returns the names of the KPIs that `evaluate` gives for a scenario's replications, in its order."""
    return list(prepare(given).once(_names))


def _names(prepared: Prepared) -> tuple[str, ...]:
    members = prepared.once(fixed).members
    return tuple(
        name
        for kpi in KPIS.values()
        for name in (kpi.name, *(str(Name(kpi.name, group, each)) for group in kpi.groups for each in members[group]))
    )
