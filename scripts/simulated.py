"""The runs that documents tell of: the baseline, and others compared with it; made when they are first asked for."""

import tempfile
from functools import cache
from pathlib import Path

from takarusim.experiments.compare import compare
from takarusim.results import runs
from takarusim.scenario import reading

SCENARIOS = Path(__file__).parent.parent / "scenarios"
REPLICATIONS = 30


@cache
def baseline():
    return reading.read_scenario(SCENARIOS / "lik-takaru.yaml")


@cache
def outcome():
    """Returns what the baseline comes to."""
    with tempfile.TemporaryDirectory() as folder:
        plan = runs.Plan(baseline(), REPLICATIONS, baseline().seed, out=Path(folder))
        return runs.carry_out(plan, relax=True)


def path_of(files):
    """Returns the path by which scenario files are read on each other, of their names with a plus between them."""
    return "+".join(str(SCENARIOS / file) for file in files.split("+"))


def compared(others, pool):
    """Returns the baseline compared with others, given by label as files and sets."""
    files = {label: reading.read_scenario(path_of(names), sets) for label, (names, sets) in others.items()}
    return compare({"baseline": baseline(), **files}, REPLICATIONS, seed=baseline().seed, executor=pool)
