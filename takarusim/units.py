"""Quantities: a number with its unit, its source and its range.

Values are kept in the base unit of their dimension (DIMENSIONS); the unit that the user wrote is kept for show.
"""

from dataclasses import dataclass

__all__ = ["DIMENSIONS", "Quantity"]

# dimension: (base unit, unit assumed of ... nothing: a bare number is refused unless it is dimensionless)
DIMENSIONS = {
    "duration": "ms",  # milliseconds
    "mass": "g",  # grams
    "money": "Rp",  # rupiah
    "share": "share",  # of one; "2 %" is 0.02, a bare 0.02 too
    "number": "",  # a plain number, such as a factor
    "count": "count",  # a whole number
}


@dataclass(frozen=True)
class Quantity:
    """A number with unit, source and range; equal by value."""

    value: float  # in the base unit of its dimension; whole for counts
    dimension: str = "number"  # a key of DIMENSIONS
    unit: str = ""  # as written, for show: "min", "t", "Rp million", "%"
    source: str = ""  # an id of the scenario's sources, "assumption", or "" (inherited from the part, else unsourced)
    low: float | None = None  # in the base unit; the range of an assumption
    high: float | None = None
    note: str = ""
