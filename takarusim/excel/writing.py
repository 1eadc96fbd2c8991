"""An export as an Excel workbook, or as CSV files that Excel opens by a double click.

What is there to be read stays what it is: a text that begins like a formula is no formula, in either form.
"""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from takarusim.errors import Mistake
from takarusim.excel.exported import Cell, Export, Number, Table
from takarusim.language.mistakes import Text
from takarusim.language.numerals import Language
from takarusim.language.words import say

if TYPE_CHECKING:
    from xlsxwriter import Workbook

__all__ = ["SHEET_NAME", "csv_files", "opened", "printed", "styles", "workbook"]

SHEET_NAME = 31  # characters that Excel allows
MADE = datetime(2000, 1, 1)  # noqa: DTZ001  that the same results give the same bytes
NARROWEST, WIDEST, LOOKED_AT = 9, 60, 300  # characters of a column; rows that its width is taken of
WIDE, HIGH = 100, 15  # characters of the words on the first sheet; points of a line
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a cell of a CSV file begins with that Excel computes
FORMATS = {"share": "0.0%", "points": "+0.0;-0.0;0.0", "Rp": '"Rp" #,##0'}
STYLES: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#DCE6F1"},
    "title": {"bold": True, "font_size": 14},
    "bold": {"bold": True, "valign": "top"},
    "text": {"valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
}


def opened(file: io.BytesIO) -> "Workbook":
    """Returns a workbook to be written and closed; no text in it is taken for a formula, a link or a number.

    Raises
    ------
    Mistake
        If what writes it is not installed.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        raise Mistake("not_installed", library=Text(error.name), extra=Text("excel")) from None
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, plain)
    book.set_properties({"created": MADE, "comments": "takarusim"})
    return book


def styles(book: "Workbook") -> dict[str, Any]:
    """Returns the formats of cells by name."""
    return {name: book.add_format(style) for name, style in STYLES.items()}


# ---- Excel


def workbook(path: Path, export: Export, language: Language) -> None:
    """Writes a workbook: a sheet that says what it is, then one for each table."""
    content = io.BytesIO()
    book = opened(content)
    formats = styles(book)
    _first(book.add_worksheet(say("export.about", language)), export, formats)
    numbers: dict[str, Any] = {}
    for table in export.tables:
        sheet = book.add_worksheet(table.title[:SHEET_NAME])
        sheet.freeze_panes(1, 1)
        printed(sheet)
        sheet.repeat_rows(0)
        widths = [_width(table, column) for column in range(len(table.heads))]
        for column, (head, width) in enumerate(zip(table.heads, widths, strict=True)):
            sheet.write_string(0, column, head, formats["head"])
            sheet.set_column(column, column, width)
        lines = max(len(head) // (width - 2) + 1 for head, width in zip(table.heads, widths, strict=True))
        sheet.set_row(0, HIGH * lines)
        for line, row in enumerate(table.rows, 1):
            for column, cell in enumerate(row):
                _write(sheet, (line, column), cell, (formats, numbers, book))
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.heads) - 1)
    book.close()
    path.write_bytes(content.getvalue())


def _first(sheet: Any, export: Export, formats: dict[str, Any]) -> None:
    """Writes what the workbook is, how to make it again, and what each sheet holds."""
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, WIDE)
    printed(sheet)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, export.title, formats["title"])
    for line, (head, text) in enumerate(export.facts, 2):
        sheet.set_row(
            line, HIGH * sum(len(part) // WIDE + 1 for part in text.splitlines())
        )  # not all find it themselves
        sheet.write_string(line, 0, head, formats["bold"])
        sheet.write_string(line, 1, text, formats["wrapped"])
    for line, table in enumerate(export.tables, len(export.facts) + 3):
        name = table.title[:SHEET_NAME]
        sheet.write_url(line, 0, f"internal:'{name}'!A1", string=name)
        sheet.write_string(line, 1, table.says, formats["wrapped"])


def printed(sheet: Any) -> None:
    """Lets a sheet be printed on A4, across, one page wide."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write(sheet: Any, place: tuple[int, int], cell: Cell, how: tuple[Any, ...]) -> None:
    formats, numbers, book = how
    match cell:
        case None | "":
            pass
        case Number(value, unit):
            code = _code(cell)
            if code not in numbers:
                numbers[code] = book.add_format({"num_format": code})
            sheet.write_number(*place, 100 * value if unit == "points" else value, numbers[code])
        case datetime():
            sheet.write_datetime(*place, cell, formats["moment"])
        case date():
            sheet.write_datetime(*place, datetime.combine(cell, datetime.min.time()), formats["date"])
        case _:
            sheet.write_string(*place, cell)


def _code(number: Number) -> str:
    """Returns the format of a number: whole ones without decimals, others with as many as their size asks for."""
    if code := FORMATS.get(number.unit.partition("/")[0]):
        return code
    if number.value == int(number.value):
        return "#,##0"
    return "#,##0.0" if abs(number.value) >= 10 else "0.00" if abs(number.value) >= 0.1 else "0.0000"


def _width(table: Table, column: int) -> int:
    """Returns how wide a column is to be, in characters, for what its first cells and the words of its head need."""
    shown = [_shown(row[column]) for row in table.rows[:LOOKED_AT]]
    longest = max(map(len, [*table.heads[column].split(), *shown]))
    return min(max(longest + 2, NARROWEST), WIDEST)


def _shown(cell: Cell) -> str:
    if isinstance(cell, Number):
        return f"{'Rp ' if cell.unit.startswith('Rp') else ''}{cell.value:,.1f}"
    return f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else str(cell or "")


# ---- CSV


def csv_files(folder: Path, export: Export, language: Language, marks: Language) -> list[Path]:
    """Writes a CSV file for each table, and one that says what they are; returns their paths.

    Parameters
    ----------
    marks : {"id", "en"}
        id: semicolons and decimal commas, as Indonesian Excel reads them; en: commas and decimal points.
    """
    heads = [say(f"export.{name}", language) for name in ("fact", "says")]
    about = Table("about", "", "", heads, export.facts)
    written = []
    for table in (about, *export.tables):
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";" if marks == "id" else ",")
        writer.writerow(_safe(head) for head in table.heads)
        writer.writerows([_text(cell, marks) for cell in row] for row in table.rows)
        path = folder / f"{table.name}-{marks}.csv"
        path.write_text(text.getvalue(), "utf-8-sig", newline="")
        written.append(path)
    return written


def _text(cell: Cell, marks: Language) -> str:
    match cell:
        case None:
            return ""
        case Number(value, unit):
            text = f"{100 * value if unit in ('share', 'points') else value:.10g}"
            return text.replace(".", ",") if marks == "id" else text
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case _:
            return _safe(cell)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
