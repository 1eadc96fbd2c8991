"""The overtime that a log tells of, and the calendars as they were lived with it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import OVERTIME, Instance

__all__ = ["Overtime", "granted", "lived"]

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
    of_row, most = np.repeat(np.arange(len(x.first_closed) - 1), np.diff(x.first_closed)), int(x.close.max()) + 1
    row = np.searchsorted(of_row * most + x.close, overtime.calendar * most + overtime.start)
    close = x.close.copy()
    close[row] = overtime.end
    total = np.append(0, np.cumsum(x.reopen - close))
    return x._replace(close=close, closed_before=total[:-1] - total[x.first_closed[of_row]])
