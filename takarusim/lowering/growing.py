"""Partnerships that grow: what a partner would order beyond its level, marks of potential orders, terms of levels."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import PPM
from takarusim.lowering import reviews
from takarusim.lowering.demand import Stream
from takarusim.lowering.draws import Draws
from takarusim.lowering.purposes import Owners
from takarusim.lowering.splitting import in_all
from takarusim.quantities.rounding import joined, starts, whole
from takarusim.quantities.units import Quantity
from takarusim.scenario import calendars
from takarusim.scenario.scenario import Dates, Growth, Scenario

__all__ = ["Marks", "enough", "terms", "with_beyond"]

Integers = NDArray[np.int64]
NOTHING = Quantity(0.0, "share")
STAYS = Growth(dates=Dates(), step=NOTHING, good=NOTHING, bad=NOTHING)
ALWAYS = -1  # the mark of an order that no level keeps back


def with_beyond(streams: Sequence[Stream]) -> list[tuple[str, Stream]]:
    """Returns the owners of the draws of streams that are not closed: each, and what it orders above its level of 1."""
    found = list[tuple[str, Stream]]()
    for stream in streams:
        if stream.tokens == 0:
            found.append((stream.id, stream))
            if stream.beyond is not None:
                found.append((f"{stream.id}+", stream.beyond))
    return found


class Marks:
    """What is drawn of the level that each potential order needs; made once per scenario."""

    def __init__(self, owners: Sequence[tuple[str, Stream]]) -> None:
        self._grows = any(stream.grows for _, stream in owners)
        self._owners = Owners("mark", [name if stream.grows else "" for name, stream in owners])
        self._above = whole(PPM if stream.is_beyond else 0 for _, stream in owners)
        self._width = whole(stream.most - PPM if stream.is_beyond else PPM for _, stream in owners)

    def drawn(self, draws: Draws, owner: Integers, nth: Integers) -> Integers:
        """Returns the level above which each order is placed, in ppm; nothing where no partnership grows."""
        if not self._grows:
            return np.zeros(0, np.int64)
        marks = np.full(len(owner), ALWAYS)
        (at,) = self._owners.is_drawn[owner].nonzero()
        u = self._owners.rows(draws, owner[at], nth[at])[:, 0]
        mark = np.floor(u * PPM).astype(np.int64)
        marks[at] = self._above[owner[at]] + mark * self._width[owner[at]] // PPM
        return marks


def terms(scenario: Scenario) -> dict[str, Any]:
    """Returns the fields of an Instance that say when levels move, and how."""
    given = [partner.contract.growth or STAYS for _, partner in sorted(scenario.partners.items())]
    end = calendars.horizon(scenario)
    dates = [calendars.moments(scenario, each.dates, end) for each in given]
    shares = {key: whole(PPM * getattr(each, key).value for each in given) for key in ("step", "good", "bad", "least")}
    return {
        "first_moved": starts(dates),
        "moved": joined(dates),
        **shares,
        "most": whole(PPM * each.most.value for each in given),
    }


def enough(scenario: Scenario, orders: dict[str, Any]) -> dict[str, Integers]:
    """Returns with how many good pieces each part of an order is in full, and all of it; nothing where nobody asks."""
    found = {"enough": reviews.enough(scenario, orders), "enough_in_all": orders["mark"]}
    if len(orders["mark"]):
        found["enough_in_all"] = reviews.in_full(scenario, orders, in_all(orders["first_part"], orders["quantity"]))
    return found
