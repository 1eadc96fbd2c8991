"""The figures of a run or of a comparison, kept in its folder: which frame each one shows."""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from takarusim.experiments import accounts, run, summary
from takarusim.figures import charts, gantt, plots
from takarusim.figures.plots import Axes
from takarusim.language.numerals import Language
from takarusim.lowering import estate, lowering
from takarusim.outcome.replication import window_of
from takarusim.results import comparisons, store
from takarusim.results.runs import Outcome, Plan
from takarusim.scenario import calendars
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import warmup

__all__ = ["FIGURES", "HEADLINES", "axes", "compared", "draw", "draw_comparison", "names", "units_by_type"]

KINDS: tuple[Literal["png", "svg"], ...] = ("png", "svg")
HEADLINES = ("otif", "lead_time_mean", "revenue")  # of which a comparison has a forest, besides its own headline
WEEKS = 2  # of a Gantt chart
DAY = 86_400_000  # ms


def draw(outcome: Outcome, language: Language) -> Iterator[str]:
    """Draws the figures that a run's folder has not yet in a language, and yields the name of each when it is done."""
    plan = outcome.plan
    for name in names(plan.scenario):
        _keep(plan.folder, f"{name}-{language}", partial(axes, outcome, name, language))
        yield name


def names(scenario: Scenario) -> list[str]:
    """Returns which figures a run has; a plan leaves nothing out of what it looks at."""
    return [name for name in FIGURES if name != "warm-up" or scenario.time.long_run]


def axes(outcome: Outcome, name: str, language: Language) -> Axes | None:
    """Returns a figure of a run; None if it has nothing to show."""
    plan = outcome.plan
    return FIGURES[name](outcome, {"language": language, "stamp": plots.Stamp(plan.id, plan.seed, plan.replications)})


def draw_comparison(outcome: comparisons.Outcome, language: Language) -> Iterator[str]:
    """Draws the figures that a comparison's folder has not yet in a language, and yields each one's name, likewise."""
    plan, found = outcome.plan, outcome.comparison
    stamp = plots.Stamp(plan.id, plan.seed, found.replications, plan.confidence)
    for name, figure in compared(outcome).items():
        _keep(plan.folder, f"{name}-{language}", partial(figure, language=language, stamp=stamp))
        yield name


def compared(outcome: comparisons.Outcome, kpi: str = "") -> dict[str, Callable[..., Axes]]:
    """Returns the figures of a comparison that have something to show, by name; of one KPI where it is given."""
    found, figures = outcome.comparison, dict[str, Callable[..., Axes]]()
    for one in (kpi,) if kpi else dict.fromkeys((found.headline, *HEADLINES)):
        if any(math.isfinite(each[one].difference.mean) for each in found.differences.values()):
            figures[f"forest-{one}"] = partial(charts.forest, found, one)
    shown, end = kpi or "otif", f"-{kpi}" if kpi not in ("", "otif") else ""
    for label, differences in found.differences.items():
        partners = [one for name, one in differences.items() if name.startswith(f"{shown}[partner=")]
        if any(math.isfinite(one.other.mean) for one in partners):
            figures[f"before-{label}{end}"] = partial(charts.before_and_after, found, label, shown)
    for which in ("late", "all"):
        frame = accounts.ledgers(found.account, late=which == "late")
        if frame["days"].any():
            figures[f"ledgers-{which}"] = partial(charts.ledgers, frame, late=which == "late")
    return figures


def _keep(folder: Path, name: str, figure: Callable[[], Axes | None]) -> None:
    """Draws a figure into a folder that has not got it yet; one that returns None has nothing to show."""
    files = [f"figures/{name}.{kind}" for kind in KINDS]
    if store.missing(folder, files) and (drawn := figure()) is not None:
        store.keep(folder, {file: plots.picture(drawn, kind) for file, kind in zip(files, KINDS, strict=True)}, {})


def _flow(outcome: Outcome, look: dict[str, Any]) -> Axes | None:
    plan = outcome.plan
    first, last = (_date(plan, moment) for moment in window_of(plan.scenario))
    frame, period = summary.flow(outcome.orders, first, last, plan.replications)
    return plots.flow(frame, period=period, **look) if len(frame) else None


def _utilisation(outcome: Outcome, look: dict[str, Any]) -> Axes | None:
    frame = summary.utilisation(outcome.estimates, units_by_type(outcome.plan.scenario))
    return plots.utilisation(frame, **look) if len(frame) else None


def units_by_type(scenario: Scenario) -> dict[str, int]:
    """Returns how many units of each workshop type are ever let; an id does not tell: C-big-001 is none of type C."""
    counts = Counter(unit.type for unit in estate.units(scenario))
    return {kind: counts[kind] for kind in lowering.names(scenario).types}


def _ledger(outcome: Outcome, look: dict[str, Any]) -> Axes | None:
    return plots.ledger(summary.ledger(outcome.ledger, outcome.counted), **look)


def _lead_time(outcome: Outcome, look: dict[str, Any]) -> Axes | None:
    frame = summary.lead_time(outcome.counted)
    return plots.lead_time(frame, **look) if len(frame) else None


def _on_time(outcome: Outcome, look: dict[str, Any]) -> Axes | None:
    scenario = outcome.plan.scenario
    kinds = {name: partner.kind for name, partner in sorted(scenario.partners.items())}
    frame = summary.otif(outcome.estimates, scenario.targets, kinds)
    return plots.otif(frame, **look) if len(frame) else None


def _gantt(outcome: Outcome, look: dict[str, Any]) -> Axes | None:
    """Draws the first weeks that count; by law 5 a run that ends with them has the same log up to there."""
    plan = outcome.plan
    scenario = plan.scenario
    first = window_of(scenario).start
    last = min(first + WEEKS * 7 * DAY, calendars.horizon(scenario))
    if scenario.time.last_day is not None:
        until = _date(plan, last - 1).date()
        scenario = scenario.model_copy(update={"time": scenario.time.model_copy(update={"last_day": until})})
    one = run.simulate(scenario, seed=plan.seed, replication=0, engine=plan.engine)
    spans = gantt.spans(one.instance, one.log, first, last)
    kinds = [plan.scenario.partners[name].kind for name in one.names.streams] + [""]
    frame = pd.DataFrame(
        {
            "unit": [one.names.units[unit] for unit in spans["unit"]],
            "start": [_date(plan, moment) for moment in spans["start"]],
            "end": [_date(plan, moment) for moment in spans["end"]],
            "part": spans["part"],
            "kind": [kinds[stream] for stream in spans["stream"]],
        }
    )
    units = {name: one.names.types[w] for name, w in zip(one.names.units, one.units.type.tolist(), strict=True)}
    return plots.gantt(frame, units, **look) if len(frame) else None


def _warm_up(outcome: Outcome, look: dict[str, Any]) -> Axes | None:
    plan, course = outcome.plan, outcome.course
    if course is None or not len(course):
        return None
    stated, period = plan.scenario.time.warm_up, warmup.period_of(plan.scenario)
    left_out = None if outcome.problem else (stated.value if stated else outcome.warm_up) / period
    looked_at = min(run.PILOT, plan.replications)
    return plots.warm_up(
        summary.smoothed(course), left_out, looked_at, is_stated=stated is not None, weeks=period // warmup.WEEK, **look
    )


def _date(plan: Plan, moment: int) -> pd.Timestamp:
    return pd.Timestamp(calendars.origin(plan.scenario)) + pd.Timedelta(milliseconds=int(moment))


FIGURES: dict[str, Callable[[Outcome, dict[str, Any]], Axes | None]] = {
    "flow": _flow,
    "utilisation": _utilisation,
    "ledger": _ledger,
    "lead-time": _lead_time,
    "on-time": _on_time,
    "gantt": _gantt,
    "warm-up": _warm_up,
}
