"""Whom partners ask: the spans in which SMEs are qualified, by their scores, and the terms of reviews."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import NEVER, PPM
from takarusim.lowering.draws import Draws
from takarusim.lowering.estate import Firm
from takarusim.lowering.mentoring import Mentoring
from takarusim.lowering.purposes import Values
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.rounding import firsts, joined, starts, whole
from takarusim.quantities.units import Quantity
from takarusim.scenario import calendars
from takarusim.scenario.changing import agreed, values_at
from takarusim.scenario.scenario import Contract, Dates, Review, Scenario

__all__ = ["Gates", "enough", "in_full", "terms"]

Integers = NDArray[np.int64]
AT_ONCE = Distribution("constant", (("value", 0.0),), "duration")
NEVER_REVIEWED = Review(dates=Dates(), window=Quantity(1.0, "duration"))


class Gates:
    """What the spans are drawn from in which partners ask SMEs; made once per scenario."""

    def __init__(self, scenario: Scenario, firms: Sequence[Firm], mentoring: Mentoring) -> None:
        partners = sorted(scenario.partners.items())
        gates = [partner.contract.gate for _, partner in partners]
        self._mentoring = mentoring
        self._bars = np.array([_bars(partner.contract) for _, partner in partners], np.bool_)
        self._score = whole(gate.score.value if gate else 0 for gate in gates)
        owners = [f"{name}/{firm.id}" for name, _ in partners for firm in firms]
        self._wait = Values(
            "qualification", owners, [gate.qualification if gate else AT_ONCE for gate in gates for _ in firms]
        )

    def drawn(self, draws: Draws) -> dict[str, Any]:
        """Returns the fields of an Instance that say whom partners ask by what they have qualified."""
        fields = {"bars": self._bars, "first_qualified": np.zeros(1, np.int64)}
        if not self._bars.any():
            return fields | dict.fromkeys(("qualified", "unqualified"), np.zeros(0, np.int64))
        scores = np.maximum(0, self._mentoring.drawn(draws))
        reaches = (scores[:, np.newaxis] >= self._score[:, np.newaxis]).reshape(len(scores), -1)  # (months + 1, q*s)
        group, start, end, rise = _spans(reaches, np.append(0, self._mentoring.moments))
        waits = rise >= 0
        start[waits] += self._wait.drawn(draws, group[waits], rise[waits])
        is_long = start < end
        return fields | {
            "first_qualified": firsts(np.bincount(group[is_long], minlength=reaches.shape[1])),
            "qualified": start[is_long],
            "unqualified": end[is_long],
        }


def _spans(reaches: NDArray[np.bool_], moments: Integers) -> tuple[Integers, Integers, Integers, Integers]:
    """Returns the spans in which scores reach a gate: of which group, from when, until when, after which rise.

    `reaches`: (moments, groups). Rise -1: it did as the run began; a span without an end lasts for ever.
    """
    never = np.zeros((1, reaches.shape[1]), np.bool_)
    edges = np.diff(np.vstack([never, reaches, never]).astype(np.int8), axis=0).T  # (groups, moments + 1)
    group, first = np.nonzero(edges > 0)
    _, last = np.nonzero(edges < 0)
    nth = np.arange(len(group)) - np.searchsorted(group, group)  # of the group's spans
    return group, moments[first], np.append(moments, NEVER)[last], nth - reaches[0, group]


def _bars(contract: Contract) -> bool:
    return contract.gate is not None or contract.review is not None


def terms(scenario: Scenario) -> dict[str, Any]:
    """Returns the fields of an Instance that say when partners review SMEs, by what, and what follows."""
    contracts = [partner.contract for _, partner in sorted(scenario.partners.items())]
    asked = [contract.review or NEVER_REVIEWED for contract in contracts]
    end = calendars.horizon(scenario)
    dates, rungs = [calendars.moments(scenario, each.dates, end) for each in asked], [_rungs(each) for each in asked]
    return {
        "first_judged": starts(dates),
        "judged": joined(dates),
        "judged_over": whole(min(each.window.value, NEVER) for each in asked),
        "judged_by": whole(each.at_least.value for each in asked),
        "least_on_time": whole(PPM * each.on_time.value if each.on_time else 0 for each in asked),
        "least_in_full": whole(PPM * each.in_full.value if each.in_full else 0 for each in asked),
        "most_escaped": whole(each.delivered_ppm.value if each.delivered_ppm else PPM for each in asked),
        "first_rung": starts(rungs),
        "rung": joined(rungs),
    }


def _rungs(review: Review) -> Integers:
    """Returns for how long an SME that climbs each rung is not asked: 0 for a warning, NEVER where all ends."""
    suspended = [] if review.suspended is None else [review.suspended.value]
    return whole([*[0] * round(review.warnings.value), *suspended, *([NEVER] if review.ended else [])])


def enough(scenario: Scenario, orders: dict[str, Any]) -> Integers:
    """Returns with how many good pieces each order is in full; nothing where no partner reviews anybody."""
    if not any(partner.contract.review for partner in scenario.partners.values()):
        return np.zeros(0, np.int64)
    return in_full(scenario, orders, orders["quantity"])


def in_full(scenario: Scenario, orders: dict[str, Any], quantity: Integers) -> Integers:
    """Returns how many pieces of each row of orders are as many as its contract asks for."""
    missing = values_at(agreed(scenario, "tolerance"), orders["stream"], orders["placed"])
    pieces: Integers = np.ceil((1 - missing) * quantity - 1e-9).astype(np.int64)
    return pieces
