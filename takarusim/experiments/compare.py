"""Scenarios side by side: what differs between their inputs, and what that does, by paired differences.

The draws are common by construction, so replication r of one scenario is compared with replication r of another.
Reading order: compare, Comparison, Difference.
"""

import math
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError
from takarusim.experiments import run
from takarusim.experiments.execution import Accounted, Engine, Failure, Task, accounted, answers
from takarusim.kpis import kpis
from takarusim.scenario import reading
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import estimates, responses
from takarusim.statistics.estimates import Estimate

if TYPE_CHECKING:
    import pandas as pd

    from takarusim.experiments.accounts import Account

__all__ = ["Comparison", "Difference", "InputChange", "compare", "input_changes"]

FEWEST, MORE = 20, 10  # replications before a precision is judged, and those added at a time
Verdict = Literal[
    "better", "worse", "higher", "lower", "same", "unclear", "new", "gone", "undefined"
]  # higher, lower: neither is better; new, gone: of a member that only one of the scenarios has


class InputChange(NamedTuple):
    """A value that is not the same in two scenarios."""

    path: str
    base: str  # as written; "" where there is none
    other: str


class Difference(NamedTuple):
    """What another scenario does to a KPI of the base."""

    kpi: str
    unit: str
    better: str  # "higher", "lower" or ""
    base: Estimate
    other: Estimate
    difference: Estimate  # other - base, paired
    is_adjusted: bool  # whether the interval is simultaneous over the scenarios compared
    gain: float  # of common random numbers: variance ratio of independent to paired differences; NaN: no variance
    needed: int | None  # replications after which an interval would leave 0, if the mean stays; None: never
    only_in: Literal["", "base", "other"] = ""  # which of the scenarios has the member that the KPI is of; "": both

    @property
    def verdict(self) -> Verdict:
        """What the interval bears: never a ranking that it cannot tell apart."""
        low, high = self.difference.low, self.difference.high
        if math.isnan(self.difference.mean):
            alone = {"base": self.base, "other": self.other}.get(self.only_in)
            is_told = alone is not None and not math.isnan(alone.mean)
            return ("new" if self.only_in == "other" else "gone") if is_told else "undefined"
        if self.difference.mean == low == high == 0:
            return "same"
        if not (low > 0 or high < 0):  # an interval of one replication is NaN: it tells nothing
            return "unclear"
        if not self.better:
            return "higher" if low > 0 else "lower"
        return "better" if (low > 0) == (self.better == "higher") else "worse"


@dataclass(frozen=True)
class Comparison:
    """Scenarios run with common draws; the first is the base."""

    scenarios: dict[str, Scenario]  # by label, the base first
    kpis: tuple[str, ...]
    values: NDArray[np.float64]  # (scenarios, replications, kpis)  in each KPI's unit; NaN: undefined
    seed: int
    headline: str  # the KPI whose intervals are simultaneous over the scenarios
    confidence: float
    account: "Account"  # where orders' time went, with columns scenario and replication in front

    @property
    def base(self) -> str:
        """The label of the base."""
        return next(iter(self.scenarios))

    @property
    def replications(self) -> int:
        """How many there are."""
        return int(self.values.shape[1])

    @cached_property
    def inputs(self) -> dict[str, tuple[InputChange, ...]]:
        """What is not the same in each other scenario as in the base."""
        base, *others = self.scenarios.items()
        return {label: input_changes(base[1], other) for label, other in others}

    @cached_property
    def differences(self) -> dict[str, dict[str, Difference]]:
        """Each other scenario's difference to the base, for each KPI."""
        found: dict[str, dict[str, Difference]] = {label: {} for label in list(self.scenarios)[1:]}
        pairs = [(0, i + 1) for i in range(len(found))]
        for k, kpi in enumerate(self.kpis):
            for label, one in zip(found, self._differences(k, pairs, is_headline=kpi == self.headline), strict=True):
                found[label][kpi] = one
        return found

    def moved(self, label: str) -> Difference | None:
        """The kind of partner, else the partner, whose headline surely changes most: all intervals hold at once."""
        j = list(self.scenarios).index(label)
        for group in ("kind", "partner"):
            ks = [k for k, kpi in enumerate(self.kpis) if kpi.startswith(f"{self.headline}[{group}=")]
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

    @cached_property
    def _names(self) -> list[frozenset[str]]:
        """The KPIs that each scenario has."""
        return [frozenset(kpis.names(scenario)) for scenario in self.scenarios.values()]

    @cached_property
    def pairs(self) -> dict[tuple[str, str], Difference]:
        """The headline's difference between each two scenarios behind the base; their intervals hold all at once."""
        labels, k = list(self.scenarios), self.kpis.index(self.headline)
        pairs = list(combinations(range(1, len(labels)), 2))
        found = self._differences(k, pairs, is_headline=True) if pairs else []
        return {(labels[i], labels[j]): one for (i, j), one in zip(pairs, found, strict=True)}

    @cached_property
    def leaders(self) -> tuple[str, ...]:
        """The scenario that is better than all others in the headline, by direct comparison; else those that may be."""
        base, *others = self.scenarios
        told = {(base, label): self.differences[label][self.headline].verdict for label in others}
        told |= {pair: one.verdict for pair, one in self.pairs.items()}
        wins = {pair[::-1] for pair, verdict in told.items() if verdict == "better"}
        wins |= {pair for pair, verdict in told.items() if verdict == "worse"}
        values = self.values[:, :, self.kpis.index(self.headline)]
        known = [label for label, row in zip(self.scenarios, values, strict=True) if np.isfinite(row).any()]
        unbeaten = [label for label in known if label not in {loser for _, loser in wins}]
        return tuple(label for label in known if all((one, label) not in wins for one in unbeaten))

    def _differences(self, k: int, pairs: list[tuple[int, int]], *, is_headline: bool) -> list[Difference]:
        """Returns the difference of a KPI in each pair of scenarios, the second less the first."""
        kpi, values = self.kpis[k], self.values[:, :, k]
        about, is_adjusted = kpis.KPIS[kpi.split("[")[0]], is_headline and len(pairs) > 1
        paired = [values[j] - values[i] for i, j in pairs]
        joint = (
            estimates.simultaneous(paired, confidence=self.confidence, seed=self.seed)
            if is_adjusted
            else [estimates.mean_interval(row, confidence=self.confidence) for row in paired]
        )
        single = 1 - (1 - self.confidence) / (len(pairs) if is_adjusted else 1)
        found = []
        for (i, j), row, one in zip(pairs, paired, joint, strict=True):
            a, b = (responses.estimate(kpi, each, self.confidence) for each in (values[i], values[j]))
            gain, needed = (
                estimates.variance_ratio(values[i], values[j]),
                estimates.replications_to_tell(row, confidence=single),
            )
            if needed is not None and not (one.low > 0 or one.high < 0):
                needed = max(needed, self.replications + 1)
            shift = responses.shift(kpi, one)
            one_has, other_has = (kpi in self._names[k] for k in (i, j))
            only_in: Literal["", "base", "other"] = "" if one_has == other_has else "base" if one_has else "other"
            found.append(Difference(kpi, about.unit, about.better, a, b, shift, is_adjusted, gain, needed, only_in))
        return found

    def to_frame(self) -> "pd.DataFrame":
        """Returns the values, tidy and long: columns scenario, replication, kpi, unit, value."""
        import pandas as pd

        n, replications, count = self.values.shape
        return pd.DataFrame(
            {
                "scenario": np.repeat(list(self.scenarios), replications * count),
                "replication": np.tile(np.repeat(np.arange(replications), count), n),
                "kpi": np.tile(self.kpis, n * replications),
                "unit": np.tile([kpis.KPIS[kpi.split("[")[0]].unit for kpi in self.kpis], n * replications),
                "value": self.values.ravel(),
            }
        )


def compare(
    scenarios: Mapping[str, Scenario],
    replications: int = 30,
    *,
    seed: int | None = None,
    headline: str = "otif",
    confidence: float = 0.95,
    precision: Mapping[str, float] | None = None,
    limit: int = 1000,
    engine: Engine = "auto",
    jobs: int | None = 1,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
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

    Raises
    ------
    ExperimentError
        If there is no scenario or replication, the scenarios do not cover the same days, a KPI is unknown, or a
        replication failed.
    """
    _check(scenarios, replications)
    seed = next(iter(scenarios.values())).seed if seed is None else seed
    replications, done = max(replications, FEWEST) if precision else replications, 0
    with run.workers(engine, jobs, executor) as pool:
        scenarios = _warmed_up(scenarios, seed, engine, pool)
        measured: dict[str, list[Accounted]] = {label: [] for label in scenarios}
        while True:
            tasks = [Task(s, seed, (r,), engine) for r in range(done, replications) for s in scenarios.values()]
            for k, answer in enumerate(answers(tasks, accounted, pool)):
                if isinstance(answer, Failure):
                    raise ExperimentError(answer.message)
                measured[list(scenarios)[k % len(scenarios)]] += answer
                if progress:
                    progress(done * len(scenarios) + k + 1, replications * len(scenarios))
            done = replications
            names, values = _stacked([[one.kpis for one in rows] for rows in measured.values()])
            for kpi in (headline, *(precision or ())):
                if kpi not in names:
                    raise ExperimentError(f"no such KPI, got {kpi!r}; one of {', '.join(names[:12])} ...")
            comparison = Comparison(dict(scenarios), names, values, seed, headline, confidence, _account(measured))
            if not precision or done >= limit or _is_precise(comparison, precision):
                return comparison
            replications = min(limit, done + max(MORE, done // 4))


def _check(scenarios: Mapping[str, Scenario], replications: int) -> None:
    """Refuses no scenarios, scenarios of different days, and no replications."""
    run.check_replications(replications)
    if not scenarios:
        raise ExperimentError("no scenario, got {}; at least the base")
    spans = {(s.time.first_day, s.time.last_day, s.time.run_in, s.time.long_run) for s in scenarios.values()}
    if len(spans) > 1:
        raise ExperimentError(
            "scenarios compared must cover the same days, got different first_day, last_day, run_in or long_run; "
            "--set time.last_day=... for all of them"
        )


def _warmed_up(
    scenarios: Mapping[str, Scenario], seed: int, engine: Engine, executor: Executor | None
) -> Mapping[str, Scenario]:
    """Returns long runs with one warm-up for all of them, the largest that is stated or found; plans as they are."""
    times = [s.time for s in scenarios.values()]
    stated = {time.warm_up and time.warm_up.value for time in times}
    if times[0].long_run is None or (len(stated) == 1 and None not in stated):
        return scenarios
    spans = {label: run.span(s, seed=seed, engine=engine, executor=executor) for label, s in scenarios.items()}
    for label, span in spans.items():
        if span.problem:
            raise ExperimentError(f"{label}: {span.problem}")
    longest = max(span.window.start for span in spans.values())  # ms  a long run begins at 0
    return {label: reading.with_value(s, "time.warm_up", f"{longest} ms") for label, s in scenarios.items()}


def _stacked(measured: list[list[dict[str, float]]]) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Returns the names of all KPIs, those of the base first, and their values (scenario, replication, kpi)."""
    names = tuple(dict.fromkeys(name for rows in measured for name in rows[0]))
    values = [[[row.get(name, math.nan) for name in names] for row in rows] for rows in measured]
    return names, np.array(values, np.float64)


def _account(measured: Mapping[str, list[Accounted]]) -> "Account":
    """Returns the accounts of all scenarios and replications as one."""
    import pandas as pd

    from takarusim.experiments.accounts import Account

    def joint(of: Callable[[Accounted], "pd.DataFrame"]) -> "pd.DataFrame":
        named = [
            of(one).assign(scenario=label, replication=r)
            for label, rows in measured.items()
            for r, one in enumerate(rows)
        ]
        whole = pd.concat(named, ignore_index=True)
        return whole[["scenario", "replication", *whole.columns[:-2]]]

    return Account(joint(lambda one: one.account.orders), joint(lambda one: one.account.charges))


def _is_precise(comparison: Comparison, precision: Mapping[str, float]) -> bool:
    if len(comparison.scenarios) == 1:
        columns = [comparison.values[0, :, comparison.kpis.index(kpi)] for kpi in precision]
        found = [[estimates.mean_interval(c, confidence=comparison.confidence)] for c in columns]
    else:
        found = [[each[kpi].difference for each in comparison.differences.values()] for kpi in precision]
    return all(
        estimate.half_width <= asked or math.isnan(estimate.mean)
        for column, asked in zip(found, precision.values(), strict=True)
        for estimate in column
    )


def input_changes(base: Scenario, other: Scenario) -> tuple[InputChange, ...]:
    """Returns the values that are not the same in two scenarios, by path; titles and questions are none of them."""
    a, b = (dict(_leaves(reading.tree_of(scenario))) for scenario in (base, other))
    paths = [*a, *(path for path in b if path not in a)]
    changed = [InputChange(path, a.get(path, ""), b.get(path, "")) for path in paths if a.get(path) != b.get(path)]
    return tuple(change for change in changed if change.path.split(".")[0] not in ("title", "question", "note"))


def _leaves(tree: Any, path: str = "") -> Any:
    """Yields (path, text) of every value; a number with its source is one value."""
    if isinstance(tree, dict) and tree and "value" not in tree:
        for key, value in tree.items():
            yield from _leaves(value, f"{path}.{key}" if path else str(key))
    else:
        yield path, str(tree["value"] if isinstance(tree, dict) and "value" in tree else tree)
