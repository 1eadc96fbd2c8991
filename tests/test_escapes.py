"""What inspection misses: it counts as good, travels with its lot, and is found by the partner."""

from copy import deepcopy

import numpy as np
import pytest

from cases import plain_tree, random_tree, small_tree
from laws import rows_of, run
from takarusim.engine.instance import ARRIVE, ESCAPE, INSPECT, PPM, TRUCK
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower, names
from takarusim.scenario.reading import scenario_from

HALF_A_YEAR = {"time": {"first_day": "2024-01-01", "last_day": "2024-06-30"}}


def small(detection=None, **contract):
    """Returns the small estate, of whose pieces three in ten are bad, and inspection finds a share of them."""
    tree = small_tree() | HALF_A_YEAR
    tree["components"]["pin"] |= {"reject_rate": 0.3} | ({} if detection is None else {"detection": detection})
    for partner in tree["partners"].values():
        partner["contract"] |= contract
    return scenario_from(tree)


def pieces(log, kind, orders):
    """Returns how many pieces the rows of a kind tell of, by order."""
    rows = rows_of(log, kind)
    found = np.zeros(1 + max(orders.max(), rows["order"].max(initial=0)), np.int64)
    np.add.at(found, rows["order"], rows["amount"])
    return found[orders]


def test_inspection_that_finds_all_leaves_the_log_as_it_is(engine):
    for seed in range(12):
        tree = random_tree(seed, ties=seed % 2 == 0)
        for component in tree["components"].values():
            component.pop("detection", None)
        certain = deepcopy(tree)
        for component in certain["components"].values():
            component["detection"] = 1
        (x, log), (y, again) = (run(scenario_from(each), engine, seed=seed) for each in (tree, certain))

        assert np.array_equal(log, again)
        assert len(x.escape_draw) == len(y.escape_draw) == 0
        assert ESCAPE not in log["kind"]


def test_what_is_found_and_what_escapes_are_what_the_draw_rejects(engine):
    """Without rework each order is inspected once, so that both runs have the same rejects."""
    (_, certain), (x, log) = (run(small(share, rejects="short"), engine) for share in (None, "60 %"))
    orders = np.unique(rows_of(log, ARRIVE)["order"])
    drawn, found = (pieces(each, INSPECT, orders) for each in (certain, log))
    escaped, delivered = (pieces(log, kind, orders) for kind in (ESCAPE, ARRIVE))

    assert np.array_equal(found + escaped, drawn)
    assert np.array_equal(delivered + found, np.array(x.quantity)[orders])
    assert (escaped <= delivered).all()
    assert abs(escaped.sum() - 0.4 * drawn.sum()) < 4 * np.sqrt(np.count_nonzero(drawn)) / 2  # each is rounded once
    assert escaped.sum() > 300


@pytest.mark.parametrize("rejects", ["rework", "remake"])
@pytest.mark.parametrize("partial", [False, True])
def test_what_escapes_travels_with_the_good_pieces_of_its_lot(engine, rejects, partial):
    """Of eight pieces, all bad, four are found and made again, all bad; of these two are found and left out."""
    routing = {"turn": {"workshop": "A", "per_piece": "1 h", "rework": True}}
    tree = plain_tree(
        components={"pin": {"routing": routing, "reject_rate": 1, "detection": "50 %", "mass": "2 kg"}},
        partners={
            "p": {
                "orders": {"book": [{"placed": "2024-01-01 08:00", "component": "pin", "quantity": 8}]},
                "components": {"pin": 1},
                "contract": {"rejects": rejects, "partial": partial},
                "lane": "road",
            }
        },
        rules={"passes": 2},
        lanes={"road": {"travel": "3 h"}},
    )
    _, log = run(scenario_from(tree), engine)
    arrived, escaped = rows_of(log, ARRIVE), rows_of(log, ESCAPE)

    assert rows_of(log, INSPECT)["amount"].tolist() == [4, 2]
    assert arrived["amount"].tolist() == escaped["amount"].tolist() == ([4, 2] if partial else [6])
    assert escaped[["time", "order", "lot", "place"]].tolist() == arrived[["time", "order", "lot", "place"]].tolist()
    assert rows_of(log, TRUCK)["amount"].sum() == 6 * 2000  # they are weighed


def test_an_order_of_which_nothing_is_found_is_not_made_again(engine):
    _, log = run(small("0 %", rejects="rework"), engine)

    assert not rows_of(log, INSPECT)["amount"].any()
    assert rows_of(log, ESCAPE)["amount"].sum() > 500


def test_what_escapes_has_draws_of_its_own_by_the_owner_and_pass_of_the_rejects():
    scenario = small("60 %", rejects="remake")
    x, partner = lower(scenario, Draws(1)), names(scenario).streams.index("maker")
    orders = np.flatnonzero(x.stream == partner)
    n, passes = x.nth[orders], np.diff(x.first_pass)[orders]

    assert (passes > 1).any()
    for a in (1, 2):
        owner = "maker/pin" if a == 1 else f"maker/pin#{a - 1}@{a}"
        again = passes >= a
        u = Draws(1).uniforms("escape", owner, n.max() + 1)[n[again], 0]
        assert np.array_equal(x.escape_draw[x.first_pass[orders[again]] + a - 1], np.floor(u * PPM).astype(np.int64))
