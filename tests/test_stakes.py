"""Who gains by a scenario and who loses: no false losers among many, newcomers apart, and losers first."""

import json
from dataclasses import replace

import numpy as np
import pytest

import takarusim as tk
from cases import comparison, small_tree
from takarusim.briefing import gainers
from takarusim.excel import exported
from takarusim.experiments import stakes
from takarusim.experiments.difference import Difference
from takarusim.language.numerals import LANGUAGES
from takarusim.results import comparisons
from takarusim.scenario import reading
from takarusim.statistics import estimates
from test_money import priced

FIRMS, R = 40, 12


def estate(**smes):
    return reading.scenario_from(small_tree() | {"smes": smes})


def found(scenarios, **values):
    """Returns a comparison of scenarios of given values, (scenarios, replications) by the names of KPIs in order."""
    stacked = np.moveaxis(np.array(list(values.values()), float), 0, 2)
    return comparison(scenarios, tuple(values), stacked, next(iter(values)))


def by_firm(values, kpi="surplus"):
    """Returns values, (scenarios, firms, replications), by the names of the KPI of firms s-01 ..."""
    return {f"{kpi}[sme=s-{k + 1:02}]": values[:, k] for k in range(values.shape[1])}


def test_among_forty_firms_of_which_none_loses_none_is_called_a_loser_as_often_as_promised():
    scenario = estate(s={"count": FIRMS, "crews": 1})
    scenarios, draws = {"base": scenario, "other": scenario}, np.random.default_rng(1)
    any_, one_by_one = 0, 0
    for _ in range(100):
        values = draws.normal(size=(2, FIRMS, R))
        told = found(scenarios, **by_firm(values)).stakes["other"]
        any_ += any(one.difference.verdict in ("worse", "better") for one in told if one.party == "each")
        alone = [estimates.mean_interval(row) for row in values[1] - values[0]]
        one_by_one += sum(not one.low <= 0 <= one.high for one in alone)

    assert any_ <= 13  # of 100 at 95 percent: 5 expected, 14 less than once in a thousand
    assert one_by_one / 100 == pytest.approx(2, abs=0.6)  # false ones in each table, one by one


def test_whoever_gains_by_a_change_loses_by_its_undoing():
    scenario, draws = estate(s={"count": 5, "crews": 1, "size": "small"}), np.random.default_rng(2)
    values = draws.normal(np.array([[0.0] * 5, [-3, -1, 0, 1, 3]])[:, :, None], 1.0, (2, 5, R))
    opposite = {"worse": "better", "better": "worse", "unclear": "unclear", "same": "same"}
    there, back = (
        {
            one.difference.kpi: one.difference
            for one in found(dict.fromkeys("ab", scenario), **by_firm(each)).stakes["b"]
        }
        for each in (values, values[::-1])
    )

    assert {one.verdict for one in there.values()} == set(opposite)
    for kpi, one in there.items():
        assert back[kpi].verdict == opposite[one.verdict]
        assert (back[kpi].difference.mean, back[kpi].difference.low) == (-one.difference.mean, -one.difference.high)


def test_losers_come_first_in_each_column_the_largest_on_top():
    scenario = estate(s={"count": 4, "crews": 1})
    shifts = np.array([1.0, -2.0, 0.0, -5.0])
    values = np.stack([np.zeros((4, R)), np.broadcast_to(shifts[:, None], (4, R))])
    told = [one for one in found(dict.fromkeys("ab", scenario), **by_firm(values)).stakes["b"] if one.party == "each"]

    assert [one.difference.difference.mean for one in told] == [-5, -2, 1, 0]
    assert [one.difference.verdict for one in told] == ["worse", "worse", "better", "same"]


def test_newcomers_move_no_mean_of_firms_and_are_told_as_new():
    few = estate(s={"count": 2, "crews": 1, "size": "small"})
    more = estate(s={"count": 2, "crews": 1, "size": "small"}, t={"crews": 1, "size": "small"})
    nothing = np.full((1, R), np.nan)
    values = {f"surplus[sme=s-0{k}]": np.full((2, R), 10.0 * k) for k in (1, 2)}
    values["surplus[sme=t]"] = np.concatenate([nothing, np.full((1, R), 99.0)])
    back = {name: each[::-1] for name, each in values.items()}
    for scenarios, of, verdict in (({"a": few, "b": more}, values, "new"), ({"a": more, "b": few}, back, "gone")):
        told = {one.difference.kpi: one.difference for one in found(scenarios, **of).stakes["b"]}

        assert told["surplus[size=small]"].base.mean == told["surplus[size=small]"].other.mean == 15
        assert told["surplus[sme=t]"].verdict == verdict


def test_a_firm_counts_in_each_of_its_channels_and_a_margin_is_one_of_sums():
    scenario = estate(
        s={"count": 1, "crews": 1, "channels": ["direct"]}, t={"crews": 1, "channels": ["direct", "cooperative"]}
    )
    same = {
        f"{kpi}[sme={sme}]": np.full((2, R), value) for kpi, sme, value in (("surplus", "s", 1), ("surplus", "t", 5))
    }
    same |= {"revenue[sme=s]": np.full((2, R), 10.0), "revenue[sme=t]": np.full((2, R), 10.0)}
    same["revenue[sme=t]"][1] = 50.0
    told = {one.difference.kpi: one.difference for one in found(dict.fromkeys("ab", scenario), **same).stakes["b"]}

    assert told["surplus[channel=direct]"].base.mean == 3
    assert told["surplus[channel=cooperative]"].base.mean == 5
    assert [told["margin[channel=direct]"].base.mean, told["margin[channel=direct]"].other.mean] == [6 / 20, 6 / 60]


def test_what_is_paid_to_the_regency_is_its_gain_and_what_it_pays_its_loss():
    scenario, rent = estate(s={"crews": 1}), np.array([np.full(R, 1.0), np.full(R, 3.0)])
    cost = np.array([np.full(R, np.nan), np.full(R, 7.0)])
    told = {
        one.difference.kpi: one for one in found(dict.fromkeys("ab", scenario), rent=rent, public_cost=cost).stakes["b"]
    }

    assert (told["rent"].difference.verdict, told["rent"].relative) == ("better", 2)
    assert (told["public_cost"].difference.verdict, told["public_cost"].difference.difference.mean) == ("worse", 7)
    assert np.isnan(told["public_cost"].relative)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """A priced estate beside itself with more demand and a change that costs."""
    tree = priced(small_tree())
    for sme in tree["smes"].values():
        sme["size"] = "small"
    base = reading.scenario_from(tree)
    partner = next(iter(base.partners))
    works = {"works": {"from": "2024-01-02", "cost": "Rp 1 billion", "times": {f"partners.{partner}.demand": 3}}}
    plan = comparisons.Plan(
        {"today": base, "more": tk.with_value(base, "changes", works)}, 1, 6, out=tmp_path_factory.mktemp("results")
    )
    return comparisons.carry_out(plan)


def test_firms_one_by_one_have_the_mean_of_their_size(outcome):
    told = outcome.comparison.stakes["more"]
    each = [one.difference for one in told if one.party == "each"]
    (small,) = [one.difference for one in told if one.difference.kpi == "surplus[size=small]" and one.party == "smes"]

    assert each
    assert small.difference.mean == pytest.approx(np.mean([one.difference.mean for one in each]))


def test_a_folder_has_the_table_and_a_workbook_too(outcome):
    frame = stakes.frame(outcome.comparison.stakes)
    lines = (outcome.plan.folder / "gains.csv").read_text("utf-8").splitlines()
    sheet = {table.name: table for table in exported.exported(outcome.plan.folder, "en")[0].tables}["gains"]

    assert len(lines) - 1 == len(frame) == len(sheet.rows) > 10
    assert list(frame["party"].unique()) == [party for party in stakes.PARTIES if party in set(frame["party"])]
    assert {row[1] for row in sheet.rows} == {"partners", "SMEs", "SMEs one by one", "workers", "the regency"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_loses_and_gains_most_is_told_by_name_in_both_languages(outcome, language):
    (said,) = gainers.sentences(outcome, language)
    lines = gainers.rows(outcome.comparison.stakes["more"], language, short=True)

    assert {"en": "Loses most:", "id": "Paling rugi:"}[language] in said
    assert "{" not in said
    assert all(line.row.verdict for line in lines)
    assert {"en": "loses", "id": "rugi"}[language] in {line.row.verdict for line in lines}


def stake(kpi, unit, base, change, party="smes"):
    """Returns what a scenario surely does to a member."""
    low, high = sorted((0.9 * change, 1.1 * change))
    shift = replace(estimates.mean_interval(np.array([low, high])), low=low, high=high)
    before, after = (estimates.mean_interval(np.array([value, value]), unit=unit) for value in (base, base + change))
    return stakes.Stake(party, Difference(kpi, unit, "higher", before, after, shift, True, 1.0, None))


def test_who_gains_most_is_not_who_had_next_to_nothing():
    """A surplus of ten rupiah that grows tenfold, and a margin of a thousandth that does, are not much."""
    half = stake("surplus[size=medium]", "Rp/month", 8e6, 4e6)
    told = [stake("surplus[size=micro]", "Rp/month", 10, 90), half, stake("margin[size=micro]", "share", 0.001, 0.01)]
    ppm = stake("delivered_ppm[partner=maker]", "ppm", 1, -0.9, "partners")

    assert gainers.short([*told, ppm], "better", "en").startswith("medium firms: surplus of SMEs per firm")


def test_it_is_said_as_json(outcome):
    told = json.loads(json.dumps(tk.to_dict(outcome.comparison)))["stakes"]["more"]

    assert [(one["party"], one["kpi"]) for one in told] == [
        (one.party, one.difference.kpi) for one in outcome.comparison.stakes["more"]
    ]
    assert all(one["adjusted"] for one in told)


def test_it_is_drawn(outcome):
    assert len(tk.plot(outcome.comparison, figure="who-gains").axes.get_yticklabels()) > 5
