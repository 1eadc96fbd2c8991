"""A scenario over the points of a design: parallel, resumable, the same bytes whatever the executor.

A store is a folder with a manifest, as a run's is: `sweep.json` says what is swept, by what sources; `parts/` holds the
KPIs of each point's replications, written whole or not at all. A sweep that was killed finds its parts again;
`responses.parquet` joins them at the end, and `opened` reads it back. What is kept is not held: memory does not grow
with the number of points, but for the values that are asked for. Reading order: sweep, Sweep, _measured_point, opened.
"""

import hashlib
import json
import math
import shlex
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError, ScenarioError, StoreError
from takarusim.experiments import parts, runs, store
from takarusim.experiments.design import Design, Factor, text_of
from takarusim.experiments.mapping import Engine, Failure, Task, answers, measured
from takarusim.experiments.parts import Table
from takarusim.kpis.kpis import KPIS
from takarusim.quantities.units import nearest
from takarusim.scenario import reading
from takarusim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Failed", "Sweep", "is_count", "opened", "sweep", "sweep_id"]

ABOUT, SCENARIO, RESPONSES, FAILED = "sweep.json", "scenario.resolved.yaml", "responses.parquet", "failed.csv"
TRIED = 16  # points in which a level is tried that makes no scenario by itself


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
    responses: NDArray[np.float64] | Table  # (points, replications, kpis) in each KPI's unit; NaN: undefined, or failed
    seed: int
    failed: tuple[Failed, ...]

    @property
    def replications(self) -> int:
        """How many there are at each point."""
        return self.responses.replications if isinstance(self.responses, Table) else self.responses.shape[1]

    @property
    def id(self) -> str:
        """The sweep's name, that of its store's manifest: the same inputs have the same."""
        return sweep_id(self.scenario, self.design, self.replications, self.seed)

    @property
    def values(self) -> NDArray[np.float64]:
        """All values, (points, replications, kpis): out of a store they are read each time."""
        return self.responses.read(self.kpis) if isinstance(self.responses, Table) else self.responses

    def of(self, kpi: str) -> NDArray[np.float64]:
        """Returns a KPI's values, (points, replications): one of `kpis`, or any that the store has.

        Raises
        ------
        ExperimentError
            If there is no such KPI.
        """
        known = self.responses.kpis if isinstance(self.responses, Table) else self.kpis
        if kpi not in known:
            raise ExperimentError(f"no such KPI in this sweep, got {kpi!r}; {nearest(kpi, known)}")
        if isinstance(self.responses, Table):
            return self.responses.read([kpi])[:, :, 0]
        return self.responses[:, :, known.index(kpi)]

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
    _check(scenario, design, replications, kpis)
    folder = None if store is None else _folder(Path(store), scenario, design, replications, seed)
    if folder and _is_whole(folder):
        return _kept(folder, scenario, design, kpis)
    tasks = _jobs(_Job(scenario, {}, seed, replications, engine, None, tuple(kpis)), design, folder)
    columns, failed = dict[str, int](), list[Failed]()
    held = np.empty((len(design), replications, 0))
    with runs.workers(engine, jobs, executor) as pool:
        for point, (found, values) in enumerate(answers(tasks, _measured_point, pool)):
            if isinstance(found, Failure):
                failed.append(Failed(point, found.message, _command(design, point, seed, replications)))
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
    _join(folder, parts.join(folder, design, replications, tuple(columns)), failed)
    return _kept(folder, scenario, design, kpis)


def is_count(scenario: Scenario, path: str, low: float) -> bool:
    """Returns whether a path takes whole numbers only: it takes this one, and not the half above it."""

    def is_taken(value: float) -> bool:
        try:
            reading.with_value(scenario, path, value)
        except ScenarioError:
            return False
        return True

    return low == int(low) and is_taken(int(low)) and not is_taken(low + 0.5)


def _widened(held: NDArray[np.float64], columns: int) -> NDArray[np.float64]:
    """Returns values with room for so many KPIs: those of the first point, and seldom one that only others have."""
    more = columns - held.shape[2]
    return np.pad(held, ((0, 0), (0, 0), (0, more)), constant_values=math.nan) if more else held


def _check(scenario: Scenario, design: Design, replications: int, wanted: Iterable[str]) -> None:
    """Refuses KPIs that are none, and levels that make no scenario: every category, and both ends of a range."""
    from takarusim.experiments import runs
    from takarusim.kpis import kpis

    runs.check_replications(replications)
    problems, known = [], dict.fromkeys(kpis.names(scenario))
    for k, factor in enumerate(design.factors):
        values = [point[k] for point in design.points]
        for value in _distinct(values) if factor.levels else (factor.at(0.0), factor.at(1.0)):
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


def _distinct(values: Iterable[Any]) -> tuple[Any, ...]:
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


def _jobs(job: _Job, design: Design, folder: Path | None) -> Iterable[_Job]:
    """Yields the jobs of all points."""
    for point in range(len(design)):
        part = folder and parts.place(folder, point)
        yield job._replace(overrides=design.overrides(point), part=part)


def _measured_point(job: _Job) -> tuple[Any, Any]:
    """Returns (names, values (replications, kpis)) of a point, None for values that its part keeps; or (Failure, None).

    A part that is there is not made again.
    """
    if job.part and (kept := parts.names_in(job.part)):
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
    parts.write(job.part, names, values)
    return names, None


def _wanted(names: Iterable[str], kpis: Sequence[str]) -> tuple[str, ...]:
    """Returns the names that are asked for; those of no group where none are."""
    return tuple(name for name in names if name in kpis or (not kpis and "[" not in name))


def _folder(folder: Path, scenario: Scenario, design: Design, replications: int, seed: int) -> Path:
    """Returns the folder of a sweep, made if it is new; refuses one of another sweep."""
    text = reading.text_of(scenario)
    about = _about(text, design, replications, seed)
    if store.missing(folder, [ABOUT]):
        store.keep(folder, {ABOUT: _json(about), SCENARIO: text.encode()}, _facts(about))
    elif (folder / ABOUT).read_bytes() != _json(about):
        raise ExperimentError(f"{folder} holds another sweep, got other inputs or sources; another store")
    parts.prepare(folder)
    return folder


def sweep_id(scenario: Scenario, design: Design, replications: int, seed: int) -> str:
    """Returns the name of a sweep: a hash of the scenario, the design's points, replications, seed and the sources."""
    return str(_facts(_about(reading.text_of(scenario), design, replications, seed))["run"])


def _about(text: str, design: Design, replications: int, seed: int) -> dict[str, Any]:
    """Returns what is swept: a scenario's text, over what, by which sources."""
    return {
        "scenario": hashlib.sha256(text.encode()).hexdigest(),
        "factors": [factor.path for factor in design.factors],
        "points": [list(point) for point in design.points],
        "replications": replications,
        "seed": seed,
        "sources": store.sources(),
    }


def _json(about: dict[str, Any]) -> bytes:
    return (json.dumps(about, indent=1, default=str) + "\n").encode()


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

    about = json.loads((folder / ABOUT).read_text("utf-8"))
    table = parts.table(folder / RESPONSES, len(design), about["replications"])
    lost = () if store.missing(folder, [FAILED]) else pd.read_csv(folder / FAILED).itertuples(index=False)
    failed = tuple(Failed(*one) for one in lost)
    return Sweep(scenario, design, _wanted(table.kpis, kpis), table, about["seed"], failed)


def _command(design: Design, point: int, seed: int, replications: int) -> str:
    """Returns the command that runs one point."""
    sets = (f"--set {shlex.quote(f'{path}={text_of(value)}')}" for path, value in design.overrides(point).items())
    return f"takarusim run FILE {' '.join(sets)} --seed {seed} --replications {replications}"


def opened(folder: Path) -> Sweep:
    """Returns the sweep of a store, out of its responses.

    Raises
    ------
    StoreError
        If the folder is none of a sweep that was ended, or is not what its manifest says.
    """
    if store.about(folder).get("kind") != "sweep" or store.missing(folder, [ABOUT, SCENARIO, RESPONSES]):
        raise StoreError(f"{folder}: no whole store of `takarusim sweep`; give the folder of its --store")
    about = json.loads((folder / ABOUT).read_text("utf-8"))
    points = tuple(map(tuple, about["points"]))
    levels = [_distinct(column) for column in zip(*points, strict=True)]
    factors = tuple(Factor(path, levels=of) for path, of in zip(about["factors"], levels, strict=True))
    return _kept(folder, reading.read_scenario(str(folder / SCENARIO)), Design(factors, points), ())
