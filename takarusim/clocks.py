"""Open and closed time of calendars, for many moments at once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.instance import NEVER, Instance

__all__ = ["Clocks", "clocks", "common"]

Integers = NDArray[np.int64]


class Clocks(NamedTuple):
    """Some calendars' closed intervals [close, reopen), one calendar behind the other, each in order."""

    key: Integers  # (z,)  calendar * NEVER + close: increasing
    close: Integers  # (z,) ms
    reopen: Integers  # (z,) ms
    before: Integers  # (z,) ms  closed in this calendar's earlier intervals

    def closed_until(self, which: Integers, moment: Integers) -> Integers:
        """Returns how long calendars have been closed before moments, in ms.

        Parameters
        ----------
        which : (n,)  numbers of calendars; -1: one that never closes
        moment : (n,) ms  below NEVER
        """
        if len(self.key) == 0:
            return np.zeros(len(which), np.int64)
        k = np.searchsorted(self.key, which * NEVER + moment, side="right") - 1  # the last interval that has begun
        has_begun = (k >= 0) & (self.key[k] // NEVER == which)
        closed = self.before[k] + np.minimum(moment, self.reopen[k]) - self.close[k]
        return np.where(has_begun, closed, 0)

    def open_between(self, which: Integers, start: Integers, end: Integers) -> Integers:
        """Returns the open time of calendars in [start, end), in ms; 0 where end is not behind start."""
        end = np.maximum(start, end)
        open_time: Integers = end - start - self.closed_until(which, end) + self.closed_until(which, start)
        return open_time

    def after(self, which: Integers, start: Integers, work: Integers) -> Integers:
        """Returns the first moments by which calendars have been open for `work` ms since `start`, in ms."""
        if len(self.key) == 0:
            return start + work
        open_time: Integers = start - self.closed_until(which, start) + work
        key = self.key - self.before  # by open time, an interval has no length: still increasing within a calendar
        k = np.searchsorted(key, which * NEVER + open_time, side="left") - 1
        has_begun = (k >= 0) & (self.key[k] // NEVER == which)
        closed = self.before[k] + self.reopen[k] - self.close[k]
        moment: Integers = np.maximum(start, open_time + np.where(has_begun, closed, 0))
        return moment


def clocks(x: Instance) -> Clocks:
    """Returns the calendars of an Instance."""
    which = np.repeat(np.arange(len(x.first_closed) - 1), np.diff(x.first_closed))
    return Clocks(which * NEVER + x.close, x.close, x.reopen, x.closed_before)


def common(these: Clocks, sets: list[Integers]) -> Clocks:
    """Returns for each set of calendars one that is closed when all of them are; an empty set never closes."""
    parts = []
    for k, which in enumerate(sets):
        kept = np.isin(these.key // NEVER, which)
        moment = np.concatenate([these.close[kept], these.reopen[kept]])
        change = np.repeat([1, -1], kept.sum())
        order = np.lexsort((change, moment))  # what reopens does so before another closes
        are_closed = np.cumsum(change[order])
        begins = np.flatnonzero((are_closed == len(which)) & (change[order] > 0))
        close, reopen = moment[order][begins], moment[order][begins + 1]
        length = reopen - close
        parts.append((k * NEVER + close, close, reopen, np.cumsum(length) - length))
    columns = zip(*parts, strict=True) if parts else [[np.zeros(0, np.int64)]] * 4
    return Clocks(*(np.concatenate(column) for column in columns))
