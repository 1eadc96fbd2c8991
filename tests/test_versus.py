"""A comparison is kept whole, found again, and the same for any number of workers and either engine."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from takarusim.briefing import brief, verdicts
from takarusim.commands.application import app
from takarusim.errors import ExperimentError
from takarusim.experiments import accounts, compare, run
from takarusim.figures import keeping
from takarusim.outcome.replication import Window
from takarusim.results import comparisons, runs
from takarusim.scenario import reading

SMALL = Path(__file__).parent / "small.yaml"
BASE = reading.read_scenario(SMALL)
SCENARIOS = {
    "small": BASE,
    "busier": reading.with_value(BASE, "partners.maker.demand", 1.5),
    "wider": reading.with_value(BASE, "workshops.C.let", 3),
}
DAY = 86_400_000


def plan(out, **changes):
    return comparisons.Plan(**{"scenarios": SCENARIOS, "replications": 3, "seed": 1, "out": out} | changes)


def content(folder, leave_out=("run.log",)):
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in leave_out)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def written(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    return comparisons.carry_out(plan(tmp_path_factory.mktemp("results")))


def table(outcome, name):
    return pd.read_csv(outcome.plan.folder / name, keep_default_na=False)


def test_a_comparison_has_the_files_that_are_promised(outcome):
    names = {path.name for path in outcome.plan.folder.iterdir()}
    texts = {f"scenario-{label}.resolved.yaml" for label in SCENARIOS}

    assert names == {*comparisons.TABLES, *texts, "manifest.json", "run.log"}


def test_what_is_read_back_is_what_was_compared(outcome):
    direct = compare.compare(SCENARIOS, 3, seed=1)
    again = comparisons.opened(outcome.plan.folder).comparison

    assert np.array_equal(again.values, direct.values, equal_nan=True)
    assert again.scenarios == direct.scenarios
    for mine, theirs in zip(again.account, direct.account, strict=True):
        pd.testing.assert_frame_equal(mine, theirs, check_dtype=False)


def test_the_same_comparison_is_found_and_neither_run_nor_written_again(outcome):
    told, before = [], written(outcome.plan.folder)
    again = comparisons.carry_out(plan(outcome.plan.out), watch=lambda *seen: told.append(seen))

    assert told == []
    assert again.plan.folder == outcome.plan.folder
    assert written(outcome.plan.folder) == before


def test_whatever_the_results_depend_on_has_a_folder_of_its_own(tmp_path):
    backwards = {"small": SCENARIOS["small"], "wider": SCENARIOS["wider"], "busier": SCENARIOS["busier"]}
    renamed = dict(zip(("small", "busy", "wider"), SCENARIOS.values(), strict=True))
    changes = (
        {},
        {"scenarios": backwards},
        {"scenarios": renamed},
        {"seed": 2},
        {"replications": 4},
        {"precision": {"otif": 0.1}},
        {"headline": "wip"},
        {"confidence": 0.9},
    )

    assert len({plan(tmp_path, **change).id for change in changes}) == len(changes)


@pytest.mark.parametrize("engine", ["compiled", "simpy"])
def test_workers_and_engines_change_no_byte_of_the_tables(outcome, tmp_path, engine):
    with ThreadPoolExecutor(2) as pool:
        other = comparisons.carry_out(plan(tmp_path, engine=engine), executor=pool)
    leave_out = ("run.log", "manifest.json")

    assert other.plan.id == outcome.plan.id
    assert content(other.plan.folder, leave_out) == {
        name: each for name, each in content(outcome.plan.folder, leave_out).items() if "figures" not in name
    }


def test_the_manifest_makes_the_comparison_again(outcome, tmp_path):
    facts = json.loads((outcome.plan.folder / "manifest.json").read_text("utf-8"))
    _, *words = facts["command"].split()
    words = [str(outcome.plan.folder / word) if word.startswith("scenario-") else word for word in words]
    done = CliRunner().invoke(app, [*words, "--out", str(tmp_path), "--json", "--quiet"])

    assert facts["kind"] == "comparison"
    assert list(facts["scenarios"]) == list(SCENARIOS)
    assert Path(json.loads(done.stdout)["results"]) == tmp_path / outcome.plan.id
    assert (tmp_path / outcome.plan.id / "differences.csv").exists()


def test_the_ledger_has_the_mean_days_of_an_order_and_of_a_late_order(outcome):
    ledger = table(outcome, "ledger.csv")
    means = {"all": [], "late": []}
    for number in range(3):
        one = run.simulate(SCENARIOS["busier"], seed=1, replication=number)
        kept = runs._one(one.window, one)
        orders, charges = kept.orders[kept.orders["counts"]], kept.ledger
        for which, mine in (("all", charges), ("late", charges[charges["late"]])):
            count = len(orders) if which == "all" else orders["late"].sum()
            means[which].append(mine.loc[mine["cause"] == "processing", "ms"].sum() / DAY / count)
    rows = ledger[(ledger["scenario"] == "busier") & (ledger["partner"] == "") & (ledger["cause"] == "processing")]

    assert set(ledger["scenario"]) == set(SCENARIOS)
    assert dict(zip(rows["orders"], rows["days"], strict=True)) == pytest.approx(
        {which: np.mean(values) for which, values in means.items()}
    )


def test_the_account_of_a_replication_is_the_ledger_of_the_orders_that_count():
    one = run.simulate(reading.with_value(BASE, "time.run_in", "5 weeks"), seed=1)
    kept = runs._one(one.window, one)
    of, columns = accounts.account(one), ["partner", "kind", "late", "state", "cause"]
    orders = kept.orders[kept.orders["counts"]].groupby(["partner", "late"]).size()

    assert of.charges.groupby(columns)["ms"].sum().to_dict() == kept.ledger.groupby(columns)["ms"].sum().to_dict()
    assert of.orders.set_index(["partner", "late"])["orders"].to_dict() == orders.to_dict()


def test_what_is_due_at_the_end_of_a_span_is_of_the_next_one():
    one = run.simulate(BASE, seed=1)
    first, *_, last = np.unique(one.tables.orders.due).tolist()

    assert not one.counted(Window(first, last))[one.tables.orders.due == last].any()
    assert one.counted(Window(last, last + 1)).any()


def test_differences_are_those_of_the_comparison_with_the_replications_that_would_tell(outcome):
    rows = table(outcome, "differences.csv").set_index(["scenario", "kpi"])
    found = outcome.comparison.differences["busier"]["served"]
    row = rows.loc[("busier", "served")]

    assert len(rows) == 2 * len(outcome.comparison.kpis)
    assert row["verdict"] == found.verdict
    assert row["adjusted"]
    assert float(row["difference"]) == found.difference.mean
    assert not ((rows["verdict"] == "unclear") & (pd.to_numeric(rows["replications_needed"]) <= 3)).any()


def test_figures_in_another_language_are_added_and_the_others_left_alone(outcome):
    drawn = list(keeping.keep(outcome, "id"))
    before = written(outcome.plan.folder / "figures")
    list(keeping.keep(outcome, "id"))
    list(keeping.keep(outcome, "en"))
    after = written(outcome.plan.folder / "figures")

    assert {"forest-served", "before-and-after-busier", "before-and-after-wider"} <= set(drawn)
    assert {path: when for path, when in after.items() if path in before} == before
    assert {path.name for path in after} == {
        f"{n}-{lang}.{k}" for n in drawn for lang in ("id", "en") for k in ("png", "svg")
    }


def test_a_table_that_was_lost_is_made_again_with_the_same_bytes(tmp_path):
    first = comparisons.carry_out(plan(tmp_path, replications=2))
    before = content(first.plan.folder)
    (first.plan.folder / "ledger.csv").unlink()
    comparisons.carry_out(plan(tmp_path, replications=2))

    assert content(first.plan.folder) == before


@pytest.mark.parametrize(
    ("file", "label"),
    [
        ("scenarios/a.yaml", "a"),
        ("here/a.yaml+there/b.yaml + c.yaml", "a+b+c"),
        ("results/1a2b/scenario-a+b.resolved.yaml", "a+b"),
    ],
)
def test_a_label_names_all_files_that_are_put_together(file, label):
    assert comparisons.label_of(file) == label


def test_a_plus_in_the_name_of_a_folder_puts_nothing_together(tmp_path):
    (tmp_path / "c++").mkdir()
    (tmp_path / "c++" / "a.yaml").write_text("")

    assert comparisons.label_of(str(tmp_path / "c++" / "a.yaml")) == "a"


def test_a_label_that_names_no_file_is_refused_before_anything_runs(tmp_path):
    with pytest.raises(ExperimentError, match="a label names a file, got 'a/b'"):
        comparisons.carry_out(plan(tmp_path, scenarios={"a/b": BASE, "c": BASE}))

    assert not list(tmp_path.iterdir())


def test_scenarios_in_which_nothing_is_ordered_are_compared_and_read_back(tmp_path):
    never = reading.with_values(BASE, {f"partners.{name}.from": "2100-01-01" for name in BASE.partners})
    made = comparisons.carry_out(plan(tmp_path, scenarios={"a": never, "b": never}, replications=2))
    again = comparisons.opened(made.plan.folder)

    assert again.holds == {"a": [], "b": []}
    assert again.shifts == {"b": []}
    assert again.comparison.differences["b"]["otif"].verdict == "undefined"
    assert not list(keeping.keep(again, "en"))  # without prices revenue is undefined too
    assert all(text for text in brief.made(made.plan.folder)[0])


def test_alternatives_are_compared_with_each_other_too():
    manned = reading.with_value(BASE, "smes.shop.crews", 3)
    found = compare.compare({"small": BASE, "wider": SCENARIOS["wider"], "manned": manned}, 3, seed=1)
    k = found.kpis.index("served")

    assert list(found.pairs) == [("wider", "manned")]
    assert found.pairs["wider", "manned"].difference.mean == pytest.approx(
        np.mean(found.values[2, :, k] - found.values[1, :, k])
    )


def test_a_demand_on_the_estate_is_no_alternative_to_what_it_could_do(outcome):
    """Of the same estate, with half as many orders again and with a further unit."""
    found = outcome.comparison

    assert found.are_alternatives("small", "wider")
    assert not found.are_alternatives("small", "busier")
    assert not found.are_alternatives("busier", "wider")
    assert found.pairs == {}
    assert "busier" not in found.leaders
    assert any("busier" in line for line in verdicts.apart(outcome, "en"))
    assert verdicts.alternatives(found) == ["small", "wider"]
