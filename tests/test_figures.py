"""`takarusim plot`: figures of a folder of results, where they go, and what is refused."""

import json
import re

import numpy as np
import pytest
from typer.testing import CliRunner

from cases import small_tree
from takarusim.commands.application import app
from takarusim.experiments import design
from takarusim.figures import canvas, gallery, keeping, pictures
from takarusim.language.numerals import LANGUAGES
from takarusim.results import comparisons, runs, sweeps
from takarusim.results.folder import ResultsFolder
from takarusim.scenario import reading

SWEPT = ["main-effects", "heat-map", "tornado"]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of a run, without figures."""
    scenario = reading.scenario_from({**small_tree(), "language": "id"})
    return runs.carry_out(runs.Plan(scenario, 2, 1, out=tmp_path_factory.mktemp("results"))).plan.folder


@pytest.fixture(scope="module")
def sweep(tmp_path_factory):
    """The store of a sweep over two factors."""
    scenario = reading.scenario_from(small_tree())
    factors = [
        design.Factor(f"partners.{next(iter(scenario.partners))}.demand", levels=(0.5, 1.5)),
        design.Factor("rules.setup", levels=("each_lot", "on_change")),
    ]
    folder = tmp_path_factory.mktemp("results") / "sweep"
    sweeps.sweep(scenario, design.grid(factors), 2, store=folder)
    return folder


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """The folder of a comparison of three scenarios."""
    base = reading.scenario_from(small_tree())
    demand = f"partners.{next(iter(base.partners))}.demand"
    scenarios = {"base": base} | {name: reading.with_value(base, demand, x) for name, x in (("busy", 2), ("calm", 0.5))}
    return comparisons.carry_out(comparisons.Plan(scenarios, 1, 2, out=tmp_path_factory.mktemp("results"))).plan.folder


def plot(*arguments):
    return CliRunner().invoke(app, ["plot", *map(str, arguments)])


def drawn(outcome, name):
    """A figure of a run in English."""
    ((_, drawing),) = gallery.drawings(outcome, pictures.Asked(name))
    return drawing.draw(language="en", stamp=canvas.Stamp("", 1, 2))


def hashes(folder):
    return json.loads((folder / "manifest.json").read_text())["files"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_has_the_title_that_its_record_says(run, sweep, compared, language):
    results = runs.opened(run), sweeps.opened(sweep), comparisons.opened(compared).comparison
    found = [each for result in results for each in gallery.drawings(result, pictures.Asked())]
    for figure, drawing in found:
        axes = drawing.draw(language=language, stamp=canvas.Stamp("", 1, 2))
        title = axes.figure.texts[0].get_text().replace("\n", " ") if axes else figure.titled(drawing, language)

        assert title == figure.titled(drawing, language)
    assert {figure.name for figure, _ in found} >= {"gantt", "forest", "tornado"}


def test_no_two_figures_of_a_kind_of_result_have_one_name():
    assert len({(figure.name, figure.of) for figure in gallery.GALLERY}) == len(gallery.GALLERY)


def test_units_are_counted_by_their_type_and_not_by_how_their_ids_begin():
    tree = small_tree()
    tree["workshops"] = {**tree["workshops"], "A-big": {"units": 3}}
    units = pictures.units_by_type(reading.scenario_from(tree))

    assert (units["A"], units["A-big"]) == (1, 3)


def test_units_stand_under_their_type_whatever_hyphens_it_has(tmp_path):
    tree = small_tree()
    tree["workshops"] = {**tree["workshops"], "A-big": {"units": 1}, "A-old": {"units": 3}}
    outcome = runs.carry_out(runs.Plan(reading.scenario_from(tree), 1, 1, out=tmp_path))
    labels = drawn(outcome, "gantt").get_yticklabels()

    assert [label.get_text() for label in labels] == ["type A", "type A-big", "type A-old", "type B"]


def test_a_figure_of_a_run_is_kept_in_its_folder_in_the_scenarios_language(run):
    done = plot(run, "--figure", "utilisation")

    assert done.exit_code == 0
    assert done.stdout.split() == [str(run / "figures" / "utilisation-id.png")]
    assert "figures/utilisation-id.png" in hashes(run)
    assert ResultsFolder(run).manifest()


@pytest.mark.parametrize(
    ("stated", "told"), [({}, "No steady state"), ({"warm_up": "9 weeks"}, "as the scenario says")]
)
def test_a_long_run_alone_shows_its_warm_up(run, tmp_path, stated, told):
    tree = small_tree() | {"time": {"first_day": "2024-01-01", "long_run": "60 weeks", **stated}}
    outcome = runs.carry_out(runs.Plan(reading.scenario_from(tree), 2, 1, out=tmp_path))
    kept, of_a_plan = plot(outcome.plan.folder, "--figure", "warm-up"), plot(run, "--figure", "warm-up")
    again = runs.opened(outcome.plan.folder)

    assert kept.stdout.split() == [str(outcome.plan.folder / "figures" / "warm-up-en.png")]
    assert told in drawn(again, "warm-up").figure.texts[1].get_text().replace("\n", " ")
    assert again.course.groupby("series")["period"].max().eq(59).all()
    assert set(again.course["series"]) == {
        *("wip", "orders_delivered", "lead_time_mean", "busy[workshop=A]", "busy[workshop=B]")
    }
    assert of_a_plan.exit_code == 2
    assert "Nothing to show: warm-up" in of_a_plan.stderr


def test_without_a_name_all_that_a_folder_has_is_drawn(run, sweep):
    of_run, of_sweep = plot(run, "--lang", "en"), plot(sweep)

    assert of_run.exit_code == of_sweep.exit_code == 0
    pictures = [line.rpartition("/")[2].removesuffix("-en.png") for line in of_run.stdout.split()]
    nothing = re.findall("Nothing to show: (.*)", of_run.stderr)
    assert sorted([*pictures, *nothing]) == sorted(
        {each.name for each in gallery.GALLERY if each.of == "run"} - {"warm-up"}
    )
    assert of_sweep.stdout.split() == [str(sweep / "figures" / f"{name}-served-en.png") for name in SWEPT]


def test_a_comparison_has_forests_before_and_after_of_each_scenario_and_ledgers(compared):
    every = plot(compared)
    pictures = {path.rpartition("/")[2].removesuffix("-en.png") for path in every.stdout.split()}
    both = plot(compared, "--figure", "before-and-after", "--lang", "id").stdout.split()

    assert every.exit_code == 0
    assert {"forest-served", "before-and-after-busy", "before-and-after-calm", "ledgers-all"} <= pictures
    assert both == [str(compared / "figures" / f"before-and-after-{name}-id.png") for name in ("busy", "calm")]


def test_a_forest_is_of_the_headline_or_the_kpi_that_is_asked_for(compared):
    headline, other = plot(compared, "--figure", "forest"), plot(compared, "--figure", "forest", "--kpi", "wip")

    assert headline.stdout.split() == [str(compared / "figures" / "forest-served-en.png")]
    assert other.stdout.split() == [str(compared / "figures" / "forest-wip-en.png")]


def test_what_has_nothing_to_show_is_said(compared):
    done = plot(compared, "--figure", "before-and-after", "--kpi", "otif[partner=maker]")

    assert done.exit_code == 2
    assert "Nothing to show: before-and-after" in done.stderr


def test_the_figures_are_those_that_run_itself_draws(run, tmp_path):
    outcome = runs.opened(run)
    again = runs.carry_out(runs.Plan(outcome.plan.scenario, 2, 1, out=tmp_path))
    list(keeping.keep(again, "en"))
    plot(run, "--figure", "on-time", "--lang", "en", "--format", "svg")

    assert hashes(run)["figures/on-time-en.svg"] == hashes(again.plan.folder)["figures/on-time-en.svg"]


def test_a_figure_that_is_kept_is_not_drawn_again(sweep, monkeypatch):
    plot(sweep, "--figure", "tornado", "--lang", "id")
    monkeypatch.setattr(keeping, "picture", None)
    path = sweep / "figures" / "tornado-served-id.png"

    assert plot(sweep, "--figure", "tornado", "--lang", "id").stdout.split() == [str(path)]


def test_a_figure_of_any_format_is_kept_in_the_folder_or_written_where_it_is_asked_for(sweep, tmp_path):
    within = plot(sweep, "--figure", "tornado", "--format", "pdf", "--kpi", "wip")
    files = set(hashes(sweep))
    there = plot(sweep, "--figure", "tornado", "--out", tmp_path / "new" / "t.svg")

    assert within.stdout.strip() == str(sweep / "figures" / "tornado-wip-en.pdf")
    assert (sweep / "figures" / "tornado-wip-en.pdf").read_bytes().startswith(b"%PDF")
    assert "figures/tornado-wip-en.pdf" in files
    assert there.exit_code == 0
    assert b"<svg" in (tmp_path / "new" / "t.svg").read_bytes()
    assert set(hashes(sweep)) == files


def test_the_factors_of_a_heat_map_can_be_chosen(sweep):
    factors = sweeps.opened(sweep).design.factors
    done = plot(sweep, "--figure", "heat-map", *(x for f in reversed(factors) for x in ("--factors", f.path)))

    assert done.exit_code == 0
    assert done.stdout.strip().endswith(f"heat-map-served-rules.setup-{factors[0].path}-en.png")


def test_a_sweep_read_back_is_the_one_that_was_kept(sweep):
    scenario, made = sweeps.opened(sweep).scenario, sweeps.opened(sweep).design
    fresh, found = sweeps.sweep(scenario, made, 2), sweeps.opened(sweep)

    assert found.design.points == ((0.5, "each_lot"), (0.5, "on_change"), (1.5, "each_lot"), (1.5, "on_change"))
    assert found.kpis == fresh.kpis
    assert np.array_equal(found.values, fresh.values, equal_nan=True)
    assert (found.seed, found.failed) == (fresh.seed, ())


@pytest.mark.parametrize(
    ("arguments", "mistake"),
    [
        (("{run}", "--figure", "ledgr"), "got 'ledgr'; did you mean 'ledger'? one of on-time, lead-time, ledger"),
        (("{sweep}", "--figure", "ledger"), "got 'ledger'; one of main-effects, heat-map, tornado"),
        (("{sweep}", "--kpi", "otfi"), "no such KPI in this sweep, got 'otfi'; did you mean 'otif'?"),
        (("{sweep}", "--figure", "heat-map", "--factors", "rules.setup"), "needs two factors, got 1"),
        (("{sweep}", "--figure", "heat-map", "--factors", "a", "--factors", "rules.setup"), "no such factor, got 'a'"),
        (("{compared}", "--figure", "forrest"), "did you mean 'forest'? one of forest, before-and-after, who-gains"),
        (("{compared}", "--kpi", "otfi"), "no such KPI in this comparison, got 'otfi'; did you mean 'otif'?"),
        (("{compared}", "--factors", "rules.setup"), "no factors in a comparison"),
        (("{compared}", "--figure", "before-and-after", "--out", "l.png"), "one file for several figures"),
        (("{run}", "--kpi", "otif"), "no KPI is chosen in figures of a run"),
        (("{run}", "--out", "all.png"), "one file for several figures"),
        (("{run}", "--figure", "flow", "--out", "flow.gif"), "no such kind of figure, got 'flow.gif'"),
        (("{run}", "--figure", "flow", "--out", "f.png", "--format", "pdf"), "two formats, got pdf and 'f.png'"),
        (("{run}/..",), "not a folder of results, got no manifest.json; one that"),
        (("{run}/nowhere",), "not a folder of results"),
    ],
)
def test_mistakes_end_with_code_2_and_say_what_would_be_right(run, sweep, compared, arguments, mistake):
    done = plot(*(argument.format(run=run, sweep=sweep, compared=compared) for argument in arguments))

    assert done.exit_code == 2
    assert mistake in done.output
    assert "Traceback" not in done.output


def test_a_file_of_the_results_is_never_written_over(sweep):
    plot(sweep, "--figure", "tornado", "--format", "svg")
    done = plot(sweep, "--figure", "heat-map", "--out", sweep / "figures" / "tornado-served-en.svg")

    assert done.exit_code == 2
    assert "a file of the results themselves" in done.output
    assert ResultsFolder(sweep).manifest()


def test_results_that_were_changed_are_not_drawn(tmp_path):
    scenario = reading.scenario_from(small_tree())
    made = design.grid([design.Factor("rules.setup", levels=("each_lot", "on_change"))])
    sweeps.sweep(scenario, made, 2, store=tmp_path / "sweep")
    (tmp_path / "sweep" / "responses.parquet").write_bytes(b"other")
    done = plot(tmp_path / "sweep", "--figure", "tornado")

    assert done.exit_code == 2
    assert "got other bytes in responses.parquet" in done.output


def test_a_sweep_of_one_factor_has_no_heat_map_and_says_what_it_needs_when_asked(tmp_path):
    scenario = reading.scenario_from(small_tree())
    made = design.grid([design.Factor("rules.setup", levels=("each_lot", "on_change"))])
    sweeps.sweep(scenario, made, 2, store=tmp_path / "sweep")
    every, one = plot(tmp_path / "sweep"), plot(tmp_path / "sweep", "--figure", "heat-map")

    assert [line.rpartition("/")[2] for line in every.stdout.split()] == [
        "main-effects-served-en.png",
        "tornado-served-en.png",
    ]
    assert one.exit_code == 2
    assert "needs two factors, got 1" in one.output
