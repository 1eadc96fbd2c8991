"""Working capital, lowered: what material may tie up, what it costs, what has been paid for an order already."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import CAPITAL, COST, NEVER, SINGLE_COST
from takarusim.lowering.estate import Firm
from takarusim.lowering.splitting import born
from takarusim.quantities.rounding import whole
from takarusim.scenario.bounds import DEAREST
from takarusim.scenario.changing import agreed, course, values_at
from takarusim.scenario.costs import cash, list_price
from takarusim.scenario.scenario import Scenario

__all__ = ["advances", "costs", "limits"]

Integers = NDArray[np.int64]


def limits(scenario: Scenario, firms: list[Firm], moments: Integers) -> Iterator[tuple[int, int, Integers]]:
    """Yields what material may tie up of the cash of each SME at some moments; NEVER: any sum."""
    for s, firm in enumerate(firms):
        limited = firm.sme.credit is not None
        yield (
            CAPITAL,
            s,
            whole(np.minimum(NEVER - 1, cash(scenario, firm.group).at(moments)) if limited else [NEVER] * len(moments)),
        )


def costs(scenario: Scenario, moments: Integers) -> Iterator[tuple[int, int, Integers]]:
    """Yields what the material of a piece costs at some moments, in Rp/1000: whole grams, whole Rp a kilogram."""
    for c, (_, part) in enumerate(sorted(scenario.components.items())):
        for what, singly in ((COST, False), (SINGLE_COST, True)):
            price = (
                0 * moments if part.material is None else list_price(scenario, part.material, singly=singly).at(moments)
            )
            yield what, c, round(part.mass.value) * np.rint(price).astype(np.int64)


def advances(scenario: Scenario, orders: dict[str, Integers], capital: Integers) -> Integers:
    """Returns the down payment of each potential order, in whole rupiah, as far as it can matter; 0 without limits.

    That of an order of a closed stream is by the price as the run begins.
    """
    if not (capital < NEVER).any():
        return np.zeros_like(orders["placed"])
    price = [
        course(scenario, f"components.{c}.price", part.price.value) for c, part in sorted(scenario.components.items())
    ]
    placed = np.where(born(orders), 0, orders["placed"])
    share = values_at(agreed(scenario, "down_payment"), orders["stream"], placed)
    paid = share * orders["quantity"] * values_at(price, orders["component"], placed)
    return np.floor(np.minimum(paid, DEAREST) + 0.5).astype(np.int64)
