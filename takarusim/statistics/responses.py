"""What an experiment found: one value for each design point, replication and KPI, and the estimates from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from takarusim.registers.kpis import about
from takarusim.statistics.estimates import Estimate, mean_interval
from takarusim.statistics.shares import share_mean

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Responses", "estimate", "shift"]


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
    """All values of an experiment, paired on the replications; equal by value."""

    points: tuple[str, ...]  # labels of the design points
    replications: tuple[int, ...]  # their numbers
    kpis: tuple[str, ...]  # names, with groups
    values: NDArray[np.float64]  # (points, replications, kpis) in the KPI's unit; NaN: undefined, or not run
    provenance: Mapping[str, str | int] = field(default_factory=dict)  # what the values can be made again from
    problem: str = ""  # why there are no values: "no steady state: ..."

    def __eq__(self, other: object) -> bool:
        """Returns whether labels, values (undefined equals undefined) and provenance are the same."""
        if not isinstance(other, Responses):
            return NotImplemented
        mine, theirs = ((r.points, r.replications, r.kpis, r.problem, dict(r.provenance)) for r in (self, other))
        return mine == theirs and np.array_equal(self.values, other.values, equal_nan=True)

    __hash__ = None  # type: ignore[assignment]

    def of(self, kpi: str, point: str | None = None) -> NDArray[np.float64]:
        """Returns the values of a KPI at a point, (replications,); the point may be left out when there is only one.

        Raises
        ------
        ValueError
            If there is no such KPI or point, or the point is left out and there are several.
        """
        if kpi not in self.kpis:
            raise ValueError(f"kpi: no such KPI, got {kpi!r}; one of `kpis`")
        values: NDArray[np.float64] = self.values[self._place(point), :, self.kpis.index(kpi)]
        return values

    def _place(self, point: str | None) -> int:
        if point is None and len(self.points) == 1:
            return 0
        if point not in self.points:
            raise ValueError(f"point: no such point, got {point!r}; one of {', '.join(self.points)}")
        return self.points.index(point)

    def estimates(self, confidence: float = 0.95, point: str | None = None) -> dict[str, Estimate]:
        """Returns the mean of each KPI at a point over the replications, with its interval.

        Raises
        ------
        ValueError
            As in `of`.
        """
        values = self.values[self._place(point)]
        return {name: estimate(name, values[:, k], confidence) for k, name in enumerate(self.kpis)}

    def to_frame(self) -> "pd.DataFrame":
        """Returns a tidy frame: columns point, replication, kpi, unit, value; one row a value."""
        import pandas as pd

        shape = self.values.shape
        point, replication, kpi = (np.broadcast_to(grid, shape).ravel() for grid in np.ogrid[tuple(map(slice, shape))])
        units = np.array([about(name).unit for name in self.kpis], object)
        return pd.DataFrame(
            {
                "point": np.array(self.points, object)[point],
                "replication": np.array(self.replications)[replication],
                "kpi": np.array(self.kpis, object)[kpi],
                "unit": units[kpi],
                "value": self.values.ravel(),
            }
        )

    def undefined(self) -> dict[str, str]:
        """Returns why each KPI that is undefined in some replication is so, by its name."""
        some: NDArray[np.bool_] = np.asarray(np.isnan(self.values).any(axis=(0, 1)))
        names = [name for name, is_nan in zip(self.kpis, some, strict=True) if is_nan]
        return {name: self.problem or about(name).undefined for name in names}
