"""How much more the estate carries: the largest demand, or the fewest units or crews, that meet a requirement.

The requirement is met at a level where the lower end of a one-sided interval meets it, and missed where the upper end
does; what lies between cannot be told apart with the replications at hand, and is said so.
Reading order: headroom, fewest, Headroom, Requirement.
"""

import math
import re
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError
from takarusim.experiments.execution import Engine, Failure, Task, answers
from takarusim.experiments.run import check_replications, span, workers
from takarusim.quantities.units import nearest
from takarusim.scenario import checks, reading
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import estimates, responses
from takarusim.statistics.estimates import Estimate

__all__ = ["Headroom", "Level", "Requirement", "fewest", "headroom"]

LOWEST, HIGHEST = 1 / 16, 16.0  # multiples of today's demand that are looked at, if its orders can come so fast
MORE = 6  # levels tried at most to enclose a crossing with confidence, on either side
WRITTEN = re.compile(
    r"\s*(?P<kpi>[^<>=\[\]]+?(\[[^\]]+\])?)\s*(?P<sign>>=|<=)\s*(?P<base>base\b)?\s*"
    r"(?P<number>(?(base)[+-]|[+-]?)\s*(\d+\.?\d*|\.\d+)\s*%?)?\s*"
)


class Requirement(NamedTuple):
    """What a KPI must reach: a number, or the base's own value and a number."""

    kpi: str
    is_at_least: bool
    is_relative: bool  # to the base's own value, replication by replication
    number: float  # in the KPI's unit

    @classmethod
    def parsed(cls, text: str) -> "Requirement":
        """Makes a requirement of its text.

        Examples
        --------
        >>> Requirement.parsed("otif >= 95 %")
        Requirement(kpi='otif', is_at_least=True, is_relative=False, number=0.95)
        >>> Requirement.parsed("otif[partner=market-1] >= base - 0.02").number
        -0.02
        """
        match = WRITTEN.fullmatch(text)
        if not match or not (match["base"] or match["number"]):
            raise ExperimentError(
                f"not a requirement, got {text!r}; >= or <=, and 0.9 or 90 % of a share: "
                "'otif >= 0.95', 'otif >= base - 0.02' or 'lead_time_mean <= 30'"
            )
        number = (match["number"] or "0").replace(" ", "")
        value = float(number.rstrip("%")) / (100 if number.endswith("%") else 1)
        return cls(match["kpi"], match["sign"] == ">=", match["base"] is not None, value)

    def margins(self, values: NDArray[np.float64], base: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns by how much each replication meets it, in the KPI's unit; negative: misses it."""
        asked = (base if self.is_relative else 0.0) + self.number
        return values - asked if self.is_at_least else asked - values


class Level(NamedTuple):
    """A level that was tried."""

    level: float  # a multiple of today's demand, or so many units or crews
    kpi: Estimate
    margin: Estimate  # by which the requirement is met: a one-sided bound at either end; -inf where there is a problem
    problem: str = ""  # why nothing is defined, so that the requirement is missed: "no steady state: ..."


@dataclass(frozen=True)
class Headroom:
    """Where a requirement ceases to be met."""

    what: str  # the partner, "all", or the path that was varied
    requirement: str
    confidence: float
    levels: tuple[Level, ...]  # in order of level
    is_upward: bool  # whether higher levels meet the requirement: more units do, more demand does not

    @property
    def surely(self) -> float:
        """The last level at which it is met with the stated confidence, as are all easier ones; NaN: none."""
        met = math.nan
        for level in self._from_easiest():
            if not level.margin.low >= 0:
                break
            met = level.level
        return met

    @property
    def at_most(self) -> float:
        """The first level at which it is missed with the stated confidence; NaN: none was tried."""
        return next((level.level for level in self._from_easiest() if level.margin.high < 0), math.nan)

    @property
    def estimate(self) -> float:
        """Where the mean margin crosses 0, by linear interpolation between levels; NaN: nowhere between them."""
        levels = self._from_easiest()
        for a, b in pairwise(levels):
            if a.margin.mean >= 0 > b.margin.mean:
                share = a.margin.mean / (a.margin.mean - b.margin.mean)
                return a.level + share * (b.level - a.level)
        return math.nan

    def _from_easiest(self) -> list[Level]:
        return sorted(self.levels, key=lambda level: level.level, reverse=self.is_upward)


class _Trials:
    """Levels tried so far, all with the same draws."""

    def __init__(
        self,
        make: Callable[[float], Scenario],
        base: Scenario,
        requirement: Requirement,
        confidence: float,
        run: "_Run",
    ) -> None:
        check_replications(run.replications)
        if not 0.5 < confidence < 1:
            raise ExperimentError(
                f"not a confidence of a one-sided bound, got {confidence}; more than 0.5, less than 1"
            )
        self.make, self.requirement, self.confidence, self.run = make, requirement, confidence, run
        self.base, problem = run(base, requirement.kpi) if requirement.is_relative else (np.zeros(run.replications), "")
        if problem:
            raise ExperimentError(f"{problem}, so there is no base; a requirement without base")
        self.found: dict[float, Level] = {}

    def at(self, level: float) -> Level:
        """Returns a level, tried if it was not."""
        if level not in self.found:
            values, problem = self.run(self.make(level), self.requirement.kpi)
            margins = self.requirement.margins(values, self.base)
            two_sided = 2 * self.confidence - 1  # each end of it is a one-sided bound
            kpi = responses.estimate(self.requirement.kpi, values, self.confidence)
            margin = estimates.mean_interval(margins, confidence=two_sided)
            if problem:
                margin = replace(margin, mean=-math.inf, low=-math.inf, high=-math.inf)
            self.found[level] = Level(level, kpi, margin, problem)
            if self.run.progress:
                self.run.progress(len(self.found), self.run.most)
        return self.found[level]


class _Run(NamedTuple):
    """How a scenario is run."""

    replications: int
    seed: int
    engine: Engine
    executor: Executor | None
    progress: Callable[[int, int], None] | None
    most: int  # levels that may be tried

    def __call__(self, scenario: Scenario, kpi: str) -> tuple[NDArray[np.float64], str]:
        """Returns a KPI of each replication, ""; NaN, and why, where a long run has no steady state."""
        how: dict[str, Any] = {"seed": self.seed, "engine": self.engine, "executor": self.executor}
        window, problem = span(scenario, self.replications, **how)
        if problem:
            return np.full(self.replications, math.nan), problem
        tasks = [Task(scenario, self.seed, (r,), self.engine, window) for r in range(self.replications)]
        values = []
        for answer in answers(tasks, executor=self.executor):
            if isinstance(answer, Failure):
                raise ExperimentError(answer.message)
            if kpi not in answer[0]:
                raise ExperimentError(f"no such KPI, got {kpi!r}; {nearest(kpi, list(answer[0]))}")
            values.append(answer[0][kpi])
        return np.array(values), ""


def headroom(
    scenario: Scenario,
    requirement: str,
    *,
    partner: str | None = None,
    replications: int = 30,
    seed: int | None = None,
    confidence: float = 0.95,
    tolerance: float = 0.02,
    engine: Engine = "auto",
    jobs: int | None = 1,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Headroom:
    """Finds the largest demand, as a multiple of today's, at which a requirement is met.

    A level at which a long run has no steady state misses it.

    Parameters
    ----------
    scenario : Scenario
    requirement : str
        "otif >= 0.95", or relative to the scenario as it is: "otif >= base - 0.02".
    partner : str, optional
        Whose demand is varied; all partners' when not given.
    replications, seed, engine, jobs, executor : as in `replicate`
    tolerance : float
        The crossing is enclosed between levels that differ by this share at most.
    progress : function, optional
        Called with (levels tried, how many may be).

    Raises
    ------
    ExperimentError
        If there is no such partner, its orders are in circulation and have no rate, or there is no replication.
    """
    if partner is not None and partner not in scenario.partners:
        raise ExperimentError(f"no such partner, got {partner!r}; one of {', '.join(scenario.partners)}")
    varied = [partner] if partner else [k for k, p in scenario.partners.items() if p.orders.circulating is None]
    if any(scenario.partners[k].orders.circulating for k in varied) or not varied:
        raise ExperimentError(f"orders in circulation have no rate, got {partner or 'no other partner'}")

    def at(multiple: float) -> Scenario:
        made = scenario
        for name in varied:
            today = scenario.partners[name].demand.value
            made = reading.with_value(made, f"partners.{name}.demand", today * multiple)
        return made

    chosen, halvings = scenario.seed if seed is None else seed, math.log2(math.log(2) / math.log(1 + tolerance))
    most = 1 + round(math.log2(HIGHEST)) + math.ceil(halvings) + 2 * MORE
    highest = min(HIGHEST, *(math.floor(9999 * checks.room(scenario, name)) / 10000 for name in varied))
    with workers(engine, jobs, executor) as pool:
        run = _Run(replications, chosen, engine, pool, progress, most)
        trials = _Trials(at, scenario, Requirement.parsed(requirement), confidence, run)
        _cross(trials, highest, tolerance)
    levels = tuple(sorted(trials.found.values()))
    return Headroom(partner or "all", requirement, confidence, levels, is_upward=False)


def _cross(trials: _Trials, highest: float, tolerance: float) -> None:
    """Tries levels of demand, up to the highest, on either side of where the requirement ceases to be met."""
    low = high = 1.0
    while trials.at(low).margin.mean < 0 and low > LOWEST:
        low, high = low / 2, low
    while trials.at(high).margin.mean >= 0 and high < highest:
        low, high = high, min(high * 2, highest)
    while high / low > 1 + tolerance and trials.at(low).margin.mean >= 0 > trials.at(high).margin.mean:
        middle = round(math.sqrt(low * high), 4)
        low, high = (middle, high) if trials.at(middle).margin.mean >= 0 else (low, middle)
    _enclose(trials, low, lambda level: level * (1 - 2 * tolerance), LOWEST, is_met=True)
    _enclose(trials, high, lambda level: min(level * (1 + 2 * tolerance), highest), highest, is_met=False)


def _enclose(trials: _Trials, level: float, step: Callable[[float], float], last: float, *, is_met: bool) -> None:
    """Tries ever easier (harder) levels until one meets (misses) the requirement with confidence; MORE at most."""
    for _ in range(MORE):
        margin = trials.at(level).margin
        if (margin.low >= 0 if is_met else margin.high < 0) or (level <= last if is_met else level >= last):
            return
        level = round(step(level), 4)


def fewest(
    scenario: Scenario,
    path: str,
    requirement: str,
    *,
    low: int = 1,
    high: int = 200,
    also: Sequence[str] = (),
    replications: int = 30,
    seed: int | None = None,
    confidence: float = 0.95,
    engine: Engine = "auto",
    jobs: int | None = 1,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Headroom:
    """Finds the fewest units or crews at which a requirement is met, for the scenario's demand.

    A level at which a long run has no steady state misses it.

    Parameters
    ----------
    path : str
        A count of the scenario: "workshops.C.let", "smes.heavy.crews".
    low, high : int
        The counts to look between, both included; a count of units let brings the buildings that it needs.
    also : paths, optional
        Counts that get the same value.
    replications, seed, engine, jobs, executor : as in `replicate`
    progress : function, optional
        Called with (levels tried, how many may be).

    Raises
    ------
    ScenarioError
        If there is no such path.
    ExperimentError
        If there is no count to look at, or no replication.
    """
    if low > high:
        raise ExperimentError(f"no count from low to high, got {low} and {high}; low first")

    def at(level: float) -> Scenario:
        made = scenario
        for each in (path, *also):
            kind = each.removeprefix("workshops.").removesuffix(".let")
            if kind in scenario.workshops and level > scenario.workshops[kind].units.value:
                made = reading.with_value(made, f"workshops.{kind}.units", int(level))
            made = reading.with_value(made, each, int(level))
        return made

    chosen = scenario.seed if seed is None else seed
    with workers(engine, jobs, executor) as pool:
        run = _Run(replications, chosen, engine, pool, progress, (high - low).bit_length() + 5)
        trials = _Trials(at, scenario, Requirement.parsed(requirement), confidence, run)
        first, last = low, high
        while first < last and trials.at(last).margin.low >= 0:
            middle = (first + last) // 2
            first, last = (first, middle) if trials.at(middle).margin.low >= 0 else (middle + 1, last)
        for level in range(last - 2, last + 3):
            if low <= level <= high:
                trials.at(level)
    return Headroom(path, requirement, confidence, tuple(sorted(trials.found.values())), is_upward=True)
