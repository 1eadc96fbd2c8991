"""What an experiment found: one value for each point, replication and KPI, and the estimates from them.

A run has one point, a comparison one for each scenario, a sweep one for each point of its design, headroom one for each
level that was tried. What they are asked (differences, effects, margins) are reductions over these values.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from takarusim.registers.kpis import about, beside
from takarusim.statistics.estimates import Estimate, mean_interval
from takarusim.statistics.shares import share_mean

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Label", "Responses", "estimate", "shift"]

Label = str | int | float  # of a point


def estimate(
    kpi: str, values: Sequence[float] | NDArray[np.float64], confidence: float = 0.95, looks: float = 1.0
) -> Estimate:
    """Returns the mean of a KPI over the replications that define it, with its unit and an interval within its limits.

    The interval of a share of orders is never empty: equal values are worth so many looks, and no more.

    Parameters
    ----------
    kpi : str
        Its name, with or without a group.
    values : (r,) in the KPI's unit, NaN where undefined
    confidence : float
    looks : float
        At a share, that a replication is worth where its spread cannot be seen: months, or orders where there are
        fewer.
    """
    known = about(kpi)
    if known.is_of_orders:
        return share_mean(values, looks=looks, confidence=confidence)
    return mean_interval(values, confidence=confidence, unit=known.unit).within(*known.limits)


def shift(kpi: str, difference: Estimate) -> Estimate:
    """Returns the difference of a KPI between two scenarios with an interval within the KPI's limits."""
    least, most = about(kpi).limits
    return difference.within(least - most, most - least)


@dataclass(frozen=True, eq=False)
class Responses:
    """All values of an experiment, paired on the replications; equal by value.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> responses = tk.replicate(scenario, 2, seed=1)
    >>> list(responses.to_frame())
    ['point', 'replication', 'kpi', 'unit', 'value']
    """

    points: tuple[Label, ...]  # what tells them apart: a scenario, a number, a level
    replications: tuple[int, ...]  # their numbers
    kpis: tuple[str, ...]  # names, with groups
    values: NDArray[np.float64]  # (points, replications, kpis) in the KPI's unit; NaN: undefined, or not run
    provenance: Mapping[str, str | int] = field(default_factory=dict)  # what the values can be made again from
    problems: Mapping[Any, str] = field(default_factory=dict)  # {point: why it has no values}: "no steady state: ..."
    axis: str = "point"  # what a point is, as the column of a frame is called
    labels: Mapping[str, Sequence[Any]] = field(default_factory=dict)  # further columns, a value for each point
    months: Mapping[Any, float] = field(default_factory=dict)  # {point: how long the span that counts is}, if known

    def __eq__(self, other: object) -> bool:
        """Returns whether labels, values (undefined equals undefined) and provenance are the same."""
        if not isinstance(other, Responses):
            return NotImplemented
        mine, theirs = ((r.points, r.replications, r.kpis, {**r.problems}, {**r.provenance}) for r in (self, other))
        return mine == theirs and np.array_equal(self.values, other.values, equal_nan=True)

    __hash__ = None  # type: ignore[assignment]

    @property
    def problem(self) -> str:
        """Why there are no values, of the first point that has none; "" where all have some."""
        return next(iter(self.problems.values()), "")

    def of(self, kpi: str, point: Label | None = None) -> NDArray[np.float64]:
        """Returns the values of a KPI at a point, (replications,); the point may be left out when there is only one.

        Raises
        ------
        ValueError
            If there is no such KPI or point, or the point is left out and there are several.
        """
        values: NDArray[np.float64] = self.column(kpi)[self._place(point)]
        return values

    def column(self, kpi: str) -> NDArray[np.float64]:
        """Returns the values of a KPI at all points, (points, replications).

        Raises
        ------
        ValueError
            If there is no such KPI.
        """
        if kpi not in self.kpis:
            raise ValueError(f"kpi: no such KPI, got {kpi!r}; one of `kpis`")
        values: NDArray[np.float64] = self.values[:, :, self.kpis.index(kpi)]
        return values

    def at(self, point: Label) -> "Responses":
        """Returns the responses of one point.

        Raises
        ------
        ValueError
            If there is no such point.
        """
        place = self._place(point)
        problems = {point: self.problems[point]} if point in self.problems else {}
        labels = {name: [column[place]] for name, column in self.labels.items()}
        return replace(self, points=(point,), values=self.values[[place]], problems=problems, labels=labels)

    def _place(self, point: Label | None) -> int:
        if point is None and len(self.points) == 1:
            return 0
        if point not in self.points:
            raise ValueError(f"point: no such point, got {point!r}; one of {', '.join(map(str, self.points))}")
        return self.points.index(point)

    def estimates(self, confidence: float = 0.95, point: Label | None = None) -> dict[str, Estimate]:
        """Returns the mean of each KPI at a point over the replications, with its interval.

        Raises
        ------
        ValueError
            As in `of`.
        """
        point = self.points[self._place(point)]
        return {name: self.estimate(name, point, confidence) for name in self.kpis}

    def estimate(self, kpi: str, point: Label | None = None, confidence: float = 0.95) -> Estimate:
        """Returns the mean of a KPI at a point over the replications, with its interval.

        Raises
        ------
        ValueError
            As in `of`.
        """
        return estimate(kpi, self.of(kpi, point), confidence, self.looks(kpi, point))

    def looks(self, kpi: str, point: Label | None = None) -> float:
        """Returns how many looks at a share of orders a replication is worth at a point: months, or orders if fewer.

        In a month an estate forgets much of the last one; where the span that counts is not known, it is one look.
        """
        if not about(kpi).is_of_orders:
            return 1.0
        months = self.months.get(self.points[self._place(point)], 1.0)
        delivered = beside(kpi, "orders_delivered")
        known = self.of(delivered, point) if delivered in self.kpis else np.empty(0)
        known = known[np.isfinite(known)]
        return max(1.0, min(months, months * float(known.mean()) if len(known) else months))

    def to_frame(self) -> "pd.DataFrame":
        """Returns a tidy frame, a row a value: columns point (or `axis`), its labels, replication, kpi, unit, value."""
        import pandas as pd

        points, replications, kpis = self.values.shape
        of_point, of_replication = replications * kpis, np.repeat(np.array(self.replications), kpis)
        return pd.DataFrame(
            {
                self.axis: np.repeat(_column(self.points), of_point),
                **{name: np.repeat(_column(column), of_point) for name, column in self.labels.items()},
                "replication": np.tile(of_replication, points),
                "kpi": np.tile(np.array(self.kpis, object), points * replications),
                "unit": np.tile(np.array([about(name).unit for name in self.kpis], object), points * replications),
                "value": self.values.ravel(),
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """Returns the same as one object that JSON can say, undefined values as None.

        Returns
        -------
        dict
            axis, points, labels, replications, provenance, problems (by the text of a point), and kpis: by name the
            unit and the values, a list of replications for each point
        """
        return {
            "axis": self.axis,
            "points": list(self.points),
            "labels": {name: list(column) for name, column in self.labels.items()},
            "replications": list(self.replications),
            "provenance": dict(self.provenance),
            "problems": {str(point): problem for point, problem in self.problems.items()},
            "kpis": {name: {"unit": about(name).unit, "values": _finite(self.column(name))} for name in self.kpis},
        }

    def undefined(self) -> dict[str, str]:
        """Returns why each KPI that is undefined in some replication is so, by its name."""
        some: NDArray[np.bool_] = np.asarray(np.isnan(self.values).any(axis=(0, 1)))
        names = [name for name, is_nan in zip(self.kpis, some, strict=True) if is_nan]
        return {name: self.problem or about(name).undefined for name in names}


def _column(values: Sequence[Any]) -> NDArray[Any]:
    """Returns labels as a column: numbers as numbers, text as objects."""
    column = np.array(values)
    return np.array(values, object) if column.dtype.kind == "U" else column


def _finite(values: NDArray[np.float64]) -> list[list[float | None]]:
    return [[value if math.isfinite(value) else None for value in row] for row in values.tolist()]
