"""What can go wrong, as a tree. Each is a key of `language.catalogue` with values; words come where it is told.

TakarusimError
├── Mistake            what is wrong with one value, whatever it was given for
├── ScenarioError      mistakes in a scenario, all of them at once
├── ExperimentError    an experiment that cannot be made or answered
├── EngineError        a replication that failed, with what reproduces it
├── StoreError         a folder of results that is not what it should be
└── BriefingError      a briefing that cannot be made or written

`str` of any of them is English. A programming mistake stays ValueError or TypeError.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from takarusim.language.mistakes import cut, printable, told
from takarusim.language.numerals import Language

__all__ = [
    "BriefingError",
    "EngineError",
    "ExperimentError",
    "Mistake",
    "Problem",
    "ScenarioError",
    "StoreError",
    "TakarusimError",
    "located",
]

LONGEST_PATH = 200  # characters that are shown


class TakarusimError(Exception):
    """The base of every error that takarusim raises on purpose.

    Parameters
    ----------
    key : str
        A key of the catalogue.
    **values
        What its words take; each is told by its type (`language.mistakes`).

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> try:
    ...     tk.compare({}, 3)
    ... except tk.TakarusimError as error:
    ...     print(error)
    no scenario, got {}; at least the base
    """

    def __init__(self, key: str, /, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values

    def said(self, language: Language) -> str:
        """Returns what is wrong in a language: `what is wrong, got what; what would be right`."""
        return told(self.key, self.values, language)

    def __str__(self) -> str:
        """Returns what is wrong, in English."""
        return self.said("en")


class Mistake(TakarusimError, ValueError):
    """What is wrong with one value; who knows where it stands makes a Problem of it."""


def located(file: str, line: int, cell: str = "") -> str:
    """Returns where something stands, as it is told: `file:line`, or `file:sheet!A1` in a workbook."""
    return ":".join(filter(None, (file, cell or (str(line) if file and line else ""))))


@dataclass(frozen=True)
class Problem:
    """One mistake in a scenario: where, what is wrong, got what; what would be right.

    Examples
    --------
    >>> import takarusim as tk
    >>> try:
    ...     tk.read_scenario("scenarios/first-steps.yaml", ["workshops.lathe.units=many"])
    ... except tk.ScenarioError as error:
    ...     print(error.problems[0].path)
    workshops.lathe.units
    """

    file: str  # as the user wrote it; "" when the scenario came from no file
    line: int  # from 1; 0 when unknown
    path: str  # dotted, e.g. "workshops.C.units"
    key: str  # of the catalogue: what is wrong
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)  # what its words take
    cell: str = ""  # of a workbook: sheet!A1, whose row is the line

    @classmethod
    def of(cls, mistake: TakarusimError, steps: Iterable[str] = (), place: tuple[Any, ...] = ("", 0)) -> "Problem":
        """Returns a mistake at a path, and where that was set: file, line and, of a workbook, cell."""
        file, line, *cell = place
        return cls(file, line, ".".join(steps), mistake.key, mistake.values, *cell)

    @property
    def message(self) -> str:
        """What is wrong, got what; what would be right, in English."""
        return told(self.key, self.values, "en")

    def said(self, language: Language) -> str:
        """Returns `file:line: path: message`, or `file:sheet!A1: …`, in a language, without what is unknown."""
        place = located(self.file, self.line, self.cell)
        parts = (place, cut(self.path, LONGEST_PATH), told(self.key, self.values, language))
        return printable(": ".join(part for part in parts if part))

    def __str__(self) -> str:
        """Returns `file:line: path: message`, in English."""
        return self.said("en")


class ScenarioError(TakarusimError):
    """Mistakes in a scenario, each once, sorted by place.

    Examples
    --------
    >>> import takarusim as tk
    >>> try:
    ...     tk.read_scenario("scenarios/first-steps.yaml", ["workshops.lathe.units=many"])
    ... except tk.ScenarioError as error:
    ...     print([problem.path for problem in error.problems])
    ['workshops.lathe.units']
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        distinct = {str(problem): problem for problem in problems}
        self.problems = sorted(distinct.values(), key=_place)
        super().__init__("scenario_mistakes")
        self.args = (self.problems,)

    def said(self, language: Language) -> str:
        """Returns one problem a line."""
        return "\n".join(problem.said(language) for problem in self.problems)


def _place(each: Problem) -> tuple[Any, ...]:
    """Returns what problems are sorted by."""
    return each.file, each.cell.rpartition("!")[0], each.line, each.path, each.message


class ExperimentError(TakarusimError):
    """An experiment that cannot be made, or whose question has no answer.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> try:
    ...     tk.compare({"today": scenario}, 2, headline="speed")
    ... except tk.ExperimentError as error:
    ...     print(str(error).partition(";")[0])
    no such KPI, got 'speed'
    """


class EngineError(TakarusimError):
    """A replication that failed; the message ends with the command that reproduces it.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> try:
    ...     tk.simulate(scenario, seed=1, engine=lambda instance: 1 // 0)
    ... except tk.EngineError as error:
    ...     print("seed 1, replication 0: ZeroDivisionError" in str(error))
    True
    """


class StoreError(TakarusimError):
    """A folder of results that is not what its manifest says.

    Examples
    --------
    >>> import takarusim as tk
    >>> issubclass(tk.StoreError, tk.TakarusimError)
    True
    """


class BriefingError(TakarusimError):
    """A briefing that cannot be made, and what to do about it."""
