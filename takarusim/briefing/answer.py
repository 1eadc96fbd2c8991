"""What a run says in words: the answer, then KPIs beside targets and plausible ranges. Nothing is computed here."""

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from takarusim.briefing.robust import uncounted
from takarusim.briefing.story import last_day
from takarusim.errors import ExperimentError
from takarusim.experiments.summary import band, more_replications
from takarusim.language import words
from takarusim.language.numerals import UNDEFINED, Language, day, number, percent, span
from takarusim.language.words import cause, say
from takarusim.quantities.units import TIMES, converted, nearest
from takarusim.registers.kpis import HEADLINE, KPIS, about, is_whole
from takarusim.scenario import calendars
from takarusim.statistics import warmup

if TYPE_CHECKING:
    import pandas as pd

    from takarusim.experiments.headroom import Headroom
    from takarusim.experiments.outlook import Outlook
    from takarusim.experiments.summary import Hold
    from takarusim.results.runs import Outcome
    from takarusim.scenario.scenario import Target
    from takarusim.statistics.estimates import Estimate

__all__ = [
    "COLUMNS",
    "Row",
    "digits_of",
    "gains",
    "head",
    "longest",
    "notes",
    "of_headroom",
    "outlook",
    "rows",
    "sentences",
    "units",
    "unsteady",
    "waited",
    "waits",
]

WEEK = 7 * 86_400_000  # ms
SMALL = 0.05  # days that are not worth a word
COLUMNS = ("kpi", "mean", "interval", "unit", "better", "target", "verdict")


class Row(NamedTuple):
    """One KPI as a table shows it."""

    kpi: str
    mean: str
    interval: str
    unit: str
    better: str
    target: str
    verdict: str
    is_met: bool | None  # None: no target but at most a plausible range, or it cannot be told


def sentences(outcome: "Outcome", language: Language) -> list[str]:
    """Returns the answer in a few plain sentences: how the estate does, what binds, and where late orders wait."""
    if outcome.problem:
        return [unsteady(outcome.problem, language)]
    is_due = math.isfinite(outcome.estimates[HEADLINE].mean)
    said = _served(outcome, language)
    if outcome.relaxed:
        said.append(_binding(outcome, language))
    said += waited(outcome.holds, language, is_due=is_due)
    if outcome.holds and not outcome.relaxed:
        said.append(say("answer.lift", language))
    if outcome.warm_up:
        said.append(say("answer.warm_up", language, weeks=number(outcome.warm_up / WEEK, language, 0)))
    if outcome.longer:
        weeks = (calendars.horizon(outcome.plan.scenario) + outcome.longer) / WEEK
        said.append(say("answer.longer", language, weeks=number(weeks, language, 0)))
    said += _held(outcome, language)
    if outcome.plan.replications == 1:
        said.append(say("answer.one", language))
    return [sentence for sentence in said if sentence]


def unsteady(problem: str, language: Language) -> str:
    """Returns why nothing is told of a steady state: the backlog grows, or the run is too short."""
    weeks = warmup.weeks_needed(problem)
    return (
        say("answer.grows", language) if weeks is None else say("answer.short", language, weeks=number(weeks, language))
    )


def _held(outcome: "Outcome", language: Language) -> list[str]:
    """Returns how many results meet their targets, and how many lie within what is plausible."""
    said = []
    for kind, required in (("target", True), ("range", False)):
        targets = outcome.plan.scenario.targets
        verdicts = [one for name, one in outcome.verdicts.items() if targets[name].required is required]
        counts = {word: verdicts.count(word) for word in ("met", "not_met")}
        if verdicts:
            rest = len(verdicts) - sum(counts.values())
            said.append(say(f"answer.{kind}s", language, **counts, cannot_tell=rest))
    return said


def _served(outcome: "Outcome", language: Language) -> list[str]:
    """Returns what is served of what partners ask for; on time in full where it differs; and what nobody takes."""
    served, otif, refused = (outcome.estimates[name] for name in (HEADLINE, "otif", "refused_share"))
    if not math.isfinite(served.mean):
        return [say("answer.no_due", language)]
    said = [_share("answer.served", served, language)]
    if math.isfinite(otif.mean) and otif.mean != served.mean:
        said.append(_share("answer.otif", otif, language))
    return [*said, _share("answer.refused", refused, language)] if refused.mean > 0 else said


def outlook(one: "Outlook", language: Language) -> list[str]:
    """Returns what is to be expected of an order by name: by when it arrives, and its chances."""
    by = {level: _moment(getattr(one, level), language) for level in ("q10", "q50", "q90")}
    ids = {"partner": one.partner, "component": one.component}
    what = {"name": one.name} | {of: words.called(of, name, language) for of, name in ids.items()}
    said = [say("answer.order", language, pieces=number(one.quantity, language), **what, **by)]
    if one.latest:
        first = day(one.earliest, language) if one.earliest else ""
        last = day(last_day(one.latest), language)
        window = say(f"answer.order.{'from' if first else 'until'}", language, first=first, last=last)
        chances = {name: _chance(getattr(one, name), language) for name in ("on_time", "on_time_in_full")}
        key = "window" if one.on_time.n else "open"
        said.append(say(f"answer.order.{key}", language, window=window, **chances))
    if one.flawless.mean < 1:
        said.append(_share("answer.order.flawless", one.flawless, language))
    return [*said, _share("answer.order.refused", one.refused, language)] if one.refused.mean > 0 else said


def _moment(moment: "pd.Timestamp | None", language: Language) -> str:
    """Returns a date, or that it lies behind the end of the simulation."""
    return day(moment, language) if moment else say("answer.order.behind", language)


def _chance(estimate: "Estimate", language: Language) -> str:
    """Returns of how many of a hundred replications something is so, with the interval."""
    mean, low, high = (number(100 * share, language, 0) for share in (estimate.mean, estimate.low, estimate.high))
    return say("answer.order.chance", language, mean=mean, low=low, high=high)


def _share(key: str, estimate: "Estimate", language: Language) -> str:
    """Returns what a share of a hundred orders comes to, with its interval where there is one."""
    mean, low, high = (number(100 * share, language, 1) for share in (estimate.mean, estimate.low, estimate.high))
    if not math.isfinite(estimate.low):
        return say(f"{key}.one", language, mean=mean)
    return say(key, language, mean=mean, low=low, high=high, confidence=percent(estimate.confidence, language, 0))


def waited(holds: "list[Hold]", language: Language, *, is_due: bool = True) -> list[str]:
    """Returns where late orders wait longest, as far as it can be told, and where the rest of their time goes."""
    if not holds:
        return [say("answer.none", language)] if is_due else []
    told = [hold for hold in holds if hold.is_wait][:2]
    rest = [hold for hold in holds if hold not in told and hold.days.mean >= SMALL]
    parts = [_part(hold, language) for hold in rest]
    return longest(holds, language) + ([say("answer.rest", language, parts=", ".join(parts))] if parts else [])


def _part(hold: "Hold", language: Language) -> str:
    named = waits(hold.state, hold.workshop, language)
    return say("answer.part", language, what=named, days=number(hold.days.mean, language, 1))


def longest(holds: "list[Hold]", language: Language) -> list[str]:
    """Returns where late orders wait longest, and next, as far as the replications can tell."""
    waiting = [hold for hold in holds if hold.is_wait]
    if not waiting:
        return [] if holds else [say("answer.none", language)]
    days = {hold.state: number(hold.days.mean, language, 1) for hold in holds}
    lead = number(sum(hold.days.mean for hold in holds), language, 1)
    named = {hold.state: waits(hold.state, hold.workshop, language) for hold in holds}
    before = waiting[0].state
    told = say("answer.longest", language, waits=named[before], days=days[before], lead=lead)
    if len(waiting) == 1:
        return [told]
    second = waiting[1].state
    more = more_replications(waiting[0], waiting[1])
    if more == 0:
        return [told, say("answer.second", language, waits=named[second], days=days[second])]
    both = {"first": named[before], "first_days": days[before], "second": named[second], "second_days": days[second]}
    untold = say("answer.untold", language, more=more) if more else say("answer.equal", language)
    return [say("answer.tie", language, **both), untold]


def waits(state: str, workshop: str, language: Language) -> str:
    """Returns the words of a state in which an order is, of a queue with the type of workshop."""
    return say(f"waits.{state}", language, type=words.called("workshop", workshop, language))


def _binding(outcome: "Outcome", language: Language) -> str:
    """Returns the constraints whose lifting surely helps, without a word on which of them does more."""
    sure = [(name, gain) for name, gain in outcome.gains.items() if gain.low > 0]
    if not sure:
        return say("answer.relax.none", language)
    parts = []
    for name, gain in sorted(sure, key=lambda pair: -pair[1].mean):
        ends = {key: number(100 * getattr(gain, key), language, 1) for key in ("mean", "low", "high")}
        lifted = cause(name, language, "lift")
        parts.append(say("answer.gain", language, lifted=lifted, gain=ends["mean"], low=ends["low"], high=ends["high"]))
    return say("answer.relax", language, gains=", ".join(parts))


def of_headroom(headroom: "Headroom", language: Language) -> list[str]:
    """Returns what the levels that were tried say, and in how many worlds the same holds."""
    digits, confidence = digits_of([one.level for one in headroom.levels]), percent(headroom.confidence, language, 0)
    key = (
        "headroom.fewest" if headroom.is_upward else "headroom.surely" if headroom.surely >= 1.005 else "headroom.none"
    )
    key = "headroom.never" if math.isnan(headroom.surely) else key
    said = [say(key, language, confidence=confidence, level=number(headroom.surely, language, digits))]
    if not headroom.is_upward and math.isfinite(headroom.at_most):
        said.append(say("headroom.missed", language, level=number(headroom.at_most, language, digits)))
    if headroom.is_frozen:
        said.append(say("headroom.frozen", language))
    in_worlds = "headroom.units_in" if headroom.is_upward else "headroom.times_in"
    for each in headroom.worlds:
        told = {"level": number(each.level, language, digits), "met": str(each.met), "n": str(each.n)}
        said.append(say(in_worlds, language, **told))
    return said


def digits_of(levels: list[float]) -> int:
    """Returns the decimal places with which levels can be told apart: none for counts, else two or more."""
    if all(level == int(level) for level in levels):
        return 0
    return next((n for n in (2, 3) if len({round(level, n) for level in levels}) == len(levels)), 4)


def head(column: str, outcome: "Outcome", language: Language) -> str:
    """Returns the head of a column of the table."""
    confidence = percent(outcome.estimates[HEADLINE].confidence, language, 0)
    values = {"confidence": confidence} if column in ("interval", "together") else {}
    if column == "target":
        return say(f"band.{band(target.required for target in outcome.plan.scenario.targets.values())}", language)
    return say(f"column.{column}", language, **values)


def rows(outcome: "Outcome", language: Language, units: Mapping[str, str] = MappingProxyType({})) -> list[Row]:
    """Returns the KPIs of the estate as a whole, and all that have a target or a range, as a table shows them.

    Parameters
    ----------
    units : {kpi: unit}
        Of time, other than the KPI's own.
    """
    return [_row(name, outcome, language, units.get(about(name).name, "")) for name in _shown(outcome)]


def units(asked: Iterable[str]) -> dict[str, str]:
    """Returns the units of time that KPIs are asked for in, by KPI.

    Raises
    ------
    ExperimentError
        If one is not KPI=UNIT, or there is no such KPI.
    Mistake
        If a KPI is no time, or a unit none of time.

    Examples
    --------
    >>> units(["lead_time_mean=hours"])
    {'lead_time_mean': 'hour'}
    """
    found = {}
    for text in asked:
        kpi, _, unit = text.partition("=")
        if not unit:
            raise ExperimentError(f"no unit of a KPI, got {text!r}; such as lead_time_mean=hours")
        if kpi not in KPIS:
            raise ExperimentError(f"no such KPI, got {kpi!r}; {nearest(kpi, list(KPIS))}")
        if KPIS[kpi].unit not in TIMES:
            raise ExperimentError(f"a KPI that is no time, got {kpi!r}; one in days or hours, such as lead_time_mean")
        found[kpi], _ = converted(KPIS[kpi].unit, unit)
    return found


def _shown(outcome: "Outcome") -> list[str]:
    """Returns the KPIs of the estate and of targets, in order; without otif where it is served: none is withheld."""
    estimates, targets = outcome.estimates, outcome.plan.scenario.targets
    shown = {name for name, one in estimates.items() if is_whole(name) and math.isfinite(one.mean)}
    if shown >= {"otif", HEADLINE} and estimates["otif"].mean == estimates[HEADLINE].mean:
        shown.remove("otif")
    return [name for name in estimates if name in shown or name in targets]


def notes(outcome: "Outcome", language: Language) -> list[str]:
    """Returns what is to be said of the table: why KPIs are undefined, which to doubt, and what intervals leave out."""
    doubtful = [say("message.found", language)] if outcome.is_found else []
    for key, kpis in (("equal", outcome.equal), ("skewed", outcome.skewed)):
        named = [words.kpi(name, language) for name in _shown(outcome) if name in kpis]
        doubtful += [say(f"message.{key}", language, kpis="; ".join(named))] if named else []
    return _undefined(outcome, language) + doubtful + uncounted(outcome.plan.scenario, language)


def _undefined(outcome: "Outcome", language: Language) -> list[str]:
    """Returns why KPIs of the estate as a whole are undefined."""
    kpis: dict[str, list[str]] = {}
    for name, one in outcome.estimates.items():
        if is_whole(name) and not math.isfinite(one.mean):
            kpis.setdefault(about(name).undefined, []).append(words.kpi(name, language))
    found = ((say(f"undefined.{why.replace(' ', '_')}", language), "; ".join(names)) for why, names in kpis.items())
    return [say("message.undefined", language, why=why, kpis=names) for why, names in found]


def _row(name: str, outcome: "Outcome", language: Language, unit: str) -> Row:
    estimate, kpi = outcome.estimates[name], about(name)
    target, verdict = outcome.plan.scenario.targets.get(name), outcome.verdicts.get(name)
    if unit:
        estimate = estimate.to(unit)
        many = converted(kpi.unit, unit)[1]
        ends = {end: value * many for end in ("low", "high") if (value := getattr(target, end, None)) is not None}
        target = target and target.model_copy(update=ends)
    required = bool(target and target.required)
    mean, low, high = (
        words.measure(value, estimate.unit, language, like=estimate.mean)
        for value in (estimate.mean, estimate.low, estimate.high)
    )
    return Row(
        kpi=words.kpi(name, language),
        mean=mean,
        interval=span(low, high) if math.isfinite(estimate.low) else UNDEFINED,
        unit="" if estimate.unit == "share" else words.unit(estimate.unit, language),
        better=say(f"better.{kpi.better}", language),
        target=_target(target, estimate.unit, language) if target else "",
        verdict=_verdict(verdict, language, required=required) if verdict else "",
        is_met={"met": True, "not_met": False}.get(verdict or "") if required else None,
    )


def _verdict(verdict: str, language: Language, *, required: bool) -> str:
    """Returns whether a target is met, or a result within its plausible range."""
    kinds = {} if required else {"met": "within", "not_met": "outside"}
    return say(f"verdict.{kinds.get(verdict, verdict)}", language)


def gains(outcome: "Outcome", language: Language) -> list[tuple[str, str, str]]:
    """Returns what lifting each constraint adds to what is served, in percentage points, the most first."""
    found = sorted(outcome.gains.items(), key=lambda pair: -pair[1].mean)
    points = [(name, [number(100 * end, language, 1) for end in (e.mean, e.low, e.high)]) for name, e in found]
    return [(cause(name, language, "lift"), mean, f"{low} – {high}") for name, (mean, low, high) in points]


def _target(target: "Target", unit: str, language: Language) -> str:
    low, high = (None if end is None else words.measure(end, unit, language) for end in (target.low, target.high))
    if low is not None and high is not None:
        return say("target.between", language, low=low, high=high)
    return say("target.low", language, low=low) if low is not None else say("target.high", language, high=high or "")
