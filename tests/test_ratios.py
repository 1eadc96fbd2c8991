"""Fieller's interval of a ratio of means: against its definition, its coverage, and what cannot be told."""

import math

import numpy as np
import pytest
from scipy import stats

from cases import comparison
from takarusim.statistics.ratios import ratio

DRAW = np.random.default_rng(5)


def refuted(theta, tops, bottoms, confidence):
    """Returns whether a t test refutes that tops are theta times bottoms on average."""
    return stats.ttest_1samp(tops - theta * bottoms, 0).pvalue < 1 - confidence


def test_the_ends_are_the_ratios_that_a_t_test_just_refutes():
    tops, bottoms = DRAW.normal(50, 20, 12), DRAW.normal(5, 1, 12)
    one = ratio(tops, bottoms, confidence=0.9, unit="Rp")

    assert one.low < one.mean < one.high
    for end in (one.low, one.high):
        inside, outside = (end + (one.mean - end) * step for step in (1e-6, -1e-6))
        assert not refuted(inside, tops, bottoms, 0.9)
        assert refuted(outside, tops, bottoms, 0.9)


def test_the_truth_lies_in_it_as_often_as_it_says():
    draw, hits = np.random.default_rng(7), 0
    for _ in range(2000):
        bottoms = draw.normal(4, 2, 15)
        one = ratio(3 * bottoms + draw.normal(0, 5, 15), bottoms)
        hits += one.low <= 3 <= one.high

    assert hits / 2000 == pytest.approx(0.95, abs=0.015)


def test_nothing_is_told_where_the_bottom_may_be_nothing():
    assert math.isnan(ratio([6.0, 6.0, 6.0], [1.0, -1.0, 0.5]).mean)
    assert math.isnan(ratio([6.0, 6.0], [0.0, 0.0]).low)
    assert math.isnan(ratio([6.0], [2.0]).mean)


def test_what_costs_the_same_each_time_goes_by_the_interval_of_the_effect():
    effect = [2.0, 3.0, 4.0, 3.5]
    one, (low, high) = ratio([6.0] * 4, effect), stats.t.interval(0.95, 3, np.mean(effect), stats.sem(effect))

    assert (one.low, one.high) == pytest.approx((6 / high, 6 / low))


def compared(more):
    """Returns a comparison in which a road costs Rp 6 million a month, and serves so many orders more."""
    kpis = ("orders_served", "jobs_fte", "public_cost")
    base = [[100.0 + k, 50.0, math.nan] for k in range(3)]
    values = [base, [[served + extra, jobs, 6e6] for (served, jobs, _), extra in zip(base, more, strict=True)]]
    return comparison({"today": None, "road": None}, kpis, values, "orders_served")


def test_a_scenario_has_a_price_for_what_it_adds_to_the_base():
    one = compared([1.0, 2.0, 3.0]).price("road", "orders_served")

    assert one == ratio([6e6] * 3, [1.0, 2.0, 3.0], unit="Rp")
    assert math.isnan(compared([1.0, -2.0, 3.0]).price("road", "orders_served").mean)


def test_a_pair_without_a_number_is_left_out():
    assert ratio([6.0, 9.0, math.nan, 3.0], [2.0, 3.0, 1.0, math.nan]).n == 2
