"""Business matching: which events are held, and what is wrong with prospects."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from takarusim.engine.instance import DAY
from takarusim.errors import Mistake
from takarusim.scenario import calendars
from takarusim.scenario.checks import Found, Seen
from takarusim.scenario.scenario import Scenario

__all__ = ["CHECKS", "events", "prospects"]


def events(scenario: Scenario) -> list[tuple[date, int]]:
    """Returns the events that are held within the run: day, and moment in ms."""
    if scenario.matching is None:
        return []
    found, most = dict[date, int](), scenario.matching.a_year
    for moment in calendars.moments(scenario, scenario.matching.events, calendars.horizon(scenario)).tolist():
        found.setdefault(calendars.origin(scenario) + timedelta(days=moment // DAY), moment)
    held, room = list[tuple[date, int]](), Counter[int]()
    for day, moment in found.items():
        room[day.year] += 1
        if most is None or room[day.year] <= most.value:
            held.append((day, moment))
    return held


def prospects(scenario: Scenario) -> list[str]:
    """Returns the partners that are still to be won, in number order."""
    return sorted(name for name, partner in scenario.partners.items() if partner.prospect)


# ---- what is wrong


def winnable(of: Seen) -> Iterator[Found]:
    """Prospects need events, and order by a rate or on dates; in a long run nobody is won."""
    for name, partner in of.scenario.partners.items():
        steps = ("partners", name, "prospect")
        if partner.prospect is None:
            continue
        if of.scenario.matching is None and of.whole("matching"):
            yield steps, Mistake("no_matching")
        if partner.orders.book is not None or partner.orders.circulating is not None:
            got = "book" if partner.orders.book is not None else "circulating"
            yield steps, Mistake("no_prospect", got=got)
    if of.scenario.matching is not None and of.scenario.time.long_run is not None:
        yield ("matching",), Mistake("change_in_long_run")


CHECKS = (winnable,)
