"""What members bring to a group: Shapley's axioms, and the mean over all orders of coming, on random games."""

from itertools import permutations

import numpy as np
import pytest

from takarusim.statistics.shapley import parts

SIZES = range(1, 7)


def game(m, seed=0, shape=()):
    return np.random.default_rng([m, seed]).normal(size=(1 << m, *shape))


def members(m):
    """Returns a matrix of subsets and members: 1 where it is in it."""
    return (np.arange(1 << m)[:, None] >> np.arange(m) & 1).astype(float)


@pytest.mark.parametrize("m", SIZES)
def test_shares_sum_to_what_all_bring_together(m):
    values = game(m, shape=(5,))

    assert parts(values).share.sum(axis=0) == pytest.approx(values[-1] - values[0], abs=1e-12)


@pytest.mark.parametrize("m", SIZES)
def test_a_share_is_the_mean_over_all_orders_of_coming(m):
    values, brought = game(m), [[] for _ in range(m)]
    for order in permutations(range(m)):
        there = 0
        for i in order:
            brought[i].append(values[there | 1 << i] - values[there])
            there |= 1 << i

    assert parts(values).share == pytest.approx([np.mean(each) for each in brought], abs=1e-12)


@pytest.mark.parametrize("m", SIZES)
def test_alone_is_first_and_last_is_behind_all_others(m):
    values, found = game(m), parts(game(m))
    everybody = (1 << m) - 1

    assert found.alone.tolist() == [values[1 << i] - values[0] for i in range(m)]
    assert found.last.tolist() == [values[-1] - values[everybody - (1 << i)] for i in range(m)]


@pytest.mark.parametrize("m", SIZES)
def test_who_adds_nothing_to_anybody_has_exactly_nothing(m):
    values = game(m)
    for dummy in range(m):
        without = values[np.arange(1 << m) & ~(1 << dummy)]

        assert {float(each[dummy]) for each in parts(without)} == {0.0}


@pytest.mark.parametrize("m", SIZES)
def test_where_nothing_depends_on_others_all_three_are_the_same(m):
    own = np.random.default_rng(m).normal(size=m)
    found = parts(members(m) @ own)

    for each in found:
        assert each == pytest.approx(own, abs=1e-12)


def test_who_is_called_first_does_not_matter():
    m, values = 4, game(4)
    for order in permutations(range(m)):
        renamed = values[(members(m) @ 2 ** np.array(order)).astype(int)]  # member i is called order[i] there

        for mine, theirs in zip(parts(renamed), parts(values), strict=True):
            assert mine == pytest.approx(theirs[list(order)], abs=1e-12)


def test_shares_in_a_sum_of_games_are_sums():
    one, other = game(5, 1), game(5, 2)

    assert parts(one + 3 * other).share == pytest.approx(parts(one).share + 3 * parts(other).share, abs=1e-12)


@pytest.mark.parametrize("count", [0, 1, 3, 6])
def test_values_of_no_or_of_some_subsets_are_refused(count):
    with pytest.raises(ValueError, match="all subsets"):
        parts(np.zeros(count))
