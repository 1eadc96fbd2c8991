"""Partnerships that grow: partners order more where they are served well, less where they are not."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import takarusim as tk
from cases import SCENARIOS, plain_tree, random_tree
from conftest import ENGINES
from laws import broken, rows_of, run
from takarusim.briefing.answer import of_headroom
from takarusim.engine import rules
from takarusim.engine.instance import ALLOT, LEVEL, PLACE, PPM, WITHHELD
from takarusim.errors import ScenarioError
from takarusim.experiments.search import Search
from takarusim.experiments.why import _lifted
from takarusim.kpis.kpis import evaluate
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.outcome.replication import Window
from takarusim.results import runs
from takarusim.scenario.reading import read_scenario, scenario_from, tree_of

QUICK = pytest.mark.parametrize("engine", ["compiled"])  # of many estates, where SimPy would take too long
DAY = 86_400_000  # ms
DAILY = {"dates": {"every": "1 day"}, "step": "10 %", "good": "80 %", "bad": "50 %"}
YEAR = {"first_day": "2024-01-01", "last_day": "2024-12-31"}
HOURLY = {"every": {"exponential": "1 h"}}


def grown(growth=None, *, hours=1, orders=None, contract=None, **parts):
    """A tree without a queue: an order takes so many hours and is due on the evening of the next day."""
    contract = {"due": "1 day"} | ({"growth": DAILY | growth} if growth is not None else {}) | (contract or {})
    partner = {"orders": orders or HOURLY, "components": {"pin": 1}, "contract": contract}
    made = {"pin": {"routing": {"make": {"workshop": "none", "setup": f"{hours} h"}}}}
    return plain_tree(**{"components": made, "partners": {"p": partner}} | parts)


def levels(log):
    """Returns the levels that a log tells of."""
    return rows_of(log, LEVEL)["amount"].tolist()


def potential(x, stream=0):
    """Returns the potential orders of a stream, those beyond its level of 1 apart: when, what, how many, due, tie."""
    own, beyond = x.stream == stream, x.mark >= PPM if len(x.mark) else np.zeros(len(x.stream), bool)
    columns = np.column_stack([x.placed, x.component, x.quantity, x.due, x.tie])
    return columns[own & ~beyond], columns[own & beyond]


# ---- levels move


@pytest.mark.parametrize("engine", ENGINES)
def test_who_is_served_well_orders_more_up_to_the_most(engine):
    x, log = run(scenario_from(grown({"most": "130 %"})), ENGINES[engine])

    assert broken(x, log) == []
    assert levels(log)[:8] == [10**5 * k for k in (10, 10, 10, 11, 12, 13, 13, 13)]  # windows end with the next day
    assert len(rows_of(log, WITHHELD)) == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_who_is_served_badly_orders_less_down_to_the_least(engine):
    x, log = run(scenario_from(grown({"least": "75 %"}, hours=60)), ENGINES[engine])

    assert broken(x, log) == []
    assert levels(log)[:8] == [10**4 * k for k in (100, 100, 100, 90, 80, 75, 75, 75)]
    assert len(rows_of(log, WITHHELD)) > 50


@pytest.mark.parametrize(("served", "level"), [(4, 90), (5, 100), (7, 100), (8, 110), (10, 110)])
def test_the_level_stays_from_bad_up_to_good(served, level):
    x = lower(scenario_from(grown({"most": "110 %"})), Draws(1))

    assert rules.level_after(x, 0, PPM, 10, served) == 10_000 * level
    assert rules.level_after(x, 0, 1_050_000, 10, 10) == 1_100_000
    assert rules.level_after(x, 0, 50_000, 10, 0) == 0
    assert rules.level_after(x, 0, PPM, 0, 0) == PPM


def test_refused_orders_are_served_badly_and_none_says_nothing():
    barred = {"review": {"dates": {"dates": ["2024-01-03"]}, "window": "2 days", "on_time": 1, "warnings": 0}}
    late = {"calendar": {"every": "6 h"}}
    x, log = run(scenario_from(grown({"least": "50 %"}, hours=60, orders=late, contract={"due": "0 h"} | barred)),
                 ENGINES["simpy"])  # fmt: skip
    refused = rows_of(log, ALLOT)

    assert broken(x, log) == []
    assert (refused["place"][refused["time"] > 2 * DAY] < 0).all()
    assert min(levels(log)) == 500_000
    idle = scenario_from(grown({"least": "50 %"}, orders={"calendar": {"dates": ["2024-01-10"]}}, hours=60))
    assert levels(run(idle, ENGINES["simpy"])[1]) == [PPM] * 12 + [900_000] * 8


@QUICK
@pytest.mark.parametrize("block", range(2))
def test_levels_count_as_the_kpis_do_and_stay_between_least_and_most(block, engine):
    moved = 0
    for seed in range(30 * block, 30 * block + 30):
        one = tk.simulate(scenario_from(random_tree(seed, ties=seed % 2 == 0)), seed=seed, engine=engine)
        x, orders, kept, before = one.instance, one.tables.orders, one.kept, {}
        for time, _, _, _, _, stream, level, _ in rows_of(one.log, LEVEL).tolist():
            since, last = before.get(stream, (0, PPM))
            own = orders.is_placed & (orders.stream == stream) & (kept.latest >= since) & (kept.latest < time)
            share = (kept.is_on_time & kept.is_in_full)[own].mean() if own.any() else 0.9999995
            up = PPM * share >= x.good[stream] and own.any()
            wanted = last + x.step[stream] * (1 if up else -1 if PPM * share < x.bad[stream] and own.any() else 0)
            assert level == np.clip(wanted, x.least[stream], x.most[stream]), seed
            before[stream] = time, level
            moved += level != last

    assert moved > 20


# ---- what it leaves alone


@QUICK
@pytest.mark.parametrize("block", range(2))
def test_a_level_that_never_falls_and_nothing_beyond_it_change_nothing(block, engine):
    rows = 0
    for seed in range(30 * block, 30 * block + 30):
        tree = random_tree(seed, ties=seed % 2 == 0)
        for partner in tree["partners"].values():
            partner["contract"].pop("growth", None)
        _, without = run(scenario_from(tree), ENGINES[engine], seed=seed)
        for partner in tree["partners"].values():
            if "due" in partner["contract"] and partner["orders"].keys().isdisjoint({"book", "circulating"}):
                partner["contract"]["growth"] = DAILY | {"least": 1, "most": 1}
        _, log = run(scenario_from(tree), ENGINES[engine], seed=seed)
        is_level = log["kind"] == LEVEL
        assert np.array_equal(log[~is_level], without), seed
        assert (log["amount"][is_level] == PPM).all()
        rows += is_level.sum()

    assert rows > 100


@pytest.mark.parametrize("engine", ENGINES)
def test_a_step_of_nothing_is_none_of_it(engine):
    _, without = run(scenario_from(grown(hours=60)), ENGINES[engine])
    _, log = run(scenario_from(grown({"step": 0, "least": "0 %"}, hours=60)), ENGINES[engine])

    assert np.array_equal(log[log["kind"] != LEVEL], without)
    assert len(without) > 1000


def test_what_one_partner_withholds_moves_no_draw_of_another_and_none_of_its_own():
    partner = grown({"least": "20 %", "most": "300 %"})["partners"]["p"]
    other = {"orders": HOURLY, "components": {"pin": 1}, "quantity": {"uniform": [1, 9]}}
    with_it = lower(scenario_from(grown(partners={"p": partner, "q": other})), Draws(1))
    plain = partner | {"contract": {"due": "1 day"}}
    without = lower(scenario_from(grown(partners={"p": plain, "q": other})), Draws(1))

    for stream in (0, 1):
        assert np.array_equal(potential(with_it, stream)[0], potential(without, stream)[0])
    assert not len(potential(with_it, 1)[1])
    assert set(with_it.mark[with_it.stream == 1].tolist()) == {-1}


def test_the_nth_order_has_the_mark_it_has_whatever_the_terms_are():
    low, high = (
        lower(scenario_from(grown({"step": s, "least": f"{n} %"})), Draws(1)) for s, n in ((0.1, 10), (0.3, 90))
    )

    assert np.array_equal(low.mark, high.mark)
    assert stats.kstest(low.mark / PPM, "uniform").pvalue > 0.01


# ---- how much is ordered


@QUICK
@pytest.mark.parametrize("level", [0.3, 0.7])
def test_of_what_could_be_placed_a_level_below_one_lets_through_its_share(level, engine):
    falls = {"step": 1 - level, "good": 1, "bad": 1, "least": level}
    x, log = run(scenario_from(grown(falls, hours=60, time=YEAR)), ENGINES[engine])
    placed, kept = (len(rows_of(log[log["time"] > 3 * DAY], kind)) for kind in (PLACE, WITHHELD))

    assert levels(log)[4] == level * PPM
    assert placed + kept == (x.placed > 3 * DAY).sum() > 8000
    assert stats.binomtest(placed, placed + kept, level).pvalue > 0.01


@QUICK
@pytest.mark.parametrize("orders", [HOURLY, {"every": {"gamma": {"mean": "2 h", "cv": 0.3}}, "batch": 2}])
@pytest.mark.parametrize("most", [1.4, 2, 3.5])
def test_who_is_served_well_comes_to_order_its_rate_times_the_most(most, orders, engine):
    x, log = run(scenario_from(grown({"most": most, "step": "50 %"}, orders=orders, time=YEAR)), ENGINES[engine])
    times = rows_of(log, PLACE)["time"]
    since, end = 10 * DAY, x.horizon
    expected = most * (end - since) / (3_600_000 if orders is HOURLY else 2 * 3_600_000 / 2)

    assert levels(log)[10] == most * PPM
    assert (
        abs(np.sum(times >= since) / expected - 1) < 0.03
    )  # of some 12,000 and more, four standard deviations at most


@QUICK
@pytest.mark.parametrize(("level", "most"), [(1.5, 3), (2, 4)])
def test_between_one_and_the_most_so_many_more_come(level, most, engine):
    rises = {"step": level - 1, "good": 0.5, "bad": 0, "most": most, "dates": {"dates": ["2024-01-08"]}}
    x, log = run(scenario_from(grown(rises, time=YEAR)), ENGINES[engine])
    since = 8 * DAY
    base, beyond = (np.sum(part[:, 0] >= since) for part in potential(x))
    placed = np.sum(rows_of(log, PLACE)["time"] >= since)

    assert levels(log) == [level * PPM]
    assert stats.binomtest(int(placed - base), int(beyond), (level - 1) / (most - 1)).pvalue > 0.01
    assert abs(beyond / (base * (most - 1)) - 1) < 0.04


def test_what_lies_beyond_on_dates_comes_in_larger_orders():
    dates = {"calendar": {"every": "1 day"}}
    tree = grown({"most": "250 %"}, orders=dates)
    tree["partners"]["p"]["quantity"] = 20
    x = lower(scenario_from(tree), Draws(1))
    base, beyond = potential(x)

    assert np.array_equal(base[:, 0], beyond[:, 0])
    assert set(base[:, 2].tolist()) == {20}
    assert set(beyond[:, 2].tolist()) == {30}


def test_what_a_prospect_orders_beyond_its_level_of_one_begins_when_it_is_won():
    tree = grown({"most": "200 %"}, matching={"events": {"dates": ["2024-01-08"]}})
    tree["partners"]["p"]["prospect"] = {"chance": 1, "delay": "2 days"}
    base, beyond = potential(lower(scenario_from(tree), Draws(1)))

    for part in (base, beyond):
        assert 9 * DAY <= part[0, 0] < 10 * DAY
        assert len(part) > 150
    assert not np.array_equal(base[:100], beyond[:100])  # which are drawn by themselves
    tree["partners"]["p"]["prospect"] = {"chance": 0}
    assert lower(scenario_from(tree), Draws(1)).n_fixed == 0


# ---- what is shown of it


@QUICK
def test_a_bad_contract_that_is_lost_is_no_progress(engine):
    """All that is ordered late takes too long: on time in full looks up only what is still ordered."""
    made = {"setup": {"discrete": {"1 h": 50, "60 h": 50}}, "workshop": "none"}
    falls = {"step": 0.5, "good": 1, "bad": 1, "least": 0.4}
    one = tk.simulate(
        scenario_from(grown(falls, components={"pin": {"routing": {"make": made}}}, time=YEAR)), engine=engine
    )
    kpis, orders, log = one.kpis(), one.orders, one.log
    withheld, (placed, kept) = one.tables.orders.is_withheld, (len(rows_of(log, kind)) for kind in (PLACE, WITHHELD))
    decided = orders["counts"] & (orders["delivered"].notna() | (orders["latest"] < orders["latest"].max()))

    assert len(orders) == placed
    assert withheld.sum() == kept
    assert kpis["withheld_share"] == kpis["withheld_share[partner=p]"] == kept / (kept + placed)
    assert kpis["served"] == pytest.approx(kpis["otif"] * placed / (placed + kept), rel=0.02)
    assert kpis["orders_served"] == (orders["on_time"] & orders["in_full"])[decided].sum() / (366 / 30.4375)
    assert kpis["orders_asked"] == pytest.approx((placed + kept) / (366 / 30.4375))
    assert kpis["partnership_level"] == kpis["partnership_level[partner=p]"] == pytest.approx(0.4, abs=0.01)


@QUICK
def test_in_value_what_is_withheld_counts_by_its_price(engine):
    made = {"pin": {"routing": {"make": {"workshop": "none", "setup": "60 h"}}, "price": "Rp 100"}}
    made["nut"] = {"routing": {"make": {"workshop": "none", "setup": "1 h"}}, "price": "Rp 300"}
    tree = grown({"step": 1, "good": 1, "bad": 1, "least": 0.5}, components=made, time=YEAR)
    tree["partners"]["p"]["components"] = {"pin": 1, "nut": 1}
    kpis = tk.simulate(scenario_from(tree), engine=engine).kpis()

    assert kpis["served"] == pytest.approx(0.25, abs=0.02)
    assert kpis["served_value"] == pytest.approx(0.375, abs=0.02)
    assert kpis["served_value[component=nut]"] == pytest.approx(0.5, abs=0.02)
    assert kpis["otif"] == pytest.approx(0.5, abs=0.02)


@QUICK
def test_kpis_of_random_estates_agree_with_their_logs(engine):
    withheld = 0
    for seed in range(60):
        one = tk.simulate(scenario_from(random_tree(seed, ties=seed % 2 == 0)), seed=seed, engine=engine)
        orders, kpis = one.tables.orders, evaluate(one)
        told, own = rows_of(one.log, WITHHELD), rows_of(one.log, PLACE)
        assert sorted(told["order"].tolist()) == sorted(orders.number[orders.is_withheld].tolist())
        assert orders.placed_by_partners == len(own) == len(one.orders)
        assert sorted(own["order"].tolist()) == sorted(one.orders["order"].tolist())
        within = [np.sum((row["time"] >= one.window.start) & (row["time"] < one.window.end)) for row in (told, own)]
        assert np.isclose(kpis["withheld_share"], within[0] / sum(within) if sum(within) else np.nan, equal_nan=True)
        assert not kpis["served"] > kpis["otif"] + 1e-12
        withheld += len(told)

    assert withheld > 50


def test_the_level_is_a_mean_over_the_time_in_which_a_partner_orders():
    tree = grown({"most": 2, "step": 1, "dates": {"dates": ["2024-01-11"]}})
    tree["partners"]["p"] |= {"from": "2024-01-06", "until": "2024-01-16"}
    one = tk.simulate(scenario_from(tree))
    both = tk.simulate(scenario_from(tree | {"partners": tree["partners"] | {"q": tree["partners"]["p"]}}))

    assert one.kpis()["partnership_level"] == both.kpis()["partnership_level"] == pytest.approx(1.5)
    assert one.kpis(Window(10 * DAY, 12 * DAY))["partnership_level"] == 2
    assert one.partnerships["level"].tolist() == [1, 2]
    assert [f"{day:%d}" for day in one.partnerships["until"]] == ["11", "21"]
    assert np.isnan(tk.simulate(scenario_from(plain_tree())).kpis()["partnership_level"])


@pytest.mark.parametrize("keep", ["all", "small"])
def test_a_run_keeps_the_levels_of_partnerships(keep, tmp_path):
    scenario = scenario_from(grown({"most": 2, "step": 1, "dates": {"dates": ["2024-01-11"]}}))
    outcome = runs.carry_out(runs.Plan(scenario, 2, 1, out=tmp_path, keep=keep))
    levels, one = outcome.told.partnerships, tk.simulate(scenario, seed=1, replication=1).partnerships

    assert levels["replication"].tolist() == [0, 0, 1, 1]
    pd.testing.assert_frame_equal(levels.iloc[2:, 1:].reset_index(drop=True), one)
    assert (outcome.plan.folder / "levels.csv").exists()
    pd.testing.assert_frame_equal(runs.opened(outcome.plan.folder).told.partnerships, levels)


def test_headroom_keeps_levels_as_they_are_and_says_so():
    tree = grown({"least": "20 %", "most": "200 %"}, orders={"every": "1 day"})
    search = Search(scenario_from(tree), "otif >= 0.5")
    found = tk.headroom(scenario_from(tree), "otif >= 0.5", replications=2, seed=1, tolerance=0.1)
    plain = tk.headroom(
        scenario_from(grown(orders={"every": "1 day"})), "otif >= 0.5", replications=2, seed=1, tolerance=0.1
    )

    assert [search.at(level).partners["p"].contract.growth for level in (1, 2)] == [None, None]
    assert search.is_base(1)
    assert search.scenario.partners["p"].contract.growth
    assert found.levels == plain.levels
    assert "Partnerships that grow are kept at 100 percent" in of_headroom(found, "en")[-1]
    assert not any("Partnerships" in line for line in of_headroom(plain, "en"))
    assert tk.to_dict(found)["frozen"]
    assert "frozen" not in tk.to_dict(plain)


def test_why_tells_orders_beyond_the_level_of_one_from_the_others():
    one = tk.simulate(scenario_from(grown({"most": "200 %"})), seed=1)
    orders = one.tables.orders
    (beyond,) = np.flatnonzero(orders.is_beyond & (orders.nth == orders.nth[orders.is_beyond].max()))
    lifted = list(_lifted(one, int(beyond), {"crew": one.prepared}, "auto"))

    assert [each.delivered for each in lifted] == [one.orders["delivered"][beyond]]


@pytest.mark.parametrize("growth", [{}, {"least": "100 %", "most": "150 %"}])
def test_what_partners_ask_for_is_the_same_however_they_are_served(growth):
    asked = [tk.simulate(scenario_from(grown(growth, hours=h))).kpis()["orders_asked"] for h in (1, 60)]

    assert asked[0] == asked[1] == tk.simulate(scenario_from(grown())).kpis()["orders_asked"]


def test_the_shipped_scenario_has_large_buyers_that_grow():
    scenario = read_scenario(SCENARIOS / "partners-grow.yaml")
    grow = [name for name, partner in scenario.partners.items() if partner.contract.growth]

    assert len(grow) == 7
    assert scenario_from(tree_of(scenario)) == scenario
    assert {scenario.partners[name].kind for name in grow} == {"automotive", "heavy-equipment"}


# ---- mistakes


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (grown({}, orders={"circulating": 2}), "growth: a partnership that grows without a rate of orders, got 'circ"),
        (grown({}, orders={"book": [{"placed": "2024-01-01", "component": "pin", "quantity": 1}]}),
         "growth: a partnership that grows without a rate of orders, got 'book'; every or calendar"),
        (grown({}, contract={"due": None}), "growth: no due date that tells how it is served, got growth without"),
        (grown({"good": "40 %"}), "growth.good: less than the share below which it falls, got 40 %; at least bad"),
        (grown({"most": "90 %"}), "growth.most: too small, got '90 %'; at least 1"),
        (grown({"least": "110 %"}), "growth.least: too large, got '110 %'; at most 1"),
        (grown({"most": 11}), "growth.most: too large, got 11; at most 10"),
        (grown(contract={"growth": {"step": 0.1}}), "growth.dates: missing, got nothing"),
    ],
)  # fmt: skip
def test_partnerships_that_cannot_grow_are_told(given, said):
    with pytest.raises(ScenarioError) as raised:
        scenario_from(given)
    assert f"partners.p.contract.{said}" in str(raised.value)


def test_all_mistakes_of_a_partnership_are_told_at_once():
    tree = grown({"good": "40 %"}, orders={"circulating": 2})
    for language, (one, two) in {"en": ("without a rate", "less than"), "id": ("tanpa laju", "kurang dari")}.items():
        with pytest.raises(ScenarioError) as raised:
            scenario_from(tree | {"language": language})
        said = "\n".join(problem.said(language) for problem in raised.value.problems)
        assert one in said
        assert two in said


def test_orders_that_would_come_too_fast_beyond_the_level_of_one_are_refused():
    fast = grown({"most": 3}, orders={"every": "100 days"}, time=YEAR)
    fast["partners"]["p"]["demand"] = 146
    with pytest.raises(ScenarioError, match="too large, got up to 292 times the rate; at most 291"):
        scenario_from(fast)
