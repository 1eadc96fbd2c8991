"""Why an order was late: its life stage by stage, who held what it waited for, and what would have been enough.

Reading order: Why, why, lates.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from takarusim.engine.instance import NEVER
from takarusim.errors import ExperimentError
from takarusim.experiments import outlook, run
from takarusim.experiments.execution import Engine, Execution, Progress
from takarusim.experiments.relax import relaxations
from takarusim.experiments.run import Replication
from takarusim.language.numerals import Language
from takarusim.language.titles import called
from takarusim.outcome.life import Stage, life
from takarusim.outcome.tables import STATES
from takarusim.registers.causes import TOGETHER
from takarusim.scenario.prepared import Prepared, prepare
from takarusim.scenario.scenario import Scenario

__all__ = ["Lifted", "Why", "late_by", "lates", "why", "whys"]

HOUR = 3_600_000  # ms


class Lifted(NamedTuple):
    """What became of the order where one constraint of the estate was lifted, with the same draws."""

    cause: str  # that the ledger charges to it
    sme: str | None  # None: refused
    delivered: pd.Timestamp | None  # None: not by the end
    served: bool  # on time and in full
    in_full: bool


@dataclass(frozen=True)
class Why:
    """The life of one order of one replication, and what would have been enough to serve it.

    Examples
    --------
    >>> import takarusim as tk
    >>> found = tk.why(tk.read_scenario("scenarios/first-steps.yaml"), 3, seed=1)
    >>> found.to_frame()["state"].tolist()[:2]
    ['queue', 'work']
    """

    one: Replication
    order: pd.Series  # its row of Replication.orders
    stages: tuple[Stage, ...]  # none of a refused order
    lifted: tuple[Lifted, ...]  # none of an order that circulates: without a constraint it would be another one

    @property
    def replication(self) -> int:
        """The number of its replication."""
        return self.one.number

    def to_frame(self) -> pd.DataFrame:
        """Returns a row for each stage: its state, from when until when, its open hours, and hours by cause."""
        rows = [
            {
                "state": STATES[each.state],
                **self.names(each),
                "pass": each.attempt,
                "start": self.date(each.start),
                "end": self.date(each.end),
                "hours": (each.end - each.start) / HOUR,
                **{cause: ms / HOUR for cause, ms in each.charged.items()},
            }
            for each in self.stages
        ]
        frame = pd.DataFrame(rows)
        causes = [name for name in self.one.causes if name in frame]
        return frame.fillna(dict.fromkeys(causes, 0.0))

    def names(self, stage: Stage) -> dict[str, str]:
        """Returns the operation, workshop type and unit of a stage by name; "" where there is none."""
        names, x = self.one.names, self.one.instance
        found = {"operation": "", "workshop": "", "unit": names.units[stage.unit] if stage.unit >= 0 else ""}
        if stage.operation >= 0:
            found["operation"] = names.operations[stage.operation]
            found["workshop"] = names.types[x.workshop[stage.operation]] if x.workshop[stage.operation] >= 0 else ""
        return found

    def called(self, stage: Stage, language: Language) -> dict[str, str]:
        """Returns what the operation, workshop type and unit of a stage are called; "" where there is none."""
        return {of: called(of, name, language) for of, name in self.names(stage).items()}

    @property
    def makers(self) -> tuple[str, ...]:
        """The SMEs that have its parts, in their order: one where it is not split."""
        lots, row = self.one.tables.lots, int(self.order.name)  # type: ignore[call-overload]
        parts = np.flatnonzero((lots.order == row) & (lots.parent < 0))
        return tuple(self.one.names.smes[s] for s in lots.sme[parts])

    @property
    def maker(self) -> str:
        """The SME of the part that is told of, which decides when all of it is delivered."""
        tables = self.one.tables
        return self.one.names.smes[tables.lots.sme[tables.orders.deciding[int(self.order.name)]]]  # type: ignore[call-overload]

    def has_received(self, stage: Stage) -> bool:
        """Returns whether a purchase ended a wait for material."""
        return stage.received < NEVER

    def date(self, moment: int) -> pd.Timestamp:
        """Returns a moment of its replication as a date."""
        return pd.Timestamp(self.one.dates(np.array([moment]))[0])

    @property
    def late_by(self) -> pd.Timedelta | None:
        """By how much it missed its window; until the end where it has not arrived; None: it was not late."""
        days = late_by(self.order.to_frame().T, outlook.ends(self.one.scenario)).iloc[0]
        return None if pd.isna(days) else days


def why(
    scenario: Scenario,
    order: int | str,
    *,
    replication: int = 0,
    seed: int | None = None,
    engine: Engine = "auto",
    progress: Progress | None = None,
) -> Why:
    """Tells the life of one order of a replication, and simulates it again with each constraint lifted in turn.

    Parameters
    ----------
    scenario : Scenario
    order : int or str
        Its number, as `Replication.orders` has it, or its name in an order book; `partner/name` where several partners
        have the name.
    replication : int
    seed, engine : as in `simulate`
    progress : function, optional
        Called with (simulations done, of how many).

    Raises
    ------
    ExperimentError
        If the replication has no such order.

    Examples
    --------
    >>> import takarusim as tk
    >>> found = tk.why(tk.read_scenario("scenarios/first-steps.yaml"), 3, seed=1)
    >>> [each.cause for each in found.lifted][:2]
    ['crew', 'material']
    """
    return whys(scenario, [(replication, order)], seed=seed, engine=engine, progress=progress)[0]


def whys(
    scenario: Scenario,
    orders: Sequence[tuple[int, int | str]],
    *,
    seed: int | None = None,
    engine: Engine = "auto",
    progress: Progress | None = None,
) -> list[Why]:
    """Returns what `why` tells of several orders, given as (replication, order)."""
    seed = scenario.seed if seed is None else seed
    base = run.span(scenario, Execution(seed, 1, engine)).prepared
    lifts = {cause: prepare(each) for cause, each in relaxations(base.scenario).items() if cause not in TOGETHER}
    found, many = list[Why](), len(orders) * (1 + len(lifts))
    for number, order in orders:
        one = run.simulate(base, seed=seed, replication=number, engine=engine)
        row, lifted = _row(one, order), list[Lifted]()
        for each in _lifted(one, row, lifts, engine):
            lifted.append(each)
            if progress:
                progress(len(found) * (1 + len(lifts)) + len(lifted), many)
        found.append(Why(one, one.orders.iloc[row], tuple(life(one, row)), tuple(lifted)))
    return found


def _row(replication: Replication, order: int | str) -> int:
    """Returns the row of an order in a replication's orders, by its number or its name in a book."""
    orders = replication.orders
    if isinstance(order, str):
        partner, name = outlook.located(replication.scenario, order)
        rows = np.flatnonzero((orders["partner"] == partner) & (orders["name"] == name))
    else:
        rows = np.flatnonzero(orders["order"] == order)
    if not len(rows):
        last = f"one of 0 to {orders['order'].max()}" if len(orders) else "there is none"
        raise ExperimentError(f"no such order in replication {replication.number}, got {order!r}; {last}")
    return int(rows[0])


def _lifted(replication: Replication, row: int, lifts: Mapping[str, Prepared], engine: Engine) -> Iterator[Lifted]:
    """Yields what became of an order without each constraint."""
    orders = replication.tables.orders
    stream, nth, is_beyond = orders.stream[row], orders.nth[row], orders.is_beyond[row]
    if orders.token[row] >= 0:
        return
    for cause, prepared in lifts.items():
        other = run.simulate(prepared, seed=replication.seed, replication=replication.number, engine=engine)
        those = other.tables.orders
        same = np.flatnonzero((those.stream == stream) & (those.nth == nth) & (those.is_beyond == is_beyond))
        same = same[those.is_placed[same]]
        if not len(same):  # whose partner does without it there
            continue
        order = other.orders.iloc[int(same[0])]
        delivered = None if pd.isna(order["delivered"]) else order["delivered"]
        served, in_full = bool(order["on_time"] and order["in_full"]), bool(order["in_full"])
        yield Lifted(cause, order["sme"], delivered, served, in_full)


def late_by(orders: pd.DataFrame, end: pd.Timestamp) -> "pd.Series[pd.Timedelta]":
    """Returns by how much each order missed its window, until the end where it has not arrived; NaT: not late."""
    arrived = pd.to_datetime(orders["delivered"]).fillna(end)
    return (arrived - pd.to_datetime(orders["latest"])).where(orders["late"].astype(bool))


def lates(orders: pd.DataFrame, end: pd.Timestamp, partner: str | None, many: int) -> list[tuple[int, int]]:
    """Returns the latest orders that count, of one partner or of all, the worst first: (replication, order) of each.

    Parameters
    ----------
    orders : Replication.orders of several replications, with a column replication
    end : the first moment that is not simulated any more
    partner : str, optional
    many : int

    Raises
    ------
    ExperimentError
        If there is no such partner.
    """
    if partner is not None and partner not in set(orders["partner"]):
        known = ", ".join(sorted(set(orders["partner"])))
        raise ExperimentError(f"no such partner, got {partner!r}; one of {known}")
    mine = orders[
        orders["counts"] & (orders["late"].astype(bool)) & ((orders["partner"] == partner) | (partner is None))
    ]
    worst = mine.loc[late_by(mine, end).sort_values(ascending=False, kind="stable").index[:many]]
    return list(zip(worst["replication"].tolist(), worst["order"].tolist(), strict=True))
