"""Dates and hours are milliseconds from time 0, counted as one would by hand."""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from takarusim.engine import rules
from takarusim.engine.instance import DAY
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.scenario import calendars
from takarusim.scenario.calendars import Closed
from takarusim.scenario.reading import scenario_from
from takarusim.scenario.scenario import Dates, Scenario

HOUR = 3_600_000
SHIFTS = {"monday-friday": "08:00-12:00, 13:00-16:00", "saturday": "08:00-13:00"}


def scenario(hours: dict[str, str] | None = None, *, time: Any = None, **calendar: Any) -> Scenario:
    """Returns a scenario whose calendar `shop` has these hours; the holiday list `public` has 2024-01-01."""
    return scenario_from(
        {
            "time": time or {"first_day": "2024-01-01", "last_day": "2024-01-31"},
            "calendars": {"shop": {"hours": hours or SHIFTS} | calendar},
            "holidays": {"public": ["2024-01-01"]},
            "workshops": {"A": {"units": 1}},
            "smes": {"s": {"calendar": "shop"}, "t": {}},
            "components": {"pin": {"routing": {"turn": {"workshop": "A", "per_piece": "1 h"}}}},
            "partners": {"p": {"orders": {"every": "1 day"}, "components": {"pin": 1}}},
        }
    )


def open_hours(given: Scenario, start: str, end: str) -> float:
    """Returns for how many hours the calendar `shop` is open between two moments."""
    a, b = (calendars.moment(given, datetime.fromisoformat(text)) for text in (start, end))
    closed = calendars.closed(given, "shop", b)
    return (b - a - np.sum(np.clip(closed.reopen, a, b) - np.clip(closed.close, a, b))) / HOUR


# ---- the origin of time


def test_time_0_is_the_start_of_the_run_in() -> None:
    given = scenario(time={"first_day": "2024-01-01", "last_day": "2024-12-31", "run_in": "26 weeks"})
    assert calendars.origin(given) == date(2023, 7, 3)
    assert calendars.moment(given, date(2023, 7, 3)) == 0
    assert calendars.moment(given, datetime.fromisoformat("2023-07-04 01:30")) == DAY + 90 * 60_000
    assert calendars.moment(given, date(2023, 7, 1)) == -2 * DAY
    assert calendars.horizon(given) == (26 * 7 + 366) * DAY  # the last day is included


def test_a_long_run_lasts_from_the_first_day() -> None:
    given = scenario(time={"first_day": "2024-01-01", "long_run": "52 weeks"})
    assert calendars.horizon(given) == 364 * DAY


def test_the_same_day_some_months_later_is_never_in_a_later_month() -> None:
    assert calendars.months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert calendars.months_after(date(2024, 12, 15), 1) == date(2025, 1, 15)
    assert calendars.months_after(date(2024, 3, 31), 11) == date(2025, 2, 28)
    assert calendars.months_after(date(2024, 3, 31), 0) == date(2024, 3, 31)
    assert calendars.months_after(date(2023, 11, 30), 25) == date(2025, 12, 30)


# ---- hours


def test_january_2024_has_174_hours_of_work_but_for_new_year() -> None:
    # 23 weekdays of 7 hours and 4 Saturdays of 5; the 1st, a Monday, is a holiday
    assert open_hours(scenario(), "2024-01-01", "2024-02-01") == 23 * 7 + 4 * 5
    assert open_hours(scenario(holidays=["public"]), "2024-01-01", "2024-02-01") == 23 * 7 + 4 * 5 - 7


def test_weeks_begin_on_monday_wherever_the_run_begins() -> None:
    given = scenario(time={"first_day": "2024-01-04", "last_day": "2024-01-31"})  # a Thursday
    assert open_hours(given, "2024-01-04", "2024-01-08") == 7 + 7 + 5
    assert open_hours(given, "2024-01-06 12:00", "2024-01-06 23:00") == 1


def test_a_closure_is_closed_from_its_first_day_to_the_day_before_it_opens_again() -> None:
    given = scenario(closures={"feast": {"from": "2024-01-09", "until": "2024-01-16"}})
    assert open_hours(given, "2024-01-08", "2024-01-17") == 2 * 7
    assert open_hours(given, "2024-01-09", "2024-01-16") == 0


def test_a_shift_may_go_on_after_midnight_and_into_the_next_week() -> None:
    given = scenario({"monday": "22:00-06:00", "sunday": "22:00-06:00"})
    assert open_hours(given, "2024-01-08 22:00", "2024-01-09 06:00") == 8
    assert open_hours(given, "2024-01-01", "2024-01-02") == 6 + 2  # at time 0 it is open since the day before
    assert open_hours(given, "2024-01-08", "2024-01-15") == 6 + 2 + 6 + 2  # of the Sunday before, Monday, this Sunday


def test_midnight_is_24_00_at_the_end_of_a_day_and_closes_nothing_before_00_00() -> None:
    given = scenario({"monday": "08:00-24:00", "tuesday": "00:00-10:00"})
    assert open_hours(given, "2024-01-08", "2024-01-10") == 16 + 10
    closed = calendars.closed(given, "shop", calendars.horizon(given))
    assert DAY not in closed.close
    always = scenario({"monday-sunday": "00:00-24:00"})
    assert open_hours(always, "2024-01-01", "2024-02-01") == 31 * 24
    assert len(calendars.closed(always, "shop", 31 * DAY).close) == 0


def test_a_range_of_days_may_pass_sunday() -> None:
    assert open_hours(scenario({"saturday-monday": "08:00-09:00"}), "2024-01-01", "2024-01-08") == 3


def test_a_span_has_hours_of_its_own_but_for_days_closed() -> None:
    ramadan = {"from": "2024-01-09", "until": "2024-01-16", "hours": {"monday-friday": "07:00-12:00"}}
    given = scenario(spans={"ramadan": ramadan}, holidays=["public"])
    assert open_hours(given, "2024-01-08", "2024-01-09") == 7
    assert open_hours(given, "2024-01-09", "2024-01-16") == 5 * 5  # Tuesday to Friday, not Saturday, and Monday
    assert open_hours(given, "2024-01-16", "2024-01-17") == 7
    leave = {"off": {"from": "2024-01-10", "until": "2024-01-12"}}
    assert open_hours(scenario(spans={"ramadan": ramadan}, closures=leave), "2024-01-09", "2024-01-16") == 3 * 5


def test_a_span_cuts_night_shifts_at_midnight_and_may_begin_before_time_0() -> None:
    short = {"from": "2023-12-20", "until": "2024-01-09", "hours": {"monday-sunday": "20:00-02:00"}}
    given = scenario({"monday-sunday": "22:00-06:00"}, spans={"short": short})
    assert open_hours(given, "2024-01-01", "2024-01-09") == 8 * 6
    assert open_hours(given, "2024-01-09", "2024-01-10") == 6 + 2  # the usual night goes on where the span ends
    after = {"from": "2024-01-09", "until": "2024-01-12", "hours": {"monday-sunday": "08:00-09:00"}}
    given = scenario({"monday-sunday": "22:00-06:00"}, spans={"short": short, "after": after})
    assert open_hours(given, "2024-01-08", "2024-01-13") == (2 + 4) + 3 + (6 + 2)


def test_a_span_with_the_usual_hours_changes_nothing() -> None:
    same = {"from": "2024-01-09", "until": "2024-01-16", "hours": SHIFTS}
    plain, spanned = (calendars.closed(scenario(spans=spans), "shop", 60 * DAY) for spans in ({}, {"same": same}))
    assert np.array_equal(plain.close, spanned.close)
    assert np.array_equal(plain.reopen, spanned.reopen)


def test_a_calendar_without_hours_never_opens() -> None:
    given = scenario()
    shop = given.calendars["shop"].model_copy(update={"hours": {"monday": ""}})
    given = given.model_copy(update={"calendars": {"shop": shop}})
    closed = calendars.closed(given, "shop", 31 * DAY)
    assert (closed.close.tolist(), len(closed.reopen)) == ([0], 1)
    assert closed.reopen[0] >= 31 * DAY


def test_a_later_end_keeps_the_closed_intervals_before_the_earlier_one() -> None:
    given = scenario(holidays=["public"], closures={"feast": {"from": "2024-01-20", "until": "2024-02-03"}})
    long = calendars.closed(given, "shop", 365 * DAY)
    for days in range(1, 60):
        short = calendars.closed(given, "shop", days * DAY)
        before = short.reopen < days * DAY
        assert np.array_equal(short.close[before], long.close[: before.sum()])
        assert np.array_equal(short.reopen[before], long.reopen[: before.sum()])
        spanning = (short.close < days * DAY) & ~before
        assert np.array_equal(short.close[spanning], long.close[before.sum() :][: spanning.sum()])
        assert np.all(long.reopen[before.sum() :] >= days * DAY)


@pytest.mark.parametrize(
    ("hours", "message"),
    [
        ({"mondag": "08:00-12:00"}, "not a day, got 'mondag'"),
        ({"monday-friday-sunday": "08:00-12:00"}, "not a day, got 'monday-friday-sunday'; such as monday or"),
        ({"senin-jumat": "08:00-12:00"}, "not a day, got 'senin-jumat'; did you mean 'monday-friday'?"),
        ({"monday": "8-12"}, "not a time of day, got '8'"),
        ({"monday": "08:00-24:30"}, "not a time of day, got '24:30'"),
        ({"monday": "08:00"}, "not an interval of hours, got '08:00'"),
        ({"monday": "08:00-08:00"}, "an empty interval"),
        ({"monday": "08:00-12:00, 11:00-15:00"}, "intervals of hours overlap"),
        ({"monday-friday": "08:00-12:00", "friday": "08:00-11:00"}, "friday twice"),
    ],
)
def test_hours_that_cannot_be_read_are_refused(hours: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        calendars.weekly_hours(hours)


# ---- closed intervals


def random_closed(draw: np.random.Generator, count: int) -> Closed:
    starts = draw.integers(0, 200, count)
    return Closed(starts, starts + draw.integers(1, 12, count))


def shut(calendar: Closed) -> Any:
    minutes = np.zeros(260, bool)
    for a, b in zip(*calendar, strict=True):
        minutes[a:b] = True
    return minutes


def test_the_union_is_closed_when_any_part_is_and_its_intervals_do_not_touch() -> None:
    draw = np.random.default_rng(0)
    for _ in range(300):
        parts = [random_closed(draw, count) for count in draw.integers(0, 12, 3)]
        union = calendars.union(*parts)
        assert np.array_equal(shut(union), np.any([shut(part) for part in parts], axis=0))
        assert np.all(union.close[1:] > union.reopen[:-1])


def test_after_is_the_first_moment_by_which_enough_time_was_open() -> None:
    draw = np.random.default_rng(1)
    for _ in range(300):
        calendar = calendars.union(random_closed(draw, int(draw.integers(0, 12))))
        start, work = int(draw.integers(0, 200)), int(draw.integers(0, 30))
        is_open, t, left = ~shut(calendar), start, work
        while left > 0:
            left -= bool(is_open[t])
            t += 1
        assert calendars.after(calendar, np.array([start]), np.array([work])).tolist() == [t]


def test_open_time_is_counted_as_the_engines_count_it() -> None:
    given = scenario(holidays=["public"])
    x = lower(given, Draws(1))
    calendar = int(x.sme_calendar[0])
    closed = calendars.closed(given, "shop", x.horizon + 28 * DAY)
    draw = np.random.default_rng(2)
    starts, works = draw.integers(0, 25 * DAY, 200), draw.integers(0, 3 * DAY, 200)
    begun = [(t, rules.coming(x, calendar, t), work) for t, work in zip(starts.tolist(), works.tolist(), strict=True)]
    expected = [rules.after(x, calendar, k, t, work) for t, k, work in begun]
    assert calendars.after(closed, starts, works).tolist() == expected


def test_calendars_meet_where_they_share_an_hour_of_the_week() -> None:
    tree_of = {
        "day": "08:00-16:00",
        "evening": "16:00-22:00",
        "night": "22:00-06:00",
        "dawn": "05:00-07:00",
    }
    given = scenario()
    shops = {
        name: given.calendars["shop"].model_copy(update={"hours": {"sunday": text}}) for name, text in tree_of.items()
    }
    shops["monday"] = given.calendars["shop"].model_copy(update={"hours": {"monday": "05:00-07:00"}})
    shops["never"] = given.calendars["shop"].model_copy(update={"hours": {}})
    given = given.model_copy(update={"calendars": shops})
    assert calendars.never_meet(given, "day", "evening")
    assert calendars.never_meet(given, "night", "dawn")  # Sunday's night ends on Monday
    assert not calendars.never_meet(given, "night", "monday")
    assert not calendars.never_meet(given, "day", None)
    assert not calendars.never_meet(given, None, None)
    assert calendars.never_meet(given, "never", None)


# ---- recurring moments


def named(dates: dict[str, Any], until: str = "2024-05-01") -> list[str]:
    given = scenario()
    found = calendars.moments(given, Dates(**dates), calendars.moment(given, date.fromisoformat(until)))
    return [str(datetime.fromisoformat("2024-01-01") + timedelta(milliseconds=int(t))) for t in found]


def test_weekdays_are_all_of_them_at_the_time_of_day() -> None:
    assert named({"weekdays": ("tuesday", "friday"), "at": "09:30"}, "2024-01-10") == [
        "2024-01-02 09:30:00",
        "2024-01-05 09:30:00",
        "2024-01-09 09:30:00",
    ]


def test_what_would_be_at_the_end_is_none_of_them() -> None:
    assert named({"dates": (date(2024, 1, 2), date(2024, 1, 9))}, "2024-01-09") == ["2024-01-02 00:00:00"]


def test_a_day_beyond_the_end_of_a_month_is_its_last() -> None:
    assert named({"month_days": (31,)}) == [f"2024-{day} 00:00:00" for day in ("01-31", "02-29", "03-31", "04-30")]
    assert named({"month_days": (30, 31)}, "2024-04-01") == [
        f"2024-{day} 00:00:00" for day in ("01-30", "01-31", "02-29", "03-30", "03-31")
    ]


def test_keys_add_up_and_no_moment_comes_twice() -> None:
    dates = {"dates": (date(2024, 1, 9), date(2023, 12, 24)), "weekdays": ("tuesday",), "month_days": (3,)}
    assert named(dates, "2024-01-12") == [f"2024-01-{day} 00:00:00" for day in ("02", "03", "09")]


def test_an_interval_counts_from_its_first_day_or_from_time_0() -> None:
    interval = scenario_from(
        {
            "time": {"first_day": "2024-01-01", "last_day": "2024-01-31"},
            "components": {"pin": {"routing": {"cool": {"workshop": "none"}}}},
            "partners": {
                "p": {"orders": {"calendar": {"every": "36 h", "at": "06:00"}}, "components": {"pin": 1}},
                "q": {"orders": {"calendar": {"every": "36 h", "first": "2024-01-03"}}, "components": {"pin": 1}},
            },
        }
    )
    for name, start in (("p", 6 * HOUR), ("q", 2 * DAY)):
        dates = interval.partners[name].orders.calendar
        assert dates is not None
        assert calendars.moments(interval, dates, 10 * DAY).tolist() == list(range(start, 10 * DAY, 36 * HOUR))
