"""Results as tables for Excel: the numbers of the results, in the words of a language, that make themselves again."""

import csv
import shlex
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import openpyxl
import pytest

import takarusim as tk
from takarusim.excel import exported, writing
from takarusim.excel.exported import Export, Number, Table
from takarusim.experiments.search import Search
from takarusim.language.numerals import LANGUAGES
from takarusim.language.words import kpi, say
from takarusim.results import comparisons, headrooms, runs, sweeps

SMALL = Path(__file__).with_name("small.yaml")
QUICK = ["time.last_day=2024-01-31", "note==SUM(1,2)"]


@pytest.fixture(scope="module")
def scenario():
    return tk.read_scenario(SMALL, QUICK)


@pytest.fixture(scope="module")
def ran(scenario, tmp_path_factory):
    return runs.carry_out(runs.Plan(scenario, 3, 1, "simpy", 1, tmp_path_factory.mktemp("run")))


@pytest.fixture(scope="module")
def folders(scenario, ran, tmp_path_factory):
    """A folder of each kind of results."""
    out = tmp_path_factory.mktemp("results")
    more = tk.with_value(scenario, "workshops.C.let", 3)
    compared = comparisons.Plan({"today": scenario, "more": more}, 1, 2, engine="simpy", out=out)
    comparisons.carry_out(compared)
    design = tk.grid([tk.Factor("workshops.C.let", levels=(2, 3))])
    sweeps.sweep(scenario, design, 2, seed=1, engine="simpy", store=out / "sweep")
    search = Search(scenario, "otif >= 0.5", path="workshops.C.let", low=1, high=3)
    sought = headrooms.Plan(search, 1, 2, engine="simpy", out=out)
    headrooms.carry_out(sought)
    return {
        "run": ran.plan.folder,
        "comparison": compared.folder,
        "sweep": out / "sweep",
        "headroom": sought.folder,
    }


def sheets(folder, language, out):
    """Returns the sheets of an exported workbook as lists of rows, and the workbook."""
    export, _ = exported.exported(folder, language)
    writing.workbook(out, export, language)
    book = openpyxl.load_workbook(out)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}, book


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_has_the_numbers_of_the_run(ran, language, tmp_path):
    rows = sheets(ran.plan.folder, language, tmp_path / "a.xlsx")[0][say("export.table.kpis", language)]
    shown = {row[-1]: row for row in rows[1:]}

    assert rows[0][0] == say("head.kpi", language)
    assert list(shown) == list(ran.estimates)
    for name, one in ran.estimates.items():
        told = [np.nan if value is None else value for value in shown[name][3:6]]
        assert told == pytest.approx([one.mean, one.low, one.high], nan_ok=True)


def test_orders_of_the_first_replication_are_there_to_the_second(ran, tmp_path):
    rows = sheets(ran.plan.folder, "en", tmp_path / "a.xlsx")[0]["Orders"]
    first = ran.orders[ran.orders["replication"] == 0]

    assert len(rows) - 1 == len(first)
    shown = [row[rows[0].index("placed")] for row in rows[1:]]
    assert all(abs((a - b).total_seconds()) < 1 for a, b in zip(shown, first["placed"], strict=True))


def test_the_differences_of_shares_are_in_percentage_points(folders, tmp_path):
    rows = sheets(folders["comparison"], "en", tmp_path / "a.xlsx")[0]["Differences"]
    found = comparisons.opened(folders["comparison"]).comparison.differences["more"]["otif"]
    row = next(row for row in rows if row[-1] == "otif")
    shown = dict(zip(rows[0], row, strict=True))

    assert shown["difference"] == pytest.approx(100 * found.difference.mean)
    assert shown["this scenario"] - shown["base"] == pytest.approx(shown["difference"] / 100)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["run", "comparison", "sweep", "headroom"])
def test_every_kind_of_results_says_what_it_is_and_how_to_make_it_again(folders, kind, language, tmp_path):
    found, book = sheets(folders[kind], language, tmp_path / "a.xlsx")
    facts = {row[0]: row[1] for row in found[say("export.about", language)] if row[1]}
    command = shlex.split(facts[say("export.command", language)])

    assert facts[say("export.what", language)] == say(f"list.{kind}", language)
    assert command[0] == "takarusim"
    assert command[1] in ("run", "compare", "sweep", "headroom")
    assert any(word.startswith("--seed=") for word in command)
    assert facts[say("export.version", language)] == f"takarusim {tk.__version__}"
    assert say("export.table.register", language) in book.sheetnames
    tables = [book[name] for name in book.sheetnames[1:]]
    assert [table.freeze_panes for table in tables] == ["B2"] * len(tables)
    assert all(len(list(table)) > 1 for table in tables)


def test_the_same_results_give_the_same_bytes(ran, tmp_path):
    export, _ = exported.exported(ran.plan.folder, "id")
    for name in ("a.xlsx", "b.xlsx"):
        writing.workbook(tmp_path / name, export, "id")

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_csv_file_is_one_that_indonesian_excel_opens(ran, tmp_path):
    export, _ = exported.exported(ran.plan.folder, "id")
    paths = {path.name: path for path in writing.csv_files(tmp_path, export, "id", "id")}
    text = paths["kpis-id.csv"].read_bytes()
    rows = list(csv.reader(text.decode("utf-8-sig").splitlines(), delimiter=";"))
    shown = {row[-1]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}

    assert text.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in text
    assert shown["otif"]["KPI"] == kpi("otif", "id")
    assert float(shown["otif"]["taksiran"].replace(",", ".")) == pytest.approx(100 * ran.estimates["otif"].mean)
    wip = ran.estimates["wip"].mean
    assert "," in shown["wip"]["taksiran"]
    assert float(shown["wip"]["taksiran"].replace(",", ".")) == pytest.approx(wip)


def test_what_looks_like_a_formula_is_text(tmp_path):
    table = Table("notes", "Notes", "", ["note", "=head"], [["=1+1", Number(-1.5)], ["@x", None], ["plain", None]])
    export = Export("=2", [("what", "=3")], [table])
    writing.workbook(tmp_path / "a.xlsx", export, "en")
    cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx") for row in sheet for cell in row]
    rows = list(csv.reader(writing.csv_files(tmp_path, export, "en", "en")[1].read_text("utf-8-sig").splitlines()))

    assert not [cell for cell in cells if cell.data_type == "f"]
    assert rows == [["note", "'=head"], ["'=1+1", "-1.5"], ["'@x", ""], ["plain", ""]]


@pytest.mark.parametrize(
    ("cell", "indonesian", "english"),
    [
        (Number(0.625, "share"), "62,5", "62.5"),
        (Number(-0.02, "points"), "-2", "-2"),
        (Number(1_234_567.25), "1234567,25", "1234567.25"),
        (date(2024, 1, 3), "2024-01-03", "2024-01-03"),
        (datetime.fromisoformat("2024-01-03T08:30"), "2024-01-03 08:30", "2024-01-03 08:30"),
        (None, "", ""),
    ],
)
def test_cells_of_csv_files_have_the_marks_of_their_language(cell, indonesian, english, tmp_path):
    export = Export("", [], [Table("one", "", "", ["head"], [[cell, "x"]])])
    for marks, shown, between in (("id", indonesian, ";"), ("en", english, ",")):
        text = writing.csv_files(tmp_path, export, "en", marks)[1].read_text("utf-8-sig")
        assert text.splitlines()[1] == f"{shown}{between}x"


def test_a_run_without_months_has_no_sheet_of_them(ran):
    longest = replace(ran.plan, scenario=tk.read_scenario(SMALL, ["time={first_day: 2024-01-01, long_run: 60 days}"]))
    long_run = runs.carry_out(longest)
    names = [table.name for table in exported.exported(long_run.plan.folder, "en")[0].tables]

    assert names == ["kpis", "orders", "register"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_of_worlds_has_what_kpis_are_in_them(language, tmp_path):
    crews = {"value": 2, "source": "assumption", "low": 1, "high": 3}
    base = tk.with_value(tk.read_scenario("scenarios/first-steps.yaml"), "smes.sme.crews", crews)
    found = tk.worlds(base, 6, seed=1, store=tmp_path / "worlds")
    book = sheets(tmp_path / "worlds", language, tmp_path / "a.xlsx")[0]
    rows = {row[-1]: row for row in book[say("export.table.worlds", language)][1:]}
    groups = book[say("export.table.pinned", language)][1:]

    assert list(rows) == list(found.kpis)
    assert rows["crew_load"][3:6] == pytest.approx(found.quantiles("crew_load"))
    assert rows["crew_load"][6] == 6
    assert [{"en": "crews", "id": "regu"}[language] in row[0] for row in groups] == [True]
