"""What changes on a date within the run, lowered: what holds at its beginning, and what holds anew at each epoch."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import (
    CAPITAL,
    COST,
    CREWS,
    FACTORS,
    ON_FALLBACK_LEAD,
    ON_LEAD,
    ON_LOSS,
    ON_PROCESSING,
    ON_REJECT_RATE,
    ON_REJECTS,
    ON_SETUP,
    ON_SINGLE_LEAD,
    ON_WEAR,
    OUT,
    PPM,
    SCORES,
    SINGLE_COST,
)
from takarusim.lowering import money
from takarusim.lowering.draws import Draws
from takarusim.lowering.estate import Firm, Unit
from takarusim.lowering.mentoring import Mentoring
from takarusim.quantities.rounding import firsts
from takarusim.scenario.changing import course, dates, is_out
from takarusim.scenario.scenario import Scenario

__all__ = ["Epochs"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
OF_FIRMS = (("crews", CREWS), ("score", SCORES), ("capital", CAPITAL))  # fields of an Instance, as the run begins
OF_COMPONENTS = (("cost", COST), ("single_cost", SINGLE_COST))


class Epochs:
    """What holds as a run begins, and anew at each epoch; made once per scenario.

    An epoch is a date on which something changes, or a month in which scores do.
    """

    def __init__(self, scenario: Scenario, firms: list[Firm], units: list[Unit], mentoring: Mentoring) -> None:
        self._mentoring = mentoring
        self._dates, months = dates(scenario), self._mentoring.moments
        self._moments = np.append(0, np.union1d(self._dates, months))
        self._month = np.searchsorted(np.append(0, months), self._moments, "right") - 1
        self._smes, self._components = len(firms), len(scenario.components)
        rows = max(len(firms), len(scenario.materials), len(scenario.components), len(units))
        self._held = np.full((len(self._moments), rows, SINGLE_COST + 1), PPM, np.int64)
        self._held[:, :, OUT] = 0
        goes_out = {unit for change in scenario.changes.values() for unit in change.out}
        for u, unit in enumerate(units):
            if unit.id in goes_out:
                self._held[1:, u, OUT] = is_out(scenario, unit.id, self._moments[1:])
        known = (
            *(_crews(scenario, firms, self._moments), _of_goods(scenario, self._moments)),
            *(money.limits(scenario, firms, self._moments), money.costs(scenario, self._moments)),
        )
        for what, which, values in chain.from_iterable(known):
            self._held[:, which, what] = values
        self._own = _of_firms(scenario, firms, self._moments)
        self._fixed = None if scenario.programmes else self._fields(self._mentoring.first[np.newaxis])

    def drawn(self, draws: Draws) -> dict[str, Any]:
        """Returns the fields of an Instance that say what holds as the run begins, and what changes at each epoch."""
        return self._fixed or self._fields(self._mentoring.drawn(draws))

    def _fields(self, scores: Integers) -> dict[str, Any]:
        """`scores`: (months + 1, firms)."""
        factor, held = {key: own.copy() for key, own in self._own.items()}, self._held.copy()
        for key, which, worth in self._mentoring.worth(scores):
            factor[key][:, which] *= worth[self._month]
        firms = slice(0, self._smes)
        held[:, firms, ON_SETUP] = _ppm(factor["time"] * factor["setup"])
        held[:, firms, ON_PROCESSING] = _ppm(factor["time"])
        held[:, firms, ON_REJECTS] = _ppm(factor["reject"])
        held[:, firms, ON_WEAR] = _ppm(factor["wear"])
        held[:, firms, SCORES] = scores[self._month]
        is_new = held[1:] != held[:-1]
        happens = np.isin(self._moments[1:], self._dates) | is_new.any(axis=(1, 2))
        k, new_of, new_what = map(np.ascontiguousarray, np.nonzero(is_new))  # as the engine is compiled for
        return {
            "factors": held[0, :, : len(FACTORS)].copy(),
            **{name: held[0, firms, what].copy() for name, what in OF_FIRMS},
            **{name: held[0, : self._components, what].copy() for name, what in OF_COMPONENTS},
            "epoch": self._moments[1:][happens],
            "first_new": firsts(np.bincount(k, minlength=len(is_new))[happens]),
            "new_what": new_what,
            "new_of": new_of,
            "new_value": held[k + 1, new_of, new_what],
        }


def _of_firms(scenario: Scenario, firms: list[Firm], moments: Integers) -> dict[str, Floats]:
    """Returns the factors of SMEs at some moments, (moments, firms) each."""
    found = {key: np.ones((len(moments), len(firms))) for key in ("time", "setup", "reject", "wear")}
    for s, firm in enumerate(firms):
        sme = firm.sme
        own = {"time": sme.time_factor, "setup": sme.setup_factor, "reject": sme.reject_factor, "wear": sme.wear_factor}
        for key, each in own.items():
            found[key][:, s] = course(scenario, f"smes.{firm.group}.{key}_factor", each.value).at(moments)
    return found


def _crews(scenario: Scenario, firms: list[Firm], moments: Integers) -> Iterator[tuple[int, int, Integers]]:
    """Yields the crews of SMEs at some moments; -1: no limit."""
    for s, firm in enumerate(firms):
        crews = np.full(len(moments), -1.0)
        if firm.sme.crews is not None:
            crews = course(scenario, f"smes.{firm.group}.crews", firm.sme.crews.value).at(moments)
        yield CREWS, s, np.rint(crews).astype(np.int64)


def _of_goods(scenario: Scenario, moments: Integers) -> Iterator[tuple[int, int, Integers]]:
    """Yields what holds of materials and components at some moments."""
    for m, (name, material) in enumerate(sorted(scenario.materials.items())):
        yield ON_LOSS, m, _ppm(course(scenario, f"materials.{name}.loss", material.loss.value).at(moments))
        for what, supply in ((ON_LEAD, "reorder"), (ON_FALLBACK_LEAD, "fallback"), (ON_SINGLE_LEAD, "single")):
            yield what, m, _ppm(course(scenario, f"materials.{name}.{supply}.lead_time", 1.0).at(moments))
    for c, (name, component) in enumerate(sorted(scenario.components.items())):
        own = component.reject_rate.value
        if own > 0:
            yield ON_REJECT_RATE, c, _ppm(course(scenario, f"components.{name}.reject_rate", own).at(moments) / own)


def _ppm(factors: Floats) -> Integers:
    """Returns factors in whole parts per million; at least one, unless they are 0."""
    return np.where(factors > 0, np.maximum(1, np.rint(PPM * factors)), 0).astype(np.int64)
