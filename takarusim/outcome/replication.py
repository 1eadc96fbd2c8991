"""One run of an engine: what went in, its log, and what the log says, worked out when it is asked for.

Frames carry names and dates, with the unit in a column's name where it is not a date; what decides is in plain columns
(`tables`, `states`, `did`), which frames only dress.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import NEVER, Instance
from takarusim.lowering import demand, estate
from takarusim.lowering.estate import Firm
from takarusim.lowering.lowering import Names
from takarusim.outcome import capacity, growing
from takarusim.outcome.capacity import Open, Spent, Units
from takarusim.outcome.clocks import Clocks, clocks
from takarusim.outcome.finished import Stocked, levels, stocked
from takarusim.outcome.overtime import Overtime, granted
from takarusim.outcome.purchases import purchases
from takarusim.outcome.reviews import Verdicts, frame, verdicts
from takarusim.outcome.tables import AT_WORK, CAUSES, STATES, Charges, States, Tables
from takarusim.scenario import calendars
from takarusim.scenario.changing import Course, agreed, values_at
from takarusim.scenario.prepared import Prepared
from takarusim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Kept", "Replication", "Window", "before", "window_of"]

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
HOUR = 3_600_000  # ms


class Window(NamedTuple):
    """The span that counts in KPIs: [start, end)."""

    start: int  # ms
    end: int  # ms


def window_of(scenario: Scenario) -> Window:
    """Returns the span that counts: a plan without its run-in; the long run without its warm-up, if given."""
    start = calendars.moment(scenario, scenario.time.first_day)
    if scenario.time.long_run is not None and scenario.time.warm_up is not None:
        start += round(scenario.time.warm_up.value)
    return Window(start, calendars.horizon(scenario))


class Kept(NamedTuple):
    """How orders kept to their contracts, one row for each order."""

    earliest: Integers  # (n,) ms  the delivery window: [earliest, latest]; 0: from the beginning
    latest: Integers  # (n,) ms  NEVER: no due date
    on_time_pieces: Integers  # (n,)  good ones delivered within it so far
    is_on_time: Flags  # (n,)  delivered, all of it within its window
    is_in_full: Flags  # (n,)  delivered, as many good pieces as the tolerance asks for
    is_late: Flags  # (n,)  delivered behind its window, or in progress still when that has passed


def _tolerances(prepared: Prepared) -> tuple[Course, ...]:
    """Returns which share of the pieces of an order may be missing, by stream, for those placed at a time."""
    return agreed(prepared.scenario, "tolerance")


@dataclass(frozen=True, eq=False)
class Replication:
    """One replication of a scenario."""

    prepared: Prepared  # its scenario
    seed: int
    number: int  # of the replication, from 0
    window: Window
    names: Names
    instance: Instance  # its calendars as they were lived: open in overtime, too
    log: NDArray[np.void]  # (rows,) of LOG

    @property
    def scenario(self) -> Scenario:
        """The scenario that was run."""
        return self.prepared.scenario

    @cached_property
    def tables(self) -> Tables:
        """Orders, lots, inspections, deliveries and what units did, in plain columns."""
        from takarusim.outcome import chronicle

        return chronicle.tabulate(self.instance, self.log)

    @cached_property
    def states(self) -> States:
        """The states of all lots in plain columns."""
        from takarusim.outcome import states

        return states.states(self.instance, self.log, self.tables)

    @cached_property
    def charges(self) -> Charges:
        """The ledger in plain columns."""
        from takarusim.outcome import ledger

        return ledger.ledger(self.instance, self.tables, self.states)

    @cached_property
    def units(self) -> Units:
        """The units that are let at any time, in plain columns."""
        return capacity.units(self.instance, self.tables.activities)

    @cached_property
    def overtime(self) -> Overtime:
        """When SMEs worked on after closing."""
        return granted(self.instance, self.log)

    @cached_property
    def verdicts(self) -> Verdicts:
        """What partners' reviews of SMEs came to."""
        return verdicts(self.instance, self.log)

    @cached_property
    def levels(self) -> growing.Levels:
        """How much partners order whose partnerships grow, in plain columns."""
        return growing.levels(self.instance, self.log)

    @cached_property
    def stocked(self) -> Stocked:
        """What enters and leaves finished stocks, in plain columns."""
        return stocked(self.instance, self.log, self.tables.orders, self.tables.lots)

    @property
    def open(self) -> Open:
        """When units are open."""
        return Open(self.prepared.once(capacity.open_clocks), self.overtime)

    def spent(self, window: Window) -> Spent:
        """Returns how each unit spent a span."""
        did = self.tables.activities
        return capacity.spent(did, self.units, self.open, capacity.work(did, self.clocks, *window), window)

    @cached_property
    def clocks(self) -> Clocks:
        """The calendars of the instance."""
        return clocks(self.instance)

    @cached_property
    def firms(self) -> list[Firm]:
        """The SMEs in number order."""
        return estate.firms(self.scenario)

    @cached_property
    def kept(self) -> Kept:
        """How orders kept to their contracts."""
        x, (orders, deliveries) = self.instance, (self.tables.orders, self.tables.deliveries)
        early, late = x.early[orders.row], x.late[orders.row]
        missing = values_at(self.prepared.once(_tolerances), orders.stream, orders.placed)
        has_due = orders.due < NEVER
        earliest = np.where(has_due, np.maximum(0, orders.due - early), 0)
        latest = np.where(has_due, orders.due + late, NEVER)
        of = deliveries.order
        is_within = (deliveries.time >= earliest[of]) & (deliveries.time <= latest[of])
        in_time, escaped = (
            np.bincount(of, each * is_within, len(latest)).astype(np.int64)
            for each in (deliveries.pieces, deliveries.escaped)
        )
        is_delivered = orders.delivered < NEVER
        is_within = is_delivered & (orders.delivered >= earliest) & (orders.delivered <= latest)
        is_on_time = is_within & (in_time == orders.pieces)
        asked = np.ceil((1 - missing) * orders.quantity - 1e-9)
        is_in_full = is_delivered & (orders.pieces - orders.escaped >= asked)
        has_passed = latest < x.horizon
        is_late = (orders.lot >= 0) & has_passed & (orders.delivered > latest)
        return Kept(earliest, latest, in_time - escaped, is_on_time, is_in_full, is_late)

    # ---- frames

    @property
    def causes(self) -> list[str]:
        """The names of the ledger's causes, by their numbers."""
        return [*CAUSES, *(f"workshop {name}" for name in self.names.types)]

    @property
    def origin(self) -> np.datetime64:
        """Time 0 of the log."""
        return np.datetime64(calendars.origin(self.scenario), "ms")

    def dates(self, moments: Integers) -> NDArray[np.datetime64]:
        """Returns moments in ms as dates, NEVER as not a time."""
        dates: NDArray[np.datetime64] = self.origin + np.where(moments < NEVER, moments, 0).astype("m8[ms]")
        return np.where(moments < NEVER, dates, np.datetime64("NaT", "ms"))

    @cached_property
    def orders(self) -> "pd.DataFrame":
        """One row for each order placed, refused ones included; `counts` tells those that `counted` tells."""
        import pandas as pd

        orders, kept, names, partners = self.tables.orders, self.kept, self.names, self.scenario.partners
        kinds = [partners[name].kind for name in names.streams]
        channels = [partners[name].channel for name in names.streams]
        sizes, smes = [firm.sme.size for firm in self.firms], self.tables.smes()
        moments = {name: getattr(orders, name) for name in ("placed", "due", "begun", "ready", "delivered")}
        moments |= {"earliest": np.where(orders.due < NEVER, kept.earliest, NEVER), "latest": kept.latest}
        return pd.DataFrame(
            {
                "order": orders.number,
                "partner": _named(names.streams, orders.stream),
                "kind": _named(kinds, orders.stream),
                "channel": _named(channels, orders.stream),
                "component": _named(names.components, orders.component),
                "sme": _named(names.smes, smes),
                "size": _named(sizes, smes),
                "parts": self.tables.parts(),
                "nth": orders.nth,
                "quantity": orders.quantity,
                **{name: self.dates(moment) for name, moment in moments.items()},
                "pieces": orders.pieces,
                "escaped": orders.escaped,
                "on_time_pieces": kept.on_time_pieces,
                "refused": orders.lot < 0,
                "on_time": kept.is_on_time,
                "in_full": kept.is_in_full,
                "late": kept.is_late,
                "counts": self.counted(),
                "name": self._booked(),
            }
        ).head(orders.placed_by_partners)

    def _booked(self) -> NDArray[np.object_]:
        """Returns the name that each order has in the book of its partner; None where it has none."""
        orders, found = self.tables.orders, np.full(len(self.tables.orders.number), None, object)
        for stream, partner in enumerate(self.names.streams):
            names = demand.booked(self.scenario, self.scenario.partners[partner])
            if any(names):
                rows = np.flatnonzero(orders.stream == stream)
                found[rows] = np.array([name or None for name in names], object)[orders.nth[rows]]
        return found

    def counted(self, window: Window | None = None) -> Flags:
        """Returns which orders are due, or placed where nothing is due, within the span that counts or another."""
        orders, (start, end) = self.tables.orders, window or self.window
        moment = np.where(orders.due < NEVER, orders.due, orders.placed)
        return (moment >= start) & (moment < end) & orders.is_placed

    @cached_property
    def operations(self) -> "pd.DataFrame":
        """One row for each stay of a lot on a unit, from its start to its finish or to a preemption.

        `joined` is when the lot began to wait for the unit: again from the preemption on, for who had to give way.
        """
        import pandas as pd

        at_work = np.flatnonzero(self.states.state == AT_WORK)
        rows = States._make(column[at_work] for column in self.states)
        orders, x = self.tables.orders, self.instance
        sme = self.tables.lots.sme[rows.lot]
        clock = x.work_clock[sme, x.workshop[rows.operation]]
        open_time = self.clocks.open_between(clock, rows.start, rows.end)
        spent = {
            "setup_hours": rows.setup,
            "processing_hours": rows.worked - rows.setup,
            "down_hours": open_time - rows.worked,
            "closed_hours": rows.end - rows.start - open_time,
        }
        return pd.DataFrame(
            {
                "order": orders.number[rows.order],
                "lot": self.tables.lots.number[rows.lot],
                "pass": rows.attempt,
                "partner": _named(self.names.streams, orders.stream[rows.order]),
                "sme": _named(self.names.smes, sme),
                "operation": _named(self.names.operations, rows.operation),
                "workshop": _named(self.names.types, x.workshop[rows.operation]),
                "unit": _named(self.names.units, rows.unit),
                "joined": self.dates(self.states.start[before(self.states)[at_work]]),
                "start": self.dates(rows.start),
                "end": self.dates(np.where(rows.has_ended, rows.end, NEVER)),
                **{name: ms / HOUR for name, ms in spent.items()},
            }
        )

    @cached_property
    def resources(self) -> "pd.DataFrame":
        """One row for each unit: how it spent the span that counts."""
        import pandas as pd

        units, spent = self.units, self.spent(self.window)
        columns = {f"{name}_hours": ms / HOUR for name, ms in spent._asdict().items()}
        types = _named(self.names.types, units.type)
        return pd.DataFrame({"unit": list(self.names.units), "workshop": types, **columns})

    @cached_property
    def stocks(self) -> "pd.DataFrame":
        """One row for each change of a stock, by material and time, and one for its opening."""
        import pandas as pd

        x, moves = self.instance, capacity.of_stocks(self.tables.moves)
        kinds = np.append(np.arange(len(x.opening)), moves.material)
        order = np.argsort(kinds, kind="stable")
        kinds, grams = kinds[order], np.append(x.opening, capacity.stock(moves))[order]
        level = np.cumsum(grams)
        first = np.searchsorted(kinds, np.arange(len(x.opening)))
        level -= np.append(0, level)[first][kinds]  # what the materials before it come to
        return pd.DataFrame(
            {
                "material": _named(self.names.materials, kinds),
                "time": self.dates(np.append(np.zeros(len(x.opening), np.int64), moves.time)[order]),
                "change_kg": grams / 1000,
                "on_hand_kg": level / 1000,
            }
        )

    @cached_property
    def purchases(self) -> "pd.DataFrame":
        """One row for each purchase of material; what comes behind the horizon is not received yet."""
        import pandas as pd

        x, given = self.instance, purchases(self.instance, self.log)
        return pd.DataFrame(
            {
                "material": _named(self.names.materials, given.material),
                "supplier": _named(("regular", "fallback"), given.is_fallback),
                "bought_kg": given.grams / 1000,
                "bought": self.dates(given.bought),
                "received": self.dates(np.where(given.received < x.horizon, given.received, NEVER)),
            }
        )

    @cached_property
    def reviews(self) -> "pd.DataFrame":
        """One row for each review of an SME by a partner; `until`: when it is asked again, empty where that is over."""
        return frame(self.instance, self.verdicts, self.names, self.dates)

    @cached_property
    def partnerships(self) -> "pd.DataFrame":
        """One row for each span in which the level of a partnership that grows stays; 1 is what it was at first."""
        return growing.frame(self.levels, self.names, self.dates)

    @cached_property
    def finished(self) -> "pd.DataFrame":
        """One row for each change of a finished stock, by SME and component, and one for its opening.

        `on_order`: pieces that replenishments have still to bring; `owed`: called off, and not left.
        """
        return levels(self.instance, self.stocked, self.names, self.dates)

    @cached_property
    def ledger(self) -> "pd.DataFrame":
        """One row for each order, state and cause that took time."""
        import pandas as pd

        orders, partners = self.tables.orders, self.scenario.partners
        rows = Charges._make(column[self.charges.order < orders.placed_by_partners] for column in self.charges)
        kinds = [partners[name].kind for name in self.names.streams]
        return pd.DataFrame(
            {
                "order": orders.number[rows.order],
                "partner": _named(self.names.streams, orders.stream[rows.order]),
                "kind": _named(kinds, orders.stream[rows.order]),
                "late": self.kept.is_late[rows.order],
                "state": _named(STATES, rows.state),
                "cause": _named(self.causes, rows.cause),
                "ms": rows.ms,
            }
        )


def before(lived: States) -> Integers:
    """Returns the row of the state that each lot was in before each state; -1: it is the lot's first."""
    order = np.argsort(lived.lot, kind="stable")
    rows = np.full(len(order), -1)
    rows[order[1:]] = np.where(lived.lot[order[1:]] == lived.lot[order[:-1]], order[:-1], -1)
    return rows


def _named(names: Sequence[str], numbers: Integers) -> NDArray[np.object_]:
    """Returns the names of numbers; None for -1."""
    named: NDArray[np.object_] = np.array([*names, None], object)[numbers]
    return named
