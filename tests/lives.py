"""Follows a log row by row and notes every rule of the estate that it breaks.

Written from the rules, not from an engine: it reads an Instance and a log, and shares no code with either engine.
`Follower.follow` tells the order of things; each kind of row has a method of its own; `look_around` is for
the end of each instant: nobody may wait for what is free.
"""

from bisect import insort
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

import numpy as np

from takarusim.engine import instance as kinds
from takarusim.engine.instance import (
    ALLOT,
    ARRIVE,
    BUYS,
    CALENDAR,
    CALLS_OFF,
    CAPITAL,
    CASH,
    COST,
    CREWS,
    DAY,
    DOWN,
    ESCAPE,
    FINISH,
    FIRST_BORN,
    GOES_OVER,
    HOLD,
    INSPECT,
    LEVEL,
    MATERIAL,
    NEVER,
    NO_CLOCK,
    ON_FALLBACK_LEAD,
    ON_LEAD,
    ON_LOSS,
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
    REMAKE,
    REVIEW,
    REWORK,
    SCORES,
    SINGLE_COST,
    SINGLY,
    START,
    STOCK,
    TRUCK,
    UP,
    WITHHELD,
    WORKING,
    Instance,
)


class Nonsense(Exception):
    """A row that cannot follow what was before: there is no use in reading on."""


def scaled(amount: int, ppm: int) -> int:
    return (2 * amount * ppm + PPM) // (2 * PPM)


@dataclass
class Order:
    """An order in the run, or a further part of one."""

    row: int  # of the Instance
    number: int
    due: int
    token: int
    whole: "Order | None" = None  # of a further part: its order
    further: list = field(default_factory=list)  # parts
    lots: int = 0  # of all parts
    under_way: int = 0  # lots of this part
    sme: int = -1
    arrivals: list = field(default_factory=list)  # when, good pieces, bad ones among them
    call: "Order | None" = None  # of a replenishment: for which call-off it is
    refill: "Order | None" = None  # of a call-off: its replenishment
    to_make: int = 0  # pieces of a replenishment that are on order
    tied: int = 0  # Rp in a replenishment that is not paid
    entered: int = 0  # Rp of that in lots that have entered stock
    is_paid: bool = False


@dataclass
class Lot:
    """A lot, what it does, and the key by which it waits."""

    order: Order
    sme: int
    parent: int  # number of the lot that it is born of; -1: none
    number: int
    pieces: int
    attempt: int = 1
    good: int = 0
    escaped: int = 0  # bad ones among the good
    tied: int = 0  # Rp
    is_born: bool = False
    only_reworked: bool = False
    operation: int = -1
    begun: bool = False
    next: int = MATERIAL  # kind of its next row
    key: tuple = ()
    own: tuple = ()  # key among the lots of its SME, for a unit and a crew
    place: int = -1  # of what it waits for: material, pool, lane
    calendar: int = -1  # when it may get it; -1: always
    since: int = 0  # when it began to wait, or its present stretch of work
    grams: int = 0
    comes: int = NEVER  # its material, that is bought for it alone
    left: int = -1  # ms of work, from the START of the operation on
    total: int = 0  # ms of work of the operation, from its first START on
    setup: int = 0  # ms of set-up still to do
    wear: int = PPM  # of its work, since its first START
    done: int = 0  # ms worked since START
    started: int = 0
    started_row: int = 0
    unit: int = -1
    arrives: int = NEVER


@dataclass
class Unit:
    """A unit: who is on it, whether it can work."""

    open: bool
    life: int
    closing: bool = False
    down: bool = False
    out: bool = False
    failed: int = 0
    since: int = 0  # when it went down
    lot: Lot | None = None
    last: int = -1


@dataclass
class Follower:
    """Reads a log; `broken` counts the rules that it breaks."""

    x: Instance
    log: np.ndarray
    broken: Counter = field(default_factory=Counter)

    def __post_init__(self):
        x = self.x
        self.orders: dict[int, Order] = {}
        self.lots: dict[tuple[int, int], Lot] = {}
        self.waiting: dict[tuple[int, int], list[Lot]] = defaultdict(list)  # by kind and place
        self.in_hand, self.crews = Counter(), Counter()
        self.factors, self.crew_count = x.factors.copy(), x.crews.copy()  # that hold now
        self.epochs = [int(t) for t in x.epoch]  # still to come
        self.outages: list[tuple[int, bool]] = []  # units that must go out or come back now
        self.matched = 0  # rows of MATCH so far
        self.scores: list[tuple[int, int]] = []  # that are new, and still to be told
        self.units = [Unit(x.opened[u] == 0, int(x.life[u, 0]) if x.life.shape[1] else 0) for u in range(len(x.opened))]
        self.pool_of = np.repeat(np.arange(len(x.pool_type)), np.diff(x.first_unit))
        self.on_hand = [int(grams) for grams in x.opening]
        self.purchases = [[[], []] for _ in x.opening]  # under way, by supplier: (due, grams, quoted)
        self.bought = Counter()
        self.loaded = Counter()  # by lane and departure
        self.token_orders, self.token_free = Counter(), dict.fromkeys(range(len(x.token_stream)), 0)
        self.now, self.row, self.horizon = 0, -1, int(x.horizon)
        self.then = -1  # what the present row says that its lot turns to
        self.works = [  # set-up and work of each piece in workshops, at base times
            (setup, per_piece) if workshop >= 0 else (0, 0)
            for setup, per_piece, workshop in np.stack([x.setup, x.per_piece, x.workshop], axis=1).tolist()
        ]
        self.close = x.close.copy()  # with the overtime so far
        self.opened_by: dict[tuple[int, int], int] = {}  # by calendar and time: what `opened` has found
        self.evenings = {int(s): self.ends_of_days(x.sme_calendar[s]) for s in np.flatnonzero(x.overtime)}
        self.worked_on = Counter()  # ms of overtime, by SME and week
        self.free_cash = [int(rupiah) for rupiah in x.capital]
        self.capital, self.costs = x.capital.copy(), {COST: x.cost.copy(), SINGLE_COST: x.single_cost.copy()}
        self.unpaid: list[Lot] = []  # that are remade, and do not ask for cash
        self.bills: dict[tuple[int, int], tuple[int, int, int]] = {}  # of lots delivered: (when, SME, Rp)
        self.due_reviews = {(int(t), q) for q, dates in enumerate(self.review_dates()) for t in dates}
        self.made: dict[int, list[Order]] = defaultdict(list)  # by stream: orders that got an SME
        self.rungs: dict[
            tuple[int, int], tuple[int, int, int]
        ] = {}  # stream, SME: rung, when climbed, until when barred
        self.verdicts: list[tuple] = []  # that must be told now
        self.levels = [PPM for _ in x.most]  # by stream
        self.due_levels = {(int(t), q) for q in range(len(x.most)) for t in self.level_dates(q)}
        self.unborn: list[Lot] = []  # in the order in which they must be born
        self.shelves = [deque([False] * level) for level in x.finished_level]  # finished pieces: whether each is bad
        self.refills: dict[int, list[Order]] = defaultdict(list)  # by finished stock: replenishments under way
        self.tied_in_refills = Counter()  # Rp, by SME
        self.to_refill: list[tuple[Order, int]] = []  # call-offs, and pieces that must be replenished now
        self.held: list[tuple[int, int, Lot]] = []  # (until, since, lot)
        self.missed: tuple = ()  # what the next row must say that the partner finds
        self.preempted: dict[int, tuple[Lot, Lot]] = {}  # by unit, with the claimant, until that starts

    # ---- calendars

    def opened(self, calendar: int, t: int) -> int:
        """Returns the open ms of a calendar before t."""
        found = self.opened_by.get((calendar, t))
        if found is None:
            k = slice(self.x.first_closed[calendar], self.x.first_closed[calendar + 1])
            close, reopen = self.close[k], self.x.reopen[k]
            found = self.opened_by[calendar, t] = int(t - np.maximum(np.minimum(t, reopen) - close, 0).sum())
        return found

    def is_open(self, calendar: int, t: int) -> bool:
        return calendar < 0 or self.opened(calendar, t + 1) > self.opened(calendar, t)

    def opens_within(self, calendars: list[int], a: int, b: int) -> bool:
        """Returns whether there is a moment in [a, b) at which all of the calendars are open."""
        moments = [a]
        for calendar in calendars:
            if calendar >= 0:
                reopen = self.x.reopen[self.x.first_closed[calendar] : self.x.first_closed[calendar + 1]]
                moments += reopen[(a < reopen) & (reopen < b)].tolist()
        return any(all(self.is_open(calendar, t) for calendar in calendars) for t in moments if t < b)

    def takes(self, calendar: int, since: int, work: int) -> bool:
        """Returns whether now is the first moment by which a calendar has been open for `work` ms."""
        done = self.opened(calendar, self.now) - self.opened(calendar, since)
        return done == work and (self.now == since or self.is_open(calendar, self.now - 1))

    # ---- reading

    def check(self, law: str, *, holds: bool) -> None:
        if not holds:
            self.broken[law] += 1

    def follow(self) -> Counter:
        """Reads the whole log; returns how often each rule is broken."""
        read = {
            kind: getattr(self, name.lower()) for kind, name in enumerate(kinds.KINDS) if hasattr(self, name.lower())
        }
        try:
            for k, (time, kind, *columns, then) in enumerate(self.log.tolist()):
                self.check("the log is in order of time", holds=time >= self.now)
                self.pass_to(time)
                self.row, self.then = k, then
                self.check("the partner finds what inspection missed", holds=not self.missed or kind == ESCAPE)
                enters = kind == STOCK and self.orders[columns[0]].call is not None
                if kind in (REVIEW, LEVEL, PLACE, WITHHELD) or (ALLOT <= kind <= TRUCK and not enters):
                    self.hold_reviews(time)  # behind which these come
                    if kind not in (REVIEW, LEVEL):
                        self.levels_have_moved(time + 1)
                gives_way = (
                    kind == PREEMPT and self.units[columns[3]].out
                )  # to a change, which comes before all decisions
                if kind in (START, PREEMPT, TRUCK) and not gives_way:  # what is decided behind overtime
                    self.nobody_works_on(time + 1)
                read[kind](*columns)
            self.pass_to(self.horizon - 1)
            self.look_around(self.horizon)
        except (Nonsense, KeyError, IndexError) as error:
            self.broken[f"row {self.row} follows from what was before: {error!r}"] += 1
        self.check("the horizon is excluded", holds=self.now < self.horizon)
        self.check("the partner finds what inspection missed", holds=not self.missed)
        return self.broken

    def pass_to(self, time: int) -> None:
        """Lets time pass: looks around at the end of each instant, and lets go of what is held until then."""
        while self.held and self.held[0][0] <= time:
            until, since, lot = self.held.pop(0)
            self.ends_at(until)
            self.to_lane(lot, since)
        self.ends_at(time)

    def ends_at(self, time: int) -> None:
        """Ends the present instant, unless it is that one."""
        if time > self.now:
            self.look_around(time)
            self.now = time

    def expect(self, order: int, lot: int, kind: int) -> Lot:
        """Returns the lot of a row, which must be of the kind that comes next in its life."""
        found = self.lots[order, lot]
        if not found.is_born:
            raise Nonsense("a lot that is not born yet")
        if found.next != kind:
            raise Nonsense(kinds.KINDS[found.next] + " expected, got " + kinds.KINDS[kind])
        return found

    # ---- orders

    def place(self, order, _lot, token, stream, amount):
        x = self.x
        if token < 0:
            i, time, due = order, x.placed[order], x.due[order]
        else:
            i = x.first_row[token] + self.token_orders[token]
            time, due = self.token_free.pop(token) + x.placed[i], x.due[i]
            due = due if due >= NEVER else ((self.now + due) // DAY + 1) * DAY
            self.token_orders[token] += 1
        further = range(x.first_part[i], x.first_part[i + 1])
        as_drawn = (time, x.stream[i], self.ordered(i)) == (self.now, stream, amount)
        self.check("orders are placed as drawn", holds=as_drawn)
        self.check("what is placed lies below the level", holds=not len(x.mark) or x.mark[i] < self.levels[stream])
        self.check("orders born in the run are numbered from FIRST_BORN", holds=(order >= FIRST_BORN) == (token >= 0))
        self.check("an order is placed once", holds=order not in self.orders)
        whole = self.orders[order] = Order(i, order, int(due), token)
        whole.further = [Order(k, order, int(due), token, whole) for k in further]
        insort(self.waiting[ALLOT, x.channel[stream]], Choice((self.now, int(x.tie[i]), order)))

    def ordered(self, i):
        x = self.x
        return sum(int(x.quantity[k]) for k in (i, *range(x.first_part[i], x.first_part[i + 1])))

    def withheld(self, order, _lot, _operation, stream, amount):
        x = self.x
        as_drawn = (x.placed[order], x.stream[order], self.ordered(order)) == (self.now, stream, amount)
        self.check("orders are withheld as drawn", holds=as_drawn)
        self.check("what is withheld lies above the level", holds=self.levels[stream] <= x.mark[order] < PPM)
        self.check("what is withheld is not placed", holds=order not in self.orders)

    def allot(self, order, _lot, _operation, sme, call):
        if call >= 0:
            self.replenish(order, sme, call)
            return
        x, placed = self.x, self.orders[order]
        first = self.waiting[ALLOT, x.channel[x.stream[placed.row]]].pop(0)
        self.check("orders are allotted at once, in key order", holds=first.key[::2] == (self.now, order))
        right = self.taker(placed, set())
        self.check("of those asked the one with least promised work gets the order", holds=sme == right)
        having: list[int] = []
        for part in (placed, *placed.further) if sme >= 0 else ():
            takers = [right] if part is placed else [self.taker(part, set(having)), self.taker(part, set()), right]
            part.sme = next(s for s in takers if s >= 0)
            having.append(part.sme)
            self.made[x.stream[part.row]].append(part)
            f = self.finished(part)
            if f >= 0:
                self.call_off(part, f)
            else:
                self.in_hand[part.sme] += 1
                self.new_lot(part, part.sme, x.quantity[part.row])

    def taker(self, order, without):
        """Returns the one of those asked that take an order, or a part, with the least promised work; -1: nobody."""
        x = self.x
        able = [int(s) for s in x.preference[order.row] if s >= 0 and s not in without]
        asked = [s for s in able if self.takes_order(s, order)][: int(x.asks[x.stream[order.row]])]
        least = min((self.promised(s, order) for s in asked), default=0)
        return next((s for s in asked if self.promised(s, order) == least), -1)

    # ---- finished stock

    def finished(self, order):
        """Returns the finished stock that an order is served from; -1: it is made to order."""
        x = self.x
        is_call = x.from_stock[x.stream[order.row]] and x.begins[order.row] < 0
        return int(x.finished[order.sme, x.component[order.row]]) if is_call else -1

    def on_order(self, f):
        return sum(order.to_make for order in self.refills[f])

    def call_off(self, order, f):
        """Lets an order wait for finished stock, and finds the fewest boxes that lift its position to the level."""
        lot = Lot(order, order.sme, -1, 0, int(self.x.quantity[order.row]))
        order.lots = order.under_way = 1
        self.unborn.append(lot)
        self.lots[order.number, 0] = lot
        self.wait(lot, STOCK, f, (self.now,))
        owed, level, box = (
            sum(w.pieces for w in self.waiting[STOCK, f]),
            self.x.finished_level[f],
            self.x.finished_box[f],
        )
        pieces = 0
        while len(self.shelves[f]) + self.on_order(f) + pieces - owed < level:
            pieces += int(box)
        self.to_refill += [(order, pieces)] if pieces else []

    def replenish(self, number, sme, call):
        order, pieces = self.to_refill.pop(0)
        self.check("what is called off is replenished at once", holds=(order.number, order.sme) == (call, sme))
        self.check("orders born in the run are numbered from FIRST_BORN", holds=number >= FIRST_BORN)
        self.check("an order is placed once", holds=number not in self.orders)
        refill = self.orders[number] = Order(order.row, number, order.due, -1, sme=sme, call=order, to_make=pieces)
        order.refill = refill
        self.refills[self.finished(order)].append(refill)
        self.in_hand[sme] += 1
        self.new_lot(refill, sme, pieces)

    def stock(self, order, lot, _operation, sme, pieces):
        lot = self.expect(order, lot, STOCK)
        self.check("pieces leave and enter the stock of their SME", holds=lot.sme == sme)
        if lot.order.call:
            self.enter(lot, pieces)
            return
        self.granted(lot, STOCK, "call-offs are first come, first served", strictly=True)
        shelf = self.shelves[lot.place]
        is_last = self.on_order(lot.place) == 0
        right = lot.pieces if lot.pieces <= len(shelf) or not is_last else len(shelf)
        self.check("a call-off leaves whole, or with what there is when nothing is made", holds=pieces == right)
        self.check("finished stock is never below zero", holds=pieces <= len(shelf))
        lot.good, lot.escaped = pieces, sum(shelf.popleft() for _ in range(pieces))
        self.to_truck(lot)

    def enter(self, lot, pieces):
        """Puts the good pieces of a replenishment's lot into stock, bad ones evenly among them."""
        order, f = lot.order, self.finished(lot.order)
        self.check("all good pieces enter stock", holds=pieces == lot.good)
        bad = [k * lot.escaped // max(1, pieces) for k in range(pieces + 1)]
        self.shelves[f].extend(after > before for before, after in pairwise(bad))
        order.under_way -= 1
        order.to_make = order.to_make - pieces if order.under_way else 0
        order.entered += lot.tied
        del self.lots[order.number, lot.number]

    def resting(self, sme):
        """Returns what is tied in finished stock whose call-offs still wait."""
        waiting = [w for (kind, _), queue in self.waiting.items() if kind == STOCK for w in queue if w.sme == sme]
        return sum(w.order.refill.entered for w in waiting if w.order.refill)

    def is_active(self, sme):
        return bool(self.x.opens[sme] <= self.now < self.x.shuts[sme])

    def takes_order(self, sme, order):
        """Returns whether an SME may be asked for an order and takes it."""
        x, has_any = self.x, self.in_hand[sme] > 0
        is_dear = (
            self.needs_material(order.row, 1)
            and self.material_cost(order, sme, x.quantity[order.row], 1) > self.capital[sme]
        )
        is_full = self.in_hand[sme] >= x.most_in_hand[sme] or self.promised(sme, order) > x.most_work[sme]
        is_asked = self.is_active(sme) and not self.is_barred(x.stream[order.row], sme)
        return is_asked and self.is_nominated(sme, order) and not is_dear and not (has_any and is_full)

    def needs_material(self, row, attempt):
        """Returns whether a lot of an order gets material: none that is under way as the run begins."""
        return self.x.material[self.x.component[row]] >= 0 and (attempt > 1 or self.x.begins[row] < 0)

    def material_cost(self, order, sme, pieces, attempt):
        """Returns what the material of a lot costs an SME, less the down payment of its order's first one."""
        x, c = self.x, self.x.component[order.row]
        price = int(self.costs[SINGLE_COST if x.singly[sme, c] else COST][c])
        rupiah = (2 * int(pieces) * price + 1000) // 2000
        return max(0, rupiah - (int(self.x.advance[order.row]) if attempt == 1 else 0))

    def is_nominated(self, sme, order):
        """Returns whether an SME is among the first active ones of its nomination, where there is one."""
        x = self.x
        stream, group = x.stream[order.row], x.stream[order.row] * len(x.material) + x.component[order.row]
        ranking = [int(s) for s in x.nominee[x.first_nominee[group] : x.first_nominee[group + 1]]]
        active = [s for s in ranking if self.is_active(s) and not self.is_barred(stream, s)]
        return x.sources[order.row] == 0 or sme in active[: x.sources[order.row]]

    def is_barred(self, stream, sme):
        """Returns whether a partner has not qualified an SME, or has suspended it."""
        x, group = self.x, stream * len(self.x.opens) + sme
        if not x.bars[stream]:
            return False
        spans = range(x.first_qualified[group], x.first_qualified[group + 1])
        is_qualified = any(x.qualified[k] <= self.now < x.unqualified[k] for k in spans)
        return not is_qualified or self.now < self.rungs.get((stream, sme), (0, 0, 0))[2]

    def promised(self, sme, order):
        """Returns what each crew of an SME would have to work with an order, from its lots in hand."""
        x, c = self.x, int(self.x.component[order.row])
        if x.crews[sme] < 0:
            return 0
        first = max(int(x.begins[order.row]), int(x.first_operation[c]))
        own = self.base(range(first, x.first_operation[c + 1]), int(x.quantity[order.row]))
        work = own + sum(self.work_left(lot) for lot in self.lots.values() if lot.sme == sme)
        return work * int(self.factors[sme, ON_PROCESSING]) // (PPM * int(self.crew_count[sme]))

    def base(self, operations, pieces):
        """Returns the work of operations in workshops, at base times."""
        return sum([self.works[j][0] + pieces * self.works[j][1] for j in operations])

    def work_left(self, lot):
        """Returns the work that a lot has ahead in its present pass, at base times."""
        x, c = self.x, int(self.x.component[lot.order.row])
        if lot.next in (INSPECT, STOCK, TRUCK, ARRIVE):
            return 0
        begins = int(x.begins[lot.order.row]) if lot.attempt == 1 else -1
        first = max(lot.operation, begins, int(x.first_operation[c]))
        ahead = [j for j in range(first, x.first_operation[c + 1]) if x.is_reworked[j] or not lot.only_reworked]
        if lot.left < 0 or x.workshop[lot.operation] < 0:
            return self.base(ahead, lot.pieces)
        worked = lot.total - lot.left
        if lot.next == FINISH and not self.units[lot.unit].down:
            worked += self.opened(self.clock(lot), self.now) - self.opened(self.clock(lot), lot.since)
        return max(0, self.base(ahead[:1], lot.pieces) - worked) + self.base(ahead[1:], lot.pieces)

    def new_lot(self, order, sme, pieces, attempt=1, good=(0, 0), parent=-1):
        whole = order.whole or order
        lot = Lot(order, sme, parent, whole.lots, int(pieces), attempt, *good)
        self.unborn.append(lot)
        whole.lots += 1
        order.under_way += 1
        self.lots[order.number, lot.number] = lot
        x = self.x
        material = int(x.material[x.component[order.row]])
        if pieces == 0:
            self.to_truck(lot)
        elif attempt == 1 and x.begins[order.row] >= 0:
            self.turn_to(lot, int(x.begins[order.row] - x.first_operation[x.component[order.row]]))
        elif material >= 0 and attempt == 1 and x.capital[sme] < NEVER:
            self.wait(lot, CASH, sme, (self.now,))
        elif material >= 0:
            self.unpaid += [lot] if x.capital[sme] < NEVER else []
            self.ask_material(lot)
        else:
            self.turn_to(lot, 0)

    def ask_material(self, lot):
        c = self.x.component[lot.order.row]
        lot.grams = lot.pieces * int(self.x.grams[c])
        if self.x.singly[lot.sme, c]:
            lead = int(self.x.single_lead[self.x.first_pass[lot.order.row] + lot.attempt - 1])
            lot.next, lot.place = MATERIAL, int(self.x.material[c])
            lot.comes = self.now + scaled(lead, int(self.factors[lot.place, ON_SINGLE_LEAD]))
        else:
            self.wait(lot, MATERIAL, self.x.material[c], (self.now,))

    def cash(self, order, lot, _operation, sme, rupiah):
        lot = self.lots[order, lot]
        right = self.cost_now(lot)
        self.check("material ties up what it costs", holds=(lot.sme, right) == (sme, rupiah))
        if lot.next == CASH:
            self.check("no more cash is given than there is", holds=self.may_pay(sme, rupiah))
            self.granted(lot, CASH, "cash is first come, first served", strictly=True)
            self.ask_material(lot)
        else:
            self.check("what is remade is paid at once", holds=lot in self.unpaid)
            self.unpaid.remove(lot)
        self.free_cash[sme] -= rupiah
        lot.tied += rupiah
        lot.order.tied += rupiah
        self.tied_in_refills[sme] += rupiah if lot.order.call else 0
        self.cash_balances(sme)

    def may_pay(self, sme, rupiah):
        """Returns whether an SME pays for material: with what is free, or when all that is tied rests in stock."""
        free = self.free_cash[sme]
        return rupiah <= free or free + self.resting(sme) >= self.capital[sme]

    def cost_now(self, lot):
        """Returns what the material of a lot costs: nothing for a call-off that is paid."""
        if lot.order.call and lot.order.call.is_paid:
            return 0
        return self.material_cost(lot.order, lot.sme, lot.pieces, lot.attempt)

    def settle(self, order, lot, _operation, sme, rupiah):
        when, *due = self.bills.pop((order, lot), (NEVER, -1, -1))
        if call := self.orders[order].call:
            due[1], call.is_paid, self.orders[order].tied = self.orders[order].tied, True, 0
            self.tied_in_refills[sme] -= due[1]
        self.check("a lot is paid so long after its delivery", holds=(when, *due) == (self.now, sme, rupiah))
        self.free_cash[sme] += rupiah
        self.cash_balances(sme)

    def cash_balances(self, sme):
        """Checks that what an SME has and what its lots tie up is its capital."""
        tied = sum(lot.tied for lot in self.lots.values() if lot.sme == sme and not lot.order.call)
        tied += self.tied_in_refills[sme]
        tied += sum(rupiah for _, whose, rupiah in self.bills.values() if whose == sme)
        self.check("free and tied cash are the capital", holds=self.free_cash[sme] + tied == self.capital[sme])

    def born(self, order, lot, parent, sme, pieces):
        lot = self.lots[order, lot]
        self.check("lots are born at once, in order", holds=bool(self.unborn) and self.unborn.pop(0) is lot)
        right = (lot.parent, lot.sme, lot.pieces or lot.good) == (parent, sme, pieces)
        self.check("a birth says of which lot, whose and how many pieces", holds=right)
        turns_to = READY if lot.pieces == 0 else lot.operation
        turns_to = {MATERIAL: -1, CASH: BUYS}.get(lot.next, turns_to)
        if lot.next == STOCK and not lot.order.call:
            turns_to = CALLS_OFF
        self.check("a row says what its lot turns to", holds=self.then == turns_to)
        lot.is_born = True

    def wait(self, lot, kind, place, rank, calendar=-1):
        lot.next, lot.place, lot.calendar, lot.since = kind, int(place), int(calendar), self.now
        lot.key = (*rank, int(self.x.tie[lot.order.row]), lot.order.number, lot.number)
        self.waiting[kind, lot.place].append(lot)

    def granted(self, lot, kind, law, *, strictly=False):
        """Takes a lot out of a queue, in which no other may be ahead that could have been served."""
        queue = self.waiting[kind, lot.place]
        queue.remove(lot)
        ahead = [w for w in queue if w.key < lot.key and (strictly or self.is_open(w.calendar, self.now))]
        self.check(law, holds=not ahead)
        self.check("nothing is granted while closed", holds=self.is_open(lot.calendar, self.now))

    # ---- material

    def material(self, order, lot, supplier, material, grams):
        lot = self.expect(order, lot, MATERIAL)
        self.check("a lot's material is issued whole", holds=(lot.place, lot.grams) == (material, grams))
        singly = bool(self.x.singly[lot.sme, self.x.component[lot.order.row]])
        self.check("who is no member buys singly", holds=supplier == (SINGLY if singly else -1))
        if singly:
            self.check("what is bought singly comes after its own lead time", holds=lot.comes == self.now)
        else:
            self.granted(lot, MATERIAL, "material is first come, first served", strictly=True)
            self.on_hand[material] -= grams
            self.check("stock is never below zero", holds=self.on_hand[material] >= 0)
        self.turn_to(lot, 0)
        self.check("a row says what its lot turns to", holds=self.then == lot.operation)

    def position(self, material):
        owed = sum(lot.grams for lot in self.waiting[MATERIAL, material])
        return self.on_hand[material] + sum(p[1] for supplier in self.purchases[material] for p in supplier) - owed

    def is_reviewed(self, material):
        reviews = self.x.review[self.x.first_review[material] : self.x.first_review[material + 1]]
        return not len(reviews) or self.now in reviews

    def reorder(self, _order, _lot, supplier, material, grams):
        x, under_way = self.x, self.purchases[material]
        self.check("purchases are made at reviews", holds=self.is_reviewed(material))
        batch, quoted, lead = (
            (x.batch, x.quoted, x.lead) if supplier == 0 else (x.fallback_batch, x.fallback_quoted, x.fallback_lead)
        )
        if supplier == 0:
            short = int(x.reorder_point[material]) - self.position(material) + int(x.reorder_at[material])
            self.check("nothing is bought above the reorder point", holds=bool(x.buys[material]) and short > 0)
            short = max(short, int(x.up_to[material]) - self.position(material))
        else:
            short = sum(lot.grams for lot in self.waiting[MATERIAL, material]) - self.on_hand[material]
            fast = scaled(int(quoted[material]), int(self.factors[material, ON_FALLBACK_LEAD]))
            soon = self.after_open(fast, material, supplier)
            earlier = [p for s in under_way for p in s if p[2] <= soon]
            self.check("the fallback buys what is short, when nothing comes in time", holds=short > 0 and not earlier)
        whole = -(-short // int(batch[material])) * int(batch[material])
        self.check("a purchase is the fewest whole batches that do", holds=grams == whole)
        nth = self.bought[material, supplier]
        self.bought[material, supplier] += 1
        factor = int(self.factors[material, ON_FALLBACK_LEAD if supplier else ON_LEAD])
        takes, said = (
            self.after_open(scaled(int(ms), factor), material, supplier)
            for ms in (lead[material, nth], quoted[material])
        )
        under_way[supplier].append((takes, grams, said))

    def after_open(self, lasts, material, supplier):
        """Returns when is received what is bought now of a supplier who is then open for so long."""
        calendar = int((self.x.fallback_calendar if supplier else self.x.lead_calendar)[material])
        shut = slice(self.x.first_closed[calendar], self.x.first_closed[calendar + 1])
        time = self.now
        for close, reopen in zip(self.x.close[shut].tolist(), self.x.reopen[shut].tolist(), strict=True):
            if reopen <= time:
                continue
            open_before = max(0, close - time)
            if lasts <= open_before and (lasts > 0 or close > time):
                return time + lasts
            time, lasts = reopen, lasts - open_before
        return time + lasts

    def receive(self, _order, _lot, supplier, material, grams):
        found = [p for p in self.purchases[material][supplier] if p[:2] == (self.now, grams)]
        self.check("what was bought is received after its lead time", holds=bool(found))
        if found:
            self.purchases[material][supplier].remove(found[0])
        self.on_hand[material] += grams
        self.received = grams

    def loss(self, _order, _lot, _operation, material, grams):
        self.check(
            "a share of each receipt is lost",
            holds=grams == scaled(self.received, int(self.factors[material, ON_LOSS])),
        )
        self.on_hand[material] -= grams

    # ---- overtime

    def ends_of_days(self, calendar):
        """Returns when a calendar closes for the rest of a day, each with the row of the closed interval."""
        rows = range(self.x.first_closed[calendar], self.x.first_closed[calendar + 1])
        closings = [(int(self.x.close[k]), k) for k in rows if self.x.close[k] > 0]
        return [(t, k) for t, k in closings if self.x.reopen[k] >= -(-t // DAY) * DAY]

    def overtime(self, _order, _lot, _operation, sme, ms):
        t, k = self.evenings[sme].pop(0)
        self.check("overtime begins when a day ends", holds=t == self.now)
        self.check("an SME works on as long as it may when it has the work", holds=ms == self.works_on(sme, t, k) > 0)
        self.worked_on[sme, self.week(t)] += ms
        self.close[k] += ms
        self.opened_by.clear()

    def week(self, t):
        """Returns the number of the week, Monday to Sunday, that ends at t or in which t lies."""
        return -(-(t + self.x.monday) // (7 * DAY))

    def works_on(self, sme, t, k):
        """Returns for how many ms an SME works on at t, when closed interval k begins."""
        x = self.x
        work = sum(self.within_reach(lot, t) for lot in self.lots.values() if lot.sme == sme)
        crew = work * int(self.factors[sme, ON_PROCESSING]) // (PPM * int(self.crew_count[sme]))
        left = int(x.overtime_a_week[sme]) - self.worked_on[sme, self.week(t)]
        return min(int(x.overtime[sme]), left, int(x.reopen[k]) - t) if crew > x.overtime_above[sme] else 0

    def within_reach(self, lot, t):
        """Returns the work of a lot that could be done at t, at base times."""
        x, c = self.x, int(self.x.component[lot.order.row])
        if lot.next not in (START, FINISH, UP):
            return 0
        rows = range(lot.operation, x.first_operation[c + 1])
        ahead = [j for j in rows if x.is_reworked[j] or not lot.only_reworked]
        able = list(takewhile(lambda j: x.workshop[j] >= 0 and not x.has_hours[x.workshop[j]], ahead))
        if lot.left < 0 or not able:
            return self.base(able, lot.pieces)
        worked = lot.total - lot.left
        if lot.next == FINISH:
            worked += self.opened(self.clock(lot), t) - self.opened(self.clock(lot), lot.since)
        return max(0, self.base(able[:1], lot.pieces) - worked) + self.base(able[1:], lot.pieces)

    def nobody_works_on(self, until):
        """Checks that nobody who should have worked on went home before `until`."""
        for sme, evenings in self.evenings.items():
            while evenings and evenings[0][0] < until:
                went = self.works_on(sme, *evenings.pop(0)) == 0
                self.check("an SME works on as long as it may when it has the work", holds=went)

    # ---- operations

    def turn_to(self, lot, first):
        """Lets a lot turn to its next operation, the `first`-th of the routing or a later one, or to inspection."""
        x, c = self.x, self.x.component[lot.order.row]
        rows = range(x.first_operation[c] + first, x.first_operation[c + 1])
        lot.operation = next((j for j in rows if x.is_reworked[j] or not lot.only_reworked), -1)
        if lot.operation < 0:
            lot.next = INSPECT
        elif x.workshop[lot.operation] < 0:
            lot.next, lot.since, lot.unit = FINISH, self.now, -1
            lot.left = sum(self.times(lot))
        else:
            self.to_workshop(lot)

    def to_workshop(self, lot):
        x, w = self.x, self.x.workshop[lot.operation]
        lot.left = -1
        rank = (self.urgency(lot, x.rule[w]), self.now * x.ties_by_arrival)
        self.wait(lot, START, x.pool[lot.sme, w], rank, x.work_calendar[lot.sme, w])
        lot.own = lot.key
        if x.crews[lot.sme] >= 0:
            lot.own = (not lot.begun, self.urgency(lot, x.crew_rule), *lot.key[1:])

    def free_crews(self, sme):
        return NEVER if self.x.crews[sme] < 0 else int(self.crew_count[sme]) - self.crews[sme]

    def times(self, lot):
        """Returns set-up and processing time as drawn, before the SME's factor."""
        x, i, j = self.x, lot.order.row, lot.operation
        first, end = x.first_operation[x.component[i]], x.first_operation[x.component[i] + 1]
        k = int(x.first_draw[i] + (lot.attempt - 1) * (end - first) + j - first)
        processing = scaled(lot.pieces * int(x.per_piece[j]), int(x.work_draw[k]))
        return scaled(int(x.setup[j]), int(x.setup_draw[k])), processing

    def urgency(self, lot, rule):
        x, j, end = self.x, lot.operation, self.x.first_operation[self.x.component[lot.order.row] + 1]
        to_do = [k for k in range(j, end) if x.is_reworked[k] or not lot.only_reworked]
        work = [int(x.setup[k]) + lot.pieces * int(x.per_piece[k]) for k in to_do]
        ratio = min(1000 * (lot.order.due - self.now) // max(sum(work), 1), NEVER)
        priority = int(x.priority[x.stream[lot.order.row]])
        plain = (self.now, work[0], lot.order.due, -sum(work), sum(work), ratio, priority)
        return (*plain, -work[0], -self.now, -len(to_do), len(to_do))[rule]

    def free_units(self, pool):
        units = range(self.x.first_unit[pool], self.x.first_unit[pool + 1])
        return [u for u in units if (s := self.units[u]).open and not (s.closing or s.down or s.out or s.lot)]

    def firsts(self, pool):
        """Returns the lots with which SMEs stand in a pool: of each that is open, its first one."""
        found = {}
        for lot in self.waiting[START, pool]:
            if self.is_open(lot.calendar, self.now) and (lot.sme not in found or lot.own < found[lot.sme].own):
                found[lot.sme] = lot
        return sorted(found.values(), key=lambda lot: lot.key)

    def next_start(self):
        """Returns the lot that starts next: that its workshop and its SME put first, or in a circle some workshop's."""
        short = [p for p in range(len(self.x.pool_type)) if self.waiting[START, p] and self.free_units(p)]
        may = [[lot for lot in self.firsts(p) if self.free_crews(lot.sme) > 0][:1] for p in short]
        able = [w for p in short for w in self.waiting[START, p] if self.is_open(w.calendar, self.now)]
        starts = [lot for first in may for lot in first]
        for lot in starts:
            if sum(w.sme == lot.sme and w.own < lot.own for w in able) < self.free_crews(lot.sme):
                return lot
        return next(iter(starts), None)

    def start(self, order, lot, operation, unit, setup):
        x, lot = self.x, self.expect(order, lot, START)
        free, place = self.free_units(lot.place), self.units[unit]
        if unit in self.preempted:
            self.check("who preempts starts", holds=lot is self.preempted.pop(unit)[1])
        else:
            self.check("what workshop and SME put first starts", holds=lot is self.next_start())
            self.check("the free unit of lowest number is taken", holds=[unit] == free[:1])
        self.waiting[START, lot.place].remove(lot)
        self.check("nothing is granted while closed", holds=self.is_open(lot.calendar, self.now))
        self.check("a lot works in its operation's workshop", holds=operation == lot.operation)
        self.check("no more crews are busy than there are", holds=self.free_crews(lot.sme) > 0)
        self.crews[lot.sme] += 1
        if lot.left < 0:
            factors = self.factors[lot.sme, [ON_SETUP, ON_PROCESSING]].tolist()
            lot.wear = int(self.factors[lot.sme, ON_WEAR])
            lot.setup, processing = map(scaled, self.times(lot), factors)
            lot.setup = 0 if x.setup_on_change and place.last == lot.operation else lot.setup
            lot.left = lot.total = lot.setup + processing
        self.check("set-up is what is still to do", holds=setup == lot.setup)
        lot.unit, lot.since, lot.started, lot.started_row, lot.done = unit, self.now, self.now, self.row, 0
        place.lot, place.last, lot.next = lot, operation, FINISH

    def clock(self, lot):
        return int(self.x.work_clock[lot.sme, self.x.workshop[lot.operation]])

    def stretch(self, lot, unit, operation, amount):
        """Ends a stretch of work; returns how many ms it had."""
        place, clock = self.units[unit], self.clock(lot)
        worked = self.opened(clock, self.now) - self.opened(clock, lot.since)
        lot.done, lot.left, lot.setup = lot.done + worked, lot.left - worked, lot.setup - min(worked, lot.setup)
        right = (lot.unit, lot.operation, lot.done) == (unit, operation, amount) and place.lot is lot
        self.check("work is what was open since its start", holds=right and lot.left >= 0)
        self.check("nothing is worked on a unit that is down", holds=not place.down)
        return worked

    def wear(self, lot, worked):
        """Uses up the life of a unit; returns how many ms of work it had survived from the stretch's start."""
        w, place = self.x.workshop[lot.operation], self.units[lot.unit]
        if self.x.failure_clock[w] != WORKING:
            return NEVER
        survives = -(-place.life // lot.wear)
        place.life = max(0, place.life - worked * lot.wear)
        return survives

    def finish(self, order, lot, operation, unit, amount):
        lot = self.expect(order, lot, FINISH)
        if unit >= 0:
            place, left = self.units[unit], lot.left
            self.check("work ends when it is done", holds=self.takes(self.clock(lot), lot.since, left))
            survives = self.wear(lot, self.stretch(lot, unit, operation, amount))
            self.check("work ends when it is done", holds=lot.left == 0)
            self.check("a unit fails when its life ends before the work", holds=survives >= left)
            place.lot, lot.unit = None, -1
            self.crews[lot.sme] -= 1
        else:
            right = (operation, amount, self.now) == (lot.operation, lot.left, lot.since + lot.left)
            self.check("an operation outside takes its time", holds=right and self.x.workshop[operation] < 0)
        lot.begun = True
        self.turn_to(lot, operation + 1 - self.x.first_operation[self.x.component[lot.order.row]])
        self.check("a row says what its lot turns to", holds=self.then == lot.operation)

    def preempt(self, order, lot, operation, unit, amount):
        lot = self.expect(order, lot, FINISH)
        if self.units[unit].out:
            self.give_up(lot, unit, operation, amount)
            return
        w, pool = self.x.workshop[lot.operation], int(self.pool_of[unit])
        pairs = ((claimant, self.victim(pool, claimant)) for claimant in self.firsts(pool))
        claimant, victim = next((pair for pair in pairs if pair[1]), (None, None))
        self.check("only the rule that asks for it preempts", holds=bool(self.x.preempts[w]))
        self.check("the least urgent, latest, highest lot gives way", holds=lot is victim)
        worked = self.stretch(lot, unit, operation, amount)
        self.check("a unit fails when its life ends before the work", holds=self.wear(lot, worked) >= worked)
        self.check("nothing that could start is passed over for a preemption", holds=self.next_start() is None)
        self.preempted[unit] = (lot, claimant)
        self.leave_unit(lot, unit)

    def give_up(self, lot, unit, operation, amount):
        """Lets a lot leave a unit that is out, as soon as it is, and is not down."""
        worked = self.stretch(lot, unit, operation, amount)
        self.check("a unit fails when its life ends before the work", holds=self.wear(lot, worked) >= worked)
        self.leave_unit(lot, unit)

    def leave_unit(self, lot, unit):
        """Lets a lot wait again, with its keys and what is left of its work."""
        self.units[unit].lot = None
        self.crews[lot.sme] -= 1
        since, key, own, left = lot.since, lot.key, lot.own, lot.left
        self.to_workshop(lot)
        lot.key, lot.own, lot.left, lot.since = key, own, left, since

    def victim(self, pool, claimant):
        """Returns who gives way to a lot: with no crew free, one of its own SME."""
        at_work = [p.lot for u, p in enumerate(self.units) if p.lot and self.pool_of[u] == pool]
        own = [v for v in at_work if v.sme == claimant.sme or self.free_crews(claimant.sme) > 0]
        able = [v for v in own if v.key[0] > claimant.key[0] and self.is_preemptible(v)]
        if self.free_crews(claimant.sme) < 0:
            return None
        return max(able, key=lambda v: (v.key[0], v.started, v.order.number, v.number), default=None)

    def is_preemptible(self, lot):
        """Returns whether a lot at work could give way now: it is worked on, goes on, and its unit stays up."""
        place = self.units[lot.unit]
        if place.down or place.closing or not self.is_open(self.clock(lot), self.now):
            return False
        ahead = self.log[self.row :]
        same = ahead[(ahead["order"] == lot.order.number) & (ahead["lot"] == lot.number) & (ahead["time"] == self.now)]
        return not np.isin(same["kind"][:1], (FINISH, DOWN)).any()

    # ---- units

    def down(self, order, lot, operation, unit, amount):
        x, place = self.x, self.units[unit]
        by_calendar = x.failure_clock[x.pool_type[self.pool_of[unit]]] == CALENDAR
        if by_calendar:
            self.check("a unit fails by the calendar", holds=self.now == x.life[unit, place.failed])
        if order >= 0:
            lot = self.lots[order, lot]
            left = lot.left
            worked = self.stretch(lot, unit, operation, amount)
            survives = self.wear(lot, worked)
            if not by_calendar:
                ends = worked == survives < left and self.takes(self.clock(lot), lot.since, worked)
                self.check("a unit fails when its life ends before the work", holds=ends)
            self.check("what is done does not fail", holds=lot.left > 0)
            lot.next = UP
        self.check("an idle unit is idle, a busy one busy", holds=(place.lot is None) == (order < 0))
        self.check("a unit that is down does not fail", holds=not place.down)
        place.down, place.since = True, self.now

    def up(self, order, lot, _operation, unit, amount):
        x, place = self.x, self.units[unit]
        w, repair = x.pool_type[self.pool_of[unit]], int(x.repair[unit, place.failed])
        if x.failure_clock[w] == CALENDAR:
            self.check("a repair takes its time", holds=self.now == repair)
        elif x.repairs_open[w]:
            self.check("a repair takes its time", holds=self.takes(self.clock(place.lot), place.since, repair))
        else:
            self.check("a repair takes its time", holds=self.now == place.since + repair)
        if order >= 0:
            lot = self.expect(order, lot, UP)
            self.check("nothing is worked on a unit that is down", holds=amount == lot.done)
            lot.since, lot.next = self.now, FINISH
        place.down, place.failed = False, place.failed + 1
        if x.failure_clock[w] == WORKING:
            place.life = int(x.life[unit, place.failed])

    def change(self, _order, _lot, _operation, unit, amount):
        if unit < 0:
            self.renew(amount)
            return
        if abs(amount) == 2:
            self.check("units are out as the date says", holds=self.outages.pop(0) == (unit, amount == -2))
            self.units[unit].out = amount == -2
            return
        place, on = self.units[unit], self.x.opened[unit] if amount > 0 else self.x.closed[unit]
        self.check("units open and close on their dates", holds=self.now == on and place.open == (amount < 0))
        place.open, place.closing = True, amount < 0

    def renew(self, epoch):
        """Lets what changes on a date do so."""
        x = self.x
        self.check("changes happen on their dates, in order", holds=self.epochs[:1] == [self.now] == [x.epoch[epoch]])
        self.epochs.pop(0)
        for n in range(x.first_new[epoch], x.first_new[epoch + 1]):
            if x.new_what[n] == OUT:
                self.outages.append((int(x.new_of[n]), bool(x.new_value[n])))
            elif x.new_what[n] == CREWS:
                self.crew_count[x.new_of[n]] = x.new_value[n]
            elif x.new_what[n] == SCORES:
                self.scores.append((x.new_of[n], x.new_value[n]))
            elif x.new_what[n] == CAPITAL:
                self.free_cash[x.new_of[n]] += int(x.new_value[n]) - int(self.capital[x.new_of[n]])
                self.capital[x.new_of[n]] = x.new_value[n]
            elif x.new_what[n] in self.costs:
                self.costs[x.new_what[n]][x.new_of[n]] = x.new_value[n]
            else:
                self.factors[x.new_of[n], x.new_what[n]] = x.new_value[n]

    def match(self, _order, _lot, _operation, stream, begins):
        m, self.matched = self.matched, self.matched + 1
        due = tuple(int(each[m]) for each in (self.x.match, self.x.match_of, self.x.match_begins))
        self.check("prospects are won as drawn", holds=due == (self.now, stream, begins))
        won = self.x.match_of[:m][self.x.match_begins[:m] >= 0]
        self.check("who is won is asked no more", holds=stream not in won)

    def score(self, _order, _lot, _operation, sme, score):
        told = self.scores and self.scores.pop(0)
        self.check("scores are told as they change", holds=told == (sme, score) and self.x.score[sme] >= 0)

    # ---- inspection

    def inspect(self, order, lot, attempt, sme, rejected):
        x, lot = self.x, self.expect(order, lot, INSPECT)
        i, stream, pieces = lot.order.row, x.stream[lot.order.row], lot.pieces
        bad = self.rejects(lot)
        right = (attempt, sme, rejected) == (lot.attempt, lot.sme, self.finds(lot, bad))
        self.check("an inspection rejects as drawn", holds=right)
        self.check("no more passes than allowed", holds=lot.attempt <= x.passes)
        lot.good, lot.escaped = lot.good + pieces - rejected, lot.escaped + bad - rejected
        again = rejected > 0 and lot.attempt < x.passes
        c = x.component[i]
        reworked = x.is_reworked[x.first_operation[c] : x.first_operation[c + 1]].any()
        if again and x.rejects[stream] == REWORK and reworked:
            self.rework(lot, rejected, partial=bool(x.partial[stream]))
            self.check("a row says what its lot turns to", holds=self.then == lot.operation)
            return
        goes_over = again and x.rejects[stream] == REMAKE and not x.partial[stream]
        self.check("a row says what its lot turns to", holds=self.then == (GOES_OVER if goes_over else READY))
        if again and x.rejects[stream] == REMAKE:
            self.remake(lot, rejected, partial=bool(x.partial[stream]))
            return
        self.in_hand[lot.sme] -= 1
        self.to_truck(lot)

    def rejects(self, lot):
        x, i = self.x, lot.order.row
        if x.reject_count[i] == 0:
            return 0
        draw, own = int(x.reject_draw[x.first_pass[i] + lot.attempt - 1]), int(self.factors[lot.sme, ON_REJECTS])
        factor = scaled(own, int(self.factors[x.component[i], ON_REJECT_RATE]))
        rate, parts = int(x.reject_count[i]), int(x.quantity[i]) * PPM
        if lot.attempt > 1:
            rate, parts = int(x.reject_rate[x.component[i]]), PPM * PPM
        return min(lot.pieces, (lot.pieces * rate * factor + draw) // parts)

    def finds(self, lot, bad):
        x, i = self.x, lot.order.row
        if bad == 0 or x.detection[x.component[i]] == PPM:
            return bad
        return (bad * int(x.detection[x.component[i]]) + int(x.escape_draw[x.first_pass[i] + lot.attempt - 1])) // PPM

    def rework(self, lot, rejected, *, partial):
        if partial and lot.good:
            self.new_lot(lot.order, lot.sme, 0, lot.attempt, (lot.good, lot.escaped), lot.number)
            lot.good = lot.escaped = 0
        lot.pieces, lot.attempt, lot.only_reworked = rejected, lot.attempt + 1, True
        self.turn_to(lot, 0)

    def remake(self, lot, rejected, *, partial):
        beside = (0, 0) if partial else (lot.good, lot.escaped)
        if partial:
            self.to_truck(lot)
        else:
            del self.lots[lot.order.number, lot.number]
            lot.order.under_way -= 1
        self.new_lot(lot.order, lot.sme, rejected, lot.attempt + 1, beside, lot.number)
        if not partial:
            self.unborn[-1].tied = lot.tied

    # ---- delivery

    def to_truck(self, lot):
        """Lets a lot that is ready be held, or wait for its truck; one of a replenishment enters stock."""
        if lot.order.call:
            lot.next = STOCK
            return
        untils, said = self.held_until(lot), self.said_to_be_held(lot)
        self.check("a lot is held until it is wanted", holds=said in untils)
        if said > self.now:
            lot.next = HOLD
        else:
            self.to_lane(lot, self.now)

    def to_lane(self, lot, since):
        """Lets a lot wait for its truck, by the moment at which it was ready."""
        lane = self.x.lane[self.x.stream[lot.order.row]]
        lot.next, lot.arrives = ARRIVE, self.now
        if lot.good > 0 and lane >= 0:
            lot.grams = lot.good * int(self.x.grams[self.x.component[lot.order.row]])
            hours = self.x.lane_calendar[lane] if self.x.truck[lane] < 0 else -1
            self.wait(lot, TRUCK, lane, (since,), hours)
            lot.since = since

    def said_to_be_held(self, lot):
        """Returns until when the log says that a lot is held which is ready now."""
        ahead = self.log[self.row + 1 :][:1000]
        same = ahead[(ahead["order"] == lot.order.number) & (ahead["lot"] == lot.number) & (ahead["time"] == self.now)]
        held = same[same["kind"] == HOLD]
        return int(held["amount"][0]) if len(held) else self.now

    def held_until(self, lot):
        """Returns until when a lot is held: two answers where a truck leaves now, and may have left already."""
        x, i = self.x, lot.order.row
        lane, wanted, accepted = (
            int(x.lane[x.stream[i]]),
            lot.order.due - int(x.hold[i]),
            lot.order.due + int(x.late[i]),
        )
        if lot.good == 0 or x.hold[i] < 0 or lot.order.due >= NEVER:
            return {self.now}
        if lane < 0 or x.truck[lane] < 0:
            return {max(self.now, wanted)}
        found = set()
        for first in (self.now, self.now + 1):
            span = [d for d in range(x.first_departure[lane], x.first_departure[lane + 1]) if x.departure[d] >= first]
            early = [d for d in span if x.planned[d] < wanted]
            fit = [d for d in span if wanted <= x.planned[d] <= accepted]
            best = (fit[:1] or early[-1:] or span)[:1]
            found.add(self.now if best == span[:1] else int(x.departure[best[0]]))
        return found

    def hold(self, order, lot, _operation, lane, until):
        lot = self.expect(order, lot, HOLD)
        self.check("a lot is held for its lane", holds=lane == self.x.lane[self.x.stream[lot.order.row]])
        self.held.append((until, self.now, lot))
        self.held.sort(key=lambda held: held[0])
        lot.next = TRUCK

    def departure(self, lane):
        """Returns the lane's departure of this moment; -1 when there is none."""
        span = range(self.x.first_departure[lane], self.x.first_departure[lane + 1])
        return next((d for d in span if self.x.departure[d] == self.now), -1)

    def truck(self, order, lot, _operation, lane, grams):
        x, lot = self.x, self.expect(order, lot, TRUCK)
        if x.truck[lane] < 0:
            self.granted(lot, TRUCK, "trucks are loaded in order")
            travel, bans = int(x.travel[lane, self.now // DAY]), int(x.ban_calendar[lane])
            self.check("a truck carries what it is given", holds=grams == lot.grams)
            lot.next, lot.arrives = ARRIVE, (bans, self.now, travel)
            return
        d = self.departure(lane)
        capacity = int(x.room[d])
        room = capacity - self.loaded[lane, d]
        self.check("consolidated trucks leave on their dates", holds=d >= 0)
        self.granted(lot, TRUCK, "trucks are loaded in order", strictly=True)
        self.check("a lot that fits no truck is parted, no other is", holds=lot.grams <= room or lot.grams > capacity)
        self.check("a truck carries what it is given", holds=grams == min(room, lot.grams))
        self.loaded[lane, d] += grams
        self.check("no truck carries more than it can", holds=self.loaded[lane, d] <= capacity)
        lot.grams -= grams
        if lot.grams:
            self.waiting[TRUCK, lane].append(lot)
        else:
            lot.next, lot.arrives = ARRIVE, int(x.arrival[d])

    def arrive(self, order, lot, _operation, lane, pieces):
        lot = self.expect(order, lot, ARRIVE)
        arrives = self.takes(*lot.arrives) if isinstance(lot.arrives, tuple) else lot.arrives == self.now
        self.check("a shipment arrives after its travel", holds=arrives)
        self.check("all good pieces arrive", holds=pieces == lot.good)
        self.check("a lot travels on its lane", holds=lane == self.x.lane[self.x.stream[lot.order.row]])
        self.missed = (order, lot.number, -1, lane, lot.escaped) if lot.escaped else ()
        lot.order.arrivals.append((self.now, lot.good, lot.escaped))
        if lot.tied:
            terms = int(self.x.terms[lot.order.row])
            self.bills[order, lot.number] = self.now + terms, lot.sme, lot.tied
        if (refill := lot.order.refill) and self.x.capital[lot.sme] < NEVER and self.needs_material(lot.order.row, 1):
            terms = int(self.x.terms[lot.order.row])
            self.bills[refill.number, 0] = self.now + terms, lot.sme, 0
        del self.lots[order, lot.number]
        lot.order.under_way -= 1
        whole = lot.order.whole or lot.order
        if lot.order.token >= 0 and not any(part.under_way for part in (whole, *whole.further)):
            self.token_free[lot.order.token] = self.now

    def escape(self, *columns):
        self.check("the partner finds what inspection missed", holds=columns == self.missed)
        self.missed = ()

    # ---- reviews

    def review_dates(self):
        x = self.x
        return [x.judged[x.first_judged[q] : x.first_judged[q + 1]] for q in range(len(x.bars))]

    def hold_reviews(self, until):
        """Finds the verdicts of the reviews up to a moment, in the order in which they must be told."""
        for date, stream in sorted(due for due in self.due_reviews if due[0] <= until):
            self.due_reviews.remove((date, stream))
            for sme in range(len(self.x.opens)):
                self.verdicts += self.verdict(stream, sme, date)

    def verdict(self, stream, sme, date):
        """Returns what a review says of an SME, in a list; an empty one where it says nothing."""
        x = self.x
        rung, climbed, until = self.rungs.get((stream, sme), (0, 0, 0))
        ladder = x.rung[x.first_rung[stream] : x.first_rung[stream + 1]].tolist()
        first = max(date - int(x.judged_over[stream]), climbed)
        orders = [o for o in self.made[stream] if o.sme == sme and first <= o.due + x.late[o.row] < date]
        if date < until or len(orders) < x.judged_by[stream]:
            return []
        arrived = [arrival for order in orders for arrival in order.arrivals]
        misses = [
            PPM * sum(map(self.came_on_time, orders)) < x.least_on_time[stream] * len(orders),
            PPM * sum(map(self.came_in_full, orders)) < x.least_in_full[stream] * len(orders),
            PPM * sum(bad for *_, bad in arrived) > x.most_escaped[stream] * sum(good for _, good, _ in arrived),
        ]
        if any(misses):
            rung = min(rung + 1, len(ladder))
            self.rungs[stream, sme] = rung, date, date + ladder[rung - 1]
        else:
            self.rungs[stream, sme] = max(0, rung - 1), climbed, until
        return [(stream, sme, len(orders), self.rungs[stream, sme][0])]

    def came_on_time(self, order):
        """Returns whether all of an order came within its window: its last lot, and each of its pieces."""
        first, last = order.due - self.x.early[order.row], order.due + self.x.late[order.row]
        if order.under_way:
            return False
        return all(
            first <= time <= last for time, good, _ in [*order.arrivals[:-1], (order.arrivals[-1][0], 1, 0)] if good
        )

    def came_in_full(self, order):
        return sum(good - bad for _, good, bad in order.arrivals) >= self.x.enough[order.row]

    def review(self, _order, _lot, stream, sme, orders):
        told = self.verdicts and self.verdicts.pop(0)
        self.check("reviews say what they must", holds=told == (stream, sme, orders, self.then))

    # ---- partnerships that grow

    def level_dates(self, stream):
        return self.x.moved[self.x.first_moved[stream] : self.x.first_moved[stream + 1]].tolist()

    def level(self, _order, _lot, _operation, stream, level):
        """A level moves by the orders of its partner, whole ones, whose windows have ended since the date before."""
        x, since = self.x, max((date for date in self.level_dates(stream) if date < self.now), default=0)
        self.check("levels move on their dates", holds=(self.now, stream) in self.due_levels)
        self.check("reviews come before levels", holds=not self.verdicts)
        self.due_levels.discard((self.now, stream))
        own = [o for o in self.orders.values() if o.call is None and x.stream[o.row] == stream]
        decided = [o for o in own if since <= o.due + x.late[o.row] < self.now]
        if decided:
            served = PPM * sum(map(self.was_served, decided)) / len(decided)
            moves = x.step[stream] * ((served >= x.good[stream]) or -int(served < x.bad[stream]))
            self.levels[stream] = min(max(self.levels[stream] + moves, x.least[stream]), x.most[stream])
        self.check("levels move as partners are served", holds=level == self.levels[stream])

    def was_served(self, order):
        """Returns whether an order is on time in full, in all its parts; nobody delivers one that was refused."""
        parts = (order, *order.further)
        arrived = [arrival for part in parts for arrival in part.arrivals]
        good = sum(pieces - bad for _, pieces, bad in arrived)
        return order.sme >= 0 and all(map(self.came_on_time, parts)) and good >= self.x.enough_in_all[order.row]

    def levels_have_moved(self, until):
        self.check("levels move on their dates", holds=all(date >= until for date, _ in self.due_levels))

    # ---- at the end of an instant

    def look_around(self, until):
        """Looks around when all is decided: until the next row, nobody may wait for what is free."""
        self.nobody_works_on(until)
        self.hold_reviews(until - 1)
        self.levels_have_moved(until)
        self.check("reviews say what they must", holds=not self.verdicts)
        self.check("changes happen on their dates, in order", holds=not self.epochs or self.epochs[0] >= until)
        at_rest = all(place.down or not place.lot for place in self.units if place.out)
        self.check("nothing is worked on a unit that is out", holds=at_rest and not self.outages)
        self.check("no unit is left when a lot is preempted", holds=not self.preempted)
        self.check("lots are born at once, in order", holds=not self.unborn)
        self.check("scores are told as they change", holds=not self.scores)
        self.check("prospects are won as drawn", holds=self.matched == np.sum(self.x.match < until))
        self.check("what is remade is paid at once", holds=not self.unpaid)
        unsettled = [bill for bill in self.bills.values() if bill[0] < until]
        self.check("a lot is paid so long after its delivery", holds=not unsettled)
        for (kind, place), queue in self.waiting.items():
            if queue:
                self.check(
                    f"nobody waits for what is free: {kinds.KINDS[kind]}", holds=self.is_short(kind, place, until)
                )
        for m in range(len(self.on_hand)):
            if self.x.buys[m] and self.x.first_review[m] == self.x.first_review[m + 1]:
                short = int(self.x.reorder_point[m]) - self.position(m) + int(self.x.reorder_at[m])
                self.check("the position is lifted above the reorder point", holds=short <= 0)
        over = [
            lot
            for lot in self.lots.values()
            if lot.next == INSPECT
            or (lot.next == ARRIVE and lot.arrives == self.now)
            or (lot.next == STOCK and lot.order.call)
            or (lot.next == MATERIAL and lot.comes < until)
        ]
        self.check("what is called off is replenished at once", holds=not self.to_refill)
        self.check("what is due happens at once", holds=not over)
        late = [
            k
            for k, t in self.token_free.items()
            if t + self.x.placed[self.x.first_row[k] + self.token_orders[k]] < until
        ]
        self.check("a token's next order is placed", holds=not late)

    def is_short(self, kind, place, until):
        """Returns whether those who wait for something have to."""
        queue, x = self.waiting[kind, place], self.x
        head = min(queue, key=lambda w: w.key)
        if kind == ALLOT:
            return False
        if kind == CASH:
            return not self.may_pay(place, self.cost_now(head))
        if kind == STOCK:
            return head.pieces > len(self.shelves[place]) and self.on_order(place) > 0
        if kind == MATERIAL:
            return head.grams > self.on_hand[place]
        if kind == START:
            able = {w.calendar for w in queue if self.free_crews(w.sme) > 0} if self.free_units(place) else ()
            if any(self.opens_within([calendar], self.now, until) for calendar in able):
                return False
            return not x.preempts[x.pool_type[place]] or not self.has_victim(place, until)
        return self.waits_for_truck(head, place, until)

    def has_victim(self, pool, until):
        """Returns whether a lot at work should have given way to one that waits."""
        at_work = [
            p.lot for u, p in enumerate(self.units) if p.lot and self.pool_of[u] == pool and not (p.down or p.closing)
        ]
        queue = self.waiting[START, pool]
        firsts = [min((w for w in queue if w.sme == sme), key=lambda w: w.own) for sme in {w.sme for w in queue}]
        return any(
            w.key[0] < v.key[0]
            and (self.free_crews(w.sme) > 0 or (v.sme == w.sme and self.free_crews(w.sme) == 0))
            and self.opens_within([w.calendar, self.clock(v)], self.now, until)
            for w in firsts
            for v in at_work
        )

    def waits_for_truck(self, head, lane, until):
        x = self.x
        if x.truck[lane] < 0:
            return not self.opens_within([head.calendar], self.now, until)
        departures = x.departure[x.first_departure[lane] : x.first_departure[lane + 1]]
        if ((departures > self.now) & (departures < until)).any():
            return False
        d = self.departure(lane)
        capacity = int(x.room[d])
        room = capacity - self.loaded[lane, d]
        return d < 0 or head.since == self.now or room == 0 or room < head.grams <= capacity


@dataclass(order=True)
class Choice:
    """An order that waits to be allotted."""

    key: tuple


def failures_by_calendar_are_missed(x: Instance, log: np.ndarray) -> bool:
    """Returns whether a failure that the calendar says did not happen."""
    downs = Counter(log["place"][log["kind"] == DOWN].tolist())
    for pool, w in enumerate(x.pool_type):
        for u in range(x.first_unit[pool], x.first_unit[pool + 1]):
            if x.failure_clock[w] == CALENDAR and downs[u] != (x.life[u] < x.horizon).sum():
                return True
            if x.failure_clock[w] == NO_CLOCK and downs[u]:
                return True
    return False
