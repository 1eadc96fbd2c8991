"""Scenarios side by side: what differs between their inputs, and what that does, by paired differences.

The draws are common by construction, so replication r of one scenario is compared with replication r of another.
Reading order: compare, Comparison, Difference.
"""

import math
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError
from takarusim.experiments import measuring, own, provenance, recovery, run, spans
from takarusim.experiments.across import Across, across
from takarusim.experiments.asked import Asked, comparison_id
from takarusim.experiments.changes import InputChange, input_changes
from takarusim.experiments.demand import ASKED, asks_alike
from takarusim.experiments.difference import COLUMNS, Difference, Differences, Known, row
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.execution import Engine, Execution, Progress
from takarusim.experiments.measuring import Measured
from takarusim.experiments.own import Own
from takarusim.experiments.recovery import Monthly, Recovery
from takarusim.experiments.requirement import Requirement
from takarusim.experiments.where import Where, where
from takarusim.kpis import kpis as registered
from takarusim.registers.kpis import HEADLINE, about, whole
from takarusim.scenario.prepared import prepare, seed_of
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import estimates, responses
from takarusim.statistics.estimates import Estimate
from takarusim.statistics.ratios import ratio
from takarusim.statistics.responses import Responses

if TYPE_CHECKING:
    import pandas as pd

    from takarusim.experiments.accounts import Account
    from takarusim.experiments.stakes import Stake

__all__ = ["Comparison", "compare"]

FEWEST, MORE = 20, 10  # replications before a precision is judged, and those added at a time


@dataclass(frozen=True)
class Comparison:
    """Scenarios run with common draws; the first is the base.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> comparison = tk.compare({"today": scenario, "same": scenario}, 2, seed=1)
    >>> comparison.differences["same"]["lead_time_mean"].difference.mean
    0.0
    """

    scenarios: dict[str, Scenario]  # by label, the base first
    responses: Responses  # a point for each scenario, called by its label
    asked: Asked
    account: "Account"  # where orders' time went, with columns scenario and replication in front
    worlds: Across | None = None  # the same in worlds that agree with what is known
    monthly: Monthly | None = None  # KPIs by month, where a recovery is asked for
    had: tuple[frozenset[str], ...] = ()  # the KPIs that each scenario has; (): not told

    @property
    def base(self) -> str:
        """The label of the base."""
        return next(iter(self.scenarios))

    @property
    def id(self) -> str:
        """The name of the comparison, that of its folder: the same inputs, and the same asked, have the same."""
        return str(self.responses.provenance["run"])

    @property
    def seed(self) -> int:
        """Of all random numbers."""
        return int(self.responses.provenance["seed"])

    @property
    def headline(self) -> str:
        """The KPI whose intervals are simultaneous over the scenarios."""
        return self.asked.headline

    @property
    def confidence(self) -> float:
        """That of all intervals."""
        return self.asked.confidence

    @property
    def kpis(self) -> tuple[str, ...]:
        """All that any scenario has, those of the base first."""
        return self.responses.kpis

    @property
    def values(self) -> NDArray[np.float64]:
        """All values, (scenarios, replications, kpis)."""
        return self.responses.values

    @property
    def replications(self) -> int:
        """How many there are."""
        return len(self.responses.replications)

    @cached_property
    def inputs(self) -> dict[str, tuple[InputChange, ...]]:
        """What is not the same in each other scenario as in the base."""
        base, *others = self.scenarios.items()
        return {label: input_changes(base[1], other) for label, other in others}

    @cached_property
    def differences(self) -> Known[Mapping[str, Difference]]:
        """Each other scenario's difference to the base, for each KPI."""
        others = list(self.scenarios)[1:]
        found = {label: Differences(self.kpis, partial(self._to_base, j)) for j, label in enumerate(others, 1)}
        return Known("scenario", found)

    def _to_base(self, j: int, k: int) -> Difference:
        """Returns the difference of a scenario to the base in a KPI."""
        if self.kpis[k] == self.headline:
            return self._family[0, j]
        return self._differences(k, [(0, j)], is_family=False)[0, j]

    @cached_property
    def recoveries(self) -> dict[str, dict[str, Recovery]]:
        """When each other scenario leaves the bands asked for around the base, and when it is back there."""
        if self.monthly is None:
            return {}
        return recovery.recoveries(tuple(self.scenarios), self.monthly, self.asked.recovery, self.confidence)

    @cached_property
    def wheres(self) -> dict[str, Where]:
        """In which worlds each other scenario meets the requirement that is asked for; {} without one."""
        if self.worlds is None or not self.asked.where:
            return {}
        asked, worlds = Requirement.parsed(self.asked.where), self.worlds
        return {label: where(worlds, label, asked) for label in worlds.labels[1:]}

    @cached_property
    def _family(self) -> dict[tuple[int, int], Difference]:
        """The headline's difference between each two scenarios: whatever is said of them holds all at once."""
        pairs = list(combinations(range(len(self.scenarios)), 2))
        return self._differences(self.kpis.index(self.headline), pairs, is_family=True)

    @cached_property
    def stakes(self) -> Known[tuple["Stake", ...]]:
        """Who loses and who gains by each other scenario: partners, SMEs, workers and the regency, losers first."""
        from takarusim.experiments.stakes import stakes

        return Known("scenario", {label: stakes(self, label) for label in list(self.scenarios)[1:]})

    def moved(self, label: str) -> Difference | None:
        """The kind of partner, else the partner, whose headline surely changes most: all intervals hold at once."""
        j = list(self.scenarios).index(label)
        for group in ("kind", "partner"):
            ks = [k for k, kpi in enumerate(self.kpis) if f"{group}=" in kpi and whole(kpi) == self.headline]
            rows = [self.values[j, :, k] - self.values[0, :, k] for k in ks]
            known = [(k, row) for k, row in zip(ks, rows, strict=True) if np.isfinite(row).any()]
            if len(known) < 2:
                continue
            joint = estimates.simultaneous([row for _, row in known], confidence=self.confidence, seed=self.seed)
            sure = [(k, one) for (k, _), one in zip(known, joint, strict=True) if one.low > 0 or one.high < 0]
            if sure:
                k, one = max(sure, key=lambda pair: abs(pair[1].mean))
                shift = responses.shift(self.kpis[k], one)
                return self.differences[label][self.kpis[k]]._replace(difference=shift, is_adjusted=True)
        return None

    def price(self, label: str, kpi: str) -> Estimate:
        """What a scenario costs the public for each unit of a KPI that it adds to the base; NaN: it cannot be told."""
        j = list(self.scenarios).index(label)
        cost, more = (self.values[:, :, self.kpis.index(name)] for name in ("public_cost", kpi))
        cost = np.nan_to_num(cost)  # where nothing states its cost
        return ratio(cost[j] - cost[0], more[j] - more[0], confidence=self.confidence, unit="Rp")

    @cached_property
    def _names(self) -> list[frozenset[str]]:
        """The KPIs that each scenario has."""
        return list(self.had) or [frozenset(registered.names(scenario)) for scenario in self.scenarios.values()]

    @cached_property
    def pairs(self) -> dict[tuple[str, str], Difference]:
        """The headline's difference between each two alternatives behind the base, of the family of those to it."""
        labels = list(self.scenarios)
        pairs = {(labels[i], labels[j]): one for (i, j), one in self._family.items() if i > 0}
        return {pair: one for pair, one in pairs.items() if self.are_alternatives(*pair)}

    def are_alternatives(self, first: str, second: str) -> bool:
        """Tells whether partners ask for the same in two scenarios: if not, neither can be chosen for the other."""
        labels = list(self.scenarios)
        return ASKED not in self.kpis or asks_alike(
            *(self.values[labels.index(label), :, self.kpis.index(ASKED)] for label in (first, second))
        )

    @cached_property
    def leaders(self) -> tuple[str, ...]:
        """Of the base and its alternatives the one that is best in the headline, else any that may be."""
        labels = list(self.scenarios)
        told = {(labels[i], labels[j]): one.verdict for (i, j), one in self._family.items()}
        wins = {pair[::-1] for pair, verdict in told.items() if verdict == "better"}
        wins |= {pair for pair, verdict in told.items() if verdict == "worse"}
        values = self.responses.column(self.headline)
        known = [label for label, row in zip(self.scenarios, values, strict=True) if np.isfinite(row).any()]
        known = [label for label in known if self.are_alternatives(self.base, label)]
        unbeaten = [label for label in known if label not in {loser for _, loser in wins}]
        return tuple(label for label in known if all((one, label) not in wins for one in unbeaten))

    def _differences(
        self, k: int, pairs: list[tuple[int, int]], *, is_family: bool
    ) -> dict[tuple[int, int], Difference]:
        """Returns the difference of a KPI in each pair of scenarios, the second less the first."""
        kpi, values = self.kpis[k], self.values[:, :, k]
        record, is_adjusted = about(kpi), is_family and len(pairs) > 1
        paired = [values[j] - values[i] for i, j in pairs]
        joint = (
            estimates.simultaneous(paired, confidence=self.confidence, seed=self.seed)
            if is_adjusted
            else [estimates.mean_interval(row, confidence=self.confidence) for row in paired]
        )
        labels = list(self.scenarios)
        single = 1 - (1 - self.confidence) / (len(pairs) if is_adjusted else 1)
        found: dict[tuple[int, int], Difference] = {}
        for (i, j), differences, one in zip(pairs, paired, joint, strict=True):
            a, b = (self.responses.estimate(kpi, labels[k], self.confidence) for k in (i, j))
            gain, needed = (
                estimates.variance_ratio(values[i], values[j]),
                estimates.replications_to_tell(differences, confidence=single),
            )
            if needed is not None and not (one.low > 0 or one.high < 0):
                needed = max(needed, self.replications + 1)
            shift = responses.shift(kpi, one)
            one_has, other_has = (kpi in self._names[k] for k in (i, j))
            only_in: Literal["", "base", "other"] = "" if one_has == other_has else "base" if one_has else "other"
            told = (a, b, shift, is_adjusted, gain, needed, only_in)
            found[i, j] = Difference(kpi, record.unit, record.better, *told)
        return found

    def to_frame(self) -> "pd.DataFrame":
        """Returns each other scenario's difference to the base, one row a scenario and KPI.

        Returns
        -------
        columns kpi, scenario, base, other (means), difference, low, high, confidence, n, method, unit, better,
        adjusted (whether simultaneous), verdict, replications_needed, variance_ratio; the values behind them are
        `responses.to_frame()`
        """
        import pandas as pd

        rows = [row(label, one) for label, of in self.differences.items() for one in of.values()]
        return pd.DataFrame(rows, columns=COLUMNS).astype({"replications_needed": "Int64"})


def compare(
    scenarios: Mapping[str, Scenario],
    replications: int = 30,
    *,
    seed: int | None = None,
    headline: str = HEADLINE,
    confidence: float = 0.95,
    precision: Mapping[str, float] | None = None,
    limit: int = 1000,
    engine: Engine = "auto",
    jobs: int | None = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    kpis: Own | None = None,
    worlds: Ensemble | None = None,
    recovery: Mapping[str, float] | None = None,
    where: str = "",
) -> Comparison:
    """Runs scenarios with common random numbers and compares each with the first.

    Parameters
    ----------
    scenarios : {label: Scenario}
        The base first.
    replications : int
        Of each scenario; the first ones where a precision is asked for.
    seed : int, optional
        The base's own when not given.
    headline : str
        The KPI whose intervals hold for all scenarios at once; others are not adjusted.
    precision : {kpi: half-width}, optional
        Replications are added, up to `limit`, until the paired difference of every scenario is as precise in every
        KPI named; with one scenario, until its mean is.
    engine, jobs : as in `replicate`
    executor : concurrent.futures.Executor, optional
        Used instead, and left open; the result does not depend on it.
    progress : callable, optional
        Called with (replications done, of how many).
    kpis : {name: function of a Replication}, optional
        KPIs of one's own, as in `replicate`; one may be the headline, or asked for with a precision.
    worlds : Ensemble, optional
        Worlds in which they are run too: what the differences are whatever is assumed, in `Comparison.worlds`.
    recovery : {kpi: band}, optional
        KPIs by month, of plans: from when to when the paired difference to the base lies outside of the band, in the
        KPI's unit on either side of no difference, in `Comparison.recoveries`.
    where : str, optional
        A requirement, such as "otif <= base - 0.05": the groups of assumptions that tell in which worlds it is met, in
        `Comparison.wheres`.

    Raises
    ------
    ExperimentError
        If there is no scenario or replication, the scenarios do not cover the same days, a KPI is unknown, or a
        replication failed.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> busier = tk.with_value(scenario, "partners.tractors.demand", 1.2)
    >>> comparison = tk.compare({"today": scenario, "busier": busier}, 5, seed=1)
    >>> comparison.differences["busier"]["lead_time_mean"].verdict
    'worse'
    """
    spans.check(scenarios)
    seed = seed_of(next(iter(scenarios.values())), seed)
    execution = Execution(seed, replications, engine, jobs, executor, progress, kpis or {})
    named = worlds.id if worlds else ""
    asked = Asked(headline, confidence, dict(precision or {}), limit, named, dict(recovery or {}), where)
    return compared(scenarios, execution, asked, worlds)


def compared(
    scenarios: Mapping[str, Scenario],
    execution: Execution,
    asked: Asked,
    worlds: Ensemble | None = None,
    known: Measured | None = None,
) -> Comparison:
    """Returns scenarios side by side; replications that are `known` are not simulated again, others are put there."""
    from takarusim.experiments.accounts import joint

    spans.check(scenarios)
    named = {"run": comparison_id(scenarios, execution, asked)}
    made_of = {**provenance.of(execution.seed), **named, **own.said(execution.own)}
    replications, done = max(execution.replications, FEWEST) if asked.precision else execution.replications, 0
    required = _required(asked)
    for kpi in (asked.headline, *asked.precision, *required):
        scenarios = {label: registered.asking(scenario, kpi) for label, scenario in scenarios.items()}
    by_month = tuple(asked.recovery)
    firsts = recovery.check(next(iter(scenarios.values())), by_month)
    in_worlds = across(scenarios, worlds, execution, required) if worlds else None
    with execution.at_work() as at_work:
        scenarios = spans.warmed_up(scenarios, at_work)
        prepared = {label: prepare(scenario) for label, scenario in scenarios.items()}
        months = {label: run.span(each, at_work).months for label, each in prepared.items()}
        measured: Measured = {label: (known or {}).get(label, []) for label in scenarios}
        while True:
            measuring.add(measured, prepared, at_work, range(done, replications), by_month)
            done = replications
            rows = {label: each[:done] for label, each in measured.items()}
            stacked = measuring.stacked({label: [one.kpis for one in each] for label, each in rows.items()})
            for kpi in (asked.headline, *asked.precision, *required):
                if kpi not in stacked.kpis:
                    raise ExperimentError(f"no such KPI, got {kpi!r}; one of {', '.join(stacked.kpis[:12])} ...")
            found = replace(stacked, provenance=made_of, months=months)
            account = joint({label: [one.account for one in each] for label, each in rows.items()})
            values = np.array([[one.by_month for one in each] for each in rows.values()])
            monthly = Monthly(by_month, firsts, values) if by_month else None
            had = tuple(frozenset(each[0].kpis) for each in rows.values())
            comparison = Comparison(dict(scenarios), found, asked, account, in_worlds, monthly, had)
            if not asked.precision or done >= asked.limit or _is_precise(comparison, asked.precision):
                return comparison
            replications = min(asked.limit, done + max(MORE, done // 4))


def _required(asked: Asked) -> tuple[str, ...]:
    """Returns the KPI of which is asked in which worlds it does what; refuses it without worlds."""
    if asked.where and not asked.worlds:
        raise ExperimentError(f"where: there are no worlds, got {asked.where!r}; with worlds, or without it")
    return (Requirement.parsed(asked.where).kpi,) if asked.where else ()


def _is_precise(comparison: Comparison, precision: Mapping[str, float]) -> bool:
    if len(comparison.scenarios) == 1:
        columns = [comparison.responses.of(kpi) for kpi in precision]
        found = [[estimates.mean_interval(c, confidence=comparison.confidence)] for c in columns]
    else:
        found = [[each[kpi].difference for each in comparison.differences.values()] for kpi in precision]
    return all(
        estimate.half_width <= asked or math.isnan(estimate.mean)
        for column, asked in zip(found, precision.values(), strict=True)
        for estimate in column
    )
