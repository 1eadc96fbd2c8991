"""Scenarios side by side in worlds: what guesses do to a difference, beside luck."""

import json
import math
from functools import partial
from itertools import product

import numpy as np
import pytest
from typer.testing import CliRunner

from takarusim.briefing import robust
from takarusim.briefing.objects import to_dict
from takarusim.commands.application import app
from takarusim.errors import ExperimentError
from takarusim.experiments import across
from takarusim.experiments.across import Across
from takarusim.experiments.compare import compare
from takarusim.experiments.design import Design, Factor, grid
from takarusim.experiments.effects import effects
from takarusim.experiments.ensemble import STATED, Job, measured
from takarusim.experiments.headroom import fewest, headroom
from takarusim.results import comparisons, headrooms, sweeps
from takarusim.results.ensembles import worlds
from takarusim.results.sweeps import sweep
from takarusim.scenario import reading
from takarusim.scenario.assumptions import Variation
from takarusim.statistics.information import Worth

GUESS = {"source": "assumption"}


def queue(**values):
    """Returns a queue whose rate is assumed, without targets."""
    tree = {
        "time": {"first_day": "2024-01-01", "last_day": "2024-03-31"},
        "workshops": {"counter": {"units": 1}},
        "components": {
            "piece": {"routing": {"serve": {"workshop": "counter", "per_piece": {"exponential": "40 min"}}}}
        },
        "partners": {
            "world": {
                "orders": {"every": {"exponential": "1 h", "low": "50 min", "high": "80 min", **GUESS}},
                "components": {"piece": 1},
                "contract": {"due": "2 h"},
            }
        },
    }
    return reading.with_values(reading.scenario_from(tree), values) if values else reading.scenario_from(tree)


TWO = {"workshops.counter.units": 2}
BUSIER = {"partners.world.demand": 1.1}


def made(values, labels=("base", "other"), failures=None):
    """Returns scenarios whose only KPI, served, has given values (worlds, scenarios, replications)."""
    given = np.asarray(values, np.float64)[..., None]
    numbers = tuple(range(len(given)))
    return Across("id", labels, numbers, (), np.empty((len(given), 0)), ("served",), given, failures or {})


# --- which are alternatives


def test_only_alternatives_are_ranked_and_chosen_from():
    """Others are better in all worlds, but in one of them partners ask for more."""
    base, rng = np.full((30, 1), 0.5), np.random.default_rng(1)
    better = base + rng.uniform(0.1, 0.2, (30, 1))
    served = np.stack([base, better, better + 0.1], axis=1)
    asked = np.stack([base, base, base + 1e-9], axis=1)
    values, numbers = np.stack([served, asked], axis=-1), tuple(range(30))
    factors = rng.uniform(size=(30, 1))
    found = Across("id", ("base", "other", "asked"), numbers, ("g",), factors, ("served", "orders_asked"), values)

    assert found.ranked("served") == [("other", "base")]
    assert set(found.beats("served")) == {("base", "other"), ("other", "base")}
    assert found.information("served").best == "other"


# --- what is told of differences


def test_a_spread_is_of_the_means_of_worlds_and_counts_those_better_and_worse():
    differences = np.array([[0.1, 0.3], [0.0, 0.0], [-0.2, 0.0], [0.4, 0.4], [math.nan, 0.1]])
    found = made(np.stack([np.zeros_like(differences), differences], axis=1)).spread("other", "served")

    assert (found.better, found.worse, found.n) == (2, 1, 4)
    assert (found.p5, found.p50, found.p95) == pytest.approx(np.quantile([0.2, 0, -0.1, 0.4], [0.05, 0.5, 0.95]))


def test_luck_and_assumptions_share_the_variance_as_they_were_drawn():
    """Worlds differ by 2, replications by 1: of a mean of two, luck is 1/2 of 4 + 1/2."""
    rng = np.random.default_rng(1)
    each = rng.normal(0, 2, (4000, 1)) + rng.normal(0, 1, (4000, 2))
    found = made(np.stack([np.zeros_like(each), each], axis=1)).spread("other", "served")

    assert found.luck == pytest.approx(0.5 / 4.5, abs=0.01)


def test_draws_that_are_common_cancel_before_luck_is_told():
    common = np.random.default_rng(1).normal(0, 5, (100, 2))
    found = made(np.stack([common, common + np.arange(100)[:, None]], axis=1)).spread("other", "served")

    assert found.luck == pytest.approx(0, abs=1e-12)


def test_what_is_better_in_four_fifths_of_worlds_is_ranked_and_no_less():
    def ranked(n):
        won = np.where(np.arange(100) < n, 1.0, -1.0)
        values = np.stack([np.zeros(100), won], axis=1)[..., None]
        return made(values).ranked("served")

    assert ranked(80) == [("other", "base")]
    assert ranked(79) == ranked(21) == []
    assert ranked(20) == [("base", "other")]
    assert made(np.zeros((9, 2, 1))).beats("served") == {("base", "other"): (0, 9), ("other", "base"): (0, 9)}


# --- requirements


def test_a_requirement_is_met_in_the_worlds_whose_queue_is_short_enough():
    base = queue()
    ensemble = worlds(base, 24, seed=1)
    limit = float(np.median(ensemble.of("lead_time_mean")))
    found = headroom(
        base, f"lead_time_mean <= {limit!r}", replications=4, seed=1, tolerance=0.2, worlds=ensemble
    ).worlds
    relative = headroom(
        base, "lead_time_mean <= base + 0", replications=4, seed=1, tolerance=0.2, worlds=ensemble
    ).worlds

    assert (found[0].level, found[0].met, found[0].n) == (1, 12, 24)
    assert (relative[0].met, relative[0].n) == (24, 24)
    assert all(one.met >= 12 for one in found if one.level < 1)


def test_no_world_changes_the_count_that_is_searched():
    """How many are let, and of how many, is assumed: three are let in every world, or the requirement is missed."""
    guessed = {"let": {"value": 2, "low": 1, "high": 4, **GUESS}, "units": {"value": 4, "low": 2, "high": 5, **GUESS}}
    base = queue(**{f"workshops.counter.{key}": number for key, number in guessed.items()})
    how = {"high": 3, "replications": 3, "seed": 1, "worlds": worlds(base, 12, seed=1)}
    (found,) = fewest(base, "workshops.counter.let", "utilisation <= 0.3", **how).worlds

    assert found == (3, 12, 12)


def test_no_world_changes_the_demand_that_is_searched():
    base = queue(**{"partners.world.demand": {"value": 1, "low": 0.2, "high": 3, **GUESS}})
    found = headroom(base, "utilisation <= 0.9", replications=3, seed=1, tolerance=0.2, worlds=worlds(base, 12, seed=1))

    assert [one.met for one in found.worlds if one.level == 1] == [12]


def test_headroom_in_worlds_is_kept_and_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.yaml").write_text(reading.text_of(queue()))
    words = ["headroom", "base.yaml", "--require", "lead_time_mean <= 0.5", "--replications", "3"]
    CliRunner().invoke(app, ["worlds", "base.yaml", "--worlds", "6", "--name", "mine"])
    told, again, plain = (
        CliRunner().invoke(app, [*words, *more])
        for more in (["--worlds", "mine"], ["--worlds", "mine", "--json"], ["--quiet"])
    )
    answer = json.loads(again.stdout)

    assert "of 6 worlds that agree" in told.stdout
    assert [one["n"] for one in answer["worlds"]] == [6] * len(answer["worlds"])
    assert headrooms.opened(tmp_path / answer["results"]).headroom.worlds[0].n == 6
    assert plain.stdout.strip() != answer["results"]


# --- sweeps

COUNTERS = [Factor("workshops.counter.units", levels=(1, 2)), Factor("partners.world.demand", levels=(0.8, 1.1))]


def test_a_point_in_a_world_is_the_scenario_of_the_point_in_that_world(tmp_path):
    base, made = queue(), grid(COUNTERS)
    ensemble = worlds(base, 5, seed=2)
    swept = sweep(base, made, 2, seed=1, worlds=ensemble, store=tmp_path / "s")
    points = {str(k): queue(**made.overrides(k)) for k in range(len(made))}
    expected = compare(points, 2, worlds=ensemble).worlds
    told = json.loads(json.dumps(to_dict(swept), allow_nan=False))["points"][3]["worlds"]["lead_time_mean"]

    assert swept.worlds.numbers == ensemble.survivors
    assert np.array_equal(swept.worlds.of("lead_time_mean"), expected.of("lead_time_mean"))
    assert [told[key] for key in ("p5", "p50", "p95")] == pytest.approx(
        np.quantile(expected.of("lead_time_mean")[:, 3].mean(axis=1), [0.05, 0.5, 0.95])
    )
    assert told["n"] == 5


def test_a_sweep_in_worlds_goes_on_from_its_points_and_is_another_than_without(tmp_path, monkeypatch):
    base, made = queue(), grid(COUNTERS)
    ensemble = worlds(base, 3, seed=2)
    whole = sweep(base, made, 2, seed=1, worlds=ensemble)

    def killed(*_):
        raise KeyboardInterrupt

    run, real = [], across.run_in

    def recorded(ensemble, scenarios, *how, most, **more):
        if len(run) == most:
            raise KeyboardInterrupt
        run.append(list(scenarios))
        return real(ensemble, scenarios, *how, **more)

    monkeypatch.setattr(across, "run_in", partial(recorded, most=2))
    with pytest.raises(KeyboardInterrupt):
        sweep(base, made, 2, seed=1, worlds=ensemble, store=tmp_path)
    (tmp_path / "parts" / "000000.worlds").write_bytes(b"damaged")
    run.clear()
    monkeypatch.setattr(across, "run_in", partial(recorded, most=9))
    found = sweep(base, made, 2, seed=1, worlds=ensemble, store=tmp_path)
    again = sweeps.opened(tmp_path)

    assert run == [["0"], ["2"], ["3"]]
    assert np.array_equal(found.worlds.values, whole.worlds.values, equal_nan=True)
    assert np.array_equal(again.worlds.values, whole.worlds.values, equal_nan=True)
    assert again.id == whole.id != sweep(base, made, 2, seed=1).id


def test_a_number_that_is_swept_is_the_same_in_all_worlds():
    """The only assumption is swept: a world is the stated point with draws of its own."""
    data = reading.tree_of(queue())
    data["partners"]["world"]["orders"]["every"] = {"exponential": "1 h"}
    data["partners"]["world"]["demand"] = {"value": 1, "low": 0.8, "high": 1.2, **GUESS}
    base, made = reading.scenario_from(data), grid([Factor("partners.world.demand", levels=(0.9, 1.1))])
    found = sweep(base, made, 2, seed=1, worlds=worlds(base, 3, seed=2)).worlds
    for k, number in product(range(2), range(3)):
        point = Variation.of(reading.with_values(base, made.overrides(k)))
        stated = measured(Job(point, STATED, {}, 2, (2 * number, 2 * number + 1), "auto", ("lead_time_mean",)))

        assert np.array_equal(found.of("lead_time_mean")[number, k], stated[:, 0])


def test_a_level_is_told_over_worlds_of_its_mean_over_the_other_factor():
    base, made = queue(), grid(COUNTERS)
    swept = sweep(base, made, 2, seed=1, worlds=worlds(base, 6, seed=2))
    means = swept.worlds.of("lead_time_mean").mean(axis=2)  # (worlds, points)
    units = effects(swept, "lead_time_mean").of[0]

    assert np.array(units.over) == pytest.approx(
        np.quantile([means[:, :2].mean(axis=1), means[:, 2:].mean(axis=1)], [0.05, 0.5, 0.95], axis=1).T
    )
    assert effects(sweep(base, made, 2, seed=1), "lead_time_mean").of[0].over == ()


def test_a_point_that_is_no_scenario_is_nowhere_and_a_kpi_without_value_in_a_world_is_counted():
    base = queue()
    factors = (Factor("workshops.counter.let", levels=(1, 3)), Factor("workshops.counter.units", levels=(1, 3)))
    both = Design(factors, ((1, 1), (3, 1), (3, 3)))
    found = sweep(base, both, 2, seed=1, worlds=worlds(base, 4, seed=2))

    assert [one.n for one in found.middles("lead_time_mean")] == [4, 0, 4]
    assert len(found.worlds.failures["1"]) == 4


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_sweep_command_tells_points_over_worlds(tmp_path, monkeypatch, language):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.yaml").write_text(reading.text_of(queue()))
    CliRunner().invoke(app, ["worlds", "base.yaml", "--worlds", "6", "--name", "mine"])
    words = ["sweep", "base.yaml", "--vary", "workshops.counter.units=1,2", "--replications", "2", "--store", "s"]
    told = CliRunner().invoke(app, [*words, "--worlds", "mine", "--lang", language]).stdout
    drawn = CliRunner().invoke(app, ["plot", "s", "--figure", "main-effects", "--lang", language])

    assert ("Worlds that agree: 6." if language == "en" else "Dunia yang cocok: 6.") in told
    assert "5 / 50 / 95 %" in told
    assert drawn.exit_code == 0


# --- runs


def test_all_scenarios_meet_the_same_world_with_the_same_draws_and_the_next_world_others():
    base = queue()
    found = compare({"today": base, "same": queue(), "two": queue(**TWO)}, 2, worlds=worlds(base, 6, seed=4)).worlds
    lead = found.of("lead_time_mean")

    assert np.array_equal(lead[:, 0], lead[:, 1])
    assert (lead[:, 2] < lead[:, 0]).all()
    assert found.spread("same", "lead_time_mean")[2:5] == (0, 0, 0)
    assert found.spread("two", "lead_time_mean").better == 6


def test_each_world_has_replications_of_its_own():
    """What is assumed here is a price, which changes no time."""
    data = reading.tree_of(queue())
    data["partners"]["world"]["orders"]["every"] = {"exponential": "1 h"}
    data["components"]["piece"]["price"] = {"value": "Rp 1,000", "low": "Rp 500", "high": "Rp 2,000", **GUESS}
    base = reading.scenario_from(data)
    found = compare({"today": base}, 2, worlds=worlds(base, 5, seed=1)).worlds

    assert len(np.unique(found.of("lead_time_mean"))) == 10


def test_the_base_in_worlds_is_that_of_the_ensemble():
    base = queue()
    ensemble = worlds(base, 5, seed=2)
    found = compare({"today": base, "busier": queue(**BUSIER)}, 2, worlds=ensemble).worlds

    assert np.array_equal(found.of("lead_time_mean")[:, 0].mean(axis=1), ensemble.of("lead_time_mean"))
    assert found.numbers == ensemble.survivors


def test_a_world_in_which_a_scenario_cannot_be_is_counted_and_told(tmp_path):
    base = queue()
    few = {"value": 1, "low": 1, "high": 3, **GUESS}
    other = queue(**{"workshops.counter.units": 2, "workshops.counter.let": few})
    ensemble = worlds(base, 8, seed=1)
    plan = comparisons.Plan({"today": base, "other": other}, 1, 2, out=tmp_path, worlds=ensemble.id)
    found = comparisons.carry_out(plan, ensemble=ensemble).comparison.worlds
    told = found.spread("other", "lead_time_mean")

    assert 0 < len(found.failures["other"]) < 8
    assert not found.failures["today"]
    assert told.n == 8 - len(found.failures["other"])


def test_a_folder_gives_worlds_back_and_is_another_than_without(tmp_path):
    base, other = queue(), queue(**TWO)
    ensemble = worlds(base, 4, seed=1)
    plan = comparisons.Plan({"today": base, "two": other}, 1, 2, out=tmp_path, worlds=ensemble.id)
    first = comparisons.carry_out(plan, ensemble=ensemble).comparison
    again = comparisons.opened(plan.folder).comparison
    without = comparisons.Plan({"today": base, "two": other}, 1, 2, out=tmp_path)

    assert again.worlds.spreads.keys() == first.worlds.spreads.keys()
    assert np.array_equal(again.worlds.values, first.worlds.values, equal_nan=True)
    assert np.array_equal(again.worlds.factors, ensemble.factors)
    assert f"--worlds={ensemble.id}" in comparisons.command(plan)
    assert without.id != plan.id
    assert comparisons.carry_out(without).comparison.worlds is None


def test_worlds_of_another_estate_are_refused():
    with pytest.raises(ExperimentError, match="worlds of another estate"):
        compare({"a": reading.read_scenario("scenarios/first-steps.yaml")}, 2, worlds=worlds(queue(), 2, seed=1))


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_command_says_how_far_guesses_carry_the_answer(tmp_path, monkeypatch, language):
    monkeypatch.chdir(tmp_path)
    for name, scenario in (("base", queue()), ("two", queue(**TWO)), ("busier", queue(**BUSIER))):
        (tmp_path / f"{name}.yaml").write_text(reading.text_of(scenario))

    def takarusim(*words):
        done = CliRunner().invoke(app, [*words, "--jobs", "1"])
        assert done.exit_code == 0, done.output
        return done.stdout

    takarusim("worlds", "base.yaml", "--worlds", "24", "--name", "mine", "--quiet")
    words = ["compare", "base.yaml", "two.yaml", "busier.yaml", "--replications", "2"]
    told = takarusim(*words, "--worlds", "mine", "--lang", language)

    assert ("Better in 24 of 24" if language == "en" else "Lebih baik di 24 dari 24") in told
    assert ("two is better than base" if language == "en" else "two lebih baik daripada base") in told
    assert ("no single question" if language == "en" else "tidak ada satu pertanyaan") in told
    assert ("luck alone" if language == "en" else "belum memperhitungkan ketidakpastian asumsi") not in told


@pytest.mark.parametrize(
    ("worth", "sentence"), [(0.0104, "alone is worth 1.0 percentage"), (0.0004, "no single question")]
)
def test_a_question_whose_worth_would_be_shown_as_nothing_is_none(worth, sentence):
    first = across.Question("demand", True, Worth(worth, worth / 2, 2 * worth, worth / 3))
    told = across.Information("otif", "share", "busier", 0.0, 0.02, (first,))

    assert sentence in robust.asked(told, {"busier": "more orders"}, "en")[-1]


def test_json_has_worlds_and_what_to_ask_and_intervals_without_worlds_say_what_they_leave_out(tmp_path):
    ensemble = worlds(queue(), 24, seed=1)
    plan = comparisons.Plan({"today": queue(), "two": queue(**TWO)}, 1, 2, out=tmp_path, worlds=ensemble.id)
    found = comparisons.carry_out(plan, ensemble=ensemble)
    answer = json.loads(json.dumps(to_dict(found.comparison), allow_nan=False))

    assert set(answer["worlds"]["two"]["served"]) >= {"p5", "p50", "p95", "better", "worse", "n"}
    assert answer["worlds"]["two"]["utilisation"]["better"] is None
    assert answer["information"]["best"] == "two"
    assert answer["information"]["most"] == 0  # two counters are best in every world: nothing is worth knowing
    assert robust.uncounted(queue(), "en")[0].startswith("Intervals count luck alone: 1 of ")
