"""What changes on a date: a change that always holds is the value itself; one that comes holds from then on."""

from dataclasses import replace

import numpy as np
import pytest

from cases import plain_tree, random_tree, small_tree
from laws import broken, run
from takarusim import model
from takarusim.engine import kernel
from takarusim.engine.instance import (
    ALLOT,
    ARRIVE,
    CHANGE,
    FINISH,
    INSPECT,
    LOSS,
    PLACE,
    PREEMPT,
    RECEIVE,
    REORDER,
    START,
    TRUCK,
    UP,
)
from takarusim.errors import ScenarioError
from takarusim.experiments.run import simulate
from takarusim.quantities import units
from takarusim.scenario import changing
from takarusim.scenario.reading import read_scenario, register, scenario_from, tree_of, with_value

HOUR, DAY = 3_600_000, 86_400_000
ENGINES = [pytest.param(model.simulate, id="simpy"), pytest.param(kernel.simulate, id="compiled")]


def log_of(tree, engine=kernel.simulate):
    """Returns the log of a scenario, which breaks no rule."""
    x, log = run(scenario_from(tree), engine)
    assert broken(x, log) == []
    return log


def without_dates(log):
    """Returns a log without the rows that say that a date has come."""
    return log[(log["kind"] != CHANGE) | (log["place"] >= 0)]


def shop(book, changes, engine=kernel.simulate, **parts):
    """Returns the log of one SME of one crew: orders of pins of an hour each, by (day of January, hour, pieces)."""
    rows = [{"placed": f"2024-01-{day:02} {hour:02}:00", "component": "pin", "quantity": n} for day, hour, n in book]
    base = {
        "smes": {"s": {"crews": 1}},
        "workshops": {"A": {"units": 3}},
        "partners": {"p": {"orders": {"book": rows}, "components": {"pin": 1}}},
        "changes": changes,
    }
    return log_of(plain_tree(**base | parts), engine)


def moments(log, kind):
    """Returns when something happens, in hours."""
    return (log["time"][log["kind"] == kind] / HOUR).tolist()


# ---- laws


def paths_of(tree):
    """Returns the paths that can change in a scenario, those of constant times only."""
    scenario = scenario_from(tree)
    found = []
    for pattern in changing.PATHS:
        section, _, *rest = pattern.split(".")
        found += [".".join((section, name, *rest)) for name in getattr(scenario, section)]
    return [path for path in found if changing.changed(scenario, path) is not None]


def rich_tree():
    """Returns a small estate in which all that can change stands somewhere, and matters."""
    tree = small_tree()
    tree["smes"] = {name: sme | {"capital": "Rp 9000", "credit": "Rp 5000"} for name, sme in tree["smes"].items()}
    tree["smes"]["forge"]["channels"] = ["direct", "coop"]
    tree["smes"]["press"]["channels"] = ["direct"]
    tree["components"]["pin"]["price"] = "Rp 500"
    steel = tree["materials"]["steel"]
    steel |= {"price": "Rp 100", "single": {"members": ["coop"], "lead_time": "5 h", "price": "Rp 120"}}
    steel |= {"opening": "40 kg", "fallback": {"lead_time": "5 h"}}
    agreed = {"early": "4 h", "late": "12 h", "hold": True, "tolerance": 0.1}
    paid = {"terms": "3 days", "down_payment": "10 %", "penalty": "1 %"}
    for partner in tree["partners"].values():
        partner["contract"] |= agreed | paid
    tree["partners"]["maker"]["contract"]["sources"] = 1
    tree["lanes"]["road"] |= {"departures": {"every": "2 days", "at": "15:00"}, "truck": "20 kg"}
    return tree


@pytest.mark.parametrize("path", paths_of(rich_tree()))
def test_a_change_to_what_stands_there_changes_nothing(path):
    scenario = scenario_from(rich_tree())
    value = changing.changed(scenario, path)
    same = {"times": {path: 1}} if hasattr(value, "mean") else {"set": {path: units.written(value)}}
    span = {"from": "2024-01-03", "until": "2024-01-09"}

    found = log_of(rich_tree() | {"changes": {"e": span | same}})

    assert np.array_equal(without_dates(found), run(scenario, kernel.simulate)[1])
    assert len(found) == len(without_dates(found)) + 2


def test_all_that_can_change_is_tried():
    assert {".".join((path.split(".")[0], "ID", *path.split(".")[2:])) for path in paths_of(rich_tree())} == set(
        changing.PATHS
    )


@pytest.mark.parametrize("path", paths_of(rich_tree()))
def test_a_change_that_always_holds_is_the_value_itself(path):
    tree = rich_tree()
    if path.endswith("early"):  # so long that another truck leaves within twice the time
        for partner in tree["partners"].values():
            partner["contract"]["early"] = "36 h"
    tree["smes"]["forge"] |= {"time_factor": 0.5, "setup_factor": 2, "reject_factor": 2, "wear_factor": 2}
    tree["materials"]["steel"]["loss"] = "5 %"
    scenario = scenario_from(tree)
    always = {"from": "2020-01-01", "times": {path: 2}}
    value = changing.changed(scenario, path)
    twice = with_value(
        scenario, path, f"{2 * value.mean} ms" if hasattr(value, "mean") else replace(value, value=2 * value.value)
    )
    changed = log_of(tree | {"changes": {"e": always}})
    if path.endswith("reject_rate"):  # whose draws are those of the rate itself
        assert np.array_equal(changed, log_of(with_factors(tree, "reject_factor", 2)))
        return
    assert np.array_equal(changed, run(twice, kernel.simulate)[1])
    assert path.endswith(("tolerance", "penalty")) or not np.array_equal(changed, log_of(tree))


def with_factors(tree, key, times):
    """Returns a scenario in which a factor of every SME is so many times as large."""
    smes = {name: sme | {key: sme.get(key, 1) * times} for name, sme in tree["smes"].items()}
    return tree | {"smes": smes}


@pytest.mark.parametrize("seed", range(12))
def test_nothing_moves_before_its_date(seed):
    tree = random_tree(seed, ties=seed % 2 == 0)
    tree.pop("changes", None)
    change = {"from": "2024-01-10", "times": {f"smes.s0.{key}_factor": 2 for key in ("time", "reject", "wear")}}
    try:
        scenario_from(tree)
    except ScenarioError:
        pytest.skip("nobody can work there")
    before, after = log_of(tree), log_of(tree | {"changes": {"e": change}})
    date = int(after["time"][(after["kind"] == CHANGE) & (after["place"] < 0)][0])
    assert np.array_equal(before[before["time"] < date], after[after["time"] < date])


def test_what_is_changed_back_at_once_changes_nothing():
    tree = small_tree()
    twice = {path: 2 for path in paths_of(tree) if not path.endswith(("travel", "demand"))}
    half = dict.fromkeys(twice, 0.5)
    changes = {"up": {"from": "2024-01-08", "times": twice}, "down": {"from": "2024-01-08", "times": half}}
    changed = log_of(tree | {"changes": changes})
    assert np.array_equal(without_dates(changed), log_of(tree))
    assert np.sum(changed["kind"] == CHANGE) == 1


def test_factors_multiply_what_is_set_and_the_product_is_rounded_once():
    tree = small_tree()
    third = {"from": "2020-01-01", "times": {"smes.forge.crews": 1 / 3}}
    tree["changes"] = {"a": third, "b": third, "c": {"from": "2020-01-01", "set": {"smes.forge.crews": 9}}}
    assert run(scenario_from(tree), kernel.simulate)[0].crews.tolist() == [1, 1]


# ---- by hand


@pytest.mark.parametrize("engine", ENGINES)
def test_a_lot_keeps_the_factors_with_which_it_began(engine):
    slower = {"e": {"from": "2024-01-02", "until": "2024-01-04", "times": {"smes.s.time_factor": 2}}}
    log = shop([(1, 22, 4), (2, 10, 4), (3, 23, 2), (4, 4, 1)], slower, engine)
    assert moments(log, FINISH) == [22 + 4, 24 + 10 + 8, 2 * 24 + 23 + 4, 3 * 24 + 4 + 1]


@pytest.mark.parametrize("engine", ENGINES)
def test_crews_that_come_take_up_what_waits_and_those_that_leave_finish(engine):
    more = {"e": {"from": "2024-01-02", "until": "2024-01-03", "set": {"smes.s.crews": 3}}}
    log = shop([(1, 20, 30), (1, 21, 30), (1, 22, 30), (3, 1, 1)], more, engine)
    assert moments(log, START) == [20, 24, 24, 24 + 30]  # the last crew of three is the one that stays
    assert moments(log, FINISH) == [50, 54, 54, 55]


@pytest.mark.parametrize("engine", ENGINES)
def test_who_is_urgent_takes_no_crew_that_is_to_leave(engine):
    book = [
        {"placed": f"2024-01-{day} {hour}:00", "component": "pin", "quantity": n}
        for day, hour, n in (("01", "20", 30), ("01", "21", 30), ("02", "06", 1))
    ]
    partners = {
        f"p{k}": {"orders": {"book": book[k : k + 1]}, "components": {"pin": 1}, "priority": 2 - k} for k in range(3)
    }
    log = shop([], {"e": {"from": "2024-01-02", "set": {"smes.s.crews": 1}}}, engine, partners=partners,
               workshops={"A": {"units": 3, "queue": "preemptive"}}, smes={"s": {"crews": 2}})  # fmt: skip
    assert moments(log, START) == [20, 21, 50, 51]  # at 30 it would have taken the crew that leaves


@pytest.mark.parametrize("engine", ENGINES)
def test_receipts_and_purchases_go_by_what_holds_at_their_moment(engine):
    made = {"pin": {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}, "material": "steel", "mass": "1 kg"}}
    reorder = {"point": "5 kg", "batch": "10 kg", "lead_time": "1 day"}
    steel = {"steel": {"opening": "5 kg", "loss": "10 %", "reorder": reorder}}
    changes = {
        "wall": {"from": "2024-01-02", "set": {"materials.steel.loss": "0 %"}},
        "flood": {"from": "2024-01-03", "times": {"materials.steel.reorder.lead_time": 3}},
    }
    log = shop([(1, 6, 1), (3, 6, 12)], changes, engine, components=made, materials=steel)
    assert moments(log, REORDER) == [0, 54]
    assert moments(log, RECEIVE) == [24, 54 + 72]  # the first one arrives as the wall does, and before it
    assert log["amount"][log["kind"] == LOSS].tolist() == [1000, 0]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("times", "suppliers"), [(1, [0]), (10, [0, 1])])
def test_the_fallback_is_asked_when_the_regular_supplier_is_known_to_be_late(engine, times, suppliers):
    made = {"pin": {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}, "material": "steel", "mass": "1 kg"}}
    reorder = {"point": "5 kg", "batch": "20 kg", "lead_time": "1 day"}
    steel = {"opening": "6 kg", "reorder": reorder, "fallback": {"lead_time": "36 h"}}
    changes = {"flood": {"from": "2024-01-02", "times": {"materials.steel.reorder.lead_time": times}}}
    log = shop([(2, 6, 2), (2, 8, 9)], changes, engine, components=made, materials={"steel": steel})
    assert log["operation"][log["kind"] == REORDER].tolist() == suppliers


def test_more_is_rejected_where_the_rate_rises():
    made = {"pin": {"routing": {"turn": {"workshop": "A", "rework": True}}, "reject_rate": 0.25}}
    log = shop([(1, 1, 400), (3, 1, 400)], {"e": {"from": "2024-01-02", "times": {"components.pin.reject_rate": 2}}},
               components=made)  # fmt: skip
    first = log["amount"][(log["kind"] == INSPECT) & (log["operation"] == 1)]
    assert first.tolist() == pytest.approx([100, 200], abs=40)


def test_trucks_and_orders_go_by_what_holds_when_they_leave_and_come():
    log = shop([(1, 1, 1), (2, 1, 1)], {"road": {"from": "2024-01-02", "times": {"lanes.l.travel": 0.5}}},
               lanes={"l": {"travel": "4 h"}},
               partners={"p": {"orders": {"calendar": {"dates": ["2024-01-01", "2024-01-02"]}}, "quantity": 2,
                               "components": {"pin": 1}, "lane": "l"}})  # fmt: skip
    assert (np.diff(log["time"][np.isin(log["kind"], (ARRIVE, TRUCK))])[::2] / HOUR).tolist() == [4, 2]
    dated = {"from": "2024-01-02", "times": {"partners.p.demand": 3}}
    partners = {"p": {"orders": {"calendar": {"dates": ["2024-01-01", "2024-01-02"]}}, "components": {"pin": 1}}}
    log = shop([], {"boom": dated}, partners=partners)
    assert log["amount"][log["kind"] == PLACE].tolist() == [1, 3]
    tree = plain_tree(
        changes={"boom": {"from": "2024-01-08", "until": "2024-01-15", "times": {"partners.p.demand": 3}}}
    )
    placed = run(scenario_from(tree), kernel.simulate)[0].placed // DAY
    assert np.bincount(placed)[[6, 7, 13, 14]].tolist() == [12, 36, 36, 12]


def hall(units, span=None, **parts):
    """Returns the tree of an estate of which a change opens units of type A, and a newcomer beside the one SME."""
    change = {"from": "2024-01-05"} if span is None else span
    smes = {"s": {"crews": 1}, "new": {"count": 2, "crews": 1, "share": 1000}}
    return plain_tree(smes=smes, changes={"hall": change | {"units": {"A": units}}}, **parts)


def test_new_units_are_let_one_by_one_and_each_firm_comes_with_one():
    tree = hall({"units": 5, "let": 4, "take_up": "8 days", "brings": "new"})
    x = run(scenario_from(tree), kernel.simulate)[0]
    assert (x.opened / DAY).tolist() == [0, 4 + 2, 4 + 4, 4 + 6, 4 + 8]
    assert (x.opens / DAY).tolist() == [4 + 2, 4 + 4, 0]  # new-01, new-02, s
    kpis = simulate(scenario_from(tree)).kpis()
    assert kpis["occupancy"] == pytest.approx((20 + 14 + 12 + 10 + 8) / (20 + 5 * 16))


@pytest.mark.parametrize("engine", ENGINES)
def test_firms_take_orders_from_the_day_on_on_which_they_come(engine):
    tree = hall({"units": 2, "take_up": "8 days", "brings": "new"})
    log = run(scenario_from(tree), engine)[1]
    given = log[log["kind"] == ALLOT]
    assert set(given["place"][given["time"] < 8 * DAY]) == {2}
    assert set(given["place"][(given["time"] > 8 * DAY) & (given["time"] < 12 * DAY)]) == {0}
    assert set(given["place"][given["time"] > 12 * DAY]) == {0, 1}


def test_units_of_a_change_that_ends_are_no_longer_there():
    tree = hall({"units": 2, "take_up": "18 days", "brings": "new"}, {"from": "2024-01-05", "until": "2024-01-15"})
    x = run(scenario_from(tree), kernel.simulate)[0]
    assert (x.closed / DAY).tolist() == [changing.NEVER / DAY, 14]  # the second would be let behind the end
    assert (x.opens / DAY).tolist() == [13, changing.NEVER / DAY, 0]
    assert simulate(scenario_from(tree)).kpis()["occupancy"] == pytest.approx((20 + 1) / (20 + 20))


def test_who_comes_rents_the_new_units_where_each_firm_has_its_own():
    tree = hall({"units": 3, "brings": "new"}, rules={"tenancy": "tenanted"})
    tree["smes"]["s"]["tenant_of"] = ["A-001"]
    x = run(scenario_from(tree), kernel.simulate)[0]
    assert np.diff(x.first_unit).tolist() == [2, 1, 1]  # of new-01, new-02 and s


@pytest.mark.parametrize("engine", ENGINES)
def test_a_lot_on_a_unit_that_goes_out_waits_for_another_and_keeps_its_work(engine):
    out = {"flood": {"from": "2024-01-02", "until": "2024-01-04", "out": ["A-001", "A-002", "A-003"]}}
    log = shop([(1, 14, 30)], out, engine)
    assert moments(log, PREEMPT) == [24]
    assert log["amount"][log["kind"] == PREEMPT].tolist() == [10 * HOUR]
    assert moments(log, START) == [14, 72]
    assert moments(log, FINISH) == [72 + 20]
    log = shop([(1, 14, 30)], {"flood": {"from": "2024-01-02", "out": ["A-001"]}}, engine)
    assert log["place"][log["kind"] == START].tolist() == [0, 1]
    assert moments(log, FINISH) == [44]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_lot_on_a_unit_that_is_down_leaves_it_when_it_is_repaired(engine):
    failing = {"A": {"units": 2, "failures": {"life": "8 h", "repair": "5 h"}}}
    log = shop([(1, 14, 12)], {"e": {"from": "2024-01-02", "out": ["A-001"]}}, engine, workshops=failing)
    assert moments(log, UP) == [27]
    assert moments(log, PREEMPT) == [27]
    assert log["place"][log["kind"] == START].tolist() == [0, 1]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_unit_that_is_repaired_while_it_is_out_stays_out(engine):
    failing = {"A": {"units": 1, "failures": {"life": "30 h", "repair": "2 h", "clock": "calendar"}}}
    out = {"e": {"from": "2024-01-02", "until": "2024-01-04", "out": ["A-001"]}}
    log = shop([(2, 16, 1)], out, engine, workshops=failing)
    assert moments(log, UP)[:2] == [32, 64]
    assert moments(log, START) == [72]


def test_a_unit_that_is_out_from_the_beginning_on_is_let_when_it_is_back():
    log = shop([(1, 0, 1)], {"e": {"from": "2023-12-01", "until": "2024-01-03", "out": ["A-001"]}},
               workshops={"A": {"units": 1}})  # fmt: skip
    assert moments(log, START) == [48]


def test_a_unit_that_is_out_is_down():
    tree = plain_tree(workshops={"A": {"units": 2}})
    tree["changes"] = {"e": {"from": "2024-01-06", "until": "2024-01-11", "out": ["A-002"]}}
    replication = simulate(scenario_from(tree))
    assert replication.resources["down_hours"].tolist() == [0, 120]
    kpis = replication.kpis()
    assert (kpis["down_share"], kpis["utilisation"]) == pytest.approx((120 / 960, 239 / 960))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("supplier", ["reorder", "fallback"])
@pytest.mark.parametrize(
    ("lead", "bought", "comes"),
    [("12 h", 36, 48), ("1 day", 36, 4 * 24 + 12), ("2 days", 36, 4 * 24 + 36), ("0 h", 49, 4 * 24)],
)
def test_lead_times_pass_while_a_supplier_is_open(engine, supplier, lead, bought, comes):
    made = {"pin": {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}, "material": "steel", "mass": "1 kg"}}
    buys = {"reorder": {"point": "1 kg", "lead_time": lead}, "fallback": {"lead_time": lead}}
    steel = {"opening": "5 kg" if supplier == "reorder" else "4 kg", supplier: buys[supplier] | {"batch": "10 kg"}}
    shut = {"e": {"from": "2024-01-03", "until": "2024-01-05", "closed": [f"materials.steel.{supplier}"]}}
    log = shop([(1 + bought // 24, bought % 24, 5)], shut, engine, components=made, materials={"steel": steel})
    assert moments(log, REORDER) == [bought]
    assert moments(log, RECEIVE) == [comes]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("until", "suppliers"), [("2024-01-03", [0]), ("2024-01-06", [0, 1])])
def test_the_fallback_is_asked_when_the_regular_supplier_is_closed_for_long(engine, until, suppliers):
    made = {"pin": {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}, "material": "steel", "mass": "1 kg"}}
    reorder = {"point": "5 kg", "batch": "20 kg", "lead_time": "12 h"}
    steel = {"opening": "6 kg", "reorder": reorder, "fallback": {"lead_time": "36 h"}}
    shut = {"e": {"from": "2024-01-02", "until": until, "closed": ["materials.steel.reorder"]}}
    log = shop([(2, 6, 2), (2, 8, 9)], shut, engine, components=made, materials={"steel": steel})
    assert log["operation"][log["kind"] == REORDER].tolist() == suppliers


@pytest.mark.parametrize("engine", ENGINES)
def test_no_truck_moves_on_a_closed_road(engine):
    flood = {"e": {"from": "2024-01-02", "until": "2024-01-04", "closed": ["lanes.l"]}}
    road = {"partners": {"p": {"orders": {"book": []}, "components": {"pin": 1}, "lane": "l"}}}
    road["partners"]["p"]["orders"]["book"] = [
        {"placed": f"2024-01-{day:02} {hour:02}:00", "component": "pin", "quantity": 1}
        for day, hour in ((1, 20), (2, 6))
    ]
    log = shop([], flood, engine, lanes={"l": {"travel": "4 h"}}, **road)
    assert moments(log, TRUCK) == [21, 72]  # the first stands still for the two days, the second leaves behind them
    assert moments(log, ARRIVE) == [25 + 48, 76]
    dated = {"l": {"travel": "4 h", "departures": {"weekdays": ["monday", "wednesday", "friday"], "at": "22:00"}}}
    log = shop([], flood, engine, lanes=dated, **road)
    assert moments(log, TRUCK) == [22, 4 * 24 + 22]  # no truck leaves on Wednesday


def test_a_closed_road_is_a_ban_and_nothing_closes_for_nothing():
    tree = small_tree()
    ban = {"flood": {"from": "2024-01-05 00:00", "until": "2024-01-10 00:00"}}
    banned = tree | {"lanes": {"road": tree["lanes"]["road"] | {"bans": ban}}}
    flood = {"from": "2024-01-05", "until": "2024-01-10", "closed": ["lanes.road"]}
    log = log_of(tree | {"changes": {"flood": flood}})
    assert np.array_equal(without_dates(log), log_of(banned))
    assert not np.array_equal(without_dates(log), log_of(tree))


# ---- what KPIs make of it


def test_prices_are_those_of_the_day_on_which_an_order_is_placed():
    tree = plain_tree(partners={"p": {"orders": {"every": "1 day"}, "components": {"pin": 1}}})
    tree["components"]["pin"]["price"] = "Rp 1,000"
    tree["changes"] = {"e": {"from": "2024-01-11", "set": {"components.pin.price": "Rp 3,000"}}}
    kpis = simulate(scenario_from(tree)).kpis()
    placed = 19  # on the 2nd to the 20th: nine at the old price
    assert kpis["revenue"] == pytest.approx((9 * 1000 + (placed - 9) * 3000) / (20 * DAY / (30.4375 * DAY)))


def test_material_costs_what_it_does_when_it_is_issued():
    tree = plain_tree(materials={"steel": {"opening": "1 t", "price": "Rp 1,000"}})
    tree["partners"]["p"] = {"orders": {"every": "1 day"}, "components": {"pin": 1}}
    tree["components"]["pin"] |= {"material": "steel", "mass": "2 kg"}
    tree["changes"] = {"e": {"from": "2024-01-11", "times": {"materials.steel.price": 1.5}}}
    cost = simulate(scenario_from(tree)).kpis()["material_cost"]
    assert cost == pytest.approx((9 * 2000 + 10 * 3000) / (20 * DAY / (30.4375 * DAY)))


def test_crews_count_as_long_as_they_are_there():
    tree = plain_tree(smes={"s": {"crews": 1, "crew_size": 5}}, workshops={"A": {"units": 9}})
    tree["changes"] = {"e": {"from": "2024-01-11", "until": "2024-01-16", "set": {"smes.s.crews": 5}}}
    tree["partners"]["p"] = {"orders": {"every": "1 day"}, "components": {"pin": 1}}
    kpis = simulate(scenario_from(tree)).kpis()
    assert kpis["jobs_heads"] == pytest.approx(5 * (15 * 1 + 5 * 5) / 20)
    assert kpis["crew_load"] == pytest.approx(19 / (24 * (15 * 1 + 5 * 5)))


def test_purchases_are_received_when_the_log_says():
    made = {"pin": {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}, "material": "steel", "mass": "1 kg"}}
    reorder = {"point": "5 kg", "batch": "10 kg", "lead_time": {"exponential": "1 day"}}
    tree = plain_tree(components=made, materials={"steel": {"opening": "5 kg", "reorder": reorder}})
    doubled = {"from": "2024-01-08", "times": {"materials.steel.reorder.lead_time": 2}}
    tree["changes"] = {
        "e": doubled,
        "f": {"from": "2024-01-03", "until": "2024-01-06", "closed": ["materials.steel.reorder"]},
    }
    replication = simulate(scenario_from(tree))
    log, found = replication.log, replication.purchases["received"].dropna()
    assert sorted(found) == sorted(replication.dates(log["time"][log["kind"] == RECEIVE]))


# ---- files


def test_a_change_is_read_registered_and_set():
    tree = small_tree()
    tree["sources"] = {"S23": {"publisher": "Republika", "date": "2019"}}
    tree["changes"] = {
        "road": {
            "title": {"en": "An access road", "id": "Jalan akses"},
            "decided": "2024-01-03",
            "building_time": "2 days",
            "cost": {"value": "Rp 4 billion", "source": "S23"},
            "life": "20 years",
            "times": {"lanes.road.travel": {"value": 0.8, "source": "assumption", "low": 0.6, "high": 1}},
        }
    }
    scenario = scenario_from(tree)
    assert scenario_from(tree_of(scenario)) == scenario
    entries = {entry.path: entry for entry in register(scenario) if entry.path.startswith("changes")}
    assert entries["changes.road.times.lanes.road.travel"].kind == "assumption"
    assert entries["changes.road.cost"].source == "S23"
    shorter = with_value(scenario, "changes.road.times.lanes.road.travel", 0.7)
    assert shorter.changes["road"].times["lanes.road.travel"].value == 0.7
    assert changing.held(scenario) == {"road": (4 * DAY, changing.NEVER)}


def test_measures_are_composed_and_none_sets_what_another_does(tmp_path):
    (tmp_path / "base.yaml").write_text("time: {first_day: 2024-01-01, last_day: 2024-01-31}\n"
        "components: {pin: {routing: {turn: {workshop: none}}}}\nsmes: {s: {crews: 1}}\n"
        "partners: {p: {orders: {every: 1 day}, components: {pin: 1}}}\n")  # fmt: skip
    for name, extends, count in (("crew", "extends: base.yaml\n", 2), ("crews", "", 3)):
        text = f"{extends}changes: {{{name}: {{from: 2024-01-05, set: {{smes.s.crews: {count}}}}}}}\n"
        (tmp_path / f"{name}.yaml").write_text(text)
    base, crew, crews = (str(tmp_path / f"{name}.yaml") for name in ("base", "crew", "crews"))
    for one in (crew, crews):
        assert len(read_scenario(f"{base}+{one}").changes) == 1
    message = r"crews.yaml:1: changes.crews.set.smes.s.crews: set twice for the same day, got 3, and by 'crew'"
    with pytest.raises(ScenarioError, match=message):
        read_scenario(f"{base}+{crew}+{crews}")


MISTAKES = [
    ({}, "changes.e: not one beginning, got nothing; decided of what is built, or from"),
    (
        {"from": "2024-01-02", "decided": "2024-01-02"},
        "changes.e: not one beginning, got decided and from; decided of what is built, or from",
    ),
    (
        {"from": "2024-01-02", "building_time": "1 day"},
        "changes.e.building_time: built without a day on which it is decided, got 1 day; decided instead of from",
    ),
    (
        {"decided": "2024-01-05", "building_time": "10 days", "until": "2024-01-09"},
        "changes.e.until: not after its beginning, got 2024-01-09; later than 2024-01-15",
    ),
    (
        {"from": "2024-01-02", "times": {"smes.forge.most_in_hand": 2}},
        "changes.e.times.smes.forge.most_in_hand: this cannot change, got 'smes.forge.most_in_hand'; smes.ID.crews, ",
    ),
    (
        {"from": "2024-01-02", "times": {"smes.frge.crews": 2}},
        "changes.e.times.smes.frge.crews: no such path, got 'frge'; did you mean 'forge'?",
    ),
    (
        {"from": "2024-01-02", "times": {"materials.steel.fallback.lead_time": 2}},
        "changes.e.times.materials.steel.fallback.lead_time: no value there that could change, ",
    ),
    (
        {"from": "2024-01-02", "set": {"lanes.road.travel": "3 h"}},
        "changes.e.set.lanes.road.travel: times that are drawn change by a factor only, ",
    ),
    (
        {"from": "2024-01-02", "set": {"smes.forge.crews": "3 h"}},
        "changes.e.set.smes.forge.crews: 'h' is no unit of it, got '3 h'; a whole number such as 3",
    ),
    (
        {"from": "2024-01-02", "times": {"smes.forge.crews": 0.1}},
        "changes.e.times.smes.forge.crews: too small, got 0; at least 1",
    ),
    (
        {"from": "2024-01-02", "times": {"components.pin.reject_rate": 30}},
        "changes.e.times.components.pin.reject_rate: too large, got 1.5; at most 1",
    ),
    (
        {"from": "2024-01-02", "out": ["A-002"]},
        "changes.e.out.0: no such unit, got 'A-002'; A-001 to A-001",
    ),
    (
        {"from": "2024-01-02", "closed": ["materials.steel"]},
        "changes.e.closed.0: this cannot be closed, got 'materials.steel'; lanes.ID, materials.ID.reorder or ",
    ),
    (
        {"from": "2024-01-02", "closed": ["lanes.rod"]},
        "changes.e.closed.0: no such path, got 'rod'; did you mean 'road'?",
    ),
    (
        {"from": "2024-01-02", "closed": ["lanes.road", "materials.steel.fallback"]},
        "changes.e.closed.1: no supplier there, got 'materials.steel.fallback'; one at that path first",
    ),
    ({"from": "2024-01-02", "title": 3}, "changes.e.title: not a line of text, got 3; "),
]


@pytest.mark.parametrize(("change", "message"), MISTAKES)
def test_what_cannot_change_is_told_before_anything_runs(change, message):
    with pytest.raises(ScenarioError) as raised:
        scenario_from(small_tree() | {"changes": {"e": change}})
    assert str(raised.value).startswith(message)


def test_nothing_changes_on_a_date_in_a_long_run():
    tree = small_tree() | {"time": {"long_run": "2 years"}, "changes": {"e": {"from": "2024-01-02"}}}
    with pytest.raises(ScenarioError, match=r"changes.e: a dated change in a long run"):
        scenario_from(tree)
