"""What changes on a date within the run, lowered: what holds at its beginning, and what holds anew at each epoch."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import (
    CREWS,
    FACTORS,
    ON_FALLBACK_LEAD,
    ON_LEAD,
    ON_LOSS,
    ON_PROCESSING,
    ON_REJECT_RATE,
    ON_REJECTS,
    ON_SETUP,
    ON_WEAR,
    OUT,
    PPM,
)
from takarusim.lowering.estate import Firm, Unit
from takarusim.quantities.rounding import firsts
from takarusim.scenario.changing import course, dates, is_out
from takarusim.scenario.scenario import Scenario

__all__ = ["epochs"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def epochs(scenario: Scenario, firms: list[Firm], units: list[Unit]) -> dict[str, Any]:
    """Returns the fields of an Instance that say what holds as the run begins, and what changes at each epoch."""
    moments = np.append(0, dates(scenario))
    rows = max(len(firms), len(scenario.materials), len(scenario.components), len(units))
    held = np.full((len(moments), rows, len(FACTORS) + 2), PPM, np.int64)
    held[:, :, OUT] = 0
    goes_out = {unit for change in scenario.changes.values() for unit in change.out}
    for u, unit in enumerate(units):
        if unit.id in goes_out:
            held[1:, u, OUT] = is_out(scenario, unit.id, moments[1:])
    for what, which, values in (*_of_firms(scenario, firms, moments), *_of_goods(scenario, moments)):
        held[:, which, what] = values
    k, new_of, new_what = np.nonzero(held[1:] != held[:-1])
    return {
        "factors": held[0, :, : len(FACTORS)].copy(),
        "crews": held[0, : len(firms), CREWS].copy(),
        "epoch": moments[1:],
        "first_new": firsts(np.bincount(k, minlength=len(moments) - 1)),
        "new_what": new_what,
        "new_of": new_of,
        "new_value": held[k + 1, new_of, new_what],
    }


def _of_firms(scenario: Scenario, firms: list[Firm], moments: Integers) -> Iterator[tuple[int, int, Integers]]:
    """Yields what holds of SMEs at some moments: what, of which one, and its values."""
    for s, firm in enumerate(firms):
        sme = firm.sme
        own = {"time": sme.time_factor, "setup": sme.setup_factor, "reject": sme.reject_factor, "wear": sme.wear_factor}
        factor = {
            key: course(scenario, f"smes.{firm.group}.{key}_factor", each.value).at(moments)
            for key, each in own.items()
        }
        yield ON_SETUP, s, _ppm(factor["time"] * factor["setup"])
        yield ON_PROCESSING, s, _ppm(factor["time"])
        yield ON_REJECTS, s, _ppm(factor["reject"])
        yield ON_WEAR, s, _ppm(factor["wear"])
        crews = np.full(len(moments), -1.0)
        if sme.crews is not None:
            crews = course(scenario, f"smes.{firm.group}.crews", sme.crews.value).at(moments)
        yield CREWS, s, np.rint(crews).astype(np.int64)


def _of_goods(scenario: Scenario, moments: Integers) -> Iterator[tuple[int, int, Integers]]:
    """Yields what holds of materials and components at some moments."""
    for m, (name, material) in enumerate(sorted(scenario.materials.items())):
        yield ON_LOSS, m, _ppm(course(scenario, f"materials.{name}.loss", material.loss.value).at(moments))
        for what, supply in ((ON_LEAD, "reorder"), (ON_FALLBACK_LEAD, "fallback")):
            yield what, m, _ppm(course(scenario, f"materials.{name}.{supply}.lead_time", 1.0).at(moments))
    for c, (name, component) in enumerate(sorted(scenario.components.items())):
        own = component.reject_rate.value
        if own > 0:
            yield ON_REJECT_RATE, c, _ppm(course(scenario, f"components.{name}.reject_rate", own).at(moments) / own)


def _ppm(factors: Floats) -> Integers:
    """Returns factors in whole parts per million; at least one, unless they are 0."""
    return np.where(factors > 0, np.maximum(1, np.rint(PPM * factors)), 0).astype(np.int64)
