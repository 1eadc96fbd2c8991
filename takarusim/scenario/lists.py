"""Lists in files of their own: order books, holidays, samples; CSV of any separator, or the first sheet of a workbook.

Columns are found by their heads, in any case, in English or Indonesian. Reading order: rows, _Lines.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from takarusim.errors import Mistake
from takarusim.language.mistakes import Listed, Nearest, Phrase, Text
from takarusim.language.words import WORDS
from takarusim.scenario import cells, files
from takarusim.scenario.cells import Cell
from takarusim.scenario.files import Place

__all__ = ["Row", "is_list", "rows"]

MOST_CSV = 16_000_000  # bytes of a file
HEAD = 10  # rows of a sheet in which the heads are looked for
ENDINGS = (".csv", ".xlsx")
SEPARATORS = {",": "phrase.by_commas", ";": "phrase.by_semicolons", "\t": "phrase.by_tabs"}
FURTHER = {  # heads that are no words of ours
    **{"tanggal pesan": "placed", "jumlah": "quantity", "tenggat": "due", "jatuh tempo": "due"},
    **{"nomor pesanan": "order", "operasi berikutnya": "next", "pelanggan": "partner", "customer": "partner"},
    **{"tanggal kirim": "delivered", "tanggal terkirim": "delivered", "tiba": "delivered"},
}

Row = dict[str, tuple[Cell, Place]]  # cells that are not empty, by column


class _Lines(NamedTuple):
    """The lines of a list, the one with the heads first."""

    lines: list[list[tuple[Cell, Place]]]
    separated: Phrase  # what was found between its columns


def is_list(raw: object) -> bool:
    """Returns whether a value is the name of a file that holds a list."""
    return isinstance(raw, str) and raw.lower().endswith(ENDINGS)


def rows(
    folder: Path, name: str, needed: Sequence[str], others: Sequence[str] = ()
) -> tuple[list[Row], Mistake | None]:
    """Returns the rows of a list, empty ones left out, and what is to be said of how it was read, if it is unusual.

    Parameters
    ----------
    needed, others : names
        Of columns that must be there, and that may.

    Raises
    ------
    Mistake
        If it cannot be read, or lacks a column.
    """
    found = _workbook(folder, name) if name.lower().endswith(".xlsx") else _csv(folder, name)
    named = _named((*needed, *others))
    heads = ["" if cell is None else str(cell).strip() for cell, _ in found.lines[0]] if found.lines else []
    keys = [named.get(head.lower(), head) for head in heads]
    for column in needed:
        if column not in keys:
            known = tuple(filter(None, heads))
            said = {"column": column, "name": Text(name), "got": Listed(known), "right": Nearest(column, known)}
            raise Mistake("no_such_column", separated=found.separated, **said)
    if twice := [key for key in keys if key and keys.count(key) > 1]:
        raise Mistake("column_twice", got=twice[0])
    lines = (dict(zip(keys, line, strict=False)) for line in found.lines[1:])
    told = ({key: each for key, each in line.items() if key and each[0] not in (None, "")} for line in lines)
    kept = [row for row in told if row]
    is_usual = found.separated == Phrase("phrase.by_commas")
    return kept, None if is_usual else Mistake("list_read", n=len(kept), separated=found.separated)


def _named(keys: Sequence[str]) -> dict[str, str]:
    """Returns the key of each head that is known, in small letters."""
    found = {head: key for head, key in FURTHER.items() if key in keys}
    for key in keys:
        for said in ("key", "head", "word"):
            found |= {word.lower(): key for word in WORDS.get(f"{said}.{key}", ())}
    return found | {key.lower(): key for key in keys}


def _csv(folder: Path, name: str) -> _Lines:
    """Returns the lines of a CSV file; what stands most often in its first line is between its columns."""
    right = Phrase("phrase.csv_file")
    try:
        text = files.text_in(folder / name, MOST_CSV, name, right)
        kept = [(number, line) for number, line in enumerate(io.StringIO(text, newline=""), 1) if line[0] != "#"]
        while kept and not kept[0][1].strip():
            kept = kept[1:]
        first = kept[0][1] if kept else ""
        between = first[4:5] if first.lower().startswith("sep=") else max(SEPARATORS, key=first.count)
        kept = kept[1:] if first.lower().startswith("sep=") else kept
        lines = list(_cells(kept, between, str(folder / name)))
    except UnicodeDecodeError:
        raise Mistake("unreadable_file", got=name, why=Phrase("phrase.not_utf8"), right=right) from None
    except (csv.Error, TypeError):
        raise Mistake("unreadable_file", got=name, why=Phrase("phrase.long_cell"), right=right) from None
    return _Lines(lines, Phrase(SEPARATORS.get(between, "phrase.by_commas")))


def _cells(kept: list[tuple[int, str]], between: str, file: str) -> Iterator[list[tuple[Cell, Place]]]:
    reader = csv.reader((line for _, line in kept), delimiter=between, skipinitialspace=True)
    for row in reader:
        place = Place(file, kept[reader.line_num - 1][0])
        yield [(_decimal(cell.strip()) if between != "," else cell.strip(), place) for cell in row]


def _decimal(cell: str) -> str:
    """Returns a cell with a point before its decimals, where its comma can be nothing else."""
    whole, comma, decimals = cell.partition(",")
    is_decimal = comma and whole.lstrip("-").isdecimal() and decimals.isdecimal() and len(decimals) != 3
    return f"{whole}.{decimals}" if is_decimal else cell


def _workbook(folder: Path, name: str) -> _Lines:
    """Returns the lines of the first sheet of a workbook that has any, from that with most heads on."""
    right = Phrase("phrase.workbook")
    content = files.content(folder / name, cells.MOST_XLSX, name, right)
    filled = (sheet for sheet in cells.sheets(content, name) if any(any(row) for row in sheet.rows))
    sheet = next(filled, None)
    if sheet is None:
        return _Lines([], Phrase("phrase.in_sheet", sheet=Text("")))
    counts = [sum(cell is not None for cell in row) for row in sheet.rows[:HEAD]]
    head = counts.index(max(counts))
    for spot, wrong in sheet.faults.items():
        if spot[0] >= head:
            raise Mistake("at_cell", cell=Text(cells.at(sheet.name, spot)), wrong=Phrase(wrong.key))
    lines = [
        [(cell, Place(str(folder / name), line + 1, cells.at(sheet.name, (line, k)))) for k, cell in enumerate(row)]
        for line, row in enumerate(sheet.rows[head:], head)
    ]
    return _Lines(lines, Phrase("phrase.in_sheet", sheet=Text(sheet.name)))
