"""Business matching: prospects that are won at events, and order from then on as any partner does."""

import numpy as np
import pytest

from cases import SCENARIOS, plain_tree
from laws import broken, run
from takarusim import model
from takarusim.engine import kernel
from takarusim.engine.instance import MATCH, NEVER, PLACE
from takarusim.errors import ScenarioError
from takarusim.experiments.run import simulate
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.lowering.matching import Matching
from takarusim.scenario.reading import read_scenario, scenario_from, tree_of

DAY = 86_400_000
ENGINES = [pytest.param(model.simulate, id="simpy"), pytest.param(kernel.simulate, id="compiled")]
ORDERS = {"every": {"exponential": "5 h"}, "ramp_up": "2 months"}
WEEKLY = {"events": {"weekdays": ["monday"], "at": "10:00"}}


def fair(prospect, matching=WEEKLY, **parts):
    """Returns a shop with a partner, and another one that may be won; on Mondays at ten unless said otherwise."""
    partners = {
        "old": {"orders": {"every": {"exponential": "4 h"}}, "components": {"pin": 1}},
        "new": {"orders": ORDERS, "components": {"pin": 1}, "quantity": {"uniform": [1, 9]}} | prospect,
    }
    return plain_tree(partners=partners, **({"matching": matching} if matching else {}), **parts)


def potential(tree, seed=1, partner="old"):
    """Returns what a partner would order: times, pieces and tie-breakers."""
    scenario = scenario_from(tree)
    x = lower(scenario, Draws(seed))
    own = x.stream == sorted(scenario.partners).index(partner)
    return np.column_stack([x.placed, x.quantity, x.tie])[own]


# ---- laws


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("delay", "first"), [("0 h", 2), ("20 h", 3), ("4 days", 6)])
def test_who_is_won_for_sure_is_a_partner_from_then_on(engine, delay, first):
    won = run(scenario_from(fair({"prospect": {"chance": 1, "delay": delay}})), engine)
    partner = run(scenario_from(fair({"from": f"2024-01-0{first}"}, matching=None)), engine)[1]

    assert broken(*won) == []
    log = won[1]
    assert log[log["kind"] == MATCH][["time", "place", "amount"]].tolist() == [(DAY * 10 // 24, 0, (first - 1) * DAY)]
    assert np.array_equal(log[log["kind"] != MATCH], partner)
    assert np.sum(log["place"][log["kind"] == PLACE] == 0) > 10


def test_who_has_no_chance_is_not_there():
    tree = fair({"prospect": {"chance": 0}})
    x = lower(scenario_from(tree), Draws(1))

    assert set(x.stream.tolist()) == {1}
    assert x.match_begins.tolist() == [-1, -1, -1]
    tree["partners"]["sure"] = tree["partners"]["new"] | {"prospect": {"chance": 1}}
    assert set(lower(scenario_from(tree), Draws(1)).stream.tolist()) == {1, 2}
    alone = plain_tree(partners={"old": tree["partners"]["old"]})
    assert np.array_equal(potential(tree), potential(alone))


@pytest.mark.parametrize("seed", range(6))
def test_an_event_more_moves_nobody_elses_orders_and_none_of_those_that_were_won_before_it(seed):
    prospect = {"prospect": {"chance": 0.5, "delay": {"uniform": ["1 h", "30 h"]}}}
    few, many = (
        fair(prospect, {"events": {"dates": dates}}) for dates in (["2024-01-02"], ["2024-01-02", "2024-01-05"])
    )

    assert np.array_equal(potential(few, seed), potential(many, seed))
    begins = [lower(scenario_from(tree), Draws(seed)).match_begins.max() for tree in (few, many)]
    assert begins[0] in (-1, begins[1])
    third = many | {"partners": many["partners"] | {"third": many["partners"]["new"]}}
    for partner in ("old", "new"):
        assert np.array_equal(potential(many, seed, partner), potential(third, seed, partner))


def test_what_the_nth_order_asks_for_does_not_hang_on_when_its_partner_is_won():
    early, late = (
        potential(fair({"prospect": {"chance": 1}}, {"events": {"dates": [day]}}), partner="new")
        for day in ("2024-01-02", "2024-01-09")
    )
    n = len(late)
    assert 5 < n < len(early)
    assert np.array_equal(early[:n, 1:], late[:, 1:])
    assert np.array_equal(early[:n, 0] + 7 * DAY, late[:, 0])


def test_the_event_at_which_one_is_won_is_geometric():
    """P(won at the e-th) = p (1 - p)^(e - 1): a chi-square of 3,000 estates against it, 4 degrees of freedom."""
    chance, n = 0.3, 3000
    tree = fair({"prospect": {"chance": chance}}, {"events": {"every": "5 days"}})
    matching = Matching(scenario_from(tree))
    events = [matching.drawn(Draws(2, r)).fields["match_begins"] for r in range(n)]
    found = np.bincount([len(begins) if begins[-1] >= 0 else 5 for begins in events], minlength=6)[1:]
    share = chance * (1 - chance) ** np.arange(4)
    expected = n * np.append(share, 1 - share.sum())
    assert np.sum((found - expected) ** 2 / expected) < 18.5  # 99.9 percent


# ---- events


def test_there_is_room_for_so_many_events_a_year_and_two_on_a_day_are_one():
    matching = {"events": {"dates": ["2024-01-05", "2024-01-03", "2024-01-04"], "every": "12 h"}, "a_year": 3}
    x = lower(scenario_from(fair({"prospect": {"chance": 0}}, matching)), Draws(1))
    assert (x.match / DAY).tolist() == [0, 1, 2]
    time = {"first_day": "2024-12-30", "last_day": "2025-01-08"}
    x = lower(scenario_from(fair({"prospect": {"chance": 0}}, {"events": {"every": "1 day"}, "a_year": 1}, time=time)),
              Draws(1))  # fmt: skip
    assert (x.match / DAY).tolist() == [0, 2]


def test_a_prospect_orders_no_earlier_than_from_its_first_day():
    x = lower(scenario_from(fair({"prospect": {"chance": 1}, "from": "2024-01-12"})), Draws(1))
    assert x.placed[x.stream == 0].min() >= 11 * DAY


def test_a_prospect_on_dates_begins_with_the_first_one_after_it_is_won():
    dates = {"orders": {"calendar": {"weekdays": ["tuesday"]}}, "prospect": {"chance": 1}}
    x = lower(scenario_from(fair(dates, {"events": {"dates": ["2024-01-03"]}})), Draws(1))
    own = x.stream == 0
    assert (x.placed[own] / DAY).tolist() == [8, 15]
    assert x.nth[own].tolist() == [0, 1]


def test_partners_won_are_counted_when_they_are_won():
    tree = fair({"prospect": {"chance": 1}}, {"events": {"dates": ["2024-01-10"]}})
    one = simulate(scenario_from(tree))
    assert one.kpis()["partners_won"] == 1
    assert one.kpis(one.window._replace(end=9 * DAY))["partners_won"] == 0
    assert np.isnan(simulate(scenario_from(plain_tree())).kpis()["partners_won"])


def test_the_shipped_scenario_holds_an_event_a_year():
    scenario = read_scenario(SCENARIOS / "matching.yaml")
    x = lower(scenario, Draws(1))
    assert 3 <= len(np.unique(x.match)) <= 6
    assert scenario_from(tree_of(scenario)) == scenario
    assert NEVER > x.match_begins.max() > 0


# ---- mistakes

MISTAKES = [
    (
        fair({"prospect": {"chance": 0.5}}, None),
        "partners.new.prospect: a prospect, but no business matching is held; ",
    ),
    (
        fair({"prospect": {"chance": 0.5}, "orders": {"circulating": 2}}),
        "partners.new.prospect: a prospect whose orders cannot begin on a day that is drawn, got 'circulating'; every ",
    ),
    (fair({"prospect": {}}), "partners.new.prospect.chance: missing, got nothing; "),
    (fair({"prospect": {"chance": 2}}), "partners.new.prospect.chance: too large, got 2"),
    (
        fair({"prospect": {"chance": 0.5}, "orders": {"every": "1 h"}}, time={"long_run": "1 year"}),
        "matching: a dated change in a long run",
    ),
]


@pytest.mark.parametrize(("tree", "message"), MISTAKES)
def test_prospects_that_cannot_be_won_are_told(tree, message):
    with pytest.raises(ScenarioError) as raised:
        scenario_from(tree)
    assert message in str(raised.value)
