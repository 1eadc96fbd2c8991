"""Where the time of orders went, summed over orders that are alike: what a comparison keeps of each replication.

Reading order: Account, account, days, ledgers, shifts.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from takarusim.experiments import summary
from takarusim.experiments.summary import DAY, WAITS, longest_queue, told_apart
from takarusim.outcome.tables import STATES
from takarusim.statistics.estimates import Estimate, mean_interval

if TYPE_CHECKING:
    from takarusim.outcome.replication import Replication, Window

__all__ = ["Account", "Shift", "account", "days", "joint", "ledgers", "shifts"]


class Account(NamedTuple):
    """Where the time of the orders that count went, those of a partner that are late, or that are not, in one."""

    orders: pd.DataFrame  # columns partner, kind, late, orders (how many)
    charges: pd.DataFrame  # columns partner, kind, late, state, cause, ms


def account(replication: "Replication", window: "Window | None" = None) -> Account:
    """Returns the account of the orders that count in the span that counts, or in another one."""
    orders, rows, names = replication.tables.orders, replication.charges, replication.names
    counts = replication.counted(window)
    late, partners = replication.kept.is_late.astype(int), replication.scenario.partners
    kinds = [partners[name].kind for name in names.streams]
    shape = (len(names.streams), 2, len(STATES), len(replication.causes))
    number, kept = np.zeros(shape[:2], np.int64), counts[rows.order]
    np.add.at(number, (orders.stream[counts], late[counts]), 1)
    ms, of = np.zeros(shape, np.int64), rows.order[kept]
    np.add.at(ms, (orders.stream[of], late[of], rows.state[kept], rows.cause[kept]), rows.ms[kept])

    def owners(partner: np.ndarray, is_late: np.ndarray) -> dict[str, object]:
        named = {"partner": np.array(names.streams, object)[partner], "kind": np.array(kinds, object)[partner]}
        return {**named, "late": is_late.astype(bool)}

    (stream, is_late), (owner, of_late, state, cause) = number.nonzero(), ms.nonzero()
    what = {"state": np.array(STATES, object)[state], "cause": np.array(replication.causes, object)[cause]}
    return Account(
        pd.DataFrame({**owners(stream, is_late), "orders": number[number > 0]}),
        pd.DataFrame({**owners(owner, of_late), **what, "ms": ms[ms > 0]}),
    )


def joint(found: Mapping[str, Sequence[Account]]) -> Account:
    """Returns the accounts of scenarios' replications as one, with columns scenario and replication in front."""
    frames = [
        [part.assign(scenario=label, replication=r) for part in each]
        for label, rows in found.items()
        for r, each in enumerate(rows)
    ]
    whole = [pd.concat(parts, ignore_index=True) for parts in zip(*frames, strict=True)]
    return Account(*(frame[["scenario", "replication", *frame.columns[:-2]]] for frame in whole))


def days(charges: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    """Returns the days that a mean order spends in each state and to each cause, of all orders and of late ones.

    Parameters
    ----------
    charges : columns replication, partner, late, state, cause, ms
    orders : columns replication, partner, late, orders (how many)

    Returns
    -------
    columns partner ("": all), orders ("all", "late"), count (over all replications), state, cause, days, low, high; the
    means and their intervals over the replications that have such orders
    """
    rows: list[tuple[object, ...]] = []
    for partner in ("", *orders["partner"].unique()):
        for which in ("all", "late"):
            mine, number = (
                frame[(frame["late"] | (which == "all")) & ((frame["partner"] == partner) | (partner == ""))]
                for frame in (charges, orders)
            )
            many = number.groupby("replication")["orders"].sum()
            for (state, cause), one in mine.groupby(["state", "cause"], sort=False):
                spent = one.groupby("replication")["ms"].sum().reindex(many.index, fill_value=0) / many / DAY
                mean = summary.days(spent)
                rows.append((partner, which, int(many.sum()), state, cause, mean.mean, mean.low, mean.high))
    columns = ["partner", "orders", "count", "state", "cause", "days", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def ledgers(found: Account, *, late: bool = True, most: int = 12) -> pd.DataFrame:
    """Returns where orders of several scenarios spent their time: the days of a mean order, late ones or all.

    Parameters
    ----------
    found : Account
        Its frames with columns scenario and replication.
    late : bool
        Only of late orders.
    most : int
        Causes told apart, the largest ones of at least one percent; small ones are one.

    Returns
    -------
    columns group (scenario), cause, days (mean over the replications that have such orders; 0 where none has), late
    (share of the scenario's orders); scenarios as they come, causes as in `summary.ledger`
    """
    names = list(found.orders["scenario"].unique())
    orders, charges = (frame[frame["late"] | (not late)] for frame in found)
    cause = charges["cause"].where(charges["cause"] != "closed", "closed " + charges["state"])
    both = ["scenario", "replication"]
    many = orders.groupby(both)["orders"].sum()
    table = charges.assign(cause=cause).pivot_table(
        index=both, columns="cause", values="ms", aggfunc="sum", fill_value=0
    )
    table = table.reindex(many.index, fill_value=0).div(DAY * many, axis=0).groupby("scenario").mean()
    shown = told_apart(table.reindex(names, fill_value=0.0), most)
    frame = shown.rename_axis(index="group").reset_index().melt("group", var_name="cause", value_name="days")
    of_all, of_late = (
        f.groupby("scenario")["orders"].sum() for f in (found.orders, found.orders[found.orders["late"]])
    )
    return frame.assign(late=frame["group"].map(of_late.reindex(names, fill_value=0) / of_all))


class Shift(NamedTuple):
    """The days that a mean order spends in a state, in the base and in another scenario."""

    state: str  # of the ledger
    base: Estimate
    other: Estimate
    difference: Estimate  # other - base, paired
    workshop: str = ""  # of the state `queue`: the type that is waited for longest in the base


def shifts(base: Account, other: Account) -> list[Shift]:
    """Returns how the time of a mean order moves between the states, the longest wait of the base first, work last.

    Parameters
    ----------
    base, other : Account
        Of scenarios with the same draws, with a column replication.
    """
    days = [_days_by_state(each) for each in (base, other)]
    states = sorted(
        {*days[0], *days[1]}, key=lambda state: (state not in WAITS, -days[0][state].mean() if state in days[0] else 0)
    )
    found = []
    for state in states:
        a, b = (frame[state] if state in frame else 0 * frame.sum(axis=1) for frame in days)
        longest = longest_queue(base.charges) if state == "queue" else ""
        found.append(Shift(state, summary.days(a), summary.days(b), mean_interval(b - a, unit="day"), longest))
    return found


def _days_by_state(of: Account) -> pd.DataFrame:
    """Returns the days that a mean order spends in each state, a row a replication."""
    many = of.orders.groupby("replication")["orders"].sum()
    table = of.charges.pivot_table(index="replication", columns="state", values="ms", aggfunc="sum", fill_value=0)
    return table.reindex(many.index, fill_value=0).div(DAY * many, axis=0)
