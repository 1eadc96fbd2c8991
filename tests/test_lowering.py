"""A scenario is lowered by name and occasion: what is added elsewhere, or later, moves nothing."""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import date

import numpy as np
import pytest

from takarusim.engine import instance
from takarusim.engine.instance import DAY, NEVER, PPM
from takarusim.errors import ScenarioError
from takarusim.lowering.draws import Draws
from takarusim.lowering.inspections import binomial_quantile
from takarusim.lowering.lowering import lower, names
from takarusim.quantities.distributions import Distribution
from takarusim.scenario.calendars import moment
from takarusim.scenario.reading import scenario_from

HOUR = 3_600_000
ESTATE = {
    "time": {"first_day": "2024-01-01", "last_day": "2024-06-30"},
    "workshops": {
        "A": {
            "units": 2,
            "failures": {"life": {"weibull": {"mean": "90 h", "shape": 2}}, "repair": {"exponential": "4 h"}},
        },
        "B": {
            "units": 3,
            "calendar": "early",
            "failures": {
                "life": {"exponential": "30 days"},
                "repair": {"uniform": ["1 h", "9 h"]},
                "clock": "calendar",
            },
        },
    },
    "smes": {
        "adi": {"crews": 1, "calendar": "shop"},
        "budi": {"share": 3, "calendar": "shop"},
        "citra": {"components": ["pin"], "calendar": "early", "time_factor": 1.2, "count": 2},
    },
    "components": {
        "pin": {
            "routing": {
                "cut": {"workshop": "B", "setup": {"lognormal": {"mean": "20 min", "cv": 0.5}}, "per_piece": "2 min"},
                "cool": {"workshop": "none", "per_piece": {"exponential": "1 min"}},
                "turn": {"workshop": "A", "per_piece": {"gamma": {"mean": "5 min", "cv": 0.4}}, "rework": True},
            },
            "reject_rate": 0.05,
            "material": "steel",
            "mass": "400 g",
        },
        "rod": {"routing": {"turn": {"workshop": "A", "per_piece": {"triangular": ["1 min", "2 min", "6 min"]}}}},
    },
    "materials": {"steel": {"opening": "1 t", "reorder": {"point": "200 kg", "lead_time": {"exponential": "5 days"}}}},
    "partners": {
        "mill": {
            "orders": {"every": {"exponential": "1 day"}},
            "components": {"pin": 2, "rod": 1},
            "quantity": {"lognormal": {"mean": 20, "cv": 1}},
            "contract": {"due": {"triangular": ["5 days", "8 days", "20 days"]}},
            "lane": "road",
        },
        "shop": {
            "orders": {"calendar": {"weekdays": ["monday"], "at": "08:00"}},
            "components": {"rod": 1},
            "quantity": 7,
        },
        "loop": {"orders": {"circulating": 2, "every": {"exponential": "3 days"}}, "components": {"pin": 1, "rod": 1}},
    },
    "calendars": {
        "shop": {"hours": {"monday-friday": "08:00-16:00"}},
        "early": {"hours": {"monday-saturday": "06:00-14:00"}},
    },
    "lanes": {
        "road": {
            "travel": {"uniform": ["2 h", "5 h"]},
            "departures": {"weekdays": ["friday"], "at": "10:00"},
            "truck": "1 t",
        }
    },
}


def estate(**changes):
    """Returns the estate with values at dotted paths (here written with __) added or replaced."""
    tree = deepcopy(ESTATE)
    for path, value in changes.items():
        *steps, last = path.split("__")
        place = tree
        for step in steps:
            place = place.setdefault(step, {})
        place[last] = value
    return scenario_from(tree)


def plain(orders, components=None, **partner):
    """Returns an estate of one partner `p` who orders bolts."""
    return {
        "time": {"first_day": "2024-01-01", "last_day": "2024-12-31"},
        "workshops": {"A": {"units": 1}},
        "components": {"bolt": {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}}},
        "partners": {"p": {"orders": orders, "components": components or {"bolt": 1}, **partner}},
    }


def potential(scenario, rows=64, seed=1):
    """Returns {(stream, token, n): everything drawn for it} with names in place of numbers."""
    x, ids = lower(scenario, Draws(seed), rows), names(scenario)
    orders = {}
    for i in range(len(x.placed)):
        token = -1 if i < x.n_fixed else (i - x.n_fixed) // rows
        c, passes = x.component[i], x.first_pass[i + 1] - x.first_pass[i]
        operations = x.first_operation[c + 1] - x.first_operation[c]
        end = x.first_draw[i] + passes * operations
        orders[ids.streams[x.stream[i]], token, int(x.nth[i])] = (
            *(int(x.placed[i]), ids.components[c], int(x.quantity[i]), int(x.due[i]), int(x.tie[i])),
            tuple(ids.smes[s] for s in x.preference[i] if s >= 0),
            int(x.reject_count[i]),
            tuple(x.reject_draw[x.first_pass[i] : x.first_pass[i + 1]].tolist()),
            tuple(x.setup_draw[x.first_draw[i] : end].tolist()),
            tuple(x.work_draw[x.first_draw[i] : end].tolist()),
        )
    return orders


def times(tree, stream="p", **more):
    """Returns when the orders of a stream are placed, in ms."""
    scenario = scenario_from(tree)
    x = lower(scenario, Draws(1), **more)
    return x.placed[x.stream == names(scenario).streams.index(stream)].tolist()


def without(orders, key):
    return {k: v for k, v in orders.items() if k[0] != key}


# ---- what is added moves nothing else


@pytest.mark.parametrize(
    "changes",
    [
        {"partners__axle": {"orders": {"every": "9 h"}, "components": {"pin": 1}, "channel": "coop"}},
        {"components__zinc": {"routing": {"dip": {"workshop": "A"}}}},
        {"workshops__A__units": 5},
        {"changes": {"more": {"from": "2024-03-01", "units": {"A": 4}}}},
        {"lanes__air": {"travel": "1 h"}},
        {"materials__brass": {"opening": "1 kg"}},
        {"components__rod__routing__cut": {"workshop": "B", "setup": {"exponential": "9 min"}}},
    ],
    ids=["partner", "component", "unit", "change", "lane", "material", "operation"],
)
def test_what_is_added_leaves_all_other_potential_orders_as_they_were(changes):
    before, after = potential(estate()), without(potential(estate(**changes)), "axle")
    of_rods = "routing__cut" in "".join(changes)  # their routing is another one

    assert {k: v for k, v in before.items() if not (of_rods and v[1] == "rod")} == {
        k: v for k, v in after.items() if not (of_rods and v[1] == "rod")
    }
    assert {k: v[:7] for k, v in before.items()} == {k: v[:7] for k, v in after.items()}


def test_a_new_sme_takes_only_what_it_wins():
    before, after = potential(estate()), potential(estate(smes__bima={"share": 2}))

    assert before.keys() == after.keys()
    assert any(order[5][0] == "bima" for order in after.values())
    for key, order in after.items():
        others = tuple(sme for sme in order[5] if sme != "bima")
        assert (*order[:5], others, *order[6:]) == before[key]


def test_a_new_component_of_a_partner_takes_only_what_it_wins():
    before = potential(estate())
    after = potential(
        estate(partners__mill__components={"pin": 2, "rod": 1, "axle": 1}, **{"components__axle": ROUTED})
    )

    won = {key for key, order in after.items() if order[1] == "axle"}
    assert before.keys() == after.keys()
    assert 0.15 < len(won) / sum(key[0] == "mill" for key in after) < 0.35
    assert {key: order for key, order in after.items() if key not in won} == {
        key: order for key, order in before.items() if key not in won
    }
    assert all(after[key][0] == before[key][0] and after[key][3:5] == before[key][3:5] for key in won)


ROUTED = {"routing": {"turn": {"workshop": "A"}}}


@pytest.mark.parametrize("last_day", ["2024-03-31", "2026-12-31"])
def test_another_horizon_keeps_what_lies_before_both(last_day):
    one, other = estate(), estate(time__last_day=last_day)
    end = min(lower(one, Draws(1)).horizon, lower(other, Draws(1)).horizon)

    def early(scenario):
        return {key: order for key, order in potential(scenario).items() if key[1] >= 0 or order[0] < end}

    assert early(one) == early(other)
    x, y = lower(one, Draws(1)), lower(other, Draws(1))
    common = int(np.sum(x.placed[: x.n_fixed] < end))
    assert np.array_equal(x.placed[:common], y.placed[:common])
    assert np.array_equal(x.departure[x.departure < end], y.departure[y.departure < end])
    assert np.array_equal(x.arrival[x.departure < end], y.arrival[y.departure < end])
    calendar_clock = np.isin(np.arange(5), [2, 3, 4])
    for a, b in zip(x.life[calendar_clock], y.life[calendar_clock], strict=True):
        assert np.array_equal(a[a < end], b[b < end])
    assert np.array_equal(x.life[:2, :64], y.life[:2, :64])
    for k in range(len(x.first_closed) - 1):
        a, b = ((z.close[z.first_closed[k] : z.first_closed[k + 1]]) for z in (x, y))
        assert np.array_equal(a[a < end], b[b < end])


def test_more_rows_begin_with_the_same_rows():
    few, many = (lower(estate(), Draws(1), rows) for rows in (8, 50))

    assert np.array_equal(few.life[:2, :8], many.life[:2, :8])
    assert np.array_equal(few.lead, many.lead[:, :8])
    first, second = potential(estate(), 8), potential(estate(), 50)
    assert first.items() <= second.items()
    assert sum(key[1] >= 0 for key in first) == 2 * 8


def backwards(tree):
    """Returns a tree with everything in reverse order but for routings, whose order is what they say."""
    if not isinstance(tree, dict):
        return tree
    return {key: value if key == "routing" else backwards(value) for key, value in reversed(list(tree.items()))}


def same(x, y):
    return all(np.array_equal(a, b) and np.asarray(a).dtype == np.asarray(b).dtype for a, b in zip(x, y, strict=True))


def test_the_order_in_a_file_does_not_matter():
    one, other = scenario_from(ESTATE), scenario_from(backwards(ESTATE))

    assert list(one.partners) != list(other.partners)
    assert names(one) == names(other)
    assert same(lower(one, Draws(1)), lower(other, Draws(1)))


def test_routings_of_equal_scenarios_may_differ_in_their_order():
    tree = deepcopy(ESTATE)
    routing = tree["components"]["pin"]["routing"]
    tree["components"]["pin"]["routing"] = dict(reversed(routing.items()))
    one, other = scenario_from(ESTATE), scenario_from(tree)

    assert names(one).operations[:3] == ("pin/cut", "pin/cool", "pin/turn")
    assert names(other).operations[:3] == ("pin/turn", "pin/cool", "pin/cut")


def test_equal_inputs_give_equal_bytes_in_any_thread():
    scenario = estate()
    alone = [lower(scenario, Draws(1, r)) for r in range(8)]
    fresh = estate()
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda r: lower(fresh, Draws(1, r)), range(8)))

    assert all(same(x, y) for x, y in zip(alone, together, strict=True))
    assert not same(alone[0], alone[1])


def test_arrays_are_contiguous_and_whole():
    for field in lower(estate(), Draws(1)):
        if isinstance(field, np.ndarray):
            assert field.flags.c_contiguous
            assert field.dtype in (np.int64, np.bool_)


# ---- when orders are placed


def test_gaps_are_rounded_one_by_one_and_summed():
    x = lower(scenario_from(plain({"every": {"exponential": "31 h"}})), Draws(3, 2))
    u = Draws(3, 2).uniforms("gap", "p", 1000)[:, 0]
    sums = np.cumsum(np.rint(-31 * HOUR * np.log1p(-u)).astype(np.int64))

    assert np.array_equal(x.placed, sums[sums < 366 * DAY])


def test_orders_are_numbered_by_time_then_stream_then_n():
    x = lower(estate(), Draws(1))
    keys = list(zip(x.placed[: x.n_fixed], x.stream[: x.n_fixed], x.nth[: x.n_fixed], strict=True))

    assert keys == sorted(keys)
    assert len(set(zip(x.stream[: x.n_fixed], x.nth[: x.n_fixed], strict=True))) == x.n_fixed

    same_time = plain({"calendar": {"every": "1 h"}})
    same_time["partners"] = {f"p-{k}": same_time["partners"]["p"] for k in range(9)}
    x = lower(scenario_from(same_time), Draws(1))
    assert x.stream.tolist() == list(range(9)) * (len(x.placed) // 9)


def test_a_stream_lives_from_its_first_day_to_the_day_before_its_end():
    tree = plain({"every": "30 h"}, **{"from": "2024-02-01", "until": "2024-02-11"})

    assert times(tree) == list(range(31 * DAY + 30 * HOUR, 41 * DAY, 30 * HOUR))


def test_a_dated_factor_moves_nothing_before_its_date():
    orders = {"every": {"gamma": {"mean": "7 h", "cv": 0.9}}}
    base = times(plain(orders))
    for factor in (0.1, 0.3333333, 0.9, 1.7, 20):
        for day in ("2024-05-13", "2024-07-01"):
            shocked = times(plain(orders | {"factors": {"shock": {"from": day, "factor": factor}}}))
            start = moment(scenario_from(plain(orders)), date.fromisoformat(day))
            assert [t for t in shocked if t < start] == [t for t in base if t < start]
            after, count = sum(t >= start for t in base), sum(t >= start for t in shocked)
            assert count == pytest.approx(factor * after, rel=0.15, abs=6)


def test_a_factor_makes_the_streams_clock_run_faster_while_it_lasts():
    factors = {"surge": {"from": "2024-01-03", "until": "2024-01-05", "factor": 2}}
    hours = [t / HOUR for t in times(plain({"every": "12 h", "factors": factors}))][:16]

    assert hours == [12, 24, 36, 48, 54, 60, 66, 72, 78, 84, 90, 96, 108, 120, 132, 144]


def test_overlapping_factors_multiply_and_end_when_they_end():
    factors = {
        "surge": {"from": "2024-01-02", "factor": 3},
        "slump": {"from": "2024-01-03", "until": "2024-01-04", "factor": 0.5},
    }
    found = times(plain({"every": "24 h", "factors": factors}))

    assert [t / HOUR for t in found[:7]] == [24, 32, 40, 48, 64, 76, 84]


def test_at_a_rate_of_0_orders_wait_until_it_ends():
    factors = {"flood": {"from": "2024-01-03", "until": "2024-01-10", "factor": 0}}
    found = times(plain({"every": "20 h", "factors": factors}))
    at_its_date = times(plain({"every": "24 h", "factors": factors}))

    assert [t / HOUR for t in found[:4]] == [20, 40, 9 * 24 + 12, 9 * 24 + 32]
    assert [t / DAY for t in at_its_date[:3]] == [1, 9, 10]


def test_a_factor_by_hours_of_the_week_holds_within_them_and_its_days():
    """Monday is 1 January: a clock that stands at night shows 8 hours a day, twice as many where mornings count."""
    nights = {"hours": {"monday-sunday": "16:00-08:00"}, "factor": 0}
    mornings = {"hours": {"tuesday-wednesday": "08:00-12:00"}, "from": "2024-01-03", "factor": 2}
    found = times(plain({"every": "4 h", "factors": {"nights": nights, "mornings": mornings}}))
    first = [t / HOUR for t in found if t < 4 * DAY]

    assert first == [12, 32, 36, 56, 58, 60, 80, 84]


@pytest.mark.parametrize("factor", [0.25, 3])
def test_orders_of_a_poisson_stream_come_in_proportion_to_the_factor_of_the_hour(factor):
    rush = {"hours": {"monday-friday": "08:00-12:00", "saturday": "22:00-02:00"}, "factor": factor}
    time = {"first_day": "2024-01-01", "long_run": "20 years"}
    tree = plain({"every": {"exponential": "1 h"}, "factors": {"rush": rush}}) | {"time": time}
    week = np.array(times(tree)) % (7 * DAY) / HOUR
    day, hour = week // 24, week % 24
    is_rush = ((day < 5) & (hour >= 8) & (hour < 12)) | ((day == 5) & (hour >= 22)) | ((day == 6) & (hour < 2))
    weeks = 20 * 365.25 / 7

    for count, expected in ((is_rush.sum(), 24 * weeks * factor), ((~is_rush).sum(), 144 * weeks)):
        assert abs(count - expected) < 4 * expected**0.5


def test_a_factor_of_1_in_any_hours_changes_nothing():
    orders = {"every": {"gamma": {"mean": "7 h", "cv": 0.9}}}
    plainly = {"hours": {"monday-friday": "08:00-12:00"}, "factor": 1}

    assert times(plain(orders | {"factors": {"plainly": plainly}})) == times(plain(orders))


def test_a_batch_of_1_is_none_and_batches_move_no_moment():
    every = {"every": {"exponential": "5 h"}}
    alone = plain(every)
    moments = times(alone)

    assert tree_of_orders(plain(every | {"batch": 1})) == tree_of_orders(alone)
    assert times(plain(every | {"batch": 3})) == [t for t in moments for _ in range(3)]
    drawn = times(plain(every | {"batch": {"discrete": {1: 1, 4: 1}}}))
    assert sorted(set(drawn)) == moments
    assert {drawn.count(t) for t in moments} == {1, 4}
    assert len(drawn) == pytest.approx(2.5 * len(moments), rel=0.1)


def test_orders_of_a_batch_draw_their_own_and_the_first_ones_are_those_without():
    own = {"quantity": {"uniform": [1, 1000]}}
    alone, twice = (tree_of_orders(plain({"every": "5 h", "batch": n}, **own)) for n in (1, 2))

    assert len(twice) == 2 * len(alone)
    assert [n for _, n in twice][: len(alone)] == [n for _, n in alone]
    assert sum(a == b for a, b in zip(twice[::2], twice[1::2], strict=True)) < 0.01 * len(twice)
    dates = {"calendar": {"weekdays": ["monday"], "at": "08:00"}, "batch": 2}
    assert [t / HOUR for t in times(plain(dates))[:4]] == [8, 8, 7 * 24 + 8, 7 * 24 + 8]


def tree_of_orders(tree):
    """Returns when and for how many pieces a partner orders."""
    x = lower(scenario_from(tree), Draws(1))
    return list(zip(x.placed.tolist(), x.quantity.tolist(), strict=True))


def test_a_shock_changes_no_attribute_of_an_order_after_it():
    shock = {"orders": {"every": {"exponential": "1 day"}, "factors": {"s": {"from": "2024-03-01", "factor": 0.7}}}}
    before, after = potential(estate()), potential(estate(partners__mill=ESTATE["partners"]["mill"] | shock))

    common = before.keys() & after.keys()
    assert len(common) > 150
    assert all(before[key][1:3] == after[key][1:3] and before[key][4:] == after[key][4:] for key in common)


def test_a_ramp_grows_in_monthly_steps_from_the_first_day():
    tree = plain({"every": "1 h", "ramp_up": "4 months"}, **{"from": "2024-02-15"})
    found = np.array(times(tree))
    scenario = scenario_from(tree)
    steps = [moment(scenario, date(2024, month, 15)) for month in (2, 3, 4, 5, 6)]

    for k in range(4):
        inside = np.sum((found >= steps[k]) & (found < steps[k + 1]))
        assert inside == pytest.approx((k + 1) / 4 * (steps[k + 1] - steps[k]) / HOUR, abs=1)


def test_the_largest_demand_that_can_be_read_comes_so_many_times_as_often():
    found = times(plain({"every": "100 days"}, demand=291))  # just short of 2^63 ms ppm in its year

    assert found == [100 * DAY * k // 291 for k in range(1, len(found) + 1)]
    assert len(found) == 366 * 291 // 100
    with pytest.raises(ScenarioError, match="too large, got up to 292 times the rate; at most 291"):
        scenario_from(plain({"every": "100 days"}, demand=292))


def test_fixed_dates_are_kept_within_the_partners_days():
    tree = plain({"calendar": {"month_days": [31], "at": "07:00"}}, **{"from": "2024-02-01", "until": "2024-04-30"})

    assert [t / DAY for t in times(tree)] == [59 + 7 / 24, 90 + 7 / 24]


def book(*rows):
    return [dict(zip(("placed", "component", "quantity", "due"), row, strict=False)) for row in rows]


def test_a_book_is_replayed_as_it_stands_in_whatever_order_its_lines_do():
    rows = [("2024-01-03 10:00", "nut", 4, "2024-01-05 12:00"), ("2024-01-02", "bolt", 9), ("2024-01-02", "bolt", 3)]
    trees = [plain({"book": book(*order)}, contract={"due": "36 h"}) for order in (rows, rows[::-1])]
    for tree in trees:
        tree["components"]["nut"] = ROUTED
    one, other = (lower(scenario_from(tree), Draws(1)) for tree in trees)

    assert same(one, other)
    assert (one.placed / HOUR).tolist() == [24, 24, 58]
    assert one.component.tolist() == [0, 0, 1]
    assert one.quantity.tolist() == [3, 9, 4]
    assert (one.due / HOUR).tolist() == [72, 72, 4 * 24 + 12]
    assert one.nth.tolist() == [0, 1, 2]


def test_orders_of_a_book_that_lie_outside_keep_the_draws_of_the_others():
    rows = [("2024-01-02", "bolt", 3), ("2024-01-09", "bolt", 4), ("2025-03-01", "bolt", 5)]
    all_of_them = lower(scenario_from(plain({"book": book(*rows)})), Draws(1))
    later = lower(scenario_from(plain({"book": book(*rows)}, **{"from": "2024-01-05"})), Draws(1))

    assert all_of_them.nth.tolist() == [0, 1]
    assert later.nth.tolist() == [1]
    assert later.tie.tolist() == all_of_them.tie[1:].tolist()


def test_a_closed_stream_has_rows_for_each_token_that_its_deliveries_will_place():
    tree = plain(
        {"circulating": 3, "every": {"exponential": "2 h"}}, contract={"due": "5 days"}, **{"from": "2024-01-11"}
    )
    x = lower(scenario_from(tree), Draws(1), 20)

    assert (x.n_fixed, len(x.placed)) == (0, 60)
    assert x.first_row.tolist() == [0, 20, 40, 60]
    assert x.token_stream.tolist() == [0, 0, 0]
    assert x.nth.tolist() == 3 * list(range(20))
    assert set(x.due.tolist()) == {5 * DAY}  # quoted: the run knows when they are placed
    for token in range(3):
        u = Draws(1).uniforms("gap", f"p#{token}", 20)[:, 0]
        gaps = np.rint(-2 * HOUR * np.log1p(-u)).astype(np.int64)
        gaps[0] += 10 * DAY  # the first one is placed after the partner's first day
        assert np.array_equal(x.placed[20 * token : 20 * token + 20], gaps)


# ---- what is ordered, and when it is due


def test_components_are_ordered_as_often_as_their_weights_say():
    tree = plain({"every": "1 h"}, {"bolt": 1, "nut": 3, "pin": 0})
    tree["components"] |= {"nut": ROUTED, "pin": ROUTED}
    x = lower(scenario_from(tree), Draws(1))

    shares = np.bincount(x.component, minlength=3) / len(x.component)
    assert np.allclose(shares, [0.25, 0.75, 0], atol=4 * np.sqrt(0.25 * 0.75 / len(x.component)))


def test_quantities_are_whole_and_at_least_one_piece_and_may_depend_on_the_component():
    tree = plain({"every": "1 h"}, {"bolt": 1, "nut": {"share": 1, "quantity": 9}}, quantity={"exponential": 1.2})
    tree["components"]["nut"] = ROUTED
    x = lower(scenario_from(tree), Draws(1))
    u = Draws(1).uniforms("quantity", "p", len(x.placed))[:, 0]

    expected = np.where(x.component == 0, np.maximum(1, np.rint(-1.2 * np.log1p(-u))), 9)
    assert np.array_equal(x.quantity, expected)


def test_an_order_is_due_at_the_end_of_the_day_it_was_quoted_for():
    x = lower(estate(), Draws(1))
    mill = x.stream == names(estate()).streams.index("mill")

    assert np.all(x.due[mill] % DAY == 0)
    n = x.nth[mill]
    quoted = Distribution("triangular", (("low", 5.0 * DAY), ("mode", 8.0 * DAY), ("high", 20.0 * DAY)))
    late = quoted.values(Draws(1).uniforms("due", "mill", len(n))[:, 0])[n]
    assert np.array_equal(x.due[mill], (x.placed[mill] + np.rint(late).astype(np.int64)) // DAY * DAY + DAY)
    assert set(x.due[~mill].tolist()) == {NEVER}


def test_ties_are_16_drawn_bits_or_left_to_the_numbers():
    drawn = lower(estate(), Draws(1)).tie

    assert 0 <= drawn.min() < drawn.max() < 1 << 16
    assert len(np.unique(drawn)) > 0.95 * len(drawn)
    assert not lower(estate(rules__ties="number"), Draws(1)).tie.any()


# ---- who may make them


def preferences(scenario, stream="mill", component="pin"):
    return {order[5] for key, order in potential(scenario).items() if key[0] == stream and order[1] == component}


def test_all_smes_that_can_make_an_order_stand_in_its_preference_once():
    found = preferences(estate())

    assert {frozenset(each) for each in found} == {frozenset(("adi", "budi", "citra-01", "citra-02"))}
    assert len(found) > 10
    assert {frozenset(each) for each in preferences(estate(), component="rod")} == {frozenset(("adi", "budi"))}


@pytest.mark.parametrize(
    ("changes", "able"),
    [
        ({"partners__mill__contract": {"suppliers": ["citra", "adi"]}}, {"adi", "citra-01", "citra-02"}),
        ({"smes__budi": {"channels": ["coop"]}}, {"adi", "citra-01", "citra-02"}),
        (
            {"partners__mill__channel": "coop", "smes__budi__channels": ["coop"]},
            {"adi", "budi", "citra-01", "citra-02"},
        ),
        ({"calendars__night": {"hours": {"monday": "22:00-23:00"}}, "smes__adi__calendar": "night"}, None),
        ({"smes__adi__components": ["rod"]}, {"budi", "citra-01", "citra-02"}),
    ],
    ids=["suppliers", "channel of others", "own channel", "hours that never meet", "components"],
)
def test_contract_channel_hours_and_components_say_who_may_make_an_order(changes, able):
    expected = able or {"budi", "citra-01", "citra-02"}  # at night B is closed

    assert {frozenset(each) for each in preferences(estate(**changes))} == {frozenset(expected)}


def test_tenants_need_a_unit_of_each_type_in_the_routing():
    tenants = {"smes__adi__tenant_of": ["A-001", "B-001"], "smes__budi__tenant_of": ["A-002"]}
    tenants |= {"smes__citra__tenant_of": ["B-002", "B-003"], "rules__tenancy": "tenanted"}
    scenario = estate(**tenants)

    assert preferences(scenario) == {("adi",)}
    assert {frozenset(each) for each in preferences(scenario, component="rod")} == {frozenset(("adi", "budi"))}
    x, ids = lower(scenario, Draws(1)), names(scenario)
    assert ids.units == ("A-001", "A-002", "B-001", "B-002", "B-003")
    assert x.pool.tolist() == [[0, 2], [1, -1], [-1, 3], [-1, 4]]
    assert (x.pool_type.tolist(), x.first_unit.tolist()) == ([0, 0, 1, 1, 1], [0, 1, 2, 3, 4, 5])


def test_the_first_choice_falls_by_share():
    tree = plain({"every": "1 h"})
    tree["smes"] = {"a": {}, "b": {"share": 4}, "c": {"share": 5}}
    x = lower(scenario_from(tree), Draws(1))

    assert np.array_equal(np.sort(x.preference, axis=1), np.tile([0, 1, 2], (len(x.placed), 1)))
    shares = np.bincount(x.preference[:, 0]) / len(x.placed)
    assert np.allclose(shares, [0.1, 0.4, 0.5], atol=4 * np.sqrt(0.25 / len(x.placed)))
    u = np.array([Draws(1).uniforms("allotment", f"p/{s}", len(x.placed))[:, 0] for s in "abc"])
    assert np.array_equal(x.preference.T, np.argsort(-np.log(u) / [[1], [4], [5]], axis=0))


def test_where_nobody_is_named_there_is_one_sme_without_limits():
    scenario = scenario_from(plain({"every": "1 h"}))
    x = lower(scenario, Draws(1))

    assert names(scenario).smes == ("estate",)
    assert (x.crews[0], x.most_in_hand[0], x.opens[0], x.shuts[0]) == (-1, NEVER, 0, NEVER)
    assert (x.factors[0] == PPM).all()
    assert not x.preference.any()
    assert len(x.close) == 0


# ---- rejects and work


@pytest.mark.parametrize(("rejects", "lot"), [("rework", ""), ("remake", "#{}"), ("short", None)])
def test_further_passes_have_draws_of_their_own_where_the_first_may_reject(rejects, lot):
    contract = ESTATE["partners"]["mill"]["contract"] | {"rejects": rejects}
    scenario = estate(partners__mill__contract=contract)
    x, ids = lower(scenario, Draws(1)), names(scenario)
    rows = np.flatnonzero((x.stream == ids.streams.index("mill")) & (x.component == 0))
    n, quantity = x.nth[rows], x.quantity[rows]
    passes = np.diff(x.first_pass)[rows]
    u = Draws(1).uniforms("reject", "mill/pin", n.max() + 1)[n]

    count = binomial_quantile(quantity, np.full(len(n), 0.05), u[:, 0])
    assert np.array_equal(x.reject_count[rows], count)
    assert np.array_equal(passes, np.where((count > 0) & (rejects != "short"), 3, 1))
    assert np.array_equal(x.reject_draw[x.first_pass[rows]], np.floor(u[:, 1] * quantity * PPM).astype(np.int64))
    for a in (2, 3) if lot is not None else ():
        again = passes >= a
        assert again.any()
        behind = lot.format(a - 1) + f"@{a}"
        u = Draws(1).uniforms("reject", f"mill/pin{behind}", n.max() + 1)[n[again], 1]
        assert np.array_equal(x.reject_draw[x.first_pass[rows[again]] + a - 1], np.floor(u * 1e12).astype(np.int64))
        u = Draws(1).uniforms("work", f"mill/pin/turn{behind}", n.max() + 1)[n[again]]
        vary = Distribution("gamma", (("mean", 1.0), ("cv", 0.4)))
        drawn = x.work_draw[x.first_draw[rows[again]] + (a - 1) * 3 + 2]
        assert np.abs(drawn - PPM * vary.values(u[:, 1])).max() < 1
        cooled = x.work_draw[x.first_draw[rows[again]] + (a - 1) * 3 + 1]
        assert (len(np.unique(cooled)) > 1) == (rejects == "remake")  # a reworked lot is only turned


def test_without_an_operation_to_rework_there_is_one_pass():
    tree = plain({"every": "1 h"}, quantity=50, contract={"rejects": "remake"})
    tree["components"]["bolt"]["reject_rate"] = 0.2
    remade = lower(scenario_from(tree), Draws(1))
    tree["components"]["bolt"]["reject_rate"] = 0
    perfect = lower(scenario_from(tree), Draws(1))

    assert np.diff(remade.first_pass).max() == 3
    assert np.diff(perfect.first_pass).max() == 1
    assert not perfect.reject_count.any()


def test_variations_are_values_over_their_mean_and_constants_do_not_vary():
    x, ids = lower(estate(time__last_day="2027-12-31"), Draws(1)), names(estate())
    cut, cool, turn = (ids.operations.index(f"pin/{name}") for name in ("cut", "cool", "turn"))

    assert x.setup[[cut, cool, turn]].tolist() == [20 * 60_000, 0, 0]
    assert x.per_piece[[cut, cool, turn]].tolist() == [120_000, 60_000, 300_000]
    pins = x.first_draw[: x.n_fixed][x.component[: x.n_fixed] == 0]
    for draws, k, cv in ((x.setup_draw, 0, 0.5), (x.work_draw, 1, 1.0), (x.work_draw, 2, 0.4)):
        ratio = draws[pins + k] / PPM
        assert ratio.mean() == pytest.approx(1, abs=4 * cv / np.sqrt(len(pins)))
        assert ratio.std() == pytest.approx(cv, rel=0.2)
    assert set(x.work_draw[pins].tolist()) == set(x.setup_draw[pins + 1].tolist()) == {PPM}


# ---- units and their failures


def test_units_are_named_by_type_and_number_and_those_of_a_change_by_its_name_too():
    changes = {
        "annex": {"from": "2024-02-01", "units": {"A": {"units": 3, "let": 2}}},
        "fire": {"from": "2024-03-01", "units": {"A": -2}},
        "close": {"from": "2024-04-01", "units": {"A": -2}},
    }
    scenario = estate(workshops__A={"units": 3, "let": 2}, changes=changes)
    x, ids = lower(scenario, Draws(1)), names(scenario)

    assert ids.units == ("A-001", "A-002", "A-annex-001", "A-annex-002", "B-001", "B-002", "B-003")
    assert (x.opened[:4] / DAY).tolist() == [0, 0, 31, 31]
    # the last ones close: annex-003, which is vacant, and annex-002; then annex-001 and A-003, which is vacant
    assert x.closed[:4].tolist() == [NEVER, NEVER, 91 * DAY, 60 * DAY]


def test_units_that_close_do_so_before_others_open_on_the_same_day():
    changes = {"a": {"from": "2024-02-01", "units": {"A": 2}}, "b": {"from": "2024-02-01", "units": {"A": -1}}}
    scenario = estate(workshops__A={"units": 2}, changes=changes)

    assert names(scenario).units[:4] == ("A-001", "A-002", "A-a-001", "A-a-002")
    assert lower(scenario, Draws(1)).closed[:4].tolist() == [NEVER, 31 * DAY, NEVER, NEVER]


def test_units_of_a_change_belong_to_who_takes_them():
    tenants = {"smes__adi__tenant_of": ["A-001", "B-001"], "smes__budi__tenant_of": ["A-002", "B-002"]}
    more = {"more": {"from": "2024-02-01", "units": {"A": {"units": 3, "let_to": "citra"}}}}
    scenario = estate(rules__tenancy="tenanted", changes=more, **tenants)
    x, ids = lower(scenario, Draws(1)), names(scenario)

    a = ids.types.index("A")
    own = {ids.smes[s]: x.pool[s, a] for s in range(4)}
    units_of = {sme: ids.units[x.first_unit[p] : x.first_unit[p + 1]] for sme, p in own.items()}
    assert units_of["citra-01"] == ("A-more-001", "A-more-003")
    assert units_of["citra-02"] == ("A-more-002",)
    assert "B-003" not in ids.units  # nobody rents it


def test_lives_that_wear_are_in_ms_ppm_and_repairs_in_ms():
    x = lower(estate(), Draws(1))
    life = Distribution("weibull", (("mean", 90.0 * HOUR), ("shape", 2.0)))
    u = Draws(1).uniforms("life", "A-002", 64)[:, 0]

    assert np.array_equal(x.life[1, :64], np.maximum(1, np.rint(life.values(u)).astype(np.int64)) * PPM)
    u = Draws(1).uniforms("repair", "A-002", 64)[:, 0]
    assert np.array_equal(x.repair[1, :64], np.rint(-4 * HOUR * np.log1p(-u)).astype(np.int64))
    assert x.failure_clock.tolist() == [instance.WORKING, instance.CALENDAR]


def test_failures_by_the_calendar_follow_repairs_and_go_on_to_the_horizon():
    x = lower(estate(time__last_day="2028-12-31"), Draws(1), 4)
    for u in (2, 3, 4):
        name = f"B-{u - 1:03}"
        lives = -30 * DAY * np.log1p(-Draws(1).uniforms("life", name, 500)[:, 0])
        repairs = HOUR + 8 * HOUR * Draws(1).uniforms("repair", name, 500)[:, 0]
        times = np.cumsum(np.rint(np.stack([lives, repairs], axis=1)).astype(np.int64)).reshape(-1, 2)
        count = int(np.sum(times[:, 0] < x.horizon))
        assert count > 30
        assert np.array_equal(x.life[u, :count], times[:count, 0])
        assert np.array_equal(x.repair[u, :count], times[:count, 1])
        assert set(x.life[u, count:].tolist()) <= {NEVER}
    assert x.life[:2].max() < NEVER * PPM  # and those that wear have as many columns, all drawn
    assert len(np.unique(x.life[0])) == x.life.shape[1]


def test_a_repair_in_open_hours_waits_for_them():
    failures = {"life": "25 h", "repair": "9 h", "clock": "calendar", "repair_clock": "open"}
    x = lower(estate(workshops__B__failures=failures), Draws(1))

    # Monday 06:00-14:00 and so on; down on Tuesday at 01:00: 8 h of Tuesday and 1 h of Wednesday
    assert x.life[2, 0] == 25 * HOUR
    assert x.repair[2, 0] == (48 + 7) * HOUR
    assert x.life[2, 1] == (48 + 7 + 25) * HOUR


def test_a_unit_that_opens_later_fails_by_the_calendar_from_then_on():
    changes = {"more": {"from": "2024-03-01", "units": {"B": 1}}}
    x = lower(estate(changes=changes), Draws(1))
    fresh = np.rint(-30 * DAY * np.log1p(-Draws(1).uniforms("life", "B-more-001", 1)[0, 0]))

    assert names(estate(changes=changes)).units[-1] == "B-more-001"
    assert x.life[-1, 0] == 60 * DAY + fresh


# ---- calendars, materials, lanes


def closed(x, calendar):
    rows = slice(x.first_closed[calendar], x.first_closed[calendar + 1])
    return list(zip(x.close[rows].tolist(), x.reopen[rows].tolist(), strict=True))


def test_each_calendar_stands_once_and_an_sme_and_a_type_are_merged():
    x, ids = lower(estate(), Draws(1)), names(estate())

    adi, a, b = ids.smes.index("adi"), ids.types.index("A"), ids.types.index("B")
    assert x.work_calendar[adi, a] == x.sme_calendar[adi] == x.sme_calendar[ids.smes.index("budi")]
    monday = [(0, 8 * HOUR), (14 * HOUR, 32 * HOUR)]
    assert closed(x, x.work_calendar[adi, b])[:2] == monday  # from 08:00, as the SME; until 14:00, as the type
    content = [tuple(closed(x, k)) for k in range(len(x.first_closed) - 1)]
    assert len(set(content)) == len(content)
    assert np.array_equal(x.work_clock, x.work_calendar)
    for k in range(len(content)):
        rows = slice(x.first_closed[k], x.first_closed[k + 1])
        lengths = (x.reopen - x.close)[rows]
        assert np.array_equal(x.closed_before[rows], np.cumsum(lengths) - lengths)


@pytest.mark.parametrize(
    ("rules", "hours"), [({}, 4), ({"finish_within": "90 min"}, 1.5), ({"finish_within": "0 h"}, 0)]
)
def test_where_shifts_finish_their_work_it_goes_on_for_some_hours_after_each_closing(rules, hours):
    x = lower(estate(rules={"end_of_shift": "finish"} | rules), Draws(1))

    for calendar, clock in set(zip(x.work_calendar.ravel().tolist(), x.work_clock.ravel().tolist(), strict=True)):
        later = [(close + hours * HOUR, reopen) for close, reopen in closed(x, calendar)]
        assert len(later) > 0
        assert closed(x, clock) == [(close, reopen) for close, reopen in later if close < reopen]


def test_material_is_whole_grams():
    x = lower(estate(), Draws(1))

    assert (x.opening.tolist(), x.reorder_point.tolist(), x.batch.tolist()) == ([10**6], [200_000], [1])
    assert (x.material.tolist(), x.grams.tolist()) == ([0, -1], [400, 0])
    u = Draws(1).uniforms("supply", "steel/regular", 64)[:, 0]
    assert np.array_equal(x.lead[0], np.rint(-5 * DAY * np.log1p(-u)).astype(np.int64))
    assert (x.quoted.tolist(), x.fallback_batch.tolist(), x.up_to.tolist()) == ([5 * DAY], [0], [-1])


def test_a_position_that_is_looked_at_on_dates_is_never_looked_at_always():
    reorder = ESTATE["materials"]["steel"]["reorder"]
    for dates, expected in (({"month_days": [1]}, 6), ({"dates": ["2025-01-01"]}, 1)):
        x = lower(estate(materials__steel__reorder=reorder | {"review": dates}), Draws(1))
        assert np.diff(x.first_review).tolist() == [expected]
    assert x.review.tolist() == [NEVER]  # the only date lies beyond the horizon


def test_dated_departures_stand_through_bans_and_none_begins_in_one():
    bans = {
        "flood": {"from": "2024-01-05 11:00", "until": "2024-01-06 11:00"},
        "feast": {"from": "2024-01-12 10:00", "until": "2024-01-12 12:00"},
        "march": {"from": "2024-01-19 09:00", "until": "2024-01-19 10:00"},
    }
    x = lower(estate(lanes__road__bans=bans), Draws(1))
    u = Draws(1).uniforms("travel", "road", 30)[:, 0]
    travel = np.rint((2 + 3 * u) * HOUR).astype(np.int64)

    leave = [4 * DAY + 10 * HOUR, 18 * DAY + 10 * HOUR, 25 * DAY + 10 * HOUR]
    assert x.departure[:3].tolist() == leave
    assert x.arrival[0] == leave[0] + travel[4] + DAY
    assert x.arrival[1] == leave[1] + travel[18]
    assert np.array_equal(x.travel[0, :30], travel)
    assert x.truck.tolist() == [10**6]


def test_trucks_of_its_own_have_a_travel_time_for_each_day_of_departure():
    x = lower(estate(lanes__road={"travel": {"uniform": ["2 h", "5 h"]}, "calendar": "shop"}), Draws(1))

    assert (x.truck.tolist(), len(x.departure)) == ([-1], 0)
    assert x.travel.shape == (1, x.horizon // DAY + 1)
    assert closed(x, x.lane_calendar[0]) == closed(x, x.sme_calendar[0])
    assert closed(x, x.ban_calendar[0]) == []


def test_demand_multiplies_the_rate_of_gaps_and_the_pieces_of_dates_and_books():
    assert times(plain({"every": "24 h"}, demand=3))[:3] == [8 * HOUR, 16 * HOUR, DAY]
    dated = plain({"calendar": {"weekdays": ["monday"]}}, quantity=10, demand=1.26)
    booked = plain({"book": book(("2024-01-02", "bolt", 10))}, demand=0.01)

    assert set(lower(scenario_from(dated), Draws(1)).quantity.tolist()) == {13}
    assert lower(scenario_from(booked), Draws(1)).quantity.tolist() == [1]
