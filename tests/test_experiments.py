"""Compare, headroom, sweep: what they answer is theory's where there is one, and never depends on who computes it."""

import functools
import hashlib
import json
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cases import comparison
from cases import small_tree as tree
from takarusim.engine import kernel
from takarusim.errors import ExperimentError, ScenarioError
from takarusim.experiments import compare, design, effects, headroom, run
from takarusim.experiments.execution import Execution
from takarusim.experiments.sweep import is_count
from takarusim.results import points, sweeps
from takarusim.scenario import bounds, reading
from takarusim.statistics import estimates, warmup

HOUR = 1 / 24  # days
EXPERIMENTS = {
    "replicate": run.replicate,
    "compare": lambda scenario, n, **how: compare.compare({"a": scenario}, n, **how),
    "sweep": lambda scenario, n, **how: sweeps.sweep(scenario, design.grid([design.Factor("seed", 1, 2)]), n, **how),
    "headroom": lambda scenario, n, **how: headroom.headroom(scenario, "wip <= 1", replications=n, **how),
    "fewest": lambda scenario, n, **how: headroom.fewest(
        scenario, "workshops.counter.let", "wip <= 1", high=9, replications=n, **how
    ),
}


@pytest.fixture
def small_tree():
    return tree()


def queue(load=0.8, units=1, weeks=104, warm_up=4):
    """Returns M/M/c: an hour of work for each order, as many orders as make the load of one unit."""
    return reading.scenario_from(
        {
            "time": {"long_run": f"{weeks} weeks", "warm_up": f"{warm_up} weeks"},
            "rules": {"ties": "number"},
            "workshops": {"counter": {"units": units}},
            "components": {
                "piece": {"routing": {"serve": {"workshop": "counter", "per_piece": {"exponential": "1 h"}}}}
            },
            "partners": {
                "world": {"orders": {"every": {"exponential": f"{60 / load} min"}}, "components": {"piece": 1}}
            },
        }
    )


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_every_experiment_takes_workers_and_tells_its_progress(experiment):
    scenario, told = queue(weeks=9), {1: [], 2: []}
    one, two = (
        EXPERIMENTS[experiment](scenario, 3, seed=1, jobs=n, progress=lambda *at, n=n: told[n].append(at))
        for n in (1, 2)
    )

    first, second = (
        repr(found) if isinstance(found, headroom.Headroom) else found.values.tobytes() for found in (one, two)
    )
    assert first == second
    assert [done for done, _ in told[1]] == sorted({done for done, _ in told[1]})
    assert all(done <= of for done, of in told[1] + told[2])
    assert told[1][-1] == told[2][-1]


@pytest.mark.parametrize("replications", [0, -1, 2.5])
@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_every_experiment_has_a_replication(experiment, replications):
    with pytest.raises(ExperimentError, match=f"replications: at least 1, got {replications}"):
        EXPERIMENTS[experiment](queue(weeks=6), replications)


# --- compare


def test_an_empty_change_differs_by_exactly_nothing_in_every_kpi(small_tree):
    base = reading.scenario_from(small_tree)
    found = compare.compare({"base": base, "again": reading.scenario_from(small_tree)}, 3, seed=1)

    assert found.inputs["again"] == ()
    assert {one.verdict for one in found.differences["again"].values()} <= {"same", "undefined"}
    assert "same" in {one.verdict for one in found.differences["again"].values()}


def test_a_second_unit_makes_a_busy_queue_better_and_the_inputs_say_what_changed():
    base = queue()
    found = compare.compare(
        {"one": base, "two": reading.with_value(base, "workshops.counter.units", 2)}, 5, headline="lead_time_mean"
    )
    one = found.differences["two"]["lead_time_mean"]

    assert [(change.path, change.base, change.other) for change in found.inputs["two"]] == [
        ("workshops.counter.units", "1", "2")
    ]
    assert one.verdict == "better"
    assert one.gain > 1


def test_what_an_interval_cannot_tell_apart_is_not_ranked_and_says_how_many_replications_would():
    values = np.random.default_rng(1).normal(0.5, 0.1, (2, 10, 1))  # two scenarios that are much the same
    found = comparison({"a": queue(), "b": queue()}, ("otif",), values)
    one = found.differences["b"]["otif"]

    assert one.difference.low <= 0 <= one.difference.high
    assert one.verdict == "unclear"
    assert one.needed > 10


@pytest.mark.parametrize("replications", [12, 30])
def test_where_a_joint_interval_does_not_tell_more_replications_are_said_to(replications):
    """Means of 2.37 standard errors: a single interval tells them from 0, two joint ones do not."""
    spread = np.random.default_rng(0).lognormal(0, 1.5, (2, replications))
    spread -= spread.mean(1, keepdims=True)
    others = 2.37 + spread / spread.std(1, ddof=1, keepdims=True) * np.sqrt(replications)
    values = np.stack([0 * others[0], *others])[:, :, None]
    found = comparison(dict.fromkeys("abc", queue()), ("otif",), values)
    one = found.differences["b"]["otif"]

    assert one.verdict == "unclear"
    assert one.needed > replications


def test_replications_are_added_until_each_named_kpi_is_as_precise_as_asked():
    base = queue(weeks=8, warm_up=1)
    kpi = "lead_time_mean"
    first = compare.compare({"queue": base}, 20, headline=kpi)
    asked = 0.6 * estimates.mean_interval(first.values[0, :, first.kpis.index(kpi)]).half_width
    found = compare.compare({"queue": base}, 5, headline=kpi, precision={kpi: asked}, limit=200)

    assert 20 < found.replications < 200
    assert estimates.mean_interval(found.values[0, :, found.kpis.index(kpi)]).half_width <= asked


def test_several_scenarios_share_one_interval_for_the_headline_only():
    base = queue(weeks=6, warm_up=1)
    others = {f"{units}": reading.with_value(base, "workshops.counter.units", units) for units in (2, 3)}
    found = compare.compare({"1": base, **others}, 5, headline="lead_time_mean")

    assert found.differences["2"]["lead_time_mean"].is_adjusted
    assert not found.differences["2"]["wip"].is_adjusted


def test_scenarios_of_different_days_and_unknown_kpis_are_refused():
    with pytest.raises(ExperimentError, match="must cover the same days"):
        compare.compare({"a": queue(weeks=6), "b": queue(weeks=7)}, 2)
    with pytest.raises(ExperimentError, match="no scenario"):
        compare.compare({}, 2)
    with pytest.raises(ExperimentError, match="no such KPI, got 'otfi'"):
        compare.compare({"a": queue(weeks=6)}, 2, headline="otfi")


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_a_file_is_no_scenario_and_it_is_said_what_makes_one_of_it(experiment):
    with pytest.raises(TypeError, match=r"not a Scenario, got 'estate.yaml'; takarusim.read_scenario\('estate.yaml'\)"):
        EXPERIMENTS[experiment]("estate.yaml", 2)


def test_a_label_or_a_kpi_that_is_none_is_told_with_the_nearest():
    scenario = reading.scenario_from(tree())
    found = compare.compare({"today": scenario, "busier": scenario}, 2, seed=1)

    with pytest.raises(KeyError, match="no such scenario in this comparison, got 'busyer'; did you mean 'busier'"):
        found.differences["busyer"]
    with pytest.raises(KeyError, match="no such KPI in this comparison, got 'otiff'; did you mean 'otif'"):
        found.differences["busier"]["otiff"]
    assert "busyer" not in found.differences


def test_what_is_compared_has_one_warm_up_the_largest_stated_or_found_with_the_base_s_seed():
    """Another scenario's own seed is none that it is run with."""
    base = endless()
    other = reading.with_value(endless(load=0.9), "seed", 7)
    found = max(run.span(each, Execution(base.seed, run.PILOT)).window.start for each in (base, other))

    def left_out(*scenarios):
        compared = compare.compare(dict(zip("ab", scenarios, strict=True)), 2, headline="wip").scenarios
        return [each.time.warm_up.value / warmup.WEEK for each in compared.values()]

    assert found > 0
    assert left_out(base, other) == [found / warmup.WEEK] * 2
    assert left_out(reading.with_value(base, "time.warm_up", "80 weeks"), other) == [80, 80]
    assert left_out(*(reading.with_value(base, "time.warm_up", f"{n} weeks") for n in (3, 9))) == [9, 9]


# --- headroom


def test_headroom_of_a_queue_is_what_theory_says():
    """A mean time in system of 10 h is reached at a load of 0.9: 1.125 times 0.8."""
    found = headroom.headroom(queue(weeks=312), f"lead_time_mean <= {10 * HOUR}", replications=10)

    assert found.surely <= 1.125 <= found.at_most
    assert found.at_most - found.surely < 0.15
    assert found.estimate == pytest.approx(1.125, rel=0.03)


def test_a_requirement_is_met_where_a_one_sided_bound_of_its_margin_says_so():
    asked = 7
    found = headroom.headroom(queue(weeks=26, warm_up=2), f"wip <= {asked}", replications=5)
    for one in found.levels:
        margins = asked - found.responses.of("wip", one.level)
        assert one.margin == estimates.mean_interval(margins, confidence=2 * 0.95 - 1)  # each end holds with 0.95
    low = {one.level: one.margin.low for one in found.levels}

    assert low[found.surely] >= 0 > low[min(level for level in low if level > found.surely)]


def test_demand_is_never_so_high_that_orders_come_too_fast():
    """Where 10 times today's demand is as fast as orders can come, headroom ends there, and is no mistake."""
    base = queue(load=0.05, weeks=8, warm_up=1)
    most = bounds.room(base, "world")
    tree = reading.tree_of(reading.with_value(base, "partners.world.demand", most / 10))
    tree["partners"]["world"]["orders"]["every"] = {"exponential": f"{most / 10 / 0.05} h"}
    found = headroom.headroom(reading.scenario_from(tree), "wip <= 1000", replications=2)

    assert found.surely == found.levels[-1].level == pytest.approx(10, rel=2e-4)


def test_the_fewest_units_of_a_queue_are_what_theory_says():
    """With a load of 4 units, five keep orders 1.55 h and six 1.14 h (Erlang C): 1.3 h takes six."""
    found = headroom.fewest(
        queue(load=4), "workshops.counter.let", f"lead_time_mean <= {1.3 * HOUR}", low=5, high=12, replications=10
    )

    assert found.surely == 6
    assert found.at_most == 5


def test_headroom_on_lead_time_counts_the_orders_that_short_ones_keep_waiting():
    """At twice the demand those delivered took less than 30 days; of the orders 40 percent were not."""
    scenario = queue(weeks=20, warm_up=1).with_value("workshops.counter.queue", "spt")
    found = headroom.headroom(scenario, "lead_time_mean <= 30", replications=5)
    (double,) = (one for one in found.levels if one.level == 2)

    assert double.kpi.high < 30
    assert double.open > 0.3
    assert double.margin.low < 0
    assert found.surely < 2 < found.at_most


def test_a_single_count_is_tried_and_none_is_refused():
    def fewest(low, high):
        return headroom.fewest(queue(), "workshops.counter.let", "wip <= 99", low=low, high=high, replications=2)

    assert [one.level for one in fewest(3, 3).levels] == [3]
    with pytest.raises(ExperimentError, match="no count from low to high, got 4 and 3"):
        fewest(4, 3)


def test_a_requirement_may_be_relative_to_the_base():
    found = headroom.headroom(queue(), "lead_time_mean <= base + 0.0", replications=5, partner="world")

    assert found.surely == 1.0


def test_a_requirement_may_be_of_a_group():
    asked = headroom.Requirement.parsed("otif[partner=market-1] >= base - 2 %")

    assert asked == ("otif[partner=market-1]", True, True, -0.02)


@pytest.mark.parametrize(
    "text",
    [
        "otif",
        "otif > 0.9",
        "otif >= soon",
        ">= 0.9",
        "otif[partner >= 0.9",
        "otif >= 1.2.3",
        "otif >= .",
        "otif >= base 0.02",
    ],
)
def test_what_is_no_requirement_is_refused(text):
    with pytest.raises(ExperimentError, match="not a requirement, got"):
        headroom.Requirement.parsed(text)


@pytest.mark.parametrize("confidence", [0.5, 1, 95])
def test_what_is_no_confidence_of_a_bound_is_refused(confidence):
    with pytest.raises(ExperimentError, match=f"not a confidence of a one-sided bound, got {confidence}"):
        headroom.headroom(queue(), "wip <= 1", confidence=confidence)


def test_a_partner_that_does_not_exist_is_refused():
    with pytest.raises(ExperimentError, match="no such partner, got 'moon'"):
        headroom.headroom(queue(), "otif >= 0.5", partner="moon")


def endless(**how):
    """Returns a queue with no stated warm-up: what is left out must be found."""
    return reading.with_value(queue(**how), "time.warm_up", None)


def test_where_there_is_no_steady_state_headroom_ends():
    """One and a quarter times a load of 0.8 is all that the unit can do."""
    found = headroom.headroom(endless(), "lead_time_mean <= 300", replications=5)
    over = [one for one in found.levels if one.level >= 1.3]

    assert found.at_most <= 1.3
    assert over
    assert all(one.problem.startswith("no steady state") and np.isnan(one.kpi.mean) for one in over)
    with pytest.raises(ExperimentError, match="so there is no base"):
        headroom.headroom(endless(load=1.5), "lead_time_mean <= base + 1", replications=5)


# --- designs


def test_a_latin_hypercube_has_one_point_in_each_part_of_each_range():
    made = design.latin_hypercube([design.Factor("a", 0, 8), design.Factor("b", 10, 18)], 8, seed=1)

    for column, low in ((0, 0), (1, 10)):
        assert sorted(int(point[column] - low) for point in made.points) == list(range(8))


def test_a_grid_has_every_combination_and_categories_keep_their_kind():
    made = design.grid([design.Factor.parsed("a=1:3:3"), design.Factor.parsed("b=pooled,tenanted")])

    assert made.points == tuple((a, b) for a in (1, 2, 3) for b in ("pooled", "tenanted"))


@pytest.mark.parametrize(("text", "levels"), [("units=1:4", (1, 2, 3, 4)), ("units=1:4:3", (1, 3, 4))])
def test_a_range_of_what_takes_whole_numbers_only_has_whole_levels(text, levels):
    scenario = queue()
    is_whole = functools.partial(is_count, scenario)
    factor = design.Factor.parsed(f"workshops.counter.{text}", is_whole)
    demand = design.Factor.parsed("partners.world.demand=1:2", is_whole)

    assert factor.spaced(5) == levels
    assert set(design.latin_hypercube([factor], 20, seed=1).column(0).tolist()) == set(levels)
    assert set(design.sobol([factor], 16, seed=1).column(0).tolist()) == set(levels)
    assert demand.spaced(3) == (1, 1.5, 2)


def test_a_grid_of_counts_has_each_once_and_as_a_number():
    made = design.grid([design.Factor("workshops.lathe.let", 1, 3, unit="count")], 5)

    assert made.points == ((1,), (2,), (3,))
    assert [made.factors[0].at(u) for u in (0, 0.4, 0.6, 0.7, 1)] == [1, 2, 2, 3, 3]  # each for a third of the range
    assert made.column(0).tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("a=true,false", (True, False)),
        ("a=1,null", (1, None)),
        ("a=14,28 days", ("14 days", "28 days")),
        ("a=14 days,4 weeks", ("14 days", "4 weeks")),
        ("a=1:3:2 weeks", ("1 weeks", "3 weeks")),
        ("a=08:00,16:00", ("08:00", "16:00")),
        (
            "a={exponential: 8 h},{gamma: {mean: 8 h, cv: 0.5}}",
            ({"exponential": "8 h"}, {"gamma": {"mean": "8 h", "cv": 0.5}}),
        ),
    ],
)
def test_levels_are_in_the_language_of_the_scenario_files(text, levels):
    assert design.Factor.parsed(text).levels == levels


@pytest.mark.parametrize("text", ["a", "a= ", "a=1:3:2:9", "a=1:3:2.9", "a=1:3:0", "a=3:1", "a=1:inf", "a=1,,2"])
def test_what_is_no_factor_is_refused(text):
    with pytest.raises(ValueError, match=r"not a factor|not a range|at least 1 level, got 0|needs levels|not YAML"):
        design.Factor.parsed(text)


def test_a_sobol_design_wants_a_power_of_two():
    with pytest.raises(ValueError, match="power of two of points, got 6; 8 would do"):
        design.sobol([design.Factor("a", 0, 1)], 6, seed=1)


# --- sweeps


def swept(small_tree):
    scenario = reading.scenario_from(small_tree)
    partner = next(iter(small_tree["partners"]))
    factors = [
        design.Factor(f"partners.{partner}.demand", levels=(0.5, 1.0, 1.5)),
        design.Factor("rules.setup", levels=("each_lot", "on_change")),
    ]
    return scenario, design.grid(factors)


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_sweep_is_the_same_bytes_on_any_executor(small_tree, tmp_path):
    scenario, made = swept(small_tree)
    sweeps.sweep(scenario, made, 2, store=tmp_path / "serial")
    with ThreadPoolExecutor(2) as threads:
        sweeps.sweep(scenario, made, 2, store=tmp_path / "threads", executor=threads)
    with ProcessPoolExecutor(2) as processes:
        sweeps.sweep(scenario, made, 2, store=tmp_path / "processes", executor=processes)

    assert "responses.parquet" in contents(tmp_path / "serial")
    assert contents(tmp_path / "serial") == contents(tmp_path / "threads") == contents(tmp_path / "processes")


def test_a_sweep_runs_on_a_cluster(small_tree, tmp_path):
    distributed = pytest.importorskip("distributed")
    scenario, made = swept(small_tree)
    sweeps.sweep(scenario, made, 2, store=tmp_path / "serial")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        sweeps.sweep(scenario, made, 2, store=tmp_path / "cluster", executor=client.get_executor())

    assert contents(tmp_path / "serial") == contents(tmp_path / "cluster")


def test_a_sweep_that_is_killed_goes_on_to_the_same_bytes(small_tree, tmp_path):
    scenario, made = swept(small_tree)
    sweeps.sweep(scenario, made, 3, store=tmp_path / "whole")
    code = (
        "import json, sys, time\n"
        "sys.path.insert(0, sys.argv[3])\n"
        "from test_experiments import swept\n"
        "from takarusim.results import sweeps\n"
        "scenario, made = swept(json.loads(sys.argv[1]))\n"
        "sweeps.sweep(scenario, made, 3, store=sys.argv[2], progress=lambda done, of: time.sleep(0.5))\n"
    )
    arguments = [json.dumps(small_tree, default=str), str(tmp_path / "killed"), str(Path(__file__).parent)]
    running = subprocess.Popen([sys.executable, "-c", code, *arguments])
    deadline = time.monotonic() + 60
    while len(list(tmp_path.glob("killed/parts/*.part"))) < 2:
        assert time.monotonic() < deadline
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    kept = len(list(tmp_path.glob("killed/parts/*.part")))
    sweeps.sweep(scenario, made, 3, store=tmp_path / "killed")

    assert 2 <= kept < len(made)
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")


def test_a_sweep_clears_the_drafts_of_one_that_was_killed(small_tree, tmp_path):
    scenario, made = swept(small_tree)
    sweeps.sweep(scenario, made, 2, store=tmp_path / "whole")
    code = (
        "import json, os, signal, sys\n"
        "sys.path.insert(0, sys.argv[3])\n"
        "from test_experiments import swept\n"
        "from takarusim.results import drafts, sweeps\n"
        "real = drafts._put\n"
        "def deadly(path, content):\n"
        "    real(path, content)\n"
        "    if path.parent.name == 'parts': os.kill(os.getpid(), signal.SIGKILL)\n"
        "drafts._put = deadly\n"
        "scenario, made = swept(json.loads(sys.argv[1]))\n"
        "sweeps.sweep(scenario, made, 2, store=sys.argv[2])\n"
    )
    arguments = [json.dumps(small_tree, default=str), str(tmp_path / "killed"), str(Path(__file__).parent)]
    subprocess.run([sys.executable, "-c", code, *arguments], check=False)
    left = list(tmp_path.glob("killed/parts/.*.draft"))
    sweeps.sweep(scenario, made, 2, store=tmp_path / "killed")

    assert len(left) == 1
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")


def test_levels_of_any_kind_are_swept_and_read_back(small_tree, tmp_path):
    scenario = reading.scenario_from(small_tree)
    texts = (
        "partners.maker.contract.partial=true,false",
        "smes.press.crews=1,null",
        "partners.maker.orders.every={exponential: 8 h},{gamma: {mean: 8 h, cv: 0.5}}",
    )
    made = design.grid([design.Factor.parsed(text) for text in texts])
    found = sweeps.sweep(scenario, made, 2, store=tmp_path)

    assert len(made) == 8
    assert not found.failed
    assert set(found.to_frame()["smes.press.crews"]) == {"1", "null"}
    assert list(found.to_frame())[-4:] == ["replication", "kpi", "unit", "value"]
    assert sweeps.opened(tmp_path).design.points == made.points
    assert sweeps.opened(tmp_path).id == found.id
    assert [one.levels for one in effects.effects(found, "wip").of][:2] == [("true", "false"), (1, "null")]


def test_a_store_answers_for_every_kpi_and_holds_none(small_tree, tmp_path):
    scenario, made = swept(small_tree)
    kept = sweeps.sweep(scenario, made, 2, kpis=["otif", "utilisation[workshop=A]"], store=tmp_path)
    held = sweeps.sweep(scenario, made, 2)

    assert set(kept.kpis) == {"otif", "utilisation[workshop=A]"}
    assert kept.values.shape == (6, 2, 2)
    assert np.array_equal(kept.of("wip"), held.of("wip"), equal_nan=True)
    assert np.isfinite(kept.of("utilisation[workshop=A]")).all()
    assert sweeps.opened(tmp_path).to_frame().equals(held.to_frame())
    with pytest.raises(ExperimentError, match="no such KPI in this sweep, got 'otfi'"):
        kept.of("otfi")
    for kpi in ("otfi", "otif[partner=nobody]"):
        with pytest.raises(ExperimentError, match=f"no such KPI, got {re.escape(repr(kpi))}"):
            sweeps.sweep(scenario, made, 2, kpis=[kpi, "otif"])


def test_a_sweep_that_was_ended_is_read_and_not_made_again(small_tree, tmp_path):
    scenario, made = swept(small_tree)

    def engine(instance):
        raise AssertionError("not again")

    first = sweeps.sweep(scenario, made, 2, store=tmp_path)
    again = sweeps.sweep(scenario, made, 2, store=tmp_path, engine=engine)

    assert again == first


def test_the_table_has_a_column_for_every_kpi_that_any_point_has(tmp_path, monkeypatch):
    monkeypatch.setattr(points, "ROWS", 5)  # two points a group
    made = design.Design((design.Factor("a.b", levels=(1, 2)),), tuple((k % 2 + 0.5,) for k in range(5)))
    for point in (0, 1, 3, 4):  # the third one failed
        names = ["otif", "wip"] if point % 2 == 0 else ["wip", "otif[partner=x]"]
        path = points.place(tmp_path, point)
        path.parent.mkdir(exist_ok=True)
        points.write(path, names, np.array([[10.0 * point + k, -point] for k in range(2)]))
    draft = points.join(tmp_path, made, 2, ["otif", "wip", "otif[partner=x]"])
    found = pd.read_parquet(draft)

    assert list(found) == ["point", "a.b", "replication", "otif", "wip", "otif[partner=x]"]
    assert list(found["a.b"]) == [0.5, 0.5, 1.5, 1.5, 0.5, 0.5, 1.5, 1.5, 0.5, 0.5]
    assert found["wip"].tolist()[:4] == [0, 0, 10, 11]
    assert found["otif"].isna().tolist() == [False, False, True, True, True, True, True, True, False, False]
    assert points.table(draft, made, 2, 1).read(["otif[partner=x]"]).values[:, :, 0][[1, 3]].tolist() == [
        [-1, -1],
        [-3, -3],
    ]


PEAK = """
import resource, sys
import numpy as np
from takarusim.results import sweeps
from takarusim.scenario import bounds, reading
from takarusim.experiments.design import Design, Factor
sys.path.insert(0, sys.argv[2])
from cases import small_tree
row = {f"kpi_{k}": k / 7 for k in range(100)} | {"otif": 0.5}
sweeps.attempt = lambda function, task: [row for _ in task.replications]
scenario = reading.scenario_from(small_tree())
reading.with_values = lambda scenario, values: scenario
for points in (100, 600):
    design = Design((Factor("seed", levels=(1, 2)),), tuple((k,) for k in range(points)))
    store = f"{sys.argv[1]}-{points}" if sys.argv[1] else None
    found = sweeps.sweep(scenario, design, 42, kpis=sys.argv[3:], store=store)
    assert found.of("otif").shape == (points, 42)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


@pytest.mark.parametrize("has_store", [True, False])
def test_memory_does_not_grow_with_the_number_of_points(has_store, tmp_path):
    store, kpis = (str(tmp_path / "sweep"), []) if has_store else ("", ["otif"])
    arguments = [store, str(Path(__file__).parent), *kpis]
    done = subprocess.run([sys.executable, "-c", PEAK, *arguments], check=True, capture_output=True, text=True)
    few, many = map(float, done.stdout.split())

    assert many - few < 6  # MB; all values of 600 points are 20 MB


def test_levels_that_are_right_together_are_swept(small_tree):
    scenario = reading.scenario_from(small_tree)
    factors = (design.Factor("workshops.A.let", levels=(1, 2)), design.Factor("workshops.A.units", levels=(1, 2)))
    found = sweeps.sweep(scenario, design.Design(factors, ((1, 1), (2, 2))), 2)

    assert not found.failed
    with pytest.raises(ScenarioError):
        sweeps.sweep(scenario, design.Design(factors[:1], ((1,), (2,))), 2)


def test_a_point_that_fails_loses_no_other_and_says_how_to_see_it_again(small_tree):
    scenario, made = swept(small_tree)

    def engine(instance):
        if instance.setup_on_change:
            raise ArithmeticError("no luck")
        return kernel.simulate(instance)

    found = sweeps.sweep(scenario, made, 2, engine=engine)

    assert [failed.point for failed in found.failed] == [1, 3, 5]
    assert "no luck" in found.failed[0].message
    assert "--set rules.setup=on_change" in found.failed[0].command
    assert np.isnan(found.of("otif")[1]).all()
    assert not np.isnan(found.of("otif")[0]).any()


def test_what_a_point_of_a_long_run_comes_to_is_what_its_scenario_does(tmp_path):
    """Its warm-up is found and left out, or there is no steady state and no number."""
    base = endless()
    path, levels = "partners.world.demand", (1.0, 1.1, 1.5)
    made = design.grid([design.Factor(path, levels=levels)])
    found = sweeps.sweep(base, made, 5, kpis=["lead_time_mean"])
    alone = [run.replicate(reading.with_value(base, path, level), 5) for level in levels]
    values = [one.values[0, :, one.kpis.index("lead_time_mean")] for one in alone]

    assert np.array_equal(found.of("lead_time_mean"), values, equal_nan=True)
    assert [(one.point, one.message) for one in found.failed] == [(2, alone[2].problem)]
    with ProcessPoolExecutor(2) as processes:
        sweeps.sweep(base, made, 5, store=tmp_path / "processes", executor=processes)
    sweeps.sweep(base, made, 5, store=tmp_path / "serial")
    assert contents(tmp_path / "serial") == contents(tmp_path / "processes")


def test_a_store_of_another_sweep_is_refused(small_tree, tmp_path):
    scenario, made = swept(small_tree)
    sweeps.sweep(scenario, made, 2, store=tmp_path)

    with pytest.raises(ExperimentError, match="holds another sweep"):
        sweeps.sweep(scenario, made, 3, store=tmp_path)


def test_levels_that_make_no_scenario_are_refused_before_anything_runs(small_tree, tmp_path):
    scenario = reading.scenario_from(small_tree)
    made = design.grid(
        [design.Factor("rules.setup", levels=("each_lot", "never")), design.Factor("rules.passes", levels=(0, 3))]
    )

    with pytest.raises(ScenarioError) as caught:
        sweeps.sweep(scenario, made, 2, store=tmp_path / "store")

    assert {problem.path for problem in caught.value.problems} == {"rules.setup", "rules.passes"}
    assert not (tmp_path / "store").exists()


def test_a_sweep_done_again_after_points_failed_takes_their_place(small_tree, tmp_path):
    scenario, made = swept(small_tree)

    def engine(instance):
        if instance.setup_on_change:
            raise ArithmeticError("no luck")
        return kernel.simulate(instance)

    sweeps.sweep(scenario, made, 2, engine=engine, store=tmp_path / "store")
    failed = sweeps.opened(tmp_path / "store")
    lost = np.isnan(failed.of("otif")).all(axis=1)
    sweeps.sweep(scenario, made, 2, store=tmp_path / "store")
    sweeps.sweep(scenario, made, 2, store=tmp_path / "at once")

    assert [one.point for one in failed.failed] == [1, 3, 5]
    assert list(np.flatnonzero(lost)) == [1, 3, 5]
    assert contents(tmp_path / "store") == contents(tmp_path / "at once")
