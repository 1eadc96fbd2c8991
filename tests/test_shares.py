"""Intervals of shares are never empty, cover where few orders miss, and are those of Student where they vary."""

import doctest
import math

import numpy as np
import pytest

from takarusim.statistics import shares
from takarusim.statistics.estimates import mean_interval
from takarusim.statistics.shares import share_difference, share_mean

NAN = math.nan


def clusters(seed, share, runs, orders=600, size=10):
    """Returns shares on time of runs in which late orders come in clusters of a geometric size."""
    rng = np.random.default_rng(seed)
    late = [rng.geometric(1 / size, rng.poisson((1 - share) * orders / size)).sum() for _ in range(runs)]
    return 1 - np.minimum(late, orders) / orders


def test_examples_run():
    assert doctest.testmod(shares).failed == 0
    assert doctest.testmod(shares).attempted >= 4


@pytest.mark.parametrize("share", [0.9, 0.99, 0.9957, 0.9999])
@pytest.mark.parametrize("runs", [10, 30])
def test_they_cover_as_often_as_they_say_where_few_orders_are_late(share, runs):
    """Late ones come ten at a time; Student's interval covers 5 to 95 percent of these."""
    found = [share_mean(clusters(seed, share, runs), looks=2) for seed in range(300)]

    assert np.mean([one.low <= share <= one.high for one in found]) >= 0.93


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_equal_values_have_an_interval_of_some_length_that_holds_them(value):
    found = share_mean([value] * 30, looks=12)

    assert found.mean == value
    assert found.low <= value <= found.high
    assert 0.005 < found.high - found.low < 0.2


def test_more_looks_and_more_replications_say_more():
    lows = [share_mean([1.0] * n, looks=looks).low for n, looks in ((10, 1), (10, 12), (30, 12), (30, 60))]

    assert lows == sorted(set(lows))
    assert lows[0] == pytest.approx(0.025 ** (1 / 10))  # replications as throws of a coin: nothing is supposed
    assert share_mean([1.0] * 10, looks=0.1).low == lows[0]


def test_one_that_a_single_replication_sees_is_worth_no_more_than_none():
    one, none = share_mean([0.999] + [1.0] * 29, looks=12), share_mean([1.0] * 30, looks=12)

    assert one.low < none.low


def test_where_values_vary_it_is_hardly_other_than_students():
    values = 0.75 + 0.02 * np.random.default_rng(1).normal(size=30)
    found, plain = share_mean(values), mean_interval(values)

    assert found.mean == plain.mean
    assert found.low == pytest.approx(plain.low, abs=0.05 * plain.half_width)
    assert found.high == pytest.approx(plain.high, abs=0.05 * plain.half_width)


def test_undefined_values_and_single_ones_have_none():
    assert share_mean([0.9, NAN, 0.8]) == share_mean([0.9, 0.8])
    assert math.isnan(share_mean([1.0]).low)
    assert math.isnan(share_mean([NAN]).mean)


# differences


def test_shares_that_never_differ_may_differ_by_what_so_many_looks_would_miss():
    found, share = share_difference([0.0] * 30, looks=12), share_mean([0.0] * 30, looks=12)

    assert (found.mean, found.low, found.high) == (0.0, -share.high, share.high)


def test_a_difference_that_few_replications_see_is_wider_than_students():
    values = [0.0] * 29 + [-0.01]

    assert share_difference(values, looks=12).half_width > 2 * mean_interval(values).half_width


def test_where_differences_vary_it_is_students():
    values = -0.1 + 0.02 * np.random.default_rng(2).normal(size=30)

    assert share_difference(values).half_width == pytest.approx(mean_interval(values).half_width, rel=0.1)
    assert math.isnan(share_difference([0.1]).low)
