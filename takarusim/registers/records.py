"""What the register of KPIs says of each one, and the groups that one can be asked for."""

import math
from dataclasses import dataclass
from typing import Literal

__all__ = ["Kpi"]

SHARE, POSITIVE, ANY = (0.0, 1.0), (0.0, math.inf), (-math.inf, math.inf)
ALLOTTED = ("partner", "kind", "channel", "component", "sme", "size")
PLACED, PARTNERS, ESTATE = ALLOTTED[:4], ALLOTTED[:3], ()  # refused orders have no SME
KEPT = ("component", "sme", "size")  # finished stock, by whose it is
LINKS = ("partner", "kind", "channel", "sme", "size")  # of a partner and an SME
FIRMS, TYPES, MATERIALS, LANES = ("sme", "size"), ("workshop",), ("material",), ("lane",)


@dataclass(frozen=True)
class Kpi:
    """A named number of a replication.

    Examples
    --------
    >>> import takarusim as tk
    >>> tk.KPIS["otif"].unit, tk.KPIS["otif"].better
    ('share', 'higher')
    """

    name: str
    unit: str  # "share", "day", "order/month" ...; a month is a twelfth of 365.25 days
    better: Literal["higher", "lower", ""]
    groups: tuple[str, ...]  # that it can be asked for
    undefined: str  # why it is NaN, when it is: a key of REASONS
    words: tuple[str, str]  # Indonesian, English
    formula: str
    bounds: tuple[float, float] | None = None  # where not from 0 to 1 of a share, from 0 of any other
    asks: str = ""  # dimension of the value that its name must give, as in lead_time_within[30 days]; "": none
    source: str = ""  # whose definition it is; "": this model's own
    is_of_orders: bool = False  # whether each order, piece or lot is a yes or a no of which it is the share
    is_of_delivered: bool = (
        False  # whether it is a time that delivered orders alone have: open ones are looked at beside
    )

    @property
    def limits(self) -> tuple[float, float]:
        """The least and the most that it can be."""
        return self.bounds or (SHARE if self.unit == "share" else POSITIVE)
