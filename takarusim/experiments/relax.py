"""What binds: a scenario with each of its constraints lifted in turn."""

from collections.abc import Mapping
from functools import reduce

from takarusim.quantities.units import Quantity
from takarusim.scenario.scenario import Part, Scenario

__all__ = ["relaxations"]


def relaxations(scenario: Scenario) -> dict[str, Scenario]:
    """Returns the scenario with each constraint that it has lifted in turn, by the cause that the ledger charges.

    The draws stay what they are, so that the difference to the scenario itself is the constraint's own.

    Returns
    -------
    dict
        cash: others lend it for any material. crew: SMEs have as many as they need, and refuse nothing.
        material: none is waited for. workshop TYPE: a unit for every crew. capacity: crew, and every type of workshop.
        failures: none. calendar: SMEs and workshops never close. truck: each lot leaves at once.
    """
    smes, workshops = scenario.smes, scenario.workshops
    lifts: dict[str, Scenario] = {}
    if any(sme.credit is not None for sme in smes.values()):
        lifts["cash"] = _with(scenario, smes=_each(smes, credit=None))
    if any(sme.crews is not None for sme in smes.values()):
        lifts["crew"] = _with(scenario, smes=_each(smes, crews=None, most_work=None))
    if any(component.material for component in scenario.components.values()):
        lifts["material"] = _with(scenario, components=_each(scenario.components, material=None))
    lifts |= {f"workshop {kind}": _enough(scenario, kind) for kind in sorted(workshops)}
    if "crew" in lifts and workshops:
        lifts["capacity"] = reduce(_enough, sorted(workshops), lifts["crew"])
    if any(workshop.failures for workshop in workshops.values()):
        lifts["failures"] = _with(scenario, workshops=_each(workshops, failures=None))
    if any(part.calendar for part in smes.values()) or any(part.calendar for part in workshops.values()):
        always = {"smes": _each(smes, calendar=None), "workshops": _each(workshops, calendar=None)}
        lifts["calendar"] = _with(scenario, **always)
    closed = [path for change in scenario.changes.values() for path in change.closed]
    if any(lane.departures or lane.calendar or lane.bans for lane in scenario.lanes.values()) or any(
        path.startswith("lanes.") for path in closed
    ):
        at_once = _each(scenario.lanes, departures=None, truck=None, calendar=None, bans={})
        lifts["truck"] = _with(scenario, lanes=at_once, changes=_without_closed(scenario))
    return lifts


def _without_closed(scenario: Scenario) -> dict[str, Part]:
    """Returns the changes of a scenario, which close no lane any more."""
    kept = {
        name: [path for path in change.closed if not path.startswith("lanes.")]
        for name, change in scenario.changes.items()
    }
    return {name: change.model_copy(update={"closed": kept[name]}) for name, change in scenario.changes.items()}


def _with(scenario: Scenario, **parts: object) -> Scenario:
    return scenario.model_copy(update=parts)


def _each(parts: Mapping[str, Part], **changes: object) -> dict[str, Part]:
    return {name: part.model_copy(update=changes) for name, part in parts.items()}


def _enough(scenario: Scenario, kind: str) -> Scenario:
    """Returns the scenario with a further unit of a type for every crew (ten where crews have no limit)."""
    workshop, smes = scenario.workshops[kind], scenario.smes
    units = int(workshop.units.value) * (1 if smes else 10)
    tenants: dict[str, Part] = {}
    for name, sme in sorted(smes.items()):
        more = int(sme.count.value) * int(sme.crews.value if sme.crews else 10)
        ids = tuple(f"{kind}-{number:03d}" for number in range(units + 1, units + more + 1))
        tenants[name] = sme.model_copy(update={"tenant_of": (*sme.tenant_of, *ids)})
        units += more
    enough = Quantity(float(units), "count")
    wider = {**scenario.workshops, kind: workshop.model_copy(update={"units": enough, "let": enough})}
    tenanted = {"smes": tenants} if scenario.rules.tenancy == "tenanted" else {}
    return _with(scenario, workshops=wider, **tenanted)
