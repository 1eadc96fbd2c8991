"""Turns: lowering and counting wait for another's turn, engines and the reading of logs do not; forks begin anew."""

import multiprocessing
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from threading import Event

import pytest

from cases import plain_tree
from takarusim.engine import kernel
from takarusim.engine.turns import turn
from takarusim.experiments import run
from takarusim.kpis import kpis
from takarusim.lowering import lowering
from takarusim.lowering.draws import Draws
from takarusim.outcome.replication import Replication, Window, window_of
from takarusim.scenario import reading
from takarusim.scenario.prepared import prepare

SCENARIO = reading.scenario_from(plain_tree())


def replication():
    """Returns a replication whose log is not read yet."""
    x = lowering.lower(SCENARIO, Draws(1), 64)
    return Replication(prepare(SCENARIO), 1, 0, window_of(SCENARIO), lowering.names(SCENARIO), x, kernel.simulate(x))


@pytest.mark.parametrize("step", ["lowering", "counting"])
def test_a_step_that_python_runs_waits_for_its_turn(step):
    one = replication()
    steps = {
        "lowering": lambda: repr(run.simulate(SCENARIO, seed=1).log),
        "counting": lambda: repr(kpis.evaluate(one)),
    }
    expected = steps[step]()
    with ThreadPoolExecutor(1) as pool:
        with turn():
            waiting = pool.submit(steps[step])
            with pytest.raises(NotYet):
                waiting.result(0.2)

        assert waiting.result(60) == expected


def test_engines_and_the_reading_of_logs_run_in_anyones_turn():
    seen = []

    def engine(x):
        seen.append(turn().locked())
        return kernel.simulate(x)

    one = replication()
    with ThreadPoolExecutor(1) as pool, turn():
        counted = pool.submit(kpis.evaluate, one)
        with pytest.raises(NotYet):
            counted.result(0.2)
        assert "tables" in vars(one)  # cached: read before it waited
    run.simulate(SCENARIO, seed=1, engine=engine)

    assert seen == [False]
    assert not turn().locked()


def test_a_failed_step_ends_its_turn():
    with pytest.raises(TypeError):
        kpis.evaluate(replication(), window=Window(None, None))

    assert not turn().locked()


def exit_code(run, *given):
    """Returns how a forked process ends that runs a function: 0 when it does in time."""
    forked = multiprocessing.get_context("fork").Process(target=run, args=given)
    forked.start()
    forked.join(60)
    forked.kill()
    return forked.exitcode


@pytest.mark.skipif(sys.platform == "win32", reason="processes are not forked there")
def test_a_process_forked_in_anothers_turn_begins_with_one_of_its_own():
    with turn():
        assert exit_code(run.replicate, SCENARIO, 2) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="processes are not forked there")
def test_a_process_forked_while_another_thread_makes_something_once_makes_it_itself():
    parent, begun, goes_on, prepared = os.getpid(), Event(), Event(), prepare(SCENARIO)

    def slow(_):
        begun.set()
        assert os.getpid() != parent or goes_on.wait(120)
        return "made"

    with ThreadPoolExecutor(1) as pool:
        making = pool.submit(prepared.once, slow)
        assert begun.wait(60)
        code = exit_code(prepared.once, slow)
        goes_on.set()

    assert (code, making.result()) == (0, "made")
