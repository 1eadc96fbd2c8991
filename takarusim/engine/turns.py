"""Threads take turns at steps that Python runs itself: lowering and counting, while the engines of others run.

Python runs the code of one thread at a time. Between two threads in such steps it changes at each small operation on
arrays, thousands of times a second, and waking a thread takes longer than most of these operations. One whole step
after the other is done sooner.
"""

import os
from collections.abc import Callable
from threading import Lock

__all__ = ["process_lock", "turn"]


def process_lock() -> Callable[[], Lock]:
    """Returns a function that returns a lock, to all threads of a process the same one.

    A forked process gets a new one: nobody there would release a lock that another thread held at the fork.
    """
    lock = Lock()

    def renew() -> None:
        nonlocal lock
        lock = Lock()

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=renew)
    return lambda: lock


_turn = process_lock()


def turn() -> Lock:
    """Returns the lock that lets one thread at a time through the steps that Python runs itself.

    It must not be taken within itself.
    """
    return _turn()
