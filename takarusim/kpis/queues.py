"""The stays of lots in the queues of workshop types, as KPIs count them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import OUT
from takarusim.outcome.replication import Replication, before
from takarusim.outcome.tables import AT_WORK, IN_QUEUE

__all__ = ["Queues", "queues"]

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Queues(NamedTuple):
    """One row for each stay of a lot in the queue of a workshop type: [start, end)."""

    type: Integers  # (k,)
    joined: Integers  # (k,) ms  start of the first stay, where a preemption makes several of one wait
    start: Integers  # (k,) ms
    end: Integers  # (k,) ms  the horizon where it has not ended
    has_ended: Flags  # (k,)
    is_first: Flags  # (k,)


def queues(replication: Replication) -> Queues:
    """Returns the stays of lots in queues; one that begins with a preemption goes on from the one before."""
    lived, x = replication.states, replication.instance
    k = np.flatnonzero(lived.state == IN_QUEUE)
    joined, is_first = lived.start[k].copy(), np.ones(len(k), np.bool_)
    if x.preempts.any() or OUT in x.new_what:
        was = before(lived)[k]  # the state before: at the same work where the lot had to give way
        again = (was >= 0) & (lived.state[was] == AT_WORK) & (lived.operation[was] == lived.operation[k])
        again &= lived.attempt[was] == lived.attempt[k]
        is_first = ~again
        by_lot = np.lexsort((k, lived.lot[k]))
        latest = np.maximum.accumulate(np.where(is_first[by_lot], np.arange(len(k)), 0))
        joined[by_lot] = lived.start[k][by_lot[latest]]
    type_ = x.workshop[lived.operation[k]]
    return Queues(type_, joined, lived.start[k], lived.end[k], lived.has_ended[k], is_first)
