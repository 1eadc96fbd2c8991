"""Laws 4 and 8 on any log: nothing is lost, nothing is used twice, nobody waits for what is free."""

import pytest
from hypothesis import HealthCheck, given, reject, settings

from cases import DAYS, FILES, file_tree, plain_tree, random_tree, small_tree, trees
from conftest import ENGINES
from laws import broken, in_hand, run
from takarusim.errors import ExperimentError, ScenarioError
from takarusim.experiments.run import simulate
from takarusim.kpis.kpis import evaluate
from takarusim.scenario.reading import scenario_from

SEEDS = range(60)
MANY = [pytest.param(range(k, k + 100), marks=pytest.mark.thorough) for k in range(1000, 3000, 100)]


@pytest.mark.parametrize("seeds", [SEEDS, *MANY], ids=lambda seeds: f"{seeds.start}-{seeds.stop}")
def test_random_estates_break_no_law(seeds):
    for seed in seeds:  # the other engine's logs are the same: test_engines_agree
        x, log = run(scenario_from(random_tree(seed, ties=seed % 2 == 0)), ENGINES["compiled"], seed=seed)

        assert broken(x, log) == [], seed


@given(tree=trees())
@settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_estates_that_hypothesis_finds_break_no_law(tree):
    try:
        x, log = run(scenario_from(tree), ENGINES["simpy"])
    except (ScenarioError, ExperimentError):  # one that nobody can work in, or with more orders than there is room for
        reject()
    assert broken(x, log) == []


@pytest.mark.parametrize("days", [20, pytest.param(100, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("name", FILES)
def test_scenario_files_break_no_law(name, days):
    x, log = run(scenario_from(file_tree(name, days)), ENGINES["compiled"])

    assert broken(x, log) == []
    assert len(log) > 100


def test_the_small_scenario_breaks_no_law(engine, small_scenario):
    x, log = run(small_scenario, engine)

    assert broken(x, log) == []
    assert len(log) > 500


@pytest.mark.parametrize("seed", range(30))
def test_when_orders_stop_all_are_delivered(seed):
    x, log = run(scenario_from(_with_an_end(random_tree(seed, ties=seed % 2 == 0))), ENGINES["compiled"], seed=seed)

    assert len(log) > 0
    assert broken(x, log) == []
    assert in_hand(log) == 0


def _with_an_end(tree):
    """Returns the estate with orders on its first days only, material that can be bought and years to work them off."""
    for partner in tree["partners"].values():
        if "circulating" in partner["orders"]:
            partner["orders"] = {"every": "10 h"}
        if "book" not in partner["orders"]:
            partner |= {"from": "2024-01-01", "until": f"2024-01-{DAYS // 2 + 1:02}"}
    for change in tree.get("changes", {}).values():
        change.pop("closed", None)  # roads and suppliers are open in the end
        if "until" not in change:
            change.pop("out", None)  # and so is what works
        if "units" in change:
            change.pop("until", None)  # and halls, without whom those who came with them could not work
    for material in tree["materials"].values():
        material.setdefault("reorder", {"point": "0 g", "lead_time": "1 day"})
    for lane in tree["lanes"].values():
        if "every" not in lane.get("departures", {"every": "at once"}):
            lane["departures"] = {"weekdays": ["monday", "friday"], "at": "10:00"}
    return tree | {"time": {"first_day": "2024-01-01", "last_day": "2028-12-31"}}


def test_a_life_that_ends_with_the_work_fails_at_the_next_start(engine):
    failures = {"life": "1 h", "repair": "2 h"}
    book = [{"placed": "2024-01-01 08:00", "component": "pin", "quantity": 1} for _ in range(2)]
    tree = plain_tree(
        workshops={"A": {"units": 1, "failures": failures}},
        partners={"p": {"orders": {"book": book}, "components": {"pin": 1}}},
    )
    x, log = run(scenario_from(tree), engine)

    assert broken(x, log) == []
    hours = [(time / 3_600_000, kind) for time, kind in zip(log["time"].tolist(), log["kind"].tolist(), strict=True)]
    assert [hour for hour, kind in hours if kind in {3, 6}] == [
        9,
        11,
    ]  # down when the second lot starts, up two hours later
    assert [hour for hour, kind in hours if kind == 0] == [9, 12]


def test_littles_law_is_an_identity():
    tree = small_tree() | {"time": {"first_day": "2024-01-01", "last_day": "2024-03-31"}}
    for partner in tree["partners"].values():
        partner |= {"until": "2024-02-01", "contract": {"rejects": "rework"}}
    replication = simulate(scenario_from(tree))
    orders, kpis = replication.orders, evaluate(replication)

    assert orders["delivered"].notna().all()
    assert kpis["wip"] * 91 == pytest.approx(len(orders) * kpis["lead_time_mean"])
    assert replication.ledger["ms"].sum() == pytest.approx(len(orders) * kpis["lead_time_mean"] * 86_400_000)
