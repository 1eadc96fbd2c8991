"""Dates and hours as milliseconds since time 0, 00:00 local time of the run-in's first day.

A calendar is the list of intervals [close, reopen) in which it is closed: disjoint, not touching, in order. It is
always open when there is none. Reading order: origin, weekly_hours, closed, after, moments.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import DAY, NEVER
from takarusim.errors import Mistake
from takarusim.language.mistakes import Phrase, Text, near
from takarusim.scenario.scenario import Calendar, Dates, RateFactor, Scenario

__all__ = [
    "ALWAYS_OPEN",
    "Closed",
    "after",
    "closed",
    "first_of",
    "holding",
    "horizon",
    "moment",
    "moments",
    "months_after",
    "never_meet",
    "origin",
    "spans",
    "union",
    "weekly_hours",
]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MINUTE, WEEK = 60_000, 7 * DAY  # ms
Milliseconds = NDArray[np.int64]


class Closed(NamedTuple):
    """The intervals [close, reopen) in which something is closed."""

    close: Milliseconds  # (z,) ms
    reopen: Milliseconds  # (z,) ms


ALWAYS_OPEN = Closed(np.zeros(0, np.int64), np.zeros(0, np.int64))


def origin(scenario: Scenario) -> date:
    """Returns the day on which time 0 is: the first day, less the run-in in whole days."""
    return scenario.time.first_day - timedelta(days=round(scenario.time.run_in.value / DAY))


def moment(scenario: Scenario, when: date) -> int:
    """Returns a date or a datetime in ms since time 0: a date at its 00:00; negative before time 0."""
    clock = when if isinstance(when, datetime) else datetime.combine(when, time.min)
    return (clock - datetime.combine(origin(scenario), time.min)) // timedelta(milliseconds=1)


def horizon(scenario: Scenario) -> int:
    """Returns the first moment that is not simulated any more, in ms.

    Raises
    ------
    Mistake
        If the scenario has neither a last day nor a long run.
    """
    span = scenario.time
    if span.last_day is not None:
        return moment(scenario, span.last_day) + DAY
    if span.long_run is not None:
        return moment(scenario, span.first_day) + round(span.long_run.value)
    raise Mistake("no_end_of_time")


def months_after(day: date, months: int) -> date:
    """Returns the same day some months later, or that month's last day when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


# ---- closed intervals


def union(*parts: Closed) -> Closed:
    """Returns when any of them is closed."""
    close = np.concatenate([part.close for part in parts])
    if len(close) < 2:
        return Closed(close, np.concatenate([part.reopen for part in parts]))
    order = np.argsort(close, kind="stable")
    close = close[order]
    reopen = np.maximum.accumulate(np.concatenate([part.reopen for part in parts])[order])
    is_first = np.append(True, close[1:] > reopen[:-1])
    return Closed(close[is_first], reopen[np.append(is_first[1:], True)])


def spans(intervals: list[tuple[int, int]]) -> Closed:
    """Returns the union of intervals [from, until), from time 0 on."""
    pairs = np.array([(max(a, 0), b) for a, b in intervals if b > max(a, 0)], np.int64).reshape(-1, 2)
    found = Closed(pairs[:, 0], pairs[:, 1])
    return found if len(pairs) < 2 else union(found)


def weekly_hours(hours: Mapping[str, str]) -> Closed:
    """Returns when a week is open: intervals [open, close) since Monday 00:00, the last one maybe into the next week.

    Parameters
    ----------
    hours : intervals of hours by day or range of days
        {"monday-friday": "08:00-12:00, 13:00-16:00", "saturday": "22:00-06:00"}; one that ends before it begins ends on
        the next day; "" is closed.

    Raises
    ------
    Mistake
        If a day or an hour cannot be read, a day is named twice, or intervals overlap.
    """
    open_hours, named = list[tuple[int, int]](), dict[int, str]()
    for key, text in hours.items():
        for day in _days(key):
            if day in named:
                raise Mistake("day_twice", day=Text(DAYS[day]), got=key, other=named[day], key=Text(named[day]))
            named[day] = key
            open_hours += [(day * DAY + start, day * DAY + end) for start, end in _intervals(text)]
    week = spans(open_hours)
    if sum(b - a for a, b in open_hours) > np.sum(week.reopen - week.close):
        raise Mistake("hours_overlap")
    return week


def _days(key: str) -> list[int]:
    ends = [part.strip().lower() for part in key.split("-")]
    if len(ends) > 2 or not set(ends) <= set(DAYS):
        meant = [near(each, DAYS) for each in ends]
        is_near = len(ends) <= 2 and all(meant)
        right = Phrase("phrase.did_you_mean", right="-".join(meant)) if is_near else Phrase("phrase.days")
        raise Mistake("not_a_day", got=key, right=right)
    first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
    return [(first + k) % 7 for k in range((last - first) % 7 + 1)]


def _intervals(text: str) -> list[tuple[int, int]]:
    intervals = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        ends = part.split("-")
        if len(ends) != 2:
            raise Mistake("not_hours", got=part)
        start, end = (_clock(each) for each in ends)
        if start in (end, DAY):
            raise Mistake("empty_hours", got=part)
        intervals.append((start, end if end > start else end + DAY))
    return intervals


def _clock(text: str) -> int:
    hour, colon, minute = text.strip().partition(":")
    if colon and hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 == len(minute):
        minutes = 60 * int(hour) + int(minute)
        if int(minute) < 60 and minutes <= 24 * 60:
            return minutes * MINUTE
    raise Mistake("not_a_clock", got=text.strip())


def closed(scenario: Scenario, calendar: str | None, end: int) -> Closed:
    """Returns when a calendar of a scenario is closed: by its hours up to `end` at least, on holidays, in closures.

    A later `end` only adds intervals, or lengthens one that lasts until `end`. A holiday lasts from 00:00 to 24:00,
    whatever a shift that begins or ends on it, and whatever hours its span has.
    """
    if calendar is None:
        return ALWAYS_OPEN
    given = scenario.calendars[calendar]
    holidays = [moment(scenario, day) for name in given.holidays for day in scenario.holidays[name]]
    off = [(t, t + DAY) for t in holidays]
    off += [(moment(scenario, each.starts), moment(scenario, each.ends)) for each in given.closures.values()]
    return union(_by_hours(scenario, given, end), spans(off))


def _by_hours(scenario: Scenario, given: Calendar, end: int) -> Closed:
    """Returns when a calendar is closed by its hours: within a span with hours of its own by those, cut at midnight."""
    usual, parts, at = _every_week(scenario, given.hours, end), list[Closed](), 0
    for span in sorted(given.spans.values(), key=lambda each: each.starts):
        starts, ends = moment(scenario, span.starts), moment(scenario, span.ends)
        parts += [_within(usual, at, starts), _within(_every_week(scenario, span.hours, end), max(0, starts), ends)]
        at = max(0, ends)
    return union(*parts, _within(usual, at, NEVER))


def holding(scenario: Scenario, factor: RateFactor, end: int) -> Closed:
    """Returns the intervals in which a factor on a rate holds, up to `end` at least: within its days, in its hours."""
    starts = 0 if factor.starts is None else moment(scenario, factor.starts)
    ends = NEVER if factor.ends is None else moment(scenario, factor.ends)
    if not factor.hours:
        return spans([(starts, ends)])
    shut = _every_week(scenario, factor.hours, end)
    opens, closes = np.append(0, shut.reopen), np.append(shut.close, NEVER)
    return _within(Closed(opens[opens < closes], closes[opens < closes]), starts, ends)


def _within(calendar: Closed, start: int, end: int) -> Closed:
    """Returns the parts of closed intervals that lie in [start, end)."""
    close, reopen = np.maximum(calendar.close, start), np.minimum(calendar.reopen, end)
    return Closed(close[close < reopen], reopen[close < reopen])


def _every_week(scenario: Scenario, hours: Mapping[str, str], end: int) -> Closed:
    """Returns when hours of the week are closed, from time 0 up to `end` at least."""
    week = weekly_hours(hours)
    monday = -origin(scenario).weekday() * DAY
    weeks = np.arange(monday - WEEK, end + WEEK, WEEK)[:, None]  # the first may reach into the second
    is_open = union(Closed((weeks + week.close).ravel(), (weeks + week.reopen).ravel()))
    close, reopen = np.append(weeks[0], is_open.reopen), np.append(is_open.close, weeks[-1] + WEEK)
    is_proper = (reopen > np.maximum(close, 0)) & (close < end)
    return Closed(np.maximum(close, 0)[is_proper], reopen[is_proper])


def never_meet(scenario: Scenario, one: str | None, other: str | None) -> bool:
    """Returns whether two calendars have no common open hour in a week by their usual hours."""
    weeks = [spans([(0, WEEK)]) if each is None else _in_week(scenario, each) for each in (one, other)]
    both = union(*weeks)
    return bool(sum(np.sum(week.reopen - week.close) for week in weeks) == np.sum(both.reopen - both.close))


def _in_week(scenario: Scenario, calendar: str) -> Closed:
    """Returns the weekly hours within one week: what reaches into the next one stands at its beginning."""
    week = weekly_hours(scenario.calendars[calendar].hours)
    pairs = [(a, min(b, WEEK)) for a, b in zip(*week, strict=True)]
    return spans(pairs + [(0, b - WEEK) for b in week.reopen if b > WEEK])


def after(calendar: Closed, start: Milliseconds, work: Milliseconds) -> Milliseconds:
    """Returns the first moments, not before `start`, by which a calendar has been open for `work` ms since `start`.

    Parameters
    ----------
    start, work : (n,) ms
    """
    if len(calendar.close) == 0:
        return start + work
    lengths = calendar.reopen - calendar.close
    before = np.cumsum(lengths) - lengths  # closed in earlier intervals
    k = np.searchsorted(calendar.close, start, side="left") - 1  # the last interval that began before it
    behind = np.where(k >= 0, before[k] + np.minimum(start, calendar.reopen[k]) - calendar.close[k], 0)
    open_time = start - behind + work
    k = np.searchsorted(calendar.close - before, open_time, side="left") - 1
    return np.asarray(np.maximum(start, open_time + np.where(k >= 0, before[k] + lengths[k], 0)))


# ---- recurring moments


def moments(scenario: Scenario, dates: Dates, end: int) -> Milliseconds:
    """Returns the moments in [0, end) that any of the keys of `dates` names, each once, in order."""
    days = np.arange(-(-end // DAY))
    first = origin(scenario)
    is_named = np.isin((first.weekday() + days) % 7, [DAYS.index(name) for name in dates.weekdays])
    if dates.month_days:
        is_named |= _is_month_day(np.datetime64(first) + days.astype("m8[D]"), dates.month_days)
    hour, minute = map(int, dates.at.split(":"))
    at = (60 * hour + minute) * MINUTE
    found = [days[is_named] * DAY + at, np.array([moment(scenario, day) + at for day in dates.dates], np.int64)]
    if dates.every is not None:
        step = max(1, round(dates.every.value / MINUTE)) * MINUTE
        found.append(np.arange(first_of(scenario, dates, step), end, step, dtype=np.int64))
    every = np.unique(np.concatenate(found))
    return every[(every >= 0) & (every < end)]


def first_of(scenario: Scenario, dates: Dates, step: int) -> int:
    """Returns the first moment from time 0 on of dates that come every so many ms."""
    hour, minute = map(int, dates.at.split(":"))
    start = moment(scenario, dates.first or origin(scenario)) + (60 * hour + minute) * MINUTE
    return start + max(0, -start // step) * step


def _is_month_day(days: NDArray[np.datetime64], month_days: tuple[int, ...]) -> NDArray[np.bool_]:
    months = days.astype("datetime64[M]")
    number = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    following = months + np.timedelta64(1, "M")
    last = (following.astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64)
    is_named: NDArray[np.bool_] = np.isin(number, month_days) | ((number == last) & (last < max(month_days)))
    return is_named
