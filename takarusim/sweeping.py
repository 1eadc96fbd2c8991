"""A scenario over the points of a design: parallel, resumable, the same bytes whatever the executor.

A store is a folder: `sweep.json` says what is swept; `parts/<hash>.parquet` holds the KPIs of one point's
replications, named by scenario, seed, replications and the package's sources, written whole or not at all. A sweep
that was killed finds its parts again; `responses.parquet` joins them in the order of the design, at the end.
Reading order: sweep, Sweep, _measured_point.
"""

import hashlib
import json
import math
import os
import shlex
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim import reading, store
from takarusim.design import Design
from takarusim.errors import ExperimentError, ScenarioError
from takarusim.mapping import Engine, Failure, Task, answers, measured
from takarusim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Failed", "Sweep", "sweep"]


class Failed(NamedTuple):
    """A point that came to nothing."""

    point: int
    message: str
    command: str  # which reproduces it


@dataclass(frozen=True)
class Sweep:
    """The responses of a scenario over a design."""

    scenario: Scenario
    design: Design
    kpis: tuple[str, ...]
    values: NDArray[np.float64]  # (points, replications, kpis)  in each KPI's unit; NaN: undefined, or a failed point
    seed: int
    failed: tuple[Failed, ...]

    def of(self, kpi: str) -> NDArray[np.float64]:
        """Returns a KPI's values, (points, replications)."""
        return self.values[:, :, self.kpis.index(kpi)]

    def to_frame(self) -> "pd.DataFrame":
        """Returns the values, tidy and long: columns point, a column for each factor, replication, kpi, value."""
        import pandas as pd

        points, replications, count = self.values.shape
        each = replications * count
        factors = {
            factor.path: np.repeat(
                [
                    str(point[k]) if factor.unit or not _is_number(point[k]) else point[k]
                    for point in self.design.points
                ],
                each,
            )
            for k, factor in enumerate(self.design.factors)
        }
        return pd.DataFrame(
            {
                "point": np.repeat(np.arange(points), each),
                **factors,
                "replication": np.tile(np.repeat(np.arange(replications), count), points),
                "kpi": np.tile(self.kpis, points * replications),
                "value": self.values.ravel(),
            }
        )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class _Job(NamedTuple):
    """One point: the scenario and what to set in it, and the folder its part is kept in."""

    scenario: Scenario
    overrides: dict[str, Any]
    seed: int
    replications: int
    engine: Engine
    folder: str  # "": nowhere
    kpis: tuple[str, ...]  # wanted; (): those of no group


def sweep(
    scenario: Scenario,
    design: Design,
    replications: int = 30,
    *,
    seed: int | None = None,
    kpis: Sequence[str] = (),
    engine: Engine = "auto",
    executor: Executor | None = None,
    store: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sweep:
    """Runs a scenario over the points of a design, all with the same draws.

    Parameters
    ----------
    scenario : Scenario
    design : Design
    replications : int
        At each point.
    kpis : names, optional
        What the result holds: the KPIs of no group when not given. A store holds all of them.
    executor : concurrent.futures.Executor, optional
        Threads, processes, or a cluster's; the result is the same, byte for byte.
    store : path, optional
        A folder in which parts are kept as they are done; a sweep that was stopped goes on from them.
    progress : callable, optional
        Called with (points done, of how many).

    Raises
    ------
    ScenarioError
        If a level of a factor makes no scenario: all such mistakes, before anything runs.
    ExperimentError
        If the folder holds another sweep, or every point failed.
    """
    seed = scenario.seed if seed is None else seed
    _check(scenario, design)
    folder = "" if store is None else str(_folder(Path(store), scenario, design, replications, seed))
    jobs = (
        _Job(scenario, design.overrides(point), seed, replications, engine, folder, tuple(kpis))
        for point in range(len(design))
    )
    names: dict[str, int] = {}
    rows: list[tuple[list[int], NDArray[np.float64]]] = []
    failed = []
    for point, (found, values) in enumerate(answers(jobs, _measured_point, executor)):
        if isinstance(found, Failure):
            failed.append(Failed(point, found.message, _command(design, point, seed, replications)))
            rows.append(([], np.empty((replications, 0))))
        else:
            rows.append(([names.setdefault(name, len(names)) for name in found], values))
        if progress:
            progress(point + 1, len(design))
    if failed and len(failed) == len(design):
        raise ExperimentError(f"every point failed, got {failed[0].message}; {failed[0].command}")
    joined = np.full((len(design), replications, len(names)), math.nan)
    for point, (columns, values) in enumerate(rows):
        joined[point][:, columns] = values
    result = Sweep(scenario, design, tuple(names), joined, seed, tuple(failed))
    if folder:
        _join(Path(folder), result)
    return result


def _check(scenario: Scenario, design: Design) -> None:
    """Refuses levels that make no scenario: every category, and both ends of a range, each by itself."""
    problems = []
    for k, factor in enumerate(design.factors):
        values = [point[k] for point in design.points]
        for value in dict.fromkeys(values) if factor.levels else (factor.at(0.0), factor.at(1.0)):
            try:
                reading.with_value(scenario, factor.path, value)
            except ScenarioError as error:
                problems += error.problems
    if problems:
        raise ScenarioError(list(dict.fromkeys(problems)))


def _measured_point(job: _Job) -> tuple[Any, Any]:
    """Returns (names, values (replications, kpis)) of a point, from its part if it is kept; else (Failure, None)."""
    try:
        scenario = job.scenario
        for path, value in job.overrides.items():
            scenario = reading.with_value(scenario, path, value)
    except ScenarioError as error:
        return Failure(str(error)), None
    part = _part(job, scenario) if job.folder else None
    if part and part.exists():
        names, values = _read(part)
    else:
        found = measured(Task(scenario, job.seed, tuple(range(job.replications)), job.engine))
        if isinstance(found, Failure):
            return found, None
        names = tuple(dict.fromkeys(name for row in found for name in row))
        values = np.array([[row.get(name, math.nan) for name in names] for row in found], np.float64)
        if part:
            _write(part, names, values)
    wanted = [name for name in names if name in job.kpis or (not job.kpis and "[" not in name)]
    return wanted, values[:, [names.index(name) for name in wanted]]


def _read(path: Path) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    return tuple(table.column_names), np.column_stack([column.to_numpy() for column in table.columns])


def _write(path: Path, names: tuple[str, ...], values: NDArray[np.float64]) -> None:
    """Writes a part whole: under another name first, so that what a killed sweep leaves is no part."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    draft = path.with_suffix(f".{os.getpid()}.draft")
    pq.write_table(pa.table({name: values[:, k] for k, name in enumerate(names)}), draft)
    draft.replace(path)


def _folder(folder: Path, scenario: Scenario, design: Design, replications: int, seed: int) -> Path:
    """Returns the folder of a sweep, made if it is new; refuses one of another sweep."""
    about = {
        "scenario": hashlib.sha256(reading.text_of(scenario).encode()).hexdigest(),
        "factors": [factor.path for factor in design.factors],
        "points": [list(map(str, point)) for point in design.points],
        "replications": replications,
        "seed": seed,
        "sources": store.sources(),
    }
    text, file = json.dumps(about, indent=1) + "\n", folder / "sweep.json"
    if not file.exists():
        (folder / "parts").mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".draft")
        draft.write_text(text, "utf-8")
        draft.replace(file)
    elif file.read_text("utf-8") != text:
        raise ExperimentError(f"{folder} holds another sweep, got other inputs or sources; another store")
    return folder


def _part(job: _Job, scenario: Scenario) -> Path:
    """Returns where the part of a point is kept: named by what makes it."""
    name = store.run_id(reading.text_of(scenario), job.seed, job.replications)
    return Path(job.folder) / "parts" / f"{name}.parquet"


def _join(folder: Path, result: Sweep) -> None:
    """Writes the responses as one table, and the points that failed as another; each whole or not at all."""
    import pandas as pd

    contents = {"responses.parquet": store.parquet(result.to_frame())}
    if result.failed:
        contents["failed.csv"] = store.csv(pd.DataFrame(result.failed))
    for name, content in contents.items():
        draft = folder / f"{name}.draft"
        draft.write_bytes(content)
        draft.replace(folder / name)


def _command(design: Design, point: int, seed: int, replications: int) -> str:
    """Returns the command that runs one point."""
    sets = (f"--set {shlex.quote(f'{path}={value}')}" for path, value in design.overrides(point).items())
    return f"takarusim run FILE {' '.join(sets)} --seed {seed} --replications {replications}"
