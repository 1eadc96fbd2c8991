"""How long a shock is felt: against a queue that flows like water, and month by month by hand."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

import takarusim as tk
from cases import plain_tree
from takarusim.briefing import verdicts
from takarusim.errors import ExperimentError
from takarusim.experiments.recovery import recovery
from takarusim.results import comparisons
from takarusim.scenario.reading import scenario_from

YEAR = {"first_day": "2024-01-01", "last_day": "2024-12-31"}
MONTHS = [date(2024, month, 1) for month in range(1, 9)]
FEBRUARY = pd.Timestamp("2024-02-01")


def queue(hours, **parts):
    """Returns a shop to which a pin comes every two hours, and who works on one for so many hours, day and night."""
    made = {"pin": {"routing": {"turn": {"workshop": "A", "per_piece": f"{hours} h"}}}}
    partners = {"p": {"orders": {"every": "2 h"}, "components": {"pin": 1}, "contract": {"due": "3 days"}}}
    return scenario_from(plain_tree(time=YEAR, components=made, partners=partners, **parts))


def from_january(differences, kpi="wip", band=1.0):
    """Returns what is said of two replications with these mean differences, the same in both."""
    values = np.array([differences, differences], float)
    return recovery(kpi, band, MONTHS, np.zeros_like(values), values)


@pytest.mark.parametrize(
    ("hours", "shock", "backlog"),
    [
        (1, {"until": "2024-04-01", "out": ["A-001"]}, 12 * 60),
        (1.5, {"until": "2024-04-01", "out": ["A-001"]}, 12 * 60),
        (1, {"until": "2024-03-01", "times": {"partners.p.demand": 4}}, (48 - 24) * 29),
        (1.5, {"until": "2024-03-01", "times": {"partners.p.demand": 2}}, (24 - 16) * 29),
    ],
)
def test_a_backlog_is_gone_when_it_is_worked_off_by_what_capacity_is_left(hours, shock, backlog):
    shocked = queue(hours, changes={"shock": {"from": "2024-02-01", **shock}})
    found = tk.compare({"base": queue(hours), "shock": shocked}, 2, seed=1, recovery={"wip": 0.5})
    one = found.recoveries["shock"]["wip"]
    gone = pd.Timestamp(shock["until"]) + pd.Timedelta(days=backlog / (24 / hours - 12))

    assert one.leaves == FEBRUARY.date()
    assert one.recovers == (gone + pd.offsets.MonthBegin(1)).date()  # the month in which it is gone is half in
    assert one.months == (gone.month + 1) - 2


def test_a_month_within_the_band_counts_only_if_all_behind_it_are():
    one = from_january([0, 3, 0, 0, -2, 0.5, 1, 0])
    assert (one.leaves, one.recovers, one.months) == (MONTHS[1], MONTHS[5], 4)


def test_a_shock_that_is_felt_to_the_end_is_not_recovered_from():
    one = from_january([0, 0, 3, 0, 0, 0, 0, 2])
    assert (one.leaves, one.recovers, one.months) == (MONTHS[2], None, None)


def test_what_is_never_felt_has_no_time_to_recover():
    one = from_january([0, 1, -1, 0.5, 0, 0, 0, 0])
    assert (one.leaves, one.recovers, one.months) == (None, None, None)


def test_months_in_which_nothing_is_defined_count_neither_way():
    nan = math.nan
    one = from_january([0, 3, nan, 0, nan, 0, 0, nan])
    assert (one.leaves, one.recovers, one.months) == (MONTHS[1], MONTHS[3], 2)


def test_an_interval_that_reaches_out_of_the_band_is_not_within_it():
    base, other = np.zeros((3, 2)), np.array([[0, 0.0], [0, 0.9], [0, 1.8]])
    assert recovery("wip", 1.0, MONTHS[:2], base, other).leaves == MONTHS[1]
    assert recovery("wip", 9.0, MONTHS[:2], base, other).leaves is None


def test_recoveries_are_kept_and_told(tmp_path):
    shocked = queue(1, changes={"shock": {"from": "2024-02-01", "until": "2024-03-01", "out": ["A-001"]}})
    bands = {"wip": 0.5, "served": 0.05}
    plan = comparisons.Plan({"base": queue(1), "shock": shocked}, 1, 2, out=tmp_path, recovery=bands)
    outcome = comparisons.carry_out(plan)
    found = outcome.comparison.recoveries["shock"]

    assert str(found["wip"].recovers) == "2024-04-01"
    assert comparisons.opened(plan.folder).comparison.recoveries == {"shock": found}
    assert "--recovery=wip=0.5" in comparisons.command(plan)
    table = pd.read_csv(plan.folder / "recovery.csv")
    assert table[["scenario", "kpi", "recovers", "months"]].values.tolist()[0] == ["shock", "wip", "2024-04-01", 2]
    told = tk.to_dict(outcome.comparison)["recoveries"]["shock"]["wip"]
    assert (told["band"], told["leaves"], told["recovers"]) == (0.5, "2024-02-01", "2024-04-01")
    assert told["differences"]["2024-02-01"]["mean"] > 100
    said = " ".join(verdicts.sentences(outcome, "en"))
    assert (
        "the difference leaves the band of ±0.50 lots upwards in Feb 2024, and surely stays within it again from Apr"
        in said
    )
    assert (
        "Service level (on time in full): the difference leaves the band of ±5.0 percentage points downwards in Feb"
        in said
    )


def test_only_kpis_by_month_can_recover():
    known = {"a": queue(1), "b": queue(1, changes={"e": {"from": "2024-02-01", "out": ["A-001"]}})}
    with pytest.raises(ExperimentError, match="recovery: no KPI by month, got 'nothing'; one of "):
        tk.compare(known, 2, recovery={"nothing": 1})
    long_run = scenario_from(plain_tree(time={"first_day": "2024-01-01", "long_run": "52 weeks", "warm_up": "1 week"}))
    with pytest.raises(ExperimentError, match="a long run has no months"):
        tk.compare({"a": long_run, "b": long_run.with_value("seed", 2)}, 2, recovery={"wip": 1})
