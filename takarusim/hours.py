"""Hours of work in a week, from the text of a calendar to minutes."""

import re
from collections.abc import Mapping
from itertools import pairwise

from takarusim.units import nearest

__all__ = ["DAYS", "Week", "open_minutes", "week"]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Week = tuple[tuple[tuple[int, int], ...], ...]  # per day from Monday on: (from, to) in minutes of the day, in order

_SPAN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*(?:([01]?\d|2[0-3]):([0-5]\d)|24:00)")


def week(hours: Mapping[str, str]) -> Week:
    """Reads the hours of a calendar: {monday-friday: "08:00-12:00, 13:00-16:00", saturday: "08:00-13:00"}.

    Raises
    ------
    ValueError
        If a day or a span is none, a day is given twice, or spans of a day overlap; spans end by 24:00.

    Examples
    --------
    >>> week({"monday": "08:00-12:00, 13:00-16:00"})[0]
    ((480, 720), (780, 960))
    """
    spans: dict[int, tuple[tuple[int, int], ...]] = {}
    for days, text in hours.items():
        for day in _days(days):
            if day in spans:
                raise ValueError(f"{DAYS[day]} given twice, got it in {days!r} again; each day once")
            spans[day] = _spans(text)
    return tuple(spans.get(day, ()) for day in range(7))


def _days(text: str) -> list[int]:
    ends = [end.strip() for end in text.split("-")]
    for end in ends:
        if end not in DAYS or len(ends) > 2:
            raise ValueError(f"no day of the week, got {text!r}; {nearest(end, DAYS)}")
    first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
    return [(first + i) % 7 for i in range((last - first) % 7 + 1)]


def _spans(text: str) -> tuple[tuple[int, int], ...]:
    spans = []
    for each in filter(None, (part.strip() for part in text.split(","))):
        match = _SPAN.fullmatch(each)
        if match is None:
            raise ValueError(f"no span of a day, got {each!r}; such as 08:00-12:00")
        start = int(match[1]) * 60 + int(match[2])
        end = int(match[3]) * 60 + int(match[4]) if match[3] else 1440
        if start >= end:
            raise ValueError(f"ends before it begins, got {each!r}; two days for a span over midnight")
        spans.append((start, end))
    spans.sort()
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            raise ValueError(f"spans overlap, got {text!r}; one after the other")
    return tuple(spans)


def open_minutes(hours: Week) -> int:
    """Returns a week as an integer whose bit m is set where minute m from Monday 00:00 on is open."""
    return sum(
        ((1 << (end - start)) - 1) << (day * 1440 + start) for day, spans in enumerate(hours) for start, end in spans
    )
