"""How much more the estate carries: the largest demand, or the fewest units, crews or boxes, that meet a requirement.

The requirement is met at a level where the lower end of a one-sided interval meets it, and missed where the upper end
does; what lies between cannot be told apart with the replications at hand, and is said so.
Reading order: headroom, fewest, Search, searched, Headroom; requirement.py.
"""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError
from takarusim.experiments import own, run
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.execution import Engine, Execution, Progress
from takarusim.experiments.own import Own
from takarusim.experiments.requirement import BASE, Level, Requirement, levels
from takarusim.experiments.run import Failure, Span, Task, attempt, span
from takarusim.experiments.search import Search
from takarusim.experiments.upheld import Upheld, upheld
from takarusim.kpis import kpis as registered
from takarusim.quantities.units import nearest
from takarusim.scenario import bounds
from takarusim.scenario.prepared import seed_of
from takarusim.scenario.scenario import Scenario
from takarusim.statistics.responses import Label, Responses

__all__ = ["Headroom", "Level", "Requirement", "fewest", "headroom", "levels", "reduced", "searched"]

Floats = NDArray[np.float64]

LOWEST, HIGHEST = 1 / 16, 16.0  # multiples of today's demand that are looked at, if its orders can come so fast
MORE = 6  # levels tried at most to enclose a crossing with confidence, on either side


@dataclass(frozen=True)
class Headroom:
    """Where a requirement ceases to be met.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> found = tk.headroom(scenario, "wip <= 1000", partner="tractors", replications=2, seed=1, tolerance=0.5)
    >>> found.what, found.requirement
    ('tractors', 'wip <= 1000')
    """

    what: str  # the partner, "all", or the path that was varied
    requirement: str
    confidence: float
    levels: tuple[Level, ...]  # in order of level
    is_upward: bool  # whether higher levels meet the requirement: more units do, more demand does not
    responses: Responses  # what the levels come from, a point each; and `base`, if that is asked for
    worlds: tuple[Upheld, ...] = ()  # in how many worlds it is met at a few levels
    is_frozen: bool = False  # whether partnerships would grow, and are kept as they are

    @property
    def asked(self) -> Requirement:
        """The requirement in its parts."""
        return Requirement.parsed(self.requirement)

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

    def __init__(self, search: Search, execution: Execution, most: int) -> None:
        self.search, self.requirement = search, Requirement.parsed(search.requirement)
        self.execution, self.most = execution, most  # levels that may be tried
        if not 0.5 < search.confidence < 1:
            raise ExperimentError(
                f"not a confidence of a one-sided bound, got {search.confidence}; more than 0.5, less than 1"
            )
        known, wanted = [*registered.names(search.scenario), *execution.own], self.requirement.kpi
        if wanted not in known:
            raise ExperimentError(f"no such KPI, got {wanted!r}; {nearest(wanted, known)}")
        self.kpis = (wanted, *(name for name in self.requirement.beside if name in known))
        self.values: dict[Label, Floats] = {}  # by point: (replications, kpis)
        self.spans: dict[Label, Span] = {}
        self.found: dict[float, Level] = {}
        if self.requirement.is_relative:
            self._run(BASE, search.base)
            if problem := self.spans[BASE].problem:
                raise ExperimentError(f"{problem}, so there is no base; a requirement without base")

    def at(self, level: float) -> Level:
        """Returns a level, tried if it was not."""
        if level not in self.found:
            self._run(level, self.search.at(level))
            (self.found[level],) = reduced(self.search, self._responses([level])).levels
            self.execution.told(len(self.found), self.most)
        return self.found[level]

    def _run(self, point: Label, scenario: Scenario) -> None:
        """Runs a point's replications; the values of a long run without a steady state are NaN."""
        found = self.spans[point] = span(scenario, self.execution)
        numbers, how = range(self.execution.replications), (self.execution.engine, found.window)
        self.values[point] = np.full((len(numbers), len(self.kpis)), math.nan)
        if found.problem:
            return
        tasks = [Task(found.prepared, self.execution.seed, (r,), *how) for r in numbers]
        measure = partial(attempt, partial(own.evaluate, own=self.execution.own))
        for r, answer in enumerate(self.execution.map(measure, tasks)):
            if isinstance(answer, Failure):
                raise ExperimentError(answer.message)
            self.values[point][r] = [answer[0][name] for name in self.kpis]

    def _responses(self, points: Sequence[float]) -> Responses:
        """Returns what some levels came to, behind the base where there is one."""
        named: tuple[Label, ...] = (*([BASE] if self.requirement.is_relative else []), *points)
        return Responses(
            named,
            tuple(range(self.execution.replications)),
            self.kpis,
            np.stack([self.values[point] for point in named]),
            run.made_of(self.search.scenario, self.execution.seed) | own.said(self.execution.own),
            {point: self.spans[point].problem for point in named if self.spans[point].problem},
            "level",
            months={point: self.spans[point].months for point in named},
        )

    def headroom(self) -> "Headroom":
        """Returns all that was tried."""
        responses = self._responses(sorted(self.found))
        return reduced(self.search, responses)


def reduced(search: Search, responses: Responses) -> Headroom:
    """Returns what responses at the levels of a search come to."""
    requirement, own = (
        Requirement.parsed(search.requirement),
        [point for point in responses.points if search.is_base(point)],
    )
    found = levels(responses, requirement, search.confidence, own)
    ends = (bool(search.path), responses)
    return Headroom(search.what, search.requirement, search.confidence, found, *ends, is_frozen=search.is_frozen)


def searched(search: Search, execution: Execution, ensemble: Ensemble | None = None) -> Headroom:
    """Returns where a requirement ceases to be met, with all levels that were tried on the way.

    Of an ensemble, in how many worlds it is met as things are, and at the last level at which it surely is.
    """
    search = replace(search, scenario=registered.asking(search.scenario, Requirement.parsed(search.requirement).kpi))
    with execution.at_work() as at_work:
        if search.path:
            trials = _Trials(search, at_work, (search.high - search.low).bit_length() + 5)
            _count(trials)
        else:
            halvings = math.log2(math.log(2) / math.log(1 + search.tolerance))
            trials = _Trials(search, at_work, 1 + round(math.log2(HIGHEST)) + math.ceil(halvings) + 2 * MORE)
            rooms = (math.floor(9999 * bounds.room(search.scenario, name)) / 10000 for name in search.varied)
            _cross(trials, min(HIGHEST, *rooms), search.tolerance)
    found = trials.headroom()
    if ensemble is None:
        return found
    asked = dict.fromkeys(([] if search.path else [1.0]) + [found.surely])
    return replace(found, worlds=upheld(search, asked, ensemble, execution))


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
    progress: Progress | None = None,
    kpis: Own | None = None,
    worlds: Ensemble | None = None,
) -> Headroom:
    """Finds the largest demand, as a multiple of today's, at which a requirement is met.

    A level at which the backlog of a long run grows misses it; one at which even a longer run cannot tell is untold.
    Partnerships that grow are kept at their level of 100 percent: else demand would fall as service does.

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
    kpis : {name: function of a Replication}, optional
        KPIs of one's own, as in `replicate`, of which one may be required: "very_late <= 3".
    worlds : Ensemble, optional
        Worlds in which the requirement is looked at too, in `Headroom.worlds`.

    Raises
    ------
    ExperimentError
        If there is no such partner, its orders are in circulation and have no rate, or there is no replication.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> found = tk.headroom(scenario, "otif >= 0.5", partner="tractors", replications=3, seed=1, tolerance=0.2)
    >>> found.surely <= found.estimate <= found.at_most
    True
    >>> kpis = {"rows": lambda one: len(one.log)}
    >>> found = tk.headroom(scenario, "rows <= 20000", replications=2, seed=1, tolerance=0.5, kpis=kpis)
    >>> found.requirement
    'rows <= 20000'
    """
    seed = seed_of(scenario, seed)
    search = Search(scenario, requirement, partner, confidence=confidence, tolerance=tolerance)
    return searched(search, Execution(seed, replications, engine, jobs, executor, progress, kpis or {}), worlds)


def _cross(trials: _Trials, highest: float, tolerance: float) -> None:
    """Tries levels of demand, up to the highest, on either side of where the requirement ceases to be met."""

    def is_met(level: float) -> bool:
        return trials.at(level).margin.mean >= 0  # not where it is untold: NaN

    low = high = 1.0
    while not is_met(low) and low > LOWEST:
        low, high = low / 2, low
    while is_met(high) and high < highest:
        low, high = high, min(high * 2, highest)
    while high / low > 1 + tolerance and is_met(low) and not is_met(high):
        middle = round(math.sqrt(low * high), 4)
        low, high = (middle, high) if is_met(middle) else (low, middle)
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
    progress: Progress | None = None,
    kpis: Own | None = None,
    worlds: Ensemble | None = None,
) -> Headroom:
    """Finds the fewest units, crews or boxes at which a requirement is met, for the scenario's demand.

    A level at which the backlog of a long run grows misses it; one at which even a longer run cannot tell is untold.

    Parameters
    ----------
    path : str
        A count of the scenario: "workshops.C.let", "smes.heavy.crews", "smes.press.stock.clip.boxes".
    low, high : int
        The counts to look between, both included; a count of units let brings the buildings that it needs.
    also : paths, optional
        Counts that get the same value.
    replications, seed, engine, jobs, executor : as in `replicate`
    progress : function, optional
        Called with (levels tried, how many may be).
    kpis : {name: function of a Replication}, optional
        KPIs of one's own, as in `replicate`, of which one may be required: "very_late <= 3".
    worlds : Ensemble, optional
        Worlds in which the requirement is looked at too, in `Headroom.worlds`.

    Raises
    ------
    ScenarioError
        If there is no such path.
    ExperimentError
        If there is no count to look at, or no replication.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> found = tk.fewest(scenario, "workshops.lathe.let", "otif >= 0.5", high=4, replications=3, seed=1)
    >>> [level.level for level in found.levels if level.level <= 3]
    [1, 2, 3]
    """
    seed = seed_of(scenario, seed)
    search = Search(scenario, requirement, None, path, tuple(also), low, high, confidence)
    return searched(search, Execution(seed, replications, engine, jobs, executor, progress, kpis or {}), worlds)


def _count(trials: _Trials) -> None:
    """Tries counts on either side of the fewest that meet the requirement."""
    low, high = trials.search.low, trials.search.high
    first, last = low, high
    while first < last and trials.at(last).margin.low >= 0:
        middle = (first + last) // 2
        first, last = (first, middle) if trials.at(middle).margin.low >= 0 else (middle + 1, last)
    for level in range(last - 2, last + 3):
        if low <= level <= high:
            trials.at(level)
