"""The decisions both engines take: integers in, one integer out. Nothing but constants is imported.

`x` is the Instance, or the kernel's tables: what is read of it has the same name in both. The model calls these
functions as they stand, the kernel compiles them; so no rule calls another, none takes a view of a table, and all
arithmetic is whole. Factors are in parts per million, every rounding is half up.
"""

from collections.abc import Callable
from typing import Any, Protocol

from takarusim.engine.instance import (
    DAY,
    EDD,
    FEWEST_OPERATIONS,
    FIFO,
    LEAST_WORK,
    LIFO,
    LPT,
    MOST_OPERATIONS,
    MOST_WORK,
    NEVER,
    PPM,
    PRIORITY,
    REWORK,
    SHIP_SHORT,
    SPT,
    WEEK,
    Instance,
)

__all__ = [
    "after",
    "bad_among",
    "begins",
    "came",
    "choose_sme",
    "coming",
    "cost",
    "end_of_day",
    "ends_day",
    "factor",
    "fallback",
    "finished_stock",
    "first_rejects",
    "found_rejects",
    "is_barred",
    "is_missed",
    "is_placed",
    "later_rejects",
    "level_after",
    "may_pay",
    "missing",
    "needs_material",
    "next_operation",
    "opened",
    "ordered",
    "overtime",
    "pass_work",
    "per_crew",
    "queue_key",
    "rung_after",
    "scaled",
    "stretched",
    "survives",
    "target",
    "week",
    "what_follows",
    "within_reach",
]


class Waiting(Protocol):
    """What a queue rule reads of a lot."""

    operation: int  # row of the operation it waits for
    component: int
    pieces: int  # in this pass
    only_reworked: bool  # whether its pass goes through the reworked operations only
    due: int  # ms
    priority: int  # of its stream


class Asked(Protocol):
    """What decides who of the SMEs that are asked gets an order, each by SME."""

    in_hand: list[int]  # orders
    capital: list[int]  # Rp  that material may tie up


class Allotted(Protocol):
    """What is read of an order that is allotted, or a part of one."""

    row: int


class Counted(Protocol):
    """What a review counts of the orders of an SME."""

    orders: int
    on_time: int  # of these
    in_full: int
    pieces: int  # that have arrived
    escaped: int  # bad ones among them


def opened(x: Instance, calendar: int, t: int) -> int:
    """Returns the open time of a calendar in [0, t), in ms."""
    k, end = x.first_of_day[calendar, t // DAY], x.first_closed[calendar + 1]
    while k < end and x.close[k] < t:
        k += 1
    if k == x.first_closed[calendar]:
        return t
    return t - x.closed_before[k - 1] - (min(t, x.reopen[k - 1]) - x.close[k - 1])


def coming(x: Instance, calendar: int, t: int) -> int:
    """Returns the first closed interval of a calendar that does not begin before t; behind its last where none does."""
    k, end = x.first_of_day[calendar, t // DAY], x.first_closed[calendar + 1]
    while k < end and x.close[k] < t:
        k += 1
    return int(k)


def after(x: Instance, calendar: int, k: int, t: int, work: int) -> int:
    """Returns the first moment by which a calendar has been open for `work` ms since t; t itself for no work.

    `k`: the closed interval that is coming at t.
    """
    if work <= 0:
        return t
    ends, end = t + work, x.first_closed[calendar + 1]
    if k > x.first_closed[calendar]:
        ends += max(0, x.reopen[k - 1] - t)
    while k < end and x.close[k] < ends:
        ends += x.reopen[k] - x.close[k]
        k += 1
    return int(ends)


def scaled(amount: int, ppm: int) -> int:
    """Returns an amount times a factor in parts per million, rounded half up."""
    return amount if ppm == PPM else (amount * ppm + PPM // 2) // PPM


def stretched(ms: int, ppm: int) -> int:
    """Returns the same of a time that may be long: the product need not fit into 64 bits."""
    return ms // PPM * ppm + (ms % PPM * ppm + PPM // 2) // PPM


def factor(factors: Any, which: int, what: int) -> int:
    """Returns the factor that holds for an SME, a material or a component now, in ppm, on one of FACTORS."""
    return int(factors[which, what])


def end_of_day(t: int) -> int:
    """Returns the end of the day that t lies in, in ms."""
    return (t // DAY + 1) * DAY


def ends_day(x: Instance, k: int, t: int) -> bool:
    """Returns whether a calendar that closes at t, for closed interval k, stays closed up to 24:00 of that day."""
    return t > 0 and bool(x.reopen[k] >= ((t - 1) // DAY + 1) * DAY)


def week(x: Instance, t: int) -> int:
    """Returns the number of the week, from Monday to Sunday, that ends at t or that t lies in."""
    return (t + x.monday - 1) // WEEK


def overtime(x: Instance, sme: int, work: int, used: int, rest: int) -> int:
    """Returns for how many ms an SME works on at the end of a day.

    `work`: within reach, for each crew, in ms. `used`: overtime in this week so far. `rest`: up to the next opening.
    """
    if work <= x.overtime_above[sme]:
        return 0
    return int(max(0, min(x.overtime[sme], x.overtime_a_week[sme] - used, rest)))


def within_reach(x: Instance, component: int, operation: int, pieces: int, only_reworked: bool) -> int:
    """Returns the work from an operation on up to one that overtime does not reach, at base times, in ms.

    That is one outside, or in a workshop with hours of its own.
    """
    work = 0
    for j in range(operation, x.first_operation[component + 1]):
        if x.is_reworked[j] or not only_reworked:
            if x.workshop[j] < 0 or x.has_hours[x.workshop[j]]:
                return work
            work += x.setup[j] + pieces * x.per_piece[j]
    return work


def pass_work(x: Instance, component: int, operation: int, pieces: int, only_reworked: bool) -> int:
    """Returns the work of a pass in workshops from an operation on, at base times, in ms."""
    work = 0
    for j in range(operation, x.first_operation[component + 1]):
        if x.workshop[j] >= 0 and (x.is_reworked[j] or not only_reworked):
            work += x.setup[j] + pieces * x.per_piece[j]
    return work


def per_crew(work: int, factor: int, crews: int) -> int:
    """Returns how long each crew of an SME has to work for work at base times, in ms; 0 without limit of crews."""
    if crews < 0:
        return 0
    return (work // PPM * factor + work % PPM * factor // PPM) // crews


def cost(price: int, pieces: int, advance: int) -> int:
    """Returns what material costs by what that of a piece does, in Rp/1000, less what is paid already, in Rp."""
    return max(0, (pieces * price + 500) // 1000 - advance)


def may_pay(cost: int, free: int, resting: int, capital: int) -> bool:
    """Returns whether an SME pays for material: it has the cash, or all that is tied rests in stock and frees no more.

    `resting`: Rp tied in finished stock whose call-offs still wait, maybe for what this material is for.
    """
    return cost <= free or free + resting >= capital


def finished_stock(x: Instance, i: int, sme: int) -> int:
    """Returns the finished stock that order i is served from by an SME; -1: it is made to order, or under way."""
    if not x.from_stock[x.stream[i]] or x.begins[i] >= 0:
        return -1
    return int(x.finished[sme, x.component[i]])


def bad_among(bad: int, pieces: int, before: int, after: int) -> int:
    """Returns how many of the bad pieces of a batch leave when `after` of its pieces have left, and not `before`."""
    return bad * after // pieces - bad * before // pieces


def choose_sme(
    x: Instance,
    smes: Asked,
    promised: Callable[[Any, int], int],
    order: Allotted,
    costs: tuple[int, int],
    now: int,
) -> int:
    """Returns the SME that gets an order: of the first ones asked that take it, the least promised; -1: none takes it.

    `promised`: of the order and an SME, what each of its crews would have to work with it, in ms; -1: it is not asked.
    `costs`: of its material, from stock and bought singly.
    """
    i = order.row
    stream = x.stream[i]
    group = stream * (len(x.first_operation) - 1) + x.component[i]
    first, end, named, bars = x.first_nominee[group], x.first_nominee[group], 0, x.bars[stream]
    while end < x.first_nominee[group + 1] and named < x.sources[i]:
        s = x.nominee[end]
        is_named = x.opens[s] <= now < x.shuts[s] and not (bars and promised(order, s) < 0)
        named += 1 if is_named else 0
        end += 1
    asked, chosen, least = 0, -1, 0
    for k in range(x.preference.shape[1]):
        s = x.preference[i, k]
        if s < 0 or asked == x.asks[stream]:
            break
        is_named = first == end
        for n in range(first, end):
            is_named |= x.nominee[n] == s
        in_hand = smes.in_hand[s]
        has_room = in_hand == 0 or in_hand < x.most_in_hand[s]
        cost = costs[1 if x.singly[s, x.component[i]] else 0]
        if is_named and has_room and cost <= smes.capital[s] and x.opens[s] <= now < x.shuts[s]:
            work = promised(order, s)
            if work >= 0 and (in_hand == 0 or work <= x.most_work[s]):
                asked += 1
                if chosen < 0 or work < least:
                    chosen, least = int(s), work
    return chosen


def is_barred(x: Instance, until: int, stream: int, sme: int, now: int) -> bool:
    """Returns whether a partner that bars SMEs does not ask one: it is suspended `until` then, or not qualified."""
    group = stream * len(x.opens) + sme
    for k in range(x.first_qualified[group], x.first_qualified[group + 1]):
        if x.qualified[k] <= now < x.unqualified[k]:
            return bool(now < until)
    return True


def is_missed(x: Instance, stream: int, found: Counted) -> bool:
    """Returns whether an SME misses what its partner asks for in a review."""
    return bool(
        found.on_time * PPM < x.least_on_time[stream] * found.orders
        or found.in_full * PPM < x.least_in_full[stream] * found.orders
        or found.escaped * PPM > x.most_escaped[stream] * found.pieces
    )


def rung_after(x: Instance, stream: int, rung: int, missed: bool) -> int:
    """Returns the rung of an SME after a review: one up, but for the last, or one down, but for none at all."""
    if missed:
        return int(min(rung + 1, x.first_rung[stream + 1] - x.first_rung[stream]))
    return max(0, rung - 1)


def level_after(x: Instance, stream: int, level: int, orders: int, served: int) -> int:
    """Returns the level of a partnership after a date by which so many orders were decided, and so many served."""
    moves = int(orders > 0 and served * PPM >= x.good[stream] * orders) - int(served * PPM < x.bad[stream] * orders)
    return int(min(max(level + moves * x.step[stream], x.least[stream]), x.most[stream]))


def is_placed(x: Instance, i: int, level: int) -> bool:
    """Returns whether a partner at some level places potential order i; else it is withheld, or latent."""
    return bool(level > x.mark[i])


def ordered(x: Instance, i: int) -> int:
    """Returns the pieces of order i, in all its parts."""
    pieces = x.quantity[i]
    for part in range(x.first_part[i], x.first_part[i + 1]):
        pieces += x.quantity[part]
    return int(pieces)


def begins(x: Instance, i: int, attempt: int) -> int:
    """Returns from which operation on a pass of order i is made, if it has any ahead that it goes through."""
    if attempt == 1 and x.begins[i] >= 0:
        return int(x.begins[i])
    return int(x.first_operation[x.component[i]])


def needs_material(x: Instance, i: int, material: int, attempt: int) -> bool:
    """Returns whether a pass of order i asks for the material of its component, if that has one."""
    return bool(material >= 0 and (attempt > 1 or x.begins[i] < 0))


def next_operation(x: Instance, component: int, operation: int, only_reworked: bool) -> int:
    """Returns the first operation from `operation` on that a lot goes through; -1 behind the last."""
    for j in range(operation, x.first_operation[component + 1]):
        if x.is_reworked[j] or not only_reworked:
            return j
    return -1


def queue_key(x: Instance, rule: int, now: int, lot: Waiting) -> int:
    """Returns the key by which a lot waits for its operation; the smallest goes first."""
    if rule == FIFO:
        return now
    if rule == EDD:
        return lot.due
    if rule == PRIORITY:
        return lot.priority
    if rule == LIFO:
        return -now
    if rule == SPT:
        return x.setup[lot.operation] + lot.pieces * x.per_piece[lot.operation]
    if rule == LPT:
        return -(x.setup[lot.operation] + lot.pieces * x.per_piece[lot.operation])
    left, operations = 0, 0  # in this pass: work at base times, the operations outside included
    for j in range(lot.operation, x.first_operation[lot.component + 1]):
        if x.is_reworked[j] or not lot.only_reworked:
            left += x.setup[j] + lot.pieces * x.per_piece[j]
            operations += 1
    if rule == MOST_OPERATIONS:
        return -operations
    if rule == FEWEST_OPERATIONS:
        return operations
    if rule == MOST_WORK:
        return -left
    if rule == LEAST_WORK:
        return left
    return min(1000 * (lot.due - now) // max(left, 1), NEVER)  # critical ratio


def came(x: Instance, now: int) -> int:
    """Returns since when a lot waits that asks for a unit now, where that decides between equals; else 0."""
    return now if x.ties_by_arrival else 0


def first_rejects(pieces: int, factor: int, count: int, quantity: int, draw: int) -> int:
    """Returns how many of `pieces` the first inspection rejects: `count` of the order's `quantity` at the base rate."""
    return min(pieces, (count * pieces * factor + draw) // (quantity * PPM))


def later_rejects(pieces: int, factor: int, rate: int, draw: int) -> int:
    """Returns how many of `pieces` a later inspection rejects at a base rate."""
    return min(pieces, (pieces * rate * factor + draw) // (PPM * PPM))


def found_rejects(rejected: int, detection: int, draw: int) -> int:
    """Returns how many rejected pieces inspection finds, of which it finds a share."""
    return (rejected * detection + draw) // PPM


def what_follows(rejects: int, attempt: int, passes: int, rejected: int, again: int) -> int:
    """Returns what follows an inspection: REWORK, from operation `again` on, REMAKE or SHIP_SHORT."""
    if rejected == 0 or attempt >= passes or (rejects == REWORK and again < 0):
        return SHIP_SHORT
    return rejects


def survives(life: int, wear: int) -> int:
    """Returns how many ms of work a unit survives: its life in ms ppm, the wear of the work in ppm."""
    return -(-life // wear)


def target(x: Instance, coming: int, end: int, wanted: int, latest: int) -> int:
    """Returns which departure a lot is held for, of those from `coming` up to `end`: `coming` where it is for none.

    It is the first one planned to arrive when the lot is wanted; if that is too late, the last one before it.
    """
    low, high = coming, end
    while low < high:
        middle = (low + high) // 2
        if x.planned[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    if low == end or x.planned[low] > latest:
        low -= 1
    return max(low, coming)


def missing(position: int, point: int, at: bool, up_to: int, batch: int) -> int:
    """Returns how many grams to buy at a position: whole batches, until it is above the point, or up to a level."""
    short = point - position + (1 if at else 0)
    if short <= 0:
        return 0
    return -(-max(short, up_to - position if up_to >= 0 else 0) // batch) * batch


def fallback(short: int, batch: int, quoted: int, expected: int) -> int:
    """Returns how many grams to buy from the fallback, quoted for then, when the next receipt is expected then."""
    if short <= 0 or batch == 0 or expected <= quoted:
        return 0
    return -(-short // batch) * batch
