"""Who gets an order: how many SMEs a channel asks, what they promise, and to whom a partner nominates."""

from copy import deepcopy

import numpy as np
import pytest

from cases import plain_tree, random_tree
from conftest import ENGINES
from laws import rows_of, run
from takarusim.engine.instance import ALLOT, FINISH, NEVER, PLACE, START
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower, names
from takarusim.scenario.reading import scenario_from

HOUR = 3_600_000


def shop(smes: dict, **more) -> dict:
    """Returns firms with as many units as they have crews, orders of 1 to 9 hours; together they are busy 0.8."""
    crews = sum(sme["crews"] * sme.get("count", 1) for sme in smes.values())
    partner = {
        "orders": {"every": {"exponential": f"{5 / crews / 0.8:.3f} h"}},
        "components": {"pin": 1},
        "quantity": {"uniform": [1, 9]},
    }
    contract = more.pop("contract", {})
    return plain_tree(
        time={"first_day": "2024-01-01", "last_day": "2024-06-30"},
        rules={"ties": "number"},
        workshops={"A": {"units": crews}},
        smes=smes,
        partners={"p": partner | {"contract": contract}},
        **more,
    )


def one_crew_each(n: int, **more) -> dict:
    return shop({"firm": {"count": n, "crews": 1}}, **more)


def asking(n: int, by: str = "least_work") -> dict:
    return {"direct": {"asks": n, "by": by}}


def times(log, kind):
    """Returns when each order has its row of a kind, by number; NEVER where it has none."""
    rows, orders = rows_of(log, kind), rows_of(log, PLACE)["order"]
    found = np.full(orders.max() + 1, NEVER)
    found[rows["order"]] = rows["time"]
    return found


def waits(tree, engine):
    """Returns how long each order waited that began, by number; -1 where it did not."""
    _, log = run(scenario_from(tree), engine)
    begun, placed = times(log, START), times(log, PLACE)
    return np.where(begun < NEVER, begun - placed, -1)


# ---- how many are asked


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("by", ["lottery", "least_work"])
def test_to_ask_one_is_to_draw_lots(seed, by):
    tree = random_tree(seed, ties=seed % 2 == 0)
    tree.pop("channels", None)
    used = {partner["channel"] for partner in tree["partners"].values()}
    asking_one = tree | {"channels": {name: {"asks": 1, "by": by} for name in used}}
    _, log = run(scenario_from(tree), ENGINES["compiled"])
    _, again = run(scenario_from(asking_one), ENGINES["compiled"])

    assert np.array_equal(log, again)


def test_the_first_of_several_asked_gets_it_where_lots_are_drawn():
    _, log = run(scenario_from(one_crew_each(4)), ENGINES["compiled"])
    _, again = run(scenario_from(one_crew_each(4, channels=asking(3, "lottery"))), ENGINES["compiled"])

    assert np.array_equal(log, again)


@pytest.mark.parametrize("firms", [2, 5])
@pytest.mark.parametrize("name", ENGINES)
def test_to_ask_all_for_the_least_work_is_one_queue_for_all_crews(firms, name):
    apart = waits(one_crew_each(firms, channels=asking(firms)), ENGINES[name])
    together = waits(shop({"firm": {"crews": firms}}), ENGINES[name])

    assert np.array_equal(apart, together)
    assert (apart > 0).sum() > 100


def test_to_ask_more_waits_less():
    means = [waits(one_crew_each(5, channels=asking(n)), ENGINES["compiled"]).mean() for n in (1, 2, 5)]

    assert means[0] > 2 * means[1] > 2 * means[2]


def test_a_channel_asks_those_only_that_take_the_order():
    """The preferred one of two takes a single order at a time: it is not asked while it has one."""
    tree = plain_tree(
        workshops={"A": {"units": 3}},
        smes={"first": {"crews": 1, "share": 1e9, "most_in_hand": 1}, "b": {"crews": 1}, "c": {"crews": 1}},
        channels=asking(2),
        partners={"p": {"orders": {"every": "20 min"}, "components": {"pin": 1}}},
    )
    x, log = run(scenario_from(tree), ENGINES["compiled"])
    given = rows_of(log, ALLOT)["place"][:3]

    assert sorted(given) == [0, 1, 2]
    assert x.asks.tolist() == [2]


def test_all_of_a_lot_counts_but_what_is_worked_and_outside():
    """Work of 2 h before and 1 h behind 5 h outside, against a firm with one order of 4 h in hand."""
    routing = {
        "turn": {"workshop": "A", "per_piece": "2 h"},
        "plate": {"workshop": "none", "per_piece": "5 h"},
        "mill": {"workshop": "A", "per_piece": "1 h"},
    }

    def given(hour):
        book = [
            {"placed": "2024-01-01 00:00", "component": "long", "quantity": 1},
            {"placed": "2024-01-01 00:00", "component": "round", "quantity": 1},
            {"placed": f"2024-01-01 {hour}", "component": "pin", "quantity": 1},
        ]
        tree = plain_tree(
            rules={"ties": "number"},
            workshops={"A": {"units": 2}},
            components={
                "pin": {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}},
                "long": {"routing": {"turn": {"workshop": "A", "per_piece": "4 h"}}},
                "round": {"routing": routing},
            },
            smes={"l": {"crews": 1, "components": ["pin", "long"]}, "r": {"crews": 1, "components": ["pin", "round"]}},
            channels=asking(2),
            partners={"p": {"orders": {"book": book}, "components": {"pin": 1}}},
        )
        _, log = run(scenario_from(tree), ENGINES["compiled"])
        return "lr"[rows_of(log, ALLOT)["place"][2]]

    assert given("01:30") == "r"  # 2.5 h against 1.5 h
    assert given("02:30") == "r"  # 1.5 h against 1 h, which waits outside
    assert given("03:30") == "l"  # half an hour against that


# ---- what they promise


@pytest.mark.parametrize("name", ENGINES)
def test_nobody_promises_more_than_most_work_unless_nothing_is_in_hand(name):
    """With one crew and known times, what is promised is when the order will be done."""
    most = 12 * HOUR
    x, log = run(scenario_from(shop({"firm": {"crews": 1, "most_work": "12 h"}})), ENGINES[name])
    placed, done, given = times(log, PLACE), times(log, FINISH), rows_of(log, ALLOT)
    free, refused = 0, 0
    for i, sme in zip(given["order"].tolist(), given["place"].tolist(), strict=True):
        own = int(x.quantity[i]) * HOUR
        promised = max(0, free - placed[i]) + own

        assert (sme >= 0) == (promised <= most or free <= placed[i])
        if sme >= 0:
            free = placed[i] + promised
            assert done[i] == free or free >= x.horizon
        refused += sme < 0

    assert refused > 20


def test_with_nothing_in_hand_an_sme_takes_any_order():
    tree = shop({"firm": {"crews": 1, "most_work": "0 h"}})
    at_a_time = shop({"firm": {"crews": 1, "most_in_hand": 1}})
    _, log = run(scenario_from(tree), ENGINES["compiled"])
    _, again = run(scenario_from(at_a_time), ENGINES["compiled"])

    assert np.array_equal(log, again)
    assert (rows_of(log, ALLOT)["place"] < 0).any()


def test_a_time_factor_and_more_crews_weigh():
    """A firm half as fast promises twice as long; one of two crews half as long."""
    tree = plain_tree(
        rules={"ties": "number"},
        workshops={"A": {"units": 4}},
        smes={"one": {"crews": 1}, "slow": {"crews": 1, "time_factor": 2}, "two": {"crews": 2, "time_factor": 1.5}},
        channels=asking(3),
        partners={
            "p": {
                "orders": {"book": [{"placed": "2024-01-01 08:00", "component": "pin", "quantity": 1}] * 5},
                "components": {"pin": 1},
            }
        },
    )
    _, log = run(scenario_from(tree), ENGINES["compiled"])

    assert rows_of(log, ALLOT)["place"].tolist()[:2] == [2, 0]  # 0.75 h, 1 h; then 1.5 h
    assert rows_of(log, ALLOT)["place"].tolist()[2] == 2


# ---- nominations


def ranking(tree, seed):
    """Returns the firms of a partner's pin in the order of their nomination, from the draws alone."""
    scenario = scenario_from(tree)
    smes = [*names(scenario).smes]
    race = [-np.log(Draws(seed, 0).uniforms("nomination", f"p/pin/{s}", 1)[0, 0]) for s in smes]
    shares = [scenario.smes[s.rsplit("-", 1)[0] if s not in scenario.smes else s].share.value for s in smes]
    return [s for _, s in sorted(zip(np.array(race) / shares, range(len(smes)), strict=True))]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ENGINES)
def test_no_order_goes_beyond_the_first_active_of_the_nomination(seed, name):
    smes = {f"s{k}": {"crews": 1, "share": 1 + k} for k in range(6)}
    smes["s1"]["from"], smes["s5"]["until"], smes["s4"]["until"] = "2024-02-15", "2024-03-10", "2024-04-20"
    tree = shop(smes, contract={"sources": 2}, channels=asking(2))
    x, log = run(scenario_from(tree), ENGINES[name], seed=seed)
    order = ranking(tree, seed)
    given = rows_of(log, ALLOT)

    for time, sme in zip(given["time"].tolist(), given["place"].tolist(), strict=True):
        assert sme in [s for s in order if x.opens[s] <= time < x.shuts[s]][:2]
    assert len(set(given["place"].tolist())) >= 2


def test_who_is_full_is_nominated_all_the_same():
    smes = {f"s{k}": {"crews": 1, "most_in_hand": 1} for k in range(4)}
    _, log = run(scenario_from(shop(smes, contract={"sources": 1})), ENGINES["compiled"])
    places = rows_of(log, ALLOT)["place"]

    assert len(set(places[places >= 0].tolist())) == 1
    assert (places < 0).sum() > 100


def test_as_many_sources_as_there_are_firms_is_none_named():
    tree = one_crew_each(4, channels=asking(2))
    named = one_crew_each(4, channels=asking(2), contract={"sources": 4})
    _, log = run(scenario_from(tree), ENGINES["compiled"])
    _, again = run(scenario_from(named), ENGINES["compiled"])

    assert np.array_equal(log, again)


def test_a_new_firm_takes_its_place_in_a_nomination_and_moves_nobody():
    tree = shop({f"s{k}": {"crews": 1} for k in range(6)}, contract={"sources": 2})
    more = deepcopy(tree)
    more["smes"]["a-new-one"] = {"crews": 1}

    def nominated(tree):
        scenario = scenario_from(tree)
        return [names(scenario).smes[s] for s in lower(scenario, Draws(7, 0)).nominee]

    assert [s for s in nominated(more) if s != "a-new-one"] == nominated(tree)
    assert len(nominated(more)) == 7
