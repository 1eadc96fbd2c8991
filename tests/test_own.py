"""KPIs of one's own: their values stand beside those of the register in every experiment."""

import math
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

import takarusim as tk
from cases import plain_tree

QUEUE = tk.scenario_from(
    plain_tree(partners={"p": {"orders": {"every": {"exponential": "2 h"}}, "components": {"pin": 1}}})
)
BUSY = tk.with_value(QUEUE, "partners.p.demand", 1.5)


def placed(one):
    return (one.orders["placed"] >= one.orders["placed"].min()).sum()


def wip(one):
    return one.kpis()["wip"]


def ends(one):
    return one.window.start


def test_values_of_ones_own_stand_behind_those_of_the_register_and_change_none():
    plain, both = tk.replicate(QUEUE, 3), tk.replicate(QUEUE, 3, kpis={"placed": placed, "mine": wip})

    assert both.kpis == (*plain.kpis, "placed", "mine")
    assert np.array_equal(both.values[:, :, :-2], plain.values, equal_nan=True)
    assert np.array_equal(both.of("mine"), plain.of("wip"))
    assert both.of("placed").tolist() == [placed(tk.simulate(QUEUE, replication=r)) for r in range(3)]
    assert both.estimates()["placed"].unit == both.to_dict()["kpis"]["placed"]["unit"] == "number"
    assert (both.provenance["own_kpis"], "own_kpis" in plain.provenance) == ("placed, mine", False)


def test_a_function_is_given_the_span_that_counts():
    run = plain_tree(
        time={"first_day": "2024-01-01", "long_run": "3 years"},
        partners={"p": {"orders": {"every": {"exponential": "2 h"}}, "components": {"pin": 1}}},
    )
    found = tk.replicate(tk.scenario_from(run), 2, kpis={"begins": ends})

    assert found.of("begins").tolist() == [found.provenance["counted_from_ms"]] * 2
    assert found.provenance["counted_from_ms"] > 0


def test_comparisons_take_them_as_headline_and_are_called_otherwise():
    scenarios = {"today": QUEUE, "busy": BUSY}
    found = tk.compare(scenarios, 4, kpis={"placed": placed, "mine": wip}, headline="mine")
    plain = tk.compare(scenarios, 4, headline="wip")

    assert found.differences["busy"]["mine"].difference.mean == plain.differences["busy"]["wip"].difference.mean
    assert found.differences["busy"]["placed"].difference.mean > 0
    assert tk.compare(scenarios, 2, kpis={"mine": wip}).id != tk.compare(scenarios, 2).id
    assert {"placed", "mine"} <= set(found.to_frame()["kpi"])
    assert tk.to_dict(found)


def test_headroom_requires_them():
    how = {"replications": 3, "tolerance": 0.2}
    mine, plain = (
        tk.headroom(QUEUE, "mine <= 2", kpis={"mine": wip}, **how),
        tk.headroom(QUEUE, "wip <= 2", **how),
    )
    units = tk.fewest(BUSY, "workshops.A.let", "mine <= 2", high=4, replications=3, kpis={"mine": wip})

    assert [one.level for one in mine.levels] == [one.level for one in plain.levels]
    assert mine.estimate == plain.estimate
    assert units.surely <= 4
    with pytest.raises(tk.ExperimentError, match="no such KPI, got 'mien'"):
        tk.headroom(QUEUE, "mien <= 2", kpis={"mine": wip}, **how)


def test_sweeps_hold_them_but_no_folder_keeps_them(tmp_path):
    design = tk.grid([tk.Factor("workshops.A.units", levels=(1, 2))])
    found = tk.sweep(QUEUE, design, 2, kpis={"mine": wip})

    assert np.array_equal(found.of("mine"), found.of("wip"))
    with pytest.raises(tk.ExperimentError, match="store: nothing makes KPIs of one's own again, got mine"):
        tk.sweep(QUEUE, design, 2, kpis={"mine": wip}, store=tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_workers_find_the_same(pool):
    with pool(2) as executor:
        found = tk.replicate(QUEUE, 3, kpis={"placed": placed}, engine="simpy", executor=executor)

    assert found == tk.replicate(QUEUE, 3, kpis={"placed": placed})


@pytest.mark.parametrize(
    ("kpis", "how", "message"),
    [
        ({"otif": placed}, {}, "kpis: a KPI of the register, got 'otif'; another name"),
        ({"Very late": placed}, {}, "kpis: not a name, got 'Very late'"),
        ({"late": 3}, {}, "kpis: late is no function, got 3"),
        ({"late": lambda _: 1}, {"engine": "simpy", "jobs": 2}, "kpis: late cannot be sent to processes"),
        ({"late": lambda _: "many"}, {}, "kpis: late failed in replication 0, got ValueError: could not convert"),
        ({"late": lambda one: one.nothing}, {}, "kpis: late failed in replication 0, got AttributeError"),
        ({"late": lambda _: math.inf}, {}, "kpis: late is not finite in replication 0, got inf; or NaN"),
    ],
)
def test_what_is_no_kpi_is_refused(kpis, how, message):
    with pytest.raises(tk.ExperimentError, match=message):
        tk.replicate(QUEUE, 2, kpis=kpis, **how)


def test_what_is_undefined_says_so():
    found = tk.replicate(QUEUE, 2, kpis={"late": lambda _: math.nan})

    assert found.undefined()["late"] == "its function gives no number"
