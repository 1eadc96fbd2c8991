"""Whether an estate can do what is asked of it: units to let, tenants, and an SME for everything that is ordered."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from takarusim.engine.instance import NEVER
from takarusim.errors import Mistake
from takarusim.language.mistakes import Listed, Nearest, Phrase, Text
from takarusim.quantities.units import Quantity
from takarusim.scenario import shapes
from takarusim.scenario.calendars import never_meet
from takarusim.scenario.changing import begins, extensions
from takarusim.scenario.checks import Found, Seen, is_nobodys
from takarusim.scenario.scenario import Dates, NewUnits, Scenario, Sme, WorkshopType
from takarusim.scenario.sources import numbers, unused_sources

__all__ = ["CHECKS", "remarks"]


def capacity(of: Seen) -> Iterator[Found]:
    """No more units are let than there are, and none close that are not there."""
    for name, workshop in of.scenario.workshops.items():
        if not of.whole("workshops", name):
            continue
        if workshop.let is not None and workshop.let.value > workshop.units.value:
            yield ("workshops", name, "let"), Mistake("more_let", got=workshop.let, most=workshop.units)
        total = int(workshop.units.value)
        for each in extensions(of.scenario, name):
            steps, units, let = ("changes", each.change, "units", name), each.units, each.part.let
            if not units:
                yield (*steps, "units"), Mistake("no_change")
            elif total + units < 0:
                yield (*steps, "units"), Mistake("closes_more", got=units, least=-total)
            if let is not None and let.value > max(units, 0):
                yield (*steps, "let"), Mistake("more_let_than_open", got=let, most=max(units, 0))
            total += units if each.end == NEVER else 0  # those that close again are no longer there to be closed


def tenants(of: Seen) -> Iterator[Found]:
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
                yield steps, Mistake("rented_twice", got=unit, other=rented[unit])
            rented.setdefault(unit, name)


def out(of: Seen) -> Iterator[Found]:
    """Units that go out are there, and let, from the beginning."""
    for name, change in of.scenario.changes.items():
        for i, unit in enumerate(change.out if of.whole("workshops") else ()):
            if wrong := _wrong_unit(unit, of.scenario.workshops):
                yield ("changes", name, "out", str(i)), wrong


def new_units(of: Seen) -> Iterator[Found]:
    """Units that open have somebody who takes them."""
    is_tenanted = of.scenario.rules.tenancy == "tenanted"
    takers = ["pool", *of.names["smes"]]
    for change in of.scenario.changes:
        for name, each in of.scenario.changes[change].units.items():
            steps = ("changes", change, "units", name, "let_to")
            if each.let_to not in takers:
                right = Nearest(each.let_to, tuple(takers))
                yield steps, Mistake("no_such", what=Phrase("thing.sme"), got=each.let_to, right=right)
            elif is_tenanted and each.let_to == "pool" and not each.brings and _opened(each.units.value, each.let):
                yield steps, Mistake("nobody_takes")
            elif not is_tenanted and each.let_to != "pool":
                yield steps, Mistake("tenant_where_pooled", got=each.let_to)


def _wrong_unit(unit: str, workshops: dict[str, WorkshopType]) -> Mistake | None:
    """Returns what is wrong with a rented unit's id, None if nothing is."""
    match = re.fullmatch(r"(.+)-(\d{3,})", unit)
    name, number = (match[1], match[2]) if match else (unit, "0")
    if name not in workshops or not match:
        return Mistake("no_unit_of_a_type", got=unit, right=f"{next(iter(workshops), 'C')}-001")
    workshop = workshops[name]
    if len(number) > 9 or not 1 <= int(number) <= workshop.units.value:
        return Mistake("no_such_unit", got=unit, **_units(name, workshop.units))
    if workshop.let is not None and int(number) > workshop.let.value:
        return Mistake("not_let", got=unit, **_units(name, workshop.let))
    return None


def _units(name: str, number: Quantity) -> dict[str, Text]:
    return {"first": Text(f"{name}-001"), "last": Text(f"{name}-{int(number.value):03d}")}


def _opened(units: float, let: object) -> float:
    return max(units, 0.0) if let is None else float(getattr(let, "value", 0.0))


# --- who may make what


def _let_types(scenario: Scenario) -> set[str]:
    """Returns the types of which some unit is let at some time."""
    types = {name for name, workshop in scenario.workshops.items() if workshop.let is None or workshop.let.value}
    return types | {name for name, part in _new_units(scenario) if _opened(part.units.value, part.let)}


def _new_units(scenario: Scenario) -> Iterator[tuple[str, NewUnits]]:
    """Yields the workshop type of each change of units, and that."""
    for change in scenario.changes.values():
        yield from change.units.items()


def _own_types(scenario: Scenario, name: str, sme: Sme) -> set[str]:
    """Returns the types of which an SME may book a unit."""
    if scenario.rules.tenancy == "pooled":
        return _let_types(scenario)
    rented = {unit.rsplit("-", 1)[0] for unit in sme.tenant_of}
    return rented | {key for key, part in _new_units(scenario) if name in (part.let_to, part.brings)}


def _types(scenario: Scenario, component: str) -> list[str]:
    routing = scenario.components[component].routing
    return [each.workshop.value for each in routing.values() if each.workshop.value in scenario.workshops]


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


def let(of: Seen) -> Iterator[Found]:
    """Routings lead over types of which units are let."""
    if not of.whole("workshops"):
        return
    types = _let_types(of.scenario)
    for name, component in of.scenario.components.items():
        for step, operation in component.routing.items():
            if operation.workshop.value in of.scenario.workshops and operation.workshop.value not in types:
                steps = ("components", name, "routing", step, "workshop")
                yield steps, Mistake("never_let", got=operation.workshop.value)


def makers(of: Seen) -> Iterator[Found]:
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
                    yield ("partners", name, "components", component), missing


def _missing(scenario: Scenario, partner: str, component: str, strangers: set[Pair]) -> Mistake | None:
    """Returns what no SME has that may be allotted a partner's orders of a component, None if one may."""
    asks = scenario.partners[partner]
    types, suppliers = set(_types(scenario, component)), asks.contract.suppliers
    left = scenario.smes or {"estate": Sme()}
    left = {name: sme for name, sme in left.items() if sme.components is None or component in sme.components}
    if not left:
        return Mistake("no_maker")
    left = {name: sme for name, sme in left.items() if sme.channels is None or asks.channel in sme.channels}
    if not left:
        return None if is_nobodys(scenario, asks) else Mistake("no_maker_in_channel", channel=asks.channel)
    left = {name: sme for name, sme in left.items() if suppliers is None or name in suppliers}
    if not left:
        return Mistake("no_maker_among_suppliers")
    left = {name: sme for name, sme in left.items() if types <= _own_types(scenario, name, sme)}
    if not left:
        return Mistake("no_maker_with_units", types=Listed(tuple(sorted(types))))
    calendars = {scenario.workshops[each].calendar for each in types}
    if all(any((sme.calendar, each) in strangers for each in calendars) for sme in left.values()):
        return Mistake("no_maker_in_hours")
    return None


# --- remarks: nothing is wrong, but a reader should know


def remarks(scenario: Scenario) -> list[Found]:
    """Returns what is no mistake but may be a slip: things that never happen, sources that nothing names."""
    return [*_apart(scenario), *_never(scenario), *_beside(scenario), *_unused(scenario)]


def _apart(scenario: Scenario) -> Iterator[Found]:
    strangers = _strangers(scenario)
    for name, sme in scenario.smes.items():
        made = [key for key in scenario.components if sme.components is None or key in sme.components]
        for workshop in sorted({each for key in made for each in _types(scenario, key)}):
            if (sme.calendar, scenario.workshops[workshop].calendar) in strangers:
                other = scenario.workshops[workshop].calendar
                wrong = Mistake("calendars_never_meet", got=sme.calendar, other=other, type=workshop)
                yield ("smes", name, "calendar"), wrong


def _never(scenario: Scenario) -> Iterator[Found]:
    last = scenario.time.last_day
    if last is None:
        return
    for name, change in scenario.changes.items():
        if begins(change) > last:
            yield ("changes", name), Mistake("never_happens", got=begins(change))
    if scenario.matching and _first(scenario.matching.events, last):
        yield ("matching", "events", "first"), Mistake("never_happens", got=scenario.matching.events.first)
    for name, partner in scenario.partners.items():
        for part, given in (("review", partner.contract.review), ("growth", partner.contract.growth)):
            if given and _first(given.dates, last):
                steps = ("partners", name, "contract", part, "dates", "first")
                yield steps, Mistake("never_happens", got=given.dates.first)
        for key, factor in partner.orders.factors.items():
            if factor.starts is not None and factor.starts > last:
                steps = ("partners", name, "orders", "factors", key, "from")
                yield steps, Mistake("never_happens", got=factor.starts)
        if partner.starts is not None and partner.starts > last:
            yield ("partners", name, "from"), Mistake("never_orders", got=partner.starts)


def _first(dates: Dates, last: date) -> bool:
    """Tells whether dates begin behind the last day."""
    return dates.first is not None and dates.first > last


def _beside(scenario: Scenario) -> Iterator[Found]:
    for path, number in numbers(scenario):
        if not isinstance(number, Quantity) or number.low is None or number.high is None:
            continue
        if not number.low <= number.value <= number.high:
            low, high = (replace(number, value=end) for end in (number.low, number.high))
            yield shapes.steps(path), Mistake("outside_its_range", got=number, low=low, high=high)


def _unused(scenario: Scenario) -> Iterator[Found]:
    for source in unused_sources(scenario):
        yield ("sources", source), Mistake("unused_source")


CHECKS = (capacity, tenants, out, new_units, let, makers)
