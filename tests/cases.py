"""Scenarios for property tests, as plain trees in the language of the files.

`random_tree` makes small estates full of ties, with every feature on or off at random; `trees` gives the same to
hypothesis, which shrinks a counter-example: every choice of 0 is the plainest one. `tiny_trees` are very small ones,
all of a kind.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from takarusim.experiments.asked import Asked
from takarusim.experiments.compare import Comparison
from takarusim.scenario.reading import read_scenario, tree_of
from takarusim.statistics.responses import Responses

SCENARIOS = Path(__file__).parent.parent / "scenarios"
FILES = sorted(path.name for path in SCENARIOS.glob("*.yaml"))
FIRST_DAY = date(2024, 1, 1)  # a Monday
DAYS = 20
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
QUEUES = ("fifo", "spt", "edd", "most_work", "least_work", "critical_ratio", "priority")
LATER_QUEUES = ("lpt", "lifo", "most_operations", "fewest_operations")
CALENDARS = {
    "day": {"hours": {"monday-saturday": "08:00-12:00, 13:00-16:00"}},
    "late": {"hours": {"monday-sunday": "12:00-22:00"}},
    "short": {"hours": {"monday-friday": "09:00-11:30"}},
    "night": {"hours": {"tuesday": "00:00-24:00", "friday-sunday": "00:00-06:00"}},
}
Tree = dict[str, Any]


class Choices:
    """Where the choices of a random scenario come from; with ties, all times are on a grid of half-hours."""

    def __init__(self, integer: Callable[[int, int], int], *, ties: bool) -> None:
        self.integer, self.ties = integer, ties  # integer(low, high), both included

    def pick(self, values: Sequence[Any]) -> Any:
        return values[self.integer(0, len(values) - 1)]

    def chance(self, percent: int) -> bool:
        return self.integer(0, 99) >= 100 - percent

    def some(self, values: Sequence[Any]) -> list[Any]:
        """Returns at least one of the values, in their order."""
        left_out = {value for value in values if self.chance(30)}
        return [value for value in values if value not in left_out] or [self.pick(values)]

    def seconds(self, low: int, high: int) -> int:
        """Returns between `low` and `high` half-hours, in seconds."""
        return 1800 * self.integer(low, high) if self.ties else self.integer(1800 * low, 1800 * high)

    def span(self, low: int, high: int) -> str:
        return f"{self.seconds(low, high)} s"

    def work(self, low: int, high: int) -> Any:
        """Returns a distribution of work times: constant with ties, since a variation is rounded to a millionth."""
        return self.span(low, high) if self.ties else self.spans(low, high)

    def day(self, low: int = 0, high: int = DAYS) -> str:
        return str(FIRST_DAY + timedelta(days=self.integer(low, high)))

    def clock(self) -> str:
        return f"{self.integer(0, 23):02}:{self.pick(('00', '30'))}"

    def spans(self, low: int, high: int) -> Any:
        """Returns a distribution of durations around `low` to `high` half-hours."""
        value = self.span(low, high)
        if self.ties:
            return {"discrete": {value: 2, f"{self.seconds(low, high) + 1800} s": 1}} if self.chance(30) else value
        mean = self.span(low + 1, high + 1)
        lower, upper = f"{self.seconds(low, low + 1)} s", f"{self.seconds(high + 1, high + 2)} s"
        return self.pick(
            (
                value,
                {"exponential": mean},
                {"uniform": [lower, upper]},
                {"triangular": [lower, mean, upper]},
                {"gamma": {"mean": mean, "cv": 0.7}},
                {"erlang": {"mean": mean, "stages": 3}},
                {"lognormal": {"mean": mean, "cv": 1.2}},
                {"weibull": {"mean": mean, "shape": 1.5}},
                {"hyperexponential": {"mean": mean, "cv": 2}},
                {"normal": {"mean": mean, "sd": "30 min"}},
                {"empirical": [value, mean, lower]},
            )
        )


def tree(c: Choices) -> Tree:
    """Returns a small estate."""
    types = ["A", "B", "C"][: c.integer(1, 3)]
    calendars = c.some(list(CALENDARS))
    channels = ["direct", "coop"][: c.integer(1, 2)]
    components = {f"c{k}": _component(c, types) for k in range(c.integer(1, 3))}
    lanes = {f"l{k}": _lane(c, calendars) for k in range(c.integer(0, 2))}
    names = list(components)
    estate: Tree = {
        "time": {"first_day": str(FIRST_DAY), "last_day": str(FIRST_DAY + timedelta(days=DAYS - 1))},
        "rules": _rules(c),
        "workshops": {w: _workshop(c, calendars) for w in types},
        "smes": {"s0": _able_sme(c, calendars)},
        "components": components,
        "materials": {m: _material(c) for m in ("m0", "m1")},
        "partners": {},
        "calendars": {k: _calendar(c, CALENDARS[k]) for k in calendars},
        "lanes": lanes,
    }
    for k in range(c.integer(0, 3)):
        estate["smes"][f"s{k + 1}"] = _sme(c, calendars, names, channels)
    if c.chance(30):
        estate["time"]["run_in"] = "1 week"
    if any("holidays" in calendar for calendar in estate["calendars"].values()):
        estate["holidays"] = {"public": [c.day(), c.day(0, 5)]}
    for k in range(c.integer(1, 3)):
        estate["partners"][f"p{k}"] = _partner(c, names, list(lanes), channels, list(estate["smes"]))
    if estate["rules"].get("tenancy") == "tenanted":
        _deal_units(c, estate)
    for w, workshop in estate["workshops"].items():
        for name, units in workshop.pop("units_later", {}).items():
            estate.setdefault("changes", {})[f"{name}-{w}"] = {"from": units.pop("from"), "units": {w: units}}
    for calendar in estate["calendars"].values():
        if c.chance(25):
            hours = {"monday-friday": c.pick(("06:00-11:00", "08:00-20:00", "21:00-03:00")), "sunday": "09:30-12:00"}
            calendar["spans"] = {"feast": _days(c) | {"hours": hours}}
    for component in components.values():
        if "reject_rate" in component and c.chance(40):
            component["detection"] = f"{100 - 10 * c.integer(0, 10)} %"
    if estate["rules"]["end_of_shift"] == "finish" and c.chance(50):
        estate["rules"]["finish_within"] = c.span(0, 8)
    _allot(c, estate)
    for partner in estate["partners"].values():
        if {"due", "early"} <= partner["contract"].keys() and c.chance(60):
            partner["contract"]["hold"] = True
    if c.chance(30):
        _work_overtime(c, estate)
    _queue(c, estate)
    for partner in estate["partners"].values():
        if partner["orders"].keys() <= {"every", "factors", "ramp_up"} and c.chance(30):
            hours = {c.pick(("monday-friday", "wednesday", "saturday-monday")): c.pick(("08:00-12:00", "22:00-05:30"))}
            factor = {"hours": hours, "factor": c.integer(0, 30) / 10} | (_days(c) if c.chance(30) else {})
            partner["orders"].setdefault("factors", {})["rush"] = factor
        if "circulating" not in partner["orders"] and "book" not in partner["orders"] and c.chance(20):
            partner["orders"]["batch"] = c.pick((2, {"discrete": {1: 1, 3: 1}}, {"uniform": [1, 4]}))
    if c.chance(40):
        _change(c, estate)
    if c.chance(25):
        _mentor(c, estate)
    for partner in estate["partners"].values():
        for order in partner["orders"].get("book", ()):
            if c.chance(30):
                order["next"] = c.pick(list(components[order["component"]]["routing"]))
    if c.chance(25):
        _build(c, estate)
    if c.chance(40):
        _pay(c, estate)
    if c.chance(40):
        _supervise(c, estate)
    if c.chance(25):
        _match(c, estate)
    if c.chance(30):
        _split(c, estate)
    if c.chance(40):
        _keep_stock(c, estate)
    if c.chance(40):
        _buy_singly(c, estate)
    if c.chance(70):
        _grow(c, estate)
    return estate


def _rules(c: Choices) -> Tree:
    rules = {
        "setup": c.pick(("each_lot", "on_change")),
        "end_of_shift": c.pick(("pause", "pause", "finish")),
        "crew_queue": c.pick(QUEUES) if c.chance(40) else "fifo",
        "ties": c.pick(("number", "drawn")),
        "passes": c.integer(1, 4),
    }
    return rules | ({"tenancy": "tenanted"} if c.chance(25) else {})


def _workshop(c: Choices, calendars: list[str]) -> Tree:
    units = c.integer(1, 3)
    workshop: Tree = {"units": units, "queue": "preemptive" if c.chance(35) else c.pick(QUEUES)}
    if c.chance(20) and units > 1:
        workshop["let"] = units - 1
    if c.chance(30):
        workshop["calendar"] = c.pick(calendars)
    if c.chance(50):
        workshop["failures"] = {
            "life": c.spans(4, 120),
            "repair": c.spans(0, 12),
            "clock": c.pick(("working", "calendar")),
        }
        if workshop["failures"]["clock"] == "working":
            workshop["failures"]["repair_clock"] = c.pick(("calendar", "open"))
    if c.chance(40):
        workshop["units_later"] = {"more": {"from": c.day(1), "units": c.integer(1, 2)}}
        if c.chance(50) and workshop.get("let", units) > 1:
            workshop["units_later"]["less"] = {"from": c.day(2), "units": -1}
    return workshop


def _sme(c: Choices, calendars: list[str], components: list[str], channels: list[str]) -> Tree:
    """Returns an SME that may be unable to make some things."""
    sme = _able_sme(c, [])
    if c.chance(60):
        sme["calendar"] = c.pick(calendars)
    if c.chance(30):
        sme["components"] = c.some(components)
    if c.chance(20):
        sme["channels"] = c.some(channels)
    if c.chance(20):
        sme["count"] = 2
    return sme


def _able_sme(c: Choices, calendars: list[str]) -> Tree:
    """Returns an SME that can make everything: the calendar `day` meets every other."""
    sme: Tree = {}
    if c.chance(70):
        sme["crews"] = c.integer(1, 3)
    if c.chance(40) and "day" in calendars:
        sme["calendar"] = "day"
    if c.chance(30):
        sme["most_in_hand"] = c.integer(1, 8)
    if c.chance(30):
        sme["share"] = c.integer(1, 5)
    if c.chance(30):
        sme |= {"reject_factor": c.integer(2, 20) / 10, "wear_factor": c.integer(5, 20) / 10}
        sme["time_factor"] = c.pick((1, 0.5, 2)) if c.ties else c.integer(7, 14) / 10
    if c.chance(15):
        sme["from"] = c.day(0, 8)
    if c.chance(15):
        sme["until"] = c.day(9)
    return sme


def _component(c: Choices, types: list[str]) -> Tree:
    routing = {f"o{k}": _operation(c, types) for k in range(c.integer(1, 4))}
    routing[c.pick(list(routing))]["rework"] = True
    component: Tree = {"routing": routing}
    if c.chance(60):
        component |= {"material": c.pick(("m0", "m1")), "mass": f"{c.integer(1, 50)} g"}
    elif c.chance(50):
        component["mass"] = f"{c.integer(1, 50)} g"
    if c.chance(50):
        component["reject_rate"] = c.integer(0, 60) / 100
    return component


def _operation(c: Choices, types: list[str]) -> Tree:
    operation: Tree = {"workshop": c.pick((*types, *types, "none"))}
    if c.chance(60):
        operation["setup"] = c.work(0, 3)
    if c.chance(85):
        operation["per_piece"] = c.work(0, 1)
    if c.chance(40):
        operation["rework"] = True
    return operation


def _material(c: Choices) -> Tree:
    material: Tree = {"opening": f"{c.integer(0, 2000)} g"}
    if c.chance(80):
        point = c.integer(0, 800)
        reorder: Tree = {
            "point": f"{point} g",
            "lead_time": c.spans(0, 60),
            "when": c.pick(("at", "below")),
        }
        if c.chance(50):
            reorder["batch"] = f"{c.integer(1, 600)} g"
        if c.chance(40):
            reorder["up_to"] = f"{point + c.integer(0, 1200)} g"
        if c.chance(25):
            reorder["review"] = _dates(c)
        if c.chance(30):
            reorder["quoted"] = c.span(0, 60)
        material["reorder"] = reorder
    if c.chance(30):
        material["fallback"] = {"lead_time": c.spans(0, 10), "batch": f"{c.integer(1, 100)} g"}
    if c.chance(30):
        material["loss"] = f"{c.integer(0, 10)} %"
    return material


def _dates(c: Choices) -> Tree:
    """Returns dates that never end."""
    kind = c.integer(0, 2)
    if kind == 0:
        return {"weekdays": c.some(WEEKDAYS), "at": c.clock()}
    if kind == 1:
        return {"every": f"{30 * c.integer(4, 96)} min", "at": c.clock()} | (
            {"first": c.day(0, 3)} if c.chance(50) else {}
        )
    return {"month_days": [c.integer(1, 31), 31], "weekdays": [c.pick(WEEKDAYS)], "dates": [c.day()], "at": c.clock()}


def _calendar(c: Choices, calendar: Tree) -> Tree:
    more: Tree = {}
    if c.chance(25):
        more["holidays"] = ["public"]
    if c.chance(25):
        more["closures"] = {"leave": _days(c)}
    return calendar | more


def _days(c: Choices, longest: int = 6) -> Tree:
    first = c.integer(0, DAYS - 1)
    return {"from": c.day(first, first), "until": c.day(first + 1, first + longest)}


def _lane(c: Choices, calendars: list[str]) -> Tree:
    lane: Tree = {"travel": c.spans(0, 30)}
    if c.chance(60):
        lane["departures"] = _dates(c)
        if c.chance(70):
            lane["truck"] = f"{c.integer(1, 400)} g"
    elif c.chance(50):
        lane["calendar"] = c.pick(calendars)
    if c.chance(40):
        first, hours = c.integer(0, 300), c.integer(1, 60)
        lane["bans"] = {"flood": {"from": _at(30 * first), "until": _at(30 * (first + hours))}}
        if c.chance(50):
            lane["bans"]["feast"] = {"from": _at(30 * (first + hours)), "until": _at(30 * (first + hours + 40))}
    return lane


def _at(minutes: int) -> str:
    return f"{FIRST_DAY + timedelta(days=minutes // 1440)} {minutes % 1440 // 60:02}:{minutes % 60:02}"


def _partner(c: Choices, components: list[str], lanes: list[str], channels: list[str], smes: list[str]) -> Tree:
    wanted = c.some(components)
    partner: Tree = {
        "orders": _orders(c, wanted),
        "components": {name: c.integer(1, 3) for name in wanted},
        "channel": c.pick(channels),
        "contract": _contract(c, smes),
    }
    if c.chance(60):
        partner["quantity"] = c.pick(({"uniform": [1, 9]}, {"discrete": {1: 1, 12: 1}}, 3, {"triangular": [1, 2, 7]}))
    if lanes and c.chance(75):
        partner["lane"] = c.pick(lanes)
    if c.chance(70):
        partner["priority"] = c.integer(0, 3)
    if "book" not in partner["orders"]:
        if c.chance(15):
            partner["from"] = c.day(0, 8)
        if c.chance(15):
            last = c.day(9)
            if "circulating" not in partner["orders"]:
                partner["until"] = last
    return partner


def _orders(c: Choices, components: list[str]) -> Tree:
    kind = c.integer(0, 7)
    if kind == 7:
        return {"circulating": c.integer(1, 4), "every": c.spans(0, 20)}
    if kind == 6:
        return {"calendar": _dates(c)}
    if kind == 5:
        moments = sorted(c.integer(0, 48 * DAYS) for _ in range(c.integer(1, 8)))
        return {"book": [_booked(c, components, 30 * k) for k in moments]}
    orders: Tree = {"every": c.spans(8, 40)}
    if c.chance(25):
        orders["factors"] = {"surge": _days(c) | {"factor": c.integer(0, 30) / 10}}
    if c.chance(15):
        orders["ramp_up"] = f"{c.integer(1, 3)} months"
    return orders


def _booked(c: Choices, components: list[str], minutes: int) -> Tree:
    order = {"placed": _at(minutes), "component": c.pick(components), "quantity": c.integer(1, 12)}
    return order | ({"due": _at(minutes + 30 * c.integer(0, 300))} if c.chance(50) else {})


def _contract(c: Choices, smes: list[str]) -> Tree:
    contract: Tree = {"rejects": c.pick(("rework", "remake", "short"))}
    if c.chance(80):
        contract["due"] = c.spans(20, 300)
    if c.chance(40):
        contract["partial"] = True
    if c.chance(30):
        contract |= {"early": c.span(0, 96), "late": c.span(0, 48), "tolerance": c.integer(0, 20) / 100}
    if c.chance(15):
        contract["suppliers"] = ["s0", *c.some(smes)[1:]]
    return contract


def _deal_units(c: Choices, estate: Tree) -> None:
    """Gives every let unit to one SME, the first of each type to `s0`."""
    smes = estate["smes"]
    single = [name for name, sme in smes.items() if "count" not in sme]
    for name, workshop in estate["workshops"].items():
        for k in range(workshop.get("let", workshop["units"])):
            tenant = c.pick(list(smes)) if k else "s0"
            smes[tenant].setdefault("tenant_of", []).append(f"{name}-{k + 1:03}")
        for change in workshop.get("units_later", {}).values():
            if change["units"] > 0:
                change["let_to"] = c.pick(single)


def _allot(c: Choices, estate: Tree) -> None:
    """Lets channels ask several SMEs, SMEs limit what they promise, and partners nominate some."""
    for channel in sorted({partner["channel"] for partner in estate["partners"].values()}):
        if c.chance(50):
            way = {"asks": c.integer(1, 4), "by": c.pick(("lottery", "least_work", "least_work"))}
            estate.setdefault("channels", {})[channel] = way
    for sme in estate["smes"].values():
        if "crews" in sme and c.chance(25):
            sme["most_work"] = c.span(0, 80)
    for partner in estate["partners"].values():
        if c.chance(25):
            partner["contract"]["sources"] = c.integer(1, 3)


def _split(c: Choices, estate: Tree) -> None:
    """Lets channels split orders, into few parts and into many."""
    for channel in sorted({partner["channel"] for partner in estate["partners"].values()}):
        if c.chance(70):
            estate.setdefault("channels", {}).setdefault(channel, {})["split_above"] = c.pick((4, 2, 1, 6))


def _work_overtime(c: Choices, estate: Tree) -> None:
    """Lets most SMEs work overtime, which needs crews, hours, and shifts that pause their work."""
    estate["rules"] |= {"end_of_shift": "pause"}
    estate["rules"].pop("finish_within", None)
    for sme in estate["smes"].values():
        if c.chance(80):
            sme["overtime"] = {"hours": c.span(1, 8), "above": c.span(0, 3), "a_week": c.span(1, 36)}
            sme.setdefault("crews", c.integer(1, 2))
            sme.setdefault("calendar", c.pick(list(estate["calendars"])))


def _mentor(c: Choices, estate: Tree) -> None:
    """Lets SMEs be mentored, from before the run on or within it."""
    for sme in estate["smes"].values():
        sme["score"] = c.integer(0, 50) * 100
    asked = c.some(list(estate["smes"]))
    estate["programmes"] = {
        "five": {
            "firms": asked,
            "from": c.day(-70, 10),
            **({"until": c.day(0, 40)} if c.chance(30) else {}),
            **{"cohort": c.integer(1, 2), "mentors": c.integer(1, 2), "months": c.integer(1, 3)},
            "reached": c.integer(20, 100) * 100,
            **({"half_life": f"{c.integer(1, 5)} months"} if c.chance(60) else {}),
            **{"joins": c.integer(5, 10) / 10, "works": c.integer(5, 10) / 10},
            "effects": {key: c.integer(0, 9) / 10 for key in c.some(["setup", "rejects", "time", "wear"])},
        }
    }


def _match(c: Choices, estate: Tree) -> None:
    """Lets partners be won at events, before which they order nothing."""
    estate["matching"] = {"events": _dates(c)} | ({"a_year": c.integer(1, 3)} if c.chance(50) else {})
    for partner in estate["partners"].values():
        if partner["orders"].keys().isdisjoint({"book", "circulating"}) and c.chance(60):
            partner["prospect"] = {"chance": c.integer(2, 10) / 10} | (
                {"delay": c.spans(0, 90)} if c.chance(60) else {}
            )


def _grow(c: Choices, estate: Tree) -> None:
    """Lets partners order more or less by how they are served."""
    for partner in estate["partners"].values():
        has_rate = partner["orders"].keys().isdisjoint({"book", "circulating"})
        if has_rate and "due" in partner["contract"] and c.chance(80):
            bad = c.integer(0, 8)
            partner["contract"]["growth"] = {
                "dates": {"every": f"{30 * c.integer(24, 200)} min"} if c.chance(70) else _dates(c),
                "step": f"{10 * c.integer(0, 7)} %",
                "good": f"{10 * c.integer(bad, 9)} %",
                "bad": f"{10 * bad} %",
                "least": f"{10 * c.integer(0, 10)} %",
                "most": f"{10 * c.integer(10, 30)} %",
            }


def _keep_stock(c: Choices, estate: Tree) -> None:
    """Lets SMEs keep finished stock, and partners call off from it."""
    for name, sme in estate["smes"].items():
        made = sme.get("components", list(estate["components"]))
        if name == "s0" or c.chance(60):
            kept = made if name == "s0" else c.some(made)
            sme["stock"] = {part: {"boxes": c.integer(1, 4), "box": c.integer(1, 8)} for part in kept}
    for partner in estate["partners"].values():
        contract = partner["contract"]
        if contract.get("rejects") != "short" and c.chance(75):
            contract["from_stock"] = True


def _buy_singly(c: Choices, estate: Tree) -> None:
    """Keeps stocks of material for the SMEs of some channels; others buy singly."""
    used = sorted({partner["channel"] for partner in estate["partners"].values()})
    for name, material in estate["materials"].items():
        if c.chance(75):
            material["single"] = {"members": c.some(used)[: c.integer(0, 1)], "lead_time": c.spans(0, 40)}
            if "price" in material and c.chance(60):
                material["single"]["price"] = f"Rp {c.integer(1, 9999)}"
            for change in estate.get("changes", {}).values():
                if c.chance(40):
                    change.setdefault("times", {})[f"materials.{name}.single.lead_time"] = c.pick((0.5, 2))


def _pay(c: Choices, estate: Tree) -> None:
    """Lets most SMEs buy material with cash that has a limit, until partners pay."""
    for component in estate["components"].values():
        component["price"] = f"Rp {c.integer(0, 400)}"
    for material in estate["materials"].values():
        material["price"] = f"Rp {c.integer(1, 9999)}"
    for sme in estate["smes"].values():
        if c.chance(80):
            sme["credit"] = f"Rp {c.integer(0, 2000)}"
        if c.chance(70):
            sme["capital"] = f"Rp {c.integer(0, 2000)}"
    for partner in estate["partners"].values():
        if c.chance(70):
            partner["contract"]["terms"] = c.span(0, 200)
        if c.chance(40):
            partner["contract"]["down_payment"] = f"{c.integer(0, 100)} %"
    for change in estate.get("changes", {}).values():
        paths = [f"materials.{m}.price" for m in estate["materials"]]
        paths += [f"smes.{s}.{k}" for s, sme in estate["smes"].items() for k in ("capital", "credit") if k in sme]
        for p, part in estate["partners"].items():
            if "circulating" not in part["orders"]:
                paths += [f"partners.{p}.contract.{k}" for k in ("terms", "down_payment") if k in part["contract"]]
        change.setdefault("times", {}).update({path: 0.5 for path in paths if c.chance(40)})
        if c.chance(30) and not any("set" in each for each in estate["changes"].values()):
            change["set"] = {path: f"Rp {c.integer(0, 4000)}" for path in paths if path.startswith("smes")}


def _supervise(c: Choices, estate: Tree) -> None:
    """Lets partners qualify SMEs by their scores, and review them by what they deliver."""
    scores = [sme for sme in estate["smes"].values() if "score" in sme]
    for partner in estate["partners"].values():
        contract = partner["contract"]
        if scores and c.chance(70):
            contract["gate"] = {"score": c.integer(0, 60) * 100} | (
                {"qualification": c.spans(0, 400)} if c.chance(60) else {}
            )
        is_due = "due" in contract or any("due" in order for order in partner["orders"].get("book", ()))
        if is_due and "circulating" not in partner["orders"] and c.chance(80):
            targets = {
                "on_time": f"{10 * c.integer(0, 10)} %",
                "in_full": f"{10 * c.integer(0, 10)} %",
                "delivered_ppm": 1000 * c.integer(0, 200),
            }
            contract["review"] = {
                "dates": {"every": f"{30 * c.integer(24, 200)} min"} if c.chance(70) else _dates(c),
                "window": c.span(20, 600),
                "at_least": c.integer(1, 3),
                **{key: targets[key] for key in c.some(list(targets))},
                "warnings": c.integer(0, 2),
                **({"suspended": c.span(1, 300)} if c.chance(80) else {"warnings": c.integer(1, 2)}),
                "ended": c.chance(60),
            }


def _change(c: Choices, estate: Tree) -> None:
    """Lets things change on dates, and back."""
    for sme in estate["smes"].values():
        if c.chance(30):
            sme["setup_factor"] = c.pick((0.5, 2))
    paths = [f"smes.{s}.{key}_factor" for s in estate["smes"] for key in ("time", "setup", "reject", "wear")]
    paths += [f"smes.{s}.crews" for s, sme in estate["smes"].items() if "crews" in sme]
    paths += [f"components.{k}.reject_rate" for k, part in estate["components"].items() if part.get("reject_rate")]
    for m, material in estate["materials"].items():
        paths += [
            f"materials.{m}.loss",
            *(f"materials.{m}.{k}.lead_time" for k in ("reorder", "fallback") if k in material),
        ]
    paths += [f"lanes.{k}.travel" for k in estate["lanes"]]
    paths += [f"lanes.{k}.truck" for k, lane in estate["lanes"].items() if "truck" in lane]
    paths += [
        f"lanes.{k}.departures.every" for k, lane in estate["lanes"].items() if "every" in lane.get("departures", ())
    ]
    if not any("circulating" in part["orders"] for part in estate["partners"].values()):
        paths += [f"smes.{s}.share" for s in estate["smes"]]
    for p, part in estate["partners"].items():
        if "circulating" not in part["orders"]:
            stated = [k for k in ("due", "early", "late", "tolerance", "sources") if k in part["contract"]]
            paths += [f"partners.{p}.contract.{key}" for key in stated]
    paths += [f"partners.{p}.demand" for p, part in estate["partners"].items() if "circulating" not in part["orders"]]
    units = [
        f"{w}-{k + 1:03}" for w, part in estate["workshops"].items() for k in range(part.get("let", part["units"]))
    ]
    for k in range(c.integer(1, 3)):
        change: Tree = (
            _days(c, 12) if c.chance(70) else {"decided": c.day(), "building_time": f"{c.integer(0, 5)} days"}
        )
        change["times"] = {path: _factor(c, path) for path in c.some(paths)}
        if c.chance(50):
            change["out"] = c.some(units)
        roads = [f"lanes.{name}" for name in estate["lanes"]]
        suppliers = [
            f"materials.{m}.{k}"
            for m, part in estate["materials"].items()
            for k in ("reorder", "fallback")
            if k in part
        ]
        if roads + suppliers and c.chance(40):
            change["closed"] = c.some(roads + suppliers)
        crews = [path for path in paths if path.endswith("crews")]
        if k == 0 and crews:
            change["set"] = {path: c.integer(1, 4) for path in c.some(crews)}
            change["set"] |= {path: f"{c.integer(0, 9)} %" for path in c.some(paths) if path.endswith("loss")}
        estate.setdefault("changes", {})[f"e{k}"] = change


def _build(c: Choices, estate: Tree) -> None:
    """Lets units open that are let one by one, for a while or for good, maybe to firms that come with them."""
    workshop, count = c.pick(list(estate["workshops"])), c.integer(1, 3)
    units: Tree = {"units": count, "take_up": f"{c.integer(0, 9)} days"}
    if c.chance(60):
        units["brings"] = "newcomer"
        estate["smes"]["newcomer"] = {"count": c.integer(1, count), "crews": c.integer(1, 2)}
    elif estate["rules"].get("tenancy") == "tenanted":
        units["let_to"] = "s0"
    if c.chance(30):
        units["let"] = count
    span = _days(c, 15) if c.chance(50) else {"decided": c.day(), "building_time": f"{c.integer(0, 3)} days"}
    estate.setdefault("changes", {})["hall"] = span | {"units": {workshop: units}}


def _factor(c: Choices, path: str) -> float:
    """Returns a factor with which a value can stand at its path, whatever it is."""
    return {"crews": 2, "reject_rate": 0.5, "sources": 2}.get(path.rsplit(".", 1)[1]) or c.pick((0.5, 2))


def _queue(c: Choices, estate: Tree) -> None:
    """Lets queues go by the rules that came later."""
    if c.chance(25):
        estate["rules"]["ties"] = "arrival"
    if c.chance(20):
        estate["rules"]["crew_queue"] = c.pick(LATER_QUEUES)
    for workshop in estate["workshops"].values():
        if workshop["queue"] != "preemptive" and c.chance(40):
            workshop["queue"] = c.pick(LATER_QUEUES)


def random_tree(seed: int, ties: bool) -> Tree:
    """Returns the scenario of a seed."""
    draw = np.random.default_rng(seed)
    return tree(Choices(lambda low, high: int(draw.integers(low, high + 1)), ties=ties))


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Draws a scenario; shrinks to the plainest one that still fails."""
    return tree(Choices(lambda low, high: draw(st.integers(low, high)), ties=draw(st.booleans())))


def plain_tree(**parts: Any) -> Tree:
    """Returns a queue: one workshop of one unit, one component of one operation, one partner; parts replace its own."""
    base: Tree = {
        "time": {"first_day": str(FIRST_DAY), "last_day": str(FIRST_DAY + timedelta(days=DAYS - 1))},
        "workshops": {"A": {"units": 1}},
        "components": {"pin": {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}}},
        "partners": {"p": {"orders": {"every": "2 h"}, "components": {"pin": 1}}},
    }
    return base | parts


def small_tree() -> Tree:
    """Returns a queue with some of everything: two workshops, two SMEs, material, a lane, rejects, failures."""
    return plain_tree(
        workshops={
            "A": {"units": 1},
            "B": {"units": 2, "failures": {"life": {"exponential": "30 h"}, "repair": "2 h"}},
        },
        smes={"forge": {"crews": 2, "calendar": "day"}, "press": {"crews": 1, "calendar": "day"}},
        components={
            "pin": {
                "routing": {
                    "turn": {
                        "workshop": "A",
                        "setup": "20 min",
                        "per_piece": {"gamma": {"mean": "5 min", "cv": 0.5}},
                    },
                    "cool": {"workshop": "none", "setup": "1 h"},
                    "mill": {"workshop": "B", "per_piece": "10 min", "rework": True},
                },
                "material": "steel",
                "mass": "2 kg",
                "reject_rate": 0.05,
            }
        },
        materials={
            "steel": {"opening": "200 kg", "reorder": {"point": "100 kg", "batch": "50 kg", "lead_time": "2 days"}}
        },
        partners={
            name: {
                "orders": {"every": {"exponential": "8 h"}},
                "components": {"pin": 1},
                "quantity": {"uniform": [1, 12]},
                "lane": "road",
                "contract": {"due": "5 days"},
            }
            for name in ("maker", "market")
        },
        calendars={"day": {"hours": {"monday-saturday": "08:00-12:00, 13:00-16:00"}}},
        lanes={"road": {"travel": "3 h", "departures": {"weekdays": ["monday", "wednesday", "friday"], "at": "15:00"}}},
    )


def file_tree(name: str, days: int = 40) -> Tree:
    """Returns a scenario file as a plain tree, for its first days only."""
    whole = _whole(name)
    first = date.fromisoformat(whole["time"]["first_day"])
    span = {"first_day": str(first), "last_day": str(first + timedelta(days=days))}
    return deepcopy(whole) | {"time": span}


@cache
def _whole(name: str) -> Tree:
    """Returns a scenario file as a plain tree; nobody writes in it."""
    return tree_of(read_scenario(SCENARIOS / name))


def tiny_trees() -> Iterator[Tree]:
    """Yields every estate of two orders at once with some of each of a few small features."""
    times, units, crews, queues = ("0 h", "1 h"), (1, 2), (None, 1), ("fifo", "spt", "preemptive")
    failures = (None, {"life": "1 h", "repair": "0 h"}, {"life": "1 h", "repair": "1 h", "clock": "calendar"})
    for setup, first, unit, crew, queue, failure, rate, rejects in product(
        times, times, units, crews, queues, failures, (0, 0.5), ("rework", "remake")
    ):
        routing = {
            "cut": {"workshop": "A", "setup": setup, "per_piece": first, "rework": True},
            "cool": {"workshop": "none", "per_piece": "1 h"},
            "turn": {"workshop": "A", "per_piece": "1 h"},
        }
        contract = {"rejects": rejects, "due": "1 day"}
        partners = {
            f"p{k}": {
                "orders": {
                    "book": [{"placed": _at(60 * h), "component": "pin", "quantity": 1 + h % 2} for h in (8, 9)]
                },
                "components": {"pin": 1},
                "priority": k,
                "contract": contract,
            }
            for k in range(2)
        }
        workshop: Tree = {"units": unit, "queue": queue} | ({"failures": failure} if failure else {})
        yield plain_tree(
            time={"first_day": str(FIRST_DAY), "last_day": str(FIRST_DAY + timedelta(days=2))},
            workshops={"A": workshop},
            smes={"s": {"crews": crew} if crew else {}},
            components={"pin": {"routing": routing, "reject_rate": rate}},
            partners=partners,
        )


def responses(points: Sequence[Any], kpis: Sequence[str], values: Any, axis: str = "point") -> Responses:
    """Returns responses of given values, (points, replications, kpis)."""
    numbers, known = tuple(range(np.shape(values)[1])), np.asarray(values, float)
    return Responses(tuple(points), numbers, tuple(kpis), known, {"seed": 1, "run": "0123456789ab"}, axis=axis)


def comparison(scenarios: dict[str, Any], kpis: Sequence[str], values: Any, headline: str = "otif") -> Comparison:
    """Returns a comparison of scenarios of given values, (scenarios, replications, kpis)."""
    found = responses(tuple(scenarios), kpis, values, "scenario")
    return Comparison(scenarios, found, Asked(headline), None)  # type: ignore[arg-type]
