"""Scenarios side by side in worlds that agree with what is known: what guesses do to a difference, beside luck.

All scenarios meet the same world with the same draws; another world has other draws. Reading order: Across, across.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError
from takarusim.experiments.demand import ASKED, asks_alike
from takarusim.experiments.ensemble import EDGES, Ensemble, Job, kept, measured
from takarusim.experiments.execution import Execution
from takarusim.experiments.run import Failure
from takarusim.kpis import kpis as registered
from takarusim.registers.kpis import Name, about
from takarusim.scenario.assumptions import Variation
from takarusim.scenario.scenario import Scenario
from takarusim.statistics.information import FEWEST, Worth, partial, perfect

__all__ = [
    "RANKED",
    "Across",
    "Information",
    "Middle",
    "Question",
    "Spread",
    "across",
    "check",
    "nowhere",
    "run_in",
    "side_by_side",
]

Floats = NDArray[np.float64]
MEASURABLE = ("served", "otif", "on_time", "lead_time_mean", "utilisation", "crew_load", "wip", "refused_share")
RANKED = 0.8  # of worlds in which a scenario must be better to be called so


class Spread(NamedTuple):
    """What a scenario does to a KPI of the base, over worlds."""

    kpi: str
    unit: str
    p5: float  # of the differences' means; NaN where no world defines any
    p50: float
    p95: float
    better: int | None  # in how many worlds; None: neither way is better
    worse: int | None
    n: int  # worlds that define it
    luck: float  # share of the variance over worlds that is that of draws; NaN: no variance, or one replication


class Middle(NamedTuple):
    """The middle 90 percent of what a KPI is over worlds."""

    p5: float  # of the worlds' means; NaN where no world defines any
    p50: float
    p95: float
    n: int  # worlds that define it


class Question(NamedTuple):
    """What could be asked or measured before a decision."""

    name: str  # a group of assumptions, or a KPI of the estate as it is
    is_group: bool
    worth: Worth


class Information(NamedTuple):
    """What it is worth to know more before a choice between scenarios."""

    kpi: str  # by which is chosen
    unit: str
    best: str  # the scenario that is best on average: what is chosen now
    least: float  # that knowing everything is worth, in the KPI's unit
    most: float
    questions: tuple[Question, ...]  # the most worth first


@dataclass(frozen=True, eq=False)
class Across:
    """Scenarios side by side in worlds; the first is the base.

    Examples
    --------
    >>> import takarusim as tk
    >>> crews = {"value": 2, "source": "assumption", "low": 1, "high": 3}
    >>> today = tk.with_value(tk.read_scenario("scenarios/first-steps.yaml"), "smes.sme.crews", crews)
    >>> busier = tk.with_value(today, "partners.tractors.demand", 1.3)
    >>> found = tk.compare({"today": today, "busier": busier}, 2, worlds=tk.worlds(today, 4)).worlds
    >>> found.spread("busier", "crew_load").n
    4
    """

    ensemble: str  # its id
    labels: tuple[str, ...]
    numbers: tuple[int, ...]  # (w,) of the worlds
    groups: tuple[str, ...]
    factors: Floats  # (w, groups)
    kpis: tuple[str, ...]
    values: Floats  # (w, labels, replications, kpis)
    failures: Mapping[str, Mapping[int, str]] = field(default_factory=dict)  # by scenario and world
    _known: dict[str, Information | None] = field(
        default_factory=dict, init=False, repr=False
    )  # by KPI, once asked for

    def of(self, kpi: str) -> Floats:
        """Returns a KPI's values, (worlds, scenarios, replications); all NaN where no scenario has it."""
        if kpi not in self.kpis:
            return np.full(self.values.shape[:3], np.nan)
        found: Floats = self.values[..., self.kpis.index(kpi)]
        return found

    def differences(self, label: str, kpi: str) -> Floats:
        """Returns what a scenario adds to the base in each world and replication, (worlds, replications)."""
        values = self.of(kpi)
        return np.asarray(values[:, self.labels.index(label)] - values[:, 0])

    def middle(self, label: str, kpi: str) -> Middle:
        """Returns what a KPI of a scenario is over worlds."""
        means = self.of(kpi)[:, self.labels.index(label)].mean(axis=1)
        known = means[np.isfinite(means)]
        low, middle, high = np.quantile(known, EDGES).tolist() if len(known) else [math.nan] * 3
        return Middle(low, middle, high, len(known))

    def spread(self, label: str, kpi: str) -> Spread:
        """Returns what a scenario does to a KPI over worlds."""
        each = self.differences(label, kpi)
        rows = each[np.isfinite(each).all(axis=1)]
        means, record = rows.mean(axis=1), about(kpi)
        low, middle, high = np.quantile(means, EDGES).tolist() if len(means) else [math.nan] * 3
        sign = {"higher": 1, "lower": -1}.get(record.better, 0)
        better, worse = (int((way * sign * means > 0).sum()) if sign else None for way in (1, -1))
        return Spread(kpi, record.unit, low, middle, high, better, worse, len(means), _luck(rows))

    @cached_property
    def spreads(self) -> dict[str, dict[str, Spread]]:
        """What each other scenario does to each KPI."""
        return {label: {kpi: self.spread(label, kpi) for kpi in self.kpis} for label in self.labels[1:]}

    def are_alternatives(self, first: str, second: str) -> bool:
        """Tells whether partners ask for the same in two scenarios, in all worlds; only such are ranked."""
        asked = self.of(ASKED)
        return asks_alike(*(asked[:, self.labels.index(label)] for label in (first, second)))

    def beats(self, kpi: str) -> dict[tuple[str, str], tuple[int, int]]:
        """Returns in how many worlds the first of two alternatives is better than the second, of those that tell.

        {} where neither way is better.
        """
        sign = {"higher": 1, "lower": -1}.get(about(kpi).better, 0)
        means = self.of(kpi).mean(axis=2)
        found = {}
        for i, j in permutations(range(len(self.labels)), 2) if sign else ():
            if not self.are_alternatives(self.labels[i], self.labels[j]):
                continue
            known = sign * (means[:, i] - means[:, j])
            known = known[np.isfinite(known)]
            found[self.labels[i], self.labels[j]] = (int((known > 0).sum()), len(known))
        return found

    def ranked(self, kpi: str) -> list[tuple[str, str]]:
        """Returns the pairs of which the first is better in at least 80 percent of worlds."""
        return [pair for pair, (better, n) in self.beats(kpi).items() if n and better >= RANKED * n]

    def information(self, kpi: str) -> Information | None:
        """Returns what it is worth to know more before a choice among the base and its alternatives; the most first.

        None where neither way is better, too few worlds tell, or there is no alternative.
        """
        if kpi not in self._known:
            self._known[kpi] = self._information(kpi)
        return self._known[kpi]

    def _information(self, kpi: str) -> Information | None:
        sign = {"higher": 1, "lower": -1}.get(about(kpi).better, 0)
        options = [k for k, label in enumerate(self.labels) if self.are_alternatives(self.labels[0], label)]
        of = self.of(kpi)[:, options]
        values = sign * np.moveaxis(of - of[:, :1], 1, 2)  # (worlds, replications, options)
        told = np.isfinite(values).all(axis=(1, 2))
        if not sign or len(options) < 2 or told.sum() < FEWEST:
            return None
        known = {name: self.factors[:, k] for k, name in enumerate(self.groups)}
        known |= {name: self.of(name)[:, 0].mean(axis=1) for name in self.kpis if _is_measurable(name)}
        means = values.mean(axis=1)
        worth = [
            Question(name, name in self.groups, partial(x[told], means[told]))
            for name, x in known.items()
            if np.isfinite(x[told]).all() and np.ptp(x[told]) > 0
        ]
        worth.sort(key=lambda one: (-one.worth.value, one.name))
        best = self.labels[options[int(means[told].mean(axis=0).argmax())]]
        least, most = perfect(values[told])
        return Information(kpi, about(kpi).unit, best, least, most, tuple(worth))


def _is_measurable(name: str) -> bool:
    """Returns whether a KPI of the estate as it is could be measured before a decision."""
    parsed = Name.parsed(name)
    return parsed is not None and parsed.kpi in MEASURABLE and parsed.group in ("", "kind", "workshop")


def _luck(rows: Floats) -> float:
    """Returns the share of the variance of worlds' means that their replications explain."""
    if rows.shape[1] < 2 or len(rows) < 2:
        return math.nan
    total = float(rows.mean(axis=1).var(ddof=1))
    by_draws = float(rows.var(axis=1, ddof=1).mean()) / rows.shape[1]
    return min(by_draws / total, 1.0) if total > 0 else math.nan


def across(
    scenarios: Mapping[str, Scenario], ensemble: Ensemble, execution: Execution, also: Sequence[str] = ()
) -> Across:
    """Runs scenarios in the worlds of an ensemble that agree with what is known, as often as its base was run.

    Parameters
    ----------
    scenarios : {label: Scenario}
        The base first; each is run over its own span.
    ensemble : Ensemble
    execution : Execution
        Its workers and progress count, not its seed and replications.
    also : names of KPIs, optional
        That are kept besides those of few groups.

    Raises
    ------
    ExperimentError
        If no world agrees, or the base has none of the ensemble's groups.
    """
    check(next(iter(scenarios.values())), ensemble)
    return run_in(ensemble, scenarios, execution, also)


def check(base: Scenario, ensemble: Ensemble) -> None:
    """Refuses an ensemble of which no world agrees, and one of another estate."""
    if not ensemble.survivors:
        raise ExperimentError("no world agrees with what is known, got 0 of them; other evidence, or more waves")
    if not set(ensemble.groups) & set(Variation.of(base).groups):
        raise ExperimentError(f"worlds of another estate, got groups {', '.join(ensemble.groups)}; draw its own")


def run_in(
    ensemble: Ensemble,
    scenarios: Mapping[str, Scenario],
    execution: Execution,
    also: Sequence[str] = (),
    fixed: Collection[str] = (),
) -> Across:
    """Returns what scenarios come to in the worlds of an ensemble that was checked, as `across` does.

    What is fixed, by its path, is in all worlds as it is stated.
    """
    numbers = ensemble.survivors
    variations = {label: Variation.of(scenario, fixed) for label, scenario in scenarios.items()}
    of_each = (kept(registered.names(each), each) for each in scenarios.values())
    names = tuple(dict.fromkeys((*(name for some in of_each for name in some), *also)))
    jobs = [job for number in numbers for job in _jobs(variations, ensemble, number, names, execution)]
    values = np.full((len(jobs), ensemble.asked.replications, len(names)), np.nan)
    failures: dict[str, dict[int, str]] = {label: {} for label in scenarios}
    with execution.at_work(apart=True) as at_work:
        for k, found in enumerate(at_work.map(measured, jobs)):
            if isinstance(found, Failure):
                failures[list(scenarios)[k % len(scenarios)]][jobs[k].number] = found.message
            else:
                values[k] = found
            at_work.told(k + 1, len(jobs))
    shaped = values.reshape(len(numbers), len(scenarios), *values.shape[1:])
    factors = ensemble.factors[ensemble.survives]
    return Across(ensemble.id, tuple(scenarios), numbers, ensemble.groups, factors, names, shaped, failures)


def _jobs(
    variations: Mapping[str, Variation], ensemble: Ensemble, number: int, names: Sequence[str], execution: Execution
) -> list[Job]:
    """Returns the jobs of all scenarios in a world."""
    common, r = ensemble.common(number), ensemble.asked.replications
    replications = tuple(range(number * r, number * r + r))
    rest = (ensemble.seed, replications, execution.engine, tuple(names))
    return [Job(variation, number, common, *rest) for variation in variations.values()]


def nowhere(ensemble: Ensemble, label: str, problem: str) -> Across:
    """Returns a scenario that cannot be in any world."""
    numbers, factors = ensemble.survivors, ensemble.factors[ensemble.survives]
    values = np.empty((len(numbers), 1, ensemble.asked.replications, 0))
    failures = {label: dict.fromkeys(numbers, problem)}
    return Across(ensemble.id, (label,), numbers, ensemble.groups, factors, (), values, failures)


def side_by_side(each: Sequence[Across]) -> Across:
    """Returns scenarios of the same worlds beside each other, with all KPIs that any of them has."""
    kpis = tuple(dict.fromkeys(name for one in each for name in one.kpis))
    values = np.concatenate([np.stack([one.of(name) for name in kpis], axis=-1) for one in each], axis=1)
    labels = tuple(label for one in each for label in one.labels)
    failures = {label: one.failures.get(label, {}) for one in each for label in one.labels}
    first = each[0]
    return Across(first.ensemble, labels, first.numbers, first.groups, first.factors, kpis, values, failures)
