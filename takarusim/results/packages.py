"""Credit kept in folders: every package of some measures, resumable, and the same whatever the executor.

    results/<id>/{manifest.json, scenario-<label>.resolved.yaml, parts/, responses.parquet, credit.csv, worlds.parquet,
                  figures/, run.log}

The scenarios are the base and each measure alone; `parts/` holds the KPIs of each package that was run, so that what
was stopped goes on from them. Reading order: credit, Plan, opened.
"""

import json
import shlex
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError, StoreError
from takarusim.experiments import own, provenance, spans
from takarusim.experiments.across import across
from takarusim.experiments.credit import MOST, Credit, Job, labels, measured
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.execution import Engine, Execution, Progress
from takarusim.experiments.own import Own
from takarusim.experiments.run import Failure
from takarusim.kpis import kpis as registered
from takarusim.quantities.units import nearest
from takarusim.registers.kpis import HEADLINE
from takarusim.results import points, spreads, tables
from takarusim.results.comparisons import label_of
from takarusim.results.folder import ResultsFolder, titled
from takarusim.scenario import reading
from takarusim.scenario.scenario import Scenario
from takarusim.statistics.responses import Responses

__all__ = ["Plan", "carry_out", "command", "credit", "opened", "planned", "read", "table"]

RESPONSES, CREDIT, WORLDS = "responses.parquet", "credit.csv", "worlds.parquet"
PACKAGE, REPLICATION = "package", "replication"  # columns before those of KPIs

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Plan:
    """What is to be credited, and how it is made again."""

    base: str  # its file, or several on each other
    measures: Mapping[str, str]  # {label: file}
    packages: Mapping[str, Scenario]  # by label, in the order of `labels`
    seed: int
    replications: int = 30
    headline: str = HEADLINE
    confidence: float = 0.95
    overrides: tuple[str, ...] = ()  # that were set in all of them
    worlds: str = ""  # the id of the ensemble in whose worlds they are run too; "": none

    @cached_property
    def id(self) -> str:
        """Its name: the same packages, and the same asked, have the same."""
        trees = [(label, reading.tree_of(scenario)) for label, scenario in self.packages.items()]
        asked = [self.seed, self.replications, self.headline, self.confidence, self.worlds]
        return provenance.named_text(json.dumps(["credit", trees, asked, provenance.sources()]).encode())

    @property
    def scenarios(self) -> dict[str, Scenario]:
        """The base, then it with each measure alone."""
        first = next(iter(self.packages))
        return {label: self.packages[label] for label in (first, *self.measures)}

    @property
    def files(self) -> list[str]:
        """What the folder has besides figures."""
        return [RESPONSES, CREDIT, *([WORLDS] if self.worlds else [])]


def credit(
    base: str | Path,
    measures: Sequence[str | Path],
    replications: int = 30,
    *,
    seed: int | None = None,
    headline: str = HEADLINE,
    confidence: float = 0.95,
    overrides: Sequence[str] = (),
    engine: Engine = "auto",
    jobs: int | None = 1,
    executor: Executor | None = None,
    kpis: Own | None = None,
    worlds: Ensemble | None = None,
    store: str | Path | None = None,
    progress: Progress | None = None,
) -> Credit:
    """Runs every package of some measures with common draws, and returns what each measure brings.

    Parameters
    ----------
    base : path
        A scenario file, or several on each other: "a.yaml+b.yaml".
    measures : paths
        One to six files that extend what the base does; each is put together with the base and with the others by `+`.
    replications : int
        Of each package: 2^m of them for m measures.
    seed : int, optional
        The base's own when not given.
    headline : str
        The KPI that is told first.
    confidence : float
        Of all intervals.
    overrides : "path=value", optional
        Set in all packages.
    engine, jobs, executor, kpis : as in `replicate`
    worlds : Ensemble, optional
        Worlds in which every package is run too: what a measure brings whatever is assumed.
    store : path, optional
        A folder in which it is kept; what was stopped goes on from it, what was ended is read.
    progress : callable, optional
        Called with (packages done, of how many).

    Raises
    ------
    ScenarioError
        If a file has mistakes, or two measures set one value for one date: before anything runs.
    ExperimentError
        If there is no measure, more than six, two of one name, no such KPI, or a package failed.
    StoreError
        If the folder is not what its manifest says, or holds something else.

    Examples
    --------
    >>> import takarusim as tk
    >>> from pathlib import Path
    >>> text = "{extends: scenarios/first-steps.yaml, partners: {tractors: {demand: 1.2}}}"
    >>> _ = Path("busier.yaml").write_text(text)
    >>> list(tk.credit("scenarios/first-steps.yaml", ["busier.yaml"], 2).parts())
    ['busier']
    """
    plan = planned(base, measures, overrides)
    plan = replace(plan, headline=headline, confidence=confidence, worlds=worlds.id if worlds else "")
    plan = replace(plan, seed=plan.seed if seed is None else seed, replications=replications)
    execution = Execution(plan.seed, replications, engine, jobs, executor, progress, kpis or {})
    return carry_out(plan, execution, None if store is None else Path(store), worlds)


def planned(base: str | Path, measures: Sequence[str | Path], overrides: Sequence[str] = (), most: int = MOST) -> Plan:
    """Returns the plan of all packages: their files are read, so that what cannot be put together is refused."""
    files = {label_of(str(file)): str(file) for file in measures}
    first = label_of(str(base))
    if not 1 <= len(measures) <= most:
        told = f"{len(measures)} measures are {2 ** len(measures)} packages" if measures else "got none"
        raise ExperimentError(f"measures: one to {most}, {told}; put those together with + that belong together")
    if len({first, *files}) <= len(measures):
        named = ", ".join(label_of(str(file)) for file in (base, *measures))
        raise ExperimentError(f"measures of different names, and none that of the base, got {named}; BASE MEASURE ...")
    texts = (files[label] for label in files)
    together = "+".join((str(base), *texts))
    whole = reading.read_scenario(together, overrides)  # what two measures set at once is refused here
    packages = {}
    for label, of in zip(labels(first, tuple(files)), _subsets(list(files.values())), strict=True):
        is_whole = len(of) == len(files)
        packages[label] = whole if is_whole else reading.read_scenario("+".join((str(base), *of)), overrides)
    spans.check(packages)
    return Plan(str(base), files, packages, packages[first].seed, overrides=tuple(overrides))


def _subsets(files: Sequence[str]) -> Iterator[list[str]]:
    for k in range(1 << len(files)):
        yield [file for i, file in enumerate(files) if k >> i & 1]


def carry_out(plan: Plan, execution: Execution, folder: Path | None, ensemble: Ensemble | None = None) -> Credit:
    """Returns what each measure of a plan brings: from its folder where that is whole, else by running what is missing.

    Raises
    ------
    ExperimentError, StoreError
        As `credit` does.
    """
    if folder is None:
        return _credited(plan, execution, None, ensemble)
    if execution.own:
        listed = ", ".join(execution.own)
        raise ExperimentError(f"store: nothing makes KPIs of one's own again, got {listed}; without one of them")
    begun, kept = time.monotonic(), ResultsFolder(folder)
    if not kept.manifest():
        texts = {_file(label): reading.text_of(scenario).encode() for label, scenario in plan.scenarios.items()}
        kept.keep(texts, _facts(plan))
    elif kept.manifest().get("run") != plan.id:
        raise StoreError(f"{folder} holds something else, got other inputs or sources; another folder")
    if kept.lacks(plan.files):
        points.prepare(folder)
        found = _credited(plan, execution, folder, ensemble)
        in_worlds = {WORLDS: spreads.table(found.worlds)} if found.worlds else {}
        shown = [name for name in found.kpis if name == found.headline or "=" not in name]
        kept.keep({RESPONSES: table(found.responses), CREDIT: tables.csv(found.to_frame(shown)), **in_worlds})
        kept.note(f"ran {len(plan.packages)} packages, engine {execution.engine},", begun)
    return opened(folder)


def _credited(plan: Plan, execution: Execution, folder: Path | None, ensemble: Ensemble | None) -> Credit:
    """Runs the packages, those that are there already left out."""
    packages = {label: registered.asking(scenario, plan.headline) for label, scenario in plan.packages.items()}
    with execution.at_work(apart=True) as at_work:
        packages = dict(spans.warmed_up(packages, at_work))
        rest = (plan.seed, plan.replications, execution.engine, (plan.headline,), execution.own)
        jobs = [(k, Job(scenario, *rest)) for k, scenario in enumerate(packages.values())]
        found = list[dict[str, list[float]]]()
        for label, answer in zip(packages, at_work.map(partial(_kept, folder), jobs), strict=True):
            if isinstance(answer, Failure):
                raise ExperimentError(f"{label}: {answer.message}")
            if not found and plan.headline not in answer:
                raise ExperimentError(f"no such KPI, got {plan.headline!r}; {nearest(plan.headline, list(answer))}")
            found.append(answer)
            at_work.told(len(found), len(jobs))
        in_worlds = across(packages, ensemble, at_work, (plan.headline,)) if ensemble else None
    responses = _stacked(
        found, tuple(packages), {**provenance.of(plan.seed), "run": plan.id, **own.said(execution.own)}
    )
    return Credit(plan.scenarios, responses, plan.headline, plan.confidence, in_worlds)


def _stacked(
    found: Sequence[Mapping[str, list[float]]], packages: tuple[str, ...], made_of: Mapping[str, str | int]
) -> Responses:
    """Returns the values of all KPIs that any package has, those of the base first."""
    names = tuple(dict.fromkeys(name for each in found for name in each))
    replications = tuple(range(len(next(iter(found[0].values())))))
    nothing = [np.nan] * len(replications)
    values = np.array([[each.get(name, nothing) for name in names] for each in found])
    return Responses(packages, replications, names, np.moveaxis(values, 1, 2), made_of, axis=PACKAGE)


def _kept(folder: Path | None, numbered: tuple[int, Job]) -> dict[str, list[float]] | Failure:
    """Returns what a package came to: out of its part where that is there and whole."""
    number, job = numbered
    path = folder and points.place(folder, number)
    if path is None:
        return measured(job)
    part = points.read(path) if path.exists() else None
    if part is None:
        found = measured(job)
        if not isinstance(found, Failure):
            points.write(path, list(found), np.array(list(found.values())).T)
        return found
    columns = np.array([part[str(r)].to_numpy() for r in range(job.replications)])
    return dict(zip(part[points.KPI].to_pylist(), columns.T.tolist(), strict=True))


def opened(folder: Path) -> Credit:
    """Returns what measures bring, out of their folder.

    Raises
    ------
    StoreError
        If the folder is none of credit that was ended, is not what its manifest says, or was made by other source
        files.
    """
    kept = ResultsFolder(folder)
    facts = kept.manifest()
    if facts.get("kind") != "credit" or kept.lacks([RESPONSES]):
        raise StoreError(f"{folder}: no whole folder of results of `takarusim credit`")
    if facts["sources"] != provenance.sources():
        raise StoreError(f"{folder}: made by another version of takarusim; make it again: {facts['command']}")
    scenarios = {label: reading.read_scenario(folder / _file(label)) for label in facts["scenarios"]}
    worlds = spreads.read(folder / WORLDS, facts["worlds"]) if facts["worlds"] else None
    responses = read(folder / RESPONSES, {**provenance.of(facts["seed"]), "run": facts["run"]})
    return Credit(scenarios, responses, facts["headline"], facts["confidence"], worlds)


def _file(label: str) -> str:
    return f"scenario-{label}.resolved.yaml"


def _facts(plan: Plan) -> dict[str, Any]:
    """Returns what the manifest says: all that is needed to make it again."""
    return {
        "kind": "credit",
        "run": plan.id,
        "title": titled(plan.scenarios),
        "scenarios": {label: provenance.titled(scenario) for label, scenario in plan.scenarios.items()},
        "headline": plan.headline,
        "confidence": plan.confidence,
        "seed": plan.seed,
        "replications": plan.replications,
        "worlds": plan.worlds,
        "command": shlex.join(command(plan)),
        **provenance.made_with(),
    }


def command(plan: Plan) -> list[str]:
    """Returns the words of the command that makes it again, from the files of the measures."""
    words = ["takarusim", "credit", plan.base, *plan.measures.values()]
    words += [f"--set={text}" for text in plan.overrides]
    words += [f"--replications={plan.replications}", f"--seed={plan.seed}"]
    words += [f"--headline={plan.headline}"] if plan.headline != HEADLINE else []
    words += [f"--confidence={plan.confidence!r}"] if plan.confidence != Plan.confidence else []
    return words + ([f"--worlds={plan.worlds}"] if plan.worlds else [])


def table(responses: Responses) -> bytes:
    """Returns what every package came to as a table: a row for each package and replication, a column for each KPI."""
    import pandas as pd

    keys = {
        responses.axis: np.repeat(np.array(responses.points, object), len(responses.replications)),
        REPLICATION: np.tile(responses.replications, len(responses.points)),
    }
    values = pd.DataFrame(responses.values.reshape(-1, len(responses.kpis)), columns=responses.kpis)
    return tables.parquet(pd.concat([pd.DataFrame(keys), values], axis=1))


def read(file: Path, made_of: Mapping[str, str | int], axis: str = PACKAGE) -> Responses:
    """Returns the responses of a table."""
    import pandas as pd

    frame = pd.read_parquet(file)
    packages, replications = (tuple(frame[name].unique().tolist()) for name in (axis, REPLICATION))
    kpis = tuple(frame.columns[2:])
    values = frame[list(kpis)].to_numpy(np.float64).reshape(len(packages), len(replications), len(kpis))
    return Responses(packages, replications, kpis, values, made_of, axis=axis)
