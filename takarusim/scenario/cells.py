"""Workbooks as rows of plain cells, read in bounded time and memory whatever their file holds.

A few kilobytes can claim a million rows, or unpack to gigabytes: everything is unpacked and counted here before a
library that believes a workbook sees it, and what it sees is what was counted. Reading order: sheets, Sheet.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET
from xml.parsers import expat

from takarusim.errors import Mistake
from takarusim.language.mistakes import Phrase, Text

__all__ = ["MOST_XLSX", "Cell", "Sheet", "Spot", "at", "sheets"]

MOST_XLSX, MOST_UNPACKED = 16_000_000, 64_000_000  # bytes of a file, and of what is in it
MOST_PARTS, MOST_CELLS = 2_000, 1_000_000  # files in it; cells of a sheet from its first to its last row and column

Cell = str | float | bool | date | time | None
Spot = tuple[int, int]  # row and column, from 0


class Sheet(NamedTuple):
    """A sheet: its cells row by row, and what is wrong with some of them."""

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[Spot, Spot]]  # first and last cell of each
    faults: dict[Spot, Mistake]  # formulas that failed, or whose value was not kept


def at(sheet: str, spot: Spot) -> str:
    """Returns where a cell is, as Excel writes it.

    Examples
    --------
    >>> at("components", (4, 27))
    'components!AB5'
    """
    row, column = spot
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{sheet}!{letters}{row + 1}"


def sheets(content: bytes, name: str) -> list[Sheet]:
    """Returns the sheets of a workbook.

    Raises
    ------
    Mistake
        If it is none, is too large, or what reads it is not installed.
    """
    try:
        import python_calamine
    except ModuleNotFoundError as error:
        raise Mistake("not_installed", library=Text(error.name), extra=Text("excel")) from None
    try:
        parts = _unpacked(content)
        faults = {_named(parts, part): _counted(parts[part]) for part in parts if b"sheetData" in parts[part]}
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts)))
        _check_names(faults, book.sheet_names)
        return [_sheet(book.get_sheet_by_name(each), faults.get(each, {})) for each in book.sheet_names]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # noqa: BLE001  a panic of the library is no Exception
        why = error.why if isinstance(error, _Unfit) else Phrase("phrase.not_a_workbook")
        raise Mistake("unreadable_file", got=name, why=why, right=Phrase("phrase.workbook")) from None


class _Unfit(Exception):
    """Why a workbook is not read."""

    def __init__(self, why: str, **values: Any) -> None:
        super().__init__(why)
        self.why = Phrase(why, **values)


def _check_names(faults: dict[str, dict[Spot, Mistake]], names: list[str]) -> None:
    """Refuses a workbook with faults in a sheet that has no name: nobody would be told of them."""
    if any(wrong and name not in names for name, wrong in faults.items()):
        raise _Unfit("phrase.not_a_workbook")


def _sheet(found: Any, faults: dict[Spot, Mistake]) -> Sheet:
    rows = [list(map(_plain, row)) for row in found.to_python(skip_empty_area=False)]
    return Sheet(found.name, rows, list(found.merged_cell_ranges or ()), faults)


def _plain(cell: Any) -> Cell:
    """Returns a cell: whole numbers as such, nothing for empty text, moments to the second."""
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, datetime):
        rounded = (cell + timedelta(milliseconds=500)).replace(microsecond=0)
        return rounded if rounded.time() != time() else rounded.date()
    return cell if isinstance(cell, float | bool | date | time) or cell is None else str(cell)


# ---- what is in the file


def _unpacked(content: bytes) -> dict[str, bytes]:
    """Returns the parts of a workbook by name, all of them counted."""
    parts, left = dict[str, bytes](), MOST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if len(packed.infolist()) > MOST_PARTS:
            raise _Unfit("phrase.many_parts", most=MOST_PARTS)
        for entry in packed.infolist():
            with packed.open(entry) as part:
                parts[entry.filename] = part.read(left + 1)
            left -= len(parts[entry.filename])
            if left < 0:
                raise _Unfit("phrase.too_big", most=MOST_UNPACKED // 1_000_000)
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in parts.values()):
        raise _Unfit("phrase.not_a_workbook")
    return parts


def _packed(parts: dict[str, bytes]) -> bytes:
    """Returns the parts as a file of their own, as they were counted."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return file.getvalue()


def _named(parts: dict[str, bytes], part: str) -> str:
    """Returns the name of the sheet that a part of a workbook holds; that of the part if nothing tells."""
    for sheet, target in _targets(parts):
        if part == target:
            return sheet
    return part


def _targets(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yields the name of each sheet and the part that holds it."""
    try:
        told = ET.fromstring(parts["xl/workbook.xml"])  # noqa: S314  no entities: see _unpacked
        relations = ET.fromstring(parts["xl/_rels/workbook.xml.rels"])  # noqa: S314
    except (KeyError, ET.ParseError, ValueError, LookupError):
        return
    targets = {each.get("Id"): str(each.get("Target")) for each in relations}
    for each in told.iter():
        if each.tag.rpartition("}")[2] == "sheet":
            relation = next((value for key, value in each.items() if key.endswith("}id")), None)  # of either standard
            target = targets.get(relation, "")
            yield str(each.get("name")), target[1:] if target.startswith("/") else f"xl/{target}"


class _Counter:
    """Counts the cells of a sheet as a parser meets them, and notes formulas without a value."""

    def __init__(self) -> None:
        self.row, self.column, self.cells = -1, -1, 0
        self.last: Spot = (0, 0)
        self.kind, self.inside, self.is_formula, self.is_known = "", "", False, False
        self.faults: dict[Spot, Mistake] = {}

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Looks at an element."""
        self.inside = tag.rpartition(":")[2]
        match self.inside:
            case "row":
                self.row, self.column = int(attributes.get("r", self.row + 2)) - 1, -1
                self._reach()
            case "c":
                self.kind, self.is_formula = attributes.get("t", ""), False
                self.is_known = self.kind == "str"  # the text of a formula, which may be none
                self.column += 1
                if found := re.fullmatch(r"\$?([A-Za-z]{1,7})\$?(\d{1,9})", attributes.get("r", "")):
                    self.row = int(found[2]) - 1
                    self.column = -1
                    for letter in found[1].upper():
                        self.column = 26 * (self.column + 1) + ord(letter) - 65
                self._reach()
            case "f":
                self.is_formula = True

    def text(self, text: str) -> None:
        """Looks at what stands in an element."""
        if self.inside in ("v", "t") and text:
            self.is_known = True

    def end(self, tag: str) -> None:
        """Looks at the end of an element."""
        if tag.rpartition(":")[2] == "c":
            if self.kind == "e":
                self.faults[self.row, self.column] = Mistake("formula_failed")
            elif self.is_formula and not self.is_known:
                self.faults[self.row, self.column] = Mistake("formula_without_value")

    def _reach(self) -> None:
        self.cells += 1
        self.last = max(self.last[0], self.row), max(self.last[1], self.column)
        area = (self.last[0] + 1) * (self.last[1] + 1)
        if max(area, self.cells) > MOST_CELLS:
            raise _Unfit("phrase.many_cells", most=MOST_CELLS)


def _counted(part: bytes) -> dict[Spot, Mistake]:
    """Returns what is wrong with cells of a sheet."""
    counter, parser = _Counter(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = counter.begin, counter.end
    parser.CharacterDataHandler = counter.text
    parser.Parse(part, True)  # noqa: FBT003
    return counter.faults
