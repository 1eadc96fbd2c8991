"""What held when: the values of SMEs, materials and components that change on dates within a run."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import CREWS, SCORES, Instance

__all__ = ["changed_at", "held"]

Integers = NDArray[np.int64]


def changed_at(x: Instance, what: int) -> Integers:
    """Returns when each of the Instance's changes of one kind happens, in ms, in order."""
    epoch = np.repeat(np.arange(len(x.epoch)), np.diff(x.first_new))
    moments: Integers = x.epoch[epoch[x.new_what == what]]
    return moments


def held(x: Instance, what: int, which: Integers, moments: Any) -> Integers:
    """Returns what held of SMEs, materials or components at some moments.

    Parameters
    ----------
    what : CREWS, SCORES, or one of FACTORS
    which : (n,)
        Their numbers.
    moments : (n,) or one, ms
        Behind a change on its date: what is decided at that moment.
    """
    values: Integers = (
        {CREWS: x.crews, SCORES: x.score}[what][which] if what in (CREWS, SCORES) else x.factors[which, what]
    )
    of, value = (column[x.new_what == what] for column in (x.new_of, x.new_value))
    for k, since in enumerate(changed_at(x, what).tolist()):
        values[(which == of[k]) & (moments >= since)] = value[k]
    return values
