"""A constraint that is lifted holds nobody back any more, and nothing else changes."""

from pathlib import Path

import numpy as np
import pytest

from takarusim.engine import kernel
from takarusim.engine.instance import DOWN, FINISH, MATERIAL, PLACE, START, TRUCK
from takarusim.experiments.relax import relaxations
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.outcome.chronicle import tabulate
from takarusim.outcome.ledger import ledger
from takarusim.outcome.states import states
from takarusim.outcome.tables import CAUSES
from takarusim.scenario import reading

SMALL = reading.read_scenario(Path(__file__).parent / "small.yaml")
LANE = "lanes.road={travel: 5 h, departures: {weekdays: [friday], at: '17:00'}, truck: 3 t}"
CONSOLIDATED = reading.read_scenario(Path(__file__).parent / "small.yaml", [LANE])
WITHOUT = relaxations(CONSOLIDATED)


def run(scenario):
    x = lower(scenario, Draws(1, 0))
    return x, kernel.simulate(x)


@pytest.fixture(scope="module")
def runs():
    return {name: run(scenario) for name, scenario in {"": CONSOLIDATED, **WITHOUT}.items()}


def test_what_a_scenario_has_not_cannot_be_lifted():
    tree = reading.tree_of(SMALL)
    for part in ("smes", "calendars", "lanes", "materials"):
        del tree[part]
    del tree["partners"]["maker"]["lane"], tree["components"]["bracket"]["material"]
    del tree["workshops"]["A"]["failures"]

    assert list(relaxations(reading.scenario_from(tree))) == ["workshop A", "workshop C"]


def test_every_constraint_of_a_scenario_is_lifted():
    assert list(WITHOUT) == [
        "crew",
        "material",
        "workshop A",
        "workshop C",
        "capacity",
        "failures",
        "calendar",
        "truck",
    ]


def units_of(scenario, kind):
    return int(relaxations(scenario)[f"workshop {kind}"].workshops[kind].units.value)


def test_where_crews_have_no_limit_enough_units_are_ten_more_a_firm_or_ten_times_as_many():
    tree = reading.tree_of(SMALL)
    today, firms = int(SMALL.workshops["A"].units.value), sum(int(sme.count.value) for sme in SMALL.smes.values())
    for sme in tree["smes"].values():
        sme.pop("crews", None)
    unlimited = reading.scenario_from(tree)
    del tree["smes"]

    assert units_of(unlimited, "A") == today + 10 * firms
    assert units_of(reading.scenario_from(tree), "A") == 10 * today


@pytest.mark.parametrize("name", WITHOUT)
def test_lifting_changes_no_potential_order(runs, name):
    base, _ = runs[""]
    x, log = runs[name]

    for column in ("placed", "component", "quantity", "due", "setup_draw", "work_draw", "reject_count"):
        assert np.array_equal(getattr(x, column), getattr(base, column))
    assert (log["kind"] == PLACE).sum() == len(x.placed)


@pytest.mark.parametrize(("name", "kind"), [("material", MATERIAL), ("failures", DOWN)])
def test_what_is_lifted_leaves_no_trace_in_the_log(runs, name, kind):
    assert (runs[""][1]["kind"] == kind).any()
    assert not (runs[name][1]["kind"] == kind).any()


def charged(x, log):
    """Returns the numbers of the causes that some order's time is charged to."""
    tables = tabulate(x, log)
    return set(ledger(x, tables, states(x, log, tables)).cause.tolist())


CREW, A = CAUSES.index("crew"), len(CAUSES)


@pytest.mark.parametrize(("name", "cause"), [("crew", CREW), ("workshop A", A), ("capacity", CREW), ("capacity", A)])
def test_nobody_waits_for_what_is_lifted(runs, name, cause):
    assert cause in charged(*runs[""])
    assert cause not in charged(*runs[name])


def test_without_calendars_work_takes_no_more_than_its_own_time(runs):
    _, log = runs["calendar"]
    down = set(log["order"][log["kind"] == DOWN].tolist())
    starts = {}
    for row in log[np.isin(log["kind"], (START, FINISH))]:
        key = row["order"], row["lot"], row["operation"]
        if row["kind"] == START:
            starts[key] = row["time"]
        elif row["order"] not in down:
            assert row["time"] - starts[key] == row["amount"]


def test_without_departures_a_truck_leaves_with_each_lot_when_it_is_ready(runs):
    _, log = runs["truck"]
    _, base = runs[""]

    assert len(set(log["time"][log["kind"] == TRUCK])) > 3 * len(set(base["time"][base["kind"] == TRUCK]))
