"""What SMEs have and pay for material over time, and what measures cost the public, as far as a scenario states it."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from takarusim.engine.instance import DAY
from takarusim.scenario import calendars, singles
from takarusim.scenario.changing import Course, begins, course
from takarusim.scenario.matching import events
from takarusim.scenario.scenario import Scenario, Sme

__all__ = ["Spending", "cash", "list_price", "spendings", "unpriced"]


def cash(scenario: Scenario, group: str) -> Course:
    """Returns the capital of an SME, by its id, with what it may owe."""
    sme = scenario.smes.get(group) or Sme.model_validate({})
    own = {"capital": sme.capital, "credit": sme.credit}
    parts = [course(scenario, f"smes.{group}.{key}", each.value if each else 0.0) for key, each in own.items()]
    start = np.union1d(*(part.start for part in parts))
    return Course(start, parts[0].at(start) + parts[1].at(start))


def list_price(scenario: Scenario, name: str, *, singly: bool) -> Course:
    """Returns what is paid for a kilogram of a material that comes from its stock, or singly."""
    material = scenario.materials[name]
    path, price = singles.price(material) if singly else ("price", material.price)
    return course(scenario, f"materials.{name}.{path}", price.value)


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
