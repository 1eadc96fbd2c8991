"""A scenario as a workbook: what is written is read as the same scenario, and mistakes are named by sheet and cell."""

import shutil
import time
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, reject, settings
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from typer.testing import CliRunner

import takarusim as tk
from cases import SCENARIOS, random_tree, trees
from takarusim.commands.application import app
from takarusim.errors import Mistake
from takarusim.excel import template
from takarusim.language.numerals import LANGUAGES
from takarusim.scenario import layout, shapes
from takarusim.scenario.dates import dated
from takarusim.scenario.reading import reviewed, tree_of
from takarusim.scenario.shapes import SCENARIO

SMALL = Path(__file__).with_name("small.yaml")
FILES = [*sorted(SCENARIOS.glob("*.yaml")), *sorted((SCENARIOS / "theory").glob("*.yaml")), SMALL]
ODD = {  # texts and numbers that a cell would change
    "title": {"en": "One: two", "id": "{Satu}"},
    "note": '"quoted" and = more',
    "seed": (1 << 62) + 1,
    "kpis": ["lead_time_within[30 days]", "lead_time_within[30 days, partner=maker]"],
    "smes.shop.note": "",
    "smes.shop.size": "micro",
    "components.bracket.price": "Rp 1.125 million",
    "components.bracket.mass": {"value": "2.0000001 kg", "source": "assumption", "low": "1 kg", "high": "3000 g"},
    "components.bracket.reject_rate": 0.07,
    "components.bracket.detection": "33.3 %",
    "lanes.road.travel": {"empirical": ["1 h", "90 min"], "note": "two trips"},
    "partners.maker.contract.due": {"gamma": {"mean": "12 days", "cv": 0.5}, "low": "9 days", "high": "20 days"},
    "partners.maker.quantity": {"discrete": {"20": 1, "60": 2}},
    "partners.maker.orders.factors": {"rush": {"hours": {"monday-friday": "08:00-12:00"}, "factor": "110 %"}},
}


@pytest.fixture
def written(tmp_path):
    """Writes a scenario as a workbook, and returns where it is."""

    def write(scenario, language="en", name="estate.xlsx"):
        template.write(tmp_path / name, scenario, language)
        return tmp_path / name

    return write


@pytest.fixture
def edited(written):
    """Writes the small scenario, sets cells of its sheets, and returns where it is."""

    def edit(cells, change=lambda book: None):
        path = written(tk.read_scenario(SMALL))
        book = openpyxl.load_workbook(path)
        for spot, cell in cells.items():
            sheet, _, place = spot.partition("!")
            book[sheet][place] = cell
        change(book)
        book.save(path)
        return path

    return edit


def stated(scenario):
    """Returns all that a scenario states, in its order: the same where its text is the same, and sooner told."""
    return str(tree_of(scenario))


def said(path, language="en"):
    """Returns the mistakes of a workbook, without its folder."""
    with pytest.raises(tk.ScenarioError) as caught:
        tk.read_scenario(path)
    return [problem.said(language).removeprefix(f"{path.parent}/") for problem in caught.value.problems]


def spot(path, sheet, key, row):
    """Returns the cell of a key's column in a row."""
    found = openpyxl.load_workbook(path)[sheet]
    return f"{sheet}!{next(cell for cell in found[2] if cell.value == key).column_letter}{row}"


@pytest.mark.parametrize("number", range(len(FILES)), ids=[file.stem for file in FILES])
def test_a_shipped_scenario_comes_back_as_it_was(number, written):
    scenario = tk.read_scenario(FILES[number])
    again = tk.read_scenario(written(scenario, LANGUAGES[number % 2]))

    assert again == scenario
    assert stated(again) == stated(scenario)


@given(trees())
@settings(max_examples=8, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_estate_comes_back_as_it_was(tmp_path, tree):
    try:
        scenario, path = tk.scenario_from(tree), tmp_path / "estate.xlsx"
    except tk.ScenarioError:  # some trees cannot be
        reject()
    path.unlink(missing_ok=True)
    template.write(path, scenario, "id")

    assert stated(tk.read_scenario(path)) == stated(scenario)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(500))
def test_many_estates_come_back_as_they_were(seed, written):
    scenario = tk.scenario_from(random_tree(seed, ties=seed % 2 == 0))

    assert stated(tk.read_scenario(written(scenario, LANGUAGES[seed % 2]))) == stated(scenario)


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_that_a_cell_would_change_come_back(language, written):
    scenario = tk.with_values(tk.read_scenario(SMALL), ODD)

    assert stated(tk.read_scenario(written(scenario, language))) == stated(scenario)


def leaves(part, above=()):
    """Yields the path of each key of a part that is no part itself, and those of tables in it."""
    for key, shape in shapes.fields(part).items():
        if shape.part:
            yield from leaves(shape.part, (*above, key))
        else:
            yield (*above, key), shape.kind in ("each", "rows")


def test_every_key_of_a_scenario_has_a_place_in_a_workbook():
    rows = [((), SCENARIO), *((table.path, table.of) for table in layout.tables())]
    tables = {table.path for table in layout.tables()}
    for path, of in rows:
        columns = {each.steps for each in layout.columns(of)}
        alone = {each.steps for each in layout.columns(of) if each.shape.kind == "short"}
        for steps, is_table in leaves(of.part) if of.part else ():
            assert (*path, *steps) in tables if is_table else steps in columns or steps[:-1] in alone


def test_a_workbook_is_read_wherever_a_scenario_is(written, tmp_path):
    path = written(tk.read_scenario(SMALL))
    (tmp_path / "more.yaml").write_text(f"extends: {path.name}\nworkshops: {{C: {{let: 3}}}}\n", "utf-8")

    assert tk.read_scenario(path, ["workshops.C.let=1"]).workshops["C"].let.value == 1
    assert tk.read_scenario(tmp_path / "more.yaml").workshops["C"].let.value == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_row_is_a_new_part(language, written):
    path = written(tk.read_scenario(SMALL), language)
    book = openpyxl.load_workbook(path)
    (sheet,) = (
        sheet for sheet in book if sheet["A2"].value == "workshops" and sheet["B2"].value != "workshops.changes"
    )
    heads = {cell.value: cell.column for cell in sheet[2]}
    sheet.cell(7, heads["workshops"], "D")  # row 6 stays empty
    sheet.cell(7, heads["units"], 12)
    book.save(path)
    found = tk.read_scenario(path)

    assert list(found.workshops) == ["A", "C", "D"]
    assert found.workshops["D"].units.value == 12


def test_the_unit_of_a_column_is_that_of_its_numbers(edited):
    path = edited({})
    units, first = spot(path, "Component, operation", "setup", 3), spot(path, "Component, operation", "setup", 4)
    found = tk.read_scenario(edited_again(path, {units: "jam", first: 1.5}))

    assert str(found.components["bracket"].routing["cut"].setup.mean) == str(1.5 * 3_600_000)


def edited_again(path, cells):
    book = openpyxl.load_workbook(path)
    for spot, cell in cells.items():
        sheet, _, place = spot.partition("!")
        book[sheet][place] = cell
    book.save(path)
    return path


def test_a_share_is_what_excel_shows(edited):
    path = edited({})
    rate = spot(path, "Component", "reject_rate", 4)
    sheet, _, place = rate.partition("!")
    cell = openpyxl.load_workbook(path)[sheet][place]

    assert (cell.value, cell.number_format) == (0.05, "0.0###%")
    assert tk.read_scenario(edited_again(path, {rate: 0.075})).components["bracket"].reject_rate.value == 0.075


def test_mistakes_are_named_by_sheet_and_cell_all_at_once(edited):
    path = edited({})
    units, crews = spot(path, "Workshop type", "units", 4), spot(path, "SME", "crews", 4)
    travel, calendar = spot(path, "Lane", "travel", 4), spot(path, "SME", "calendar", 4)
    edited_again(path, {units: "many", crews: 1.5, travel: "5 parsec", calendar: "dya"})

    assert [line.split(": ")[:2] for line in said(path)] == [
        [f"estate.xlsx:{travel}", "lanes.road.travel"],
        [f"estate.xlsx:{calendar}", "smes.shop.calendar"],
        [f"estate.xlsx:{crews}", "smes.shop.crews"],
        [f"estate.xlsx:{units}", "workshops.A.units"],
    ]


@pytest.mark.parametrize(
    ("cells", "english", "indonesian"),
    [
        (
            {"SME!B2": "counts"},
            "estate.xlsx:SME!B2: smes: unknown key, got 'counts'; did you mean 'count'?",
            "estate.xlsx:SME!B2: smes: kunci tidak dikenal, tertulis 'counts'; maksudnya 'count'?",
        ),
        (
            {"SME!A2": "firms"},
            "a sheet without a row of keys, got 'SME'; as takarusim template writes it, or a name that begins with #",
            "lembar tanpa baris kunci, tertulis 'SME'; seperti yang ditulis takarusim template",
        ),
        (
            {"SME!A5": "shop", "SME!B5": 3},
            "estate.xlsx:SME!A5: smes.shop: a name that is there twice, got 'shop', in SME!A4 too; one of them",
            "nama ditulis dua kali, tertulis 'shop', juga di SME!A4; salah satu",
        ),
        (
            {"SME!B6": 3},
            "estate.xlsx:SME!A6: smes: a row without a name in column smes; each row says its own",
            "baris tanpa nama di kolom smes; setiap baris menyebut namanya",
        ),
        (
            {"Component, operation!A4": "braket"},
            "no row of that name in sheet components, got 'braket'; did you mean 'bracket'?",
            "tidak ada baris bernama itu di lembar components, tertulis 'braket'; maksudnya 'bracket'?",
        ),
        (
            {"Scenario!B8": "5/2/2024"},
            "a date that can be read in two ways, got '5/2/2024'; write 2024-02-05 or 2024-05-02",
            "tanggal dapat dibaca dua cara, tertulis '5/2/2024'; tulis 2024-02-05 atau 2024-05-02",
        ),
        (
            {"SME!B4": "=1/0"},
            "estate.xlsx:SME!B4: a formula without its result; open the file in Excel and save it",
            "rumus tanpa hasil; buka di Excel, lalu simpan",
        ),
    ],
)
def test_what_is_wrong_with_a_sheet_is_told_in_both_languages(cells, english, indonesian, edited):
    path = edited(cells)

    assert any(english in line for line in said(path)), said(path)
    assert any(indonesian in line for line in said(path, "id")), said(path, "id")


def test_a_formula_that_failed_is_no_empty_cell(edited):
    def fail(book):
        book["SME"]["B4"].value, book["SME"]["B4"].data_type = "#REF!", "e"

    assert "estate.xlsx:SME!B4: its formula failed; mend it, or write the value" in said(edited({}, fail))


def test_merged_cells_are_refused(edited):
    def merge(book):
        book["Component, operation"].merge_cells("A4:A5")

    lines = said(edited({}, merge))

    assert "estate.xlsx:Component, operation!A4: merged cells; split them, each row says its own" in lines


def test_dates_are_read_as_excel_writes_them_from_1900_and_from_1904(edited):
    cells = {"Scenario!B8": date(2024, 2, 5), "Scenario!B9": datetime.fromisoformat("2024-04-01")}

    def mac(book):
        book.epoch = CALENDAR_MAC_1904

    for change in (lambda book: None, mac):
        (path := edited(cells, change)).with_suffix(".old")
        found = tk.read_scenario(path)
        assert (found.time.first_day, found.time.last_day) == (date(2024, 2, 5), date(2024, 4, 1))
        path.unlink()


def test_sheets_and_columns_of_ones_own_are_left_alone(edited):
    def note(book):
        book.create_sheet("# notes")["A1"] = "call the cooperative"
        book["SME"].cell(1, 200, "my column")
        book["SME"].cell(4, 200, "ask him")

    assert tk.read_scenario(edited({}, note)) == tk.read_scenario(SMALL)


def test_a_workbook_that_is_there_is_not_written_over(written):
    path = written(tk.read_scenario(SMALL))

    with pytest.raises(Mistake, match="a file that is there already"):
        template.write(path, tk.read_scenario(SMALL), "en")


def test_a_remark_is_made_of_a_target_as_of_a_file(written, tmp_path):
    path = written(tk.read_scenario(SMALL))
    shutil.copy(SMALL, tmp_path / "small.yaml")

    assert [each.key for each in reviewed(path)[1]] == [each.key for each in reviewed(tmp_path / "small.yaml")[1]]


def test_the_commands_write_a_workbook_and_name_its_mistakes_in_the_language_asked_for(tmp_path):
    path, runner = tmp_path / "estate.xlsx", CliRunner()
    made = runner.invoke(app, ["template", str(SMALL), "--xlsx", str(path), "--lang", "id"])
    again = runner.invoke(app, ["template", str(SMALL), "--xlsx", str(path), "--lang", "id"])
    path.write_bytes(path.read_bytes()[:2000])
    broken = runner.invoke(app, ["validate", str(path), "--lang", "id"])

    assert (made.exit_code, again.exit_code, broken.exit_code) == (0, 2, 2)
    assert "berkas sudah ada" in again.output
    assert "bukan buku kerja yang utuh" in broken.output


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("31/12/2024", "2024-12-31"),
        ("12/31/2024", "2024-12-31"),
        ("5-5-2024", "2024-05-05"),
        ("31.1.2024 08:00", "2024-01-31 08:00"),
        ("2024-02-05", "2024-02-05"),
        ("32/13/2024", "32/13/2024"),
        ("5/2/24", "5/2/24"),
    ],
)
def test_a_date_that_can_be_read_in_one_way_is(text, iso):
    assert dated(text) == iso


def test_a_large_workbook_is_read_in_seconds(edited):
    def fill(book):
        sheet = book["Partner, order book"]
        for k in range(5_000):
            row = 4 + k
            sheet.cell(row, 1, "maker")
            for column, cell in ((4, datetime.fromisoformat("2024-01-02T08:00")), (5, "bracket"), (6, 3)):
                sheet.cell(row, column, cell)

    path, begun = edited({}, fill), time.process_time()
    with pytest.raises(tk.ScenarioError):
        tk.read_scenario(path)

    assert time.process_time() - begun < 5
