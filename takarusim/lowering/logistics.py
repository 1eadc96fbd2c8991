"""How goods come and go: materials, their suppliers, and the lanes on which lots travel."""

from collections.abc import Sequence
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import DAY, NEVER
from takarusim.lowering.estate import Firm
from takarusim.lowering.purposes import Values
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.rounding import joined, starts, whole
from takarusim.scenario import calendars
from takarusim.scenario.calendars import MINUTE, Closed
from takarusim.scenario.changing import Course, closings, course
from takarusim.scenario.scenario import Dates, Scenario, Supply
from takarusim.scenario.singles import buys_singly

__all__ = [
    "arrivals",
    "bans",
    "changed",
    "lead_times",
    "materials",
    "roads",
    "singly",
    "suppliers",
    "timetable",
    "travel_times",
    "trucks",
]

Integers = NDArray[np.int64]
SUPPLIERS = ("reorder", "fallback")
NO_TIME = Distribution("constant", (("value", 0.0),), "duration")


def materials(scenario: Scenario, horizon: int) -> dict[str, Any]:
    """Returns the fields of materials that do not depend on the draws."""
    given = [material for _, material in sorted(scenario.materials.items())]
    reorders, fallbacks = [each.reorder for each in given], [each.fallback for each in given]
    reviews = [_reviews(scenario, each.review, horizon) if each else np.zeros(0, np.int64) for each in reorders]
    return {
        "opening": whole(each.opening.value for each in given),
        "buys": np.array([each is not None for each in reorders], np.bool_),
        "reorder_point": whole(each.point.value if each else 0 for each in reorders),
        "reorder_at": np.array([each is not None and each.when == "at" for each in reorders], np.bool_),
        "batch": whole(max(1, each.batch.value) if each else 1 for each in reorders),
        "up_to": whole(each.up_to.value if each and each.up_to else -1 for each in reorders),
        "quoted": whole(_quoted(each) for each in reorders),
        "fallback_batch": whole(max(1, each.batch.value) if each else 0 for each in fallbacks),
        "fallback_quoted": whole(_quoted(each) for each in fallbacks),
        "first_review": starts(reviews),
        "review": joined(reviews),
    }


def _quoted(supply: Supply | None) -> float:
    if supply is None:
        return 0
    return supply.lead_time.mean if supply.quoted is None else supply.quoted.value


def _reviews(scenario: Scenario, dates: Dates | None, horizon: int) -> Integers:
    """Returns when a position is looked at; at least one moment unless that is always."""
    if dates is None:
        return np.zeros(0, np.int64)
    found = calendars.moments(scenario, dates, horizon)
    return found if len(found) else np.array([NEVER])


def bans(scenario: Scenario) -> list[Closed]:
    """Returns when the trucks of each lane stand still, in bans and while it is closed, whatever the horizon."""
    found = []
    for name, lane in sorted(scenario.lanes.items()):
        pairs = [
            (calendars.moment(scenario, ban.starts), calendars.moment(scenario, ban.ends)) for ban in lane.bans.values()
        ]
        found.append(calendars.union(calendars.spans(pairs), closings(scenario, f"lanes.{name}")))
    return found


def trucks(scenario: Scenario) -> Integers:
    """Returns what a truck of each lane carries, as an Instance says it."""
    given = [lane for _, lane in sorted(scenario.lanes.items())]
    return whole(-1 if lane.departures is None else max(1, lane.truck.value) if lane.truck else NEVER for lane in given)


def timetable(scenario: Scenario, stands: list[Closed], ends: Sequence[int]) -> dict[str, Any]:
    """Returns the fields of dated departures, of each lane up to its end; those inside a ban are dropped."""
    departures, planned, room = [], [], []
    for (name, lane), ban, end in zip(sorted(scenario.lanes.items()), stands, ends, strict=True):
        dates = np.zeros(0, np.int64) if lane.departures is None else _dates(scenario, name, lane.departures, end)
        k = np.searchsorted(ban.close, dates, side="right") - 1
        departures.append(dates[(k < 0) | (dates >= np.append(ban.reopen, NEVER)[k])])
        most = course(scenario, f"lanes.{name}.truck", inf if lane.truck is None else lane.truck.value)
        room.append(np.rint(np.clip(most.at(departures[-1]), 1, NEVER)).astype(np.int64))
        takes = lane.travel.mean * course(scenario, f"lanes.{name}.travel", 1.0).at(departures[-1])
        planned.append(calendars.after(ban, departures[-1], np.rint(takes).astype(np.int64)))
    return {
        "first_departure": starts(departures),
        "departure": joined(departures),
        "room": joined(room),
        "planned": joined(planned),
    }


def _dates(scenario: Scenario, lane: str, dates: Dates, end: int) -> Integers:
    """Returns when trucks of a lane leave up to its end; those of `every` as long after the last one as holds then."""
    own = 0.0 if dates.every is None else dates.every.value
    every = course(scenario, f"lanes.{lane}.departures.every", own)
    if np.all(every.value == own):
        return calendars.moments(scenario, dates, end)
    others = calendars.moments(scenario, dates.model_copy(update={"every": None}), end)
    step = (np.maximum(1, np.rint(every.value / MINUTE)) * MINUTE).astype(np.int64)
    found, moment = list[int](), calendars.first_of(scenario, dates, int(step[0]))
    while moment < end:
        found.append(moment)
        moment += int(step[np.searchsorted(every.start, moment, "right") - 1])
    return np.union1d(others, np.array(found, np.int64))


def suppliers(scenario: Scenario) -> tuple[list[Closed], list[Closed]]:
    """Returns when the regular supplier of each material is closed, and when its fallback is."""
    names = sorted(scenario.materials)
    regular, fallback = ([closings(scenario, f"materials.{name}.{key}") for name in names] for key in SUPPLIERS)
    return regular, fallback


def singly(scenario: Scenario, firms: Sequence[Firm]) -> dict[str, NDArray[np.bool_]]:
    """Returns whether each SME buys the material of each component for each lot alone, (s, c)."""
    parts = [component for _, component in sorted(scenario.components.items())]
    given = [None if part.material is None else scenario.materials[part.material] for part in parts]
    found = [[each is not None and buys_singly(firm.sme, each) for each in given] for firm in firms]
    return {"singly": np.array(found, np.bool_).reshape(len(firms), len(parts))}


def lead_times(scenario: Scenario) -> Values:
    """Returns what lead times are drawn from: of each material's regular supplier, then of each one's fallback."""
    materials = sorted(scenario.materials.items())
    names = [f"{name}/{supplier}" for supplier in ("regular", "fallback") for name, _ in materials]
    supplies = [*(each.reorder for _, each in materials), *(each.fallback for _, each in materials)]
    return Values("supply", names, [supply.lead_time if supply else NO_TIME for supply in supplies])


def travel_times(scenario: Scenario) -> Values:
    """Returns what the travel times of each lane are drawn from."""
    names = sorted(scenario.lanes)
    return Values("travel", names, [scenario.lanes[name].travel for name in names])


def roads(scenario: Scenario) -> list[Course]:
    """Returns the factor on the travel times of each lane over time."""
    return [course(scenario, f"lanes.{name}.travel", 1.0) for name in sorted(scenario.lanes)]


def changed(travel: Integers, factors: Sequence[Course]) -> Integers:
    """Returns travel times, (l, days) by day of departure, with the factors that hold on each day."""
    days = np.arange(travel.shape[1]) * DAY
    for k, factor in enumerate(factors):
        if len(factor.start) > 1 or factor.value[0] != 1:
            travel[k] = np.minimum(np.rint(travel[k] * factor.at(days)), NEVER)
    return travel


def arrivals(stands: list[Closed], first: Integers, departure: Integers, travel: Integers) -> Integers:
    """Returns when dated departures arrive, standing through bans.

    Parameters
    ----------
    stands : bans by lane
    first, departure : as in an Instance
    travel : (l, days) ms  by day of departure
    """
    arrival, last = (
        np.empty_like(departure),
        travel.shape[1] - 1,
    )  # of the last day's departures none arrives in the run
    for k, ban in enumerate(stands):
        of_lane = slice(first[k], first[k + 1])
        leaves = departure[of_lane]
        arrival[of_lane] = calendars.after(ban, leaves, travel[k, np.minimum(leaves // DAY, last)])
    return arrival
