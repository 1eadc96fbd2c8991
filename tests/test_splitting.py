"""Large orders are split into parts, which several SMEs make: who gets them, and what the partner and the SMEs see."""

from copy import deepcopy

import numpy as np
import pytest

import takarusim as tk
from cases import plain_tree, random_tree, small_tree
from conftest import ENGINES
from laws import broken, rows_of, run
from takarusim.briefing import story
from takarusim.engine.instance import ALLOT, ARRIVE, BORN, FINISH, INSPECT, PARTS, PLACE, REVIEW, START
from takarusim.errors import ScenarioError
from takarusim.experiments.why import why
from takarusim.kpis.kpis import evaluate
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.lowering.splitting import split
from takarusim.scenario.reading import scenario_from

HOUR = 3_600_000  # ms


def shared(above=None, smes=("a", "b", "c"), pieces=(6,), channel=(), **more):
    """An estate where a piece takes an hour, and of units there are enough: orders at eight in the morning."""
    times = more.pop("times", ["08:00"] * len(pieces))
    book = [
        {"placed": f"2024-01-01 {at}", "component": "pin", "quantity": n} for at, n in zip(times, pieces, strict=True)
    ]
    contract = {"due": "1 day"} | more.pop("contract", {})
    partner = {"orders": {"book": book}, "components": {"pin": 1}, "contract": contract}
    given = {
        "workshops": {"A": {"units": 9}},
        "smes": smes if isinstance(smes, dict) else {name: {"crews": 1} for name in smes},
        "components": {"pin": {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}, "price": "Rp 100"}},
        "channels": {"direct": {"asks": 9, **({"split_above": above} if above else {}), **dict(channel)}},
        "partners": {"p": partner},
    }
    return scenario_from(plain_tree(**given | more))


def parts_of(log):
    """Returns order, SME and pieces of each part, as they are allotted."""
    rows = rows_of(log, BORN)
    rows = rows[rows["operation"] < 0]
    return list(zip(*(rows[key].tolist() for key in ("order", "place", "amount")), strict=True))


def allotted(scenario, engine):
    return parts_of(run(scenario, engine)[1])


# ---- into which parts


def test_parts_are_as_few_as_can_be_and_equal_to_a_piece():
    quantity, most = np.array([1, 4, 5, 9, 10]), np.full(5, 4)
    parts = split(quantity, most)
    of = [parts.pieces[parts.order == i].tolist() for i in range(5)]

    assert of == [[1], [4], [3, 2], [3, 3, 3], [4, 3, 3]]
    assert parts.first.tolist() == [5, 5, 5, 6, 8, 10] + [10] * 5


@pytest.mark.parametrize(("pieces", "most"), [(50, 1), (1000, 7), (16, 1), (17, 1)])
def test_there_are_no_more_than_sixteen(pieces, most):
    parts = split(np.array([pieces]), np.array([most]))

    assert len(parts.pieces) == PARTS == 16
    assert parts.pieces.sum() == pieces
    assert parts.pieces[0] - parts.pieces[-1] <= 1


def test_an_order_that_is_under_way_stays_whole():
    book = [{"placed": "2024-01-01 08:00", "component": "pin", "quantity": 6, "next": "turn"}]
    under_way = shared(2, partners={"p": {"orders": {"book": book}, "components": {"pin": 1}}})

    assert lower(shared(2), Draws(1)).quantity.tolist() == [2, 2, 2]
    assert lower(under_way, Draws(1)).quantity.tolist() == [6]


def test_how_the_first_part_is_made_is_drawn_as_before_and_all_else_with_the_whole_order():
    def drawn(above):
        return lower(scenario_from(small_tree() | {"channels": {"direct": {"split_above": above}}}), Draws(1))

    whole, parted = drawn(1000), drawn(3)
    n = int(whole.first_row[-1])

    assert len(parted.placed) > n == len(whole.placed)
    for name in ("placed", "stream", "nth", "component", "due", "tie", "preference"):
        assert np.array_equal(getattr(parted, name)[:n], getattr(whole, name)), name
    sums = np.add.reduceat(np.append(parted.quantity[n:], 0), parted.first_part[:n] - n)
    assert np.array_equal(
        parted.quantity[:n] + np.where(np.diff(parted.first_part[: n + 1]) > 0, sums, 0), whole.quantity
    )


def test_each_part_is_drawn_by_itself():
    smes = {name: {"crews": 1} for name in "abcdef"}
    component = {
        "routing": {"turn": {"workshop": "A", "per_piece": {"exponential": "1 h"}, "rework": True}},
        "reject_rate": 0.5,
        "detection": "50 %",
    }
    x = lower(shared(10, smes, pieces=[20] * 30, components={"pin": component}, rules={"passes": 1}), Draws(1))
    first, second = slice(0, 30), slice(30, 60)

    assert x.quantity.tolist() == [10] * 60
    assert np.count_nonzero((x.preference[first] == x.preference[second]).all(axis=1)) < 5  # of 720 rankings
    for name in ("reject_draw", "escape_draw", "work_draw"):
        assert not np.any(getattr(x, name)[first] == getattr(x, name)[second]), name


# ---- who gets them


def test_each_part_goes_to_another_sme_before_one_has_two(engine):
    two, three, five = (allotted(shared(2, pieces=[n]), engine) for n in (4, 6, 9))

    assert sorted(sme for _, sme, _ in two) in ([0, 1], [0, 2], [1, 2])
    assert sorted(sme for _, sme, _ in three) == [0, 1, 2]
    assert [pieces for *_, pieces in five] == [2, 2, 2, 2, 1]
    assert sorted(sme for _, sme, _ in five[:3]) == [0, 1, 2]


def test_who_has_no_part_comes_first_even_with_more_work(engine):
    smes = {"a": {"crews": 9}, "b": {"crews": 1}}
    found = allotted(shared(2, smes, pieces=[2, 2, 6]), engine)

    assert [sme for order, sme, _ in found if order < 2] == [0, 0]
    assert [sme for order, sme, _ in found if order == 2] == [0, 1, 0]


def test_a_part_that_nobody_takes_is_for_who_has_the_first(engine):
    smes = {"a": {"crews": 1, "most_in_hand": 1}, "b": {"crews": 1, "most_in_hand": 1}}
    found = allotted(shared(2, smes, pieces=[8]), engine)

    assert sorted(sme for _, sme, _ in found[:2]) == [0, 1]
    assert [sme for _, sme, _ in found[2:]] == [found[0][1]] * 2


def test_where_the_first_part_is_refused_all_are(engine):
    smes = {"a": {"crews": 1, "most_work": "3 h"}}
    scenario = shared(2, smes, pieces=[2, 4, 6])
    x, log = run(scenario, engine)
    orders = tk.simulate(scenario, engine=engine).orders

    assert rows_of(log, ALLOT)["place"].tolist() == [0, -1, -1]
    assert parts_of(log) == [(0, 0, 2)]
    assert orders["refused"].tolist() == [False, True, True]
    assert orders["quantity"].tolist() == [2, 4, 6]
    assert orders["parts"].tolist() == [1, 0, 0]
    assert broken(x, log) == []


def test_only_nominated_smes_get_parts(engine):
    found = allotted(shared(1, "abcdef", pieces=[5], contract={"sources": 2}), engine)

    assert len({sme for _, sme, _ in found}) == 2


@pytest.mark.parametrize("crews", [1, 2, 3])
def test_with_one_member_the_parts_of_an_order_are_as_many_orders_placed_at_once(engine, crews):
    parts = [1, 3, 2, 2, 1, 3, 3, 1, 2, 3, 1, 1]
    times = [f"{8 + k:02}:00" for k in range(len(parts))]
    whole = shared(3, {"a": {"crews": crews}}, [3 * many for many in parts], times=times)
    each = [at for at, many in zip(times, parts, strict=True) for _ in range(many)]
    alone = shared(None, {"a": {"crews": crews}}, [3] * len(each), times=each)
    by_parts, by_orders = (run(scenario, engine)[1] for scenario in (whole, alone))

    assert rows_of(by_parts, PLACE)["amount"].tolist() == [3 * many for many in parts]
    for kind in (START, FINISH, ARRIVE):
        ends = [sorted(rows_of(log, kind)[["time", "place", "amount"]].tolist()) for log in (by_parts, by_orders)]
        assert ends[0] == ends[1]


@pytest.mark.parametrize("seed", range(8))
def test_what_splits_nothing_changes_nothing(seed):
    tree = random_tree(seed, ties=seed % 2 == 0)
    channels = {p["channel"] for p in tree["partners"].values()}
    for name in channels:
        tree.setdefault("channels", {}).setdefault(name, {}).pop("split_above", None)
    more = deepcopy(tree)
    for name in channels:
        more["channels"][name]["split_above"] = 1000
    logs = [run(scenario_from(each), ENGINES["compiled"], seed=seed)[1] for each in (tree, more)]

    assert np.array_equal(*logs)


@pytest.mark.parametrize("rejects", ["rework", "remake"])
def test_pieces_are_conserved(engine, rejects):
    """What is rejected once is good the second time; the order is whole when its last part has come."""
    component = {"routing": {"turn": {"workshop": "A", "per_piece": "1 min", "rework": True}}, "reject_rate": 0.2}
    pieces = list(range(1, 60))
    more = {"components": {"pin": component}, "rules": {"passes": 16}, "contract": {"rejects": rejects}}
    one = tk.simulate(shared(4, pieces=pieces, **more), engine=engine, seed=1)

    assert one.orders["quantity"].tolist() == pieces
    assert one.orders["parts"].tolist() == [min(PARTS, -(-n // 4)) for n in pieces]
    assert (one.log["kind"] == INSPECT).sum() > one.orders["parts"].sum()
    assert one.orders["pieces"].tolist() == pieces


# ---- what the partner and the SMEs see


def test_an_order_is_delivered_when_all_its_parts_are():
    smes = {"a": {"crews": 1}, "b": {"crews": 1, "time_factor": 3}}
    one = tk.simulate(shared(3, smes, pieces=[6], contract={"due": "1 day"}), seed=1)
    order, arrivals = one.orders.iloc[0], rows_of(one.log, ARRIVE)

    assert (order["parts"], order["pieces"], order["quantity"]) == (2, 6, 6)
    assert sorted(arrivals["time"] // HOUR) == [11, 17]
    assert order["delivered"] == one.origin + np.timedelta64(17, "h")
    assert one.ledger["ms"].sum() == 9 * HOUR
    assert sorted(one.operations["sme"]) == ["a", "b"]


def test_the_kpis_of_orders_are_of_the_whole_and_what_smes_make_and_earn_is_of_their_parts():
    smes = {"a": {"crews": 1}, "b": {"crews": 1, "time_factor": 3}}
    late = {"due": "0 days", "late": "0 h"}
    scenario = shared(3, smes, pieces=[6], contract=late)
    one = tk.simulate(scenario, seed=1)
    kpis = evaluate(one)
    first = one.orders["sme"][0]
    other = {"a": "b", "b": "a"}[first]

    assert kpis["lead_time_mean"] * 24 == pytest.approx(9)
    assert kpis["split_share"] == 1
    assert kpis["smes_per_split"] == 2
    assert kpis["revenue[sme=a]"] == kpis["revenue[sme=b]"] == pytest.approx(kpis["revenue"] / 2)
    assert kpis["pieces_delivered[sme=a]"] == kpis["pieces_delivered[sme=b]"] > 0
    assert kpis["jobs_fte[sme=b]"] == pytest.approx(3 * kpis["jobs_fte[sme=a]"])
    assert kpis[f"orders_delivered[sme={first}]"] == kpis["orders_delivered"]
    assert kpis[f"orders_delivered[sme={other}]"] == 0


def test_each_part_is_paid_in_advance_for_its_own_pieces():
    """Of five pieces, at Rp 100, one SME has three and the other two; wages of 20 days in January are Rp 258."""
    smes = {name: {"crews": 1, "crew_size": 1, "wage": "Rp 400", "capital": "Rp 0"} for name in "ab"}
    kpis = evaluate(tk.simulate(shared(3, smes, pieces=[5], contract={"down_payment": 1}), seed=1))

    assert sorted(kpis[f"survived[sme={name}]"] for name in "ab") == [0, 1]


def test_each_part_is_reviewed_alone(engine):
    """The slow SME is warned for its part, the quick one is not."""
    smes = {"a": {"crews": 1}, "b": {"crews": 1, "time_factor": 20}}
    review = {"dates": {"every": "1 day"}, "window": "9 days", "on_time": 1}
    _, log = run(shared(3, smes, pieces=[6], contract={"due": "0 days", "review": review}), engine)
    told = rows_of(log, REVIEW)

    assert {(row["place"], row["next"] > 0, row["amount"]) for row in told[:2]} == {(0, False, 1), (1, True, 1)}


def test_why_tells_of_the_part_that_decides():
    smes = {"a": {"crews": 1}, "b": {"crews": 1, "time_factor": 3}}
    found = why(shared(3, smes, pieces=[6]), 0, seed=1)

    told = story.sentences(found, "en")

    assert sorted(found.makers) == ["a", "b"]
    assert found.maker == "b"
    assert f"It was split into 2 parts for {', '.join(found.makers)}" in told[2]
    assert told[2].endswith("of b.")
    assert told[3].startswith(f"{', '.join(found.makers)} delivered it")
    assert [stage["hours"] for _, stage in found.to_frame().iterrows()] == [9]


def test_a_token_comes_back_when_all_parts_are_delivered(engine):
    circulating = {"orders": {"circulating": 1, "every": "1 h"}, "components": {"pin": 1}, "quantity": 4}
    _, log = run(
        shared(2, {"a": {"crews": 1}, "b": {"crews": 1, "time_factor": 3}}, partners={"p": circulating}), engine
    )
    placed, arrived = rows_of(log, PLACE)["time"], rows_of(log, ARRIVE)["time"]

    assert np.array_equal(placed[1:4], arrived[1:7:2] + HOUR)


# ---- mistakes


def test_no_more_passes_than_the_lots_of_an_order_have_numbers():
    with pytest.raises(ScenarioError, match=r"passes: .*16"):
        shared(2, rules={"passes": 17})
    assert shared(None, rules={"passes": 17}).rules.passes.value == 17


def test_an_order_is_not_split_into_parts_of_nothing():
    with pytest.raises(ScenarioError, match="split_above"):
        shared(0.5)
