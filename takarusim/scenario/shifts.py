"""What is wrong with hours of work: those that cannot be read, spans that overlap, overtime that cannot be worked.

Each check yields what it finds, as those in `checks`.
"""

from collections.abc import Iterator
from itertools import pairwise

from takarusim.errors import Mistake
from takarusim.scenario import sources
from takarusim.scenario.calendars import MINUTE, weekly_hours
from takarusim.scenario.checks import Found, Seen
from takarusim.scenario.scenario import Dates, RateFactor

__all__ = ["CHECKS"]

Steps = tuple[str, ...]


def hours(of: Seen) -> Iterator[Found]:
    """Hours can be read, line by line, and leave a calendar open at some time, in its spans too; factors have some."""
    for name, calendar in of.scenario.calendars.items():
        yield from _readable(("calendars", name, "hours"), calendar.hours)
        for key, span in calendar.spans.items():
            yield from _readable(("calendars", name, "spans", key, "hours"), span.hours)
    for steps, part in sources.parts(of.scenario):
        if isinstance(part, RateFactor) and part.hours:
            yield from _readable((*steps, "hours"), part.hours)
        elif isinstance(part, RateFactor) and part.starts is None and part.ends is None and of.whole(*steps):
            yield steps, Mistake("always_a_factor", got=part.factor)


def _readable(steps: Steps, hours: dict[str, str]) -> Iterator[Found]:
    read, is_open = dict[str, str](), False
    for key, text in hours.items():
        try:
            weekly_hours({key: text})
            is_open = bool(len(weekly_hours({**read, key: text}).close))
            read[key] = text
        except Mistake as mistake:
            yield (*steps, key), mistake
    if not is_open and len(read) == len(hours):
        yield steps, Mistake("never_open")


def planned_hours(of: Seen) -> Iterator[Found]:
    """Spans with other hours of one calendar lie one behind the other."""
    for name, calendar in of.scenario.calendars.items():
        spans = sorted(calendar.spans.items(), key=lambda item: (item[1].starts, item[1].ends))
        for (other, before), (key, span) in pairwise(spans):
            if span.starts < before.ends:
                wrong = Mistake("spans_overlap", got=span.starts, other=other, right=before.ends)
                yield ("calendars", name, "spans", key, "from"), wrong


def shifts(of: Seen) -> Iterator[Found]:
    """Work goes on after closing where shifts finish it; overtime has crews and hours, and work pauses behind it."""
    rules = of.scenario.rules
    if rules.finish_within is not None and rules.end_of_shift == "pause" and of.whole("rules"):
        yield ("rules", "finish_within"), Mistake("nothing_to_finish", got=rules.finish_within)
    for name, sme in of.scenario.smes.items():
        if sme.overtime is None or not of.whole("smes", name):
            continue
        steps = ("smes", name, "overtime")
        if sme.crews is None:
            yield steps, Mistake("overtime_without_crews", got=sme.overtime.hours)
        if sme.calendar is None:
            yield steps, Mistake("overtime_without_calendar", got=sme.overtime.hours)
        if rules.end_of_shift == "finish" and of.whole("rules"):
            yield steps, Mistake("overtime_and_finish", got=sme.overtime.hours)


def moments(of: Seen) -> Iterator[Found]:
    """Recurring moments recur."""
    for steps, part in sources.parts(of.scenario):
        if not isinstance(part, Dates) or not of.whole(*steps):
            continue
        if not (part.weekdays or part.month_days or part.dates or part.every):
            yield steps, Mistake("no_moments")
        if part.every is not None and part.every.value % MINUTE:
            yield (*steps, "every"), Mistake("not_whole_minutes", got=part.every)
        if part.first is not None and part.every is None:
            yield (*steps, "first"), Mistake("first_without_every", got=part.first)


CHECKS = (hours, planned_hours, shifts, moments)
