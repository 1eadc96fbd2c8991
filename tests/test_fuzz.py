"""Damaged scenario files: each is read or refused in words, whatever is in it; `fuzz` says how."""

import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent / "fuzz.py"


def fuzzed(count, seed):
    """Returns what came of damaged files, in a process of its own, whose memory is limited."""
    command = [sys.executable, str(FUZZ), f"--count={count}", f"--seed={seed}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-10_000:] + done.stdout
    return done.stdout


@pytest.mark.parametrize(("count", "seed"), [(100, 201), pytest.param(100_000, 1_000_000, marks=pytest.mark.thorough)])
def test_damaged_files_are_read_or_refused_in_words(count, seed):
    found = fuzzed(count, seed)

    assert all(word in found for word in ("refused", "read", "simulated")), found


@pytest.mark.parametrize(
    "text", ["a: " + "[" * 3000, "- [" * 3000, "{a: " * 3000, ("- " + "[" * 90 + "]" * 90 + "\n") * 9]
)
def test_brackets_in_brackets_are_refused_at_once(text, tmp_path):
    import time

    from takarusim.errors import ScenarioError
    from takarusim.scenario import reading

    file = tmp_path / "deep.yaml"
    file.write_text(text)
    begun = time.process_time()
    with pytest.raises(ScenarioError, match="nested without end"):
        reading.reviewed(file)

    assert time.process_time() - begun < 1


def test_a_mistake_cannot_steer_a_terminal():
    from takarusim.errors import Mistake, Problem

    path = ("smes", "\x1b[31m\u202e\t", "x" * 1000)
    said = Problem.of(Mistake("key_not_text"), path, ("a\nb.yaml", 3)).said("en")

    assert said.startswith("a\\nb.yaml:3: smes.\\x1b[31m\\u202e\\t.xxx")
    assert said.isprintable()
    assert len(said) < 400


def test_a_clock_of_thousands_of_digits_is_a_mistake():
    from takarusim.errors import Mistake
    from takarusim.scenario.calendars import weekly_hours

    with pytest.raises(Mistake, match="not a time of day"):
        weekly_hours({"monday": f"{'9' * 5000}:00-16:00"})
