"""What the cells of a workbook say: the values that a YAML file would have there.

Reading order: value, Entries.
"""

import json
from datetime import date, time
from decimal import Decimal
from typing import Any

from takarusim.quantities import units
from takarusim.scenario import files, shapes
from takarusim.scenario.cells import Cell
from takarusim.scenario.dates import dated
from takarusim.scenario.files import Steps
from takarusim.scenario.layout import Column
from takarusim.scenario.shapes import Shape

__all__ = ["Entries", "made", "text", "value"]

TRUTHS = {"true": True, "yes": True, "ya": True, "benar": True}
TRUTHS |= {"false": False, "no": False, "tidak": False, "salah": False}


def value(cell: Cell, column: Column, unit: str = "") -> Any:
    """Returns what a cell says, as a YAML file would say it.

    Raises
    ------
    Mistake
        If it cannot be read, or be read in two ways.
    """
    shape = column.shape
    if column.beside in ("source", "note"):
        return text(cell)
    if shape.kind == "short":
        shape = shapes.within(shape, shapes.alone(shape)) or shape
    if shape.dimension:
        return _number(cell, shape, unit)
    if shape.kind != "leaf":
        return files.load_value(str(cell))
    match shape.holds:
        case "text":
            return text(cell)
        case "date" | "moment":
            return _dated(cell)
        case "number":
            return files.number(cell) if isinstance(cell, str) else cell
        case "truth":
            return TRUTHS.get(cell.lower(), cell) if isinstance(cell, str) else cell
        case "texts" | "numbers" | "dates":
            return _several(cell, shape.holds)
    is_flow = isinstance(cell, str) and cell[0] in "{["
    return files.load_value(str(cell)) if is_flow else cell if isinstance(cell, int | float) else text(cell)


def _number(cell: Cell, shape: Shape, unit: str) -> Any:
    """Returns a number with the unit of its column, a text as it is, and a distribution written in one line."""
    if isinstance(cell, str):
        if shape.kind == "distribution" and (": " in cell or cell[0] in "{["):
            return files.load_value(cell)
        if wrong := units.thousands(cell):
            raise wrong
        return cell
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not unit:
        return cell
    if unit == "%":  # a share is a number that Excel shows in percent
        return f"{(Decimal(repr(cell)) * 100).normalize():f} %"
    return f"{cell!r} {unit}"


def text(cell: Cell) -> Any:
    """Returns a cell as text, such as an id: a number as it is, a day as ISO has it."""
    if isinstance(cell, str):
        return _unquoted(cell) if cell.startswith('"') else cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return str(_dated(cell))


def _unquoted(cell: str) -> Any:
    try:
        return json.loads(cell)
    except ValueError:
        return cell


def _dated(cell: Cell) -> Any:
    if isinstance(cell, str):
        return dated(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _several(cell: Cell, holds: str) -> Any:
    if isinstance(cell, str) and cell.startswith("["):
        return files.load_value(cell)
    if not isinstance(cell, str):
        return [cell if holds == "numbers" else text(cell)]
    words = [word.strip() for word in cell.split(";" if ";" in cell else ",") if word.strip()]
    if holds == "dates":
        return [dated(word) for word in words]
    return [files.number(word) for word in words] if holds == "numbers" else words


class Entries:
    """What the cells of a row say, until all of them are there."""

    def __init__(self) -> None:
        self.values: dict[Steps, dict[str, Any]] = {}  # by path: the value under "", and what stands beside it
        self.columns: dict[Steps, Column] = {}

    def add(self, column: Column, raw: Any) -> None:
        """Adds what a cell says."""
        steps = column.steps
        if column.shape.kind == "short":
            steps = (*steps, shapes.alone(column.shape))
        self.values.setdefault(steps, {})[column.beside] = raw
        self.columns[steps] = column

    def whole(self) -> dict[str, Any]:
        """Returns the part that they make, those above first: an empty one may stand for itself."""
        whole: dict[str, Any] = {}
        for steps in sorted(self.values, key=len):
            given = self.values[steps]
            raw, beside = given.get(""), {key: each for key, each in given.items() if key}
            if beside:
                raw = raw if isinstance(raw, dict) else {} if raw is None else {"value": raw}
                raw = {**raw, **beside}
            holder = made(whole, steps[:-1], {})
            if isinstance(holder, dict):
                holder[steps[-1]] = raw
        return whole


def made(data: dict[str, Any], steps: Steps, last: Any) -> Any:
    """Returns what is at a path, made where there is nothing."""
    for k, step in enumerate(steps):
        data = data.setdefault(step, last if k == len(steps) - 1 else {})
    return data
