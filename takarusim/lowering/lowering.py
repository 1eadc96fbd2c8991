"""From a scenario and its draws to an Instance: names become numbers, distributions become times.

What does not depend on the draws is lowered once per scenario (`plan_of`); what does is in `potential` (orders), in
`estate` (failures) and `logistics` (suppliers, trucks). Reading order: lower, names, plan_of.
"""

from datetime import date
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine import instance
from takarusim.engine.instance import DAY, NEVER, Instance
from takarusim.lowering import demand, estate, finished, growing, logistics, money, needs, reviews
from takarusim.lowering.agreements import Agreements
from takarusim.lowering.changes import Epochs
from takarusim.lowering.demand import REJECTS, Component, Stream
from takarusim.lowering.draws import Draws
from takarusim.lowering.estate import Firm, Lives, Unit
from takarusim.lowering.matching import Matching
from takarusim.lowering.mentoring import Mentoring
from takarusim.lowering.nominations import Nominations
from takarusim.lowering.potential import Potential
from takarusim.lowering.purposes import Values
from takarusim.lowering.reviews import Gates
from takarusim.lowering.splitting import born
from takarusim.quantities.rounding import joined, starts, whole
from takarusim.quantities.units import Quantity
from takarusim.scenario import calendars
from takarusim.scenario.calendars import Closed
from takarusim.scenario.changing import Course
from takarusim.scenario.prepared import Given, Prepared, prepare
from takarusim.scenario.scenario import MOST_OVERTIME, Channel, Partner, Scenario, Sme

__all__ = ["Names", "Plan", "lower", "names", "plan_of"]

RULES = {
    "fifo": instance.FIFO,
    "spt": instance.SPT,
    "edd": instance.EDD,
    "most_work": instance.MOST_WORK,
    "least_work": instance.LEAST_WORK,
    "critical_ratio": instance.CRITICAL_RATIO,
    "priority": instance.PRIORITY,
    "lpt": instance.LPT,
    "lifo": instance.LIFO,
    "most_operations": instance.MOST_OPERATIONS,
    "fewest_operations": instance.FEWEST_OPERATIONS,
    "preemptive": instance.PRIORITY,
}
CLOCKS = {"working": instance.WORKING, "calendar": instance.CALENDAR}
MARGIN = 28 * DAY  # ms  calendars go on beyond the horizon; nothing before it depends on how far

Integers = NDArray[np.int64]


class Names(NamedTuple):
    """The ids of everything that an Instance numbers, in number order."""

    streams: tuple[str, ...]
    components: tuple[str, ...]
    operations: tuple[str, ...]  # "component/operation"
    smes: tuple[str, ...]  # of a group of several firms: "id-01", "id-02" ...
    types: tuple[str, ...]
    units: tuple[str, ...]  # "C-001"; added by a change: "C-<change>-001"
    materials: tuple[str, ...]
    lanes: tuple[str, ...]
    channels: tuple[str, ...]


def names(given: Given) -> Names:
    """Returns the ids of everything that an Instance of the scenario numbers, in number order."""
    return prepare(given).once(plan_of).names


def lower(given: Given, draws: Draws, rows: int = 64) -> Instance:
    """Returns one replication of a scenario, lowered.

    Instances of one scenario share the arrays that do not depend on the draws; nobody writes into an Instance.

    Parameters
    ----------
    given : Scenario, or Prepared where it is lowered many times
    draws : Draws
    rows : orders of a token, failures of a unit and purchases of a material that are drawn
        With more rows an engine's log is the same, unless it was Short.

    Raises
    ------
    ExperimentError
        If it needs more memory than the scenario's limit.
    """
    prepared = prepare(given)
    plan = prepared.once(plan_of)
    needs.check_rows(prepared.scenario, rows)
    fixed, kinds = plan.fixed, len(plan.names.materials)
    life, repair = plan.lives.drawn(draws, rows)
    lead = plan.lead_times.table(draws, np.arange(2 * kinds), rows)
    won = plan.matching.drawn(draws)
    orders = plan.potential.orders(draws, rows, won.begins)
    orders |= plan.agreements.of(orders)
    timetable = _timetable(prepared.scenario, plan, orders)
    days = fixed["horizon"] // DAY + 1
    travel = logistics.changed(plan.travel_times.table(draws, np.arange(len(plan.bans)), days), plan.roads)
    parts: dict[str, Any] = {
        **fixed,
        **orders,
        **plan.nominations.drawn(draws),
        **plan.gates.drawn(draws),
        **(epochs := plan.epochs.drawn(draws)),
        **won.fields,
        **timetable,
        **growing.enough(prepared.scenario, orders),
        "advance": money.advances(prepared.scenario, orders, epochs["capital"]),
        "lead": lead[:kinds],
        "fallback_lead": lead[kinds:],
        "travel": travel,
        "arrival": logistics.arrivals(plan.bans, timetable["first_departure"], timetable["departure"], travel),
        "life": life,
        "repair": repair,
    }
    return Instance(**parts)


def _timetable(scenario: Scenario, plan: "Plan", orders: dict[str, Integers]) -> dict[str, Integers]:
    """Returns dated departures: up to the horizon, or on lanes for which lots are held until the last is accepted."""
    fixed, stream, due = plan.fixed, orders["stream"], orders["due"].copy()
    lane, horizon = fixed["lane"][stream], fixed["horizon"]
    held = (orders["hold"] >= 0) & (due < NEVER) & (lane >= 0)
    if not held.any():
        return plan.timetable
    due[born(orders)] += horizon + DAY
    ends = np.full(len(plan.bans), horizon)
    np.maximum.at(ends, lane[held], (due + orders["late"] + 1)[held])
    return logistics.timetable(scenario, plan.bans, ends.tolist())


# ---- what does not depend on the draws


class Plan(NamedTuple):
    """The part of a scenario's Instances that does not depend on the draws."""

    names: Names
    fixed: dict[str, Any]  # fields of the Instance
    streams: tuple[Stream, ...]
    potential: Potential
    agreements: Agreements
    nominations: Nominations
    gates: Gates
    epochs: Epochs
    matching: Matching
    timetable: dict[str, Integers]  # of dated departures up to the horizon
    lives: Lives
    lead_times: Values  # by material: its regular supplier's; then the fallbacks'
    travel_times: Values  # by lane
    roads: list[Course]  # by lane: the factor on them
    bans: list[Closed]  # by lane


def plan_of(prepared: Prepared) -> Plan:
    """Returns the plan of a scenario, which `Prepared.once` keeps."""
    scenario = prepared.scenario
    needs.check(scenario)
    firms, units = estate.firms(scenario), estate.units(scenario)
    ids = _names(scenario, firms, units)
    horizon = calendars.horizon(scenario)
    streams, bans = demand.streams(scenario, firms, units), logistics.bans(scenario)
    fixed = {
        **_fixed_streams(scenario, ids),
        **(reviews.terms(scenario) | growing.terms(scenario)),
        **_fixed_components(scenario, ids, demand.components(scenario)),
        **(_fixed_firms(scenario, firms) | finished.stocks(scenario, firms)),
        **_fixed_types(scenario, ids, firms, units),
        **(logistics.materials(scenario, horizon) | logistics.singly(scenario, firms)),
        "truck": logistics.trucks(scenario),
        **_fixed_calendars(scenario, ids, firms, bans, horizon),
        "channels": len(ids.channels),
        "crew_rule": RULES[scenario.rules.crew_queue],
        "ties_by_arrival": scenario.rules.ties == "arrival",
        "setup_on_change": scenario.rules.setup == "on_change",
        "passes": int(scenario.rules.passes.value),
        "horizon": horizon,
    }
    mentoring = Mentoring(scenario, firms)
    return Plan(
        names=ids,
        fixed=fixed,
        streams=streams,
        potential=Potential(streams, fixed["passes"]),
        agreements=Agreements(scenario),
        nominations=Nominations(streams, len(ids.components)),
        gates=Gates(scenario, firms, mentoring),
        epochs=Epochs(scenario, firms, units, mentoring),
        matching=Matching(scenario),
        timetable=logistics.timetable(scenario, bans, [horizon] * len(bans)),
        lives=Lives(scenario, units),
        lead_times=logistics.lead_times(scenario),
        travel_times=logistics.travel_times(scenario),
        roads=logistics.roads(scenario),
        bans=bans,
    )


def _names(scenario: Scenario, firms: list[Firm], units: list[Unit]) -> Names:
    return Names(
        streams=tuple(sorted(scenario.partners)),
        components=tuple(sorted(scenario.components)),
        operations=tuple(f"{c}/{j}" for c in sorted(scenario.components) for j in scenario.components[c].routing),
        smes=tuple(firm.id for firm in firms),
        types=tuple(sorted(scenario.workshops)),
        units=tuple(unit.id for unit in units),
        materials=tuple(sorted(scenario.materials)),
        lanes=tuple(sorted(scenario.lanes)),
        channels=tuple(sorted({partner.channel for partner in scenario.partners.values()})),
    )


def _fixed_streams(scenario: Scenario, ids: Names) -> dict[str, Any]:
    partners = [scenario.partners[name] for name in ids.streams]
    return {
        "channel": whole(ids.channels.index(partner.channel) for partner in partners),
        "lane": whole(-1 if partner.lane is None else ids.lanes.index(partner.lane) for partner in partners),
        "priority": whole(partner.priority.value for partner in partners),
        "rejects": whole(REJECTS[partner.contract.rejects] for partner in partners),
        "partial": np.array([partner.contract.partial for partner in partners], np.bool_),
        **_asked(scenario, partners),
    }


def _asked(scenario: Scenario, partners: list[Partner]) -> dict[str, Any]:
    """Returns how many SMEs each stream's channel asks; the one that comes first gets it where lots are drawn."""
    channels = [scenario.channels.get(partner.channel, Channel()) for partner in partners]
    asks = whole(channel.asks.value if channel.by == "least_work" else 1 for channel in channels)
    is_limited = any(sme.most_work is not None for sme in scenario.smes.values())
    return {"asks": asks, "weighs": (asks > 1) | is_limited}


def _fixed_components(scenario: Scenario, ids: Names, components: list[Component]) -> dict[str, Any]:
    """Returns the fields of components and operations; pieces of a material weigh a gram at least."""
    parts = [scenario.components[name] for name in ids.components]
    operations = [operation for component in components for operation in component.operations]
    workshops = [operation.workshop.value for part in parts for operation in part.routing.values()]
    materials = [-1 if part.material is None else ids.materials.index(part.material) for part in parts]
    return {
        "material": whole(materials),
        "grams": whole(part.mass.value for part in parts),
        "reject_rate": whole(component.reject_rate for component in components),
        "detection": whole(component.detection for component in components),
        "first_operation": starts(component.operations for component in components),
        "workshop": whole(ids.types.index(name) if name in ids.types else -1 for name in workshops),
        "setup": whole(operation.setup.mean for operation in operations),
        "per_piece": whole(operation.per_piece.mean for operation in operations),
        "is_reworked": np.array([operation.is_reworked for operation in operations], np.bool_),
    }


# ---- SMEs and workshops


def _fixed_firms(scenario: Scenario, firms: list[Firm]) -> dict[str, Any]:
    smes = [_worker(firm.sme) for firm in firms]
    return {
        "most_in_hand": whole(NEVER if sme.most_in_hand is None else sme.most_in_hand.value for sme in smes),
        "most_work": whole(NEVER if sme.most_work is None else sme.most_work.value for sme in smes),
        "overtime": whole(sme.overtime.hours.value if sme.overtime else 0 for sme in smes),
        "overtime_above": whole(sme.overtime.above.value if sme.overtime else 0 for sme in smes),
        "overtime_a_week": whole(sme.overtime.a_week.value if sme.overtime else 0 for sme in smes),
        "opens": np.maximum(whole(_day(scenario, sme.starts, 0) for sme in smes), estate.arrived(scenario, firms)),
        "shuts": whole(_day(scenario, sme.ends, NEVER) for sme in smes),
    }


def _worker(sme: Sme) -> Sme:
    """Returns an SME, without overtime where a constraint was lifted that it needs: limited crews, closing hours."""
    return sme.model_copy(update={"overtime": None}) if sme.crews is None or sme.calendar is None else sme


def _day(scenario: Scenario, day: date | None, absent: int) -> int:
    return absent if day is None else max(0, calendars.moment(scenario, day))


def _fixed_types(scenario: Scenario, ids: Names, firms: list[Firm], units: list[Unit]) -> dict[str, Any]:
    types = [scenario.workshops[name] for name in ids.types]
    failures = [workshop.failures for workshop in types]
    pools = estate.pools(units)
    number = {pool: p for p, pool in enumerate(pools)}
    pool = [[number.get((name, ""), number.get((name, firm.id), -1)) for name in ids.types] for firm in firms]
    return {
        "rule": whole(RULES[workshop.queue] for workshop in types),
        "preempts": np.array([workshop.queue == "preemptive" for workshop in types], np.bool_),
        "failure_clock": whole(CLOCKS[each.clock] if each else instance.NO_CLOCK for each in failures),
        "repairs_open": np.array([each is not None and each.repair_clock == "open" for each in failures], np.bool_),
        "has_hours": np.array([workshop.calendar is not None for workshop in types], np.bool_),
        "pool": np.array(pool, np.int64).reshape(len(firms), len(types)),
        "pool_type": whole(ids.types.index(name) for name, _ in pools),
        "first_unit": starts([u for u in units if (u.type, u.tenant) == pool] for pool in pools),
        "opened": whole(unit.opened for unit in units),
        "closed": whole(unit.closed for unit in units),
    }


# ---- calendars


class _Calendars:
    """All calendars, each once; those that overtime makes longer belong to one SME each."""

    def __init__(self, scenario: Scenario, end: int) -> None:
        self.scenario, self.end = scenario, end
        self.found = list[Closed]()
        self.owner = list[int]()  # of each one: the SME whose overtime makes its days longer; -1: none
        self.longer = list[int]()  # ms  by so much at most
        self._known = dict[tuple[bytes, bytes], int]()  # closed intervals: calendar number
        self._merged = dict[tuple[str | None, str | None], int]()
        self.closed = cache(lambda name: calendars.closed(scenario, name, end))  # many firms go by the same

    def number(self, calendar: Closed) -> int:
        """Returns the number of a calendar that is nobody's alone."""
        key = calendar.close.tobytes(), calendar.reopen.tobytes()
        if key not in self._known:
            self._known[key] = self._new(calendar)
        return self._known[key]

    def _new(self, calendar: Closed, owner: int = -1, longer: int = 0) -> int:
        self.found.append(calendar)
        self.owner.append(owner)
        self.longer.append(longer)
        return len(self.found) - 1

    def merged(self, one: str | None, other: str | None) -> int:
        """Returns the number of two calendars merged."""
        if (one, other) not in self._merged:
            parts = [self.closed(name) for name in (one, other)]
            self._merged[one, other] = self.number(calendars.union(*parts))
        return self._merged[one, other]

    def own(self, s: int, calendar: str | None, hours: Quantity) -> int:
        """Returns the number of a calendar that belongs to SME s alone, whose overtime makes days so much longer."""
        return self._new(self.closed(calendar), s, round(hours.value))

    def clock(self, calendar: int) -> int:
        """Returns when work goes on that the end of a shift meets: the calendar, or so long after each closing, too."""
        rules = self.scenario.rules
        if rules.end_of_shift == "pause":
            return calendar
        close, reopen = self.found[calendar]
        close = close + (MOST_OVERTIME if rules.finish_within is None else round(rules.finish_within.value))
        return self.number(Closed(close[close < reopen], reopen[close < reopen]))

    def intervals(self, days: Integers) -> dict[str, Any]:
        """Returns the fields of the calendars' closed intervals; `days` are the beginnings of all days."""
        found, first = self.found, starts(each.close for each in self.found)
        lengths = [each.reopen - each.close for each in found]
        ends = [each.close + longer for each, longer in zip(found, self.longer, strict=True)]
        of_day = [k + np.searchsorted(end, days) for k, end in zip(first, ends, strict=False)]
        return {
            "first_closed": first,
            "close": joined([each.close for each in found]),
            "reopen": joined([each.reopen for each in found]),
            "closed_before": joined([np.cumsum(each) - each for each in lengths]),
            "first_of_day": np.array(of_day, np.int64).reshape(len(found), len(days)),
            "owner": whole(self.owner),
        }


def _fixed_calendars(
    scenario: Scenario, ids: Names, firms: list[Firm], bans: list[Closed], horizon: int
) -> dict[str, Any]:
    """Returns all calendars, each once, and who goes by which."""
    known, smes = _Calendars(scenario, horizon + MARGIN), [_worker(firm.sme) for firm in firms]
    types, lanes = [scenario.workshops[name] for name in ids.types], [scenario.lanes[name] for name in ids.lanes]
    own = {s: known.own(s, sme.calendar, sme.overtime.hours) for s, sme in enumerate(smes) if sme.overtime}
    work = [
        [own[s] if s in own and each.calendar is None else known.merged(sme.calendar, each.calendar) for each in types]
        for s, sme in enumerate(smes)
    ]
    work_calendar = np.array(work, np.int64).reshape(len(firms), len(types))
    work_clock = np.array([[known.clock(calendar) for calendar in row] for row in work], np.int64)
    hours = [known.closed(lane.calendar) for lane in lanes]
    regular, fallback = logistics.suppliers(scenario)
    of = {
        "sme_calendar": whole(own[s] if s in own else known.merged(sme.calendar, None) for s, sme in enumerate(smes)),
        "work_calendar": work_calendar,
        "work_clock": work_clock.reshape(work_calendar.shape),
        "lane_calendar": whole(known.number(calendars.union(*pair)) for pair in zip(hours, bans, strict=True)),
        "ban_calendar": whole(known.number(ban) for ban in bans),
        "lead_calendar": whole(known.number(each) for each in regular),
        "fallback_calendar": whole(known.number(each) for each in fallback),
        "monday": calendars.origin(scenario).weekday() * DAY,
    }
    return of | known.intervals(np.arange(0, horizon + MARGIN, DAY))
