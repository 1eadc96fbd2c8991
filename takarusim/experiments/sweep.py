"""A scenario over the points of a design: what it came to, and what of it is refused before anything runs.

Reading order: Sweep, check, sweep_id. Runs are made, and kept, by `results.sweeps`.
"""

import hashlib
import json
import math
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError, ScenarioError
from takarusim.experiments import provenance
from takarusim.experiments.across import Across, Middle
from takarusim.experiments.design import Design, text_of
from takarusim.quantities.units import nearest
from takarusim.scenario import reading
from takarusim.scenario.scenario import Scenario
from takarusim.statistics.responses import Responses

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Failed",
    "Stored",
    "Sweep",
    "about",
    "check",
    "command",
    "content",
    "distinct",
    "fitted",
    "is_count",
    "responses",
    "sweep_id",
]

TRIED = 16  # points in which a level is tried that makes no scenario by itself


class Stored(Protocol):
    """Responses that are not held: read a few KPIs at a time."""

    @property
    def kpis(self) -> tuple[str, ...]:
        """All that any point has."""

    @property
    def replications(self) -> tuple[int, ...]:
        """Their numbers."""

    def read(self, kpis: Sequence[str]) -> Responses:
        """Returns the responses of some KPIs."""


class Failed(NamedTuple):
    """A point that came to nothing."""

    point: int
    message: str
    command: str  # which reproduces it


@dataclass(frozen=True)
class Sweep:
    """The responses of a scenario over a design: held, or read out of their folder when they are asked for.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> design = tk.grid([tk.Factor("workshops.lathe.units", levels=(3, 4))])
    >>> swept = tk.sweep(scenario, design, 2, seed=1)
    >>> list(swept.to_frame())
    ['point', 'workshops.lathe.units', 'replication', 'kpi', 'unit', 'value']
    """

    scenario: Scenario
    design: Design
    source: Responses | Stored
    seed: int
    failed: tuple[Failed, ...] = ()
    kpis: tuple[str, ...] = ()  # of `responses`; the source may have more, by group
    damaged: tuple[Path, ...] = ()  # files of points that were not what was written, and were done again
    worlds: Across | None = None  # the points, called by their numbers, in worlds that agree with what is known

    @property
    def replications(self) -> int:
        """How many there are at each point."""
        return len(self.source.replications)

    @property
    def id(self) -> str:
        """The sweep's name, that of its folder: the same inputs have the same."""
        worlds = self.worlds.ensemble if self.worlds else ""
        return sweep_id(self.scenario, self.design, self.replications, self.seed, worlds)

    @property
    def responses(self) -> Responses:
        """The values of `kpis`; out of a folder they are read each time."""
        return self.source if isinstance(self.source, Responses) else self.source.read(self.kpis)

    @property
    def values(self) -> NDArray[np.float64]:
        """All values of `kpis`, (points, replications, kpis)."""
        return self.responses.values

    def of(self, kpi: str) -> NDArray[np.float64]:
        """Returns a KPI's values, (points, replications): one of `kpis`, or any that the folder has.

        Raises
        ------
        ExperimentError
            If there is no such KPI.
        """
        if kpi not in self.source.kpis:
            raise ExperimentError(f"no such KPI in this sweep, got {kpi!r}; {nearest(kpi, self.source.kpis)}")
        return (self.source if isinstance(self.source, Responses) else self.source.read([kpi])).column(kpi)

    def middles(self, kpi: str) -> list[Middle]:
        """Returns what a KPI is at each point over worlds; [] without worlds."""
        return [self.worlds.middle(label, kpi) for label in self.worlds.labels] if self.worlds else []

    def to_frame(self) -> "pd.DataFrame":
        """Returns the values, tidy and long: columns point, a column for each factor, replication, kpi, unit, value."""
        return self.responses.to_frame()


def responses(design: Design, kpis: Sequence[str], values: NDArray[np.float64], seed: int) -> Responses:
    """Returns values (points, replications, kpis) with the levels of the design's points."""
    labels = {factor.path: design.column(k).tolist() for k, factor in enumerate(design.factors)}
    points, replications = tuple(range(len(design))), tuple(range(values.shape[1]))
    return Responses(points, replications, tuple(kpis), values, provenance.of(seed), axis="point", labels=labels)


def is_count(scenario: Scenario, path: str, low: float) -> bool:
    """Returns whether a path takes whole numbers only: it takes this one, and not the half above it."""

    def is_taken(value: float) -> bool:
        try:
            reading.with_value(scenario, path, value)
        except ScenarioError:
            return False
        return True

    return low == int(low) and is_taken(int(low)) and not is_taken(low + 0.5)


def fitted(scenario: Scenario, design: Design) -> Design:
    """Returns a design with whole numbers wherever the scenario takes nothing else: of units, crews, SMEs."""
    ranges = [factor for factor in design.factors if not factor.levels and not factor.unit]
    counts = [factor.path for factor in ranges if is_count(scenario, factor.path, math.ceil(factor.low or 0))]
    return design.with_counts(counts)


def check(scenario: Scenario, design: Design, wanted: Iterable[str]) -> None:
    """Refuses KPIs that are none, and levels that make no scenario: every category, and both ends of a range."""
    from takarusim.kpis import kpis

    problems, known = [], dict.fromkeys(kpis.names(scenario))
    for k, factor in enumerate(design.factors):
        values = [point[k] for point in design.points]
        for value in distinct(values) if factor.levels else (factor.at(0.0), factor.at(1.0)):
            try:
                made = reading.with_value(scenario, factor.path, value)
            except ScenarioError as error:
                if not _is_right_with_others(scenario, design, k, value):
                    problems += error.problems
            else:
                known |= dict.fromkeys(kpis.names(made))
    if problems:
        raise ScenarioError(list(dict.fromkeys(problems)))
    for kpi in wanted:
        if kpi not in known:
            raise ExperimentError(f"no such KPI, got {kpi!r}; {nearest(kpi, list(known))}")


def distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    """Returns each value once; true and 1 are two, and a value may be a mapping."""
    return tuple({text_of(value): value for value in values}.values())


def _is_right_with_others(scenario: Scenario, design: Design, k: int, value: Any) -> bool:
    """Returns whether some points that have a level make a scenario: more units let where there are more units."""
    having = [point for point, values in enumerate(design.points) if values[k] == value]
    for point in having[:: max(1, len(having) // TRIED)]:
        try:
            reading.with_values(scenario, design.overrides(point))
        except ScenarioError:
            continue
        return True
    return False


def sweep_id(scenario: Scenario, design: Design, replications: int, seed: int, worlds: str = "") -> str:
    """Returns the name of a sweep: a hash of the scenario, the design's points, replications, seed and the sources.

    Of a sweep in worlds, of the id of their ensemble too.
    """
    return provenance.named_text(content(about(reading.text_of(scenario), design, replications, seed, worlds)))


def about(text: str, design: Design, replications: int, seed: int, worlds: str) -> dict[str, Any]:
    """Returns what is swept: a scenario's text, over what, by which sources."""
    return {
        "scenario": hashlib.sha256(text.encode()).hexdigest(),
        "factors": [factor.path for factor in design.factors],
        "points": [list(point) for point in design.points],
        "replications": replications,
        "seed": seed,
        **({"worlds": worlds} if worlds else {}),
        "sources": provenance.sources(),
    }


def content(about: dict[str, Any]) -> bytes:
    """Returns what is swept as the text of a file."""
    return (json.dumps(about, indent=1, default=str) + "\n").encode()


def command(design: Design, point: int, seed: int, replications: int) -> str:
    """Returns the command that runs one point."""
    sets = (f"--set {shlex.quote(f'{path}={text_of(value)}')}" for path, value in design.overrides(point).items())
    return f"takarusim run FILE {' '.join(sets)} --seed {seed} --replications {replications}"
