"""What is shown of a run is what its tables say."""

import math

import numpy as np
import pandas as pd
import pytest

from takarusim.experiments import accounts, summary
from takarusim.scenario.scenario import Target
from takarusim.statistics.estimates import Estimate

DAY = 86_400_000


def estimate(low, high):
    return Estimate((low + high) / 2, low, high, 0.95, 30)


@pytest.mark.parametrize(
    ("interval", "target", "verdict"),
    [
        ((0.5, 0.6), (0.4, 0.9), "met"),
        ((0.5, 0.6), (0.5, 0.6), "met"),
        ((0.5, 0.6), (0.55, None), "cannot_tell"),
        ((0.5, 0.6), (0.7, None), "not_met"),
        ((0.5, 0.6), (None, 0.4), "not_met"),
        ((0.5, 0.6), (None, 0.7), "met"),
        ((math.nan, math.nan), (0.4, 0.9), "undefined"),
    ],
)
def test_a_verdict_goes_no_further_than_the_interval(interval, target, verdict):
    assert summary.verdict(estimate(*interval), Target(low=target[0], high=target[1])) == verdict


def test_one_replication_is_judged_by_its_value():
    assert summary.verdict(Estimate(0.5, math.nan, math.nan, 0.95, 1), Target(low=0.4)) == "met"


def orders(**columns):
    return pd.DataFrame(columns).assign(
        **{name: pd.to_datetime(columns[name], format="ISO8601") for name in columns if name in MOMENTS}
    )


MOMENTS = ("placed", "delivered", "earliest", "latest")


def test_a_flow_counts_each_order_once_in_the_period_in_which_it_falls():
    placed = ["2024-01-01", "2024-01-31 23:59", "2024-02-01", "2024-08-01", "2024-01-15"]
    frame = orders(replication=[0, 0, 0, 0, 1], placed=placed, delivered=["2024-03-05", None, None, None, None])
    shown, period = summary.flow(frame, pd.Timestamp("2024-01-01"), pd.Timestamp("2024-08-01"), replications=2)
    mean = shown.set_index(["series", "start"])["mean"]

    assert period == "month"
    assert mean["placed"].to_list() == [1.5, 0.5, 0, 0, 0, 0, 0]
    assert mean["delivered"].to_list() == [0, 0, 0.5, 0, 0, 0, 0]


def test_a_short_run_is_counted_by_whole_weeks():
    frame = orders(replication=[0], placed=["2024-01-09"], delivered=["2024-01-10"])
    shown, period = summary.flow(frame, pd.Timestamp("2024-01-01"), pd.Timestamp("2024-01-20"), replications=1)

    assert period == "week"
    assert shown["start"].nunique() == 2


@pytest.mark.parametrize(("periods", "half_width"), [(1, 0), (2, 0), (3, 1), (40, 2), (100, 5)])
def test_the_series_of_a_long_run_are_averaged_over_a_tenth_of_it(periods, half_width):
    line = 2.0 + np.arange(periods)
    course = pd.DataFrame({"series": np.repeat(["wip", "lead"], periods), "mean": np.append(line, -line)})
    wip, lead = (one["moving"] for _, one in summary.smoothed(course).groupby("series", sort=False))

    assert wip.dropna().to_list() == pytest.approx(line[: periods - half_width])
    assert lead.dropna().to_list() == pytest.approx(-line[: periods - half_width])


def test_a_long_run_without_a_whole_period_has_no_series():
    assert summary.smoothed(pd.DataFrame(columns=["series", "mean"])).empty


def test_lead_times_are_quantiles_of_the_orders_delivered_and_windows_those_of_the_contract():
    days = pd.to_timedelta(np.arange(1, 102), unit="D")
    start = pd.Timestamp("2024-01-01")
    frame = pd.DataFrame({"partner": "maker", "placed": start, "delivered": start + days})
    frame["earliest"], frame["latest"] = pd.NaT, start + pd.Timedelta(days=30)
    frame.loc[101] = ["maker", start, pd.NaT, pd.NaT, start + pd.Timedelta(days=30)]
    (row,) = summary.lead_time(frame).to_dict("records")

    assert row["q50"] == 51
    assert row["late"] == 30
    assert math.isnan(row["early"])


CHARGES = pd.DataFrame(
    [
        (0, "maker", "a", True, "material", "material", 3 * DAY),
        (0, "maker", "a", True, "queue", "workshop C", 4 * DAY),
        (0, "maker", "a", True, "queue", "closed", 8 * DAY),
        (0, "maker", "a", False, "queue", "workshop C", 99 * DAY),
        (1, "maker", "a", True, "material", "material", 5 * DAY),
        (1, "maker", "a", True, "work", "processing", DAY),
    ],
    columns=["replication", "partner", "kind", "late", "state", "cause", "ms"],
)
ORDERS = pd.DataFrame({"replication": [0, 0, 1, 1], "partner": "maker", "kind": "a", "late": [True, True, True, False]})


def test_the_ledger_shows_all_days_of_a_mean_late_order():
    shown = summary.ledger(CHARGES, ORDERS).set_index("cause")

    assert shown["days"].sum() == pytest.approx((3 + 4 + 8 + 5 + 1) / 3)
    assert shown["days"]["closed queue"] == pytest.approx(8 / 3)
    assert shown["late"].to_list() == [0.75] * len(shown)
    assert list(shown.index) == ["material", "workshop C", "closed queue", "processing"]


def test_small_causes_are_one_and_lose_no_time():
    shown = summary.ledger(CHARGES, ORDERS, most=2).set_index("cause")["days"]

    assert "other" in shown
    assert shown.sum() == pytest.approx(7)


def test_without_late_orders_the_ledger_is_empty():
    assert summary.ledger(CHARGES, ORDERS.assign(late=False)).empty
    assert summary.holds(CHARGES, ORDERS.assign(late=False)) == []


def test_late_orders_wait_first_where_they_wait_longest_nights_included():
    first, second, work = summary.holds(CHARGES, ORDERS)

    assert (first.state, second.state, work.state) == ("material", "queue", "work")
    assert first.values == [1.5, 5.0]
    assert second.values == [6.0, 0.0]
    assert second.workshop == "C"
    assert not work.is_wait


def test_more_replications_are_asked_for_only_where_they_would_tell():
    def hold(values):
        return summary.Hold("crew", estimate(0, 1), list(values))

    rng = np.random.default_rng(1)
    low, noise = np.zeros(20), rng.normal(0, 1, 20)
    assert summary.more_replications(hold(low + 9), hold(noise)) == 0
    assert summary.more_replications(hold(low + 0.05 + noise.mean()), hold(noise)) > 0
    assert summary.more_replications(hold(low), hold(low)) is None
    assert summary.more_replications(hold([1.0]), hold([2.0])) is None


def test_a_partner_has_its_own_target_or_that_of_its_kind():
    estimates = {f"otif[partner={name}]": estimate(0.5, 0.6) for name in ("a", "b", "c")}
    targets = {"otif[kind=auto]": Target(low=0.4), "otif[partner=b]": Target(low=0.7, required=True)}
    shown = summary.otif(estimates, targets, {"a": "auto", "b": "auto", "c": "market"}).set_index("partner")

    assert shown["target_low"]["a"] == 0.4
    assert shown["target_low"]["b"] == 0.7
    assert math.isnan(shown["target_low"]["c"])
    assert shown["required"].to_dict() == {"a": False, "b": True, "c": False}


@pytest.mark.parametrize(
    ("required", "named"), [([True, True], "target"), ([False], "range"), ([], "range"), ([True, False], "both")]
)
def test_what_nothing_requires_is_a_plausible_range(required, named):
    assert summary.band(required) == named


def test_the_gain_of_lifting_is_paired():
    gains = summary.gains([0.1, 0.5, 0.9], {"crew": [0.2, 0.6, 1.0], "material": [0.1, 0.5, 0.9]}, seed=1)

    assert gains["crew"].mean == pytest.approx(0.1)
    assert gains["crew"].low > 0.09
    assert (gains["material"].low, gains["material"].high) == (0, 0)
    assert summary.gains([0.0, 0.0, 0.0], {"crew": [0.0, 1.0, 1.0]}, seed=1)["crew"].high == 1


def test_a_unit_is_idle_while_it_neither_works_nor_is_down():
    shares = {"utilisation": estimate(0.5, 0.7), "setup_share": estimate(0.1, 0.1), "down_share": estimate(0.15, 0.15)}
    (row,) = summary.utilisation({f"{kpi}[workshop=A]": of for kpi, of in shares.items()}, {"A": 3}).to_dict("records")

    assert row["idle"] == pytest.approx(1 - 0.6 - 0.15)
    assert row["processing"] + row["setup"] + row["down"] + row["idle"] == pytest.approx(1)


def test_days_spent_are_never_less_than_none():
    assert summary.days([0.0, 9.0]).low == 0


def account():
    """Two scenarios of two replications: one order on time and one late in each, none late in `calm`."""
    orders, charges = [], []
    for scenario, replication, late, queue, night, tiny in (
        ("busy", 0, False, 2, 0, 0),
        ("busy", 0, True, 4, 8, 0.001),
        ("busy", 1, False, 2, 0, 0),
        ("busy", 1, True, 6, 0, 0),
        ("calm", 0, False, 1, 1, 0),
        ("calm", 1, False, 3, 1, 0),
    ):
        orders.append((scenario, replication, late, 2))
        for state, cause, days in (("queue", "workshop C", queue), ("queue", "closed", night), ("work", "setup", tiny)):
            charges.append((scenario, replication, late, state, cause, 2 * days * 86_400_000))
    return accounts.Account(
        pd.DataFrame(orders, columns=["scenario", "replication", "late", "orders"]),
        pd.DataFrame(charges, columns=["scenario", "replication", "late", "state", "cause", "ms"]),
    )


@pytest.mark.parametrize(
    ("late", "busy", "calm"),
    [(True, {"workshop C": 5, "closed queue": 4}, {}), (False, {"workshop C": 3.5}, {"workshop C": 2})],
)
def test_ledgers_are_of_a_mean_order_of_each_scenario_late_or_any(late, busy, calm):
    found = accounts.ledgers(account(), late=late)
    days = found.set_index(["group", "cause"])["days"]

    assert found["group"].unique().tolist() == ["busy", "calm"]
    assert found["cause"].unique().tolist() == ["workshop C", "closed queue", "other"]
    assert all(days["busy", cause] == value for cause, value in busy.items())
    assert all(days["calm", cause] == value for cause, value in calm.items())
    assert late == (days["calm"].sum() == 0)
    assert found.groupby("group")["late"].first().to_dict() == {"busy": 0.5, "calm": 0}


def test_the_days_of_ledgers_add_up_to_those_of_the_account():
    found, account_days = (
        accounts.ledgers(account()),
        accounts.days(*(frame[frame["scenario"] == "busy"].assign(partner="a") for frame in reversed(account()))),
    )
    late = account_days[(account_days["partner"] == "") & (account_days["orders"] == "late")]

    assert found[found["group"] == "busy"]["days"].sum() == pytest.approx(late["days"].sum())


def test_ledgers_without_late_orders_have_nothing_to_show():
    orders, charges = (frame[~frame["late"]] for frame in account())

    assert not accounts.ledgers(accounts.Account(orders, charges))["days"].any()


def test_a_replication_whose_orders_took_no_time_counts_as_none_of_it():
    orders, charges = account()
    gone = accounts.Account(orders, charges[(charges["scenario"] != "calm") | (charges["replication"] == 0)])
    days = accounts.ledgers(gone, late=False).set_index(["group", "cause"])["days"]

    assert days["calm", "workshop C"] == 0.5
