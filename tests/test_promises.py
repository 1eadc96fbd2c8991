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

    assert len(rows) == 47
    assert all(name(row) in documented for row in rows)


def test_a_case_that_is_done_is_not_done_again():
    command = [sys.executable, str(SCRIPT), "--count=27", "--case=worlds"]
    first, again = (subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2))

    assert first.stdout == again.stdout
    assert again.stderr == ""
    assert len(again.stdout.splitlines()) == 6
