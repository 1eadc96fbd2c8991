"""Whether an estate can do what is asked of it: units to let, tenants, and an SME for everything that is ordered."""

import re
from collections.abc import Iterator
from datetime import date

from takarusim.quantities.units import Quantity, nearest, number_text
from takarusim.scenario.calendars import never_meet
from takarusim.scenario.checks import Mistake, Seen
from takarusim.scenario.scenario import CapacityChange, Scenario, Sme, WorkshopType
from takarusim.scenario.sources import numbers, unused_sources

__all__ = ["CHECKS", "remarks"]


def capacity(of: Seen) -> Iterator[Mistake]:
    """No more units are let than there are, and none close that are not there."""
    for name, workshop in of.scenario.workshops.items():
        if not of.whole("workshops", name):
            continue
        if workshop.let is not None and workshop.let.value > workshop.units.value:
            got = f"{workshop.let.value:.0f}; at most {workshop.units.value:.0f}"
            yield ("workshops", name, "let"), f"more let than there are, got {got}"
        total = int(workshop.units.value)
        for change, each in sorted(workshop.changes.items(), key=_turn):
            steps = ("workshops", name, "changes", change)
            units = int(each.units.value)
            if not units:
                yield (*steps, "units"), "no change, got 0; units that open, or, negative, close"
            elif total + units < 0:
                yield (*steps, "units"), f"closes more than there are, got {units}; at least {-total}"
            if each.let is not None and each.let.value > max(units, 0):
                yield (*steps, "let"), f"more let than open, got {each.let.value:.0f}; at most {max(units, 0)}"
            total += units


def _turn(change: tuple[str, CapacityChange]) -> tuple[date, bool, str]:
    """Returns the place of a change among those of its type: on one day, units close first."""
    return change[1].on, change[1].units.value > 0, change[0]


def tenants(of: Seen) -> Iterator[Mistake]:
    """Units that are rented are there, are let, and are rented once."""
    rented: dict[str, str] = {}
    if not of.whole("workshops"):
        return
    for name, sme in of.scenario.smes.items():
        for i, unit in enumerate(sme.tenant_of):
            steps = ("smes", name, "tenant_of", str(i))
            wrong = _wrong_unit(unit, of.scenario.workshops)
            if wrong:
                yield steps, wrong
            elif unit in rented:
                yield steps, f"a unit rented twice, got {unit!r} of {rented[unit]} too; one tenant"
            rented.setdefault(unit, name)


def new_units(of: Seen) -> Iterator[Mistake]:
    """Units that open have somebody who takes them."""
    is_tenanted = of.scenario.rules.tenancy == "tenanted"
    takers = ["pool", *of.names["smes"]]
    for name, workshop in of.scenario.workshops.items():
        for change, each in workshop.changes.items():
            steps = ("workshops", name, "changes", change, "let_to")
            if each.let_to not in takers:
                yield steps, f"no such SME, got {each.let_to!r}; {nearest(each.let_to, takers)}"
            elif is_tenanted and each.let_to == "pool" and _opened(each.units.value, each.let):
                yield steps, "units that nobody takes, got 'pool' where units are tenanted; an SME"
            elif not is_tenanted and each.let_to != "pool":
                yield steps, f"a tenant where units are pooled, got {each.let_to!r}; pool, or tenancy: tenanted"


def _wrong_unit(unit: str, workshops: dict[str, WorkshopType]) -> str:
    """Returns what is wrong with a rented unit's id, "" if nothing is."""
    match = re.fullmatch(r"(.+)-(\d{3,})", unit)
    name, number = (match[1], int(match[2])) if match else (unit, 0)
    if name not in workshops or not match:
        right = f"{next(iter(workshops), 'C')}-001"
        return f"no such unit, got {unit!r}; a type and a number such as {right}"
    workshop = workshops[name]
    if not 1 <= number <= workshop.units.value:
        return f"no such unit, got {unit!r}; {name}-001 to {name}-{int(workshop.units.value):03d}"
    if workshop.let is not None and number > workshop.let.value:
        return f"a unit that is not let, got {unit!r}; {name}-001 to {name}-{int(workshop.let.value):03d}"
    return ""


def _opened(units: float, let: object) -> float:
    return max(units, 0.0) if let is None else float(getattr(let, "value", 0.0))


# --- who may make what


def _let_types(scenario: Scenario) -> set[str]:
    """Returns the types of which some unit is let at some time."""
    return {
        name
        for name, workshop in scenario.workshops.items()
        if workshop.let is None
        or workshop.let.value
        or any(_opened(each.units.value, each.let) for each in workshop.changes.values())
    }


def _own_types(scenario: Scenario, name: str, sme: Sme) -> set[str]:
    """Returns the types of which an SME may book a unit."""
    if scenario.rules.tenancy == "pooled":
        return _let_types(scenario)
    rented = {unit.rsplit("-", 1)[0] for unit in sme.tenant_of}
    types = scenario.workshops.items()
    opened = {key for key, each in types if any(change.let_to == name for change in each.changes.values())}
    return rented | opened


def _types(scenario: Scenario, component: str) -> list[str]:
    routing = scenario.components[component].routing
    return [each.workshop for each in routing.values() if each.workshop in scenario.workshops]


Pair = tuple[str | None, str | None]


def _strangers(scenario: Scenario) -> set[Pair]:
    """Returns the calendars of SMEs and types that never meet; none of those that cannot be read."""
    pairs = {
        (sme.calendar, workshop.calendar) for sme in scenario.smes.values() for workshop in scenario.workshops.values()
    }
    readable = {None, *(name for name, calendar in scenario.calendars.items() if any(calendar.hours.values()))}
    return {pair for pair in pairs if set(pair) <= readable and _never_meet(scenario, pair)}


def _never_meet(scenario: Scenario, pair: Pair) -> bool:
    try:
        return never_meet(scenario, *pair)
    except ValueError:
        return False


def let(of: Seen) -> Iterator[Mistake]:
    """Routings lead over types of which units are let."""
    if not of.whole("workshops"):
        return
    types = _let_types(of.scenario)
    for name, component in of.scenario.components.items():
        for step, operation in component.routing.items():
            if operation.workshop in of.scenario.workshops and operation.workshop not in types:
                steps = ("components", name, "routing", step, "workshop")
                yield (
                    steps,
                    f"a type of which no unit is ever let, got {operation.workshop!r}; let some, or a change that does",
                )


def makers(of: Seen) -> Iterator[Mistake]:
    """For everything that is ordered there is an SME that may make it."""
    if not all(of.whole(section) for section in ("workshops", "smes", "calendars", "rules")):
        return
    strangers = _strangers(of.scenario)
    for name, partner in of.scenario.partners.items():
        booked = {order.component for order in partner.orders.book or ()}
        for component in {**partner.components, **dict.fromkeys(booked)}:
            if component in of.scenario.components and of.whole("components", component) and of.whole("partners", name):
                missing = _missing(of.scenario, name, component, strangers)
                if missing:
                    yield ("partners", name, "components", component), f"nobody can make it, got {missing}"


def _missing(scenario: Scenario, partner: str, component: str, strangers: set[Pair]) -> str:
    """Returns what no SME has that may be allotted a partner's orders of a component, "" if one may."""
    asks = scenario.partners[partner]
    types, suppliers = set(_types(scenario, component)), asks.contract.suppliers
    left = scenario.smes or {"estate": Sme()}
    left = {name: sme for name, sme in left.items() if sme.components is None or component in sme.components}
    if not left:
        return "no SME that makes it; it in `components` of one"
    left = {name: sme for name, sme in left.items() if sme.channels is None or asks.channel in sme.channels}
    if not left:
        return f"no maker in channel {asks.channel!r}; the channel in `channels` of one"
    left = {name: sme for name, sme in left.items() if suppliers is None or name in suppliers}
    if not left:
        return "no maker among the suppliers; one in `suppliers`"
    left = {name: sme for name, sme in left.items() if types <= _own_types(scenario, name, sme)}
    if not left:
        return f"no maker with units of {', '.join(sorted(types))}; such units in `tenant_of` of one"
    calendars = {scenario.workshops[each].calendar for each in types}
    if all(any((sme.calendar, each) in strangers for each in calendars) for sme in left.values()):
        return "no maker whose hours meet those of the workshops; hours in common"
    return ""


# --- remarks: nothing is wrong, but a reader should know


def remarks(scenario: Scenario) -> list[Mistake]:
    """Returns what is no mistake but may be a slip: things that never happen, sources that nothing names."""
    return [*_apart(scenario), *_never(scenario), *_beside(scenario), *_unused(scenario)]


def _apart(scenario: Scenario) -> Iterator[Mistake]:
    strangers = _strangers(scenario)
    for name, sme in scenario.smes.items():
        made = [key for key in scenario.components if sme.components is None or key in sme.components]
        for workshop in sorted({each for key in made for each in _types(scenario, key)}):
            if (sme.calendar, scenario.workshops[workshop].calendar) in strangers:
                got = f"got {sme.calendar!r} and {scenario.workshops[workshop].calendar!r} of type {workshop!r}"
                yield ("smes", name, "calendar"), f"never meets a workshop's, {got}; it makes nothing there"


def _never(scenario: Scenario) -> Iterator[Mistake]:
    last = scenario.time.last_day
    if last is None:
        return
    for name, workshop in scenario.workshops.items():
        for change, each in workshop.changes.items():
            if each.on > last:
                yield (
                    ("workshops", name, "changes", change, "on"),
                    f"after the last day, got {each.on}; it never happens",
                )
    for name, partner in scenario.partners.items():
        for key, factor in partner.orders.factors.items():
            if factor.starts > last:
                steps = ("partners", name, "orders", "factors", key, "from")
                yield steps, f"after the last day, got {factor.starts}; it never happens"
        if partner.starts is not None and partner.starts > last:
            yield ("partners", name, "from"), f"after the last day, got {partner.starts}; it never orders"


def _beside(scenario: Scenario) -> Iterator[Mistake]:
    for path, number in numbers(scenario):
        if not isinstance(number, Quantity) or number.low is None or number.high is None:
            continue
        if not number.low <= number.value <= number.high:
            ends = (number.value, number.low, number.high)
            value, low, high = (number_text(each, number.dimension, number.unit or None) for each in ends)
            yield tuple(path.split(".")), f"outside its range, got {value}; from {low} to {high}"


def _unused(scenario: Scenario) -> Iterator[Mistake]:
    for source in unused_sources(scenario):
        yield ("sources", source), "a source that nothing names; a number of it, or no source"


CHECKS = (capacity, tenants, new_units, let, makers)
