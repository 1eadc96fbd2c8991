"""Why an order was late: its life adds up, others held what it waited for, and what would have been enough was."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import takarusim as tk
from cases import plain_tree, random_tree
from takarusim.briefing import objects, story
from takarusim.commands.application import app
from takarusim.engine.instance import NEVER
from takarusim.errors import ExperimentError, ScenarioError
from takarusim.experiments.why import lates, why
from takarusim.figures import drawing
from takarusim.outcome.life import life
from takarusim.outcome.tables import STATES
from takarusim.scenario import reading

SMALL = Path(__file__).parent / "small.yaml"
HOUR = 3_600_000  # ms
START = pd.Timestamp("2024-01-01")


def booked(*orders, units=1, per_piece="1 h", due=None, **parts):
    """Returns a queue of pieces that take an hour, ordered on the first day: (hour, pieces, name)."""
    book = [
        {"order": name, "placed": f"2024-01-01 {hour:02}:00", "component": "pin", "quantity": n}
        | ({"due": due} if due else {})
        for hour, n, name in orders
    ]
    tree = plain_tree(
        time={"first_day": "2024-01-01", "last_day": "2024-01-10"},
        workshops={"A": {"units": units}},
        components={"pin": {"routing": {"turn": {"workshop": "A", "per_piece": per_piece}}} | parts.pop("pin", {})},
        partners={"p": {"orders": {"book": book}, "components": {"pin": 1}, "contract": parts.pop("contract", {})}},
        rules={"ties": "number"},
    )
    return reading.scenario_from(tree | parts)


def told(found):
    """Returns state, hours and causes of each stage."""
    return [
        (STATES[s.state], (s.end - s.start) / HOUR, {name: ms / HOUR for name, ms in s.charged.items()})
        for s in found.stages
    ]


def holders(found):
    """Returns what was held by which order for how many hours, stage by stage."""
    numbers = found.one.tables.orders.number
    return [[(h.what, int(numbers[h.order]), h.ms / HOUR) for h in s.held] for s in found.stages if s.held]


# ---- by hand


def test_an_order_that_waits_for_a_unit_waits_for_those_at_work_on_it():
    found = why(booked((8, 3, "a"), (9, 2, "b"), (10, 1, "c")), "c")

    assert told(found) == [("queue", 3, {"workshop A": 3}), ("work", 1, {"processing": 1})]
    assert holders(found) == [[("workshop A", 1, 2), ("workshop A", 0, 1)]]


def test_an_order_that_waits_for_a_crew_waits_for_those_of_its_own_sme():
    smes = {"s": {"crews": 1, "share": 1}}
    found = why(booked((8, 3, "a"), (9, 1, "b"), units=2, smes=smes), "b")

    assert told(found)[0] == ("queue", 2, {"crew": 2})
    assert holders(found) == [[("crew", 0, 2)]]


def test_closed_hours_of_a_wait_are_told_once_for_all_that_it_waits_for():
    """From 9 to 12 and 14 to 15 the only unit is taken; between them everybody eats."""
    day = {"hours": {"monday-sunday": "08:00-12:00, 14:00-22:00"}}
    smes = {"s": {"crews": 2, "calendar": "day"}}
    found = why(booked((8, 5, "a"), (9, 1, "b"), smes=smes, calendars={"day": day}), "b")

    assert told(found)[0] == ("queue", 6, {"workshop A": 4, "closed": 2})
    assert holders(found) == [[("workshop A", 0, 4)]]


def test_an_order_that_waits_for_cash_waits_for_what_is_not_paid():
    smes = {"s": {"capital": "Rp 100", "credit": "Rp 0"}}
    materials = {"steel": {"opening": "9 t", "price": "Rp 100"}}
    pin = {"material": "steel", "mass": "1 kg", "price": "Rp 150"}
    ones = [(8, 1, name) for name in "abc"]
    scenario = booked(*ones, units=9, pin=pin, smes=smes, materials=materials, contract={"terms": "5 h"})
    second, third = why(scenario, "b"), why(scenario, "c")

    assert told(second)[0] == ("cash", 6, {"cash": 6})
    assert holders(second) == [[("cash", 0, 6)]]
    assert told(third)[0] == ("cash", 12, {"cash": 12})
    assert holders(third) == [[("cash", 0, 6), ("cash", 1, 6)]]  # the first is paid when the second begins


def test_crews_of_another_sme_hold_nobody_up():
    placed = {"08": "pin", "09": "nail", "10": "pin"}
    book = [{"placed": f"2024-01-01 {h}:00", "component": name, "quantity": 3} for h, name in placed.items()]
    routing = {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}}
    tree = plain_tree(
        time={"first_day": "2024-01-01", "last_day": "2024-01-02"},
        workshops={"A": {"units": 9}},
        components={"pin": routing, "nail": routing},
        smes={"s": {"crews": 1, "components": ["pin"]}, "t": {"crews": 1, "components": ["nail"]}},
        partners={"p": {"orders": {"book": book}, "components": {"pin": 1, "nail": 1}}},
        rules={"ties": "number"},
    )

    assert holders(why(reading.scenario_from(tree), 2)) == [[("crew", 0, 1)]]


def test_rework_is_told_by_what_it_was_spent_on():
    turn = {"workshop": "A", "per_piece": "1 h", "rework": True}
    pin = {"routing": {"turn": turn}, "reject_rate": "50 %"}
    found = why(booked((8, 9, "a"), pin=pin, contract={"rejects": "rework"}), "a")

    assert {stage.attempt for stage in found.stages} > {1}
    assert {name for _, _, charged in told(found) for name in charged} == {"processing"}


def test_material_that_came_before_a_wait_did_not_end_it():
    steel = {"opening": "2 kg", "reorder": {"point": "1 kg", "batch": "5 kg", "lead_time": "9 h"}}
    pin, day = {"material": "steel", "mass": "1 kg"}, {"first_day": "2024-01-01", "last_day": "2024-01-01"}
    found = why(booked((5, 2, "a"), (16, 6, "b"), units=9, pin=pin, materials={"steel": steel}, time=day), "b")

    assert [state for state, _, _ in told(found)] == ["material"]  # to the end of the day
    assert not found.has_received(found.stages[0])


def test_a_wait_for_material_tells_when_it_came():
    steel = {"opening": "2 kg", "reorder": {"point": "1 kg", "batch": "5 kg", "lead_time": "7 h"}}
    pin = {"material": "steel", "mass": "1 kg"}
    found = why(booked((8, 1, "a"), (9, 2, "b"), units=9, pin=pin, materials={"steel": steel}), "b")
    state, hours, _ = told(found)[0]

    assert (state, hours) == ("material", 6)
    assert found.date(found.stages[0].received) == START + pd.Timedelta(hours=15)
    assert found.has_received(found.stages[0])


def test_what_would_have_been_enough_is_what_is_on_time_without_it():
    """One unit of two crews: a second unit is enough; more crews are not."""
    smes = {"s": {"crews": 2}}
    found = why(booked((8, 9, "a"), (9, 2, "b"), due="2024-01-01 11:00", smes=smes, contract={"late": "1 h"}), "b")

    assert found.late_by == pd.Timedelta(hours=19 - 12)
    assert [each.cause for each in found.lifted if each.served] == ["workshop A"]
    assert "workshops of type A" in story.sentences(found, "en")[-1]


def test_an_order_on_time_is_not_told_what_would_have_been_enough():
    found = why(booked((8, 1, "a"), due="2024-01-01 11:00"), "a")

    assert found.late_by is None
    assert not any("without" in line for line in story.sentences(found, "en"))


def test_a_refused_order_has_no_life():
    smes = {"s": {"crews": 1, "most_work": "2 h"}}
    found = why(booked((8, 2, "a"), (8, 2, "b"), smes=smes), "b")

    assert found.order["refused"]
    assert found.stages == ()
    assert "No SME took it." in story.sentences(found, "en")
    assert objects.to_dict(found)["stages"] == []


# ---- which orders


def orders(*late_days, partner="p"):
    """Returns orders that came so many days behind their window; None: they were not late."""
    latest = START + pd.Timedelta(days=5)
    return pd.DataFrame(
        {
            "replication": range(len(late_days)),
            "order": range(10, 10 + len(late_days)),
            "partner": partner,
            "latest": latest,
            "delivered": [pd.NaT if d == "open" else latest + pd.Timedelta(days=d or -1) for d in late_days],
            "late": [d is not None for d in late_days],
            "counts": True,
        }
    )


def test_the_latest_orders_come_first_and_open_ones_count_until_the_end():
    found = orders(3, None, 9, "open")
    end = START + pd.Timedelta(days=12)  # seven days behind the window

    assert lates(found, end, None, 9) == [(2, 12), (3, 13), (0, 10)]
    assert lates(found, end, "p", 1) == [(2, 12)]
    assert lates(found.assign(counts=[True, True, False, True]), end, None, 1) == [(3, 13)]


def test_a_partner_that_there_is_not_is_named():
    with pytest.raises(ExperimentError, match="no such partner, got 'q'; one of p"):
        lates(orders(1), START, "q", 1)


# ---- laws


def estates(count):
    for seed in range(count):
        try:
            yield reading.scenario_from(random_tree(seed, ties=seed % 2 == 0))
        except ScenarioError:
            continue


def test_stages_are_the_whole_lead_time_without_a_gap_and_their_causes_the_whole_of_each():
    """Where nothing is made again, causes are those of the ledger; else they are told apart, and as long in all."""
    for scenario in estates(12):
        one = tk.simulate(scenario, seed=1)
        orders, ledger = one.tables.orders, one.ledger.groupby(["order", "cause"])["ms"].sum()
        for row in np.flatnonzero((orders.lot >= 0) & (orders.replenishes < 0))[:25].tolist():
            stages = life(one, row)
            spent = [(s.start, s.end) for s in stages]
            until = orders.delivered[row] if orders.delivered[row] < NEVER else one.instance.horizon
            causes = pd.Series([ms for s in stages for ms in s.charged.values()], dtype=np.int64)
            names = [name for s in stages for name in s.charged]
            number = orders.number[row]
            charged = ledger.loc[number] if number in ledger.index.get_level_values(0) else causes

            assert [b for _, b in spent] == [a for a, _ in spent[1:]] + ([until] if spent else [])
            assert sum(b - a for a, b in spent) == until - orders.placed[row]
            assert all(sum(s.charged.values()) == s.end - s.start for s in stages)
            if "rework" not in charged.index:
                assert causes.groupby(names).sum().to_dict() == charged.to_dict()


def test_nobody_holds_more_than_there_is_to_hold():
    """A crew's and a unit's time is not counted for more of them than there are."""
    for scenario in estates(8):
        one = tk.simulate(scenario, seed=2)
        x = one.instance
        for row in np.flatnonzero(one.tables.orders.lot >= 0)[:15].tolist():
            for stage in life(one, row):
                for what in {h.what for h in stage.held} - {"cash"}:
                    held, open_time = sum(h.ms for h in stage.held if h.what == what), stage.end - stage.start
                    pool = x.pool[one.tables.lots.sme[stage.lot], x.workshop[stage.operation]]
                    units = x.first_unit[pool + 1] - x.first_unit[pool]
                    crews = x.crews[one.tables.lots.sme[stage.lot]]
                    most = units if what != "crew" else len(x.opened) if x.epoch.size else crews

                    assert held <= most * open_time
                    assert row not in {h.order for h in stage.held}


def test_what_is_lifted_is_the_same_order_of_the_relaxed_estate(small_scenario):
    from takarusim.experiments.relax import relaxations

    found = why(small_scenario, 7, replication=1, seed=3)
    crew = tk.simulate(relaxations(small_scenario)["crew"], seed=3, replication=1).orders
    same = crew[(crew["partner"] == found.order["partner"]) & (crew["nth"] == found.order["nth"])].iloc[0]
    told = next(each for each in found.lifted if each.cause == "crew")

    assert same["placed"] == found.order["placed"]
    assert (told.sme, told.delivered) == (same["sme"], same["delivered"])


# ---- words, pictures, commands


def test_every_state_has_its_words_and_a_life_its_picture(small_scenario, tmp_path):
    found = why(small_scenario, 7, seed=3)
    for language in ("id", "en"):
        rows = story.stages(found, language)
        drawing.plot(found, language=language).save(tmp_path / f"life-{language}.svg")

        assert len(rows) == len(found.stages)
        assert all(story.lifted(found, language))
    frame = found.to_frame()
    hours = frame.drop(columns=["state", "operation", "workshop", "unit", "pass", "start", "end", "hours"])
    assert np.allclose(hours.sum(axis=1), frame["hours"])
    assert json.loads(json.dumps(objects.to_dict(found)))["order"]["order"] == 7


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("why")
    done = CliRunner().invoke(app, ["run", str(SMALL), "--replications", "2", "--quiet", "--out", str(folder)])
    return done.stdout.strip()


def asked(kept, *words):
    return CliRunner().invoke(app, ["why", kept, *words])


def test_the_command_tells_the_latest_orders(kept, tmp_path):
    done = asked(kept, "--worst", "2", "--lang", "id")
    one = asked(kept, "--partner", "maker", "--figure", str(tmp_path / "life.png"))
    objects = json.loads(asked(kept, "--worst", "2", "--json").stdout)

    assert (done.exit_code, one.exit_code) == (0, 0)
    assert done.stdout.count("Diminta tiba") == 2
    assert "of maker" in one.stdout
    assert (tmp_path / "life.png").stat().st_size > 10_000
    assert len(objects) == 2
    assert all(each["order"]["late"] for each in objects)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--order", "99999"), "no such order in replication 0, got 99999; one of 0 to"),
        (("--order", "PO-1"), "no order has a name, got 'PO-1'"),
        (("--order", "3", "--replication", "2"), "no such replication of the run, got 2; one of 0 to 1"),
        (("--order", "3", "--worst", "2"), "one of --order and --partner or --worst, got several"),
        (("--partner", "makr"), "no such partner, got 'makr'; one of maker, market"),
        (("--worst", "2", "--figure", "life.png"), "one file for several orders"),
        (("--figure", "life.gif"), "life.gif"),
    ],
)
def test_what_cannot_be_asked_is_told(kept, words, told):
    done = asked(kept, *words)

    assert done.exit_code == 2
    assert told in done.stderr
