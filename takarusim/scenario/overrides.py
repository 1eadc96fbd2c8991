"""Setting one value of a scenario's tree by its dotted path: `--set workshops.C.units=50`, and `with_value`.

A path that does not exist is refused; a number keeps its source, range and note when only its value is set, and one
that was not stated among assumptions is a choice.
"""

from collections.abc import Mapping
from typing import Any

from takarusim.errors import Mistake, Problem, ScenarioError
from takarusim.language.mistakes import Nearest, Text
from takarusim.quantities import families, units
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.units import RANGE
from takarusim.registers.families import FAMILIES
from takarusim.scenario import shapes
from takarusim.scenario.scenario import Part
from takarusim.scenario.shapes import SCENARIO, Shape
from takarusim.scenario.sources import ASSUMPTION, CHOICE

__all__ = ["set_value", "split"]

Steps = tuple[str, ...]


def _misplaced(steps: Steps, mistake: Mistake) -> ScenarioError:
    """Returns what is raised for a path that cannot be set."""
    return ScenarioError([Problem.of(mistake, steps)])


def split(override: str) -> tuple[str, str]:
    """Returns path and value of `path=value`; an = in brackets belongs to the path, and there must be another."""
    depth = 0
    for i, letter in enumerate(override):
        depth += (letter == "[") - (letter == "]")
        if letter == "=" and not depth:
            return override[:i].strip(), override[i + 1 :]
    raise _misplaced((override,), Mistake("no_value_set", got=override))


def set_value(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Returns a scenario's tree with the value at a path replaced; a value of None takes it away.

    Raises
    ------
    ScenarioError
        If there is no such path, with the nearest one.
    """
    steps = shapes.steps(path)
    result = _set(data, SCENARIO, (), steps, _decided(data, steps, value))
    return dict(result)


def _decided(data: Any, steps: Steps, value: Any) -> Any:
    """Returns a number that nothing stated before, among assumptions, as a choice: who sets it decides it."""
    shape, source = shapes.at(steps), ""
    for step in steps:
        source = data.get("source") or source if isinstance(data, Mapping) else source
        data = data.get(step) if isinstance(data, Mapping) else None
    is_number = shape is not None and shape.kind in ("quantity", "distribution")
    if data is not None or not is_number or source != ASSUMPTION or value is None:
        return value
    if isinstance(value, units.Quantity | Distribution):
        return value
    return {"source": CHOICE, **(value if isinstance(value, Mapping) else {"value": value})}


def _set(raw: Any, shape: Shape, done: Steps, rest: Steps, value: Any) -> Any:
    if shape.kind == "short" and raw is not None:
        raw = shapes.written_out(shape, raw)
    if not rest:
        return _replaced(raw, shape, value)
    if shape.kind == "quantity":
        return _beside(raw, ("value", *RANGE), done, rest, value)
    if shape.kind == "distribution":
        return _in_distribution(raw, shape, done, rest, value)
    if shape.kind == "rows" and isinstance(raw, list | tuple):
        known: Mapping[str, Any] = {str(i): each for i, each in enumerate(raw)}
    elif raw is None or isinstance(raw, Mapping):
        known = raw or {}
    else:
        raise _misplaced((*done, *rest), Mistake("nothing_below", path=Text(".".join(done)), got=rest[0]))
    inner = _inner(known, shape, done, rest, value)
    if rest[1:] or value is not None:
        new = {**known, rest[0]: _set(known.get(rest[0]), inner, (*done, rest[0]), rest[1:], value)}
    else:
        new = {key: each for key, each in known.items() if key != rest[0]}
    return list(new.values()) if shape.kind == "rows" else new


def _inner(known: Mapping[str, Any], shape: Shape, done: Steps, rest: Steps, value: Any) -> Shape:
    """Returns the shape of the next step; ScenarioError if there is none."""
    names = list(shapes.fields(shape.part)) if shape.part else list(known)
    inner = shapes.within(shape, rest[0])
    is_new_entry = shape.kind == "each" and len(rest) == 1 and isinstance(value, Mapping | Part)
    is_new_line = shape.of is not None and shape.of.kind in ("leaf", "quantity")
    if rest[0] in names or is_new_entry or is_new_line:
        return inner or Shape("leaf")
    raise _misplaced((*done, *rest), Mistake("no_such_path", got=rest[0], right=Nearest(rest[0], tuple(names))))


def _replaced(raw: Any, shape: Shape, value: Any) -> Any:
    """Returns a value in the place of another; a bare number takes over what stands beside the old one."""
    if shape.kind == "short" and shapes.written_out(shape, value) is not value:
        key = shapes.alone(shape)
        return {**(raw or {}), key: _replaced((raw or {}).get(key), shapes.within(shape, key) or Shape("leaf"), value)}
    if not isinstance(raw, Mapping):
        return value
    if shape.kind == "quantity" and not isinstance(value, Mapping | units.Quantity):
        return {**raw, "value": value}
    if shape.kind == "distribution" and not isinstance(value, Distribution):
        return _like(raw, value)
    return value


def _like(raw: Mapping[str, Any], value: Any) -> Any:
    """Returns a distribution in the place of another; source, range and note stay if its family does."""
    pairs = value if isinstance(value, Mapping) else {"value": value}
    (old, new) = (next((key for key in each if key in FAMILIES), "constant") for each in (raw, pairs))
    kept = {key: raw[key] for key in RANGE if key in raw} if old == new else {}
    return {**kept, **pairs} if kept or isinstance(value, Mapping) else value


def _beside(raw: Any, keys: Steps, done: Steps, rest: Steps, value: Any) -> Any:
    if len(rest) > 1 or rest[0] not in keys:
        raise _misplaced((*done, *rest), Mistake("no_such_path", got=".".join(rest), right=Nearest(rest[0], keys)))
    if isinstance(raw, units.Quantity | Distribution):
        raw = units.written(raw) if isinstance(raw, units.Quantity) else families.written(raw)
    new = {**(raw if isinstance(raw, Mapping) else {"value": raw}), rest[0]: value}
    return {key: each for key, each in new.items() if each is not None}


def _in_distribution(raw: Any, shape: Shape, done: Steps, rest: Steps, value: Any) -> Any:
    """Sets a parameter: `every.mean`, `every.exponential`, `every.gamma.cv`; or what stands beside: `every.source`."""
    if raw is None and rest[0] in FAMILIES and len(rest) == 1:
        return {rest[0]: value}
    try:
        given = families.distribution(raw, shape.dimension)
    except Mistake as mistake:
        raise _misplaced(done, mistake) from None
    written = families.written(given)
    form = written if isinstance(written, Mapping) else {"value": written}
    if rest == (given.family,) or (rest == ("value",) and given.family == "constant"):
        return {**form, rest[0] if rest[0] in form else "value": value}
    if len(rest) == 1 and rest[0] in FAMILIES:
        return {rest[0]: value}
    if len(rest) == 1 and rest[0] in RANGE:
        return _beside(form, (rest[0],), done, rest, value)
    names = [name for name, _ in given.parameters]
    step = rest[1:] if rest[0] == given.family else rest
    if len(step) != 1 or step[0] not in names:
        path, known = ".".join(rest), (*names, given.family, *RANGE)
        raise _misplaced((*done, *rest), Mistake("no_such_path", got=path, right=Nearest(path, known)))
    return {**form, given.family: {**families.long_form(given), step[0]: value}}
