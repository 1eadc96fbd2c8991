"""Where cases lie: boxes that are known are found, and where there is none nothing is claimed."""

import numpy as np
import pytest

from takarusim.statistics.prim import FEWEST, prim


def worlds(n, factors=12, seed=1):
    return np.random.default_rng(seed).standard_normal((n, factors))


def test_a_box_that_is_known_is_found_with_its_ends():
    x = worlds(400)
    found = prim(x, (x[:, 3] > 0.2) & (x[:, 7] < 0.3))
    low, high = sorted(found.limits, key=lambda limit: limit.factor)

    assert (low.factor, high.factor) == (3, 7)
    assert (low.low, high.high) == pytest.approx((0.2, 0.3), abs=0.15)
    assert (low.high, high.low) == (np.inf, -np.inf)
    assert found.coverage > 0.9
    assert found.density > 0.9
    assert max(limit.chance for limit in found.limits) < 0.001


def test_a_band_has_two_ends():
    x = worlds(400)
    found = prim(x, abs(x[:, 2] - 0.5) < 0.6)

    assert [limit.factor for limit in found.limits] == [2]
    assert (found.limits[0].low, found.limits[0].high) == pytest.approx((-0.1, 1.1), abs=0.15)


def test_counts_are_those_of_the_worlds_in_it():
    x = worlds(200)
    is_case = (x[:, 3] > 0.2) ^ (np.random.default_rng(5).random(200) < 0.1)
    found = prim(x, is_case)
    inside = np.ones(200, bool)
    for limit in found.limits:
        inside &= (x[:, limit.factor] >= limit.low) & (x[:, limit.factor] <= limit.high)

    assert (found.cases, found.n) == (is_case[inside].sum(), inside.sum())
    assert (found.all_cases, found.all_n) == (is_case.sum(), 200)


def test_worlds_kept_back_are_foretold_as_well_as_the_noise_lets_them():
    """A tenth of worlds is the other way: nine tenths are what any box may foretell."""
    x = worlds(300)
    found = prim(x, (x[:, 3] > 0.2) ^ (np.random.default_rng(5).random(300) < 0.1))

    assert [limit.factor for limit in found.limits] == [3]
    assert found.held_cases / found.held_n == pytest.approx(0.9, abs=0.05)
    assert (found.held_cases, found.held_n) != (found.cases, found.n)


@pytest.mark.parametrize("seed", range(4))
def test_what_tells_nothing_is_not_in_the_box(seed):
    x = worlds(150, seed=seed)
    found = prim(x, (x[:, 3] > 0.2) ^ (np.random.default_rng(50 + seed).random(150) < 0.2))

    assert [limit.factor for limit in found.limits] == [3]


def test_nothing_is_claimed_of_cases_that_lie_anywhere():
    """Forty ensembles of 40 groups that tell nothing: at five in a hundred, two are claimed on average at most."""
    claimed = 0
    for seed in range(40):
        is_case = np.random.default_rng(1000 + seed).random(60) < (0.15, 0.4, 0.7, 0.85)[seed % 4]
        claimed += prim(worlds(60, 40, seed), is_case) is not None

    assert claimed <= 4


@pytest.mark.parametrize("cases", [0, FEWEST - 1, 60 - FEWEST + 1, 60])
def test_too_few_cases_or_others_tell_nothing(cases):
    x = worlds(60)

    assert prim(x, x[:, 0] > np.sort(x[:, 0])[::-1][cases] if cases < 60 else np.ones(60, bool)) is None


def test_no_more_is_said_than_a_reader_keeps_in_mind():
    x = worlds(600)

    assert len(prim(x, (x[:, :4] > -0.3).all(axis=1)).limits) == 3
