"""The levels of partnerships that a log tells of: how much partners order, of what they did as the run began."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import LEVEL, PPM, Instance
from takarusim.lowering.lowering import Names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Levels", "frame", "levels"]

Integers = NDArray[np.int64]


class Levels(NamedTuple):
    """One row for each span in which a level stays, [start, end), by partner and time; of those that ever move."""

    stream: Integers  # (k,)
    start: Integers  # (k,) ms
    end: Integers  # (k,) ms  the horizon of the last one
    level: Integers  # (k,) ppm


def levels(x: Instance, log: NDArray[np.void]) -> Levels:
    """Returns the levels that a log tells of."""
    told, grows = log[log["kind"] == LEVEL], np.flatnonzero(np.diff(x.first_moved))
    stream = np.append(grows, told["place"])
    start = np.append(np.zeros(len(grows), np.int64), told["time"])
    level = np.append(np.full(len(grows), PPM), told["amount"])
    order = np.argsort(stream, kind="stable")  # of a partner, the first one and then by time
    stream, start, level = stream[order], start[order], level[order]
    is_last = np.append(stream[1:] != stream[:-1], np.ones(len(stream[:1]), np.bool_))
    end = np.where(is_last, x.horizon, np.append(start[1:], x.horizon)[: len(start)])
    lasts = start < end
    return Levels(stream[lasts], start[lasts], end[lasts], level[lasts])


def frame(told: Levels, names: Names, dates: Callable[[Integers], NDArray[np.datetime64]]) -> "pd.DataFrame":
    """Returns a table of levels, one row for each span, with names and dates."""
    import pandas as pd

    return pd.DataFrame(
        {
            "partner": np.array(names.streams, object)[told.stream],
            "from": dates(told.start),
            "until": dates(told.end),
            "level": told.level / PPM,
        }
    )
