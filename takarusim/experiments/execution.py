"""Experiments are maps: one pure function over (scenario, seed, replication), on any executor, answers in order.

Reading order: Task, measured, accounted, answers.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from takarusim.errors import TakarusimError
from takarusim.experiments import run
from takarusim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from takarusim.experiments.accounts import Account
    from takarusim.outcome.replication import Replication, Window

__all__ = ["Accounted", "Engine", "Failure", "Task", "accounted", "answers", "measured"]

T = TypeVar("T")

Engine = str | Callable[..., Any]  # "auto", "simpy", "compiled", or a function from an Instance to a log
AHEAD = 64  # tasks handed to an executor before the first answer is needed: memory does not grow with their number


class Task(NamedTuple):
    """Some replications of one scenario."""

    scenario: Scenario
    seed: int
    replications: tuple[int, ...]  # their numbers
    engine: Engine = "auto"
    window: "Window | None" = None  # the span that counts; None: what `run.span` finds over these replications


class Failure(NamedTuple):
    """What a task came to instead of an answer."""

    message: str


class Accounted(NamedTuple):
    """What a replication came to, and where its orders' time went."""

    kpis: dict[str, float]
    account: "Account"


def measured(task: Task) -> list[dict[str, float]] | Failure:
    """Returns the KPIs of each replication of a task; a failure is an answer too, so that it loses no other one."""
    from takarusim.kpis import kpis

    return _each(task, kpis.evaluate)


def accounted(task: Task) -> list[Accounted] | Failure:
    """Returns the KPIs of each replication of a task with the account of its orders' time; or a failure, likewise."""
    from takarusim.experiments import accounts
    from takarusim.kpis import kpis

    return _each(task, lambda one, window: Accounted(kpis.evaluate(one, window), accounts.account(one, window)))


def _each(task: Task, what: "Callable[[Replication, Window], T]") -> list[T] | Failure:
    """Returns what a function makes of each replication and the span that counts; without a steady state a failure."""
    how: dict[str, Any] = {"seed": task.seed, "engine": task.engine}
    try:
        window, problem = (task.window, "") if task.window else run.span(task.scenario, len(task.replications), **how)
        if problem:
            return Failure(problem)
        return [what(run.simulate(task.scenario, replication=r, **how), window) for r in task.replications]
    except (TakarusimError, ArithmeticError, LookupError, ValueError, MemoryError) as error:
        return Failure(f"{type(error).__name__}: {error}")


def answers(
    tasks: Iterable[Any], function: Callable[[Any], Any] = measured, executor: Executor | None = None
) -> Iterator[Any]:
    """Yields a function's answers in the order of the tasks, whatever the order in which they come in.

    Parameters
    ----------
    tasks : iterable
        Taken as they are needed.
    function : callable
        Pure; for processes and clusters it and the tasks must be picklable.
    executor : concurrent.futures.Executor, optional
        Threads, processes, `dask.distributed.Client.get_executor()`; none works here and now.
    """
    if executor is None:
        yield from map(function, tasks)
        return
    waiting = iter(tasks)
    under_way: list[Future[Any]] = [executor.submit(function, task) for task in islice(waiting, AHEAD)]
    try:
        while under_way:
            yield under_way.pop(0).result()
            under_way.extend(executor.submit(function, task) for task in islice(waiting, 1))
    finally:
        for future in under_way:
            future.cancel()
