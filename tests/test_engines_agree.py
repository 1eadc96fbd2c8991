"""Law 3: the SimPy model and the compiled kernel give equal logs, event by event, ties included."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from cases import random_tree, tiny_trees
from laws import broken
from takarusim import model
from takarusim.engine import kernel
from takarusim.engine.instance import KINDS, Short
from takarusim.errors import ScenarioError
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.scenario import reading

FILES = sorted(Path(__file__).parent.parent.glob("scenarios/**/*.yaml"))


def logs(scenario, seed=1):
    """Returns the logs of both engines, from tables that are long enough for both, and the Instance."""
    rows = 64
    while True:
        instance = lower(scenario, Draws(seed, 0), rows)
        try:
            return model.simulate(instance), kernel.simulate(instance), instance
        except Short:
            rows *= 2


def first_difference(a, b):
    """Returns the rows around the first difference, to be read by people."""
    n = min(len(a), len(b))
    at = next(iter(np.flatnonzero(a[:n] != b[:n])), n)
    return [
        (KINDS[log["kind"][k]], *log[k].tolist())
        for log in (a, b)
        for k in range(max(0, at - 2), min(at + 2, len(log)))
    ]


def agree(trees):
    seen: dict[str, int] = {}
    for seed, tree in trees:
        try:
            scenario = reading.scenario_from(tree)
        except ScenarioError:  # a random estate may be one that nobody can work in
            continue
        a, b, _ = logs(scenario)
        assert np.array_equal(a, b), (seed, first_difference(a, b))
        for kind, count in zip(*np.unique(a["kind"], return_counts=True), strict=True):
            seen[KINDS[kind]] = seen.get(KINDS[kind], 0) + int(count)
    return seen


@pytest.mark.parametrize("block", range(6))
def test_random_estates_give_equal_logs(block):
    seen = agree((seed, random_tree(seed, ties=seed % 2 == 0)) for seed in range(50 * block, 50 * block + 50))

    assert seen["PLACE"] > 1000


@pytest.mark.thorough
@pytest.mark.parametrize("block", range(40))
def test_thousands_of_random_estates_give_equal_logs_with_every_kind_of_event(block):
    seen = agree((seed, random_tree(seed, ties=seed % 2 == 0)) for seed in range(100 * block, 100 * block + 100))

    never = {"OPEN", "CLOSE", "RELEASE"}
    assert set(KINDS) - never == set(seen)
    print({kind: seen[kind] for kind in sorted(seen)})


def test_tiny_estates_give_equal_logs_that_break_no_law():
    for tree in tiny_trees():
        a, b, instance = logs(reading.scenario_from(tree))

        assert np.array_equal(a, b), (tree, first_difference(a, b))
        assert broken(instance, b) == [], tree


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_scenario_file_gives_equal_logs(file):
    scenario = reading.read_scenario(file)
    first = scenario.time.first_day
    if scenario.time.last_day:
        span = {"time.last_day": min(scenario.time.last_day, first + timedelta(days=30))}
        if scenario.time.run_in.value:
            span["time.run_in"] = "4 weeks"
        scenario = reading.with_values(scenario, span)
    else:
        scenario = reading.with_value(scenario, "time.long_run", "12 weeks")  # the thorough tests run them whole
    a, b, _ = logs(scenario, scenario.seed)

    assert np.array_equal(a, b), first_difference(a, b)
    assert len(a) > 0


@pytest.mark.thorough
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_whole_scenario_file_gives_equal_logs(file):
    scenario = reading.read_scenario(file)
    a, b, _ = logs(scenario, scenario.seed)

    assert np.array_equal(a, b), first_difference(a, b)
