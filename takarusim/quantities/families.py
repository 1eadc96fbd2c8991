"""How distributions are read and written: {gamma: {mean: 3 days, cv: 0.5}, source: S06, low: 2 days, high: 4 days}.

What a distribution's values are is in `distributions`. Reading order: distribution, written.
"""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from takarusim.errors import Mistake
from takarusim.language.mistakes import Listed, Nearest, Phrase, Text
from takarusim.quantities import units
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.units import RANGE
from takarusim.registers.families import FAMILIES, PARAMETERS

__all__ = ["dimension", "distribution", "long_form", "scaled", "text", "written"]

Value = float | tuple[float, ...]
Parameters = tuple[tuple[str, Value], ...]

_DIMENSIONS = {name: one.dimension for name, one in PARAMETERS.items() if one.dimension}


def distribution(
    raw: object,
    dimension: str,
    *,
    minimum: float | None = None,
    above: float | None = None,
    maximum: float | None = None,
) -> Distribution:
    """Reads a distribution: a constant as a quantity is read, {family: parameters, ...}, or one already made.

    Beside the family may stand `source`, `low`, `high`, `note`, and `unit` for bare numbers. `low` and `high` have the
    form of the parameters, or are one quantity: the low or high end of the mean.

    Raises
    ------
    Mistake
        Says what is wrong, got what; what would be right.

    Examples
    --------
    >>> distribution({"exponential": "3 days"}, "duration").parameters
    (('mean', 259200000.0),)
    """
    if isinstance(raw, Distribution):
        if raw.dimension != dimension:
            raise Mistake("another_dimension", got=Text(text(raw)), right=units.example(dimension))
        read = raw
    else:
        read = _read(raw, dimension)
    for parameters in filter(None, (read.parameters, read.low, read.high)):
        _check(read.family, dict(parameters), raw, dimension, minimum=minimum, above=above, maximum=maximum)
    _check_range(read, raw)
    return read


def _read(raw: object, dimension: str) -> Distribution:
    if not isinstance(raw, Mapping):
        value, unit = units.plain(raw, dimension)
        return Distribution("constant", (("value", value),), dimension, unit)
    family = _family(raw, dimension)
    key = "value" if family == "constant" and "value" in raw else family
    shown = units.beside(raw, (key, "unit"))
    reader = _Reader(family, dimension, shown.get("unit", ""))
    parameters = reader.parameters(shown[key])
    low, high = (() if shown.get(end) is None else reader.end(shown[end], parameters) for end in ("low", "high"))
    unit = reader.unit
    return Distribution(family, parameters, dimension, unit, shown.get("source", ""), low, high, shown.get("note", ""))


def _family(raw: Mapping[Any, Any], dimension: str) -> str:
    families = [key for key in raw if key in FAMILIES]
    if len(families) > 1:
        raise Mistake("two_distributions", got=Listed(tuple(map(str, families)), "and"))
    if families:
        return str(families[0])
    if "value" in raw:
        return "constant"
    strange = [key for key in raw if key not in (*RANGE, "unit")]
    if not strange:
        raise Mistake("no_distribution", got=dict(raw), right=units.example(dimension))
    raise Mistake("unknown_distribution", got=strange[0], right=Nearest(strange[0], tuple(FAMILIES)))


class _Reader:
    """Reads the parameters of one family, and remembers the first unit it met."""

    def __init__(self, family: str, dimension: str, unit: object) -> None:
        if not isinstance(unit, str):
            raise Mistake("unit_not_text", got=unit)
        self.family, self.dimension, self.default, self.unit = family, dimension, unit, ""

    def parameters(self, raw: object) -> Parameters:
        """Returns the parameters, from any of the forms they may be written in."""
        ways, given = FAMILIES[self.family].ways, raw
        names = ways[0]
        if isinstance(raw, Mapping):
            keys = set(raw)
            names = max(ways, key=lambda way: len(keys & set(way)))
            if self.family == "discrete" and set(raw) != set(names):
                raw = {"values": list(raw), "weights": list(raw.values())}
        elif self.family == "empirical":
            raw = {"values": raw}
        elif isinstance(raw, list | tuple):
            raw = dict(zip(names, raw, strict=True)) if len(raw) == len(names) else {}
        else:
            raw = {names[0]: raw} if len(names) == 1 else {}
        if set(raw) != set(names):
            right = Phrase("phrase.as_in", right=Listed(names), form=Phrase(f"form.{self.family}"))
            raise Mistake("not_the_parameters", family=Text(self.family), got=given, right=right)
        return tuple((name, self.parameter(name, raw[name])) for name in names)

    def end(self, raw: object, parameters: Parameters) -> Parameters:
        """Returns the parameters at an end of the range: all of them, or those named, or the first one."""
        names = [name for name, _ in parameters]
        if isinstance(raw, Mapping) and self.family != "discrete" and set(raw) < set(names):
            return tuple((name, self.parameter(name, raw[name]) if name in raw else old) for name, old in parameters)
        if not isinstance(raw, Mapping | list | tuple) and names[0] in ("mean", "value"):
            return ((names[0], self.parameter(names[0], raw)), *parameters[1:])
        return self.parameters(raw)

    def parameter(self, name: str, raw: object) -> Value:
        """Returns one parameter in the base unit."""
        if not PARAMETERS[name].is_list:
            return self.number(name, raw)
        if not isinstance(raw, list | tuple) or not raw:
            raise Mistake("no_list_of_numbers", name=Text(name), got=raw, right=Phrase(f"form.{self.family}"))
        return tuple(self.number(name, each) for each in raw)

    def number(self, name: str, raw: object) -> float:
        """Returns one number in the base unit."""
        dimension = _DIMENSIONS.get(name, self.dimension)
        if dimension != self.dimension or name in _DIMENSIONS:
            return units.plain(raw, dimension)[0]
        if self.default and isinstance(raw, int | float) and not isinstance(raw, bool):
            raw = f"{raw!r} {self.default}"
        whole = PARAMETERS[name].is_value or dimension != "count"
        value, unit = units.plain(raw, dimension if whole else "number")
        if dimension == "duration" and not (value or PARAMETERS[name].is_value) and units.exact(raw, dimension)[0]:
            raise Mistake("rounds_to_0", name=Text(name), got=raw)
        self.unit = self.unit or unit
        return value


def _check(family: str, given: dict[str, Value], raw: object, dimension: str, **bounds: float | None) -> None:
    """Raises Mistake if parameters are none of the family's, or if a value of it would lie outside its bounds."""
    for name, value in given.items():
        for each in value if isinstance(value, tuple) else (value,):
            if not isfinite(each):
                raise Mistake("parameter_not_finite", name=Text(name), got=raw, right=Phrase(f"form.{family}"))
            if name not in _DIMENSIONS and PARAMETERS[name].is_bounded:
                units.check_bounds(each, raw, dimension, bounds["minimum"], bounds["above"], bounds["maximum"])
    for rule in FAMILIES[family].rules:
        if not rule.holds(given):
            raise Mistake("not_the_parameters", family=Text(family), got=raw, right=Phrase(f"rule.{rule.key}"))


def _check_range(read: Distribution, raw: object) -> None:
    if bool(read.low) != bool(read.high):
        raise Mistake("half_a_range", got=raw)
    for (name, low), (_, high) in zip(read.low, read.high, strict=False):
        if name not in _DIMENSIONS and isinstance(low, float) and isinstance(high, float) and low > high:
            raise Mistake("low_above_high_in", name=Text(name), got=raw)


def written(given: Distribution) -> Any:
    """Returns a distribution as a scenario file says it: what `distribution` reads back as an equal one."""
    if given.family == "constant":
        value, low, high = (dict(each).get("value") for each in (given.parameters, given.low, given.high))
        like: Any = (value, given.dimension, given.unit, given.source, low, high, given.note)
        return units.written(units.Quantity(*like))
    low, high = (_form(given, end) if end else None for end in (given.low, given.high))
    form = _form(given, given.parameters)
    pairs = {given.family: form, "source": given.source, "low": low, "high": high, "note": given.note}
    return {key: value for key, value in pairs.items() if value is not None and value != ""}


def long_form(given: Distribution, parameters: Parameters | None = None) -> dict[str, Any]:
    """Returns a distribution's parameters by name, as a scenario file says them."""
    return {name: _shown(given, name, value) for name, value in parameters or given.parameters}


def _form(given: Distribution, parameters: Parameters) -> Any:
    shown = long_form(given, parameters)
    if given.family == "discrete":
        return dict(zip(shown["values"], shown["weights"], strict=True))
    if FAMILIES[given.family].is_list:
        return list(shown.values())
    return next(iter(shown.values())) if len(shown) == 1 else shown


def _shown(given: Distribution, name: str, value: Value) -> Any:
    if isinstance(value, tuple):
        return [_shown(given, name, each) for each in value]
    if name in _DIMENSIONS:
        return units.written(units.Quantity(value, _DIMENSIONS[name]))
    bare = given.dimension if PARAMETERS[name].is_value or given.dimension != "count" else "number"
    return units.written(units.Quantity(value, bare, given.unit))


def text(given: Distribution, parameters: Parameters | None = None, *, with_unit: bool = True) -> str:
    """Returns a distribution, or other parameters of it, as people read it: `gamma mean 3 days, cv 0.5`."""
    shown = {
        name: [
            _alone(given, name, each, with_unit=with_unit) for each in (value if isinstance(value, tuple) else (value,))
        ]
        for name, value in (given.parameters if parameters is None else parameters)
    }
    if given.family == "constant":
        return shown["value"][0]
    if given.family == "discrete":
        pairs = [f"{value}: {weight}" for value, weight in zip(shown["values"], shown["weights"], strict=True)]
    else:
        pairs = [("" if _is_plain(given.family) else f"{name} ") + ", ".join(each) for name, each in shown.items()]
    whole = ", ".join(pairs)
    count = max(map(len, shown.values()))
    return f"{given.family} {whole if count <= 12 else f'of {count} values'}"


def _is_plain(family: str) -> bool:
    return FAMILIES[family].is_list or len(FAMILIES[family].ways[0]) == 1


def dimension(given: Distribution, name: str) -> tuple[str, str]:
    """Returns the dimension of a parameter, and the unit in which it was written."""
    return _DIMENSIONS.get(name, given.dimension), "" if name in _DIMENSIONS else given.unit


def _alone(given: Distribution, name: str, value: float, *, with_unit: bool) -> str:
    of, unit = dimension(given, name)
    return (units.number_text if with_unit and unit else units.number_alone)(value, of, unit)


def scaled(given: Distribution, factor: float, minimum: float | None, maximum: float | None) -> Parameters:
    """Returns the parameters of a distribution whose values are a factor larger: an end of a part's `range`."""

    def times(name: str, value: Value) -> Value:
        if isinstance(value, tuple):
            return tuple(float(times(name, each)) for each in value)  # type: ignore[arg-type]
        if name in _DIMENSIONS:
            return value
        return units.scaled(value, factor, given.dimension if PARAMETERS[name].is_value else "number", minimum, maximum)

    return tuple((name, times(name, value)) for name, value in given.parameters)
