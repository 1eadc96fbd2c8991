"""A scenario as a workbook to be filled in: what `scenario.workbooks` reads back as the same scenario.

Each sheet has a row of words, a row of keys, by which it is read, and a row of units; columns that nothing uses are
folded away. Which value stands in which cell is in `laying`. Reading order: write, _Sheets.
"""

import io
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from takarusim.errors import Mistake
from takarusim.excel import writing
from takarusim.excel.laying import Entry, Line, cell_of, laid_out, unit_of
from takarusim.language.keys import described
from takarusim.language.numerals import Language
from takarusim.language.words import WORDS, of, say
from takarusim.quantities.spelling import spelled
from takarusim.scenario import layout, reading, shapes, workbooks
from takarusim.scenario.files import Steps
from takarusim.scenario.layout import ALONE, ROOT, UNITS, Column, Table
from takarusim.scenario.scenario import Part, Scenario
from takarusim.scenario.shapes import SCENARIO, Shape

__all__ = ["write"]

FIRST = 3  # row of the first values: below words, keys and units
SPARE = 200  # rows below the last one that have drop-down lists too
GUIDE = ("fill", "keys", "units", "percent", "sources", "folded", "spread", "lists", "run")
LONGEST_LIST = 255  # characters of a drop-down list that Excel takes
TIMES = ("menit", "jam", "hari", "minggu", "bulan", "tahun"), ("min", "h", "days", "weeks", "months", "years")
OFFERED = {"duration": TIMES, "mass": (("g", "kg", "t"),) * 2, "share": (("%", "ppm"),) * 2}
OFFERED |= {"money": (("Rp", "Rp ribu", "Rp juta"), ("Rp", "Rp thousand", "Rp million"))}


def write(path: Path, scenario: Scenario, language: Language) -> None:
    """Writes a scenario as a workbook.

    Raises
    ------
    Mistake
        If there is such a file already, or what writes it is not installed.
    """
    if path.exists():
        raise Mistake("already_there", got=str(path))
    if not workbooks.is_workbook(path):
        raise Mistake("no_name_of_a_workbook", got=str(path))
    laid = laid_out(reading.tree_of(scenario))
    content = io.BytesIO()
    book = writing.opened(content)
    formats = writing.styles(book)
    guide = book.add_worksheet(say("template.guide", language))
    titles = _titles(language)
    sheet = _Sheets(book, formats, language, titles)
    sheet.root(laid[()][0])
    for table in layout.tables():
        sheet.table(table, laid[table.path])
    _guide(guide, formats, language, titles, of(scenario.title, language))
    book.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.getvalue())


# ---- sheets


class _Sheets:
    """Writes the sheets of a workbook."""

    def __init__(self, book: Any, formats: dict[str, Any], language: Language, titles: dict[Steps, str]) -> None:
        self.book, self.formats, self.language, self.titles = book, formats, language, titles
        self.formats |= {name: book.add_format(style) for name, style in STYLES.items()}

    def root(self, line: Line) -> None:
        """Writes the scenario's own keys, one a row."""
        sheet = self.book.add_worksheet(say("template.scenario", self.language))
        heads = (ROOT, *workbooks.BESIDE)
        for k, (key, width) in enumerate(zip((*heads, ""), (28, 40, 10, 14, 10, 10, 30, 60), strict=True)):
            sheet.set_column(k, k, width)
            sheet.write_string(0, k, say(f"template.{key or 'meaning'}", self.language), self.formats["head"])
            sheet.write_string(1, k, key, self.formats["key"])
        writing.printed(sheet)
        sheet.freeze_panes(2, 2)
        known = [each for each in layout.columns(SCENARIO) if not each.beside]
        extra = [entry.column for entry in line.entries.values() if not entry.column.beside]
        for number, column in enumerate(dict.fromkeys([*known, *extra]), 2):
            entry = line.entries.get(column.key)
            unit = unit_of(entry) if entry else ""
            sheet.write_string(number, 0, column.key, self.formats["key"])
            sheet.write_string(number, 2, spelled(unit, self.language))
            for k, beside in enumerate(workbooks.BESIDE, 1):
                one = line.entries.get(column.key if beside == ALONE else f"{column.key}.{beside}")
                if one and beside != "unit":
                    self.write(sheet, (number, k), cell_of(one, unit, self.language), unit)
            self.offer(sheet, (number, number, 1), column)
            words = f"{_words(column, self.language)}. {_described(SCENARIO, column.steps, self.language)}"
            sheet.write_string(number, 7, words, self.formats["faint"])

    def table(self, table: Table, lines: list[Line]) -> None:
        """Writes a table."""
        sheet = self.book.add_worksheet(self.titles[table.path])
        columns = layout.columns(table.of)
        extra = {key: entry.column for line in lines for key, entry in line.entries.items()}
        columns = [*columns, *(extra[key] for key in extra if key not in {each.key for each in columns})]
        writing.printed(sheet)
        sheet.freeze_panes(FIRST, len(table.owners))
        for k, key in enumerate(table.keys):
            sheet.write_string(0, k, _owner(table, k, self.language), self.formats["head"])
            sheet.write_string(1, k, key, self.formats["key"])
            sheet.write_string(2, k, UNITS[self.language == "id"] if not k else "", self.formats["unit"])
            sheet.set_column(k, k, max([14, *(len(line.ids[k]) + 2 for line in lines)]))
            self.names(sheet, table, k, len(lines))
        for number, line in enumerate(lines, FIRST):
            for k, name in enumerate(line.ids):
                sheet.write_string(number, k, name, self.formats["id"])
        sheet.set_row(0, 2 * writing.HIGH)
        for k, column in enumerate(columns, len(table.keys)):
            self.column(sheet, table, lines, (k, column))

    def column(self, sheet: Any, table: Table, lines: list[Line], placed: tuple[int, Column]) -> None:
        """Writes one column of a table, folded away if nothing uses it."""
        k, column = placed
        used = {
            number: line.entries[column.key] for number, line in enumerate(lines, FIRST) if column.key in line.entries
        }
        unit = _unit([line.entries.get(".".join(column.steps)) for line in lines])
        cells = {number: cell_of(entry, unit, self.language) for number, entry in used.items()}
        for number, cell in cells.items():
            self.write(sheet, (number, k), cell, unit)
        words = _words(column, self.language)
        sheet.write_string(0, k, words, self.formats["head"])
        sheet.write_string(1, k, column.key, self.formats["key"])
        is_number = column.beside in ("", "low", "high")
        sheet.write_string(2, k, spelled(unit, self.language) if is_number else "", self.formats["unit"])
        if meaning := _described(table.of, column.steps, self.language):
            sheet.write_comment(0, k, meaning, {"x_scale": 2, "y_scale": 1.5})
        shown = [len(str(cell)) for cell in list(cells.values())[:SPARE]]
        width = min(max([10, len(column.key), len(words) // 2 + 4, *shown]), 45)
        is_plain = not lines and len(column.steps) == 1 and not column.beside and column.key not in Part.model_fields
        is_shown = bool(used) or is_plain or _is_needed(table.of, column)
        sheet.set_column(k, k, width, None, {} if is_shown else {"level": 1, "hidden": True})
        self.offer(sheet, (FIRST, FIRST + len(lines) + SPARE, k), column)
        if is_number and column.shape.dimension in OFFERED:
            offered = OFFERED[column.shape.dimension][self.language == "en"]
            sheet.data_validation(2, k, 2, k, {"validate": "list", "source": list(offered), "show_error": False})

    def write(self, sheet: Any, spot: tuple[int, int], cell: Any, unit: str) -> None:
        """Writes one cell."""
        match cell:
            case bool():
                sheet.write_boolean(*spot, cell)
            case int() | float():
                form = "percent" if unit == "%" else "whole" if cell == int(cell) else "text"
                sheet.write_number(*spot, cell, self.formats[form])
            case datetime():
                sheet.write_datetime(*spot, cell, self.formats["moment"])
            case date():
                sheet.write_datetime(*spot, datetime.combine(cell, time()), self.formats["date"])
            case _:
                if sheet.write_string(*spot, str(cell), self.formats["entry"]):
                    raise Mistake("long_cell", got=str(cell))

    def names(self, sheet: Any, table: Table, k: int, rows: int) -> None:
        """Offers the ids of what a row belongs to."""
        if k < len(table.owners) - 1:
            above = next(each for each in layout.tables() if each.path == table.owners[k])
            sheet.data_validation(FIRST, k, FIRST + rows + SPARE, k, self.ids(above))

    def ids(self, table: Table) -> dict[str, Any]:
        """Returns a drop-down list of the ids of a table; others may be typed."""
        letter = chr(65 + len(table.owners) - 1)
        named = f"='{self.titles[table.path]}'!${letter}${FIRST + 1}:${letter}$1000"
        return {"validate": "list", "source": named, "show_error": False}

    def offer(self, sheet: Any, where: tuple[int, int, int], column: Column) -> None:
        """Offers a drop-down list: words that may stand there, yes and no, or the ids that are meant."""
        first, last, k = where
        shape, key = column.shape, column.beside or column.steps[-1]
        choices = [choice for choice in shape.choices if choice]
        meant = next((each for each in layout.tables() if each.path == (f"{key}s",)), None)
        if shape.holds == "truth":
            choices = ["TRUE", "FALSE"]
        if choices and not column.beside and len(",".join(choices)) <= LONGEST_LIST:
            sheet.data_validation(first, k, last, k, {"validate": "list", "source": choices})
        elif meant and (shape.holds == "text" or shape.kind == "short" or column.beside == "source"):
            sheet.data_validation(first, k, last, k, self.ids(meant))


STYLES: dict[str, dict[str, Any]] = {
    "key": {"font_color": "#808080", "font_size": 8},
    "unit": {"italic": True, "bottom": 1, "bg_color": "#F2F2F2"},
    "id": {"bold": True},
    "faint": {"font_color": "#808080"},
    "entry": {"indent": 1},
    "whole": {"num_format": "#,##0"},
    "percent": {"num_format": "0.0###%"},
}


def _unit(entries: list[Entry | None]) -> str:
    """Returns the unit that most numbers of a column have."""
    bare = [unit_of(entry) for entry in entries if entry and not isinstance(entry.raw, Mapping | list)]
    return Counter(bare).most_common(1)[0][0] if bare else ""


def _is_needed(of: Shape, column: Column) -> bool:
    """Returns whether a row cannot do without a column."""
    if not of.part:
        return True
    field = next(
        (each for name, each in of.part.model_fields.items() if (shapes.key(name, each),) == column.steps), None
    )
    return field is not None and field.is_required() and not column.beside


# ---- words


def _titles(language: Language) -> dict[Steps, str]:
    """Returns the names of the tables' sheets, none twice."""
    titles: dict[Steps, str] = {}
    for table in layout.tables():
        path, said = table.path, [_owner(table, k, language) for k in range(len(table.owners))]
        said[-1] = _word(path[-1], language) if len(path) > 1 else said[-1]
        whole = re.sub(r"[][:*?/\\]", "", ", ".join(said))[: writing.SHEET_NAME]  # what Excel does not allow
        whole = whole[0].upper() + whole[1:]
        taken = [title for title in titles.values() if title[: len(whole) - 2] == whole[:-2]]
        titles[path] = f"{whole[:-2]} {len(taken) + 1}" if whole in titles.values() else whole
    return titles


def _owner(table: Table, k: int, language: Language) -> str:
    """Returns what a first column names: a partner, a component, the number of a row."""
    if k == len(table.owners) - 1 and not table.has_ids:
        return say("template.number", language)
    last = table.owners[k][-1]
    return say(f"input.{last}", language) if k == 0 and f"input.{last}" in WORDS else _word(last, language)


def _word(step: str, language: Language) -> str:
    return say(f"key.{step}", language) if f"key.{step}" in WORDS else step


def _words(column: Column, language: Language) -> str:
    """Returns what a column is called in a language."""
    *above, last = column.steps
    is_moment = column.shape.holds in ("date", "moment") and f"head.{last}" in WORDS  # due: on a day, not after days
    word = say(f"head.{last}", language) if is_moment else _word(last, language)
    said = ", ".join([*(_word(step, language) for step in above), word])
    return f"{said}: {say(f'template.{column.beside}', language)}" if column.beside else said


def _described(of: Shape, steps: Steps, language: Language) -> str:
    """Returns what the key at a path means."""
    shape: Shape | None = of
    said = ""
    for step in steps:
        if shape is None or shape.part is None:
            return said
        for name, field in shape.part.model_fields.items():
            if shapes.key(name, field) == step:
                said = described(field.description or "", language)
        shape = shapes.within(shape, step)
    return said


def _guide(sheet: Any, formats: dict[str, Any], language: Language, titles: dict[Steps, str], title: str) -> None:
    """Writes how the workbook is to be filled in, and which sheets it has."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, writing.WIDE)
    writing.printed(sheet)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, title, formats["title"])
    line = 2
    for name in GUIDE:
        said = say(f"guide.{name}.says", language)
        sheet.set_row(line, writing.HIGH * (len(said) // writing.WIDE + 1))
        sheet.write_string(line, 0, say(f"guide.{name}", language), formats["bold"])
        sheet.write_string(line, 1, said, formats["wrapped"])
        line += 1
    for path, name in {(): say("template.scenario", language), **titles}.items():
        line += 1
        sheet.write_url(line, 0, f"internal:'{name}'!A1", string=name)
        sheet.write_string(line, 1, ".".join(path) or ROOT, formats["key"])
