"""A scenario as tables: which there are, with which columns, derived from what may stand where in a scenario.

A table holds what has ids of its own (SMEs), or rows (an order book); what is above it is named by its ids in the first
columns. The keys of a part are its columns, those of parts in it behind a dot: `contract.due`. What may stand beside a
number has columns beside it: `contract.due.source`. The scenario itself is a table of its own, a key a row.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from takarusim.quantities.units import RANGE
from takarusim.scenario import shapes
from takarusim.scenario.files import Steps
from takarusim.scenario.scenario import Part, Scenario
from takarusim.scenario.shapes import SCENARIO, Shape

__all__ = ["ALONE", "EXTENDS", "ROOT", "UNITS", "Column", "Table", "column", "columns", "tables"]

ROOT = "scenario"  # what the keys of the scenario's own table begin with
ALONE = "value"  # the column of what has no keys
EXTENDS = "extends"  # a key of a file, not of a scenario
UNITS = ("(unit)", "(satuan)")  # what the row of units begins with: no ids


class Column(NamedTuple):
    """A column of a table."""

    steps: Steps  # from the part of a row to what stands in it
    shape: Shape  # of that
    beside: str = ""  # source, low, high or note: beside the number there

    @property
    def key(self) -> str:
        """What it is called in every language."""
        return ".".join((*self.steps, self.beside) if self.beside else self.steps)


class Table(NamedTuple):
    """What has ids of its own, or rows."""

    path: Steps  # without ids: partners, orders, book
    owners: tuple[Steps, ...]  # the paths of what the first columns name; the last one is its own
    shape: Shape  # each or rows

    @property
    def has_ids(self) -> bool:
        """Whether its rows have ids; else they are counted."""
        return self.shape.kind == "each"

    @property
    def of(self) -> Shape:
        """What a row holds."""
        return self.shape.of or Shape("leaf")

    @property
    def keys(self) -> list[str]:
        """The keys of its first columns."""
        return [".".join(owner) for owner in self.owners]


@cache
def tables() -> tuple[Table, ...]:
    """Returns the tables of a scenario, each behind that of what it belongs to."""
    return tuple(_tables(Scenario, (), ()))


def _tables(part: type[Part], path: Steps, owners: tuple[Steps, ...]) -> Iterator[Table]:
    for key, shape in shapes.fields(part).items():
        here = (*path, key)
        if shape.kind in ("each", "rows"):
            yield Table(here, (*owners, here), shape)
            if shape.of and shape.of.part:
                yield from _tables(shape.of.part, here, (*owners, here))
        elif shape.part:
            yield from _tables(shape.part, here, owners)


def columns(of: Shape) -> list[Column]:
    """Returns the columns of rows of a kind: the part's own keys, then source, range and note of the whole."""
    if not of.part:
        return list(_number((ALONE,), of)) if of.dimension else [Column((ALONE,), of)]
    return list(_columns(of.part, ()))


def _columns(part: type[Part], above: Steps) -> Iterator[Column]:
    fields = shapes.fields(part)
    for key in (*(key for key in fields if key not in Part.model_fields), *Part.model_fields):
        shape, steps = fields[key], (*above, key)
        if shape.dimension:
            yield from _number(steps, shape)
        elif shape.kind == "short" and shape.part:
            alone = shapes.alone(shape)
            yield Column(steps, shape)
            yield from (each for each in _columns(shape.part, steps) if each.steps != (*steps, alone))
        elif shape.part:
            yield from _columns(shape.part, steps)
        elif shape.kind == "leaf":
            yield Column(steps, shape)


def _number(steps: Steps, shape: Shape) -> Iterator[Column]:
    yield Column(steps, shape)
    yield from (Column(steps, shape, beside) for beside in RANGE)


@cache
def column(of: Shape, key: str) -> Column | None:
    """Returns the column of a key, also of one that a template does not have: a part or a table as one value."""
    steps = tuple(key.split("."))
    if of == SCENARIO and key == EXTENDS:
        return Column(steps, Shape("leaf", holds="text"))
    if not of.part:
        return next((each for each in columns(of) if each.key == key), None)
    shape: Shape | None = of
    for done, step in enumerate(steps):
        if shape and shape.dimension and steps[done:] == (step,) and step in RANGE:
            return Column(steps[:-1], shape, step)
        shape = shapes.within(shape, step) if shape and shape.part else None
    return Column(steps, shape) if shape else None
