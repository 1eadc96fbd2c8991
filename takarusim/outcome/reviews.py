"""The reviews that a log tells of: who missed what a partner asks for, and what followed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import NEVER, REVIEW, Instance
from takarusim.lowering.lowering import Names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Verdicts", "frame", "verdicts"]

Integers = NDArray[np.int64]


class Verdicts(NamedTuple):
    """One row for each review of an SME for which enough orders count, in order of time."""

    time: Integers  # (n,) ms
    stream: Integers  # (n,)
    sme: Integers  # (n,)
    orders: Integers  # (n,)  that count
    is_missed: NDArray[np.bool_]  # (n,)
    rung: Integers  # (n,)  on which it is now; 0: none
    until: Integers  # (n,) ms  it is not asked; NEVER: its partnership has ended; the review itself where it is asked


def verdicts(x: Instance, log: NDArray[np.void]) -> Verdicts:
    """Returns the reviews that a log tells of; who stays where it is has missed, unless that is on no rung."""
    told = log[log["kind"] == REVIEW]
    time, stream, sme, rung = (told[name].astype(np.int64) for name in ("time", "operation", "place", "next"))
    by_pair = np.lexsort((time, sme, stream))
    before = np.zeros(len(told), np.int64)
    pair = stream[by_pair] * len(x.opens) + sme[by_pair]
    before[by_pair[1:]] = np.where(pair[1:] == pair[:-1], rung[by_pair[:-1]], 0)
    is_missed = (rung > 0) & (rung >= before)
    until = time.copy()
    until[is_missed] += x.rung[x.first_rung[stream[is_missed]] + rung[is_missed] - 1]
    return Verdicts(time, stream, sme, told["amount"], is_missed, rung, np.minimum(until, NEVER))


def frame(
    x: Instance, told: Verdicts, names: Names, dates: Callable[[Integers], NDArray[np.datetime64]]
) -> "pd.DataFrame":
    """Returns a table of reviews, one row for each, with names and dates."""
    import pandas as pd

    follows = np.where(told.until > told.time, np.where(told.until < NEVER, 2, 3), np.minimum(told.rung, 1))
    return pd.DataFrame(
        {
            "partner": np.array(names.streams, object)[told.stream],
            "sme": np.array(names.smes, object)[told.sme],
            "time": dates(told.time),
            "orders": told.orders,
            "missed": told.is_missed,
            "rung": told.rung,
            "rungs": np.diff(x.first_rung)[told.stream],
            "standing": np.array(("good", "warned", "suspended", "ended"), object)[follows],
            "until": dates(told.until),
        }
    )
