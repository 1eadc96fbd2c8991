"""What a log of orders tells, in sentences and rows of a table.

Nothing is computed here. Reading order: sentences, rows.
"""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from takarusim.language.numerals import MONTHS, UNDEFINED, Language, day, number, percent
from takarusim.language.words import called, say, unit

if TYPE_CHECKING:
    from takarusim.experiments.fit import Fit, Told
    from takarusim.statistics.arrivals import Season
    from takarusim.statistics.estimates import Estimate

__all__ = ["HEADS", "as_dict", "named", "rows", "sentences"]

HEADS = ("what", "estimate", "interval", "unit", "family", "p", "n")
SHORT = 2  # days; times below are told in hours
TINY = 0.001  # chances below are told as that
FEW = 10  # components that are named


def sentences(fit: "Fit", language: Language) -> list[str]:
    """Returns what the log holds, then a sentence or two of each partner."""
    orders = fit.log.orders
    held = {"orders": number(len(orders), language), "partners": number(len(fit.partners), language)}
    first, last = (day(each.placed, language) for each in (orders[0], orders[-1]))
    said = [say("fit.log", language, file=fit.log.file, first=first, last=last, **held)]
    if not fit.log.has_hours:
        said.append(say("fit.days", language))
    return [
        *said,
        *(" ".join(_told(called("partner", name, language), told, language)) for name, told in fit.partners.items()),
    ]


def _told(name: str, told: "Told", language: Language) -> list[str]:
    """Returns the sentences of a partner."""
    if told.arrivals is None:
        return [say("fit.one", language, partner=name, n=told.orders)]
    every, cv = _time(told.arrivals.every, language), number(told.arrivals.cv.mean, language)
    said = [say(f"fit.every.{told.arrivals.family}", language, partner=name, n=told.orders, cv=cv, **every)]
    said.append(_season(told.arrivals.season, language))
    poor = [component for component, one in told.quantity.items() if one.refused]
    if poor:
        said.append(say("fit.poor", language, components=", ".join(poor[:FEW])))
    if told.lead_time:
        key = "fit.lead_time" if math.isfinite(told.lead_time.low) else "fit.lead_time.short"
        days = {key: number(getattr(told.lead_time, key), language, 1) for key in ("mean", "low", "high")}
        said.append(say(key, language, open=told.open, **days))
    if told.on_time:
        said.append(say("fit.on_time", language, share=percent(told.on_time.mean, language)))
    return said


def _season(season: "Season", language: Language) -> str:
    """Returns in which months it orders most and least, or why that is not told."""
    if math.isnan(season.p):
        return say("fit.season.short", language)
    if not season.is_clear:
        return say("fit.season.none", language)
    factors = [factor.mean for factor in season.factors]
    most, least = (ends(range(12), key=factors.__getitem__) for ends in (max, min))
    months = {"most": MONTHS[language][most], "least": MONTHS[language][least]}
    told = {"high": number(factors[most], language, 2), "low": number(factors[least], language, 2)}
    return say("fit.season", language, **months, **told)


def _time(estimate: "Estimate", language: Language) -> dict[str, str]:
    """Returns a time with its interval, and its unit."""
    many, name = (24, "hour") if estimate.mean < SHORT else (1, "day")
    ends = {key: number(many * getattr(estimate, key), language, 1) for key in ("mean", "low", "high")}
    return {**ends, "unit": unit(name, language), "confidence": percent(estimate.confidence, language, 0)}


def rows(fit: "Fit", partner: str, language: Language) -> list[tuple[str, ...]]:
    """Returns the rows of a partner's table, under HEADS."""
    frame = fit.to_frame()
    return [_row(row, language) for row in frame[frame["partner"] == partner].to_dict("records")]


def _row(row: Mapping[Any, Any], language: Language) -> tuple[str, ...]:
    of, what = str(row["unit"]), str(row["what"])
    ends = [float(str(row[name])) for name in ("estimate", "low", "high")]
    if what == "every" and ends[0] < SHORT:
        of, ends = "hour", [24 * end for end in ends]
    mean, low, high = (percent(end, language) if of == "share" else number(end, language, 2) for end in ends)
    interval = f"{low} – {high}" if ends[1] < ends[2] else UNDEFINED
    p = float(str(row["p"]))
    family = say(f"fit.family.{row['family']}", language) if row["family"] else ""
    chance = "" if math.isnan(p) else number(p, language, 3) if p >= TINY else f"< {number(TINY, language, 3)}"
    measure, n = unit(of, language) if of not in ("", "share") else "", number(float(str(row["n"])), language)
    return named(what, str(row["component"]), language), mean, interval, measure, family, chance, n


def named(what: str, component: str, language: Language) -> str:
    """Returns what a row is of."""
    if what.startswith("factor_"):
        month = MONTHS[language][int(what.removeprefix("factor_")) - 1]
        return say("fit.what.factor", language, month=month)
    words = say(f"fit.what.{what}", language)
    return f"{words}: {called('component', component, language)}" if component else words


def as_dict(fit: "Fit") -> dict[str, Any]:
    """Returns what a log tells as an object that `json.dumps` takes: undefined numbers are None."""

    def told(value: Any) -> Any:
        return None if isinstance(value, float) and not math.isfinite(value) else value

    partners: dict[str, Any] = {}
    for name, one in fit.partners.items():
        own = fit.to_frame().query("partner == @name").drop(columns="partner").to_dict("records")
        partners[name] = {
            "orders": one.orders,
            "first": one.first.isoformat(),
            "last": one.last.isoformat(),
            "open": one.open,
            "season": told(one.arrivals.season.p) if one.arrivals else None,
            "estimates": [{str(key): told(value) for key, value in row.items()} for row in own],
        }
    about = {"log": fit.log.file, "seed": fit.seed, "confidence": fit.confidence}
    return {"kind": "log", **about, "partners": partners}
