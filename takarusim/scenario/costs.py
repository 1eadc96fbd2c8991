"""What measures cost the public, as far as a scenario states it, and which of them state nothing."""

from collections.abc import Iterator
from typing import NamedTuple

from takarusim.engine.instance import DAY
from takarusim.scenario import calendars
from takarusim.scenario.changing import begins
from takarusim.scenario.matching import events
from takarusim.scenario.scenario import Scenario

__all__ = ["Spending", "spendings", "unpriced"]


class Spending(NamedTuple):
    """What is spent over a while."""

    rupiah: float
    first: float  # ms  of the while
    last: float  # ms  the first moment after it
    life: float | None  # ms  for how long it is of use: then it is an annuity over that time


def spendings(scenario: Scenario) -> Iterator[Spending]:
    """Yields what the public spends on changes, programmes and matching events that state their cost."""
    for change in scenario.changes.values():
        if change.cost is not None:
            first: float = calendars.moment(scenario, begins(change))
            last = first + DAY if change.ends is None else calendars.moment(scenario, change.ends)
            yield Spending(change.cost.value, first, last, None if change.life is None else change.life.value)
    for programme in scenario.programmes.values():
        if programme.cost is not None:
            first = calendars.moment(scenario, programme.starts)
            last = first + DAY if programme.ends is None else calendars.moment(scenario, programme.ends)
            yield Spending(programme.cost.value, first, last, None)
    if scenario.matching and scenario.matching.cost is not None:
        for _, moment in events(scenario):
            yield Spending(scenario.matching.cost.value, moment, moment + DAY, None)


def unpriced(scenario: Scenario) -> frozenset[str]:
    """Returns the paths of measures that state no cost."""
    changes = (f"changes.{name}" for name, change in scenario.changes.items() if change.cost is None)
    programmes = (f"programmes.{name}" for name, each in scenario.programmes.items() if each.cost is None)
    matching = ["matching"] if scenario.matching and scenario.matching.cost is None else []
    return frozenset((*changes, *programmes, *matching))
