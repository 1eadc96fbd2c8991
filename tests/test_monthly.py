"""KPIs by month and late orders by SME: against spans taken one by one, and small cases worked out by hand."""

import numpy as np
import pandas as pd
import pytest

import takarusim as tk
from cases import plain_tree, random_tree
from takarusim.experiments import monthly, run
from takarusim.kpis import kpis, months
from takarusim.outcome.replication import Window, window_of
from takarusim.registers.kpis import KPIS, Name
from takarusim.scenario import reading
from takarusim.statistics import many
from takarusim.statistics.responses import estimate

DAY = 86_400_000


def plan(**parts):
    """Returns a queue over 20 January to 5 March, a run-in of ten days before it."""
    time = {"first_day": "2024-01-20", "last_day": "2024-03-05", "run_in": "10 days"}
    orders = {"every": {"exponential": "1.2 h"}}
    contract = {"due": "1 days"}
    partner = {"orders": orders, "components": {"pin": 1}, "contract": contract}
    return reading.scenario_from(plain_tree(time=time, partners={"p": partner}, **parts))


SMES = {"a": {"crews": 1}, "b": {"crews": 1, "from": "2024-02-10"}}


@pytest.fixture(scope="module")
def scenario():
    return plan(smes=SMES, many_late=3)


@pytest.fixture(scope="module")
def replications(scenario):
    return [run.simulate(scenario, seed=1, replication=k) for k in range(6)]


# ---- months


def test_months_are_those_of_the_calendar_cut_at_both_ends(scenario):
    found = months.months(scenario, window_of(scenario))

    assert [str(month.first) for month in found] == ["2024-01-01", "2024-02-01", "2024-03-01"]
    assert [tuple(edge // DAY for edge in month.window) for month in found] == [(10, 22), (22, 51), (51, 56)]


def test_a_long_run_has_no_months():
    long_run = reading.scenario_from(plain_tree(time={"first_day": "2024-01-01", "long_run": "52 weeks"}))

    assert months.months(long_run, window_of(long_run)) == []
    assert months.evaluate(run.simulate(long_run, engine="simpy")).shape == (0, len(months.names(long_run)))


def test_the_kpis_of_a_month_are_those_of_its_span(replications):
    for one in replications[:2]:
        found = months.evaluate(one)
        for row, month in zip(found, months.months(one.scenario, one.window), strict=True):
            whole = kpis.evaluate(one, month.window)
            assert np.array_equal(row, [whole[name] for name in months.names(one.scenario)], equal_nan=True)


@pytest.mark.parametrize("seed", range(6))
def test_the_kpis_of_a_month_are_those_of_its_span_on_random_estates(seed):
    """With preemption, stocks, trucks, closing units, orders held and refused; cut into spans of five days."""
    from takarusim.kpis.facts import adjoining

    one = run.simulate(reading.scenario_from(random_tree(seed, ties=seed % 2 == 0)), seed=1, engine="simpy")
    start, end = one.window
    edges = [*range(start, end, 5 * DAY), end]
    for first, last, given in zip(edges, edges[1:], adjoining(one, edges), strict=False):
        alone = list(kpis.evaluate(one, Window(first, last)).values())
        assert np.array_equal(kpis.values(given), alone, equal_nan=True)


def test_kpis_of_smes_and_components_are_not_told_by_month(scenario):
    groups = {Name.parsed(name).group if "[" in name else "" for name in months.names(scenario)}

    assert groups <= {"", *months.GROUPS}
    assert not {"sme", "component", "size"} & groups


def test_months_add_up_to_the_whole(replications):
    for one in replications:
        found = months.evaluate(one)
        lengths = np.array([m.window.end - m.window.start for m in months.months(one.scenario, one.window)])
        whole = kpis.evaluate(one)
        for name in ("orders_delivered", "wip", "jobs_fte", "jobs_heads"):
            column = found[:, months.names(one.scenario).index(name)]
            assert column @ lengths / lengths.sum() == pytest.approx(whole[name])


def test_months_are_told_with_intervals_and_in_how_many_replications_they_are_defined(scenario, replications):
    values = np.array([months.evaluate(one) for one in replications])
    found = monthly.told(values, months.months(scenario, window_of(scenario)), months.names(scenario))
    names = months.names(scenario)

    for name, month, member in (("served", 1, ""), ("wip", 2, ""), ("otif", 1, "p"), ("sme_revenue_mean", 0, "")):
        written = f"{name}[partner={member}]" if member else name
        one = estimate(name, values[:, month, names.index(written)])
        first = pd.Timestamp(2024, 1 + month, 1)
        row = found[(found["month"] == first) & (found["kpi"] == name) & (found["member"] == member)]
        if not one.n:
            assert row.empty
            continue
        (told,) = row.to_dict("records")
        assert [told[key] for key in ("mean", "low", "high", "n")] == pytest.approx(
            [one.mean, one.low, one.high, one.n], rel=1e-4
        )
        assert (told["group"], told["unit"]) == ("partner" if member else "", KPIS[name].unit)


def test_months_can_be_asked_for_of_a_scenario(scenario, replications):
    values = np.array([months.evaluate(one) for one in replications[:2]])
    known = monthly.told(values, months.months(scenario, window_of(scenario)), months.names(scenario))

    pd.testing.assert_frame_equal(tk.months(scenario, 2, seed=1), known)


@pytest.mark.parametrize("is_share", [True, False])
def test_many_means_are_those_of_one_at_a_time(is_share):
    draws = np.random.default_rng(1)
    rows = draws.uniform(size=(60, 12)).round(draws.integers(0, 3))
    rows[draws.uniform(size=rows.shape) < 0.2] = np.nan
    rows[:4] = [[0.0] * 12, [1.0] * 12, [np.nan] * 12, [np.nan] * 11 + [0.5]]
    rows[4:6] = [[1.0] * 11 + [0.5], [0.0] * 10 + [0.25, np.nan]]
    kpi = "otif" if is_share else "utilisation"
    limits = np.tile(KPIS[kpi].limits, (len(rows), 1))
    found = many.means(rows, np.full(len(rows), is_share), limits)

    for k, row in enumerate(rows):
        one = estimate(kpi, row)
        told = [column[k] for column in found]
        assert told == pytest.approx([one.mean, one.low, one.high, one.n], rel=1e-12, nan_ok=True), k


# ---- firms


def test_late_orders_are_told_by_sme_and_month():
    """Of ten replications `a` has 0, 1, ... 9 late orders in January, of ten; in February it has none, `b` never."""
    rows = [
        {"replication": r, "sme": "a", "due": pd.Timestamp(2024, month, 5), "late": month == 1 and k < r}
        for r in range(10)
        for month in (1, 2)
        for k in range(10)
    ]
    rows.append({"replication": 0, "sme": None, "due": pd.Timestamp(2024, 1, 5), "late": False})  # refused
    scenario = plan()
    which = months.months(scenario, window_of(scenario))[:2]
    found = monthly.firms(pd.DataFrame(rows), which, ("a", "b"), 10, 6).set_index(["month", "sme"])

    january, other = found.loc[(pd.Timestamp(2024, 1, 1), "a")], found.loc[(pd.Timestamp(2024, 2, 1), "a")]
    assert january.to_dict() == {"orders": 10, "late": 4.5, "q10": 0, "q90": 8, "many": 6, "share": 0.3}
    assert other[["orders", "late", "q90", "share"]].tolist() == [10, 0, 0, 0]
    assert found.loc[(pd.Timestamp(2024, 1, 1), "b"), "orders"] == 0


def test_late_orders_by_sme_are_those_of_the_orders(scenario, replications, tmp_path):
    from takarusim.results import runs

    outcome = runs.carry_out(runs.Plan(scenario, 6, 1, out=tmp_path, keep="small"))
    again = runs.opened(outcome.plan.folder)

    for frame in (outcome, again):
        late = frame.firms.groupby("sme")["late"].sum() * 6
        for sme in "ab":
            mine = [one.orders[one.orders["counts"] & (one.orders["sme"] == sme)] for one in replications]
            assert late[sme] == pytest.approx(sum(int(rows["late"].sum()) for rows in mine))
        assert set(frame.firms["many"]) == {3}
    pd.testing.assert_frame_equal(again.months, tk.months(scenario, 6, seed=1))
    pd.testing.assert_frame_equal(again.firms, outcome.firms)
