"""What factors do to a KPI: exact where the KPI is a sum of what each factor adds."""

import math

import numpy as np
import pytest

from cases import responses
from takarusim.errors import ExperimentError
from takarusim.experiments import design
from takarusim.experiments.effects import effects, surface
from takarusim.experiments.sweep import Sweep
from takarusim.statistics import estimates

FACTORS = {
    "workshops.lathe.let": (4, 2, 3),
    "time.run_in": ("90 min", "2 h", "1 h"),
    "rules.queue": ("edd", "fifo", "spt"),
}
ADDED = {4: 0.4, 2: 0.1, 3: 0.0, "90 min": 0.02, "2 h": 0.0, "1 h": 0.05, "edd": 0.001, "fifo": 0.003, "spt": 0.002}
NOISE = np.array([0.0, 0.01, -0.01, 0.02])  # by replication, the same at all points: common random numbers


def swept(factors=FACTORS, made=None, replications=NOISE):
    made = made or design.grid([design.Factor(path, levels=levels) for path, levels in factors.items()])
    values = np.array([[[sum(ADDED[level] for level in point) + e] for e in replications] for point in made.points])
    return Sweep(None, made, responses(range(len(made)), ("otif",), values), 1)


def by_path(found):
    return {one.path: one for one in found.of}


def test_a_factor_adds_what_it_adds_whatever_the_others_do():
    found = by_path(effects(swept(), "otif"))

    assert found["workshops.lathe.let"].levels == (2, 3, 4)
    assert np.diff(found["workshops.lathe.let"].means) == pytest.approx([-0.1, 0.4])
    assert found["workshops.lathe.let"].difference.mean == pytest.approx(0.3)
    assert effects(swept(), "otif").overall == pytest.approx(np.mean(found["rules.queue"].means))


def test_the_ends_are_the_lowest_and_highest_level_and_of_categories_those_of_the_lowest_and_highest_mean():
    found = by_path(effects(swept(), "otif"))
    ends = {path: tuple(one.levels[end] for end in one.ends) for path, one in found.items()}

    assert ends == {
        "workshops.lathe.let": (2, 4),
        "time.run_in": ("1 h", "2 h"),
        "rules.queue": ("edd", "fifo"),
    }
    assert found["time.run_in"].difference.mean == pytest.approx(-0.05)
    assert found["rules.queue"].difference.mean == pytest.approx(0.002)
    assert not found["rules.queue"].is_ordered


def test_a_difference_that_only_noise_makes_is_not_told():
    sweep = swept({"workshops.lathe.let": (2, 3), "rules.queue": ("edd", "fifo")})
    noise = np.random.default_rng(1).normal(0, 0.05, sweep.values.shape)
    loud = Sweep(None, sweep.design, responses(range(len(sweep.design)), ("otif",), sweep.values + noise), 1)
    found = by_path(effects(loud, "otif"))

    assert found["workshops.lathe.let"].is_told
    assert not found["rules.queue"].is_told


def test_the_interval_of_categories_holds_for_any_two_that_might_have_been_chosen():
    sweep = swept({"rules.queue": ("edd", "fifo", "spt")})
    sweep.values[...] += np.random.default_rng(2).normal(0, 0.01, sweep.values.shape)
    found = effects(sweep, "otif").of[0]
    low, high = (sweep.of("otif")[end] for end in found.ends)
    chosen, alone = found.difference, estimates.paired_difference(high, low)

    assert chosen.mean == pytest.approx(alone.mean)
    assert chosen.half_width > 1.2 * alone.half_width


def test_what_is_undefined_at_one_level_is_left_out_at_all_levels():
    sweep = swept()
    lost = next(k for k, point in enumerate(sweep.design.points) if point == (4, "2 h", "fifo"))
    sweep.values[lost] = math.nan
    found = effects(sweep, "otif")

    assert found.missing == 1
    assert by_path(found)["workshops.lathe.let"].difference.mean == pytest.approx(0.3)
    assert by_path(found)["rules.queue"].difference.mean == pytest.approx(0.002)


def test_a_surface_has_its_factors_where_they_were_asked_for_and_averages_the_others():
    found = surface(swept(), "otif", ["rules.queue", "workshops.lathe.let"])
    mean = np.mean([0.02, 0.0, 0.05]) + NOISE.mean()

    assert (found.across, found.upwards) == (("edd", "fifo", "spt"), (2, 3, 4))
    assert found.means == pytest.approx(
        np.array([[ADDED[a] + ADDED[u] + mean for a in found.across] for u in found.upwards])
    )


def test_a_surface_of_two_factors_shows_a_failed_point_as_undefined():
    sweep = swept({"workshops.lathe.let": (2, 3), "rules.queue": ("edd", "fifo")})
    sweep.values[0] = math.nan

    assert np.isnan(surface(sweep, "otif").means).tolist() == [[True, False], [False, False]]


@pytest.mark.parametrize(
    ("call", "mistake"),
    [
        (lambda: effects(swept(), "otfi"), "no such KPI in this sweep, got 'otfi'; did you mean 'otif'"),
        (lambda: effects(swept(replications=[math.nan] * 4), "otif"), "otif: undefined at every point"),
        (lambda: surface(swept(), "otif", ["rules.queue", "rules.x"]), "no such factor, got 'rules.x'"),
        (lambda: surface(swept(), "otif", ["rules.queue"]), "needs two factors, got 1"),
        (lambda: effects(diagonal(), "otif"), "got 3 points of 9 combinations; --design grid"),
    ],
)
def test_what_cannot_be_compared_is_refused(call, mistake):
    with pytest.raises(ExperimentError, match=mistake):
        call()


def diagonal():
    factors = tuple(design.Factor(path, levels=levels) for path, levels in list(FACTORS.items())[:2])
    return swept(made=design.Design(factors, ((4, "90 min"), (2, "2 h"), (3, "1 h"))))
