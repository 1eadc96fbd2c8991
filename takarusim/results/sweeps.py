"""Sweeps kept in folders: parallel, resumable, the same bytes whatever the executor.

A store is a folder with a manifest, as a run's is: `sweep.json` says what is swept, by what sources; `parts/` holds the
KPIs of each point's replications, written whole or not at all. A sweep that was killed finds its parts again;
`responses.parquet` joins them at the end, and `opened` reads it back. What is kept is not held: memory does not grow
with the number of points, but for the values that are asked for. Reading order: sweep, _measured_point, opened.
"""

import json
import math
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError, ScenarioError, StoreError
from takarusim.experiments import provenance, run
from takarusim.experiments.design import Design, Factor
from takarusim.experiments.execution import Engine, Failure, Task, answers, measured
from takarusim.experiments.sweep import Failed, Sweep, about, check, command, distinct, text_json
from takarusim.results import points, store
from takarusim.scenario import reading
from takarusim.scenario.scenario import Scenario

__all__ = ["opened", "sweep"]

ABOUT, SCENARIO, RESPONSES, FAILED = "sweep.json", "scenario.resolved.yaml", "responses.parquet", "failed.csv"


class _Job(NamedTuple):
    """One point: the scenario and what to set in it, and the folder its part is kept in."""

    scenario: Scenario
    overrides: dict[str, Any]
    seed: int
    replications: int
    engine: Engine
    part: Path | None  # where it is kept, all of it; None: nowhere
    kpis: tuple[str, ...]  # to be held; (): those of no group


def sweep(
    scenario: Scenario,
    design: Design,
    replications: int = 30,
    *,
    seed: int | None = None,
    kpis: Sequence[str] = (),
    engine: Engine = "auto",
    jobs: int | None = 1,
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
        What the result has in `values`: the KPIs of no group when not given. A store has all of them, for `of`.
    engine, jobs : as in `replicate`
    executor : concurrent.futures.Executor, optional
        Used instead, and left open: threads, processes, or a cluster's; the result is the same, byte for byte.
    store : path, optional
        A folder in which responses are kept as they are found, by a cluster's workers too. A sweep that was stopped
        goes on from it; one that was ended is read.
    progress : callable, optional
        Called with (points done, of how many).

    Raises
    ------
    ScenarioError
        If a level of a factor makes no scenario, alone or in its points: all such mistakes, before anything runs.
    ExperimentError
        If there is no such KPI or no replication, the folder holds another sweep, or every point failed.
    StoreError
        If the folder is not what its manifest says, or holds something else.
    """
    seed = scenario.seed if seed is None else seed
    check(scenario, design, replications, kpis)
    folder = None if store is None else _folder(Path(store), scenario, design, replications, seed)
    if folder and _is_whole(folder):
        return _kept(folder, scenario, design, kpis)
    tasks = _jobs(_Job(scenario, {}, seed, replications, engine, None, tuple(kpis)), design, folder)
    columns, failed = dict[str, int](), list[Failed]()
    held = np.empty((len(design), replications, 0))
    with run.workers(engine, jobs, executor) as pool:
        for point, (found, values) in enumerate(answers(tasks, _measured_point, pool)):
            if isinstance(found, Failure):
                failed.append(Failed(point, found.message, command(design, point, seed, replications)))
            else:
                places = [columns.setdefault(name, len(columns)) for name in found]
                if values is not None:
                    held = _widened(held, len(columns))
                    held[point][:, places] = values
            if progress:
                progress(point + 1, len(design))
    if failed and len(failed) == len(design):
        raise ExperimentError(f"every point failed, got {failed[0].message}; {failed[0].command}")
    if folder is None:
        return Sweep(scenario, design, tuple(columns), held, seed, tuple(failed))
    _join(folder, points.join(folder, design, replications, tuple(columns)), failed)
    return _kept(folder, scenario, design, kpis)


def _widened(held: NDArray[np.float64], columns: int) -> NDArray[np.float64]:
    """Returns values with room for so many KPIs: those of the first point, and seldom one that only others have."""
    more = columns - held.shape[2]
    return np.pad(held, ((0, 0), (0, 0), (0, more)), constant_values=math.nan) if more else held


def _jobs(job: _Job, design: Design, folder: Path | None) -> Iterable[_Job]:
    """Yields the jobs of all points."""
    for point in range(len(design)):
        part = folder and points.place(folder, point)
        yield job._replace(overrides=design.overrides(point), part=part)


def _measured_point(job: _Job) -> tuple[Any, Any]:
    """Returns (names, values (replications, kpis)) of a point, None for values that its part keeps; or (Failure, None).

    A part that is there is not made again.
    """
    if job.part and (kept := points.names_in(job.part)):
        return kept, None
    try:
        scenario = reading.with_values(job.scenario, job.overrides)
    except ScenarioError as error:
        return Failure(str(error)), None
    found = measured(Task(scenario, job.seed, tuple(range(job.replications)), job.engine))
    if isinstance(found, Failure):
        return found, None
    names = tuple(dict.fromkeys(name for row in found for name in row))
    if not job.part:
        names = _wanted(names, job.kpis)
    values = np.array([[row.get(name, math.nan) for name in names] for row in found], np.float64)
    if not job.part:
        return names, values
    points.write(job.part, names, values)
    return names, None


def _wanted(names: Iterable[str], kpis: Sequence[str]) -> tuple[str, ...]:
    """Returns the names that are asked for; those of no group where none are."""
    return tuple(name for name in names if name in kpis or (not kpis and "[" not in name))


def _folder(folder: Path, scenario: Scenario, design: Design, replications: int, seed: int) -> Path:
    """Returns the folder of a sweep, made if it is new; refuses one of another sweep."""
    text = reading.text_of(scenario)
    said = about(text, design, replications, seed)
    if store.missing(folder, [ABOUT]):
        store.keep(folder, {ABOUT: text_json(said), SCENARIO: text.encode()}, _facts(said))
    elif (folder / ABOUT).read_bytes() != text_json(said):
        raise ExperimentError(f"{folder} holds another sweep, got other inputs or sources; another store")
    points.prepare(folder)
    return folder


def _facts(about: dict[str, Any]) -> dict[str, Any]:
    """Returns what the manifest says of a sweep."""
    name = provenance.named_text(text_json(about))
    return {
        "kind": "sweep",
        "run": name,
        "seed": about["seed"],
        "replications": about["replications"],
        **provenance.made_with(),
    }


def _is_whole(folder: Path) -> bool:
    """Returns whether a sweep was ended, and no point of it failed."""
    return not store.missing(folder, [RESPONSES]) and bool(store.missing(folder, [FAILED]))


def _join(folder: Path, draft: Path, failed: Sequence[Failed]) -> None:
    """Keeps the responses, and the points that failed as a table, in place of those of a first attempt."""
    import pandas as pd

    contents: dict[str, Any] = {RESPONSES: draft}
    if failed:
        contents[FAILED] = store.csv(pd.DataFrame(failed))
    try:
        if FAILED in (kept := store.about(folder)["files"]):
            store.forget(folder, [name for name in kept if name not in (ABOUT, SCENARIO)])
        store.keep(folder, contents, {})
    finally:
        draft.unlink(missing_ok=True)


def _kept(folder: Path, scenario: Scenario, design: Design, kpis: Sequence[str]) -> Sweep:
    """Returns the sweep that a store has all responses of."""
    import pandas as pd

    said = json.loads((folder / ABOUT).read_text("utf-8"))
    table = points.table(folder / RESPONSES, len(design), said["replications"])
    lost = () if store.missing(folder, [FAILED]) else pd.read_csv(folder / FAILED).itertuples(index=False)
    failed = tuple(Failed(*one) for one in lost)
    return Sweep(scenario, design, _wanted(table.kpis, kpis), table, said["seed"], failed)


def opened(folder: Path) -> Sweep:
    """Returns the sweep of a store, out of its responses.

    Raises
    ------
    StoreError
        If the folder is none of a sweep that was ended, or is not what its manifest says.
    """
    if store.about(folder).get("kind") != "sweep" or store.missing(folder, [ABOUT, SCENARIO, RESPONSES]):
        raise StoreError(f"{folder}: no whole store of `takarusim sweep`; give the folder of its --store")
    said = json.loads((folder / ABOUT).read_text("utf-8"))
    tried = tuple(map(tuple, said["points"]))
    levels = [distinct(column) for column in zip(*tried, strict=True)]
    factors = tuple(Factor(path, levels=of) for path, of in zip(said["factors"], levels, strict=True))
    return _kept(folder, reading.read_scenario(str(folder / SCENARIO)), Design(factors, tried), ())
