"""What differs between the inputs of two scenarios."""

from typing import Any, NamedTuple

from takarusim.scenario import reading, shapes, titles
from takarusim.scenario.scenario import Scenario

__all__ = ["InputChange", "input_changes"]

UNRUN = ("title", "question", "note", "assumptions", "kinds", "operations")  # what no run depends on


class InputChange(NamedTuple):
    """A value that is not the same in two scenarios."""

    path: str
    base: str  # as written; "" where there is none
    other: str


def input_changes(base: Scenario, other: Scenario) -> tuple[InputChange, ...]:
    """Returns the values that are not the same in two scenarios, by path; what no run depends on is none of them."""
    a, b = (dict(_leaves(reading.tree_of(scenario))) for scenario in (base, other))
    paths = [*a, *(path for path in b if path not in a)]
    changed = [InputChange(path, a.get(path, ""), b.get(path, "")) for path in paths if a.get(path) != b.get(path)]
    return tuple(change for change in changed if not _is_unrun(change.path))


def _is_unrun(path: str) -> bool:
    steps = shapes.steps(path)
    return steps[0] in UNRUN or any(titles.is_line(steps[: k + 1]) for k in range(len(steps)))


def _leaves(tree: Any, path: str = "") -> Any:
    """Yields (path, text) of every value; a number with its source is one value."""
    if isinstance(tree, dict) and tree and "value" not in tree:
        for key, value in tree.items():
            yield from _leaves(value, f"{path}.{key}" if path else str(key))
    else:
        yield path, str(tree["value"] if isinstance(tree, dict) and "value" in tree else tree)
