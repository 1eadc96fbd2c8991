"""Open and closed time, against counting every millisecond."""

import numpy as np

from takarusim.clocks import Clocks, common
from takarusim.instance import NEVER

# Two calendars of 40 ms: closed in [2, 5), [9, 10), [20, 40), and in [0, 4), [8, 30).
CLOSED = [[(2, 5), (9, 10), (20, 40)], [(0, 4), (8, 30)]]


def made(closed):
    rows = [
        (k * NEVER + a, a, b, sum(d - c for c, d in each if c < a)) for k, each in enumerate(closed) for a, b in each
    ]
    return Clocks(*np.array(rows, np.int64).reshape(-1, 4).T)


def shut(k, t):
    return any(a <= t < b for a, b in CLOSED[k])


def test_closed_time_is_that_of_every_millisecond():
    for k in (0, 1):
        moments = np.arange(45)
        found = made(CLOSED).closed_until(np.full(45, k), moments)

        assert found.tolist() == [sum(shut(k, t) for t in range(moment)) for moment in moments]


def test_a_calendar_that_there_is_not_never_closes():
    moments = np.arange(45)

    assert not made(CLOSED).closed_until(np.full(45, -1), moments).any()
    assert not made([]).closed_until(np.zeros(45, int), moments).any()


def test_work_ends_at_the_first_moment_at_which_enough_time_was_open():
    clocks = made(CLOSED)
    for k in (0, 1):
        for start in range(30):
            for work in range(12):
                end = int(clocks.after(np.array([k]), np.array([start]), np.array([work]))[0])

                assert clocks.open_between(np.array([k]), np.array([start]), np.array([end]))[0] == work
                assert end == start or not shut(k, end - 1)


def test_a_pool_is_closed_when_all_of_its_calendars_are():
    both, first, none = np.array([0, 1]), np.array([0]), np.array([], int)
    found = common(made(CLOSED), [both, first, none])
    moments = np.arange(45)

    closed = found.closed_until(np.zeros(45, int), moments)
    assert closed.tolist() == [sum(shut(0, t) and shut(1, t) for t in range(moment)) for moment in moments]
    assert (
        found.closed_until(np.ones(45, int), moments).tolist()
        == made(CLOSED).closed_until(0 * moments, moments).tolist()
    )
    assert not found.closed_until(np.full(45, 2), moments).any()
