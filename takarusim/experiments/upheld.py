"""In how many worlds that agree with what is known a requirement is met, at a few levels of what is varied."""

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from takarusim.experiments.across import check, run_in
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.execution import Execution
from takarusim.experiments.requirement import BASE, Requirement
from takarusim.experiments.search import Search

__all__ = ["Upheld", "upheld"]


class Upheld(NamedTuple):
    """A level in worlds."""

    level: float
    met: int  # in how many worlds, by the mean of their replications
    n: int  # that define the KPI


def upheld(search: Search, levels: Iterable[float], ensemble: Ensemble, execution: Execution) -> tuple[Upheld, ...]:
    """Returns in how many worlds the requirement of a search is met at some levels; each world has a base of its own.

    What is varied is in every world what the level says, also where it is assumed.

    Raises
    ------
    ExperimentError
        As `across` does.
    """
    check(search.base, ensemble)
    requirement, known = Requirement.parsed(search.requirement), [level for level in levels if math.isfinite(level)]
    scenarios = {BASE: search.base, **{str(level): search.at(level) for level in known}}
    found = run_in(ensemble, scenarios, execution, (requirement.kpi,), search.fixed)
    means = found.of(requirement.kpi).mean(axis=2)
    margins = requirement.margins(means[:, 1:], means[:, :1])
    counts = zip(known, (margins >= 0).sum(axis=0).tolist(), np.isfinite(margins).sum(axis=0).tolist(), strict=True)
    return tuple(Upheld(*one) for one in counts)
