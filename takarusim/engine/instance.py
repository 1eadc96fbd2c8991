"""What one replication is made of, lowered to arrays, and the log it leaves: what lowering, engines and results share.

An engine is any function from an Instance to a log. Instances know no names: things are numbered by sorted id.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["LOG", "Instance", "Short"]

# Event kinds in order of rank within an instant: what happens, then what is decided at the instant's end.
FINISH, ARRIVE, RECEIVE, UP, OPEN, CLOSE, DOWN, CHANGE, SCORE, SETTLE, MATCH, REVIEW, LEVEL, PLACE, RELEASE = range(15)
ALLOT, CASH, STOCK, MATERIAL, REORDER, OVERTIME, START, TRUCK = range(15, 23)
INSPECT, LOSS, PREEMPT, BORN, HOLD, ESCAPE, WITHHELD = range(23, 30)  # rows of the log only, never scheduled
KINDS = (
    *(
        "FINISH",
        "ARRIVE",
        "RECEIVE",
        "UP",
        "OPEN",
        "CLOSE",
        "DOWN",
        "CHANGE",
        "SCORE",
        "SETTLE",
        "MATCH",
        "REVIEW",
        "LEVEL",
        "PLACE",
        "RELEASE",
    ),
    *("ALLOT", "CASH", "STOCK", "MATERIAL", "REORDER", "OVERTIME", "START", "TRUCK"),
    *("INSPECT", "LOSS", "PREEMPT", "BORN", "HOLD", "ESCAPE", "WITHHELD"),
)
RANK = 1 << 40  # ranks of one kind: rank = kind * RANK + subject

# The log: what happened, in order; -1 where a column does not apply. All numbers are numbers of the Instance. `next` is
# the operation that a lot turns to with this row, or what it does instead (below).
LOG = np.dtype(
    [
        ("time", "i8"),
        ("kind", "i2"),
        ("order", "i8"),
        ("lot", "i4"),
        ("operation", "i2"),
        ("place", "i4"),
        ("amount", "i8"),
        ("next", "i2"),
    ]
)
# kind       order lot  operation    place     amount                  next
# PLACE      x     -    token or -1  stream    pieces                  -     a born order's number: FIRST_BORN + birth
# ALLOT      x     -    -            SME       order or -1             -     of its first part; place -1: refused
#                                              of a replenishment: the order for which it fills finished stock again
# BORN       x     x    lot or -1    SME       pieces                  row   of which lot; -1: it asks for material
# CASH       x     x    -            SME       Rp tied                 -     of the lot's material; remakes do not ask
# STOCK      x     x    -            SME       pieces                  -     that leave finished stock
#                                              of a replenishment: good ones that enter it
# MATERIAL   x     x    SINGLY, -    material  grams issued            row   no row for a component without material
# START      x     x    row          unit      ms of set-up ahead      -     it has a unit, and a crew
# DOWN, UP   x, -  x,-  row, -       unit      ms worked since it started    -1 for an idle unit
# PREEMPT    x     x    row          unit      ms worked since it started
# FINISH     x     x    row          unit      ms worked               row   outside: place -1, ms; -1: it is inspected
# INSPECT    x     x    pass (1..)   SME       rejected pieces found   row   of its next pass; READY or GOES_OVER
# HOLD       x     x    -            lane      ms until which it is    -     it is ready too early; place -1: no lane
# TRUCK      x     x    -            lane      grams loaded            -     a lot heavier than a truck has several
# ARRIVE     x     x    -            lane      pieces delivered        -     place -1: no lane; 0 pieces: none was good
# ESCAPE     x     x    -            lane      of these, bad ones      -     inspection missed them
# SETTLE     x     x    -            SME       Rp tied no longer       -     its lot is paid
# REORDER    -     -    supplier     material  grams bought            -     supplier 0: the regular one; 1: fallback
# OVERTIME   -     -    -            SME       ms that it works on     -
# RECEIVE    -     -    supplier     material  grams received          -
# LOSS       -     -    -            material  grams lost              -
# CHANGE     -     -    -            unit      1: opens, -1: closes    -     it leaves when its lot is done
#                                              -2: is out, 2: is back  -     a lot on it gives it up (PREEMPT)
#                                    -1        number of the epoch     -     what changes on a date does
# SCORE      -     -    -            SME       its score now           -
# MATCH      -     -    -            stream    ms from which it orders -     -1: the prospect is not won
# REVIEW     -     -    stream       SME       orders that count       rung   on which it is now; 0: none
# LEVEL      -     -    -            stream    its level now, ppm      -     up to which it orders from then on
# WITHHELD   x     -    -            stream    pieces                  -     instead of PLACE: not below the level
# READY: its good pieces are sent; so is a lot that is BORN so. GOES_OVER: they go on with the lot that is born of it.
# BUYS: a lot that is BORN so asks for cash first. CALLS_OFF: one that is waits for finished stock.
# SINGLY: they were bought for the lot alone, else they come from the stock.
# "row" is a row of the Instance's operations. CASH, STOCK, MATERIAL, REORDER, OVERTIME, START, TRUCK: what is granted.

FIFO, SPT, EDD, MOST_WORK, LEAST_WORK, CRITICAL_RATIO, PRIORITY = range(7)  # queue rules
LPT, LIFO, MOST_OPERATIONS, FEWEST_OPERATIONS = range(7, 11)
REWORK, REMAKE, SHIP_SHORT = range(3)  # what follows rejects
READY, GOES_OVER, BUYS, CALLS_OFF = -2, -3, -4, -5  # in the column `next` of the log
SINGLY = 2  # in the column `operation` of the log, where a supplier of a stock is 0 or 1
ON_SETUP, ON_PROCESSING, ON_REJECTS, ON_WEAR = range(4)  # what factors are on: of an SME
ON_LOSS, ON_LEAD, ON_FALLBACK_LEAD, ON_SINGLE_LEAD, ON_REJECT_RATE = range(4, 9)  # of a material; of a component
FACTORS, CREWS, OUT, SCORES = range(9), 9, 10, 11  # not factors: how many an SME has; whether a unit is out; of 5R
CAPITAL, COST, SINGLE_COST = range(12, 15)  # nor these: of an SME; of the material of a component, bought singly, too
NO_CLOCK, WORKING, CALENDAR = range(3)  # what uses up a unit's life

PPM = 1_000_000
DAY = 86_400_000  # ms
WEEK = 7 * DAY  # ms
MONTH = 30.4375 * DAY  # ms  a twelfth of 365.25 days
NEVER = 1 << 52  # ms; also "no limit": a thousand times it still fits
AHEAD = 1 << 60  # lots that have finished an operation come ahead of all others in their SME
FIRST_BORN = 1 << 31  # number of the first order that is born in the run
SMES = 1 << 15  # more than there are
LOTS = 1 << 8  # most lots an order can have; the subject of a lot's events is order * LOTS + lot
PARTS = 16  # most parts that an order is split into


class Short(Exception):
    """A table whose length depends on the run is too short: lower again with more rows; the log will be the same."""


class Instance(NamedTuple):
    """One scenario and one replication's draws: int64 arrays but where another type is named, and a few numbers."""

    # potential orders. Rows 0 .. n_fixed-1 are those with times of their own, by (time, stream, n): row = order number.
    # Then, for each token of a closed stream, its orders m = 0, 1, ...: numbered in the run, by birth. Behind them come
    # the further parts of split orders; the row of the order itself is that of its first part, part 0.
    placed: NDArray[
        np.int64
    ]  # (n,) ms  when; closed streams: ms since the token's last delivery (since 0 for the first)
    stream: NDArray[np.int64]  # (n,)
    nth: NDArray[np.int64]  # (n,)  number within its stream, or of its token
    component: NDArray[np.int64]  # (n,)
    quantity: NDArray[np.int64]  # (n,)  pieces of this part
    first_part: NDArray[np.int64]  # (n+1,)  rows of an order's further parts; no rows: it is not split
    due: NDArray[np.int64]  # (n,) ms  NEVER: none; closed streams: quoted ms, counted from its placing in the run
    begins: NDArray[
        np.int64
    ]  # (n,)  operation with which its first pass begins, without material; -1: with the first one
    advance: NDArray[np.int64]  # (n,) Rp  down payment
    tie: NDArray[np.int64]  # (n,)  16 bits; 0 where ties go by number
    # They are placed where the level of their stream is above their mark; else withheld, or latent from PPM on.
    mark: NDArray[np.int64]  # (n,) ppm  -1: placed at any level; empty where no partnership grows
    preference: NDArray[
        np.int64
    ]  # (n, most candidates)  SMEs that may make it, the preferred one first; -1 behind the last
    reject_count: NDArray[np.int64]  # (n,)  pieces  rejects of the whole order at the base rate
    first_pass: NDArray[np.int64]  # (n+1,)  pass a (1 ..) has row first_pass[i] + a - 1 of reject_draw
    reject_draw: NDArray[np.int64]  # (.,)  pass 1: floor(u * quantity * 10^6); later ones: floor(u * 10^12)
    escape_draw: NDArray[np.int64]  # (.,)  the same rows: floor(u * 10^6); empty where inspection finds all
    first_draw: NDArray[
        np.int64
    ]  # (n,)  pass a, k-th operation: row first_draw[i] + (a - 1) * operations + k of the next two
    setup_draw: NDArray[np.int64]  # (.,) ppm  variation of the set-up
    work_draw: NDArray[np.int64]  # (.,) ppm  variation of the processing time
    single_lead: NDArray[np.int64]  # (.,) ms  the same rows: until material comes that is bought singly; or empty
    # closed streams' tokens
    token_stream: NDArray[np.int64]  # (k,)
    first_row: NDArray[np.int64]  # (k+1,)  its orders' rows above
    # streams
    channel: NDArray[np.int64]  # (q,)
    lane: NDArray[np.int64]  # (q,)  -1: none
    priority: NDArray[np.int64]  # (q,)
    rejects: NDArray[np.int64]  # (q,)  REWORK, REMAKE or SHIP_SHORT
    partial: NDArray[np.bool_]  # (q,)
    asks: NDArray[
        np.int64
    ]  # (q,)  SMEs that its channel asks at most, of which the one with least promised work gets it
    weighs: NDArray[np.bool_]  # (q,)  whether promised work decides who gets its orders
    sources: NDArray[np.int64]  # (n,)  SMEs that its component is nominated to when an order is placed
    first_nominee: NDArray[np.int64]  # (q*c+1,)  of stream and component; no rows: all may be asked
    nominee: NDArray[np.int64]  # (.,)  SMEs in the order of their nomination
    hold: NDArray[np.int64]  # (n,) ms  lots are held that would arrive longer than that before they are due; -1: none
    late: NDArray[np.int64]  # (n,) ms  how long after it they are accepted
    terms: NDArray[np.int64]  # (n,) ms  from delivery to payment
    from_stock: NDArray[np.bool_]  # (q,)  whether its orders are call-offs, where an SME has finished stock
    # whom partners ask, and their reviews of SMEs
    bars: NDArray[np.bool_]  # (q,)  whether only those are asked that are qualified and not suspended
    first_qualified: NDArray[np.int64]  # (q*s+1,)  of stream and SME; empty where nobody bars
    qualified: NDArray[np.int64]  # (.,) ms  from when on
    unqualified: NDArray[np.int64]  # (.,) ms  from when on no longer
    first_judged: NDArray[np.int64]  # (q+1,)  no rows: nobody is reviewed
    judged: NDArray[np.int64]  # (.,) ms  when SMEs are reviewed
    judged_over: NDArray[np.int64]  # (q,) ms  before the review, in which the windows of the orders end that count
    judged_by: NDArray[np.int64]  # (q,)  orders at least
    early: NDArray[np.int64]  # (n,) ms  how long before it is due a delivery is accepted; NEVER: any time
    enough: NDArray[np.int64]  # (n,)  good pieces with which an order is in full; empty where nobody is reviewed
    least_on_time: NDArray[np.int64]  # (q,) ppm  of the orders that count
    least_in_full: NDArray[np.int64]  # (q,) ppm
    most_escaped: NDArray[np.int64]  # (q,) ppm  of their pieces; PPM: any number
    first_rung: NDArray[np.int64]  # (q+1,)
    rung: NDArray[np.int64]  # (.,) ms  for which an SME that climbs it is not asked; 0: a warning, NEVER: ended
    # partnerships that grow: levels, PPM as the run begins
    first_moved: NDArray[np.int64]  # (q+1,)  no rows: its level stays
    moved: NDArray[np.int64]  # (.,) ms  when it moves
    step: NDArray[np.int64]  # (q,) ppm  by which
    good: NDArray[np.int64]  # (q,) ppm  of its orders on time in full with which it rises
    bad: NDArray[np.int64]  # (q,) ppm  below which it falls
    least: NDArray[np.int64]  # (q,) ppm
    most: NDArray[np.int64]  # (q,) ppm
    enough_in_all: NDArray[np.int64]  # (n,)  as enough, of all parts of an order; empty where no partnership grows
    # components and their operations
    cost: NDArray[np.int64]  # (c,) Rp/1000  of the material of a piece, as the run begins
    single_cost: NDArray[np.int64]  # (c,) Rp/1000  the same where it is bought singly
    material: NDArray[np.int64]  # (c,)  -1: none
    grams: NDArray[np.int64]  # (c,) g  a piece
    reject_rate: NDArray[np.int64]  # (c,) ppm
    detection: NDArray[np.int64]  # (c,) ppm  of rejected pieces, those that inspection finds
    first_operation: NDArray[np.int64]  # (c+1,)
    workshop: NDArray[np.int64]  # (o,)  type; -1: outside
    setup: NDArray[np.int64]  # (o,) ms  mean
    per_piece: NDArray[np.int64]  # (o,) ms  mean
    is_reworked: NDArray[np.bool_]  # (o,)  later passes go through it
    # SMEs
    crews: NDArray[np.int64]  # (s,)  as the run begins; -1: no limit, no claim
    most_in_hand: NDArray[np.int64]  # (s,)  orders
    most_work: NDArray[np.int64]  # (s,) ms  promised by each crew
    capital: NDArray[np.int64]  # (s,) Rp  that material may tie up as the run begins, with credit; NEVER: any sum
    singly: NDArray[np.bool_]  # (s, c)  whether it buys the material of a component for each lot alone
    finished: NDArray[np.int64]  # (s, c)  number of its finished stock of a component; -1: it keeps none
    finished_by: NDArray[np.int64]  # (f,)  SME of each finished stock
    finished_level: NDArray[np.int64]  # (f,) pieces  in stock as the run begins, and what replenishments lift it to
    finished_box: NDArray[np.int64]  # (f,) pieces  replenishments are whole boxes
    opens: NDArray[np.int64]  # (s,) ms  first moment at which it is allotted orders
    shuts: NDArray[np.int64]  # (s,) ms  first moment at which it no longer is
    factors: NDArray[np.int64]  # (., 9) ppm  ON_SETUP .., of the SME, material or component of that number, at first
    # what changes on a date: epoch k is CHANGE 2u + k, behind those of units
    epoch: NDArray[np.int64]  # (e,) ms
    first_new: NDArray[np.int64]  # (e+1,)  what holds anew then
    new_what: NDArray[np.int64]  # (.,)  ON_SETUP .. or CREWS ..
    new_of: NDArray[np.int64]  # (.,)  of which SME, material, component or unit
    new_value: NDArray[np.int64]  # (.,) ppm; crews; 1 or 0; a score; Rp; Rp/1000
    # business matching, by time: MATCH m
    match: NDArray[np.int64]  # (m,) ms
    match_of: NDArray[np.int64]  # (m,)  the stream of a prospect that is not won yet
    match_begins: NDArray[np.int64]  # (m,) ms  from when on it orders; -1: it is not won
    score: NDArray[np.int64]  # (s,)  of 5R, 0 to 10,000, as the run begins; -1: none
    overtime: NDArray[np.int64]  # (s,) ms  at most at the end of a day; 0: none
    overtime_above: NDArray[np.int64]  # (s,) ms  of work within reach, for each crew
    overtime_a_week: NDArray[np.int64]  # (s,) ms  at most
    sme_calendar: NDArray[np.int64]  # (s,)
    work_calendar: NDArray[np.int64]  # (s, w)  SME and type merged: when a lot may start
    work_clock: NDArray[np.int64]  # (s, w)  when its work goes on: the same, or always where shifts finish their work
    pool: NDArray[np.int64]  # (s, w)  the units it may book; -1: none
    # workshop types
    rule: NDArray[np.int64]  # (w,)  FIFO ..
    preempts: NDArray[np.bool_]  # (w,)
    failure_clock: NDArray[np.int64]  # (w,)  NO_CLOCK, WORKING or CALENDAR
    repairs_open: NDArray[
        np.bool_
    ]  # (w,)  WORKING: repair in open time of the lot's work calendar, else in calendar time
    has_hours: NDArray[np.bool_]  # (w,)  a calendar of its own; then nobody works overtime there
    # pools: all units of a type, or one tenant's units of a type
    pool_type: NDArray[np.int64]  # (p,)
    first_unit: NDArray[np.int64]  # (p+1,)
    # units
    opened: NDArray[np.int64]  # (u,) ms  0: from the start; else CHANGE 2u at that time
    closed: NDArray[np.int64]  # (u,) ms  NEVER; else CHANGE 2u+1 at that time
    life: NDArray[
        np.int64
    ]  # (u, m)  WORKING: ms ppm, at least PPM; CALENDAR: ms at which the m-th failure happens, NEVER behind the last
    repair: NDArray[np.int64]  # (u, m) ms  WORKING: length; CALENDAR: ms at which it ends
    # materials
    opening: NDArray[np.int64]  # (i,) g
    buys: NDArray[np.bool_]  # (i,)  whether it is ever reordered
    reorder_point: NDArray[np.int64]  # (i,) g
    reorder_at: NDArray[np.bool_]  # (i,)  buy at the point; else below it
    batch: NDArray[np.int64]  # (i,) g
    up_to: NDArray[np.int64]  # (i,) g  -1: just above the point
    lead: NDArray[np.int64]  # (i, m) ms  of the m-th regular purchase
    quoted: NDArray[np.int64]  # (i,) ms
    fallback_batch: NDArray[np.int64]  # (i,) g  0: no fallback
    fallback_lead: NDArray[np.int64]  # (i, m) ms
    fallback_quoted: NDArray[np.int64]  # (i,) ms
    lead_calendar: NDArray[np.int64]  # (i,)  in whose open time the regular supplier's lead times pass
    fallback_calendar: NDArray[np.int64]  # (i,)  in whose open time the fallback's do
    first_review: NDArray[np.int64]  # (i+1,)  none: reviewed continuously
    review: NDArray[np.int64]  # (.,) ms
    # lanes
    truck: NDArray[np.int64]  # (l,) g  as the run begins; -1: trucks of its own; NEVER: consolidated, any load
    first_departure: NDArray[np.int64]  # (l+1,)
    departure: NDArray[np.int64]  # (t,) ms
    room: NDArray[np.int64]  # (t,) g  that its truck carries; NEVER: any load
    arrival: NDArray[np.int64]  # (t,) ms
    planned: NDArray[np.int64]  # (t,) ms  arrival after the mean travel time
    travel: NDArray[np.int64]  # (l, days) ms  own trucks: by day of departure
    lane_calendar: NDArray[np.int64]  # (l,)  hours and bans
    ban_calendar: NDArray[np.int64]  # (l,)
    # calendars: closed intervals [close, reopen), disjoint, not touching, in order
    first_closed: NDArray[np.int64]  # (k+1,)
    close: NDArray[np.int64]  # (z,) ms
    reopen: NDArray[np.int64]  # (z,) ms
    closed_before: NDArray[np.int64]  # (z,) ms  closed in this calendar's earlier intervals
    first_of_day: NDArray[np.int64]  # (k, days)  its first interval that does not begin, with overtime, before the day
    owner: NDArray[np.int64]  # (k,)  the SME whose overtime makes its days longer; -1: none
    monday: int  # ms  since Monday 00:00 at time 0
    # choices and ends
    n_fixed: int
    channels: int
    crew_rule: int
    ties_by_arrival: bool  # whether of equals who has waited longer for a unit comes first
    setup_on_change: bool
    passes: int
    horizon: int  # ms  excluded; nothing that happens reads it
