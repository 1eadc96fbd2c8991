"""Finished stock: call-offs leave it whole, in order, and replenishments fill it again."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import takarusim as tk
from cases import plain_tree, random_tree
from laws import broken, run
from takarusim.briefing import story
from takarusim.engine import rules
from takarusim.engine.instance import ALLOT, ARRIVE, CASH, ESCAPE, SETTLE, STOCK
from takarusim.errors import ScenarioError
from takarusim.results import runs
from takarusim.scenario import reading

QUICK = pytest.mark.parametrize("engine", ["compiled"])  # of many orders, where SimPy would take too long
HOUR = 3_600_000


def kept(*orders, boxes=2, box=1, takes="4 h", contract=None, **parts):
    """An SME that keeps pins finished, of which a lot takes `takes`; orders: (hour, pieces), of the first day."""
    book = [{"placed": f"2024-01-01 {hour:02}:00", "component": "pin", "quantity": n} for hour, n in orders]
    pin = {"routing": {"make": {"workshop": "none", "setup": takes}}} | parts.pop("pin", {})
    sme = {"stock": {"pin": {"boxes": boxes, "box": box}}} | parts.pop("sme", {})
    partner = {
        "orders": {"book": book},
        "components": {"pin": 1},
        "contract": {"from_stock": True, "rejects": "remake"} | (contract or {}),
    }
    return plain_tree(components={"pin": pin}, smes={"s": sme}, partners={"p": partner | parts.pop("p", {})}, **parts)


def told(tree, engine, *kinds):
    """Returns rows of some kinds as hour, order (r0: the first replenishment ...) and amount."""
    x, log = run(reading.scenario_from(tree), engine)
    assert broken(x, log) == []
    found = log[np.isin(log["kind"], kinds)]
    named = [f"r{order - 2**31}" if order >= 2**31 else order for order in found["order"].tolist()]
    return list(zip((found["time"] / HOUR).tolist(), named, found["amount"].tolist(), strict=True))


# ---- how it goes


def test_a_call_off_leaves_at_once_and_what_it_takes_is_made_again(engine):
    assert told(kept((8, 2), (9, 1), boxes=2), engine, STOCK) == [(8, 0, 2), (12, "r0", 2), (12, 1, 1), (13, "r1", 1)]


def test_a_call_off_leaves_whole_and_none_overtakes_it(engine):
    """One piece is there for the third, but the second one waits for two."""
    tree = kept((8, 2), (9, 2), (10, 1), boxes=3)

    assert told(tree, engine, STOCK) == [
        *[(8, 0, 2), (12, "r0", 2), (12, 1, 2), (12, 2, 1)],
        *[(13, "r1", 2), (14, "r2", 1)],
    ]


def test_replenishments_are_the_fewest_whole_boxes_that_lift_to_the_level(engine):
    """Of a level of 200 in boxes of 100: 30 called off bring 100, the next 60 none, the 20 behind them 100."""
    tree = kept((8, 30), (9, 60), (10, 20), boxes=2, box=100)
    released = told(tree, engine, ALLOT)

    assert [row for row in released if row[2] >= 0] == [(8, "r0", 0), (10, "r1", 2)]
    assert [row for row in told(tree, engine, STOCK) if str(row[1]).startswith("r")] == [
        (12, "r0", 100),
        (14, "r1", 100),
    ]


def test_an_order_for_more_than_the_level_waits_until_so_many_are_there(engine):
    assert told(kept((8, 5), boxes=2), engine, STOCK) == [(12, "r0", 5), (12, 0, 5)]


def test_who_keeps_none_makes_it_to_order(engine):
    tree = kept((8, 2), (9, 2), contract={"suppliers": ["s"]})
    tree["smes"]["t"] = {"stock": tree["smes"]["s"].pop("stock")}
    _, log = run(reading.scenario_from(tree), engine)
    tree["partners"]["p"]["contract"].pop("from_stock")
    tree["smes"]["t"].pop("stock")
    _, without = run(reading.scenario_from(tree), engine)

    np.testing.assert_array_equal(log, without)


def test_an_order_that_is_under_way_as_the_run_begins_is_not_called_off(engine):
    tree = kept((8, 2))
    tree["partners"]["p"]["orders"]["book"][0]["next"] = "make"

    assert told(tree, engine, STOCK) == []
    assert told(tree, engine, ARRIVE) == [(12, 0, 2)]


def test_orders_in_circulation_are_served_too(engine):
    """Two tokens and one piece in stock, each of which takes four hours to be made again."""
    tree = kept(boxes=1, p={"orders": {"circulating": 2, "every": "1 h"}, "components": {"pin": 1}})
    leaves = [hour for hour, order, _ in told(tree, engine, ARRIVE)]

    assert leaves[:6] == [1, 5, 5, 6, 10, 10]


@pytest.mark.parametrize("rejects", ["rework", "remake"])
def test_what_is_rejected_for_good_is_made_up_for_at_the_next_call_off(rejects, engine):
    """All pieces are bad: the second order gets what is left of the opening stock, the third nothing, and both end."""
    pin = {"routing": {"make": {"workshop": "none", "setup": "4 h", "rework": True}}, "reject_rate": 1}
    tree = kept((0, 2), (1, 2), (20, 1), boxes=3, pin=pin, contract={"rejects": rejects}, rules={"passes": 2})
    found = told(tree, engine, STOCK)

    assert [row for row in found if not str(row[1]).startswith("r")] == [(0, 0, 2), (9, 1, 1), (28, 2, 0)]
    assert [amount for _, order, amount in found if str(order).startswith("r")] == [0, 0, 0]
    assert told(tree, engine, ARRIVE) == [(0, 0, 2), (9, 1, 1), (28, 2, 0)]


def test_good_pieces_enter_stock_while_others_are_made_again(engine):
    pin = {"reject_rate": 0.5}
    tree = kept((0, 100), boxes=100, pin=pin, contract={"partial": True}) | {"seed": 5}
    entered = [(hour, amount) for hour, order, amount in told(tree, engine, STOCK) if order == "r0"]

    assert [hour for hour, _ in entered] == [4, 8, 12]
    assert entered[0][1] > 40
    assert told(tree, engine, ARRIVE) == [(0, 0, 100)]


# ---- what inspection missed


def test_bad_pieces_leave_with_their_batch_evenly(engine):
    """The opening stock is good; half of what is made is bad and none of that is found."""
    pin = {"reject_rate": 0.5, "detection": 0}
    tree = kept((0, 10), (8, 4), (9, 6), (20, 10), boxes=10, pin=pin) | {"seed": 3}
    found = {order: bad for _, order, bad in told(tree, engine, ESCAPE)}
    x, _ = run(reading.scenario_from(tree), engine)
    batch = int(x.reject_count[0])

    assert 0 not in found
    assert 2 < batch < 9
    assert found[1] == 4 * batch // 10
    assert found[1] + found[2] == batch


def test_all_bad_pieces_of_a_batch_leave_with_it():
    draw = np.random.default_rng(1)
    for _ in range(300):
        pieces = int(draw.integers(1, 60))
        bad = int(draw.integers(0, pieces + 1))
        cuts = np.unique([0, pieces, *draw.integers(0, pieces + 1, draw.integers(0, 9))]).tolist()
        left = [rules.bad_among(bad, pieces, a, b) for a, b in pairwise(cuts)]
        assert sum(left) == bad
        assert all(0 <= n <= b - a for n, (a, b) in zip(left, pairwise(cuts), strict=True))


# ---- cash

STEEL = {"material": "steel", "mass": "1 kg"}
MATERIALS = {"steel": {"opening": "9 t", "price": "Rp 100"}}


def paid(*orders, capital, contract=None, **parts):
    sme = {"capital": f"Rp {capital}", "credit": "Rp 0"}
    return kept(*orders, pin=STEEL | parts.pop("pin", {}), sme=sme, materials=MATERIALS, contract=contract, **parts)


def test_capital_is_tied_until_the_call_off_is_paid(engine):
    """The call-off leaves at 8 and is paid at 18; what is made for it is ready at 12."""
    tree = paid((8, 2), capital=500, contract={"terms": "10 h"})

    assert told(tree, engine, CASH, SETTLE) == [(8, "r0", 200), (18, "r0", 200)]


def test_what_is_paid_already_ties_nothing(engine):
    """The second replenishment waits until the first call-off is paid; its own has been by then."""
    tree = paid((8, 1), (9, 1), capital=100, contract={"terms": "10 h"})
    found = told(tree, engine, CASH, SETTLE)

    assert found == [(8, "r0", 100), (18, "r0", 100), (18, "r1", 100), (19, "r1", 100)]
    tree["partners"]["q"] = tree["partners"]["p"] | {"contract": {"from_stock": True, "rejects": "remake"}}
    tree["partners"]["q"]["orders"] = {"book": [tree["partners"]["p"]["orders"]["book"].pop()]}

    assert told(tree, engine, CASH, SETTLE) == [(8, "r0", 100), (9, "r1", 0), (9, "r1", 0), (18, "r0", 100)]


def test_where_all_that_is_tied_rests_in_stock_material_is_paid_all_the_same(engine):
    """The first replenishment is all rejected, so that its call-off waits for the second one, which it would pay."""
    pin = {"reject_rate": 1}
    tree = paid((0, 3), (1, 1), capital=300, boxes=1, pin=pin, rules={"passes": 1})
    found = told(tree, engine, CASH)

    assert found == [(0, "r0", 300), (4, "r1", 100)]
    assert len(told(tree, engine, ARRIVE)) == 2


def test_a_box_may_cost_more_than_the_whole_capital(engine):
    tree = paid((8, 1), boxes=1, box=100, capital=300)

    assert told(tree, engine, CASH, SETTLE)[0] == (8, "r0", 10_000)


# ---- laws


@QUICK
@pytest.mark.parametrize("takes", ["5 h", {"exponential": "5 h"}, {"hyperexponential": {"mean": "5 h", "cv": 2}}])
@pytest.mark.parametrize("boxes", [4, 8])
def test_call_offs_of_one_piece_find_it_by_poissons_law(takes, boxes, engine):
    """With ample capacity, whatever the distribution of the time of replenishment: Palm's theorem."""
    orders = {"orders": {"every": {"exponential": "1 h"}}, "components": {"pin": 1}}
    span = {"first_day": "2024-01-01", "long_run": "6 years", "warm_up": "4 weeks"}
    tree = kept(boxes=boxes, takes=takes, p=orders) | {"time": span}
    one = tk.simulate(reading.scenario_from(tree), engine=engine)
    kpis = one.kpis()
    law, on_hand = (
        stats.poisson.cdf(boxes - 1, 5),
        boxes - np.minimum(np.arange(99), boxes) @ stats.poisson.pmf(np.arange(99), 5),
    )

    assert kpis["stock_fill_rate"] == pytest.approx(law, abs=0.012)
    assert kpis["stock_mean"] == pytest.approx(on_hand, abs=0.06)


@QUICK
def test_random_estates_call_off_often_enough_to_be_a_test(engine):
    """All laws of stock are in `laws` and `lives`, for every random estate."""
    seen = dict.fromkeys(("left", "entered", "waited"), 0)
    for seed in range(60):
        one = tk.simulate(reading.scenario_from(random_tree(seed, ties=seed % 2 == 0)), seed=seed, engine=engine)
        told_, orders = one.stocked, one.tables.orders
        leaves = told_.owed < 0
        seen["left"] += leaves.sum()
        seen["entered"] += (told_.on_hand > 0).sum()
        seen["waited"] += (told_.time[leaves] > orders.placed[told_.order[leaves]]).sum()

    assert min(seen.values()) > 50, seen


@QUICK
def test_endless_stock_serves_everybody_at_once(engine):
    served = 0
    for seed in range(30):
        tree = random_tree(seed, ties=seed % 2 == 0)
        for sme in tree["smes"].values():
            for stock in sme.get("stock", {}).values():
                stock |= {"boxes": 50, "box": 5}
        try:
            scenario = reading.scenario_from(tree)
        except ScenarioError:  # too much work for whole numbers
            continue
        kpis = tk.simulate(scenario, seed=seed, engine=engine).kpis()

        assert kpis["stock_fill_rate"] == 1 or np.isnan(kpis["stock_fill_rate"])
        assert kpis["stock_wait_mean"] == 0 or np.isnan(kpis["stock_wait_mean"])
        served += kpis["stock_fill_rate"] == 1
    assert served > 3


# ---- what is shown of it


def test_the_table_of_finished_stock_says_what_is_on_hand_on_order_and_owed():
    frame = tk.simulate(reading.scenario_from(kept((8, 2), (9, 1), boxes=2))).finished

    assert frame["sme"].unique().tolist() == ["s"]
    assert frame["component"].unique().tolist() == ["pin"]
    rows = frame[["change", "on_hand", "on_order", "owed"]].to_numpy().tolist()
    assert rows[0] == [2, 2, 0, 0]
    assert rows[1:4] == [[0, 2, 0, 2], [0, 2, 2, 2], [-2, 0, 2, 0]]
    assert rows[-1] == [1, 2, 0, 0]


def test_replenishments_are_work_of_the_sme_and_no_partners_orders():
    tree = kept((8, 2), (9, 1), boxes=2, contract={"due": "1 day"})
    one = tk.simulate(reading.scenario_from(tree))
    kpis = one.kpis()

    assert one.orders["order"].tolist() == [0, 1]
    assert set(one.ledger["order"]) == {1}
    assert one.tables.orders.replenishes.tolist() == [-1, -1, 0, 1]
    assert kpis["orders_delivered"] == kpis["orders_delivered[partner=p]"]
    assert kpis["reject_ppm[sme=s]"] == kpis["reject_ppm"] == 0
    assert np.isnan(kpis["reject_ppm[partner=p]"])
    assert kpis["otif"] == 1


def test_a_run_keeps_the_orders_of_partners_alone(tmp_path):
    outcome = runs.carry_out(runs.Plan(reading.scenario_from(kept((8, 2), (9, 1), boxes=2)), 2, 1, out=tmp_path))

    assert outcome.orders["order"].tolist() == [0, 1, 0, 1]
    assert outcome.orders["counts"].all()
    assert outcome.ledger["state"].tolist() == ["stock", "stock"]


def test_a_run_keeps_finished_stock_and_a_small_one_makes_it_again(tmp_path):
    """Moments are to the millisecond, and no name is taken for something that is not there."""
    tree = kept((8, 2), (9, 1), boxes=2, takes="90001 ms")
    tree["smes"]["NA"] = tree["smes"].pop("s")
    plan = runs.Plan(reading.scenario_from(tree), 2, 1, out=tmp_path / "all")
    stock = runs.carry_out(plan).told.finished
    small = runs.carry_out(replace(plan, out=tmp_path / "small", keep="small")).plan
    one = tk.simulate(plan.scenario, seed=1, replication=1).finished

    pd.testing.assert_frame_equal(stock[stock["replication"] == 1].iloc[:, 1:].reset_index(drop=True), one)
    assert stock["replication"].unique().tolist() == [0, 1]
    pd.testing.assert_frame_equal(pd.read_csv(plan.folder / "finished.csv", usecols=["owed"]), stock[["owed"]])
    assert not (small.folder / "finished.csv").exists()
    for folder in (plan.folder, small.folder):
        pd.testing.assert_frame_equal(runs.opened(folder).told.finished, stock)
    assert runs.opened(plan.folder).told.partnerships is None


def test_kpis_of_stock_are_counted_by_hand():
    """Two pieces from 0 to 8, none to 12, one from 12 to 13, two from then on to the end of twenty days."""
    tree = kept((8, 2), (9, 1), boxes=2, pin=STEEL, materials=MATERIALS)
    kpis = tk.simulate(reading.scenario_from(tree)).kpis()
    mean = (2 * 8 + 1 * 1 + 2 * (480 - 13)) / 480

    assert kpis["stock_fill_rate"] == kpis["stock_fill_rate[partner=p]"] == 0.5
    assert kpis["stock_wait_mean"] == kpis["stock_wait_mean[sme=s]"] == pytest.approx(3 / 24 / 2)
    assert kpis["stock_mean"] == kpis["stock_mean[component=pin]"] == pytest.approx(mean)
    assert kpis["stock_value"] == kpis["stock_value[sme=s]"] == pytest.approx(100 * mean)


def test_without_stock_nothing_is_known_of_it():
    kpis = tk.simulate(reading.scenario_from(plain_tree())).kpis()

    assert all(np.isnan(kpis[f"stock_{name}"]) for name in ("fill_rate", "wait_mean", "mean", "value"))


def test_a_wait_for_stock_is_told_and_charged_to_stock():
    one = tk.simulate(reading.scenario_from(kept((8, 2), (9, 1), boxes=2)))
    ledger = one.ledger

    assert ledger[["order", "state", "cause", "ms"]].values.tolist() == [[1, "stock", "stock", 3 * HOUR]]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "waits for finished stock"), ("id", "menunggu stok barang jadi")]
)
def test_why_tells_of_the_wait_and_of_what_ended_it(language, words):
    found = tk.why(reading.scenario_from(kept((8, 2), (9, 1), boxes=2)), 1)
    (row,) = story.stages(found, language)

    assert row[1] == words
    assert row[4] == {"en": "stock replenished 1 Jan 2024", "id": "stok terisi 1 Jan 2024"}[language]


# ---- mistakes


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"contract": {"rejects": "short"}}, "finished stock of which rejects are not made good, got 'short'"),
        ({"sme": {"stock": {}}}, "orders from stock of which no SME keeps any component, got true"),
        ({"sme": {"stock": {"pim": {"boxes": 1}}}}, "no such component, got 'pim'; did you mean"),
        ({"sme": {"components": ["nut"]}}, "finished stock of what the SME does not make, got 'pin'"),
        ({"sme": {"stock": {"pin": {"boxes": 1e6, "box": 10}}}}, "too large, got up to 10000012 pieces an order"),
    ],
)
def test_what_is_wrong_with_stock_is_said(change, said):
    tree = kept((8, 2), **change)
    tree["components"]["nut"] = tree["components"]["pin"]
    if "components" in tree["smes"]["s"]:
        tree["smes"]["t"] = {}

    with pytest.raises(ScenarioError, match=said):
        reading.scenario_from(tree)
