"""What the factors of a sweep do to a KPI: its means at their levels, the range between them, surfaces over two.

A level's mean is taken over the levels of all other factors, so the design must hold every combination. Combinations
of the others at which the KPI is undefined for some level (a failed point, say) are left out for all levels, so that
levels stay comparable. Reading order: effects, Effect, surface.
"""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError
from takarusim.experiments.design import text_of
from takarusim.experiments.ensemble import EDGES
from takarusim.experiments.sweep import Sweep
from takarusim.quantities.units import nearest, plain
from takarusim.registers.kpis import about
from takarusim.statistics import estimates, responses
from takarusim.statistics.estimates import Estimate

__all__ = ["Effect", "Effects", "Surface", "effects", "surface"]

Floats = NDArray[np.float64]


class Effect(NamedTuple):
    """What one factor does, averaged over the others."""

    path: str
    levels: tuple[Any, ...]  # from the lowest on where they have an order, else as in the design
    means: tuple[float, ...]  # of the KPI at each, in its unit; NaN: no combination defined at all levels
    ends: tuple[int, int]  # the lowest and the highest level; without an order, those of the lowest and highest mean
    is_ordered: bool
    difference: Estimate  # of the KPI between the ends, the second less the first; paired, simultaneous over all ranges
    over: tuple[tuple[float, ...], ...] = ()  # 5, 50 and 95 percent over worlds at each level; (): no worlds

    @property
    def is_told(self) -> bool:
        """Whether the interval tells the difference from none."""
        return self.difference.low > 0 or self.difference.high < 0


class Effects(NamedTuple):
    """What each factor does to a KPI."""

    overall: float  # the mean over all points
    of: tuple[Effect, ...]  # in the order of the design
    missing: int  # points at which the KPI is undefined


class Surface(NamedTuple):
    """The mean of a KPI over two factors, averaged over the others."""

    paths: tuple[str, str]  # across, upwards
    across: tuple[Any, ...]
    upwards: tuple[Any, ...]
    means: Floats  # (upwards, across) in the KPI's unit


class _Axis(NamedTuple):
    """The levels of a factor, as they are compared."""

    levels: tuple[Any, ...]
    is_ordered: bool


def effects(sweep: Sweep, kpi: str, confidence: float = 0.95) -> Effects:
    """Returns what each factor of a grid does to a KPI.

    Parameters
    ----------
    sweep : Sweep
    kpi : str
    confidence : float
        That all ranges' intervals hold at once.

    Raises
    ------
    ExperimentError
        If the sweep has no such KPI or no value of it, or the design is no grid.
    """
    axes, values = _gridded(sweep, kpi, sweep.of(kpi))
    in_worlds = _gridded(sweep, kpi, _worlds(sweep, kpi))[1] if sweep.worlds else None
    means: list[Floats] = []
    orders: list[list[int]] = []
    rows: list[Floats] = []  # paired differences, (replications,)
    over: list[tuple[tuple[float, ...], ...]] = []
    first: list[int] = []  # of each factor's rows
    for k, axis in enumerate(axes):
        levels, replications = _levels(np.moveaxis(values, k, 0))
        order = list(range(len(levels))) if axis.is_ordered else list(np.argsort(levels, kind="stable"))
        pairs = [(order[0], order[-1])]
        if not axis.is_ordered:  # the ends are chosen by what is found: any two may be
            pairs += [(a, b) for a, b in combinations(order, 2) if (a, b) != pairs[0]]
        first.append(len(rows))
        rows += [replications[b] - replications[a] for a, b in pairs]
        means.append(levels)
        over.append(() if in_worlds is None else _over(np.moveaxis(in_worlds, k, 0)))
        orders.append(order)
    unit = about(kpi).unit
    joint = estimates.simultaneous(rows, confidence=confidence, unit=unit, seed=sweep.seed)
    told = [responses.shift(kpi, one) for one in joint]
    points = _mean(values, -1)
    found = tuple(
        Effect(
            *(factor.path, axis.levels, tuple(map(float, of)), (int(order[0]), int(order[-1])), axis.is_ordered),
            *(told[k], spread),
        )
        for factor, axis, of, order, k, spread in zip(
            sweep.design.factors, axes, means, orders, first, over, strict=True
        )
    )
    return Effects(float(_mean(points.ravel(), 0)), found, int(np.isnan(points).sum()))


def surface(sweep: Sweep, kpi: str, paths: Sequence[str] = ()) -> Surface:
    """Returns the mean of a KPI over two factors of a grid: the first two where none are named.

    Raises
    ------
    ExperimentError
        If the sweep has no such KPI or factor or no value of it, the design is no grid, or there are not two factors.
    """
    known = [factor.path for factor in sweep.design.factors]
    if unknown := [path for path in paths if path not in known]:
        raise ExperimentError(f"no such factor, got {unknown[0]!r}; {nearest(unknown[0], known)}")
    chosen = list(dict.fromkeys(paths or known[:2]))
    if len(chosen) != 2:
        raise ExperimentError(f"a surface needs two factors, got {len(chosen)}")
    axes, values = _gridded(sweep, kpi, sweep.of(kpi))
    places = [known.index(path) for path in chosen]
    cells = np.moveaxis(_mean(values, -1), places, (1, 0))
    means = _mean(_whole(cells.reshape(*cells.shape[:2], -1)), -1)
    return Surface((chosen[0], chosen[1]), axes[places[0]].levels, axes[places[1]].levels, means)


def _levels(values: Floats) -> tuple[Floats, Floats]:
    """Returns the means at each level, (levels,), and in each replication, (levels, replications); NaN: undefined."""
    count, replications = len(values), values.shape[-1]
    cells = values.reshape(count, -1, replications)
    points = _mean(cells, -1)
    is_whole = np.isfinite(points).all(axis=0)
    if not is_whole.any():
        return np.full(count, np.nan), np.full((count, replications), np.nan)
    return points[:, is_whole].mean(axis=1), cells[:, is_whole].mean(axis=1)


def _whole(cells: Floats) -> Floats:
    """Returns only the combinations of the others that are defined throughout; all where none is."""
    is_whole = np.isfinite(cells).all(axis=(0, 1))
    return cells[..., is_whole] if is_whole.any() else cells


def _mean(values: Floats, axis: int) -> Any:
    """Returns the means of what is defined along an axis; NaN of nothing."""
    is_defined = np.isfinite(values)
    count = is_defined.sum(axis=axis)
    total = np.where(is_defined, values, 0.0).sum(axis=axis)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _worlds(sweep: Sweep, kpi: str) -> Floats:
    """Returns the mean of a KPI at each point in each world, (points, worlds)."""
    values = sweep.worlds.of(kpi).mean(axis=2).T if sweep.worlds else np.empty((len(sweep.design), 0))
    return np.asarray(values)


def _over(values: Floats) -> tuple[tuple[float, ...], ...]:
    """Returns 5, 50 and 95 percent over worlds of the mean at each level, of values (levels, ..., worlds).

    Worlds are counted that define the KPI at all points.
    """
    levels = values.reshape(len(values), -1, values.shape[-1]).mean(axis=1)
    known = levels[:, np.isfinite(levels).all(axis=0)]
    edges = np.quantile(known, EDGES, axis=1).T if known.size else np.full((len(levels), len(EDGES)), np.nan)
    return tuple(map(tuple, edges.tolist()))


def _gridded(sweep: Sweep, kpi: str, found: Floats) -> tuple[list[_Axis], Floats]:
    """Returns each factor's levels, and values (points, n) over them: (levels of the first factor, ..., n)."""
    if np.isnan(sweep.of(kpi)).all():
        raise ExperimentError(f"{kpi}: undefined at every point of the sweep; another KPI")
    points = [tuple(map(_named, point)) for point in sweep.design.points]
    axes = [_axis(tuple(dict.fromkeys(column))) for column in zip(*points, strict=True)]
    shape = tuple(len(axis.levels) for axis in axes)
    if len(points) != np.prod(shape) or len(set(points)) != len(points):
        raise ExperimentError(
            f"the levels of a factor can be compared only where each meets all levels of the others, got {len(points)} "
            f"points of {np.prod(shape)} combinations; --design grid"
        )
    values = np.full((*shape, found.shape[1]), np.nan)
    for point, row in zip(points, found, strict=True):
        values[tuple(axis.levels.index(level) for axis, level in zip(axes, point, strict=True))] = row
    return axes, values


def _named(level: Any) -> Any:
    """Returns a level as it is shown: a category that is no text by its text."""
    return level if isinstance(level, int | float) and not isinstance(level, bool) else text_of(level)


def _axis(levels: tuple[Any, ...]) -> _Axis:
    """Returns levels from the lowest on where they have an order."""
    places = [_place(level) for level in levels]
    kinds = {kind for kind, _ in places}
    if len(kinds) == 1 and "" not in kinds:
        ranked = sorted(zip(places, levels, strict=True), key=lambda placed: placed[0])
        return _Axis(tuple(level for _, level in ranked), is_ordered=True)
    return _Axis(levels, is_ordered=False)


def _place(level: Any) -> tuple[str, float]:
    """Returns the kind of a level and its place in the order of that kind; "" for a category."""
    if isinstance(level, int | float):
        return "number", float(level)
    for kind in ("duration", "mass", "money", "share"):
        try:
            return kind, plain(level, kind)[0]
        except ValueError:
            continue
    try:
        return "date", float(date.fromisoformat(str(level)).toordinal())
    except ValueError:
        return "", 0.0
