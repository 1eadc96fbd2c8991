"""Distributions are the ones that theory knows: by moments, by CDF, in both tails."""

import math
from typing import Any

import numpy as np
import pytest
from scipy import special, stats

from conftest import same
from takarusim.lowering.inspections import binomial_quantile
from takarusim.quantities.distributions import Distribution, Distributions
from takarusim.registers.families import FAMILIES

GRID = (np.arange(1 << 18) + 0.5) / (1 << 18)
TAILS = np.array([2.0**-53, 1e-12, 1e-6, 1e-3, 0.999, 1 - 1e-6, 1 - 1e-12, 1 - 2.0**-53])


def distribution(family: str, **parameters: Any) -> Distribution:
    return Distribution(family, tuple(parameters.items()))


def hyperexponential(shares: tuple[float, ...], means: tuple[float, ...]) -> Any:
    class Mixture(stats.rv_continuous):  # type: ignore[misc]
        def _cdf(self, x: Any) -> Any:
            return sum(p * -np.expm1(-x / m) for p, m in zip(shares, means, strict=True))

        def _sf(self, x: Any) -> Any:
            return sum(p * np.exp(-x / m) for p, m in zip(shares, means, strict=True))

    return Mixture(a=0)


def weibull(mean: float, shape: float) -> Any:
    return stats.weibull_min(shape, scale=mean / math.gamma(1 + 1 / shape))


def lognormal(mean: float, cv: float) -> Any:
    return stats.lognorm(math.sqrt(math.log(1 + cv**2)), scale=mean / math.sqrt(1 + cv**2))


CONTINUOUS = [
    (distribution("exponential", mean=3.0), stats.expon(scale=3)),
    (distribution("hyperexponential", shares=(0.7, 0.2, 0.1), means=(1.0, 5.0, 40.0)), None),
    (distribution("gamma", mean=3.0, cv=0.4), stats.gamma(1 / 0.16, scale=3 * 0.16)),
    (distribution("gamma", mean=3.0, cv=2.5), stats.gamma(1 / 6.25, scale=3 * 6.25)),
    (distribution("gamma", mean=3.0, sd=6.0), stats.gamma(1 / 4, scale=3 * 4)),
    (distribution("lognormal", mean=3.0, sd=4.5), lognormal(3, 1.5)),
    (distribution("erlang", mean=3.0, stages=4.0), stats.gamma(4, scale=0.75)),
    (distribution("lognormal", mean=3.0, cv=1.5), lognormal(3, 1.5)),
    (distribution("weibull", mean=3.0, shape=0.7), weibull(3, 0.7)),
    (distribution("weibull", mean=3.0, shape=2.5), weibull(3, 2.5)),
    (distribution("triangular", low=2.0, mode=3.0, high=7.0), stats.triang(0.2, loc=2, scale=5)),
    (distribution("triangular", low=2.0, mode=2.0, high=7.0), stats.triang(0, loc=2, scale=5)),
    (distribution("uniform", low=2.0, high=7.0), stats.uniform(2, 5)),
    (distribution("normal", mean=3.0, sd=2.0), stats.truncnorm(-1.5, np.inf, loc=3, scale=2)),
    (distribution("normal", mean=-4.0, sd=2.0), stats.truncnorm(2, np.inf, loc=-4, scale=2)),
    (distribution("normal", mean=50.0, sd=2.0), stats.norm(50, 2)),
]
BY_NAME = {"argvalues": CONTINUOUS, "ids": [str(given.parameters) for given, _ in CONTINUOUS]}


def test_every_family_has_values_and_a_mean() -> None:
    examples = {given.family for given, _ in CONTINUOUS} | {"constant", "discrete", "empirical"}

    same(examples, FAMILIES, "tests/test_distributions.py: CONTINUOUS")


@pytest.mark.parametrize(("given", "theory"), **BY_NAME)
def test_values_are_the_inverse_of_the_cdf(given: Distribution, theory: Any) -> None:
    theory = theory or hyperexponential(*(value for _, value in given.parameters))  # type: ignore[arg-type]
    u = np.concatenate([GRID[::64], TAILS])
    x = given.values(u)
    low = u < 0.5
    near = 1e-14  # next to a finite end a float has no digits left for smaller probabilities
    assert np.allclose(theory.cdf(x[low]), u[low], rtol=1e-6, atol=near)
    assert np.allclose(theory.sf(x[~low]), 1 - u[~low], rtol=1e-6, atol=0 if np.isinf(theory.support()[1]) else near)


@pytest.mark.parametrize(("given", "theory"), **BY_NAME)
def test_the_mean_is_exact(given: Distribution, theory: Any) -> None:
    expected = theory.mean() if theory else 0.7 * 1 + 0.2 * 5 + 0.1 * 40
    assert given.mean == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("given", "theory"), **BY_NAME)
def test_values_grow_with_u_and_are_never_negative(given: Distribution, theory: Any) -> None:
    x = given.values(np.sort(np.concatenate([GRID, TAILS])))
    assert np.all(np.diff(x) > 0)
    assert x[0] >= 0


@pytest.mark.parametrize(("given", "theory"), **BY_NAME)
def test_a_value_does_not_depend_on_the_others_of_its_array(given: Distribution, theory: Any) -> None:
    u = np.concatenate([TAILS, np.random.default_rng(1).random(3000)])

    assert all(
        given.values(u[k : k + n]).tolist() == given.values(u)[k : k + n].tolist() for k in range(40) for n in (1, 7)
    )


@pytest.mark.parametrize("cv", [1.0, 1.5, 6.0])
def test_hyperexponential_has_the_mean_and_cv_asked_for_and_balanced_means(cv: float) -> None:
    given = distribution("hyperexponential", mean=3.0, cv=cv)
    first = (1 + math.sqrt((cv**2 - 1) / (cv**2 + 1))) / 2
    theory = hyperexponential((first, 1 - first), (1.5 / first, 1.5 / (1 - first)))
    second_moment = 2 * (first * (1.5 / first) ** 2 + (1 - first) * (1.5 / (1 - first)) ** 2)
    assert math.sqrt(second_moment - 9) / 3 == pytest.approx(cv)
    assert given.mean == pytest.approx(3)
    assert np.allclose(theory.cdf(given.values(GRID[::64])), GRID[::64], rtol=1e-9, atol=0)


@pytest.mark.parametrize("cv", [0.001, 0.1, 0.5, 1.0, 3.0, 14.0])
def test_the_table_of_gamma_is_as_good_as_the_exact_inverse(cv: float) -> None:
    u = np.concatenate([GRID[::16], TAILS])
    shape = cv**-2
    exact = np.where(u < 0.5, special.gammaincinv(shape, u), special.gammainccinv(shape, 1 - u)) / shape
    values = distribution("gamma", mean=1.0, cv=cv).values(u)
    comparable = exact > 1e-280  # below, the exact inverse has lost its digits
    assert np.abs(values[comparable] / exact[comparable] - 1).max() < 1e-8
    assert values[~comparable].max(initial=0) < 1e-270


def test_one_stage_of_erlang_is_exponential() -> None:
    one, other = distribution("erlang", mean=3.0, stages=1.0), distribution("exponential", mean=3.0)
    assert np.allclose(one.values(GRID), other.values(GRID), rtol=1e-10, atol=0)


def test_no_spread_is_a_constant() -> None:
    for family in ("gamma", "lognormal"):
        assert np.allclose(distribution(family, mean=3.0, cv=0.0).values(GRID[:9]), 3, rtol=1e-15)
    assert np.array_equal(distribution("constant", value=3.0).values(GRID[:9]), np.full(9, 3.0))
    assert distribution("constant", value=3.0).mean == 3
    assert np.array_equal(distribution("triangular", low=3.0, mode=3.0, high=3.0).values(GRID[:9]), np.full(9, 3.0))


def test_discrete_values_come_as_often_as_their_weights_say_in_whatever_order_they_stand() -> None:
    given = distribution("discrete", values=(5.0, 1.0, 3.0), weights=(1.0, 4.0, 3.0))
    values, counts = np.unique(given.values(GRID), return_counts=True)
    assert values.tolist() == [1, 3, 5]
    assert (counts / len(GRID)).tolist() == [0.5, 0.375, 0.125]
    assert np.all(np.diff(given.values(GRID)) >= 0)
    assert given.mean == 4 / 8 + 9 / 8 + 5 / 8


def test_empirical_values_are_those_of_the_sample_each_as_likely() -> None:
    given = distribution("empirical", values=(5.0, 1.0, 5.0, 2.0))
    values, counts = np.unique(given.values(GRID), return_counts=True)
    assert values.tolist() == [1, 2, 5]
    assert (counts / len(GRID)).tolist() == [0.25, 0.25, 0.5]
    assert given.mean == 13 / 4


def test_whole_values_are_rounded_each_by_itself_and_bounded() -> None:
    one, other = distribution("uniform", low=0.0, high=4.0), distribution("weibull", mean=1e12, shape=0.05)
    which, u = np.array([0, 0, 1, 0]), np.array([0.1, 0.13, 1 - 2.0**-53, 0.9])
    assert Distributions([one, other]).whole_values(which, u).tolist() == [0, 1, 1 << 52, 4]


def test_several_distributions_give_what_each_gives_alone() -> None:
    given = [one for one, _ in CONTINUOUS] + [
        distribution("discrete", values=(5.0, 1.0), weights=(1.0, 4.0)),
        distribution("empirical", values=(5.0, 1.0, 2.0)),
        distribution("constant", value=3.0),
        distribution("exponential", mean=7.0),
        distribution("gamma", mean=4.0, cv=0.4),
        distribution("gamma", mean=4.0, cv=0.0),
        distribution("triangular", low=0.0, mode=1.0, high=9.0),
    ]
    draw = np.random.default_rng(1)
    which, u = draw.integers(0, len(given), 5000), draw.random(5000)
    for several in (given, given[:1], [given[0], given[-4]]):
        at = which < len(several)
        values = Distributions(several).values(which[at], u[at])
        for k, one in enumerate(several):
            assert np.array_equal(values[which[at] == k], one.values(u[at][which[at] == k])), one


def test_binomial_quantiles_are_exact() -> None:
    draw = np.random.default_rng(0)
    trials = draw.integers(1, 3000, 4000)
    chance = draw.choice([0.0, 0.000001, 0.003, 0.03, 0.2, 0.9, 0.999999, 1.0], 4000)
    u = (draw.integers(0, 1 << 52, 4000) + 0.5) / (1 << 52)
    k = binomial_quantile(trials, chance, u)
    assert np.array_equal(k, stats.binom.ppf(u, trials, chance).clip(0).astype(np.int64))


def test_binomial_quantiles_hold_in_the_tails_and_grow_with_u() -> None:
    for trials, chance in ((40, 0.02), (5000, 0.03), (10**6, 1e-6)):
        u = np.sort(np.concatenate([TAILS, GRID[::1024]]))
        k = binomial_quantile(np.full(len(u), trials), np.full(len(u), chance), u)
        assert np.all(np.diff(k) >= 0)
        assert k[-1] <= trials
        inner = u < 1 - 1e-9
        assert np.all(stats.binom.cdf(k, trials, chance)[inner] >= u[inner] * (1 - 1e-9))
        assert np.all(stats.binom.cdf(k - 1, trials, chance)[inner] < u[inner] * (1 + 1e-9))
