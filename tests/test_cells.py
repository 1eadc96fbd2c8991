"""Workbooks that are none, or claim too much: refused in words, in bounded time and memory, never a traceback."""

import io
import random
import resource
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

import takarusim as tk
from takarusim.excel import template
from takarusim.language.numerals import LANGUAGES
from takarusim.scenario import cells
from takarusim.scenario.cells import at

SMALL = Path(__file__).with_name("small.yaml")
SHEET = "xl/worksheets/sheet1.xml"
WHY = {"not_a_workbook": ("no whole workbook", "bukan buku kerja yang utuh")}
WHY |= {"too_big": ("more than 64 MB", "lebih dari 64 MB")}
WHY |= {"many_cells": ("a sheet of more than 1000000 cells", "lembar dengan lebih dari 1000000 sel")}
WHY |= {"many_parts": ("of more than 2000 parts", "berisi lebih dari 2000 bagian")}


@pytest.fixture(scope="module")
def parts():
    """The parts of a workbook of one small sheet."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = 1
    book.save(file)
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return file.getvalue()


def sheet(rows):
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return head + rows + b"</sheetData></worksheet>"


def hostile(name, parts):
    """Returns the bytes of a hostile workbook, and why it is refused."""
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    beyond = b"<row r='999999999'><c r='ZZZZZZ999999999'><v>1</v></c></row>"
    entity = b'<!DOCTYPE a [<!ENTITY b "bbbb">]>' + sheet(b"<row><c><v>&b;</v></c></row>")
    match name:
        case "nothing":
            return b"", "not_a_workbook"
        case "text":
            return b"title: an estate\n", "not_a_workbook"
        case "half":
            return packed(parts)[:1500], "not_a_workbook"
        case "no directory":
            return packed(parts).replace(b"PK\x01\x02", b"PK\x01\x03"), "not_a_workbook"
        case "spaces":
            return packed(parts | {SHEET: sheet(b" " * 70_000_000)}), "too_big"
        case "a picture":
            return packed(parts | {"xl/media/a.png": bytes(70_000_000)}), "too_big"
        case "a far cell":
            return packed(parts | {SHEET: sheet(far)}), "many_cells"
        case "a cell beyond all":
            return packed(parts | {SHEET: sheet(beyond)}), "many_cells"
        case "a million rows":
            return packed(parts | {SHEET: sheet(b"<row><c><v>1</v></c></row>" * 1_000_001)}), "many_cells"
        case "entities":
            return packed(parts | {SHEET: entity}), "not_a_workbook"
        case "many parts":
            return packed(parts | {f"a/{k}": b"" for k in range(2100)}), "many_parts"
        case "no sheet":
            return packed({key: part for key, part in parts.items() if "sheet" not in key}), "not_a_workbook"
    return packed(parts | {SHEET: b"sheetData <<<"}), "not_a_workbook"


@pytest.mark.parametrize(
    "name",
    [
        *("nothing", "text", "half", "no directory", "spaces", "a picture", "a far cell", "a cell beyond all"),
        *("a million rows", "entities", "many parts", "no sheet", "no xml"),
    ],
)
def test_a_hostile_workbook_is_refused_in_words_of_both_languages_in_bounded_time(name, parts, tmp_path):
    content, why = hostile(name, parts)
    path = tmp_path / "estate.xlsx"
    path.write_bytes(content)
    begun, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(tk.ScenarioError) as caught:
        tk.read_scenario(path)

    assert time.process_time() - begun < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000  # kB
    for language, said in zip(("en", "id"), WHY[why], strict=True):
        assert said in caught.value.said(language)


@pytest.mark.parametrize("standard", [b"http://purl.oclc.org/ooxml/officeDocument/relationships", b""])
def test_a_failed_formula_is_told_whatever_standard_a_workbook_follows(standard, parts):
    usual = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    failed = sheet(b'<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>')
    book = parts["xl/workbook.xml"].replace(usual, standard or usual)
    (found,) = cells.sheets(packed(parts | {SHEET: failed, "xl/workbook.xml": book}), "a.xlsx")

    assert [wrong.key for wrong in found.faults.values()] == ["formula_failed"]
    assert list(found.faults) == [(0, 1)]


def test_a_list_in_a_hostile_workbook_is_refused_too(parts, tmp_path):
    (tmp_path / "days.xlsx").write_bytes(hostile("a far cell", parts)[0])
    (tmp_path / "base.yaml").write_text(SMALL.read_text("utf-8"), "utf-8")
    (tmp_path / "more.yaml").write_text("extends: base.yaml\nholidays: {public: days.xlsx}\n", "utf-8")
    with pytest.raises(tk.ScenarioError, match=r"days.xlsx' \(a sheet of more than 1000000 cells"):
        tk.read_scenario(tmp_path / "more.yaml")


def test_a_bomb_that_says_it_is_small_is_not_unpacked(parts, tmp_path):
    rest = {key: part for key, part in parts.items() if key != SHEET}
    bomb = packed({SHEET: sheet(b" " * 60_000_000)} | rest)
    size = (60_000_000 + len(sheet(b""))).to_bytes(4, "little")
    path = tmp_path / "estate.xlsx"
    path.write_bytes(bomb.replace(size, (1000).to_bytes(4, "little")))
    with pytest.raises(tk.ScenarioError, match="no whole workbook"):
        tk.read_scenario(path)


def test_damaged_workbooks_are_read_or_refused_in_words(tmp_path):
    template.write(tmp_path / "whole.xlsx", tk.read_scenario(SMALL), "en")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    draw, path, refused = random.Random(1), tmp_path / "estate.xlsx", []  # noqa: S311  damage, no secret
    for _ in range(60):
        name = draw.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        part = bytearray(parts[name])
        for _ in range(draw.choice((1, 3, 30))):
            spot = draw.randrange(len(part))
            part[spot : spot + draw.choice((0, 1, 8))] = draw.choice((b"", b"9", b"<", b"\xff", b"A1", b"</c>", b'"'))
        path.write_bytes(packed(parts | {name: bytes(part)}))
        try:
            tk.read_scenario(path)
        except tk.ScenarioError as error:
            refused.append(error)

    assert refused
    assert all(error.said(language) for error in refused for language in LANGUAGES)


@pytest.mark.parametrize(
    ("spot", "told"), [((0, 0), "a!A1"), ((4, 25), "a!Z5"), ((9, 26), "a!AA10"), ((1, 701), "a!ZZ2")]
)
def test_a_cell_is_told_as_excel_tells_it(spot, told):
    assert at("a", spot) == told
    assert openpyxl.utils.get_column_letter(spot[1] + 1) in told


def test_cells_are_plain_values(tmp_path):
    book = openpyxl.Workbook()
    book.active.append([" text ", 3.0, 0.1, True, None, "", 1.5e300])
    book.save(tmp_path / "a.xlsx")
    (found,) = cells.sheets((tmp_path / "a.xlsx").read_bytes(), "a.xlsx")

    assert found.rows == [["text", 3, 0.1, True, None, None, 1.5e300]]
    assert isinstance(found.rows[0][1], int)
