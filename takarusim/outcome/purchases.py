"""What was bought of suppliers, and when it comes."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine import rules
from takarusim.engine.instance import ON_FALLBACK_LEAD, ON_LEAD, REORDER, Instance
from takarusim.outcome.epochs import held
from takarusim.scenario import calendars

__all__ = ["Purchases", "purchases"]

Integers = NDArray[np.int64]


class Purchases(NamedTuple):
    """Purchases of materials, in the order of the log."""

    material: Integers  # (p,)
    is_fallback: Integers  # (p,)  0: of the regular supplier
    grams: Integers  # (p,)
    bought: Integers  # (p,) ms
    received: Integers  # (p,) ms  maybe behind the horizon


def purchases(x: Instance, rows: NDArray[np.void]) -> Purchases:
    """Returns the purchases in a log."""
    log = rows[rows["kind"] == REORDER]
    material, is_fallback = log["place"].astype(np.int64), log["operation"].astype(np.int64)
    order = np.lexsort((np.arange(len(log)), is_fallback, material))
    key = (2 * material + is_fallback)[order]
    nth = np.empty(len(log), np.int64)
    nth[order] = np.arange(len(log)) - np.searchsorted(key, key)  # of its material and supplier
    lead = np.where(is_fallback, x.fallback_lead[material, nth], x.lead[material, nth])
    factor = (held(x, on, material, log["time"]) for on in (ON_FALLBACK_LEAD, ON_LEAD))
    takes: Any = rules.stretched(lead, np.where(is_fallback, *factor))  # type: ignore[arg-type]
    calendar = np.where(is_fallback, x.fallback_calendar[material], x.lead_calendar[material])
    received = _received(x, calendar, log["time"], takes)
    return Purchases(material, is_fallback, log["amount"], log["time"], received)


def _received(x: Instance, calendar: Integers, bought: Integers, takes: Integers) -> Integers:
    """Returns when purchases come whose suppliers are open for so long until then, by their calendars."""
    found = bought + takes
    for k in np.unique(calendar).tolist():
        shut = slice(x.first_closed[k], x.first_closed[k + 1])
        of = calendar == k
        closed = calendars.Closed(x.close[shut], x.reopen[shut])
        found[of] = calendars.after(closed, bought[of], np.maximum(1, takes[of])) - (takes[of] < 1)
    return found
