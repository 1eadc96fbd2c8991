"""Finished stock, lowered: which SME keeps what, how much of it, and whose orders are served from there."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from takarusim.lowering.estate import Firm
from takarusim.quantities.rounding import whole
from takarusim.scenario.scenario import Scenario

__all__ = ["stocks"]


def stocks(scenario: Scenario, firms: Sequence[Firm]) -> dict[str, Any]:
    """Returns the fields of an Instance that say what SMEs keep finished; numbered by SME, then component."""
    components = sorted(scenario.components)
    kept = [(s, c) for s, firm in enumerate(firms) for c, name in enumerate(components) if name in firm.sme.stock]
    given = [firms[s].sme.stock[components[c]] for s, c in kept]
    number = np.full((len(firms), len(components)), -1)
    for f, pair in enumerate(kept):
        number[pair] = f
    partners = [partner for _, partner in sorted(scenario.partners.items())]
    return {
        "from_stock": np.array([partner.contract.from_stock for partner in partners], np.bool_),
        "finished": number,
        "finished_by": whole(s for s, _ in kept),
        "finished_level": whole(each.boxes.value * each.box.value for each in given),
        "finished_box": whole(each.box.value for each in given),
    }
