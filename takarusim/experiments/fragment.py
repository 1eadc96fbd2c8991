"""A scenario of one's own orders: what a log tells, over a base, with its intervals as ranges and its source.

Reading order: fragment.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from takarusim.engine.instance import DAY
from takarusim.experiments.fit import Fit, Told
from takarusim.language.numerals import Language, day, number, percent
from takarusim.language.words import say
from takarusim.quantities import units
from takarusim.scenario import calendars
from takarusim.scenario.scenario import Partner, Scenario
from takarusim.statistics.arrivals import Arrivals
from takarusim.statistics.estimates import Estimate
from takarusim.statistics.fitted import Fitted

__all__ = ["SOURCE", "fragment"]

SOURCE = "own-data"
MS = {"h": DAY // 24, "days": DAY}
SHORT = 2  # days; times below are told in hours
LEAST_CV = 1e-4  # that a scenario takes


def fragment(fit: Fit, base: Scenario, extends: str, language: Language) -> dict[str, Any]:
    """Returns a scenario that extends a base by what a log tells, as a plain tree.

    What the log tells of a partner replaces all that the base says of it: how its orders come, what it orders, how many
    pieces, and, where the log has due dates, in which time. A partner all of whose orders came at one moment keeps how
    they come; where the log is too short to tell of a season, the base's factors stay.
    """
    partners = {name: _partner(told, base, base.partners[name], language) for name, told in fit.partners.items()}
    targets = {
        f"lead_time_mean[partner={name}]": _target(told.lead_time, told, language)
        for name, told in fit.partners.items()
        if told.lead_time and told.lead_time.low < told.lead_time.high
    }
    return {
        "extends": extends,
        "title": {each: say("fit.title", each, file=Path(fit.log.file).name) for each in ("en", "id")},
        "sources": {SOURCE: _source(fit, language)},
        "partners": partners,
        **({"targets": targets} if targets else {}),
    }


def _source(fit: Fit, language: Language) -> dict[str, str]:
    orders = fit.log.orders
    first, last = (each.placed.date().isoformat() for each in (orders[0], orders[-1]))
    told = {"orders": number(len(orders), language), "partners": number(len(fit.partners), language)}
    return {
        "publisher": say("fit.publisher", language),
        "date": f"{first} – {last}",
        "where": Path(fit.log.file).name,
        "says": say("fit.says", language, confidence=percent(fit.confidence, language, 0), **told),
    }


def _partner(told: Told, base: Scenario, of: Partner, language: Language) -> dict[str, Any]:
    """Returns what a log tells of a partner, and takes away what the base says instead."""
    mix: dict[str, Any] = dict.fromkeys(sorted(set(of.components) - set(told.mix)))
    for name, share in sorted(told.mix.items()):
        quantity = _counted(told.quantity[name], language)
        mix[name] = {"share": _number(share, language), "quantity": quantity}
    result: dict[str, Any] = {"components": mix}
    if told.arrivals:
        result["orders"] = _orders(told, base, of, language)
        if "demand" in of.model_fields_set:
            result["demand"] = {"value": 1, "source": SOURCE}
    if told.quoted:
        result["contract"] = {"due": _counted(told.quoted, language, is_time=True)}
    return result


def _orders(told: Told, base: Scenario, of: Partner, language: Language) -> dict[str, Any]:
    assert told.arrivals is not None  # noqa: S101  who asks has seen it
    gone = ("calendar", "circulating", "book", "ramp_up", *(() if told.batch else ("batch",)))
    orders: dict[str, Any] = {key: None for key in gone if key in of.orders.model_fields_set}
    orders["every"] = _every(told.arrivals, language)
    if told.batch:
        orders["batch"] = _counted(told.batch, language)
    is_silent = math.isnan(told.arrivals.season.p) and told.arrivals.family != "constant"
    factors: dict[str, Any] = {} if is_silent else dict.fromkeys(of.orders.factors)
    if told.arrivals.season.is_clear:
        for first, until in _months(base):
            factor = _number(told.arrivals.season.factors[first.month - 1], language)
            factors[f"{first:%Y-%m}"] = {"from": first.isoformat(), "until": until.isoformat(), "factor": factor}
    return {**orders, **({"factors": factors} if factors else {})}


def _months(base: Scenario) -> Iterator[tuple[date, date]]:
    """Yields the first day of each month that a base simulates, and that of the next one."""
    first = calendars.origin(base)
    last = first + timedelta(days=-(-calendars.horizon(base) // DAY) - 1)
    first = first.replace(day=1)
    while first <= last:
        after = calendars.months_after(first, 1)
        yield first, after
        first = after


def _every(arrivals: Arrivals, language: Language) -> dict[str, Any]:
    told = {key: _time(getattr(arrivals.every, key)) for key in ("mean", "low", "high")}
    note = say("fit.n", language, n=arrivals.every.n)
    if arrivals.family == "constant":
        return {"value": told["mean"], "source": SOURCE, "note": note}
    law: Any = told["mean"]
    if arrivals.family == "gamma":
        law = {"mean": told["mean"], "cv": _plain(max(arrivals.cv.mean, LEAST_CV))}
        note += "; " + say("fit.cv", language, **_ends(arrivals.cv, language))
    ends = {"low": told["low"], "high": told["high"]} if arrivals.every.low > 0 else {}
    return {arrivals.family: law, "source": SOURCE, **ends, "note": note}


def _time(days: float) -> str:
    """Returns a time as a scenario says it."""
    return _days(days, "h" if days < SHORT else "days")


def _days(days: float, unit: str = "days") -> str:
    """Returns days as a scenario says them in a unit, to five digits."""
    many = _plain(days * DAY / MS[unit])
    return units.number_text(round(many * MS[unit]), "duration", unit)


def _counted(fitted: Fitted, language: Language, *, is_time: bool = False) -> Any:
    """Returns a distribution of whole numbers, or of days, as a scenario says it; with a range where it has a mean."""
    told = _days if is_time else _plain

    note = "; ".join((_note(fitted.mean, language), say("fit.cv", language, **_ends(fitted.cv, language))))
    beside: dict[str, Any] = {"source": SOURCE, "note": note}
    match fitted.family:
        case "constant":
            return {"value": told(fitted.parameters["value"]), "source": SOURCE, "note": _note(fitted.mean, language)}
        case "discrete":
            values = map(told, fitted.parameters["values"])
            return {"discrete": dict(zip(values, fitted.parameters["weights"], strict=True)), **beside}
        case "uniform":
            return {"uniform": [told(fitted.parameters[name]) for name in ("low", "high")], **beside}
    law = {name: told(value) for name, value in fitted.parameters.items()}
    if "cv" in law:
        law["cv"] = _plain(max(fitted.parameters["cv"], LEAST_CV))
    if fitted.mean.low > (0 if is_time else 1):
        beside |= {"low": told(fitted.mean.low), "high": told(fitted.mean.high)}
    return {fitted.family: law, **beside}


def _number(estimate: Estimate, language: Language) -> dict[str, Any]:
    """Returns a number with its interval."""
    ends = {
        key: _plain(value) for key, value in (("value", estimate.mean), ("low", estimate.low), ("high", estimate.high))
    }
    return {**ends, "source": SOURCE, "note": say("fit.n", language, n=estimate.n)}


def _target(estimate: Estimate, told: Told, language: Language) -> dict[str, Any]:
    """Returns where the mean lead time was, by the log: evidence, for runs to be held against."""
    note = say("fit.target", language, first=day(told.first, language), last=day(told.last, language))
    return {"low": _plain(max(0.0, estimate.low)), "high": _plain(estimate.high), "source": SOURCE, "note": note}


def _note(estimate: Estimate, language: Language) -> str:
    """Returns from how many values a mean is, and its interval."""
    said = say("fit.n", language, n=estimate.n)
    if estimate.low < estimate.high:
        said = "; ".join((said, say("fit.mean", language, **_ends(estimate, language))))
    return said


def _ends(estimate: Estimate, language: Language) -> Mapping[str, str]:
    return {key: number(getattr(estimate, key), language) for key in ("mean", "low", "high")} | {
        "confidence": percent(estimate.confidence, language, 0)
    }


def _plain(value: float) -> float | int:
    """Returns a number to five digits, whole where it is."""
    rounded = float(f"{value:.5g}")
    return int(rounded) if rounded.is_integer() else rounded
