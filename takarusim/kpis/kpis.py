"""The KPIs of a replication: each one of the register, for the estate and for every member of its groups.

Everything is counted from the log, over a span that leaves out the run-in of a plan and the warm-up of a long run. A
KPI by group is called by its name and the member: `otif[partner=automotive-1]`. An undefined one is NaN.
"""

from collections.abc import Callable, Collection
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.turns import turn
from takarusim.kpis import counts, finished, money, partnerships
from takarusim.kpis.facts import Facts, facts, fixed
from takarusim.kpis.measures import Measure
from takarusim.outcome.replication import Replication, Window
from takarusim.quantities.units import quantity
from takarusim.registers.kpis import KPIS, Kpi, Name
from takarusim.scenario.prepared import Given, Prepared, prepare
from takarusim.scenario.scenario import Scenario

__all__ = ["GROUPS", "asking", "evaluate", "names", "values"]

GROUPS = tuple(dict.fromkeys(group for kpi in KPIS.values() for group in kpi.groups))
COUNTS: dict[str, Callable[..., Measure]] = {
    name: getattr(module, name) for module in (counts, finished, money, partnerships) for name in module.__all__
}


def evaluate(
    replication: Replication, window: Window | None = None, groups: Collection[str] = GROUPS
) -> dict[str, float]:
    """Returns all KPIs of a replication, by name and group, over the span that counts or another one.

    Parameters
    ----------
    replication : Replication
    window : Window, optional
    groups : collection of str, optional
        Those that are wanted, beside the estate as a whole.

    Returns
    -------
    dict
        Value by name, as in `utilisation[workshop=C]`; the same names in the same order for all replications of a
        scenario. NaN: undefined.
    """
    _ = replication.states  # read at the same time as those of others
    with turn():
        found = values(facts(replication, window), groups)
    return dict(zip(names(replication.prepared, groups), found.tolist(), strict=True))


def values(given: Facts, groups: Collection[str] = GROUPS) -> NDArray[np.float64]:
    """Returns all KPIs of what there is to count, by some groups, in the order of `names`."""
    asked = given.replication.prepared.once(_asked)
    measures = [(kpi.groups, COUNTS[kpi.name](given, *value)) for kpi, _, value in asked]
    return np.concatenate([measure.values(tuple(g for g in by if g in groups)) for by, measure in measures])


def names(given: Given, groups: Collection[str] = GROUPS) -> list[str]:
    """Returns the names of the KPIs that `evaluate` gives for a scenario's replications, in its order."""
    prepared = prepare(given)
    members = prepared.once(fixed).members.items()
    kpis = [(kpi.name, text, kpi.groups) for kpi, text, _ in prepared.once(_asked)]
    return list(_names(tuple(kpis), tuple(members), frozenset(groups)))


def _asked(prepared: Prepared) -> tuple[tuple[Kpi, str, tuple[float, ...]], ...]:
    """Returns the KPIs of a scenario, with the values that are asked for as they are written and in the base unit."""
    scenario = prepared.scenario
    texts = (*scenario.kpis, *scenario.targets)
    asked = {name.whole for name in map(Name.parsed, texts) if name and name.value}
    written = [(KPIS[name.kpi], name.value) for name in sorted(asked)]
    plain = [(kpi, "", ()) for kpi in KPIS.values() if not kpi.asks]
    return (*plain, *((kpi, text, (quantity(text, kpi.asks).value,)) for kpi, text in written))


@lru_cache(maxsize=64)  # many scenarios have the same
def _names(
    kpis: tuple[tuple[str, str, tuple[str, ...]], ...],
    members: tuple[tuple[str, tuple[str, ...]], ...],
    groups: frozenset[str],
) -> tuple[str, ...]:
    """Returns the names of KPIs, each with a value that it asks for and its groups, by the members of some groups."""
    of = {"": ("",)} | {group: each for group, each in members if group in groups}
    return tuple(
        str(Name(kpi, group, each, text)) for kpi, text, by in kpis for group in ("", *by) for each in of.get(group, ())
    )


def asking(scenario: Scenario, name: str) -> Scenario:
    """Returns the scenario with a KPI counted too, if it is one that asks for a value; Mistake if that is none."""
    asked = Name.parsed(name)
    if not asked or not asked.value or asked.kpi not in KPIS or not KPIS[asked.kpi].asks:
        return scenario
    quantity(asked.value, KPIS[asked.kpi].asks, above=0)
    kpis = dict.fromkeys((*scenario.kpis, str(asked.whole)))
    return scenario.model_copy(update={"kpis": tuple(kpis)})
