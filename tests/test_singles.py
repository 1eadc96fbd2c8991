"""Material for members: SMEs of a channel get it from the common stock, others buy for each lot alone."""

from copy import deepcopy

import numpy as np
import pytest

from cases import SCENARIOS, plain_tree, random_tree
from conftest import ENGINES
from laws import broken, rows_of, run
from takarusim.engine import kernel
from takarusim.engine.instance import ALLOT, BORN, CASH, LOSS, MATERIAL, RECEIVE, REORDER, SINGLY
from takarusim.errors import ScenarioError
from takarusim.experiments.run import simulate
from takarusim.experiments.why import why
from takarusim.kpis import kpis
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.scenario.reading import read_scenario, scenario_from

HOUR = 3_600_000  # ms


def estate(*orders, members=("coop",), lead="5 h", single=None, opening="9 t", material=None, **parts):
    """Returns two firms, one of them a member; a pin of a kilogram of steel takes an hour: (hour, channel, pieces)."""
    pin = {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}, "price": "Rp 150"}
    steel = {"opening": opening, "price": "Rp 100", "single": {"members": list(members), "lead_time": lead}}
    steel["single"] |= single or {}
    given = {
        "time": {"first_day": "2024-01-01", "last_day": "2024-01-10"},
        "workshops": {"A": {"units": 9}},
        "smes": {"in": {"crews": 9, "channels": ["coop"]}, "out": {"crews": 9, "channels": ["direct"]}},
        "components": {"pin": pin | {"material": "steel", "mass": "1 kg"} | parts.pop("pin", {})},
        "materials": {"steel": steel | (material or {})},
        "partners": {
            channel: {
                "orders": {
                    "book": [
                        {"placed": f"2024-01-01 {hour:02}:00", "component": "pin", "quantity": n}
                        for hour, of, n in orders
                        if of == channel
                    ]
                },
                "components": {"pin": 1},
                "channel": channel,
                "contract": dict(parts.pop("contract", {})),
            }
            for channel in sorted({channel for _, channel, _ in orders})
        },
        "rules": {"ties": "number"},
    }
    return plain_tree(**given | parts)


def issues(tree, engine):
    """Returns hour, order, lot, grams and whether they were bought singly of each row MATERIAL of a lawful log."""
    x, log = run(scenario_from(tree), engine)
    assert broken(x, log) == []
    rows = rows_of(log, MATERIAL)[["time", "order", "lot", "amount", "operation"]].tolist()
    return [(time / HOUR, order, lot, grams, supplier == SINGLY) for time, order, lot, grams, supplier in rows]


# ---- by hand


def test_who_is_no_member_waits_for_what_is_bought_for_its_lot(engine):
    found = issues(estate((8, "coop", 2), (8, "direct", 3), (9, "direct", 1)), engine)

    assert found == [(8, 0, 0, 2000, False), (13, 1, 0, 3000, True), (14, 2, 0, 1000, True)]


def test_an_sme_of_all_channels_is_a_member_and_without_members_nobody_is(engine):
    smes = {"any": {"crews": 9}}
    both = {"any": {"crews": 9, "channels": ["coop", "direct"]}}
    orders = (8, "direct", 1), (8, "coop", 1)

    assert [row[-1] for row in issues(estate(*orders, smes=smes), engine)] == [False, False]
    assert [row[-1] for row in issues(estate(*orders, smes=both), engine)] == [False, False]
    assert [row[-1] for row in issues(estate(*orders, members=(), smes=smes), engine)] == [True, True]


def test_a_stock_that_is_short_holds_up_its_members_only(engine):
    found = issues(estate((8, "coop", 2), (8, "direct", 3), opening="1 kg", lead="0 h"), engine)

    assert found == [(8, 1, 0, 3000, True)]


@pytest.mark.parametrize(("rejects", "rows"), [("remake", [(0, 13), (1, 21)]), ("rework", [(0, 13)])])
def test_what_is_remade_is_bought_anew(engine, rejects, rows):
    routing = {"turn": {"workshop": "A", "per_piece": "1 h", "rework": True}}
    rules = {"ties": "number", "passes": 2}
    tree = estate(
        (8, "direct", 3), pin={"reject_rate": 1, "routing": routing}, rules=rules, contract={"rejects": rejects}
    )
    found = issues(tree, engine)

    assert [(lot, hour) for hour, _, lot, _, _ in found] == rows


def test_its_lead_time_changes_for_those_who_ask_from_then_on(engine):
    changes = {"far": {"from": "2024-01-02", "times": {"materials.steel.single.lead_time": 3}}}
    tree = estate((23, "direct", 1), (8, "direct", 1), changes=changes)
    tree["partners"]["direct"]["orders"]["book"][1]["placed"] = "2024-01-02 08:00"

    assert [hour for hour, *_ in issues(tree, engine)] == [28, 24 + 8 + 15]


def test_an_order_of_the_book_that_has_begun_needs_none(engine):
    tree = estate((8, "direct", 1))
    tree["partners"]["direct"]["orders"]["book"][0]["next"] = "turn"

    assert issues(tree, engine) == []


# ---- money


def test_cash_is_asked_for_at_the_price_that_the_sme_pays(engine):
    smes = {
        name: {"crews": 9, "channels": [of], "credit": "Rp 1000"} for name, of in (("in", "coop"), ("out", "direct"))
    }
    tree = estate((8, "coop", 2), (8, "direct", 2), single={"price": "Rp 130"}, smes=smes)
    x, log = run(scenario_from(tree), engine)

    assert broken(x, log) == []
    assert rows_of(log, CASH)[["order", "amount"]].tolist() == [(0, 200), (1, 260)]


def test_an_order_is_refused_whose_material_is_too_dear_where_it_would_be_bought(engine):
    smes = {
        name: {"crews": 9, "channels": [of], "credit": "Rp 250"} for name, of in (("in", "coop"), ("out", "direct"))
    }
    tree = estate((8, "coop", 2), (8, "direct", 2), single={"price": "Rp 130"}, smes=smes)
    x, log = run(scenario_from(tree), engine)

    assert broken(x, log) == []
    assert rows_of(log, ALLOT)[["order", "place"]].tolist() == [(0, 0), (1, -1)]


def test_kpis_know_what_is_bought_past_the_stock():
    tree = estate((8, "coop", 2), (8, "direct", 3), single={"price": "Rp 130"})
    changes = {"dear": {"from": "2024-01-01", "times": {"materials.steel.single.price": 2}}}
    found, dear = (simulate(scenario_from(each)) for each in (tree, tree | {"changes": changes}))
    rows, months = kpis.evaluate(found), 10 / 30.4375

    assert rows["material_cost"] * months == pytest.approx(2 * 100 + 3 * 130)
    assert rows["material_cost[sme=out]"] * months == pytest.approx(3 * 130)
    assert kpis.evaluate(dear)["material_cost"] * months == pytest.approx(2 * 100 + 3 * 260)
    assert rows["material_tonnes"] * months == pytest.approx(0.002)
    assert rows["material_wait_mean"] == pytest.approx(5 / 24 / 2)
    assert found.stocks["on_hand_kg"].tolist() == [9000, 8998]


def test_the_price_of_the_stock_holds_where_none_is_given():
    found = kpis.evaluate(simulate(scenario_from(estate((8, "coop", 2), (8, "direct", 3)))))

    assert found["material_cost"] * 10 / 30.4375 == pytest.approx(500)


def test_the_wait_for_it_is_charged_to_material_and_told():
    scenario = scenario_from(estate((8, "direct", 3)))
    charged = simulate(scenario).ledger
    told = why(scenario, 0, seed=1)

    assert charged[["cause", "ms"]].to_numpy().tolist() == [["material", 5 * HOUR], ["processing", 3 * HOUR]]
    assert told.has_received(told.stages[0])


# ---- laws


def with_members(tree, channels):
    """Returns an estate in which all materials are for some channels, and others wait for a drawn time."""
    tree = deepcopy(tree)
    for material in tree["materials"].values():
        material["single"] = {"members": channels, "lead_time": {"exponential": "9 h"}}
    for change in tree.get("changes", {}).values():
        change["times"] = {k: v for k, v in change.get("times", {}).items() if ".single." not in k}
    return tree


def every_channel(tree):
    return sorted({partner["channel"] for partner in tree["partners"].values()})


@pytest.mark.parametrize("seed", range(12))
def test_where_all_are_members_it_is_as_without(seed):
    tree = with_members(random_tree(seed, ties=seed % 2 == 0), [])
    for sme in tree["smes"].values():
        sme.pop("channels", None)
    shared = with_members(tree, every_channel(tree))
    for material in tree["materials"].values():
        del material["single"]

    (_, log), (_, without) = (run(scenario_from(each), kernel.simulate, seed=seed) for each in (shared, tree))

    assert np.array_equal(log, without)


@pytest.mark.parametrize("engine", ENGINES)
def test_where_nobody_is_a_member_no_stock_is_touched_and_each_lot_waits_its_own_time(engine):
    waited = 0
    for seed in range(12):
        x, log = run(scenario_from(with_members(random_tree(seed, ties=False), [])), ENGINES[engine], seed=seed)
        issued = [row for row in rows_of(log, MATERIAL).tolist() if row[2] < x.n_fixed]
        pieces = {(order, lot): n for _, _, order, lot, _, _, n, _ in rows_of(log, BORN).tolist()}

        assert broken(x, log) == []  # which knows how long each lot has to wait
        assert all(row[4] == SINGLY for row in issued)
        assert all(row[6] == pieces[row[2], row[3]] * x.grams[x.component[row[2]]] for row in issued)
        waited += len(issued)
    assert waited > 300


@pytest.mark.parametrize("engine", ENGINES)
def test_bought_at_once_it_is_as_from_a_stock_that_never_runs_out(engine):
    for seed in range(8):
        alone = with_members(random_tree(seed, ties=False), [])
        for sme in alone["smes"].values():
            sme.pop("channels", None)
        for material in alone["materials"].values():
            material["single"]["lead_time"] = "0 h"
            material["opening"] = "900 t"
        (_, own), (_, stock) = (
            run(scenario_from(each), ENGINES[engine], seed=seed)
            for each in (alone, alone | {"materials": with_members(alone, every_channel(alone))["materials"]})
        )
        own["operation"][own["kind"] == MATERIAL] = -1
        own, stock = (np.sort(log[~np.isin(log["kind"], (RECEIVE, LOSS, REORDER))]) for log in (own, stock))

        assert np.array_equal(own, stock)


# ---- draws


def test_each_part_and_each_remade_lot_is_drawn_by_itself():
    pin = {"reject_rate": 0.5, "routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}}
    channels = {"direct": {"asks": 9, "split_above": 10}}
    orders = [(8, "direct", 20)] * 30
    x = lower(
        scenario_from(
            estate(*orders, lead={"exponential": "9 h"}, pin=pin, channels=channels, contract={"rejects": "remake"})
        ),
        Draws(1),
    )
    first, last = x.first_pass[:-1], x.first_pass[1:]

    assert len(x.quantity) == 60
    assert (last - first > 1).sum() > 30
    assert len(set(x.single_lead.tolist())) == len(x.single_lead) == len(x.reject_draw)


def test_nothing_is_drawn_where_nobody_buys_singly():
    tree = estate((8, "direct", 3))
    del tree["materials"]["steel"]["single"]

    assert len(lower(scenario_from(tree), Draws(1)).single_lead) == 0


# ---- mistakes


def test_all_mistakes_are_told_at_once_in_both_languages():
    tree = estate((8, "direct", 3), single={"members": ["cop"], "lead_time": "-1 h", "price": "5 kg"})
    with pytest.raises(ScenarioError) as caught:
        scenario_from(tree)

    assert len(caught.value.problems) == 2
    tree["materials"]["steel"]["single"] = {"members": ["cop"], "lead_time": "1 h"}
    with pytest.raises(ScenarioError, match=r"members\.0: no such channel, got 'cop'; did you mean 'coop'") as caught:
        scenario_from(tree)
    assert "maksudnya 'coop'" in caught.value.said("id")
    tree["materials"]["steel"]["single"] = {}
    with pytest.raises(ScenarioError, match=r"lead_time: (.|\n)*members: "):
        scenario_from(tree)


def test_material_of_an_order_is_not_too_dear_bought_singly():
    with pytest.raises(ScenarioError, match=r"single\.price: .*too dear|single\.price: "):
        scenario_from(estate((8, "direct", 3), single={"price": "Rp 900 billion"}))


# ---- the scenario


def test_the_shipped_scenario_keeps_plate_and_bar_for_members():
    scenario = read_scenario(f"{SCENARIOS}/cooperative-buys.yaml", ["time.last_day=2024-03-31"])
    x = lower(scenario, Draws(1))
    both = read_scenario(f"{SCENARIOS}/cooperative-buys.yaml+{SCENARIOS}/material-center.yaml")

    assert 0 < x.singly.any(axis=1).mean() < 1
    assert both.changes["material-center"].times
