"""What lots wait for, as SimPy resources that decide at the end of the instant.

SimPy serves a request the moment it is made, so who comes first within an instant would be an accident of the code.
Here every event has a rank (kind, subject) among simultaneous ones (`Moment`), and whatever two lots could both want
is given out by the `decide` of one resource, after everything else of the instant (`Decider`).

Materials, crews and workshops are SimPy's own resources. A channel and a lane are not: a channel chooses an SME for
each order, and a truck takes many lots at once, which no SimPy resource does; their queues are plain heaps.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Generator, Iterator
from heapq import heapify, heappop, heappush
from math import inf
from typing import Any, ClassVar, Protocol

import simpy
from simpy.resources.container import ContainerGet
from simpy.resources.resource import Request, SortedQueue

from takarusim.engine import rules
from takarusim.engine.instance import (
    ALLOT,
    ARRIVE,
    CASH,
    CLOSE,
    DAY,
    LOSS,
    LOTS,
    MATERIAL,
    NEVER,
    ON_FALLBACK_LEAD,
    ON_LEAD,
    ON_LOSS,
    OPEN,
    OVERTIME,
    RANK,
    RECEIVE,
    REORDER,
    SETTLE,
    START,
    TRUCK,
    Instance,
    Short,
)

__all__ = [
    "GIVE_WAY",
    "LONGER",
    "Calendar",
    "Cash",
    "Channel",
    "Crews",
    "Decider",
    "Floor",
    "Key",
    "Lane",
    "Moment",
    "Overtime",
    "Place",
    "Prices",
    "Record",
    "Stock",
    "Unit",
    "Workshop",
]

GIVE_WAY, LONGER = "give way", "longer"  # what a lot at work can be told

# (the rule's integer, since when it waits or 0, tie, order, lot): the smallest is served first
Key = tuple[int, ...]
Prices = tuple[list[int], list[int]]  # by component, Rp/1000: of its material from stock, and bought singly


class Record(Protocol):
    """Writes a row of the log at the present time."""

    def __call__(
        self,
        kind: int,
        order: int = -1,
        lot: int = -1,
        *,
        operation: int = -1,
        place: int = -1,
        amount: int = -1,
        then: int = -1,
    ) -> None:
        """Writes it."""


class Moment(simpy.Event):
    """An event at a given time whose rank among simultaneous events is (kind, subject)."""

    def __init__(self, env: simpy.Environment, time: int, kind: int, subject: int) -> None:
        super().__init__(env)
        self._ok, self._value = True, None
        env.schedule(self, priority=2 + kind * RANK + subject, delay=time - env.now)  # type: ignore[arg-type]


class Decider:
    """Decides once, at the end of each instant in which it is called."""

    kind: ClassVar[int]
    env: simpy.Environment
    subject: int
    is_called = False

    def call(self) -> None:
        """Asks for a decision at the end of this instant."""
        if not self.is_called:
            self.is_called = True
            self.decide_at(int(self.env.now))

    def decide_at(self, time: int) -> None:
        """Asks for a decision at the end of that instant."""
        moment = Moment(self.env, time, self.kind, self.subject)
        moment.callbacks.append(self._answer)

    def _answer(self, _: simpy.Event) -> None:
        self.is_called = False
        self.decide()

    def decide(self) -> None:
        """Gives out what there is to those who wait for it."""
        raise NotImplementedError


class Calendar:
    """When something is open; calls those who wait for it to open."""

    def __init__(self, env: simpy.Environment, x: Instance, number: int) -> None:
        self.env, self.x, self.number = env, x, number
        self.is_open = True
        self.wakes: list[Decider] = []
        self.overtime: Overtime | None = None  # of the SME that goes by it alone

    def run(self) -> Generator[simpy.Event, Any, None]:
        """Closes and opens, as long as anybody waits for it."""
        x, last = self.x, self.x.first_closed[self.number + 1] - 1
        for k in range(x.first_closed[self.number], last + 1):
            yield Moment(self.env, x.close[k], CLOSE, self.number)  # kernel: close
            self.is_open = False
            if self.overtime and rules.ends_day(x, k, x.close[k]):
                yield from self.work_on(self.overtime, k)
            yield Moment(self.env, x.reopen[k], OPEN, self.number)  # kernel: open_
            self.is_open = True
            if self.overtime and k < last:
                x.closed_before[k + 1] = x.closed_before[k] + x.reopen[k] - x.close[k]
            for decider in self.wakes:
                decider.call()

    def work_on(self, overtime: "Overtime", k: int) -> Generator[simpy.Event, Any, None]:
        """Opens again where its SME works on, and closes when that ends, unless it opens then."""
        yield overtime.decided(k)  # kernel: work_on
        if self.is_open and self.x.close[k] < self.x.reopen[k]:
            yield Moment(self.env, self.x.close[k], CLOSE, self.number)  # kernel: close
            self.is_open = False

    def stay_open(self, k: int, ms: int) -> None:
        """Makes the day longer that its k-th closed interval ends."""
        self.x.close[k] += ms
        self.is_open = True

    def after(self, work: int) -> int:
        """Returns the first moment by which it has been open for `work` ms from now on."""
        now = int(self.env.now)
        return rules.after(self.x, self.number, rules.coming(self.x, self.number, now), now, work)

    def open_since(self, since: int) -> int:
        """Returns for how many ms it has been open from `since` until now."""
        return rules.opened(self.x, self.number, int(self.env.now)) - rules.opened(self.x, self.number, since)


class Overtime(Decider):
    """Whether an SME works on when its calendar has closed for the day, by the work that it could do then."""

    kind = OVERTIME

    def __init__(self, sme: Any, x: Instance, calendar: Calendar, work: Callable[[], int], record: Record) -> None:
        self.env, self.subject, self.at_work = calendar.env, sme.number, sme.at_work
        self.x, self.calendar, self.work, self.record = x, calendar, work, record
        self.week = self.used = 0  # the present week, and ms of overtime in it
        self.interval = -1  # the closed one that has begun
        self.answer: simpy.Event

    def decided(self, interval: int) -> simpy.Event:
        """Returns an event that succeeds when it is decided, at the end of this instant."""
        self.interval, self.answer = interval, self.env.event()
        self.call()
        return self.answer

    def decide(self) -> None:
        """Lets the SME work on, and all its lots at work, or not."""
        x, now = self.x, int(self.env.now)
        if rules.week(x, now) > self.week:
            self.week, self.used = rules.week(x, now), 0
        ms = rules.overtime(x, self.subject, self.work(), self.used, x.reopen[self.interval] - now)
        if ms > 0:
            self.used += ms
            self.record(OVERTIME, place=self.subject, amount=ms)
            self.calendar.stay_open(self.interval, ms)
            for lot in self.at_work:
                if lot.clock is self.calendar:
                    lot.place.tell(LONGER)
        self.answer.succeed()


class Channel(Decider):
    """Allots the orders of some partners to SMEs, one by one."""

    kind = ALLOT

    def __init__(self, env: simpy.Environment, subject: int, choose: Callable[[Any], None]) -> None:
        self.env, self.subject, self.choose = env, subject, choose
        self.orders: list[tuple[Key, Any]] = []

    def allot(self, order: Any, key: Key) -> None:
        """Takes an order in, to be allotted at the end of the instant."""
        heappush(self.orders, (key, order))
        self.call()

    def decide(self) -> None:
        """Lets each order be allotted, in key order; each counts at once in its SME's work in hand."""
        while self.orders:
            self.choose(heappop(self.orders)[1])


class Cash(Decider):
    """What an SME has for material: granted to its lots strictly first come, first served, until they are paid."""

    kind = CASH

    def __init__(self, env: simpy.Environment, x: Instance, subject: int, prices: Prices, record: Record) -> None:
        self.env, self.x, self.subject, self.prices, self.record = env, x, subject, prices, record
        self.free = self.capital = x.capital[subject]
        self.resting: dict[int, int] = {}  # by finished stock: Rp tied there, for call-offs that still wait
        self.lots: list[tuple[Key, Any, simpy.Event]] = []  # heap: those that wait

    def cost(self, lot: Any) -> int:
        """Returns what the material of a lot costs; a down payment is of its order's first lot.

        That of a replenishment costs nothing any more when its call-off is paid.
        """
        if lot.order.call and lot.order.call.is_paid:
            return 0
        advance = self.x.advance[lot.order.row] if lot.attempt == 1 else 0
        prices = self.prices[1 if self.x.singly[self.subject, lot.component] else 0]
        return rules.cost(prices[lot.component], lot.pieces, advance)

    def change_to(self, capital: int) -> None:
        """Sets what there is in all: what is free may fall below 0."""
        self.free += capital - self.capital
        self.capital = capital

    def ask(self, lot: Any, key: Key) -> simpy.Event:
        """Returns an event that succeeds when a lot has the cash for its material."""
        heappush(self.lots, (key, lot, granted := self.env.event()))
        self.call()
        return granted

    def decide(self) -> None:
        """Pays for the material of those who wait, until one costs more than there is."""
        while self.lots and self.may_pay(self.cost(self.lots[0][1])):
            _, lot, granted = heappop(self.lots)
            self.tie_up(lot)
            granted.succeed()

    def may_pay(self, cost: int) -> bool:
        """Returns whether the material of a lot is paid now."""
        return rules.may_pay(cost, self.free, sum(self.resting.values()), self.capital)

    def rest(self, stock: int, rupiah: int) -> None:
        """Takes note of what rests in a finished stock now."""
        if rupiah != self.resting.get(stock, 0):
            self.resting[stock] = rupiah
            self.call()

    def tie_up(self, lot: Any) -> None:
        """Pays for the material of a lot, which ties up cash until the lot is paid."""
        rupiah = self.cost(lot)
        lot.tied += rupiah
        lot.order.tied += rupiah
        self.free -= rupiah
        self.record(CASH, lot.order.number, lot.number, place=self.subject, amount=rupiah)

    def settle(self, lot: Any, terms: int) -> Generator[simpy.Event, Any, None]:
        """Waits until a lot is paid that has been delivered."""
        yield Moment(self.env, int(self.env.now) + terms, SETTLE, lot.subject)  # kernel: settle
        self.free += lot.tied
        self.record(SETTLE, lot.order.number, lot.number, place=self.subject, amount=lot.tied)
        self.call()

    def settle_call(self, call: Any, terms: int) -> Generator[simpy.Event, Any, None]:
        """Waits until a call-off is paid that has been delivered: its replenishment ties nothing any more."""
        yield Moment(self.env, int(self.env.now) + terms, SETTLE, call.refill.number * LOTS)  # kernel: settle
        call.is_paid, rupiah = True, call.refill.tied
        call.refill.tied = 0
        self.free += rupiah
        self.record(SETTLE, call.refill.number, 0, place=self.subject, amount=rupiah)
        self.call()


class Issue(ContainerGet):
    """Grams of a material for one lot."""

    def __init__(self, stock: "Stock", grams: int, key: Key) -> None:
        self.key = key
        super().__init__(stock, grams)


class Stock(Decider, simpy.Container):
    """A material: issued whole, strictly first come, first served."""

    kind = MATERIAL
    GetQueue = SortedQueue

    def __init__(self, env: simpy.Environment, x: Instance, subject: int) -> None:
        super().__init__(env, init=x.opening[subject])
        self.env, self.subject = env, subject
        self.buyer: Buyer | None = None

    def issue(self, grams: int, key: Key) -> Issue:
        """Returns the request for some grams."""
        if self.buyer:
            self.buyer.look()
        return Issue(self, grams, key)

    def _trigger_get(self, put_event: Any) -> None:  # noqa: ARG002  SimPy calls this at every get and put
        self.call()

    def decide(self) -> None:
        """Issues to those who wait, until one asks for more than there is."""
        super()._trigger_get(None)


class Buyer(Decider):
    """Looks at the position of one material, after the instant's issues, and buys."""

    kind = REORDER

    def __init__(self, stock: Stock, x: Instance, factors: Any, numbers: Iterator[int], record: Record) -> None:
        self.env, self.subject = stock.env, stock.subject
        self.stock, self.x, self.factors, self.numbers, self.record = stock, x, factors, numbers, record
        self.reviews = range(x.first_review[self.subject], x.first_review[self.subject + 1])
        self.bought = [0, 0]  # purchases, of the regular supplier and of the fallback
        self.expected: dict[int, tuple[int, int]] = {}  # purchases under way: (quoted receipt, grams)
        for k in self.reviews:
            self.decide_at(x.review[k])
        self.look()

    def look(self) -> None:
        """Asks for a look at the position, unless there are dates for that."""
        if not self.reviews:
            self.call()

    def decide(self) -> None:
        """Buys what is short from the fallback, if nothing is expected in time; then what the rule asks for."""
        x, m, level = self.x, self.subject, self.stock.level
        owed = sum(issue.amount for issue in self.stock.get_queue)
        expected = min((quoted for quoted, _ in self.expected.values()), default=NEVER)
        quoted = self.comes(1, x.fallback_quoted[m])
        self.buy(1, rules.fallback(owed - level, x.fallback_batch[m], quoted, expected))
        if x.buys[m]:
            position = level + sum(grams for _, grams in self.expected.values()) - owed
            self.buy(0, rules.missing(position, x.reorder_point[m], x.reorder_at[m], x.up_to[m], x.batch[m]))

    def buy(self, supplier: int, grams: int) -> None:
        """Buys some grams, if any."""
        if grams > 0:
            m, nth = self.subject, self.bought[supplier]
            lead, quoted = ((self.x.lead, self.x.quoted), (self.x.fallback_lead, self.x.fallback_quoted))[supplier]
            if nth == lead.shape[1]:
                raise Short("supply")
            self.bought[supplier] += 1
            self.record(REORDER, operation=supplier, place=m, amount=grams)
            number = next(self.numbers)
            self.expected[number] = (self.comes(supplier, quoted[m]), grams)
            self.env.process(self.receive(number, supplier, self.comes(supplier, int(lead[m, nth]))))

    def comes(self, supplier: int, lead: int) -> int:
        """Returns when is received what is bought of a supplier now, who is open for a lead time until then."""
        lasts = rules.stretched(lead, rules.factor(self.factors, self.subject, (ON_LEAD, ON_FALLBACK_LEAD)[supplier]))
        calendar = (self.x.lead_calendar, self.x.fallback_calendar)[supplier][self.subject]
        now = int(self.env.now)
        return rules.after(self.x, calendar, rules.coming(self.x, calendar, now), now, max(1, lasts)) - (lasts < 1)

    def receive(self, number: int, supplier: int, time: int) -> Generator[simpy.Event, Any, None]:
        """Waits for a purchase and puts what is not lost into stock."""
        yield Moment(self.env, time, RECEIVE, number)  # kernel: receive
        _, grams = self.expected.pop(number)
        lost = rules.scaled(grams, rules.factor(self.factors, self.subject, ON_LOSS))
        self.record(RECEIVE, operation=supplier, place=self.subject, amount=grams)
        self.record(LOSS, place=self.subject, amount=lost)
        if grams > lost:
            self.stock.put(grams - lost)
        self.look()


class Crews(simpy.Resource):
    """The crews of one SME, each for one lot at a time; and its lots that wait, by workshop, in its own order."""

    def __init__(self, env: simpy.Environment, count: int) -> None:
        super().__init__(env, count if count >= 0 else inf)  # type: ignore[arg-type]
        self.waiting: dict[Workshop, list[Place]] = {}

    def change_to(self, count: int) -> None:
        """Sets how many there are; of those at work, who leave do so when their lots are done."""
        self._capacity = count

    def has_free(self) -> bool:
        """Returns whether a crew is free."""
        return bool(self.count < self.capacity)

    def are_to_leave(self) -> bool:
        """Returns whether more are at work than there are."""
        return bool(self.count > self.capacity)

    def puts_first(self, place: "Place") -> bool:
        """Returns whether a lot that may start is among the first ones that may, one for each free crew."""
        in_front = 0
        for places in self.waiting.values():
            if places and places[0].may_start():
                in_front += bisect_left(places, place.own_key, key=Place.own)
        return in_front < self.capacity - self.count


class Unit:
    """One building of a workshop type."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.failed = 0  # times
        self.life = 0  # ms ppm left, where work uses it up
        self.last_made = -1  # operation
        self.is_let = self.is_down = self.is_out = False
        self.workshop: Workshop
        self.is_worn = self.repairs_open = False  # whether work uses up its life; whether repairs need open hours
        self.lot: Any = None  # the lot on it
        self.failure: Any = None  # an event, of one that fails by the calendar: succeeds at its next failure
        self.repair: Any = None  # ... and at the end of that

    def __lt__(self, other: "Unit") -> bool:
        """Orders units by number."""
        return self.number < other.number


class Place(Request):
    """A lot's request for a unit and a crew, both at once; when it is granted, its place on the unit."""

    unit: Unit
    crew: Request

    def __init__(self, workshop: "Workshop", lot: Any, key: Key, own_key: Key, calendar: Calendar) -> None:
        self.workshop, self.lot, self.calendar = workshop, lot, calendar
        self.key, self.own_key = key, own_key  # in the workshop, and among the lots of its SME
        self.crews: Crews = lot.sme.crews
        self.over: simpy.Event  # the present stretch of work is
        insort(self.crews.waiting.setdefault(workshop, []), self, key=Place.own)
        workshop.standing[self.crews] = self.crews.waiting[workshop]
        super().__init__(workshop)

    def own(self) -> Key:
        """Returns its key among the lots of its SME."""
        return self.own_key

    def may_start(self) -> bool:
        """Returns whether it is open, and there are a unit and a crew for it."""
        return bool(self.workshop.free) and self.calendar.is_open and self.crews.has_free()

    def unless_told(self, event: simpy.Event) -> simpy.Event:
        """Returns an event that succeeds with None when `event` does, or with what the lot is told before."""
        if not self.workshop.interrupts and not self.calendar.overtime:
            return event
        self.over = over = simpy.Event(self.env)

        def end(_: simpy.Event) -> None:
            if not over.triggered:
                over.succeed()

        event.callbacks.append(end)
        return over

    def tell(self, news: str) -> None:
        """Ends the present stretch of work, if it has not ended: the lot gives way, or its calendar stays open."""
        if not self.over.triggered:
            self.over.succeed(news)


class Workshop(simpy.Resource):
    """The units of one pool, and the lots that wait for them; who gets one is decided on the floor."""

    def __init__(self, floor: "Floor", units: list[Unit], rule: int, *, preempts: bool) -> None:
        super().__init__(floor.env, len(units))
        self.floor, self.rule, self.preempts = floor, rule, preempts
        self.interrupts = preempts  # whether a lot at work may have to give its unit up
        self.free: list[Unit] = []
        self.standing: dict[Crews, list[Place]] = {}  # of each SME the lots that wait here, in its own order

    def place(self, lot: Any, key: Key, own_key: Key, calendar: Calendar) -> Place:
        """Returns the request of a lot, by its keys here and in its SME, that may start while `calendar` is open."""
        if self.floor not in calendar.wakes:
            calendar.wakes.append(self.floor)
        return Place(self, lot, key, own_key, calendar)

    def _trigger_put(self, get_event: Any) -> None:  # noqa: ARG002  SimPy calls this at every request and release
        self.floor.call()

    def first(self) -> Place | None:
        """Returns which lot it puts first: of the first ones of all SMEs that may start one, by its own rule."""
        firsts = (places[0] for places in self.standing.values()) if self.free else ()
        return min((place for place in firsts if place.may_start()), key=lambda place: place.key, default=None)

    def start(self, place: Place, unit: Unit) -> None:
        """Gives a lot a unit and a crew of its SME."""
        place.unit, place.crew = unit, place.crews.request()
        self.standing[place.crews].remove(place)
        if not self.standing[place.crews]:
            del self.standing[place.crews]
        self.put_queue.remove(place)
        self._do_put(place)

    def preempt(self) -> bool:
        """Lets the first lot that may take a unit over from a less urgent one do so; returns whether there is one."""
        firsts = (places[0] for places in self.standing.values()) if self.preempts else ()
        for place in sorted((place for place in firsts if place.calendar.is_open), key=lambda place: place.key):
            if victim := self._victim(place):
                self.users.remove(victim)
                victim.crews.release(victim.crew)
                victim.tell(GIVE_WAY)
                self.start(place, victim.unit)
                return True
        return False

    def _victim(self, claimant: Place) -> Any:
        """Returns who must give way: the lowest priority, then the latest start, then the highest lot number."""
        places: list[Any] = self.users
        less_urgent = [p for p in places if p.key[0] > claimant.key[0] and p.lot.is_preemptible()]
        if claimant.crews.are_to_leave():
            return None
        if not claimant.crews.has_free():
            less_urgent = [p for p in less_urgent if p.crews is claimant.crews]
        return max(less_urgent, key=lambda p: (p.key[0], p.lot.started, p.lot.subject), default=None)

    def _do_get(self, release: Any) -> Any:
        if release.request in self.users:  # not when it was preempted
            release.request.crews.release(release.request.crew)
            self.let(release.request.unit)
        return super()._do_get(release)

    def let(self, unit: Unit) -> None:
        """Makes a unit free for the next lot, if it is let and not down."""
        unit.lot = None
        if unit.is_let and not unit.is_down and not unit.is_out:
            heappush(self.free, unit)
        self.floor.call()

    def withdraw(self, unit: Unit) -> None:
        """Takes a unit, if it is free, out of what is given out."""
        if unit in self.free:
            self.free.remove(unit)
            heapify(self.free)


class Floor(Decider):
    """All workshops: gives lots the unit and the crew that they need, both at once.

    A lot starts when its workshop and its SME both put it first. In each workshop an SME stands with its first lot; of
    these the workshop puts first who comes first by its rule. An SME puts first, for each free crew, the first lots in
    its own order, whatever workshop they wait for. Where they go round in circles, the first workshop's starts.
    """

    kind, subject = START, 0

    def __init__(self, env: simpy.Environment) -> None:
        self.env, self.workshops = env, list[Workshop]()

    def decide(self) -> None:
        """Starts all lots that can; when none can and the rule preempts, one on a unit at work on a less urgent lot."""
        has_started = False
        while place := self.first():
            place.workshop.start(place, heappop(place.workshop.free))
            has_started = True
        if has_started or any(workshop.preempt() for workshop in self.workshops):
            self.call()  # anew, when what has begun just now is under way

    def first(self) -> Place | None:
        """Returns the next lot that starts."""
        firsts = [place for workshop in self.workshops if (place := workshop.first())]
        return next((place for place in firsts if place.crews.puts_first(place)), firsts[0] if firsts else None)


class Lane(Decider):
    """A way to partners: lots leave with a truck of their own, or wait for a consolidated one."""

    kind = TRUCK

    def __init__(
        self,
        env: simpy.Environment,
        x: Instance,
        subject: int,
        calendars: list[Calendar],
        own_shipments: Iterator[int],
        record: Record,
    ) -> None:
        self.env, self.x, self.subject, self.record = env, x, subject, record
        self.own_shipments = own_shipments  # numbers of own trucks' shipments, behind the consolidated ones
        self.hours, self.bans = calendars[x.lane_calendar[subject]], calendars[x.ban_calendar[subject]]
        self.has_own_trucks = x.truck[subject] < 0
        self.lots: list[tuple[Key, list[Any]]] = []  # heap: key, [lot, grams still to load, event of its departure]
        self.coming, self.end = x.first_departure[subject], x.first_departure[subject + 1]  # the departures to come
        if self.has_own_trucks:
            self.hours.wakes.append(self)
        else:
            env.process(self.run())

    def run(self) -> Generator[simpy.Event, Any, None]:
        """Lets the consolidated trucks leave on their dates."""
        while self.coming < self.end:
            yield Moment(self.env, self.x.departure[self.coming], TRUCK, self.subject)  # kernel: depart
            self.depart(self.x.room[self.coming], self.coming, self.x.arrival[self.coming])
            self.coming += 1

    def leaves_at(self, wanted: int, latest: int) -> int:
        """Returns when the truck leaves that a lot is held for, wanted in a span; now where it takes the next one."""
        d = rules.target(self.x, self.coming, self.end, wanted, latest)
        return int(self.env.now) if d == self.coming else self.x.departure[d]

    def load(self, lot: Any, grams: int, key: Key) -> simpy.Event:
        """Returns an event that succeeds with the shipment's arrival, itself an event, when the lot has left."""
        leaves = self.env.event()
        heappush(self.lots, (key, [lot, grams, leaves]))
        if self.has_own_trucks:
            self.call()
        return leaves

    def decide(self) -> None:
        """Lets all waiting lots leave at once, each with a truck of its own."""
        if self.hours.is_open and self.lots:
            travel = int(self.x.travel[self.subject, int(self.env.now) // DAY])
            self.depart(NEVER, len(self.x.departure) + next(self.own_shipments), self.bans.after(travel))

    def depart(self, room: int, shipment: int, arrival: int) -> None:
        """Loads first come, first served, until one does not fit; what is heavier than a truck takes what is left."""
        capacity, arrives = room, None
        while self.lots and room > 0:
            lot, grams, leaves = self.lots[0][1]
            if room < grams <= capacity:
                break
            part = min(room, grams)
            room -= part
            self.record(TRUCK, lot.order.number, lot.number, place=self.subject, amount=part)
            self.lots[0][1][1] -= part
            if part == grams:
                heappop(self.lots)
                arrives = arrives or Moment(self.env, arrival, ARRIVE, shipment)
                leaves.succeed(arrives)
