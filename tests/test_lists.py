"""Order books, holidays and samples in files of their own: the same whatever separates them, in both languages."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

import takarusim as tk
from takarusim.scenario.reading import reviewed, text_of

BASE = Path(__file__).with_name("small.yaml")
HEADS = {
    "plain": ("placed", "component", "quantity", "due", "order"),
    "shouted": ("PLACED", "Component", "Quantity", "DUE", "Order"),
    "indonesian": ("Tanggal pesan", "Komponen", "Jumlah", "Jatuh tempo", "Nomor pesanan"),
}
ORDERS = [
    ("2024-01-02 08:00", "bracket", "12", "2024-01-20", "PO-1"),
    ("2024-01-05 13:30", "bracket", "7", "", "PO-2"),
]
BOOK = "partners: {maker: {orders: {every: null, book: NAME}}}"


@pytest.fixture
def place(tmp_path):
    """Writes a scenario that changes the small one, and returns where it is."""

    def write(change):
        (tmp_path / "base.yaml").write_text(BASE.read_text("utf-8"), "utf-8")
        (tmp_path / "more.yaml").write_text(f"extends: base.yaml\n{change}\n", "utf-8")
        return tmp_path / "more.yaml"

    return write


def sheet_of(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def said(path, language="en"):
    with pytest.raises(tk.ScenarioError) as caught:
        tk.read_scenario(path)
    return [problem.said(language).replace(f"{path.parent}/", "") for problem in caught.value.problems]


@pytest.fixture
def listed():
    """The small scenario with its orders listed."""
    orders = [dict(zip(HEADS["plain"], order, strict=True)) for order in ORDERS]
    stated = [{key: cell for key, cell in order.items() if cell} for order in orders]
    for order in stated:
        order["quantity"] = int(order["quantity"])
    return text_of(tk.with_value(tk.read_scenario(BASE), "partners.maker.orders", {"book": stated}))


@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_book_is_the_same_whatever_separates_it(heads, between, place, listed, tmp_path):
    rows = [between.join(row) for row in (HEADS[heads], *ORDERS)]
    lines = ["# told by the cooperative", *rows, 4 * between, "", between]
    (tmp_path / "book.csv").write_text("\r\n".join(lines), "utf-8-sig", newline="")

    assert text_of(tk.read_scenario(place(BOOK.replace("NAME", "book.csv")))) == listed


@pytest.mark.parametrize("heads", HEADS)
def test_a_book_may_be_a_workbook(heads, place, listed, tmp_path):
    rows = [
        [datetime.fromisoformat(ORDERS[0][0]), "bracket", 12, date(2024, 1, 20), "PO-1"],
        [datetime.fromisoformat(ORDERS[1][0]), "bracket", 7, None, "PO-2"],
        [None] * 5,
    ]
    sheet_of(tmp_path / "book.xlsx", [["Orders of January"], [], HEADS[heads], *rows])

    assert text_of(tk.read_scenario(place(BOOK.replace("NAME", "book.xlsx")))) == listed


def test_holidays_are_read_as_they_are_typed(place, tmp_path):
    (tmp_path / "days.csv").write_text("Tanggal;Nama\n31/12/2024;Malam tahun baru\n2024-08-17;Merdeka\n5-5-2024;\n;\n")
    found = tk.read_scenario(place("holidays: {public: days.csv}")).holidays["public"]

    assert found == (date(2024, 12, 31), date(2024, 8, 17), date(2024, 5, 5))


def test_a_sample_has_decimal_commas_where_semicolons_separate(place, tmp_path):
    (tmp_path / "times.csv").write_text("jam;catatan\n1,5;a\n2;b\n0,25;c\n")
    change = "lanes: {road: {travel: {empirical: times.csv, column: jam, unit: jam}}}"
    found = tk.read_scenario(place(change)).lanes["road"].travel

    assert dict(found.parameters) == {"values": (5_400_000.0, 7_200_000.0, 900_000.0)}


@pytest.mark.parametrize(
    ("text", "english", "indonesian"),
    [
        (
            "date\n5/2/2024\n2024-01-01\n6/7/2024\n",
            "days.csv:2: holidays.public.0: a date that can be read in two ways, got '5/2/2024'; write 2024-02-05 or",
            "days.csv:4: holidays.public.2: tanggal dapat dibaca dua cara, tertulis '6/7/2024'; tulis 2024-06-07 atau",
        ),
        (
            "hari;nama\n2024-01-01;a\n",
            "more.yaml:2: holidays.public: no column 'date' in days.csv, got hari, nama (separated by semicolons);",
            "tidak ada kolom 'date' di days.csv, tertulis hari, nama (dipisahkan titik koma); salah satu dari",
        ),
        (
            "date;Tanggal\n2024-01-01;2024-01-02\n",
            "more.yaml:2: holidays.public: a column that is there twice, got 'date'; one of them",
            "kolom ditulis dua kali, tertulis 'date'; salah satu",
        ),
    ],
)
def test_what_is_wrong_with_a_list_is_told_in_both_languages(text, english, indonesian, place, tmp_path):
    (tmp_path / "days.csv").write_text(text, "utf-8")
    path = place("holidays: {public: days.csv}")

    assert any(line.startswith(english) for line in said(path))
    assert any(indonesian in line for line in said(path, "id"))


def test_a_mistake_in_a_workbook_of_orders_is_named_by_its_cell(place, tmp_path):
    rows = [("placed", "component", "quantity"), ("5/2/2024", "bracket", "1.000"), ("2024-01-02", "bracket", "many")]
    sheet_of(tmp_path / "book.xlsx", rows)

    assert [line.partition(": ")[0] for line in said(place(BOOK.replace("NAME", "book.xlsx")))] == [
        "book.xlsx:Sheet!A2",
        "book.xlsx:Sheet!C2",
        "book.xlsx:Sheet!C3",
    ]


def test_what_separates_columns_is_said_unless_it_is_commas(place, tmp_path):
    path, said = place("holidays: {public: NAME}"), {}
    (tmp_path / "a.csv").write_text("date,name\n2024-01-01,a\n", "utf-8")
    (tmp_path / "b.csv").write_text("tanggal;nama\n2024-01-01;a\n2024-01-02;b\n", "utf-8")
    sheet_of(tmp_path / "c.xlsx", [["date"], [date(2024, 1, 1)]])
    for name in ("a.csv", "b.csv", "c.xlsx"):
        path.write_text(f"extends: base.yaml\nholidays: {{public: {name}}}\n", "utf-8")
        lines = [each.said("en") for each in reviewed(path)[1] if each.key == "list_read"]
        said[name] = [line.replace(f"{tmp_path}/", "") for line in lines]

    assert said == {
        "a.csv": [],
        "b.csv": ["b.csv: holidays.public: rows: 2, separated by semicolons"],
        "c.xlsx": ["c.xlsx: holidays.public: rows: 1, sheet Sheet"],
    }
