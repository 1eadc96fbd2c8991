"""What stands where in a scenario: the shape of its tree, derived from the annotations of its parts."""

from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from takarusim.quantities.distributions import Distribution
from takarusim.quantities.units import RANGE, Quantity
from takarusim.scenario.scenario import Part, Reads, Scenario, ShortPart

__all__ = ["SCENARIO", "Shape", "at", "fields", "steps"]


Holds = Literal["", "text", "number", "truth", "date", "moment", "texts", "numbers", "dates"]
HELD: dict[Any, Holds] = {str: "text", int: "number", float: "number"}
HELD |= {bool: "truth", date: "date", datetime: "moment"}


class Shape(NamedTuple):
    """What stands at a path of a scenario: a part, one thing for each id, a quantity, a distribution, or a leaf."""

    kind: Literal["part", "short", "each", "rows", "quantity", "distribution", "leaf"]
    part: type[Part] | None = None  # of a part, of a short part
    of: "Shape | None" = None  # what stands under each id, or in each row
    dimension: str = ""  # of a quantity or a distribution
    bounds: tuple[tuple[str, float], ...] = ()  # of its values: minimum, above, maximum; in the base unit
    holds: Holds = ""  # of a leaf: what it holds, one or several; "" for anything else
    choices: tuple[str, ...] = ()  # of a leaf: the words that it may be


def _shape(annotation: Any, metadata: tuple[Any, ...] = ()) -> Shape:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(args[0], tuple(args[1:]))
    if origin in (Union, UnionType):
        others = [each for each in args if each is not type(None)]
        return _shape(others[0]) if len(others) == 1 else Shape("leaf")
    if origin is dict:
        return Shape("each", of=_shape(args[1]))
    if origin is tuple and isinstance(args[0], type) and issubclass(args[0], BaseModel):
        return Shape("rows", of=_shape(args[0]))
    if annotation is Quantity or annotation is Distribution:
        (reads,) = (each for each in metadata if isinstance(each, Reads))
        return Shape(
            "quantity" if annotation is Quantity else "distribution", dimension=reads.dimension, bounds=reads.bounds
        )
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return Shape("short" if issubclass(annotation, ShortPart) else "part", part=annotation)
    return _leaf(annotation)


def _leaf(annotation: Any) -> Shape:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        several: dict[str, Holds] = {"number": "numbers", "date": "dates"}
        return Shape("leaf", holds=several.get(_shape(args[0]).holds, "texts"))
    if origin is Literal:
        return Shape("leaf", holds="text", choices=tuple(map(str, args)))
    return Shape("leaf", holds=HELD.get(annotation, ""))


def key(name: str, field: FieldInfo) -> str:
    """Returns the key of a part's field in a scenario file."""
    return field.alias or name


@cache
def fields(part: type[Part]) -> dict[str, Shape]:
    """Returns the shapes of a part's fields by their keys in a scenario file."""
    return {
        key(name, field): _shape(field.annotation, tuple(field.metadata)) for name, field in part.model_fields.items()
    }


def within(shape: Shape, step: str) -> Shape | None:
    """Returns the shape under a key; None where a part has no such key, or nothing has keys there."""
    if shape.part is not None:
        return fields(shape.part).get(step)
    return shape.of if shape.kind in ("each", "rows") else None


def alone(shape: Shape) -> str:
    """Returns the key whose value may stand for a short part."""
    return cast("type[ShortPart]", shape.part).ALONE


def written_out(shape: Shape, raw: Any) -> Any:
    """Returns a short part written out."""
    return cast("type[ShortPart]", shape.part).written_out(raw)


def at(path: tuple[str, ...]) -> Shape | None:
    """Returns the shape at a path of a scenario, None where there is none; of a value set on a date, its own."""
    shape: Shape | None = SCENARIO
    if path[:1] == ("changes",) and path[2:3] == ("set",) and len(path) == 4:
        path = steps(path[3])
    for step in path:
        shape = shape and within(shape, step)
    return shape


def steps(path: str) -> tuple[str, ...]:
    """Returns the steps of a dotted path; a path within one, of what a change changes, is one step.

    Examples
    --------
    >>> steps("changes.road.times.lanes.jakarta.travel.low")
    ('changes', 'road', 'times', 'lanes.jakarta.travel', 'low')
    """
    found = tuple(path.split("."))
    if found[0] != "changes" or found[2:3] not in (("times",), ("set",)) or len(found) == 3:
        return found
    beside = found[-1:] if found[-1] in ("value", *RANGE) else ()
    return (*found[:3], ".".join(found[3 : len(found) - len(beside)]), *beside)


SCENARIO = Shape("part", part=Scenario)
