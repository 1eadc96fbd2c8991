"""Whom partners ask: gates by 5R scores, and reviews that warn, suspend and end."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import takarusim as tk
from cases import plain_tree, random_tree
from conftest import ENGINES
from laws import run
from takarusim.engine.instance import ALLOT, FIRST_BORN, NEVER, PPM, REVIEW
from takarusim.errors import ScenarioError
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.lowering.reviews import _spans
from takarusim.outcome.reviews import verdicts
from takarusim.results import runs
from takarusim.scenario import reading

QUICK = pytest.mark.parametrize("engine", ["compiled"])  # of many estates, where SimPy would take too long
DAY = 86_400_000  # ms
DAILY = {"dates": {"every": "1 day"}, "window": "1 day", "on_time": 1}
MONTHS = {"first_day": "2024-01-01", "last_day": "2024-12-31"}


def supplied(contract, orders=None, **parts):
    """An estate without a queue: an order of one piece takes 20 hours and is on time, one of three is late."""
    routing = {"make": {"workshop": "none", "per_piece": "20 h"}}
    partner = {
        "orders": orders or {"every": "1 day"},
        "components": {"pin": 1},
        "contract": {"due": "1 day"} | contract,
    }
    given = {"components": {"pin": {"routing": routing}}, "partners": {"p": partner}} | parts
    return reading.scenario_from(plain_tree(**given))


def daily(pieces):
    """An order at six in the morning of each day, of so many pieces: it is judged on the third morning after that."""
    days = enumerate(pieces, 1)
    return {"book": [{"placed": f"2024-01-{d:02} 06:00", "component": "pin", "quantity": n} for d, n in days]}


def told(scenario, engine="simpy"):
    """Returns the reviews of a run: day, orders, rung."""
    log = tk.simulate(scenario, engine=engine).log
    rows = log[log["kind"] == REVIEW]
    return list(zip((rows["time"] // DAY + 1).tolist(), rows["amount"].tolist(), rows["next"].tolist(), strict=True))


def given_to(scenario, engine="simpy"):
    """Returns the day of each order and the SME that got it; -1: refused."""
    log = tk.simulate(scenario, engine=engine).log
    rows = log[log["kind"] == ALLOT]
    return list(zip((rows["time"] // DAY + 1).tolist(), rows["place"].tolist(), strict=True))


# ---- reviews


@pytest.mark.parametrize("engine", ENGINES)
def test_who_misses_is_warned_then_not_asked_and_who_passes_on_probation_steps_down(engine):
    orders = daily([3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    scenario = supplied({"review": DAILY | {"suspended": "3 days"}}, orders)

    assert told(scenario, engine) == [(4, 1, 1), (5, 1, 2), (11, 1, 1), (12, 1, 0), (13, 1, 0), (14, 1, 0)]
    assert [day for day, sme in given_to(scenario, engine) if sme < 0] == [5, 6, 7]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_miss_on_probation_ends_the_partnership(engine):
    orders = daily([3, 3, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1])
    scenario = supplied({"review": DAILY | {"suspended": "3 days"}}, orders)

    assert told(scenario, engine) == [(4, 1, 1), (5, 1, 2), (11, 1, 3)]
    assert [day for day, sme in given_to(scenario, engine) if sme < 0] == [5, 6, 7, 11, 12, 13]


def test_where_nothing_ends_the_last_rung_is_climbed_again():
    orders = daily([3, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1])
    scenario = supplied({"review": DAILY | {"warnings": 0, "suspended": "2 days", "ended": False}}, orders)

    assert [row for row in told(scenario) if row[2]] == [(4, 1, 1), (10, 1, 1)]
    assert [day for day, sme in given_to(scenario) if sme < 0] == [4, 5, 10, 11]


def test_what_is_in_hand_of_who_is_suspended_is_finished():
    scenario = supplied({"review": DAILY | {"warnings": 0}}, daily([3] * 9))
    orders = tk.simulate(scenario).orders

    assert told(scenario) == [(4, 1, 1)]
    assert orders["refused"].tolist() == [False] * 3 + [True] * 6
    assert orders["delivered"].notna().tolist() == [True] * 3 + [False] * 6


@pytest.mark.parametrize("engine", ENGINES)
def test_the_orders_of_who_is_suspended_go_to_the_next_nominee(engine):
    contract = {"sources": 1, "review": DAILY | {"warnings": 0, "suspended": "3 days"}}
    smes = {"a": {}, "b": {}}
    placed = given_to(supplied(contract, daily([3] * 3 + [1] * 6), smes=smes), engine)
    first = placed[0][1]

    assert [sme for _, sme in placed] == [first] * 3 + [1 - first] * 3 + [first] * 3


def test_too_few_orders_say_nothing_and_older_ones_do_not_count():
    scenario = supplied({"review": DAILY | {"window": "3 days", "at_least": 3}}, daily([1] * 6))

    assert told(scenario) == [(6, 3, 0), (7, 3, 0), (8, 3, 0), (9, 3, 0)]


def test_orders_from_before_a_miss_do_not_count_again():
    scenario = supplied({"review": DAILY | {"window": "3 days", "warnings": 5}}, daily([3, 1, 1, 1, 1]))

    assert told(scenario) == [(4, 1, 1), (5, 1, 0), (6, 2, 0), (7, 3, 0), (8, 3, 0), (9, 2, 0), (10, 1, 0)]


@pytest.mark.parametrize(
    ("target", "is_missed"),
    [
        ({"delivered_ppm": 400_000}, True),
        ({"delivered_ppm": 600_000}, False),
        ({"in_full": 1}, True),
        ({"in_full": 0}, False),
    ],
)
def test_a_review_asks_for_full_orders_and_for_good_pieces(target, is_missed):
    """Half of the pieces are bad and none is found, so that no order is full."""
    routing = {"make": {"workshop": "none", "per_piece": "1 min"}}
    components = {"pin": {"routing": routing, "reject_rate": 0.5, "detection": 0}}
    terms = {"rejects": "short", "review": {"dates": {"dates": ["2024-01-15"]}, "window": "30 days"} | target}
    (_, orders, rung), *more = told(supplied(terms, daily([200] * 10), components=components))

    assert (orders, rung, more) == (10, int(is_missed), [])


@QUICK
@pytest.mark.parametrize("block", range(2))
def test_a_review_counts_as_the_kpis_do(block, engine):
    judged = 0
    for seed in range(30 * block, 30 * block + 30):
        tree = random_tree(seed, ties=seed % 2 == 0)
        for partner in tree["partners"].values():
            if "review" in partner["contract"]:
                partner["contract"]["review"] |= {"on_time": "50 %", "in_full": "0 %", "delivered_ppm": 1e6}
        for channel in tree.get("channels", {}).values():
            channel.pop("split_above", None)  # of which reviews count the parts
        one = tk.simulate(reading.scenario_from(tree), seed=seed, engine=engine)
        x, orders, kept, smes = one.instance, one.tables.orders, one.kept, one.tables.smes()
        last_miss = {}
        for time, stream, sme, count, is_missed, *_ in zip(*one.verdicts, strict=True):
            first = max(time - x.judged_over[stream], last_miss.get((stream, sme), 0))
            counts = (orders.stream == stream) & (smes == sme) & (kept.latest >= first) & (kept.latest < time)
            assert (count, is_missed) == (counts.sum(), kept.is_on_time[counts].mean() < 0.5), seed
            judged += 1
            if is_missed:
                last_miss[stream, sme] = time

    assert judged > 20


@QUICK
@pytest.mark.parametrize("block", range(2))
def test_what_asks_for_nothing_changes_nothing(block, engine):
    reviews = 0
    for seed in range(30 * block, 30 * block + 30):
        tree = random_tree(seed, ties=seed % 2 == 0)
        for partner in tree["partners"].values():
            partner["contract"].pop("gate", None), partner["contract"].pop("review", None)
        _, without = run(reading.scenario_from(tree), ENGINES[engine], seed=seed)
        for partner in tree["partners"].values():
            partner["contract"]["gate"] = {"score": 0, "qualification": "9 days"}
            if "due" in partner["contract"] and "circulating" not in partner["orders"]:
                nothing = {
                    "dates": {"every": "7 h"},
                    "window": "90 h",
                    "on_time": 0,
                    "in_full": 0,
                    "delivered_ppm": 1e6,
                }
                partner["contract"]["review"] = nothing
        _, log = run(reading.scenario_from(tree), ENGINES[engine], seed=seed)
        is_review = log["kind"] == REVIEW
        assert np.array_equal(log[~is_review], without), seed
        assert not log["next"][is_review].any()
        reviews += is_review.sum()

    assert reviews > 200


@QUICK
def test_nobody_gets_orders_of_a_partner_that_has_suspended_it(engine):
    spans = 0
    for seed in range(60):
        x, log = run(reading.scenario_from(random_tree(seed, ties=seed % 2 == 0)), ENGINES[engine], seed=seed)
        found, allots = verdicts(x, log), log[(log["kind"] == ALLOT) & (log["order"] < FIRST_BORN)]
        for time, stream, sme, until in zip(found.time, found.stream, found.sme, found.until, strict=True):
            is_in = (allots["time"] >= time) & (allots["time"] < until) & (x.stream[allots["order"]] == stream)
            assert sme not in allots["place"][is_in], seed
            spans += until > time

    assert spans > 10


@QUICK
def test_with_independent_orders_the_chance_of_a_miss_is_binomial(engine):
    """Twenty orders a review of which each is on time with 85 percent; 80 percent of them must be."""
    made = {"workshop": "none", "setup": {"discrete": {"1 h": 85, "30 h": 15}}}
    review = {"dates": {"every": "5 days"}, "window": "5 days", "on_time": 0.8, "warnings": 100, "ended": False}
    scenario = supplied(
        {"due": "0 h", "review": review},
        {"every": "6 h"},
        components={"pin": {"routing": {"make": made}}},
        time={"first_day": "2024-01-01", "last_day": "2043-12-31"},
    )
    found = tk.simulate(scenario, engine=engine).verdicts
    chance = stats.binom.cdf(15, 20, 0.85)

    assert (found.orders[1:] == 20).all()
    assert len(found.time) > 1400
    assert stats.binomtest(int(found.is_missed[1:].sum()), len(found.time) - 1, chance).pvalue > 0.01


# ---- gates


def spans_of(scenario, stream=0):
    """Returns from when to when each SME is qualified for a partner, in days since time 0."""
    x = lower(scenario, Draws(1, 0))
    smes = len(x.opens)
    groups = [slice(*x.first_qualified[stream * smes + s :][:2]) for s in range(smes)]
    return [list(zip(x.qualified[g] / DAY, x.unqualified[g] / DAY, strict=True)) for g in groups]


def mentored(gate, firm=None, programme=None):
    """Firms whose score rises by 2,000 each month from 15 April to 8,000 on 15 June."""
    five = {"firms": ["s"], "from": "2024-03-15", "months": 3, "reached": 8000} | (programme or {})
    return supplied({"gate": gate}, smes={"s": {"score": 2000} | (firm or {})}, programmes={"five": five}, time=MONTHS)


def day(date):
    return (pd.Timestamp(date) - pd.Timestamp("2024-01-01")).days


def test_who_reaches_the_gate_later_is_asked_when_it_is_qualified():
    scenario = mentored({"score": 6000, "qualification": "10 days"})

    assert spans_of(scenario) == [[(day("2024-05-25"), NEVER / DAY)]]
    placed = given_to(scenario)
    assert {sme for on, sme in placed if on <= day("2024-05-25")} == {-1}
    assert {sme for on, sme in placed if on > day("2024-05-25")} == {0}


def test_who_reaches_the_gate_as_the_run_begins_waits_for_nothing():
    assert spans_of(mentored({"score": 2000, "qualification": "10 days"})) == [[(0, NEVER / DAY)]]


def test_who_falls_below_the_gate_is_not_asked_any_more():
    fades = {"half_life": "2 months"}

    assert spans_of(mentored({"score": 7000}, programme=fades)) == [[(day("2024-06-15"), day("2024-07-15"))]]
    assert spans_of(mentored({"score": 7000, "qualification": "30 days"}, programme=fades)) == [[]]


def test_how_long_qualification_takes_is_drawn_for_each_pair():
    scenario = mentored({"score": 6000, "qualification": {"uniform": ["0 days", "60 days"]}}, {"count": 4})
    starts = [start for ((start, _),) in spans_of(scenario)]

    assert len(set(starts)) == 4
    assert min(starts) > day("2024-05-15")
    assert max(starts) < day("2024-07-14")


def test_spans_are_those_in_which_scores_reach_the_gate():
    draw = np.random.default_rng(5)
    for _ in range(200):
        reaches = draw.random((draw.integers(1, 9), draw.integers(1, 4))) < 0.6
        moments = 10 * np.arange(len(reaches))
        found = list(zip(*(column.tolist() for column in _spans(reaches, moments)), strict=True))
        for k, column in enumerate(reaches.T):
            own = [row for row in found if row[0] == k]
            held = [any(start <= t < end for _, start, end, _ in own) for t in moments]
            assert held == column.tolist()
            assert all(a[2] < b[1] for a, b in pairwise(own))
            assert [row[3] for row in own] == list(range(-1 if column[0] else 0, len(own) - (1 if column[0] else 0)))


# ---- what is shown of them


def test_the_table_of_reviews_says_who_when_and_what_follows():
    scenario = supplied({"review": DAILY | {"suspended": "3 days"}}, daily([3, 3, 1, 1, 1, 1, 1, 3]))
    frame = tk.simulate(scenario).reviews

    assert frame["standing"].tolist() == ["warned", "suspended", "ended"]
    assert frame["partner"].unique().tolist() == ["p"]
    assert frame["sme"].unique().tolist() == ["estate"]
    assert [f"{time:%d}" for time in frame["until"].dropna()] == ["04", "08"]
    assert frame["missed"].all()


def test_a_run_keeps_the_reviews_of_all_replications(tmp_path):
    scenario = supplied({"review": DAILY | {"suspended": "3 days"}}, daily([3, 3, 1, 1, 1, 1, 1, 3]))
    outcome = runs.carry_out(runs.Plan(scenario, 2, 1, out=tmp_path))

    reviews = outcome.told.reviews

    assert reviews["replication"].tolist() == [0, 0, 0, 1, 1, 1]
    assert reviews["standing"].tolist() == 2 * ["warned", "suspended", "ended"]
    pd.testing.assert_frame_equal(runs.opened(outcome.plan.folder).told.reviews, reviews)


def test_kpis_count_pairs_of_a_partner_and_an_sme():
    smes = {"a": {"score": 5000}, "b": {"score": 7000}, "c": {}}
    partners = {
        "gated": {"gate": {"score": 6000}},
        "strict": {"review": DAILY | {"warnings": 0, "suspended": "4 days", "ended": False}, "suppliers": ["a"]},
    }
    routing = {"make": {"workshop": "none", "per_piece": "20 h"}}
    parts = {
        name: {"orders": daily([3] * 4), "components": {"pin": 1}, "contract": {"due": "1 day"} | contract}
        for name, contract in partners.items()
    }
    tree = plain_tree(smes=smes, components={"pin": {"routing": routing}}, partners=parts)
    kpis = tk.simulate(reading.scenario_from(tree)).kpis()

    assert kpis["qualified"] == pytest.approx(1 / 3)
    assert kpis["qualified[sme=b]"] == 1
    assert kpis["qualified[sme=c]"] == 0
    assert np.isnan(kpis["qualified[partner=strict]"])
    assert kpis["suspended"] == kpis["suspended[sme=a]"] == pytest.approx(4 / 20)
    assert np.isnan(kpis["suspended[sme=b]"])
    assert kpis["reviews_missed"] == kpis["reviews_missed[partner=strict]"] == 1


# ---- mistakes


@pytest.mark.parametrize(
    ("contract", "orders", "said"),
    [
        ({"gate": {"score": 6000}}, None, "gate.score: a gate on scores where no SME has a score, got 6000"),
        ({"review": DAILY}, {"circulating": 2}, "review: reviews of orders in circulation, got 2"),
        ({"due": None, "review": DAILY}, None, "review: no due date to be reviewed by"),
        ({"review": {"dates": {"every": "1 day"}, "window": "1 day"}}, None, "review: nothing that is reviewed"),
        ({"review": DAILY | {"warnings": 0, "ended": False}}, None, "review: nothing follows a review"),
    ],
)
def test_what_cannot_be_supervised_is_refused(contract, orders, said):
    with pytest.raises(ScenarioError, match=f"partners.p.contract.{said}"):
        supplied(contract, orders)


def test_the_least_and_the_most_that_can_be_asked_are_whole_parts_per_million():
    review = DAILY | {"on_time": "99.5 %", "in_full": "100 %", "delivered_ppm": 50}
    x = lower(supplied({"review": review}), Draws(1, 0))

    assert (x.least_on_time[0], x.least_in_full[0], x.most_escaped[0]) == (995_000, PPM, 50)
