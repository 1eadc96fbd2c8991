"""What it is worth to know more, against what numbers on paper say."""

import numpy as np
import pytest
from scipy import stats

from takarusim.briefing.objects import to_dict
from takarusim.experiments.across import Across
from takarusim.experiments.compare import compare
from takarusim.experiments.influences import influences
from takarusim.results.ensembles import worlds
from takarusim.scenario import reading
from takarusim.statistics.indices import indices
from takarusim.statistics.information import partial, perfect, share

MINUTE = 1 / 24 / 60  # days


def gain(a, b):
    """Returns what it is worth to know a + b z before taking it or nothing, z standard normal."""
    return abs(b) * stats.norm.pdf(a / b) + a * stats.norm.cdf(a / abs(b)) - max(a, 0)


@pytest.fixture(scope="module")
def draws():
    return np.random.default_rng(7).standard_normal((3, 1500))


# --- numbers on paper


@pytest.mark.parametrize(("a", "b", "c"), [(0.0, 1.0, 0.5), (0.3, 1.0, 2.0), (-0.5, -1.0, 1.0)])
def test_information_on_a_choice_between_normals_is_worth_what_the_integral_says(draws, a, b, c):
    x, y, z = draws
    values = np.column_stack([np.zeros(len(x)), a + b * x + c * y])

    assert partial(x, values).value == pytest.approx(gain(a, b), abs=0.06)
    assert partial(y, values).value == pytest.approx(gain(a, c), abs=0.06)
    assert perfect(values[:, None])[1] == pytest.approx(gain(a, np.hypot(b, c)), abs=0.06)
    assert not partial(z, values).is_told


def test_a_curve_is_followed():
    x = np.random.default_rng(1).standard_normal(1000)
    found = partial(x, np.column_stack([np.zeros(1000), x**2 - 1]))

    assert found.value == pytest.approx(2 * stats.norm.pdf(1), abs=0.06)  # E (x^2 - 1)+ = 2 phi(1)


def test_luck_is_no_information():
    """Two options that differ by luck alone: the best of two means is worth something only to who reads luck."""
    values = np.random.default_rng(2).standard_normal((4000, 2, 2))
    least, most = perfect(values)

    assert least == pytest.approx(0, abs=0.03)
    assert most > 0.3


def test_an_interval_holds_the_value_and_chance_is_told_from_it():
    rng, held, told = np.random.default_rng(3), 0, 0
    for _ in range(25):
        x, y = rng.standard_normal((2, 150))
        values = np.column_stack([np.zeros(150), 0.2 + 0.8 * x + y])
        found, nothing = partial(x, values), partial(rng.standard_normal(150), values)
        held += found.low <= gain(0.2, 0.8) <= found.high
        told += nothing.is_told
        assert found.is_told

    assert held >= 18
    assert told <= 5  # 1 in 20 by chance


def test_a_first_order_index_is_the_share_of_variance(draws):
    x, y, z = draws
    level = 3 * x + y**2 + 0.5 * z

    assert share(x, level) == pytest.approx(9 / 11.25, abs=0.03)
    assert share(y, level) == pytest.approx(2 / 11.25, abs=0.03)
    assert share(z, level) < 0.06
    assert np.isnan(share(x[:10], level[:10]))


def test_totals_hold_what_factors_do_together():
    """Of a + b + bc + c/2 and luck of variance 1, the variance is 4.25: 1, 1 + 1, 1 + 1/4 are those of a, b and c."""
    rng = np.random.default_rng(4)
    a, b, c, luck = rng.standard_normal((4, 300))
    alone, total = indices(np.column_stack([a, b, c, rng.standard_normal(300)]), a + b + b * c + c / 2 + luck)

    assert alone == pytest.approx(np.array([1, 1, 0.25, 0]) / 4.25, abs=0.06)
    assert total == pytest.approx(np.array([1, 2, 1.25, 0]) / 4.25, abs=0.06)


def test_worlds_that_do_not_vary_have_no_indices():
    x = np.random.default_rng(1).standard_normal((60, 2))

    assert indices(x, np.ones(60)) is None
    assert indices(x[:20], x[:20, 0]) is None


def test_the_only_assumption_explains_all_but_luck():
    ensemble = worlds(queue(1, 0), 64, seed=3)
    ((alone, total),) = influences(ensemble, "lead_time_mean").values()
    told = to_dict(ensemble)["groups"][0]

    assert alone == pytest.approx(total, abs=0.05)
    assert total > 0.9
    assert set(told) >= {"alone", "total"}
    assert influences(worlds(queue(1, 0), 4, seed=3)) == {}


def test_too_few_worlds_tell_nothing():
    with pytest.raises(ValueError, match="at least 20, got 5"):
        partial(np.arange(5.0), np.zeros((5, 2)))

    few = Across("id", ("a", "b"), tuple(range(5)), (), np.empty((5, 0)), ("served",), np.zeros((5, 2, 2, 1)))
    assert few.information("served") is None


# --- a queue with known answers


def queue(counters, walk):
    """Returns M/M/1 or M/M/2 of a mean service of 40 min whose rate of orders is uncertain; a walk is on top."""
    walking = {"walk": {"workshop": "none", "setup": f"{walk} min"}} if walk else {}
    serve = {"workshop": "counter", "per_piece": {"exponential": "40 min"}}
    return reading.scenario_from(
        {
            "time": {"first_day": "2024-01-01", "last_day": "2024-12-30"},
            "rules": {"ties": "number"},
            "workshops": {"counter": {"units": counters}},
            "components": {"piece": {"routing": {"serve": serve, **walking}}},
            "partners": {
                "world": {
                    "orders": {
                        "every": {"exponential": "2 h", "low": "1 h", "high": "5 h", "source": "assumption"},
                    },
                    "components": {"piece": 1},
                }
            },
        }
    )


def on_paper(z):
    """Returns minutes in M/M/1, and in M/M/2 with a walk of 20 min, at draws of the time between orders."""
    every = 120 * np.where(z > 0, 300 / 120, 60 / 120) ** (abs(z) / 1.644854)
    load = 40 / every
    return 40 / (1 - load), 20 + 40 / (1 - load**2 / 4)


def test_quantiles_and_information_of_an_uncertain_queue_are_those_on_paper():
    today, other = queue(1, 0), queue(2, 20)
    ensemble = worlds(today, 128, seed=3)
    found = compare({"one": today, "two": other}, 2, worlds=ensemble, headline="lead_time_mean").worlds
    z = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000).clip(-2.5, 2.5)
    one, two = on_paper(z)
    better = one - two  # shorter is better
    told = found.spread("two", "lead_time_mean")
    known = found.information("lead_time_mean")
    expected = np.maximum(better, 0).mean() - max(better.mean(), 0)
    (question,) = (each for each in known.questions if each.is_group)

    assert np.array(ensemble.quantiles("lead_time_mean")) / MINUTE == pytest.approx(
        np.quantile(one, [0.05, 0.5, 0.95]), rel=0.05
    )
    assert np.array(told[2:5]) / MINUTE == pytest.approx(np.quantile(-better, [0.05, 0.5, 0.95]), rel=0.1, abs=1)
    assert told.better / told.n == pytest.approx((better > 0).mean(), abs=0.06)
    assert known.best == ("two" if better.mean() > 0 else "one")
    assert (known.least / MINUTE, known.most / MINUTE) == pytest.approx((expected, expected), rel=0.15)
    assert question.worth.value / MINUTE == pytest.approx(expected, rel=0.2)
    assert question.worth.is_told
