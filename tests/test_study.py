"""A run is kept whole, found again, and the same for any number of workers and either engine."""

import json
import shlex
import shutil
from pathlib import Path

import pandas as pd
import pytest

from takarusim.errors import StoreError
from takarusim.experiments import relax
from takarusim.figures import gallery, keeping
from takarusim.results import runs
from takarusim.scenario import reading

SMALL = reading.read_scenario(Path(__file__).parent / "small.yaml")


def plan(out, **changes):
    return runs.Plan(**{"scenario": SMALL, "replications": 3, "seed": 1, "jobs": 1, "out": out} | changes)


def content(folder):
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != "run.log"
    }


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    return runs.carry_out(plan(tmp_path_factory.mktemp("results")))


def test_a_run_has_the_files_that_are_promised(outcome):
    names = {path.name for path in outcome.plan.folder.iterdir()}

    assert names == {*runs.TABLES, runs.MONTHS, runs.FIRMS, "manifest.json", "run.log"}


def test_the_resolved_scenario_is_the_scenario(outcome):
    assert reading.read_scenario(outcome.plan.folder / "scenario.resolved.yaml") == SMALL


@pytest.mark.parametrize("changes", [{"jobs": 2}, {"jobs": 2, "engine": "simpy"}])
def test_workers_and_engines_change_no_byte_of_the_results(outcome, tmp_path, changes):
    other = runs.carry_out(plan(tmp_path, **changes))
    mine, theirs = content(outcome.plan.folder), content(other.plan.folder)

    assert other.plan.id == outcome.plan.id
    assert {n: b for n, b in mine.items() if n != "manifest.json"} == {
        n: b for n, b in theirs.items() if n != "manifest.json"
    }


def test_the_same_run_is_found_and_not_simulated_again(outcome):
    told = []
    again = runs.carry_out(outcome.plan, watch=lambda *seen: told.append(seen))

    assert told == []
    assert again.responses == outcome.responses


def test_progress_is_told_for_each_replication(tmp_path):
    told = []
    runs.carry_out(plan(tmp_path, seed=2), watch=lambda *seen: told.append(seen))

    assert told == [("simulating", n, 3) for n in range(4)]


def test_a_table_that_was_lost_is_made_again_with_the_same_bytes(tmp_path):
    first = runs.carry_out(plan(tmp_path))
    before = content(first.plan.folder)
    (first.plan.folder / "orders.parquet").unlink()
    runs.carry_out(plan(tmp_path))

    assert content(first.plan.folder) == before


def test_lifting_constraints_adds_to_the_run(tmp_path):
    outcome = runs.carry_out(plan(tmp_path), relax=True)

    assert list(outcome.relaxed.points) == list(relax.relaxations(SMALL))
    assert outcome.relaxed.values.shape[1:] == (3, 1)
    assert runs.carry_out(plan(tmp_path)).gains == outcome.gains


def test_the_ledger_sums_to_the_lead_times_of_the_orders_that_count(outcome):
    orders = outcome.counted[~outcome.counted["refused"]]
    horizon = pd.Timestamp(SMALL.time.last_day) + pd.Timedelta(days=1)
    lead = (orders["delivered"].fillna(horizon) - orders["placed"]).groupby(orders["replication"]).sum()
    charged = pd.to_timedelta(outcome.ledger.groupby("replication")["ms"].sum(), unit="ms")

    assert (charged == lead).all()


def test_the_run_in_counts_neither_in_the_ledger_nor_in_what_is_late(outcome):
    assert (outcome.counted["due"] >= pd.Timestamp(SMALL.time.first_day)).all()
    assert (outcome.orders["placed"] < pd.Timestamp(SMALL.time.first_day)).any()


def test_a_required_target_fails_only_where_it_is_surely_missed(outcome):
    def failed(**target):
        tree = reading.tree_of(SMALL) | {"targets": {"wip": target}}
        scenario = reading.scenario_from(tree)
        return runs.Outcome(plan(Path(), scenario=scenario), outcome.responses, outcome.orders, outcome.ledger).failed

    mean = outcome.estimates["wip"].mean
    assert failed(low=1e6, required=True) == ["wip"]
    assert failed(low=1e6) == []
    assert failed(low=mean, required=True) == []  # cannot be told


def test_figures_are_drawn_once_for_each_language(tmp_path):
    outcome = runs.carry_out(plan(tmp_path))
    drawn = list(keeping.keep(outcome, "id"))
    before = {name: path.stat().st_mtime_ns for name, path in _figures(outcome).items()}
    list(keeping.keep(outcome, "id"))
    list(keeping.keep(outcome, "en"))

    assert drawn == [figure.name for figure in gallery.figures(outcome)]
    assert {name: path.stat().st_mtime_ns for name, path in _figures(outcome).items() if name in before} == before
    assert len(_figures(outcome)) == 2 * 2 * len(drawn)


def _figures(outcome):
    return {path.name: path for path in (outcome.plan.folder / "figures").iterdir()}


def test_the_manifest_makes_the_run_again(outcome, tmp_path):
    facts = json.loads((outcome.plan.folder / "manifest.json").read_text("utf-8"))
    scenario = reading.read_scenario(outcome.plan.folder / "scenario.resolved.yaml")
    again = plan(tmp_path, scenario=scenario, replications=facts["replications"], seed=facts["seed"])

    assert again.id == facts["run"]


def test_a_renamed_folder_is_told_the_command_that_runs_it_again(outcome, tmp_path):
    other = Path(shutil.copytree(outcome.plan.folder, tmp_path / "of mine"))
    with pytest.raises(StoreError) as caught:
        runs.opened(other)
    words = shlex.split(str(caught.value).rpartition("run it again: ")[2])

    assert words == runs.command(outcome.plan, other)


def test_a_long_run_that_never_settles_says_so(tmp_path):
    tree = reading.tree_of(SMALL)
    tree["time"] = {"first_day": "2024-01-01", "long_run": "20 weeks"}
    tree["partners"]["maker"]["orders"] = {"every": {"exponential": "4 h"}}
    outcome = runs.carry_out(plan(tmp_path, scenario=reading.scenario_from(tree)))

    assert "no steady state" in outcome.problem
    assert not outcome.orders.empty


def test_a_long_run_leaves_its_warm_up_out_and_remembers_how_long_it_was(tmp_path):
    tree = reading.tree_of(SMALL)
    tree["time"] = {"first_day": "2024-01-01", "long_run": "300 weeks"}
    tree["partners"]["maker"]["orders"] = {"every": {"exponential": "60 h"}}
    long_run = plan(tmp_path, scenario=reading.scenario_from(tree), replications=5)
    outcome = runs.carry_out(long_run)

    assert set(content(long_run.folder)) == {*runs.TABLES, "warm-up.csv", "manifest.json"}
    assert outcome.problem == ""
    assert outcome.warm_up > 0
    assert runs.carry_out(long_run).warm_up == outcome.warm_up
    assert outcome.counted["due"].min() >= pd.Timestamp("2024-01-01") + pd.Timedelta(milliseconds=outcome.warm_up)
