"""What can go wrong, as a tree.

TakarusimError
├── ScenarioError      mistakes in a scenario, all of them at once
├── ExperimentError    an experiment that cannot be made or answered
├── EngineError        a replication that failed, with what reproduces it
├── StoreError         a folder of results that is not what it should be
└── BriefingError      a briefing that cannot be made or written

A programming mistake stays ValueError or TypeError.
"""

from dataclasses import dataclass

__all__ = [
    "BriefingError",
    "EngineError",
    "ExperimentError",
    "Problem",
    "ScenarioError",
    "StoreError",
    "TakarusimError",
]


class TakarusimError(Exception):
    """The base of every error that takarusim raises on purpose."""


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a scenario: where, what is wrong, got what; what would be right."""

    file: str  # as the user wrote it; "" when the scenario came from no file
    line: int  # from 1; 0 when unknown
    path: str  # dotted, e.g. "workshops.C.units"
    message: str  # what is wrong, got what; what would be right

    def __str__(self) -> str:
        """Returns `file:line: path: message`, without the parts that are unknown."""
        place = f"{self.file}:{self.line}" if self.file and self.line else self.file
        return ": ".join(part for part in (place, self.path, self.message) if part)


class ScenarioError(TakarusimError):
    """Mistakes in a scenario, sorted by place."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = sorted(problems)

    def __str__(self) -> str:
        """Returns one problem a line."""
        return "\n".join(map(str, self.problems))


class ExperimentError(TakarusimError):
    """An experiment that cannot be made, or whose question has no answer."""


class EngineError(TakarusimError):
    """A replication that failed; the message ends with the command that reproduces it."""


class StoreError(TakarusimError):
    """A folder of results that is not what its manifest says."""


class BriefingError(TakarusimError):
    """A briefing that cannot be made, and what to do about it."""
