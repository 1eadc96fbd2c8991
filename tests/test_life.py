"""The life of an order, worked out by hand: each time here can be checked with a pencil. Monday 00:00 is hour 0."""

import pytest

from cases import plain_tree
from laws import broken, run
from takarusim.engine.instance import (
    ALLOT,
    ARRIVE,
    DOWN,
    FINISH,
    INSPECT,
    KINDS,
    MATERIAL,
    PREEMPT,
    RECEIVE,
    START,
    TRUCK,
    UP,
)
from takarusim.scenario.reading import scenario_from

DAY_SHIFT = {"day": {"hours": {"monday-friday": "08:00-12:00, 13:00-16:00"}}}
HOUR = 3_600_000


def book(*orders):
    """Returns a partner who orders pins: (day of January, hour, pieces)."""
    rows = [{"placed": f"2024-01-{day:02} {hour:02}:00", "component": "pin", "quantity": n} for day, hour, n in orders]
    return {"orders": {"book": rows}, "components": {"pin": 1}}


def pin(*steps, **more):
    return {"pin": {"routing": {f"o{k}": step for k, step in enumerate(steps)}} | more}


def turn(per_piece="1 h", **more):
    return {"workshop": "A", "per_piece": per_piece} | more


def story(engine, kinds, **parts):
    """Returns what happens, as (kind, hour, amount) for rows of some kinds."""
    x, log = run(scenario_from(plain_tree(**parts)), engine)
    assert broken(x, log) == []
    rows = zip(*(log[name].tolist() for name in ("kind", "time", "amount")), strict=True)
    return [(KINDS[kind], time / HOUR, amount) for kind, time, amount in rows if kind in kinds]


def started(engine, tree):
    """Returns the pieces of the orders in which they start."""
    x, log = run(scenario_from(tree), engine)
    assert broken(x, log) == []
    return [int(x.quantity[i]) for i in log["order"][log["kind"] == START]]


def hours(engine, kinds, **parts):
    return [(kind, hour) for kind, hour, _ in story(engine, kinds, **parts)]


@pytest.mark.parametrize(("end_of_shift", "done"), [("pause", 24 + 10), ("finish", 18)])
def test_work_that_the_end_of_a_shift_meets_goes_on_next_morning_or_is_finished(engine, end_of_shift, done):
    found = hours(
        engine,
        {START, FINISH},
        rules={"end_of_shift": end_of_shift},
        smes={"s": {"calendar": "day"}},
        calendars=DAY_SHIFT,
        partners={"p": book((1, 15, 3))},
    )

    assert found == [("START", 15), ("FINISH", done)]


def test_a_shift_finishes_what_it_can_within_its_time_and_pauses_the_rest(engine):
    def of(rules):
        parts = {"smes": {"s": {"calendar": "day"}}, "calendars": DAY_SHIFT, "partners": {"p": book((1, 15, 9))}}
        return hours(engine, {START, FINISH}, rules=rules, **parts)

    assert of({"end_of_shift": "finish"}) == [("START", 15), ("FINISH", 24 + 12)]  # until 20:00, then from 8:00 to noon
    assert of({"end_of_shift": "finish", "finish_within": "2 h"}) == [
        ("START", 15),
        ("FINISH", 24 + 14),
    ]  # without a break
    assert of({"end_of_shift": "finish", "finish_within": "0 h"}) == of({"end_of_shift": "pause"})


def test_work_that_ends_at_closing_time_ends_then(engine):
    found = hours(
        engine,
        {START, FINISH},
        smes={"s": {"calendar": "day"}},
        calendars=DAY_SHIFT,
        partners={"p": book((5, 9, 6), (5, 16, 1))},  # nine to four with an hour off; then it is Friday evening
    )

    assert found == [("START", 105), ("FINISH", 112), ("START", 7 * 24 + 8), ("FINISH", 7 * 24 + 9)]


def test_a_holiday_is_closed(engine):
    calendars = {"day": DAY_SHIFT["day"] | {"holidays": ["new-year"]}}
    found = hours(
        engine,
        {START},
        smes={"s": {"calendar": "day"}},
        calendars=calendars,
        holidays={"new-year": ["2024-01-01"]},
        partners={"p": book((1, 9, 1))},
    )

    assert found == [("START", 24 + 8)]


def test_a_workshop_and_an_sme_meet_where_both_are_open(engine):
    found = hours(
        engine,
        {START, FINISH},
        smes={"s": {"calendar": "day"}},
        workshops={"A": {"units": 1, "calendar": "late"}},
        calendars=DAY_SHIFT | {"late": {"hours": {"monday-sunday": "14:00-20:00"}}},
        partners={"p": book((1, 8, 3))},
    )

    assert found == [("START", 14), ("FINISH", 24 + 15)]


@pytest.mark.parametrize(("clock", "up", "done"), [("calendar", 21, 33), ("open", 38, 39)])
def test_a_unit_fails_after_its_life_at_work_and_its_repair_takes_its_time(engine, clock, up, done):
    failures = {"life": "6 h", "repair": "6 h", "repair_clock": clock}
    found = hours(
        engine,
        {DOWN, UP, FINISH},
        smes={"s": {"calendar": "day"}},
        workshops={"A": {"units": 1, "failures": failures}},
        calendars=DAY_SHIFT,
        partners={"p": book((1, 8, 7))},
    )

    assert found == [("DOWN", 15), ("UP", up), ("FINISH", done)]  # open hours: 15-16, 32-36, 37-38


def test_the_set_up_is_made_for_each_lot_or_on_a_change_of_operation(engine):
    routing = pin(turn("1 h", setup="2 h"))
    parts = {"components": routing, "partners": {"p": book((1, 0, 1), (1, 0, 1))}}

    assert hours(engine, {FINISH}, **parts) == [("FINISH", 3), ("FINISH", 6)]
    assert hours(engine, {FINISH}, **parts, rules={"setup": "on_change"}) == [("FINISH", 3), ("FINISH", 4)]


def test_speed_and_wear_belong_to_the_sme(engine):
    found = hours(
        engine,
        {DOWN, UP, FINISH},
        smes={"s": {"time_factor": 1.5, "wear_factor": 2}},
        workshops={"A": {"units": 1, "failures": {"life": "4 h", "repair": "1 h"}}},
        partners={"p": book((1, 0, 2))},
    )

    assert found == [("DOWN", 2), ("UP", 3), ("FINISH", 4)]


def test_a_crew_is_given_back_before_an_operation_outside_and_comes_first_to_what_is_begun(engine):
    found = hours(
        engine,
        {START},
        smes={"s": {"crews": 1}},
        workshops={"A": {"units": 5}},
        components=pin(turn(), {"workshop": "none", "setup": "1 h"}, turn()),
        partners={"p": book((1, 0, 1), (1, 0, 1), (1, 0, 1))},
    )

    assert found == [("START", h) for h in (0, 1, 2, 3, 4, 6)]


@pytest.mark.parametrize(
    ("rejects", "partial", "arrivals"),
    [
        ("short", False, [(4, 0)]),
        ("rework", False, [(12, 0)]),
        ("remake", False, [(12, 0)]),
        ("rework", True, [(12, 0)]),
        ("remake", True, [(4, 0), (8, 0), (12, 0)]),
    ],
)
def test_a_lot_with_no_good_piece_comes_to_inspection_three_times_and_arrives_empty(engine, rejects, partial, arrivals):
    found = story(
        engine,
        {ARRIVE},
        components=pin(turn(rework=True), reject_rate=1),
        partners={"p": book((1, 0, 4)) | {"contract": {"rejects": rejects, "partial": partial}}},
    )

    assert [(hour, pieces) for _, hour, pieces in found] == arrivals


def test_remade_pieces_need_new_material(engine):
    found = story(
        engine,
        {MATERIAL, INSPECT, RECEIVE},
        rules={"passes": 2},
        components=pin(turn(), reject_rate=1, material="steel", mass="10 g"),
        materials={"steel": {"opening": "40 g", "reorder": {"point": "0 g", "lead_time": "5 h", "batch": "25 g"}}},
        partners={"p": book((1, 0, 4)) | {"contract": {"rejects": "remake"}}},
    )

    assert found == [
        *[("MATERIAL", 0, 40), ("INSPECT", 4, 4), ("RECEIVE", 5, 25), ("RECEIVE", 9, 25)],
        *[("MATERIAL", 9, 40), ("INSPECT", 13, 4)],
    ]


def test_an_own_truck_leaves_in_the_hours_of_its_lane_and_stands_through_a_ban(engine):
    found = hours(
        engine,
        {TRUCK, ARRIVE},
        lanes={
            "road": {
                "travel": "5 h",
                "calendar": "day",
                "bans": {"feast": {"from": "2024-01-02 10:00", "until": "2024-01-03 10:00"}},
            }
        },
        calendars=DAY_SHIFT,
        partners={"p": book((1, 16, 1)) | {"lane": "road"}},
    )

    assert found == [("TRUCK", 32), ("ARRIVE", 32 + 5 + 24)]


def test_a_lot_heavier_than_a_truck_fills_several_and_arrives_with_the_last(engine):
    found = story(
        engine,
        {TRUCK, ARRIVE},
        components=pin(turn("0 h"), mass="1 kg"),
        lanes={"road": {"travel": "1 h", "truck": "10 kg", "departures": {"every": "12 h"}}},
        partners={"p": book((1, 1, 4), (1, 2, 25), (1, 3, 1)) | {"lane": "road"}},
    )

    assert found == [
        *[("TRUCK", 12, 4000), ("TRUCK", 12, 6000), ("ARRIVE", 13, 4), ("TRUCK", 24, 10_000)],
        *[("TRUCK", 36, 9000), ("TRUCK", 36, 1000), ("ARRIVE", 37, 25), ("ARRIVE", 37, 1)],
    ]


def test_no_lot_overtakes_one_that_does_not_fit(engine):
    found = story(
        engine,
        {TRUCK},
        components=pin(turn("0 h"), mass="1 kg"),
        lanes={"road": {"travel": "1 h", "truck": "10 kg", "departures": {"every": "12 h"}}},
        partners={"p": book((1, 1, 6), (1, 2, 5), (1, 3, 1)) | {"lane": "road"}},
    )

    assert found == [("TRUCK", 12, 6000), ("TRUCK", 24, 5000), ("TRUCK", 24, 1000)]


def test_an_urgent_lot_takes_the_unit_over_and_the_other_goes_on_where_it_was(engine):
    found = story(
        engine,
        {START, PREEMPT, FINISH},
        workshops={"A": {"units": 1, "queue": "preemptive"}},
        components=pin(turn("1 h", setup="2 h")),
        partners={"p": book((1, 0, 4)) | {"priority": 2}, "q": book((1, 1, 1)) | {"priority": 1}},
    )

    assert [(kind, hour, ms / HOUR) for kind, hour, ms in found] == [
        *[("START", 0, 2), ("PREEMPT", 1, 1), ("START", 1, 2), ("FINISH", 4, 3)],
        *[("START", 4, 1), ("FINISH", 9, 5)],
    ]


@pytest.mark.parametrize(
    ("rule", "pieces"),
    [
        ("fifo", [1, 4, 2, 7, 3]),
        ("lifo", [1, 3, 7, 2, 4]),
        ("spt", [1, 7, 2, 3, 4]),
        ("lpt", [1, 4, 3, 2, 7]),
        ("most_operations", [1, 7, 4, 2, 3]),
        ("fewest_operations", [1, 4, 2, 3, 7]),
    ],
)
def test_a_queue_rule_says_who_goes_first(engine, rule, pieces):
    bolt = {"bolt": {"routing": {"o0": turn("8 min"), "o1": {"workshop": "none", "per_piece": "1 h"}}}}
    orders = [(1, hour, n) for hour, n in enumerate([1, 4, 2, 3])]
    bolts = {"placed": "2024-01-01 02:30", "component": "bolt", "quantity": 7}  # shorter here, an operation more
    tree = plain_tree(
        rules={"ties": "number"},
        workshops={"A": {"units": 1, "queue": rule}},
        components=pin(turn("5 h")) | bolt,
        partners={"p": book(*orders), "q": {"orders": {"book": [bolts]}, "components": {"bolt": 1}}},
    )

    assert started(engine, tree) == pieces


@pytest.mark.parametrize(("ties", "pieces"), [("number", [9, 1, 2]), ("arrival", [9, 2, 1])])
def test_of_equals_the_lower_number_goes_first_or_who_has_waited_longer(engine, ties, pieces):
    tree = plain_tree(
        rules={"ties": ties},
        workshops={"A": {"units": 1, "queue": "priority"}},
        components={
            "pin": {"routing": {"cut": turn("1 h")}},
            "bolt": {"routing": {"cool": {"workshop": "none", "per_piece": "5 h"}, "cut": turn("1 h")}},
        },
        partners={
            "p": book((1, 0, 9), (1, 2, 2)),
            "q": {"orders": {"book": [{"placed": "2024-01-01 01:00", "component": "bolt", "quantity": 1}]}}
            | {"components": {"bolt": 1}},
        },
    )

    assert started(engine, tree) == pieces


def test_an_order_that_nobody_may_take_is_refused(engine):
    found = story(
        engine,
        {ALLOT, ARRIVE},
        smes={"s": {"most_in_hand": 1}},
        partners={"p": book((1, 0, 2), (1, 1, 1), (1, 2, 1))},
    )

    assert [(kind, hour) for kind, hour, _ in found] == [
        ("ALLOT", 0),
        ("ALLOT", 1),
        ("ARRIVE", 2),
        ("ALLOT", 2),
        ("ARRIVE", 3),
    ]


def test_a_unit_opens_on_its_date_and_one_that_closes_finishes_its_lot(engine):
    changes = {"more": {"from": "2024-01-02", "units": {"A": 1}}, "less": {"from": "2024-01-03", "units": {"A": -1}}}
    found = hours(
        engine,
        {START, FINISH},
        workshops={"A": {"units": 1}},
        changes=changes,
        components=pin(turn("20 h")),
        partners={"p": book(*[(1, 0, 1)] * 4)},
    )

    assert found == [
        *[("START", 0), ("FINISH", 20), ("START", 20), ("START", 24), ("FINISH", 40), ("START", 40)],
        *[("FINISH", 44), ("FINISH", 60)],
    ]


def test_the_fallback_buys_what_is_short_when_the_regular_receipt_comes_later(engine):
    steel = {
        "opening": "0 g",
        "reorder": {"point": "0 g", "when": "below", "lead_time": "48 h", "batch": "100 g"},
        "fallback": {"lead_time": "6 h", "batch": "15 g"},
    }
    found = story(
        engine,
        {RECEIVE, MATERIAL},
        components=pin(turn(), material="steel", mass="10 g"),
        materials={"steel": steel},
        partners={"p": book((1, 0, 2))},
    )

    assert found == [("RECEIVE", 6, 30), ("MATERIAL", 6, 20)]
