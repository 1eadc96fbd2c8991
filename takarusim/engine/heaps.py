"""What comes next, compiled: the future, the decisions that are due, and who is first in a queue."""

import numpy as np

from takarusim.engine.compiled import jit
from takarusim.engine.instance import RANK
from takarusim.engine.tables import CALLS, EVENTS, NOBODY

__all__ = [
    "Place",
    "call",
    "cash_queue",
    "comes_first",
    "count_before",
    "finished_queue",
    "is_before",
    "join",
    "lane_queue",
    "leave",
    "material_queue",
    "own_queue",
    "pop_call",
    "pop_event",
    "schedule",
    "stand",
    "stand_back",
]

Place = np.uint64  # of a place that is never negative, so that no code is made for counting from the end of a table


# ---- the future, and the decisions due at this instant: binary heaps


@jit
def is_before(time, rank, other_time, other_rank):
    """Whether an event comes before another."""
    return (time < other_time) | ((time == other_time) & (rank < other_rank))  # without branches


@jit
def schedule(s, time, kind, subject, what):
    """An event is put into the future: a binary heap, the first event on top."""
    rank, i = kind * RANK + subject, s.size[EVENTS]
    s.size[EVENTS] += 1
    while i > 0:
        parent = s.events[Place((i - 1) // 2)]
        if not is_before(time, rank, parent.time, parent.rank):
            break
        event = s.events[Place(i)]
        event.time, event.rank, event.what = parent.time, parent.rank, parent.what
        i = (i - 1) // 2
    event = s.events[Place(i)]
    event.time, event.rank, event.what = time, rank, what


@jit
def pop_event(s):
    """The first event is taken out of the future."""
    s.size[EVENTS] -= 1
    n, i = s.size[EVENTS], 0
    last = s.events[Place(n)]
    while True:
        child = 2 * i + 1
        if child >= n:
            break
        below, beside = s.events[Place(child)], s.events[Place(child + 1)]  # the latter may be the last one itself
        child += is_before(beside.time, beside.rank, below.time, below.rank)
        below = s.events[Place(child)]
        if not is_before(below.time, below.rank, last.time, last.rank):
            break
        event = s.events[Place(i)]
        event.time, event.rank, event.what = below.time, below.rank, below.what
        i = child
    event = s.events[Place(i)]
    event.time, event.rank, event.what = last.time, last.rank, last.what


@jit
def call(s, kind, subject):
    """A decision is due at the end of this instant: another heap, of few."""
    if s.is_called[kind, subject]:
        return
    s.is_called[kind, subject] = True
    rank, i = kind * RANK + subject, s.size[CALLS]
    s.size[CALLS] += 1
    while i > 0 and s.calls[(i - 1) // 2] > rank:
        s.calls[i] = s.calls[(i - 1) // 2]
        i = (i - 1) // 2
    s.calls[i] = rank


@jit
def pop_call(s):
    """The first decision is taken out of those due."""
    s.size[CALLS] -= 1
    n, i = s.size[CALLS], 0
    last = s.calls[n]
    while True:
        child = 2 * i + 1
        if child >= n:
            break
        if child + 1 < n and s.calls[child + 1] < s.calls[child]:
            child += 1
        if s.calls[child] >= last:
            break
        s.calls[i] = s.calls[child]
        i = child
    s.calls[i] = last


# ---- queues: skew heaps of lots by (rank, came, tie), linked by `left_child` and `right_child`


@jit
def material_queue(x, m):
    """The queue of a material."""
    return x.channels + m


@jit
def lane_queue(x, lane):
    """The queue of a lane."""
    return x.channels + len(x.materials) + lane


@jit
def cash_queue(x, sme):
    """The queue of an SME's lots that wait for cash."""
    return x.channels + len(x.materials) + len(x.lanes) + sme


@jit
def own_queue(x, sme, w):
    """The queue of an SME's lots that wait for a type of workshop, in its own order."""
    return x.channels + len(x.materials) + len(x.lanes) + len(x.smes) + sme * len(x.types) + w


@jit
def finished_queue(x, f):
    """The queue of call-offs that wait for a finished stock."""
    return x.channels + len(x.materials) + len(x.lanes) + len(x.smes) * (1 + len(x.types)) + f


@jit
def join(s, q, rank, k):
    """Lot k joins queue q with a rank."""
    lot = s.lots[Place(k)]
    lot.rank, lot.left_child, lot.right_child = rank, NOBODY, NOBODY
    s.queues[q] = meld(s.lots, s.queues[q], k)


@jit
def leave(s, q):
    """The first lot leaves queue q and is returned."""
    k = s.queues[q]
    s.queues[q] = meld(s.lots, s.lots[Place(k)].left_child, s.lots[Place(k)].right_child)
    return k


@jit
def stand(s, p, k):
    """Lot k, its SME's first one there, stands in the queue of pool p."""
    lot = s.stands[Place(k)]
    lot.left_child, lot.right_child = NOBODY, NOBODY
    s.pools[p].first = meld(s.stands, s.pools[p].first, k)
    s.lots[k].is_standing = 1


@jit
def stand_back(s, p):
    """The first lot in the queue of pool p leaves it."""
    k = s.pools[p].first
    s.pools[p].first = meld(s.stands, s.stands[Place(k)].left_child, s.stands[Place(k)].right_child)
    s.lots[k].is_standing = 0


@jit
def meld(lots, a, b):
    """Two skew heaps become one; its first lot is returned."""
    if a < 0:
        return b
    if b < 0:
        return a
    if comes_first(lots[Place(b)], lots[Place(a)]):
        a, b = b, a
    top = a
    while True:  # the smaller one swaps its children; the new left one is its old right one melded with b
        lot = lots[Place(a)]
        right = lot.right_child
        lot.right_child = lot.left_child
        if right < 0:
            lot.left_child = b
            return top
        if comes_first(lots[Place(b)], lots[Place(right)]):
            right, b = b, right
        lot.left_child = right
        a = right


@jit
def count_before(s, q, k, most):
    """How many lots in queue q come before lot k in its SME's order; `most` of them are enough."""
    lots, found, depth = s.lots, 0, 0
    if s.queues[q] >= 0:
        s.stack[0], depth = s.queues[q], 1
    while depth > 0 and found < most:
        depth -= 1
        other = lots[Place(s.stack[Place(depth)])]
        if comes_first(other, lots[k]):
            found += 1
            for child in (other.left_child, other.right_child):
                if child >= 0:
                    s.stack[Place(depth)] = child
                    depth += 1
    return found


@jit
def comes_first(lot, other):
    """Whether a lot is served before another in their queue."""
    if lot.rank == other.rank:
        return lot.came < other.came or (lot.came == other.came and lot.tie < other.tie)
    return lot.rank < other.rank
