"""In which worlds a scenario does what is asked: known boxes of groups, in folders, words, JSON and a figure."""

import json
from functools import cache

import numpy as np
import pytest
from typer.testing import CliRunner

from takarusim.briefing import robust
from takarusim.briefing.objects import to_dict
from takarusim.commands.application import app
from takarusim.errors import ExperimentError
from takarusim.experiments.across import Across
from takarusim.experiments.compare import compare
from takarusim.experiments.requirement import Requirement
from takarusim.experiments.where import example, where
from takarusim.results import comparisons
from takarusim.results.ensembles import worlds
from takarusim.scenario import reading

GUESS = {"source": "assumption"}
SERVICE = "components.piece.routing.serve.per_piece"
ORDERS = "partners.world.orders.every"


@cache
def queue(demand=1.0):
    """Returns a queue that is busy or not, by assumption; prices and wages that are assumed change no time."""
    per_piece = {"exponential": "40 min", "low": "20 min", "high": "60 min", **GUESS}
    every = {"exponential": "1 h", "low": "50 min", "high": "80 min", **GUESS}
    price = {"value": "Rp 1,000", "low": "Rp 500", "high": "Rp 2,000", **GUESS}
    return reading.scenario_from(
        {
            "title": {"en": "A queue", "id": "Antrean"},
            "time": {"first_day": "2024-01-01", "last_day": "2024-01-31"},
            "workshops": {"counter": {"units": 1}},
            "components": {
                "piece": {"price": price, "routing": {"serve": {"workshop": "counter", "per_piece": per_piece}}}
            },
            "partners": {
                "world": {
                    "demand": demand,
                    "orders": {"every": every},
                    "components": {"piece": 1},
                    "contract": {"due": "2 h"},
                }
            },
        }
    )


@cache
def ensemble():
    return worlds(queue(), 48, seed=3)


def made(added, groups=("a", "b", "c")):
    """Returns worlds in which a scenario adds so much to what is served, by the draws of the groups."""
    factors = np.random.default_rng(2).standard_normal((120, len(groups)))
    values = np.stack([np.full(120, 0.5), 0.5 + added(factors)], axis=1)[..., None, None]
    return Across("id", ("base", "other"), tuple(range(120)), groups, factors, ("served",), values)


# --- what is found


def test_it_is_told_of_groups_where_the_requirement_is_met():
    found = where(
        made(lambda x: -0.1 * (x[:, 0] > 0.3) * (x[:, 2] < 0.5)), "other", Requirement.parsed("served <= base - 0.05")
    )
    ends = {one.group: (one.low, one.high) for one in found.conditions}

    assert ends["a"] == (pytest.approx(0.3, abs=0.2), np.inf)
    assert ends["c"] == (-np.inf, pytest.approx(0.5, abs=0.2))
    assert (found.cases, found.n) == (found.box.cases + found.outside[0], found.box.n + found.outside[1])


def test_a_world_without_a_value_is_no_case_and_no_other():
    found = where(
        made(lambda x: np.where(x[:, 1] > 1, np.nan, x[:, 0])), "other", Requirement.parsed("served >= base + 0")
    )

    assert found.n == (~np.isnan(found.margins)).sum() < 120
    assert found.cases == (found.margins >= 0).sum()


def test_a_requirement_without_base_is_of_the_scenario_itself():
    found = where(made(lambda x: 0.1 * x[:, 0]), "other", Requirement.parsed("served >= 0.55"))

    assert found.conditions[0].low == pytest.approx(0.5, abs=0.15)


def test_nothing_is_claimed_where_groups_tell_nothing():
    luck = np.random.default_rng(9).standard_normal(120)
    found = where(made(lambda _: luck), "other", Requirement.parsed("served >= base + 0"))

    assert (found.conditions, found.box) == ((), None)
    assert 40 < found.cases < 80


def test_a_queue_that_is_slow_suffers_from_more_orders():
    """What is served falls where orders are long to serve; the price of a piece says nothing."""
    found = compare(
        {"today": queue(), "busier": queue(1.3)}, 2, seed=1, worlds=ensemble(), where="served <= base - 0.05"
    ).wheres["busier"]

    assert found.conditions[0].group == SERVICE
    assert found.conditions[0].high == np.inf
    assert {one.group for one in found.conditions} <= {SERVICE, ORDERS}
    assert found.box.density > 0.7 > found.outside[0] / found.outside[1]


# --- what is asked in vain


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("served", "not a requirement"),
        ("servd <= base - 0.05", "no such KPI"),
        ("served <= base", "there are no worlds"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked, told):
    how = {} if "worlds" in told else {"worlds": ensemble()}
    with pytest.raises(ExperimentError, match=told):
        assert compare({"today": queue(), "busier": queue(1.3)}, 2, seed=1, where=asked, **how).wheres


def test_an_example_shows_a_number_at_a_draw():
    path, slow, is_larger = example(queue(), SERVICE, 1.644854)

    assert (path, slow, is_larger) == (SERVICE, "exponential 60 min", True)
    assert example(queue(), ORDERS, -1.644854)[1:] == ("exponential 0.833 h", True)
    assert example(queue(), "nothing", 0.0) is None


# --- how it is kept and told


@pytest.mark.parametrize(
    ("asked", "en", "id_"),
    [
        ("served <= base - 0.05", "falls by 5.0 percentage points or more", "turun 5,0 poin persen atau lebih"),
        ("served >= base + 0.1", "rises by 10.0 percentage points or more", "naik 10,0 poin persen atau lebih"),
        ("served >= base - 0.02", "falls by 2.0 percentage points at most", "turun paling banyak 2,0 poin persen"),
        ("lead_time_mean <= base + 3", "rises by 3.0 days at most", "naik paling banyak 3,0 hari"),
        ("lead_time_mean <= 30", "≤ 30 days", "≤ 30 hari"),
        ("served >= 90 %", "≥ 90%", "≥ 90%"),
    ],
)
def test_a_requirement_is_told_in_words(asked, en, id_):
    assert Requirement.parsed(asked).told("en").endswith(en)
    assert Requirement.parsed(asked).told("id").endswith(id_)


def test_it_is_kept_told_and_drawn(tmp_path):
    scenarios = {"today": queue(), "busier": queue(1.3)}
    plan = comparisons.Plan(scenarios, 1, 2, out=tmp_path, worlds=ensemble().id, where="served <= base - 0.05")
    first = comparisons.carry_out(plan, ensemble=ensemble())
    again = comparisons.opened(plan.folder)
    told = json.loads(json.dumps(to_dict(again.comparison), allow_nan=False))["where"]
    box = first.comparison.wheres["busier"].box

    assert again.comparison.wheres["busier"].conditions == first.comparison.wheres["busier"].conditions
    assert told["requirement"] == plan.where
    assert told["scenarios"]["busier"]["box"]["n"] == box.n
    assert plan.id != comparisons.Plan(scenarios, 1, 2, out=tmp_path, worlds=ensemble().id).id
    assert f"--where={plan.where}" in comparisons.command(plan)
    for language, counts in (("en", f"in {box.cases} of {box.n} worlds"), ("id", f"di {box.cases} dari {box.n}")):
        (said,) = (each for each in robust.sentences(again, language) if counts in each and "100" in each)
        drawn = CliRunner().invoke(app, ["plot", str(plan.folder), "--figure", "where", "--lang", language])

        assert SERVICE not in said  # people read what it is called
        assert " ≥ exponential" in robust.conditions(again.comparison, "busier", language)[0][1]
        assert drawn.stdout.strip().endswith(f"where-busier-{language}.png")


def test_the_command_says_in_which_worlds(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, scenario in (("base", queue()), ("busier", queue(1.3))):
        (tmp_path / f"{name}.yaml").write_text(reading.text_of(scenario))
    CliRunner().invoke(app, ["worlds", "base.yaml", "--worlds", "48", "--name", "mine", "--seed", "3"])
    words = ["compare", "base.yaml", "busier.yaml", "--replications", "2", "--where", "served <= base - 0.05"]
    told, refused = (CliRunner().invoke(app, [*words, *more]) for more in (["--worlds", "mine"], []))

    assert "above all where" in told.stdout.replace("\n", " ")
    assert "chance (p-value)" in told.stdout
    assert refused.exit_code == 2
    assert "there are no worlds" in refused.stderr
