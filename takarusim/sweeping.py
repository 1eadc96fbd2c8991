"""A scenario over the points of a design: parallel, resumable, the same bytes whatever the executor.

A store is a folder with a manifest, as a run's is: `sweep.json` says what is swept; `parts/<hash>.parquet` holds the
KPIs of one point's replications, named by scenario, seed, replications and the package's sources, written whole or not
at all. A sweep that was killed finds its parts again; `responses.parquet` joins them in the order of the design, at the
end, and `opened` reads it back. Reading order: sweep, Sweep, _measured_point, opened.
"""

import hashlib
import json
import math
import os
import shlex
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim import reading, store
from takarusim.design import Design, Factor, level_of
from takarusim.errors import ExperimentError, ScenarioError
from takarusim.mapping import Engine, Failure, Task, answers, measured
from takarusim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Failed", "Sweep", "opened", "sweep"]

ABOUT, SCENARIO, RESPONSES, FAILED = "sweep.json", "scenario.resolved.yaml", "responses.parquet", "failed.csv"


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
    StoreError
        If the folder is not what its manifest says, or holds something else.
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
    text = reading.text_of(scenario)
    if store.missing(folder, [ABOUT]):
        store.keep(folder, {ABOUT: _json(about), SCENARIO: text.encode()}, _facts(about))
        (folder / "parts").mkdir(exist_ok=True)
    elif (folder / ABOUT).read_bytes() != _json(about):
        raise ExperimentError(f"{folder} holds another sweep, got other inputs or sources; another store")
    return folder


def _json(about: dict[str, Any]) -> bytes:
    return (json.dumps(about, indent=1) + "\n").encode()


def _facts(about: dict[str, Any]) -> dict[str, Any]:
    """Returns what the manifest says of a sweep."""
    name = hashlib.sha256(_json(about)).hexdigest()[: store.DIGITS]
    return {
        "kind": "sweep",
        "run": name,
        "seed": about["seed"],
        "replications": about["replications"],
        **store.made_with(),
    }


def _part(job: _Job, scenario: Scenario) -> Path:
    """Returns where the part of a point is kept: named by what makes it."""
    name = store.run_id(reading.text_of(scenario), job.seed, job.replications)
    return Path(job.folder) / "parts" / f"{name}.parquet"


def _join(folder: Path, result: Sweep) -> None:
    """Keeps the responses as one table, and the points that failed as another, in place of those of a first attempt."""
    import pandas as pd

    contents = {RESPONSES: store.parquet(result.to_frame())}
    if result.failed:
        contents[FAILED] = store.csv(pd.DataFrame(result.failed))
    if FAILED in (kept := store.about(folder)["files"]):
        store.forget(folder, [name for name in kept if name not in (ABOUT, SCENARIO)])
    store.keep(folder, contents, {})


def _command(design: Design, point: int, seed: int, replications: int) -> str:
    """Returns the command that runs one point."""
    sets = (f"--set {shlex.quote(f'{path}={value}')}" for path, value in design.overrides(point).items())
    return f"takarusim run FILE {' '.join(sets)} --seed {seed} --replications {replications}"


def opened(folder: Path) -> Sweep:
    """Returns the sweep of a store, out of its responses.

    Raises
    ------
    StoreError
        If the folder is none of a sweep that was ended, or is not what its manifest says.
    """
    import pandas as pd

    if store.about(folder).get("kind") != "sweep" or store.missing(folder, [ABOUT, SCENARIO, RESPONSES]):
        raise store.StoreError(f"{folder}: no whole store of `takarusim sweep`; give the folder of its --store")
    about = json.loads((folder / ABOUT).read_text("utf-8"))
    points = tuple(tuple(map(level_of, point)) for point in about["points"])
    levels = [tuple(dict.fromkeys(column)) for column in zip(*points, strict=True)]
    factors = tuple(Factor(path, levels=of) for path, of in zip(about["factors"], levels, strict=True))
    frame = pd.read_parquet(BytesIO((folder / RESPONSES).read_bytes()))
    names = tuple(frame["kpi"].unique())
    values = frame["value"].to_numpy().reshape(len(points), about["replications"], len(names))
    lost = () if store.missing(folder, [FAILED]) else pd.read_csv(folder / FAILED).itertuples(index=False)
    scenario = reading.read_scenario(str(folder / SCENARIO))
    return Sweep(scenario, Design(factors, points), names, values, about["seed"], tuple(Failed(*one) for one in lost))
