"""Numbers of a scenario stay where integers of 64 bits are exact, and where the columns of a log can hold them.

Each check yields what it finds, as those in `checks`. Reading order: limits, pieces, work, rates.
"""

import math
from collections.abc import Iterator
from datetime import date
from itertools import chain

import numpy as np

from takarusim.engine.instance import LOTS, PARTS, PPM
from takarusim.errors import Mistake
from takarusim.language.mistakes import Phrase, Text
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.units import Quantity
from takarusim.scenario import singles, sources
from takarusim.scenario.calendars import ALWAYS_OPEN, WEEK, Closed, horizon, weekly_hours
from takarusim.scenario.changing import largest
from takarusim.scenario.checks import Found, Seen, is_too_long
from takarusim.scenario.scenario import MOST_SMES, MOST_TOKENS, YEAR, Orders, RateFactor, Scenario

__all__ = ["CHECKS", "room"]

Steps = tuple[str, ...]
PASSES = 100  # most passes, where no order is split; an order has at most LOTS lots
MOST_OPERATIONS = (1 << 15) - 1  # numbers of 16 bits in the log
EXACT = 1 << 61  # what products of integers stay below, with room for what is added to them
UNEVEN = 10**10  # a value over its mean: as its variation in ppm, times what is rounded, it is an integer
HEAVIEST = 1e12  # g  of an order
DEAREST = 1e12  # Rp  the material of an order
REJECTS = 1 << 62  # quantity^2 x reject factor in ppm stays below


def limits(of: Seen) -> Iterator[Found]:
    """Numbers stay where integers of 64 bits are exact."""
    passes, splits = of.scenario.rules.passes, any(each.split_above for each in of.scenario.channels.values())
    if passes.value > (most := LOTS // PARTS if splits else PASSES):
        yield ("rules", "passes"), Mistake("too_large", got=passes, right=Phrase("phrase.at_most", right=most))
    firms = sum(int(sme.count.value) for sme in of.scenario.smes.values())
    if firms > MOST_SMES:
        yield ("smes",), Mistake("too_many_smes", got=firms, most=MOST_SMES)
    operations = sum(len(component.routing) for component in of.scenario.components.values())
    if operations > MOST_OPERATIONS:
        yield ("components",), Mistake("too_many_operations", got=operations, most=MOST_OPERATIONS)
    tokens = sum(
        int(each.orders.circulating.value) for each in of.scenario.partners.values() if each.orders.circulating
    )
    if tokens > MOST_TOKENS:
        yield ("partners",), Mistake("too_many_tokens", got=tokens, most=MOST_TOKENS)


def pieces(of: Seen) -> Iterator[Found]:
    """Orders have no more pieces than the arithmetic of rejects can hold."""
    smes = of.scenario.smes
    factor = max([1.0, *(_most_of(of.scenario, name, "reject_factor") for name in smes)]) * _rejected_more(of.scenario)
    most = min(int((REJECTS / max(factor * 1e6, 1.0)) ** 0.5), int(REJECTS / (1e12 * max(factor, 1.0))))
    largest_order = _most_pieces(of.scenario)
    for name, sme in smes.items():
        for component in sme.stock:
            if (got := largest_order.get(component, 0.0)) > most:
                yield ("smes", name, "stock", component), Mistake("too_many_pieces", got=round(got), most=most)
    walks = (sources.parts(each, ("partners", name)) for name, each in of.scenario.partners.items())
    for steps, part in chain.from_iterable(walks):
        quantity = getattr(part, "quantity", None)
        times = _times(of.scenario, steps)
        if isinstance(quantity, Distribution) and (largest := times * _largest(quantity)) > most:
            yield (*steps, "quantity"), Mistake("too_many_pieces", got=round(largest), most=most)
        for i, order in enumerate((part.book if isinstance(part, Orders) else None) or ()):
            if times * order.quantity.value > most:
                yield (*steps, "book", str(i), "quantity"), Mistake("too_many_pieces", got=order.quantity, most=most)


def _times(scenario: Scenario, steps: Steps) -> float:
    """Returns by how much the pieces of an order of a partner are multiplied."""
    partner = scenario.partners.get(steps[1]) if steps[:1] == ("partners",) else None
    return (
        _beyond(scenario, steps[1]) * _demand(scenario, steps[1]) if partner and partner.orders.every is None else 1.0
    )


def _beyond(scenario: Scenario, partner: str) -> float:
    """Returns how much more a stream of a partner can order than at the level of 1: of what lies above, or of all."""
    growth = scenario.partners[partner].contract.growth
    return 1.0 if growth is None else max(1.0, growth.most.value - 1)


def _demand(scenario: Scenario, partner: str) -> float:
    """Returns the largest demand that a partner ever has."""
    return largest(scenario, f"partners.{partner}.demand", scenario.partners[partner].demand.value)


def _most_of(scenario: Scenario, sme: str, key: str) -> float:
    """Returns the largest factor that an SME ever has on something, at least 1."""
    return max(1.0, largest(scenario, f"smes.{sme}.{key}", getattr(scenario.smes[sme], key).value))


def _rejected_more(scenario: Scenario) -> float:
    """Returns how many times its own rate of rejects a component has at most."""
    rates = {name: part.reject_rate.value for name, part in scenario.components.items() if part.reject_rate.value}
    return max(
        [1.0, *(largest(scenario, f"components.{name}.reject_rate", rate) / rate for name, rate in rates.items())]
    )


def _most_pieces(scenario: Scenario) -> dict[str, float]:
    """Returns how many pieces an order of each component can have."""
    most = dict.fromkeys(scenario.components, 0.0)
    for name, partner in scenario.partners.items():
        times = _times(scenario, ("partners", name))
        for component, part in partner.components.items():
            most[component] = max(most.get(component, 0.0), times * _largest(part.quantity or partner.quantity))
        for order in partner.orders.book or ():
            most[order.component] = max(most.get(order.component, 0.0), times * order.quantity.value)
    stocks = [stock for sme in scenario.smes.values() for stock in sme.stock.items() if stock[0] in most]
    fill = dict.fromkeys(most, 0.0)  # what a replenishment may be for besides
    for component, stock in stocks:
        fill[component] = max(fill[component], (stock.boxes.value + 1) * stock.box.value)
    return {component: most[component] + fill[component] for component in most}


def work(of: Seen) -> Iterator[Found]:
    """The work of a lot, times factors in ppm, and the material of an order are integers of 64 bits."""
    keys = ("time_factor", "setup_factor", "wear_factor")
    slowest = max([1.0, *(math.prod(_most_of(of.scenario, name, key) for key in keys) for name in of.scenario.smes)])
    pieces, most = _most_pieces(of.scenario), EXACT / PPM / slowest
    for name, component in of.scenario.components.items():
        grams = component.mass.value * pieces[name]
        if grams >= HEAVIEST:
            wrong = Mistake("too_heavy", got=_rough(grams / 1e6, "t"), most=_rough(HEAVIEST / 1e6, "t"))
            yield ("components", name, "mass"), wrong
        material = of.scenario.materials.get(component.material or "")
        for path, price in dict([("price", material.price), singles.price(material)] if material else ()).items():
            if (rupiah := grams / 1000 * price.value) >= DEAREST:
                shown = [Quantity(each, "money", "Rp billion") for each in (rupiah, DEAREST)]
                steps = ("materials", str(component.material), *path.split("."))
                yield steps, Mistake("too_dear", got=shown[0], most=shown[1])
        for step, operation in component.routing.items():
            steps = ("components", name, "routing", step)
            longest = _largest(operation.setup) + pieces[name] * _largest(operation.per_piece)
            if longest >= most:
                got, right = _rough(longest / YEAR, "years"), _rough(most / YEAR, "years")
                yield steps, Mistake("too_much_work", got=got, most=right)
            for key in ("setup", "per_piece"):
                given = getattr(operation, key)
                if given.mean and (ratio := _largest(given) / given.mean) >= UNEVEN:
                    yield (*steps, key), Mistake("too_uneven", got=_rough(ratio), most=_rough(UNEVEN))


def _rough(value: float, unit: str = "") -> Text:
    return Text(f"{value:.3g} {unit}".strip())


def rates(of: Seen) -> Iterator[Found]:
    """Orders never come so fast that the clock of a stream, in ms ppm, passes an integer of 64 bits."""
    time = of.scenario.time
    if (time.last_day is None and time.long_run is None) or is_too_long(of.scenario):
        return
    most = _most(of.scenario)
    for name, partner in of.scenario.partners.items():
        if partner.orders.every is not None and (fastest := _fastest(of.scenario, name)) > most:
            yield ("partners", name, "demand"), Mistake("too_fast", got=Text(f"{fastest:g}"), most=most)


def room(scenario: Scenario, partner: str) -> float:
    """Returns how many times its demand a partner can have before its orders come too fast."""
    fastest = _fastest(scenario, partner)
    return _most(scenario) / fastest if fastest else math.inf


def _most(scenario: Scenario) -> int:
    return ((1 << 63) // max(1, horizon(scenario)) - 1) // PPM


def _fastest(scenario: Scenario, partner: str) -> float:
    """Returns the largest product of a partner's demand and the factors of a day and of a moment of the week."""
    factors = [(each, _weekly(each)) for each in scenario.partners[partner].orders.factors.values()]
    days = {date.min, *(day for each, _ in factors for day in (each.starts, each.ends) if day)}
    moments = {0, *(int(t) % WEEK for _, week in factors for t in (*week.close, *week.reopen))}
    most = _beyond(scenario, partner) * _demand(scenario, partner)
    return most * max(
        math.prod(each.factor.value for each, week in factors if _holds(each, day) and _is_in(week, moment))
        for day in days
        for moment in moments
    )


def _holds(factor: RateFactor, day: date) -> bool:
    return (factor.starts is None or factor.starts <= day) and (factor.ends is None or day < factor.ends)


def _weekly(factor: RateFactor) -> Closed:
    """Returns the hours of a week in which a factor holds; none where it holds in all, or they cannot be read."""
    try:
        return weekly_hours(factor.hours)
    except Mistake:
        return ALWAYS_OPEN


def _is_in(week: Closed, moment: int) -> bool:
    """Returns whether a moment of the week lies in some hours; in none is in all."""
    shown = np.array([[moment], [moment + WEEK]])
    return len(week.close) == 0 or bool(((week.close <= shown) & (shown < week.reopen)).any())


def _largest(given: Distribution) -> float:
    """Returns the largest value that a distribution can be drawn to."""
    if given.family in ("constant", "triangular", "uniform", "discrete", "empirical"):
        ends = dict(given.parameters)
        shown = ends.get("value", ends.get("high", ends.get("values", 0.0)))
        return max(shown) if isinstance(shown, tuple) else shown
    return float(given.values(np.array([1 - 2.0**-53]))[0])


CHECKS = (limits, pieces, work, rates)
