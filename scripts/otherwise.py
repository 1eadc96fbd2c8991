"""The estate by other rules than its own: engines in which one rule of `takarusim/model.py` is another one.

Whether crews choose first, and whether begun lots go ahead, is no choice of a scenario; what an answer owes to these
rules is told by running it without them.
"""

from functools import partial
from unittest.mock import patch

from takarusim import model
from takarusim.engine.resources import Floor

__all__ = ["ENGINES"]


class CrewsFirst(Floor):
    """Crews choose before workshops do: SME after SME starts its first lot, whatever comes first in the workshop."""

    def first(self):
        """Returns the next lot that starts: of the first SME that has one that may, the first in its own order."""
        waiting = (places[0] for workshop in self.workshops for places in workshop.standing.values())
        may_start = (place for place in waiting if place.may_start())
        return min(may_start, key=lambda place: (place.lot.sme.number, place.own_key), default=None)


def _simulate(rule, other, x):
    with patch.object(model, rule, other):
        return model.simulate(x)


ENGINES = {  # by what is otherwise; each a function from an Instance to a log
    "crews choose first": partial(_simulate, "Floor", CrewsFirst),
    "begun lots do not go ahead": partial(_simulate, "AHEAD", 0),
}
