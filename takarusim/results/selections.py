"""Selections kept in folders: what options there were, what they came to, and which was selected.

    results/<id>/{manifest.json, scenarios.json, selected.json, responses.parquet, worlds.parquet, run.log, parts/}

A part is a replication of an option: a selection that was interrupted goes on from those that are there.
Reading order: select, options, opened.
"""

import json
import math
import shlex
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from takarusim.errors import ExperimentError, StoreError
from takarusim.experiments import provenance, spans
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.execution import Engine, Execution, Progress
from takarusim.experiments.run import Failure
from takarusim.experiments.select import INDIFFERENCE, MOST, Asked, Job, Selection, measured, selected
from takarusim.language import words
from takarusim.registers.kpis import HEADLINE, about
from takarusim.results import packages, points, spreads
from takarusim.results.comparisons import label_of
from takarusim.results.folder import ResultsFolder, titled
from takarusim.scenario import reading
from takarusim.scenario.prepared import seed_of
from takarusim.scenario.scenario import Scenario

__all__ = ["carry_out", "folder_of", "indifference_of", "opened", "options", "select"]

SCENARIOS, SELECTED = "scenarios.json", "selected.json"
RESPONSES, WORLDS = "responses.parquet", "worlds.parquet"


def select(
    scenarios: Mapping[str, Scenario],
    kpi: str = HEADLINE,
    *,
    indifference: float | None = None,
    confidence: float = 0.95,
    first: int = 10,
    limit: int = 200,
    budget: float = math.inf,
    require: str = "",
    seed: int | None = None,
    engine: Engine = "auto",
    jobs: int | None = 1,
    executor: Executor | None = None,
    worlds: Ensemble | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Selection:
    """Selects the best of some scenarios, with a stated probability of being right.

    Options share their draws, and one that cannot be best is run no further (Kim and Nelson 2001). Where the best one
    is better than all others by at least the indifference, it is selected with at least the stated probability, as far
    as values are normal; where several are that close, one of them may be, and those that could not be left out are
    named beside it.

    Parameters
    ----------
    scenarios : {label: Scenario}
        The base first, which is an option too.
    kpi : str
        By which is chosen; one that has a better way.
    indifference : number, optional
        The smallest difference worth telling, in the KPI's unit; half a percentage point of a share when not given.
    confidence : number
    first : int
        Replications of each option, from which it is told how many more are needed.
    limit : int
        Replications of an option at which it ends without a promise.
    budget : number, optional
        Rupiah that an option may cost more than the base, by what its changes state.
    require : str, optional
        As in `headroom`, such as "otif >= base - 0.02": options that surely miss it are left out.
    engine, jobs, executor : as in `replicate`
    worlds : Ensemble, optional
        Worlds in which options are run too: in how many each one is the best.
    store : path, optional
        A folder in which it is kept.
    progress : callable, optional
        Called with (replications done, of how many at least).

    Raises
    ------
    ExperimentError
        If there are no two options, no indifference, a KPI is none or has no better way, every option surely misses
        the requirement, or a replication failed.
    StoreError
        If the folder is not what its manifest says, or holds something else.

    Examples
    --------
    >>> import takarusim as tk
    >>> today = tk.read_scenario("scenarios/first-steps.yaml", ["time.last_day=2024-03-31"])
    >>> options = {"today": today, "busy": tk.with_value(today, "partners.tractors.demand", 3)}
    >>> tk.select(options, indifference=0.05).replications["busy"]
    10
    """
    spans.check(scenarios)
    seed = seed_of(next(iter(scenarios.values())), seed)
    least = indifference_of(kpi, "") if indifference is None else indifference
    asked = Asked(kpi, least, confidence, first, limit, budget, require, worlds.id if worlds else "")
    execution = Execution(seed, first, engine, jobs, executor, progress)
    return carry_out(scenarios, execution, asked, None if store is None else Path(store), worlds)


def options(
    base: str | Path, files: Sequence[str | Path], overrides: Sequence[str] = (), *, as_packages: bool = False
) -> dict[str, Scenario]:
    """Returns the options of some files by label, the base first: each one, or all packages of them as measures."""
    if as_packages:
        return dict(packages.planned(base, files, overrides, MOST.bit_length() - 1).packages)
    found = {label_of(str(file)): str(file) for file in (base, *files)}
    if len(found) <= len(files):
        named = ", ".join(label_of(str(file)) for file in (base, *files))
        raise ExperimentError(f"options of different names, and none that of the base, got {named}; BASE OPTION ...")
    return {label: reading.read_scenario(file, overrides) for label, file in found.items()}


def indifference_of(kpi: str, text: str) -> float:
    """Returns the smallest difference worth telling of its text: 0.5% or 0.005 of a share, which has a default."""
    if not text and about(kpi).unit == "share":
        return INDIFFERENCE
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        right = "the smallest difference worth telling, such as 0.5% of a share or 2"
        raise ExperimentError(f"no indifference of {kpi}, got {text!r}; {right}") from None


def folder_of(out: Path, scenarios: Mapping[str, Scenario], seed: int, asked: Asked) -> Path:
    """Returns where a selection is kept below a folder of results."""
    return out / _id(scenarios, seed, asked)


def _id(scenarios: Mapping[str, Scenario], seed: int, asked: Asked) -> str:
    trees = [(label, reading.tree_of(scenario)) for label, scenario in scenarios.items()]
    return provenance.named_text(json.dumps(["selection", trees, seed, asked, provenance.sources()]).encode())


def carry_out(
    scenarios: Mapping[str, Scenario],
    execution: Execution,
    asked: Asked,
    folder: Path | None,
    ensemble: Ensemble | None = None,
    command: Sequence[str] = (),
) -> Selection:
    """Returns what is selected: from its folder where that is whole, else by running what is missing there."""
    run = _id(scenarios, execution.seed, asked)
    if folder is None:
        return selected(scenarios, execution, asked, run, ensemble)
    kept, begun = ResultsFolder(folder), time.monotonic()
    if kept.manifest().get("run", run) != run:
        raise StoreError(f"{folder} holds something else, got other inputs or sources; another folder")
    if not kept.manifest():
        trees = {label: reading.tree_of(scenario) for label, scenario in scenarios.items()}
        facts = _facts(run, next(iter(scenarios.values())), execution.seed, asked, shlex.join(command))
        kept.keep({SCENARIOS: json.dumps(trees).encode()}, facts)
    if kept.lacks([RESPONSES]):
        points.prepare(folder)
        found = selected(scenarios, execution, asked, run, ensemble, partial(_kept, folder, asked.limit))
        files = {SELECTED: json.dumps(_chosen(found)).encode(), RESPONSES: packages.table(found.responses)}
        kept.keep(files | ({WORLDS: spreads.table(found.worlds)} if found.worlds else {}))
        kept.note(f"selected, engine {execution.engine},", begun)
    return opened(folder)


def _kept(folder: Path, most: int, job: Job) -> dict[str, float] | Failure:
    """Returns what a replication of an option came to: out of its part where that is there and whole."""
    path = points.place(folder, job.option * most + job.task.replications[0])
    part = points.read(path) if path.exists() else None
    if part is not None:
        return dict(zip(part[points.KPI].to_pylist(), part["0"].to_pylist(), strict=True))
    found = measured(job)
    if not isinstance(found, Failure):
        points.write(path, list(found), np.array([list(found.values())]))
    return found


def _facts(run: str, base: Scenario, seed: int, asked: Asked, command: str) -> dict[str, Any]:
    """Returns what the manifest says: what is asked, and how to ask again."""
    return {
        "kind": "selection",
        "run": run,
        "title": titled({"": base}, partial(words.kpi, asked.kpi)),
        "asked": {name: value if value != math.inf else None for name, value in asked._asdict().items()},
        "seed": seed,
        "command": command,
        **provenance.made_with(),
    }


def _chosen(selection: Selection) -> dict[str, Any]:
    """Returns what is kept of the answer."""
    names = ("best", "rivals", "is_sure", "dear", "missing")
    return {name: getattr(selection, name) for name in names}


def opened(folder: Path) -> Selection:
    """Returns what was selected, out of its folder.

    Raises
    ------
    StoreError
        If the folder is none of a selection, is not what its manifest says, or was made by other source files.
    """
    kept = ResultsFolder(folder)
    facts = kept.manifest()
    if facts.get("kind") != "selection" or kept.lacks([SELECTED, RESPONSES]):
        raise StoreError(f"{folder}: no whole folder of results of `takarusim select`")
    if facts["sources"] != provenance.sources():
        raise StoreError(f"{folder}: made by another version of takarusim; select again: {facts['command']}")
    trees = json.loads((folder / SCENARIOS).read_text("utf-8"))
    scenarios = {label: reading.scenario_from(tree) for label, tree in trees.items()}
    told: dict[str, Any] = {name: math.inf if value is None else value for name, value in facts["asked"].items()}
    asked = Asked(**told)
    made_of = {**provenance.of(facts["seed"]), "run": facts["run"]}
    values = packages.read(folder / RESPONSES, made_of, "option")
    chosen = json.loads((folder / SELECTED).read_text("utf-8"))
    rivals, dear, missing = (tuple(chosen[name]) for name in ("rivals", "dear", "missing"))
    worlds = spreads.read(folder / WORLDS, asked.worlds) if asked.worlds else None
    return Selection(scenarios, values, asked, chosen["best"], rivals, chosen["is_sure"], dear, missing, worlds)
