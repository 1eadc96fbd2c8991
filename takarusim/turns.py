"""Threads take turns at steps that Python runs itself: lowering and counting, while the engines of others run.

Python runs the code of one thread at a time. Between two threads in such steps it changes at each small operation on
arrays, thousands of times a second, and waking a thread takes longer than most of these operations. One whole step
after the other is done sooner.
"""

import os
from threading import Lock

__all__ = ["turn"]

_turn = Lock()


def turn() -> Lock:
    """Returns what a thread holds while it is its turn; not within a turn."""
    return _turn


def _renew() -> None:
    global _turn  # noqa: PLW0603  in a process forked while another thread's turn was on, nobody would end it
    _turn = Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)
