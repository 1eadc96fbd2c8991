"""What each measure of a package brings: its laws on simulated packages, kept in folders that go on when stopped."""

import json
import shlex
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import takarusim as tk
from takarusim.briefing import brief, credited
from takarusim.commands.application import app
from takarusim.errors import ExperimentError, ScenarioError, StoreError
from takarusim.excel import exported
from takarusim.experiments import credit as experiments
from takarusim.figures import keeping
from takarusim.results import packages
from takarusim.statistics import estimates

SMALL = Path(__file__).parent / "small.yaml"
MEASURES = {
    "busier": "changes: {more: {from: 2024-02-01, times: {partners.maker.demand: 1.3}}}",
    "alike": "changes: {other: {from: 2024-02-01, times: {partners.maker.demand: 1.3}}}",
    "nothing": "title: {en: Nothing at all, id: Tidak ada apa-apa}",
    "hall": "changes: {hall: {from: 2024-02-15, cost: Rp 90 million, life: 10 years, units: {C: 1}}}",
}
R = 3


def written(folder, measures):
    paths = []
    for name, text in measures.items():
        paths.append(folder / f"{name}.yaml")
        paths[-1].write_text(f"extends: {SMALL}\n{text}\n")
    return paths


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return written(tmp_path_factory.mktemp("measures"), MEASURES)


@pytest.fixture(scope="module")
def found(files):
    return tk.credit(SMALL, files, R, seed=1)


def test_parts_sum_to_the_whole_in_each_replication_and_each_kpi(found):
    for kpi in found.kpis:
        values = found.responses.column(kpi)
        values = np.nan_to_num(values) if kpi.startswith("public_cost") else values
        parts, whole = found.values(kpi).share.sum(axis=0), values[-1] - values[0]
        size = np.nanmax(np.abs(values), initial=1.0)

        assert np.array_equal(np.isnan(parts), np.isnan(values).any(axis=0))
        assert np.nanmax(np.abs(parts - whole), initial=0.0) <= 1e-9 * size


def test_means_of_parts_sum_to_the_mean_of_the_whole(found):
    assert sum(part.share.mean for part in found.parts().values()) == pytest.approx(found.whole().mean, abs=1e-12)


def test_parts_are_the_mean_over_all_orders_in_which_packages_can_be_put_together(files, found):
    scenarios = packages.planned(SMALL, files).packages
    compared = tk.compare(dict(scenarios), R, seed=1)
    worth = dict(zip(scenarios, compared.responses.column("served"), strict=True))
    brought = {name: [] for name in MEASURES}
    for order in permutations(MEASURES):
        there = []
        for name in order:
            before = "+".join(sorted(there, key=list(MEASURES).index)) or "small"
            there.append(name)
            brought[name].append(worth["+".join(sorted(there, key=list(MEASURES).index))] - worth[before])

    for row, each in zip(found.values("served").share, brought.values(), strict=True):
        assert row == pytest.approx(np.mean(each, axis=0), abs=1e-12)


def test_a_measure_that_changes_nothing_brings_exactly_nothing(found):
    place = found.measures.index("nothing")
    for kpi in found.kpis:
        for each in found.values(kpi):
            assert not np.nan_to_num(each[place]).any()


def test_measures_alike_have_the_same_parts(found):
    for kpi in ("served", "lead_time_mean", "crew_load", "served[year=2024]"):
        for each in found.values(kpi):
            assert each[0] == pytest.approx(each[1], abs=1e-9)


def test_what_does_not_depend_on_other_measures_is_the_same_alone_last_and_on_average(found):
    alone, last, share = found.values("public_cost")

    assert alone[found.measures.index("hall")].min() > 0
    assert alone == pytest.approx(last, rel=1e-9)
    assert alone == pytest.approx(share, rel=1e-9)


def test_a_measure_without_a_cost_has_no_price(found):
    assert np.isnan(found.price("busier").mean)


def test_a_price_is_the_part_in_the_cost_over_the_part_in_orders_on_time(files):
    tight = ["partners.maker.demand=1.2", "workshops.A.units=4"]
    one = tk.credit(SMALL, files[3:], 5, seed=1, overrides=tight)
    price, cost = one.price("hall"), one.parts("public_cost")["hall"].share.mean

    assert price.mean == pytest.approx(cost / one.parts("orders_served")["hall"].share.mean)
    assert price.low < price.mean < price.high


def test_years_are_those_of_the_plan_and_sum_as_the_whole_does(tmp_path, files):
    long = tk.credit(SMALL, files[:1], 2, overrides=["time.last_day=2025-02-28"])
    months = {"2024": 366 / (365.25 / 12), "2025": 59 / (365.25 / 12)}
    orders = long.years("orders_served")
    by_year = sum(months[year] * long.responses.column(name) for year, name in orders.items())
    whole = long.responses.column("orders_served") * sum(months.values())

    assert list(orders) == ["2024", "2025"]
    assert by_year == pytest.approx(whole)


@pytest.mark.parametrize("count", [0, 7])
def test_no_measure_and_more_than_six_are_refused_in_words(tmp_path, count):
    paths = written(tmp_path, {f"m{k}": "note: nothing" for k in range(count)})

    with pytest.raises(ExperimentError, match="one to 6"):
        tk.credit(SMALL, paths)


@pytest.mark.parametrize("twice", [0, 1])
def test_measures_of_one_name_are_refused(files, twice):
    with pytest.raises(ExperimentError, match="different names"):
        tk.credit(SMALL, [files[0], (SMALL, files[0])[twice]])


def test_two_measures_that_set_one_value_are_refused_before_anything_runs(tmp_path, monkeypatch):
    set_ = "changes: {{{}: {{from: 2024-02-01, set: {{partners.maker.demand: {}}}}}}}"
    paths = written(tmp_path, {"one": set_.format("a", 2), "two": set_.format("b", 3), "three": "note: nothing"})
    monkeypatch.setattr(experiments, "attempt", lambda *_: pytest.fail("something ran"))

    with pytest.raises(ScenarioError, match=r"partners\.maker\.demand"):
        tk.credit(SMALL, paths, 2, store=tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_a_kpi_that_is_none_is_told_with_the_nearest(found, files):
    with pytest.raises(ExperimentError, match="got 'srved'; did you mean 'served'"):
        found.parts("srved")
    with pytest.raises(ExperimentError, match="got 'srved'; did you mean 'served'"):
        tk.credit(SMALL, files[:1], 2, headline="srved")


def test_what_was_stopped_goes_on_and_comes_to_the_same(files, tmp_path, monkeypatch):
    class Stopped(Exception):
        pass

    def stop(done, _):
        if done == 3:
            raise Stopped

    with pytest.raises(Stopped):
        tk.credit(SMALL, files[1:], 1, seed=1, store=tmp_path / "stopped", progress=stop)
    ran, real = [], packages.measured
    monkeypatch.setattr(packages, "measured", lambda job: ran.append(job) or real(job))
    again = tk.credit(SMALL, files[1:], 1, seed=1, store=tmp_path / "stopped")
    monkeypatch.undo()
    whole = tk.credit(SMALL, files[1:], 1, seed=1, store=tmp_path / "whole", engine="simpy", jobs=2)
    apart = tk.credit(SMALL, files[1:], 1, seed=1, jobs=2)

    assert len(ran) == 5
    for name in (packages.RESPONSES, packages.CREDIT):
        assert (tmp_path / "stopped" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert again.parts() == whole.parts() == apart.parts()


def test_a_folder_of_something_else_is_refused(files, tmp_path):
    tk.credit(SMALL, files[:1], 2, store=tmp_path / "store")

    with pytest.raises(StoreError, match="something else"):
        tk.credit(SMALL, files[:1], 3, store=tmp_path / "store")


def test_kpis_of_ones_own_are_credited_and_never_stored(files, tmp_path):
    own = {"orders_placed": lambda one: len(one.orders)}
    found = tk.credit(SMALL, files[:1], 2, kpis=own, headline="orders_placed")

    assert found.whole().mean > 0
    with pytest.raises(ExperimentError, match="one's own"):
        tk.credit(SMALL, files[:1], 2, kpis=own, store=tmp_path / "store")


def test_parts_sum_to_the_whole_in_each_world(tmp_path):
    crews = "smes: {shop: {crews: {value: 2, source: assumption, low: 1, high: 3}}}"
    groups = "assumptions: {crews: {paths: [smes.*.crews]}}\ntargets: {otif: null}"
    (base,) = written(tmp_path, {"base": f"{crews}\n{groups}"})
    paths = []
    for name in ("busier", "hall"):
        paths.append(tmp_path / f"{name}.yaml")
        paths[-1].write_text(f"extends: base.yaml\n{MEASURES[name]}\n")
    ensemble = tk.worlds(tk.read_scenario(base), 3, 1, seed=1)
    found = tk.credit(base, paths, 2, worlds=ensemble)
    ranges, worth = found.ranges(), found.worlds.of("served").mean(axis=2)

    assert [one.n for one in ranges.values()] == [3, 3]
    assert all(one.p5 <= one.p50 <= one.p95 for one in ranges.values())
    assert ranges["busier"].negative == 3
    total = experiments.shapley.parts(worth.T).share.sum(axis=0)
    assert total == pytest.approx(worth[:, -1] - worth[:, 0], abs=1e-12)


@pytest.fixture(scope="module")
def kept(files, tmp_path_factory):
    """What the command printed and keeps."""
    out = tmp_path_factory.mktemp("results")
    words = ["credit", str(SMALL), *map(str, files[:2]), "--replications=2", "--kpi=lead_time_mean", f"--out={out}"]
    return out, CliRunner().invoke(app, [*words, "--name=package"])


def test_the_command_prints_parts_and_keeps_a_folder_that_is_listed(kept):
    out, done = kept
    (entry,) = json.loads(CliRunner().invoke(app, ["list", str(out), "--json"]).stdout)

    assert done.exit_code == 0, done.output
    assert "its part (Shapley)" in done.stdout
    assert "Lead time, mean" in done.stdout
    assert (entry["kind"], entry["name"]) == ("credit", "package")


def test_the_command_of_a_folder_finds_it_again_and_says_it_as_json(kept):
    out, _ = kept
    (folder,) = out.iterdir()
    _, *words = shlex.split(json.loads((folder / "manifest.json").read_text("utf-8"))["command"])
    done = CliRunner().invoke(app, [*words, f"--out={out}", "--json"])
    told = json.loads(done.stdout)

    assert told["results"] == str(folder)
    assert (told["kind"], told["base"], list(told["prices"])) == ("credit", "small", ["busier", "alike"])
    parts = told["kpis"]["served"]["parts"]
    whole = told["kpis"]["served"]["whole"]["mean"]
    assert sum(one["share"]["mean"] for one in parts.values()) == pytest.approx(whole, abs=1e-12)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_folder_is_drawn_exported_and_told_in_both_languages(kept, language):
    out, _ = kept
    (folder,) = out.iterdir()
    drawn = [one.name for one in keeping.draw(folder, keeping.Wanted(language=language))]
    export, _ = exported.exported(folder, language)
    opened = packages.opened(folder)

    assert drawn == ["credit-served"]
    assert len(export.tables[0].rows) > 100
    assert all(credited.lead(opened, language))
    with pytest.raises(StoreError, match="no briefing of credit"):
        brief.made(folder, language)


def test_a_frame_has_three_rows_for_each_measure_and_one_for_all(found):
    frame = found.to_frame(["served"])

    assert frame.groupby("part").size().to_dict() == {"alone": 4, "last": 4, "share": 4, "whole": 1}
    assert frame["mean"].tolist()[-1] == found.whole().mean


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ([0.03, -0.02, 0.01], "cannot be told: 0.67 (−5.58 – 6.92) percentage points."),
        ([0.0, 0.0, 0.0], "as it is in every replication."),
        ([0.03, 0.031, 0.032], "moves service level (on time in full) of small by 3.1 (2.9 – 3.3) percentage points."),
    ],
)
def test_what_a_package_brings_is_told_only_where_it_is_told_apart_from_nothing(found, monkeypatch, differences, said):
    whole = estimates.mean_interval(np.array(differences))
    monkeypatch.setattr(experiments.Credit, "whole", lambda *_: whole)

    assert credited.lead(found, "en")[0].endswith(said)


def test_it_is_drawn_from_python(found):
    assert tk.plot(found, "lead_time_mean").axes.get_yticklabels()
