"""Where the numbers of a scenario come from: the register of its sources and assumptions."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, NamedTuple

from takarusim.quantities import families, units
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.units import Quantity
from takarusim.scenario import shapes
from takarusim.scenario.scenario import Part, Scenario, Source, WorkshopOf

__all__ = [
    "ASSUMPTION",
    "CHOICE",
    "Entry",
    "alternatives",
    "assumed_share",
    "fields",
    "numbers",
    "parts",
    "register",
    "unused_sources",
    "widest",
]

ASSUMPTION, CHOICE = "assumption", "choice"
Number = Quantity | Distribution


class Entry(NamedTuple):
    """One number of a scenario, as written."""

    path: str  # dotted; `with_value` sets it
    value: str  # without its unit: "45", "5.6", "gamma mean 3, cv 0.5"
    unit: str  # "min", "Rp million", "" where it has none
    source: str  # an id of the scenario's sources, "assumption", "choice" or ""; its own, else that of a part around it
    low: str  # the range, as value; "" where it has none
    high: str
    note: str
    kind: Literal["sourced", "assumption", "unsourced", "choice"]
    number: Number  # value, low and high in the base unit, or the parameters of a distribution at each


def register(scenario: Scenario) -> list[Entry]:
    """Returns every number that a scenario states, in the order of its parts; order books and holidays are data.

    A number is a choice if its source says so; those of `time`, of the study and not of the estate, always are.

    Examples
    --------
    >>> import takarusim as tk
    >>> entries = {entry.path: entry for entry in tk.register(tk.read_scenario("scenarios/first-steps.yaml"))}
    >>> entries["workshops.lathe.units"].number.value
    3.0
    """
    return [_entry(path, number) for path, number in numbers(scenario)]


def assumed_share(scenario: Scenario) -> float:
    """Returns which share of a scenario's numbers is assumed, of those that are no choice; NaN where there are none."""
    kinds = [entry.kind for entry in register(scenario) if entry.kind != "choice"]
    return kinds.count("assumption") / len(kinds) if kinds else float("nan")


def widest(scenario: Scenario) -> list[tuple[str, float]]:
    """Returns the path of each assumption, and how wide its range is, high − low over the value; the widest first.

    Of a distribution, the means count. A value of 0 has no width, as its range is none in multiples of it.
    """
    found = []
    for path, number in numbers(scenario):
        if number.source == ASSUMPTION and number.low not in (None, ()):
            low, value, high = (_size(end) for end in _ends(number))
            if value:
                found.append((path, (high - low) / abs(value)))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _ends(number: Number) -> tuple[float | Distribution, ...]:
    """Returns a number with the low and the high end of its range around it."""
    if isinstance(number, Quantity):
        return number.low or 0.0, number.value, number.high or 0.0
    return replace(number, parameters=number.low), number, replace(number, parameters=number.high)


def _size(end: float | Distribution) -> float:
    return end.mean if isinstance(end, Distribution) else end


def alternatives(scenario: Scenario) -> list[tuple[str, str, tuple[str, ...]]]:
    """Returns the path of each workshop type that is a guess, the type, and those that are as plausible."""
    found = ((".".join(path), part) for path, part in parts(scenario) if isinstance(part, WorkshopOf))
    return [(path, part.value, part.alternatives) for path, part in found if part.alternatives]


def unused_sources(scenario: Scenario) -> list[str]:
    """Returns the ids of sources that no number or part names."""
    used = {number.source for _, number in numbers(scenario)} | {part.source for _, part in parts(scenario)}
    return sorted(set(scenario.sources) - used)


def numbers(scenario: Scenario) -> Iterator[tuple[str, Number]]:
    """Yields each number's path, and it with the source and range that are its own or of a part around it."""
    yield from _numbers(scenario, (), "", None)


def parts(part: Part, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Part]]:
    """Yields every part of a part with its path, itself first; not the orders of a book."""
    yield path, part
    for key, value in fields(part):
        if isinstance(value, Part):
            yield from parts(value, (*path, key))
        elif isinstance(value, dict):
            for name, each in value.items():
                if isinstance(each, Part):
                    yield from parts(each, (*path, key, name))


def fields(part: Part) -> Iterator[tuple[str, object]]:
    """Yields the keys that a part states, each with its value."""
    for name, field in type(part).model_fields.items():
        if name in part.model_fields_set:
            yield shapes.key(name, field), getattr(part, name)


def _numbers(
    part: Part, path: tuple[str, ...], source: str, ends: tuple[float, float] | None
) -> Iterator[tuple[str, Number]]:
    source, ends = part.source or source, part.range or ends
    for key, value in fields(part):
        steps = (*path, key)
        if isinstance(value, Quantity | Distribution):
            yield ".".join(steps), _resolved(value, steps, source, ends)
        elif isinstance(value, Part):
            yield from _numbers(value, steps, source, ends)
        elif isinstance(value, dict):
            for name, each in value.items():
                if isinstance(each, Part) and not isinstance(each, Source):
                    yield from _numbers(each, (*steps, name), source, ends)
                elif isinstance(each, Quantity):
                    yield ".".join((*steps, name)), _resolved(each, (*steps, name), source, ends)


def _resolved(number: Number, steps: tuple[str, ...], source: str, ends: tuple[float, float] | None) -> Number:
    """Returns a number with what it inherits."""
    source = number.source or (CHOICE if steps[0] == "time" else source)
    shape = shapes.at(steps)
    bounds = dict(shape.bounds) if shape else {}
    if source != ASSUMPTION or number.low not in (None, ()) or ends is None:
        return replace(number, source=source)
    least, most = bounds.get("minimum"), bounds.get("maximum")
    if isinstance(number, Quantity):
        is_count = number.dimension == "count"  # whose ends are the next whole numbers outside
        dimension = "number" if is_count else number.dimension
        low, high = sorted(units.scaled(number.value, end, dimension, least, most) for end in ends)
        low, high = (float(math.floor(low)), float(math.ceil(high))) if is_count else (low, high)
        return replace(number, source=source, low=low, high=high)
    return replace(
        number,
        source=source,
        low=families.scaled(number, ends[0], least, most),
        high=families.scaled(number, ends[1], least, most),
    )


def _entry(path: str, number: Number) -> Entry:
    source = number.source
    kind: Literal["sourced", "assumption", "unsourced", "choice"] = "sourced"
    if source in ("", ASSUMPTION, CHOICE):
        kind = {"": "unsourced", ASSUMPTION: "assumption", CHOICE: "choice"}[source]  # type: ignore[assignment]
    if isinstance(number, Quantity):
        texts = [
            "" if value is None else units.number_alone(value, number.dimension, number.unit)
            for value in (number.value, number.low, number.high)
        ]
    else:
        ends = (number.parameters, number.low, number.high)
        texts = [families.text(number, end, with_unit=False) if end else "" for end in ends]
    return Entry(path, texts[0], number.unit, source, texts[1], texts[2], number.note, kind, number)
