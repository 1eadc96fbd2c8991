"""What is to be expected of one order of a book, by its name."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import takarusim as tk
from cases import plain_tree
from takarusim.briefing import answer
from takarusim.commands.application import app
from takarusim.engine.instance import MATERIAL, START
from takarusim.errors import ExperimentError, ScenarioError
from takarusim.experiments import outlook
from takarusim.scenario import reading

JUST, LATER = "2024-01-01 10:00", "2024-01-01 20:00"


def book(*orders):
    keys = ("order", "placed", "quantity", "due")
    rows = [dict(zip(keys, order, strict=True)) for order in orders]
    return [{"component": "pin"} | {key: value for key, value in row.items() if value} for row in rows]


def booked(orders, **parts):
    partners = {name: {"orders": {"book": rows}, "components": {"pin": 1}} for name, rows in orders.items()}
    time = {"first_day": "2024-01-01", "last_day": "2024-01-03"}
    return reading.scenario_from(plain_tree(time=time, partners=partners, **parts))


def test_an_order_is_told_by_its_name_wherever_it_stands_in_the_book():
    rows = book(
        ("B", "2024-01-01 09:00", 3, LATER), ("A", "2024-01-01 08:00", 2, JUST), (None, "2024-01-01 08:00", 1, JUST)
    )
    one = tk.simulate(booked({"p": rows}), engine="simpy")

    assert one.orders["name"].fillna("").tolist() == ["", "A", "B"]  # by time and pieces
    assert one.orders["quantity"].tolist() == [1, 2, 3]


def test_dates_are_those_by_which_so_many_replications_have_delivered():
    """Ten replications deliver on the first to eighth day; two do not before the end."""
    dates = [*pd.date_range("2024-01-01", periods=8), pd.NaT, pd.NaT]
    rows = pd.DataFrame({"delivered": dates, "partner": "p", "name": "A", "component": "pin", "quantity": 2})
    rows = rows.assign(placed=dates[0], earliest=pd.NaT, latest=dates[3], refused=False)
    rows = rows.assign(escaped=[2, *[0] * 9])
    rows = rows.assign(on_time=[k < 4 for k in range(10)], in_full=[k < 3 for k in range(10)])
    found = outlook.told(rows, "p", "A", dates[7])

    assert (found.q10, found.q50) == (dates[0], dates[4])
    assert found.q90 is None
    assert (found.delivered.mean, found.on_time.mean, found.on_time_in_full.mean) == (0.8, 0.4, 0.3)
    assert found.on_time == tk.share_interval(4, 10)
    assert found.flawless == tk.share_interval(7, 8)
    assert found.refused.mean == 0


def test_the_chances_of_a_window_that_ends_behind_the_run_are_not_known_while_the_order_is_open():
    rows = book(("A", "2024-01-03 08:00", 20, "2024-01-04 09:00"), ("B", "2024-01-03 07:00", 1, "2024-01-04 09:00"))
    scenario = booked({"p": rows})
    open_still, come = (tk.outlook(scenario, name, 2) for name in "AB")

    assert (open_still.delivered.mean, open_still.on_time.n, open_still.on_time_in_full.n) == (0, 0, 0)
    assert (come.delivered.mean, come.on_time.mean) == (1, 1)
    assert "its chances are not known" in answer.outlook(open_still, "en")[1]


def test_an_order_that_nobody_takes_never_comes():
    rows = book(("A", "2024-01-01 08:00", 2, LATER), ("B", "2024-01-01 08:01", 3, LATER))
    found = tk.outlook(booked({"p": rows}, smes={"s": {"most_in_hand": 1}}), "B", 3)

    assert (found.refused.mean, found.delivered.mean, found.on_time.mean) == (1, 0, 0)
    assert found.q10 is None


def test_a_name_that_two_partners_have_is_told_with_the_partner():
    rows = book(("A", "2024-01-01 08:00", 2, JUST))
    scenario = booked({"p": rows, "q": rows})

    assert outlook.located(scenario, "q/A") == ("q", "A")
    with pytest.raises(ExperimentError, match="an order of several partners, got 'A'; one of p/A, q/A"):
        outlook.located(scenario, "A")
    with pytest.raises(ExperimentError, match="no such order, got 'AB'; did you mean 'A'"):
        outlook.located(scenario, "AB")


def test_without_names_or_outside_the_run_there_is_nothing_to_tell():
    with pytest.raises(ExperimentError, match="no order has a name"):
        outlook.located(booked({"p": book((None, "2024-01-01 08:00", 2, JUST))}), "A")
    with pytest.raises(ExperimentError, match="not placed in the run"):
        tk.outlook(booked({"p": book(("A", "2024-02-01 08:00", 2, None))}), "A", 2)


def test_a_name_stands_once_in_a_book():
    twice = book(("A", "2024-01-01 08:00", 2, JUST), ("A", "2024-01-01 09:00", 2, JUST))

    with pytest.raises(ScenarioError, match=r"book\.1\.order: a name that another order of the book has, got 'A'"):
        booked({"p": twice})


@pytest.mark.parametrize(("language", "told"), [("en", "Order PO-1 (p, 2 pin) arrives by"), ("id", "Pesanan PO-1")])
def test_run_tells_of_an_order_from_a_csv_book(tmp_path, monkeypatch, language, told):
    monkeypatch.chdir(tmp_path)
    Path("book.csv").write_text(f"order,placed,component,quantity,due\nPO-1,2024-01-01 08:00,pin,2,{JUST}\n")
    Path("book.yaml").write_text(
        "time: {first_day: 2024-01-01, last_day: 2024-01-03}\nworkshops: {A: {units: 1}}\n"
        "components: {pin: {routing: {turn: {workshop: A, per_piece: 1 h}}}}\n"
        "partners: {p: {components: {pin: 1}, orders: {book: book.csv}}}\n"
    )
    call = ["run", "book.yaml", "--order", "PO-1", "--replications", "3", "--lang", language]
    shown = CliRunner().invoke(app, call, catch_exceptions=False)
    found = json.loads(CliRunner().invoke(app, [*call, "--json"], catch_exceptions=False).stdout)["orders"]["p/PO-1"]

    assert told in shown.stdout
    assert found["q50"] == "2024-01-01T10:00:00"
    assert (found["on_time"]["mean"], found["earliest"], found["quantity"]) == (1, None, 2)


def test_run_says_which_orders_there_are_before_it_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("s.yaml").write_text(reading.text_of(booked({"p": book(("A", "2024-01-01 08:00", 2, JUST))})))
    done = CliRunner().invoke(app, ["run", "s.yaml", "--order", "C"])

    assert done.exit_code == 2
    assert "no such order, got 'C'" in done.stderr
    assert not Path("results").exists()


ROUTING = {name: {"workshop": "A", "setup": "10 min", "per_piece": "1 h"} for name in ("cut", "bend", "drill")}


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
@pytest.mark.parametrize(("under_way", "minutes"), [(None, 210), ("cut", 210), ("bend", 140), ("drill", 70)])
def test_an_order_under_way_goes_on_with_its_next_operation_and_needs_no_material(engine, under_way, minutes):
    """Each operation takes 70 minutes."""
    order = {"placed": "2024-01-01 08:00", "component": "pin", "quantity": 1, "order": "A"}
    scenario = booked(
        {"p": [order | ({"next": under_way} if under_way else {})]},
        components={"pin": {"material": "bar", "mass": "1 kg", "routing": ROUTING}},
        materials={"bar": {"opening": "1 kg"}},
    )
    one = tk.simulate(scenario, engine=engine)
    (order,) = one.orders.itertuples()

    assert order.delivered - order.placed == pd.Timedelta(minutes=minutes)
    assert (one.log["kind"] == MATERIAL).sum() == (1 if under_way is None else 0)


def test_pieces_that_are_remade_go_through_all_operations():
    book = [{"placed": "2024-01-01 08:00", "component": "pin", "quantity": 1, "next": "drill"}]
    scenario = reading.scenario_from(
        plain_tree(
            components={"pin": {"routing": ROUTING, "reject_rate": 1}},
            rules={"passes": 2},
            partners={"p": {"orders": {"book": book}, "components": {"pin": 1}, "contract": {"rejects": "remake"}}},
        )
    )
    log = tk.simulate(scenario, engine="simpy").log

    assert log["operation"][log["kind"] == START].tolist() == [2, 0, 1, 2]


def test_the_next_operation_is_one_of_the_component():
    rows = [{"placed": "2024-01-01 08:00", "component": "pin", "quantity": 1, "next": "trun"}]

    with pytest.raises(ScenarioError, match=r"book\.0\.next: no such operation, got 'trun'; did you mean 'turn'"):
        booked({"p": rows})
