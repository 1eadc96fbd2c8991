"""What differs between the inputs of two scenarios, in words; and what of it is assumed, with its range.

Reading order: changes, Change, assumed, stated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from takarusim.language.numerals import MINUS, UNDEFINED, Language, day, number, rupiah
from takarusim.language.words import WORDS, say
from takarusim.quantities import families, units
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.units import Quantity
from takarusim.registers.families import key_of
from takarusim.scenario import shapes, sources, titles
from takarusim.scenario.scenario import Part, Scenario, Source
from takarusim.scenario.titles import whose

__all__ = ["Assumed", "Change", "assumed", "changes", "stated", "told"]

Steps = tuple[str, ...]
BESIDE = (  # no input
    *("title", "question", "note", "language", "seed", "limit", "source", "range", "sources", "kpis"),
    *("many_late", "assumptions", "kinds", "operations"),
)
TIMES = ("hour", "day", "week", "month", "year")  # that have a word for one of them
UNITS = {"ms": "ms", "s": "second", "sec": "second", "min": "minute", "h": "hour", "d": "day", "yr": "year"}
UNITS |= {"t": "tonne", "ton": "tonne", "kg": "kilogram", "g": "gram"}
SHOWN = 6  # members of a list


class Change(NamedTuple):
    """A value that is not the same in two scenarios, in words."""

    owner: str  # "partner heavy-equipment-3"
    what: str  # "contract, due after"
    base: str  # "–" where there is none
    other: str


class Assumed(NamedTuple):
    """A number of a changed input that rests on no source, in words."""

    owner: str
    what: str
    value: str
    range: str  # "" where none is given


class _Difference(NamedTuple):
    steps: Steps
    base: Any  # None where there is none
    other: Any
    is_whole: bool  # whether the part that it belongs to is in one scenario only


def changes(base: Scenario, other: Scenario, language: Language) -> list[Change]:
    """Returns what differs, in the order of a scenario file; where numbers come from is no difference."""
    found = []
    for steps, old, new, is_whole in _differences(base, other, ()):
        owner, what = whose(steps, language)
        if is_whole:
            owner = say("input.new" if old is None else "input.gone", language, owner=owner)
        found.append(Change(owner, what, *(_shown(value, steps, language) for value in (old, new))))
    return found


def assumed(base: Scenario, other: Scenario, language: Language) -> list[Assumed]:
    """Returns the numbers of changed inputs that are assumptions, or have no source at all."""
    changed = {steps for steps, _, new, _ in _differences(base, other, ()) if new is not None}
    found = []
    for path, one in sources.numbers(other):
        steps = shapes.steps(path)
        if steps in changed and one.source in ("", sources.ASSUMPTION):
            found.append(told(steps, one, language))
    return found


def told(steps: Steps, one: Quantity | Distribution, language: Language) -> Assumed:
    """Returns an assumption in words; `*` among its steps stands for several."""
    owner, what = whose(steps, language)
    return Assumed(owner, what, _shown(one, steps, language), _range(one, language))


def stated(scenario: Scenario, language: Language) -> list[tuple[str, str]]:
    """Returns the value and the range of every number of a scenario, "" where it has none, in words."""
    return [
        (_shown(one, shapes.steps(path), language), "" if one.low in (None, ()) else _range(one, language))
        for path, one in sources.numbers(scenario)
    ]


def _differences(
    base: Part | None, other: Part | None, steps: Steps, *, is_whole: bool = False
) -> Iterator[_Difference]:
    """Yields the values that differ between two parts, numbers with units as one; one of the parts may be missing."""
    given = [part for part in (base, other) if part is not None]
    for name, field in type(given[0]).model_fields.items():
        key = shapes.key(name, field)
        is_beside = key in ((*Part.model_fields, "title") if steps else BESIDE)
        if is_beside or not any(name in part.model_fields_set for part in given):
            continue
        old, new = (None if part is None else getattr(part, name) for part in (base, other))
        yield from _of_value(old, new, (*steps, key), is_whole=is_whole)


def _of_value(old: Any, new: Any, steps: Steps, *, is_whole: bool) -> Iterator[_Difference]:
    if isinstance(old, Source) or isinstance(new, Source):
        return
    if len(steps) == 2 and new is None:
        yield _Difference(steps, old, None, is_whole=True)
    elif isinstance(old, Part) or isinstance(new, Part):
        yield from _differences(old, new, steps, is_whole=is_whole or (len(steps) == 2 and old is None))
    elif isinstance(old, Mapping) or isinstance(new, Mapping):
        old, new = old or {}, new or {}
        for member in dict.fromkeys((*old, *new)):
            yield from _of_value(old.get(member), new.get(member), (*steps, str(member)), is_whole=is_whole)
    elif _bare(old) != _bare(new):
        yield _Difference(steps, old, new, is_whole)


def _bare(value: Any) -> Any:
    """Returns a value without where it comes from and how far off it may be."""
    if isinstance(value, Quantity):
        return value.value
    return (value.family, value.parameters) if isinstance(value, Distribution) else value or None


# ---- in words


def _shown(value: Any, steps: Steps, language: Language) -> str:
    """Returns a value as a reader of the language reads it."""
    if isinstance(value, bool):
        return say("input.yes" if value else "input.no", language)
    if value is None or value in ("", ()):
        return UNDEFINED
    if isinstance(value, Quantity):
        return _amount(value.value, value.dimension, value.unit, language)
    if isinstance(value, Distribution):
        return _spread(value, language)
    if isinstance(value, datetime):
        return f"{day(value.date(), language)} {value:%H:%M}"
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, Part):
        return say("input.there", language)
    if isinstance(value, tuple):
        return _list(value, steps, language)
    if isinstance(value, float):
        return number(value, language)
    return titles.value(steps, str(value), language)


def _list(values: tuple[Any, ...], steps: Steps, language: Language) -> str:
    if isinstance(values[0], Part):
        return say("input.booked", language, n=len(values))
    shown = [_shown(value, steps, language) for value in values[:SHOWN]]
    more = [say("input.more", language, n=len(values) - SHOWN)] if len(values) > SHOWN else []
    return ", ".join([*shown, *more])


def _amount(value: float, dimension: str, unit: str, language: Language) -> str:
    """Returns a value in the base unit with the unit in which it was written."""
    if dimension == "money":
        is_short = float(f"{value:.3g}") == value
        return rupiah(value, language) if is_short else f"Rp {number(value, language)}"
    if dimension == "share" and unit != "ppm":
        return f"{_digits(units.number_alone(value, dimension, '%'), language)}%"
    text = units.number_alone(value, dimension, unit)
    name = UNITS.get(unit) or unit.removesuffix("s")
    if not unit or f"unit.{name}" not in WORDS:
        return f"{_digits(text, language)} {unit}".strip()
    words = say(f"period.{name}" if text == "1" and name in TIMES else f"unit.{name}", language)
    return f"{_digits(text, language)} {words}"


def _digits(text: str, language: Language) -> str:
    """Returns a number as a file writes it with the marks of a language, digit by digit."""
    shown = number(abs(float(text)), language, len(text.partition(".")[2]))
    return MINUS + shown if text.startswith("-") else shown


def _spread(given: Distribution, language: Language) -> str:
    """Returns a distribution: its family and its parameters."""
    shown = {}
    for name, value in given.parameters:
        each = [_parameter(given, name, one, language) for one in (value if isinstance(value, tuple) else (value,))]
        shown[name] = ", ".join(each) if len(each) <= SHOWN else say("input.values", language, n=len(each))
    return say(key_of(given.family, tuple(shown)), language, **shown)


def _parameter(given: Distribution, name: str, value: float, language: Language) -> str:
    dimension, unit = families.dimension(given, name)
    return _amount(value, dimension, unit, language)


def _range(one: Quantity | Distribution, language: Language) -> str:
    """Returns the range of an assumption: of a distribution, that of its mean."""
    if one.low in (None, ()):
        return say("input.bare" if not one.source else "input.no_range", language)
    if isinstance(one, Quantity):
        low, high = (_amount(end or 0.0, one.dimension, one.unit, language) for end in (one.low, one.high))
        return f"{low} – {high}"
    means = [replace(one, parameters=end).mean for end in (one.low, one.high)]
    unit = one.unit if one.dimension != "count" else ""
    low, high = (
        _amount(_rounded(mean, one), "number" if not unit else one.dimension, unit, language) for mean in means
    )
    return f"{low} – {high}" if one.is_constant else say("input.mean_between", language, low=low, high=high)


def _rounded(mean: float, like: Distribution) -> float:
    """Returns a mean with three significant digits, in the base unit."""
    one = units.plain(f"1 {like.unit}", like.dimension)[0] if like.unit else 1.0
    return float(f"{mean / one:.3g}") * one
