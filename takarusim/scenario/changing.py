"""What changes on a date: which values of a scenario can, when they do, and what holds of one from when on.

A change holds from the 00:00 at which it begins until that at which it ends. A value is what a change sets it to, or
else its own, times the factors of all changes that hold. Reading order: PATHS, held, course, then the checks.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import ceil, inf, prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import DAY, NEVER
from takarusim.errors import Mistake
from takarusim.language.mistakes import Listed, Nearest, Phrase
from takarusim.quantities import units
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.units import Quantity
from takarusim.scenario import calendars, shapes
from takarusim.scenario.calendars import Closed
from takarusim.scenario.checks import Found, Seen
from takarusim.scenario.scenario import Change, NewUnits, Part, Scenario
from takarusim.scenario.shapes import Shape

__all__ = [
    "CHECKS",
    "CLOSABLE",
    "PATHS",
    "Course",
    "agreed",
    "arrivals",
    "begins",
    "changed",
    "closings",
    "course",
    "dates",
    "extensions",
    "held",
    "is_out",
    "largest",
    "values_at",
]

PATHS = (  # whose values can change; of a distribution, all of its values by a factor
    *(f"smes.ID.{key}" for key in ("crews", "time_factor", "setup_factor", "reject_factor", "wear_factor")),
    *(f"smes.ID.{key}" for key in ("share", "capital", "credit")),
    *("components.ID.price", "components.ID.reject_rate"),
    *(f"materials.ID.{key}" for key in ("price", "loss", "reorder.lead_time", "fallback.lead_time")),
    *("materials.ID.single.lead_time", "materials.ID.single.price"),
    *("lanes.ID.travel", "lanes.ID.departures.every", "lanes.ID.truck", "partners.ID.demand"),
    *(f"partners.ID.contract.{key}" for key in ("due", "early", "late", "tolerance", "sources")),
    *(f"partners.ID.contract.{key}" for key in ("terms", "down_payment", "penalty")),
)
CLOSABLE = ("lanes.ID", "materials.ID.reorder", "materials.ID.fallback")
MOST = 1000.0  # times; how much larger a rate of rejects, a lead time or a travel time can become


class Course(NamedTuple):
    """A value over time: constant from each start to the next."""

    start: NDArray[np.int64]  # (k,) ms  the first is 0
    value: NDArray[np.float64]  # (k,)  in the base unit

    def at(self, moments: NDArray[np.int64]) -> NDArray[np.float64]:
        """Returns the value that holds at some moments."""
        return self.value[np.searchsorted(self.start, moments, "right") - 1]


def begins(change: Change) -> date:
    """Returns the first day on which a change holds."""
    if change.decided is None:
        return change.starts or date.min
    return change.decided + timedelta(days=ceil(change.building_time.value / DAY))


def held(scenario: Scenario) -> dict[str, tuple[int, int]]:
    """Returns from when to when each change holds, in ms; not before time 0, NEVER where it has no end."""
    found = {}
    for name, change in scenario.changes.items():
        end = NEVER if change.ends is None else calendars.moment(scenario, change.ends)
        found[name] = (max(0, calendars.moment(scenario, begins(change))), max(0, end))
    return found


def dates(scenario: Scenario) -> NDArray[np.int64]:
    """Returns the moments of a run at which a change begins or ends; time 0 only where a unit goes out then."""
    edges = {
        edge
        for name, span in held(scenario).items()
        if span[0] < span[1]
        for edge in span
        if edge > 0 or scenario.changes[name].out
    }
    return np.array(sorted(edge for edge in edges if edge < calendars.horizon(scenario)), np.int64)


def is_out(scenario: Scenario, unit: str, moments: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Returns whether a unit cannot work at some moments."""
    spans = [span for name, span in held(scenario).items() if unit in scenario.changes[name].out]
    return np.array([any(start <= t < end for start, end in spans) for t in moments.tolist()], np.bool_)


def closings(scenario: Scenario, path: str) -> Closed:
    """Returns when a road or a supplier is closed, by its path as in CLOSABLE."""
    return calendars.spans([span for name, span in held(scenario).items() if path in scenario.changes[name].closed])


def course(scenario: Scenario, path: str, base: float) -> Course:
    """Returns the course of a value.

    Parameters
    ----------
    path : dotted, as in PATHS
    base : its own value, in the base unit; 1 of a distribution, for the factor on its values
    """
    changes = scenario.changes
    of = [name for name, each in changes.items() if path in each.times or path in each.set]
    if not of:
        return Course(np.zeros(1, np.int64), np.array([base], np.float64))
    spans = held(scenario)
    starts = sorted({0, *(edge for name in of for edge in spans[name] if edge < NEVER)})
    values = []
    for t in starts:
        now = [changes[name] for name in of if spans[name][0] <= t < spans[name][1]]
        own = next((each.set[path].value for each in now if path in each.set), base)
        values.append(own * prod(each.times[path].value for each in now if path in each.times))
    return Course(np.array(starts, np.int64), np.array(values, np.float64))


def agreed(scenario: Scenario, key: str) -> tuple[Course, ...]:
    """Returns the course of a term of each partner's contract, sorted by id; infinite where none is stated."""
    return tuple(
        course(
            scenario,
            f"partners.{name}.contract.{key}",
            inf if (own := getattr(each.contract, key)) is None else own.value,
        )
        for name, each in sorted(scenario.partners.items())
    )


def values_at(courses: Sequence[Course], which: NDArray[np.int64], moments: NDArray[np.int64]) -> NDArray[np.float64]:
    """Returns the values that hold at some moments, each of one of several courses."""
    if all(len(each.start) == 1 for each in courses):
        return np.array([each.value[0] for each in courses], np.float64)[which]
    found = np.zeros(len(which))
    for k, each in enumerate(courses):
        (own,) = (which == k).nonzero()
        found[own] = each.at(moments[own])
    return found


def largest(scenario: Scenario, path: str, base: float) -> float:
    """Returns the largest value on the course of a value."""
    return float(course(scenario, path, base).value.max())


class Extension(NamedTuple):
    """Units of a type that a change opens or closes."""

    change: str  # its id
    on: date
    start: int  # ms
    end: int  # ms  NEVER: it lasts
    units: int  # negative: so many close
    part: NewUnits

    def lets(self) -> list[int]:
        """Returns when each new unit is let, in ms, NEVER where the change ends before; the others stay vacant."""
        let = max(0, self.units) if self.part.let is None else int(self.part.let.value)
        over = self.part.take_up.value / DAY
        moments = [self.start + round(over * k / let) * DAY for k in range(1, let + 1)]
        return [moment if moment < self.end else NEVER for moment in moments]


def extensions(scenario: Scenario, workshop: str) -> list[Extension]:
    """Returns what changes open or close of a workshop type, in the order of days; on one day units close first."""
    found, spans = list[Extension](), held(scenario)
    for name, change in scenario.changes.items():
        if part := change.units.get(workshop):
            found.append(Extension(name, begins(change), *spans[name], int(part.units.value), part))
    return sorted(found, key=lambda each: (each.on, each.units > 0, each.change))


def arrivals(scenario: Scenario) -> dict[str, list[int]]:
    """Returns when the firms of each SME come that new units bring, one by one, in ms."""
    every = (each for workshop in scenario.workshops for each in extensions(scenario, workshop))
    return {each.part.brings: each.lets() for each in every if each.part.brings}


# ---- what is wrong


def spans(of: Seen) -> Iterator[Found]:
    """A change has a beginning, and an end behind it."""
    for name, change in of.scenario.changes.items():
        if not of.whole("changes", name):
            continue
        steps = ("changes", name)
        if (change.decided is None) == (change.starts is None):
            got = Phrase("phrase.nothing" if change.decided is None else "phrase.decided_and_from")
            yield steps, Mistake("no_beginning", got=got)
        elif change.decided is None and change.building_time.value:
            yield (*steps, "building_time"), Mistake("built_undecided", got=change.building_time)
        elif change.decided and change.ends and change.ends <= begins(change):
            yield (*steps, "until"), Mistake("not_after_beginning", got=change.ends, first=begins(change))


def openings(of: Seen) -> Iterator[Found]:
    """Units open from the first day on, of types that there are; whom they bring comes once, each firm with a unit."""
    brought = dict[str, str]()
    for name, change in of.scenario.changes.items():
        for workshop, part in change.units.items():
            steps = ("changes", name, "units", workshop)
            if workshop not in of.names["workshops"]:
                right = Nearest(workshop, tuple(of.names["workshops"]))
                yield steps, Mistake("no_such", what=Phrase("thing.workshop_type"), got=workshop, right=right)
            if of.whole("time") and begins(change) < of.scenario.time.first_day:
                first = of.scenario.time.first_day
                yield steps, Mistake("change_before_first_day", got=begins(change), first=first)
            if part.units.value < 0 and change.ends is not None:
                yield steps, Mistake("closed_for_a_while", got=change.ends)
            if part.brings is not None:
                yield from _brought(of, (*steps, "brings"), part, brought)


def _brought(of: Seen, steps: tuple[str, ...], part: NewUnits, brought: dict[str, str]) -> Iterator[Found]:
    """Says what is wrong with an SME that comes with new units; notes that it is brought."""
    known, name = of.names["smes"], part.brings or ""
    let = part.units if part.let is None else part.let
    if name not in known:
        yield steps, Mistake("no_such", what=Phrase("thing.sme"), got=name, right=Nearest(name, tuple(known)))
    elif name in brought:
        yield steps, Mistake("brought_twice", got=name, by=brought[name])
    elif name in of.scenario.smes and of.scenario.smes[name].count.value > let.value:
        yield steps, Mistake("more_firms_than_units", got=of.scenario.smes[name].count, most=let)
    brought.setdefault(name, steps[1])


def paths(of: Seen) -> Iterator[Found]:
    """What changes can change, and is there to be changed."""
    for name, change in of.scenario.changes.items():
        for key, stated in (("times", change.times), ("set", change.set)):
            for path in stated:
                if wrong := _wrong_path(of, path, is_set=key == "set"):
                    yield ("changes", name, key, path), wrong


def _wrong_path(of: Seen, path: str, *, is_set: bool) -> Mistake | None:
    """Returns why a path cannot be changed, None if it can; None, too, where its part has mistakes of its own."""
    section, *rest = path.split(".")
    if ".".join((section, "ID", *rest[1:])) not in PATHS:
        return Mistake("cannot_change", got=path, right=Listed(PATHS, "or"))
    if rest[0] not in of.names[section]:
        return Mistake("no_such_path", got=rest[0], right=Nearest(rest[0], tuple(of.names[section])))
    value = changed(of.scenario, path)
    if value is None and of.whole(section, rest[0]):
        return Mistake("nothing_to_change", got=path)
    if is_set and isinstance(value, Distribution):
        return Mistake("set_of_times", got=path)
    if path.endswith("reject_rate") and isinstance(value, Quantity) and not value.value:
        return Mistake("nothing_to_change", got=path)
    partner = of.scenario.partners.get(rest[0]) if section == "partners" else None  # one with mistakes is left out
    if partner and partner.orders.circulating is not None:
        return Mistake("no_rate_in_circulation" if path.endswith("demand") else "agreed_in_circulation", got=path)
    if path.endswith("share") and any(each.orders.circulating for each in of.scenario.partners.values()):
        return Mistake("agreed_in_circulation", got=path)
    return None


def closed(of: Seen) -> Iterator[Found]:
    """What a change closes is a road or a supplier that is there."""
    for name, change in of.scenario.changes.items():
        for i, path in enumerate(change.closed):
            section, *rest = path.split(".")
            steps = ("changes", name, "closed", str(i))
            if not rest or ".".join((section, "ID", *rest[1:])) not in CLOSABLE:
                yield steps, Mistake("cannot_close", got=path, right=Listed(CLOSABLE, "or"))
            elif rest[0] not in of.names[section]:
                yield steps, Mistake("no_such_path", got=rest[0], right=Nearest(rest[0], tuple(of.names[section])))
            elif rest[1:] and of.whole(*path.split(".")[:2]) and not getattr(of.scenario.materials[rest[0]], rest[1]):
                yield steps, Mistake("nothing_to_close", got=path)


def changed(scenario: Scenario, path: str) -> Quantity | Distribution | None:
    """Returns the value at a path of PATHS; None where there is none."""
    part: object = scenario
    for step in path.split("."):
        part = (
            part.get(step) if isinstance(part, dict) else getattr(part, step, None) if isinstance(part, Part) else None
        )
    return part if isinstance(part, Quantity | Distribution) else None


def values(of: Seen) -> Iterator[Found]:
    """Changed values are of the kind that stands there, one at a time, and such that could stand there themselves."""
    if any(spans(of)) or any(paths(of)) or not all(of.whole(section) for section in ("time", "changes")):
        return
    for name, change in of.scenario.changes.items():
        for path, setting in change.set.items():
            shape = shapes.at(tuple(path.split(".")))
            if shape and (wrong := _misread(setting, shape)):
                yield ("changes", name, "set", path), wrong
            elif other := _also_set(of.scenario, name, path):
                yield ("changes", name, "set", path), Mistake("set_at_once", got=setting, other=other)
    for path, steps in _last_changed(of.scenario).items():
        if wrong := _beyond(of.scenario, path):
            yield steps, wrong


def _misread(setting: Quantity, shape: Shape) -> Mistake | None:
    """Returns why a value cannot stand in the place of another, None if it can."""
    try:
        units.quantity(units.written(setting), shape.dimension, **dict(shape.bounds))
    except Mistake as mistake:
        return mistake
    return None


def _also_set(scenario: Scenario, name: str, path: str) -> str:
    """Returns the change, before another one, that sets a path on a day of that one's span; "" where none does."""
    known, names = held(scenario), list(scenario.changes)
    for other in names[: names.index(name)]:
        (start, end), (begun, ended) = known[name], known[other]
        if path in scenario.changes[other].set and max(start, begun) < min(end, ended):
            return other
    return ""


def _last_changed(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Returns each path that is changed, with the steps to the last change of it."""
    found = dict[str, tuple[str, ...]]()
    for name, change in scenario.changes.items():
        for key, stated in (("set", change.set), ("times", change.times)):
            found |= {path: ("changes", name, key, path) for path in stated}
    return found


def _beyond(scenario: Scenario, path: str) -> Mistake | None:
    """Returns what is wrong with a value that could not stand at a path at some time, None if it always could."""
    value, shape = changed(scenario, path), shapes.at(tuple(path.split(".")))
    if not isinstance(value, Quantity) or shape is None:
        base, dimension, bounds = 1.0, "number", {"minimum": 0.0, "maximum": MOST}
    else:
        base, dimension, bounds = value.value, value.dimension, dict(shape.bounds)
    if path.endswith("reject_rate"):
        bounds["maximum"] = min(1.0, MOST * base)
    for reached in course(scenario, path, base).value.tolist():
        shown = Quantity(float(round(reached)) if dimension == "count" else reached, dimension)
        if wrong := _misread(shown, Shape("quantity", dimension=dimension, bounds=tuple(bounds.items()))):
            return wrong
    return None


CHECKS = (spans, openings, closed, paths, values)
