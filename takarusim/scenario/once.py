"""What is made of a scenario once, for all its replications."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from takarusim.engine.turns import process_lock
from takarusim.scenario.scenario import Scenario

__all__ = ["once"]

T = TypeVar("T")
MOST = 16  # scenarios that are kept in mind, the latest ones


def once(made: Callable[[Scenario], T]) -> Callable[[Scenario], T]:
    """Returns the function itself, which keeps what it makes of a scenario, in whatever threads replications run.

    Scenarios are told apart by identity: of equal ones routings may differ.
    """
    known, lock = dict[int, tuple[Scenario, T]](), process_lock()

    @wraps(made)
    def kept(scenario: Scenario) -> T:
        with lock():
            if id(scenario) not in known:
                while len(known) >= MOST:
                    del known[next(iter(known))]
                known[id(scenario)] = scenario, made(scenario)  # as long as it is held, no other has its id
            return known[id(scenario)][1]

    return kept
