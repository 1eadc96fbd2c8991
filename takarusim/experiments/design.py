"""Designs: which values of which factors of a scenario are tried together.

A factor is any path of the scenario. Designs know nothing of runs; `sweep` makes a scenario of each point.
"""

import itertools
import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from takarusim.scenario import files

__all__ = ["Design", "Factor", "grid", "latin_hypercube", "sobol", "text_of"]

KINDS: tuple[Callable[[str], Any], ...] = (float, float, int)  # of low:high:n
MEASURED = re.compile(r"([-+.\d]+) +(\S.*)")  # a number with a unit


@dataclass(frozen=True)
class Factor:
    """A varied value of the scenario: a range of numbers, or a list of levels of any kind.

    Examples
    --------
    >>> Factor("partners.tractors.demand", 0.5, 1.5).spaced(3)
    (0.5, 1, 1.5)
    >>> Factor("partners.tractors.contract.due", 7, 28, unit="days").at(0.5)
    '17.5 days'
    """

    path: str  # dotted, e.g. "workshops.C.let"
    low: float | None = None  # in `unit`
    high: float | None = None
    levels: tuple[Any, ...] = ()  # what is tried, in the language of the scenario files; instead of low and high
    unit: str = ""  # written behind each number, of points too: "days"; whole numbers where it is "count"

    def __post_init__(self) -> None:
        """Refuses a factor without a range."""
        low, high = self.low, self.high
        if not self.levels and (low is None or high is None or not -math.inf < low < high < math.inf):
            got = f"low {self.low}, high {self.high}"
            raise ValueError(f"factor {self.path!r}: needs levels, or low < high, got {got}")

    @classmethod
    def parsed(cls, text: str, is_count: Callable[[str, float], bool] = lambda *_: False) -> "Factor":
        """Makes a factor of `path=low:high`, `path=low:high:n` (n levels) or `path=a,b,c` in YAML; a unit may follow.

        Parameters
        ----------
        text : str
        is_count : callable, optional
            Whether a path, of which a range begins at a number, takes whole numbers only; so do the levels then.

        Examples
        --------
        >>> Factor.parsed("workshops.C.let=40:46:4").levels
        (40, 42, 44, 46)
        >>> Factor.parsed("rules.tenancy=pooled,tenanted").levels
        ('pooled', 'tenanted')
        >>> Factor.parsed("partners.market.contract.due=14:28 days").unit
        'days'
        >>> Factor.parsed("partners.market.contract.due=14,28 days").levels
        ('14 days', '28 days')
        >>> Factor.parsed("smes.forge.crews=1,2,null").levels
        (1, 2, None)
        """
        path, is_given, values = text.partition("=")
        if not is_given or not path or not values.strip():
            raise ValueError(f"{text!r}: not a factor; a factor is path=low:high, path=low:high:n or path=a,b,c")
        if "," in values or ":" not in values:
            return cls(path, levels=_levels(values))
        numbers, _, unit = values.partition(" ")
        parts = numbers.split(":")
        try:
            low, high, *n = (kind(part) for kind, part in zip(KINDS[: len(parts)], parts, strict=True))
        except ValueError:
            raise ValueError(f"{text!r}: not a range, got {numbers!r}; a range is low:high or low:high:n") from None
        unit = unit.strip() or ("count" if is_count(path, low) else "")
        factor = cls(path, low, high, unit=unit)
        return cls(path, levels=factor.spaced(*n)) if n else factor

    def spaced(self, n: int) -> tuple[Any, ...]:
        """Returns its levels, or n equally spaced ones; of counts all where they are fewer."""
        if self.levels:
            return self.levels
        if n < 1:
            raise ValueError(f"factor {self.path!r}: at least 1 level, got {n}")
        return tuple(dict.fromkeys(self.at(u) for u in np.linspace(0, 1, n).tolist()))

    def at(self, u: float) -> Any:
        """Returns the value at a share u of its range, or the level that u of [0, 1] falls on."""
        if self.levels:
            return self.levels[min(int(u * len(self.levels)), len(self.levels) - 1)]
        low, high = float(self.low or 0), float(self.high or 0)
        value = low + u * (high - low)
        if self.unit == "count":
            return min(int(low + u * (high - low + 1)), int(high))
        return self.written(int(value) if value == int(value) else float(f"{value:.12g}"))

    def written(self, value: Any) -> Any:
        """Returns a value of a point in the language of the scenario files: plain, a number with its unit behind it."""
        plain = value.item() if isinstance(value, np.generic) else value
        if not self.unit or not _is_number(plain):
            return plain
        if self.unit == "count":
            return int(plain) if plain == int(plain) else plain
        return f"{plain} {self.unit}"

    def whole(self, value: Any) -> Any:
        """Returns the count that a value of its range falls on: each count has the same share of the range."""
        if not isinstance(value, float):
            return value
        if value == int(value) or self.levels:
            return int(value) if value == int(value) else value
        low, high = float(self.low or 0), float(self.high or 0)
        return replace(self, unit="count").at((value - low) / (high - low))


@dataclass(frozen=True)
class Design:
    """Points to try, in order: each has a value for every factor, in the language of the scenario files.

    Examples
    --------
    >>> design = grid([Factor("workshops.lathe.units", levels=(3, 4))])
    >>> len(design), design.overrides(1)
    (2, {'workshops.lathe.units': 4})
    """

    factors: tuple[Factor, ...]  # (d,)
    points: tuple[tuple[Any, ...], ...]  # (n, d)  given as rows of any kind, or as an array
    name: str = ""  # how it was made

    def __post_init__(self) -> None:
        """Writes all values in the language of the scenario files.

        Raises
        ------
        ValueError
            If a point has not one value for each factor.
        """
        rows = [tuple(row) for row in self.points]
        if wrong := next((row for row in rows if len(row) != len(self.factors)), None):
            raise ValueError(f"a point has a value for each of {len(self.factors)} factors, got {len(wrong)}: {wrong}")
        points = tuple(tuple(f.written(v) for f, v in zip(self.factors, row, strict=True)) for row in rows)
        object.__setattr__(self, "points", points)  # the only place where a frozen one is set

    def __len__(self) -> int:
        """Returns the number of points."""
        return len(self.points)

    def column(self, k: int) -> NDArray[Any]:
        """Returns the values of a factor at all points, (n,): numbers, or text where some are none."""
        values = [point[k] for point in self.points]
        return np.array(values if all(map(_is_number, values)) else list(map(text_of, values)))

    def with_counts(self, counts: Sequence[str]) -> "Design":
        """Returns the design with whole numbers for the factors of some paths."""
        points = tuple(
            tuple(f.whole(v) if f.path in counts else v for f, v in zip(self.factors, row, strict=True))
            for row in self.points
        )
        return self if points == self.points else replace(self, points=points)

    def overrides(self, point: int) -> dict[str, Any]:
        """Returns {path: value} of a point."""
        return {factor.path: value for factor, value in zip(self.factors, self.points[point], strict=True)}


def text_of(level: Any) -> str:
    """Returns a level as text in the language of the scenario files.

    Examples
    --------
    >>> text_of("14 days"), text_of(2), text_of(True), text_of(None)
    ('14 days', '2', 'true', 'null')
    """
    return level if isinstance(level, str) else json.dumps(level, default=str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def grid(factors: Sequence[Factor], levels: int = 5) -> Design:
    """Returns every combination of the factors' levels.

    Parameters
    ----------
    factors : (d,)
    levels : int
        Of each factor that has a range.

    Examples
    --------
    >>> grid([Factor("a", 0, 1), Factor("b", levels=("x", "y"))], 2).points
    ((0, 'x'), (0, 'y'), (1, 'x'), (1, 'y'))
    """
    _check(factors)
    points = tuple(itertools.product(*(factor.spaced(levels) for factor in factors)))
    return Design(tuple(factors), points, f"grid of {len(points)}")


def latin_hypercube(factors: Sequence[Factor], n: int, *, seed: int) -> Design:
    """Returns n points that cover each factor's range evenly, one in each of its n parts.

    References
    ----------
    McKay, Beckman, Conover (1979), Technometrics 21, 239.

    Examples
    --------
    >>> points = latin_hypercube([Factor("a", 0, 4)], 4, seed=1).points
    >>> sorted(int(value) for (value,) in points)
    [0, 1, 2, 3]
    """
    from scipy.stats import qmc

    _check(factors)
    sample = qmc.LatinHypercube(len(factors), rng=np.random.default_rng(seed)).random(n)
    return _of_sample(factors, sample, f"Latin hypercube of {n}, seed {seed}")


def sobol(factors: Sequence[Factor], n: int, *, seed: int) -> Design:
    """Returns the first n points, a power of two, of a scrambled Sobol' sequence.

    Raises
    ------
    ValueError
        If n is no power of two: the sequence is balanced only then.

    Examples
    --------
    >>> points = sobol([Factor("a", 0, 4)], 4, seed=1).points
    >>> sorted(int(value) for (value,) in points)
    [0, 1, 2, 3]
    """
    from scipy.stats import qmc

    _check(factors)
    if n < 1 or n & (n - 1):
        raise ValueError(
            f"a Sobol' design has a power of two of points, got {n}; {2 ** math.ceil(math.log2(max(n, 1)))} would do"
        )
    sample = qmc.Sobol(len(factors), rng=np.random.default_rng(seed)).random(n)
    return _of_sample(factors, sample, f"Sobol' sequence of {n}, seed {seed}")


def _of_sample(factors: Sequence[Factor], sample: Any, name: str) -> Design:
    points = tuple(tuple(f.at(u) for f, u in zip(factors, row, strict=True)) for row in sample.tolist())
    return Design(tuple(factors), points, name)


def _check(factors: Sequence[Factor]) -> None:
    paths = [factor.path for factor in factors]
    if not paths or len(set(paths)) < len(paths):
        raise ValueError(f"a design needs factors of different paths, got {paths}")


def _levels(text: str) -> tuple[Any, ...]:
    """Returns the levels of `a,b,c`; a unit behind the last of several numbers is that of all."""
    *first, last = files.load_value(f"[{text}]")
    behind = MEASURED.fullmatch(str(last))
    if behind and all(map(_is_number, first)):
        return tuple(f"{each} {behind[2]}" for each in (*first, behind[1]))
    return (*first, last)
