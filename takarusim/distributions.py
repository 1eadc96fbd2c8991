"""Probability distributions by inverse CDF: uniforms in, values out."""

from dataclasses import dataclass

__all__ = ["FAMILIES", "Distribution"]

# family: its parameters in order, as they are named in a scenario and in Distribution.parameters
FAMILIES = {
    "constant": ("value",),
    "exponential": ("mean",),
    "hyperexponential": ("mean", "cv"),  # two phases with balanced means; or shares and means, given as lists
    "gamma": ("mean", "cv"),
    "erlang": ("mean", "stages"),
    "lognormal": ("mean", "cv"),
    "weibull": ("mean", "shape"),
    "triangular": ("low", "mode", "high"),
    "uniform": ("low", "high"),
    "normal": ("mean", "sd"),  # truncated below at 0
    "discrete": ("values", "weights"),
    "empirical": ("values",),  # a sample; each of its values is equally likely
}


@dataclass(frozen=True)
class Distribution:
    """A distribution of quantities of one dimension; equal by value."""

    family: str  # a key of FAMILIES
    parameters: tuple[tuple[str, float | tuple[float, ...]], ...]  # (name, value) in the order of FAMILIES; base unit
    dimension: str = "number"  # a key of units.DIMENSIONS
    unit: str = ""  # as written, for show
    source: str = ""  # as in Quantity
    low: tuple[tuple[str, float | tuple[float, ...]], ...] = ()  # parameters at the low end of an assumption
    high: tuple[tuple[str, float | tuple[float, ...]], ...] = ()
    note: str = ""
