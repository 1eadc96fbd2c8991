"""What each measure of a package brings: alone, last, and by Shapley's value, whose parts sum to the whole.

Every package of the measures is run with the same draws, so that parts are known replication by replication.
Reading order: Credit, Part, measured.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError
from takarusim.experiments import own
from takarusim.experiments.across import Across
from takarusim.experiments.ensemble import EDGES, kept
from takarusim.experiments.execution import Engine
from takarusim.experiments.own import Own
from takarusim.experiments.run import Failure, Task, attempt
from takarusim.kpis import months
from takarusim.outcome.replication import Replication, Window
from takarusim.quantities.units import nearest
from takarusim.registers.kpis import HEADLINE, Name, about, whole
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import estimates, responses, shapley
from takarusim.statistics.estimates import Estimate
from takarusim.statistics.ratios import ratio
from takarusim.statistics.responses import Responses

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MOST", "Credit", "Job", "Part", "Range", "labels", "measured"]

Floats = NDArray[np.float64]
MOST = 6  # measures: 64 packages
COST, ORDERS = "public_cost", "orders_served"
COLUMNS = ("kpi", "measure", "part", "mean", "low", "high", "confidence", "n", "method", "unit")


class Part(NamedTuple):
    """What a measure brings to a KPI; the intervals of all measures hold at once, in each of the three."""

    alone: Estimate  # to the base
    last: Estimate  # to the package of all others
    share: Estimate  # Shapley's value: the mean over all orders in which measures may be taken


class Range(NamedTuple):
    """What a measure's share is over worlds."""

    p5: float
    p50: float
    p95: float
    positive: int  # in how many worlds it is above 0
    negative: int
    n: int  # worlds that tell


@dataclass(frozen=True, eq=False)
class Credit:
    """All packages of some measures, run with common draws, and what each measure brings to them.

    Examples
    --------
    >>> import takarusim as tk
    >>> from pathlib import Path
    >>> base = "scenarios/first-steps.yaml"
    >>> for name, change in (("more", "{demand: 1.1}"), ("later", "{contract: {due: 20 days}}")):
    ...     _ = Path(f"{name}.yaml").write_text(f"{{extends: {base}, partners: {{tractors: {change}}}}}")
    >>> found = tk.credit(base, ["more.yaml", "later.yaml"], 2)
    >>> bool(abs(sum(one.share.mean for one in found.parts("otif").values()) - found.whole("otif").mean) < 1e-9)
    True
    """

    scenarios: Mapping[str, Scenario]  # by label: the base, then it with each measure alone
    responses: Responses  # a point for each package, called by its measures, in the order of `labels`
    headline: str = HEADLINE
    confidence: float = 0.95
    worlds: Across | None = None  # the same packages in worlds that agree with what is known

    @property
    def base(self) -> str:
        """The label of the base."""
        return next(iter(self.scenarios))

    @property
    def measures(self) -> tuple[str, ...]:
        """The labels of the measures, in the order in which they were given."""
        return tuple(self.scenarios)[1:]

    @property
    def kpis(self) -> tuple[str, ...]:
        """All that any package has: of the estate and of few groups, and by year as `served[year=2025]`."""
        return self.responses.kpis

    @property
    def id(self) -> str:
        """Its name, that of its folder: the same packages, and the same asked, have the same."""
        return str(self.responses.provenance["run"])

    @property
    def replications(self) -> int:
        """How many there are of each package."""
        return len(self.responses.replications)

    @property
    def seed(self) -> int:
        """Of all random numbers."""
        return int(self.responses.provenance["seed"])

    def years(self, kpi: str = HEADLINE) -> dict[str, str]:
        """Returns a KPI's names by calendar year; none of a KPI of a group, or in a long run."""
        found = {name: Name.parsed(name) for name in self.kpis}
        return {one.member: name for name, one in found.items() if one and one.group == "year" and whole(name) == kpi}

    def values(self, kpi: str) -> shapley.Parts:
        """Returns what each measure brings in each replication: three arrays, (measures, replications).

        Raises
        ------
        ExperimentError
            If there is no such KPI.
        """
        return shapley.parts(self._column(kpi))

    def parts(self, kpi: str = "") -> dict[str, Part]:
        """Returns what each measure brings to a KPI, the headline when not given, by its label."""
        kpi = kpi or self.headline
        columns = [
            estimates.simultaneous(rows, confidence=self.confidence, unit=about(kpi).unit, seed=self.seed)
            for rows in self.values(kpi)
        ]
        return {
            label: Part(*(responses.shift(kpi, one) for one in row))
            for label, row in zip(self.measures, zip(*columns, strict=True), strict=True)
        }

    def whole(self, kpi: str = "") -> Estimate:
        """Returns what all measures together bring to a KPI, the headline when not given."""
        kpi = kpi or self.headline
        values = self._column(kpi)
        paired = estimates.paired_difference(values[-1], values[0], confidence=self.confidence, unit=about(kpi).unit)
        return responses.shift(kpi, paired)

    def price(self, measure: str) -> Estimate:
        """Returns what a measure costs the public for each further order on time, both by Shapley's value.

        NaN where it states no cost, or it cannot be told that it brings any.
        """
        cost, more = (self.values(name).share[self.measures.index(measure)] for name in (COST, ORDERS))
        if not cost.any() or more.mean() <= 0:
            more = np.full_like(more, np.nan)
        return ratio(cost, more, confidence=self.confidence, unit="Rp")

    def _column(self, kpi: str) -> Floats:
        if kpi not in self.kpis:
            raise ExperimentError(f"no such KPI of these packages, got {kpi!r}; {nearest(kpi, self.kpis)}")
        values = self.responses.column(kpi)
        return np.nan_to_num(values) if about(kpi).name == COST else values  # none is known where no measure states it

    def ranges(self, kpi: str = "") -> dict[str, Range]:
        """Returns what each measure's share in a KPI is over worlds, by its label; {} without worlds or that KPI."""
        kpi = kpi or self.headline
        if self.worlds is None or kpi not in self.worlds.kpis:
            return {}
        each = shapley.parts(np.moveaxis(self.worlds.of(kpi), 1, 0)).share.mean(axis=2)  # (measures, worlds)
        return {label: _range(row[np.isfinite(row)]) for label, row in zip(self.measures, each, strict=True)}

    def to_frame(self, kpis: Sequence[str] = ()) -> "pd.DataFrame":
        """Returns what each measure brings to some KPIs, all when none is given, one row a KPI, measure and part.

        Returns
        -------
        columns kpi, measure ("" of all together), part (alone, last, share, whole), mean, low, high, confidence, n,
        method, unit; what every package came to in each replication is `responses.to_frame()`
        """
        import pandas as pd

        rows = []
        for kpi in kpis or self.kpis:
            for label, part in self.parts(kpi).items():
                rows += [(kpi, label, name, *_row(one)) for name, one in part._asdict().items()]
            rows.append((kpi, "", "whole", *_row(self.whole(kpi))))
        return pd.DataFrame(rows, columns=COLUMNS)


def _row(estimate: Estimate) -> tuple[Any, ...]:
    return (estimate.mean, estimate.low, estimate.high, estimate.confidence, estimate.n, estimate.method, estimate.unit)


def _range(shares: Floats) -> Range:
    low, middle, high = np.quantile(shares, EDGES).tolist() if len(shares) else [math.nan] * 3
    return Range(low, middle, high, int((shares > 0).sum()), int((shares < 0).sum()), len(shares))


@cache
def labels(base: str, measures: tuple[str, ...]) -> tuple[str, ...]:
    """Returns what packages are called: the base, then measures joined by `+`; the bits of a place are its measures.

    Examples
    --------
    >>> labels("today", ("road", "wall"))
    ('today', 'road', 'wall', 'road+wall')
    """
    of = [[label for i, label in enumerate(measures) if k >> i & 1] for k in range(1 << len(measures))]
    return tuple("+".join(each) or base for each in of)


class Job(NamedTuple):
    """A package to be run."""

    scenario: Scenario
    seed: int
    replications: int
    engine: Engine
    also: tuple[str, ...]  # KPIs that are kept besides those of few groups
    own: Own


def measured(job: Job) -> dict[str, list[float]] | Failure:
    """Returns the KPIs of a package, those of few groups, by name: a value for each replication."""
    task = Task(job.scenario, job.seed, tuple(range(job.replications)), job.engine)
    found = attempt(partial(_evaluated, job), task)
    if isinstance(found, Failure):
        return found
    return {name: [row[name] for row in found] for name in found[0]}


def _evaluated(job: Job, replication: Replication, window: Window) -> dict[str, float]:
    every = own.evaluate(replication, window, job.own)
    wanted = {*kept(every, job.scenario), *job.also, *job.own}
    return {name: value for name, value in every.items() if name in wanted} | months.by_year(replication, window)
