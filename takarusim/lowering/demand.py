"""What partners ask for, as far as no draw is needed: streams, what they order, who may make it, how rates change.

Everything is numbered by sorted id, never by its place in the file. Reading order: Stream, streams, rate.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine import instance
from takarusim.engine.instance import DAY, PPM
from takarusim.lowering.estate import Firm, Unit
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.rounding import joined, ppm
from takarusim.scenario import calendars
from takarusim.scenario.changing import Course, course
from takarusim.scenario.scenario import BookedOrder, Channel, Partner, Scenario

__all__ = ["REJECTS", "Component", "Operation", "Rate", "Stream", "Wanted", "booked", "components", "rate", "streams"]

REJECTS = {"rework": instance.REWORK, "remake": instance.REMAKE, "short": instance.SHIP_SHORT}
NO_GAP = Distribution("constant", (("value", 0.0),), "duration")
MONTH = 30.4375 * DAY  # ms  as in units

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


class Operation(NamedTuple):
    """An operation of a routing."""

    id: str
    setup: Distribution
    per_piece: Distribution
    is_reworked: bool


class Component(NamedTuple):
    """A component, and how it is made."""

    number: int
    id: str
    reject_rate: int  # ppm
    detection: int  # ppm  of rejected pieces
    single_lead: Distribution | None  # of its material where it is bought singly; None: nobody does
    first_operation: int  # row of the Instance's operations
    operations: tuple[Operation, ...]


class Wanted(NamedTuple):
    """A component in the mix of a stream."""

    component: Component
    weight: float  # 0: only a book asks for it
    quantity: Distribution
    candidates: Integers  # numbers of the SMEs that may make it for this stream
    shares: tuple[Course, ...]  # theirs


class Rate(NamedTuple):
    """How fast a stream's own clock runs: constant in each piece of time."""

    start: Integers  # (p,) ms
    ppm: Integers  # (p,)
    shown: Integers  # (p+1,) ms ppm  what the clock shows at each start, and at the end


class Stream(NamedTuple):
    """What a partner's potential orders are drawn from; by gaps, dates, a book or tokens."""

    id: str
    number: int
    start: int  # ms
    end: int  # ms  its horizon
    wanted: tuple[Wanted, ...]  # by component number
    due: Distribution | None
    due_factor: Course  # on it
    has_ties: bool  # drawn ones
    rejects: int  # REWORK, REMAKE or SHIP_SHORT
    smes: tuple[str, ...]  # ids by number
    every: Distribution  # gaps, by the stream's own clock
    batch: Distribution  # orders at each moment
    rate: Rate
    dates: Integers | None  # ms
    book: (
        Integers | None
    )  # (b, 6)  n, placed, component, quantity, due (-1: by the contract), next (-1: none is done yet)
    tokens: int  # 0: not closed
    demand: Course  # multiplies the pieces of orders on dates or in a book
    sources: int  # SMEs that each component is nominated to; 0: all
    split_above: int  # pieces of which larger orders are split; NEVER: none are
    begun: Callable[[int], "Stream"] | None = None  # of a prospect: the same when it begins to order at a moment
    grows: bool = False  # whether its partnership does, so that it needs a level for each order
    most: int = PPM  # ppm  up to which
    beyond: "Stream | None" = None  # what it orders above its level of 1
    is_beyond: bool = False  # whether it is that

    @property
    def times(self) -> float:
        """Returns how much it orders, of what its partner orders at the level of 1."""
        return self.most / PPM - 1 if self.is_beyond else 1.0


def components(scenario: Scenario) -> list[Component]:
    """Returns the components in number order."""
    found, first = [], 0
    for number, (name, given) in enumerate(sorted(scenario.components.items())):
        operations = tuple(Operation(j, o.setup, o.per_piece, o.rework) for j, o in given.routing.items())
        rates = ppm(given.reject_rate.value), ppm(given.detection.value)
        single = scenario.materials[given.material].single if given.material else None
        lead = single.lead_time if single else None
        found.append(Component(number, name, *rates, lead, first, operations))
        first += len(operations)
    return found


def streams(scenario: Scenario, firms: list[Firm], units: list[Unit]) -> tuple[Stream, ...]:
    """Returns the streams in number order."""
    works_in = _types_by_firm(scenario, firms, units)
    made = components(scenario)
    makers = {component.id: _makers(scenario, component.id, firms, works_in) for component in made}
    smes = tuple(firm.id for firm in firms)
    shares = {firm.group: course(scenario, f"smes.{firm.group}.share", firm.sme.share.value) for firm in firms}
    found = []
    for number, (name, partner) in enumerate(sorted(scenario.partners.items())):
        wanted = tuple(_wanted(partner, made, makers, firms, shares))
        found.append(_stream(scenario, name, partner, number=number, smes=smes, wanted=wanted))
    return tuple(found)


def _stream(
    scenario: Scenario, name: str, partner: Partner, *, number: int, smes: tuple[str, ...], wanted: tuple[Wanted, ...]
) -> Stream:
    orders, end = partner.orders, calendars.horizon(scenario)
    start = 0 if partner.starts is None else max(0, calendars.moment(scenario, partner.starts))
    if partner.ends is not None:
        end = min(end, calendars.moment(scenario, partner.ends))
    tokens = 0 if orders.circulating is None else int(orders.circulating.value)
    stream = Stream(
        id=name,
        number=number,
        start=start,
        end=end,
        wanted=wanted,
        due=partner.contract.due,
        due_factor=course(scenario, f"partners.{name}.contract.due", 1.0),
        has_ties=scenario.rules.ties == "drawn",
        rejects=REJECTS[partner.contract.rejects],
        smes=smes,
        every=orders.every or NO_GAP,
        batch=orders.batch,
        rate=rate(scenario, name, start, max(start, end)),
        dates=None if orders.calendar is None else calendars.moments(scenario, orders.calendar, max(end, 0)),
        book=_book(scenario, partner),
        tokens=tokens,
        demand=_demand(scenario, name),
        sources=0 if partner.contract.sources is None else int(partner.contract.sources.value),
        split_above=_split_above(scenario, partner),
    )
    stream = stream._replace(begun=partial(_begun, scenario, stream)) if partner.prospect else stream
    if partner.contract.growth is None:
        return stream
    most = ppm(partner.contract.growth.most.value)
    stream = stream._replace(grows=True, most=most)
    return stream._replace(beyond=_beyond(scenario, stream)) if most > PPM else stream


def _beyond(scenario: Scenario, stream: Stream) -> Stream:
    """Returns what a partner orders above its level of 1: more often, or on the same dates more pieces."""
    beyond = _begun(scenario, stream._replace(is_beyond=True), stream.start)
    beyond = beyond._replace(demand=stream.demand._replace(value=beyond.times * stream.demand.value))
    return beyond._replace(begun=partial(_begun, scenario, beyond)) if stream.begun else beyond


def _split_above(scenario: Scenario, partner: Partner) -> int:
    """Returns of how many pieces larger orders of a partner are split by its channel; NEVER: none are.

    Call-offs from finished stock leave whole.
    """
    most = scenario.channels.get(partner.channel, Channel()).split_above
    return instance.NEVER if most is None or partner.contract.from_stock else int(most.value)


def _begun(scenario: Scenario, stream: Stream, start: int) -> Stream:
    """Returns a stream that begins at a moment, not before its own; NEVER: it has no order."""
    start = min(max(start, stream.start), max(stream.start, stream.end))
    speeds = rate(scenario, stream.id, start, max(start, stream.end), stream.times)
    return stream._replace(start=start, rate=speeds)


def _wanted(
    partner: Partner,
    made: list[Component],
    makers: dict[str, list[int]],
    firms: list[Firm],
    shares: Mapping[str, Course],
) -> Iterator[Wanted]:
    """Yields what a partner orders, each with the SMEs that its channel and contract allow; `shares`: by group."""
    booked = {order.component for order in partner.orders.book or ()}
    suppliers = partner.contract.suppliers
    allowed = {
        s
        for s, firm in enumerate(firms)
        if (suppliers is None or firm.group in suppliers)
        and (firm.sme.channels is None or partner.channel in firm.sme.channels)
    }
    for component in made:
        part = partner.components.get(component.id)
        weight = part.share.value if part else 0.0
        if weight > 0 or component.id in booked:
            able = [s for s in makers[component.id] if s in allowed]
            own = tuple(shares[firms[s].group] for s in able)
            quantity = part.quantity if part and part.quantity else partner.quantity
            yield Wanted(component, weight, quantity, np.array(able, np.int64), own)


def _types_by_firm(scenario: Scenario, firms: list[Firm], units: list[Unit]) -> list[set[str]]:
    """Returns the types each SME can work in: those of which it may book a unit, in hours that meet its own."""
    meets = dict[tuple[str | None, str | None], bool]()
    booked_by = {(unit.type, unit.tenant) for unit in units}
    found = []
    for firm in firms:
        types = set()
        for name, workshop in scenario.workshops.items():
            hours = firm.sme.calendar, workshop.calendar
            if hours not in meets:
                meets[hours] = not calendars.never_meet(scenario, *hours)
            if meets[hours] and booked_by & {(name, ""), (name, firm.id)}:
                types.add(name)
        found.append(types)
    return found


def _makers(scenario: Scenario, component: str, firms: list[Firm], works_in: list[set[str]]) -> list[int]:
    """Returns the numbers of the SMEs that can make a component."""
    routing = scenario.components[component].routing.values()
    needed = {operation.workshop.value for operation in routing if operation.workshop.value in scenario.workshops}
    makes = [firm.sme.components is None or component in firm.sme.components for firm in firms]
    return [s for s, types in enumerate(works_in) if makes[s] and needed <= types]


def _demand(scenario: Scenario, name: str) -> Course:
    """Returns the demand of a partner over time."""
    return course(scenario, f"partners.{name}.demand", scenario.partners[name].demand.value)


def rate(scenario: Scenario, name: str, start: int, end: int, times: float = 1.0) -> Rate:
    """Returns how fast the clock of a partner's stream runs: its demand, factors and the ramp's steps, multiplied.

    `times`: and this one.
    """
    partner, demand = scenario.partners[name], _demand(scenario, name)
    given = [each for _, each in sorted(partner.orders.factors.items())]
    factors = [(calendars.holding(scenario, each, max(end, 0)), each.factor.value) for each in given]
    steps, first = round(partner.orders.ramp_up.value / MONTH), partner.starts or calendars.origin(scenario)
    if partner.prospect:  # whose first day is drawn
        first = calendars.origin(scenario) + timedelta(days=start // DAY)
    for k in range(1, steps):
        a, b = (calendars.moment(scenario, calendars.months_after(first, month)) for month in (k - 1, k))
        factors.append((calendars.spans([(a, b)]), k / steps))
    edges = joined([demand.start, *(edge for spans, _ in factors for edge in spans)])
    starts = np.unique(np.append(edges[(start < edges) & (edges < end)], start))
    product = times * demand.at(starts)
    for spans, factor in factors:
        last = np.searchsorted(spans.close, starts, "right") - 1  # of the spans that have begun
        (begun,) = (last >= 0).nonzero()
        product[begun[starts[begun] < spans.reopen[last[begun]]]] *= factor
    speeds = np.rint(PPM * product).astype(np.int64)
    shown = np.append(0, np.cumsum(np.diff(np.append(starts, end)) * speeds))
    return Rate(starts, speeds, shown)


def _book(scenario: Scenario, partner: Partner) -> Integers | None:
    """Returns the orders of a book by time; n is the place in the whole book, wherever the run begins."""
    if partner.orders.book is None:
        return None
    rows = [row for row, _ in _in_order(scenario, partner.orders.book)]
    return np.array([(n, *row) for n, row in enumerate(rows)], np.int64).reshape(-1, 6)


def booked(scenario: Scenario, partner: Partner) -> tuple[str, ...]:
    """Returns the names of the orders of a partner's book, "" where one has none, by their number in its stream."""
    return tuple(order.order or "" for _, order in _in_order(scenario, partner.orders.book or ()))


def _in_order(scenario: Scenario, book: tuple[BookedOrder, ...]) -> list[tuple[tuple[int, ...], BookedOrder]]:
    """Returns the orders of a book by time, each behind when it is placed, component, pieces, due date, operation."""
    made = components(scenario) if book else []
    numbers = {component.id: component.number for component in made}
    operations = {(c.id, operation.id): c.first_operation + j for c in made for j, operation in enumerate(c.operations)}
    rows = [
        (
            calendars.moment(scenario, order.placed),
            numbers[order.component],
            round(order.quantity.value),
            -1 if order.due is None else calendars.moment(scenario, order.due),
            -1 if order.next is None else operations[order.component, order.next],
        )
        for order in book
    ]
    return sorted(zip(rows, book, strict=True), key=lambda pair: pair[0])
