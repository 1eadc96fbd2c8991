"""How replications are run: by which draws and engine, how many, on which workers. One map serves every experiment.

Workers of its own end with the process that made them, however that ends. Reading order: Execution, workers.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from types import FrameType
from typing import Any, TypeVar

from takarusim.errors import EngineError, ExperimentError
from takarusim.experiments import own as owned
from takarusim.experiments.own import Own

__all__ = ["Engine", "Execution", "Progress", "workers"]

T = TypeVar("T")
Given = TypeVar("Given")

Engine = str | Callable[..., Any]  # "auto", "simpy", "compiled", or a function from an Instance to a log
Progress = Callable[[int, int], None]  # done, of how many

AHEAD = 64  # tasks handed to an executor before the first answer is needed: memory does not grow with their number


@dataclass(frozen=True)
class Execution:
    """How the replications of an experiment are run."""

    seed: int  # of all random numbers
    replications: int = 30
    engine: Engine = "auto"
    jobs: int | None = 1  # processes for SimPy, threads for other engines; one for each core when None
    executor: Executor | None = None  # used instead, and left open; the result does not depend on it
    progress: Progress | None = None  # called in this thread
    own: Own = field(default_factory=dict)  # KPIs beside those of the register

    def __post_init__(self) -> None:
        """Refuses what is no number of replications, and KPIs of one's own that cannot be."""
        owned.check(self.own, is_pickled=self._has_processes)
        if not isinstance(self.replications, int) or self.replications < 1:
            raise ExperimentError(f"replications: at least 1, got {self.replications!r}")

    @property
    def _has_processes(self) -> bool:
        """Whether tasks are sent to other processes."""
        if self.executor is not None:
            return isinstance(self.executor, ProcessPoolExecutor)
        return self.engine == "simpy" and self.width > 1

    @property
    def width(self) -> int:
        """How many tasks are done at a time by workers of its own."""
        return self.jobs or os.cpu_count() or 1

    def told(self, done: int, of: int) -> None:
        """Tells how much is done."""
        if self.progress:
            self.progress(done, of)

    @contextmanager
    def at_work(self, most: int | None = None, *, apart: bool = False) -> Iterator["Execution"]:
        """Yields the same execution with an executor where it needs one, and no more workers than there are tasks.

        `apart`: each task has a scenario of its own, and workers have nothing to share. KPIs of one's own stay here.
        """
        apart = apart and not self.own
        with workers(self.engine, min(self.width, most or self.width), self.executor, apart=apart) as executor:
            yield replace(self, executor=executor)

    def map(self, function: Callable[[Given], T], tasks: Iterable[Given]) -> Iterator[T]:
        """Yields a function's answers in the order of the tasks, whatever the order in which they come in.

        Parameters
        ----------
        function : callable
            Pure; for processes and clusters it and the tasks must be picklable.
        tasks : iterable
            Taken as they are needed.

        Raises
        ------
        EngineError
            If a worker was killed.
        """
        if self.executor is None:
            yield from map(function, tasks)
            return
        waiting = iter(tasks)
        under_way: list[Future[T]] = []
        try:
            with _undisturbed():
                under_way += [self.executor.submit(function, task) for task in islice(waiting, AHEAD)]
            while under_way:
                yield under_way.pop(0).result()
                under_way.extend(self.executor.submit(function, task) for task in islice(waiting, 1))
        except BrokenExecutor:
            raise EngineError(
                "a worker ended before its answer, as when it is killed or memory runs out; fewer of them: --jobs 1"
            ) from None
        finally:
            for future in under_way:
                future.cancel()


@contextmanager
def workers(
    engine: Engine, count: int, executor: Executor | None = None, *, apart: bool = False
) -> Iterator[Executor | None]:
    """Yields what tasks run on: the executor that is given, or workers of its own; none where one is enough.

    Processes for SimPy; threads for other engines, whose compiled code lets go of the interpreter, unless tasks are
    apart and processes are at hand: most of such a task is done by Python.
    """
    if executor is not None or count == 1:
        yield executor
    elif engine != "simpy" and not (apart and _can_fork(engine)):
        with ThreadPoolExecutor(count) as pool:
            yield pool
    else:
        with ProcessPoolExecutor(count, initializer=_follow) as processes:
            try:
                yield processes
            except BaseException:  # an interrupt above all: nobody waits for what is under way
                for process in list((processes._processes or {}).values()):  # noqa: SLF001  public in 3.14
                    process.kill()
                raise


def _can_fork(engine: Engine) -> bool:
    """Returns whether a process with an engine is made in no time, and safely: forked, by the main thread."""
    method = multiprocessing.get_start_method(allow_none=True) or multiprocessing.get_all_start_methods()[0]
    is_main = threading.current_thread() is threading.main_thread()
    return isinstance(engine, str) and method == "fork" and is_main


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Passes an interrupt on behind it: one that comes while a worker is forked would be lost in Python's hooks."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came = list[tuple[int, FrameType | None]]()
    usual = signal.signal(signal.SIGINT, lambda *about: came.append(about))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
    if came and callable(usual):
        usual(*came[-1])


def _follow() -> None:
    """Lets a worker leave interrupts to the process that made it, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
