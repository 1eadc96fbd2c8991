"""Nominated suppliers: the SMEs to which a partner's component is nominated, in an order drawn once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from takarusim.lowering.demand import Stream, Wanted
from takarusim.lowering.draws import Draws
from takarusim.lowering.purposes import Owners
from takarusim.quantities.rounding import joined, starts

__all__ = ["Nominations"]


class Nominations:
    """What nominations are drawn from; made once per scenario."""

    def __init__(self, streams: Sequence[Stream], components: int) -> None:
        """`streams`: by number; `components`: how many there are."""
        named = {
            stream.number * components + wanted.component.number: (stream, wanted)
            for stream in streams
            if stream.sources
            for wanted in stream.wanted
        }
        groups = [named[g] for g in sorted(named)]
        self._wanted = [wanted for _, wanted in groups]
        self._first = starts(named[g][1].candidates if g in named else () for g in range(len(streams) * components))
        owners = [
            f"{stream.id}/{wanted.component.id}/{stream.smes[s]}"
            for stream, wanted in groups
            for s in wanted.candidates
        ]
        self._owners = Owners("nomination", owners)

    def drawn(self, draws: Draws) -> dict[str, NDArray[np.int64]]:
        """Returns the fields of an Instance that say who is nominated, the least -ln(u)/share first."""
        n = int(self._first[-1])
        race = -np.log(self._owners.rows(draws, np.arange(n), np.zeros(n, np.int64))[:, 0])
        ends = np.cumsum([len(wanted.candidates) for wanted in self._wanted])
        pairs = zip(self._wanted, np.split(race, ends[:-1]), strict=True) if n else ()
        found = [wanted.candidates[np.argsort(among / _first(wanted), kind="stable")] for wanted, among in pairs]
        return {"first_nominee": self._first, "nominee": joined(found)}


def _first(wanted: Wanted) -> NDArray[np.float64]:
    """Returns the shares of those who may make a component, as the run begins: a nomination is drawn once."""
    return np.array([share.value[0] for share in wanted.shares])
