"""Headroom kept in a folder, as a run is: the levels that were tried, with the values of each replication.

    results/<id>/{manifest.json, scenario.resolved.yaml, replications.csv, levels.csv, figures/, run.log}

Reading order: Plan, carry_out, Outcome.
"""

import json
import shlex
import time
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from takarusim.errors import StoreError
from takarusim.experiments import provenance, run
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.execution import Execution, Progress
from takarusim.experiments.headroom import Headroom, reduced, searched
from takarusim.experiments.requirement import Requirement
from takarusim.experiments.search import Search
from takarusim.experiments.upheld import Upheld
from takarusim.language.numerals import Language
from takarusim.results import tables
from takarusim.results.folder import ResultsFolder, titled
from takarusim.scenario import reading, titles
from takarusim.statistics.responses import Label

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Outcome", "Plan", "carry_out", "command", "opened"]

SCENARIO, REPLICATIONS, LEVELS = "scenario.resolved.yaml", "replications.csv", "levels.csv"
ASKED = ("requirement", "partner", "path", "also", "low", "high", "confidence", "tolerance")  # of a search


@dataclass(frozen=True)
class Plan:
    """What is to be looked for, and where the results go."""

    search: Search
    seed: int
    replications: int = 30
    engine: str = "auto"
    jobs: int | None = 1  # as in Execution
    out: Path = Path("results")
    worlds: str = ""  # the id of the ensemble in whose worlds it is looked at too; "": none

    @cached_property
    def text(self) -> str:
        """The resolved scenario as the text of a file."""
        return reading.text_of(self.search.scenario)

    @property
    def asked(self) -> dict[str, Any]:
        """What is looked for, but for the scenario."""
        return {name: getattr(self.search, name) for name in ASKED}

    @cached_property
    def id(self) -> str:
        """Its name: the same inputs have the same."""
        made_of = ["headroom", self.text, self.asked, self.seed, self.replications, provenance.sources()]
        made_of += [self.worlds] if self.worlds else []
        return provenance.named_text(json.dumps(made_of).encode())

    @property
    def folder(self) -> Path:
        """Where the results are, or will be."""
        return self.out / self.id

    @property
    def execution(self) -> Execution:
        """How it is run."""
        return Execution(self.seed, self.replications, self.engine, self.jobs)


@dataclass(frozen=True)
class Outcome:
    """What was found."""

    plan: Plan
    headroom: Headroom


def carry_out(plan: Plan, watch: Progress | None = None, ensemble: Ensemble | None = None) -> Outcome:
    """Returns what was found: from its folder where that is whole, else by simulating and keeping it there.

    Parameters
    ----------
    plan : Plan
    watch : callable, optional
        Called with (levels tried, how many may be).
    ensemble : Ensemble, optional
        That of the plan, where it has one.

    Raises
    ------
    ExperimentError
        As `headroom` does.
    StoreError
        If the folder is not what its manifest says.
    """
    folder = ResultsFolder(plan.folder)
    if folder.lacks([SCENARIO, REPLICATIONS, LEVELS]):
        begun = time.monotonic()
        found = searched(plan.search, replace(plan.execution, progress=watch), ensemble)
        folder.keep(_tables(plan, found), _facts(plan, found))
        folder.note(f"simulated, engine {plan.engine},", begun)
    return _read(plan)


def opened(folder: Path) -> Outcome:
    """Returns what was found, out of its folder.

    Raises
    ------
    StoreError
        If the folder is none of headroom, is not what its manifest says, or was made by other source files.
    """
    folder = folder.resolve()
    facts = ResultsFolder(folder).manifest()
    if facts.get("kind") != "headroom" or ResultsFolder(folder).lacks([SCENARIO, REPLICATIONS]):
        raise StoreError(f"{folder}: no folder of results of `takarusim headroom`")
    said = facts["asked"] | {"also": tuple(facts["asked"]["also"])}
    search = Search(reading.read_scenario(str(folder / SCENARIO)), **said)
    asked = (facts["seed"], facts["replications"], facts["engine"])
    plan = Plan(search, *asked, out=folder.parent, worlds=facts.get("worlds", {}).get("ensemble", ""))
    if plan.folder != folder:
        again = shlex.join(command(plan, folder))
        raise StoreError(f"{folder}: made by another version of takarusim, or renamed; look for it again: {again}")
    return _read(plan)


def _tables(plan: Plan, headroom: Headroom) -> dict[str, bytes]:
    """Returns the files of what was found."""
    return {
        SCENARIO: plan.text.encode(),
        REPLICATIONS: tables.csv(headroom.responses.to_frame()),
        LEVELS: tables.csv(_levels(headroom)),
    }


def _levels(headroom: Headroom) -> "pd.DataFrame":
    """Returns the levels as a table: the KPI's mean, and the margin by which the requirement is met."""
    import pandas as pd

    rows = [
        (level, kpi.mean, kpi.n, kpi.unit, margin.mean, margin.low, margin.high, problem, undelivered)
        for level, kpi, margin, problem, undelivered in headroom.levels
    ]
    return pd.DataFrame(rows, columns=["level", "kpi", "n", "unit", "margin", "low", "high", "problem", "open"])


def _facts(plan: Plan, headroom: Headroom) -> dict[str, Any]:
    """Returns what the manifest says: all that is needed to look for it again."""
    return {
        "kind": "headroom",
        "run": plan.id,
        "title": titled({"": plan.search.scenario}, partial(_asked, plan.search)),
        "asked": plan.asked,
        "months": list(headroom.responses.months.values()),
        "problems": [[level, problem] for level, problem in headroom.responses.problems.items()],
        "seed": plan.seed,
        "replications": plan.replications,
        "engine": plan.engine,
        **({"worlds": {"ensemble": plan.worlds, "levels": headroom.worlds}} if plan.worlds else {}),
        "command": shlex.join(command(plan)),
        **provenance.made_with(),
    }


def _asked(search: Search, language: Language) -> str:
    """Returns what is looked for, in words."""
    return f"{Requirement.parsed(search.requirement).told(language)}; {titles.moved(search.what, language)}"


def command(plan: Plan, folder: Path = Path()) -> list[str]:
    """Returns the words of the command that looks for it again from the file of its folder."""
    search = plan.search
    words = ["takarusim", "headroom", str(folder / SCENARIO), f"--require={search.requirement}"]
    words += [f"--partner={search.partner}"] if search.partner else []
    words += [f"--fewest={search.path}"] if search.path else []
    words += [f"--worlds={plan.worlds}"] if plan.worlds else []
    return [*words, f"--replications={plan.replications}", f"--seed={plan.seed}"]


def _read(plan: Plan) -> Outcome:
    """Returns what was found, out of its folder; the values to the last bit."""
    facts = ResultsFolder(plan.folder).manifest()
    made_of = run.made_of(plan.search.scenario, plan.seed)
    problems = dict(facts["problems"])
    responses = tables.responses_in(plan.folder / REPLICATIONS, "level", made_of, problems, _level, facts["months"])
    worlds = tuple(Upheld(*one) for one in facts.get("worlds", {}).get("levels", ()))
    return Outcome(plan, replace(reduced(plan.search, responses), worlds=worlds))


def _level(text: str) -> Label:
    """Returns a level of its text: a count, a multiple, or the base."""
    if text == run.BASE:
        return text
    return int(text) if text.isdecimal() else float(text)
