"""Any result as one JSON object, for the command line and for a web page; docs/json.md tells the shape.

Undefined numbers are null. Every estimate has one form, and every object says of which kind it is.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from takarusim.briefing import logged
from takarusim.experiments.across import Across, Middle
from takarusim.experiments.compare import Comparison
from takarusim.experiments.credit import Credit
from takarusim.experiments.difference import Difference
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.fit import Fit
from takarusim.experiments.headroom import Headroom
from takarusim.experiments.influences import influences
from takarusim.experiments.outlook import Outlook
from takarusim.experiments.recovery import Recovery
from takarusim.experiments.select import Selection
from takarusim.experiments.sweep import Sweep
from takarusim.experiments.where import Where
from takarusim.experiments.why import Why
from takarusim.language.words import of
from takarusim.registers.kpis import about
from takarusim.results import runs
from takarusim.statistics.estimates import Estimate
from takarusim.statistics.responses import estimate

__all__ = ["outlooks", "to_dict"]

HOUR = 3_600_000  # ms
DATES = ("placed", "earliest", "latest", "q10", "q50", "q90")  # of an outlook


def to_dict(
    result: runs.Outcome | Comparison | Credit | Selection | Sweep | Headroom | Ensemble | Fit | Why,
    units: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """Returns a result as an object that `json.dumps` takes: what was asked, then estimates by KPI.

    Parameters
    ----------
    result : Comparison, Credit, Selection, Sweep, Headroom, Ensemble, Fit, Why, or the outcome of a run
    units : mapping, optional
        Units of time in which some KPIs of a run are told, by name.

    Returns
    -------
    dict
        Its form is told in docs/json.md; undefined numbers are None.

    Raises
    ------
    TypeError
        If it is no result.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> comparison = tk.compare({"today": scenario, "same": scenario}, 2, seed=1)
    >>> tk.to_dict(comparison)["differences"]["same"]["lead_time_mean"]["mean"]
    0.0
    """
    match result:
        case runs.Outcome():
            return _run(result, units)
        case Comparison():
            return _comparison(result)
        case Credit():
            return _credit(result)
        case Selection():
            return _selection(result)
        case Sweep():
            return _sweep(result)
        case Headroom():
            return _headroom(result)
        case Ensemble():
            return _ensemble(result)
        case Fit():
            return logged.as_dict(result)
        case Why():
            return _why(result)
    known = "a Comparison, Credit, Selection, Sweep, Headroom, Ensemble, Fit, Why or the outcome of a run"
    raise TypeError(f"not a result, got {type(result).__name__}; {known}")


def _run(outcome: runs.Outcome, units: Mapping[str, str]) -> dict[str, Any]:
    plan = outcome.plan
    asked = {name: units.get(about(name).name, "") for name in outcome.estimates}
    shown = {name: one.to(asked[name]) if asked[name] else one for name, one in outcome.estimates.items()}
    gains = {name: _estimate(gain, "share") for name, gain in outcome.gains.items()}
    return {
        "kind": "run",
        "scenario": plan.title,
        "run": plan.id,
        "folder": str(plan.folder),
        "seed": plan.seed,
        "engine": plan.engine,
        "replications": plan.replications,
        "kpis": {name: _estimate(one, one.unit) for name, one in shown.items()},
        "targets": outcome.verdicts,
        "problem": outcome.problem,
        "all_equal": outcome.equal,
        "doubtful": outcome.skewed,
        **({"relaxed": gains} if gains else {}),
    }


def _why(why: Why) -> dict[str, Any]:
    """Returns an order's life: dates as ISO text, time in hours."""
    order = {name: _plain(value) for name, value in why.order.items()}
    rows = why.to_frame().to_dict("records")
    holders, orders = (each.held for each in why.stages), why.one.tables.orders
    held = [
        [{"what": h.what, "order": int(orders.number[h.order]), "hours": h.ms / HOUR} for h in of] for of in holders
    ]
    return {
        "kind": "order",
        "replication": why.replication,
        "order": order,
        "stages": [
            {**{str(name): _plain(value) for name, value in row.items()}, "held": of}
            for row, of in zip(rows, held, strict=True)
        ],
        "lifted": [{name: _plain(value) for name, value in each._asdict().items()} for each in why.lifted],
    }


def _plain(value: Any) -> Any:
    """Returns a value of a frame as JSON has it: a moment as ISO text, what is not there as None."""
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    return value.item() if isinstance(value, np.generic) else value


def outlooks(looks: Iterable[Outlook]) -> dict[str, Any]:
    """Returns what is said of orders by name: dates as ISO text, chances as estimates."""
    found = {}
    for one in looks:
        fields = {name: getattr(one, name) for name in one.__dataclass_fields__}
        dates = {name: moment and moment.isoformat() for name, moment in fields.items() if name in DATES}
        chances = {name: _estimate(value, "share") for name, value in fields.items() if isinstance(value, Estimate)}
        found[f"{one.partner}/{one.name}"] = {"component": one.component, "quantity": one.quantity, **dates, **chances}
    return found


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "kind": "comparison",
        "base": comparison.base,
        "scenarios": {label: of(scenario.title, "en") for label, scenario in comparison.scenarios.items()},
        "seed": comparison.seed,
        "replications": comparison.replications,
        "headline": comparison.headline,
        "inputs": {label: [change._asdict() for change in changes] for label, changes in comparison.inputs.items()},
        "differences": {
            label: {name: _difference(one) for name, one in differences.items()}
            for label, differences in comparison.differences.items()
        },
        "stakes": {
            label: [{"party": one.party, "kpi": one.difference.kpi, **_difference(one.difference)} for one in of]
            for label, of in comparison.stakes.items()
        },
        **({"worlds": _across(comparison.worlds)} if comparison.worlds else {}),
        **_information(comparison),
        **_recoveries(comparison),
        **_wheres(comparison),
    }


def _across(across: Across) -> dict[str, Any]:
    return {
        label: {
            name: {key: _or_null(value) for key, value in one._asdict().items() if key not in ("kpi", "unit")}
            for name, one in spreads.items()
        }
        for label, spreads in across.spreads.items()
    }


def _information(comparison: Comparison) -> dict[str, Any]:
    told = comparison.worlds.information(comparison.headline) if comparison.worlds else None
    if told is None:
        return {}
    questions = [{"name": one.name, "is_group": one.is_group, **one.worth._asdict()} for one in told.questions]
    facts = {key: value for key, value in told._asdict().items() if key != "questions"}
    return {"information": {**facts, "questions": questions}}


def _wheres(comparison: Comparison) -> dict[str, Any]:
    told = {label: _where(one) for label, one in comparison.wheres.items()}
    return {"where": {"requirement": comparison.asked.where, "scenarios": told}} if told else {}


def _where(where: Where) -> dict[str, Any]:
    conditions = [
        {key: _or_null(v) if key != "group" else v for key, v in c._asdict().items()} for c in where.conditions
    ]
    names = ("cases", "n", "held_cases", "held_n")
    box = {name: getattr(where.box, name) for name in names} if where.box else None
    return {"cases": where.cases, "n": where.n, "conditions": conditions, "box": box}


def _recoveries(comparison: Comparison) -> dict[str, Any]:
    told = {label: {kpi: _recovery(one) for kpi, one in of.items()} for label, of in comparison.recoveries.items()}
    return {"recoveries": told} if told else {}


def _recovery(recovery: Recovery) -> dict[str, Any]:
    days = {
        name: moment and moment.isoformat()
        for name, moment in (("leaves", recovery.leaves), ("recovers", recovery.recovers))
    }
    by_month = {
        first.isoformat(): _estimate(shift, recovery.unit)
        for first, shift in zip(recovery.firsts, recovery.differences, strict=True)
    }
    return {"unit": recovery.unit, "band": recovery.band, **days, "months": recovery.months, "differences": by_month}


def _or_null(value: float | None) -> float | None:
    return value if value is None or isinstance(value, int) else _finite(value)


def _difference(one: Difference) -> dict[str, Any]:
    return {
        **_estimate(one.difference, one.unit),
        "base": _estimate(one.base, one.unit),
        "other": _estimate(one.other, one.unit),
        "verdict": one.verdict,
        "adjusted": one.is_adjusted,
        "replications_needed": one.needed,
        "variance_ratio": _finite(one.gain),
    }


def _credit(credit: Credit) -> dict[str, Any]:
    shown = [name for name in credit.kpis if "=" not in name or "[year=" in name or name == credit.headline]
    return {
        "kind": "credit",
        "base": credit.base,
        "scenarios": {label: of(scenario.title, "en") for label, scenario in credit.scenarios.items()},
        "seed": credit.seed,
        "replications": credit.replications,
        "headline": credit.headline,
        "kpis": {name: _parts(credit, name) for name in shown},
        "prices": {label: _estimate(credit.price(label), "Rp") for label in credit.measures},
        **({"worlds": {name: _ranges(credit, name) for name in shown if credit.ranges(name)}} if credit.worlds else {}),
    }


def _parts(credit: Credit, kpi: str) -> dict[str, Any]:
    unit = about(kpi).unit
    parts = {
        label: {name: _estimate(one, unit) for name, one in part._asdict().items()}
        for label, part in credit.parts(kpi).items()
    }
    return {"whole": _estimate(credit.whole(kpi), unit), "parts": parts}


def _ranges(credit: Credit, kpi: str) -> dict[str, Any]:
    of_each = credit.ranges(kpi).items()
    return {label: {key: _or_null(value) for key, value in one._asdict().items()} for label, one in of_each}


def _selection(selection: Selection) -> dict[str, Any]:
    margin, counts = selection.margin(), selection.best_in()
    budget, unit = selection.asked.budget, about(selection.asked.kpi).unit
    return {
        "kind": "selection",
        "base": selection.base,
        "scenarios": {label: of(scenario.title, "en") for label, scenario in selection.scenarios.items()},
        "seed": selection.seed,
        **selection.asked._asdict(),
        "budget": _finite(budget),
        "best": selection.best,
        "rivals": list(selection.rivals),
        "is_sure": selection.is_sure,
        "dear": list(selection.dear),
        "missing": list(selection.missing),
        "costs": {label: _finite(rupiah) for label, rupiah in selection.costs().items()},
        "replications": selection.replications,
        "behind": {label: _estimate(one, unit) for label, one in selection.behind.items()},
        "margin": _estimate(margin, margin.unit) if margin else None,
        **({"best_in": counts} if counts else {}),
    }


def _sweep(sweep: Sweep) -> dict[str, Any]:
    columns = {name: sweep.of(name) for name in sweep.kpis}
    in_worlds = {name: sweep.middles(name) for name in sweep.worlds.kpis} if sweep.worlds else {}
    paths = [factor.path for factor in sweep.design.factors]
    points = [
        {
            "levels": dict(zip(paths, levels, strict=True)),
            "kpis": {name: _estimate(estimate(name, values[k]), about(name).unit) for name, values in columns.items()},
            **({"worlds": {name: _middle(of[k]) for name, of in in_worlds.items()}} if in_worlds else {}),
        }
        for k, levels in enumerate(sweep.design.points)
    ]
    return {
        "kind": "sweep",
        "scenario": of(sweep.scenario.title, "en"),
        "run": sweep.id,
        "seed": sweep.seed,
        "replications": sweep.replications,
        "points": points,
        "failed": [one._asdict() for one in sweep.failed],
    }


def _middle(middle: Middle) -> dict[str, Any]:
    return {key: _or_null(value) for key, value in middle._asdict().items()}


def _headroom(headroom: Headroom) -> dict[str, Any]:
    unit = about(headroom.asked.kpi).unit
    levels = [
        {
            "level": one.level,
            "kpi": _estimate(one.kpi, unit),
            "margin": _estimate(one.margin, unit),
            "problem": one.problem,
            "open": _finite(one.open),
        }
        for one in headroom.levels
    ]
    ends = {name: _finite(getattr(headroom, name)) for name in ("surely", "estimate", "at_most")}
    return {
        "kind": "headroom",
        "what": headroom.what,
        "requirement": headroom.requirement,
        "confidence": headroom.confidence,
        **ends,
        **({"frozen": True} if headroom.is_frozen else {}),
        **({"worlds": [one._asdict() for one in headroom.worlds]} if headroom.worlds else {}),
        "levels": levels,
    }


def _ensemble(ensemble: Ensemble) -> dict[str, Any]:
    ends = zip(ensemble.evidence.low.tolist(), ensemble.evidence.high.tolist(), ensemble.rejects().items(), strict=True)
    evidence = {
        name: {"low": _finite(low), "high": _finite(high), "rules_out": out, "alone": alone}
        for low, high, (name, (out, alone)) in ends
    }
    moving = _influences(ensemble)
    return {
        "kind": "worlds",
        "scenario": of(ensemble.scenario.title, "en"),
        "seed": ensemble.seed,
        "replications": ensemble.asked.replications,
        "run": len(ensemble.numbers),
        "agree": len(ensemble.survivors),
        "failed": len(ensemble.failures),
        "evidence": evidence,
        "kpis": {name: _quantiles(ensemble, name) for name in ensemble.kpis},
        "groups": [
            {key: _finite(value) if key != "group" else value for key, value in one.items()} | moving[one["group"]]
            for one in ensemble.pinned().to_dict("records")
        ],
    }


def _influences(ensemble: Ensemble) -> dict[str, dict[str, float | None]]:
    """Returns the share of the variance of what is served that each group explains; null where it is not known."""
    try:
        known = influences(ensemble)
    except ModuleNotFoundError:
        known = {}
    names = ("alone", "total")
    return {group: dict(zip(names, known.get(group, (None, None)), strict=True)) for group in ensemble.groups}


def _quantiles(ensemble: Ensemble, kpi: str) -> dict[str, float | int | None]:
    """Returns the middle 90 percent of what worlds that agree come to, and of how many worlds that is."""
    ends: Sequence[float | None] = ensemble.quantiles(kpi) or (None, None, None)
    n = sum(map(math.isfinite, ensemble.of(kpi)[ensemble.survives]))
    return {**dict(zip(("p5", "p50", "p95"), ends, strict=True)), "n": n}


def _estimate(estimate: Estimate, unit: str) -> dict[str, Any]:
    ends = {name: _finite(getattr(estimate, name)) for name in ("mean", "low", "high")}
    return {**ends, "confidence": estimate.confidence, "n": estimate.n, "unit": unit, "method": estimate.method}


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
