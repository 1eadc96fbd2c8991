"""Who and what stands in the estate: its firms one by one, its units with their tenants, and when the units fail.

Everything is numbered by sorted id, never by its place in the file.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import NEVER, PPM
from takarusim.lowering.draws import Draws
from takarusim.lowering.purposes import Values
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.rounding import whole
from takarusim.scenario import calendars
from takarusim.scenario.calendars import Closed
from takarusim.scenario.changing import arrivals, extensions
from takarusim.scenario.scenario import NewUnits, Scenario, Sme, WorkshopType

__all__ = ["Firm", "Lives", "Unit", "arrived", "firms", "pools", "units"]

NEVER_FAILS = Distribution("constant", (("value", float(NEVER)),), "duration")
Integers = NDArray[np.int64]
LONGEST_LIFE = 9 * 10**12  # ms; times PPM it still fits


class Firm(NamedTuple):
    """One SME."""

    id: str  # the group's, or of many firms "group-01"
    group: str  # id in the scenario
    sme: Sme


def firms(scenario: Scenario) -> list[Firm]:
    """Returns the SMEs in number order; one without limits, called `estate`, when the scenario names none."""
    found = []
    for group, sme in (scenario.smes or {"estate": Sme.model_validate({})}).items():
        found += [Firm(name, group, sme) for name in _names(group, sme)]
    return sorted(found, key=lambda firm: firm.id)


def _names(group: str, sme: Sme) -> list[str]:
    count = int(sme.count.value)
    return [group] if count == 1 else [f"{group}-{k:02}" for k in range(1, count + 1)]


class Unit(NamedTuple):
    """A unit that is let."""

    type: str
    tenant: str  # the firm's id; "" where units are pooled
    id: str
    opened: int  # ms  0: from the start
    closed: int  # ms  NEVER: it stays


def units(scenario: Scenario) -> list[Unit]:
    """Returns the units that are ever let, in number order: by type, tenant and id.

    Tenanted, a unit that no SME rents is left out: nobody can book it.
    """
    tenants = _tenants(scenario)
    found = []
    for name, workshop in scenario.workshops.items():
        for building in _buildings(scenario, name, workshop):
            if building.is_let and scenario.rules.tenancy == "pooled":
                found.append(Unit(name, "", building.id, building.opened, building.closed))
            elif building.is_let and (tenant := building.tenant or tenants.get(building.id)):
                found.append(Unit(name, tenant, building.id, building.opened, building.closed))
    return sorted(found)


def pools(found: list[Unit]) -> list[tuple[str, str]]:
    """Returns the pools (type, tenant) of units, in number order."""
    return sorted({(unit.type, unit.tenant) for unit in found})


def _tenants(scenario: Scenario) -> dict[str, str]:
    """Returns the firm that rents each unit; firms of a group take theirs in turn."""
    found = dict[str, str]()
    for group, sme in scenario.smes.items():
        names = _names(group, sme)
        found |= {unit: names[k % len(names)] for k, unit in enumerate(sme.tenant_of)}
    return found


@dataclass
class _Building:
    id: str
    is_let: bool
    opened: int = 0  # ms
    closed: int = NEVER  # ms
    tenant: str = ""  # of one that a change adds


def _buildings(scenario: Scenario, name: str, workshop: WorkshopType) -> list[_Building]:
    """Returns the buildings of a type, let or not, in order of opening; those that close are the last ones then."""
    count = int(workshop.units.value)
    let = count if workshop.let is None else int(workshop.let.value)
    found = [_Building(f"{name}-{k + 1:03}", k < let) for k in range(count)]
    for each in extensions(scenario, name):
        standing = [building for building in found if building.closed == NEVER]
        for building in standing[max(0, len(standing) + each.units) :]:
            building.closed = each.start
        lets = each.lets()
        takers = _takers(scenario, each.part)
        for k in range(each.units):
            opened, tenant = lets[k] if k < len(lets) else each.start, takers[k % len(takers)]
            is_let = k < len(lets) and opened < NEVER
            found.append(_Building(f"{name}-{each.change}-{k + 1:03}", is_let, opened, each.end, tenant))
    return found


def _takers(scenario: Scenario, part: NewUnits) -> list[str]:
    """Returns the firms that new units are let to in turn; where they are pooled, nobody in particular."""
    taker = part.brings or part.let_to
    is_tenanted = scenario.rules.tenancy == "tenanted" and taker in scenario.smes
    return _names(taker, scenario.smes[taker]) if is_tenanted else [""]


def arrived(scenario: Scenario, found: list[Firm]) -> list[int]:
    """Returns when each firm comes that new units bring, in ms; 0 of the others."""
    came = dict[str, int]()
    for group, moments in arrivals(scenario).items():
        came |= dict(zip(_names(group, scenario.smes[group]), moments, strict=False))
    return [came.get(firm.id, 0) for firm in found]


# ---- failures


class Lives:
    """What lives and repairs of units are drawn from; made once per scenario."""

    def __init__(self, scenario: Scenario, found: list[Unit]) -> None:
        """`found`: the units, by number."""
        self._horizon = calendars.horizon(scenario)
        self._opened = whole(unit.opened for unit in found)
        given = [scenario.workshops[unit.type].failures for unit in found]
        names = [unit.id for unit in found]
        self._life = Values("life", names, [each.life if each else NEVER_FAILS for each in given])
        self._repair = Values("repair", names, [each.repair if each else NEVER_FAILS for each in given])
        self._worn = np.array([u for u, each in enumerate(given) if each and each.clock == "working"], np.int64)
        failing = {
            unit.type: each for unit, each in zip(found, given, strict=True) if each and each.clock == "calendar"
        }
        self._by_calendar = list[tuple[Integers, Closed]]()  # by type: its units, when their repairs stand still
        for name, each in sorted(failing.items()):
            hours = None if each.repair_clock == "calendar" else scenario.workshops[name].calendar
            units = [u for u, unit in enumerate(found) if unit.type == name]
            self._by_calendar.append((np.array(units), calendars.closed(scenario, hours, self._horizon)))

    def drawn(self, draws: Draws, rows: int) -> tuple[Integers, Integers]:
        """Returns the lives and repairs of all units, as `life` and `repair` of an Instance: at least `rows` of each.

        Of a unit that fails by the calendar they are times: lives and repairs in turn, summed from its opening on.
        """
        tables = [(units, *self._calendar(draws, units, hours)) for units, hours in self._by_calendar]
        columns = max([rows, *(down.shape[1] for _, down, _ in tables)])
        life, repair = np.full((2, len(self._opened), columns), NEVER)
        for units, down, up in tables:
            life[units, : down.shape[1]], repair[units, : up.shape[1]] = down, up
        life[self._worn] = np.clip(self._life.table(draws, self._worn, columns), 1, LONGEST_LIFE) * PPM
        repair[self._worn] = self._repair.table(draws, self._worn, columns)
        return life, repair

    def _calendar(self, draws: Draws, units: Integers, hours: Closed) -> tuple[Integers, Integers]:
        """Returns when units fail, NEVER behind the last failure before the horizon, and when each repair ends."""
        rows = 8
        while True:
            lives = np.maximum(1, self._life.table(draws, units, rows))
            repairs = self._repair.table(draws, units, rows)
            down, up = np.empty_like(lives), np.empty_like(lives)
            now = self._opened[units]
            for m in range(rows):
                down[:, m] = now + lives[:, m]
                up[:, m] = now = calendars.after(hours, down[:, m], repairs[:, m])
            if np.all(now >= self._horizon):
                happens = down < self._horizon
                return np.where(happens, down, NEVER), np.where(happens, up, NEVER)
            rows *= 2
