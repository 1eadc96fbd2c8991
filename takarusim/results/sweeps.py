"""Sweeps kept in folders: parallel, resumable, the same bytes whatever the executor.

A store is a folder with a manifest, as a run's is: `sweep.json` says what is swept, by what sources; `parts/` holds the
KPIs of each point's replications, and what it is in worlds, written whole or not at all. A sweep that was killed finds
its parts again; `responses.parquet` and `worlds.parquet` join them at the end, and `opened` reads them back. What is
kept is not held: memory does not grow with the number of points, but for the values that are asked for, and worlds.
Reading order: sweep, _measured_point, _in_worlds, opened.
"""

import json
import math
import shlex
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError, ScenarioError, StoreError
from takarusim.experiments import across, own, provenance
from takarusim.experiments.across import Across
from takarusim.experiments.design import Design, Factor
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.execution import Engine, Execution, Progress
from takarusim.experiments.own import Own
from takarusim.experiments.run import Failure, Task, attempt
from takarusim.experiments.sweep import Failed, Sweep, about, check, command, content, distinct, fitted, responses
from takarusim.registers.kpis import is_whole
from takarusim.results import points, spreads, tables
from takarusim.results.folder import ResultsFolder, titled
from takarusim.scenario import reading
from takarusim.scenario.prepared import Prepared, prepare, seed_of
from takarusim.scenario.scenario import Scenario

__all__ = ["again", "design_in", "opened", "sweep"]

ABOUT, SCENARIO, RESPONSES, FAILED = "sweep.json", "scenario.resolved.yaml", "responses.parquet", "failed.csv"
WORLDS = "worlds.parquet"


class _Job(NamedTuple):
    """One point: the base and what to set in it, and the folder its part is kept in."""

    base: Prepared  # sent to a process once, whatever the number of points
    overrides: dict[str, Any]
    seed: int
    replications: int
    engine: Engine
    part: Path | None  # where it is kept, all of it; None: nowhere
    kpis: tuple[str, ...]  # to be held; (): those of no group
    own: Own


def sweep(
    scenario: Scenario,
    design: Design,
    replications: int = 30,
    *,
    seed: int | None = None,
    kpis: Sequence[str] | Own = (),
    engine: Engine = "auto",
    jobs: int | None = 1,
    executor: Executor | None = None,
    worlds: Ensemble | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
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
        Or KPIs of one's own, as in `replicate`, beside those of no group; they are held, never in a store.
    engine, jobs : as in `replicate`
    executor : concurrent.futures.Executor, optional
        Used instead, and left open: threads, processes, or a cluster's; the result is the same, byte for byte.
    worlds : Ensemble, optional
        Worlds in which every point is run too: what its KPIs are whatever is assumed, in `Sweep.worlds`. A number that
        is swept is the same in all of them.
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
        If there is no such KPI or no replication, the folder holds another sweep, every point failed, KPIs of one's own
        are to be stored, or as `across` does.
    StoreError
        If the folder is not what its manifest says, or holds something else.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> design = tk.grid([tk.Factor("workshops.lathe.units", levels=(3, 4))])
    >>> tk.sweep(scenario, design, 2, seed=1).of("otif").shape
    (2, 2)
    """
    seed = seed_of(scenario, seed)
    functions, kpis = (kpis, ()) if isinstance(kpis, Mapping) else ({}, kpis)
    execution = Execution(seed, replications, engine, jobs, executor, progress, functions)
    if store is not None and functions:
        raise ExperimentError(
            f"store: nothing makes KPIs of one's own again, got {', '.join(functions)}; without store, or without them"
        )
    design = fitted(scenario, design)
    check(scenario, design, kpis)
    if worlds:
        across.check(scenario, worlds)
    folder = None if store is None else _folder(Path(store), scenario, design, execution, worlds)
    if folder and _is_whole(folder):
        return _kept(folder, scenario, design, kpis)
    tasks = _jobs(_Job(prepare(scenario), {}, seed, replications, engine, None, tuple(kpis), functions), design, folder)
    columns, failed, damaged = dict[str, int](), list[Failed](), list[int]()
    held = np.empty((len(design), replications, 0))
    with execution.at_work(apart=True) as at_work:
        for point, (found, values, was_damaged) in enumerate(at_work.map(_measured_point, tasks)):
            damaged += [point] if was_damaged else []
            if isinstance(found, Failure):
                failed.append(Failed(point, found.message, command(design, point, seed, replications)))
            else:
                places = [columns.setdefault(name, len(columns)) for name in found]
                if values is not None:
                    held = _widened(held, len(columns))
                    held[point][:, places] = values
            at_work.told(point + 1, len(design))
        in_worlds = _in_worlds(scenario, design, folder, worlds, at_work) if worlds else None
    if failed and len(failed) == len(design):
        raise ExperimentError(f"every point failed, got {failed[0].message}; {failed[0].command}")
    if folder is None:
        source = responses(design, tuple(columns), held, seed)
        source = replace(source, provenance={**source.provenance, **own.said(functions)})
        return Sweep(scenario, design, source, seed, tuple(failed), source.kpis, worlds=in_worlds)
    _join(folder, points.join(folder, design, replications, tuple(columns)), failed)
    if in_worlds:
        ResultsFolder(folder).keep({WORLDS: spreads.table(in_worlds)})
    parts = tuple(points.place(folder, point) for point in damaged)
    return replace(_kept(folder, scenario, design, kpis), damaged=parts)


def _widened(held: NDArray[np.float64], columns: int) -> NDArray[np.float64]:
    """Returns values with room for so many KPIs: those of the first point, and seldom one that only others have."""
    more = columns - held.shape[2]
    return np.pad(held, ((0, 0), (0, 0), (0, more)), constant_values=math.nan) if more else held


def _jobs(job: _Job, design: Design, folder: Path | None) -> Iterable[_Job]:
    """Yields the jobs of all points."""
    for point in range(len(design)):
        part = folder and points.place(folder, point)
        yield job._replace(overrides=design.overrides(point), part=part)


class _Measured(NamedTuple):
    """What a job came to."""

    found: tuple[str, ...] | Failure  # the KPIs
    values: NDArray[np.float64] | None = None  # (replications, kpis); None where the part keeps them
    was_damaged: bool = False  # whether there was a part, which was not what was written, so that it was done again


def _measured_point(job: _Job) -> _Measured:
    """Returns what a point came to; a part that is there is not made again, unless it is damaged."""
    kept = points.names_in(job.part) if job.part else ()
    if kept:
        return _Measured(kept)
    try:
        scenario = reading.with_values(job.base.scenario, job.overrides)
    except ScenarioError as error:
        return _Measured(Failure(str(error)))
    numbers = tuple(range(job.replications))
    found = attempt(partial(own.evaluate, own=job.own), Task(scenario, job.seed, numbers, job.engine))
    if isinstance(found, Failure):
        return _Measured(found)
    names = tuple(dict.fromkeys(name for row in found for name in row))
    if not job.part:
        names = _wanted(names, job.kpis)
    values = np.array([[row.get(name, math.nan) for name in names] for row in found], np.float64)
    if not job.part:
        return _Measured(names, values)
    points.write(job.part, names, values)
    return _Measured(names, None, kept is None)


def _wanted(names: Iterable[str], kpis: Sequence[str]) -> tuple[str, ...]:
    """Returns the names that are asked for; those of no group where none are."""
    return tuple(name for name in names if name in kpis or (not kpis and is_whole(name)))


def _in_worlds(
    scenario: Scenario, design: Design, folder: Path | None, ensemble: Ensemble, execution: Execution
) -> Across:
    """Returns all points in the worlds of an ensemble."""
    found = []
    for point in range(len(design)):
        part = folder and points.place(folder, point, points.WORLDS)
        found.append(_point_in_worlds(scenario, (str(point), design.overrides(point)), part, ensemble, execution))
        execution.told(point + 1, len(design))
    return across.side_by_side(found)


def _point_in_worlds(
    scenario: Scenario,
    point: tuple[str, Mapping[str, Any]],
    part: Path | None,
    ensemble: Ensemble,
    execution: Execution,
) -> Across:
    """Returns a point in worlds: out of its part where that is there and whole."""
    label, overrides = point
    content = points.unsealed(part) if part and part.exists() else None
    if content is not None:
        return spreads.read(BytesIO(content), ensemble.id)
    try:
        made = reading.with_values(scenario, overrides)
    except ScenarioError as error:
        return across.nowhere(ensemble, label, str(error))
    found = across.run_in(ensemble, {label: made}, replace(execution, progress=None), fixed=overrides)
    if part:
        points.seal(part, spreads.table(found))
    return found


def _folder(folder: Path, scenario: Scenario, design: Design, execution: Execution, worlds: Ensemble | None) -> Path:
    """Returns the folder of a sweep, made if it is new; refuses one of another sweep."""
    text, seed, replications = reading.text_of(scenario), execution.seed, execution.replications
    said = about(text, design, replications, seed, worlds.id if worlds else "")
    if ResultsFolder(folder).lacks([ABOUT]):
        facts = {"kind": "sweep", "run": provenance.named_text(content(said)), "title": titled({"": scenario})}
        made_by = shlex.join(again(replications, seed, worlds=said.get("worlds", "")))
        asked = {"seed": seed, "replications": replications, "command": made_by}
        files = {ABOUT: content(said), SCENARIO: text.encode()}
        ResultsFolder(folder).keep(files, {**facts, **asked, **provenance.made_with()})
    elif (folder / ABOUT).read_bytes() != content(said):
        raise ExperimentError(f"{folder} holds another sweep, got other inputs or sources; another store")
    points.prepare(folder)
    return folder


def again(replications: int, seed: int, folder: Path = Path(), worlds: str = "") -> list[str]:
    """Returns the words of the command that makes a sweep again from the files of its folder."""
    asked = [f"--design={folder / ABOUT}", f"--replications={replications}", f"--seed={seed}"]
    asked += [f"--worlds={worlds}"] if worlds else []
    return ["takarusim", "sweep", str(folder / SCENARIO), *asked]


def _is_whole(folder: Path) -> bool:
    """Returns whether a sweep was ended, and no point of it failed."""
    return not ResultsFolder(folder).lacks(_files(folder)) and bool(ResultsFolder(folder).lacks([FAILED]))


def _files(folder: Path) -> list[str]:
    """Returns what a sweep that was ended has."""
    in_worlds = "worlds" in json.loads((folder / ABOUT).read_text("utf-8"))
    return [ABOUT, SCENARIO, RESPONSES, *([WORLDS] if in_worlds else [])]


def _join(folder: Path, draft: Path, failed: Sequence[Failed]) -> None:
    """Keeps the responses, and the points that failed as a table, in place of those of a first attempt."""
    import pandas as pd

    contents: dict[str, Any] = {RESPONSES: draft}
    if failed:
        contents[FAILED] = tables.csv(pd.DataFrame(failed))
    try:
        if FAILED in (kept := ResultsFolder(folder).manifest()["files"]):
            ResultsFolder(folder).forget([name for name in kept if name not in (ABOUT, SCENARIO)])
        ResultsFolder(folder).keep(contents, {})
    finally:
        draft.unlink(missing_ok=True)


def _kept(folder: Path, scenario: Scenario, design: Design, kpis: Sequence[str]) -> Sweep:
    """Returns the sweep that a store has all responses of."""
    import pandas as pd

    said = json.loads((folder / ABOUT).read_text("utf-8"))
    table = points.table(folder / RESPONSES, design, said["replications"], said["seed"])
    lost = () if ResultsFolder(folder).lacks([FAILED]) else pd.read_csv(folder / FAILED).itertuples(index=False)
    failed = tuple(Failed(*one) for one in lost)
    worlds = spreads.read(folder / WORLDS, said["worlds"]) if "worlds" in said else None
    return Sweep(scenario, design, table, said["seed"], failed, _wanted(table.kpis, kpis), worlds=worlds)


def opened(folder: Path) -> Sweep:
    """Returns the sweep of a store, out of its responses.

    Raises
    ------
    StoreError
        If the folder is none of a sweep that was ended, or is not what its manifest says.
    """
    kept = ResultsFolder(folder)
    if kept.manifest().get("kind") != "sweep" or kept.lacks([ABOUT]) or kept.lacks(_files(folder)):
        raise StoreError(f"{folder}: no whole store of `takarusim sweep`; give the folder of its --store")
    return _kept(folder, reading.read_scenario(str(folder / SCENARIO)), design_in(folder / ABOUT), ())


def design_in(file: Path) -> Design:
    """Returns the design that the sweep.json of a folder says.

    Raises
    ------
    StoreError
        If the file says none.
    """
    try:
        said = json.loads(file.read_text("utf-8"))
        tried = tuple(map(tuple, said["points"]))
        levels = [distinct(column) for column in zip(*tried, strict=True)]
        factors = tuple(Factor(path, levels=of) for path, of in zip(said["factors"], levels, strict=True))
    except (OSError, ValueError, KeyError, TypeError):
        raise StoreError(f"{file}: no design of a sweep; the {ABOUT} of its folder") from None
    return Design(factors, tried)
