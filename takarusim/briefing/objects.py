"""Results as JSON objects, in which undefined numbers are null."""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from takarusim.registers.kpis import about

if TYPE_CHECKING:
    from takarusim.experiments.compare import Comparison
    from takarusim.experiments.headroom import Headroom
    from takarusim.results.runs import Outcome
    from takarusim.statistics.estimates import Estimate

__all__ = ["comparison", "headroom", "run"]


def run(outcome: "Outcome", units: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    """Returns what a run came to as one JSON object; undefined numbers are null, some KPIs in other units of time."""
    plan = outcome.plan
    asked = {name: units.get(about(name).name, "") for name in outcome.estimates}
    kpis = {name: _numbers(one.to(asked[name]) if asked[name] else one) for name, one in outcome.estimates.items()}
    answer = {
        "scenario": plan.title,
        "run": plan.id,
        "folder": str(plan.folder),
        "seed": plan.seed,
        "engine": plan.engine,
        "replications": plan.replications,
        "kpis": kpis,
        "targets": outcome.verdicts,
        "problem": outcome.problem,
        "all_equal": outcome.equal,
        "doubtful": outcome.skewed,
    }
    gains = {name: _numbers(gain) for name, gain in outcome.gains.items()}
    return answer | ({"relaxed": gains} if gains else {})


def _numbers(estimate: "Estimate") -> dict[str, Any]:
    ends = {"mean": estimate.mean, "low": estimate.low, "high": estimate.high}
    shown = {name: value if math.isfinite(value) else None for name, value in ends.items()}
    return {**shown, "confidence": estimate.confidence, "n": estimate.n, "unit": estimate.unit}


def comparison(found: "Comparison") -> dict[str, Any]:
    """Returns a comparison as a JSON object."""
    return {
        "base": found.base,
        "seed": found.seed,
        "replications": found.replications,
        "headline": found.headline,
        "inputs": {label: [change._asdict() for change in changes] for label, changes in found.inputs.items()},
        "differences": {
            label: {
                name: {
                    **_estimate(one.difference),
                    "unit": one.unit,
                    "base": _finite(one.base.mean),
                    "other": _finite(one.other.mean),
                    "verdict": one.verdict,
                    "adjusted": one.is_adjusted,
                    "replications_needed": one.needed,
                    "variance_ratio": _finite(one.gain),
                }
                for name, one in differences.items()
            }
            for label, differences in found.differences.items()
        },
    }


def headroom(found: "Headroom") -> dict[str, Any]:
    """Returns what headroom was found as a JSON object."""
    levels = [
        {
            "level": one.level,
            "kpi": _estimate(one.kpi),
            "margin": _estimate(one.margin),
            "problem": one.problem,
            "open": _finite(one.open),
        }
        for one in found.levels
    ]
    ends = {name: _finite(getattr(found, name)) for name in ("surely", "estimate", "at_most")}
    return {
        "what": found.what,
        "requirement": found.requirement,
        "confidence": found.confidence,
        **ends,
        "levels": levels,
    }


def _estimate(estimate: "Estimate") -> dict[str, Any]:
    numbers = {name: _finite(getattr(estimate, name)) for name in ("mean", "low", "high")}
    return {**numbers, "confidence": estimate.confidence, "n": estimate.n, "method": estimate.method}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
