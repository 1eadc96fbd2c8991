"""What a scenario assumes, in groups that are wrong together, and the scenario of a world: all of it drawn anew.

A world gives every assumption a place in its range: 0 is the stated number, 1 the high end, -1 the low one. Reading
order: assumed, Variation, placed.
"""

import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import Mistake, Problem, ScenarioError
from takarusim.language.mistakes import Listed, Text
from takarusim.quantities import families
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.units import Quantity
from takarusim.registers.families import FAMILIES, PARAMETERS
from takarusim.scenario import bounds, capability, changing, checks, shapes, sources
from takarusim.scenario.checks import Found, Seen
from takarusim.scenario.prepared import Shared
from takarusim.scenario.scenario import Group, Part, Scenario, ShortPart

__all__ = ["CHECKS", "Assumption", "Variation", "assumed", "is_evidence", "placed", "remarks"]

Floats = NDArray[np.float64]
Number = Quantity | Distribution
Parameters = tuple[tuple[str, Any], ...]
Value = float | Parameters
Steps = tuple[str, ...]

CUT = 2.5  # standard deviations behind which a draw is taken as there
INNER = 0.9  # what a range holds of all that may be, where it does not hold all
ALONE = Group()  # of an assumption in no group, where a scenario has none
MINUTE, HOUR = 60_000, 3_600_000  # ms
DIGITS = 6  # of a number in a world: as many as can be read
STEP = re.compile(r"([A-Za-z0-9_*-]+)(?:\[([a-z_]+)(!?=)([^\[\]]*)\])?")
CHANGED = (
    *(checks.streams, checks.twins, checks.contracts, checks.materials, changing.values),
    *(*bounds.CHECKS, *capability.CHECKS),
)


class Assumption(NamedTuple):
    """A number that may be another one."""

    path: str  # dotted
    number: Number  # with its range
    group: str  # an id of `assumptions`, or its own path where the scenario has none
    sign: int  # 1: larger where the estate has more to do; -1: smaller
    shared: float  # share of its variance that is the group's


def is_evidence(source: str) -> bool:
    """Returns whether what has a source is known from somewhere: neither a guess nor a choice, nor from nowhere."""
    return source not in ("", sources.ASSUMPTION, sources.CHOICE)


def assumed(scenario: Scenario) -> list[Assumption]:
    """Returns every assumption of a scenario that has a range, in the order of its parts."""
    found, homes = [], _homes(scenario)
    for path, number in _ranged(scenario):
        name, sign = next(iter(homes(path)), (path, 1))
        shared = scenario.assumptions[name].shared if name in scenario.assumptions else 1.0
        found.append(Assumption(path, number, name, sign, shared))
    return found


def _ranged(scenario: Scenario) -> Iterator[tuple[str, Number]]:
    for path, number in sources.numbers(scenario):
        if number.source == sources.ASSUMPTION and number.low not in (None, ()):
            yield path, number


def _homes(scenario: Scenario) -> Callable[[str], list[tuple[str, int]]]:
    """Returns what tells the groups that a path is in, each with the sign that it has there."""
    ways: dict[str, list[tuple[str, int, Selector]]] = {}  # by the section of a scenario that they mean
    for name, _, sign, text in _texts(scenario):
        selector = _selector(text)
        if selector is not None:
            ways.setdefault(text.partition(".")[0], []).append((name, sign, selector))

    def homes(path: str) -> list[tuple[str, int]]:
        known = ways.get(path.partition(".")[0], ())
        return [(name, sign) for name, sign, selector in known if _is_meant(scenario, selector, path)]

    return homes


def _texts(scenario: Scenario) -> Iterator[tuple[str, Steps, int, str]]:
    """Yields each selector of a scenario: its group, where it stands, the sign of what it means, and it."""
    for name, group in scenario.assumptions.items():
        for key, sign in (("paths", 1), ("against", -1)):
            for i, text in enumerate(getattr(group, key)):
                yield name, ("assumptions", name, key, str(i)), sign, text


# --- selectors


class Selector(NamedTuple):
    """A text that means paths."""

    pattern: re.Pattern[str]
    asked: tuple[tuple[int, str, bool, str], ...]  # after so many steps: a key, whether it must have the value, a value


@cache
def _selector(text: str) -> Selector | None:
    """Returns what a text means; None where it is no selector."""
    pattern, asked, at = [], [], 0
    while match := STEP.match(text, at):
        pattern.append(re.escape(match[1]).replace(r"\*", r"[^.]*"))
        if match[2]:
            asked.append((len(pattern), match[2], match[3] == "=", match[4]))
        at = match.end()
        if at == len(text):
            return Selector(re.compile(r"\.".join(pattern) + r"(\.|$)"), tuple(asked))
        if text[at] != ".":
            return None
        at += 1
    return None


def _is_meant(scenario: Scenario, selector: Selector, path: str) -> bool:
    if not selector.pattern.match(path):
        return False
    steps = shapes.steps(path)
    return all((_told(scenario, steps[:n], key) == value) == is_that for n, key, is_that, value in selector.asked)


def _told(scenario: Scenario, steps: Sequence[str], key: str) -> str:
    """Returns what a part says under a key, as text."""
    value = _field(_part(scenario, steps), key)
    return str(getattr(value, value.ALONE) if isinstance(value, ShortPart) else value)


def _part(scenario: Scenario, steps: Sequence[str]) -> Any:
    part: Any = scenario
    for step in steps:
        part = part.get(step) if isinstance(part, Mapping) else _field(part, step)
    return part


def _field(part: Any, key: str) -> Any:
    """Returns what stands under a key of a scenario file; None where there is nothing of that name."""
    name = _names(type(part)).get(key) if isinstance(part, Part) else None
    return name and getattr(part, name)


# --- what is wrong with groups


def grouped(of: Seen) -> Iterator[Found]:
    """Assumptions are in one group each, where there are groups."""
    unread = [(steps, text) for _, steps, _, text in _texts(of.scenario) if _selector(text) is None]
    for steps, text in unread:
        yield steps, Mistake("no_selector", got=text)
    if not of.scenario.assumptions or unread or not of.whole("assumptions"):
        return
    homes = _homes(of.scenario)
    for path, _ in _ranged(of.scenario):
        names = [name for name, _ in homes(path)]
        if len(names) != 1:
            wrong = Mistake("in_two_groups", got=Listed(tuple(names), "and")) if names else Mistake("in_no_group")
            yield shapes.steps(path), wrong


def remarks(scenario: Scenario) -> Iterator[Found]:
    """Yields selectors that mean nothing, and whole numbers that the range of a part around them lets only grow."""
    ranged = list(_ranged(scenario))
    for _, steps, _, text in _texts(scenario):
        selector = _selector(text)
        if selector is not None and not any(_is_meant(scenario, selector, path) for path, _ in ranged):
            yield steps, Mistake("group_of_nothing", got=Text(text))
    for path, number in ranged if scenario.assumptions else ():
        if isinstance(number, Quantity) and number.dimension == "count" and _goes_one_way(scenario, path, number):
            yield shapes.steps(path), Mistake("goes_one_way", got=number)


def _goes_one_way(scenario: Scenario, path: str, number: Quantity) -> bool:
    *above, last = shapes.steps(path)
    is_own = getattr(_field(_part(scenario, above), last), "low", None) is not None
    return not is_own and number.low != number.high and number.value in (number.low, number.high)


CHECKS = (grouped,)

# --- worlds


def placed(z: Floats, shape: str, holds: str) -> Floats:
    """Returns the places in a range of standard normal draws: 0 at the value, 1 at the high end, -1 at the low one.

    Half of all draws lie on each side of the value. Where the range holds the middle 90 percent, 1 draw in 20 lies
    behind each end.

    Parameters
    ----------
    z : (n,)
    shape, holds : as in a `Group`

    Examples
    --------
    >>> placed(np.array([-1.644854, 0.0, 1.644854]), "log-normal", "middle").round(3)
    array([-1.,  0.,  1.])
    >>> placed(np.array([-9.0, 9.0]), "uniform", "all")
    array([-1.,  1.])
    """
    from scipy.special import ndtr, ndtri

    z = np.clip(z, -CUT, CUT) if holds == "middle" else z
    if shape == "log-normal":
        outer = (1 - INNER) / 2
        return np.asarray((z if holds == "middle" else ndtri(outer + INNER * ndtr(z))) / ndtri(1 - outer))
    beyond = 2 * ndtr(-abs(z))  # of the draws on this side, the share that lies farther out
    out, edge = (1 - beyond, INNER) if shape == "uniform" else (1 - np.sqrt(beyond), 1 - math.sqrt(1 - INNER))
    return np.asarray(np.sign(z) * out / (edge if holds == "middle" else 1))


@dataclass(frozen=True)
class Variation(Shared):
    """A scenario of which many worlds are to be made."""

    scenario: Scenario
    assumptions: tuple[Assumption, ...]

    @classmethod
    def of(cls, scenario: Scenario, fixed: Collection[str] = ()) -> "Variation":
        """Makes the variation of all that a scenario assumes, but for what is fixed.

        Examples
        --------
        >>> from takarusim.scenario.reading import read_scenario
        >>> len(Variation.of(read_scenario("scenarios/first-steps.yaml")).assumptions)
        0
        """
        return cls(scenario, tuple(each for each in assumed(scenario) if each.path not in fixed))

    def _parts(self) -> tuple[Any, ...]:
        return self.scenario, self.assumptions

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that have a draw in common, in the order of the scenario; those of one assumption alone too."""
        return tuple(dict.fromkeys(each.group for each in self.assumptions if each.shared > 0))

    def places(self, common: Mapping[str, float], own: Floats) -> Floats:
        """Returns the place of every assumption in its range, (assumptions,).

        Parameters
        ----------
        common : {group: standard normal draw}
        own : (assumptions,) standard normal draws
        """
        shared = np.array([each.shared for each in self.assumptions])
        theirs = np.array([each.sign * common.get(each.group, 0.0) for each in self.assumptions])
        z = np.sqrt(shared) * theirs + np.sqrt(1 - shared) * own
        found, groups = np.empty(len(z)), self.scenario.assumptions
        kinds = [groups.get(each.group, ALONE) for each in self.assumptions]
        ways = [(kind.shape, kind.holds) for kind in kinds]
        for way in set(ways):
            rows = [k for k, each in enumerate(ways) if each == way]
            found[rows] = placed(z[rows], *way)
        return found

    def values(self, places: Floats) -> dict[str, Value]:
        """Returns the value, or the parameters, of each assumption at its place, by path."""
        pairs = zip(self.assumptions, places.tolist(), strict=True)
        return {each.path: _at(each.number, place, _bounds(each.path)) for each, place in pairs}

    def world(self, places: Floats) -> Scenario:
        """Returns the scenario in which every assumption has its place, as reading it with those numbers would.

        Raises
        ------
        ScenarioError
            If the estate cannot be so: more workshops let than there are.
        """
        tree: dict[str, Any] = {}
        for path, value in self.values(places).items():
            *above, last = shapes.steps(path)
            inner = tree
            for step in above:
                inner = inner.setdefault(step, {})
            inner[last] = value
        found: Scenario = _replaced(self.scenario, tree)
        names = {name: list(value) for name, value in vars(found).items() if isinstance(value, dict)}
        of = Seen(found, names, frozenset(), {})
        wrong = [Problem.of(mistake, steps) for check in CHANGED for steps, mistake in check(of)]
        if wrong:
            raise ScenarioError(wrong)
        return found


def _replaced(part: Any, new: Any) -> Any:
    """Returns a part with other values in it; what stands beside a number stays."""
    if isinstance(part, Quantity):  # `replace` would take most of a world's time
        return Quantity(new, part.dimension, part.unit, part.source, part.low, part.high, part.note)
    if isinstance(part, Distribution):
        return Distribution(part.family, new, part.dimension, part.unit, part.source, part.low, part.high, part.note)
    if isinstance(part, Mapping):
        return {key: _replaced(each, new[key]) if key in new else each for key, each in part.items()}
    kind: type[Part] = type(part)
    names = _names(kind)
    return part.model_copy(update={names[key]: _replaced(getattr(part, names[key]), each) for key, each in new.items()})


@cache
def _names(part: type[Part]) -> dict[str, str]:
    """Returns the names of a part's fields by their keys in a scenario file."""
    return {shapes.key(name, field): name for name, field in part.model_fields.items()}


@cache
def _bounds(path: str) -> Mapping[str, float]:
    shape = shapes.at(shapes.steps(path))
    return dict(shape.bounds) if shape else {}


def _at(number: Number, place: float, limits: Mapping[str, float]) -> Value:
    """Returns the value, or the parameters, of a number at a place in its range."""
    if isinstance(number, Quantity):
        value = _between(number.value, number.low, number.high, place)
        return _fit(value, number.dimension, (number.low, number.high), limits)
    found = _parameters(number, place, limits)
    if not all(rule.holds(dict(found)) for rule in FAMILIES[number.family].rules):  # behind an end, order may be lost
        found = _parameters(number, math.copysign(1.0, place), limits)
    return found


def _parameters(number: Distribution, place: float, limits: Mapping[str, float]) -> Parameters:
    found = []
    for (name, value), (_, low), (_, high) in zip(number.parameters, number.low, number.high, strict=True):
        new = value
        if not isinstance(value, tuple) and low != high:
            about, (dimension, _) = PARAMETERS[name], families.dimension(number, name)
            dimension = "number" if dimension == "count" and not about.is_value else dimension
            least, most = sorted((low, high))  # a range of a part may turn them
            new = _fit(_between(value, least, most, place), dimension, (None, None), limits if about.is_bounded else {})
        found.append((name, new))
    return tuple(found)


def _between(value: float, low: Any, high: Any, place: float) -> float:
    """Returns the number at a place in a range: by ratios, or by differences where a ratio says nothing."""
    end = high if place > 0 else low
    if value > 0 and end > 0:
        return float(value * (end / value) ** abs(place))
    return float(value + (end - value) * abs(place))


def _fit(value: float, dimension: str, ends: tuple[Any, Any], limits: Mapping[str, float]) -> float:
    """Returns a number as it can be: whole and within its range where it is a count, within what the key takes."""
    value = float(f"{value:.{DIGITS}g}")
    if dimension in ("duration", "count"):
        unit = MINUTE if dimension == "duration" and value >= HOUR else 1  # trucks leave at whole minutes
        value = float(round(value / unit) * unit)
    if dimension == "count" and ends != (None, None):
        value = min(max(value, ends[0]), ends[1])
    return min(max(value, limits.get("minimum", -math.inf)), limits.get("maximum", math.inf))
