"""Open and closed time, against counting every millisecond."""

import numpy as np

from takarusim.engine.instance import DAY, NEVER
from takarusim.outcome.clocks import Clocks, common

# Two calendars of 40 ms: closed in [2, 5), [9, 10), [20, 40), and in [0, 4), [8, 30).
CLOSED = [[(2, 5), (9, 10), (20, 40)], [(0, 4), (8, 30)]]
MOMENTS = np.arange(45)


def made(closed):
    first = np.cumsum([0, *map(len, closed)])
    rows = [(a, b, sum(d - c for c, d in each if c < a)) for each in closed for a, b in each]
    columns = np.array(rows, np.int64).reshape(-1, 3).T.copy()
    return Clocks(first, *columns, first[:-1, None])  # within one day


def open_until(clocks, k, moments):
    return clocks.open_between(np.full(len(moments), k), 0 * moments, moments)


def shut(k, t):
    return any(a <= t < b for a, b in CLOSED[k])


def test_open_time_is_that_of_every_millisecond():
    starts, ends = (each.ravel() for each in np.meshgrid(np.arange(45), np.arange(45)))
    for k in (0, 1):
        found = made(CLOSED).open_between(np.full(len(starts), k), starts, ends)

        assert found.tolist() == [sum(not shut(k, t) for t in range(*span)) for span in zip(starts, ends, strict=True)]


def test_a_calendar_that_there_is_not_never_closes():
    assert open_until(made(CLOSED), -1, MOMENTS).tolist() == MOMENTS.tolist()


def test_what_lies_outside_of_the_days_of_a_calendar_is_open():
    around = np.array([-7, DAY + 3, NEVER])

    assert made(CLOSED).open_between(np.zeros(3, int), around - 5, around).tolist() == [5, 5, 5]


def test_a_pool_is_closed_when_all_of_its_calendars_are():
    found = common(made(CLOSED), [(0, 1), (0,), (), (0, 1)])
    both = [sum(not (shut(0, t) and shut(1, t)) for t in range(moment)) for moment in MOMENTS]

    assert open_until(found, 0, MOMENTS).tolist() == open_until(found, 3, MOMENTS).tolist() == both
    assert open_until(found, 1, MOMENTS).tolist() == open_until(made(CLOSED), 0, MOMENTS).tolist()
    assert open_until(found, 2, MOMENTS).tolist() == MOMENTS.tolist()
