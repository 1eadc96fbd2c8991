"""Runs the notebooks as they stand, and keeps what they show.

python scripts/write_notebooks.py          # all of them: some minutes
python scripts/write_notebooks.py 01 04    # those whose names begin so
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"


def main():
    os.environ["PYTHONPATH"] = str(NOTEBOOKS.parent)  # of this checkout, installed or not
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        if path.name.startswith(tuple(sys.argv[1:]) or ""):
            notebook = nbformat.read(path, as_version=4)
            where = {"metadata": {"path": str(NOTEBOOKS)}}
            NotebookClient(notebook, timeout=600, record_timing=False, resources=where).execute()
            nbformat.write(notebook, path)
            print(path.name)


if __name__ == "__main__":
    main()
