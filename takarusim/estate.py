"""Who and what stands in the estate: its firms one by one, its units with their tenants, and when the units fail.

Everything is numbered by sorted id, never by its place in the file.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim import calendars
from takarusim.calendars import Closed
from takarusim.distributions import Distribution
from takarusim.draws import Draws
from takarusim.instance import NEVER, PPM
from takarusim.scenario import Failures, Scenario, Sme, WorkshopType

__all__ = ["Firm", "Unit", "failures", "firms", "pools", "units"]

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
    changes = sorted(workshop.changes.items(), key=lambda item: (item[1].on, item[1].units.value > 0, item[0]))
    for added, change in changes:
        at, count = max(0, calendars.moment(scenario, change.on)), int(change.units.value)
        standing = [building for building in found if building.closed == NEVER]
        for building in standing[max(0, len(standing) + count) :]:
            building.closed = at
        takers = _names(change.let_to, scenario.smes[change.let_to]) if change.let_to in scenario.smes else [""]
        let = count if change.let is None else int(change.let.value)
        found += [
            _Building(f"{name}-{added}-{k + 1:03}", k < let, at, tenant=takers[k % len(takers)]) for k in range(count)
        ]
    return found


# ---- failures


def failures(
    scenario: Scenario, found: list[Unit], draws: Draws, rows: int, horizon: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Returns the lives and repairs of all units, as `life` and `repair` of an Instance: at least `rows` of each.

    Of a unit that fails by the calendar they are times: lives and repairs in turn, summed from its opening on.
    """
    failing = {name: workshop.failures for name, workshop in scenario.workshops.items() if workshop.failures}
    tables, columns = [], rows
    for name in sorted(failing, key=lambda name: (failing[name].clock == "working", name)):  # these get all columns
        numbers = [u for u, unit in enumerate(found) if unit.type == name]
        let = [found[u] for u in numbers]
        if failing[name].clock == "working":
            lives, repairs = _working(failing[name], let, draws, columns)
        else:
            hours = None if failing[name].repair_clock == "calendar" else scenario.workshops[name].calendar
            lives, repairs = _calendar(failing[name], let, draws, calendars.closed(scenario, hours, horizon), horizon)
            columns = max(columns, lives.shape[1])
        tables.append((numbers, lives, repairs))
    life, repair = np.full((len(found), columns), NEVER), np.full((len(found), columns), NEVER)
    for numbers, lives, repairs in tables:
        life[numbers, : lives.shape[1]], repair[numbers, : repairs.shape[1]] = lives, repairs
    return life, repair


def _drawn(
    given: Distribution, purpose: str, let: list[Unit], draws: Draws, rows: int
) -> NDArray[np.int64]:  # (u, rows) ms
    if given.is_constant:
        return np.full((len(let), rows), round(given.mean))
    which, row = np.repeat(np.arange(len(let)), rows), np.tile(np.arange(rows), len(let))
    u = draws.some(purpose, [unit.id for unit in let], which, row)
    return given.whole_values(u[:, 0]).reshape(len(let), rows)


def _working(given: Failures, let: list[Unit], draws: Draws, rows: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    lives = np.clip(_drawn(given.life, "life", let, draws, rows), 1, LONGEST_LIFE) * PPM
    return lives, _drawn(given.repair, "repair", let, draws, rows)


def _calendar(
    given: Failures, let: list[Unit], draws: Draws, calendar: Closed, horizon: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Returns when units fail, NEVER behind the last failure before the horizon, and when each repair ends."""
    rows = 8
    while True:
        lives = np.maximum(1, _drawn(given.life, "life", let, draws, rows))
        repairs = _drawn(given.repair, "repair", let, draws, rows)
        down, up = np.empty_like(lives), np.empty_like(lives)
        now = np.array([unit.opened for unit in let], np.int64)
        for m in range(rows):
            down[:, m] = now + lives[:, m]
            up[:, m] = now = calendars.after(calendar, down[:, m], repairs[:, m])
        if np.all(now >= horizon):
            happens = down < horizon
            return np.where(happens, down, NEVER), np.where(happens, up, NEVER)
        rows *= 2
