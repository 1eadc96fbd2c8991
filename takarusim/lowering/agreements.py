"""What contracts say when orders are placed: from then on it holds for them, whatever changes later."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import NEVER
from takarusim.scenario.changing import agreed, values_at
from takarusim.scenario.scenario import Scenario

__all__ = ["Agreements"]

Integers = NDArray[np.int64]


class Agreements:
    """The terms of all partners over time; made once per scenario. Those of closed streams do not change."""

    def __init__(self, scenario: Scenario) -> None:
        self._terms = {key: agreed(scenario, key) for key in ("early", "late", "terms", "sources")}
        self._holds = np.array([partner.contract.hold for _, partner in sorted(scenario.partners.items())], np.bool_)

    def of(self, orders: dict[str, Any]) -> dict[str, Integers]:
        """Returns the fields of an Instance that say what holds of each order."""
        stream, placed = orders["stream"], orders["placed"]
        found = {
            key: np.rint(np.minimum(values_at(terms, stream, placed), NEVER)).astype(np.int64)
            for key, terms in self._terms.items()
        }
        found["sources"] = np.where(found["sources"] < NEVER, found["sources"], 0)
        found["hold"] = np.where(self._holds[stream] & (found["early"] < NEVER), found["early"], -1)
        return found
