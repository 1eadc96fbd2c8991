"""Working capital, lowered: what material may tie up, what it costs, what has been paid for an order already."""

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import NEVER
from takarusim.lowering.estate import Firm
from takarusim.lowering.splitting import born
from takarusim.quantities.rounding import whole
from takarusim.scenario import singles
from takarusim.scenario.bounds import DEAREST
from takarusim.scenario.changing import course, values_at
from takarusim.scenario.scenario import Scenario, Sme

__all__ = ["advances", "limits"]

Integers = NDArray[np.int64]


def limits(scenario: Scenario, firms: list[Firm]) -> dict[str, Integers]:
    """Returns the fields of an Instance that say what material may tie up, for how long, and what it costs."""
    partners = [partner for _, partner in sorted(scenario.partners.items())]
    return {
        "capital": whole(_capital(firm.sme) for firm in firms),
        "terms": whole(min(partner.contract.terms.value, NEVER) for partner in partners),
        **_costs(scenario),
    }


def _capital(sme: Sme) -> float:
    """Returns what material may tie up of an SME's own and borrowed cash; NEVER: any sum."""
    if sme.credit is None:
        return NEVER
    return min(NEVER - 1, sme.credit.value + (0 if sme.capital is None else sme.capital.value))


def _costs(scenario: Scenario) -> dict[str, Integers]:
    """Returns what the material of a piece costs, from stock and singly, in Rp/1000: whole grams, whole Rp a kg."""
    components = [component for _, component in sorted(scenario.components.items())]
    given = [None if each.material is None else scenario.materials[each.material] for each in components]
    masses = [round(each.mass.value) for each in components]
    own = [0 if material is None else material.price.value for material in given]
    single = [0 if material is None else singles.price(material)[1].value for material in given]
    return {
        name: whole(mass * round(price) for mass, price in zip(masses, prices, strict=True))
        for name, prices in (("cost", own), ("single_cost", single))
    }


def advances(scenario: Scenario, orders: dict[str, Integers], capital: Integers) -> Integers:
    """Returns the down payment of each potential order, in whole rupiah, as far as it can matter; 0 without limits.

    That of an order of a closed stream is by the price as the run begins.
    """
    if not (capital < NEVER).any():
        return np.zeros_like(orders["placed"])
    share = np.array([partner.contract.down_payment.value for _, partner in sorted(scenario.partners.items())])
    price = [
        course(scenario, f"components.{c}.price", part.price.value) for c, part in sorted(scenario.components.items())
    ]
    placed = np.where(born(orders), 0, orders["placed"])
    paid = share[orders["stream"]] * orders["quantity"] * values_at(price, orders["component"], placed)
    return np.floor(np.minimum(paid, DEAREST) + 0.5).astype(np.int64)
