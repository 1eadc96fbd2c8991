"""Money: what SMEs are paid and pay, to the rupiah, in cases worked out by hand; and identities on random estates."""

import math

import numpy as np
import pytest

from cases import plain_tree, random_tree
from takarusim.errors import ScenarioError
from takarusim.experiments import run
from takarusim.kpis import books, kpis, months
from takarusim.scenario import reading

MONTH = 30.4375  # days
SPAN = 10 / MONTH  # months  of the plain plan
MONEY = ("revenue", "penalties", "material_cost", "wage_bill", "rent")


def booked(*orders, contract=None, pin=None, **parts):
    """Returns ten days of one unit whose partner `p` orders pins of Rp 1000, an hour a piece: (moment, n, due)."""
    book = [{"placed": placed, "component": "pin", "quantity": n, "due": due} for placed, n, due in orders]
    made = {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}, "price": "Rp 1000"} | (pin or {})
    return plain_tree(
        time={"first_day": "2024-01-01", "last_day": "2024-01-10"},
        components={"pin": made},
        partners={"p": {"orders": {"book": book}, "components": {"pin": 1}, "contract": contract or {}}},
        **parts,
    )


def replication(tree):
    return run.simulate(reading.scenario_from(tree), engine="simpy")


def values(tree):
    return kpis.evaluate(replication(tree))


def random_replications(first, count):
    for seed in range(first, first + count):
        try:
            tree = random_tree(seed, ties=seed % 2 == 0)
            tree["time"]["last_day"] = "2024-02-20"
            scenario = reading.scenario_from(priced(tree))
        except ScenarioError:
            continue
        yield run.simulate(scenario, seed=seed, engine="simpy")


def priced(tree):
    """Returns an estate in which everything has a price."""
    for k, component in enumerate(tree["components"].values()):
        component["price"] = f"Rp {1000 * (k + 1)}"
    for material in tree["materials"].values():
        material["price"] = "Rp 12,345"
    for workshop in tree["workshops"].values():
        workshop["rent"] = "Rp 3 million"
    for k, sme in enumerate(tree["smes"].values()):
        sme |= {"wage": "Rp 2 million", "idle_pay": k / 4, "capital": "Rp 1 million"}
        sme.setdefault("crews", 1)
    for partner in tree["partners"].values():
        partner["contract"] |= {"terms": "9 days", "down_payment": "30 %", "penalty": "7 %"}
    return tree


# ---- by hand


def test_wages_are_paid_whole_for_work_and_in_part_for_idle_hours():
    """Ten of 31 days, and in 24 of 240 hours the crew of two has work."""
    worker = {"crews": 1, "crew_size": 2, "wage": "Rp 3.1 million", "idle_pay": 0.5}
    found = values(booked(("2024-01-01 00:00", 24, None), smes={"s": worker}))

    assert found["wage_bill"] * SPAN == pytest.approx(2_000_000 * (0.5 + 0.5 * 0.1))
    assert found["wage_bill[sme=s]"] == found["wage_bill"]


def test_an_idle_month_costs_what_a_busy_one_does_where_idle_hours_are_paid_whole():
    worker = {"crews": 1, "wage": "Rp 3.1 million"}
    busy, idle = (values(booked(("2024-01-01 00:00", n, None), smes={"s": worker})) for n in (200, 1))

    assert busy["wage_bill"] == idle["wage_bill"] == pytest.approx(1_000_000 / SPAN)


def test_crews_are_paid_for_the_days_on_which_there_are_so_many():
    worker = {"crews": 1, "wage": "Rp 3.1 million"}
    changes = {"more": {"from": "2024-01-03", "until": "2024-01-06", "set": {"smes.s.crews": 3}}}
    found = values(booked(("2024-01-01 00:00", 1, None), smes={"s": worker}, changes=changes))

    assert found["wage_bill"] * SPAN == pytest.approx(100_000 * (7 + 3 * 3))


def test_overtime_is_paid_by_the_hour_for_all_crews_above_the_wages():
    """Two crews, one with work for days; they work on for three hours on each of six evenings in the week."""
    hours = {"day": {"hours": {"monday-saturday": "08:00-15:00"}}}
    worker = {"crews": 2, "calendar": "day", "wage": "Rp 173,000", "overtime": {"hours": "3 h", "above": "1 h"}}
    order = ("2024-01-01 08:00", 500, None)
    plain, longer = (
        values(booked(order, smes={"s": worker | more}, calendars=hours))
        for more in ({"overtime": None}, {"overtime": {**worker["overtime"], "wage_factor": 1.5}})
    )
    evenings = 6 + 3  # 18 hours in the first week, and Monday to Wednesday

    assert (longer["wage_bill"] - plain["wage_bill"]) * SPAN == pytest.approx(1.5 * 2 * 1000 * 3 * evenings)


def test_overtime_hours_are_not_paid_twice_as_work():
    """The crew has work in seven of nine days of seven hours, and works on for three hours on these evenings."""
    hours = {"day": {"hours": {"monday-saturday": "08:00-15:00"}}}
    overtime = {"hours": "3 h", "above": "1 h", "wage_factor": 1}
    worker = {"crews": 1, "calendar": "day", "wage": "Rp 3.1 million", "idle_pay": 0, "overtime": overtime}
    found = values(booked(("2024-01-03 08:00", 500, None), smes={"s": worker}, calendars=hours))

    assert found["wage_bill"] * SPAN == pytest.approx(round(1_000_000 * 7 / 9 + 21 * 3_100_000 / 173))


def test_the_rent_of_a_unit_is_shared_by_crews():
    smes = {"large": {"crews": 3}, "little": {"crews": 1}, "late": {"crews": 1, "from": "2024-02-01"}}
    workshops = {"A": {"units": 2, "let": 1, "rent": "Rp 3,652,500"}}  # Rp 10,000 a day
    found = values(booked(("2024-01-01 00:00", 1, None), smes=smes, workshops=workshops))

    assert {name: found[f"rent[sme={name}]"] * SPAN for name in smes} == pytest.approx(
        {"large": 75_000, "little": 25_000, "late": 0}
    )


def test_a_tenant_pays_for_its_own_units():
    smes = {"large": {"crews": 3, "tenant_of": ["A-001"]}, "little": {"crews": 1, "tenant_of": ["A-002", "A-003"]}}
    workshops = {"A": {"units": 3, "rent": "Rp 3,652,500"}}
    rules = {"tenancy": "tenanted"}
    found = values(booked(("2024-01-01 00:00", 1, None), smes=smes, workshops=workshops, rules=rules))

    assert found["rent[sme=large]"] * SPAN == pytest.approx(100_000)
    assert found["rent[sme=little]"] * SPAN == pytest.approx(200_000)


@pytest.mark.parametrize(
    ("due", "penalty", "taken_off"),
    [
        ("2024-01-03 02:00", "0.3 %", 0),  # on the last moment of its window
        ("2024-01-03 01:59", "0.3 %", 150),  # a day has begun
        ("2024-01-02 02:00", "0.3 %", 150),  # and is whole
        ("2024-01-01 23:00", "0.3 %", 300),
        ("2024-01-01 23:00", "60 %", 50_000),  # never more than what is paid
    ],
)
def test_each_day_of_lateness_that_has_begun_is_taken_off(due, penalty, taken_off):
    found = values(booked(("2024-01-01 00:00", 50, due), contract={"penalty": penalty}))

    assert found["penalties"] * SPAN == pytest.approx(taken_off)


def test_material_is_paid_to_the_rupiah_half_up():
    pin = {"material": "steel", "mass": "3 g"}
    steel = {"steel": {"opening": "1 kg", "price": "Rp 1,500"}}  # Rp 4.5 a piece
    found = values(booked(*[("2024-01-01 00:00", 1, None)] * 3, pin=pin, materials=steel))

    assert found["material_cost"] * SPAN == pytest.approx(15)
    assert found["material_cost[partner=p]"] == found["material_cost[component=pin]"] == found["material_cost"]


def test_the_margin_is_what_is_left_of_revenue():
    pin = {"material": "steel", "mass": "1 kg"}
    steel = {"steel": {"opening": "100 kg", "price": "Rp 100"}}
    tree = booked(
        ("2024-01-01 00:00", 10, "2024-01-01 00:00"),
        pin=pin,
        materials=steel,
        contract={"penalty": "5 %"},
        smes={"s": {"crews": 1, "wage": "Rp 6,200", "size": "micro"}},  # Rp 2,000 in ten days
        workshops={"A": {"units": 1, "rent": "Rp 36,525"}},  # Rp 1,000 in ten days
    )
    found = values(tree)

    assert found["margin"] == (10_000 - 500 - 1_000 - 2_000 - 1_000) / 10_000
    assert found["margin[sme=s]"] == found["margin[size=micro]"] == found["margin"]
    assert found["surplus"] * SPAN == found["surplus[sme=s]"] * SPAN == pytest.approx(5_500)
    assert found["landed_cost"] == found["landed_cost[partner=p]"] == 950


@pytest.mark.parametrize("capital", [11_999, 12_000])
def test_an_sme_survives_if_its_cash_is_never_below_nothing(capital):
    """It pays 10,000 for material and 2,000 in wages; what it is paid comes at the end of the last day, too late."""
    tree = booked(
        ("2024-01-01 00:00", 10, None),
        pin={"material": "steel", "mass": "1 kg", "price": "Rp 9,000"},
        materials={"steel": {"opening": "100 kg", "price": "Rp 1,000"}},
        contract={"terms": "10 days"},
        smes={"s": {"crews": 1, "wage": "Rp 6,200", "capital": f"Rp {capital}"}},
    )
    assert values(tree)["survived"] == (capital == 12_000)


def test_a_down_payment_comes_with_the_order_and_the_rest_by_the_terms():
    """Without its 3,000 it could not pay 3,000 for material; without the other 7,000 in time not its wages."""
    tree = booked(
        ("2024-01-01 00:00", 10, None),
        pin={"material": "steel", "mass": "1 kg"},
        materials={"steel": {"opening": "100 kg", "price": "Rp 300"}},
        contract={"down_payment": "30 %", "terms": "1 day"},
        smes={"s": {"crews": 1, "wage": "Rp 21,700", "capital": "Rp 0"}},  # Rp 7,000 in ten days
    )
    partner = tree["partners"]["p"]

    assert values(tree)["survived"] == 1
    assert values(tree | {"smes": {"s": {"crews": 1, "wage": "Rp 21,704", "capital": "Rp 0"}}})["survived"] == 0
    for contract in ({"down_payment": "29 %"}, {"terms": "230 h"}):
        tree["partners"] = {"p": partner | {"contract": partner["contract"] | contract}}
        assert values(tree)["survived"] == 0


def test_who_falls_below_nothing_has_not_survived_whatever_comes_later():
    """Wages of January and March cannot be paid; in February there is cash."""
    tree = booked(
        ("2024-01-01 00:00", 1, None),
        pin={"price": "Rp 25,000"},
        contract={"terms": "40 days"},
        smes={"s": {"crews": 1, "wage": "Rp 10,000", "capital": "Rp 0"}},
    )
    one = replication(tree | {"time": {"first_day": "2024-01-01", "last_day": "2024-03-31"}})

    assert months.evaluate(one)[:, months.names(one.prepared).index("survived")].tolist() == [0, 0, 0]


def test_what_has_no_price_is_not_worth_nothing():
    found = values(booked(("2024-01-01 00:00", 1, None), pin={"price": "Rp 0"}))

    assert all(math.isnan(found[name]) for name in (*MONEY, "margin", "surplus", "landed_cost", "survived"))
    assert found["public_cost"] == 0  # where nothing changes


def test_nobody_knows_the_wages_of_crews_without_limit():
    found = values(booked(("2024-01-01 00:00", 1, None), smes={"s": {"wage": "Rp 2 million", "capital": "Rp 1"}}))

    assert all(math.isnan(found[name]) for name in ("wage_bill", "margin", "surplus", "survived"))


DAYS = 365.25


def cost_of(change, interest="0 %"):
    """Returns what changes cost in the ten days of the plain plan."""
    changes = {"it": {"cost": "Rp 365,250,000", "times": {"components.pin.price": 1}} | change}
    found = values(booked(("2024-01-01 00:00", 1, None), changes=changes, rules={"interest": interest}))
    return found["public_cost"] * SPAN


def test_an_investment_costs_an_annuity_from_the_day_on_which_it_is_built():
    built = {"decided": "2024-01-02", "building_time": "3 days", "life": "10 years"}  # Rp 100,000 a day from the 5th on

    assert cost_of(built) == pytest.approx(600_000)
    assert cost_of(built | {"decided": "2023-12-01"}) == pytest.approx(1_000_000)
    assert cost_of(built | {"decided": "2024-06-01"}) == 0
    yearly = 365_250_000 * 0.05 / (1 - 1.05**-10)
    assert cost_of(built, "5 %") == pytest.approx(6 * yearly / DAYS)


def test_an_annuity_is_worth_what_it_pays_for():
    payments = [books._annuity(0.07, 20) / 1.07**year for year in range(1, 21)]

    assert sum(payments) == pytest.approx(1)
    assert books._annuity(1e-9, 20) == pytest.approx(books._annuity(0, 20)) == 1 / 20


def test_what_is_not_built_costs_while_it_lasts_or_at_once():
    assert cost_of({"from": "2024-01-06", "until": "2024-01-16"}) == pytest.approx(365_250_000 / 2)
    assert cost_of({"from": "2024-01-06"}) == pytest.approx(365_250_000)
    assert cost_of({"from": "2023-12-31"}) == 0


def test_nobody_knows_what_a_change_costs_that_does_not_say():
    changes = {"it": {"from": "2024-01-02", "times": {"components.pin.price": 1}}}

    assert math.isnan(values(booked(("2024-01-01 00:00", 1, None), changes=changes))["public_cost"])


def test_programmes_cost_over_their_days_and_matching_events_each_on_its_day():
    programme = {"firms": ["s"], "from": "2024-01-06", "reached": 5000, "cost": "Rp 20 million"}
    order = ("2024-01-01 00:00", 1, None)

    def cost(**sections):
        return values(booked(order, smes={"s": {"score": 1000}}, **sections))["public_cost"] * SPAN

    assert cost(programmes={"5r": programme}) == pytest.approx(20e6)  # no end: on its first day
    assert cost(programmes={"5r": programme | {"until": "2024-01-16"}}) == pytest.approx(10e6)
    events = {"every": "3 days", "first": "2024-01-02"}  # on the 2nd, 5th and 8th of ten days
    assert cost(matching={"events": events, "cost": "Rp 1 million"}) == pytest.approx(3e6)
    assert cost(matching={"events": events, "cost": "Rp 1 million", "a_year": 2}) == pytest.approx(2e6)


# ---- on random estates


def test_months_add_up_to_the_whole_and_smes_to_the_estate():
    for one in random_replications(0, 12):
        whole, parts = kpis.evaluate(one), months.evaluate(one)
        spans = [window.end - window.start for _, window in months.months(one.scenario, one.window)]
        names = months.names(one.prepared)
        for name in MONEY:
            monthly = parts[:, names.index(name)]
            total = whole[name] * sum(spans)
            np.testing.assert_allclose(monthly @ spans, total, rtol=1e-12)
            firms = [value for key, value in whole.items() if key.startswith(f"{name}[sme=")]
            np.testing.assert_allclose(sum(firms), whole[name], rtol=1e-12)


def test_who_is_ruined_stays_so():
    fallen = 0
    for one in random_replications(0, 12):
        monthly = months.evaluate(one)[:, months.names(one.prepared).index("survived")]
        assert (np.diff(monthly) <= 0).all()
        assert monthly[-1] == kpis.evaluate(one)["survived"]
        fallen += monthly[-1] < 1
    assert fallen


def test_more_capital_never_ruins_anybody():
    for seed in range(6):
        try:
            tree = priced(random_tree(seed, ties=True))
            for change in tree.get("changes", {}).values():  # whom nobody takes any of it away
                change["set"] = {path: value for path, value in change.get("set", {}).items() if "smes" not in path}
                change["times"] = {path: by for path, by in change.get("times", {}).items() if "capital" not in path}
            shares = []
            for capital in ("Rp 0", "Rp 100,000", "Rp 1 million", "Rp 100 million"):
                for sme in tree["smes"].values():
                    sme["capital"] = capital
                shares.append(kpis.evaluate(run.simulate(reading.scenario_from(tree), engine="simpy"))["survived"])
        except ScenarioError:
            continue
        assert shares == sorted(shares)
        assert shares[-1] == 1
