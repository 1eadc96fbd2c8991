"""Which option is best, with a stated probability of being right, within a budget and where a requirement may be met.

Reading order: Asked, Selection, selected.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError
from takarusim.experiments import own, provenance, spans
from takarusim.experiments.across import Across, across
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.execution import Execution
from takarusim.experiments.requirement import Requirement
from takarusim.experiments.run import Failure, Task, attempt
from takarusim.kpis import kpis as registered
from takarusim.outcome.replication import Replication, Window
from takarusim.quantities.units import nearest
from takarusim.registers.kpis import HEADLINE, about, is_whole
from takarusim.scenario.costs import spendings, unpriced
from takarusim.scenario.prepared import Given, prepare
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import estimates
from takarusim.statistics.estimates import Estimate
from takarusim.statistics.responses import Responses
from takarusim.statistics.selection import Selected, best_of

__all__ = ["MOST", "Asked", "Job", "Measure", "Selection", "cost", "measured", "selected"]

Floats = NDArray[np.float64]
MOST = 300  # options
INDIFFERENCE = 0.005  # of a share, where none is stated
STEP = 5  # replications between looks


class Asked(NamedTuple):
    """What is to be selected, and how surely."""

    kpi: str = HEADLINE
    indifference: float = INDIFFERENCE  # the smallest difference worth telling, in the KPI's unit
    confidence: float = 0.95  # that the best is selected, where it is better than all others by so much
    first: int = 10  # replications of each option
    limit: int = 200  # replications at which it ends without a promise
    budget: float = math.inf  # Rp  that an option may cost more than the base
    require: str = ""  # that an option must not surely miss
    worlds: str = ""  # the id of the ensemble in whose worlds options are run too


@dataclass(frozen=True, eq=False)
class Selection:
    """The best of some options, and what became of the others.

    Examples
    --------
    >>> import takarusim as tk
    >>> today = tk.read_scenario("scenarios/first-steps.yaml", ["time.last_day=2024-03-31"])
    >>> options = {"today": today, "busy": tk.with_value(today, "partners.tractors.demand", 3)}
    >>> tk.select(options, indifference=0.05).best
    'today'
    """

    scenarios: Mapping[str, Scenario]  # by label, the base first
    responses: Responses  # a point for each option that was run; NaN in replications in which it was left out already
    asked: Asked
    best: str
    rivals: tuple[str, ...]  # those that could not be left out, the best one among them
    is_sure: bool  # whether the promise holds; not where the limit ended it
    dear: tuple[str, ...] = ()  # those that cost more than the budget, which were not run
    missing: tuple[str, ...] = ()  # those that surely miss the requirement
    worlds: Across | None = None

    @property
    def base(self) -> str:
        """The label of the base."""
        return next(iter(self.scenarios))

    @property
    def id(self) -> str:
        """Its name, that of its folder: the same options, and the same asked, have the same."""
        return str(self.responses.provenance["run"])

    @property
    def seed(self) -> int:
        """Of all random numbers."""
        return int(self.responses.provenance["seed"])

    @cached_property
    def replications(self) -> dict[str, int]:
        """How many there are of each option."""
        column = self.responses.column(self.asked.kpi)
        return {
            str(point): int(np.isfinite(row).sum()) for point, row in zip(self.responses.points, column, strict=True)
        }

    @cached_property
    def behind(self) -> dict[str, Estimate]:
        """By how much each option that was run is behind the best one, paired; 0 of the best one itself."""
        best = self.responses.of(self.asked.kpi, self.best)
        unit, confidence = about(self.asked.kpi).unit, self.asked.confidence
        columns = {str(point): self.responses.of(self.asked.kpi, point) for point in self.responses.points}
        return {
            label: estimates.paired_difference(values, best, confidence=confidence, unit=unit)
            for label, values in columns.items()
        }

    def verdict(self, label: str) -> str:
        """Returns what became of an option: "best", "rivals", "out", "dear" or "missing"."""
        if label == self.best:
            return "best"
        found = {"dear": self.dear, "missing": self.missing, "rivals": self.rivals}
        return next((name for name, labels in found.items() if label in labels), "out")

    def costs(self) -> dict[str, float]:
        """Returns what each option costs the public more than the base, in rupiah; NaN where it does not state all."""
        base = self.scenarios[self.base]
        return {label: cost(scenario, base) for label, scenario in self.scenarios.items()}

    def margin(self) -> Estimate | None:
        """Returns by how much the best one meets the requirement; None where there is none."""
        if not self.asked.require:
            return None
        return _margin(self.responses, self.best, self.base, self.asked, self.asked.confidence)

    def best_in(self) -> dict[str, int]:
        """Returns in how many worlds each option is the best one; {} without worlds."""
        if self.worlds is None:
            return {}
        means = _sign(self.asked.kpi) * self.worlds.of(self.asked.kpi).mean(axis=2)
        told = means[np.isfinite(means).all(axis=1)]
        counts = np.bincount(told.argmax(axis=1), minlength=len(self.worlds.labels)).tolist()
        return dict(zip(self.worlds.labels, counts, strict=True))


def cost(scenario: Scenario, base: Scenario) -> float:
    """Returns what a scenario costs the public more than another one, in rupiah; NaN where a measure states no cost."""
    if unpriced(scenario) - unpriced(base):
        return math.nan
    spent, before = (sum(each.rupiah for each in spendings(one)) for one in (scenario, base))
    return spent - before


def _sign(kpi: str) -> int:
    sign = {"higher": 1, "lower": -1}.get(about(kpi).better)
    if sign is None:
        raise ExperimentError(f"a KPI of which neither way is better, got {kpi!r}; one that has a better way")
    return sign


def _margin(values: Responses, label: str, base: str, asked: Asked, confidence: float) -> Estimate:
    required = Requirement.parsed(asked.require)
    margins = required.margins(values.of(required.kpi, label), values.of(required.kpi, base))
    return estimates.mean_interval(margins, confidence=confidence, unit=about(required.kpi).unit)


class Job(NamedTuple):
    """One replication of an option."""

    task: Task
    option: int  # its number


Measure = Callable[[Job], dict[str, float] | Failure]  # the KPIs of a replication, or why there are none


def measured(job: Job) -> dict[str, float] | Failure:
    """Returns the KPIs that a selection keeps: those of the estate, of partners and of their kinds."""
    answer = attempt(_whole, job.task)
    return answer if isinstance(answer, Failure) else answer[0]


@dataclass
class _Runs:
    """The options, and the values that there are of them so far."""

    options: Mapping[str, Given]
    execution: Execution
    kpis: tuple[str, ...]  # that must be there
    measure: Measure
    found: dict[str, list[dict[str, float]]] = field(default_factory=dict)

    def add(self, labels: Sequence[str], start: int, stop: int) -> None:
        """Runs further replications of some options, each of them a task of its own."""
        numbers = {label: number for number, label in enumerate(self.options)}
        of_each = [(label, r) for label in labels for r in range(start, stop)]
        seed, engine = self.execution.seed, self.execution.engine
        jobs = (Job(Task(self.options[label], seed, (r,), engine), numbers[label]) for label, r in of_each)
        for (label, _), answer in zip(of_each, self.execution.map(self.measure, jobs), strict=True):
            if isinstance(answer, Failure):
                raise ExperimentError(f"{label}: {answer.message}")
            self.found.setdefault(label, []).append(answer)
            if absent := [kpi for kpi in self.kpis if math.isnan(answer.get(kpi, math.nan))]:
                known = list(answer)
                raise ExperimentError(f"no value of a KPI in {label}, got {absent[0]!r}; {nearest(absent[0], known)}")
            done = sum(map(len, self.found.values()))
            self.execution.told(done, max(done, len(self.options) * self.execution.replications))

    def of(self, kpi: str, labels: Sequence[str], start: int, stop: int) -> Floats:
        """Returns a KPI's values, (options, replications)."""
        return np.array([[row[kpi] for row in self.found[label][start:stop]] for label in labels])

    def responses(self, made_of: Mapping[str, str | int]) -> Responses:
        """Returns all values, NaN where an option was not run."""
        names = tuple(dict.fromkeys(name for rows in self.found.values() for name in rows[0]))
        most, points = max(map(len, self.found.values())), tuple(self.found)
        values = np.full((len(points), most, len(names)), np.nan)
        for k, rows in enumerate(self.found.values()):
            values[k, : len(rows)] = [[row.get(name, math.nan) for name in names] for row in rows]
        return Responses(points, tuple(range(most)), names, values, made_of, axis="option")


def _whole(replication: Replication, window: Window) -> dict[str, float]:
    every = own.evaluate(replication, window, {})
    return {name: value for name, value in every.items() if is_whole(name) or "[partner=" in name or "[kind=" in name}


def selected(
    scenarios: Mapping[str, Scenario],
    execution: Execution,
    asked: Asked,
    run: str,
    ensemble: Ensemble | None = None,
    measure: Measure = measured,
) -> Selection:
    """Returns the best of some scenarios, the base first.

    A requirement takes half of what may go wrong: with that probability no option that meets it is left out.
    `measure` says what a replication of an option came to, perhaps without running it.

    Raises
    ------
    ExperimentError
        If there is nothing to select from, a KPI is none or has no better way, or a replication failed.
    """
    spans.check(scenarios)
    sign, base = _sign(asked.kpi), next(iter(scenarios))
    if not 2 <= len(scenarios) <= MOST or not asked.indifference > 0:
        told = f"{len(scenarios)} options, indifference {asked.indifference}"
        raise ExperimentError(f"two to {MOST} options and an indifference above 0, got {told}")
    kpis = (asked.kpi, *((Requirement.parsed(asked.require).kpi,) if asked.require else ()))
    for kpi in kpis:
        scenarios = {label: registered.asking(scenario, kpi) for label, scenario in scenarios.items()}
    costs = {label: cost(scenario, scenarios[base]) for label, scenario in scenarios.items()}
    if unknown := [label for label, rupiah in costs.items() if math.isnan(rupiah) and math.isfinite(asked.budget)]:
        paths = sorted(set[str]().union(*(unpriced(scenarios[label]) for label in unknown)) - unpriced(scenarios[base]))
        told = f"no cost of {', '.join(paths)}"
        raise ExperimentError(f"a budget asks for the cost of every measure, got {told}; a cost, or no budget")
    dear = tuple(label for label, rupiah in costs.items() if rupiah > asked.budget)
    with execution.at_work() as at_work:
        made = spans.warmed_up({k: each for k, each in scenarios.items() if k not in dear}, at_work)
        runs = _Runs({label: prepare(each) for label, each in made.items()}, at_work, kpis, measure)
        runs.add(list(made), 0, asked.first)
        missing = _missing(runs, base, asked)
        fit = [label for label in made if label not in missing]
        if not fit:
            raise ExperimentError(
                f"every option surely misses it, got {asked.require!r}; a requirement that one may meet"
            )
        found = _best(runs, fit, sign, asked)
        in_worlds = across({k: made[k] for k in fit}, ensemble, at_work, (asked.kpi,)) if ensemble else None
    values = runs.responses({**provenance.of(execution.seed), "run": run})
    rivals = tuple(fit[k] for k in found.rivals)
    return Selection(scenarios, values, asked, fit[found.best], rivals, found.is_sure, dear, missing, in_worlds)


def _missing(runs: _Runs, base: str, asked: Asked) -> tuple[str, ...]:
    """Returns the options that surely miss the requirement, all of them at once."""
    if not asked.require:
        return ()
    values, each = runs.responses(provenance.of(runs.execution.seed)), (1 - asked.confidence) / 2 / len(runs.options)
    margins = {label: _margin(values, label, base, asked, 1 - 2 * each) for label in runs.options}
    return tuple(label for label, margin in margins.items() if margin.high < 0)


def _best(runs: _Runs, fit: list[str], sign: int, asked: Asked) -> Selected:
    def draw(systems: Sequence[int], start: int, stop: int) -> Floats:
        labels = [fit[k] for k in systems]
        if start:
            runs.add(labels, start, stop)
        return sign * runs.of(asked.kpi, labels, start, stop)

    confidence = 1 - (1 - asked.confidence) / (2 if asked.require else 1)
    how = {"first": asked.first, "step": STEP, "limit": asked.limit}
    return best_of(draw, len(fit), indifference=asked.indifference, confidence=confidence, **how)
