"""What changes on a date of shares, cash, trucks and contracts: by hand, and where it cannot."""

import numpy as np
import pytest

from cases import plain_tree
from laws import broken, rows_of, run
from takarusim.engine.instance import ALLOT, CASH, SETTLE, TRUCK
from takarusim.errors import ScenarioError
from takarusim.experiments.run import simulate
from takarusim.kpis import kpis
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.scenario.reading import scenario_from

HOUR, DAY = 3_600_000, 86_400_000  # ms


def estate(*placed, change=None, contract=None, **parts):
    """Returns ten days of one firm: a pin of a kilogram takes an hour; (day of January, pieces) at eight each."""
    book = [{"placed": f"2024-01-{day:02} 08:00", "component": "pin", "quantity": n} for day, n in placed]
    pin = {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}, "price": "Rp 200", "material": "steel"}
    given = {
        "time": {"first_day": "2024-01-01", "last_day": "2024-01-10"},
        "workshops": {"A": {"units": 9}},
        "components": {"pin": pin | {"mass": "1 kg"}},
        "materials": {"steel": {"opening": "9 t", "price": "Rp 100"}},
        "partners": {"p": {"orders": {"book": book}, "components": {"pin": 1}, "contract": contract or {}}},
        "changes": {"e": {"from": "2024-01-05"} | change} if change else {},
        "rules": {"ties": "number"},
    }
    return plain_tree(**given | parts)


def rows(tree, engine, kind, *columns):
    """Returns day and hour, and some columns, of the rows of a kind in a lawful log."""
    x, log = run(scenario_from(tree), engine)
    assert broken(x, log) == []
    return [(t // DAY + 1, t % DAY // HOUR, *rest) for t, *rest in rows_of(log, kind)[["time", *columns]].tolist()]


def test_more_credit_is_there_at_once_and_less_may_be_a_debt(engine):
    smes = {"s": {"credit": "Rp 200", "capital": "Rp 0"}}
    tree = estate((1, 2), (4, 1), (6, 1), contract={"terms": "90 days"}, smes=smes)
    more = {"changes": {"e": {"from": "2024-01-05", "set": {"smes.s.credit": "Rp 300"}}}}
    less = {"changes": {"e": {"from": "2024-01-02", "until": "2024-01-05", "set": {"smes.s.credit": "Rp 100"}}}}

    assert rows(tree, engine, CASH, "order", "amount") == [(1, 8, 0, 200)]
    assert rows(tree | more, engine, CASH, "order", "amount") == [(1, 8, 0, 200), (5, 0, 1, 100)]
    assert rows(tree | less, engine, CASH, "order", "amount") == [(1, 8, 0, 200)]


def test_who_waits_for_cash_pays_what_the_material_costs_when_he_gets_it(engine):
    cheap = {"times": {"materials.steel.price": 0.5}}
    tree = estate((1, 1), (4, 2), contract={"terms": "90 days"}, smes={"s": {"credit": "Rp 200"}}, change=cheap)

    assert rows(tree, engine, CASH, "order", "amount") == [(1, 8, 0, 100), (5, 0, 1, 100)]


def test_an_order_is_paid_by_the_terms_under_which_it_was_placed(engine):
    soon = {"set": {"partners.p.contract.terms": "1 day"}}
    tree = estate((4, 30), (5, 1), contract={"terms": "2 days"}, smes={"s": {"credit": "Rp 9000"}}, change=soon)

    assert rows(tree, engine, SETTLE, "order") == [(6, 9, 1), (7, 14, 0)]


def test_a_window_is_that_of_the_day_on_which_an_order_was_placed():
    wide = {"set": {"partners.p.contract.late": "3 days", "partners.p.contract.tolerance": "100 %"}}
    late = simulate(scenario_from(estate((4, 40), (5, 40), contract={"due": "1 h"}, change=wide))).orders

    assert (late["latest"] - late["due"]).dt.days.tolist() == [0, 3]
    assert late["on_time"].tolist() == [False, True]


def test_pieces_may_be_missing_as_was_agreed_on_the_day_on_which_an_order_was_placed():
    lenient = {"set": {"partners.p.contract.tolerance": "100 %"}}
    bad = {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}, "reject_rate": 1}
    tree = estate((4, 1), (5, 1), contract={"rejects": "short"}, change=lenient, components={"pin": bad})

    assert simulate(scenario_from(tree)).orders["in_full"].tolist() == [False, True]


def test_due_dates_stretch_for_those_placed_from_then_on():
    later = {"times": {"partners.p.contract.due": 3}}
    x = lower(scenario_from(estate((4, 1), (5, 1), contract={"due": "2 days"}, change=later)), Draws(1))

    assert (x.due // DAY - x.placed // DAY).tolist() == [3, 7]


def test_a_penalty_and_a_down_payment_are_those_agreed():
    change = {"set": {"partners.p.contract.penalty": "50 %", "partners.p.contract.down_payment": "25 %"}}
    contract = {"due": "1 h", "penalty": "10 %", "down_payment": "50 %"}
    tree = estate((4, 40), (5, 40), contract=contract, change=change, smes={"s": {"credit": "Rp 90000"}})
    found = kpis.evaluate(simulate(scenario_from(tree)))

    assert found["penalties"] * 10 / 30.4375 == pytest.approx(40 * 200 * (0.1 + 0.5))
    assert lower(scenario_from(tree), Draws(1)).advance.tolist() == [4000, 2000]


def test_a_firm_survives_with_capital_that_comes_in_time():
    smes = {"s": {"crews": 1, "wage": "Rp 1", "capital": "Rp 150"}}
    tree = estate((3, 1), (7, 1), contract={"terms": "90 days"}, smes=smes)
    more = {"changes": {"e": {"from": "2024-01-05", "set": {"smes.s.capital": "Rp 250"}}}}

    assert kpis.evaluate(simulate(scenario_from(tree)))["survived"] == 0
    assert kpis.evaluate(simulate(scenario_from(tree | more)))["survived"] == 1


def test_trucks_carry_more_and_leave_more_often_from_a_date_on(engine):
    lane = {"travel": "1 h", "departures": {"every": "3 days", "at": "12:00"}, "truck": "2 kg"}
    changed = {"set": {"lanes.road.truck": "5 kg"}, "times": {"lanes.road.departures.every": 0.5}}
    tree = estate((1, 9), change=changed, lanes={"road": lane})
    tree["partners"]["p"]["lane"] = "road"
    x = lower(scenario_from(tree), Draws(1))

    assert (x.departure / DAY).tolist() == [0.5, 3.5, 6.5, 8, 9.5]
    assert x.room.tolist() == [2000, 2000, 5000, 5000, 5000]
    assert rows(tree, engine, TRUCK, "amount") == [(4, 12, 2000), (7, 12, 5000), (9, 0, 2000)]


def test_shares_decide_of_orders_placed_from_then_on(engine):
    smes = {"a": {"share": 1}, "b": {"share": 1}}
    placed = [(day, 1) for day in (1, 2, 3, 4, 5, 6, 7, 8, 9) for _ in range(9)]
    all_to_b = {"set": {"smes.b.share": 1e9}}
    before, after = (
        rows(estate(*placed, smes=smes, change=change), engine, ALLOT, "place") for change in (None, all_to_b)
    )

    assert before[:36] == after[:36]
    assert {place for *_, place in before[36:]} == {0, 1}
    assert {place for *_, place in after[36:]} == {1}


def test_more_nominees_are_asked_from_a_date_on(engine):
    smes = {name: {"most_in_hand": 1} for name in ("a", "b")}
    placed = [(4, 40), (4, 40), (5, 40), (5, 40)]
    wider = {"set": {"partners.p.contract.sources": 2}}
    found = rows(estate(*placed, smes=smes, contract={"sources": 1}, change=wider), engine, ALLOT, "place")
    narrow = rows(estate(*placed, smes=smes, contract={"sources": 1}), engine, ALLOT, "place")

    assert [place < 0 for *_, place in found] == [False, True, False, True]
    assert [place < 0 for *_, place in narrow] == [False, True, True, True]


@pytest.mark.parametrize("path", ["smes.s.share", "partners.p.contract.late", "partners.p.contract.due"])
def test_what_is_agreed_at_placing_cannot_change_where_orders_circulate(path):
    partner = {"orders": {"circulating": 1, "every": "1 h"}, "components": {"pin": 1}, "contract": {"due": "1 day"}}
    tree = estate(change={"times": {path: 2}}, smes={"s": {}}, partners={"p": partner})
    with pytest.raises(ScenarioError, match="known in the run only") as caught:
        scenario_from(tree)

    assert "yang beredar" in caught.value.said("id")


def test_cash_without_a_limit_cannot_change():
    with pytest.raises(ScenarioError, match=r"smes\.s\.credit: no value there"):
        scenario_from(estate((1, 1), smes={"s": {}}, change={"set": {"smes.s.credit": "Rp 5"}}))


def test_columns_of_orders_are_all_the_same_where_nothing_changes():
    x = lower(
        scenario_from(
            estate((4, 1), (6, 1), contract={"due": "1 day", "early": "1 day", "late": "2 days", "hold": True})
        ),
        Draws(1),
    )

    for name, value in {"early": DAY, "hold": DAY, "late": 2 * DAY, "terms": 0, "sources": 0}.items():
        assert np.array_equal(getattr(x, name), [value] * 2), name
