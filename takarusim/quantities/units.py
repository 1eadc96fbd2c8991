"""Quantities: a number with its unit, its source and its range; and how they and distributions are read and written.

Values are kept in the base unit of their dimension (DIMENSIONS); the unit that the user wrote is kept for show.
A month is 30.4375 days and a year 365.25 days, everywhere. Reading order: Quantity, quantity, distribution, written.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pint import UnitRegistry

__all__ = [
    "DIMENSIONS",
    "Quantity",
    "check_bounds",
    "nearest",
    "number_alone",
    "number_text",
    "plain",
    "quantity",
    "scaled",
    "short",
    "thousands",
    "written",
]

# dimension: base unit; a bare number is refused unless the dimension has none of its own
DIMENSIONS = {
    "duration": "ms",  # milliseconds
    "mass": "g",  # grams
    "money": "Rp",  # rupiah
    "share": "share",  # of one; "2 %" is 0.02, a bare 0.02 too
    "number": "",  # a plain number, such as a factor
    "count": "count",  # a whole number
}
BARE = ("share", "number", "count")
EXAMPLES = {
    "duration": "a duration such as '45 min' or '3 days'",
    "mass": "a mass such as '2 t' or '350 kg'",
    "money": "an amount such as 'Rp 5.6 million' or 'Rp 2,000'",
    "share": "a share such as 0.02 or '2 %'",
    "number": "a number such as 1.1",
    "count": "a whole number such as 3",
}
LIMIT = float(1 << 52)  # in base units; nothing in an estate is larger, and beyond it sums of ms would not be exact
RANGE = ("source", "low", "high", "note")  # what may stand beside a number

_DEFINITIONS = (
    *("millisecond = [time] = ms", "second = 1000 millisecond = s = sec", "minute = 60 second = min"),
    *("hour = 60 minute = h", "day = 24 hour = d", "week = 7 day", "month = 30.4375 day", "year = 365.25 day = yr"),
    *("gram = [mass] = g", "kilogram = 1000 gram = kg", "tonne = 1000 kilogram = t = ton"),
    *("rupiah = [money] = Rp = IDR", "percent = 0.01", "ppm = 0.000001"),
    *("thousand = 1e3", "million = 1e6", "billion = 1e9"),
)
_UNITS = {  # those that a message names
    "duration": ("ms", "s", "min", "h", "day", "week", "month", "year"),
    "mass": ("g", "kg", "t"),
    "money": ("Rp", "thousand", "million", "billion"),
    **dict.fromkeys(("share", "number"), ("%", "ppm")),
}
_DIMENSIONALITY = {"duration": {"[time]": 1}, "mass": {"[mass]": 1}, "money": {"[money]": 1}}
_TEXT = re.compile(r"\s*(Rp|IDR)?\.?\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(\S.*?)?\s*")
_THOUSANDS = re.compile(r"((?:Rp|IDR)?\.?\s*[+-]?[1-9]\d{0,2})\.(\d{3})(?:(\s*)([A-Za-z% ]+))?")
_WORDS = re.compile(r"[A-Za-z]+( [A-Za-z]+)*|%")


@dataclass(frozen=True)
class Quantity:
    """A number with unit, source and range; equal by value."""

    value: float  # in the base unit of its dimension; whole for counts
    dimension: str = "number"  # a key of DIMENSIONS
    unit: str = ""  # as written, for show: "min", "t", "Rp million", "%"
    source: str = ""  # an id of the scenario's sources, "assumption", "choice", or "" (the part's, else unsourced)
    low: float | None = None  # in the base unit; the range of an assumption
    high: float | None = None
    note: str = ""


def nearest(word: object, known: Sequence[str]) -> str:
    """Returns what would be right: the known word nearest to a wrong one, or all of them where none is near."""
    match = get_close_matches(str(word), known, n=1, cutoff=0.55)
    if match:
        return f"did you mean {match[0]!r}?"
    return f"one of {', '.join(known)}" if 0 < len(known) <= 12 else "none is like it" if known else "there is none"


@cache
def _registry() -> "UnitRegistry[Any]":
    """Returns pint's parser with the units of this module alone, in exact arithmetic."""
    import pint

    registry: UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Fraction)
    for line in _DEFINITIONS:
        registry.define(line)
    return registry


def thousands(text: str) -> str:
    """Returns what is wrong with a number as it is typed if its point may be one of thousands, "" if nothing is.

    Examples
    --------
    >>> thousands("1.500 days")
    "a point before three digits, got '1.500 days'; write '1500 days' or '1.5 days'"
    >>> thousands("1.125"), thousands("1.25 days"), thousands("0.125 days")
    ('', '', '')
    """
    match = _THOUSANDS.fullmatch(text.strip())
    if not match or not (_is_unit(match[4]) if match[4] else match[2].endswith("0") or match[1][0] in "RI"):
        return ""
    whole, digits, behind = match[1], match[2], (match[3] or "") + (match[4] or "")
    decimals = digits.rstrip("0") or "0"
    right = f"write '{whole}{digits}{behind}' or '{whole}.{decimals if len(decimals) < 3 else digits + '0'}{behind}'"
    return f"a point before three digits, got {text!r}; {right}"


def _is_unit(words: str) -> bool:
    from pint import UndefinedUnitError

    try:
        return bool(_registry().parse_units(words.replace("%", " percent ").strip()))
    except (UndefinedUnitError, ValueError):
        return False


@cache
def _factor(unit: str, dimension: str) -> Fraction:
    """Returns how many base units of a dimension one of a unit is; ValueError if it is none of that dimension."""
    from pint import UndefinedUnitError

    if not _WORDS.fullmatch(unit):
        raise ValueError(f"unknown unit {unit!r}")
    try:
        one = _registry().Quantity(Fraction(1), unit.replace("%", " percent ").strip()).to_base_units()
    except UndefinedUnitError as error:
        raise ValueError(f"unknown unit {unit!r}") from error
    if dict(one.dimensionality) != _DIMENSIONALITY.get(dimension, {}):
        raise ValueError(f"{unit!r} is no unit of it")
    return Fraction(one.magnitude)


def _amount(raw: object, dimension: str) -> tuple[Fraction, str]:
    """Returns the exact value of a number or text in the base unit, and the unit as written."""
    right = EXAMPLES[dimension]
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise ValueError(f"not a number, got {short(raw)}; {right}")  # noqa: TRY004  like all mistakes
    if isinstance(raw, str):
        match = _TEXT.fullmatch(raw)
        if match and re.match(r"\.\d", match[3] or ""):
            raise ValueError(f"points in the number, got {short(raw)}; none between thousands, as in 'Rp 1,500,000'")
        if match and (match[3] or "").startswith(","):
            raise ValueError(f"a comma in the number, got {short(raw)}; a point before decimals, as in '2.5 h'")
        if match is None or not any(map(str.isdigit, match[2])):
            raise ValueError(f"not a number with a unit, got {short(raw)}; {right}")
        number, unit = match[2].replace(",", ""), " ".join(filter(None, (match[1] and "Rp", match[3])))
    else:
        number, unit = repr(raw), ""
        if isinstance(raw, float) and not isfinite(raw):
            raise ValueError(f"not a finite number, got {short(raw)}; {right}")
    if not unit and dimension not in BARE:
        raise ValueError(f"no unit, got {short(raw)}; {right}")
    try:
        return Fraction(number) * (_factor(unit, dimension) if unit else 1), unit
    except ValueError as error:
        if "unknown" in str(error) and dimension in _UNITS:
            right = nearest(unit.removeprefix("Rp "), _UNITS[dimension])
        raise ValueError(f"{error}, got {short(raw)}; {right}") from None


def short(raw: object) -> str:
    """Returns a value as a message shows it: as a file writes it, a text alone in quotes."""
    text = _flow(raw) if isinstance(raw, Mapping | list | tuple) else repr(raw)
    return text if len(text) <= 60 else text[:57] + "..."


def _flow(raw: object) -> str:
    if isinstance(raw, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in raw.items()) + "}"
    if isinstance(raw, list | tuple):
        return f"[{', '.join(map(_flow, raw))}]"
    return raw if isinstance(raw, str) and raw.isprintable() else repr(raw)


def plain(raw: object, dimension: str) -> tuple[float, str]:
    """Reads a number or a text with a unit.

    Returns
    -------
    value : float
        In the base unit of the dimension: durations rounded to whole milliseconds, counts whole.
    unit : str
        As written.

    Raises
    ------
    ValueError
        Says what is wrong, got what; what would be right.
    """
    exact, unit = _amount(raw, dimension)
    if dimension == "duration":
        exact = Fraction((exact + Fraction(1, 2)).__floor__())
    if dimension == "count" and exact.denominator != 1:
        raise ValueError(f"not a whole number, got {short(raw)}; {EXAMPLES['count']}")
    if abs(exact) >= LIMIT:
        raise ValueError(f"too large, got {short(raw)}; less than {f'4.5e15 {DIMENSIONS[dimension]}'.strip()}")
    return float(exact), unit


def check_bounds(
    value: float, raw: object, dimension: str, minimum: float | None, above: float | None, maximum: float | None
) -> None:
    """Raises ValueError if a value in the base unit lies outside its bounds."""

    def shown(bound: float) -> str:
        return number_text(bound, dimension) if bound else "0"

    if minimum is not None and value < minimum:
        raise ValueError(f"too small, got {short(raw)}; at least {shown(minimum)}")
    if above is not None and value <= above:
        raise ValueError(f"too small, got {short(raw)}; more than {shown(above)}")
    if maximum is not None and value > maximum:
        raise ValueError(f"too large, got {short(raw)}; at most {shown(maximum)}")


def quantity(
    raw: object,
    dimension: str,
    *,
    minimum: float | None = None,
    above: float | None = None,
    maximum: float | None = None,
) -> Quantity:
    """Reads a quantity: a number, a text with a unit, {value, source, low, high, note}, or a Quantity already made.

    Raises
    ------
    ValueError
        Says what is wrong, got what; what would be right.

    Examples
    --------
    >>> quantity("45 min", "duration")
    Quantity(value=2700000.0, dimension='duration', unit='min', source='', low=None, high=None, note='')
    """
    if isinstance(raw, Quantity):
        if raw.dimension != dimension:
            raise ValueError(f"a {raw.dimension}, got {short(raw)}; {EXAMPLES[dimension]}")
        read, shown = raw, {key: getattr(raw, key) for key in ("value", "low", "high")}
    else:
        shown = beside(raw, ("value",)) if isinstance(raw, Mapping) else {"value": raw}
        if "value" not in shown:
            raise ValueError(f"no value, got {short(raw)}; {EXAMPLES[dimension]}, under the key value")
        value, unit = plain(shown["value"], dimension)
        ends = {key: plain(shown[key], dimension)[0] for key in ("low", "high") if shown.get(key) is not None}
        read = Quantity(value, dimension, unit, shown.get("source", ""), note=shown.get("note", ""), **ends)
    for key in ("value", "low", "high"):
        if getattr(read, key) is not None:
            check_bounds(getattr(read, key), shown[key], dimension, minimum, above, maximum)
    if (read.low is None) != (read.high is None):
        raise ValueError(f"half a range, got {short(raw)}; both low and high")
    if read.low is not None and read.high is not None and read.low > read.high:
        raise ValueError(f"low above high, got low {shown['low']!r} and high {shown['high']!r}; low first")
    return read


def beside(raw: Mapping[Any, Any], keys: Sequence[str]) -> dict[str, Any]:
    """Returns a mapping of a number's keys, checked: those given and `source`, `low`, `high`, `note`."""
    known = (*keys, *RANGE)
    for key in raw:
        if key not in known:
            raise ValueError(f"unknown key {key!r}, got {short(dict(raw))}; {nearest(key, known)}")
    for key in ("source", "note"):
        if not isinstance(raw.get(key, ""), str):
            raise ValueError(f"{key} is not text, got {short(raw[key])}; text, in quotes if it looks so")  # noqa: TRY004
    return dict(raw)


def number_text(value: float, dimension: str, unit: str | None = None) -> str:
    """Returns a value in the base unit as text in a unit that reads back as exactly the same value."""
    unit = ("ms" if dimension == "duration" else DIMENSIONS[dimension]) if unit is None else unit
    number = number_alone(value, dimension, unit)
    if not unit or unit == dimension:
        return number
    if _THOUSANDS.fullmatch(number):
        number += "0"
    return f"Rp {number}{unit[2:]}" if unit.startswith("Rp") else f"{number} {unit}"


def number_alone(value: float, dimension: str, unit: str) -> str:
    """Returns how many of a unit a value in the base unit is, with as many digits as it takes to be exact."""
    if not unit or unit == dimension:
        return repr(int(value)) if value == int(value) else repr(value)
    for digits in (12, 15, 17, 20):
        number = _decimal(Fraction(value) / _factor(unit, dimension), digits)
        if plain(f"{number} {unit}", dimension)[0] == value:
            break
    return number


def _decimal(exact: Fraction, digits: int) -> str:
    from decimal import Context, Decimal

    number = Context(prec=digits).divide(Decimal(exact.numerator), Decimal(exact.denominator)).normalize()
    return f"{number:f}"


def written(number: Quantity) -> Any:
    """Returns a quantity as a scenario file says it: what `quantity` reads back as an equal one."""
    bare = _bare(number.value, number)
    if not (number.source or number.note or number.low is not None):
        return bare
    low, high = (None if end is None else _bare(end, number) for end in (number.low, number.high))
    pairs = {"value": bare, "source": number.source, "low": low, "high": high, "note": number.note}
    return {key: value for key, value in pairs.items() if value not in (None, "")}


def _bare(value: float, like: Quantity) -> Any:
    if like.unit or like.dimension not in BARE:
        return number_text(value, like.dimension, like.unit or None)
    return int(value) if value == int(value) else value


def scaled(value: float, factor: float, dimension: str, minimum: float | None, maximum: float | None) -> float:
    """Returns a value times a factor, within bounds, whole where its dimension asks for it."""
    new = float(Fraction(repr(value)) * Fraction(repr(factor)))  # 0.8 x 0.7 is 0.56
    if dimension in ("duration", "count"):
        new = float(round(new))
    new = new if minimum is None else max(new, minimum)
    return new if maximum is None else min(new, maximum)
