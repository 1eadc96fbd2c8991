"""A backlog that grows is told from one that settles, and from a run that is too short to tell."""

import doctest
import math

import numpy as np
import pytest

from takarusim.statistics import growth as module
from takarusim.statistics.growth import growth

WEEK = 168  # hours


def waiting(seed, load, weeks, runs=10):
    """Returns work in progress of M/M/1 from empty, one hour of work each on average, by week (runs, weeks)."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(runs):
        placed = np.cumsum(rng.exponential(1 / load, round(1.2 * load * weeks * WEEK) + 50))
        work = rng.exponential(size=len(placed))
        ahead = np.concatenate(([0.0], np.cumsum(work[:-1] - np.diff(placed))))
        left = placed + ahead - np.minimum.accumulate(np.minimum(ahead, 0.0)) + work
        hours = np.arange(weeks * WEEK)
        level = np.searchsorted(placed, hours, "right") - np.searchsorted(left, hours, "right")
        found.append(level.reshape(weeks, WEEK).mean(axis=1))
    return np.array(found)


def verdicts(load, weeks, macro=40):
    return [growth(waiting([seed, weeks], load, weeks)).verdict for seed in range(macro)]


def test_examples_run():
    assert doctest.testmod(module) == (0, 2)


def test_a_stable_queue_is_hardly_ever_told_to_grow_and_settles_in_a_year():
    """At 26 weeks a load of 0.8 may be untold, at 0.95 it mostly is; neither is a growing backlog."""
    assert verdicts(0.8, 52).count("settled") >= 38
    assert "grows" not in verdicts(0.8, 26) + verdicts(0.95, 26)
    assert verdicts(0.95, 26).count("untold") >= 25


def test_a_queue_that_gets_just_as_much_as_it_can_do_never_settles():
    """Its work in progress grows with the root of time, however long one looks."""
    found = verdicts(1.0, 26) + verdicts(1.0, 104)

    assert found.count("settled") <= 1
    assert found.count("untold") >= 40


def test_a_backlog_that_grows_is_told_to():
    assert verdicts(1.1, 26).count("grows") >= 39


def test_a_rise_is_that_of_the_straight_line_as_a_share_of_the_mean():
    line, root, level = np.arange(1000) + 0.5, np.sqrt(np.arange(1000) + 0.5), np.full(1000, 7.0)

    assert growth([line, 2 * line]).rise == pytest.approx(2, abs=1e-3)
    assert growth([root, 3 * root]).rise == pytest.approx(1.2, abs=1e-3)
    assert growth([level, level]) == ("settled", pytest.approx(0, abs=1e-9), 1.0)


def test_what_has_no_work_in_progress_is_settled():
    assert growth(np.zeros((3, 10))) == ("settled", 0.0, 1.0)


@pytest.mark.parametrize("levels", [np.ones((1, 10)), np.ones((10, 1)), np.ones((5, 0))])
def test_one_run_or_one_period_tells_nothing(levels):
    found = growth(levels)

    assert (found.verdict, found.longer) == ("untold", 2.0)
    assert math.isnan(found.rise)


def test_a_run_too_short_says_how_much_longer_one_might_tell():
    """The more the rise is in doubt, the longer; never so long that nobody would wait."""
    level, noise = np.full(52, 10.0), np.linspace(-1, 1, 52)

    def longer(spread):
        return growth([level + sign * spread * noise for sign in (1, -1, 1, -1, 1)]).longer

    assert longer(0.1) == 1
    assert 2 <= longer(4) < longer(8) < longer(9) <= 64


def test_levels_have_two_dimensions():
    with pytest.raises(ValueError, match=r"two dimensions \(runs, periods\), got shape \(3,\)"):
        growth([1.0, 2.0, 3.0])
