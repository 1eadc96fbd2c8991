"""Runs of an engine: one replication, or many in any order with the same results.

`simulate` is a pure function of scenario, seed and replication. `each` maps a function over replications, serially, on
processes, on threads or on any executor; `replicate` evaluates the KPIs of each.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from takarusim import __version__
from takarusim.engine.instance import DAY, Instance, Short
from takarusim.engine.turns import turn
from takarusim.errors import EngineError, ExperimentError
from takarusim.experiments import provenance
from takarusim.experiments.memory import keep_freed
from takarusim.kpis import kpis
from takarusim.lowering import lowering
from takarusim.lowering.draws import Draws
from takarusim.outcome.replication import Replication, Window, window_of
from takarusim.scenario import calendars, reading
from takarusim.scenario.once import once
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import warmup
from takarusim.statistics.responses import Responses, estimate

__all__ = [
    "Replication",
    "Responses",
    "Span",
    "check_replications",
    "each",
    "estimate",
    "replicate",
    "simulate",
    "span",
    "warm_up",
]

T = TypeVar("T")
Engine = str | Callable[[Instance], NDArray[np.void]]  # "auto", "simpy", "compiled", or any function
Progress = Callable[[int, int], None]  # replications done, of how many

ROWS, MOST_ROWS = 64, 1 << 22  # of tables whose length depends on the run: at first for each year, at most
YEAR = 365 * DAY  # ms
PILOT = 10  # replications from which a warm-up is found


def simulate(
    scenario: Scenario, *, seed: int | None = None, replication: int = 0, engine: Engine = "auto"
) -> Replication:
    """Runs one replication of a scenario.

    Parameters
    ----------
    scenario : Scenario
    seed : int, optional
        The scenario's own when not given.
    replication : int
        Its number, from 0: other draws of the same seed.
    engine : {"auto", "simpy", "compiled"} or a function from an Instance to a log
        All give the same log.

    Returns
    -------
    Replication
        A long run's warm-up is left out of what counts as far as the scenario gives it.

    Raises
    ------
    EngineError
        If the engine fails.
    """
    keep_freed()
    seed, run = scenario.seed if seed is None else seed, _engine(engine)
    rows = ROWS * (1 + calendars.horizon(scenario) // YEAR)
    while True:
        with turn():
            x = lowering.lower(scenario, Draws(seed, replication), rows)
        try:
            log = run(x)
        except Short as short:
            if rows >= MOST_ROWS:
                raise EngineError(_failure(scenario, seed, replication, engine, short)) from short
            rows *= 2
        except Exception as error:
            raise EngineError(_failure(scenario, seed, replication, engine, error)) from error
        else:
            return Replication(scenario, seed, replication, window_of(scenario), lowering.names(scenario), x, log)


def _engine(engine: Engine) -> Callable[[Instance], NDArray[np.void]]:
    if callable(engine):
        return engine
    if engine == "simpy":
        from takarusim import model

        return model.simulate
    if engine in ("auto", "compiled"):
        from takarusim.engine import kernel

        return kernel.simulate
    raise ValueError(f"engine: no such engine, got {engine!r}; auto, simpy, compiled, or a function")


def _failure(scenario: Scenario, seed: int, replication: int, engine: Engine, error: Exception) -> str:
    title = scenario.title if isinstance(scenario.title, str) else next(iter(scenario.title.values()), "")
    name = getattr(engine, "__name__", repr(engine))  # a partial function has none
    command = f"takarusim.simulate(scenario, seed={seed}, replication={replication}, engine={name})"
    return f"{title or 'scenario'}: seed {seed}, replication {replication}: {type(error).__name__}: {error}; {command}"


# ---- many replications


def check_replications(replications: int) -> None:
    """Refuses what is no number of replications of an experiment."""
    if not isinstance(replications, int) or replications < 1:
        raise ExperimentError(f"replications: at least 1, got {replications!r}")


@contextmanager
def workers(engine: Engine, jobs: int | None = 1, executor: Executor | None = None) -> Iterator[Executor | None]:
    """Yields what tasks run on: the executor that is given, or workers of its own; none where one is enough.

    Processes for SimPy, threads for other engines, whose compiled code lets go of the interpreter.
    """
    count = jobs or os.cpu_count() or 1
    if executor is not None or count == 1:
        yield executor
    else:
        with (ProcessPoolExecutor if engine == "simpy" else ThreadPoolExecutor)(count) as pool:
            yield pool


def each(
    what: Callable[[Replication], T],
    scenario: Scenario,
    replications: int | Sequence[int] = 30,
    *,
    seed: int | None = None,
    engine: Engine = "auto",
    jobs: int | None = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[T]:
    """Returns what a function makes of each replication, in their order, whichever is done first.

    Parameters
    ----------
    what : function of a Replication
        For processes it must be picklable, as must what it returns.
    scenario : Scenario
    replications : int or sequence of int
        How many, or their numbers.
    seed, engine : as in `simulate`
    jobs : int, optional
        Processes for SimPy, threads for other engines; as many as there are cores when None.
    executor : concurrent.futures.Executor, optional
        Used instead, and left open.
    progress : function, optional
        Called with (replications done, of how many) in this thread.
    """
    numbers = list(range(replications)) if isinstance(replications, int) else list(replications)
    seed = scenario.seed if seed is None else seed
    count = min(jobs or os.cpu_count() or 1, max(1, len(numbers)))
    one = partial(_some, what, scenario, seed, engine)
    with workers(engine, count, executor) as pool:
        if pool is not None:
            return _mapped(one, numbers, pool, count, progress)
    found = []
    for number in numbers:
        found += one([number])
        if progress:
            progress(len(found), len(numbers))
    return found


def _some(
    what: Callable[[Replication], T], scenario: Scenario, seed: int, engine: Engine, numbers: Sequence[int]
) -> list[T]:
    """Returns what a function makes of some replications: one task, which makes the plan of the scenario once."""
    return [what(simulate(scenario, seed=seed, replication=number, engine=engine)) for number in numbers]


def _mapped(
    some: Callable[[Sequence[int]], list[T]],
    numbers: list[int],
    pool: Executor,
    workers: int,
    progress: Progress | None,
) -> list[T]:
    size = max(1, len(numbers) // (4 * workers))
    tasks: dict[Future[list[T]], int] = {
        pool.submit(some, numbers[k : k + size]): k for k in range(0, len(numbers), size)
    }
    found: dict[int, list[T]] = {}
    done = 0
    try:
        for task in as_completed(tasks):
            found[tasks[task]] = task.result()
            done += len(found[tasks[task]])
            if progress:
                progress(done, len(numbers))
    except BaseException:
        for task in tasks:
            task.cancel()
        raise
    return [value for k in sorted(found) for value in found[k]]


def replicate(
    scenario: Scenario,
    replications: int = 30,
    *,
    seed: int | None = None,
    engine: Engine = "auto",
    jobs: int | None = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Responses:
    """Runs independent replications of a scenario and evaluates all KPIs of each.

    Parameters
    ----------
    scenario : Scenario
    replications : int
    seed, engine : as in `simulate`
    jobs : int, optional
        Workers: processes for SimPy, threads for other engines; as many as there are cores when None.
    executor : concurrent.futures.Executor, optional
        Used instead, and left open.
    progress : function, optional
        Called with (replications done, of how many) in this thread.

    Returns
    -------
    Responses
        With one point, called `base`. Of a long run without a steady state all values are NaN, and `problem` says why.

    Raises
    ------
    ExperimentError
        If there is no replication.
    """
    check_replications(replications)
    seed = scenario.seed if seed is None else seed
    how: dict[str, Any] = {"seed": seed, "engine": engine, "jobs": jobs, "executor": executor}
    window, problem = span(scenario, replications, **how)
    names = tuple(kpis.names(scenario))
    values = np.full((replications, len(names)), np.nan)
    if not problem:
        values[:] = each(partial(_values, window), scenario, replications, progress=progress, **how)
    made_of: dict[str, str | int] = {
        "takarusim": __version__,
        "sources": provenance.sources(),
        "scenario": _digest(scenario),
        "seed": seed,
        "counted_from_ms": window.start,
    }
    return Responses(("base",), tuple(range(replications)), names, values[None], made_of, problem)


@once
def _digest(scenario: Scenario) -> str:
    """Returns the hash of a scenario."""
    return hashlib.sha256(json.dumps(reading.tree_of(scenario)).encode()).hexdigest()


class Span(NamedTuple):
    """The span that counts."""

    window: Window
    problem: str  # why nothing counts: "no steady state: ..."; "" where something does


def span(scenario: Scenario, replications: int = PILOT, **how: Any) -> Span:
    """Returns the span that counts: of a long run without a stated warm-up, what MSER-5 leaves of it.

    Parameters
    ----------
    scenario : Scenario
    replications : int
        The first ten of them are looked at.
    seed, engine, jobs, executor, progress : as in `each`
    """
    window = window_of(scenario)
    if scenario.time.long_run is None or scenario.time.warm_up is not None:
        return Span(window, "")
    left_out = warm_up(scenario, min(PILOT, replications), **how)
    return Span(Window(min(window.start + left_out.time, window.end), window.end), left_out.problem)


def _values(window: Window, replication: Replication) -> NDArray[np.float64]:
    return np.array(list(kpis.evaluate(replication, window).values()))


def warm_up(scenario: Scenario, replications: int = PILOT, **how: Any) -> warmup.WarmUp:
    """Returns what is to be left out at the beginning of a long run, by MSER-5 over some replications.

    Parameters
    ----------
    scenario : Scenario
    replications : int
    seed, engine, jobs, executor, progress : as in `each`
    """
    return warmup.warm_up(each(warmup.series, scenario, replications, **how), warmup.period_of(scenario))
