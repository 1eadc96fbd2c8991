"""The calibration of the baseline: what may move is assumed and stays in its range; the file has what was found."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import calibrate  # noqa: E402

from takarusim.scenario import reading, sources  # noqa: E402
from takarusim.scenario.reading import read_scenario  # noqa: E402

BASELINE = read_scenario(calibrate.BASELINE)
LEVERS = [pytest.param(lever, id=lever.name) for lever in calibrate.LEVERS]


def mean(number):
    return getattr(number, "mean", None) or number.value


def ends(number):
    """Returns the means of the ends of an assumption's range."""
    if hasattr(number, "parameters"):
        return tuple(mean(sources.replace(number, parameters=end)) for end in (number.low, number.high))
    return number.low, number.high


def test_the_baseline_has_a_value_of_every_lever():
    choice = calibrate.shipped(BASELINE)

    assert len(choice) == len(calibrate.LEVERS)
    assert reading.with_values(BASELINE, calibrate.sets(choice)) == BASELINE
    for lever, near in zip(calibrate.LEVERS, calibrate.moved(choice), strict=True):
        assert near[2] in lever.values


@pytest.mark.parametrize("lever", LEVERS)
def test_what_may_move_is_no_fact_and_stays_within_its_range_as_first_assumed(lever):
    first, *others = lever.values.values()
    known = dict(sources.numbers(reading.with_values(BASELINE, first)))
    for values in others:
        moved = dict(sources.numbers(reading.with_values(BASELINE, values)))
        for path in (next(each for each in known if of == each or of.startswith(f"{each}.")) for of in values):
            if known[path].source != sources.ASSUMPTION:  # a sourced number may move only within what its note says
                assert known[path].note
                continue
            low, high = ends(known[path])
            assert low <= mean(moved[path]) <= high, path


def test_a_neighbour_differs_by_one_step_of_one_lever():
    first = (0,) * len(calibrate.LEVERS)
    near = calibrate.neighbours(first)

    assert len(near) == len(set(near)) == len(first)  # none below the first value
    for choice in calibrate.neighbours(near[0]):
        assert sum(abs(a - b) for a, b in zip(choice, near[0], strict=True)) == 1
        assert all(0 <= place < len(lever.values) for place, lever in zip(choice, calibrate.LEVERS, strict=True))


@pytest.mark.thorough
def test_the_search_finds_what_the_baseline_has():
    assert calibrate.search(BASELINE) == calibrate.shipped(BASELINE)
