"""Runs: the same results in any order and on any executor; what counts; what fails, and how it says so."""

from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import partial

import numpy as np
import pytest

from cases import plain_tree
from takarusim.engine.instance import Short
from takarusim.errors import EngineError
from takarusim.experiments import run
from takarusim.experiments.execution import Execution
from takarusim.kpis import kpis
from takarusim.scenario import calendars, reading
from takarusim.statistics import warmup
from takarusim.statistics.estimates import mean_interval
from takarusim.statistics.responses import estimate, shift

DAY = 86_400_000
WEEK = 7 * DAY


def estate(**time):
    partner = {"orders": {"every": {"exponential": "2 h"}}, "components": {"pin": 1}, "contract": {"due": "1 day"}}
    tree = plain_tree(partners={"p": partner})
    tree["components"]["pin"]["routing"]["turn"]["per_piece"] = {"exponential": "1 h"}
    tree["time"] |= time
    return reading.scenario_from(tree)


def long_run(weeks, load, **parts):
    """Returns M/M/1 for some weeks, services of an hour."""
    pin = {"routing": {"turn": {"workshop": "A", "per_piece": {"exponential": "1 h"}}}}
    partner = {"orders": {"every": {"exponential": f"{60 / load} min"}}, "components": {"pin": 1}}
    time = {"first_day": "2024-01-01", "long_run": f"{weeks} weeks"}
    return reading.scenario_from(plain_tree(time=time, components={"pin": pin}, partners={"p": partner}, **parts))


# ---- one replication


def test_a_replication_is_made_again_from_scenario_seed_and_number():
    one, again = (run.simulate(estate(), seed=3, replication=2, engine="simpy") for _ in range(2))
    other = run.simulate(estate(), seed=3, replication=3, engine="simpy")

    assert np.array_equal(one.log, again.log)
    assert not np.array_equal(one.log["time"], other.log["time"])


def test_tables_that_run_short_are_lowered_again_with_more_rows():
    tree = plain_tree(
        partners={"p": {"orders": {"circulating": 1, "every": "0 h"}, "components": {"pin": 1}}},
        time={"first_day": "2024-01-01", "last_day": "2024-01-10"},
    )
    replication = run.simulate(reading.scenario_from(tree), engine="simpy")

    assert len(replication.tables.orders.number) == 240  # more than the rows at first
    assert replication.tables.orders.placed.tolist() == [3_600_000 * hour for hour in range(240)]


def test_a_failure_says_what_reproduces_it():
    def broken(x):
        raise KeyError("lot 7")

    with pytest.raises(EngineError) as failure:
        run.simulate(estate(), seed=5, replication=4, engine=broken)

    assert "seed 5, replication 4: KeyError" in str(failure.value)
    assert str(failure.value).endswith("takarusim.simulate(scenario, seed=5, replication=4, engine=broken)")
    assert isinstance(copy(failure.value), EngineError)  # as it comes out of another process


def test_an_engine_without_a_name_fails_for_its_own_reason():
    def broken(x, lot):
        raise KeyError(lot)

    with pytest.raises(EngineError, match=r"KeyError: 7; .*engine=functools\.partial\("):
        run.simulate(estate(), engine=partial(broken, lot=7))


def test_a_table_that_is_always_too_short_is_a_failure(monkeypatch):
    def insatiable(x):
        raise Short("life")

    monkeypatch.setattr(run, "MOST_ROWS", 128)
    with pytest.raises(EngineError, match="Short: life"):
        run.simulate(estate(), engine=insatiable)


def test_an_engine_of_an_unknown_name_is_a_mistake():
    with pytest.raises(ValueError, match="'simpi'"):
        run.simulate(estate(), engine="simpi")


# ---- many


def test_serial_threads_and_processes_give_the_same_bytes():
    serial = run.replicate(estate(), 9, engine="simpy")

    for how in ({"jobs": 2, "engine": "simpy"}, {"jobs": 2, "engine": "compiled"}, {"engine": "compiled"}):
        assert run.replicate(estate(), 9, **how).values.tobytes() == serial.values.tobytes()
    with ThreadPoolExecutor(3) as executor:
        assert run.replicate(estate(), 9, executor=executor) == serial


def test_replications_stay_in_their_order_and_progress_is_told():
    told = []

    def number(replication):
        return replication.number

    found = run.map_replications(
        number, estate(), [4, 0, 7, 2], jobs=2, progress=lambda done, of: told.append((done, of))
    )

    assert found == [4, 0, 7, 2]
    assert told[-1] == (4, 4)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_more_replications_begin_with_the_same_ones():
    few, many = (run.replicate(estate(), n, engine="simpy") for n in (3, 5))

    assert np.array_equal(many.values[:, :3], few.values, equal_nan=True)
    assert few.kpis == tuple(kpis.names(estate()))
    assert few != many


def test_responses_become_a_tidy_frame_and_estimates():
    responses = run.replicate(estate(), 4, engine="simpy")
    frame = responses.to_frame()

    assert list(frame.columns) == ["point", "replication", "kpi", "unit", "value"]
    assert len(frame) == 4 * len(responses.kpis)
    otif = frame[frame["kpi"] == "otif"].sort_values("replication")["value"].to_numpy()
    assert np.array_equal(otif, responses.of("otif"))
    lead_time = responses.of("lead_time_mean")
    found = responses.estimates()["lead_time_mean"]
    assert (found.mean, found.n, found.unit) == (pytest.approx(lead_time.mean()), 4, "day")
    assert found.low < found.mean < found.high
    assert responses.undefined()["crew_load"] == "no open hours of a limited crew"
    with pytest.raises(ValueError, match="no such KPI"):
        responses.of("otiv")


def test_intervals_say_nothing_that_a_kpi_cannot_be():
    share, early, wip = (estimate(kpi, [0.1, 0.9, 0.8]) for kpi in ("otif[kind=auto]", "lateness_mean", "wip"))

    assert 0 < share.low < share.high < 1
    assert early.low < 0
    assert (wip.low, wip.high) == (0, early.high)
    assert shift("otif", mean_interval([0.1, -1.0, -1.0])).low == -1
    assert shift("wip", mean_interval([5.0, -5.0])) == mean_interval([5.0, -5.0])


def test_provenance_names_scenario_seed_and_sources():
    one, same, other = (run.replicate(estate(), 1, seed=seed, engine="simpy") for seed in (1, 1, 2))

    assert one == same
    assert one.provenance["scenario"] == other.provenance["scenario"]
    assert {key for key in one.provenance if one.provenance[key] != other.provenance[key]} == {"seed"}


# ---- the long run


def test_a_given_warm_up_is_left_out():
    scenario = long_run(20, 0.5, smes={}).with_value("time.warm_up", "3 weeks")

    assert run.simulate(scenario, engine="compiled").window == (3 * WEEK, 20 * WEEK)
    assert run.replicate(scenario, 2, engine="compiled").provenance["counted_from_ms"] == 3 * WEEK


def test_a_warm_up_is_found_in_whole_batches_of_weeks():
    found, _ = run.warm_up(long_run(104, 0.5), Execution(long_run(104, 0.5).seed, 5))

    assert found.problem == ""
    assert found.time % (5 * WEEK) == 0
    assert found.time < 52 * WEEK
    assert {len(values) for values in found.series.values()} == {104}


def test_a_load_above_what_can_be_done_has_no_steady_state():
    responses = run.replicate(long_run(60, 1.3), 5, engine="compiled")

    assert responses.problem.startswith("no steady state")
    assert np.isnan(responses.values).all()
    assert responses.undefined()["wip"] == responses.problem


def test_a_long_run_shorter_than_a_week_is_too_short_to_tell():
    short = long_run(12, 0.7).with_value("time.long_run", "3 days")

    assert warmup.series(run.simulate(short, engine="compiled")).busy.shape == (1, 0)
    problem = run.span(short, Execution(short.seed, 2)).problem
    assert problem == "too short to tell a steady state; a long_run of 12 weeks might"  # twice 16 times as long


def test_a_run_too_short_to_tell_is_made_longer_by_itself():
    """At a load of 0.9 a quarter of a year does not tell; what counts then is of the longer run, for all alike."""
    short = long_run(13, 0.9)
    span = run.span(short, Execution(short.seed, 5))

    assert span.problem == ""
    assert 13 * WEEK < span.window.end <= 16 * 13 * WEEK
    assert span.window.end == calendars.horizon(span.prepared.scenario)
    assert run.replicate(short, 5).estimates()["wip"].n == 5
    assert run.span(short, Execution(short.seed, 30)).window == span.window


def test_a_run_with_holidays_stays_as_long_as_it_is():
    """How far holidays are known is not known; a year of two weeks is no year to look at."""
    looked_at = []

    def look(length):
        looked_at.append(length)
        flat = np.ones(length // warmup.YEAR)
        return [warmup.Series(flat, flat, flat, flat[None])] * 5

    found, length = warmup.lengthened(look, warmup.YEAR, warmup.YEAR)

    assert (found.verdict, length, looked_at) == ("short", warmup.YEAR, [warmup.YEAR])


def test_the_weekly_series_are_those_of_the_kpis():
    replication = run.simulate(long_run(12, 0.7), engine="compiled")
    series = warmup.series(replication)
    weeks = [kpis.evaluate(replication, run.Window(k * WEEK, (k + 1) * WEEK)) for k in range(12)]

    assert series.wip == pytest.approx([week["wip"] for week in weeks])
    assert series.busy[0] == pytest.approx([week["utilisation"] for week in weeks])
    assert series.delivered.sum() == (replication.tables.orders.delivered < 12 * WEEK).sum()


def test_a_word_that_is_none_of_its_own_is_refused_by_name():
    with pytest.raises(TypeError, match=r"replicate\(\) got an unexpected keyword argument 'job'"):
        run.replicate(estate(), 1, job=2)
