"""From scenario files to a Scenario, and back to a plain tree: all mistakes at once, each with file, line and path.

Reading order: read_scenario, scenario_from, _scenario, messages, tree_of, with_values.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from takarusim.errors import Mistake, Problem, ScenarioError
from takarusim.quantities import families, units
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.units import Quantity
from takarusim.scenario import (
    assumptions,
    bounds,
    capability,
    changing,
    checks,
    files,
    finished,
    matching,
    mentoring,
    overrides,
    shapes,
    shifts,
    singles,
    targets,
    trees,
)
from takarusim.scenario.checks import Found
from takarusim.scenario.files import Place, Steps, Tree
from takarusim.scenario.forms import schema
from takarusim.scenario.messages import distinct, steps_of
from takarusim.scenario.scenario import Part, Scenario, ShortPart
from takarusim.scenario.sources import Entry, assumed_share, register

__all__ = [
    "Entry",
    "assumed_share",
    "read_scenario",
    "register",
    "remarks",
    "reviewed",
    "scenario_from",
    "schema",
    "text_of",
    "tree_of",
    "with_value",
    "with_values",
]

REMARKS = ("list_read",)  # what a tree notes that is no mistake

CHECKS = (
    *(
        *checks.CHECKS,
        *changing.CHECKS,
        *mentoring.CHECKS,
        *matching.CHECKS,
        *finished.CHECKS,
        *singles.CHECKS,
        *shifts.CHECKS,
        *bounds.CHECKS,
        *capability.CHECKS,
        *assumptions.CHECKS,
    ),
    *(targets.mistaken, targets.absent),
)


def read_scenario(path: str | Path, overrides: Sequence[str] = ()) -> Scenario:
    """Reads a scenario file, with what it extends.

    Parameters
    ----------
    path : str | Path
        A file, or several that extend a common base: "a.yaml+b.yaml".
    overrides : sequence of str
        "path=value", the value in YAML; they win over the files.

    Raises
    ------
    ScenarioError
        With all mistakes, sorted by place.

    Examples
    --------
    >>> scenario = read_scenario("scenarios/first-steps.yaml", ["workshops.lathe.units=4"])
    >>> scenario.workshops["lathe"].units.value
    4.0
    """
    return reviewed(path, overrides)[0]


def reviewed(path: str | Path, overrides: Sequence[str] = ()) -> tuple[Scenario, list[Problem]]:
    """Reads a scenario file, with remarks: what is no mistake but may be a slip."""
    tree = trees.composed(path)
    inherited = [
        name for name in _targets(tree) if overrides or place_of(tree, ("targets", name)).file != tree.places[()].file
    ]
    scenario, left_out = _scenario(_overridden(tree, overrides), inherited)
    return scenario, [*left_out, *remarks(scenario)]


def scenario_from(tree: Mapping[str, Any], overrides: Sequence[str] = ()) -> Scenario:
    """Makes a scenario of plain mappings in the language of the files; files named in it lie in the working directory.

    Raises
    ------
    ScenarioError
        With all mistakes, sorted by place.

    Examples
    --------
    >>> scenario = scenario_from(
    ...     {
    ...         "time": {"first_day": "2024-01-01", "last_day": "2024-01-31"},
    ...         "workshops": {"A": {"units": 1}},
    ...         "components": {"pin": {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}}},
    ...         "partners": {"maker": {"orders": {"every": "1 day"}, "components": {"pin": 1}}},
    ...     }
    ... )
    >>> scenario.components["pin"].routing["turn"].workshop.value
    'A'
    """
    plain = trees.plain_tree(tree)
    return _scenario(_overridden(plain, overrides), _targets(plain) if overrides else ())[0]


def with_value(scenario: Scenario, path: str, value: Any) -> Scenario:
    """Returns the scenario with another value at a dotted path; a number keeps its source, range and note.

    Raises
    ------
    ScenarioError
        If there is no such path, or the scenario with that value has mistakes.

    Examples
    --------
    >>> scenario = read_scenario("scenarios/first-steps.yaml")
    >>> with_value(scenario, "workshops.lathe.units", "4").workshops["lathe"].units.value
    4.0
    """
    return with_values(scenario, {path: value})


def with_values(scenario: Scenario, values: Mapping[str, Any]) -> Scenario:
    """Returns the scenario with other values at several dotted paths, set one after the other and checked together.

    Raises
    ------
    ScenarioError
        If there is no such path, or the scenario with those values has mistakes.

    Examples
    --------
    >>> scenario = read_scenario("scenarios/first-steps.yaml")
    >>> more = with_values(scenario, {"workshops.lathe.let": 5, "workshops.lathe.units": 5})
    >>> more.workshops["lathe"].let.value
    5.0
    """
    data = tree_of(scenario)
    for path, value in values.items():
        data = overrides.set_value(data, path, value)
    return _scenario(trees.plain_tree(data), tuple(scenario.targets))[0]


def _overridden(tree: Tree, texts: Sequence[str]) -> Tree:
    for text in texts:
        place = Place(f"--set {text if len(text) <= 100 else text[:97] + '...'}")
        try:
            path, value = overrides.split(text)
            data = overrides.set_value(tree.data, path, files.load_value(value))
        except ScenarioError as error:
            tree.problems.extend(replace(problem, file=place.file) for problem in error.problems)
        except Mistake as mistake:
            tree.problems.append(Problem.of(mistake, (path,), place))
        else:
            steps = shapes.steps(path)
            places = {old: where for old, where in tree.places.items() if old[: len(steps)] != steps}
            tree = trees.normal(Tree(data, {**places, steps: place}, tree.problems), Path())
    return tree


def _targets(tree: Tree) -> list[str]:
    targets = tree.data.get("targets")
    return list(targets) if isinstance(targets, dict) else []


def _scenario(tree: Tree, inherited: Sequence[str] = ()) -> tuple[Scenario, list[Problem]]:
    """Returns the scenario that a tree describes; ScenarioError with all its mistakes.

    An inherited target of what is no longer there is left out, with a remark.
    """
    problems = [each for each in tree.problems if each.key not in REMARKS]
    said = [each for each in tree.problems if each.key in REMARKS]
    if any(problem.path in ("", "extends") for problem in problems):  # a file that cannot be read at all
        raise ScenarioError(problems)
    scenario, found, left_out = _validated(tree.data)
    gone: list[Steps] = []
    if scenario is not None:
        of = checks.seen(scenario, tree.data, left_out)
        between = [(check, each) for check in CHECKS for each in check(of)]
        gone = [steps for check, (steps, _) in between if check is targets.absent and steps[1] in inherited]
        found += [each for _, each in between if each[0] not in gone]
    known = {problem.path for problem in problems}
    for steps, mistake in found:
        if ".".join(steps) not in known:
            problems.append(Problem.of(mistake, steps, place_of(tree, steps)))
    if problems or scenario is None:
        raise ScenarioError(problems)
    absent = [(steps, Mistake("target_of_what_is_gone", got=steps[1])) for steps in gone]
    said += [Problem.of(mistake, steps, place_of(tree, steps)) for steps, mistake in absent]
    return _without_targets(scenario, gone), said


def _without_targets(scenario: Scenario, gone: Sequence[Steps]) -> Scenario:
    kept = {name: target for name, target in scenario.targets.items() if ("targets", name) not in gone}
    return scenario.model_copy(update={"targets": kept}) if gone else scenario


def place_of(tree: Tree, steps: Steps) -> Place:
    """Returns where a path was set: its own place, or that of the nearest path above it."""
    for length in range(len(steps), -1, -1):
        if steps[:length] in tree.places:
            return tree.places[steps[:length]]
    return Place()


def _validated(data: dict[str, Any]) -> tuple[Scenario | None, list[Found], set[Steps]]:
    """Validates a tree.

    Returns
    -------
    scenario
        Without the parts in which there are mistakes; None if nothing is left.
    found
        The mistakes, each with its path.
    left_out
        The paths that the scenario does without.
    """
    found: list[Found] = []
    left_out: set[Steps] = set()
    rest = data
    while True:
        try:
            return Scenario.model_validate(rest), found, left_out
        except ValidationError as error:
            mistakes = error.errors(include_url=False)
        if not left_out:
            rest = deepcopy(data)
            found = distinct(mistakes)
        for each in mistakes:
            steps = _removable(steps_of(each)[:-1] if each["type"] == "missing" else steps_of(each))
            if not steps:
                return None, found, left_out
            left_out.add(steps)
            _remove(rest, steps)


def _removable(steps: Steps) -> Steps:
    """Returns the longest beginning of a path that can be left out of a tree."""
    for length in range(1, len(steps) + 1):
        shape = shapes.at(steps[:length])
        if shape is None or shape.kind not in ("part", "short", "each"):
            return steps[:length]
    return steps


def _remove(data: Any, steps: Steps) -> None:
    for step in steps[:-1]:
        data = data.get(step) if isinstance(data, dict) else None
    if isinstance(data, dict):
        data.pop(steps[-1], None)


def remarks(scenario: Scenario) -> list[Problem]:
    """Returns what is no mistake but may be a slip: things that never happen, names of nothing."""
    found = (*capability.remarks(scenario), *mentoring.remarks(scenario), *assumptions.remarks(scenario))
    return [Problem.of(mistake, steps) for steps, mistake in found]


def tree_of(scenario: Scenario) -> dict[str, Any]:
    """Returns a scenario as a plain tree in the language of the files: `scenario_from(tree_of(s)) == s`."""
    return dict(_plain(scenario))


def text_of(scenario: Scenario) -> str:
    """Returns a scenario as the text of a file that extends nothing; the same scenario gives the same text."""
    return files.as_text(tree_of(scenario))


def _plain(value: Any) -> Any:
    if isinstance(value, ShortPart) and value.model_fields_set == {value.ALONE}:
        return _plain(getattr(value, value.ALONE))
    if isinstance(value, Part):
        names = [name for name in type(value).model_fields if name in value.model_fields_set]
        pairs = ((shapes.key(name, type(value).model_fields[name]), getattr(value, name)) for name in names)
        return {key: _plain(each) for key, each in pairs if each is not None}
    if isinstance(value, Quantity):
        return units.written(value)
    if isinstance(value, Distribution):
        return families.written(value)
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
