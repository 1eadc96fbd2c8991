"""Whom business matching wins, event by event, and from when on they order: all of it drawn before the run."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import DAY, NEVER
from takarusim.lowering.draws import Draws
from takarusim.lowering.purposes import Owners, Values
from takarusim.quantities.rounding import whole
from takarusim.scenario.matching import events, prospects
from takarusim.scenario.scenario import Scenario

__all__ = ["Matching", "Won"]

Integers = NDArray[np.int64]


class Won(NamedTuple):
    """What matching comes to in one replication."""

    fields: dict[str, Any]  # of an Instance
    begins: dict[int, int]  # ms  from when on each stream of a prospect orders; NEVER: it is not won


class Matching:
    """What is drawn of events and prospects; made once per scenario."""

    def __init__(self, scenario: Scenario) -> None:
        held, names = events(scenario), prospects(scenario)
        given = [part for name in names if (part := scenario.partners[name].prospect)]
        self._moments = [moment for _, moment in held]
        self._streams = [sorted(scenario.partners).index(name) for name in names]
        self._chance = [part.chance.value for part in given]
        owners = [f"{day}/{name}" for day, _ in held for name in names]
        self._is_won, self._delay = (
            Owners("match", owners),
            Values("delay", owners, [p.delay for _ in held for p in given]),
        )

    def drawn(self, draws: Draws) -> Won:
        """Returns who is won when; at each event those are asked who are not won yet."""
        n = len(self._moments) * len(self._streams)
        u = self._is_won.rows(draws, np.arange(n), np.zeros(n, np.int64))[:, 0].tolist() if n else []
        delay = self._delay.drawn(draws, np.arange(n), np.zeros(n, np.int64)).tolist() if n else []
        begins, rows = dict.fromkeys(self._streams, NEVER), list[tuple[int, int, int]]()
        for k in range(n):
            moment, p = self._moments[k // len(self._streams)], k % len(self._streams)
            if begins[stream := self._streams[p]] == NEVER:
                is_won = u[k] < self._chance[p]
                begins[stream] = -(-(moment + delay[k]) // DAY) * DAY if is_won else NEVER
                rows.append((moment, stream, begins[stream] if is_won else -1))
        columns = zip(*rows, strict=True) if rows else ((), (), ())
        return Won(dict(zip(("match", "match_of", "match_begins"), map(whole, columns), strict=True)), begins)
