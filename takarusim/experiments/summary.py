"""What a run's tables come to: the frames that figures show and the facts that sentences tell.

Every number here is a mean with its interval, a quantile over orders, or a sum; faces show them and add nothing.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from takarusim.registers import causes
from takarusim.statistics.estimates import Estimate, mean_interval, replications_to_tell, simultaneous, welch

if TYPE_CHECKING:
    from takarusim.scenario.scenario import Target

__all__ = [
    "DAY",
    "WAITS",
    "Band",
    "Hold",
    "Verdict",
    "band",
    "days",
    "flow",
    "gains",
    "holds",
    "lead_time",
    "ledger",
    "longest_queue",
    "more_replications",
    "otif",
    "smoothed",
    "told_apart",
    "utilisation",
    "verdict",
]

Verdict = Literal["met", "not_met", "cannot_tell", "undefined"]
Values = Sequence[float] | NDArray[np.float64]  # by replication
Band = Literal["target", "range", "both"]
DAY = 86_400_000  # ms
MOST = 10_000  # replications that a reader may be told of
WAITS = tuple(state.name for state in causes.STATES.values() if state.is_wait)
LIFE = causes.life()


def verdict(estimate: Estimate, target: "Target") -> Verdict:
    """Returns whether a KPI's mean lies where it should, as far as its interval tells."""
    low = -math.inf if target.low is None else target.low
    high = math.inf if target.high is None else target.high
    if not math.isfinite(estimate.mean):
        return "undefined"
    first, last = (estimate.low, estimate.high) if math.isfinite(estimate.low) else (estimate.mean, estimate.mean)
    if low <= first and last <= high:
        return "met"
    return "not_met" if last < low or high < first else "cannot_tell"


def band(required: Iterable[bool]) -> Band:
    """Returns what KPIs are held against: targets where all are required, plausible ranges where none is."""
    kinds = set(required)
    return "both" if len(kinds) > 1 else "target" if True in kinds else "range"


def flow(orders: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp, replications: int) -> tuple[pd.DataFrame, str]:
    """Counts orders placed and delivered in each whole month, or week where there are fewer than six months.

    Parameters
    ----------
    orders : columns replication, placed, delivered (datetime64)
    first, last : the span that counts, [first, last)
    replications : int

    Returns
    -------
    frame : columns start, series, mean, low, high, in orders a period
    period : {"month", "week"}
    """
    months = pd.date_range(first, last, freq="MS")
    period, edges = ("month", months) if len(months) > 6 else ("week", pd.date_range(first, last, freq="7D"))
    rows = []
    for name in ("placed", "delivered"):
        counts = np.zeros((replications, len(edges) - 1))
        for number, moments in orders.groupby("replication")[name]:
            places = np.searchsorted(_ms(edges), _ms(moments.dropna()), "right")  # 0: before, the last: behind
            counts[int(str(number))] = np.bincount(places, minlength=len(edges) + 1)[1:-1]
        for start, column in zip(edges, counts.T, strict=False):
            one = mean_interval(column, unit="order").within(0, math.inf)
            rows.append((start, name, one.mean, one.low, one.high))
    return pd.DataFrame(rows, columns=["start", "series", "mean", "low", "high"]), period


def _ms(moments: pd.DatetimeIndex | pd.Series) -> np.ndarray:
    return moments.to_numpy().astype("M8[ms]").astype(np.int64)


def smoothed(course: pd.DataFrame) -> pd.DataFrame:
    """Adds to the series of a long run their moving averages, over a tenth of it, as column `moving`; NaN at the end.

    Parameters
    ----------
    course : columns series, period, mean, as `warmup.course` returns it
    """
    rows = []
    for _, one in course.groupby("series", sort=False):
        half_width = min(max(1, len(one) // 20), (len(one) - 1) // 2)
        rows.append(one.assign(moving=np.append(welch(one["mean"], half_width), [math.nan] * half_width)))
    return pd.concat(rows, ignore_index=True) if rows else course


def utilisation(estimates: Mapping[str, Estimate], units: Mapping[str, int]) -> pd.DataFrame:
    """Returns how each workshop type spends the open hours of its let units, from the means of KPIs.

    Returns
    -------
    columns workshop, units, processing, setup, down, idle (shares), low, high (interval of utilisation)
    """
    rows = []
    for name, count in units.items():
        busy, setup, down = (
            estimates[f"{kpi}[workshop={name}]"] for kpi in ("utilisation", "setup_share", "down_share")
        )
        if math.isfinite(busy.mean):
            parts = (busy.mean - setup.mean, setup.mean, down.mean, max(0.0, 1 - busy.mean - down.mean))
            rows.append((name, count, *parts, busy.low, busy.high))
    return pd.DataFrame(rows, columns=["workshop", "units", "processing", "setup", "down", "idle", "low", "high"])


def lead_time(orders: pd.DataFrame) -> pd.DataFrame:
    """Returns the spread of delivered orders' lead times by partner, and the window of their contracts, in days.

    Parameters
    ----------
    orders : columns partner, placed, delivered, earliest, latest (datetime64)

    Returns
    -------
    columns partner, q05, q25, q50, q75, q95, early, late; the partner with the shortest median first
    """
    days = pd.DataFrame({"partner": orders["partner"]})
    for name, moment in (("lead", "delivered"), ("early", "earliest"), ("late", "latest")):
        days[name] = (orders[moment] - orders["placed"]).dt.total_seconds() / 86_400
    rows = []
    for partner, one in days.groupby("partner"):
        leads = one["lead"].dropna().to_numpy()
        if len(leads):
            levels = np.quantile(leads, [0.05, 0.25, 0.5, 0.75, 0.95], method="median_unbiased")
            rows.append((partner, *levels, one["early"].median(), one["late"].median()))
    columns = ["partner", "q05", "q25", "q50", "q75", "q95", "early", "late"]
    return pd.DataFrame(rows, columns=columns).sort_values("q50", kind="stable", ignore_index=True)


def otif(estimates: Mapping[str, Estimate], targets: "Mapping[str, Target]", kinds: Mapping[str, str]) -> pd.DataFrame:
    """Returns on time in full by partner with its own target or range, or that of its kind, the best first.

    Parameters
    ----------
    estimates : {KPI: Estimate}
    targets : {KPI: Target}
    kinds : {partner: kind}

    Returns
    -------
    columns partner, mean, low, high, target_low, target_high (NaN where there is none), required
    """
    rows = []
    for partner, kind in kinds.items():
        one = estimates[f"otif[partner={partner}]"]
        if math.isfinite(one.mean):
            target = targets.get(f"otif[partner={partner}]") or targets.get(f"otif[kind={kind}]")
            low, high = (target.low, target.high) if target else (None, None)
            rows.append((partner, one.mean, one.low, one.high, low, high, bool(target and target.required)))
    columns = ["partner", "mean", "low", "high", "target_low", "target_high", "required"]
    frame = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[1:-1], float))
    return frame.sort_values("mean", ascending=False, kind="stable", ignore_index=True)


def ledger(charges: pd.DataFrame, orders: pd.DataFrame, group: str = "partner", most: int = 12) -> pd.DataFrame:
    """Returns where late orders spent their time, a mean late order of each group, small causes as one.

    Parameters
    ----------
    charges : columns replication, partner, kind, late, state, cause, ms
    orders : columns partner, kind, late
    group : {"partner", "kind"}
    most : int
        Causes told apart, the largest ones of at least one percent.

    Returns
    -------
    columns group, cause, days, late (share of the group's orders); the groups with the longest first, causes in the
    order of an order's life; closed hours by the state in which they fall, as `closed queue`
    """
    late = orders.groupby(group)["late"].agg(["sum", "mean"])
    late = late[late["sum"] > 0]
    of_late = charges[charges["late"] & charges[group].isin(late.index)]
    cause = of_late["cause"].where(of_late["cause"] != "closed", "closed " + of_late["state"])
    table = of_late.assign(cause=cause).pivot_table(
        index=group, columns="cause", values="ms", aggfunc="sum", fill_value=0
    )
    table = table.div(DAY * late["sum"], axis=0).reindex(late.index, fill_value=0.0)
    shown = told_apart(table, most)
    shown = shown.loc[shown.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    frame = shown.rename_axis(index="group").reset_index().melt("group", var_name="cause", value_name="days")
    return frame.assign(late=frame["group"].map(late["mean"]))


def told_apart(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """Returns a table's largest causes in the order of an order's life, and the small ones as one."""
    total = table.sum()
    kept = set(total[total >= 0.01 * total.sum()].nlargest(most).index)
    if "closed queue" in kept:  # no pale colour without its own
        kept |= {name for name in total.index if name.startswith("workshop ")}
    shown = sorted(kept, key=_place)
    rest = table.drop(columns=shown).sum(axis=1)
    return table[shown].assign(**({"other": rest} if len(total) > len(shown) else {}))


def _place(cause: str) -> tuple[int, str]:
    return LIFE.index("workshop" if cause.startswith("workshop ") else cause), cause


class Hold(NamedTuple):
    """What late orders wait for in a state: nights and holidays included, as the calendar on the wall counts."""

    state: str  # of the ledger
    days: Estimate  # a late order
    values: list[float]  # the same, by replication
    workshop: str = ""  # of the state `queue`: the type that is waited for longest

    @property
    def is_wait(self) -> bool:
        """Whether the order waits: nobody works on it, and it does not travel."""
        return self.state in WAITS


def holds(charges: pd.DataFrame, orders: pd.DataFrame) -> list[Hold]:
    """Returns the states of late orders with the days a late order spends in each, the longest wait first, work last.

    Parameters
    ----------
    charges : columns replication, late, state, cause, ms
    orders : columns replication, late; of an account, orders (how many)
    """
    each = orders[orders["late"]].groupby("replication")
    late = each["orders"].sum() if "orders" in orders else each.size()
    of_late = charges[charges["late"] & charges["replication"].isin(late.index)]
    if of_late.empty:
        return []
    table = of_late.pivot_table(index="replication", columns="state", values="ms", aggfunc="sum", fill_value=0)
    table = table.reindex(late.index, fill_value=0).div(DAY * late, axis=0)
    longest = longest_queue(of_late)
    found = [
        Hold(str(state), days(column), column.to_list(), longest if state == "queue" else "")
        for state, column in table.items()
    ]
    return sorted(found, key=lambda hold: (hold.state not in WAITS, -hold.days.mean))


def days(spent: "Sequence[float] | pd.Series") -> Estimate:
    """Returns the mean of days spent, by replication; an interval never holds less than none."""
    return mean_interval(spent, unit="day").within(0, math.inf)


def longest_queue(charges: pd.DataFrame) -> str:
    """Returns the workshop type that is waited for longest, "" where none is."""
    queues = charges[charges["cause"].str.startswith("workshop ")].groupby("cause")["ms"].sum()
    return str(queues.idxmax()).partition(" ")[2] if len(queues) else ""


def gains(base: Values, lifted: Mapping[str, Values], seed: int) -> dict[str, Estimate]:
    """Returns what each constraint's lifting adds to a KPI: paired, and all intervals hold together at 95 percent."""
    if not lifted:
        return {}
    differences = np.array(list(lifted.values())) - np.asarray(base)
    joint = simultaneous(differences, unit="share", seed=seed)
    return dict(zip(lifted, (one.within(-1, 1) for one in joint), strict=True))


def more_replications(a: Hold, b: Hold) -> int | None:
    """Returns how many more replications would tell two waits apart; 0: these do; None: no number within reach."""
    differences = np.asarray(a.values) - np.asarray(b.values)
    if len(differences) < 2:
        return None
    one = mean_interval(differences)
    if not one.low <= 0 <= one.high:
        return 0
    needed = replications_to_tell(differences)
    return needed - len(differences) if needed is not None and needed <= MOST else None
