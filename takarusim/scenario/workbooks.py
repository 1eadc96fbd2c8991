"""Scenario files as workbooks: the same trees as of YAML, that know the cell of every key.

`layout` says which tables there are; a sheet is known by its row of keys. Reading order: load, _Reader.
"""

from pathlib import Path
from typing import Any, NamedTuple

from takarusim.errors import Mistake, Problem
from takarusim.language.mistakes import Nearest, Phrase, Text
from takarusim.language.words import WORDS
from takarusim.quantities import units
from takarusim.quantities.spelling import english
from takarusim.scenario import cells, files, layout
from takarusim.scenario.cells import Cell, Sheet, Spot
from takarusim.scenario.entries import Entries, made, text, value
from takarusim.scenario.files import Place, Steps, Tree
from takarusim.scenario.layout import ALONE, ROOT, UNITS, Table
from takarusim.scenario.shapes import SCENARIO, Shape

__all__ = ["BESIDE", "is_workbook", "load"]

HEAD = 10  # rows in which the keys of a sheet are looked for
BESIDE = (ALONE, "unit", *units.RANGE)  # columns of the scenario's own keys


def is_workbook(file: str | Path) -> bool:
    """Returns whether a file is called as a workbook is."""
    return Path(file).suffix.lower() == ".xlsx"


def load(file: Path) -> Tree:
    """Returns a workbook as a tree, with its mistakes of form."""
    name, right = str(file), Phrase("phrase.scenario_file")
    try:
        found = cells.sheets(files.content(file, cells.MOST_XLSX, name, right), name)
    except Mistake as mistake:
        return Tree({}, {(): Place(name, 1)}, [Problem.of(mistake, (), (name, 0))])
    reader = _Reader(name)
    reader.read(found)
    return Tree(reader.data, reader.places, reader.problems)


class _Found(NamedTuple):
    """A sheet whose keys were found."""

    sheet: Sheet
    table: Table | None  # None: the scenario's own keys
    head: int  # its row of keys
    keys: list[str]

    @property
    def depth(self) -> int:
        """How many ids a row has."""
        return len(self.table.owners) if self.table else 0

    @property
    def known(self) -> int:
        """How many of its keys there are."""
        columns = [each.key for each in layout.columns(self.table.of)] if self.table else BESIDE
        return len(set(self.keys) & set(columns))


class _Row(NamedTuple):
    """A row that is being read."""

    found: _Found
    of: Shape  # what it holds
    steps: Steps  # its path
    entries: Entries
    number: int


class _Reader:
    """Makes a tree of sheets, those above first, and notes the cell of each value."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: dict[str, Any] = {}
        self.places: dict[Steps, Place] = {(): Place(file, 1)}
        self.problems: list[Problem] = []
        self.named: dict[Steps, set[Steps]] = {}  # what has a row of its own, by table

    def read(self, sheets: list[Sheet]) -> None:
        """Reads all sheets."""
        notes = {word.lower() for word in WORDS["template.guide"]}
        read = [one for one in sheets if not one.name.startswith("#") and one.name.lower() not in notes]
        found = [each for each in map(self.found, read) if each]
        for each in sorted(found, key=lambda each: each.depth):
            self.check(each)
            self.rows(each) if each.table else self.root(each)

    def found(self, sheet: Sheet) -> _Found | None:
        """Returns a sheet with its keys; that it has none is a mistake, but for an empty one."""
        heads = []
        for number, row in enumerate(sheet.rows[:HEAD]):
            keys = ["" if cell is None else str(cell).strip() for cell in row]
            known = [table for table in layout.tables() if keys[: len(table.keys)] == table.keys]
            if keys[:1] == [ROOT] or known:
                table = max(known, key=lambda table: len(table.keys)) if known else None
                heads.append(_Found(sheet, table, number, keys))
        if heads:  # the words of a sheet may be like its keys
            return max(heads, key=lambda each: (each.known, each.head))
        if any(cell is not None for row in sheet.rows for cell in row):
            self.mistake(sheet, (0, 0), (), Mistake("sheet_without_keys", got=sheet.name))
        return None

    def check(self, found: _Found) -> None:
        """Notes what is wrong with cells as such."""
        for spot, wrong in found.sheet.faults.items():
            if spot[0] > found.head:
                self.mistake(found.sheet, spot, (), wrong)
        for first, last in found.sheet.merged:
            if last[0] >= found.head:
                self.mistake(found.sheet, first, (), Mistake("merged_cells"))

    def root(self, found: _Found) -> None:
        """Reads the scenario's own keys, one a row."""
        heads = {key: k for k, key in enumerate(found.keys) if key in BESIDE}
        entries = Entries()
        for number, cells_of in enumerate(found.sheet.rows[found.head + 1 :], found.head + 1):
            given = {key: cells_of[k] for key, k in heads.items() if k < len(cells_of) and cells_of[k] is not None}
            unit, row = english(str(given.pop("unit", ""))), _Row(found, SCENARIO, (), entries, number)
            if cells_of and cells_of[0] is not None:
                for beside, cell in given.items():
                    key = f"{cells_of[0]}" if beside == ALONE else f"{cells_of[0]}.{beside}"
                    self.cell(row, heads[beside], key, (cell, unit))
        self.data.update(entries.whole())

    def rows(self, found: _Found) -> None:
        """Reads a table, a row each of what has an id, or none."""
        sheet, table, first = found.sheet, found.table, found.head + 1
        assert table is not None  # noqa: S101  those without are `root`'s
        below = sheet.rows[first] if first < len(sheet.rows) else []
        has_units = bool(below) and str(below[0]).lower() in UNITS
        spelled = ["" if cell is None else english(str(cell)) for cell in below] if has_units else []
        heads = self.heads(found, table)
        for number, row in enumerate(sheet.rows[first + has_units :], first + has_units):
            if all(cell is None for cell in row):
                continue
            steps = self.owned(found, table, number, row)
            if steps is None:
                continue
            of_row = _Row(found, table.of, steps, Entries(), number)
            for k, key in heads.items():
                if k < len(row) and row[k] is not None:
                    self.cell(of_row, k, key, (row[k], spelled[k] if k < len(spelled) else ""))
            self.put(table, steps, of_row.entries)

    def heads(self, found: _Found, table: Table) -> dict[int, str]:
        """Returns the keys of columns behind the ids; one that is unknown or there twice is a mistake."""
        heads: dict[int, str] = {}
        known = tuple(each.key for each in layout.columns(table.of))
        for k, key in enumerate(found.keys[len(table.keys) :], len(table.keys)):
            if key and layout.column(table.of, key) is None:
                wrong = Mistake("unknown_key", got=key, right=Nearest(key, known))
                self.mistake(found.sheet, (found.head, k), table.path, wrong)
            elif key in heads.values():
                self.mistake(found.sheet, (found.head, k), table.path, Mistake("column_twice", got=key))
            elif key:
                heads[k] = key
        return heads

    def owned(self, found: _Found, table: Table, number: int, row: list[Cell]) -> Steps | None:
        """Returns the path of a row by its ids; None where one is missing, unknown or there twice."""
        steps: Steps = ()
        above: Steps = ()
        for k, owner in enumerate(table.owners):
            is_own, cell = k == len(table.owners) - 1, row[k] if k < len(row) else None
            steps += owner[len(above) :]
            above = owner
            if is_own and not table.has_ids:
                steps += (str(len(_at(self.data, steps) or ())),)
                break
            if cell is None:
                self.mistake(found.sheet, (number, k), table.path, Mistake("row_without_id", key=Text(".".join(owner))))
                return None
            steps += (str(text(cell)),)
            known = self.named.setdefault(owner, set())
            if not is_own and known and steps not in known:
                right = Nearest(steps[-1], tuple(sorted(each[-1] for each in known)))
                wrong = Mistake("no_such_owner", key=Text(".".join(owner)), got=steps[-1], right=right)
                self.mistake(found.sheet, (number, k), steps, wrong)
                return None
            if is_own and steps in known and self.is_list(table):
                return steps
            if is_own and steps in known:
                wrong = Mistake("row_twice", got=steps[-1], where=Text(self.places[steps].cell))
                self.mistake(found.sheet, (number, k), steps, wrong)
                return None
            if is_own:
                known.add(steps)
        place = cells.at(found.sheet.name, (number, len(table.owners) - 1))
        self.places[steps] = Place(self.file, number + 1, place)
        return steps

    @staticmethod
    def is_list(table: Table) -> bool:
        """Returns whether rows of one id are a list, such as the days of holidays."""
        return table.has_ids and table.of.holds in ("texts", "numbers", "dates")

    def cell(self, row: _Row, column: int, key: str, given: tuple[Cell, str]) -> None:
        """Reads one cell and its unit into what a row says, or notes what is wrong with it."""
        of, spot = layout.column(row.of, key), (row.number, column)
        if of is None:
            known = tuple(each.key for each in layout.columns(row.of))
            wrong = Mistake("unknown_key", got=key, right=Nearest(key, known))
            self.mistake(row.found.sheet, (row.number, 0), row.steps, wrong)
            return
        inner = of.steps if row.of.part else ()
        path = (*row.steps, *inner, of.beside) if of.beside else (*row.steps, *inner)
        if inner and path in self.places:
            wrong = Mistake("row_twice", got=key, where=Text(self.places[path].cell))
            self.mistake(row.found.sheet, spot, path, wrong)
            return
        self.places[path] = Place(self.file, spot[0] + 1, cells.at(row.found.sheet.name, spot))
        try:
            row.entries.add(of, value(given[0], of, given[1]))
        except Mistake as wrong:
            self.mistake(row.found.sheet, spot, path, wrong)

    def put(self, table: Table, steps: Steps, entries: Entries) -> None:
        """Puts what a row says at its path."""
        whole = entries.whole() if table.of.part else entries.whole().get(ALONE)
        holder = made(self.data, steps[:-1], [] if table.shape.kind == "rows" else {})
        if table.shape.kind == "rows":
            holder.append(whole)
        elif self.is_list(table):
            self.places[(*steps, str(len(holder.get(steps[-1], ()))))] = self.places[steps]
            holder.setdefault(steps[-1], []).extend(whole or [])
        else:
            holder[steps[-1]] = whole

    def mistake(self, sheet: Sheet, spot: Spot, steps: Steps, wrong: Mistake) -> None:
        """Notes a mistake at a cell."""
        self.problems.append(Problem.of(wrong, steps, (self.file, spot[0] + 1, cells.at(sheet.name, spot))))


def _at(data: Any, steps: Steps) -> Any:
    for step in steps:
        data = data.get(step) if isinstance(data, dict) else None
    return data
