"""What mentoring makes of firms' scores, month by month: who joins, and with whom it works, is drawn."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import MONTH
from takarusim.lowering.draws import Draws
from takarusim.lowering.estate import Firm
from takarusim.lowering.purposes import Owners
from takarusim.scenario import calendars
from takarusim.scenario.mentoring import asked
from takarusim.scenario.scenario import Programme, Scenario

__all__ = ["Mentoring"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
FULL = 10_000  # the highest score


class _Course(NamedTuple):
    """One programme, with what does not depend on the draws."""

    programme: Programme
    firms: Integers  # (n,)  in the order in which they are asked
    month: Integers  # (k,)  of each moment, whole months since it began; negative before
    starts: int  # the month from which on no cohort starts


class Mentoring:
    """What scores follow from; made once per scenario."""

    def __init__(self, scenario: Scenario, firms: Sequence[Firm]) -> None:
        number = {firm.id: s for s, firm in enumerate(firms)}
        self.first = np.array([-1 if firm.sme.score is None else round(firm.sme.score.value) for firm in firms])
        end, found = calendars.horizon(scenario), dict[str, list[int]]()
        for name, programme in scenario.programmes.items():
            found[name] = _months(scenario, programme, end)
        self.moments = np.array(sorted({t for months in found.values() for t in months if 0 < t < end}), np.int64)
        self._courses, names = list[_Course](), list[str]()
        for name, programme in scenario.programmes.items():
            months = np.array(found[name])
            month = np.searchsorted(months, np.append(0, self.moments), "right") - 1
            until = len(months)
            if programme.ends is not None:
                until = int(np.searchsorted(months, calendars.moment(scenario, programme.ends)))
            order = [firm for each in programme.firms for firm in asked(scenario, each)]
            self._courses.append(_Course(programme, np.array([number[firm] for firm in order]), month, until))
            names += [f"{name}/{firm}" for firm in order]
        self._joins, self._works = Owners("mentoring", names), Owners("effect", names)

    def drawn(self, draws: Draws) -> Integers:
        """Returns the score of each firm at time 0 and at each moment, (moments + 1, firms); -1 where it has none."""
        scores = np.tile(self.first, (len(self.moments) + 1, 1))
        n = sum(len(each.firms) for each in self._courses)
        joins, works = (
            each.rows(draws, np.arange(n), np.zeros(n, np.int64))[:, 0] for each in (self._joins, self._works)
        )
        place = 0
        for each in self._courses:
            programme, here = each.programme, slice(place, place + len(each.firms))
            place = here.stop
            members = np.flatnonzero(joins[here] < programme.joins.value)
            for s, start in zip(each.firms[members], _starts(programme, len(members)), strict=True):
                is_helped = works[here][each.firms == s][0] < programme.works.value
                if is_helped and start < each.starts:
                    scores[:, s] = _scores(programme, int(self.first[s]), each.month - start)
        return scores

    def worth(self, scores: Integers) -> Iterator[tuple[str, Integers, Floats]]:
        """Yields what scores make of factors: which one, the firms, and theirs at each moment, (moments + 1, firms)."""
        for each in self._courses:
            risen = scores[:, each.firms] - self.first[each.firms]
            effects = each.programme.effects
            for key, effect in (
                ("setup", effects.setup),
                ("reject", effects.rejects),
                ("time", effects.time),
                ("wear", effects.wear),
            ):
                ppm = round(1e6 * effect.value)
                yield key, each.firms, (1_000_000 - (ppm * risen + FULL // 2) // FULL) / 1e6


def _months(scenario: Scenario, programme: Programme, end: int) -> list[int]:
    """Returns the moments at which the months of a programme begin, up to the end of the run, in ms."""
    found = list[int]()
    while not found or found[-1] < end:
        found.append(calendars.moment(scenario, calendars.months_after(programme.starts, len(found))))
    return found


def _starts(programme: Programme, firms: int) -> Integers:
    """Returns the month in which each of so many firms starts: cohort by cohort, each when a mentor is free."""
    cohort = np.arange(firms) // round(programme.cohort.value)
    starts: Integers = cohort // round(programme.mentors.value) * round(programme.months.value)
    return starts


def _scores(programme: Programme, first: int, month: Integers) -> Integers:
    """Returns the score of a firm so many months after it started."""
    months, top = round(programme.months.value), max(first, round(programme.reached.value))
    share = np.clip(month / months, 0, 1)
    if programme.half_life is not None:
        after = np.maximum(0, month - months)
        share = share * 0.5 ** (after * MONTH / programme.half_life.value)
    scores: Integers = np.floor(first + (top - first) * share + 0.5).astype(np.int64)
    return scores
