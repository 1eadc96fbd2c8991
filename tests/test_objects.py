"""Results as JSON objects: one form of estimates, of whatever result."""

import json
import math

import pytest

from cases import small_tree
from takarusim.briefing import objects
from takarusim.experiments import compare, design, headroom
from takarusim.results import runs, sweeps
from takarusim.scenario import reading

ESTIMATE = {"mean", "low", "high", "confidence", "n", "unit", "method"}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """A result of each kind."""
    scenario = reading.scenario_from(small_tree())
    busy = reading.with_value(scenario, f"partners.{next(iter(scenario.partners))}.demand", 2)
    points = design.grid([design.Factor("rules.setup", levels=("each_lot", "on_change"))])
    return {
        "run": runs.carry_out(runs.Plan(scenario, 2, 1, out=tmp_path_factory.mktemp("results"))),
        "comparison": compare.compare({"base": scenario, "busy": busy}, 2, seed=1),
        "sweep": sweeps.sweep(scenario, points, 2),
        "headroom": headroom.headroom(scenario, "otif >= 0.1", replications=2),
    }


def estimates(tree):
    """Yields whatever in an object has a mean."""
    if isinstance(tree, dict):
        if "mean" in tree:
            yield tree
        for each in tree.values():
            yield from estimates(each)
    elif isinstance(tree, list):
        for each in tree:
            yield from estimates(each)


@pytest.mark.parametrize("kind", ["run", "comparison", "sweep", "headroom"])
def test_a_result_is_an_object_of_its_kind_whose_estimates_have_one_form(results, kind):
    told = json.loads(json.dumps(objects.to_dict(results[kind]), allow_nan=False))
    found = list(estimates(told))

    assert told["kind"] == kind
    assert found
    assert all(set(one) >= ESTIMATE for one in found)
    assert {one["unit"] for one in found} - {""}


def test_the_numbers_are_those_of_the_result_with_their_units(results):
    told, swept = (objects.to_dict(results[kind]) for kind in ("comparison", "sweep"))
    one = results["comparison"].differences["busy"]["wip"]

    assert told["differences"]["busy"]["wip"]["mean"] == one.difference.mean
    assert told["differences"]["busy"]["wip"]["other"]["mean"] == one.other.mean
    assert told["differences"]["busy"]["otif"]["unit"] == "share"
    assert [point["levels"] for point in swept["points"]] == [{"rules.setup": "each_lot"}, {"rules.setup": "on_change"}]
    assert math.isclose(swept["points"][1]["kpis"]["wip"]["mean"], results["sweep"].of("wip")[1].mean())


def test_what_is_no_result_is_refused():
    with pytest.raises(TypeError, match="not a result, got str"):
        objects.to_dict("otif")
