"""Worlds: what is drawn, which worlds are run, and which of them agree with what is known."""

import json

import numpy as np
import pytest
from scipy import stats
from typer.testing import CliRunner

from takarusim.commands.application import app
from takarusim.errors import ExperimentError, StoreError
from takarusim.experiments.ensemble import LOST, STATED, WAVE, Asked, Search, drawn, shortened
from takarusim.experiments.run import Failure
from takarusim.figures import gallery, pictures
from takarusim.results import ensembles
from takarusim.results.ensembles import opened, worlds
from takarusim.scenario import reading
from takarusim.scenario.assumptions import Variation
from takarusim.statistics.emulator import fitted
from takarusim.statistics.matching import Evidence, luck

GUESS = {"source": "assumption"}


def tree(**sections):
    """Returns a queue of which the rate and the work are assumed, each by itself."""
    return {
        "time": {"first_day": "2024-01-01", "last_day": "2024-06-30"},
        "rules": {"ties": "number"},
        "sources": {"seen": {"publisher": "us", "date": "2024"}},
        "workshops": {"counter": {"units": 1}},
        "components": {
            "piece": {"routing": {"serve": {"workshop": "counter", "per_piece": {"exponential": "30 min"}}}}
        },
        "partners": {
            "world": {
                "orders": {"every": {"exponential": "1 h", "low": "45 min", "high": "80 min", **GUESS}},
                "components": {"piece": 1},
                "demand": {"value": 1, "low": 0.9, "high": 1.1, **GUESS},
            }
        },
        **sections,
    }


def known(**target):
    return {"targets": {"utilisation": {"source": "seen", **target}}}


def queue(**sections):
    return reading.scenario_from(tree(**sections))


def synthetic(asked, function, **sections):
    """Returns an ensemble whose only result, utilisation, is a function of the draws of its groups."""
    search = Search(queue(**sections), asked, 1, "auto")
    at = search.kpis.index("utilisation")

    def values(job, rows):
        found = np.zeros((rows, len(search.kpis)))
        found[:, at] = 0.5 if job.number == STATED else function(job.common)
        return found

    search.begin(values(search.stated(), 3))
    while jobs := search.next():
        for job in jobs:
            search.add(job, values(job, asked.replications))
    return search.found()


RATE, DEMAND = "partners.world.orders.every", "partners.world.demand"


def sloped(common):
    """Returns a result that a corner of all worlds has high."""
    return 0.5 + 0.1 * (common[DEMAND] + common[RATE])


# --- what is drawn


def test_the_draws_of_a_group_are_standard_normal_and_even():
    found = synthetic(Asked(256), sloped)

    for column in found.factors.T:
        assert stats.kstest(column, "norm").statistic < 0.02  # 0.085 of 256 independent draws
    assert abs(np.corrcoef(found.factors.T)[0, 1]) < 0.02


def test_a_seed_has_its_worlds():
    one, same = synthetic(Asked(8), sloped), synthetic(Asked(8), sloped)
    other = Search(queue(), Asked(8), 2, "auto")._rows(range(8))

    assert np.array_equal(one.factors, same.factors)
    assert not np.isclose(one.factors, other).any()


def test_more_worlds_continue_fewer():
    few, more = (synthetic(Asked(n), sloped, **known(low=0.6)) for n in (60, 90))

    assert len(few.survivors) == 60
    assert more.survivors[:60] == few.survivors
    assert more.numbers[: len(few.numbers)] == few.numbers


def test_a_scenario_that_assumes_more_is_the_same_estate_as_far_as_it_assumes_the_same():
    base, more = queue(), queue()
    more = reading.with_value(
        more, "components.piece.routing.serve.setup", {"value": "5 min", "low": "2 min", "high": "9 min", **GUESS}
    )
    common = {DEMAND: 0.4, RATE: -1.2}
    one, other = (drawn(Variation.of(each), 1, 7, common) for each in (base, more))

    assert other.partners == one.partners
    assert other.components["piece"].routing["serve"].setup.mean != 300_000
    assert other == drawn(Variation.of(more), 1, 7, common)
    assert other != drawn(Variation.of(more), 1, 8, common)


def test_what_a_group_does_not_share_is_drawn_by_itself():
    groups = {"both": {"paths": [RATE, DEMAND], "shared": 0.5}}
    many = Variation.of(queue(assumptions=groups))
    places = np.array([many.places({"both": 0.0}, own) for own in np.random.default_rng(1).standard_normal((400, 2))])

    assert many.groups == ("both",)
    assert places.std(axis=0) == pytest.approx(np.sqrt(0.5) / 1.645, rel=0.1)


def test_a_longer_plan_is_run_for_its_first_year():
    assert (
        str(shortened(queue(time={"first_day": "2024-02-29", "last_day": "2026-01-01"})).time.last_day) == "2025-02-27"
    )
    assert shortened(queue()) == queue()


# --- which worlds agree


def test_only_evidence_rules_worlds_out_unless_asked():
    guess = {"targets": {"utilisation": {"low": 0.6, "source": "assumption"}}}
    goal = {"targets": {"utilisation": {"low": 0.6, "source": "seen", "required": True}}}

    assert len(synthetic(Asked(50), sloped, **guess).numbers) == 50
    assert len(synthetic(Asked(50), sloped, **goal).numbers) == 50
    assert len(synthetic(Asked(50, guesses=True), sloped, **guess).numbers) > 100
    assert len(synthetic(Asked(50), sloped, **known(low=0.6)).numbers) > 100


def test_a_world_is_ruled_out_by_what_it_misses_over_what_excuses_that():
    one = Evidence(("a", "b"), np.array([0.4, -np.inf]), np.array([0.8, 10]), np.array([0.05, 0]), np.array([0.03, 2]))

    assert one.implausibility([[0.6, 9]]).tolist() == [[0, 0]]
    assert one.implausibility([[0.9, 14]])[0] == pytest.approx([0.1 / np.hypot(0.03, 0.04), 2])
    assert one.implausibility([[0.3, np.nan]])[0] == pytest.approx([0.1 / np.hypot(0.03, 0.02), np.inf])


def test_luck_is_that_of_a_mean_over_replications():
    values = np.random.default_rng(1).normal(3, 2, (4000, 1))

    assert luck(values, 4) == pytest.approx(1, rel=0.05)
    assert luck([[np.nan], [5.0]], 2) == 0


def test_the_survivors_are_those_that_agree_with_the_exact_range():
    found = synthetic(Asked(40), sloped, **known(low=0.6, high=0.7, exact_to=0.01))
    level = found.of("utilisation")

    assert found.survives.tolist() == ((level >= 0.6 - 3 * 0.006) & (level <= 0.7 + 3 * 0.007)).tolist()
    assert found.rejects()["utilisation"] == pytest.approx((1 - found.survives.mean(),) * 2)
    assert found.missed == ("utilisation",)  # 0.5 as stated


def test_waves_find_worlds_that_agree_faster_and_leave_hardly_any_out():
    def noisy(common):
        return sloped(common) + 0.05 * np.sin(1e4 * common[RATE])  # which no emulator can tell

    asked, rare = Asked(300, waves=3), known(low=0.74)  # some 5 of 100 worlds
    found = synthetic(asked, noisy, **rare)
    rows = Search(queue(), asked, 1, "auto")._rows(range(max(found.numbers) + 1))
    groups = Search(queue(), asked, 1, "auto").groups
    true = np.array([noisy(dict(zip(groups, row, strict=True))) >= 0.74 for row in rows])

    assert found.survives[:WAVE].mean() < 0.12
    assert found.survives[found.waves == 3].mean() > 2 * found.survives[:WAVE].mean()
    assert found.survives.sum() >= (1 - 2 * LOST) * true.sum()


def test_it_ends_where_no_world_agrees_and_says_what_rules_them_out():
    found = synthetic(Asked(5), lambda _: 0.5, **known(low=0.9))

    assert not found.survivors
    assert len(found.numbers) <= 20 * 5 + 64
    assert found.rejects()["utilisation"] == (1, 1)
    assert found.pinned().empty


def test_a_world_that_cannot_be_is_counted_and_does_not_agree():
    search = Search(queue(), Asked(4), 1, "auto")
    search.begin(np.zeros((3, len(search.kpis))))
    while jobs := search.next():
        for job in jobs:
            search.add(job, Failure("too few") if job.number == 1 else np.zeros((2, len(search.kpis))))
    found = search.found()

    assert found.failures == {1: "too few"}
    assert found.survivors == (0, 2, 3, 4)


def test_an_emulator_predicts_what_was_not_run_as_exactly_as_it_says():
    rng = np.random.default_rng(3)
    x, new = rng.standard_normal((200, 6)), rng.standard_normal((500, 6))

    def result(x):
        return np.sin(x[:, 0]) + 0.5 * x[:, 1] ** 2 + 0.1 * rng.standard_normal(len(x))

    mean, sd = fitted(x, result(x)).predicted(new)
    misses = (result(new) - mean) / sd

    assert np.std(result(new) - mean) < 0.4  # 0.98 without it
    assert 0.8 < np.sqrt(np.mean(misses**2)) < 1.3
    assert fitted(x, np.ones(200)) is None


# --- runs, and folders


def test_the_worlds_of_a_queue_spread_as_theory_says():
    """Utilisation is the rate of orders over that of service: its quantiles over worlds follow from the ranges."""
    found = worlds(queue(), 128, seed=1)
    share, z = found.of("utilisation"), stats.norm.ppf((np.arange(4096) + 0.5) / 4096).clip(-2.5, 2.5)

    def ratio(low, high):
        return np.where(z > 0, high, low) ** (abs(z) / 1.644854)

    rate = 1 / ratio(45 / 60, 80 / 60)
    demand = ratio(0.9, 1.1)
    expected = 0.5 * np.random.default_rng(1).permutation(rate) * demand

    assert np.quantile(share, [0.05, 0.5, 0.95]) == pytest.approx(np.quantile(expected, [0.05, 0.5, 0.95]), abs=0.015)


def test_a_folder_gives_back_what_was_found_and_a_stopped_one_goes_on(tmp_path, monkeypatch):
    scenario, parts = queue(**known(low=0.5)), tmp_path / "kept" / "parts"
    found = worlds(scenario, 6, seed=1, store=tmp_path / "kept")
    direct = worlds(scenario, 6, seed=1, jobs=2)
    (tmp_path / "again").mkdir()
    parts.rename(tmp_path / "parts")
    monkeypatch.setattr(ensembles, "_table", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        worlds(scenario, 6, seed=1, store=tmp_path / "again")
    monkeypatch.undo()
    monkeypatch.setattr(ensembles, "measured", lambda job: pytest.fail("it was run again"))
    again = worlds(scenario, 6, seed=1, store=tmp_path / "again")

    for one in (direct, again, opened(tmp_path / "kept")):
        assert (one.numbers, one.survivors, one.kpis, one.groups) == (
            *(found.numbers, found.survivors, found.kpis, found.groups),
        )
        assert np.array_equal(one.values, found.values, equal_nan=True)
        assert np.array_equal(one.factors, found.factors)
    with pytest.raises(StoreError, match="something else"):
        worlds(scenario, 7, seed=1, store=tmp_path / "kept")
    assert len(list(gallery.drawings(found, pictures.Asked()))) == 1


def test_what_each_survivor_assumes_is_a_table():
    frame = worlds(queue(), 3, seed=1).assumed()

    assert list(frame) == ["path", "stated", "0", "1", "2"]
    assert frame["stated"].tolist() == ["exponential 1 h", "1"]
    assert frame.loc[1, ["0", "1", "2"]].nunique() == 3


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_command_tells_how_many_agree_and_keeps_them(tmp_path, language):
    file = tmp_path / "queue.yaml"
    file.write_text(reading.text_of(queue(**known(low=0.5))))
    words = ["worlds", str(file), "--worlds", "5", "--out", str(tmp_path / "out"), "--jobs", "1"]
    told = CliRunner().invoke(app, [*words, "--name", "mine", "--lang", language])
    answer = json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)

    assert told.exit_code == 0, told.output
    assert {"en": "5 worlds are too few", "id": "5 dunia terlalu sedikit"}[language] in " ".join(told.stdout.split())
    assert "--worlds mine" in told.stdout
    assert (answer["kind"], answer["agree"]) == ("worlds", 5)
    assert answer["kpis"]["utilisation"]["n"] == 5
    assert opened(tmp_path / "out" / answer["results"].rpartition("/")[2]).asked.worlds == 5


def test_without_assumptions_or_worlds_it_is_refused():
    with pytest.raises(ExperimentError, match="no assumption with a range"):
        worlds(
            reading.scenario_from(tree(partners={"world": {"orders": {"every": "1 h"}, "components": {"piece": 1}}})), 2
        )
    with pytest.raises(ExperimentError, match="worlds: at least 1, got 0"):
        worlds(queue(), 0)


def test_a_long_run_without_a_steady_state_is_told():
    scenario = reading.with_values(
        queue(time={"long_run": "6 weeks"}), {f"{RATE}.low": "5 min", f"{RATE}.high": "70 min"}
    )
    found = worlds(scenario, 5, seed=1)

    assert "steady" in next(iter(found.failures.values()))
    assert len(found.survivors) == 5
    assert len(found.numbers) == 5 + len(found.failures)
