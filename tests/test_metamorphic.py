"""What must not, or must exactly, change when a scenario is written or scaled differently."""

from copy import deepcopy
from itertools import pairwise

import numpy as np
import pytest

from cases import SCENARIOS, random_tree
from conftest import ENGINES
from laws import run
from takarusim.engine.instance import DAY, DOWN, FINISH, HOLD, MATCH, NEVER, PREEMPT, START, UP, Instance, Short
from takarusim.experiments.run import replicate
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.outcome.chronicle import tabulate
from takarusim.scenario.reading import read_scenario, scenario_from, with_values

SEEDS = [*range(20), *(pytest.param(k, marks=pytest.mark.thorough) for k in range(1000, 1300))]

# Times of an Instance that double with the clock, and those of a half-finished kind.
TIMES = (
    *(
        "placed",
        "due",
        "setup",
        "per_piece",
        "opens",
        "shuts",
        "most_work",
        "terms",
        "opened",
        "closed",
        "epoch",
        "life",
        "repair",
        "lead",
        "quoted",
        "single_lead",
    ),
    *("fallback_lead", "fallback_quoted", "review", "departure", "arrival", "close", "reopen", "closed_before"),
    *("hold", "late", "planned", "match", "match_begins", "moved"),
    *("qualified", "unqualified", "judged", "judged_over", "early", "rung"),
)


def doubled(x: Instance) -> Instance:
    """Returns an Instance in which everything takes twice as long."""
    given = {name: getattr(x, name) for name in TIMES}
    times = {name: np.where((ms < 0) | (ms >= NEVER), ms, 2 * ms) for name, ms in given.items()}
    travel = np.repeat(2 * x.travel, 2, axis=1)  # a day's draws hold for two
    first = [
        k + np.searchsorted(times["close"][k:end], np.arange(2 * x.first_of_day.shape[1]) * DAY)
        for k, end in pairwise(x.first_closed)
    ]
    return x._replace(**times, first_of_day=np.array(first), travel=travel, horizon=2 * x.horizon)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ENGINES)
def test_twice_the_times_make_twice_the_log(seed, name):
    tree = random_tree(seed, ties=True)
    for sme in tree["smes"].values():  # what is rounded to whole ms does not double
        sme.pop("wear_factor", None)
        sme.pop("overtime", None)  # nor the end of a day
    for change in tree.get("changes", {}).values():
        change["times"] = {path: by for path, by in change.get("times", {}).items() if not path.endswith("wear_factor")}
    for workshop in tree["workshops"].values():  # nor the critical ratio where no work is left: due over 1 ms
        workshop["queue"] = workshop["queue"].replace("critical_ratio", "edd")
    tree["rules"]["crew_queue"] = tree["rules"]["crew_queue"].replace("critical_ratio", "edd")
    for partner in tree["partners"].values():  # nor the day at whose end an order born in the run is due
        if "circulating" in partner["orders"]:
            partner["contract"].pop("due", None)
            partner["contract"].pop("hold", None)
    x, log = run(scenario_from(tree), ENGINES[name], seed=seed, rows=512)

    again = ENGINES[name](doubled(x))
    log = log.copy()
    log["time"] *= 2
    worked = np.isin(log["kind"], (FINISH, UP, DOWN, START, PREEMPT, HOLD, MATCH)) & (log["amount"] >= 0)
    log["amount"][worked] *= 2

    assert np.array_equal(again, log)


def backwards(value):
    """Returns a tree with every mapping written from its end to its beginning, but for routings: their order counts."""
    if not isinstance(value, dict):
        return value
    return {k: v if k in {"routing", "discrete"} else backwards(v) for k, v in reversed(value.items())}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_file_written_backwards_makes_the_same_log(seed):
    tree = random_tree(seed, ties=seed % 2 == 0)
    _, log = run(scenario_from(tree), ENGINES["compiled"], seed=seed)
    _, again = run(scenario_from(backwards(tree)), ENGINES["compiled"], seed=seed)

    assert log.tobytes() == again.tobytes()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_nobody_uses_changes_nothing(seed):
    tree = random_tree(seed, ties=seed % 2 == 0)
    more = deepcopy(tree)
    more["workshops"]["Z"] = {"units": 3, "failures": {"life": {"exponential": "9 h"}, "repair": "1 h"}}
    more["components"]["zz"] = {"routing": {"o": {"workshop": "Z"}}, "material": "zinc", "mass": "1 g"}
    more["materials"]["zinc"] = {"opening": "0 g"}
    more["lanes"]["zz"] = {"travel": "1 h", "departures": {"weekdays": ["monday"]}}
    more["calendars"]["zz"] = {"hours": {"monday": "00:00-01:00"}}
    _, log = run(scenario_from(tree), ENGINES["compiled"], seed=seed)
    _, again = run(scenario_from(more), ENGINES["compiled"], seed=seed)

    assert np.array_equal(log, again)


@pytest.mark.parametrize("seed", SEEDS)
def test_longer_tables_of_draws_change_nothing(seed):
    scenario = scenario_from(random_tree(seed, ties=seed % 2 == 0))
    _, log = run(scenario, ENGINES["compiled"], seed=seed, rows=4)

    assert np.array_equal(ENGINES["compiled"](lower(scenario, Draws(seed, 0), 1024)), log)


def test_a_table_that_is_too_short_is_an_error_not_a_guess(engine):
    seen = 0
    for seed in range(12):
        x = lower(scenario_from(random_tree(seed, ties=True)), Draws(seed, 0), 1)
        try:
            engine(x)
        except Short:
            seen += 1

    assert seen > 0


def test_unlimited_crews_make_no_claim():
    tree = random_tree(4, ties=True)
    for sme in tree["smes"].values():
        sme.pop("crews", None)
        sme.pop("overtime", None)
    x, log = run(scenario_from(tree), ENGINES["compiled"])

    assert len(tabulate(x, log).holds.sme) == 0
    assert (log["kind"] == START).any()


def test_who_never_visits_a_type_loses_nothing_when_it_is_all_but_closed():
    whole = read_scenario(SCENARIOS / "lik-takaru.yaml", ["time.last_day=2024-12-31"])
    no_limit = {f"smes.{name}.most_work": None for name in whole.smes}  # else who waits for A refuses what does not
    by_lot = {f"channels.{name}.by": "lottery" for name in whole.channels}
    base = with_values(whole, no_limit | by_lot)
    closed = with_values(base, {"workshops.A.units": 1, "workshops.A.let": 1})
    visit = {
        name
        for name, component in base.components.items()
        if "A" in {o.workshop.value for o in component.routing.values()}
    }
    never = [name for name, partner in base.partners.items() if not visit & set(partner.components)]
    before, after = (replicate(scenario, 3, seed=1) for scenario in (base, closed))

    assert never
    assert after.of("otif").mean() < before.of("otif").mean() - 0.1
    for name in never:
        kpi = f"otif[partner={name}]"
        assert after.of(kpi).mean() > before.of(kpi).mean() - 0.03
