"""The best of some options: theirs is what all of them run to the end would say, within budget and requirement."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import takarusim as tk
from takarusim.briefing import selecting
from takarusim.briefing.objects import to_dict
from takarusim.commands.application import app
from takarusim.errors import ExperimentError, StoreError
from takarusim.experiments.select import measured
from takarusim.results import selections

SMALL = Path(__file__).parent / "small.yaml"
QUICK = ["time.last_day=2024-02-29"]
BASE = tk.read_scenario(SMALL, QUICK)
HALL = {"hall": {"from": "2024-01-02", "cost": "Rp 2 billion", "units": {"C": 1}}}
OPTIONS = {
    "today": BASE,
    "busy": tk.with_value(BASE, "partners.maker.demand", 2),
    "idle": tk.with_value(BASE, "partners.maker.demand", 0.5),
    "hall": tk.with_value(BASE, "changes", HALL),
}


@pytest.fixture(scope="module")
def found():
    return tk.select(OPTIONS, seed=1, first=5, limit=12, indifference=0.03)


def test_the_best_is_the_one_with_the_largest_mean_and_others_stop_sooner(found):
    means = tk.compare(OPTIONS, 12, seed=1).responses.column("served").mean(axis=1)

    assert found.best == list(OPTIONS)[int(means.argmax())]
    assert 5 <= found.replications["busy"] <= found.replications[found.best]
    assert found.best in found.rivals
    assert found.behind[found.best].mean == 0
    assert all(one.mean <= 0 for label, one in found.behind.items() if label not in found.rivals)


def test_the_best_comes_first_in_the_table_and_others_by_how_far_they_are_behind(found):
    told = [row["option"] for row in selecting.rows(found, "en")]
    behind = [abs(found.behind[label].mean) for label in told]

    assert told[0] == found.best
    assert behind == sorted(behind)


def test_values_are_those_of_a_comparison_with_the_same_draws(found):
    compared = tk.compare(OPTIONS, 5, seed=1).responses

    for label in OPTIONS:
        assert np.array_equal(found.responses.of("served", label)[:5], compared.of("served", label))


def test_what_is_above_the_budget_is_not_run():
    found = tk.select(OPTIONS, seed=1, first=3, limit=3, indifference=0.1, budget=1e9)

    assert found.dear == ("hall",)
    assert "hall" not in found.responses.points
    assert found.costs() == {"today": 0, "busy": 0, "idle": 0, "hall": 2e9}


def test_what_states_no_cost_is_not_free():
    unpriced = tk.with_value(
        BASE, "changes", {"hall": {key: value for key, value in HALL["hall"].items() if key != "cost"}}
    )
    options = {"today": BASE, "hall": unpriced}
    found = tk.select(options, seed=1, first=3, limit=3, indifference=0.1)

    assert np.isnan(found.costs()["hall"])
    assert {row["option"]: row["cost"] for row in selecting.rows(found, "en")}["hall"] == "–"
    assert json.loads(json.dumps(to_dict(found), allow_nan=False))["costs"] == {"today": 0, "hall": None}
    with pytest.raises(ExperimentError, match=r"no cost of changes\.hall; a cost, or no budget"):
        tk.select(options, seed=1, first=3, limit=3, indifference=0.1, budget=1e9)


def test_what_surely_misses_a_requirement_is_left_out_and_the_margin_of_the_best_is_told():
    found = tk.select(OPTIONS, seed=1, first=5, limit=10, indifference=0.1, require="served >= base - 0.01")

    assert "busy" in found.missing
    assert found.best not in found.missing
    assert found.margin().mean >= -0.01


def test_the_lowest_is_best_where_lower_is_better():
    assert tk.select(OPTIONS, "lead_time_mean", seed=1, first=5, limit=10, indifference=1).best in ("idle", "hall")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"kpi": "utilisation"}, "neither way is better"),
        ({"kpi": "lead_time_mean"}, "no indifference of lead_time_mean"),
        ({"kpi": "srved", "indifference": 1}, "neither way is better"),
        ({"indifference": -1.0}, "an indifference above 0"),
        ({"require": "otif >= 1.5"}, "every option surely misses it"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(how, said):
    with pytest.raises(ExperimentError, match=said):
        tk.select({k: OPTIONS[k] for k in ("today", "busy")}, seed=1, first=5, limit=5, **how)


def test_a_folder_is_read_back_and_refuses_other_options(tmp_path):
    two = {label: OPTIONS[label] for label in ("today", "busy")}
    kept = tk.select(two, seed=1, first=3, limit=3, indifference=0.1, store=tmp_path / "s", budget=1e9)
    again = selections.opened(tmp_path / "s")

    assert (again.best, again.rivals, again.asked, again.id) == (kept.best, kept.rivals, kept.asked, kept.id)
    assert np.array_equal(again.responses.values, kept.responses.values, equal_nan=True)
    with pytest.raises(StoreError, match="something else"):
        tk.select(two, seed=2, first=3, limit=3, indifference=0.1, store=tmp_path / "s")


def test_a_selection_that_was_interrupted_goes_on_from_what_is_there(tmp_path, monkeypatch):
    how = {"seed": 1, "first": 3, "limit": 3, "indifference": 0.1}
    two, ran = {k: OPTIONS[k] for k in ("today", "busy")}, []

    def stop(done, _):
        if done == 4:
            raise KeyboardInterrupt

    def count(job):
        ran.append((job.option, *job.task.replications))
        return measured(job)

    with pytest.raises(KeyboardInterrupt):
        tk.select(two, **how, store=tmp_path / "s", progress=stop)
    (damaged,) = (tmp_path / "s" / "parts").glob("000002.part")
    damaged.write_bytes(damaged.read_bytes()[:-1])
    monkeypatch.setattr(selections, "measured", count)
    again = tk.select(two, **how, store=tmp_path / "s")

    assert ran == [(0, 2), (1, 1), (1, 2)]
    assert np.array_equal(again.responses.values, tk.select(two, **how).responses.values, equal_nan=True)


def test_the_figure_shows_each_option_that_was_run_with_its_verdict(found):
    axes = tk.plot(found, language="en").axes
    names = {text.get_text() for text in axes.get_yticklabels()}
    said = {text.get_text() for text in axes.get_legend().get_texts()}

    assert names == {row["option"] for row in selecting.rows(found, "en") if row["mean"] != "–"}
    assert said == {row["verdict"] for row in selecting.rows(found, "en") if row["mean"] != "–"}


def test_workers_and_engines_select_the_same(found):
    other = tk.select(OPTIONS, seed=1, first=5, limit=12, indifference=0.03, jobs=2)
    slow = tk.select(
        {k: OPTIONS[k] for k in ("today", "busy")}, seed=1, first=3, limit=3, indifference=0.1, engine="simpy"
    )

    assert other.responses == found.responses
    assert slow.best == "today"


def test_in_how_many_worlds_each_option_is_best_is_counted():
    crews = {"value": 2, "source": "assumption", "low": 1, "high": 3}
    base = tk.with_values(BASE, {"smes.shop.crews": crews, "targets": {}})
    options = {"today": base, "busy": tk.with_value(base, "partners.maker.demand", 2)}
    found = tk.select(options, seed=1, first=3, limit=3, indifference=0.1, worlds=tk.worlds(base, 3, 1, seed=1))

    assert sum(found.best_in().values()) == 3
    assert found.best_in()["today"] >= 2


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_command_selects_of_all_packages_of_measures(tmp_path, language):
    late = "{late: {from: 2024-01-02, cost: Rp 1 million, times: {lanes.road.travel: 3}}}"
    for name, change in (("hall", json.dumps(HALL)), ("late", late)):
        (tmp_path / f"{name}.yaml").write_text(f"extends: {SMALL}\nchanges: {change}\n")
    words = ["select", str(SMALL), str(tmp_path / "hall.yaml"), str(tmp_path / "late.yaml"), "--packages"]
    words += [
        f"--set={QUICK[0]}",
        "--first=5",
        "--most=5",
        "--indifference=10%",
        f"--out={tmp_path / 'r'}",
        f"--lang={language}",
    ]
    done = CliRunner().invoke(app, [*words, "--budget=Rp 3 billion"])
    (folder,) = (tmp_path / "r").iterdir()
    told = json.loads(CliRunner().invoke(app, [*words, "--budget=Rp 3 billion", "--json"]).stdout)

    assert done.exit_code == 0, done.output
    assert {"en": "the best", "id": "terbaik"}[language] in done.stdout
    assert list(told["costs"]) == ["small", "hall", "late", "hall+late"]
    assert (told["kind"], told["results"]) == ("selection", str(folder))
    drawn = CliRunner().invoke(app, ["plot", str(folder), f"--lang={language}"])
    assert drawn.exit_code == 0, drawn.output
    assert (folder / f"figures/select-{language}.png").exists()
    for command in ("export", "brief"):
        refused = CliRunner().invoke(app, [command, str(folder)])
        assert refused.exit_code == 2
        assert "selection" in refused.output
