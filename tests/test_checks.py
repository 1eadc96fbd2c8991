"""Every kind of mistake in a scenario is named with its path, what it got, and what would be right."""

import math
import os
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takarusim.errors import ScenarioError
from takarusim.scenario import reading

ESTATE = {
    "time": {"first_day": "2024-01-01", "last_day": "2024-12-31", "run_in": "4 weeks"},
    "sources": {"T01": {"publisher": "Radar Tegal", "date": "20 Nov 2023"}},
    "workshops": {
        "A": {"units": 4, "calendar": "day"},
        "C": {"units": 46, "let": 43},
    },
    "changes": {"new": {"from": "2024-07-01", "units": {"C": {"units": 8, "let": 5}}}},
    "smes": {
        "one": {"crews": 2, "components": ["bracket"], "channels": ["direct"], "calendar": "day"},
        "two": {"tenant_of": ["C-001", "A-001"], "channels": ["direct"]},
    },
    "components": {
        "bracket": {
            "routing": {"cut": {"workshop": "A", "per_piece": "3 min"}, "bend": {"workshop": "C", "rework": True}},
            "material": "plate",
            "mass": "2 kg",
            "reject_rate": "2 %",
        },
        "pin": {"routing": {"turn": {"workshop": "C"}, "cool": {"workshop": "none", "per_piece": "1 h"}}},
    },
    "materials": {
        "plate": {
            "opening": "2 t",
            "reorder": {"point": "1 t", "lead_time": "3 days", "review": {"weekdays": ["monday"]}},
        }
    },
    "partners": {
        "market": {
            "orders": {"every": {"exponential": "3 h"}, "factors": {"feast": {"from": "2024-03-01", "factor": 2}}},
            "components": {"bracket": 1, "pin": {"share": 2, "quantity": 3}},
            "quantity": {"triangular": [5, 12, 40]},
            "lane": "road",
        },
    },
    "calendars": {"day": {"hours": {"monday-friday": "08:00-16:00"}, "holidays": ["national"]}},
    "holidays": {"national": ["2024-01-01"]},
    "lanes": {"road": {"travel": "4 h", "departures": {"weekdays": ["friday"]}, "truck": "8 t", "calendar": "day"}},
}
LONG = {"time": {"long_run": "2 years"}}
GONE = object()


def changed(edits):
    """Returns the estate with other values at some dotted paths."""
    tree = deepcopy(ESTATE)
    for path, value in edits.items():
        *steps, last = path.split(".")
        part = tree
        for step in steps:
            part = part.setdefault(step, {})
        if value is GONE:
            del part[last]
        else:
            part[last] = deepcopy(value)
    return tree


def mistakes(tree):
    """Returns what a reading refuses a tree for."""
    with pytest.raises(ScenarioError) as refused:
        reading.scenario_from(tree)
    return [str(problem) for problem in refused.value.problems]


def test_the_estate_has_no_mistake():
    assert reading.remarks(reading.scenario_from(ESTATE))[0].path == "sources.T01"
    assert reading.scenario_from(changed({"time": LONG["time"], "changes": {}, "partners.market.orders.factors": {}}))


ALONE = {  # mistakes in one place: edits, message
    "a key that is not known": (
        {"workshops.A.untis": 3},
        "workshops.A.untis: unknown key, got 'untis'; did you mean 'units'?",
    ),
    "a key of a subsystem that is not there": (
        {"weather": {}},
        "weather: unknown key, got 'weather'; none is like it",
    ),
    "a part without what it needs": (
        {"workshops.A.units": GONE},
        "workshops.A.units: missing, got nothing; Buildings of this type",
    ),
    "a bare number where a unit is needed": (
        {"components.bracket.routing.cut.setup": 10},
        "components.bracket.routing.cut.setup: no unit, got 10; a duration such as '45 min' or '3 days'",
    ),
    "a unit of another dimension": (
        {"components.bracket.mass": "2 h"},
        "components.bracket.mass: 'h' is no unit of it, got '2 h'; a mass such as '2 t' or '350 kg'",
    ),
    "a value out of range": ({"workshops.A.units": 0}, "workshops.A.units: too small, got 0; at least 1"),
    "a share above one": (
        {"components.bracket.reject_rate": "200 %"},
        "components.bracket.reject_rate: too large, got '200 %'; at most 100 %",
    ),
    "a percentage without its sign": (
        {"components.bracket.reject_rate": 5},
        "components.bracket.reject_rate: too large, got 5; at most 1, or 5 %",
    ),
    "a choice that is none": (
        {"workshops.A.queue": "fifoo"},
        "workshops.A.queue: no such choice, got 'fifoo'; did you mean 'fifo'?",
    ),
    "a crew queue that preempts": (
        {"rules": {"crew_queue": "preemptive"}},
        (
            "rules.crew_queue: no such choice, got 'preemptive'; "
            "one of fifo, lifo, spt, lpt, edd, most_work, least_work, most_operations, fewest_operations, "
            "critical_ratio, priority"
        ),
    ),
    "a truth that is none": (
        {"components.bracket.routing.bend.rework": "yes"},
        "components.bracket.routing.bend.rework: neither true nor false, got 'yes'; true or false",
    ),
    "a date that is none": (
        {"time.last_day": "2024-02-30"},
        "time.last_day: not a date, got '2024-02-30'; such as 2024-01-31",
    ),
    "a number for a date": ({"time.last_day": 2024}, "time.last_day: not a date, got 2024; such as 2024-01-31"),
    "a moment that is none": (
        {"lanes.road.bans": {"x": {"from": "soon", "until": "2024-03-01"}}},
        "lanes.road.bans.x.from: not a moment, got 'soon'; such as 2024-01-31 08:00",
    ),
    "a time zone": (
        {"lanes.road.bans": {"x": {"from": "2024-02-01T00:00:00Z", "until": "2024-03-01"}}},
        "lanes.road.bans.x.from: a time zone, got '2024-02-01T00:00:00+00:00'; local time, such as 2024-01-31 08:00",
    ),
    "an id with a space": (
        {"smes.big shop": {}},
        "smes.big shop: no id, got 'big shop'; letters, digits and single hyphens between them",
    ),
    "a time of day that is none": (
        {"lanes.road.departures.at": "25:00"},
        "lanes.road.departures.at: no time of day, got '25:00'; hours and minutes such as 08:00",
    ),
    "a day of the month that is none": (
        {"lanes.road.departures.month_days": [32]},
        "lanes.road.departures.month_days.0: too large, got 32; at most 31",
    ),
    "a list where a mapping is needed": (
        {"workshops.A": [4]},
        "workshops.A: no mapping, got [4]; keys with values",
    ),
    "a text where a list is needed": (
        {"smes.one.components": "bracket"},
        "smes.one.components: no list, got 'bracket'; a list such as [a, b]",
    ),
    "a number where a text is needed": (
        {"partners.market.kind": 3},
        "partners.market.kind: not text, got 3; text, in quotes if it looks like a number",
    ),
    "a title that is no text": ({"title": 5}, "title: not a line of text, got 5; text, or {en: ..., id: ...}"),
    "a language that is none": (
        {"title": {"fr": "x"}},
        "title: not a line of text, got {fr: x}; text, or {en: ..., id: ...}",
    ),
    "a routing without operations": (
        {"components.pin.routing": {}},
        "components.pin.routing: too few, got 0; at least 1",
    ),
    "a seed below zero": ({"seed": -1}, "seed: too small, got -1; at least 0"),
    "a distribution that is none": (
        {"partners.market.orders.every": {"exponentail": "3 h"}},
        "partners.market.orders.every: unknown distribution, got 'exponentail'; did you mean 'exponential'?",
    ),
    "a CSV file that is not there": (
        {"holidays.national": "days.csv"},
        ("holidays.national: no such file, got 'days.csv'; a CSV or .xlsx file beside the scenario"),
    ),
}

TOO_MUCH = {  # what would hang, fill the memory or pass what integers can hold
    "a number of a hundred million digits": (
        {"partners.market.quantity": "1e99999999"},
        "partners.market.quantity: too many digits, got '1e99999999'; at most 400",
    ),
    "a number of thousands of digits": (
        {"workshops.A.units": 16**5000},
        f"workshops.A.units: too large, got 0x1{54 * '0'}...; less than 4.5e15",
    ),
    "a billion firms": ({"smes.one.count": 10**9}, "smes.one.count: too large, got 1000000000; at most 32767"),
    "a billion units": ({"workshops.A.units": 10**9}, "workshops.A.units: too large, got 1000000000; at most 10000"),
    "a day before the calendar": (
        {"lanes.road.departures": {"every": "1 min", "first": "0001-01-01"}},
        "lanes.road.departures.first: off the calendar, got 0001-01-01; from 1900-01-01 to 2199-12-31",
    ),
    "a plan of 250 years": (
        {"time.last_day": "2199-12-31", "time.first_day": "1950-01-01"},
        "time.last_day: too long, got up to 2199-12-31; by 2150-01-01",
    ),
    "a ramp of 8000 years": (
        {"partners.market.orders.ramp_up": "8000 years"},
        "partners.market.orders.ramp_up: too large, got '8000 years'; at most 50 years",
    ),
    "work that is a billion times longer": (
        {"smes.one.time_factor": 1e13},
        "smes.one.time_factor: too large, got 10000000000000.0; at most 1000",
    ),
    "a factor that work cannot be multiplied by": (
        {"smes.one.time_factor": 1.1, "components.pin.routing.turn.setup": "300 years"},
        "components.pin.routing.turn: too long, got up to 300 years a lot; less than 66.4 years",
    ),
    "a time that may be drawn beyond exact integers": (
        {"components.pin.routing.turn.setup": {"exponential": "50 years"}},
        "components.pin.routing.turn: too long, got up to 1.84e+03 years a lot; less than 73.1 years",
    ),
    "a time far beyond its mean": (
        {"components.pin.routing.turn.setup": {"discrete": {"1 ms": 1e15, "2 years": 1e-3}}},
        "components.pin.routing.turn.setup: too uneven, got up to 6.31e+10 times its mean; less than 1e+10",
    ),
    "too many orders in circulation": (
        {"partners.market.orders": {"circulating": 65536}},
        "partners.market.orders.circulating: too large, got 65536; at most 32767",
    ),
    "orders in circulation without time": (
        {
            "partners.market.orders": {"circulating": 2},
            "partners.market.components": {"pin": 1},
            "components.pin.routing": {"turn": {"workshop": "C"}},
            "lanes.road.travel": "0 h",
        },
        (
            "partners.market.orders.circulating: orders in circulation without time, got 0 from delivery to delivery; "
            "a time in every, or in an operation"
        ),
    ),
    "orders that come at once": (
        {"partners.market.orders.every": {"discrete": {"0 h": 1}}},
        "partners.market.orders.every: no time between orders, got 0; more than 0",
    ),
    "orders that nearly come at once": (
        {"partners.market.orders.every": {"discrete": {"0 h": 9, "1 ms": 1}}},
        "partners.market.orders.every: too short, got a mean of 0.1 ms; at least 1 ms",
    ),
    "a shape that no float holds": (
        {"partners.market.orders.every": {"weibull": {"mean": "8 h", "shape": 0.005}}},
        (
            "partners.market.orders.every: not the parameters of weibull, got {weibull: {mean: 8 h, shape: 0.005}}; "
            "a shape from 0.05 to 1000"
        ),
    ),
    "a mean that is no time": (
        {"partners.market.orders.every": {"exponential": "0.4 ms"}},
        (
            "partners.market.orders.every: mean under half a millisecond, got '0.4 ms'; "
            "times are whole milliseconds, so at least 1 ms"
        ),
    ),
    "a piece of less than a gram": (
        {"components.bracket.mass": "0.4 g"},
        "components.bracket.mass: too light, got 0.4 g; at least 1 g, or no material",
    ),
    "an order of a million tonnes": (
        {"components.bracket.mass": "100,000 t"},
        "components.bracket.mass: too heavy, got up to 4e+06 t an order; less than 1e+06 t",
    ),
    "pieces that demand multiplies beyond exact integers": (
        {
            "partners.market.orders": {"calendar": {"weekdays": ["monday"]}},
            "partners.market.demand": 60_000,
        },
        "partners.market.quantity: too large, got up to 2400000 pieces an order; at most 2147483",
    ),
    "a seed beyond 64 bits": (
        {"seed": 1 << 63},
        "seed: too large, got 9223372036854775808; at most 9223372036854775807",
    ),
}

BETWEEN = {  # mistakes between parts
    "an unknown workshop type": (
        {"components.pin.routing.turn.workshop": "D"},
        "components.pin.routing.turn.workshop: no such workshop type, got 'D'; one of A, C, none",
    ),
    "an unknown material": (
        {"components.bracket.material": "plat"},
        "components.bracket.material: no such material, got 'plat'; did you mean 'plate'?",
    ),
    "an unknown calendar of a type": (
        {"workshops.A.calendar": "dya"},
        "workshops.A.calendar: no such calendar, got 'dya'; did you mean 'day'?",
    ),
    "an unknown calendar of an SME": (
        {"smes.one.calendar": "dya"},
        "smes.one.calendar: no such calendar, got 'dya'; did you mean 'day'?",
    ),
    "an unknown calendar of a lane": (
        {"lanes.road.calendar": "dya"},
        "lanes.road.calendar: no such calendar, got 'dya'; did you mean 'day'?",
    ),
    "an unknown list of holidays": (
        {"calendars.day.holidays": ["nation"]},
        "calendars.day.holidays.0: no such list of holidays, got 'nation'; did you mean 'national'?",
    ),
    "an unknown lane": (
        {"partners.market.lane": "rode"},
        "partners.market.lane: no such lane, got 'rode'; did you mean 'road'?",
    ),
    "an unknown component of a partner": (
        {"partners.market.components.pins": 1},
        "partners.market.components.pins: no such component, got 'pins'; did you mean 'pin'?",
    ),
    "an unknown component of an SME": (
        {"smes.one.components": ["bracket", "pins"]},
        "smes.one.components.1: no such component, got 'pins'; did you mean 'pin'?",
    ),
    "an unknown component in a book": (
        {"partners.market.orders": {"book": [{"placed": "2024-02-01 08:00", "component": "pins", "quantity": 1}]}},
        "partners.market.orders.book.0.component: no such component, got 'pins'; did you mean 'pin'?",
    ),
    "an unknown supplier": (
        {"partners.market.contract": {"suppliers": ["one", "twoo", "two"]}},
        "partners.market.contract.suppliers.1: no such SME, got 'twoo'; did you mean 'two'?",
    ),
    "a channel that is nearly a partner's": (
        {"smes.one.channels": ["direkt"], "smes.two.channels": ["direct"]},
        "smes.one.channels.0: no such channel, got 'direkt'; did you mean 'direct'?",
    ),
    "an unknown source": (
        {"workshops.A.units": {"value": 4, "source": "T10"}},
        "workshops.A.units.source: no such source, got 'T10'; did you mean 'T01'?",
    ),
    "an unknown source of a part": (
        {"workshops.A.source": "T10"},
        "workshops.A.source: no such source, got 'T10'; did you mean 'T01'?",
    ),
    "an assumption without a range": (
        {"workshops.A.units": {"value": 4, "source": "assumption"}},
        "workshops.A.units: an assumption without a range, got 4; low and high beside it, or a part's range",
    ),
    "an assumed distribution without a range": (
        {
            "partners.market.source": "assumption",
            "partners.market.components": {"pin": {"share": 1, "range": [0.5, 2]}},
            "partners.market.orders": {"every": {"exponential": "3 h"}},
            "partners.market.quantity": GONE,
        },
        (
            "partners.market.orders.every: an assumption without a range, got exponential 3 h; "
            "low and high beside it, or a part's range"
        ),
    ),
    "a range beside the value": (
        {"workshops.A.range": [2, 3]},
        "workshops.A.range: no range around the value, got [2.0, 3.0]; multiples such as [0.5, 2]",
    ),
    "a type called none": (
        {"workshops.none": {"units": 1}},
        "workshops.none: no name for a type, got 'none'; it means an operation outside, take another name",
    ),
    "a firm's name that is taken": (
        {"smes.two.count": 3, "smes.two-01": {}},
        "smes.two-01: name taken, got 'two-01'; another one, as 'two' stands for several firms",
    ),
    "a change's name that is taken": (
        {"workshops.C-new": {"units": 1}},
        "changes.new.units.C: name taken, got 'new'; another one, as there is a type 'C-new'",
    ),
    "two changes that would open units of the same ids": (
        {
            "workshops.C-big": {"units": 1},
            "changes": {
                "big-new": {"from": "2024-07-01", "units": {"C": 2}},
                "new": {"from": "2024-07-01", "units": {"C-big": 2}},
            },
        },
        "changes.new.units.C-big: name taken, got 'new'; another one, as there is a change 'big-new' of type 'C'",
    ),
    "an end of orders in circulation": (
        {"partners.loop": {"orders": {"circulating": 2}, "components": {"pin": 1}, "until": "2024-03-01"}},
        (
            "partners.loop.until: orders in circulation have no end, got 2024-03-01; "
            "none, or orders by every, calendar or book"
        ),
    ),
    "neither a plan nor a long run": (
        {"time.last_day": GONE},
        "time: neither a plan nor a long run, got neither of last_day and long_run; one of them",
    ),
    "a last day before the first": (
        {"time.last_day": "2023-12-31", "changes": {}},
        "time.last_day: before the first day, got 2023-12-31; from 2024-01-01 on",
    ),
    "a run-in that is not of days": (
        {"time.run_in": "36 h"},
        "time.run_in: not whole days, got 36 h; whole days or weeks",
    ),
    "a warm-up of a plan": (
        {"time.warm_up": "3 weeks"},
        "time.warm_up: a warm-up of a plan, got 3 weeks; run_in, which makes a plan's first day",
    ),
    "an end before its beginning": (
        {"partners.market.from": "2024-05-01", "partners.market.until": "2024-05-01"},
        "partners.market.until: not after its beginning, got 2024-05-01; later than 2024-05-01",
    ),
    "a factor that ends before it begins": (
        {"partners.market.orders.factors.feast.until": "2024-02-01"},
        "partners.market.orders.factors.feast.until: not after its beginning, got 2024-02-01; later than 2024-03-01",
    ),
    "a change before the first day": (
        {"changes.new.from": "2023-12-15"},
        ("changes.new.units.C: before the first day, got 2023-12-15; from 2024-01-01 on, or units of the type itself"),
    ),
    "hours of no day": (
        {"calendars.day.hours": {"mondy": "08:00-16:00"}},
        "calendars.day.hours.mondy: not a day, got 'mondy'; did you mean 'monday'?",
    ),
    "hours that overlap": (
        {"calendars.day.hours": {"monday": "08:00-12:00, 11:00-16:00"}},
        "calendars.day.hours.monday: intervals of hours overlap, got one that begins in another; one after the other",
    ),
    "a calendar that never opens": (
        {"calendars.day.hours": {}},
        "calendars.day.hours: never open, got no hours; such as {monday-friday: '08:00-16:00'}",
    ),
    "time to finish work in that pauses": (
        {"rules": {"finish_within": "2 h"}},
        (
            "rules.finish_within: work pauses at the end of a shift, got 2 h; beside end_of_shift: finish, or no "
            "finish_within"
        ),
    ),
    "overtime of crews that are as many as it takes": (
        {"smes.two.overtime": {"hours": "2 h", "above": "9 h"}, "smes.two.calendar": "day"},
        "smes.two.overtime: overtime of crews without limit, got 2 h; crews beside it, or no overtime",
    ),
    "overtime of who never closes": (
        {"smes.two.overtime": {"hours": "2 h", "above": "9 h"}, "smes.two.crews": 1},
        "smes.two.overtime: overtime without closing hours, got 2 h; calendar beside it, or no overtime",
    ),
    "overtime where shifts finish their work": (
        {"smes.one.overtime": {"hours": "2 h", "above": "9 h"}, "rules": {"end_of_shift": "finish"}},
        (
            "smes.one.overtime: overtime where shifts finish their work, got 2 h; rules.end_of_shift: pause, or no "
            "overtime"
        ),
    ),
    "a span that never opens": (
        {
            "calendars.day.spans": {
                "ramadan": {"from": "2024-03-11", "until": "2024-04-10", "hours": {"monday": ""}},
                "syawal": {"from": "2024-04-10", "until": "2024-04-12", "hours": {"monday": "08:00-09:00"}},
            }
        },
        "calendars.day.spans.ramadan.hours: never open, got no hours; such as {monday-friday: '08:00-16:00'}",
    ),
    "spans that overlap": (
        {
            "calendars.day.spans": {
                "late": {"from": "2024-04-01", "until": "2024-04-12", "hours": {"monday": "08:00-09:00"}},
                "ramadan": {"from": "2024-03-11", "until": "2024-04-10", "hours": {"monday": "08:00-09:00"}},
            }
        },
        "calendars.day.spans.late.from: begins within span 'ramadan', got 2024-04-01; 2024-04-10 or later",
    ),
    "dates without a date": (
        {"lanes.road.departures": {"at": "08:00"}},
        "lanes.road.departures: no moments, got none of weekdays, month_days, dates and every; at least one of them",
    ),
    "an interval that is not of minutes": (
        {"lanes.road.departures": {"every": "90 s"}},
        "lanes.road.departures.every: not whole minutes, got 90 s; such as '1 h'",
    ),
    "a first date of nothing": (
        {"lanes.road.departures.first": "2024-02-01"},
        "lanes.road.departures.first: a first one without every, got 2024-02-01; every beside it",
    ),
    "two ways to place orders": (
        {"partners.market.orders": {"every": "3 h", "calendar": {"weekdays": ["monday"]}}},
        (
            "partners.market.orders: not one way to place orders, got every and calendar; "
            "one of every, calendar, circulating, book"
        ),
    ),
    "no way to place orders": (
        {"partners.market.orders": {}},
        "partners.market.orders: not one way to place orders, got nothing; one of every, calendar, circulating, book",
    ),
    "a factor on the rate of fixed dates": (
        {"partners.market.orders.every": GONE, "partners.market.orders.calendar": {"weekdays": ["monday"]}},
        "partners.market.orders.factors: a rate that orders by calendar do not have, got one; orders by every",
    ),
    "no time between orders": (
        {"partners.market.orders.every": "0 h"},
        "partners.market.orders.every: no time between orders, got 0; more than 0",
    ),
    "shares of nothing": (
        {"partners.market.components": {"pin": 0}},
        "partners.market.components: no component is ordered, got shares of 0 alone; a share above 0",
    ),
    "rejects and nothing to rework": (
        {"components.bracket.routing.bend.rework": False},
        (
            "components.bracket.routing: nothing to rework, got a reject rate of 2 % and no operation with rework; "
            "`rework: true` in some, or a contract with remake or short"
        ),
    ),
    "material without mass": (
        {"components.bracket.mass": GONE},
        "components.bracket.mass: no mass, got 0 of 'plate'; a mass per piece such as '2 kg'",
    ),
    "a level below the point": (
        {"materials.plate.reorder.up_to": "0.5 t"},
        "materials.plate.reorder.up_to: below the point, got 0.5 t; at least 1 t",
    ),
    "a channel of a partner that nothing else knows": (
        {"partners.market.channel": "typo"},
        "partners.market.channel: no such channel, got 'typo'; one of direct",
    ),
    "a channel of a partner that is nearly an SME's": (
        {"channels": {"direct": {"asks": 2}}, "partners.market.channel": "direkt"},
        "partners.market.channel: no such channel, got 'direkt'; did you mean 'direct'?",
    ),
    "a channel that nobody uses": (
        {"channels": {"direct": {"asks": 2}, "tmi": {"asks": 3}}},
        "channels.tmi: no such channel, got 'tmi'; one of direct",
    ),
    "promises without a limit of crews": (
        {"smes.two.most_work": "200 h"},
        (
            "smes.two.most_work: a limit of the work promised by each crew without a limit of crews, got 200 h; "
            "crews beside it"
        ),
    ),
    "a truck without departures": (
        {"lanes.road.departures": GONE},
        "lanes.road.truck: a load without departures, got 8 t; departures beside it",
    ),
    "goods held for no window": (
        {"partners.market.contract": {"due": "9 days", "hold": True}},
        (
            "partners.market.contract.hold: no beginning of the window, got hold without early; "
            "early beside it, such as 1 day"
        ),
    ),
    "goods held for no due date": (
        {"partners.market.contract": {"early": "1 day", "hold": True}},
        (
            "partners.market.contract.hold: no due date, got hold without due; "
            "due beside it, or due dates in the order book"
        ),
    ),
    "more SMEs than numbers": ({"smes.many": {"count": 32766}}, "smes: too large, got 32768 SMEs; at most 32767"),
    "more passes than lots": ({"rules.passes": 500}, "rules.passes: too large, got 500; at most 100"),
    "a quantity beyond exact integers": (
        {"partners.market.quantity": 3_000_000},
        "partners.market.quantity: too large, got up to 3000000 pieces an order; at most 2147483",
    ),
    "a quantity that may be drawn beyond exact integers": (
        {"partners.market.quantity": {"exponential": 100_000}, "smes.one.reject_factor": 4},
        "partners.market.quantity: too large, got up to 3673680 pieces an order; at most 1073741",
    ),
    "orders too fast for exact integers": (
        {"partners.market.demand": 200},
        "partners.market.demand: too large, got up to 400 times the rate; at most 270",
    ),
    "factors that are too large together": (
        {
            "partners.market.demand": 3,
            "partners.market.orders.factors": {
                "feast": {"from": "2024-03-01", "until": "2024-06-01", "factor": 40},
                "may": {"from": "2024-05-01", "until": "2024-07-01", "factor": 3},
                "autumn": {"from": "2024-09-01", "factor": 90},
            },
        },
        "partners.market.demand: too large, got up to 360 times the rate; at most 270",
    ),
    "factors that are too large in the same hours": (
        {
            "partners.market.orders.factors": {
                "mornings": {"hours": {"monday-friday": "08:00-12:00"}, "factor": 40},
                "mondays": {"hours": {"monday": "00:00-24:00"}, "factor": 9},
                "nights": {"hours": {"friday-saturday": "22:00-02:00"}, "factor": 200},
            },
        },
        "partners.market.demand: too large, got up to 360 times the rate; at most 270",
    ),
    "batches of a circulation": (
        {"partners.market.orders": {"circulating": 3, "every": "1 h", "batch": 2}},
        (
            "partners.market.orders.batch: several orders at once of orders by every and circulating, got 2; "
            "orders by every or by calendar, or 1"
        ),
    ),
    "a factor that always holds": (
        {"partners.market.orders.factors": {"feast": {"factor": 2}}},
        (
            "partners.market.orders.factors.feast: a factor that always holds, got 2; "
            "from, until or hours, or the partner's demand"
        ),
    ),
    "hours of a factor that cannot be read": (
        {"partners.market.orders.factors": {"rush": {"hours": {"monday": "8-12"}, "factor": 2}}},
        "partners.market.orders.factors.rush.hours.monday: not a time of day, got '8'; such as 08:00, at most 24:00",
    ),
    "more let than there are": (
        {"workshops.A.let": 5},
        "workshops.A.let: more let than there are, got 5; at most 4",
    ),
    "more let than open": (
        {"changes.new.units.C.let": 9},
        "changes.new.units.C.let: more let than open, got 9; at most 8",
    ),
    "a change of nothing": (
        {"changes.new.units.C": {"units": 0}},
        "changes.new.units.C.units: no change, got 0; units that open, or, negative, close",
    ),
    "more closed than there are": (
        {
            "changes": {
                "a": {"from": "2024-03-01", "units": {"A": -3}},
                "b": {"from": "2024-02-01", "units": {"A": -2}},
            }
        },
        "changes.a.units.A.units: closes more than there are, got -3; at least -2",
    ),
    "a unit of no type": (
        {"smes.two.tenant_of": ["D-001"]},
        "smes.two.tenant_of.0: no such unit, got 'D-001'; a type and a number such as 'A-001'",
    ),
    "a unit beyond the last": (
        {"smes.two.tenant_of": ["A-005"]},
        "smes.two.tenant_of.0: no such unit, got 'A-005'; A-001 to A-004",
    ),
    "a unit that is not let": (
        {"smes.two.tenant_of": ["C-044"]},
        "smes.two.tenant_of.0: a unit that is not let, got 'C-044'; C-001 to C-043",
    ),
    "a unit rented twice": (
        {"smes.one.tenant_of": ["C-001"]},
        "smes.two.tenant_of.0: a unit rented twice, got 'C-001' of 'one' too; one tenant",
    ),
    "new units for an unknown SME": (
        {"changes.new.units.C.let_to": "twoo"},
        "changes.new.units.C.let_to: no such SME, got 'twoo'; did you mean 'two'?",
    ),
    "new units for a tenant where they are pooled": (
        {"changes.new.units.C.let_to": "two"},
        "changes.new.units.C.let_to: a tenant where units are pooled, got 'two'; pool, or tenancy: tenanted",
    ),
    "new units for nobody where they are tenanted": (
        {"rules.tenancy": "tenanted"},
        "changes.new.units.C.let_to: units that nobody takes, got 'pool' where units are tenanted; an SME",
    ),
    "new units of an unknown type": (
        {"changes.new.units": {"D": 1}},
        "changes.new.units.D: no such workshop type, got 'D'; one of A, C",
    ),
    "units that close for a while": (
        {"changes.new": {"from": "2024-03-01", "until": "2024-04-01", "units": {"A": -1}}},
        "changes.new.units.A: units that close do not open again, got until 2024-04-01; no until",
    ),
    "new units that bring an unknown SME": (
        {"changes.new.units.C": {"units": 1, "brings": "twoo"}},
        "changes.new.units.C.brings: no such SME, got 'twoo'; did you mean 'two'?",
    ),
    "an SME that comes twice": (
        {
            "changes": {
                "a": {"from": "2024-03-01", "units": {"C": {"units": 1, "brings": "one"}}},
                "b": {"from": "2024-03-01", "units": {"C": {"units": 1, "brings": "one"}}},
            }
        },
        "changes.b.units.C.brings: an SME that comes twice, got 'one'; another one, as 'a' brings it already",
    ),
    "more firms than units": (
        {"changes.new.units.C": {"units": 2, "let": 1, "brings": "one"}, "smes.one.count": 2},
        "changes.new.units.C.brings: more firms than new units that are let, got 2; at most 1",
    ),
    "a routing over a type that is never let": (
        {
            "workshops.A.let": 0,
            "smes.two.tenant_of": [],
            "components.bracket.routing": {"cut": {"workshop": "A"}, "bend": {"workshop": "C", "rework": True}},
            "partners.market.components": {"pin": 1},
        },
        (
            "components.bracket.routing.cut.workshop: a type of which no unit is ever let, got 'A'; "
            "let some, or a change that does"
        ),
    ),
    "a component that nobody makes": (
        {"smes.two.components": ["bracket"]},
        "partners.market.components.pin: nobody can make it, got no SME that makes it; it in `components` of one",
    ),
    "a channel that nobody takes": (
        {"partners.market.components": {"pin": 1}, "smes.two.channels": ["cooperative"]},
        (
            "partners.market.components.pin: nobody can make it, got no maker in channel 'direct'; "
            "the channel in `channels` of one"
        ),
    ),
    "suppliers that cannot": (
        {"partners.market.contract": {"suppliers": ["one"]}},
        ("partners.market.components.pin: nobody can make it, got no maker among the suppliers; one in `suppliers`"),
    ),
    "tenants without the units": (
        {
            "rules.tenancy": "tenanted",
            "changes": {},
            "smes.two.tenant_of": ["A-001"],
            "partners.market.components": {"pin": 1},
        },
        (
            "partners.market.components.pin: nobody can make it, got no maker with units of C; "
            "such units in `tenant_of` of one"
        ),
    ),
    "calendars that never meet": (
        {
            "calendars.night": {"hours": {"monday-friday": "20:00-22:00"}},
            "smes.two.calendar": "night",
            "smes.one.calendar": "night",
        },
        (
            "partners.market.components.bracket: nobody can make it, got no maker whose hours meet those of "
            "the workshops; hours in common"
        ),
    ),
    "a target that is no KPI's name": (
        {"targets": {"On time": {"low": 0.5}}},
        "targets.On time: no name of a KPI, got 'On time'; such as otif or utilisation[workshop=C]",
    ),
    "a target that says nothing": (
        {"targets": {"otif": {"required": True}}},
        "targets.otif: no target, got neither low nor high; one of them, or both",
    ),
    "a target with its ends exchanged": (
        {"targets": {"otif": {"low": 0.9, "high": 0.4}}},
        "targets.otif.low: above its high, got 0.9; at most 0.4",
    ),
}

STEADY = {"time": {"long_run": "2 years"}, "changes": {}, "partners.market.orders.factors": {}}
IN_A_LONG_RUN = {
    "a dated change": (
        {"changes": {"new": {"from": "2024-07-01", "units": {"C": 8}}}},
        "changes.new: a dated change in a long run, got one; a plan (last_day), or none",
    ),
    "a factor": (
        {"partners.market.orders.factors": {"feast": {"from": "2024-03-01", "factor": 2}}},
        "partners.market.orders.factors.feast: a dated change in a long run, got one; a plan (last_day), or none",
    ),
    "a factor by hours in days": (
        {
            "partners.market.orders.factors": {
                "rush": {"hours": {"monday": "08:00-12:00"}, "until": "2024-03-01", "factor": 2}
            }
        },
        "partners.market.orders.factors.rush: a dated change in a long run, got one; a plan (last_day), or none",
    ),
    "a ramp": (
        {"partners.market.orders.ramp_up": "6 months"},
        "partners.market.orders.ramp_up: a ramp in a long run, got 6 months; a plan (last_day), or none",
    ),
    "a partner that comes": (
        {"partners.market.from": "2024-03-01"},
        "partners.market.from: a beginning in a long run, got 2024-03-01; none, or a plan (last_day)",
    ),
    "an SME that goes": (
        {"smes.one.until": "2024-03-01"},
        "smes.one.until: an end in a long run, got 2024-03-01; none, or a plan (last_day)",
    ),
    "a run-in": (
        {"time.run_in": "3 weeks"},
        "time.run_in: a run-in of a long run, got 3 weeks; warm_up, which a long run leaves out",
    ),
    "a warm-up as long as the run": (
        {"time.warm_up": "2 years"},
        "time.warm_up: as long as the run, got 2 years; less than 2 years",
    ),
    "a last day": (
        {"time.last_day": "2025-03-01"},
        "time: neither a plan nor a long run, got both of last_day and long_run; one of them",
    ),
}


@pytest.mark.parametrize("name", ALONE)
def test_a_mistake_in_one_place_is_named(name):
    edits, message = ALONE[name]

    assert mistakes(changed(edits)) == [message]


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_cannot_be_run_is_refused_at_once(name):
    edits, message = TOO_MUCH[name]

    assert mistakes(changed(edits)) == [message]


@pytest.mark.parametrize("name", BETWEEN)
def test_a_mistake_between_parts_is_named(name):
    edits, message = BETWEEN[name]

    assert mistakes(changed(edits)) == [message]


@pytest.mark.parametrize("name", IN_A_LONG_RUN)
def test_a_long_run_is_the_same_all_along(name):
    edits, message = IN_A_LONG_RUN[name]

    assert mistakes(changed(deepcopy({**STEADY, **edits}))) == [message]


def test_all_mistakes_are_named_at_once():
    several = [
        *("a key that is not known", "a bare number where a unit is needed", "a value out of range"),
        *("a choice that is none", "a text where a list is needed", "an id with a space", "a title that is no text"),
    ]
    between = ["an unknown lane", "an unknown list of holidays", "dates without a date", "a last day before the first"]
    chosen = [*(ALONE[name] for name in several), *(BETWEEN[name] for name in between)]
    edits = {path: value for each, _ in chosen for path, value in each.items()}

    assert mistakes(changed(edits)) == sorted(message for _, message in chosen)


def test_what_is_left_out_for_a_mistake_is_still_known_by_name():
    edits = {"workshops.C.units": 0, "smes.two.crews": "many", "materials.plate.opening": 3}

    assert len(mistakes(changed(edits))) == 3


def test_no_message_is_a_stranger_to_the_form():
    for _, message in [*ALONE.values(), *BETWEEN.values(), *IN_A_LONG_RUN.values()]:
        assert ", got " in message
        assert "; " in message
        assert "Input should be" not in message


# --- whatever is written

JUNK = st.sampled_from(
    [
        *(None, [], {}, "", "x", "-1 h", -1, 0, 1.5, 1e300, math.nan, True, [1], ["a"], 10**400, b"x", object()),
        *("2024-01-01", "2024-13-01", "Rp 5", "day", "C-001", "none", "assumption", "9" * 500),
        *({"value": 1}, {"a": {"b": 1}}, {"exponential": "1 h"}, {"gamma": [1]}, {"gamma": {"mean": [1], "cv": "x"}}),
        *({"discrete": {}}, {"empirical": "x.csv"}, {"empirical": {"a": 1}}, {"hyperexponential": {"means": 1}}),
        *({"value": "1 h", "low": [1], "high": 2}, {"triangular": ["a", "b", "c"], "unit": 5}, {"unit": "min"}),
    ]
)
TEXTS = st.sampled_from(
    ["1", "x", "[1]", "{a: 1}", "null", "{exponential: 3 h}", "true", "[", "!!x y", "{a: 1, a: 2}", ""]
)
ENDS = st.sampled_from(["", ".x", ".value", ".low", ".gamma.cv", ".exponential", ".source", ".0"])


def paths(part, steps=()):
    """Yields the path of everything in a tree."""
    for key, value in part.items() if isinstance(part, dict) else ():
        yield ".".join((*steps, key))
        yield from paths(value, (*steps, key))


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(paths(ESTATE))), JUNK, max_size=4),
    st.lists(st.tuples(ENDS, TEXTS), max_size=2),
    st.data(),
)
def test_whatever_is_written_is_read_or_refused_in_our_words(edits, sets, data):
    tree = deepcopy(ESTATE)
    for path, junk in edits.items():
        *steps, last = path.split(".")
        part = tree
        for step in steps:
            part = part.get(step) if isinstance(part, dict) else None
        if isinstance(part, dict):
            part[last] = deepcopy(junk) if isinstance(junk, list | dict) else junk
    overrides = [f"{data.draw(st.sampled_from(sorted(paths(ESTATE))))}{end}={text}" for end, text in sets]
    scenario, problems = None, []
    try:
        scenario = reading.scenario_from(tree, overrides)
    except ScenarioError as error:
        problems = error.problems

    assert scenario is None or reading.scenario_from(reading.tree_of(scenario)) == scenario
    assert scenario or problems
    assert all(", got " in problem.message and "; " in problem.message for problem in problems)
    assert not any("Input should be" in problem.message for problem in problems)


# --- mistakes of form, with their lines


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A function that writes files in an empty working directory."""
    monkeypatch.chdir(tmp_path)
    return lambda name, text: Path(name).write_text(text)


def refused(path, *overrides):
    with pytest.raises(ScenarioError) as error:
        reading.read_scenario(path, overrides)
    return [str(problem) for problem in error.value.problems]


def test_a_mistake_has_the_line_of_the_file_that_set_the_value(file):
    file("base.yaml", reading.text_of(reading.scenario_from(ESTATE)))
    file("more.yaml", "extends: base.yaml\n\nworkshops:\n  A:\n    units: 0\n    queue: fiffo\n")

    assert refused("more.yaml") == [
        "more.yaml:5: workshops.A.units: too small, got 0; at least 1",
        "more.yaml:6: workshops.A.queue: no such choice, got 'fiffo'; did you mean 'fifo'?",
    ]
    assert refused("more.yaml", "workshops.A.units=3") == [
        "more.yaml:6: workshops.A.queue: no such choice, got 'fiffo'; did you mean 'fifo'?",
    ]


def test_what_is_missing_has_the_line_of_the_part_around_it(file):
    file("base.yaml", reading.text_of(reading.scenario_from(ESTATE)))
    file("more.yaml", "extends: base.yaml\nworkshops:\n  B:\n    let: 1\n")

    assert refused("more.yaml") == ["more.yaml:3: workshops.B.units: missing, got nothing; Buildings of this type"]


def test_a_mistake_in_a_csv_file_has_its_line(file):
    file("base.yaml", reading.text_of(reading.scenario_from(ESTATE)))
    file("days.csv", "# decree\ndate\n2024-01-01\n2024-13-01\n")
    file("more.yaml", "extends: base.yaml\nholidays: {national: days.csv}\n")

    assert refused("more.yaml") == ["days.csv:4: holidays.national.1: not a date, got '2024-13-01'; such as 2024-01-31"]


def test_a_csv_file_without_the_column_is_refused(file):
    file("base.yaml", reading.text_of(reading.scenario_from(ESTATE)))
    file("days.csv", "dates\n2024-01-01\n")
    file("more.yaml", "extends: base.yaml\nholidays: {national: days.csv}\n")

    assert refused("more.yaml") == [
        (
            "more.yaml:2: holidays.national: no column 'date' in days.csv, got dates (separated by commas); "
            "did you mean 'dates'?"
        )
    ]


def test_a_key_given_twice_is_refused(file):
    file("base.yaml", reading.text_of(reading.scenario_from(ESTATE)))
    file("more.yaml", "extends: base.yaml\nworkshops:\n  A: {units: 4}\n  A: {units: 5}\n")

    assert refused("more.yaml") == ["more.yaml:4: workshops.A: key given twice, got it in line 3 already; one of them"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a: [1\nb: 2\n",
            "x.yaml:2: not YAML (expected ',' or ']', but got ':'); check indentation, colons and quotes",
        ),
        ("- 1\n", "x.yaml:1: not a scenario, got [1]; keys with values"),
        ("", "x.yaml:1: not a scenario, got nothing; keys with values"),
        ("a: &a {b: *a}\n", None),
        ("a: !!python/object:os.system {}\n", None),
    ],
)
def test_a_file_that_is_no_scenario_is_refused(file, text, message):
    file("x.yaml", text)
    found = refused("x.yaml")

    assert message is None or found == [message]


NINE = ", ".join(9 * ["*{}"])  # of these, each ten times as long as the one before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("b: 1\na: x\ay\n", "x.yaml:2: not YAML ('\\x07' is no text); check indentation, colons and quotes"),
        ("a: " + 2000 * "[", "x.yaml:1: not YAML (nested without end); check indentation, colons and quotes"),
        ("b: 1\nseed: !!int abc\n", "x.yaml:2: seed: not a number, got 'abc'; plain values"),
        ("seed: !!bool abc\n", "x.yaml:1: seed: neither true nor false, got 'abc'; plain values"),
        (f"seed: {5000 * '9'}\n", f"x.yaml:1: seed: too many digits, got '{56 * '9'}...; at most 400"),
        ("a: &a {<<: *a}\n", "x.yaml:1: a: nested without end; at most 50 levels"),
        ("a: &a {<<: [*a, *a]}\n", "x.yaml:1: a: nested without end; at most 50 levels"),
        (
            "a0: &a0 [1]\n" + "".join(f"a{i + 1}: &a{i + 1} [{NINE.format(*9 * [f'a{i}'])}]\n" for i in range(12)),
            "x.yaml:1: a5.6.0.7.7.2: repeated without end; fewer *",
        ),
        (
            "a0: &a0 {b: 1}\n" + "".join(f"a{i + 1}: &a{i + 1} {{<<: [*a{i}, *a{i}]}}\n" for i in range(40)),
            "x.yaml:2: a15: repeated without end; fewer *",
        ),
    ],
)
def test_a_file_that_yaml_makes_nothing_of_is_refused_with_its_line(file, text, message):
    file("x.yaml", text)

    assert message in refused("x.yaml")


def test_a_file_that_is_not_there_is_refused(file):
    file("more.yaml", "extends: basis.yaml\n")

    assert refused("none.yaml") == ["none.yaml: no such file, got 'none.yaml'; a scenario file (.yaml or .xlsx)"]
    assert refused("more.yaml") == ["more.yaml:1: extends: no such file, got 'basis.yaml'; there is none"]


def test_files_that_extend_each_other_are_refused(file):
    file("a.yaml", "extends: b.yaml\n")
    file("b.yaml", "extends: a.yaml\n")

    assert refused("a.yaml")[0] == (
        "b.yaml:1: extends: extends itself in a circle, got 'a.yaml'; a base that does not extend this file"
    )


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (os.mkfifo, "x.yaml: cannot read the file, got 'x.yaml' (no plain file); a scenario file (.yaml or .xlsx)"),
        (os.mkdir, "x.yaml: cannot read the file, got 'x.yaml' (no plain file); a scenario file (.yaml or .xlsx)"),
        (
            lambda path: Path(path).symlink_to(path),
            "x.yaml: cannot read the file, got 'x.yaml' (no plain file); a scenario file (.yaml or .xlsx)",
        ),
        (
            lambda path: Path(path).write_text("# " + 2_000_000 * "x"),
            "x.yaml: cannot read the file, got 'x.yaml' (more than 2 MB); a scenario file (.yaml or .xlsx)",
        ),
    ],
)
def test_what_is_no_plain_file_is_refused_and_not_waited_for(file, made, message):
    made("x.yaml")

    assert refused("x.yaml") == [message]


@pytest.mark.parametrize("name", ["x" * 300 + ".yaml", "a\0b.yaml"])
def test_a_name_that_no_file_can_have_is_refused(file, name):
    (message,) = refused(name)

    assert "no such file, got " in message


def test_a_cell_of_a_csv_file_that_is_too_long_is_refused(file):
    file("base.yaml", reading.text_of(reading.scenario_from(ESTATE)))
    file("days.csv", f'date\n"{200_000 * "2"}"\n')
    file("more.yaml", "extends: base.yaml\nholidays: {national: days.csv}\n")
    message = "cannot read the file, got 'days.csv' (a cell is too long); a CSV or .xlsx file beside the scenario"

    assert refused("more.yaml") == [f"more.yaml:2: holidays.national: {message}"]
