"""KPIs: against small cases worked out by hand, and against identities on random estates."""

import math
from collections import Counter

import numpy as np
import pytest

from cases import plain_tree, random_tree
from takarusim.engine.instance import DOWN, FINISH, NEVER, PREEMPT, RECEIVE, REORDER, START, UP
from takarusim.errors import ScenarioError
from takarusim.experiments import run
from takarusim.kpis import kpis
from takarusim.kpis.kpis import evaluate
from takarusim.kpis.measures import Cells, Gini, Owners, Quantile, Rate, Ratio
from takarusim.outcome import capacity
from takarusim.outcome.replication import Window
from takarusim.outcome.tables import AT_WORK, FOR_MATERIAL, IN_QUEUE
from takarusim.registers.kpis import KPIS
from takarusim.scenario import reading

HOUR, DAY = 3_600_000, 86_400_000
MONTH = 30.4375 * DAY


def booked(*orders, **parts):
    """Returns an estate of one unit whose partner `p` orders pins, an hour a piece: (clock on 1 January, n, due)."""
    book = [
        {"placed": f"2024-01-01 {clock}", "component": "pin", "quantity": n, "due": due} for clock, n, due in orders
    ]
    partner = {"orders": {"book": book}, "components": {"pin": 1}} | parts.pop("partner", {})
    time = {"first_day": "2024-01-01", "last_day": "2024-01-10"}
    return plain_tree(time=time, partners={"p": partner}, rules={"ties": "number"}, **parts)


def values(tree, window=None):
    return evaluate(run.simulate(reading.scenario_from(tree), engine="simpy"), window)


def random_replications(first, count):
    for seed in range(first, first + count):
        try:
            scenario = reading.scenario_from(random_tree(seed, ties=seed % 2 == 0))
        except ScenarioError:
            continue
        yield seed, run.simulate(scenario, seed=seed, engine="simpy")


# ---- by hand


def test_orders_on_time_and_late_are_told_apart_to_the_millisecond():
    just = booked(("08:00", 2, "2024-01-01 10:00"), ("08:00", 2, "2024-01-01 11:59"))

    found = values(just)

    assert found["otif"] == 0.5  # delivered at 10:00 and 12:00
    assert found["lateness_mean"] == found["tardiness_mean"] == pytest.approx(0.5 / (24 * 60))
    assert found["fill_rate"] == 0.5
    assert found["lead_time_mean"] == 3 / 24


def test_the_delivery_window_has_two_ends():
    contract = {"early": "1 h", "late": "2 h"}
    found = values(
        booked(("08:00", 1, "2024-01-01 10:01"), ("12:00", 4, "2024-01-01 14:00"), partner={"contract": contract})
    )

    assert found["otif"] == 0.5  # the first is too early: 9:00 is before 9:01; the second is not too late: 16:00
    assert found["tardiness_mean"] == pytest.approx(1 / 24)
    assert found["in_full"] == 1


def test_an_order_in_progress_counts_once_its_window_has_passed():
    """A window that ends at the horizon, the first moment that is not simulated, has not passed."""
    orders = [("08:00", 1, "2024-01-02 08:00"), ("08:01", 2000, "2024-01-09 00:00")]

    passed, open_still = (values(booked(*orders, partner={"contract": {"late": late}})) for late in ("1 day", "2 days"))

    assert (passed["otif"], open_still["otif"]) == (0.5, 1)
    assert (passed["fill_rate"], open_still["fill_rate"]) == (1 / 2001, 1)
    assert passed["lead_time_open"] == 0.5
    assert passed["backlog_end"] == 1


@pytest.mark.parametrize(("late", "is_late"), [("1 day", [False, True]), ("2 days", [False, False])])
def test_an_order_in_progress_is_late_once_its_window_has_passed(late, is_late):
    orders = [("08:00", 1, "2024-01-02 08:00"), ("08:01", 2000, "2024-01-09 00:00")]
    replication = run.simulate(reading.scenario_from(booked(*orders, partner={"contract": {"late": late}})))

    assert replication.kept.is_late.tolist() == is_late


def test_the_95th_percentile_lies_between_the_nineteenth_and_the_last_of_twenty_orders():
    found = values(booked(*[("00:00", 1, "2024-01-09 00:00")] * 20))  # one after the other, an hour each

    assert found["lead_time_p95"] == pytest.approx((19 + 0.65) / 24)  # (20 + 1/3) x 0.95 + 1/3 = 19.65


def test_what_is_undefined_is_said_to_be_so():
    found = values(booked(("08:00", 2000, "2024-01-09 00:00")))

    assert math.isnan(found["lead_time_mean"])
    assert KPIS["lead_time_mean"].undefined == "no order is placed and delivered"


def test_without_prices_revenue_is_undefined_and_not_nothing():
    found = values(booked(("08:00", 1, "2024-01-02 08:00")))

    assert math.isnan(found["revenue"])
    assert math.isnan(found["sme_revenue_mean"])
    assert KPIS["revenue"].undefined == "no prices"


def test_refused_orders_count_as_missed():
    found = values(
        booked(
            ("08:00", 1, "2024-01-02 00:00"),
            ("08:00", 1, "2024-01-02 00:00"),
            smes={"s": {"most_in_hand": 1, "size": "micro"}},
            partner={"kind": "market"},
        )
    )

    assert found["otif"] == found["otif[kind=market]"] == found["refused_share"] == 0.5
    assert found["otif[sme=s]"] == found["otif[size=micro]"] == 1  # a refused order has no SME


def test_a_refused_order_is_not_served_nor_is_what_it_is_worth():
    found = values(
        booked(
            ("08:00", 1, "2024-01-02 00:00"),
            ("08:00", 3, "2024-01-02 00:00"),  # refused: one is in hand
            smes={"s": {"most_in_hand": 1}},
            partner={"kind": "market"},
            components={"pin": {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}, "price": "Rp 1000"}},
        )
    )

    assert found["served"] == found["served[kind=market]"] == found["served[component=pin]"] == 0.5
    assert found["served_value"] == found["served_value[partner=p]"] == found["served_value[channel=direct]"] == 0.25


def test_what_is_served_has_no_value_without_prices():
    assert math.isnan(values(booked(("08:00", 1, "2024-01-02 00:00")))["served_value"])
    assert KPIS["served_value"].undefined == "no order with a price is due"


def half_time():
    """Returns ten days of an SME `a` that earns 6,000, and the last five of one `b` that earns 9,000 in them."""
    return plain_tree(
        time={"first_day": "2024-01-01", "last_day": "2024-01-10"},
        workshops={"A": {"units": 2}},
        components={"pin": {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}, "price": "Rp 1000"}},
        smes={
            "a": {"crews": 2, "crew_size": 3},
            "b": {"crews": 1, "crew_size": 2, "from": "2024-01-06", "size": "micro"},
        },
        partners={
            name: {
                "orders": {"book": [{"placed": f"2024-01-{day} 08:00", "component": "pin", "quantity": pieces}]},
                "components": {"pin": 1},
                "contract": {"suppliers": [sme]},
            }
            for name, sme, day, pieces in (("p", "a", "01", 6), ("q", "b", "06", 9))
        },
    )


def test_a_firm_that_is_there_for_half_the_time_counts_half():
    found, days = values(half_time()), MONTH / DAY

    assert found["sme_revenue_mean[sme=a]"] == pytest.approx(600 * days)
    assert found["sme_revenue_mean[sme=b]"] == found["sme_revenue_mean[size=micro]"] == pytest.approx(1800 * days)
    assert found["sme_revenue_mean"] == pytest.approx(15_000 / 15 * days)
    assert found["sme_revenue_gini"] == pytest.approx(4 / 15)  # 2 x 10 x 5 x 1200 / (2 x 15^2 x 1000)


def test_a_firm_counts_nowhere_in_a_span_before_it_comes():
    found = values(half_time(), Window(0, 5 * DAY))

    assert found["sme_revenue_mean"] == found["sme_revenue_mean[sme=a]"] == pytest.approx(6000 * MONTH / (5 * DAY))
    assert math.isnan(found["sme_revenue_mean[sme=b]"])
    assert found["sme_revenue_gini"] == 0
    assert found["jobs_heads"] == 6


def test_jobs_are_people_in_crews_and_hours_worked_in_full_time():
    found = values(half_time())

    assert [found[f"jobs_heads{of}"] for of in ("", "[sme=a]", "[sme=b]", "[size=micro]")] == pytest.approx(
        [7, 6, 1, 1]
    )
    assert found["jobs_fte"] == pytest.approx((6 * 3 + 9 * 2) / (40 * 10 / 7))


def test_nobody_knows_how_many_work_in_crews_without_limit():
    assert math.isnan(values(booked(("08:00", 1, "2024-01-02 00:00")))["jobs_heads"])
    assert KPIS["jobs_heads"].undefined == "crews without limit"


def test_missing_pieces_within_the_tolerance_are_in_full():
    pin = {"pin": {"routing": {"turn": {"workshop": "A", "per_piece": "1 min"}}, "reject_rate": 1, "price": "Rp 1000"}}
    orders = [("08:00", 10, "2024-01-02 00:00")]
    short = {"contract": {"rejects": "short", "tolerance": 1}}

    assert values(booked(*orders, components=pin, partner=short))["otif"] == 1
    assert values(booked(*orders, components=pin, partner={"contract": {"rejects": "short"}}))["otif"] == 0
    nearly = {"contract": {"rejects": "short", "tolerance": 0.95}}
    assert values(booked(*orders, components=pin, partner=nearly))["otif"] == 0  # half a piece asked for is one
    assert values(booked(*orders, components=pin, partner=short))["reject_ppm"] == 1_000_000


def test_what_inspection_misses_is_found_by_the_partner_and_not_paid():
    routing = {"turn": {"workshop": "A", "per_piece": "1 min"}}
    made = {"routing": routing, "price": "Rp 1000"}
    tree = booked(
        ("08:00", 8, "2024-01-02 00:00"),
        components={"pin": made | {"reject_rate": 1, "detection": "50 %"}, "nut": made},
        partner={"contract": {"rejects": "short", "tolerance": 0.5}, "kind": "market"},
    )
    nuts = {"placed": "2024-01-01 08:00", "component": "nut", "quantity": 12, "due": "2024-01-02 00:00"}
    tree["partners"]["p"]["orders"]["book"].append(nuts)
    tree["partners"]["p"]["components"]["nut"] = 1
    found, months = values(tree), 10 * DAY / MONTH

    assert found["delivered_ppm"] == found["delivered_ppm[partner=p]"] == found["delivered_ppm[kind=market]"] == 250_000
    assert (found["delivered_ppm[component=pin]"], found["delivered_ppm[component=nut]"]) == (1_000_000, 0)
    assert found["reject_ppm"] == 200_000  # four of twenty are found
    assert found["pieces_delivered"] == pytest.approx(16 / months)
    assert found["revenue"] == pytest.approx(12_000 / months)
    assert (found["in_full"], found["on_time"], found["otif"]) == (0.5, 1, 0.5)  # four of eight came, none of them good
    assert found["fill_rate"] == 12 / 20


def test_bad_pieces_delivered_are_undefined_where_nothing_is():
    assert math.isnan(values(booked(("08:00", 2000, "2024-01-09 00:00")))["delivered_ppm"])


def test_utilisation_is_work_over_open_hours_of_let_units():
    tree = booked(
        ("08:00", 4, "2024-01-02 00:00"),
        workshops={"A": {"units": 4, "let": 2}},
        smes={"s": {"calendar": "day", "crews": 1, "crew_size": 3}},
        calendars={"day": {"hours": {"monday-sunday": "08:00-18:00"}}},
    )
    found = values(tree)

    assert found["utilisation"] == found["utilisation[workshop=A]"] == 4 / (2 * 10 * 10)  # hours; ten days of ten hours
    assert found["occupancy"] == 0.5
    assert found["closed_share"] == 14 / 24
    assert found["crew_load"] == found["crew_load[sme=s]"] == 4 / 100
    assert found["jobs_fte"] == pytest.approx(4 * 3 / (40 * 10 / 7))
    assert found["wip"] == found["wip[partner=p]"] == pytest.approx(4 / 240)


def test_set_ups_use_units_too():
    pin = {"pin": {"routing": {"turn": {"workshop": "A", "setup": "2 h", "per_piece": "1 h"}}}}
    found = values(booked(("08:00", 4, "2024-01-02 00:00"), components=pin))

    assert (found["utilisation"], found["setup_share"]) == pytest.approx((6 / 240, 2 / 240))


def test_what_happens_at_the_end_of_a_span_is_of_the_next_one():
    tree = booked(("08:00", 2, "2024-01-02 00:00"))  # delivered at 10:00
    before, behind = (values(tree, Window(*span))["orders_delivered"] for span in ((0, 10 * HOUR), (10 * HOUR, DAY)))

    assert (before, behind) == (0, pytest.approx(MONTH / (14 * HOUR)))


def test_who_joins_a_queue_at_the_end_of_a_span_is_of_the_next_one():
    tree = booked(("10:00", 2, "2024-01-02 00:00"), ("10:00", 2, "2024-01-02 00:00"))  # one waits for two hours
    before, behind = (values(tree, Window(*span))["queue_wait_mean"] for span in ((0, 10 * HOUR), (10 * HOUR, DAY)))

    assert math.isnan(before)
    assert behind > 0


def test_a_unit_that_closes_is_there_until_its_lot_is_done():
    closing = {"less": {"from": "2024-01-02", "units": {"A": -1}}}
    tree = booked(*[("08:00", 48, "2024-01-02 00:00")] * 2, workshops={"A": {"units": 2}}, changes=closing)
    spent = run.simulate(reading.scenario_from(tree), engine="simpy").resources

    assert spent["let_hours"].tolist() == [240, 56]  # from 00:00 of the first to 08:00 of the third day
    assert spent["processing_hours"].tolist() == [48, 48]
    assert spent["idle_hours"].tolist() == [192, 8]


def test_the_hours_of_an_sme_that_never_needs_a_workshop_do_not_open_it():
    calendars = {"day": {"hours": {"monday-sunday": "08:00-18:00"}}}
    smes = {"day": {"calendar": "day", "components": ["pin"]}, "always": {"components": ["nut"]}}
    routing = {"turn": {"workshop": "A", "per_piece": "1 h"}}
    nut = {"routing": {"file": {"workshop": "B"}}}
    tree = booked(
        ("08:00", 5, "2024-01-02 00:00"),
        calendars=calendars,
        smes=smes,
        components={"pin": {"routing": routing}, "nut": nut},
        workshops={"A": {"units": 1}, "B": {"units": 1}},
    )
    tree["partners"]["p"]["components"] = {"pin": 1, "nut": 1}
    found = values(tree)

    assert found["utilisation[workshop=A]"] == 5 / 100
    assert found["closed_share[workshop=A]"] == 14 / 24
    assert found["closed_share[workshop=B]"] == 0


def test_money_and_mass_are_of_what_arrived():
    pin = {
        "pin": {
            "routing": {"turn": {"workshop": "A", "per_piece": "1 min"}},
            "price": "Rp 2500",
            "material": "steel",
            "mass": "2 kg",
        }
    }
    tree = booked(("08:00", 30, "2024-01-02 00:00"), components=pin, materials={"steel": {"opening": "100 kg"}})
    found = values(tree)
    months = 10 * DAY / MONTH

    assert found["revenue"] == found["sme_revenue_mean"] == pytest.approx(75_000 / months)
    assert found["pieces_delivered"] == pytest.approx(30 / months)
    assert found["tonnes_delivered"] == found["material_tonnes[material=steel]"] == pytest.approx(0.06 / months)
    assert found["days_on_hand"] == pytest.approx((100 * 8 / 24 + 40 * (10 - 8 / 24)) / 60)


def test_stock_is_counted_up_to_the_end_of_the_span():
    pin = {"pin": {"routing": {"turn": {"workshop": "A"}}, "material": "steel", "mass": "2 kg"}}
    orders = [(clock, 30, "2024-01-02 00:00") for clock in ("08:00", "20:00")]
    tree = booked(*orders, components=pin, materials={"steel": {"opening": "200 kg"}})

    assert values(tree, Window(0, DAY // 2))["days_on_hand"] == pytest.approx((200 * 8 / 24 + 140 * 4 / 24) / 60)


def test_lots_that_ask_for_more_than_there_is_wait_for_it():
    pin = {"pin": {"routing": {"turn": {"workshop": "A"}}, "material": "steel", "mass": "1 kg"}}
    steel = {"opening": "2 kg", "reorder": {"point": "0 kg", "batch": "10 kg", "lead_time": "1 day"}}
    tree = booked(*[("08:00", 1, "2024-01-02 00:00")] * 4, components=pin, materials={"steel": steel})
    found = values(tree)

    assert found["shortage_share"] == 0.5
    assert found["material_wait_mean"] == 0.5  # two wait a day: what the second takes makes the estate buy


def test_waits_and_queues_are_those_of_lots_without_a_unit():
    found = values(booked(*[("08:00", 1, "2024-01-02 00:00")] * 3))

    assert found["queue_wait_mean"] == found["queue_wait_mean[workshop=A]"] == 1  # hours: none, one and two
    assert found["queue_length_mean"] == found["queue_length_mean[workshop=A]"] == pytest.approx(3 / 240)


def test_a_wait_counts_where_it_begins_and_if_it_ends():
    orders = [("08:00", 2, "2024-01-09 00:00"), ("09:00", 500, "2024-01-09 00:00"), ("10:00", 1, "2024-01-09 00:00")]
    tree = booked(*orders)

    assert values(tree)["queue_wait_mean"] == 0.5  # none and one hour; the third never gets the unit
    assert values(tree, Window(9 * HOUR, 10 * HOUR))["queue_wait_mean"] == 1
    assert values(tree, Window(9 * HOUR, 11 * HOUR))["queue_length_mean"] == 1


def test_who_gives_way_goes_on_waiting():
    book = {"placed": "2024-01-01 08:00", "component": "pin", "quantity": 4, "due": "2024-01-02"}
    urgent = {**book, "placed": "2024-01-01 09:00", "quantity": 2}
    partners = {
        name: {"orders": {"book": [each]}, "components": {"pin": 1}, "priority": priority}
        for name, each, priority in (("p", book, 2), ("q", urgent, 1))
    }
    tree = booked(workshops={"A": {"units": 1, "queue": "preemptive"}}) | {"partners": partners}
    found = values(tree)

    assert found["queue_wait_mean"] == 1  # two hours of one lot, and none of the other
    assert found["queue_length_mean"] == pytest.approx(2 / 240)
    assert values(tree, Window(9 * HOUR, 10 * HOUR))["queue_wait_mean"] == 0  # the first one joined before


def test_orders_within_a_lead_time_are_counted_where_that_is_known():
    orders = [("08:00", 1, "2024-01-09 00:00"), ("08:00", 2, "2024-01-09 00:00"), ("12:00", 2000, "2024-01-09 00:00")]
    tree = booked(*orders) | {"kpis": ["lead_time_within[1 h]", "lead_time_within[3 h]", "lead_time_within[9.5 days]"]}
    found = values(tree)

    assert found["lead_time_within[1 h]"] == found["lead_time_within[1 h, partner=p]"] == pytest.approx(1 / 3)
    assert found["lead_time_within[3 h]"] == pytest.approx(2 / 3)
    assert found["lead_time_within[9.5 days]"] == 1  # the third was placed less than that before the end
    assert list(found)[-1].startswith("lead_time_within[9.5 days, ")
    assert "lead_time_within" not in values(booked(*orders))


def test_a_target_asks_for_its_kpi():
    name = "lead_time_within[2 h, partner=p]"
    tree = booked(("08:00", 1, "2024-01-09 00:00")) | {"targets": {name: {"low": "90 %"}}}

    assert values(tree)[name] == 1
    scenario = reading.scenario_from(tree)
    asked = kpis.asking(scenario, "lead_time_within[30 min]")
    assert set(kpis.names(asked)) - set(kpis.names(scenario)) >= {"lead_time_within[30 min]"}
    assert kpis.asking(scenario, "otif") is scenario


def test_a_consolidated_truck_counts_once_and_an_own_one_for_each_lot():
    orders = [("08:00", 1, "2024-01-02 00:00")] * 2
    pin = plain_tree()["components"]["pin"] | {"mass": "30 kg"}
    for lane, count in (({"travel": "1 h"}, 2), ({"travel": "1 h", "departures": {"weekdays": ["tuesday"]}}, 1)):
        tree = booked(*orders, lanes={"road": lane}, partner={"lane": "road"}, components={"pin": pin})
        found = values(tree)

        assert found["trucks"] == found["trucks[lane=road]"] == pytest.approx(count * MONTH / (10 * DAY))
        assert found["truck_load"] == found["truck_load[lane=road]"] == pytest.approx(0.06 / count)


def test_the_run_in_counts_in_no_kpi():
    tree = plain_tree(partners={"p": {"orders": {"every": "5 h"}, "components": {"pin": 1}}})
    tree["time"] = {"first_day": "2024-01-08", "last_day": "2024-01-21", "run_in": "1 week"}
    replication = run.simulate(reading.scenario_from(tree), engine="simpy")

    assert replication.window == (7 * DAY, 21 * DAY)
    assert evaluate(replication)["utilisation"] == pytest.approx(0.2, abs=0.004)
    assert evaluate(replication, Window(0, 7 * DAY)) != evaluate(replication)


# ---- identities


@pytest.fixture(scope="module")
def replications():
    return list(random_replications(0, 40))


def test_the_names_of_kpis_are_known_before_a_run(replications):
    for _, replication in replications:
        assert list(evaluate(replication)) == kpis.names(replication.scenario)


def test_rates_add_over_groups(replications):
    rates = (
        "orders_delivered",
        "pieces_delivered",
        "tonnes_delivered",
        "revenue",
        "wip",
        "backlog_end",
        "jobs_fte",
        "jobs_heads",
    )
    for seed, replication in replications:
        found, own = evaluate(replication), (replication.tables.orders.replenishes >= 0).any()
        for name in (*rates, "material_tonnes", "trucks"):
            for group in set(KPIS[name].groups) - {"kind", "size"}:
                parts = [value for key, value in found.items() if key.startswith(f"{name}[{group}=")]
                if (
                    own and name in {"wip", "jobs_fte"} and group in {"partner", "channel"}
                ):  # replenishments are no one's
                    assert sum(parts) < found[name] or found["jobs_fte"] == 0
                    continue
                assert sum(parts) == pytest.approx(found[name], rel=1e-12, nan_ok=True), (seed, name, group)


def test_kpis_lie_within_their_limits(replications):
    for seed, replication in replications:
        for name, value in evaluate(replication).items():
            low, high = KPIS[name.partition("[")[0]].limits
            assert math.isnan(value) or low <= value <= high, (seed, name)
    assert KPIS["otif"].limits == (0, 1)
    assert KPIS["wip"].limits == (0, math.inf)


def test_work_in_progress_is_the_time_that_lots_are_in_it(replications):
    for seed, replication in replications:
        start, end = replication.window
        lots = replication.tables.lots
        spans = zip(lots.born.tolist(), lots.ended.tolist(), strict=True)
        time = sum(max(0, min(b, end) - max(a, start)) for a, b in spans)

        assert evaluate(replication)["wip"] * (end - start) == pytest.approx(time, rel=1e-12), seed


def test_open_hours_are_those_of_all_who_may_be_asked_whatever_is_drawn():
    hours = {"early": "08:00-16:00", "late": "16:00-24:00", "night": "00:00-08:00"}
    routing = {"turn": {"workshop": "A", "per_piece": "1 h"}}
    tree = plain_tree(
        calendars={name: {"hours": {"monday-sunday": text}} for name, text in hours.items()},
        components={name: {"routing": routing} for name in ("pin", "bolt", "nut")},
        smes={
            "a": {"components": ["pin"], "calendar": "early"},
            "b": {"components": ["bolt"], "calendar": "late"},
            "c": {"components": ["nut"], "calendar": "night"},  # which nobody orders
        },
        partners={"p": {"orders": {"every": "8 days"}, "components": {"pin": 1, "bolt": 0.02}}},
    )

    found = run.replicate(reading.scenario_from(tree), 8, seed=1)

    assert found.of("closed_share") == pytest.approx(np.full(8, 1 / 3))


def test_spans_that_follow_each_other_add_up(replications):
    for seed, replication in replications:
        start, end = replication.window
        middle = start + (end - start) // 3
        whole, first, second = (
            replication.spent(Window(*span)) for span in ((start, end), (start, middle), (middle, end))
        )
        for name in ("let", "open", "setup", "processing", "down"):
            parts = getattr(first, name) + getattr(second, name)
            assert np.array_equal(parts, getattr(whole, name)), (seed, name)


def test_units_work_as_long_as_lots_are_worked_on(replications):
    for seed, replication in replications:
        x, states = replication.instance, replication.states
        at_work = states.state == AT_WORK
        work = capacity.work(replication.tables.activities, replication.clocks, 0, x.horizon)

        assert work.setup.sum() == states.setup[at_work].sum(), seed
        assert work.processing.sum() == (states.worked - states.setup)[at_work].sum(), seed


def test_crews_are_held_while_lots_are_on_units(replications):
    for seed, replication in replications:
        states, holds, crews = replication.states, replication.tables.holds, replication.instance.crews
        sme = replication.tables.lots.sme[states.lot]
        has_crew = (states.state == AT_WORK) & (crews[sme] >= 0)
        spent = np.bincount(sme[has_crew], (states.end - states.start)[has_crew], len(crews))

        assert np.array_equal(spent, np.bincount(holds.sme, holds.end - holds.start, len(crews))), seed


def test_lots_wait_for_material_while_they_are_in_that_state(replications):
    for seed, replication in replications:
        states, waits, horizon = replication.states, replication.tables.waits, replication.instance.horizon
        k = states.state == FOR_MATERIAL
        begun = np.column_stack([states.start, states.end, states.has_ended])[k]

        found = np.column_stack([waits.start, np.minimum(waits.end, horizon), waits.end < NEVER])
        assert np.array_equal(found, begun), seed


def slow_busy(replication):
    """Returns the ms that each unit holds a lot and is up, from the log row by row."""
    x, on, since, busy = replication.instance, {}, {}, Counter()
    for time, kind, order, _, _, place, *_ in replication.log.tolist():
        if place < 0 or kind not in (START, DOWN, UP, PREEMPT, FINISH):
            continue
        if kind == START or (kind == UP and order >= 0):
            on[place], since[place] = order, time
        elif place in since:
            busy[place] += time - since.pop(place)
    for place, time in since.items():
        busy[place] += int(x.horizon) - time
    return busy


def test_activities_are_what_the_log_tells_row_by_row(replications):
    for seed, replication in replications:
        did = replication.tables.activities
        found = np.bincount(did.unit, np.where(did.is_down, 0, did.end - did.start), len(replication.names.units))

        assert {u: ms for u, ms in enumerate(found.tolist()) if ms} == {
            u: ms for u, ms in slow_busy(replication).items() if ms
        }, seed


def test_pieces_and_orders_are_those_of_the_log(replications):
    for seed, replication in replications:
        orders, lots = replication.tables.orders, replication.tables.lots
        is_done = orders.delivered < NEVER

        assert (orders.pieces <= orders.quantity).all(), seed
        assert orders.pieces.sum() == lots.good[lots.arrived < NEVER].sum(), seed
        assert (orders.delivered[is_done] >= orders.ready[is_done]).all(), seed
        assert (orders.begun <= orders.ready)[orders.begun < NEVER].all(), seed  # what is called off never begins


def test_frames_have_a_row_for_each_order_and_name_everything(replications):
    for seed, replication in replications:
        orders, ledger, names = replication.orders, replication.ledger, replication.names

        count = replication.tables.orders.placed_by_partners
        assert len(orders) == count == (replication.tables.orders.replenishes < 0)[:count].sum(), seed
        assert set(orders["partner"]) <= set(names.streams)
        assert (orders["sme"].isna() == orders["refused"]).all()
        late = orders.set_index("order")["late"]
        assert (ledger["late"].to_numpy() == late[ledger["order"]].to_numpy()).all()
        assert ledger["ms"].sum() == replication.charges.ms[replication.charges.order < count].sum()
        assert set(replication.operations["unit"]) <= set(replication.resources["unit"])


def test_a_lot_joins_a_queue_before_its_work_begins(replications):
    for seed, replication in replications:
        horizon, lived = replication.instance.horizon, replication.states
        operations, found = replication.operations, evaluate(replication, Window(0, horizon))
        waits_still = (lived.state == IN_QUEUE) & ~lived.has_ended
        waited = (operations["start"] - operations["joined"]).dt.total_seconds().sum() * 1000
        length = (waited + (horizon - lived.start[waits_still]).sum()) / horizon

        assert (operations["joined"] <= operations["start"]).all(), seed
        assert found["queue_length_mean"] == pytest.approx(length), seed


def test_purchases_are_those_of_the_log_and_come_when_it_says(replications):
    bought = 0
    for seed, replication in replications:
        purchases, log = replication.purchases, replication.log
        came = log[log["kind"] == RECEIVE]
        names = [replication.names.materials[k] for k in came["place"]]
        suppliers = [("regular", "fallback")[k] for k in came["operation"]]
        rows = sorted(zip(names, suppliers, replication.dates(came["time"]), strict=True))
        received = purchases.dropna(subset="received")
        columns = (received[name].to_numpy() for name in ("material", "supplier", "received"))

        assert sorted(zip(*columns, strict=True)) == rows, seed
        assert purchases["bought_kg"].sum() == pytest.approx(log["amount"][log["kind"] == REORDER].sum() / 1000), seed
        bought += len(purchases)

    assert bought


def test_orders_say_which_of_them_count(replications):
    for seed, replication in replications:
        orders, (start, end) = replication.orders, replication.dates(np.array(replication.window))
        moment = orders["due"].fillna(orders["placed"])

        assert (orders["counts"] == ((moment >= start) & (moment < end))).all(), seed


def test_stocks_are_never_below_zero_and_end_as_the_log_adds_up(replications):
    for seed, replication in replications:
        stocks = replication.stocks
        last = stocks.groupby("material", sort=False)["on_hand_kg"].last()
        sums = stocks.groupby("material", sort=False)["change_kg"].sum()

        assert (stocks["on_hand_kg"] >= 0).all(), seed
        assert last.to_numpy() == pytest.approx(sums.to_numpy(), abs=1e-9), seed
        assert list(last.index) == list(replication.names.materials)


# ---- measures


def test_quantiles_by_group_are_those_of_numpy():
    draw = np.random.default_rng(1)
    values, owner = draw.integers(-100, 1000, 500), draw.integers(-1, 7, 500)
    owner[owner == 5] = 4
    owners = Owners(Cells({"g": owner}, {"g": 7}), np.arange(500))
    whole, *by_member = Quantile(values, 10, 0.95, owners).values(("g",))
    values = values / 10

    for k, found in enumerate(by_member):
        own = values[owner == k]
        theirs = np.quantile(own, 0.95, method="median_unbiased") if len(own) else np.nan
        assert found == pytest.approx(theirs, nan_ok=True)
    assert whole == pytest.approx(np.quantile(values, 0.95, method="median_unbiased"))


def test_ratios_of_nothing_are_undefined_and_rates_are_zero():
    owners = Owners(Cells({"g": np.array([0, 0, 2])}, {"g": 3}), np.arange(3))
    ratio, rate = Ratio(np.array([1, 2, 3]), 1.0, owners), Rate(np.array([1, 2, 3]), 2.0, owners)

    assert np.array_equal(ratio.values(("g",)), [2, 1.5, math.nan, 3], equal_nan=True)
    assert rate.values(("g",)).tolist() == [3, 1.5, 0, 1.5]


def test_what_belongs_to_no_member_counts_for_all_rows_only():
    cells = Cells({"g": np.array([1, -1, 0]), "h": np.array([-1, 0, 0])}, {"g": 2, "h": 1})
    owners = Owners(cells, np.array([0, 1, 2, 2]))

    assert Rate(np.array([1, 2, 3, 4]), 1.0, owners).values(("g", "h")).tolist() == [10, 7, 1, 9]
    assert Ratio(np.array([1, 2, 3, 4]), 1.0, owners).values(("h", "g")).tolist() == [2.5, 3, 3.5, 1]
    assert Quantile(np.array([4, 3, 2, 1]), 1, 0.5, owners).values(("g", "h")).tolist() == [2.5, 1.5, 4, 2]


def test_inequality_is_nothing_among_equals_and_nearly_all_when_one_has_all():
    assert Gini(np.array([5.0, 5, 5, 5]), np.ones(4)).values(()).tolist() == [0]
    assert Gini(np.array([0.0, 0, 0, 8]), np.ones(4)).values(()).tolist() == [0.75]
    assert np.isnan(Gini(np.zeros(3), np.ones(3)).values(())).tolist() == [True]


def test_a_weight_of_two_is_two_alike_in_inequality_and_none_is_nobody():
    alike = Gini(np.array([1.0, 4, 4, 7, 7, 7]), np.ones(6)).values(())
    weighted = Gini(np.array([7.0, 1, 4, 99]), np.array([3.0, 1, 2, 0])).values(())

    assert weighted == pytest.approx(alike)
    assert alike.tolist() == [pytest.approx(84 / (2 * 36 * 5))]  # sum of |a - b| over pairs / (2 n^2 x mean)


def test_what_is_asked_for_counts_refused_orders_and_leaves_out_those_that_circulate():
    """Two orders are asked for, one of them refused; another partner's one order comes round and round."""
    tree = booked(
        ("08:00", 1, "2024-01-02 00:00"),
        ("08:00", 1, "2024-01-02 00:00"),
        smes={"s": {"most_in_hand": 1, "size": "micro"}},
    )
    tree["partners"]["q"] = {"orders": {"circulating": 1, "every": "20 h"}, "components": {"pin": 1}}
    found = values(tree)

    assert found["orders_asked"] == found["orders_asked[partner=p]"] == 2 / (10 / 30.4375)
    assert found["orders_asked[partner=q]"] == 0
