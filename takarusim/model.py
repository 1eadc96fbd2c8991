"""The reference engine: partners order, channels allot, SMEs fulfil; workshops of each type are SimPy resources.

Read `Estate.fulfil` first: it tells the life of an order in the SME that got it, and `make`, `visit` and `work` tell
its middle part closer. `resources` holds what lots wait for. The compiled engine (`kernel`) is this model's twin: a
comment behind a `yield` names its function that goes on from there.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

import numpy as np
import simpy
from numpy.typing import NDArray

from takarusim.engine import rules
from takarusim.engine.finished import FinishedStock
from takarusim.engine.growing import Growth
from takarusim.engine.instance import (
    AHEAD,
    ALLOT,
    ARRIVE,
    BORN,
    BUYS,
    CALENDAR,
    CALLS_OFF,
    CAPITAL,
    CHANGE,
    COST,
    CREWS,
    DOWN,
    ESCAPE,
    FINISH,
    FIRST_BORN,
    GOES_OVER,
    HOLD,
    INSPECT,
    LOG,
    LOTS,
    MATCH,
    MATERIAL,
    NEVER,
    ON_PROCESSING,
    ON_REJECT_RATE,
    ON_REJECTS,
    ON_SETUP,
    ON_SINGLE_LEAD,
    ON_WEAR,
    OUT,
    PLACE,
    PPM,
    PREEMPT,
    READY,
    RELEASE,
    REMAKE,
    REWORK,
    SCORE,
    SCORES,
    SINGLE_COST,
    SINGLY,
    START,
    STOCK,
    UP,
    WORKING,
    Instance,
    Short,
)
from takarusim.engine.resources import (
    GIVE_WAY,
    LONGER,
    Buyer,
    Calendar,
    Cash,
    Channel,
    Crews,
    Floor,
    Key,
    Lane,
    Moment,
    Overtime,
    Place,
    Prices,
    Stock,
    Unit,
    Workshop,
)
from takarusim.engine.reviews import Supervision

__all__ = ["simulate"]

Events = Generator[simpy.Event, Any, None]  # what a process yields


@dataclass
class Asked:
    """What decides who of the SMEs gets an order, as `rules.choose_sme` asks for it."""

    in_hand: list[int]
    capital: list[int]


class Order:
    """A partner's order for pieces of one component: all of it, or a part that is allotted by itself."""

    def __init__(self, x: Instance, row: int, number: int, due: int, whole: "Order | None" = None) -> None:
        self.row, self.number, self.due = row, number, due
        self.whole = whole or self  # its first part, which keeps what concerns all of them
        self.parts = [self] if whole is None else []
        self.parts += [Order(x, part, number, due, self) for part in range(x.first_part[row], x.first_part[row + 1])]
        self.parts_open = len(self.parts)  # that are not delivered yet
        self.stream, self.component, self.quantity, self.tie = (
            x.stream[row],
            x.component[row],
            x.quantity[row],
            x.tie[row],
        )
        self.priority = x.priority[self.stream]
        self.lots = 0  # so far, of all parts
        self.under_way = 0  # lots of this part, in production or on a lane
        self.delivered: simpy.Event | None = None  # wanted by the token of a closed stream
        self.sme, self.ends = -1, due + x.late[row]  # who makes it; when its delivery window does
        self.pieces = self.escaped = self.too_early = 0  # that have arrived, bad ones among them, ahead of the window
        self.delivered_at = NEVER
        # a call-off that is served from finished stock has a replenishment that the SME makes for it, or none
        self.refill: Order | None = None
        self.call: Order | None = None  # whose replenishment it is
        self.is_paid = False
        self.ordered = self.tied = self.entered = (
            0  # a replenishment: pieces on order; Rp tied, and in lots that entered
        )

    def __lt__(self, other: "Order") -> bool:
        """Orders by number."""
        return self.number < other.number


class Lot:
    """Pieces of an order that are worked and travel together."""

    def __init__(self, order: Order, sme: "Sme", pieces: int, attempt: int = 1) -> None:
        self.order, self.sme, self.pieces = order, sme, pieces
        self.attempt = attempt  # the pass through inspection, from 1
        self.component, self.due, self.priority = order.component, order.due, order.priority
        self.operation = self.next = -1  # its present one, and the one behind that
        self.good = 0  # pieces that wait beside, as inspection tells
        self.escaped = 0  # bad ones among them, that it has missed
        self.tied = 0  # Rp of its SME's cash, paid for its material
        self.number = order.whole.lots
        self.subject = order.number * LOTS + self.number
        order.whole.lots += 1
        order.under_way += 1
        self.is_begun = False  # whether it has finished an operation
        self.only_reworked = False  # whether its pass goes through the reworked operations only
        # at work
        self.setup = self.left = self.done = 0  # ms of set-up ahead, of all work left, worked since it started
        self.wear = PPM  # at which its work uses up the life of a unit
        self.ahead = self.counted = (
            0  # ms of its operation still in hand, at base times; of its stretch taken out of it
        )
        self.started = self.since = 0  # when it started on its unit, and went on last
        self.ends = NEVER  # when its present stretch of work does
        self.unit: Any = None  # the Unit it is on
        self.place: Place  # its own there
        self.clock: Calendar  # when work on it goes on

    def hand_over(self, other: "Lot") -> None:
        """Gives the pieces that wait beside to another lot of the order."""
        other.good, other.escaped = self.good, self.escaped
        self.good = self.escaped = 0

    def is_preemptible(self) -> bool:
        """Returns whether it is being worked on right now, will be later, and on a unit that stays."""
        unit, clock = self.unit, self.clock
        stays = unit and unit.is_let and not unit.is_down
        return bool(stays and clock.is_open and self.ends > clock.env.now)


class Sme:
    """A metal firm: its number, its inbox of lots that it is allotted, its crews."""

    def __init__(self, env: simpy.Environment, x: Instance, number: int) -> None:
        self.number = number
        self.lots = simpy.Store(env)
        self.crews = Crews(env, x.crews[number])
        self.count = x.crews[number]  # of its crews; -1: no limit
        self.work = 0  # ms in hand, in workshops and at base times, but for what is worked just now
        self.reach = 0  # ms of that within reach: with material, up to an operation that overtime does not reach
        self.at_work: list[Lot] = []
        self.cash: Cash | None = None  # where it is limited


class Estate:
    """Everything there is during one replication, and the processes that live in it."""

    def __init__(self, x: Instance) -> None:
        env = simpy.Environment()
        self.env, self.x, self.rows = env, x, list[tuple[float, ...]]()
        purchases, own_shipments, self.births = count(), count(), count(FIRST_BORN)
        self.orders_of: list[list[int]] = [[] for _ in x.channel]  # rows of each stream that has times of its own
        for i in range(x.n_fixed):
            self.orders_of[x.stream[i]].append(i)
        self.factors = x.factors.copy()  # that hold now
        self.in_hand = [0] * len(x.crews)  # orders of each SME, until they are ready to ship
        self.capital = list(x.capital)  # that the material of each SME may tie up now
        self.prices: Prices = list(x.cost), list(x.single_cost)  # that hold now
        self.calendars = [Calendar(env, x, k) for k in range(len(x.first_closed) - 1)]
        self.channels = [Channel(env, c, self.allot) for c in range(x.channels)]
        self.stocks = [Stock(env, x, m) for m in range(len(x.opening))]
        for stock in self.stocks:
            if x.buys[stock.subject] or x.fallback_batch[stock.subject] > 0:
                stock.buyer = Buyer(stock, x, self.factors, purchases, self.record)
        self.smes = [Sme(env, x, s) for s in range(len(x.crews))]
        for sme in self.smes:
            if x.capital[sme.number] < NEVER:
                sme.cash = Cash(env, x, sme.number, self.prices, self.record)
        self.finished = [FinishedStock(env, x, f, self.smes[s].cash) for f, s in enumerate(x.finished_by)]
        self.units = [Unit(u) for u in range(len(x.opened))]
        self.floor = Floor(env)
        self.floor.workshops += map(self.workshop, range(len(x.pool_type)))
        for sme in self.smes:
            if x.overtime[sme.number] > 0:
                calendar = self.calendars[x.sme_calendar[sme.number]]
                calendar.overtime = Overtime(sme, x, calendar, partial(self.work_within_reach, sme), self.record)
        self.lanes = [Lane(env, x, k, self.calendars, own_shipments, self.record) for k in range(len(x.truck))]
        self.supervision = [Supervision(env, x, q, self.record) for q in range(len(x.channel))]
        self.growth = [Growth(env, x, q, self.record) for q in range(len(x.channel))]

    def live(self) -> None:
        """Lets everything happen until the horizon."""
        processes = [
            *(calendar.run() for calendar in self.calendars),
            *map(self.sme, self.smes),
            *map(self.partner, range(len(self.x.channel))),
            *map(self.token, range(len(self.x.token_stream))),
            *(each.review() for each in self.supervision),
            *(each.move() for each in self.growth),
            self.renew(),
            self.match(),
        ]
        for process in processes:
            self.env.process(process)
        self.env.run(until=self.x.horizon)

    def workshop(self, pool: int) -> Workshop:
        """Returns the workshop of a pool, its units let or about to be, their failures under way."""
        x, units = self.x, self.units[self.x.first_unit[pool] : self.x.first_unit[pool + 1]]
        w = x.pool_type[pool]
        workshop = Workshop(self.floor, units, x.rule[w], preempts=x.preempts[w])
        workshop.interrupts = x.preempts[w] or OUT in x.new_what
        for unit in units:
            unit.workshop = workshop
            unit.is_worn, unit.repairs_open = x.failure_clock[w] == WORKING, x.repairs_open[w]
            if unit.is_worn:
                unit.life = int(x.life[unit.number, 0])
            elif x.failure_clock[w] == CALENDAR:
                unit.failure = self.env.event()
                self.env.process(self.fail(unit, workshop))
            if x.opened[unit.number] == 0:
                unit.is_let = True
                workshop.free.append(unit)
            self.env.process(self.change(unit, workshop))
        return workshop

    def renew(self) -> Events:
        """What changes on a date does."""
        x = self.x
        for k, time in enumerate(x.epoch):
            yield Moment(self.env, time, CHANGE, 2 * len(self.units) + k)  # kernel: renew
            self.record(CHANGE, amount=k)
            for n in range(x.first_new[k], x.first_new[k + 1]):
                if x.new_what[n] == CREWS:
                    sme = self.smes[x.new_of[n]]
                    sme.count = x.new_value[n]
                    sme.crews.change_to(sme.count)
                    self.floor.call()
                elif x.new_what[n] == OUT:
                    self.put_out(self.units[x.new_of[n]], is_out=x.new_value[n] > 0)
                    yield self.env.timeout(0)  # kernel: put_out
                elif x.new_what[n] == SCORES:
                    self.record(SCORE, place=int(x.new_of[n]), amount=int(x.new_value[n]))
                elif x.new_what[n] in (CAPITAL, COST, SINGLE_COST):
                    self.reckon(x.new_what[n], x.new_of[n], x.new_value[n])
                else:
                    self.factors[x.new_of[n], x.new_what[n]] = x.new_value[n]

    def reckon(self, what: int, of: int, value: int) -> None:
        """An SME has other cash, or the material of a component costs something else; who waits for cash asks again."""
        cash = self.smes[of].cash if what == CAPITAL else None
        if cash:
            self.capital[of] = value
            cash.change_to(value)
        else:
            self.prices[0 if what == COST else 1][of] = value
        for sme in self.smes:
            if sme.cash:
                sme.cash.call()

    def match(self) -> Events:
        """Prospects are won or not; what they order is among the potential orders."""
        x = self.x
        for m, time in enumerate(x.match):
            yield Moment(self.env, time, MATCH, m)  # kernel: match
            self.record(MATCH, place=x.match_of[m], amount=x.match_begins[m])

    def put_out(self, unit: Unit, *, is_out: bool) -> None:
        """A unit cannot work any more, or can again; a lot on it gives it up, one in a failure when it is repaired."""
        self.record(CHANGE, place=unit.number, amount=-2 if is_out else 2)
        unit.is_out = is_out
        if is_out:
            unit.workshop.withdraw(unit)
            if unit.lot and not unit.is_down:
                unit.lot.place.tell(GIVE_WAY)
        elif not unit.lot:
            unit.workshop.let(unit)

    def record(
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
        """Writes a row of the log."""
        self.rows.append((self.env.now, kind, order, lot, operation, place, amount, then))

    def record_lot(self, kind: int, lot: Lot, **columns: int) -> None:
        """Writes a row of the log about a lot."""
        self.record(kind, lot.order.number, lot.number, **columns)

    # ---- orders are placed and allotted

    def partner(self, stream: int) -> Events:
        """A partner places the orders of a stream, each at its time, as far as it orders them."""
        x = self.x
        for i in self.orders_of[stream]:
            yield Moment(self.env, x.placed[i], PLACE, i)  # kernel: place
            if self.growth[stream].places(i):
                self.place(Order(x, i, i, x.due[i]))

    def token(self, k: int) -> Events:
        """An order in circulation: when it is delivered, the next one is on its way to be placed."""
        x = self.x
        for i in range(x.first_row[k], x.first_row[k + 1]):
            number = next(self.births)
            yield Moment(self.env, int(self.env.now) + x.placed[i], PLACE, number)  # kernel: place
            due = rules.end_of_day(int(self.env.now) + x.due[i]) if x.due[i] < NEVER else NEVER
            order = Order(x, i, number, due)
            order.delivered = self.env.event()
            self.place(order, token=k)
            yield order.delivered  # kernel: bear
        raise Short("orders of a token")

    def place(self, order: Order, token: int = -1) -> None:
        """Puts an order before its channel."""
        pieces = rules.ordered(self.x, order.row)
        self.record(PLACE, order.number, operation=token, place=order.stream, amount=pieces)
        self.channels[self.x.channel[order.stream]].allot(order, (self.env.now, order.tie, order.number))

    def allot(self, order: Order) -> None:
        """Gives an order to an SME, or its parts to several, once and for all, or refuses it."""
        s = self.choose(order, ())
        self.record(ALLOT, order.number, place=s)
        self.growth[order.stream].expect(order)
        if s >= 0:
            for k, part in enumerate(order.parts):
                self.give(part, self.choose(part, [each.sme for each in order.parts[:k]]) if k else s)

    def choose(self, part: Order, having: Sequence[int]) -> int:
        """Returns who gets a part of an order: one of those `having` a part only if nobody else takes it; -1: nobody.

        A part that nobody takes is for the SME that has the first one.
        """
        x = self.x
        is_bought = rules.needs_material(x, part.row, x.material[part.component], 1)
        own, single = (
            rules.cost(prices[part.component], part.quantity, x.advance[part.row]) if is_bought else 0
            for prices in self.prices
        )
        for full in (having, ()) if having else ((),):
            in_hand = (
                [orders + NEVER * full.count(s) for s, orders in enumerate(self.in_hand)] if full else self.in_hand
            )
            asked = Asked(in_hand, self.capital)
            s = rules.choose_sme(x, asked, self.promised, part, (own, single), int(self.env.now))
            if s >= 0:
                return s
        return having[0] if having else -1

    def give(self, part: Order, s: int) -> None:
        """Puts an order, or a part of one, into the hands of an SME."""
        self.supervision[part.stream].expect(part, s)
        lot, f = Lot(part, self.smes[s], part.quantity), rules.finished_stock(self.x, part.row, s)
        if f < 0:
            self.begin(lot)
        else:
            self.call_off(lot, self.finished[f])

    def begin(self, lot: Lot) -> None:
        """Lets an SME take an order in hand, in its first lot."""
        self.in_hand[lot.sme.number] += 1
        self.take_on(self.bear(lot))
        lot.sme.lots.put(lot)

    def bear(self, lot: Lot, of: int = -1) -> Lot:
        """Writes down the birth of a lot, perhaps of another one's pieces; returns it."""
        pieces, then = lot.pieces, -1
        if lot.pieces == 0:
            pieces, then = lot.good, READY
        elif not self.needs_material(lot):
            then = self.first_operation(lot)
        elif lot.sme.cash and lot.attempt == 1:
            then = BUYS
        self.record_lot(BORN, lot, operation=of, place=lot.sme.number, amount=pieces, then=then)
        return lot

    def first_operation(self, lot: Lot) -> int:
        """Returns the first operation of a lot's pass."""
        first = rules.begins(self.x, lot.order.row, lot.attempt)
        return rules.next_operation(self.x, lot.component, first, lot.only_reworked)

    def needs_material(self, lot: Lot) -> bool:
        """Returns whether a lot asks for material."""
        return rules.needs_material(self.x, lot.order.row, self.x.material[lot.component], lot.attempt)

    # ---- call-offs are served from finished stock, which replenishments fill again

    def call_off(self, lot: Lot, stock: FinishedStock) -> None:
        """Serves an order from finished stock, and has what is called off made anew, in whole boxes."""
        call, sme = lot.order, lot.sme
        self.record_lot(BORN, lot, place=sme.number, amount=lot.pieces, then=CALLS_OFF)
        self.env.process(self.serve(lot, stock.call_off(lot, self.key(lot, int(self.env.now)))))
        pieces = stock.replenish()
        if pieces > 0:
            call.refill = refill = Order(self.x, call.row, next(self.births), call.due)
            refill.call, refill.ordered = call, pieces
            self.record(ALLOT, refill.number, place=sme.number, amount=call.number)
            self.begin(Lot(refill, sme, pieces))

    def serve(self, lot: Lot, leaves: simpy.Event) -> Events:
        """Sends a call-off on its way when it has got its pieces."""
        yield leaves  # kernel: supply
        self.record_lot(STOCK, lot, place=lot.sme.number, amount=lot.good)
        self.send(lot)

    def enter_stock(self, lot: Lot) -> None:
        """Puts the good pieces of a replenishment's lot into stock."""
        self.record_lot(STOCK, lot, place=lot.sme.number, amount=lot.good)
        lot.order.under_way -= 1
        self.finished[rules.finished_stock(self.x, lot.order.row, lot.sme.number)].enter(lot)

    # ---- what work SMEs have in hand

    def promised(self, order: Order, s: int) -> int:
        """Returns what each crew of an SME would have to work with an order; 0 if that decides nothing, -1: barred."""
        if self.x.bars[order.stream] and self.supervision[order.stream].bars(s):
            return -1
        if not self.x.weighs[order.stream]:
            return 0
        first = rules.begins(self.x, order.row, 1)
        work = rules.pass_work(self.x, order.component, first, order.quantity, only_reworked=False)
        factor, sme = rules.factor(self.factors, s, ON_PROCESSING), self.smes[s]
        return rules.per_crew(self.work_in_hand(sme) + work, factor, sme.count)

    def work_in_hand(self, sme: Sme) -> int:
        """Returns the work that an SME has in hand now."""
        for lot in sme.at_work:
            if not lot.unit.is_down:
                self.count_off(lot, lot.clock.open_since(lot.since))
        return sme.work

    def work_within_reach(self, sme: Sme) -> int:
        """Returns how long each crew of an SME could work now."""
        self.work_in_hand(sme)
        factor = rules.factor(self.factors, sme.number, ON_PROCESSING)
        return rules.per_crew(sme.reach, factor, sme.count)

    def come_within_reach(self, lot: Lot) -> None:
        """Adds the work of a lot from its operation on, as far as overtime reaches."""
        lot.sme.reach += rules.within_reach(self.x, lot.component, lot.operation, lot.pieces, lot.only_reworked)

    def is_reached(self, j: int) -> bool:
        """Returns whether overtime reaches an operation: in a workshop without hours of its own."""
        return self.x.workshop[j] >= 0 and not self.x.has_hours[self.x.workshop[j]]

    def take_on(self, lot: Lot) -> None:
        """Puts the work of a lot's pass into its SME's hands."""
        first = rules.begins(self.x, lot.order.row, lot.attempt)
        lot.sme.work += rules.pass_work(self.x, lot.component, first, lot.pieces, lot.only_reworked)

    def count_off(self, lot: Lot, worked: int) -> None:
        """Takes what has been worked in a stretch out of the work in hand; no more than its operation has there."""
        gone = min(worked - lot.counted, lot.ahead)
        lot.counted = worked
        lot.ahead -= gone
        lot.sme.work -= gone
        if self.is_reached(lot.operation):
            lot.sme.reach -= gone

    # ---- an SME fulfils them

    def sme(self, sme: Sme) -> Events:
        """An SME takes on what it is allotted and fulfils it; its crews do the work."""
        while True:
            lot = yield sme.lots.get()  # kernel: ask_material
            self.env.process(self.fulfil(lot))

    def fulfil(self, lot: Lot) -> Events:
        """Tells the life of an order: material, work and inspection, as often as it takes, and delivery."""
        order, material = lot.order, self.x.material[lot.component]
        while True:
            if self.needs_material(lot):
                if lot.sme.cash and lot.attempt == 1:
                    yield lot.sme.cash.ask(lot, self.key(lot, int(self.env.now)))  # kernel: grant_cash
                elif lot.sme.cash:  # remakes do not ask
                    lot.sme.cash.tie_up(lot)
                grams = lot.pieces * self.x.grams[order.component]
                if singly := self.x.singly[lot.sme.number, lot.component]:
                    yield self.comes_singly(lot, material)  # kernel: issue
                else:
                    yield self.stocks[material].issue(grams, self.key(lot, int(self.env.now)))  # kernel: issue
                columns = {"place": material, "amount": grams, "then": self.first_operation(lot)}
                self.record_lot(MATERIAL, lot, operation=SINGLY if singly else -1, **columns)
            missing = yield from self.make(lot)
            if missing == 0:
                self.in_hand[lot.sme.number] -= 1
                self.send(lot)
                return
            remade = Lot(order, lot.sme, missing, lot.attempt + 1)
            self.bear(remade, of=lot.number)
            self.take_on(remade)
            if self.x.partial[order.stream]:
                self.send(lot)
            else:
                lot.hand_over(remade)
                remade.tied = lot.tied
                order.under_way -= 1  # the lot ends here; its good pieces go on with the new one
            lot = remade

    def comes_singly(self, lot: Lot, material: int) -> Moment:
        """Returns when the material comes that is bought for a lot alone; among decisions behind those of stocks."""
        lead = int(self.x.single_lead[self.x.first_pass[lot.order.row] + lot.attempt - 1])
        lasts = rules.stretched(lead, rules.factor(self.factors, material, ON_SINGLE_LEAD))
        return Moment(self.env, int(self.env.now) + lasts, MATERIAL, len(self.stocks) + lot.subject)

    def make(self, lot: Lot) -> Generator[simpy.Event, Any, int]:
        """Takes a lot, then its rejects, through operations and inspection; returns how many pieces are remade."""
        x, order = self.x, lot.order
        is_partial = x.partial[order.stream]
        while True:
            yield from self.work_through(lot)
            rejected = self.reject(lot)
            again = rules.next_operation(x, lot.component, x.first_operation[lot.component], True)
            follows = rules.what_follows(x.rejects[order.stream], lot.attempt, x.passes, rejected, again)
            then = again if follows == REWORK else GOES_OVER if follows == REMAKE and not is_partial else READY
            columns = {"operation": lot.attempt, "place": lot.sme.number, "amount": rejected, "then": then}
            self.record_lot(INSPECT, lot, **columns)
            if follows != REWORK:
                return rejected if follows == REMAKE else 0
            if is_partial and lot.good > 0:
                parted = Lot(order, lot.sme, 0, lot.attempt)
                lot.hand_over(parted)
                self.send(self.bear(parted, of=lot.number))
            lot.pieces, lot.attempt, lot.only_reworked = rejected, lot.attempt + 1, True
            self.take_on(lot)

    def reject(self, lot: Lot) -> int:
        """Sets the good pieces of a pass beside, with what inspection misses; returns how many it finds rejected."""
        x, order, pieces = self.x, lot.order, lot.pieces
        factor = rules.scaled(
            rules.factor(self.factors, lot.sme.number, ON_REJECTS),
            rules.factor(self.factors, lot.component, ON_REJECT_RATE),
        )
        count, rejected = x.reject_count[order.row], 0
        if count > 0:  # else the first pass rejects nothing, and there is no other
            draw = x.reject_draw[x.first_pass[order.row] + lot.attempt - 1]
            if lot.attempt == 1:
                rejected = rules.first_rejects(pieces, factor, count, order.quantity, draw)
            else:
                rejected = rules.later_rejects(pieces, factor, x.reject_rate[order.component], draw)
        found = self.found(lot, rejected)
        lot.good += pieces - found
        lot.escaped += rejected - found
        return found

    def found(self, lot: Lot, rejected: int) -> int:
        """Returns how many of the rejected pieces of a pass its inspection finds."""
        x, detection = self.x, self.x.detection[lot.component]
        if rejected == 0 or detection == PPM:
            return rejected
        draw = x.escape_draw[x.first_pass[lot.order.row] + lot.attempt - 1]
        return rules.found_rejects(rejected, detection, draw)

    def work_through(self, lot: Lot) -> Events:
        """Takes a lot through the operations of its pass, one after the other."""
        x = self.x
        lot.next, is_reached = self.first_operation(lot), False
        while lot.next >= 0:
            j = lot.operation = lot.next
            if not is_reached:
                self.come_within_reach(lot)
            is_reached = self.is_reached(j)
            lot.next = rules.next_operation(x, lot.component, j + 1, lot.only_reworked)
            if x.workshop[j] < 0:
                yield from self.wait_outside(lot, j)
            else:
                yield from self.visit(lot, j)
            lot.is_begun = True

    def wait_outside(self, lot: Lot, j: int) -> Events:
        """An operation without workshop: it takes no unit and no crew, and knows no calendar."""
        setup, processing = self.times(lot, j)
        yield Moment(self.env, int(self.env.now) + setup + processing, FINISH, lot.subject)  # kernel: finish
        self.record_lot(FINISH, lot, operation=j, amount=setup + processing, then=lot.next)

    def visit(self, lot: Lot, j: int) -> Events:
        """A lot gets a unit and a crew, both at once, and is worked on; when preempted, it comes back for both."""
        x, s, w = self.x, lot.sme.number, self.x.workshop[j]
        workshop, calendar = self.floor.workshops[x.pool[s, w]], self.calendars[x.work_calendar[s, w]]
        lot.clock = self.calendars[x.work_clock[s, w]]
        came, is_fresh = rules.came(x, int(self.env.now)), True
        own_key = key = self.key(lot, self.rank(lot, x.rule[w]), came)
        if x.crews[s] >= 0:  # an SME puts what it has begun ahead
            own_key = self.key(lot, self.rank(lot, x.crew_rule) - (AHEAD if lot.is_begun else 0), came)
        while is_fresh or lot.left > 0:
            with workshop.place(lot, key, own_key, calendar) as place:
                yield place  # kernel: start
                lot.unit, lot.place, place.unit.lot = place.unit, place, lot
                if is_fresh:
                    self.set_up(lot, j)
                is_fresh = False
                yield from self.work(lot, j, place)
                lot.unit, lot.ends = None, NEVER

    # ---- the work on a unit

    def set_up(self, lot: Lot, j: int) -> None:
        """Finds how long the work on a unit takes: set-up, if it needs one, and processing."""
        setup, processing = (
            rules.scaled(ms, rules.factor(self.factors, lot.sme.number, on))
            for ms, on in zip(self.times(lot, j), (ON_SETUP, ON_PROCESSING), strict=True)
        )
        if self.x.setup_on_change and lot.unit.last_made == j:
            setup = 0
        lot.setup, lot.left = setup, setup + processing
        lot.wear = rules.factor(self.factors, lot.sme.number, ON_WEAR)
        lot.ahead = self.x.setup[j] + lot.pieces * self.x.per_piece[j]

    def work(self, lot: Lot, j: int, place: Place) -> Events:
        """A lot is worked on until it is done or preempted; a failure of the unit only makes it wait."""
        unit = place.unit
        lot.started, lot.done, unit.last_made = int(self.env.now), 0, j
        self.record_lot(START, lot, operation=j, place=unit.number, amount=lot.setup)
        lot.sme.at_work.append(lot)
        while True:
            stretch, is_last = self.stretch(lot, unit)
            told = yield place.unless_told(stretch)  # kernel: finish, down, preempt, go_on
            self.book(lot, unit)
            if told == LONGER:
                continue
            is_preempted = told == GIVE_WAY
            if is_preempted or is_last:
                lot.sme.at_work.remove(lot)
                kind, then = (PREEMPT, -1) if is_preempted else (FINISH, lot.next)
                self.record_lot(kind, lot, operation=j, place=unit.number, amount=lot.done, then=then)
                if not is_preempted:
                    self.count_off(lot, lot.counted + lot.ahead)
                return
            self.record_lot(DOWN, lot, operation=j, place=unit.number, amount=lot.done)
            if unit.failure:
                yield unit.repair  # kernel: up
            else:
                yield from self.repair(unit, lot)
            self.record_lot(UP, lot, operation=j, place=unit.number, amount=lot.done)
            if unit.is_out:
                lot.sme.at_work.remove(lot)
                self.record_lot(PREEMPT, lot, operation=j, place=unit.number, amount=lot.done)
                return
            if place.workshop.preempts:  # now that it works again, it may have to give way
                self.floor.call()

    def stretch(self, lot: Lot, unit: Unit) -> tuple[simpy.Event, bool]:
        """Returns what ends the work on a lot from now on, unless a preemption does, and whether that finishes it."""
        clock, life = lot.clock, self.x.life
        lot.since, lot.ends, lot.counted = int(self.env.now), clock.after(lot.left), 0
        if unit.failure and unit.failed < life.shape[1] and life[unit.number, unit.failed] < lot.ends:
            lot.ends = int(life[unit.number, unit.failed])
            return unit.failure, False
        if unit.is_worn:
            survived = rules.survives(unit.life, lot.wear)
            if survived < lot.left:
                lot.ends = clock.after(survived)
                return Moment(self.env, lot.ends, DOWN, unit.number), False
        return Moment(self.env, lot.ends, FINISH, lot.subject), True

    def book(self, lot: Lot, unit: Unit) -> None:
        """Books the work done in a stretch that ends now: on the lot, and on the life of the unit."""
        worked = lot.clock.open_since(lot.since)
        self.count_off(lot, worked)
        lot.setup -= min(worked, lot.setup)
        lot.left -= worked
        lot.done += worked
        if unit.is_worn:
            unit.life = max(0, unit.life - worked * lot.wear)

    def repair(self, unit: Unit, lot: Lot) -> Events:
        """A unit that failed at work is repaired, with the lot on it, and gets a new life."""
        x, u, left = self.x, unit.number, int(self.x.repair[unit.number, unit.failed])
        unit.is_down, told = True, LONGER
        while told == LONGER:
            since = int(self.env.now)
            up = Moment(self.env, lot.clock.after(left) if unit.repairs_open else since + left, UP, u)
            told = yield lot.place.unless_told(up)  # kernel: up, go_on
            left -= lot.clock.open_since(since) if unit.repairs_open else int(self.env.now) - since
        unit.is_down = False
        unit.failed += 1
        if unit.failed == x.life.shape[1]:
            raise Short("life")
        unit.life = int(x.life[u, unit.failed])

    def fail(self, unit: Unit, workshop: Workshop) -> Events:
        """A unit fails and is repaired by the calendar, at work or not."""
        x, u = self.x, unit.number
        for down, up in zip(x.life[u].tolist(), x.repair[u].tolist(), strict=True):
            if down >= NEVER:
                return
            yield Moment(self.env, down, DOWN, u)  # kernel: down
            unit.is_down, failure = True, unit.failure
            unit.failure, unit.repair = self.env.event(), self.env.event()
            workshop.withdraw(unit)
            if unit.lot:
                failure.succeed()
            else:
                self.record(DOWN, place=u)
            yield Moment(self.env, up, UP, u)  # kernel: up
            unit.is_down = False
            unit.failed += 1
            if unit.lot:
                unit.repair.succeed()
            else:
                self.record(UP, place=u)
                workshop.let(unit)

    def change(self, unit: Unit, workshop: Workshop) -> Events:
        """A unit opens or closes on its date; one that closes leaves when its lot is done."""
        x, u = self.x, unit.number
        if x.opened[u] > 0:
            yield Moment(self.env, x.opened[u], CHANGE, 2 * u)  # kernel: change
            self.record(CHANGE, place=u, amount=1)
            unit.is_let = True
            workshop.let(unit)
        if x.closed[u] < NEVER:
            yield Moment(self.env, x.closed[u], CHANGE, 2 * u + 1)  # kernel: change
            self.record(CHANGE, place=u, amount=-1)
            unit.is_let = False
            workshop.withdraw(unit)

    # ---- small steps

    def key(self, lot: Lot, rank: int, came: int = 0) -> Key:
        """Returns the key of a lot in a queue, from the rule's integer and what goes before the tie."""
        return (rank, came, lot.order.tie, lot.order.number, lot.number)

    def rank(self, lot: Lot, rule: int) -> int:
        """Returns the rule's integer for a lot that joins a queue now."""
        return rules.queue_key(self.x, rule, int(self.env.now), lot)

    def times(self, lot: Lot, j: int) -> tuple[int, int]:
        """Returns set-up and processing time of a lot in an operation, in ms, as drawn."""
        x, i, c = self.x, lot.order.row, lot.order.component
        first, end = x.first_operation[c], x.first_operation[c + 1]
        draw = x.first_draw[i] + (lot.attempt - 1) * (end - first) + j - first
        setup = rules.scaled(x.setup[j], x.setup_draw[draw])
        return setup, rules.scaled(lot.pieces * x.per_piece[j], x.work_draw[draw])

    # ---- it is delivered

    def send(self, lot: Lot) -> None:
        """Sends the good pieces of a lot on their way."""
        self.env.process(self.deliver(lot))

    def held_until(self, lot: Lot, lane: int) -> int:
        """Returns until when a lot that is ready now is held, if at all."""
        hold = self.x.hold[lot.order.row]
        if lot.good == 0 or hold < 0 or lot.due >= NEVER:
            return int(self.env.now)
        wanted: int = lot.due - hold
        if lane < 0 or self.lanes[lane].has_own_trucks:
            return wanted
        return self.lanes[lane].leaves_at(wanted, lot.due + self.x.late[lot.order.row])

    def deliver(self, lot: Lot) -> Events:
        """A lot is held until it is wanted, waits for a truck, and travels; one without a good piece ends here."""
        order, lane, now = lot.order, self.x.lane[lot.order.stream], int(self.env.now)
        if order.call:
            self.enter_stock(lot)
            return
        key, until = self.key(lot, now), self.held_until(lot, lane)
        if until > now:
            self.record_lot(HOLD, lot, place=lane, amount=until)
            yield Moment(self.env, until, RELEASE, lot.subject)  # kernel: ship
        if lot.good > 0 and lane >= 0:
            arrival = yield self.lanes[lane].load(lot, lot.good * self.x.grams[order.component], key)  # kernel: depart
            yield arrival  # kernel: arrive
        self.record_lot(ARRIVE, lot, place=lane, amount=lot.good)
        if lot.escaped > 0:  # the partner finds them
            self.record_lot(ESCAPE, lot, place=lane, amount=lot.escaped)
        if lot.sme.cash and lot.tied > 0:
            self.env.process(lot.sme.cash.settle(lot, self.x.terms[order.row]))
        if lot.sme.cash and order.refill and self.needs_material(lot):
            self.env.process(lot.sme.cash.settle_call(order, self.x.terms[order.row]))
        order.under_way -= 1
        self.supervision[order.stream].note(order, lot)
        if order.under_way == 0:
            order.whole.parts_open -= 1
            if order.whole.parts_open == 0 and order.whole.delivered:
                order.whole.delivered.succeed()


def simulate(x: Instance) -> NDArray[np.void]:
    """Returns the log of one replication.

    Parameters
    ----------
    x : Instance

    Returns
    -------
    (rows,) of LOG
        In order of time, and within an instant in the order in which things happened.

    Raises
    ------
    Short
        If a table whose length depends on the run is too short.
    """
    lists = {
        name: a.tolist() for name, a in zip(x._fields, x, strict=True) if isinstance(a, np.ndarray) and a.ndim == 1
    }
    estate = Estate(x._replace(**lists))
    estate.live()
    return np.array(estate.rows, LOG)
