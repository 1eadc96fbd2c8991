"""A scenario over the points of a design: what it came to, and what of it is refused before anything runs.

Reading order: Sweep, check, sweep_id. Runs are made, and kept, by `results.sweeps`.
"""

import hashlib
import json
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError, ScenarioError
from takarusim.experiments import provenance, run
from takarusim.experiments.design import Design, text_of
from takarusim.kpis.kpis import KPIS
from takarusim.quantities.units import nearest
from takarusim.scenario import reading
from takarusim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Failed", "Stored", "Sweep", "about", "check", "command", "distinct", "is_count", "sweep_id", "text_json"]

TRIED = 16  # points in which a level is tried that makes no scenario by itself


class Stored(Protocol):
    """The responses of a sweep somewhere else than in memory."""

    @property
    def replications(self) -> int:
        """How many there are at each point."""

    @property
    def kpis(self) -> tuple[str, ...]:
        """All that any point has."""

    def read(self, kpis: Sequence[str]) -> NDArray[np.float64]:
        """Returns the values of some KPIs, (points, replications, kpis)."""


class Failed(NamedTuple):
    """A point that came to nothing."""

    point: int
    message: str
    command: str  # which reproduces it


@dataclass(frozen=True)
class Sweep:
    """The responses of a scenario over a design: held, or read out of their store when they are asked for."""

    scenario: Scenario
    design: Design
    kpis: tuple[str, ...]  # of `values` and `to_frame`; a store has more, by group
    responses: NDArray[np.float64] | Stored  # (points, replications, kpis) in each unit; NaN: undefined, or failed
    seed: int
    failed: tuple[Failed, ...]

    @property
    def replications(self) -> int:
        """How many there are at each point."""
        return self.responses.shape[1] if isinstance(self.responses, np.ndarray) else self.responses.replications

    @property
    def id(self) -> str:
        """The sweep's name, that of its store's manifest: the same inputs have the same."""
        return sweep_id(self.scenario, self.design, self.replications, self.seed)

    @property
    def values(self) -> NDArray[np.float64]:
        """All values, (points, replications, kpis): out of a store they are read each time."""
        return self.responses if isinstance(self.responses, np.ndarray) else self.responses.read(self.kpis)

    def of(self, kpi: str) -> NDArray[np.float64]:
        """Returns a KPI's values, (points, replications): one of `kpis`, or any that the store has.

        Raises
        ------
        ExperimentError
            If there is no such KPI.
        """
        known = self.kpis if isinstance(self.responses, np.ndarray) else self.responses.kpis
        if kpi not in known:
            raise ExperimentError(f"no such KPI in this sweep, got {kpi!r}; {nearest(kpi, known)}")
        if isinstance(self.responses, np.ndarray):
            return self.responses[:, :, known.index(kpi)]
        return self.responses.read([kpi])[:, :, 0]

    def to_frame(self) -> "pd.DataFrame":
        """Returns the values, tidy and long: columns point, a column for each factor, replication, kpi, unit, value."""
        import pandas as pd

        values = self.values
        points, replications, count = values.shape
        each = replications * count
        factors = {f.path: np.repeat(self.design.column(k), each) for k, f in enumerate(self.design.factors)}
        return pd.DataFrame(
            {
                "point": np.repeat(np.arange(points), each),
                **factors,
                "replication": np.tile(np.repeat(np.arange(replications), count), points),
                "kpi": np.tile(self.kpis, points * replications),
                "unit": np.tile([KPIS[name.partition("[")[0]].unit for name in self.kpis], points * replications),
                "value": values.ravel(),
            }
        )


def is_count(scenario: Scenario, path: str, low: float) -> bool:
    """Returns whether a path takes whole numbers only: it takes this one, and not the half above it."""

    def is_taken(value: float) -> bool:
        try:
            reading.with_value(scenario, path, value)
        except ScenarioError:
            return False
        return True

    return low == int(low) and is_taken(int(low)) and not is_taken(low + 0.5)


def check(scenario: Scenario, design: Design, replications: int, wanted: Iterable[str]) -> None:
    """Refuses KPIs that are none, and levels that make no scenario: every category, and both ends of a range."""
    from takarusim.kpis import kpis

    run.check_replications(replications)
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


def sweep_id(scenario: Scenario, design: Design, replications: int, seed: int) -> str:
    """Returns the name of a sweep: a hash of the scenario, the design's points, replications, seed and the sources."""
    return provenance.named_text(text_json(about(reading.text_of(scenario), design, replications, seed)))


def about(text: str, design: Design, replications: int, seed: int) -> dict[str, Any]:
    """Returns what is swept: a scenario's text, over what, by which sources."""
    return {
        "scenario": hashlib.sha256(text.encode()).hexdigest(),
        "factors": [factor.path for factor in design.factors],
        "points": [list(point) for point in design.points],
        "replications": replications,
        "seed": seed,
        "sources": provenance.sources(),
    }


def text_json(about: dict[str, Any]) -> bytes:
    """Returns what is swept as the text of a file."""
    return (json.dumps(about, indent=1, default=str) + "\n").encode()


def command(design: Design, point: int, seed: int, replications: int) -> str:
    """Returns the command that runs one point."""
    sets = (f"--set {shlex.quote(f'{path}={text_of(value)}')}" for path, value in design.overrides(point).items())
    return f"takarusim run FILE {' '.join(sets)} --seed {seed} --replications {replications}"
