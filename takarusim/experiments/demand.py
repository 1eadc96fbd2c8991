"""Which scenarios are alternatives: those in which partners ask for the same, order by order."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["ASKED", "asks_alike"]

ASKED = "orders_asked"  # the KPI that tells it: common draws make the same demand the same number


def asks_alike(these: NDArray[np.float64], those: NDArray[np.float64]) -> bool:
    """Returns whether partners ask for as much in each replication of two scenarios."""
    return np.array_equal(these, those, equal_nan=True)
