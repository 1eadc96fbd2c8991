"""What another scenario does to a KPI of the base, and what its interval bears."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeVar

from takarusim.quantities.units import nearest
from takarusim.statistics.estimates import Estimate

__all__ = ["COLUMNS", "Difference", "Differences", "Known", "Verdict", "row"]

T = TypeVar("T")

Verdict = Literal[
    "better", "worse", "higher", "lower", "same", "unclear", "new", "gone", "undefined"
]  # higher, lower: neither is better; new, gone: of a member that only one of the scenarios has
COLUMNS = (  # of the differences as a frame
    *("kpi", "scenario", "base", "other", "difference", "low", "high", "confidence", "n", "method", "unit", "better"),
    *("adjusted", "verdict", "replications_needed", "variance_ratio"),
)


class Difference(NamedTuple):
    """What another scenario does to a KPI of the base."""

    kpi: str
    unit: str
    better: str  # "higher", "lower" or ""
    base: Estimate
    other: Estimate
    difference: Estimate  # other - base, paired
    is_adjusted: bool  # whether the interval is simultaneous over the scenarios compared
    gain: float  # of common random numbers: variance ratio of independent to paired differences; NaN: no variance
    needed: int | None  # replications after which an interval would leave 0, if the mean stays; None: never
    only_in: Literal["", "base", "other"] = ""  # which of the scenarios has the member that the KPI is of; "": both

    @property
    def verdict(self) -> Verdict:
        """What the interval bears: never a ranking that it cannot tell apart."""
        low, high = self.difference.low, self.difference.high
        if math.isnan(self.difference.mean):
            alone = {"base": self.base, "other": self.other}.get(self.only_in)
            is_told = alone is not None and not math.isnan(alone.mean)
            return ("new" if self.only_in == "other" else "gone") if is_told else "undefined"
        if self.difference.mean == low == high == 0:
            return "same"
        if not (low > 0 or high < 0):  # an interval of one replication is NaN: it tells nothing
            return "unclear"
        if not self.better:
            return "higher" if low > 0 else "lower"
        return "better" if (low > 0) == (self.better == "higher") else "worse"


class Known(dict[str, T]):
    """What is known by name; a name that is none is told with the nearest."""

    def __init__(self, what: str, of: Mapping[str, T] | None = None) -> None:
        super().__init__(of or {})
        self.what = what

    def __missing__(self, name: object) -> T:
        """Raises a KeyError that says what would be right."""
        raise _unknown(self.what, name, self)


class Differences(Mapping[str, Difference]):
    """The difference of each KPI, found when it is first asked for: there are thousands, of which a reader sees few."""

    def __init__(self, kpis: Sequence[str], find: Callable[[int], Difference]) -> None:
        self._places = {kpi: k for k, kpi in enumerate(kpis)}
        self._find, self._found = find, dict[str, Difference]()

    def __getitem__(self, kpi: str) -> Difference:
        """Returns the difference of a KPI; a KeyError says what would be right."""
        if kpi not in self._places:
            raise _unknown("KPI", kpi, self)
        if kpi not in self._found:
            self._found[kpi] = self._find(self._places[kpi])
        return self._found[kpi]

    def __iter__(self) -> Iterator[str]:
        """Yields the KPIs."""
        return iter(self._places)

    def __len__(self) -> int:
        """Returns how many KPIs there are."""
        return len(self._places)


def _unknown(what: str, name: object, known: Iterable[str]) -> KeyError:
    return KeyError(f"no such {what} in this comparison, got {name!r}; {nearest(name, list(known))}")


def row(label: str, of: Difference) -> tuple[Any, ...]:
    """Returns a difference of a scenario as a row of a frame with COLUMNS."""
    mean = of.difference
    interval = (mean.mean, mean.low, mean.high, mean.confidence, mean.n, mean.method)
    told = (of.unit, of.better, of.is_adjusted, of.verdict, of.needed, of.gain)
    return (of.kpi, label, of.base.mean, of.other.mean, *interval, *told)
