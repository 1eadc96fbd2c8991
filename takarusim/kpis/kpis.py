"""The register of KPIs: what each one is called, its unit, which way is better, its formula, and how it is counted.

Everything is counted from the log, over a span that leaves out the run-in of a plan and the warm-up of a long run. A
KPI by group is called by its name and the member: `otif[partner=automotive-1]`. An undefined one is NaN.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from takarusim.engine.turns import turn
from takarusim.kpis import counts
from takarusim.kpis.facts import ORDER_GROUPS, Facts, facts, fixed
from takarusim.kpis.measures import Measure
from takarusim.outcome.replication import Replication, Window
from takarusim.scenario.once import once
from takarusim.scenario.scenario import Scenario

__all__ = ["KPIS", "Kpi", "evaluate", "names"]


@dataclass(frozen=True)
class Kpi:
    """A named number of a replication."""

    name: str
    unit: str  # "share", "day", "order/month" ...; a month is a twelfth of 365.25 days
    better: Literal["higher", "lower", ""]
    groups: tuple[str, ...]  # that it can be asked for
    of: Callable[[Facts], Measure]
    undefined: str  # why it is NaN, when it is
    formula: str
    source: str = ""  # whose definition it is; "": this model's own

    @property
    def limits(self) -> tuple[float, float]:
        """The least and the most that it can be."""
        return LIMITS.get(self.name, (0.0, 1.0 if self.unit == "share" else math.inf))


LIMITS = {  # where not from 0 to 1 of a share, from 0 of any other
    "lateness_mean": (-math.inf, math.inf),  # early is less than 0
    **dict.fromkeys(("utilisation", "setup_share"), (0.0, math.inf)),  # lots that are finished after closing time
}
ALLOTTED, PLACED, ESTATE = ORDER_GROUPS, ORDER_GROUPS[:4], ()  # refused orders have no SME
FIRMS, TYPES, MATERIALS, LANES = ("sme", "size"), ("workshop",), ("material",), ("lane",)

# fmt: off
_REGISTER = (
    Kpi(
        "otif", "share", "higher", ALLOTTED, counts.otif, "no order is due",
        "orders due in the span that arrived within [due - early, due + late], with at least (1 - "
        "tolerance) of the pieces / orders due in the span, refused ones included; one in progress counts "
        "once its window has passed",
    ),
    Kpi(
        "on_time", "share", "higher", ALLOTTED, counts.on_time, "no order is due",
        "orders due in the span all of whose lots arrived within [due - early, due + late] / orders due "
        "in the span, as in otif",
    ),
    Kpi(
        "in_full", "share", "higher", ALLOTTED, counts.in_full, "no order is delivered",
        "orders delivered in the span with at least (1 - tolerance) of the pieces / orders delivered in "
        "the span",
    ),
    Kpi(
        "fill_rate", "share", "higher", ALLOTTED, counts.fill_rate, "no order is due",
        "pieces that arrived within [due - early, due + late] / pieces of the orders due in the span, as "
        "in otif",
    ),
    Kpi(
        "lead_time_mean", "day", "lower", ALLOTTED, counts.lead_time_mean, "no order is placed and delivered",
        "mean of (delivered - placed) over orders placed in the span and delivered",
    ),
    Kpi(
        "lead_time_p95", "day", "lower", ALLOTTED, counts.lead_time_p95, "no order is placed and delivered",
        "95th percentile of (delivered - placed) over orders placed in the span and delivered (Hyndman "
        "and Fan, type 8)",
    ),
    Kpi(
        "lead_time_open", "share", "lower", ALLOTTED, counts.lead_time_open, "no order is placed and taken",
        "orders placed in the span and not delivered at the horizon / orders placed in the span; refused "
        "ones left out",
    ),
    Kpi(
        "flow_time_mean", "day", "lower", ALLOTTED, counts.flow_time_mean, "no order is placed and gets ready",
        "mean of (ready to ship - first crew taken) over orders placed in the span; where crews have no "
        "limit, from the first wait for a unit",
    ),
    Kpi(
        "lateness_mean", "day", "lower", ALLOTTED, counts.lateness_mean, "no order is due and delivered",
        "mean of (delivered - due) over orders due in the span and delivered",
    ),
    Kpi(
        "tardiness_mean", "day", "lower", ALLOTTED, counts.tardiness_mean, "no order is due and delivered",
        "mean of max(0, delivered - due) over orders due in the span and delivered",
    ),
    Kpi(
        "refused_share", "share", "lower", PLACED, counts.refused_share, "no order is placed",
        "orders placed in the span that no SME takes / orders placed in the span",
    ),
    Kpi(
        "orders_delivered", "order/month", "higher", ALLOTTED, counts.orders_delivered, "no time",
        "orders delivered in the span / months",
    ),
    Kpi(
        "pieces_delivered", "piece/month", "higher", ALLOTTED, counts.pieces_delivered, "no time",
        "pieces that arrived in the span / months",
    ),
    Kpi(
        "tonnes_delivered", "tonne/month", "higher", ALLOTTED, counts.tonnes_delivered, "no time",
        "mass of the pieces that arrived in the span / months",
    ),
    Kpi(
        "revenue", "Rp/month", "higher", ALLOTTED, counts.revenue, "no prices",
        "sum over lots that arrived in the span of (pieces x price), in whole rupiah / months",
    ),
    Kpi(
        "wip", "lot", "lower", ALLOTTED, counts.wip, "no time",
        "time in the span that lots are in progress, from placed to delivered, summed / length of the "
        "span",
    ),
    Kpi(
        "backlog_end", "order", "lower", ALLOTTED, counts.backlog_end, "no time",
        "orders placed and not delivered at the end of the span",
    ),
    Kpi(
        "utilisation", "share", "", TYPES, counts.utilisation, "no open hours of a let unit",
        "set-up and processing time in the span / open hours of let units; down time is in the "
        "denominator",
    ),
    Kpi(
        "setup_share", "share", "lower", TYPES, counts.setup_share, "no open hours of a let unit",
        "set-up time in the span / open hours of let units",
    ),
    Kpi(
        "down_share", "share", "lower", TYPES, counts.down_share, "no open hours of a let unit",
        "open hours in which let units are down / open hours of let units",
    ),
    Kpi(
        "closed_share", "share", "", TYPES, counts.closed_share, "no let unit",
        "(time - open hours) of let units / time of let units",
    ),
    Kpi(
        "occupancy", "share", "higher", TYPES, counts.occupancy, "no unit",
        "time of let units / time of all units, let or vacant",
    ),
    Kpi(
        "crew_load", "share", "", FIRMS, counts.crew_load, "no open hours of a limited crew",
        "open hours in which crews have a lot in hand / crews x open hours, of SMEs whose crews are "
        "limited",
    ),
    Kpi(
        "jobs_fte", "fte", "higher", FIRMS, counts.jobs_fte, "no time",
        "hours worked in the span x crew size / (40 hours x weeks)",
    ),
    Kpi(
        "sme_revenue_mean", "Rp/month", "higher", FIRMS, counts.sme_revenue_mean, "no prices or no SME",
        "mean over SMEs of revenue",
    ),
    Kpi(
        "sme_revenue_gini", "number", "lower", ESTATE, counts.sme_revenue_gini, "no revenue",
        "sum over SMEs in order of revenue r of (2 i - n - 1) r / (n x sum of r): 0 when all earn the "
        "same",
    ),
    Kpi(
        "reject_ppm", "ppm", "lower", ALLOTTED, counts.reject_ppm, "no inspection",
        "1,000,000 x pieces rejected / pieces inspected, in all passes in the span",
    ),
    Kpi(
        "shortage_share", "share", "lower", MATERIALS, counts.shortage_share, "no lot asks for material",
        "lots that wait for material / lots that ask for material in the span",
    ),
    Kpi(
        "material_wait_mean", "day", "lower", MATERIALS, counts.material_wait_mean, "no lot gets material",
        "mean wait for material of lots that ask for it in the span and get it, no wait counted as 0",
    ),
    Kpi(
        "days_on_hand", "day", "", MATERIALS, counts.days_on_hand, "no material is issued",
        "mean stock in the span / material issued a day",
    ),
    Kpi(
        "material_tonnes", "tonne/month", "", MATERIALS, counts.material_tonnes, "no time",
        "material issued in the span / months",
    ),
    Kpi(
        "trucks", "truck/month", "", LANES, counts.trucks, "no time",
        "trucks that leave in the span / months",
    ),
)
# fmt: on
KPIS = {kpi.name: kpi for kpi in _REGISTER}  # in the order in which they are shown


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
        found = np.concatenate([kpi.of(given).values(kpi.groups) for kpi in KPIS.values()])
    return dict(zip(_names(replication.scenario), found.tolist(), strict=True))


def names(scenario: Scenario) -> list[str]:
    """Returns the names of the KPIs that `evaluate` gives for a scenario's replications, in its order."""
    return list(_names(scenario))


@once
def _names(scenario: Scenario) -> tuple[str, ...]:
    members = fixed(scenario).members
    return tuple(
        name
        for kpi in KPIS.values()
        for name in (kpi.name, *(f"{kpi.name}[{group}={each}]" for group in kpi.groups for each in members[group]))
    )
