"""What headroom requires of a KPI, and by how much a level that was tried meets it.

A margin has a one-sided bound at either end. What is not seen never helps: a share that no replication missed may still
be missed, and orders that are open count for a lead time as old as they are at least.
Reading order: Requirement, levels, Level.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError
from takarusim.language import words
from takarusim.language.numerals import Language
from takarusim.registers.kpis import about, beside
from takarusim.statistics import warmup
from takarusim.statistics.estimates import Estimate, mean_interval
from takarusim.statistics.responses import Label, Responses
from takarusim.statistics.shares import share_difference

__all__ = ["BASE", "Level", "Requirement", "levels"]

Floats = NDArray[np.float64]

BASE = "base"  # the point of a scenario that stands alone, or that others are compared with
MANY = 0.05  # of the orders: where more are open, a KPI of the delivered ones alone is not said to be met
WRITTEN = re.compile(
    r"\s*(?P<kpi>[^<>=\[\]]+?(\[[^\]]+\])?)\s*(?P<sign>>=|<=)\s*(?P<base>base\b)?\s*"
    r"(?P<number>(?(base)[+-]|[+-]?)\s*(\d+\.?\d*|\.\d+)\s*%?)?\s*"
)


class Requirement(NamedTuple):
    """What a KPI must reach: a number, or the base's own value and a number."""

    kpi: str
    is_at_least: bool
    is_relative: bool  # to the base's own value, replication by replication
    number: float  # in the KPI's unit

    @classmethod
    def parsed(cls, text: str) -> "Requirement":
        """Makes a requirement of its text.

        Examples
        --------
        >>> Requirement.parsed("otif >= 95 %")
        Requirement(kpi='otif', is_at_least=True, is_relative=False, number=0.95)
        >>> Requirement.parsed("otif[partner=market-1] >= base - 0.02").number
        -0.02
        """
        match = WRITTEN.fullmatch(text)
        if not match or not (match["base"] or match["number"]):
            raise ExperimentError(
                f"not a requirement, got {text!r}; >= or <=, and 0.9 or 90 % of a share: "
                "'otif >= 0.95', 'otif >= base - 0.02' or 'lead_time_mean <= 30'"
            )
        number = (match["number"] or "0").replace(" ", "")
        value = float(number.rstrip("%")) / (100 if number.endswith("%") else 1)
        return cls(match["kpi"], match["sign"] == ">=", match["base"] is not None, value)

    @property
    def name(self) -> str:
        """The KPI's name without its group."""
        return self.kpi.partition("[")[0]

    @property
    def beside(self) -> tuple[str, ...]:
        """The KPIs that are looked at besides: of the same orders, how many are open, or delivered."""
        known = about(self.kpi)
        if known.is_of_delivered:
            return beside(self.kpi, "lead_time_open"), beside(self.kpi, "lead_time_least")
        return (beside(self.kpi, "orders_delivered"),) if known.is_of_orders else ()

    def told(self, language: Language) -> str:
        """Returns it in words, such as `service level falls by 5.0 percentage points or more`."""
        name, of, by = words.kpi(self.kpi, language), about(self.kpi).unit, self.number
        name = name[0].lower() + name[1:]
        end = "" if of == "share" else words.unit(of, language)
        if not self.is_relative:
            size = f"{words.measure(by, of, language)} {end}".strip()
            return f"{name} {'≥' if self.is_at_least else '≤'} {size}"
        end = words.say("unit.points", language) if of == "share" else end
        size = f"{words.difference(by, of, language).lstrip('+−')} {end}".strip()
        way = ("rises", "holds")[by < 0] if self.is_at_least else ("falls", "stays")[by > 0]
        return words.say(f"where.{way}", language, kpi=name, size=size)

    def margins(self, values: Floats, base: Floats) -> Floats:
        """Returns by how much each replication meets it, in the KPI's unit; negative: misses it."""
        asked = (base if self.is_relative else 0.0) + self.number
        return values - asked if self.is_at_least else asked - values

    def margin(self, estimate: Estimate) -> Estimate:
        """Returns by how much an estimate of the KPI, or of its difference to the base, meets it."""
        sign = 1 if self.is_at_least else -1
        low, high = sorted(sign * (end - self.number) for end in (estimate.low, estimate.high))
        return replace(estimate, mean=sign * (estimate.mean - self.number), low=low, high=high)


class Level(NamedTuple):
    """A level that was tried."""

    level: float  # a multiple of today's demand, or so many units, crews or boxes
    kpi: Estimate
    margin: Estimate  # by which the requirement is met: a one-sided bound at either end; -inf where the backlog grows
    problem: str = ""  # why nothing is defined: the requirement is missed where the backlog grows, else untold
    open: float = math.nan  # share of the orders not delivered, where the KPI is of delivered ones alone


def levels(
    responses: Responses, requirement: Requirement, confidence: float, own: Sequence[Label] = ()
) -> tuple[Level, ...]:
    """Returns what the levels of responses come to, in their order; a point called `base` is none of them.

    Parameters
    ----------
    responses : Responses
        Of the KPI that is required, and those of `beside`.
    requirement : Requirement
    confidence : float
        Of each end of a margin.
    own : points
        At which the scenario is the base itself.
    """
    tried = [point for point in responses.points if not isinstance(point, str)]
    return tuple(_level(responses, point, requirement, confidence, is_own=point in own) for point in tried)


def _level(responses: Responses, point: float, asked: Requirement, confidence: float, *, is_own: bool) -> Level:
    kpi = responses.estimate(asked.kpi, point, confidence)
    two_sided = 2 * confidence - 1  # each end of it is a one-sided bound
    if point in responses.problems:
        problem, empty = responses.problems[point], mean_interval([], confidence=two_sided)
        end = -math.inf if problem == warmup.GROWS else math.nan
        return Level(point, kpi, replace(empty, mean=end, low=end, high=end), problem)
    if about(asked.kpi).is_of_delivered:
        margin, undelivered = _of_delivered(responses, point, asked, two_sided)
        return Level(point, kpi, margin, open=undelivered)
    values, base = responses.of(asked.kpi, point), _base(responses, asked.kpi, asked)
    if not about(asked.kpi).is_of_orders or is_own:
        return Level(point, kpi, mean_interval(asked.margins(values, base), confidence=two_sided))
    if asked.is_relative:
        looks = responses.looks(asked.kpi, point)
        return Level(point, kpi, asked.margin(share_difference(values - base, looks=looks, confidence=two_sided)))
    return Level(point, kpi, asked.margin(responses.estimate(asked.kpi, point, two_sided)))


def _base(responses: Responses, kpi: str, asked: Requirement) -> Floats:
    """Returns the base's own values, 0 where they are not asked for."""
    return responses.of(kpi, BASE) if asked.is_relative else np.zeros(len(responses.replications))


def _of_delivered(responses: Responses, point: Label, asked: Requirement, confidence: float) -> tuple[Estimate, float]:
    """Returns the margin of a KPI of delivered orders alone, and the share of orders that are not.

    A mean lead time is at least what it is with each open order as old as it is; and it is taken to be met only where
    it is by Little's law too, by which time in the estate is shared among the orders delivered.
    """
    open_name, least_name = asked.beside
    undelivered = float(np.mean(responses.of(open_name, point)))

    def margin(of: Label, *, is_cautious: bool) -> Floats:
        values = responses.of(asked.kpi, of)
        if asked.name != "lead_time_mean" or asked.is_at_least:
            return values
        least = responses.of(least_name, of)
        with np.errstate(divide="ignore", invalid="ignore"):
            bound = least / (1 - responses.of(open_name, of)) if is_cautious else least
        return np.fmax(values, bound)

    def interval(*, is_cautious: bool) -> Estimate:
        base = margin(BASE, is_cautious=is_cautious) if asked.is_relative else np.zeros(len(responses.replications))
        return mean_interval(asked.margins(margin(point, is_cautious=is_cautious), base), confidence=confidence)

    found, cautious = interval(is_cautious=False), interval(is_cautious=True)
    is_told = asked.name == "lead_time_mean" or not undelivered > MANY
    return replace(found, low=cautious.low if is_told else -math.inf), undelivered
