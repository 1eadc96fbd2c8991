"""Which value of a scenario stands in which cell of a workbook, and as what: what `scenario.workbooks` reads back.

Reading order: laid_out, Line, Entry, cell_of.
"""

import json
from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from takarusim.language.numerals import Language
from takarusim.quantities import units
from takarusim.quantities.spelling import spelled
from takarusim.quantities.units import RANGE
from takarusim.registers.families import FAMILIES
from takarusim.scenario import files, layout, shapes
from takarusim.scenario.files import Steps
from takarusim.scenario.layout import ALONE, Column
from takarusim.scenario.shapes import SCENARIO, Shape

__all__ = ["Entry", "Line", "cell_of", "laid_out", "unit_of"]

MOST_EXACT = 10**15  # of whole numbers that Excel shows in full


class Entry(NamedTuple):
    """A value of a scenario where a workbook has it."""

    column: Column
    raw: Any


class Line(NamedTuple):
    """A row of a table."""

    ids: tuple[str, ...]
    entries: dict[str, Entry]  # by the key of its column


Laid = dict[Steps, list[Line]]


def laid_out(tree: Mapping[str, Any]) -> Laid:
    """Returns the rows of each table, and under () the scenario's own keys."""
    laid: Laid = {table.path: [] for table in layout.tables()}
    laid[()] = [Line((), {})]
    _part(tree, SCENARIO, ((), ()), laid[()][0], laid)
    return laid


def _part(raw: Mapping[str, Any], shape: Shape, where: tuple[Steps, Steps], line: Line, laid: Laid) -> None:
    """Lays out a part: `where` is the path of its row's table, and that from the row to the part."""
    for key, value in raw.items():
        inner = shapes.within(shape, key)
        if inner is None:
            continue
        steps = (*where[1], key)
        if inner.kind in ("each", "rows") and value:
            _rows(value, inner, (*where[0], *steps), line.ids, laid)
        elif inner.kind == "part" and value:
            _part(value, inner, (where[0], steps), line, laid)
        elif inner.kind == "short":
            whole = shapes.written_out(inner, value)
            alone = shapes.alone(inner)
            _value(whole[alone], shapes.within(inner, alone) or inner, steps, line)
            rest = {name: each for name, each in whole.items() if name != alone}
            _part(rest, inner, (where[0], steps), line, laid)
        else:
            _value(value, inner, steps, line)


def _rows(raw: Any, shape: Shape, path: Steps, ids: tuple[str, ...], laid: Laid) -> None:
    """Lays out what has ids, or rows."""
    of = shape.of or shape
    for k, name in enumerate(raw):
        value = raw[name] if shape.kind == "each" else name
        whole = (*ids, str(name) if shape.kind == "each" else str(k + 1))
        for each in value if of.holds in ("texts", "numbers", "dates") and value else [value]:
            line = Line(whole, {})
            laid[path].append(line)
            if of.part:
                value = shapes.written_out(of, value) if of.kind == "short" else value
                _part(value, of, (path, ()), line, laid)
            elif each != []:
                _value(each, of, (ALONE,), line)


def _value(raw: Any, shape: Shape, steps: Steps, line: Line) -> None:
    """Lays out a value: a number in several columns, anything else in one."""
    if not shape.dimension or not isinstance(raw, Mapping):
        column = Column(steps, shape)
        line.entries[column.key] = Entry(column, raw)
        return
    beside = {key: each for key, each in raw.items() if key in RANGE}
    bare = {key: each for key, each in raw.items() if key not in RANGE}
    column = Column(steps, shape)
    line.entries[column.key] = Entry(column, bare["value"] if list(bare) == ["value"] else bare)
    for key, each in beside.items():
        column = Column(steps, shape, key)
        line.entries[column.key] = Entry(column, each)


# ---- what a cell holds


def cell_of(entry: Entry, unit: str, language: Language) -> Any:
    """Returns a value as a cell of a column with a unit: what is read back as the same value."""
    column, raw = entry
    shape = column.shape
    if column.beside in ("source", "note"):
        return _text(raw)
    if shape.dimension and not isinstance(raw, Mapping | list):
        return _number(raw, shape.dimension, unit, language)
    if isinstance(raw, Mapping):
        line = files.as_line(raw)
        is_family = shape.kind == "distribution" and len(raw) == 1 and next(iter(raw)) in FAMILIES
        return line[1:-1] if is_family else line
    match shape.holds:
        case "text":
            return _text(str(raw))
        case "date" | "moment" if isinstance(raw, str):
            return _moment(raw)
        case "texts" | "numbers" | "dates" if isinstance(raw, list):
            return _several(raw)
    if isinstance(raw, str):
        return _text(raw)
    is_kept = isinstance(raw, int | float) and abs(raw) < MOST_EXACT
    return raw if is_kept else files.as_line(raw)


def _number(raw: Any, dimension: str, unit: str, language: Language) -> Any:
    """Returns a number if its unit is the column's and Excel keeps all its digits, else its text."""
    number, own = units.typed(raw, dimension) if isinstance(raw, str) else (repr(raw), "")
    text = f"{number} {spelled(own, language)}".strip() if own else number
    if own != unit:
        return text
    exact = Fraction(number) / (100 if unit == "%" else 1)
    cell = int(exact) if exact.denominator == 1 else float(exact)
    return cell if abs(exact) < MOST_EXACT and Fraction(Decimal(repr(cell))) == exact else text


def _text(raw: str) -> str:
    """Returns a text as it is, or in quotes where a cell would lose something of it."""
    is_kept = raw and raw == raw.strip() and raw.isprintable() and raw[0] not in '"{['
    return raw if is_kept else json.dumps(raw, ensure_ascii=False)


def _moment(raw: str) -> Any:
    moment = datetime.fromisoformat(raw)
    whole = moment.replace(microsecond=0) == moment and moment.year >= 1901  # Excel begins in 1900
    if not whole:
        return raw
    return moment.date() if moment.time() == time() else moment


def _several(raw: list[Any]) -> str:
    line = ", ".join(map(str, raw))
    is_kept = raw and not any(mark in str(each) for each in raw for mark in ',;"') and line[:1] not in "[{"
    return line if is_kept else files.as_line(raw)


def unit_of(entry: Entry) -> str:
    """Returns the unit of a number, "" where it has none, or is none."""
    raw = entry.raw
    if not isinstance(raw, str) or not entry.column.shape.dimension:
        return ""
    return units.typed(raw, entry.column.shape.dimension)[1]
