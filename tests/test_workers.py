"""Law 6: the same scenario and seed give the same bytes for any number of workers and any executor."""

import multiprocessing
import os
import pickle
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from takarusim.experiments.execution import Execution
from takarusim.experiments.run import map_replications, replicate
from takarusim.scenario.assumptions import Variation
from takarusim.scenario.prepared import prepare


class Backwards(Executor):
    """Does what it is given last first."""

    def __init__(self):
        self.tasks = []
        self.timer = None

    def submit(self, function, /, *arguments, **keywords):
        future = Future()
        self.tasks.append((future, function, arguments, keywords))
        if self.timer:
            self.timer.cancel()
        self.timer = threading.Timer(0.2, self.work)
        self.timer.start()
        return future

    def work(self):
        for future, function, arguments, keywords in reversed(self.tasks):
            future.set_result(function(*arguments, **keywords))


def tables(replication):
    frames = (replication.orders, replication.operations, replication.ledger)
    return [frame.to_csv().encode() for frame in frames]


def found(scenario, engine, **how):
    responses = replicate(scenario, 5, engine=engine, **how)
    return (
        responses.values.tobytes(),
        responses.to_frame().to_csv(),
        map_replications(tables, scenario, 3, engine=engine, **how),
    )


@pytest.mark.parametrize(("engine", "jobs"), [("simpy", 1), ("simpy", 2), ("compiled", 3), ("auto", None)])
def test_the_number_of_workers_changes_no_byte(small_scenario, engine, jobs):
    assert found(small_scenario, engine, jobs=jobs) == found(small_scenario, "compiled", jobs=1)


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_the_executor_changes_no_byte(small_scenario, pool):
    with pool(2) as executor:
        assert found(small_scenario, "simpy", executor=executor) == found(small_scenario, "simpy")


def test_the_order_of_completion_changes_no_byte(small_scenario):
    responses = replicate(small_scenario, 5, executor=Backwards())

    assert responses.values.tobytes() == replicate(small_scenario, 5).values.tobytes()


def test_other_seeds_and_replications_differ(small_scenario):
    first, second = map_replications(tables, small_scenario, [0, 1])

    assert first != second
    assert map_replications(tables, small_scenario, [0], seed=2) != [first]


def where(_):
    return os.getpid(), threading.get_ident()


@pytest.mark.skipif(multiprocessing.get_all_start_methods()[0] != "fork", reason="no process is forked here")
def test_tasks_that_share_nothing_go_to_processes_where_one_can_be_forked():
    def places(engine="auto", own=None):
        with Execution(1, 4, engine, jobs=2, own=own or {}).at_work(apart=True) as at_work:
            return {process for process, _ in at_work.map(where, range(4))}

    assert os.getpid() not in places()
    assert places(lambda x: x) == {os.getpid()}  # a function that no process can be sent
    assert places(own={"rows": lambda one: len(one.log)}) == {os.getpid()}
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(places).result() == {os.getpid()}  # a fork beside other threads may never end


@pytest.mark.parametrize("made", [prepare, Variation.of])
def test_what_tasks_share_is_sent_in_the_same_bytes_and_made_once(small_scenario, made):
    shared = made(small_scenario)
    first, second = (pickle.loads(pickle.dumps((shared, number))) for number in range(2))  # noqa: S301  our own

    assert first[0] is second[0]
    assert first[0] is not shared
    assert type(first[0]) is type(shared)
    assert first[0].scenario == small_scenario
