"""Runs of an engine: one replication, or many in any order with the same results.

`simulate` is a pure function of scenario, seed and replication. `map_replications` maps a function over replications,
serially, on processes, on threads or on any executor; `replicate` evaluates the KPIs of each.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import DAY, Instance, Short
from takarusim.engine.turns import turn
from takarusim.errors import EngineError, TakarusimError
from takarusim.experiments import own, provenance
from takarusim.experiments.execution import Engine, Execution, Progress
from takarusim.experiments.memory import keep_freed
from takarusim.experiments.own import Own
from takarusim.experiments.requirement import BASE
from takarusim.kpis import kpis as registered
from takarusim.kpis.facts import MONTH
from takarusim.lowering import lowering
from takarusim.lowering.draws import Draws
from takarusim.outcome import replication as outcome
from takarusim.outcome.overtime import lived
from takarusim.outcome.replication import Window, window_of
from takarusim.scenario import calendars, reading
from takarusim.scenario.prepared import Given, Prepared, prepare, seed_of
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import warmup
from takarusim.statistics.responses import Responses, estimate

__all__ = [
    "BASE",
    "Failure",
    "Replication",
    "Responses",
    "Span",
    "Task",
    "attempt",
    "estimate",
    "made_of",
    "map_replications",
    "mapped",
    "replicate",
    "responses",
    "simulate",
    "span",
    "warm_up",
]

T = TypeVar("T")

ROWS, MOST_ROWS = 64, 1 << 22  # of tables whose length depends on the run: at first for each year, at most
YEAR = 365 * DAY  # ms
LONG_RUN = "time.long_run"  # the path of its length
PILOT, PILOTS = 10, 1_000_000  # replications from which a warm-up is found, none of which counts, from this number on


class Replication(outcome.Replication):
    """One replication of a scenario: its log, tables, ledger and KPIs.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> one = tk.simulate(scenario, seed=1)
    >>> list(one.ledger)
    ['order', 'partner', 'kind', 'late', 'state', 'cause', 'ms']
    """

    def kpis(self, window: Window | None = None) -> dict[str, float]:
        """Returns all KPIs by name and group, over the span that counts or another one; NaN: undefined."""
        return registered.evaluate(self, window)


def simulate(scenario: Given, *, seed: int | None = None, replication: int = 0, engine: Engine = "auto") -> Replication:
    """Runs one replication of a scenario.

    Parameters
    ----------
    scenario : Scenario
        Or what `prepare` makes of it, where it is run many times: what does not depend on draws is made once then.
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

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> one = tk.simulate(scenario, seed=1)
    >>> bool((one.orders["delivered"] >= one.orders["placed"]).any())
    True
    """
    keep_freed()
    seed = seed_of(scenario, seed)
    prepared, run = prepare(scenario), _engine(engine)
    scenario = prepared.scenario
    rows = ROWS * (1 + calendars.horizon(scenario) // YEAR)
    while True:
        with turn():
            x = lowering.lower(prepared, Draws(seed, replication), rows)
        try:
            log = run(x)
        except Short as short:
            if rows >= MOST_ROWS:
                raise EngineError(_failure(scenario, seed, replication, engine, short)) from short
            rows *= 2
        except Exception as error:
            raise EngineError(_failure(scenario, seed, replication, engine, error)) from error
        else:
            names = lowering.names(prepared)
            return Replication(prepared, seed, replication, window_of(scenario), names, lived(x, log), log)


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


def map_replications(
    function: Callable[[Replication], T],
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
    function : function of a Replication
        For processes it must be picklable, as must what it returns.
    scenario : Scenario
    replications : int or sequence of int
        How many, or their numbers.
    seed, engine, jobs, executor, progress : as in `replicate`

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> tk.map_replications(lambda one: len(one.log) > 0, scenario, 2)
    [True, True]
    """
    numbers = range(replications) if isinstance(replications, int) else list(replications)
    seed = seed_of(scenario, seed)
    return mapped(function, scenario, Execution(seed, max(1, len(numbers)), engine, jobs, executor, progress), numbers)


def mapped(
    function: Callable[[Replication], T],
    scenario: Given,
    execution: Execution,
    numbers: Sequence[int] | None = None,
) -> list[T]:
    """Returns what a function makes of each replication of an execution, or of some other numbers, in their order."""
    numbers = range(execution.replications) if numbers is None else numbers
    found: list[T] = []
    some = partial(_some, function, prepare(scenario), execution.seed, execution.engine)
    with execution.at_work(len(numbers)) as at_work:
        width = min(execution.width, len(numbers))
        size = 1 if at_work.executor is None else max(1, len(numbers) // (4 * width))
        for answer in at_work.map(some, (numbers[k : k + size] for k in range(0, len(numbers), size))):
            found += answer
            execution.told(len(found), len(numbers))
    return found


def _some(
    function: Callable[[Replication], T], prepared: Prepared, seed: int, engine: Engine, numbers: Sequence[int]
) -> list[T]:
    """Returns what a function makes of some replications: one task."""
    return [function(simulate(prepared, seed=seed, replication=number, engine=engine)) for number in numbers]


class Task(NamedTuple):
    """Some replications of one scenario, which may fail."""

    scenario: Given
    seed: int
    replications: tuple[int, ...]  # their numbers
    engine: Engine = "auto"
    window: Window | None = None  # the span that counts; None: what `span` finds over these replications


class Failure(NamedTuple):
    """What a task came to instead of an answer."""

    message: str


def attempt(function: Callable[[Replication, Window], T], task: Task) -> list[T] | Failure:
    """Returns what a function makes of each replication of a task and the span that counts.

    A failure is an answer too, so that it loses no other one; a long run without a steady state is one.
    """
    scenario, seed, numbers, engine, window = task
    prepared = prepare(scenario)
    try:
        if window is None:
            prepared, window, problem, _ = span(prepared, Execution(seed, len(numbers), engine))
            if problem:
                return Failure(problem)
        return _some(lambda one: function(one, window), prepared, seed, engine, numbers)
    except (TakarusimError, ArithmeticError, LookupError, ValueError, MemoryError) as error:
        return Failure(f"{type(error).__name__}: {error}")


def replicate(
    scenario: Scenario,
    replications: int = 30,
    *,
    seed: int | None = None,
    engine: Engine = "auto",
    jobs: int | None = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    kpis: Own | None = None,
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
    kpis : {name: function of a Replication}, optional
        KPIs of one's own, evaluated beside those of the register. A function returns a number, NaN where it is
        undefined; the replication's `window` is the span that counts, in ms. They have no unit (`number`) and no
        group, and neither way is better. For processes it must be picklable: a function of a module.

    Returns
    -------
    Responses
        With one point, called `base`. Of a long run without a steady state all values are NaN, and `problem` says why.

    Raises
    ------
    ExperimentError
        If there is no replication.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> responses = tk.replicate(scenario, 3, seed=1)
    >>> responses.of("otif").shape
    (3,)
    >>> responses.estimates()["otif"].n
    3

    A KPI of one's own, the orders that arrive more than a week late:

    >>> def very_late(one):
    ...     orders = one.orders
    ...     return ((orders["delivered"] - orders["due"]).dt.days >= 7).sum()
    >>> responses = tk.replicate(scenario, 3, seed=1, kpis={"very_late": very_late})
    >>> bool((responses.of("very_late") >= 0).all())
    True
    """
    seed = seed_of(scenario, seed)
    execution = Execution(seed, replications, engine, jobs, executor, progress, kpis or {})
    prepared = prepare(scenario)
    found = span(prepared, execution)
    values = [] if found.problem else mapped(partial(_values, found.window, execution.own), found.prepared, execution)
    return responses(prepared, execution, values, found)


def responses(given: Given, execution: Execution, values: Sequence[NDArray[np.float64]], found: "Span") -> Responses:
    """Returns the responses of one scenario: the values of each replication; NaN where nothing counts."""
    names, numbers = (*registered.names(given), *execution.own), tuple(range(execution.replications))
    shape = (1, len(numbers), len(names))
    known = np.full(shape, np.nan) if found.problem else np.array(values).reshape(shape)
    problems = {BASE: found.problem} if found.problem else {}
    made = made_of(given, execution.seed, found.window.start) | own.said(execution.own)
    return Responses((BASE,), numbers, names, known, made, problems, months={BASE: found.months})


def made_of(given: Given, seed: int, start: int | None = None) -> dict[str, str | int]:
    """Returns what responses of a scenario, counted from a moment in ms, can be made again from."""
    counted = {} if start is None else {"counted_from_ms": start}
    return {**provenance.of(seed), "scenario": prepare(given).once(_digest), **counted}


def _digest(prepared: Prepared) -> str:
    """Returns the hash of a scenario."""
    return hashlib.sha256(json.dumps(reading.tree_of(prepared.scenario)).encode()).hexdigest()


class Span(NamedTuple):
    """The span that counts."""

    prepared: Prepared  # the scenario; a long run as long as it takes to tell
    window: Window
    problem: str  # why nothing counts: one of `warmup`; "" where something does
    found: warmup.WarmUp | None = None  # None: there was nothing to find

    @property
    def months(self) -> float:
        """How long it is."""
        return (self.window.end - self.window.start) / MONTH


def span(given: Given, execution: Execution) -> Span:
    """Returns the span that counts: of a long run without a stated warm-up, what MSER-5 leaves of it.

    Replications that count nowhere else are looked at: were the same to tell how long the run must be, those that
    happen to vary little would end it, and intervals would cover less than they say. A run that is too short to tell is
    made longer, as far as that is cheap.
    """
    prepared = prepare(given)
    window, time = window_of(prepared.scenario), prepared.scenario.time
    if time.long_run is None or time.warm_up is not None:
        return Span(prepared, window, "")
    found, longer = warm_up(prepared, execution)
    window = window_of(longer.scenario)
    return Span(longer, Window(min(window.start + found.time, window.end), window.end), found.problem, found)


def _values(window: Window, functions: Own, replication: Replication) -> NDArray[np.float64]:
    return np.array(list(own.evaluate(replication, window, functions).values()))


def warm_up(given: Given, execution: Execution) -> tuple[warmup.WarmUp, Prepared]:
    """Returns what is to be left out at the beginning of a long run, by MSER-5, and the run as long as that takes."""
    prepared, runs = prepare(given), dict[int, Prepared]()
    scenario, pilot = prepared.scenario, replace(execution, replications=PILOT, progress=None)
    first = calendars.moment(scenario, scenario.time.first_day)
    length = calendars.horizon(scenario) - first

    def look(longer: int) -> list[warmup.Series]:
        is_asked = longer == length
        runs[longer] = prepared if is_asked else prepare(reading.with_value(scenario, LONG_RUN, f"{longer} ms"))
        return mapped(warmup.series, runs[longer], pilot, range(PILOTS, PILOTS + PILOT))

    found, length_told = warmup.lengthened(look, length, warmup.period_of(scenario))
    return found, runs[length_told]
