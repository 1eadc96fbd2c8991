"""Working capital: who gets cash for material and when, what it ties up and for how long; with and without a limit."""

import numpy as np
import pytest

from cases import plain_tree, random_tree
from laws import broken, run
from takarusim.engine.instance import ALLOT, BORN, BUYS, CASH, FINISH, MATERIAL, SETTLE
from takarusim.errors import ScenarioError
from takarusim.experiments.relax import relaxations
from takarusim.experiments.run import simulate
from takarusim.kpis import kpis
from takarusim.scenario import reading

HOUR = 3_600_000  # ms


def booked(*orders, capital=100, contract=None, smes=None, **parts):
    """Returns ten days of ten units; a pin of a kilogram of steel at Rp 100 takes an hour: (hour, pieces)."""
    book = [{"placed": f"2024-01-01 {hour:02}:00", "component": "pin", "quantity": n} for hour, n in orders]
    pin = {"routing": {"turn": {"workshop": "A", "per_piece": "1 h", "rework": True}}, "price": "Rp 150"}
    return plain_tree(
        time={"first_day": "2024-01-01", "last_day": "2024-01-10"},
        workshops={"A": {"units": 10}},
        smes=smes or {"s": {"capital": f"Rp {capital}", "credit": "Rp 0"}},
        components={"pin": pin | {"material": "steel", "mass": "1 kg"} | parts.pop("pin", {})},
        materials={"steel": {"opening": "9 t", "price": "Rp 100"}},
        partners={"p": {"orders": {"book": book}, "components": {"pin": 1}, "contract": contract or {}}},
        rules={"ties": "number"},
        **parts,
    )


def rows(tree, engine, *kinds):
    """Returns hour, order, lot and amount of the rows of some kinds, of a log that breaks no law."""
    x, log = run(reading.scenario_from(tree), engine)
    assert broken(x, log) == []
    wanted = log[np.isin(log["kind"], kinds)]
    return [(t / HOUR, *rest) for t, *rest in wanted[["time", "order", "lot", "amount"]].tolist()]


# ---- by hand


def test_a_lot_waits_until_another_one_is_paid(engine):
    tree = booked((8, 1), (8, 1), contract={"terms": "5 h"})

    assert rows(tree, engine, CASH) == [(8, 0, 0, 100), (14, 1, 0, 100)]
    assert rows(tree, engine, MATERIAL) == [(8, 0, 0, 1000), (14, 1, 0, 1000)]
    assert rows(tree, engine, SETTLE) == [(14, 0, 0, 100), (20, 1, 0, 100)]


def test_cash_is_given_strictly_first_come_first_served(engine):
    tree = booked((8, 2), (9, 2), (10, 1), capital=300, contract={"terms": "5 h"})

    assert rows(tree, engine, CASH) == [(8, 0, 0, 200), (15, 1, 0, 200), (15, 2, 0, 100)]


def test_what_is_paid_in_advance_is_not_tied_up(engine):
    """A third of 150 is 45 off 100 a piece."""
    tree = booked((8, 1), (8, 1), capital=110, contract={"terms": "5 h", "down_payment": "30 %"})

    assert rows(tree, engine, CASH) == [(8, 0, 0, 55), (8, 1, 0, 55)]
    tree["partners"]["p"]["contract"]["down_payment"] = "90 %"
    assert rows(tree, engine, CASH) == [(8, 0, 0, 0), (8, 1, 0, 0)]
    assert rows(tree, engine, SETTLE) == []


def test_credit_is_as_good_as_capital(engine):
    own, lent, both = (
        rows(booked((8, 1), (8, 1), (8, 1), smes={"s": sme}, contract={"terms": "5 h"}), engine, CASH, SETTLE)
        for sme in (
            {"capital": "Rp 200", "credit": "Rp 0"},
            {"credit": "Rp 200"},
            {"capital": "Rp 50", "credit": "Rp 150"},
        )
    )
    assert own == lent == both
    assert own[2][0] == own[4][0] == 14  # the third one waits


def test_what_is_remade_does_not_ask_and_waits_for_nothing(engine):
    """All is rejected: each pass ties up as much again, below nothing; the lot is paid with no good piece."""
    contract = {"terms": "5 h", "rejects": "remake"}
    tree = booked((8, 1), (9, 1), pin={"reject_rate": 1}, contract=contract)
    first = [(8, 0, 0, 100), (9, 0, 1, 100), (10, 0, 2, 100), (16, 0, 2, 300)]

    assert rows(tree, engine, CASH, SETTLE)[:5] == [*first, (16, 1, 0, 100)]


def test_a_down_payment_pays_for_the_first_lot_alone(engine):
    contract = {"down_payment": "30 %", "rejects": "remake"}
    tree = booked((8, 1), pin={"reject_rate": 1}, contract=contract)

    assert rows(tree, engine, CASH) == [(8, 0, 0, 55), (9, 0, 1, 100), (10, 0, 2, 100)]


def test_lots_that_leave_by_themselves_are_paid_by_themselves(engine):
    """Half is rejected and remade; the good half leaves with what the first lot has tied up."""
    contract = {"terms": "5 h", "rejects": "remake", "partial": True}
    tree = booked((8, 2), capital=200, pin={"reject_rate": 0.5}, contract=contract) | {"seed": 3}
    found = rows(tree, engine, CASH, SETTLE)

    assert found[0] == (8, 0, 0, 200)
    assert sum(amount for *_, amount in found) == 2 * sum(amount for hour, *_, amount in found if hour <= 13)


def test_an_order_dearer_than_all_there_is_goes_to_another_sme_or_to_nobody(engine):
    poor, rich = {"capital": "Rp 499", "credit": "Rp 0"}, {"capital": "Rp 499", "credit": "Rp 1"}
    given = [
        [amount for *_, amount in rows(booked((8, 5), smes=smes), engine, CASH)]
        for smes in ({"s": poor}, {"s": rich}, {"s": poor, "t": rich}, {"s": poor, "t": {}})
    ]
    assert given == [[], [500], [500], []]
    _, log = run(reading.scenario_from(booked((8, 5), smes={"s": poor, "t": {}})), engine)
    assert log["place"][log["kind"] == ALLOT].tolist() == [1]


def test_a_wait_for_cash_is_told_and_charged_to_cash():
    replication = simulate(reading.scenario_from(booked((8, 1), (8, 1), contract={"terms": "5 h"})))
    ledger, found = replication.ledger, kpis.evaluate(replication)

    assert ledger[ledger["cause"] == "cash"][["order", "state", "ms"]].values.tolist() == [[1, "cash", 6 * HOUR]]
    assert found["cash_wait_mean"] == found["cash_wait_mean[sme=s]"] == 3 / 24
    assert found["material_wait_mean"] == 0


# ---- laws


def test_no_more_orders_are_paid_than_capital_turns_over(engine):
    """Cash for three lots, each tied up for an hour of work and ten of terms."""
    tree = booked(capital=399, contract={"terms": "10 h"})
    tree["partners"]["p"] |= {"orders": {"every": "1 h"}}
    settled = rows(tree, engine, SETTLE)

    assert len(settled) == 3 * 21  # of 239 hours since the first order, 21 times 11
    assert np.diff([hour for hour, *_ in settled[::3]]).tolist() == [11] * 20


def random_scenarios(first, count):
    for seed in range(first, first + count):
        tree = random_tree(seed, ties=seed % 2 == 0)
        for sme in tree["smes"].values():
            sme.pop("credit", None)
        try:
            yield tree, reading.scenario_from(tree)
        except ScenarioError:
            continue


def test_without_a_limit_nobody_asks_and_with_a_large_one_nobody_waits(engine):
    asked = 0
    for tree, scenario in random_scenarios(0, 30):
        _, free = run(scenario, engine)
        assert not np.isin(free["kind"], (CASH, SETTLE)).any()
        for sme in tree["smes"].values():
            sme["credit"] = "Rp 1 billion"
        _, log = run(reading.scenario_from(tree), engine)
        asked += (log["kind"] == CASH).sum()
        log["next"][(log["kind"] == BORN) & (log["next"] == BUYS)] = -1
        np.testing.assert_array_equal(log[~np.isin(log["kind"], (CASH, SETTLE))], free)
    assert asked


def test_lifting_the_limit_is_having_none():
    for tree, scenario in random_scenarios(100, 10):
        for sme in tree["smes"].values():
            sme["credit"] = "Rp 0"
        limited = reading.scenario_from(tree)
        assert "cash" not in relaxations(scenario)
        assert relaxations(limited)["cash"] == scenario


def test_material_cannot_be_dearer_than_whole_numbers_hold():
    tree = booked((8, 1))
    tree["materials"]["steel"]["price"] = "Rp 2,000 billion"

    with pytest.raises(ScenarioError, match="got material of up to Rp 2000 billion an order; less than"):
        reading.scenario_from(tree)


def test_work_goes_on_when_cash_is_short(engine):
    """Whatever is short, each order is made in the end: here one at a time."""
    tree = booked(*[(8, 1)] * 12, contract={"terms": "5 h"})

    assert [hour for hour, *_ in rows(tree, engine, FINISH)] == [9 + 6 * k for k in range(12)]
