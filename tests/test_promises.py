"""The script that counts coverage and false alarms: its table, of few experiments."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "scripts" / "promises.py"


def test_every_case_has_its_rows():
    command = [sys.executable, str(SCRIPT), "--count=20"]
    rows = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    documented = (SCRIPT.parent.parent / "docs" / "model.md").read_text("utf-8")

    def name(row):
        return row.split(" | ")[0].partition(" weeks, ")[0]

    assert len(rows) == 43
    assert all(name(row) in documented for row in rows)
