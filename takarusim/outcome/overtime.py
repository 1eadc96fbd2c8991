"""The overtime that a log tells of, and calendars as lived with it and as planned."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import OVERTIME, Instance

__all__ = ["Overtime", "granted", "lived", "planned"]

Integers = NDArray[np.int64]


class Overtime(NamedTuple):
    """One row for each time that an SME works on after closing, in order of time: [start, end)."""

    sme: Integers  # (n,)
    calendar: Integers  # (n,)  its own
    start: Integers  # (n,) ms
    end: Integers  # (n,) ms


def granted(x: Instance, log: NDArray[np.void]) -> Overtime:
    """Returns the overtime that a log tells of."""
    told = log[log["kind"] == OVERTIME]
    sme = told["place"].astype(np.int64)
    return Overtime(sme, x.sme_calendar[sme], told["time"], told["time"] + told["amount"])


def lived(x: Instance, log: NDArray[np.void]) -> Instance:
    """Returns an Instance whose calendars are open in the overtime, too, that a log tells of; without, the same one."""
    overtime = granted(x, log)
    if len(overtime.sme) == 0:
        return x
    close = _moved(x, overtime.calendar, overtime.start, overtime.end)
    total = np.append(0, np.cumsum(x.reopen - close))
    first = np.repeat(x.first_closed[:-1], np.diff(x.first_closed))
    return x._replace(close=close, closed_before=total[:-1] - total[first])


def planned(x: Instance, log: NDArray[np.void]) -> Integers:
    """Returns when the calendars of an Instance, as lived, would have closed without the overtime of a log, (z,)."""
    overtime = granted(x, log)
    return _moved(x, overtime.calendar, overtime.end, overtime.start)


def _moved(x: Instance, calendar: Integers, old: Integers, new: Integers) -> Integers:
    """Returns when calendars close, some of them at new moments instead of old ones."""
    of_row, most = np.repeat(np.arange(len(x.first_closed) - 1), np.diff(x.first_closed)), 1 + x.close.max(initial=0)
    close = x.close.copy()
    close[np.searchsorted(of_row * most + x.close, calendar * most + old)] = new
    return close
