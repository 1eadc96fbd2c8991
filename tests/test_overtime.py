"""Overtime: who works on, for how long, and that it is nothing but a longer day."""

from collections import Counter
from datetime import timedelta
from functools import cache

import numpy as np
import pytest

from cases import plain_tree, random_tree
from laws import broken, run
from takarusim import model
from takarusim.engine import kernel
from takarusim.engine.instance import DAY, DOWN, FINISH, OVERTIME, PREEMPT, START, UP, WEEK
from takarusim.errors import ScenarioError
from takarusim.experiments.run import simulate
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.outcome.overtime import lived
from takarusim.scenario import calendars
from takarusim.scenario.reading import scenario_from
from test_ledger import charges, slow_charges

HOUR = 3_600_000
SHIFT = "08:00-12:00, 13:00-16:00"
LONG = {"hours": "4 h", "above": "0 h"}
BUSY = range(24)


def busy_tree(seed):
    """Returns a random estate whose SMEs all work overtime and have more to do than they can."""
    tree = random_tree(seed, ties=seed % 2 == 0)
    tree["rules"] = {key: value for key, value in tree["rules"].items() if key not in {"end_of_shift", "finish_within"}}
    for k, sme in enumerate(tree["smes"].values()):
        sme.setdefault("crews", 1 + k % 2)
        sme.setdefault("calendar", next(iter(tree["calendars"])))
        sme["overtime"] = {"hours": f"{30 * (1 + (seed + k) % 8)} min", "above": f"{(seed + k) % 3} h", "a_week": "7 h"}
    for partner in tree["partners"].values():
        partner["quantity"] = {"uniform": [6, 30]}
    return tree


def busy():
    """Yields seeds and scenarios of estates in which somebody can work."""
    for seed in BUSY:
        try:
            yield seed, scenario_from(busy_tree(seed))
        except ScenarioError:
            continue


@cache
def lived_through(engine):
    """Returns seeds of busy estates, with their Instance and their log."""
    return [(seed, *run(scenario, engine, seed=seed)) for seed, scenario in busy()]


def shop(orders, overtime=None, hours=SHIFT, **parts):
    """Returns one SME of one crew, by day: orders of (day of January, hour, pieces of an hour)."""
    rows = [{"placed": f"2024-01-{day:02} {hour:02}:00", "component": "pin", "quantity": n} for day, hour, n in orders]
    sme = {"crews": 1, "calendar": "day"} | ({"overtime": overtime} if overtime else {})
    base = {
        "smes": {"s": sme},
        "calendars": {"day": {"hours": {"monday-saturday": hours}}},
        "partners": {"p": {"orders": {"book": rows}, "components": {"pin": 1}}},
    }
    return plain_tree(**base | parts)


def told(engine, tree, *kinds):
    """Returns what happens, as (kind, hour since Monday, amount in hours), when no rule is broken."""
    x, log = run(scenario_from(tree), engine)
    assert broken(x, log) == []
    rows = log[np.isin(log["kind"], kinds)]
    return [(int(kind), time / HOUR, ms / HOUR) for kind, time, ms in rows[["kind", "time", "amount"]].tolist()]


def test_who_loses_a_unit_as_the_evening_begins_works_on_on_another(engine):
    """A day that closes at midnight, at which one of two units is out: that comes first, then who works on."""
    changes = {"fire": {"from": "2024-01-02", "out": ["A-001"]}}
    tree = shop([(1, 20, 5), (1, 20, 5)], LONG, "20:00-24:00", workshops={"A": {"units": 2}}, changes=changes)
    tree["smes"]["s"]["crews"] = 2

    rows = told(engine, tree, PREEMPT, OVERTIME)

    assert [(kind, hour) for kind, hour, _ in rows] == [(PREEMPT, 24), (OVERTIME, 24)]


@pytest.mark.parametrize(
    ("overtime", "message"), [({"hours": "5 h"}, "at most 4 h"), ({"a_week": "19 h"}, "at most 18 h")]
)
def test_more_than_the_law_allows_is_refused(overtime, message):
    with pytest.raises(ScenarioError, match=message):
        scenario_from(shop([(1, 9, 1)], LONG | overtime))


# ---- by hand


def test_who_has_more_work_than_the_threshold_works_on_and_finishes_sooner(engine):
    tree = shop([(1, 9, 10)], {"hours": "2 h", "above": "3 h"})  # six hours until four, then four are left

    assert told(engine, tree, OVERTIME, FINISH) == [(OVERTIME, 16, 2), (FINISH, 24 + 10, 10)]


@pytest.mark.parametrize(("pieces", "works_on"), [(9, 0), (10, 2)])
def test_just_as_much_work_as_the_threshold_is_not_above_it(engine, pieces, works_on):
    tree = shop([(1, 9, pieces)], {"hours": "2 h", "above": "3 h"})

    assert sum(ms for kind, _, ms in told(engine, tree, OVERTIME)) == works_on


def test_work_counts_for_each_crew_and_by_how_fast_the_sme_is(engine):
    tree = shop([(1, 9, 20)], {"hours": "2 h", "above": "7 h"})
    sme = tree["smes"]["s"]
    found = []
    for more in ({}, {"crews": 2}, {"crews": 2, "time_factor": 1.2}):
        tree["smes"]["s"] = sme | more
        found.append([hour for _, hour, _ in told(engine, tree, OVERTIME)])

    assert found == [[16], [], [16]]  # 14 h for one crew; 7 h for each of two; 1.2 times (20 h - 6 h) for two


def test_the_week_ends_the_overtime_and_monday_begins_anew(engine):
    tree = shop([(1, 8, 400)], {"hours": "4 h", "above": "0 h", "a_week": "10 h"})
    found = told(engine, tree, OVERTIME)

    assert [(hour, ms) for _, hour, ms in found[:6]] == [
        *((16, 4), (24 + 16, 4), (48 + 16, 2)),
        *((168 + 16, 4), (168 + 24 + 16, 4), (168 + 48 + 16, 2)),
    ]


def test_weeks_begin_on_monday_wherever_the_run_begins(engine):
    tree = shop([(4, 8, 400)], {"hours": "4 h", "above": "0 h", "a_week": "10 h"})
    tree["time"] = {"first_day": "2024-01-04", "last_day": "2024-01-12"}  # a Thursday
    found = told(engine, tree, OVERTIME)

    assert [(hour, ms) for _, hour, ms in found[:5]] == [
        (16, 4),
        (24 + 16, 4),
        (48 + 16, 2),
        (96 + 16, 4),
        (120 + 16, 4),
    ]


def test_overtime_ends_when_the_next_day_opens_and_a_break_is_no_end_of_a_day(engine):
    tree = shop([(1, 9, 400)], LONG, hours="04:00-08:00, 10:00-22:00, 22:30-24:00")
    found = told(engine, tree, OVERTIME)

    assert [(hour, ms) for _, hour, ms in found[:2]] == [(24, 4), (48, 4)]
    tree = shop([(1, 9, 400)], LONG, hours="03:00-24:00")
    assert [(hour, ms) for _, hour, ms in told(engine, tree, OVERTIME)[:2]] == [(24, 3), (48, 3)]


def test_what_waits_for_material_or_outside_cannot_be_done_in_the_evening(engine):
    routing = {"cool": {"workshop": "none", "per_piece": "1 h"}, "turn": {"workshop": "A", "per_piece": "1 h"}}
    outside = shop([(1, 9, 10)], LONG, components={"pin": {"routing": routing}})
    scarce = shop([(1, 9, 10)], LONG, materials={"steel": {"opening": "1 kg"}})
    scarce["components"] = {"pin": {"routing": {"turn": routing["turn"]}, "material": "steel", "mass": "1 kg"}}

    assert told(engine, outside, OVERTIME, START)[0] == (START, 24 + 8, 0)  # ready at seven
    assert told(engine, scarce, OVERTIME, START) == []


def test_only_work_up_to_the_next_operation_outside_counts(engine):
    routing = {
        "turn": {"workshop": "A", "per_piece": "1 h"},
        "cool": {"workshop": "none", "per_piece": "1 h"},
        "mill": {"workshop": "A", "per_piece": "9 h"},
    }
    tree = shop([(1, 9, 8)], {"hours": "1 h", "above": "2 h"}, components={"pin": {"routing": routing}})

    assert told(engine, tree, OVERTIME)[0] == (OVERTIME, 48 + 16, 1)  # two hours are left on Monday: not above


def test_a_workshop_with_hours_of_its_own_gets_no_overtime(engine):
    calendars = {"day": {"hours": {"monday-saturday": SHIFT}}, "long": {"hours": {"monday-saturday": "07:00-23:00"}}}
    of = {"workshops": {"A": {"units": 1, "calendar": "long"}}, "calendars": calendars}
    plain, more = (told(engine, shop([(1, 9, 10)], each, **of), OVERTIME, FINISH) for each in (None, LONG))

    assert plain == more == [(FINISH, 24 + 12, 10)]


def test_a_unit_that_fails_or_is_repaired_in_overtime_does_so_in_open_time(engine):
    failures = {"life": "8 h", "repair": "2 h", "repair_clock": "open"}
    tree = shop([(1, 8, 12)], LONG, workshops={"A": {"units": 1, "failures": failures}})

    # seven hours until four, down at five, up at seven; an hour until eight, and three next morning
    assert [(kind, hour) for kind, hour, _ in told(engine, tree, DOWN, UP, FINISH)] == [
        (DOWN, 17),
        (UP, 19),
        (FINISH, 24 + 11),
    ]
    failures["life"] = "6 h"  # down at three, an hour before closing
    assert [(kind, hour) for kind, hour, _ in told(engine, tree, DOWN, UP)][:2] == [(DOWN, 15), (UP, 17)]


def test_an_order_of_the_evening_is_begun_in_overtime(engine):
    tree = shop([(1, 9, 8), (1, 17, 1)], LONG)

    assert told(engine, tree, START)[1] == (START, 18, 0)


# ---- laws


def test_with_a_threshold_that_is_never_reached_the_log_is_the_one_without(engine):
    for seed, scenario in busy():
        never = lower(scenario, Draws(seed), 1024)
        never = never._replace(overtime_above=np.full_like(never.overtime_above, 1 << 52))
        without = never._replace(overtime=np.zeros_like(never.overtime))

        assert np.array_equal(engine(never), engine(without)), seed


def test_always_and_without_end_of_the_week_it_is_the_longer_calendar(engine):
    orders = [(1, 8, 30), (2, 10, 5), (4, 20, 40), (9, 9, 60)]
    units = {"A": {"units": 1, "failures": {"life": "9 h", "repair": "1 h"}}}
    x, _ = run(scenario_from(shop(orders, LONG | {"hours": "3 h"}, workshops=units)), engine)
    always = engine(x._replace(overtime_above=x.overtime_above - 1, overtime_a_week=x.overtime_a_week + WEEK))
    _, longer = run(scenario_from(shop(orders, hours="08:00-12:00, 13:00-19:00", workshops=units)), engine)

    assert (always["kind"] == OVERTIME).sum() > 10
    assert np.array_equal(always[always["kind"] != OVERTIME], longer)


def test_it_is_nothing_but_the_calendar_as_it_was_lived(engine):
    worked_on = 0
    for seed, x, log in lived_through(engine):
        planned = lived(x, log)._replace(overtime=np.zeros_like(x.overtime))

        assert np.array_equal(log[log["kind"] != OVERTIME], engine(planned)), seed
        worked_on += (log["kind"] == OVERTIME).sum()

    assert worked_on > 100


def test_no_week_has_more_than_it_may_and_no_day_more_than_four_hours(engine):
    scenarios = dict(busy())
    for seed, x, log in lived_through(engine):
        weeks, days, first = Counter(), Counter(), calendars.origin(scenarios[seed])
        for time, sme, ms in log[log["kind"] == OVERTIME][["time", "place", "amount"]].tolist():
            day = first + timedelta(days=(time - 1) // DAY)
            weeks[sme, day.isocalendar()[:2]] += ms
            days[sme, day] += ms

        assert all(ms <= x.overtime_a_week[sme] <= 18 * HOUR for (sme, _), ms in weeks.items()), seed
        assert all(ms <= x.overtime[sme] <= 4 * HOUR for (sme, _), ms in days.items()), seed


def test_busy_estates_break_no_law_and_both_engines_agree():
    both = (lived_through(engine) for engine in (model.simulate, kernel.simulate))
    for (seed, x, log), (_, _, compiled) in zip(*both, strict=True):
        assert np.array_equal(log, compiled), seed
        assert seed % 2 or broken(x, log) == [], seed  # laws are slow to follow


def test_the_ledger_of_busy_estates_is_the_slow_one_and_sums_to_the_lead_time():
    for seed, x, log in lived_through(model.simulate):
        assert charges(x, log) == slow_charges(x, log), seed


def test_overtime_is_taken_from_work_alone_and_there_is_none_without_it():
    """Beside an estate whose calendars are those that were lived: a longer day, and nobody works overtime."""
    taken = 0
    for seed, x, log in lived_through(model.simulate):
        found, plain = charges(x, log), charges(lived(x, log), log[log["kind"] != OVERTIME])
        for order, spent in found.items():
            late, work = spent.pop(("work", "overtime"), 0), [("work", c) for c in ("setup", "processing", "down")]
            lost = [plain[order].pop(key, 0) - spent.pop(key, 0) for key in work]

            assert spent == plain[order], seed
            assert min(lost) >= 0, seed
            assert sum(lost) == late, seed
            taken += late > 0

    assert taken > 20


def test_an_evening_s_set_up_work_and_repair_are_overtime(engine):
    """From one to six, where it closes at four: set-up for half an hour more, a repair, half an hour of each."""
    tree = shop([(1, 13, 4)], LONG | {"hours": "2 h"})
    tree["workshops"] = {"A": {"units": 1, "failures": {"life": "210 min", "repair": "30 min"}}}
    tree["components"] = {"pin": {"routing": {"turn": {"workshop": "A", "setup": "4 h", "per_piece": "1 h"}}}}
    x, log = run(scenario_from(tree), engine)
    spent = {cause: ms / HOUR for (_, cause), ms in charges(x, log)[0].items()}

    assert spent == {"setup": 3, "overtime": 2, "closed": 14, "processing": 3.5, "down": 0.5}


# ---- what is counted


def test_overtime_hours_are_those_of_a_crew_in_a_week():
    tree = shop([(1, 9, 10)], {"hours": "2 h", "above": "3 h"})
    tree["smes"]["t"] = {"crews": 3, "calendar": "day", "channels": ["other"]}
    tree["time"] = {"first_day": "2024-01-01", "last_day": "2024-01-14"}
    kpis = simulate(scenario_from(tree)).kpis()

    assert kpis["overtime_hours[sme=s]"] == pytest.approx(1)
    assert kpis["overtime_hours[sme=t]"] == 0
    assert kpis["overtime_hours"] == pytest.approx(2 / (4 * 2))


def test_a_unit_is_open_in_overtime_only_while_it_works():
    tree = shop([(1, 9, 8)], LONG, workshops={"A": {"units": 2}})  # from nine to six, two hours longer than planned
    one = simulate(scenario_from(tree | {"time": {"first_day": "2024-01-01", "last_day": "2024-01-01"}}))

    assert one.resources["open_hours"].tolist() == [9, 7]
    assert one.resources["processing_hours"].tolist() == [8, 0]
    assert one.resources["idle_hours"].tolist() == [1, 7]
    assert one.kpis()["crew_load"] == 8 / 11  # its crew was there for four hours more


def test_busy_units_never_have_more_to_do_than_open_hours():
    for seed, scenario in busy():
        frame = simulate(scenario, seed=seed).resources
        spent = frame[["setup_hours", "processing_hours", "down_hours", "idle_hours"]].sum(axis=1)

        assert np.allclose(spent, frame["open_hours"]), seed
