"""Laws 1, 2 and 5: common random numbers by construction, on random scenarios and on every scenario file."""

from copy import deepcopy

import numpy as np
import pytest

from cases import FILES, FIRST_DAY, file_tree, random_tree
from conftest import ENGINES
from laws import potential, run
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.scenario.reading import scenario_from, tree_of

SEEDS = range(24)
MANY = [pytest.param(k, marks=pytest.mark.thorough) for k in range(1000, 1500)]


def potential_orders(tree):
    scenario = scenario_from(tree)
    return potential(scenario, lower(scenario, Draws(3, 0), 16))


def owner_of(key):
    """Returns the partner of a potential order; what a level above its first one adds is a stream of its own."""
    return key[0].removesuffix("+")


def estates():
    """Yields a maker of each tree that the laws are tried on."""
    for seed in (*SEEDS, *(mark.values[0] for mark in MANY)):
        marks = () if seed in SEEDS else (pytest.mark.thorough,)
        yield pytest.param(lambda seed=seed: random_tree(seed, ties=seed % 2 == 0), id=str(seed), marks=marks)
    for name in FILES:
        yield pytest.param(lambda name=name: file_tree(name), id=name)


@pytest.fixture(params=estates())
def tree(request):
    return request.param()


def test_an_empty_change_changes_nothing(tree):
    scenario = scenario_from(tree)
    _, log = run(scenario, ENGINES["compiled"], seed=3)
    _, again = run(scenario_from(tree_of(scenario)), ENGINES["compiled"], seed=3, rows=500)

    assert len(log) > 0
    assert np.array_equal(log, again)


def test_a_new_partner_moves_no_other_order(tree):
    before = potential_orders(tree)
    first = next(iter(tree["partners"].values()))
    more = tree | {
        "partners": {"a-new-one": deepcopy(first) | {"orders": {"every": "5 h", "source": "choice"}}} | tree["partners"]
    }

    after = potential_orders(more)

    assert {key: order for key, order in after.items() if owner_of(key) != "a-new-one"} == before
    assert len(after) > len(before)


def test_a_new_sme_or_unit_moves_no_order_but_to_itself(tree):
    before = potential_orders(tree)
    more = deepcopy(tree)
    more.setdefault("smes", {"estate": {}})["a-new-one"] = {"crews": 1}
    if more.get("rules", {}).get("tenancy") != "tenanted":
        units = dict.fromkeys(more["workshops"], 1)
        more.setdefault("changes", {})["a-new-one"] = {"from": str(FIRST_DAY), "units": units}

    after = potential_orders(more)

    for _, _, smes, *_ in after.values():  # it takes what it wins, and leaves the order of the others
        smes[:] = [sme for sme in smes if sme != "a-new-one"]
    assert after == before


def test_a_new_component_takes_only_the_orders_that_it_wins(tree):
    before = potential_orders(tree)
    more = deepcopy(tree)
    more["components"]["a-new-one"] = {"routing": {"move": {"workshop": "none"}}}
    open_to_it = [name for name, partner in more["partners"].items() if "book" not in partner["orders"]]
    for name in open_to_it:
        partner = more["partners"][name]
        mix = next(iter(partner["components"].values()))
        partner["components"]["a-new-one"] = deepcopy(mix) if isinstance(mix, dict) else 1
    for sme in more.get("smes", {}).values():
        if "components" in sme:
            sme["components"] = [*sme["components"], "a-new-one"]

    after = potential_orders(more)

    kept = {key for key in after if after[key][1] != "a-new-one"}
    assert after.keys() == before.keys()
    assert {key: after[key] for key in kept} == {key: before[key] for key in kept}
    for key in after.keys() - kept:  # its time stays, and its quantity's draw
        assert after[key][0] == before[key][0]
        assert owner_of(key) in open_to_it


def test_a_longer_horizon_keeps_the_shorter_ones_log(tree):
    time = tree["time"]
    last = FIRST_DAY.fromisoformat(time["last_day"]).toordinal()
    longer = tree | {"time": time | {"last_day": str(FIRST_DAY.fromordinal(last + 12))}}
    x, log = run(scenario_from(tree), ENGINES["compiled"], seed=3)
    _, long_log = run(scenario_from(longer), ENGINES["compiled"], seed=3)

    assert np.array_equal(long_log[long_log["time"] < x.horizon], log)
