"""Notebooks run as they stand, in short cells, with headings in both languages and outputs kept."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import takarusim

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def test_there_are_four():
    assert [path.stem[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04"]


@pytest.mark.filterwarnings("ignore")
def test_a_notebook_runs_as_it_stands(notebook, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(takarusim.__file__).parents[1]))
    monkeypatch.setenv("NUMBA_BOUNDSCHECK", "0")
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    ).execute()


def test_cells_are_short_and_their_outputs_are_kept(notebook):
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]

    assert max(len(cell.source.splitlines()) for cell in cells) <= 10
    assert any(cell.outputs for cell in cells)


def test_headings_are_in_both_languages(notebook):
    headings = [
        line
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]

    assert headings
    assert all(" · " in heading for heading in headings)
