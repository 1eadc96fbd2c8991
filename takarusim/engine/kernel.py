"""The compiled engine: the model's twin, a function for each thing that happens, over tables of whole numbers.

Reading order: `simulate` and `run` (the clock), then the life of an order from `place` to `arrive`. `x` is what a
replication is made of (`tables.Tables`), `s` what changes during the run (`tables.State`); a table has one record per
thing. Each decision is taken at the end of its instant (`heaps.call`), as in `model`.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine import rules
from takarusim.engine.compiled import entry, inlined, is_kept, jit, lowest_bit, reference
from takarusim.engine.heaps import (
    Place,
    call,
    cash_queue,
    comes_first,
    count_before,
    finished_queue,
    is_before,
    join,
    lane_queue,
    leave,
    material_queue,
    own_queue,
    pop_call,
    pop_event,
    schedule,
    stand,
    stand_back,
)
from takarusim.engine.instance import (
    AHEAD,
    ALLOT,
    ARRIVE,
    BORN,
    BUYS,
    CALENDAR,
    CALLS_OFF,
    CAPITAL,
    CASH,
    CHANGE,
    CLOSE,
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
    LOSS,
    LOTS,
    MATCH,
    MATERIAL,
    NEVER,
    ON_FALLBACK_LEAD,
    ON_LEAD,
    ON_LOSS,
    ON_PROCESSING,
    ON_REJECT_RATE,
    ON_REJECTS,
    ON_SETUP,
    ON_SINGLE_LEAD,
    ON_WEAR,
    OPEN,
    OUT,
    OVERTIME,
    PARTS,
    PLACE,
    PPM,
    PREEMPT,
    RANK,
    READY,
    RECEIVE,
    RELEASE,
    REMAKE,
    REORDER,
    REVIEW,
    REWORK,
    SCORE,
    SCORES,
    SETTLE,
    SINGLY,
    SMES,
    START,
    STOCK,
    TRUCK,
    UP,
    WITHHELD,
    WORKING,
    Instance,
    Short,
)
from takarusim.engine.tables import (
    BIRTHS,
    BITS,
    BOUGHT,
    CALLS,
    EVENTS,
    FREE_LOT,
    GROWING,
    LIVE,
    LOGGED,
    LOTS_USED,
    NEXT_ORDER,
    NOBODY,
    NOW,
    SHIPPED,
    SHORT,
    doubled,
    state_of,
    tables_of,
)

__all__ = ["is_compiled", "simulate"]

DONE, TOO_SHORT = -1, -2  # what `run` returns when no table is full
BIT = np.uint64(1)  # of a word of free units

coming, after, scaled, end_of_day = map(jit, (rules.coming, rules.after, rules.scaled, rules.end_of_day))
factor, what_follows, stretched = map(jit, (rules.factor, rules.what_follows, rules.stretched))
choose_sme, next_operation, queue_key = map(jit, (rules.choose_sme, rules.next_operation, rules.queue_key))
came, begins, needs_material, cost = map(jit, (rules.came, rules.begins, rules.needs_material, rules.cost))
ordered = jit(rules.ordered)
first_rejects, later_rejects, found_rejects = map(jit, (rules.first_rejects, rules.later_rejects, rules.found_rejects))
pass_work, per_crew = jit(rules.pass_work), jit(rules.per_crew)
missing, fallback, survives, target = map(jit, (rules.missing, rules.fallback, rules.survives, rules.target))
is_barred, is_missed, rung_after = map(jit, (rules.is_barred, rules.is_missed, rules.rung_after))
is_placed, level_after = jit(rules.is_placed), jit(rules.level_after)
may_pay, finished_stock, bad_among = map(jit, (rules.may_pay, rules.finished_stock, rules.bad_among))
ends_day, week, overtime, within_reach = map(jit, (rules.ends_day, rules.week, rules.overtime, rules.within_reach))


class Allotted(NamedTuple):
    """An order that is allotted, or a part of one, and with what it is told who may have it."""

    row: int
    lot: int  # the first one
    now: int
    x: Any  # Tables
    s: Any  # State


# ---- an order is placed, allotted, and gets its material


@jit
def place(x, s, now, i, number):
    """Order i is placed under its number, unless its partner does without it."""
    if len(x.mark) > 0 and not is_placed(x, i, s.growth[x.stream[i]].level):
        do_without(x, s, now, i)
        return
    record(s, now, PLACE, number, NOBODY, x.token[i], x.stream[i], ordered(x, i))
    k, stream = new_lot(s), x.streams[x.stream[i]]
    lot = s.lots[k]
    lot.row, lot.order, lot.whole, lot.parts, lot.lots, lot.head, lot.under_way, lot.number = (
        i,
        number,
        k,
        1,
        1,
        k,
        1,
        0,
    )
    lot.component, lot.priority, lot.lane = x.component[i], stream.priority, stream.lane
    lot.first_draw = x.first_draw[i]
    lot.due = end_of_day(now + x.due[i]) if x.token[i] >= 0 and x.due[i] < NEVER else x.due[i]
    lot.subject = number * LOTS
    lot.tie = x.tie[i] * RANK + lot.subject
    lot.pieces, lot.attempt, lot.next = x.quantity[i], 1, NOBODY
    last = k
    for part in range(x.first_part[i], x.first_part[i + 1]):
        new = part_off(x, s, k, part)
        s.lots[last].next, last = new, new
    join(s, stream.channel, now, k)
    call(s, ALLOT, stream.channel)


@jit
def do_without(x, s, now, i):
    """Potential order i is withheld; or it is latent, and nobody knows of it."""
    if x.mark[i] < PPM:
        record(s, now, WITHHELD, i, NOBODY, NOBODY, x.stream[i], ordered(x, i))


@jit
def part_off(x, s, k, part):
    """The first lot of a further part of lot k's order comes into being; its row is returned."""
    new = split(s, k, x.quantity[part])
    lot, whole = s.lots[new], s.lots[k]
    whole.under_way -= 1  # it is no lot of the first part
    whole.parts += 1
    lot.head, lot.under_way, lot.row, lot.first_draw, lot.next = new, 1, part, x.first_draw[part], NOBODY
    return new


@jit
def new_lot(s):
    """A row for a lot that comes into being."""
    k = take_row(s)
    lot = s.lots[k]
    lot.good, lot.escaped, lot.tied, lot.only_reworked, lot.is_begun, lot.is_standing, lot.asleep = 0, 0, 0, 0, 0, 0, 0
    lot.unit, lot.finishes, lot.came, lot.stock, lot.refills = NOBODY, NEVER, 0, NOBODY, 0
    s.size[LIVE] += 1
    return k


@jit
def take_row(s):
    """A row of lots: one that is free again, else the next one."""
    k = s.size[FREE_LOT]
    if k >= 0:
        s.size[FREE_LOT] = s.lots[k].next
    else:
        k = s.size[LOTS_USED]
        s.size[LOTS_USED] += 1
    return k


@jit
def free_lot(s, k):
    """The row of a lot that is no more is free again."""
    s.lots[k].next, s.size[FREE_LOT] = s.size[FREE_LOT], k


@jit
def split(s, k, pieces):
    """A further lot of lot k's order comes into being, in the same hands; its row is returned."""
    new = new_lot(s)
    lot, parent = s.lots[new], s.lots[k]
    whole = s.lots[parent.whole]
    lot.row, lot.order, lot.whole, lot.head, lot.number = (
        parent.row,
        parent.order,
        parent.whole,
        parent.head,
        whole.lots,
    )
    lot.first_draw, lot.component, lot.priority, lot.lane, lot.due, lot.sme = (
        parent.first_draw,
        parent.component,
        parent.priority,
        parent.lane,
        parent.due,
        parent.sme,
    )
    lot.subject = whole.subject + whole.lots
    lot.tie = whole.tie + whole.lots
    lot.pieces, lot.attempt, lot.stock, lot.refills = pieces, parent.attempt, parent.stock, parent.refills
    whole.lots += 1
    s.lots[parent.head].under_way += 1
    return new


@jit
def bear_lot(x, s, now, k, of):
    """The birth of lot k, perhaps of the pieces of another one, is written down."""
    lot = s.lots[k]
    pieces, then = lot.pieces, NOBODY
    if lot.pieces == 0:
        pieces, then = lot.good, READY
    elif not needs_material(x, lot.row, x.components[lot.component].material, lot.attempt):
        then = first_operation(x, lot)
    elif lot.attempt == 1 and x.capital[lot.sme] < NEVER:
        then = BUYS
    record(s, now, BORN, lot.order, lot.number, of, lot.sme, pieces, then)


@jit
def allot(x, s, now, channel):
    """The instant's orders are allotted, one by one, and part by part."""
    while s.queues[channel] >= 0:
        first = k = leave(s, channel)
        sme = choose(x, s, now, first, first)
        record(s, now, ALLOT, s.lots[first].order, NOBODY, NOBODY, sme, NOBODY)
        if is_moved(x, x.stream[s.lots[first].row]):
            await_decision(x, s, s.lots[first].row)
        while k >= 0:
            following = s.lots[k].next
            if sme < 0:
                s.size[LIVE] -= 1
                free_lot(s, k)
            else:
                give(x, s, now, k, sme)
                if following >= 0:
                    sme = choose(x, s, now, first, following)
            k = following


@jit
def choose(x, s, now, first, k):
    """Who gets an order, or a part of it, with lot k: one that has a part only if nobody else takes it.

    A part that nobody takes is for who has the first one.
    """
    lot = s.lots[k]
    costs = material_cost(x, s, lot, False), material_cost(x, s, lot, True)
    for orders in (NEVER, 0):
        fill(s, first, k, orders)
        sme = choose_sme(x, s, promised, Allotted(lot.row, k, now, x, s), costs, now)
        fill(s, first, k, -orders)
        if sme >= 0 or k == first:
            return sme
    return s.lots[first].sme


@jit
def fill(s, first, end, orders):
    """The SMEs that have the parts of an order from lot `first` on, up to `end`, have so many more in hand."""
    while first != end:
        s.in_hand[s.lots[first].sme] += orders
        first = s.lots[first].next


@jit
def give(x, s, now, k, sme):
    """An order, or a part of one, is in the hands of an SME, with its first lot k."""
    lot = s.lots[k]
    lot.sme = sme
    if is_reviewed(x, x.stream[lot.row]):
        expect(x, s, x.stream[lot.row], lot)
    lot.stock = finished_stock(x, lot.row, sme)
    if lot.stock < 0:
        begin_order(x, s, now, k)
    else:
        call_off(x, s, now, k)


@jit
def begin_order(x, s, now, k):
    """An SME takes an order in hand, in its first lot."""
    lot = s.lots[k]
    s.in_hand[lot.sme] += 1
    bear_lot(x, s, now, k, NOBODY)
    take_on(x, s, lot)
    if needs_cash(x, lot):
        join(s, cash_queue(x, lot.sme), now, k)
        call(s, CASH, lot.sme)
    else:
        ask_material(x, s, now, k)


@jit
def promised(order, sme):
    """What each crew of an SME would have to work with an order, in its first lot k; 0 where that does not decide.

    NOBODY of one that the partner bars.
    """
    x, s, lot, stream = order.x, order.s, order.s.lots[order.lot], order.x.stream[order.row]
    if x.bars[stream] and is_barred(x, s.standing[stream, sme].until, stream, sme, order.now):
        return NOBODY
    if not x.weighs[stream]:
        return 0
    work = pass_work(x, lot.component, begins(x, lot.row, 1), lot.pieces, 0)
    return per_crew(work_in_hand(x, s, order.now, sme) + work, factor(s.factors, sme, ON_PROCESSING), s.smes[sme].crews)


@jit
def work_in_hand(x, s, now, sme):
    """The work that an SME has in hand now."""
    k = s.smes[sme].at_work
    while k >= 0:
        if not s.units[s.lots[k].unit].is_down:
            count_off(x, s, k, worked_since(x, s, now, k))
        k = s.lots[k].behind
    return s.smes[sme].work


@jit
def take_on(x, s, lot):
    """The work of a lot's pass is in its SME's hands."""
    if x.knows_work:
        s.smes[lot.sme].work += pass_work(
            x, lot.component, begins(x, lot.row, lot.attempt), lot.pieces, lot.only_reworked
        )


@jit
def count_off(x, s, k, worked):
    """What has been worked in a stretch is no longer in hand; no more than the operation has there."""
    if x.knows_work:
        lot = s.lots[k]
        gone = min(worked - lot.counted, lot.ahead)
        lot.counted = worked
        lot.ahead -= gone
        s.smes[lot.sme].work -= gone
        if is_reached(x, lot.operation):
            s.smes[lot.sme].reach -= gone


@jit
def come_within_reach(x, s, lot):
    """The work of a lot from its operation on is within reach, as far as overtime reaches."""
    if x.knows_work:
        s.smes[lot.sme].reach += within_reach(x, lot.component, lot.operation, lot.pieces, lot.only_reworked)


@jit
def is_reached(x, j):
    """Whether overtime reaches an operation: in a workshop without hours of its own."""
    return x.workshop[j] >= 0 and not x.has_hours[x.workshop[j]]


@jit
def begin_work(s, k):
    """Lot k is among those at work of its SME, where crews are limited."""
    lot = s.lots[k]
    sme = s.smes[lot.sme]
    lot.before, lot.behind = NOBODY, sme.at_work
    if sme.at_work >= 0:
        s.lots[sme.at_work].before = k
    sme.at_work = k


@jit
def end_work(s, k):
    """Lot k is at work no longer."""
    lot = s.lots[k]
    if lot.before >= 0:
        s.lots[lot.before].behind = lot.behind
    else:
        s.smes[lot.sme].at_work = lot.behind
    if lot.behind >= 0:
        s.lots[lot.behind].before = lot.before


@jit
def material_cost(x, s, lot, singly):
    """What the material costs that a lot still has to get, from stock or singly."""
    if not needs_material(x, lot.row, x.components[lot.component].material, lot.attempt):
        return 0
    price = s.single_cost[lot.component] if singly else s.cost[lot.component]
    return cost(price, lot.pieces, x.advance[lot.row] if lot.attempt == 1 else 0)


@jit
def cost_now(x, s, lot):
    """The same of a lot that asks for it now: of a replenishment whose call-off is paid already, nothing."""
    if lot.refills and s.calls_off[lot.row].is_paid:
        return 0
    return material_cost(x, s, lot, x.singly[lot.sme, lot.component])


@jit
def needs_cash(x, lot):
    """Whether the material of a lot ties up cash that has a limit."""
    return x.capital[lot.sme] < NEVER and needs_material(x, lot.row, x.components[lot.component].material, lot.attempt)


@jit
def tie_up(x, s, now, lot):
    """The material of a lot ties up cash of its SME."""
    rupiah = cost_now(x, s, lot)
    lot.tied += rupiah
    if lot.refills:
        s.calls_off[lot.row].tied += rupiah
    s.smes[lot.sme].cash -= rupiah
    record(s, now, CASH, lot.order, lot.number, NOBODY, lot.sme, rupiah)


@jit
def grant_cash(x, s, now, sme):
    """An SME pays for the material of its lots, until one costs more than there is."""
    q, own = cash_queue(x, sme), s.smes[sme]
    while s.queues[q] >= 0:
        if not may_pay(cost_now(x, s, s.lots[s.queues[q]]), own.cash, own.resting, s.capital[sme]):
            return
        k = leave(s, q)
        tie_up(x, s, now, s.lots[k])
        want_material(x, s, now, k)


@jit
def settle(x, s, now, subject, what):
    """A lot is paid, and ties up cash no longer."""
    sme, rupiah = what % SMES, what // SMES
    if what < 0:  # ~ the row of a call-off
        called = s.calls_off[~what]
        sme, rupiah = called.sme, called.tied
        called.tied, called.is_paid = 0, 1
    s.smes[sme].cash += rupiah
    record(s, now, SETTLE, subject // LOTS, subject % LOTS, NOBODY, sme, rupiah)
    call(s, CASH, sme)


# ---- call-offs are served from finished stock, which replenishments fill again


@jit
def call_off(x, s, now, k):
    """Lot k is a call-off: it waits for finished stock, and what is called off is made anew, in whole boxes."""
    lot = s.lots[k]
    stock = s.finished[lot.stock]
    record(s, now, BORN, lot.order, lot.number, NOBODY, lot.sme, lot.pieces, CALLS_OFF)
    stock.owed += lot.pieces
    s.calls_off[lot.row].waits = 1
    join(s, finished_queue(x, lot.stock), now, k)
    call(s, STOCK, lot.stock)
    position = stock.on_hand + stock.on_order - stock.owed
    pieces = missing(position, x.finished_level[lot.stock], 0, NOBODY, x.finished_box[lot.stock])
    if pieces > 0:
        replenish(x, s, now, k, pieces)


@jit
def replenish(x, s, now, k, pieces):
    """An order of the SME's own is born, with the draws of the call-off k, for pieces that go into stock."""
    new = new_lot(s)
    lot, call_ = s.lots[new], s.lots[k]
    number = FIRST_BORN + s.size[BIRTHS]
    s.size[BIRTHS] += 1
    lot.row, lot.order, lot.whole, lot.parts, lot.lots = call_.row, number, new, 1, 1
    lot.head, lot.under_way, lot.number = new, 1, 0
    lot.component, lot.priority, lot.lane, lot.due = call_.component, call_.priority, call_.lane, call_.due
    lot.first_draw, lot.subject = call_.first_draw, number * LOTS
    lot.tie = x.tie[lot.row] * RANK + lot.subject
    lot.pieces, lot.attempt, lot.sme, lot.stock, lot.refills = pieces, 1, call_.sme, call_.stock, 1
    called = s.calls_off[lot.row]
    called.number, called.sme, called.ordered = number, lot.sme, pieces
    s.finished[lot.stock].on_order += pieces
    record(s, now, ALLOT, number, NOBODY, NOBODY, lot.sme, call_.order)
    begin_order(x, s, now, new)


@jit
def put_in(s, f, pieces, bad):
    """A batch enters finished stock f."""
    b, stock = take_row(s), s.finished[f]
    batch = s.lots[b]
    batch.pieces, batch.escaped, batch.done, batch.next = pieces, bad, 0, NOBODY
    if stock.first < 0:
        stock.first = b
    else:
        s.lots[stock.last].next = b
    stock.last = b
    stock.on_hand += pieces


@jit
def take_out(s, k):
    """Lot k gets its pieces out of finished stock, as far as there are any: the oldest ones, bad ones as they come."""
    lot = s.lots[k]
    stock = s.finished[lot.stock]
    lot.good = min(lot.pieces, stock.on_hand)
    stock.on_hand -= lot.good
    left = lot.good
    while left > 0:
        b = stock.first
        batch = s.lots[b]
        until = min(batch.pieces, batch.done + left)
        lot.escaped += bad_among(batch.escaped, batch.pieces, batch.done, until)
        left -= until - batch.done
        batch.done = until
        if until == batch.pieces:
            stock.first = batch.next
            free_lot(s, b)


@jit
def supply(x, s, now, f):
    """Call-offs leave stock f whole, first come, first served; when nothing is made any more, with what is there."""
    q, stock = finished_queue(x, f), s.finished[f]
    while s.queues[q] >= 0 and (s.lots[s.queues[q]].pieces <= stock.on_hand or stock.on_order == 0):
        k = leave(s, q)
        lot = s.lots[k]
        called = s.calls_off[lot.row]
        take_out(s, k)
        stock.owed -= lot.pieces
        stock.entered -= called.entered
        called.waits = 0
        record(s, now, STOCK, lot.order, lot.number, NOBODY, lot.sme, lot.good)
        send(x, s, now, k)
    sme = x.finished_by[f]
    if stock.entered != stock.resting and x.capital[sme] < NEVER:
        s.smes[sme].resting += stock.entered - stock.resting
        stock.resting = stock.entered
        call(s, CASH, sme)


@jit
def enter_stock(x, s, now, k):
    """The good pieces of lot k, of a replenishment, enter finished stock."""
    lot = s.lots[k]
    stock, called = s.finished[lot.stock], s.calls_off[lot.row]
    record(s, now, STOCK, lot.order, lot.number, NOBODY, lot.sme, lot.good)
    if lot.good > 0:
        put_in(s, lot.stock, lot.good, lot.escaped)
    gone = called.ordered if s.lots[lot.head].under_way == 1 else lot.good  # what is rejected for good with the last
    called.ordered -= gone
    stock.on_order -= gone
    called.entered += lot.tied
    if called.waits:
        stock.entered += lot.tied
    call(s, STOCK, lot.stock)
    leave_order(x, s, now, k)


# ---- material


@jit
def ask_material(x, s, now, k):
    """Lot k asks for its material, if it needs any."""
    lot = s.lots[k]
    component = x.components[lot.component]
    if not needs_material(x, lot.row, component.material, lot.attempt):
        lot.operation = first_operation(x, lot)
        come_within_reach(x, s, lot)
        turn(x, s, now, k)
    else:
        want_material(x, s, now, k)


@jit
def want_material(x, s, now, k):
    """Lot k waits for its material, from stock or bought for it alone."""
    lot = s.lots[k]
    component = x.components[lot.component]
    lot.grams = lot.pieces * component.grams
    if x.singly[lot.sme, lot.component]:
        lead = x.single_lead[x.first_pass[lot.row] + lot.attempt - 1]
        comes = now + stretched(lead, factor(s.factors, component.material, ON_SINGLE_LEAD))
        schedule(s, comes, MATERIAL, len(x.materials) + lot.subject, k)
        return
    s.materials[component.material].owed += lot.grams
    join(s, material_queue(x, component.material), now, k)
    call(s, MATERIAL, component.material)
    look(x, s, component.material)


@jit
def issue(x, s, now, m, k):
    """Material m comes to lot k, if bought for that alone, and is issued until a lot asks for more than there is."""
    q, stock, supplier = material_queue(x, m), s.materials[m], SINGLY
    while True:
        if k < 0:
            if s.queues[q] < 0 or s.lots[s.queues[q]].grams > stock.level:
                return
            k, supplier = leave(s, q), NOBODY
            stock.level -= s.lots[k].grams
            stock.owed -= s.lots[k].grams
        lot = s.lots[k]
        lot.operation = first_operation(x, lot)
        record(s, now, MATERIAL, lot.order, lot.number, supplier, m, lot.grams, lot.operation)
        come_within_reach(x, s, lot)
        turn(x, s, now, k)
        k = NOBODY


@jit
def look(x, s, m):
    """The position of material m is looked at at the end of the instant, unless there are dates for that."""
    material = x.materials[m]
    if (material.buys or material.fallback_batch > 0) and material.first_review == material.end_review:
        call(s, REORDER, m)


@jit
def reorder(x, s, now, m):
    """What is short is bought from the fallback if nothing comes in time; then what the rule asks for is."""
    a, stock = x.materials[m], s.materials[m]
    expected, p = NEVER, stock.first
    while p >= 0:
        expected = min(expected, s.purchases[p].quoted)
        p = s.purchases[p].next
    quoted = comes(x, s, now, m, 1, a.fallback_quoted)
    buy(x, s, now, m, 1, fallback(stock.owed - stock.level, a.fallback_batch, quoted, expected), quoted)
    if a.buys:
        position = stock.level + stock.on_order - stock.owed
        grams = missing(position, a.reorder_point, a.reorder_at, a.up_to, a.batch)
        buy(x, s, now, m, 0, grams, comes(x, s, now, m, 0, a.quoted))
    await_review(x, s, m)


@jit
def comes(x, s, now, m, supplier, lead):
    """When is received what is bought of a supplier now, who is open for a lead time until then."""
    lasts = stretched(lead, factor(s.factors, m, ON_LEAD if supplier == 0 else ON_FALLBACK_LEAD))
    calendar = x.materials[m].lead_calendar if supplier == 0 else x.materials[m].fallback_calendar
    return after(x, calendar, coming(x, calendar, now), now, max(1, lasts)) - (1 if lasts < 1 else 0)


@jit
def buy(x, s, now, m, supplier, grams, quoted):
    """Grams, if any, are bought of a supplier: 0 the regular one, 1 the fallback."""
    if grams <= 0:
        return
    stock = s.materials[m]
    nth, most = (stock.bought, x.lead.shape[1]) if supplier == 0 else (stock.bought_fallback, x.fallback_lead.shape[1])
    if nth == most:
        s.size[SHORT] = 1
        return
    if supplier == 0:
        lead = x.lead[m, nth]
        stock.bought += 1
    else:
        lead = x.fallback_lead[m, nth]
        stock.bought_fallback += 1
    p = s.size[BOUGHT]
    s.size[BOUGHT] += 1
    purchase = s.purchases[p]
    purchase.material, purchase.supplier, purchase.grams, purchase.quoted = m, supplier, grams, quoted
    purchase.next, stock.first = stock.first, p
    stock.on_order += grams
    record(s, now, REORDER, NOBODY, NOBODY, supplier, m, grams)
    schedule(s, comes(x, s, now, m, supplier, lead), RECEIVE, p, p)


@jit
def receive(x, s, now, p):
    """Purchase p is received; a share of it is lost."""
    purchase = s.purchases[p]
    m, grams = purchase.material, purchase.grams
    stock = s.materials[m]
    if stock.first == p:
        stock.first = purchase.next
    else:
        before = stock.first
        while s.purchases[before].next != p:
            before = s.purchases[before].next
        s.purchases[before].next = purchase.next
    lost = scaled(grams, factor(s.factors, m, ON_LOSS))
    stock.on_order -= grams
    stock.level += grams - lost
    record(s, now, RECEIVE, NOBODY, NOBODY, purchase.supplier, m, grams)
    record(s, now, LOSS, NOBODY, NOBODY, NOBODY, m, lost)
    call(s, MATERIAL, m)
    look(x, s, m)


@jit
def await_review(x, s, m):
    """The next date at which material m is looked at is put into the future."""
    stock = s.materials[m]
    if stock.next_review < x.materials[m].end_review:
        schedule(s, x.review[stock.next_review], REORDER, m, m)
        stock.next_review += 1


# ---- its operations: crew, unit, work


@jit
def first_operation(x, lot):
    """The first operation of a lot's pass."""
    return next_operation(x, lot.component, begins(x, lot.row, lot.attempt), lot.only_reworked)


@jit
def turn(x, s, now, k):
    """Lot k turns to its operation: outside, or it asks for what it lacks, a crew or a unit."""
    lot = s.lots[k]
    if x.workshop[lot.operation] < 0:
        lot.unit, lot.done = NOBODY, set_up_time(x, lot) + processing_time(x, lot)
        lot.finishes = now + lot.done
        schedule(s, lot.finishes, FINISH, lot.subject, k)
    else:
        ask_unit(x, s, now, k)


@jit
def ask_unit(x, s, now, k):
    """Lot k asks for a unit and a crew, with a key for the workshop and one for its own SME."""
    lot = s.lots[k]
    lot.is_fresh = 1
    rank = queue_key(x, x.types[x.workshop[lot.operation]].rule, now, lot)
    lot.came = came(x, now)
    s.stands[k].rank, s.stands[k].came, s.stands[k].tie = rank, lot.came, lot.tie
    if x.smes[lot.sme].crews >= 0:
        rank = queue_key(x, x.crew_rule, now, lot)
        if lot.is_begun:
            rank -= AHEAD
    wait_for_unit(x, s, rank, k)


@jit
def wait_for_unit(x, s, rank, k):
    """Lot k joins its SME's queue for a type with a rank, and stands for it there when it is the first."""
    lot = s.lots[k]
    w = x.workshop[lot.operation]
    q = own_queue(x, lot.sme, w)
    join(s, q, rank, k)
    if s.queues[q] == k:
        come_forward(x, s, lot.sme, w)


@jit
def come_forward(x, s, sme, w):
    """The first lot of an SME that waits for type w stands for it there; a former one does so no longer."""
    p = x.at_work[sme, w].pool
    if stand_first(x, s, sme, w, p):
        look_at(x, s, p)


@jit
def stand_first(x, s, sme, w, p):
    """The first lot of an SME that waits for type w stands in pool p, if there is one; whether there is."""
    k = s.queues[own_queue(x, sme, w)]
    if k >= 0 and not s.lots[k].is_standing:
        stand(s, p, k)
    return k >= 0


@jit
def look_at(x, s, p):
    """Pool p is looked at at the end of the instant, if it has a unit to give and somebody to give it to."""
    if s.pools[p].first >= 0 and (s.pools[p].free > 0 or x.types[x.pools[p].type].preempts):
        s.is_short[p // BITS] |= BIT << np.uint64(p % BITS)
        call(s, START, 0)


@jit
def give_units(x, s, now):
    """Lots start that their workshop and their SME both put first; or one preempts another."""
    has_started = False
    while True:
        k = first_start(x, s)
        if k < 0:
            break
        has_started = True
        sme, w = s.lots[k].sme, x.workshop[s.lots[k].operation]
        p = x.at_work[sme, w].pool
        stand_back(s, p)
        leave(s, own_queue(x, sme, w))
        stand_first(x, s, sme, w, p)
        start(x, s, now, k, take_unit(x, s, p))
    for word in range(len(s.is_short)):  # what is left there are pools in which nobody can start
        while s.is_short[word]:
            p = word * BITS + np.int64(lowest_bit(s.is_short[word]))
            if has_started or (x.types[x.pools[p].type].preempts and take_over(x, s, now, p)):
                call(s, START, 0)  # the units are given out anew, when what has begun just now is under way
                return
            s.is_short[word] &= s.is_short[word] - BIT


@jit
def first_start(x, s):
    """The next lot that starts; where they go round in circles, the first workshop's first one."""
    otherwise = NOBODY
    for word in range(len(s.is_short)):
        left = s.is_short[word]
        while left:
            p = word * BITS + np.int64(lowest_bit(left))
            left &= left - BIT
            k = first_in(x, s, p)
            if k < 0:
                if not x.types[x.pools[p].type].preempts:
                    s.is_short[word] &= ~(BIT << np.uint64(p % BITS))
            elif is_put_first(x, s, k):
                return k
            elif otherwise < 0:
                otherwise = k
    return otherwise


@jit
def first_in(x, s, p):
    """Which lot pool p puts first of those that may start there; the others stand back until something changes."""
    w = x.pools[p].type
    while s.pools[p].free > 0 and s.pools[p].first >= 0:
        k = s.pools[p].first
        lot = s.lots[k]
        calendar = s.calendars[x.at_work[lot.sme, w].calendar]
        if s.queues[own_queue(x, lot.sme, w)] == k:
            if not calendar.is_open:  # it sleeps until its calendar opens
                if not lot.asleep:
                    lot.asleep, lot.next, calendar.asleep = 1, calendar.asleep, k
            elif has_crew(x, s, lot.sme):
                return k
        stand_back(s, p)
    return NOBODY


@jit
def has_crew(x, s, sme):
    """Whether an SME has a crew for one more lot."""
    return x.smes[sme].crews < 0 or s.smes[sme].free > 0


@jit
def is_put_first(x, s, k):
    """Whether the SME of lot k puts it first: among the first ones that may start, one for each free crew."""
    sme, in_front = s.lots[k].sme, 0
    if x.smes[sme].crews < 0:
        return True
    for w in range(len(x.types)):
        a = x.at_work[sme, w]
        if a.pool >= 0 and s.pools[a.pool].free > 0 and s.calendars[a.calendar].is_open:
            in_front += count_before(s, own_queue(x, sme, w), k, s.smes[sme].free - in_front)
    return in_front < s.smes[sme].free


@jit
def take_over(x, s, now, p):
    """The first lot that may take a unit of pool p over from a less urgent one does so; whether there is one."""
    best, victim, w = NOBODY, NOBODY, x.pools[p].type
    for sme in range(len(x.smes)):
        if x.at_work[sme, w].pool == p and s.calendars[x.at_work[sme, w].calendar].is_open:
            k = s.queues[own_queue(x, sme, w)]
            if k >= 0 and (best < 0 or comes_first(s.stands[k], s.stands[best])):
                v = find_victim(x, s, now, p, k)
                if v >= 0:
                    best, victim = k, v
    if best < 0:
        return False
    while s.pools[p].first >= 0:
        stand_back(s, p)
    u = s.lots[victim].unit
    leave(s, own_queue(x, s.lots[best].sme, w))
    preempt(x, s, now, victim)
    start(x, s, now, best, u)
    for sme in range(len(x.smes)):
        if x.at_work[sme, w].pool == p:
            come_forward(x, s, sme, w)
    return True


@jit
def find_victim(x, s, now, p, k):
    """The lot that gives way to lot k: the lowest priority, then the latest start, then the highest number."""
    victim, needs_crew = NOBODY, not has_crew(x, s, s.lots[k].sme)
    if needs_crew and s.smes[s.lots[k].sme].free < 0:  # the victim's crew is one of those that leave
        return NOBODY
    for u in range(x.pools[p].first, x.pools[p].end):
        v, unit = s.units[u].lot, s.units[u]
        if v < 0 or unit.is_down or not unit.is_let or (needs_crew and s.lots[v].sme != s.lots[k].sme):
            continue
        is_working = s.lots[v].ends > now and s.calendars[x.at_work[s.lots[v].sme, x.pools[p].type].clock].is_open
        if is_working and s.stands[v].rank > s.stands[k].rank and (victim < 0 or is_weaker(s, v, victim)):
            victim = v
    return victim


@jit
def is_weaker(s, k, other):
    """Whether a lot gives way before another."""
    if s.stands[k].rank != s.stands[other].rank:
        return s.stands[k].rank > s.stands[other].rank
    if s.lots[k].started != s.lots[other].started:
        return s.lots[k].started > s.lots[other].started
    return s.lots[k].subject > s.lots[other].subject


@jit
def reconsider(x, s, p):
    """The units of pool p are given out anew where a lot that works again may have to give way."""
    if x.types[x.pools[p].type].preempts:
        for sme in range(len(x.smes)):
            if x.at_work[sme, x.pools[p].type].pool == p:
                come_forward(x, s, sme, x.pools[p].type)


@jit
def give_back_crew(x, s, k):
    """The crew of lot k is free again, where they are limited; the first lots of its SME stand for it again."""
    sme = s.lots[k].sme
    if x.smes[sme].crews >= 0:
        s.smes[sme].free += 1
        end_work(s, k)
        stand_again(x, s, sme)


@jit
def stand_again(x, s, sme):
    """The first lots of an SME stand for it again, in all workshops."""
    for w in range(len(x.types)):
        if x.at_work[sme, w].pool >= 0:
            come_forward(x, s, sme, w)


@jit
def preempt(x, s, now, k):
    """Lot k gives its unit and its crew up, keeps its keys, and waits again."""
    lot = s.lots[k]
    book(x, s, k, worked_since(x, s, now, k))
    record(s, now, PREEMPT, lot.order, lot.number, lot.operation, lot.unit, lot.done)
    s.units[lot.unit].fails = NEVER
    lot.unit, lot.finishes = NOBODY, NEVER
    give_back_crew(x, s, k)
    wait_for_unit(x, s, lot.rank, k)


@jit
def start(x, s, now, k, u):
    """Lot k starts on unit u, with a crew of its SME."""
    lot, unit = s.lots[k], s.units[u]
    if x.smes[lot.sme].crews >= 0:
        s.smes[lot.sme].free -= 1
        begin_work(s, k)
    lot.unit, unit.lot = u, k
    if lot.is_fresh:
        lot.setup = scaled(set_up_time(x, lot), factor(s.factors, lot.sme, ON_SETUP))
        if x.setup_on_change and unit.last_made == lot.operation:
            lot.setup = 0
        lot.left = lot.setup + scaled(processing_time(x, lot), factor(s.factors, lot.sme, ON_PROCESSING))
        lot.wear = factor(s.factors, lot.sme, ON_WEAR)
        lot.ahead = x.setup[lot.operation] + lot.pieces * x.per_piece[lot.operation]
        lot.is_fresh = 0
    lot.started, lot.done, unit.last_made = now, 0, lot.operation
    record(s, now, START, lot.order, lot.number, lot.operation, u, lot.setup)
    work(x, s, now, k, u)


@jit
def work(x, s, now, k, u):
    """Unit u works on lot k from now on, until it is done or the unit fails."""
    lot, unit, w = s.lots[k], s.units[u], x.pools[x.units[u].pool].type
    clock = x.at_work[lot.sme, w].clock
    lot.since, lot.counted = open_time(s, clock, now), 0
    lot.finishes, lot.ends = NEVER, open_for(x, s, clock, now, lot.left)
    if x.types[w].failure_clock == CALENDAR:
        if unit.failed < x.life.shape[1] and x.life[u, unit.failed] < lot.ends:
            lot.ends = x.life[u, unit.failed]
            return
    elif x.types[w].failure_clock == WORKING:
        survived = survives(unit.life, lot.wear)
        if survived < lot.left:
            lot.ends = open_for(x, s, clock, now, survived)
            unit.fails = lot.ends
            schedule(s, lot.ends, DOWN, u, u)
            return
    lot.finishes = lot.ends
    schedule(s, lot.ends, FINISH, lot.subject, k)


@jit
def clock_of(x, lot):
    """The calendar by which work on a lot goes on."""
    return x.at_work[lot.sme, x.workshop[lot.operation]].clock


@jit
def worked_since(x, s, now, k):
    """The work done on lot k since it went on last."""
    lot = s.lots[k]
    return open_time(s, clock_of(x, lot), now) - lot.since


@jit
def book(x, s, k, worked):
    """Work is booked: on lot k, and on the life of its unit."""
    count_off(x, s, k, worked)
    lot = s.lots[k]
    lot.setup -= min(worked, lot.setup)
    lot.left -= worked
    lot.done += worked
    if x.types[x.workshop[lot.operation]].failure_clock == WORKING:
        unit = s.units[lot.unit]
        unit.life = max(0, unit.life - worked * lot.wear)


@jit
def down(x, s, now, u):
    """Unit u fails."""
    unit = s.units[u]
    w = x.pools[x.units[u].pool].type
    by_calendar = x.types[w].failure_clock == CALENDAR
    if not by_calendar and unit.fails != now:  # its lot was preempted in the meantime
        return
    unit.is_down, unit.fails, unit.since = 1, NEVER, now
    ends = x.repair[u, unit.failed] if by_calendar else now + x.repair[u, unit.failed]
    if unit.lot >= 0:
        lot = s.lots[unit.lot]
        book(x, s, unit.lot, worked_since(x, s, now, unit.lot))
        record(s, now, DOWN, lot.order, lot.number, lot.operation, u, lot.done)
        if not by_calendar and x.types[w].repairs_open:
            ends = open_for(x, s, x.at_work[lot.sme, w].clock, now, x.repair[u, unit.failed])
    else:
        withdraw(x, s, u)
        record(s, now, DOWN, NOBODY, NOBODY, NOBODY, u, NOBODY)
    unit.works_again = ends
    schedule(s, ends, UP, u, u)


@jit
def up(x, s, now, u):
    """Unit u is repaired; a lot that waited on it goes on."""
    unit = s.units[u]
    if unit.works_again != now:  # the repair went on in overtime
        return
    unit.is_down, unit.works_again = 0, NEVER
    unit.failed += 1
    if x.types[x.pools[x.units[u].pool].type].failure_clock == CALENDAR:
        await_failure(x, s, u)
    elif unit.failed == x.life.shape[1]:
        s.size[SHORT] = 1
        return
    else:
        unit.life = x.life[u, unit.failed]
    if unit.lot >= 0:
        lot = s.lots[unit.lot]
        record(s, now, UP, lot.order, lot.number, lot.operation, u, lot.done)
        if unit.is_out:
            lot.since, lot.counted = open_time(s, clock_of(x, lot), now), 0
            give_up(x, s, now, u)
            return
        work(x, s, now, unit.lot, u)
        reconsider(x, s, x.units[u].pool)
    else:
        record(s, now, UP, NOBODY, NOBODY, NOBODY, u, NOBODY)
        let_unit(x, s, u)


@jit
def await_failure(x, s, u):
    """The next failure by the calendar of unit u is put into the future."""
    failed = s.units[u].failed
    if failed < x.life.shape[1] and x.life[u, failed] < NEVER:
        schedule(s, x.life[u, failed], DOWN, u, u)


@jit
def finish(x, s, now, k, subject):
    """An operation of lot k is done."""
    lot = s.lots[k]
    if lot.finishes != now or lot.subject != subject:  # it was preempted in the meantime, or done in overtime
        return
    lot.finishes = NEVER
    u = lot.unit
    if u >= 0:
        book(x, s, k, lot.left)
        count_off(x, s, k, lot.counted + lot.ahead)
        lot.unit = NOBODY
        let_unit(x, s, u)
        give_back_crew(x, s, k)
    j = next_operation(x, lot.component, lot.operation + 1, lot.only_reworked)
    record(s, now, FINISH, lot.order, lot.number, lot.operation, u, lot.done, j)
    lot.is_begun = 1
    if j >= 0:
        goes_on, lot.operation = is_reached(x, lot.operation), j
        if not goes_on:
            come_within_reach(x, s, lot)
        turn(x, s, now, k)
    else:
        inspect(x, s, now, k)


@jit
def inspect(x, s, now, k):
    """Lot k is inspected; what it rejects goes through a further pass, in the same lot or a new one, or not."""
    lot = s.lots[k]
    stream, bad = x.streams[x.stream[lot.row]], reject(x, s, lot)
    rejected = found(x, lot, bad)
    lot.good += lot.pieces - rejected
    lot.escaped += bad - rejected
    again = next_operation(x, lot.component, x.first_operation[lot.component], 1)
    follows = what_follows(stream.rejects, lot.attempt, x.passes, rejected, again)
    then = READY
    if follows == REWORK:
        then = again
    elif follows == REMAKE and not stream.partial:
        then = GOES_OVER
    record(s, now, INSPECT, lot.order, lot.number, lot.attempt, lot.sme, rejected, then)
    if follows == REWORK:
        rework(x, s, now, k, rejected, stream.partial)
        return
    if follows == REMAKE:
        remake(x, s, now, k, rejected, stream.partial)
    else:
        s.in_hand[lot.sme] -= 1
        send(x, s, now, k)


@jit
def reject(x, s, lot):
    """How many pieces of a lot its inspection rejects."""
    i = lot.row
    if x.reject_count[i] == 0:  # then there is no later pass either
        return 0
    on = scaled(factor(s.factors, lot.sme, ON_REJECTS), factor(s.factors, lot.component, ON_REJECT_RATE))
    draw = x.reject_draw[x.first_pass[i] + lot.attempt - 1]
    if lot.attempt == 1:
        return first_rejects(lot.pieces, on, x.reject_count[i], x.quantity[i], draw)
    return later_rejects(lot.pieces, on, x.components[lot.component].reject_rate, draw)


@jit
def found(x, lot, rejected):
    """How many of the rejected pieces of a lot its inspection finds."""
    detection = x.components[lot.component].detection
    if rejected == 0 or detection == PPM:
        return rejected
    return found_rejects(rejected, detection, x.escape_draw[x.first_pass[lot.row] + lot.attempt - 1])


@jit
def hand_over(s, k, other):
    """The pieces that wait beside of lot k go to another lot of the order."""
    s.lots[other].good, s.lots[other].escaped = s.lots[k].good, s.lots[k].escaped
    s.lots[k].good, s.lots[k].escaped = 0, 0


@jit
def rework(x, s, now, k, rejected, partial):
    """The rejected pieces of lot k go back; the good ones wait beside, or are sent as a lot of their own."""
    lot = s.lots[k]
    if partial and lot.good > 0:
        new = split(s, k, 0)
        hand_over(s, k, new)
        bear_lot(x, s, now, new, lot.number)
        send(x, s, now, new)
    lot.pieces, lot.only_reworked = rejected, 1
    lot.attempt += 1
    take_on(x, s, lot)
    lot.operation = first_operation(x, lot)
    come_within_reach(x, s, lot)
    turn(x, s, now, k)


@jit
def remake(x, s, now, k, rejected, partial):
    """A new lot, of new material, replaces the rejected pieces of lot k, which ends here or is sent as it is."""
    lot, new = s.lots[k], split(s, k, rejected)
    s.lots[new].attempt += 1
    bear_lot(x, s, now, new, lot.number)
    take_on(x, s, s.lots[new])
    if needs_cash(x, s.lots[new]):  # it does not ask
        tie_up(x, s, now, s.lots[new])
    if partial:
        send(x, s, now, k)
    else:
        s.lots[new].tied += lot.tied
        hand_over(s, k, new)
        leave_order(x, s, now, k)
    ask_material(x, s, now, new)


@jit
def set_up_time(x, lot):
    """The set-up of a lot in its operation, as drawn."""
    return scaled(x.setup[lot.operation], x.setup_draw[draw_row(x, lot)])


@jit
def processing_time(x, lot):
    """The processing time of a lot in its operation, as drawn."""
    return scaled(lot.pieces * x.per_piece[lot.operation], x.work_draw[draw_row(x, lot)])


@jit
def draw_row(x, lot):
    """The row of a lot's present operation and pass in the tables of variations."""
    first, end = x.first_operation[lot.component], x.first_operation[lot.component + 1]
    return lot.first_draw + (lot.attempt - 1) * (end - first) + lot.operation - first


# ---- it is shipped


@jit
def send(x, s, now, k):
    """Lot k is held until it is wanted, or shipped at once; a replenishment enters stock."""
    lot = s.lots[k]
    if lot.refills:
        enter_stock(x, s, now, k)
        return
    lot.rank, lot.came = now, 0
    until = held_until(x, s, now, lot)
    if until > now:
        record(s, now, HOLD, lot.order, lot.number, NOBODY, lot.lane, until)
        schedule(s, until, RELEASE, lot.subject, k)
    else:
        ship(x, s, now, k)


@jit
def held_until(x, s, now, lot):
    """Until when a lot that is ready now is held, if at all."""
    hold = x.hold[lot.row]
    if lot.good == 0 or hold < 0 or lot.due >= NEVER:
        return now
    wanted = lot.due - hold
    if lot.lane < 0 or x.lanes[lot.lane].truck < 0:
        return wanted
    coming = s.lanes[lot.lane].next
    d = target(x, coming, x.lanes[lot.lane].end, wanted, lot.due + x.late[lot.row])
    return now if d == coming else x.departures[d].time


@jit
def ship(x, s, now, k):
    """Lot k waits for a truck, by when it was ready; without a lane, or a good piece, it arrives here and now."""
    lot = s.lots[k]
    if lot.good == 0 or lot.lane < 0:
        deliver(x, s, now, k)
        return
    lot.grams = lot.good * x.components[lot.component].grams
    join(s, lane_queue(x, lot.lane), lot.rank, k)
    if x.lanes[lot.lane].truck < 0:
        call(s, TRUCK, lot.lane)


@jit
def depart(x, s, now, lane):
    """A consolidated truck leaves, or all waiting lots do, each with a truck of its own."""
    a = x.lanes[lane]
    if a.truck >= 0:
        d = s.lanes[lane].next
        load(x, s, now, lane, x.departures[d].room, d, x.departures[d].arrival)
        await_departure(x, s, lane)
    elif s.calendars[a.calendar].is_open and s.queues[lane_queue(x, lane)] >= 0:
        d = len(x.departures) + s.size[SHIPPED]
        s.size[SHIPPED] += 1
        load(x, s, now, lane, NEVER, d, after(x, a.bans, coming(x, a.bans, now), now, x.travel[lane, now // DAY]))


@jit
def load(x, s, now, lane, capacity, d, arrival):
    """Lots are loaded first come, first served, until one does not fit; one heavier than a truck takes what is left."""
    q, room, last = lane_queue(x, lane), capacity, NOBODY
    while s.queues[q] >= 0 and room > 0:
        k = s.queues[q]
        lot = s.lots[k]
        if room < lot.grams <= capacity:
            return
        part = min(room, lot.grams)
        room -= part
        lot.grams -= part
        record(s, now, TRUCK, lot.order, lot.number, NOBODY, lane, part)
        if lot.grams == 0:
            leave(s, q)
            lot.next = NOBODY
            if last < 0:
                schedule(s, arrival, ARRIVE, d, k)
            else:
                s.lots[last].next = k
            last = k


@jit
def await_departure(x, s, lane):
    """The next departure of a consolidated truck is put into the future."""
    s.lanes[lane].next += 1
    if s.lanes[lane].next < x.lanes[lane].end:
        schedule(s, x.departures[s.lanes[lane].next].time, TRUCK, lane, lane)


@jit
def arrive(x, s, now, k):
    """A shipment arrives: lot k and those behind it."""
    while k >= 0:
        following = s.lots[k].next
        deliver(x, s, now, k)
        k = following


@jit
def deliver(x, s, now, k):
    """Lot k is delivered."""
    lot = s.lots[k]
    record(s, now, ARRIVE, lot.order, lot.number, NOBODY, lot.lane, lot.good)
    if lot.escaped > 0:  # the partner finds them
        record(s, now, ESCAPE, lot.order, lot.number, NOBODY, lot.lane, lot.escaped)
    if is_reviewed(x, x.stream[lot.row]) or is_moved(x, x.stream[lot.row]):
        note(x, s, now, lot)
    if lot.tied > 0:
        schedule(s, now + x.terms[lot.row], SETTLE, lot.subject, lot.tied * SMES + lot.sme)
    if lot.stock >= 0 and s.calls_off[lot.row].number >= 0 and needs_cash(x, lot):
        number = s.calls_off[lot.row].number
        schedule(s, now + x.terms[lot.row], SETTLE, number * LOTS, ~lot.row)
    leave_order(x, s, now, k)


@jit
def leave_order(x, s, now, k):
    """Lot k is no more; with the last lot of a closed stream's order its token gets a new one."""
    head, whole = s.lots[k].head, s.lots[k].whole
    if k != head:  # the row of a part's first lot keeps the part's state, that of the first one's the order's
        free_lot(s, k)
    s.size[LIVE] -= 1
    s.lots[head].under_way -= 1
    if s.lots[head].under_way == 0:
        if head != whole:
            free_lot(s, head)
        s.lots[whole].parts -= 1
        if s.lots[whole].parts == 0:
            free_lot(s, whole)
            if x.token[s.lots[whole].row] >= 0 and not s.lots[whole].refills:
                bear(x, s, now, x.token[s.lots[whole].row])


@jit
def bear(x, s, now, token):
    """The next order of a token of a closed stream is born."""
    i = s.tokens[token].next
    if i == x.tokens[token].end:
        s.size[SHORT] = 1
        return
    s.tokens[token].next += 1
    schedule(s, now + x.placed[i], PLACE, FIRST_BORN + s.size[BIRTHS], i)
    s.size[BIRTHS] += 1


# ---- partners review their SMEs, and order more or less


@jit
def is_reviewed(x, stream):
    """Whether a partner reviews who makes its orders."""
    return x.streams[stream].first_judged < x.streams[stream].end_judged


@jit
def expect(x, s, stream, lot):
    """An order that has got its SME is one that reviews of the partner may count."""
    due = s.dues[lot.row]
    due.sme, due.next = lot.sme, s.reviews[stream].first
    s.reviews[stream].first = lot.row


@jit
def note(x, s, now, lot):
    """What arrives with a lot of an order that is judged is noted."""
    due = s.dues[lot.row]
    due.pieces += lot.good
    due.escaped += lot.escaped
    if now < x.due[lot.row] - x.early[lot.row]:
        due.too_early += lot.good
    if s.lots[lot.head].under_way == 1:
        due.delivered = now


@jit
def review(x, s, now, stream):
    """A partner reviews its SMEs, each by its orders whose delivery windows have ended since the last ones did."""
    await_judging(x, s, stream)
    for sme in range(len(x.smes)):
        found = s.counts[sme]
        found.orders, found.on_time, found.in_full, found.pieces, found.escaped = 0, 0, 0, 0, 0
    since, i, before = now - x.streams[stream].judged_over, s.reviews[stream].first, NOBODY
    while i >= 0:
        ends, following = x.due[i] + x.late[i], s.dues[i].next
        if ends < max(since, s.standing[stream, s.dues[i].sme].climbed):  # no later review will count it
            if before < 0:
                s.reviews[stream].first = following
            else:
                s.dues[before].next = following
        else:
            before = i
            if ends < now:
                count(x, s, i, ends)
        i = following
    for sme in range(len(x.smes)):
        judge(x, s, now, stream, sme)


@jit
def count(x, s, i, ends):
    """Order i, whose delivery window has ended, is counted in the review of its SME."""
    due, found = s.dues[i], s.counts[s.dues[i].sme]
    found.orders += 1
    earliest = x.due[i] - x.early[i]
    found.on_time += earliest <= due.delivered <= ends and due.too_early == 0
    found.in_full += due.pieces - due.escaped >= x.enough[i]
    found.pieces += due.pieces
    found.escaped += due.escaped


@jit
def judge(x, s, now, stream, sme):
    """An SME climbs a rung or steps down, unless it is suspended or too few of its orders count."""
    standing, found = s.standing[stream, sme], s.counts[sme]
    if now < standing.until or found.orders < x.streams[stream].judged_by:
        return
    misses = is_missed(x, stream, found)
    standing.rung = rung_after(x, stream, standing.rung, misses)
    if misses:
        standing.climbed = now
        standing.until = min(now + x.rung[x.first_rung[stream] + standing.rung - 1], NEVER)
    record(s, now, REVIEW, NOBODY, NOBODY, stream, sme, found.orders, standing.rung)


@jit
def await_judging(x, s, stream):
    """The next review of a partner is put into the future."""
    k = s.reviews[stream].next
    if k < x.streams[stream].end_judged:
        schedule(s, x.judged[k], REVIEW, stream, stream)
        s.reviews[stream].next += 1


@jit
def is_moved(x, stream):
    """Whether a partner's level ever moves."""
    return x.streams[stream].first_moved < x.streams[stream].end_moved


@jit
def await_decision(x, s, i):
    """Order i is one that moves the level of its partner once its delivery window has ended."""
    growth = s.growth[x.stream[i]]
    s.dues[i].next_undecided, growth.first = growth.first, i


@jit
def move(x, s, now, stream):
    """The level of a partner rises or falls, by the orders whose delivery windows have ended since the last time."""
    await_move(x, s, stream)
    growth = s.growth[stream]
    orders, served, i, before = 0, 0, growth.first, NOBODY
    while i >= 0:
        following = s.dues[i].next_undecided
        if x.due[i] + x.late[i] >= now:
            before = i
        else:
            orders += 1
            served += is_served(x, s, i)
            if before < 0:
                growth.first = following
            else:
                s.dues[before].next_undecided = following
        i = following
    growth.level = level_after(x, stream, growth.level, orders, served)
    record(s, now, LEVEL, NOBODY, NOBODY, NOBODY, stream, growth.level)


@jit
def is_served(x, s, i):
    """Whether all of order i was delivered within its window, and is in full."""
    due = s.dues[i]
    delivered, too_early, good = due.delivered, due.too_early, due.pieces - due.escaped
    for part in range(x.first_part[i], x.first_part[i + 1]):
        due = s.dues[part]
        delivered = max(delivered, due.delivered)
        too_early += due.too_early
        good += due.pieces - due.escaped
    earliest, ends = max(0, x.due[i] - x.early[i]), x.due[i] + x.late[i]
    return earliest <= delivered <= ends and too_early == 0 and good >= x.enough_in_all[i]


@jit
def await_move(x, s, stream):
    """The next date on which the level of a partner moves is put into the future."""
    growth = s.growth[stream]
    if growth.next < x.streams[stream].end_moved:
        schedule(s, x.moved[growth.next], LEVEL, stream, stream)
        growth.next += 1


# ---- calendars, overtime, and units that open and close


@jit
def close(x, s, now, c):
    """Calendar c closes; its SME, if it has one that works overtime, may work on at the end of a day."""
    calendar, k = s.calendars[c], s.calendars[c].next
    calendar.opened, calendar.is_open = open_time(s, c, now), 0
    if calendar.is_longer:
        calendar.is_longer = 0
        return
    schedule(s, x.reopen[k], OPEN, c, c)
    calendar.next += 1
    if x.owner[c] >= 0 and ends_day(x, k, now):
        call(s, OVERTIME, x.owner[c])


@jit
def work_on(x, s, now, sme):
    """An SME whose calendar has closed for the day works on, and all its lots at work, or not."""
    c, own = x.smes[sme].calendar, s.smes[sme]
    calendar, k = s.calendars[c], s.calendars[c].next - 1
    if week(x, now) > own.week:
        own.week, own.overtime = week(x, now), 0
    ms = overtime(x, sme, work_within_reach(x, s, now, sme), own.overtime, x.reopen[k] - now)
    if ms == 0:
        return
    own.overtime += ms
    record(s, now, OVERTIME, NOBODY, NOBODY, NOBODY, sme, ms)
    x.close[k] += ms
    calendar.is_open, calendar.is_longer, calendar.since = 1, 1, now
    if x.close[k] < x.reopen[k]:
        schedule(s, x.close[k], CLOSE, c, c)
    lot = own.at_work
    while lot >= 0:
        if x.at_work[sme, x.workshop[s.lots[lot].operation]].clock == c:
            go_on(x, s, now, lot)
        lot = s.lots[lot].behind


@jit
def work_within_reach(x, s, now, sme):
    """How long each crew of an SME could work now."""
    work_in_hand(x, s, now, sme)
    return per_crew(s.smes[sme].reach, factor(s.factors, sme, ON_PROCESSING), s.smes[sme].crews)


@jit
def go_on(x, s, now, k):
    """Lot k, whose calendar stays open, goes on, or the repair of its unit does where it needs open hours."""
    u = s.lots[k].unit
    unit, w = s.units[u], x.pools[x.units[u].pool].type
    if not unit.is_down:
        book(x, s, k, worked_since(x, s, now, k))
        work(x, s, now, k, u)
    elif x.types[w].failure_clock == WORKING and x.types[w].repairs_open:
        clock = x.at_work[s.lots[k].sme, w].clock
        unit.works_again = after(x, clock, coming(x, clock, unit.since), unit.since, x.repair[u, unit.failed])
        schedule(s, unit.works_again, UP, u, u)


@jit
def open_(x, s, now, c):
    """Calendar c opens; who waits for it is looked at again."""
    calendar = s.calendars[c]
    calendar.opened, calendar.is_open, calendar.is_longer, calendar.since = open_time(s, c, now), 1, 0, now
    await_close(x, s, c)
    for lane in range(len(x.lanes)):
        if x.lanes[lane].calendar == c and x.lanes[lane].truck < 0 and s.queues[lane_queue(x, lane)] >= 0:
            call(s, TRUCK, lane)
    for p in range(len(x.pools)):
        reconsider(x, s, p)
    k, calendar.asleep = calendar.asleep, NOBODY
    while k >= 0:
        lot = s.lots[k]
        lot.asleep = 0
        come_forward(x, s, lot.sme, x.workshop[lot.operation])
        k = lot.next


@jit
def open_time(s, c, now):
    """The open time of a calendar so far, where anybody waits for it to open: what `rules.opened` finds."""
    calendar = s.calendars[c]
    return calendar.opened + (now - calendar.since if calendar.is_open else 0)


@jit
def open_for(x, s, c, now, work):
    """The first moment by which such a calendar has been open for so long from now on."""
    return after(x, c, s.calendars[c].next - s.calendars[c].is_longer, now, work)


@jit
def await_close(x, s, c):
    """The next closing of calendar c is put into the future."""
    if s.calendars[c].next < x.first_closed[c + 1]:
        schedule(s, x.close[s.calendars[c].next], CLOSE, c, c)


@jit
def change(x, s, now, what):
    """Unit what // 2 opens, or closes: then it leaves when its lot is done; behind the units, an epoch begins."""
    u = what // 2
    if u >= len(x.units):
        renew(x, s, now, what - 2 * len(x.units))
    elif what % 2 == 0:
        record(s, now, CHANGE, NOBODY, NOBODY, NOBODY, u, 1)
        s.units[u].is_let = 1
        let_unit(x, s, u)
    else:
        record(s, now, CHANGE, NOBODY, NOBODY, NOBODY, u, -1)
        s.units[u].is_let = 0
        withdraw(x, s, u)


@jit
def renew(x, s, now, k):
    """What changes on the date of epoch k does."""
    record(s, now, CHANGE, NOBODY, NOBODY, NOBODY, NOBODY, k)
    await_epoch(x, s, k + 1)
    for n in range(x.first_new[k], x.first_new[k + 1]):
        what, of, value = x.new_what[n], x.new_of[n], x.new_value[n]
        if what == CREWS:
            sme = s.smes[of]
            sme.free += value - sme.crews
            sme.crews = value
            stand_again(x, s, of)
        elif what == OUT:
            put_out(x, s, now, of, value)
        elif what == SCORES:
            record(s, now, SCORE, NOBODY, NOBODY, NOBODY, of, value)
        elif what >= CAPITAL:
            reckon(x, s, what, of, value)
        else:
            s.factors[of, what] = value


@jit
def reckon(x, s, what, of, value):
    """An SME has other cash, or the material of a component costs something else; who waits for cash asks again."""
    if what == CAPITAL:
        s.smes[of].cash += value - s.capital[of]
        s.capital[of] = value
    elif what == COST:
        s.cost[of] = value
    else:
        s.single_cost[of] = value
    for sme in range(len(x.smes)):
        if s.capital[sme] < NEVER:
            call(s, CASH, sme)


@jit
def put_out(x, s, now, u, is_out):
    """Unit u cannot work any more, or can again; a lot on it gives it up, one in a failure when it is repaired."""
    unit = s.units[u]
    record(s, now, CHANGE, NOBODY, NOBODY, NOBODY, u, -2 if is_out else 2)
    unit.is_out = is_out
    if not is_out:
        if unit.lot < 0:
            let_unit(x, s, u)
    elif unit.lot < 0:
        withdraw(x, s, u)
    elif not unit.is_down:
        give_up(x, s, now, u)


@jit
def give_up(x, s, now, u):
    """The lot on unit u waits for another one."""
    preempt(x, s, now, s.units[u].lot)
    s.units[u].lot = NOBODY


@jit
def await_epoch(x, s, k):
    """Epoch k, if there is one, is put into the future."""
    if k < len(x.epoch):
        schedule(s, x.epoch[k], CHANGE, 2 * len(x.units) + k, 2 * len(x.units) + k)


@jit
def match(x, s, now, m):
    """A prospect is won or not; what it orders is among the potential orders."""
    record(s, now, MATCH, NOBODY, NOBODY, NOBODY, x.match_of[m], x.match_begins[m])
    await_match(x, s, m + 1)


@jit
def await_match(x, s, m):
    """Match m, if there is one, is put into the future."""
    if m < len(x.match):
        schedule(s, x.match[m], MATCH, m, m)


@jit
def let_unit(x, s, u):
    """Unit u is free for the next lot, if it is let and not down."""
    unit, p = s.units[u], x.units[u].pool
    unit.lot = NOBODY
    if unit.is_let and not unit.is_down and not unit.is_out:
        s.pools[p].free += 1
        s.free[x.units[u].slot // BITS] |= bit_of(x.units[u].slot)
        look_at(x, s, p)


@jit
def take_unit(x, s, p):
    """The free unit of lowest number of pool p, no longer free."""
    s.pools[p].free -= 1
    first = x.pools[p].first_slot
    word = first // BITS
    while s.free[word] == 0:
        word += 1
    k = lowest_bit(s.free[word])
    s.free[word] &= ~(BIT << k)
    return x.pools[p].first + BITS * word + np.int64(k) - first


@jit
def withdraw(x, s, u):
    """Unit u, if it is free, is taken out of what is given out."""
    slot = x.units[u].slot
    if s.free[slot // BITS] & bit_of(slot):
        s.free[slot // BITS] &= ~bit_of(slot)
        s.pools[x.units[u].pool].free -= 1


@jit
def bit_of(slot):
    """The bit of a slot in its word of State.free."""
    return BIT << Place(slot % BITS)


# ---- the clock


@entry
def begin(tables, state):
    """The first events of a run are put into the future."""
    x, s = reference(tables), reference(state)
    for f in range(len(s.finished)):
        put_in(s, f, x.finished_level[f], 0)
    for c in range(len(s.calendars)):
        if x.is_waited_for[c]:
            await_close(x, s, c)
    for lane in range(len(x.lanes)):
        if x.lanes[lane].truck >= 0:
            s.lanes[lane].next -= 1
            await_departure(x, s, lane)
    for m in range(len(x.materials)):
        look(x, s, m)
        await_review(x, s, m)
    for stream in range(len(x.streams)):
        await_judging(x, s, stream)
        await_move(x, s, stream)
    for token in range(len(x.tokens)):
        bear(x, s, 0, token)
    for u in range(len(x.units)):
        if x.types[x.pools[x.units[u].pool].type].failure_clock == CALENDAR:
            await_failure(x, s, u)
        if x.units[u].opened > 0:
            schedule(s, x.units[u].opened, CHANGE, 2 * u, 2 * u)
        else:
            s.units[u].is_let = 1
            let_unit(x, s, u)
        if x.units[u].closed < NEVER:
            schedule(s, x.units[u].closed, CHANGE, 2 * u + 1, 2 * u + 1)
    await_epoch(x, s, 0)
    await_match(x, s, 0)


@entry
def run(tables, state):
    """Lets things happen, by (time, rank), until the horizon or until a table is full, and returns which."""
    x, s = reference(tables), reference(state)
    while s.size[SHORT] == 0:
        live = s.size[LIVE] * (3 if len(s.finished) > 0 else 1)
        most = live + len(x.units) + len(x.smes) + 64  # events that one event can cause; and half the rows
        if s.size[LOGGED] + 2 * most > len(s.log):
            return LOGGED
        if s.size[EVENTS] + most > len(s.events):
            return EVENTS
        if s.size[LOTS_USED] + PARTS + (live if len(s.finished) > 0 else 0) > len(s.lots):
            return LOTS_USED
        now, i = s.size[NOW], s.size[NEXT_ORDER]
        time, rank, what, source = x.horizon, 0, 0, 0
        if s.size[EVENTS] > 0:
            time, rank, what, source = s.events[0].time, s.events[0].rank, s.events[0].what, 1
        if i < x.n_fixed and is_before(x.placed[i], PLACE * RANK + i, time, rank):
            time, rank, what, source = x.placed[i], PLACE * RANK + i, i, 2
        if s.size[CALLS] > 0 and is_before(now, s.calls[0], time, rank):
            time, rank, what, source = now, s.calls[0], s.calls[0] % RANK, 3
        if time >= x.horizon:
            return DONE
        kind = rank // RANK
        s.size[NOW] = time
        if source == 1:
            pop_event(s)
        elif source == 2:
            s.size[NEXT_ORDER] += 1
        else:
            pop_call(s)
            s.is_called[kind, what] = False
        happen(x, s, time, kind, rank % RANK, what)
    return TOO_SHORT


@inlined
def happen(x, s, now, kind, subject, what):
    """One event happens, or one decision is taken."""
    if kind == FINISH:
        finish(x, s, now, what, subject)
    elif kind == START:
        give_units(x, s, now)
    elif kind == PLACE:
        place(x, s, now, what, subject)
    elif kind == ALLOT:
        allot(x, s, now, what)
    elif kind == CASH:
        grant_cash(x, s, now, what)
    elif kind == SETTLE:
        settle(x, s, now, subject, what)
    elif kind == STOCK:
        supply(x, s, now, what)
    elif kind == MATERIAL:
        alone = what if subject >= len(x.materials) else NOBODY
        issue(x, s, now, what if alone < 0 else x.components[s.lots[alone].component].material, alone)
    elif kind == REORDER:
        reorder(x, s, now, what)
    elif kind == TRUCK:
        depart(x, s, now, what)
    elif kind == ARRIVE:
        arrive(x, s, now, what)
    elif kind == RELEASE:
        ship(x, s, now, what)
    elif kind == RECEIVE:
        receive(x, s, now, what)
    elif kind == DOWN:
        down(x, s, now, what)
    elif kind == UP:
        up(x, s, now, what)
    elif kind == OPEN:
        open_(x, s, now, what)
    elif kind == CLOSE:
        close(x, s, now, what)
    elif kind == MATCH:
        match(x, s, now, what)
    elif kind == OVERTIME:
        work_on(x, s, now, what)
    elif kind == REVIEW:
        review(x, s, now, what)
    elif kind == LEVEL:
        move(x, s, now, what)
    else:
        change(x, s, now, what)


@jit
def record(s, time, kind, order, lot, operation, place, amount, then=NOBODY):
    """A row is written to the log."""
    row = s.log[Place(s.size[LOGGED])]
    row.time, row.kind, row.order, row.lot = time, kind, order, lot
    row.operation, row.place, row.amount, row.next = operation, place, amount, then
    s.size[LOGGED] += 1


# ---- from an Instance to a log


def is_compiled() -> bool:
    """Returns whether the engine is ready: compiled in this process, or earlier and kept, else at the first run."""
    return bool(getattr(run, "signatures", True)) or is_kept("begin", "run")


def simulate(x: Instance) -> NDArray[np.void]:
    """Returns the log of one replication: the same as `model.simulate`, bit for bit.

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
    tables, s = tables_of(x), state_of(x)
    begin(tables, s)
    while (end := run(tables, s)) in GROWING:
        s = s._replace(**{name: doubled(getattr(s, name)) for name in GROWING[end]})
    if end == TOO_SHORT:
        raise Short("lives, purchases, or orders of a token")
    log: NDArray[np.void] = s.log[: s.size[LOGGED]]
    return log
