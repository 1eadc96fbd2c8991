"""Quantities: a number with its unit, its source and its range; and how they and distributions are read and written.

Values are kept in the base unit of their dimension (DIMENSIONS); the unit that the user wrote is kept for show.
A month is 30.4375 days and a year 365.25 days, everywhere. Reading order: Quantity, quantity, distribution, written.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Any

from takarusim.errors import Mistake
from takarusim.language.mistakes import Nearest, Phrase, Text
from takarusim.quantities.spelling import english

if TYPE_CHECKING:
    from pint import UnitRegistry

__all__ = [
    "DIMENSIONS",
    "TIMES",
    "Quantity",
    "check_bounds",
    "comma",
    "converted",
    "exact",
    "example",
    "nearest",
    "number_alone",
    "number_text",
    "plain",
    "quantity",
    "scaled",
    "thousands",
    "typed",
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
TIMES = ("ms", "second", "minute", "hour", "day", "week", "month", "year")
BARE = ("share", "number", "count")
MOST_DIGITS, MOST_BITS = 400, 1024  # of a number as it is written
LIMIT = float(1 << 52)  # in base units; nothing in an estate is larger, and beyond it sums of ms would not be exact
RANGE = ("source", "low", "high", "note")  # what may stand beside a number

_DEFINITIONS = (
    *("millisecond = [time] = ms", "second = 1000 millisecond = s = sec", "minute = 60 second = min"),
    *("hour = 60 minute = h", "day = 24 hour = d", "week = 7 day", "month = 30.4375 day", "year = 365.25 day = yr"),
    *("gram = [mass] = g", "kilogram = 1000 gram = kg", "tonne = 1000 kilogram = t = ton"),
    *("rupiah = [money] = Rp = IDR", "percent = 0.01", "ppm = 0.000001"),
    *("thousand = 1e3", "million = 1e6", "billion = 1e9"),
)
PIECES = ("buah", "piece", "pieces")  # may stand behind a whole number
_LARGE = {  # in which bounds are told
    "duration": (("years", 365.25 * 86_400_000), ("h", 3_600_000)),
    "mass": (("t", 1e6), ("kg", 1e3)),
}
_DIMENSIONALITY = {"duration": {"[time]": 1}, "mass": {"[mass]": 1}, "money": {"[money]": 1}}
_TEXT = re.compile(r"\s*(Rp|IDR)?\.?\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(\S.*?)?\s*")
_THOUSANDS = re.compile(r"((?:Rp|IDR)?\.?\s*[+-]?[1-9]\d{0,2})\.(\d{3})(?:(\s*)([A-Za-z% ]+))?")
_WORDS = re.compile(r"[A-Za-z]+( [A-Za-z]+)*|%")


@dataclass(frozen=True)
class Quantity:
    """A number with unit, source and range; equal by value.

    Examples
    --------
    >>> str(Quantity(2_700_000.0, "duration", "min"))
    '45 min'
    """

    value: float  # in the base unit of its dimension; whole for counts
    dimension: str = "number"  # a key of DIMENSIONS
    unit: str = ""  # as written, for show: "min", "t", "Rp million", "%"
    source: str = ""  # an id of the scenario's sources, "assumption", "choice", or "" (the part's, else unsourced)
    low: float | None = None  # in the base unit; the range of an assumption
    high: float | None = None
    note: str = ""

    def __str__(self) -> str:
        """Returns the value as a file says it."""
        return number_text(self.value, self.dimension, self.unit or None)


def nearest(word: object, known: Sequence[str]) -> str:
    """Returns what would be right, in English."""
    return str(Mistake("phrase.right", right=Nearest(word, tuple(known))))


def example(dimension: str) -> Phrase:
    """Returns what a number of a dimension looks like, in words."""
    return Phrase(f"example.{dimension}")


@cache
def _registry() -> "UnitRegistry[Any]":
    """Returns pint's parser with the units of this module alone, in exact arithmetic."""
    import pint

    registry: UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Fraction)
    for line in _DEFINITIONS:
        registry.define(line)
    return registry


def thousands(text: str) -> Mistake | None:
    """Returns what is wrong with a number as it is typed if its point may be one of thousands, None if nothing is.

    Examples
    --------
    >>> str(thousands("1.500 days"))
    "a point before three digits, got '1.500 days'; write '1500 days' or '1.5 days'"
    >>> thousands("1.125"), thousands("1.25 days"), thousands("0.125 days")
    (None, None, None)
    """
    match = _THOUSANDS.fullmatch(text.strip())
    if not match or not (_is_unit(match[4]) if match[4] else match[2].endswith("0") or match[1][0] in "RI"):
        return None
    whole, digits, behind = match[1], match[2], (match[3] or "") + (match[4] or "")
    decimals = digits.rstrip("0") or "0"
    small = f"{whole}.{decimals if len(decimals) < 3 else digits + '0'}{behind}"
    return Mistake("point_of_thousands", got=text, large=f"{whole}{digits}{behind}", small=small)


def _is_unit(words: str) -> bool:
    from pint import UndefinedUnitError

    try:
        return bool(_registry().parse_units(english(words).replace("%", " percent ").strip()))
    except (UndefinedUnitError, ValueError):
        return False


@cache
def _factor(unit: str, dimension: str) -> Fraction | None:
    """Returns how many base units of a dimension one of a unit is, None if it is none of that dimension's.

    Raises
    ------
    LookupError
        If there is no such unit at all.
    """
    from pint import UndefinedUnitError

    if not _WORDS.fullmatch(unit):
        raise LookupError(unit)
    try:
        one = _registry().Quantity(Fraction(1), unit.replace("%", " percent ").strip()).to_base_units()
    except UndefinedUnitError as error:
        raise LookupError(unit) from error
    is_one = dict(one.dimensionality) == _DIMENSIONALITY.get(dimension, {})
    return Fraction(one.magnitude) if is_one else None


def exact(raw: object, dimension: str) -> tuple[Fraction, str]:
    """Returns the exact value of a number or text in the base unit, and the unit as written."""
    right = example(dimension)
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise Mistake("not_a_number", got=raw, right=right)
    if isinstance(raw, str):
        number, unit = typed(raw, dimension)
    else:
        if isinstance(raw, float) and not isfinite(raw):
            raise Mistake("not_finite", got=raw, right=right)
        if isinstance(raw, int) and raw.bit_length() > MOST_BITS:
            raise _too_large(raw, dimension)
        number, unit = repr(raw), ""
    if not unit and dimension not in BARE:
        raise Mistake("no_unit", got=raw, right=right)
    if abs(int(number.lower().partition("e")[2] or 0)) > MOST_DIGITS:
        raise Mistake("too_many_digits", got=raw, most=MOST_DIGITS)
    return Fraction(number) * (_base_units(unit, dimension, raw) if unit else 1), unit


def typed(raw: str, dimension: str) -> tuple[str, str]:
    """Returns the number, without commas between thousands, and the unit of a text."""
    match = _TEXT.fullmatch(raw) if len(raw) <= MOST_DIGITS else None
    if match and re.match(r"\.\d", match[3] or ""):
        raise Mistake("points_in_number", got=raw)
    if match and (match[3] or "").startswith(","):
        raise comma(raw, dimension)
    if match is None or not any(map(str.isdigit, match[2])):
        raise Mistake("not_a_number_with_unit", got=raw, right=example(dimension))
    unit = english(" ".join(filter(None, (match[1] and "Rp", match[3]))))
    return match[2].replace(",", ""), "" if dimension == "count" and unit in PIECES else unit


def comma(raw: str, dimension: str) -> Mistake:
    """Returns what is wrong with a number that has a comma before its decimals, and what would be right."""
    if dimension == "count":
        return Mistake("not_whole", got=raw, right=example(dimension))
    is_plain = raw.count(",") == 1 and "." not in raw
    right = Phrase("phrase.did_you_mean", right=raw.replace(",", ".")) if is_plain else Phrase("phrase.point")
    return Mistake("comma_in_number", got=raw, right=right)


def _base_units(unit: str, dimension: str, raw: object) -> Fraction:
    try:
        factor = _factor(unit, dimension)
    except LookupError:
        right = example(dimension) if dimension == "count" else Phrase(f"units.{dimension}")
        raise Mistake("unknown_unit", unit=unit, got=raw, right=right) from None
    if factor is None:
        raise Mistake("unit_of_another_dimension", unit=unit, got=raw, right=example(dimension))
    return factor


def _too_large(raw: object, dimension: str) -> Mistake:
    right = Text("4.5e15" if dimension in BARE else f"4.5e15 {DIMENSIONS[dimension]}")
    return Mistake("too_large", got=raw, right=Phrase("phrase.less_than", right=right))


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
    Mistake
        Says what is wrong, got what; what would be right.
    """
    amount, unit = exact(raw, dimension)
    if dimension == "duration":
        amount = Fraction((amount + Fraction(1, 2)).__floor__())
    if dimension == "count" and amount.denominator != 1:
        raise Mistake("not_whole", got=raw, right=example("count"))
    if abs(amount) >= LIMIT:
        raise _too_large(raw, dimension)
    return float(amount), unit


def check_bounds(
    value: float, raw: object, dimension: str, minimum: float | None, above: float | None, maximum: float | None
) -> None:
    """Raises Mistake if a value in the base unit lies outside its bounds."""

    def shown(bound: float) -> Text:
        unit = next((unit for unit, size in _LARGE.get(dimension, ()) if abs(bound) >= size and not bound % size), None)
        return Text(number_text(bound, dimension, unit) if bound else "0")

    if minimum is not None and value < minimum:
        raise Mistake("too_small", got=raw, right=Phrase("phrase.at_least", right=shown(minimum)))
    if above is not None and value <= above:
        raise Mistake("too_small", got=raw, right=Phrase("phrase.more_than", right=shown(above)))
    if maximum is not None and value > maximum:
        is_percent = maximum == 1 and dimension == "share" and value <= 100 and "%" not in str(raw)
        right = Phrase("phrase.percent", right=Text(f"{value:g} %")) if is_percent else None
        most = Text(f"{100 * maximum:g} %") if dimension == "share" and "%" in str(raw) else shown(maximum)
        raise Mistake("too_large", got=raw, right=right or Phrase("phrase.at_most", right=most))


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
    Mistake
        Says what is wrong, got what; what would be right.

    Examples
    --------
    >>> quantity("45 min", "duration")
    Quantity(value=2700000.0, dimension='duration', unit='min', source='', low=None, high=None, note='')
    """
    if isinstance(raw, Quantity):
        if raw.dimension != dimension:
            raise Mistake("another_dimension", got=raw, right=example(dimension))
        read, shown = raw, {key: getattr(raw, key) for key in ("value", "low", "high")}
    else:
        shown = beside(raw, ("value",)) if isinstance(raw, Mapping) else {"value": raw}
        if "value" not in shown:
            raise Mistake("no_value", got=raw, right=example(dimension))
        value, unit = plain(shown["value"], dimension)
        ends = {key: plain(shown[key], dimension)[0] for key in ("low", "high") if shown.get(key) is not None}
        read = Quantity(value, dimension, unit, shown.get("source", ""), note=shown.get("note", ""), **ends)
    for key in ("value", "low", "high"):
        if getattr(read, key) is not None:
            check_bounds(getattr(read, key), shown[key], dimension, minimum, above, maximum)
    if (read.low is None) != (read.high is None):
        raise Mistake("half_a_range", got=raw)
    if read.low is not None and read.high is not None and read.low > read.high:
        raise Mistake("low_above_high", low=shown["low"], high=shown["high"])
    return read


def beside(raw: Mapping[Any, Any], keys: Sequence[str]) -> dict[str, Any]:
    """Returns a mapping of a number's keys, checked: those given and `source`, `low`, `high`, `note`."""
    known = (*keys, *RANGE)
    for key in raw:
        if key not in known:
            raise Mistake("unknown_key_beside", key=key, got=dict(raw), right=Nearest(key, known))
    for key in ("source", "note"):
        if not isinstance(raw.get(key, ""), str):
            raise Mistake("not_text_beside", key=Text(key), got=raw[key])
    return dict(raw)


def converted(unit: str, into: str) -> tuple[str, float]:
    """Returns the name of another unit of time, and how many of it one of a unit of time is.

    Raises
    ------
    Mistake
        If one of them is no unit of time.

    Examples
    --------
    >>> converted("day", "h")
    ('hour', 24.0)
    """
    old, new = (exact(f"1 {each}", "duration")[0] for each in (unit, into))
    name = next((each for each in TIMES if exact(f"1 {each}", "duration")[0] == new), into)
    return name, float(old / new)


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
        number = _decimal(Fraction(value) / _base_units(unit, dimension, unit), digits)
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
