"""Open time of calendars, for many spans at once, compiled."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine import rules
from takarusim.engine.compiled import entry, jit
from takarusim.engine.instance import DAY, Instance
from takarusim.quantities.rounding import joined

__all__ = ["Clocks", "clocks", "common"]

Integers = NDArray[np.int64]
opened = jit(rules.opened)


class Clocks(NamedTuple):
    """Some calendars' closed intervals [close, reopen), as those of an Instance."""

    first_closed: Integers  # (k+1,)
    close: Integers  # (z,) ms
    reopen: Integers  # (z,) ms
    closed_before: Integers  # (z,) ms  closed in this calendar's earlier intervals
    first_of_day: Integers  # (k, days)  its first interval that does not begin before the day

    def open_between(self, which: Integers, start: Integers, end: Integers) -> Integers:
        """Returns the open time of calendars in [start, end), in ms; 0 where end is not behind start.

        Parameters
        ----------
        which : (n,)  numbers of calendars; -1: one that never closes
        start, end : (n,) ms
        """
        found = np.empty(len(which), np.int64)
        _open_between(self, which, start, end, found)
        return found


@entry
def _open_between(x, which, start, end, found):
    """Looks up the open time of each span."""
    for i in range(len(which)):
        found[i] = 0
        if start[i] < end[i]:
            found[i] = _open_until(x, which[i], end[i]) - _open_until(x, which[i], start[i])


@jit
def _open_until(x, calendar, t):
    """Returns the open time in [0, t); what lies outside of the calendars' days is open."""
    if calendar < 0:
        return t
    known = min(max(0, t), x.first_of_day.shape[1] * DAY - 1)
    return opened(x, calendar, known) + t - known


def clocks(x: Instance) -> Clocks:
    """Returns the calendars of an Instance."""
    return Clocks(x.first_closed, x.close, x.reopen, x.closed_before, x.first_of_day)


def common(these: Clocks, sets: list[tuple[int, ...]]) -> Clocks:
    """Returns for each set of calendars one that is closed when all of them are; an empty set never closes."""
    found = {which: _all_closed(these, which) for which in set(sets)}
    first = np.cumsum([0, *(len(found[which].close) for which in sets)])
    of_day = [k + found[which].first_of_day for k, which in zip(first, sets, strict=False)]
    close, reopen, before = (joined([found[which][column] for which in sets]) for column in range(1, 4))
    days = these.first_of_day.shape[1]
    return Clocks(first, close, reopen, before, np.array(of_day, np.int64).reshape(len(sets), days))


def _all_closed(these: Clocks, which: tuple[int, ...]) -> Clocks:
    """Returns the one calendar that is closed when all of some are."""
    rows = [slice(these.first_closed[k], these.first_closed[k + 1]) for k in which]
    close, reopen = (joined([column[of] for of in rows]) for column in (these.close, these.reopen))
    moment, change = np.append(close, reopen), np.repeat([1, -1], len(close))
    order = np.lexsort((change, moment))  # what reopens does so before another closes
    are_closed = np.cumsum(change[order])
    begins = np.flatnonzero((are_closed == len(which)) & (change[order] > 0))
    close, reopen = moment[order][begins], moment[order][begins + 1]
    length = reopen - close
    of_day = np.searchsorted(close, np.arange(these.first_of_day.shape[1]) * DAY)
    return Clocks(np.array([0, len(close)]), close, reopen, np.cumsum(length) - length, of_day)
