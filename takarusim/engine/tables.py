"""What the compiled engine works on: tables of whole numbers, a record for each thing.

`Tables` is what a replication is made of, `State` what changes during the run.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.compiled import records
from takarusim.engine.instance import LOG, NEVER, PPM, TRUCK, Instance

__all__ = ["NOBODY", "State", "Tables", "doubled", "state_of", "tables_of"]

# Positions in State.size: how much of each table is in use, and where the run stands.
SIZES = range(12)
(EVENTS, CALLS, LOGGED, LOTS_USED, FREE_LOT, LIVE, BOUGHT, BIRTHS, SHIPPED, NEXT_ORDER, NOW, SHORT) = SIZES
GROWING = {
    EVENTS: ("events",),
    LOGGED: ("log",),
    LOTS_USED: ("lots", "stands", "stack"),
}  # tables made longer when they are full
NOBODY = -1
BITS = 64  # of a word of free units
LINE = 64  # bytes that a processor's cache holds together

Table = Any  # an array of records


class Tables(NamedTuple):
    """The Instance as the kernel reads it: what rules read under its own name, the rest as one record per thing."""

    placed: NDArray[np.int64]
    stream: NDArray[np.int64]
    asks: NDArray[np.int64]
    weighs: NDArray[np.bool_]
    sources: NDArray[np.int64]
    hold: NDArray[np.int64]
    late: NDArray[np.int64]
    early: NDArray[np.int64]
    terms: NDArray[np.int64]
    first_nominee: NDArray[np.int64]
    nominee: NDArray[np.int64]
    bars: NDArray[np.bool_]
    first_qualified: NDArray[np.int64]
    qualified: NDArray[np.int64]
    unqualified: NDArray[np.int64]
    judged: NDArray[np.int64]
    enough: NDArray[np.int64]
    mark: NDArray[np.int64]
    moved: NDArray[np.int64]
    step: NDArray[np.int64]
    good: NDArray[np.int64]
    bad: NDArray[np.int64]
    least: NDArray[np.int64]
    most: NDArray[np.int64]
    enough_in_all: NDArray[np.int64]
    least_on_time: NDArray[np.int64]
    least_in_full: NDArray[np.int64]
    most_escaped: NDArray[np.int64]
    first_rung: NDArray[np.int64]
    rung: NDArray[np.int64]
    token: NDArray[np.int64]  # (n,)  of a closed stream; -1: none
    component: NDArray[np.int64]
    quantity: NDArray[np.int64]
    first_part: NDArray[np.int64]
    due: NDArray[np.int64]
    begins: NDArray[np.int64]
    advance: NDArray[np.int64]
    tie: NDArray[np.int64]
    preference: NDArray[np.int64]
    reject_count: NDArray[np.int64]
    first_pass: NDArray[np.int64]
    first_draw: NDArray[np.int64]
    reject_draw: NDArray[np.int64]
    escape_draw: NDArray[np.int64]
    setup_draw: NDArray[np.int64]
    work_draw: NDArray[np.int64]
    single_lead: NDArray[np.int64]
    tokens: Table
    streams: Table
    components: Table
    first_operation: NDArray[np.int64]
    workshop: NDArray[np.int64]
    setup: NDArray[np.int64]
    per_piece: NDArray[np.int64]
    is_reworked: NDArray[np.bool_]
    smes: Table
    most_in_hand: NDArray[np.int64]
    most_work: NDArray[np.int64]
    capital: NDArray[np.int64]
    singly: NDArray[np.bool_]
    from_stock: NDArray[np.bool_]
    finished: NDArray[np.int64]
    finished_by: NDArray[np.int64]
    finished_level: NDArray[np.int64]
    finished_box: NDArray[np.int64]
    opens: NDArray[np.int64]
    shuts: NDArray[np.int64]
    overtime: NDArray[np.int64]
    overtime_above: NDArray[np.int64]
    overtime_a_week: NDArray[np.int64]
    at_work: Table  # (s, w)
    types: Table
    has_hours: NDArray[np.bool_]
    pools: Table
    units: Table
    epoch: NDArray[np.int64]
    match: NDArray[np.int64]
    match_of: NDArray[np.int64]
    match_begins: NDArray[np.int64]
    first_new: NDArray[np.int64]
    new_what: NDArray[np.int64]
    new_of: NDArray[np.int64]
    new_value: NDArray[np.int64]
    life: NDArray[np.int64]
    repair: NDArray[np.int64]
    materials: Table
    lead: NDArray[np.int64]
    fallback_lead: NDArray[np.int64]
    review: NDArray[np.int64]
    lanes: Table
    departures: Table
    planned: NDArray[np.int64]
    travel: NDArray[np.int64]
    is_waited_for: NDArray[np.bool_]  # whether anybody waits for a calendar to open
    first_closed: NDArray[np.int64]
    close: NDArray[np.int64]  # with the overtime so far
    reopen: NDArray[np.int64]
    first_of_day: NDArray[np.int64]
    owner: NDArray[np.int64]
    monday: int
    n_fixed: int
    channels: int
    crew_rule: int
    ties_by_arrival: bool
    setup_on_change: bool
    knows_work: bool  # whether work in hand is kept up to date: somebody asks for it
    passes: int
    horizon: int


class State(NamedTuple):
    """What changes during the run; every table is filled in place."""

    lots: Table  # of the orders under way; rows of delivered ones are used again
    tokens: Table
    stands: Table  # as of lots, in the queue of a pool: the lots with which SMEs stand there
    stack: NDArray[np.int64]  # of lots in a queue that are still to be looked at
    standing: Table  # (q, s)  on which rung SMEs stand with partners; one row where nobody bars
    dues: Table  # (n,)  of orders that partners judge: whose they are, what has arrived; one row where there are none
    reviews: Table  # (q,)  the next one, and the orders that it may count
    counts: Table  # (s,)  of a review
    growth: Table  # (q,)  level, when it moves next, and the orders that are not decided
    calls_off: Table  # (n,)  of orders that are served from finished stock; one row where there is none
    finished: Table  # (f,)
    queues: NDArray[
        np.int64
    ]  # first lot of each: of channels, materials, lanes, SMEs for cash, by type, for finished stock
    in_hand: NDArray[np.int64]  # (s,) orders
    capital: NDArray[np.int64]  # (s,) Rp  that material may tie up now
    cost: NDArray[np.int64]  # (c,) Rp/1000  of the material of a piece now
    single_cost: NDArray[np.int64]  # (c,) Rp/1000
    factors: NDArray[np.int64]  # (., 9) ppm  that hold now
    smes: Table
    pools: Table
    units: Table
    free: NDArray[np.uint64]  # a bit for each slot: whether its unit is free; each pool begins with a new word
    materials: Table
    purchases: Table
    calendars: Table
    lanes: Table
    is_called: NDArray[np.bool_]  # (kinds, most subjects)
    is_short: NDArray[np.uint64]  # a bit for each pool: whether it has free units and lots that stand there
    calls: NDArray[np.int64]  # heap of ranks: decisions due at this instant
    events: Table  # heap: the future
    log: Table
    size: NDArray[np.int64]


@cache
def _record(names: tuple[str, ...]) -> np.dtype[np.void]:
    """Returns the type of a record of whole numbers, a field for each name."""
    return np.dtype([(name, np.int64) for name in names])


def _table(size: int | tuple[int, int], **columns: Any) -> Table:
    """Returns an array of records of whole numbers, one field a column."""
    table: Any = np.empty(size, _record(tuple(columns)))
    for name, column in columns.items():
        table[name] = column
    return records(table)


def _in_lines(size: int, columns: tuple[str, ...]) -> Table:
    """Returns an array of records of zeros, each of whole lines of the processor's cache."""
    formats, bytes_ = [np.int64] * len(columns), LINE * -(-8 * len(columns) // LINE)
    table = _aligned(size, np.dtype({"names": columns, "formats": formats, "itemsize": bytes_}))
    table.view(np.uint8)[:] = 0
    return records(table)


def _aligned(size: int, of: np.dtype[Any]) -> NDArray[Any]:
    """Returns an array that begins with a line of the processor's cache."""
    room = np.empty(size * of.itemsize + LINE, np.uint8)
    begins = -room.ctypes.data % LINE
    return room[begins : begins + size * of.itemsize].view(of)


def tables_of(x: Instance) -> Tables:
    """Returns the Instance as the kernel reads it."""
    smes, types, pools, calendars = len(x.crews), len(x.rule), len(x.pool_type), len(x.first_closed) - 1
    is_waited_for = np.zeros(calendars, bool)
    for waited_for in (x.sme_calendar, x.work_calendar.ravel(), x.work_clock.ravel(), x.lane_calendar[x.truck < 0]):
        is_waited_for[waited_for] = True
    units, size = len(x.opened), np.diff(x.first_unit)
    of, slots = np.repeat(np.arange(pools), size), -(-size // BITS) * BITS
    first_slot = np.cumsum(slots) - slots
    token = np.full(len(x.placed), NOBODY)
    token[x.n_fixed : x.first_row[-1]] = np.repeat(np.arange(len(x.token_stream)), np.diff(x.first_row))
    same = {name: getattr(x, name) for name in Tables._fields if hasattr(x, name)}
    has_overtime = bool(x.overtime.any())
    if has_overtime:  # which makes days longer as the run goes on
        same |= {"close": x.close.copy()}
    return Tables(
        **same,
        token=token,
        tokens=_table(len(x.token_stream), first=x.first_row[:-1], end=x.first_row[1:]),
        streams=_table(
            len(x.channel),
            **{
                name: getattr(x, name)
                for name in ("channel", "lane", "priority", "rejects", "partial", "judged_over", "judged_by")
            },
            first_judged=x.first_judged[:-1],
            end_judged=x.first_judged[1:],
            first_moved=x.first_moved[:-1],
            end_moved=x.first_moved[1:],
        ),
        components=_table(
            len(x.material), **{name: getattr(x, name) for name in ("material", "grams", "reject_rate", "detection")}
        ),
        smes=_table(
            smes,
            crews=x.crews,
            calendar=x.sme_calendar,
        ),
        at_work=_table((smes, types), calendar=x.work_calendar, clock=x.work_clock, pool=x.pool),
        types=_table(
            types, rule=x.rule, preempts=x.preempts, failure_clock=x.failure_clock, repairs_open=x.repairs_open
        ),
        pools=_table(pools, type=x.pool_type, first=x.first_unit[:-1], end=x.first_unit[1:], first_slot=first_slot),
        units=_table(
            units,
            opened=x.opened,
            closed=x.closed,
            pool=of,
            slot=np.arange(units) + (first_slot - x.first_unit[:-1])[of],
        ),
        materials=_table(
            len(x.opening),
            **{
                name: getattr(x, name)
                for name in (
                    "buys",
                    "reorder_point",
                    "reorder_at",
                    "batch",
                    "up_to",
                    "quoted",
                    "fallback_batch",
                    "fallback_quoted",
                    "lead_calendar",
                    "fallback_calendar",
                )
            },
            first_review=x.first_review[:-1],
            end_review=x.first_review[1:],
        ),
        lanes=_table(
            len(x.truck),
            truck=x.truck,
            end=x.first_departure[1:],
            calendar=x.lane_calendar,
            bans=x.ban_calendar,
        ),
        departures=_table(len(x.departure), time=x.departure, arrival=x.arrival, room=x.room),
        knows_work=bool(x.weighs.any()) or has_overtime,
        is_waited_for=is_waited_for,
    )


_LOT = (  # in eights, as a line of a processor's cache holds them: what is read together lies together
    *("rank", "came", "tie", "left_child", "right_child", "sme", "is_standing", "asleep"),
    *("operation", "component", "pieces", "only_reworked", "unit", "finishes", "subject", "due"),
    *("left", "setup", "done", "since", "ends", "counted", "ahead", "wear"),
    *("order", "number", "row", "attempt", "is_fresh", "is_begun", "before", "behind"),
    *("whole", "head", "under_way", "parts", "lots", "next", "priority", "started"),
    *("good", "escaped", "first_draw", "lane", "grams", "tied", "stock", "refills"),
)
_STAND = ("tie", "rank", "came", "left_child", "right_child")
# `parts` counts the parts of the order that are not delivered, `lots` all its lots so far, both in the row of its first
# lot (`whole`); `under_way` counts the lots of a part, in the row of the first one of these (`head`).
# `ahead`: what is left of its operation in its SME's work in hand, at base times; `counted`: ms of its present stretch
# that are no longer in it; `since`: open time of its calendar as the stretch began; `before` and `behind` link the lots
# at work of an SME.
_NO_WORK = dict.fromkeys(("work", "reach", "week", "overtime"), 0)  # of an SME
_NO_TIME = dict.fromkeys(("is_longer", "opened", "since"), 0)  # of a calendar: ms open until it last turned, and when
_PURCHASE = ("material", "supplier", "grams", "quoted", "next")


def state_of(x: Instance) -> State:
    """Returns the state before the first event."""
    n, smes, pools, units, materials, lanes = map(len, (x.placed, x.crews, x.pool_type, x.opened, x.opening, x.truck))
    stocks, types = len(x.finished_by), len(x.rule)
    calls = x.channels + 2 * (materials + smes) + 1 + lanes + stocks
    size = np.where(np.arange(len(SIZES)) == FREE_LOT, NOBODY, 0)
    rows = 64 + 9 * n + 4 * int(np.diff(x.first_operation)[x.component].sum()) + 4 * units
    return State(
        **{name: _in_lines(1024 + stocks, columns) for name, columns in (("lots", _LOT), ("stands", _STAND))},
        stack=np.zeros(1024 + stocks, np.int64),
        tokens=_table(len(x.token_stream), next=x.first_row[:-1]),
        **(_reviews_of(x) | _finished_of(x)),
        queues=np.full(x.channels + materials + lanes + smes * (1 + types) + stocks, NOBODY, np.int64),
        in_hand=np.zeros(smes, np.int64),
        **{name: getattr(x, name).copy() for name in ("factors", "capital", "cost", "single_cost")},
        smes=_table(smes, crews=x.crews, free=x.crews, cash=x.capital, resting=0, at_work=NOBODY, **_NO_WORK),
        pools=_table(pools, free=0, first=NOBODY),
        units=_table(
            units,
            life=x.life[:, 0] if units else 0,
            **dict.fromkeys(("failed", "is_down", "is_out", "is_let", "since"), 0),
            **dict.fromkeys(("last_made", "lot"), NOBODY),
            **dict.fromkeys(("fails", "works_again"), NEVER),
        ),
        free=np.zeros(units // BITS + pools, np.uint64),
        is_short=np.zeros(pools // BITS + 1, np.uint64),
        materials=_table(
            materials,
            level=x.opening,
            **dict.fromkeys(("on_order", "owed", "bought", "bought_fallback"), 0),
            first=NOBODY,
            next_review=x.first_review[:-1],
        ),
        purchases=_table(x.lead.size + x.fallback_lead.size, **dict.fromkeys(_PURCHASE, 0)),
        calendars=_table(len(x.first_closed) - 1, **_NO_TIME, is_open=1, next=x.first_closed[:-1], asleep=NOBODY),
        lanes=_table(lanes, next=x.first_departure[:-1]),
        is_called=np.zeros((TRUCK + 1, max(x.channels, materials, smes, pools, lanes, stocks)), bool),
        calls=np.zeros(calls + 1, np.int64),
        events=_table(4096 + 8 * units + calls + len(x.first_closed) + len(x.token_stream), time=0, rank=0, what=0),
        log=records(np.empty(rows, LOG)),
        size=size,
    )


def _reviews_of(x: Instance) -> dict[str, Table]:
    """Returns how SMEs and partners stand with each other as the run begins, and what is counted of that."""
    smes = len(x.crews)
    order, count = (
        ("sme", "pieces", "escaped", "too_early"),
        ("orders", "on_time", "in_full", "pieces", "escaped"),
    )
    return {
        "standing": _table((len(x.bars), smes) if x.bars.any() else (1, 1), until=0, rung=0, climbed=0),
        "dues": _table(
            max(1, len(x.enough), len(x.enough_in_all)),
            **dict.fromkeys(order, 0),
            **dict.fromkeys(("next", "next_undecided"), NOBODY),
            delivered=NEVER,
        ),
        "reviews": _table(len(x.bars), next=x.first_judged[:-1], first=NOBODY),
        "counts": _table(smes, **dict.fromkeys(count, 0)),
        "growth": _table(len(x.bars), level=PPM, next=x.first_moved[:-1], first=NOBODY),
    }


def _finished_of(x: Instance) -> dict[str, Table]:
    """Returns finished stocks before their first batch, and what is kept in mind of call-offs."""
    order = ("sme", "ordered", "entered", "waits", "tied", "is_paid")
    stock = ("on_hand", "on_order", "owed", "entered", "resting")
    return {
        "calls_off": _table(len(x.placed) if len(x.finished_by) else 1, number=NOBODY, **dict.fromkeys(order, 0)),
        "finished": _table(len(x.finished_by), **dict.fromkeys(stock, 0), first=NOBODY, last=NOBODY),
    }


def doubled(table: Table) -> Table:
    """Returns a table of twice as many records, the first half filled."""
    larger = _aligned(2 * len(table), table.dtype)
    larger.view(np.uint8)[: table.nbytes] = table.view(np.uint8)  # field by field it would take ten times as long
    return records(larger)
