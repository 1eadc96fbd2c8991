"""What is made of a scenario once, for all its replications: it lives as long as whoever holds it.

Tasks for other processes carry it in the same bytes each, of which a process makes it once.
"""

import os
import pickle
from collections.abc import Callable
from functools import cached_property, lru_cache
from threading import RLock
from typing import Any, TypeVar

from takarusim.scenario.scenario import Scenario

__all__ = ["Given", "Prepared", "Shared", "prepare", "seed_of"]

T = TypeVar("T")
SHARED = 32  # so many are kept in a process that they were sent to


class Shared:
    """What many tasks have in common: it is pickled once, and made once in each process that they are sent to."""

    def _parts(self) -> tuple[Any, ...]:
        """Returns what another process makes it of."""
        raise NotImplementedError

    @cached_property
    def _pickled(self) -> bytes:
        return pickle.dumps(self._parts())

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[type["Shared"], bytes]]:
        """Returns how another process makes it, or finds what it has made."""
        return _made, (type(self), self._pickled)


@lru_cache(SHARED)
def _made(kind: type[Shared], pickled: bytes) -> Shared:
    return kind(*pickle.loads(pickled))  # noqa: S301  a part of what is being unpickled


class Prepared(Shared):
    """A scenario that is to be run many times, and what does not depend on draws, made when it is first asked for.

    Another process makes its own: only the scenario is sent there.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> tk.prepare(scenario).scenario == scenario
    True
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._made = dict[Callable[["Prepared"], Any], Any]()
        self._lock, self._process = RLock(), os.getpid()  # threads of replications ask for the same

    def once(self, make: Callable[["Prepared"], T]) -> T:
        """Returns what a function makes of this, the same each time."""
        if self._process != os.getpid():  # forked: nobody here would release a lock that another thread held there
            self._lock, self._process = RLock(), os.getpid()
        with self._lock:
            if make not in self._made:
                self._made[make] = make(self)
            made: T = self._made[make]
            return made

    def _parts(self) -> tuple[Scenario]:
        return (self.scenario,)


Given = Scenario | Prepared


def prepare(given: Given) -> Prepared:
    """Returns a scenario prepared for many replications; one that is, as it is.

    Examples
    --------
    >>> import takarusim as tk
    >>> prepared = tk.prepare(tk.read_scenario("scenarios/first-steps.yaml"))
    >>> len({tk.simulate(prepared, replication=r).number for r in range(3)})
    3
    """
    return given if isinstance(given, Prepared) else Prepared(given)


def seed_of(given: Given, seed: int | None = None) -> int:
    """Returns the seed that is given, or the scenario's own; TypeError if it is no scenario, such as a file's name."""
    if not isinstance(given, Scenario | Prepared):
        right = f"takarusim.read_scenario({str(given)!r})" if isinstance(given, str | os.PathLike) else "read_scenario"
        raise TypeError(f"not a Scenario, got {given!r}; {right} makes one of a file")
    return (given.scenario if isinstance(given, Prepared) else given).seed if seed is None else seed
