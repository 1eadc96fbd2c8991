"""What the page answers: roughly within a second of a move, then as exactly as the commands do.

A visitor's answers are kept in that visitor's own memory and folder alone. Reading order: Memory, rough, refined.
"""

import shlex
import shutil
import tempfile
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from takarusim.app import choices
from takarusim.app.choices import Chosen
from takarusim.briefing import brief
from takarusim.excel import exported, writing
from takarusim.experiments import compare
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.measuring import Accounted
from takarusim.experiments.search import Search
from takarusim.language.numerals import Language
from takarusim.results import comparisons, ensembles, headrooms, runs
from takarusim.scenario.scenario import Scenario

__all__ = [
    "LOOK",
    "REPLICATIONS",
    "ROUGH",
    "WORLDS",
    "Memory",
    "command",
    "ending",
    "files",
    "first_year",
    "headroom",
    "kept",
    "ran",
    "refined",
    "robust",
    "rough",
    "worlds",
]

ROUGH, REPLICATIONS = 3, 30
LOOK = 10  # replications of what is looked at more closely
WORLDS = 24  # that agree with what is known
MOST = 12  # scenarios whose replications are remembered
Watch = Callable[[int, int], None]  # done, of how many
Rows = list[Accounted]


@dataclass
class Memory:
    """What was made for one visitor, as long as the visit lasts."""

    rows: dict[tuple[Chosen, bool], Rows] = field(default_factory=dict)  # by what was chosen, and whether roughly
    out: Path = field(default_factory=lambda: Path(tempfile.mkdtemp("-takarusim")))  # of results that nobody has kept

    def __post_init__(self) -> None:
        """Sees to it that nothing is left behind."""
        weakref.finalize(self, shutil.rmtree, self.out, ignore_errors=True)

    def of(self, chosen: Chosen, *, is_rough: bool) -> Rows:
        """Returns what replications came to, to be added to."""
        key = chosen, is_rough
        self.rows[key] = self.rows.pop(key, [])
        while len(self.rows) > MOST:
            del self.rows[next(iter(self.rows))]
        return self.rows[key]


def rough(chosen: Chosen, memory: Memory, watch: Watch | None = None) -> comparisons.Outcome:
    """Returns a first answer: a few replications of the first year."""
    made = {label: first_year(scenario) for label, scenario in choices.scenarios(chosen).items()}
    return _compared(made, ROUGH, memory.out, _known(chosen, memory, made, is_rough=True), watch)


def refined(chosen: Chosen, memory: Memory, watch: Watch | None = None) -> comparisons.Outcome:
    """Returns the answer of a full run; one that is interrupted goes on from there."""
    made = choices.scenarios(chosen)
    return _compared(made, REPLICATIONS, memory.out, _known(chosen, memory, made, is_rough=False), watch)


def kept(chosen: Chosen, memory: Memory, out: Path) -> comparisons.Outcome:
    """Returns the full answer when it is in a folder of results, as the command line keeps it."""
    made = choices.scenarios(chosen)
    plan = _plan(made, REPLICATIONS, out)
    return comparisons.carry_out(plan, known=_known(chosen, memory, made, is_rough=False))


def ran(scenario: Scenario, out: Path, watch: runs.Watch | None = None, *, relax: bool = False) -> runs.Outcome:
    """Returns a run of a scenario, kept in a folder; on request also without each constraint in turn."""
    plan = runs.Plan(scenario, LOOK, scenario.seed, "auto", None, out, "all")
    return runs.carry_out(plan, relax=relax, watch=watch)


def headroom(search: Search, out: Path, watch: Watch | None = None) -> headrooms.Outcome:
    """Returns how much more demand meets a requirement, kept in a folder."""
    return headrooms.carry_out(headrooms.Plan(search, search.scenario.seed, LOOK, jobs=None, out=out), watch)


def worlds(chosen: Chosen, watch: Watch | None = None) -> Ensemble:
    """Returns estates that differ from the base in all that it assumes, and agree with what is known."""
    return ensembles.worlds(choices.before(chosen), WORLDS, jobs=None, progress=watch)


def robust(chosen: Chosen, ensemble: Ensemble, memory: Memory, watch: Watch | None = None) -> comparisons.Outcome:
    """Returns the answer of a full run with what becomes of it in worlds."""
    made = choices.scenarios(chosen)
    known = _known(chosen, memory, made, is_rough=False)
    return _compared(made, REPLICATIONS, memory.out, known, watch, ensemble)


def first_year(scenario: Scenario) -> Scenario:
    """Returns a plan that ends after a year. A long run stays as it is."""
    return ending(scenario, scenario.time.first_day + timedelta(days=364))


def ending(scenario: Scenario, last: date) -> Scenario:
    """Returns a plan that ends with a day: its log is the beginning of the whole one's. A long run stays as it is."""
    time = scenario.time
    if time.last_day is None or time.last_day <= last:
        return scenario
    return scenario.model_copy(update={"time": time.model_copy(update={"last_day": last})})


def _known(chosen: Chosen, memory: Memory, made: Mapping[str, Scenario], *, is_rough: bool) -> dict[str, Rows]:
    base, *others = made
    rows = {base: memory.of(chosen.plain, is_rough=is_rough)}
    return rows | {label: memory.of(chosen, is_rough=is_rough) for label in others}


def _plan(made: Mapping[str, Scenario], replications: int, out: Path) -> comparisons.Plan:
    return comparisons.Plan(made, next(iter(made.values())).seed, replications, out=out, jobs=None)


def _compared(
    made: Mapping[str, Scenario],
    replications: int,
    out: Path,
    known: dict[str, Rows],
    watch: Watch | None = None,
    ensemble: Ensemble | None = None,
) -> comparisons.Outcome:
    plan = replace(_plan(made, replications, out), worlds=ensemble.id if ensemble else "")
    execution = replace(plan.execution, progress=watch)
    return comparisons.Outcome(plan, compare.compared(made, execution, plan.asked, ensemble, known))


def command(folder: Path) -> str:
    """Returns the words of the command that makes kept results again from the files of their folder."""
    return shlex.join(comparisons.command(comparisons.opened(folder).plan, folder))


def files(folder: Path, what: Literal["briefing", "excel"], language: Language) -> dict[str, bytes]:
    """Returns the briefing of results, or their workbook, by the names of the files.

    Raises
    ------
    BriefingError, Mistake
        If what writes them is not installed.
    """
    if what == "briefing":
        made, _ = brief.made(folder, language)
        return {f"briefing-{language}.pdf": made.pdf, f"briefing-{language}.docx": made.docx}
    path = folder.with_name(f"results-{language}.xlsx")
    writing.workbook(path, exported.exported(folder, language)[0], language)
    return {path.name: path.read_bytes()}
