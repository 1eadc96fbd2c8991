"""Who gains by a scenario and who loses: partners, SMEs, their workers and the regency, each by what matters to it.

SMEs are those of both scenarios: newcomers move no mean. Reading order: COLUMNS, Stake, stakes.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from takarusim.experiments.difference import COLUMNS as OF_DIFFERENCES
from takarusim.experiments.difference import Difference, row
from takarusim.lowering import estate
from takarusim.registers.kpis import Name, about
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import estimates
from takarusim.statistics.estimates import mean_interval, simultaneous

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "PARTIES", "Column", "Compared", "Stake", "frame", "stakes"]

Floats = NDArray[np.float64]


class Column(NamedTuple):
    """What matters to a party; the intervals of all its members hold at once."""

    party: str
    kpi: str
    better: str  # for the party: "higher", "lower" or ""


COLUMNS = (
    Column("partners", "served", "higher"),
    Column("partners", "delivered_ppm", "lower"),
    Column("partners", "landed_cost", ""),  # penalties lower it: a late partner is not better off
    Column("smes", "surplus", "higher"),
    Column("smes", "margin", "higher"),
    Column("smes", "jobs_fte", ""),
    Column("each", "surplus", "higher"),
    Column("workers", "jobs_fte", "higher"),
    Column("workers", "wage_bill", "higher"),
    Column("workers", "overtime_hours", ""),
    Column("regency", "rent", "higher"),
    Column("regency", "public_cost", "lower"),
)
PARTIES = tuple(dict.fromkeys(column.party for column in COLUMNS))  # each: the firms one by one
LOSERS_FIRST = ("worse", "better", "lower", "higher", "unclear", "new", "gone", "same")


class Stake(NamedTuple):
    """What a scenario does to one member of a party."""

    party: str
    difference: Difference  # its KPI names the member: surplus[size=micro], of all its firms the mean

    @property
    def relative(self) -> float:
        """The difference as a share of what it was in the base; NaN where that was nothing."""
        base = abs(self.difference.base.mean)
        return self.difference.difference.mean / base if base > 0 else float("nan")


class Compared(Protocol):
    """What is asked of a comparison."""

    @property
    def scenarios(self) -> Mapping[str, Scenario]:
        """By label, the base first."""

    @property
    def kpis(self) -> Sequence[str]:
        """All that any scenario has."""

    @property
    def values(self) -> Floats:
        """All values, (scenarios, replications, kpis)."""

    @property
    def confidence(self) -> float:
        """That of all intervals."""

    @property
    def seed(self) -> int:
        """Of all random numbers."""


class _Pair(NamedTuple):
    """A member's values in the base and in the other scenario, (replications,) each."""

    name: str
    base: Floats
    other: Floats
    only_in: Literal["", "base", "other"] = ""


def stakes(compared: Compared, label: str) -> tuple[Stake, ...]:
    """Returns who loses and who gains by a scenario, column by column, losers first; who has no value is left out."""
    told = []
    for column in COLUMNS:
        mine = [Stake(column.party, one) for one in _differences(compared, label, column) if one.verdict != "undefined"]
        told += sorted(mine, key=lambda one: (LOSERS_FIRST.index(one.difference.verdict), -abs(_size(one))))
    return tuple(told)


def _size(stake: Stake) -> float:
    return float(np.nan_to_num(stake.difference.difference.mean))


def _differences(compared: Compared, label: str, column: Column) -> Iterator[Difference]:
    """Yields the difference of each member of a party in a KPI, with intervals that hold for all at once."""
    unit, pairs = about(column.kpi).unit, list(_pairs(compared, label, column))
    rows = [pair.other - pair.base for pair in pairs]
    known = [row for row in rows if np.isfinite(row).any()]
    joint = iter(simultaneous(known, confidence=compared.confidence, seed=compared.seed) if known else [])
    for pair, row_ in zip(pairs, rows, strict=True):
        shift = next(joint) if np.isfinite(row_).any() else mean_interval(row_, confidence=compared.confidence)
        base, other = (
            mean_interval(each, confidence=compared.confidence, unit=unit) for each in (pair.base, pair.other)
        )
        told = (pair.name, unit, column.better, base, other, shift)
        gain = estimates.variance_ratio(pair.base, pair.other)
        yield Difference(*told, is_adjusted=True, gain=gain, needed=None, only_in=pair.only_in)


def _pairs(compared: Compared, label: str, column: Column) -> Iterator[_Pair]:
    """Yields the values of the members of a party in a KPI."""
    base, other = (
        _Values(compared, compared.scenarios[each], each) for each in (next(iter(compared.scenarios)), label)
    )
    match column.party:
        case "partners" | "each":
            group = "partner" if column.party == "partners" else "sme"
            members = [base.members(group), other.members(group)]
            for member in sorted(members[0] | members[1]):
                name = str(Name(column.kpi, group, member))
                yield _Pair(name, base.of(name), other.of(name), _only(member, *members))
        case "smes":
            for (group, member), firms in _classes(base, other).items():
                name = str(Name(column.kpi, group, member))
                yield _Pair(name, base.mean(column.kpi, firms), other.mean(column.kpi, firms))
        case _:
            for name in (column.kpi, *_by_size(base, column)):
                yield _Pair(name, base.of(name), other.of(name))


def _only(member: str, first: set[str], second: set[str]) -> Literal["", "base", "other"]:
    return "" if member in first & second else "base" if member in first else "other"


def _by_size(base: "_Values", column: Column) -> list[str]:
    sizes = base.members("size") if column.party == "workers" else set()
    return [str(Name(column.kpi, "size", size)) for size in sorted(sizes)]


def _classes(base: "_Values", other: "_Values") -> dict[tuple[str, str], list[str]]:
    """Returns the firms of both scenarios by size and by channel, and so by membership of a cooperative."""
    classes: dict[tuple[str, str], list[str]] = {}
    common = base.members("sme") & other.members("sme")
    for firm in estate.firms(base.scenario):
        known = base.channels if firm.sme.channels is None else firm.sme.channels
        for key in (("size", firm.sme.size), *(("channel", channel) for channel in known)):
            if firm.id in common and key[1]:
                classes.setdefault(key, []).append(firm.id)
    return dict(sorted(classes.items(), key=lambda each: (each[0][0] != "size", each[0])))


class _Values:
    """The values of one scenario of a comparison."""

    def __init__(self, compared: Compared, scenario: Scenario, label: str) -> None:
        self.scenario = scenario
        place = list(compared.scenarios).index(label)
        self._columns: Mapping[str, Floats] = dict(zip(compared.kpis, compared.values[place].T, strict=True))
        self._nothing = np.full(compared.values.shape[1], np.nan)
        self.channels = sorted({partner.channel for partner in scenario.partners.values() if partner.channel})

    def members(self, group: str) -> set[str]:
        """Returns the members of a group that the scenario has."""
        if group == "sme":
            return {firm.id for firm in estate.firms(self.scenario)}
        if group == "size":
            return {sme.size for sme in self.scenario.smes.values() if sme.size}
        return set(self.scenario.partners)

    def of(self, name: str) -> Floats:
        """Returns the values of a KPI; where nothing states its cost, that the public has none."""
        values = self._columns.get(name, self._nothing)
        return np.nan_to_num(values) if name == "public_cost" else values

    def mean(self, kpi: str, firms: list[str]) -> Floats:
        """Returns a KPI of some firms together: the mean of a firm's, or of a margin the ratio of sums."""
        if kpi == "margin":
            return self.mean("surplus", firms) / self.mean("revenue", firms)
        return np.asarray(np.mean([self.of(str(Name(kpi, "sme", firm))) for firm in firms], axis=0))


def frame(by_label: Mapping[str, Sequence[Stake]]) -> "pd.DataFrame":
    """Returns the stakes of scenarios as a table: a column party, then those of `Comparison.to_frame`."""
    import pandas as pd

    rows = [(one.party, *row(label, one.difference)) for label, of in by_label.items() for one in of]
    return pd.DataFrame(rows, columns=("party", *OF_DIFFERENCES)).astype({"replications_needed": "Int64"})
