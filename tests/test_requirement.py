"""What was not seen never meets a requirement: shares without a miss, orders that are open, runs too short to tell."""

import math

import numpy as np
import pytest

from takarusim.experiments.headroom import Headroom
from takarusim.experiments.requirement import Requirement, levels
from takarusim.statistics import warmup
from takarusim.statistics.responses import Responses

SHORT = warmup.SHORT.format(104)
NOISE = np.random.default_rng(1).normal(0, 0.5, 20)


def tried(text, months=12.0, problems=None, **points):
    """Returns the levels 1.0, 2.0 ... of which KPIs have given values: {point: {kpi: values}}."""
    asked = Requirement.parsed(text)
    names = [asked.kpi, *asked.beside]
    rows = [[np.broadcast_to(one.get(name, 0.0), 20) for name in names] for one in points.values()]
    labels = tuple("base" if name == "base" else float(name[1:]) for name in points)
    values = np.array(rows, float).transpose(0, 2, 1)
    spans = dict.fromkeys(labels, months)
    return Responses(labels, tuple(range(20)), tuple(names), values, problems=problems or {}, months=spans), asked


def level(text, **how):
    return levels(*tried(text, **how), 0.95)[0]


def always(share, orders=100.0):
    return {"otif": share, "orders_delivered": orders}


# shares


def test_a_share_that_no_replication_missed_is_not_surely_above_all():
    assert level("otif >= 0.9", x1=always(1.0)).margin.low > 0
    assert level("otif >= 0.999", x1=always(1.0)).margin.low < 0
    assert level("otif >= 0.999", x1=always(1.0)).margin.high >= 0  # nor is it surely missed


def test_so_much_is_seen_as_there_are_months_and_orders():
    lows = [
        level("otif >= 0.9", months=months, x1=always(1.0, orders)).margin.low
        for months, orders in ((12, 1 / 12), (1, 100), (12, 0.5), (12, 100), (60, 100))
    ]

    assert lows == sorted(lows)
    assert lows[0] == lows[1]  # one order a year is one look, as is a month
    assert lows[1] < lows[2] < lows[3] < lows[4]


def test_shares_that_never_differ_from_the_base_may_differ_by_little_unless_they_are_its_own():
    responses, asked = tried("otif >= base - 0.02", base=always(1.0), x1=always(1.0), x2=always(1.0))
    own, other = levels(responses, asked, 0.95, own=[1.0])

    assert (own.margin.low, own.margin.high) == pytest.approx((0.02, 0.02))
    assert 0 < other.margin.low < 0.02


def test_a_share_that_must_stay_below_is_bounded_from_above():
    assert level("lead_time_open <= 0.05", x1={"lead_time_open": 0.0, "orders_delivered": 9}).margin.low > 0
    assert level("lead_time_open <= 0.001", x1={"lead_time_open": 0.0, "orders_delivered": 9}).margin.low < 0


# orders that are open


def test_orders_that_are_open_are_as_old_as_they_are():
    """Those delivered took 5 days; with the open ones as old as they are, the mean is 60 at least."""
    mostly = {"lead_time_mean": 5 + NOISE, "lead_time_least": 60 + NOISE, "lead_time_open": 0.6}
    found = level("lead_time_mean <= 30", x1=mostly)

    assert found.margin.high < 0
    assert found.kpi.mean == pytest.approx(5, abs=0.5)
    assert found.open == pytest.approx(0.6)


def test_a_mean_lead_time_is_met_only_where_it_is_by_littles_law():
    """20 days so far, of which a third of the orders is not done: they will take 30 a delivery."""
    third = {"lead_time_mean": 20 + NOISE, "lead_time_least": 20 + NOISE, "lead_time_open": 1 / 3}
    untold, met = level("lead_time_mean <= 25", x1=third), level("lead_time_mean <= 31", x1=third)

    assert untold.margin.low < 0 < untold.margin.high
    assert met.margin.low > 0


def test_few_open_orders_change_little():
    few = {"lead_time_mean": 20 + NOISE, "lead_time_least": 19.9 + NOISE, "lead_time_open": 0.01}

    assert level("lead_time_mean <= 21", x1=few).margin.low > 0
    assert level("lead_time_mean <= 19", x1=few).margin.high < 0


def test_where_nothing_was_delivered_the_ages_of_open_orders_are_what_is_known():
    nothing = {"lead_time_mean": math.nan, "lead_time_least": 60 + NOISE, "lead_time_open": 1.0}
    found = level("lead_time_mean <= 30", x1=nothing)

    assert found.margin.high < 0
    assert not found.margin.low >= 0


@pytest.mark.parametrize("kpi", ["lead_time_p95", "tardiness_mean", "lateness_mean", "flow_time_mean"])
def test_other_kpis_of_delivered_orders_are_not_met_where_many_are_open(kpi):
    many, few = ({kpi: 5 + NOISE, "lead_time_open": share} for share in (0.06, 0.04))

    assert level(f"{kpi} <= 30", x1=many).margin.low == -math.inf
    assert level(f"{kpi} <= 30", x1=few).margin.low > 0


# runs too short to tell


def test_a_run_too_short_to_tell_is_neither_met_nor_missed():
    responses, asked = tried(
        "wip <= 9", problems={2.0: SHORT, 3.0: warmup.GROWS}, x1={"wip": 5 + NOISE}, x2={}, x3={"wip": math.nan}
    )
    found = Headroom("all", "wip <= 9", 0.95, levels(responses, asked, 0.95), is_upward=False, responses=responses)

    assert (found.surely, found.at_most) == (1.0, 3.0)
    assert math.isnan(found.levels[1].margin.low)
    assert found.levels[2].margin.high == -math.inf


def test_what_a_run_would_take_can_be_read_from_its_problem():
    assert warmup.weeks_needed(SHORT) == 104
    assert warmup.weeks_needed(warmup.GROWS) is None
