"""Ensembles kept in folders: resumable, and the same whatever the executor.

    results/<id>/{manifest.json, scenario.resolved.yaml, parts/, worlds.parquet, survivors.csv, figures/, run.log}

`parts/` holds the KPIs of each world that was run, so that an ensemble that was stopped goes on from them.
Reading order: worlds, opened.
"""

import shlex
import time
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError, StoreError
from takarusim.experiments import provenance
from takarusim.experiments.ensemble import Asked, Ensemble, Job, Search, ensemble_id, measured, shortened
from takarusim.experiments.execution import Engine, Execution, Progress
from takarusim.experiments.run import Failure
from takarusim.results import points, tables
from takarusim.results.folder import ResultsFolder, titled
from takarusim.scenario import reading
from takarusim.scenario.prepared import seed_of
from takarusim.scenario.scenario import Scenario

__all__ = ["command", "opened", "worlds"]

SCENARIO, WORLDS, SURVIVORS = "scenario.resolved.yaml", "worlds.parquet", "survivors.csv"
WORLD, OF_WAVE, REPLICATION = "world", "wave", "replication"  # columns before those of groups and KPIs
STATED = 0  # the wave of the stated estate

Floats = NDArray[np.float64]


def worlds(
    scenario: Scenario,
    worlds: int = 200,
    waves: int = 3,
    *,
    seed: int | None = None,
    replications: int = 2,
    guesses: bool = False,
    engine: Engine = "auto",
    jobs: int | None = 1,
    executor: Executor | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Draws estates that differ in all that a scenario assumes, and keeps those that agree with what is known.

    Worlds are rows of a scrambled Sobol' sequence over the groups of `assumptions`: the same seed gives the same
    worlds, and more of them continue fewer. Of a plan the first year is run.

    Parameters
    ----------
    scenario : Scenario
    worlds : int
        How many that agree are wanted; fewer are found where 20 times as many that were run do not hold them.
    waves : int
        A wave of 200 worlds tells, by an emulator of each result that is known, which of the following ones can hardly
        agree; they are left out. The last wave goes on until enough agree. 1: none is left out.
    seed : int, optional
        The scenario's own when not given.
    replications : int
        Of the base in each world.
    guesses : bool
        Whether targets that have no source rule worlds out too.
    engine, jobs : as in `replicate`
    executor : concurrent.futures.Executor, optional
        Used instead, and left open; the result does not depend on it.
    store : path, optional
        A folder in which the ensemble is kept; one that was stopped goes on from it, one that was ended is read.
    progress : callable, optional
        Called with (worlds that agree, how many are wanted).

    Raises
    ------
    ExperimentError
        If nothing is assumed, a number is too small, or the stated estate has no results.
    StoreError
        If the folder is not what its manifest says, or holds something else.

    Examples
    --------
    >>> import takarusim as tk
    >>> crews = {"value": 2, "source": "assumption", "low": 1, "high": 3}
    >>> scenario = tk.with_value(tk.read_scenario("scenarios/first-steps.yaml"), "smes.sme.crews", crews)
    >>> tk.worlds(scenario, 4, seed=1).survivors
    (0, 1, 2, 3)
    """
    for name, value in (("worlds", worlds), ("waves", waves)):
        if value < 1:
            raise ExperimentError(f"{name}: at least 1, got {value}")
    seed = seed_of(scenario, seed)
    scenario = shortened(scenario)
    asked = Asked(worlds, waves, replications, guesses=guesses)
    execution = Execution(seed, replications, engine, jobs, executor, progress)
    if store is None:
        return _searched(Search(scenario, asked, seed, engine), execution, None)
    folder = Path(store)
    begun = time.monotonic()
    if ResultsFolder(folder).lacks([SCENARIO]):
        text = reading.text_of(scenario).encode()
        ResultsFolder(folder).keep({SCENARIO: text}, _facts(scenario, asked, seed))
    elif ResultsFolder(folder).manifest().get("run") != ensemble_id(scenario, asked, seed):
        raise StoreError(f"{folder} holds something else, got other inputs or sources; another folder")
    if ResultsFolder(folder).lacks([WORLDS, SURVIVORS]):
        points.prepare(folder)
        found = _searched(Search(scenario, asked, seed, engine), execution, folder)
        ResultsFolder(folder).keep({WORLDS: _table(found), SURVIVORS: tables.csv(found.assumed())})
        ResultsFolder(folder).note(f"ran {len(found.numbers)} worlds, engine {engine},", begun)
    return opened(folder)


def opened(folder: Path) -> Ensemble:
    """Returns the ensemble of a folder.

    Raises
    ------
    StoreError
        If the folder is none of an ensemble that was ended, is not what its manifest says, or was made by other
        source files.
    """
    facts = ResultsFolder(folder).manifest()
    if facts.get("kind") != "worlds" or ResultsFolder(folder).lacks([SCENARIO, WORLDS]):
        raise StoreError(f"{folder}: no ensemble; a folder, or a name, that `takarusim worlds` made")
    scenario, asked = reading.read_scenario(str(folder / SCENARIO)), Asked(*facts["asked"])
    found = _read(folder / WORLDS, scenario, asked, facts["seed"])
    if found.id != facts["run"]:
        again = shlex.join(command(folder, asked, facts["seed"]))
        raise StoreError(f"{folder}: made by another version of takarusim; draw its worlds again: {again}")
    return found


def command(folder: Path, asked: Asked, seed: int) -> list[str]:
    """Returns the words of the command that makes an ensemble again from the scenario in its folder."""
    wanted = [f"--worlds={asked.worlds}", f"--waves={asked.waves}", f"--replications={asked.replications}"]
    guesses = ["--guesses"] if asked.guesses else []
    return ["takarusim", "worlds", str(folder / SCENARIO), *wanted, *guesses, f"--seed={seed}"]


def _facts(scenario: Scenario, asked: Asked, seed: int) -> dict[str, Any]:
    return {
        "kind": "worlds",
        "run": ensemble_id(scenario, asked, seed),
        "title": titled({"": scenario}),
        "asked": list(asked),
        "seed": seed,
        "replications": asked.replications,
        "command": shlex.join(command(Path(), asked, seed)),
        **provenance.made_with(),
    }


def _searched(search: Search, execution: Execution, folder: Path | None) -> Ensemble:
    """Runs worlds until enough agree with what is known."""
    measure = partial(_kept, folder, search.kpis)
    with execution.at_work(apart=True) as at_work:
        search.begin(next(at_work.map(measure, [search.stated()])))
        while jobs := search.next():
            for job, values in zip(jobs, at_work.map(measure, jobs), strict=True):
                search.add(job, values)
                at_work.told(search.survivors, search.asked.worlds)
    return search.found()


def _kept(folder: Path | None, kpis: tuple[str, ...], job: Job) -> Floats | Failure:
    """Returns what a world came to: out of its part where that is there and whole."""
    if folder is None:
        return measured(job)
    path = points.place(folder, job.number + 1)  # the stated estate comes first
    part = points.read(path) if path.exists() else None
    if part is not None:
        return np.array([part[str(r)].to_numpy() for r in range(len(job.replications))])
    values = measured(job)
    if not isinstance(values, Failure):
        points.write(path, kpis, values)
    return values


def _table(ensemble: Ensemble) -> bytes:
    """Returns an ensemble as a table: a row for each world and replication, the stated estate first."""
    import pandas as pd

    n, r, k = ensemble.values.shape
    keys = {
        WORLD: np.repeat([-1, *ensemble.numbers], [len(ensemble.stated), *([r] * n)]),
        OF_WAVE: np.repeat([STATED, *ensemble.waves], [len(ensemble.stated), *([r] * n)]),
        REPLICATION: np.concatenate([np.arange(len(ensemble.stated)), np.tile(np.arange(r), n)]),
        "problem": [""] * len(ensemble.stated)
        + [ensemble.failures.get(w, "") for w in ensemble.numbers for _ in range(r)],
    }
    zeros = np.zeros((len(ensemble.stated), len(ensemble.groups)))
    rows = np.concatenate([zeros, np.repeat(ensemble.factors, r, axis=0)])
    values = np.concatenate([ensemble.stated, ensemble.values.reshape(n * r, k)])
    factors = pd.DataFrame(rows, columns=[f"group {name}" for name in ensemble.groups])
    return tables.parquet(pd.concat([pd.DataFrame(keys), factors, pd.DataFrame(values, columns=ensemble.kpis)], axis=1))


def _read(file: Path, scenario: Scenario, asked: Asked, seed: int) -> Ensemble:
    import pandas as pd

    frame = pd.read_parquet(file)
    kpis = tuple(frame.columns[4:][~frame.columns[4:].str.startswith("group ")])
    is_stated = frame[OF_WAVE] == STATED
    rows, first = frame[~is_stated], frame[~is_stated & (frame[REPLICATION] == 0)]
    of_groups = [name for name in frame.columns if name.startswith("group ")]
    told = first[first["problem"] != ""]
    return Ensemble(
        *(scenario, asked, seed, tuple(name.removeprefix("group ") for name in of_groups)),
        *(tuple(first[WORLD].tolist()), first[OF_WAVE].to_numpy(), first[of_groups].to_numpy(), kpis),
        rows[list(kpis)].to_numpy().reshape(len(first), asked.replications, len(kpis)),
        frame.loc[is_stated, list(kpis)].to_numpy(),
        dict(zip(told[WORLD].tolist(), told["problem"].tolist(), strict=True)),
    )
