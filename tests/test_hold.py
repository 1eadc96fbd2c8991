"""Goods that are held until they are wanted: laws, and small cases worked out by hand."""

import numpy as np
import pytest

from cases import plain_tree, random_tree
from laws import rows_of, run
from takarusim.engine.instance import ARRIVE, HOLD, NEVER, RELEASE, TRUCK
from takarusim.errors import ScenarioError
from takarusim.outcome.chronicle import tabulate
from takarusim.outcome.ledger import ledger
from takarusim.outcome.states import states
from takarusim.outcome.tables import CAUSES, STATES
from takarusim.scenario.reading import scenario_from

HOUR, DAY = 3_600_000, 86_400_000
WINDOW = {"early": "1 day", "late": "0 days"}
DAILY = {"departures": {"every": "1 day", "first": "2024-01-01", "at": "10:00"}}


def estate(units=40, piece="1 h", lane=None, **contract):
    """Returns an estate that ships to one partner by road, three hours; with 40 units it is hardly ever late."""
    return scenario_from(
        plain_tree(
            time={"first_day": "2024-01-01", "last_day": "2024-12-31"},
            workshops={"A": {"units": units}},
            components={"pin": {"routing": {"turn": {"workshop": "A", "per_piece": piece}}, "mass": "1 kg"}},
            partners={
                "p": {
                    "orders": {"every": {"exponential": "10 h"}},
                    "components": {"pin": 1},
                    "quantity": {"uniform": [1, 17]},
                    "lane": "road",
                    "contract": {"due": {"uniform": ["4 days", "12 days"]}} | contract,
                }
            },
            lanes={"road": {"travel": "3 h"} | (lane or {})},
        )
    )


def kept(scenario, engine):
    """Returns which orders came within their window, of those whose window has passed, and when they were due."""
    x, log = run(scenario, engine)
    orders, contract = tabulate(x, log).orders, scenario.partners["p"].contract
    early = NEVER if contract.early is None else contract.early.value
    lateness = np.where(orders.delivered < NEVER, orders.delivered - orders.due, NEVER)
    has_passed = orders.due + contract.late.value < x.horizon
    return ((lateness >= -early) & (lateness <= contract.late.value))[has_passed], orders.due[has_passed]


def test_a_window_that_is_open_when_goods_are_ready_holds_nothing(engine):
    """With a window that begins a thousand days before, the log is as without."""
    for seed in range(16):
        tree = random_tree(seed, ties=seed % 2 == 0)
        for partner in tree["partners"].values():
            partner["contract"] |= {"due": "10 days", "early": "1000 days", "hold": True}
        try:
            _, log = run(scenario_from(tree), engine, seed=seed)
        except ScenarioError:
            continue
        for partner in tree["partners"].values():
            del partner["contract"]["hold"]
        _, without = run(scenario_from(tree), engine, seed=seed)

        assert np.array_equal(log, without)
        assert not np.isin(log["kind"], (HOLD, RELEASE)).any()


@pytest.mark.parametrize("lane", [None, DAILY], ids=["own trucks", "a truck a day"])
@pytest.mark.parametrize("late", ["0 days", "1 day"])
def test_a_window_of_a_day_is_met_where_goods_are_held_and_hardly_without(engine, lane, late):
    held, without = (kept(estate(lane=lane, early="1 day", late=late, hold=hold), engine)[0] for hold in (True, False))

    assert len(held) > 800
    assert held.all()
    assert without.mean() < 0.1


def test_of_due_dates_a_truck_every_eight_days_meets_those_on_its_days(engine):
    """What is due on another day goes with the last truck before; a day in eight has one."""
    every = {"departures": {"every": "8 days", "first": "2024-01-01", "at": "10:00"}}
    met, due = kept(estate(lane=every, hold=True, **WINDOW), engine)

    assert np.array_equal(met, (due - 1) // DAY % 8 == 0)
    assert abs(met.mean() - 1 / 8) < 4 * np.sqrt(7 / 64 / len(met))


@pytest.mark.parametrize("lane", [None, DAILY], ids=["own trucks", "a truck a day"])
def test_a_slow_estate_is_served_as_well_as_it_can(engine, lane):
    """Whoever is on time with an early side that has no end is so with one of a day: the same draws, order by order."""
    held, _ = kept(estate(1, "67 min", lane, hold=True, **WINDOW), engine)
    without, _ = kept(estate(1, "67 min", lane), engine)

    assert np.array_equal(held, without)
    assert 0.2 < held.mean() < 0.9


def test_what_is_ready_before_is_let_go_to_the_millisecond(engine):
    x, log = run(estate(hold=True, **WINDOW), engine)
    held, left = rows_of(log, HOLD), rows_of(log, TRUCK)
    wanted = np.array(x.due)[held["order"]] - DAY
    at = dict(zip(left["order"].tolist(), left["time"].tolist(), strict=True))

    assert len(held) > 800
    assert np.array_equal(held["amount"], wanted)
    assert (held["time"] < wanted).all()
    assert all(at[order] == until for order, until in held[["order", "amount"]].tolist() if until < x.horizon)


# ---- by hand


def story(engine, lane, *book):
    """Returns instance, log, and the HOLD, TRUCK and ARRIVE rows as (name, order, hour), of hour-long orders.

    `book`: (placed, in hours of January; pieces of a kilogram; day at whose end it is due).
    """
    orders = [
        {
            "placed": f"2024-01-{1 + hour // 24:02} {hour % 24:02}:00",
            "component": "pin",
            "quantity": pieces,
            "due": f"2024-01-{day + 1:02}",
        }
        for hour, pieces, day in book
    ]
    tree = plain_tree(
        workshops={"A": {"units": 9}},
        components={"pin": {"routing": {"turn": {"workshop": "A", "setup": "1 h"}}, "mass": "1 kg"}},
        partners={
            "p": {"orders": {"book": orders}, "components": {"pin": 1}, "contract": WINDOW | {"hold": True}}
            | ({} if lane is None else {"lane": "road"})
        },
        rules={"ties": "number"},
        lanes={"road": {"travel": "3 h"} | (lane or {})},
    )
    x, log = run(scenario_from(tree), engine)
    names = {HOLD: "held until", TRUCK: "leaves", ARRIVE: "arrives"}
    rows = rows_of(log, *names)[["kind", "order", "time", "amount"]].tolist()
    found = [(names[kind], order, (amount if kind == HOLD else time) // HOUR) for kind, order, time, amount in rows]
    return x, log, found


def charges(x, log):
    """Returns {order: {(state, cause): hours}} of the ledger, without work."""
    tables = tabulate(x, log)
    found = {}
    for order, state, cause, ms in zip(*ledger(x, tables, states(x, log, tables)), strict=True):
        if STATES[state] != "work":
            found.setdefault(int(order), {})[STATES[state], CAUSES[cause]] = ms / HOUR
    return found


def test_trucks_pass_over_what_is_held_for_a_later_one_and_keep_its_place(engine):
    """The first order is due on the fifth; so is the third, ready later. The second, due on the second, goes ahead."""
    lane = DAILY | {"truck": "10 kg"}
    x, log, found = story(engine, lane, (1, 8, 5), (2, 8, 2), (3, 8, 5))

    assert found == [
        *[("held until", 0, 4 * 24 + 10), ("held until", 1, 24 + 10), ("held until", 2, 4 * 24 + 10)],
        *[("leaves", 1, 24 + 10), ("arrives", 1, 24 + 13)],
        *[("leaves", 0, 4 * 24 + 10), ("arrives", 0, 4 * 24 + 13), ("leaves", 2, 5 * 24 + 10)],
        ("arrives", 2, 5 * 24 + 13),
    ]
    assert charges(x, log) == {
        0: {("hold", "hold"): 4 * 24 + 8, ("travel", "travel"): 3},
        1: {("hold", "hold"): 24 + 7, ("travel", "travel"): 3},
        2: {("hold", "hold"): 4 * 24 + 6, ("truck", "truck"): 24, ("travel", "travel"): 3},
    }


def test_where_the_first_truck_in_time_is_too_late_the_last_one_before_is_taken(engine):
    """Trucks leave on Mondays; ready on the second, a Tuesday, one is due on the 10th, the other on the 17th."""
    lane = {"departures": {"weekdays": ["monday"], "at": "10:00"}}
    _, _, found = story(engine, lane, (24, 1, 10), (24, 1, 17))
    monday = 7 * 24 + 10

    assert found == [
        ("held until", 1, monday + 7 * 24),  # the order due on the 10th takes the next truck: it is not held
        *[("leaves", 0, monday), ("arrives", 0, monday + 3), ("leaves", 1, monday + 7 * 24)],
        ("arrives", 1, monday + 7 * 24 + 3),
    ]


def test_a_truck_is_chosen_by_its_mean_travel_time(engine):
    """The truck of the fourth is planned to arrive at six on the fifth, the day on which the order is due."""
    travel = {"travel": {"uniform": ["10 h", "30 h"]}}
    _, _, found = story(engine, DAILY | travel, (1, 1, 5))

    assert found[:2] == [("held until", 0, 3 * 24 + 10), ("leaves", 0, 3 * 24 + 10)]


def test_a_truck_is_chosen_by_bans(engine):
    """The truck of the fourth stands from an hour behind its departure until noon of the sixth."""
    ban = {"bans": {"feast": {"from": "2024-01-04 11:00", "until": "2024-01-06 12:00"}}}
    _, _, found = story(engine, DAILY | ban, (1, 1, 6))

    # two hours of its way are left then; the trucks of the fifth and the sixth do not leave
    assert found == [("held until", 0, 3 * 24 + 10), ("leaves", 0, 3 * 24 + 10), ("arrives", 0, 5 * 24 + 14)]


def test_without_a_lane_goods_are_handed_over_when_the_window_opens(engine):
    x, log, found = story(engine, None, (1, 1, 5))

    assert found == [("held until", 0, 4 * 24), ("arrives", 0, 4 * 24)]
    assert charges(x, log) == {0: {("hold", "hold"): 4 * 24 - 2}}


def test_a_truck_of_its_own_leaves_in_the_hours_of_the_lane_after_the_release(engine):
    hours = {"monday-sunday": "08:00-12:00"}
    orders = {"book": [{"placed": "2024-01-01 01:00", "component": "pin", "quantity": 1, "due": "2024-01-06"}]}
    tree = plain_tree(
        calendars={"day": {"hours": hours}},
        lanes={"road": {"travel": "3 h", "calendar": "day"}},
        partners={
            "p": {"orders": orders, "components": {"pin": 1}, "lane": "road", "contract": WINDOW | {"hold": True}}
        },
    )
    x, log = run(scenario_from(tree), engine)

    assert (rows_of(log, TRUCK)["time"] / HOUR).tolist() == [4 * 24 + 8]  # let go at midnight
    expected = {("hold", "hold"): 4 * 24 - 2, ("truck", "closed"): 8, ("travel", "travel"): 3}
    assert charges(x, log) == {0: expected}
