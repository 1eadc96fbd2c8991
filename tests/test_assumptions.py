"""Assumptions in groups: which are wrong together, and the scenario in which each has another value."""

import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from takarusim.errors import ScenarioError
from takarusim.scenario import reading
from takarusim.scenario.assumptions import Variation, assumed, is_evidence, placed

SCENARIOS = Path(__file__).parents[1] / "scenarios"
SHIPPED = (
    *("lik-takaru", "add-heavy-equipment-partner", "add-type-c-workshops", "add-type-c-shops", "add-type-c-slowly"),
    *("access-road", "perimeter-wall", "material-center", "shared-machines", "dak-2025", "overtime-before-lebaran"),
)
GUESS = {"source": "assumption"}


def tree(**sections):
    """Returns an estate of which much is assumed: a press, two crews, two components."""
    return {
        "time": {"first_day": "2024-01-01", "last_day": "2024-03-31"},
        "workshops": {"press": {"units": 4, "let": {"value": 3, "low": 2, "high": 4, **GUESS}}},
        "smes": {"one": {**GUESS, "range": [0.7, 1.5], "crews": 2}},
        "components": {
            "pin": {"routing": {"turn": _operation("press", "4 min"), "coat": _operation("none", "3 days")}},
            "cap": {"routing": {"cut": _operation("press", "2 min")}},
        },
        "partners": {
            "near": {**_partner({"exponential": "6 h"}), "kind": "market"},
            "far": {**_partner({"exponential": "9 h"}), "kind": "export"},
        },
        **sections,
    }


def _operation(workshop, setup):
    return {"workshop": workshop, **GUESS, "range": [0.5, 2], "setup": setup}


def _partner(every):
    return {**GUESS, "range": [0.5, 2], "orders": {"every": every}, "components": {"pin": 1, "cap": 1}, "quantity": 5}


GROUPS = {
    "buildings": {"against": ["workshops.*.let"]},
    "crews": {"against": ["smes.*.crews"], "holds": "all"},
    "set-ups": {"paths": ["components.*.routing.*[workshop!=none].setup"], "shared": 0.5},
    "outside": {"paths": ["components.*.routing.*[workshop=none].setup"]},
    "near": {"against": ["partners.*[kind=market].orders.every"]},
    "far": {"against": ["partners.far.orders"]},
    "lots": {"paths": ["partners.*.quantity"], "shape": "triangular"},
    "mixes": {"paths": ["partners.*.components"], "shared": 0},
}


def told(**sections):
    """Returns the mistakes that a tree is refused for."""
    with pytest.raises(ScenarioError) as refused:
        reading.scenario_from(tree(**sections))
    return [str(problem) for problem in refused.value.problems]


def scenario(**groups):
    return reading.scenario_from(tree(assumptions={**GROUPS, **groups}))


# --- groups


def test_a_selector_takes_what_its_steps_and_keys_say():
    homes = {each.path: (each.group, each.sign) for each in assumed(scenario())}

    assert homes["workshops.press.let"] == ("buildings", -1)
    assert homes["components.pin.routing.turn.setup"] == ("set-ups", 1)
    assert homes["components.pin.routing.coat.setup"] == ("outside", 1)
    assert homes["partners.near.orders.every"] == ("near", -1)
    assert homes["partners.far.orders.every"] == ("far", -1)
    assert homes["partners.near.components.cap.share"] == ("mixes", 1)


def test_an_assumption_in_no_group_or_in_two_is_refused():
    few = {name: group for name, group in GROUPS.items() if name != "outside"}
    more = {**GROUPS, "again": {"paths": ["smes.one"]}}

    assert [each.partition(",")[0] for each in told(assumptions=few)] == [
        "components.pin.routing.coat.setup: an assumption in no group"
    ]
    assert told(assumptions=more) == [
        "smes.one.crews: an assumption in several groups, got crews and again; in one of them alone"
    ]


@pytest.mark.parametrize(
    "text", ["", "smes..crews", ".smes", "smes.", "smes.*[crews]", "smes.*[crews=1", "smes.* [a=b]"]
)
def test_what_is_no_selector_is_told(text):
    mistakes = told(assumptions={**GROUPS, "odd": {"paths": [text]}})

    assert len(mistakes) == 1
    assert mistakes[0].startswith("assumptions.odd.paths.0: no selector of paths")


def test_a_selector_of_nothing_is_remarked():
    remarks = reading.remarks(scenario(empty={"paths": ["lanes.*.travel"]}))

    assert [remark.path for remark in remarks] == ["assumptions.empty.paths.0"]


def test_a_whole_number_that_can_only_grow_is_remarked():
    one = reading.scenario_from(tree(assumptions=GROUPS), ["smes.one.crews=1"])
    two = scenario()

    assert [remark.path for remark in reading.remarks(one)] == ["smes.one.crews"]
    assert not reading.remarks(two)


def test_the_range_of_a_part_lets_a_whole_number_go_down():
    (crews,) = (each.number for each in assumed(scenario()) if each.path == "smes.one.crews")

    assert (crews.low, crews.high) == (1, 3)  # 1.4 to 3


def test_what_is_set_among_assumptions_is_a_choice_which_needs_no_group():
    busier = reading.with_value(scenario(), "partners.near.demand", 1.2)
    slower = reading.with_value(scenario(), "smes.one.crews", 3)

    assert busier.partners["near"].demand.source == "choice"
    assert [each.path for each in assumed(busier)] == [each.path for each in assumed(scenario())]
    assert "smes.one.crews" in {each.path for each in assumed(slower)}


def test_without_groups_each_assumption_is_alone():
    alone = Variation.of(reading.scenario_from(tree()))

    assert alone.groups == tuple(each.path for each in alone.assumptions)
    assert "smes.one.crews" in alone.groups


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_scenarios_have_all_their_assumptions_in_groups_of_something(name):
    shipped = reading.read_scenario(SCENARIOS / f"{name}.yaml")

    assert {each.group for each in assumed(shipped)} == set(shipped.assumptions)
    assert not [remark for remark in reading.remarks(shipped) if remark.path.startswith(("assumptions", "smes"))]
    assert sum(is_evidence(target.source) for target in shipped.targets.values()) >= 5


# --- places in a range


@pytest.mark.parametrize("shape", ["log-normal", "triangular", "uniform"])
def test_a_range_holds_what_it_says_and_half_of_all_lies_below_the_value(shape):
    z = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    middle, whole = placed(z, shape, "middle"), placed(z, shape, "all")

    assert np.mean(abs(middle) <= 1) == pytest.approx(0.9, abs=2e-4)
    assert abs(whole).max() <= 1
    assert np.mean(middle < 0) == np.mean(whole < 0) == 0.5
    assert (np.diff(middle) >= 0).all()


def test_shapes_are_what_their_names_say():
    z = stats.norm.ppf((np.arange(50_000) + 0.5) / 50_000)
    even, tapering = abs(placed(z, "uniform", "all")), abs(placed(z, "triangular", "all"))

    assert np.quantile(even, [0.25, 0.5]) == pytest.approx([0.25, 0.5], abs=1e-3)
    assert np.mean(tapering < 0.5) == pytest.approx(0.75, abs=1e-3)  # of a triangle, three quarters
    assert placed(z[:2], "log-normal", "middle") == pytest.approx([-2.5 / 1.644854] * 2)


# --- worlds


def test_the_stated_place_is_the_scenario_itself():
    many = Variation.of(scenario())

    assert many.world(np.zeros(len(many.assumptions))) == many.scenario


def test_the_ends_of_a_range_are_reached():
    many = Variation.of(scenario())
    number = {each.path: k for k, each in enumerate(many.assumptions)}
    high, low = (many.values(np.full(len(number), place)) for place in (1.0, -1.0))

    assert (low["workshops.press.let"], high["workshops.press.let"]) == (2, 4)
    assert dict(high["partners.far.orders.every"]) == {"mean": 18 * 3_600_000}
    assert dict(low["components.pin.routing.turn.setup"]) == {"value": 2 * 60_000}


def test_what_is_against_a_group_goes_down_with_it_and_what_shares_nothing_stays():
    many = Variation.of(scenario())
    calm = np.zeros(len(many.assumptions))
    places = dict(
        zip((each.path for each in many.assumptions), many.places(dict.fromkeys(GROUPS, 1.0), calm), strict=True)
    )

    assert places["workshops.press.let"] < 0 < places["components.pin.routing.coat.setup"]
    assert places["components.pin.routing.turn.setup"] == pytest.approx(
        np.sqrt(0.5) * places["components.pin.routing.coat.setup"]
    )
    assert places["partners.near.components.cap.share"] == 0


def test_a_whole_number_stays_whole_and_within_its_range():
    many = Variation.of(scenario())
    found = [many.values(np.full(len(many.assumptions), place)) for place in np.linspace(-1.5, 1.5, 31)]

    assert {each["smes.one.crews"] for each in found} == {1, 2, 3}
    assert {each["workshops.press.let"] for each in found} == {2, 3, 4}


def test_an_estate_that_cannot_be_is_refused():
    data = tree(workshops={"press": {"units": {"value": 4, "low": 2, "high": 5, **GUESS}, "let": 4}})
    many = Variation.of(reading.scenario_from(data))

    with pytest.raises(ScenarioError, match=r"workshops\.press\.let"):
        many.world(np.full(len(many.assumptions), -1.0))


@given(st.integers(0, 10**6))
def test_a_world_is_what_reading_makes_of_it(seed):
    many, rng = Variation.of(scenario()), np.random.default_rng(seed)
    common = dict(zip(many.groups, rng.standard_normal(len(many.groups)), strict=True))
    made = many.world(many.places(common, rng.standard_normal(len(many.assumptions))))

    assert reading.scenario_from(reading.tree_of(made)) == made


@pytest.mark.parametrize("name", SHIPPED[:3])
def test_a_world_of_the_baseline_is_what_reading_makes_of_it_and_much_quicker(name):
    many, rng = Variation.of(reading.read_scenario(SCENARIOS / f"{name}.yaml")), np.random.default_rng(1)
    spent, read = [], []
    for _ in range(5):
        common = dict(zip(many.groups, rng.standard_normal(len(many.groups)), strict=True))
        begun = time.thread_time()
        made = many.world(many.places(common, rng.standard_normal(len(many.assumptions))))
        spent.append(time.thread_time() - begun)
        begun = time.thread_time()
        assert reading.scenario_from(reading.tree_of(made)) == made
        read.append(time.thread_time() - begun)

    assert min(spent) < min(read) / 3
