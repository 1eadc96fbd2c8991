"""What can be moved on the page: values of a scenario with the levels that each may take, where the scenario has it.

Reading order: Knob, KNOBS, knobs_of.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any, NamedTuple

from takarusim.briefing import inputs
from takarusim.language.numerals import Language
from takarusim.quantities import units
from takarusim.quantities.units import Quantity
from takarusim.scenario import shapes
from takarusim.scenario.bounds import room
from takarusim.scenario.scenario import Scenario

__all__ = ["MOST", "THEMES", "Knob", "knobs_of"]

HOUR = 3_600_000  # ms
MORE = 10  # buildings or firms that may be added
MOST = 40  # values of a theme that are shown


class Knob(NamedTuple):
    """A value that can be moved, of one path or of several that have the same."""

    theme: str
    paths: tuple[str, ...]
    now: Quantity
    levels: tuple[float, ...]  # in the base unit, upwards; that of now is one
    also: tuple[str, float] | None = None  # a path that must have at least what is set, and what it has

    def label(self, language: Language) -> str:
        """Returns whose value it is, and what."""
        told = inputs.told(self._steps, self.now, language)
        return f"{told.owner}: {told.what}"

    def shown(self, level: float, language: Language) -> str:
        """Returns a level with its unit."""
        return inputs.told(self._steps, replace(self.now, value=level), language).value

    def values(self, level: float) -> dict[str, str]:
        """Returns what is set by a level, by path: nothing where that is the value that there is."""
        if level == self.now.value:
            return {}
        text = units.number_text(level, self.now.dimension, self.now.unit or None)
        more = {self.also[0]: text} if self.also and level > self.also[1] else {}
        return more | dict.fromkeys(self.paths, text)

    @property
    def _steps(self) -> tuple[str, ...]:
        steps = shapes.steps(self.paths[0])
        return steps if len(self.paths) == 1 else (steps[0], "*", *steps[2:])


class _Kind(NamedTuple):
    """Values of one kind: where they are, and the levels that each may take."""

    theme: str
    path: str
    levels: Callable[[float], list[float]]
    is_shared: bool = False  # whether those that are equal are moved together


def _times(*factors: float) -> Callable[[float], list[float]]:
    """Returns what gives multiples of a value."""
    return lambda now: [round(now * factor, 6) for factor in factors]


def _whole(*factors: float) -> Callable[[float], list[float]]:
    """Returns what gives whole multiples of a count, from 1 on."""
    return lambda now: [max(1.0, float(round(now * factor))) for factor in factors]


def _counts(fewer: int, more: int, least: int) -> Callable[[float], list[float]]:
    """Returns what gives counts around a value."""
    return lambda now: [float(n) for n in range(max(least, int(now) - fewer), int(now) + more + 1)]


def _hours(first: int, last: int, step: int) -> Callable[[float], list[float]]:
    return lambda _: [float(n * HOUR) for n in range(first, last + 1, step)]


DEMAND = _times(*(k / 20 for k in range(10, 41)))
SHARES = _times(*(k / 4 for k in range(1, 13)))
KNOBS = (
    _Kind("demand", "partners.*.demand", DEMAND),
    _Kind("buildings", "workshops.*.let", _counts(MORE, MORE, 0)),
    _Kind("buildings", "smes.*.count", _counts(MORE, MORE, 1)),
    _Kind("crews", "smes.*.crews", _counts(3, 3, 1)),
    _Kind("crews", "smes.*.overtime.a_week", _hours(1, 18, 1), is_shared=True),
    _Kind("crews", "smes.*.overtime.above", _hours(0, 120, 10), is_shared=True),
    _Kind("allotment", "channels.*.asks", _counts(5, 5, 1)),
    _Kind("allotment", "channels.*.split_above", _whole(*(k / 4 for k in range(1, 9)))),
    _Kind("mentoring", "programmes.*.mentors", _counts(5, 5, 1)),
    _Kind("mentoring", "programmes.*.cohort", _counts(5, 6, 1)),
    _Kind("mentoring", "programmes.*.months", _counts(18, 12, 6)),
    _Kind("money", "smes.*.capital", SHARES),
    _Kind("money", "smes.*.credit", SHARES),
    _Kind("supply", "lanes.*.truck", SHARES),
    _Kind("supply", "materials.*.reorder.point", SHARES),
    _Kind("supply", "materials.*.reorder.batch", SHARES),
)
THEMES = tuple(dict.fromkeys(kind.theme for kind in KNOBS))


def knobs_of(scenario: Scenario) -> list[Knob]:
    """Returns what can be moved in a scenario, by theme."""
    return [knob for kind in KNOBS for knob in _knobs(scenario, kind)]


def _knobs(scenario: Scenario, kind: _Kind) -> Iterator[Knob]:
    found = [
        (path, now) for path, now in _values(scenario, kind.path.split("."), ()) if len(kind.levels(now.value)) > 1
    ]
    together = [list(each) for _, each in groupby(found, lambda pair: pair[1].value)] if kind.is_shared else []
    if len(together) == 1:
        yield _knob(scenario, kind, tuple(path for path, _ in found), found[0][1])
    else:
        for path, now in found:
            yield _knob(scenario, kind, (path,), now)


def _knob(scenario: Scenario, kind: _Kind, paths: tuple[str, ...], now: Quantity) -> Knob:
    steps = shapes.steps(paths[0])
    most = now.value * room(scenario, steps[1]) if kind.theme == "demand" else float("inf")
    levels = tuple(sorted({now.value, *(level for level in kind.levels(now.value) if level < most)}))
    also = None
    if steps[0] == "workshops":
        also = (f"workshops.{steps[1]}.units", scenario.workshops[steps[1]].units.value)
    return Knob(kind.theme, paths, now, levels, also)


def _values(part: Any, pattern: list[str], steps: tuple[str, ...]) -> Iterator[tuple[str, Quantity]]:
    """Yields the path and the value of each number that a pattern means; what a scenario has not is left out."""
    if not pattern:
        if isinstance(part, Quantity):
            yield ".".join(steps), part
        return
    step, *rest = pattern
    if step == "*":
        for name, each in part.items() if isinstance(part, Mapping) else ():
            yield from _values(each, rest, (*steps, name))
    elif part is not None:
        inner = getattr(part, step)
        if step == "let" and inner is None:  # all buildings are
            inner = part.units
        yield from _values(inner, rest, (*steps, step))
