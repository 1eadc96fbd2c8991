"""In which worlds a scenario does what is asked: a few groups of assumptions that tell, if any do (scenario discovery).

Reading order: where, Where, Condition.
"""

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError, ScenarioError
from takarusim.experiments.across import Across
from takarusim.experiments.requirement import Requirement
from takarusim.quantities.units import Quantity, nearest
from takarusim.scenario import reading
from takarusim.scenario.assumptions import Variation
from takarusim.scenario.scenario import Scenario
from takarusim.statistics.prim import Box, prim

__all__ = ["Condition", "Where", "example", "where"]


Floats = NDArray[np.float64]


class Condition(NamedTuple):
    """Where the draw of a group lies in the worlds of a box."""

    group: str
    low: float  # a standard normal draw, above 0 is more work; -inf: anything less
    high: float
    chance: float  # quasi-p-value: that the box without this condition has as many cases


class Where(NamedTuple):
    """In which worlds a requirement is met."""

    asked: Requirement
    cases: int  # worlds in which it is met, by the mean of their replications
    n: int  # that define it
    conditions: tuple[Condition, ...]  # that tell where, the most certain first; (): nothing does
    box: Box | None  # what is in it
    margins: Floats  # by which each world meets it, in the KPI's unit; NaN: it defines none

    @property
    def outside(self) -> tuple[int, int]:
        """The cases that lie outside of the box, and of how many worlds."""
        return (self.cases - self.box.cases, self.n - self.box.n) if self.box else (self.cases, self.n)


def where(across: Across, label: str, asked: Requirement) -> Where:
    """Returns in which worlds a scenario meets a requirement.

    Raises
    ------
    ExperimentError
        If the worlds have no such KPI.
    """
    if asked.kpi not in across.kpis:
        raise ExperimentError(f"no such KPI in these worlds, got {asked.kpi!r}; {nearest(asked.kpi, across.kpis)}")
    means = across.of(asked.kpi).mean(axis=2)
    margins = asked.margins(means[:, across.labels.index(label)], means[:, 0])
    known = np.isfinite(margins)
    is_case = margins[known] >= 0
    box = prim(across.factors[known], is_case)
    limits = box.limits if box else ()
    conditions = tuple(Condition(across.groups[one.factor], one.low, one.high, one.chance) for one in limits)
    return Where(asked, int(is_case.sum()), int(known.sum()), conditions, box, margins)


def example(scenario: Scenario, group: str, draw: float) -> tuple[str, str, bool] | None:
    """Returns a number of a group, what it is at a draw of the group, and whether it is larger at larger draws.

    None where the scenario has no such group, or cannot be so.
    """
    variation = Variation.of(scenario)
    mine = [one for one in variation.assumptions if one.group == group and one.shared > 0]
    plain = [one for one in mine if isinstance(one.number, Quantity)]
    try:
        made = variation.world(variation.places({group: draw}, np.zeros(len(variation.assumptions))))
    except ScenarioError:
        return None
    known = {entry.path: _rounded(f"{entry.value} {entry.unit}".strip()) for entry in reading.register(made)}
    return next(((one.path, known[one.path], one.sign > 0) for one in (*plain, *mine)), None)


def _rounded(text: str) -> str:
    """Returns a text whose numbers with decimal places have no more digits than an example needs."""
    return re.sub(r"\d+\.\d+", lambda found: f"{float(found[0]):.3g}", text)
